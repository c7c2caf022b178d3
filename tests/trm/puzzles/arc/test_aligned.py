"""Boards: what lies under each cell of an output, in every view."""

import numpy as np

from tinyduo.trm.puzzles.arc import Demonstration, as_grid, load_suite, size_rules
from tinyduo.trm.puzzles.arc.aligned import NOTHING, PARTS, aligners_of, board_of

PLAIN = np.arange(11, dtype=np.uint8)


def grid(text):
    return as_grid([[int(cell) for cell in row] for row in text.split()])


def shown(*pairs):
    return [Demonstration(grid(given), grid(out)) for given, out in pairs]


def board(demonstrations, given, size):
    return board_of(grid(given), size, aligners_of(size_rules(demonstrations)))


def test_an_output_of_the_same_size_lies_on_its_input_alone():
    found = board(shown(("12 34", "43 21")), "567 890", (2, 3))
    assert found.planes[0].tolist() == [[5, 6, 7], [8, 9, 0]]
    assert (found.planes[1 : 1 + PARTS] == NOTHING).all()
    assert found.inside.all()


def test_a_larger_output_has_the_input_magnified_and_repeated():
    found = board(shown(("1", "11 11")), "12 34", (4, 4))
    assert found.planes[0].tolist() == [[1, 2, 10, 10], [3, 4, 10, 10], [10] * 4, [10] * 4]
    assert found.planes[1].tolist() == [[1, 1, 2, 2], [1, 1, 2, 2], [3, 3, 4, 4], [3, 3, 4, 4]]
    assert found.planes[2].tolist() == [[1, 2, 1, 2], [3, 4, 3, 4]] * 2
    assert (found.planes[3 : 1 + PARTS] == NOTHING).all()
    assert found.planes[1 + PARTS + 3].tolist() == [[2, 1, 2, 1], [4, 3, 4, 3]] * 2  # mirrored


def test_a_smaller_output_has_the_panels_under_it():
    pairs = shown(("01510 11501", "00 01"), ("00511 10511", "00 10"))
    found = board(pairs, "67589 98576", (2, 2))
    assert found.planes[0].tolist() == [[6, 7, 5, 8, 9], [9, 8, 5, 7, 6]]
    assert found.planes[1, :2, :2].tolist() == [[6, 7], [9, 8]]
    assert found.planes[2, :2, :2].tolist() == [[8, 9], [7, 6]]
    assert found.inside.sum() == 4
    assert (found.planes[1:, :, 2:] == NOTHING).all()


def test_a_box_that_is_cut_out_lies_under_the_output():
    pairs = shown(("0000 0120 0000", "12"), ("0000 0340 0560", "34 56"))
    found = board(pairs, "00000 08000 09000 00000", (2, 1))
    assert found.planes[1, :2, 0].tolist() == [8, 9]


def test_a_smaller_output_of_no_place_has_corners_and_middle_under_it():
    pairs = shown(("1234 5678 9012", "34 78"), ("0000 0123 0456", "00 23"))
    found = board(pairs, "1234 5678 9012", (2, 2))
    assert [plane[:2, :2].tolist() for plane in found.planes[1 : 1 + PARTS]] == [
        [[3, 4], [7, 8]],
        [[5, 6], [9, 0]],
        [[7, 8], [1, 2]],
        [[2, 3], [6, 7]],
    ]


def test_a_view_exchanges_colours_of_input_and_output_alike():
    made = board_of(grid("12 00"), (2, 2), (), grid("21 00"))
    colours = PLAIN.copy()
    colours[[1, 2]] = 2, 1
    seen = made.seen(0, colours)
    assert seen.planes[0].tolist() == [[2, 1], [0, 0]]
    assert seen.target.tolist() == [[1, 2], [0, 0]]
    assert seen.planes[1 + PARTS + 1].tolist() == [[0, 0], [1, 2]]  # half a turn
    assert (seen.planes[1 : 1 + PARTS] == NOTHING).all()


def test_boards_of_all_training_tasks_hold_their_output():
    aligned = 0
    for item in load_suite("arc-1-train").values():
        pairs = item.task.demonstrations
        aligners = aligners_of(size_rules(pairs))
        for pair in pairs:
            size = len(pair.output), len(pair.output[0])
            made = board_of(pair.input, size, aligners, pair.output)
            assert made.target[made.inside].tolist() == [c for row in pair.output for c in row]
            assert (made.target[~made.inside] == NOTHING).all()
            aligned += bool((made.planes[1:] != NOTHING).any())
    assert aligned > 200  # of about 450 demonstrations whose output has another size
