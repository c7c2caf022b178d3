"""What a message takes back of its own grid is taken back; what it merely tries or asks is not."""

import pytest

from tinyduo.tools.reading import Ask, read
from tinyduo.trm.puzzles import Maze, Status, Sudoku

RIGHT = (
    "..52....3", "17...4..8", ".2.917.4.", "85......1", ".3....9..", "2.4.31.57", ".......6.",
    "4..5..7..", "51..96.8.",
)  # fmt: skip


def _with(row, col, sign):
    """The puzzle with another sign in a cell, counted from 1."""
    rows = list(RIGHT)
    rows[row - 1] = rows[row - 1][: col - 1] + sign + rows[row - 1][col:]
    return rows


def _lines(finding):
    assert isinstance(finding.puzzle, Sudoku)
    return tuple("".join(str(digit or ".") for digit in row) for row in finding.puzzle.givens)


def _only(message):
    (finding,) = read(message).findings
    return finding


MISTYPED = "\n".join(_with(3, 2, "3"))
INCOMPLETE = "\n".join(_with(2, 1, "."))
OTHER_ROW = "\n".join([*RIGHT[:4], "3........", *RIGHT[5:]])


@pytest.mark.parametrize(
    "words",
    [
        "sorry, r3c2 should be 2",
        "correction: r3c2 is 2, not 3",
        "r3c2=2",
        "Wait, row 3 column 2 must be a 2 instead of 3.",
        "edit: typo, r3c2 should be 2, not 3",
        "I mistyped the 3 in row 3, column 2, it is a 2",
        "C2 should be 2, sorry",
        "Zeile 3 Spalte 2 sollte eine 2 sein, nicht 3",
        "perdón, fila 3 columna 2 es 2, no 3",
        "désolé, ligne 3 colonne 2 c'est un 2 et pas un 3",
        "Oh no, the 3 in r3c2 is wrong, it must be 2",
        "change r3c2 from 3 to 2 please",
        "Could you solve it? By the way r3c2 should read 2",
    ],
)
def test_a_given_is_corrected(words):
    finding = _only(f"solve this sudoku\n{MISTYPED}\n\n{words}")
    assert _lines(finding) == RIGHT
    assert finding.doubts == ("took r3c2 as 2, as the message corrects the 3 there",)


def test_a_cell_is_blank_after_all():
    finding = _only("\n".join(RIGHT) + "\nActually R2C1 is empty in the original. Next step?")
    assert "\n".join(_lines(finding)) == INCOMPLETE
    assert finding.doubts == ("took r2c1 as blank, as the message corrects the 1 there",)


@pytest.mark.parametrize(
    "words",
    [
        "Attention: I typed each COLUMN as one line.",
        "every line is a column",
        "jede Zeile ist eine Spalte",
    ],
)
def test_lines_that_are_called_columns_are_columns(words):
    turned = ["".join(column) for column in zip(*RIGHT, strict=True)]
    assert _lines(_only(f"{words}\n" + "\n".join(turned))) == RIGHT


def test_the_correction_may_stand_before_the_grid():
    finding = _only(f"careful, r3c2 below should be 2, not 3\n{MISTYPED}")
    assert _lines(finding) == RIGHT


@pytest.mark.parametrize(
    "words",
    [
        "I forgot one: r2c1 is also given, it is a 1",
        "plus r2c1=1",
        "and there is a 1 in row 2, column 1 that I left out",
        "I forgot the 1 in r2c1",
        "oops missed a 1 at r2c1",
    ],
)
def test_a_forgotten_given_is_added(words):
    assert _lines(_only(f"sudoku\n{INCOMPLETE}\n\n{words}")) == RIGHT


@pytest.mark.parametrize(
    "words",
    [
        "is r2c1 a 1?",
        "I think r2c1 is 1",
        "why is r2c1 1?",
        "r2c1=1",
        "what if r3c2 = 4?",
        "I put 1 in r2c1",
        "r2c1 can't be 4 because of row 2",
        "What should be in r2c1? I think it should be 1",
        "did I make a mistake? r2c1=1",
        "I think r2c1=1 is wrong",
        "check my entries: r2c1=1, r4c3=7, something is wrong",
        "Sorry to bother you. I put r2c1=1 so far.",
        "I entered r2c1=1 but that was a mistake",
    ],
)
def test_questions_and_tries_correct_nothing(words):
    finding = _only(f"sudoku\n{INCOMPLETE}\n\n{words}")
    assert "\n".join(_lines(finding)) == INCOMPLETE


@pytest.mark.parametrize(
    "words",
    [
        f"Oops, row 5 should be {RIGHT[4]}",
        f"Oops, I got row 5 wrong. Row 5 is\n{RIGHT[4]}\nPlease solve the corrected one.",
        f"Oops, I got row 5 wrong. Row 5 is {RIGHT[4]}. Please solve the corrected one.",
        "correction: row 5: " + " ".join(RIGHT[4]),
        "Row 5 is 030000900. Please solve the corrected one.",
        "fifth row was wrong, the right one is 030000900",
    ],
)
def test_a_row_is_corrected(words):
    finding = _only(f"{OTHER_ROW}\n\n{words}")
    assert _lines(finding) == RIGHT
    assert finding.doubts == ("took row 5 as the message corrects it",)


@pytest.mark.parametrize(
    "words", ["My solution for row 5: 731654928", "Row 5 is 731654928, did I make a mistake?"]
)
def test_a_row_filled_in_is_no_correction(words):
    text = "\n".join(RIGHT) + f"\n\n{words}"
    assert _lines(read(text).findings[0]) == RIGHT


def test_the_second_grid_stands_where_the_first_is_called_wrong():
    right = "\n".join(RIGHT)
    finding = _only(f"solve\n{MISTYPED}\n\nwait that's wrong, here is the right one:\n{right}")
    assert _lines(finding) == RIGHT
    assert len(read(f"{MISTYPED}\n\nand this one too\n{right}").findings) == 2


def test_what_is_asked_beside_a_correction_is_still_asked():
    reading = read(f"{MISTYPED}\n\nr3c2 is 2. Just a hint please")
    assert reading.ask is Ask.HINT


REGIONS = (
    "AAABBBCCC AAABBBCCC AABBBCCCD AEEEEFDDD EEEFFFDDD EEFFFGGGD HHHFFGGGI HHHGGIIII HHHGIIIII"
)
MAP = REGIONS.replace(" ", "\n")
DIGIT_MAP = MAP.translate({ord(letter): str(n) for n, letter in enumerate("ABCDEFGHI", start=1)})
GRID = "\n".join(RIGHT)


@pytest.mark.parametrize(
    ("message", "name"),
    [
        (f"Jigsaw sudoku. Regions:\n{MAP}\n\nGivens:\n{GRID}", "jigsaw"),
        (f"Jigsaw sudoku\n{GRID}\n\nregions\n{MAP}", "jigsaw"),
        (f"Jigsaw sudoku. Regions:\n{DIGIT_MAP}\n\nGivens:\n{GRID}", "jigsaw"),
        (f"Killer sudoku\ncages:\n{MAP}\nsums A=45 B=45\ngivens:\n{GRID}", "killer"),
        (f"sudoku\n{GRID}\n\nwhere these belong together\n{MAP}", "jigsaw"),
    ],
)
def test_a_grid_with_a_map_of_regions_is_no_classic(message, name):
    finding = _only(message)
    assert finding.status is Status.UNSUPPORTED
    assert name in finding.message


def test_a_variant_leaves_the_next_puzzle_alone():
    reading = read(f"a jigsaw one\n{GRID}\n\nand a classic one:\n{MISTYPED}")
    assert [finding.status for finding in reading.findings] == [Status.UNSUPPORTED, None]


def test_two_rows_are_put_in_their_places():
    swapped = "\n".join([RIGHT[0], RIGHT[2], RIGHT[1], *RIGHT[3:]])
    words = "sorry, I mixed up lines 2 and 3 when copying, they must be swapped"
    finding = _only(f"{swapped}\n\n{words}")
    assert _lines(finding) == RIGHT
    assert finding.doubts == ("took rows 2 and 3 in each other's place, as the message says",)
    assert _lines(_only("\n".join(RIGHT) + "\nshould rows 2 and 3 be swapped?")) == RIGHT


def test_the_one_digit_of_a_row_is_corrected_by_its_name():
    text = "careful: in the third row the 3 should read 2, my pen slipped\n"
    assert _lines(_only(text + MISTYPED)) == RIGHT
    twice = [*RIGHT[:2], ".3.917.43", *RIGHT[3:]]  # which 3?
    assert _lines(_only(text + "\n".join(twice))) == tuple(twice)


@pytest.mark.parametrize(
    "head",
    [
        "12/03/24, 19:{n:02} - Kim: ",
        "[2:{n:02} PM] kim: ",
        "2024-02-11T08:{n:02}:00Z ",
        "[11.02.24, 08:{n:02}:00] Kim Lee: ",
    ],
)
def test_a_log_is_read_without_the_heads_of_its_lines(head):
    lines = [*RIGHT[:4], "3........", *RIGHT[5:], f"sry 5th line is {RIGHT[4]}", "solution??"]
    text = "\n".join(head.format(n=n) + line for n, line in enumerate(lines))
    assert _lines(_only(text)) == RIGHT
    maze = ["#.....#.", "..#.#...", "....G##.", "#..##..#", "...#.S..", "........"]
    text = "\n".join(head.format(n=n) + line for n, line in enumerate(maze))
    puzzle = _only(f"maze from S to G\n{text}").puzzle
    assert isinstance(puzzle, Maze)
    assert puzzle.rows == tuple(row.replace(".", " ") for row in maze)
