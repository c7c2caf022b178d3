"""The bench's puzzles: seeded, with right answers, and read from files."""

import numpy as np
import pytest
import torch

from tinyduo.evals.bench.kind import Kind, read_items
from tinyduo.evals.bench.maze import MazeKind
from tinyduo.evals.bench.sudoku import SudokuKind
from tinyduo.trm.puzzles.compiled import COMPILED


def logits_of(cells: np.ndarray, classes: int) -> torch.Tensor:
    """Logits that are sure of these classes."""
    return torch.nn.functional.one_hot(torch.from_numpy(cells).long(), classes) * 9.0


@pytest.mark.skipif(not COMPILED, reason="minutes without numba; pip install 'tinyduo[train]'")
@pytest.mark.parametrize("kind", [SudokuKind(), MazeKind()], ids=lambda kind: kind.name)
def test_generated_puzzles_are_seeded_and_differ_by_sort(kind: Kind):
    sets, again = (kind.generate(2, seed=5) for _ in range(2))
    for items, same in zip(sets, again, strict=True):
        assert len(items) == len(items.puzzles) == len(items.labels) == 2
        assert items.puzzles == same.puzzles
        assert np.array_equal(items.labels, same.labels)
    ordinary, hard = sets
    assert (ordinary.name, hard.name) == ("ordinary", "hard")
    assert ordinary.puzzles != hard.puzzles
    if kind.name == "maze":
        assert (hard.labels.sum((1, 2)) >= 110).all()


def test_sudoku_answers_are_right_digit_for_digit(items):
    kind = SudokuKind()
    board = items.labels.reshape(-1, 3, 3, 3, 3)
    assert kind.right(logits_of(board - 1, 9), items).all()
    wrong = board.copy()
    wrong[1, 0, 0, 0, 0] = wrong[1, 0, 0, 0, 0] % 9 + 1
    assert kind.right(logits_of(wrong - 1, 9), items).tolist() == [True, False, True, True]


def test_any_shortest_path_is_right_and_no_other():
    kind = MazeKind()
    label = "Soooo" + "    o" * 3 + "    G"
    other = "S    " + "o    " * 3 + "ooooG"
    detour = "Sooo    o  ooo  o    oooG"  # thirteen cells instead of nine
    items = kind.from_lines("open", [label.replace("o", " ")] * 3, [label] * 3)
    drawn = [[symbol in "SoG" for symbol in path] for path in (label, other, detour)]
    cells = np.array(drawn).reshape(-1, 5, 5)
    assert kind.right(logits_of(cells, 2), items).tolist() == [True, True, False]


def test_questions_fit_the_networks(items):
    kind = SudokuKind()
    assert kind.question(items.puzzles).shape == (4, 3, 3, 3, 3)
    official = kind.official_question(items.puzzles)
    assert official.shape == (4, 82)
    assert official[:, 0].tolist() == [0] * 4  # the one puzzle id
    assert official[:, 1:].min() == 1  # blank; 0 would be padding


def test_maze_questions_fit_the_networks():
    kind = MazeKind()
    items = kind.from_lines("small", ["S# G"], ["S#oG"])
    assert kind.question(items.puzzles).tolist() == [[[2, 0], [1, 3]]]
    assert kind.official_question(items.puzzles).tolist() == [[0, 3, 1, 2, 4]]
    assert items.labels.tolist() == [[[True, False], [True, True]]]


def test_a_file_is_read_from_its_beginning(tmp_path):
    path = tmp_path / "mine.csv"
    path.write_text("question,answer\n" + "S# G,S#oG\n" * 3)
    items = read_items(MazeKind(), path, n=2)
    assert (items.name, len(items)) == ("mine", 2)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("question\n1...\n", "answer"),
        ("", "question"),
        ("question,answer\nS# G,S#o\n", "3 characters"),
        ("question,answer\nS# G,S#oG\nS  #    G,SooG  ooo\n", "several sizes"),
    ],
)
def test_a_file_that_cannot_be_used_is_explained(tmp_path, text, message):
    path = tmp_path / "mine.csv"
    path.write_text(text)
    with pytest.raises(ValueError, match=message):
        read_items(MazeKind(), path)
