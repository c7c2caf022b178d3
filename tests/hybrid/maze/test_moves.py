"""What is said of a walk: moves, corrections, questions."""

import pytest

from tinyduo.hybrid.maze.moves import read_correction, read_moves, read_question

D, U, R, L = (1, 0), (-1, 0), (0, 1), (0, -1)


@pytest.mark.parametrize(
    ("text", "moves"),
    [
        ("down", [D]),
        ("d", [D]),
        ("Go down 3!", [D, D, D]),
        ("2 down, 3 left", [D, D, L, L, L]),
        ("right 2, down, up twice", [R, R, D, U, U]),
        ("right two cells then up", [R, R, U]),
        ("DDRRU", [D, D, R, R, U]),
        ("ddr", [D, D, R]),
        ("north, east", [U, R]),
        ("↓↓→", [D, D, R]),
        ("which way down?", None),
        ("is it right", None),
        ("that is right", None),
        ("down 99999", None),
        ("3", None),
        ("solve it", None),
        ("", None),
        ("down " * 200, None),
    ],
)
def test_moves(text, moves):
    assert read_moves(text) == moves


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("no, r3c4 is a wall", ((2, 3), "#")),
        ("Actually row 3, column 4 is open.", ((2, 3), " ")),
        ("you misread it: r3c4 should be the start", ((2, 3), "S")),
        ("wrong: r1c1 is the exit", ((0, 0), "G")),
        ("no, r0c1 is a wall", None),
        ("r3c4 is a wall", None),
        ("no, r3c4 is 8", None),
    ],
)
def test_corrections(text, said):
    assert read_correction(text) == said


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("what is r3c4?", (2, 3)),
        ("is row 3, column 4 a wall?", (2, 3)),
        ("is r0c4 a wall?", None),
        ("what about r1c1 and r2c2?", None),
        ("where am I?", None),
    ],
)
def test_questions(text, cell):
    assert read_question(text) == cell
