"""Output sizes: each rule on tasks made for it, how rules rank, and how often they are right."""

from collections import Counter

import pytest

from tinyduo.trm.puzzles.arc import Demonstration, load_suite, output_sizes, size_rules


def box(height, width, colour=0):
    return ((colour,) * width,) * height


def shown(*sizes):
    """Demonstrations of plain grids with these input and output sizes."""
    return [Demonstration(box(*sides), box(*out)) for sides, out in sizes]


def first(demonstrations, grid):
    guesses = output_sizes(demonstrations, grid)
    return (guesses[0].rules[0].name, guesses[0].size) if guesses else None


@pytest.mark.parametrize(
    ("sizes", "test", "found"),
    [
        ([((2, 3), (2, 3)), ((4, 4), (4, 4))], (5, 1), ("same", (5, 1))),
        ([((2, 3), (3, 3)), ((4, 4), (3, 3))], (9, 9), ("constant", (3, 3))),
        ([((2, 3), (4, 9)), ((4, 4), (8, 12))], (3, 5), ("ratio", (6, 15))),
        ([((2, 4), (1, 4)), ((4, 6), (2, 6))], (6, 5), ("ratio", (3, 5))),
        ([((2, 4), (4, 5)), ((4, 6), (6, 7))], (1, 1), ("offset", (3, 2))),
        ([((2, 4), (4, 2)), ((3, 3), (3, 3))], (1, 5), ("transposed", (5, 1))),
        ([((2, 4), (4, 3)), ((3, 3), (1, 2))], (1, 5), None),
        ([((2, 4), (1, 4)), ((4, 6), (2, 6))], (5, 5), None),  # no half of 5 rows
        ([((9, 9), (18, 18)), ((4, 6), (8, 12))], (16, 2), None),  # beyond 30
        ([((9, 9), (8, 9)), ((4, 6), (3, 6))], (1, 2), None),  # no row left
    ],
)
def test_rules_of_the_whole_grid(sizes, test, found):
    assert first(shown(*sizes), box(*test)) == found


def framed(height, width, *, colour=3, around=(9, 8)):
    """A plain figure in the corner of a larger grid."""
    rows = [list(row) for row in box(*around)]
    for row in range(height):
        rows[row][:width] = [colour] * width
    return tuple(map(tuple, rows))


def test_a_rule_that_looks_into_the_grid():
    demonstrations = [Demonstration(framed(*size), box(*size)) for size in ((2, 3), (4, 1))]
    (guess,) = output_sizes(demonstrations, framed(3, 5))
    assert guess.size == (3, 5)
    assert {"content", "colour 3", "largest figure"} <= {rule.name for rule in guess.rules}
    assert guess.rules[0].name == "content"


def test_rules_that_differ_are_all_told_the_most_trusted_first():
    demonstrations = [Demonstration(framed(*size), box(*size)) for size in ((2, 3), (4, 1))]
    grid = framed(3, 5, colour=4)
    grid = (*grid[:-1], (*grid[-1][:-1], 3))  # colour 3 is now one cell at the other end
    guesses = output_sizes(demonstrations, grid)
    assert [guess.size for guess in guesses] == [(9, 8), (1, 1), (3, 5)]
    assert guesses[0].rules[0].name == "content"


def test_a_size_that_grows_with_the_colours():
    demonstrations = [
        Demonstration(((0, 0, 1), (0, 0, 0)), box(2, 2)),
        Demonstration(((0, 0, 1), (2, 0, 0)), box(4, 4)),
    ]
    assert first(demonstrations, ((0, 0, 0, 1), (0, 2, 3, 0))) == ("colours", (6, 6))


def test_every_rule_keeps_to_all_demonstrations_of_the_training_tasks():
    names = Counter()
    for item in load_suite("arc-1-train").values():
        pairs = item.task.demonstrations
        for rule in size_rules(pairs):
            names[rule.name] += 1
            assert rule.words
            assert all(
                rule.measure(pair.input) == (len(pair.output), len(pair.output[0]))
                for pair in pairs
            )
    assert len(names) >= 20
    assert names["same"] == 262  # of 400, as counted in the data


def test_the_first_size_is_right_for_most_training_outputs_and_seldom_wrong():
    found = Counter()
    for item in load_suite("arc-1-train").values():
        for grid, target in zip(item.task.tests, item.targets or (), strict=True):
            guesses = output_sizes(item.task.demonstrations, grid)
            right = bool(guesses) and guesses[0].size == (len(target), len(target[0]))
            found["right" if right else "wrong" if guesses else "none"] += 1
    assert found == {"right": 391, "none": 24, "wrong": 1}
