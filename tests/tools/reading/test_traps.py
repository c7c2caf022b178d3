"""Digits that are no puzzle, grids that belong together, and rules that change the puzzle."""

from __future__ import annotations

import pytest

from tinyduo.tools.reading import Kind, read
from tinyduo.trm.puzzles import Status, Sudoku

ROWS = [
    "1.3.5.7.9", "4.6.8.1.3", "7.9.2.4.6", "2.4.6.8.1", "5.7.9.2.4", "8.1.3.5.7",
    "3.5.7.9.2", "6.8.1.3.5", "9.2.4.6.8",
]  # fmt: skip
LINE = "".join(ROWS)
GRID = "\n".join(ROWS)
DIGITS = [[(3 * (r % 3) + r // 3 + c) % 9 + 1 for c in range(9)] for r in range(9)]
FULL = "\n".join("".join(map(str, row)) for row in DIGITS)
HALF = "\n".join(
    "".join(str(d) if (r + c) % 3 else "." for c, d in enumerate(row))
    for r, row in enumerate(DIGITS)
)


@pytest.mark.parametrize(
    "text",
    [
        "123\n456\n789\n is this how a keypad looks?",
        "call 555-123-4567, card 4111 1111 1111 1111, on 2024-05-12 at 10:30",
        "the determinant of\n1 2 0 4\n3 0 2 1\n0 4 1 2\n2 1 3 0",
        "[[1,0,0,0],[0,1,0,0],[0,0,1,0],[0,0,0,1]]",
        "3.14159265358979323846264338327950288419716939937510582097494459230781640628620899",
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "\n".join(" ".join(str(a * b) for b in range(1, 10)) for a in range(1, 10)),
        "pears 3.20 4.10\nplums 2.10 5.00",
        "X | O |\n---+---+---\n  | X |\n---+---+---\nO |   | X",
        "please solve my sudoku",
        "",
    ],
)
def test_digits_that_are_no_puzzle_give_no_finding(text: str) -> None:
    assert read(text).findings == ()


@pytest.mark.parametrize(
    "text",
    [
        f"On 2024-05-12 at 10:30, digits 1-9 and 3x3 boxes, 41 clues:\n\n{GRID}\n\nCall 5551234.",
        f"1.\n{GRID}",
        f"Here: {ROWS[0]}\n" + "\n".join(ROWS[1:]),
        f"```\n{GRID}\n```",
        GRID.replace("\n", "\r\n"),
        "top:\n" + GRID[:29] + "\nthen\n" + GRID[30:59] + "\nlast\n" + GRID[60:],
        f"I placed r1c2=2, r2c2=5 and r9c9=8.\n{GRID}",
        f"Sudoku X1? no, plain: {LINE}",
        f'Tool result: {{"status": "solved", "verified": true}} {LINE}',
    ],
)  # fmt: skip
def test_chatter_does_not_change_the_grid(text: str) -> None:
    (finding,) = [found for found in read(text).findings if found.puzzle]
    assert isinstance(finding.puzzle, Sudoku)
    assert finding.puzzle.givens[0] == (1, 0, 3, 0, 5, 0, 7, 0, 9)
    assert finding.puzzle.givens[8] == (9, 0, 2, 0, 4, 0, 6, 0, 8)


@pytest.mark.parametrize("order", ["{half}\nmy answer:\n{full}", "the key is\n{full}\nof\n{half}"])
def test_a_filled_grid_beside_its_puzzle_is_the_attempt(order: str) -> None:
    (finding,) = read("is this right?\n" + order.format(half=HALF, full=FULL)).findings
    assert isinstance(finding.puzzle, Sudoku)
    assert finding.puzzle.n_givens == 54
    assert finding.attempt == tuple(map(tuple, DIGITS))


def test_an_attempt_with_a_changed_given_is_still_the_attempt() -> None:
    wrong = FULL[0] + FULL[0] + FULL[2:]
    (finding,) = read(f"{HALF}\n\nI got\n{wrong}").findings
    assert finding.attempt is not None
    assert finding.attempt[0][1] == int(wrong[1])


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("windoku", "windoku"),
        ("both diagonals hold 1-9 too", "diagonal"),
        ("die Diagonalen gelten auch", "diagonal"),
        ("X-Sudoku", "diagonal"),
        ("irregular regions", "jigsaw"),
        ("Killer-Sudoku, bitte lösen", "killer"),
        ("the anti-knight rule applies", "anti-knight"),
        ("not only rows: a thermometer sudoku", "thermo"),
        ("no two equal digits a knight's move apart", "anti-knight"),
        ("adjacent cells may not hold consecutive numbers", "non-consecutive"),
        ("gleiche Ziffern dürfen sich nicht diagonal berühren", "anti-king"),
        ("sudoku asesino", "killer"),
        ("ジグソー数独", "jigsaw"),
    ],
)
def test_a_variant_is_unsupported_by_name(words: str, name: str) -> None:
    (finding,) = read(f"{words}\n{GRID}").findings
    assert (finding.kind, finding.status) == (Kind.UNSUPPORTED, Status.UNSUPPORTED)
    assert finding.puzzle is None
    assert name in finding.message


@pytest.mark.parametrize(
    "words",
    [
        "a normal sudoku, no diagonals",
        "not a killer",
        "ein normales Sudoku ohne Diagonalen",
        "Yesterday I did a windoku. Today this one:",
        "diagonals don't count",
        "la diagonale non conta",
    ],
)
def test_a_variant_that_is_denied_changes_nothing(words: str) -> None:
    (finding,) = read(f"{words}\n{GRID}").findings
    assert isinstance(finding.puzzle, Sudoku)


def test_a_variant_counts_for_the_grid_it_stands_before() -> None:
    first, second = read(f"A:\n{GRID}\n\nB, a jigsaw:\n{GRID[::-1]}").findings
    assert (first.kind, second.kind) == (Kind.SUDOKU, Kind.UNSUPPORTED)


def test_mazes_and_arc_tasks_are_not_read_as_sudokus() -> None:
    maze = "#####\n#S  #\n# #G#\n#####"
    arc = '{"train": [{"input": [[1, 0], [0, 1]], "output": [[0, 1], [1, 0]]}], "test": []}'
    pairs = "in:\n1 0\n0 1\nout:\n0 1\n1 0"
    kinds = [[found.kind for found in read(text).findings] for text in (maze, arc, pairs)]
    assert kinds == [[Kind.MAZE], [Kind.ARC], [Kind.ARC]]
