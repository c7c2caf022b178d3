"""Every notation that a printer here can write is read back exactly, whatever is printed."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tinyduo.tools.reading import Finding, read
from tinyduo.trm.puzzles import Sudoku

Rows = list[list[int]]
SYMBOLS = ".123456789ABCDEFG"
ROWS = ("5...2.", ".1...6", "..34..", "..6.1.", "2...3.", ".4...5")  # a 6x6 board


def board(size: int, blank_share: float, seed: list[int]) -> Rows:
    """A solved board with its digits relabelled and some cells blank."""
    side = {4: 2, 6: 3, 9: 3, 16: 4}[size]
    height = size // side
    keep = [(7 * place * place + seed[0] * place + seed[1]) % 100 for place in range(size * size)]
    return [
        [
            0
            if keep[row * size + col] < blank_share * 100
            else (side * (row % height) + row // height + col + seed[2]) % size + 1
            for col in range(size)
        ]
        for row in range(size)
    ]


def boards(*sizes: int) -> st.SearchStrategy[Rows]:
    seeds = st.lists(st.integers(0, 50), min_size=3, max_size=3)
    drawn = st.builds(board, st.sampled_from(sizes), st.sampled_from((0.4, 0.6, 0.75)), seeds)
    return drawn.filter(lambda rows: len({digit for row in rows for digit in row}) > 3)


def marks(row: list[int], blank: str = ".") -> list[str]:
    return [SYMBOLS[digit] if digit else blank for digit in row]


def packed(rows: Rows, blank: str = ".") -> list[str]:
    return ["".join(marks(row, blank)) for row in rows]


def parted(cells: list[str], joint: str, glue: str = "") -> str:
    width = {4: 2, 6: 3, 9: 3, 16: 4}[len(cells)]
    parts = [glue.join(cells[at : at + width]) for at in range(0, len(cells), width)]
    return joint.join(parts)


def framed(rows: Rows, blank: str = ".") -> str:
    edge = parted(["--"] * len(rows), "+").join("++")
    height = {4: 2, 6: 2, 9: 3, 16: 4}[len(rows)]
    lines = [edge]
    for number, row in enumerate(rows, start=1):
        lines.append("| " + parted(marks(row, blank), " | ", " ") + " |")
        lines += [edge] if number % height == 0 else []
    return "\n".join(lines)


def boxes(rows: Rows) -> str:
    lines = ["│" + "│".join(f" {cell} " for cell in marks(row, " ")) + "│" for row in rows]
    return "┌──┐\n" + "\n├──┤\n".join(lines) + "\n└──┘"


def fields(rows: Rows, joint: str) -> str:
    return "\n".join(joint.join(str(digit or "") for digit in row) for row in rows)


def html(rows: Rows) -> str:
    cells = ["".join(f"<td>{mark}</td>" for mark in marks(row, "&nbsp;")) for row in rows]
    return "<table>" + "".join(f"<tr>{row}</tr>\n" for row in cells) + "</table>"


def coordinates(rows: Rows, form: str) -> str:
    size = len(rows)
    named = [
        form.format(row=row + 1, col=col + 1, letter="ABCDEFGHIJKLMNOP"[row], digit=rows[row][col])
        for row in range(size)
        for col in range(size)
        if rows[row][col]
    ]
    return f"the rest of this {size}x{size} is blank: " + ", ".join(named)


PRINTERS: dict[str, Callable[[Rows], str]] = {
    "one line": lambda rows: "".join(packed(rows)),
    "stars": lambda rows: "".join(packed(rows, "*")),
    "zeros in a URL": lambda rows: "https://example.org/play?bd=" + "".join(packed(rows, "0")),
    "slashes": lambda rows: "/".join(packed(rows)),
    "packed": lambda rows: "\n".join(packed(rows)),
    "dashes": lambda rows: "\n".join(packed(rows, "-")),
    "spaced": lambda rows: "\n".join(" ".join(marks(row, "_")) for row in rows),
    "double spaced": lambda rows: "\n\n".join(" ".join(marks(row)) for row in rows),
    "quoted": lambda rows: "\n".join("> > " + " ".join(marks(row)) for row in rows),
    "labelled": lambda rows: "\n".join(f"Row {n}: {row}" for n, row in enumerate(packed(rows), 1)),
    "framed": framed,
    "framed spaces": lambda rows: framed(rows, " "),
    "box drawing": boxes,
    "CSV": lambda rows: fields(rows, ","),
    "tabs": lambda rows: fields(rows, "\t"),
    "markdown": lambda rows: (
        "|"
        + " c |" * len(rows)
        + "\n|"
        + "---|" * len(rows)
        + "\n"
        + "\n".join("| " + " | ".join(marks(row, " ")) + " |" for row in rows)
    ),
    "HTML": html,
    "JSON": json.dumps,
    "JSON with null": lambda rows: json.dumps([[digit or None for digit in row] for row in rows]),
    "JSON of strings": lambda rows: json.dumps({"rows": [marks(row, "") for row in rows]}),
    "JSON in JSON": lambda rows: json.dumps({"arguments": json.dumps({"grid": rows})}),
    "YAML": lambda rows: "grid:\n" + "\n".join(f"  - {row}" for row in rows),
    "C": lambda rows: str(rows).replace("[", "{").replace("]", "}") + ";",
    "numpy": lambda rows: str(rows).replace(",", "").replace("] ", "]\n "),
    "full-width": lambda rows: "\n".join(packed(rows)).translate(
        {ord(mark): ord(mark) + 0xFEE0 for mark in SYMBOLS}
    ),
    "r1c1=5": lambda rows: coordinates(rows, "r{row}c{col}={digit}"),
    "A1: 5": lambda rows: coordinates(rows, "{letter}{col}: {digit}"),
}
SENTENCES = (
    ("", ""),
    ("Please solve this sudoku for me:\n", "\nThanks!"),
    ("I found this one in 2019, on page 42, 3 days ago.\n\n", "\n\nDigits 1-9, I think."),
)


def only(text: str) -> Finding:
    findings = read(text).findings
    assert len(findings) == 1, findings
    return findings[0]


@pytest.mark.parametrize("form", PRINTERS)
@given(rows=boards(9, 16, 6, 4), around=st.sampled_from(SENTENCES))
@settings(max_examples=12, deadline=None, derandomize=True)
def test_a_printed_board_is_read_back_exactly(
    form: str, rows: Rows, around: tuple[str, str]
) -> None:
    if len(rows) == 4:
        around = ("4x4 sudoku:\n", around[1])
    text = around[0] + PRINTERS[form](rows) + around[1]
    finding = only(text)
    assert isinstance(finding.puzzle, Sudoku), finding.message
    assert [list(row) for row in finding.puzzle.givens] == rows
    start, end = finding.span
    assert 0 <= start < end <= len(text)


@given(first=boards(9, 6), second=boards(9, 6))
@settings(max_examples=30, deadline=None, derandomize=True)
def test_two_boards_stay_two(first: Rows, second: Rows) -> None:
    text = "a)\n" + "\n".join(packed(first)) + "\n\nb)\n" + "\n".join(packed(second))
    puzzles = [finding.puzzle for finding in read(text).findings]
    if first == second or len(puzzles) == 1:  # one fills the other: puzzle and attempt
        return
    assert [[list(row) for row in p.givens] for p in puzzles if isinstance(p, Sudoku)] == [
        first,
        second,
    ]


WORDS = {
    "row": "blank one two three four five six",
    "Zeile": "leer eins zwei drei vier fünf sechs",
    "fila": "vacío uno dos tres cuatro cinco seis",
    "ligne": "vide un deux trois quatre cinq six",
    "riga": "vuoto uno due tre quattro cinque sei",
    "linha": "vazio um dois três quatro cinco seis",
    "rij": "leeg een twee drie vier vijf zes",
    "wiersz": "puste jeden dwa trzy cztery pięć sześć",
    "строка": "пусто один два три четыре пять шесть",
}


@pytest.mark.parametrize("row_word", WORDS)
def test_a_board_told_in_words_is_read(row_word: str) -> None:
    words = WORDS[row_word].split()
    told = [" ".join(words[SYMBOLS.index(mark)] for mark in row) for row in ROWS]
    text = "\n".join(f"{row_word} {number}: {row}" for number, row in enumerate(told, start=1))
    finding = only(text)
    assert isinstance(finding.puzzle, Sudoku)
    assert packed([list(row) for row in finding.puzzle.givens]) == list(ROWS)


def test_counted_blanks_and_next_row_are_read() -> None:
    text = (
        "five, three blanks, two, blank, next row blank one three blanks six, next row two blanks "
        "three four two blanks next row two blanks six blank one blank next row two three blanks "
        "three blank next row blank four three blanks five. That is my 6x6 sudoku"
    )
    finding = only(text)
    assert isinstance(finding.puzzle, Sudoku)
    assert packed([list(row) for row in finding.puzzle.givens]) == list(ROWS)


@pytest.mark.parametrize(
    ("words", "box"),
    [
        ("", (2, 3)),
        ("3x2 boxes", (3, 2)),
        ("boxes of 3 rows by 2 columns", (3, 2)),
        ("boxes are 3 wide and 2 tall", (2, 3)),
        ("Blöcke mit 3 Zeilen und 2 Spalten", (3, 2)),
    ],
)
def test_the_boxes_of_a_6x6_are_those_that_are_said(words: str, box: tuple[int, int]) -> None:
    puzzle = only(f"6x6, {words}\n" + "\n".join(ROWS)).puzzle
    assert isinstance(puzzle, Sudoku)
    assert (puzzle.layout.box_rows, puzzle.layout.box_cols) == box


def test_bars_show_the_boxes_of_a_6x6() -> None:
    puzzle = only("\n".join(f"{row[:2]}|{row[2:4]}|{row[4:]}" for row in ROWS)).puzzle
    assert isinstance(puzzle, Sudoku)
    assert (puzzle.layout.box_rows, puzzle.layout.box_cols) == (3, 2)


def test_hodoku_marks_placed_digits_as_the_attempt() -> None:
    rows = board(9, 0.6, [3, 5, 7])
    line = "".join(packed(rows))
    at = line.index(".")
    finding = only(f":0702:9:{line[:at]}+7{line[at + 1 :]}:::")
    assert isinstance(finding.puzzle, Sudoku)
    assert [list(row) for row in finding.puzzle.givens] == rows
    assert finding.attempt is not None
    assert finding.attempt[at // 9][at % 9] == 7


def test_a_game_id_counts_blanks_in_letters() -> None:
    puzzle = only("2x2:1c3_2d4c1a").puzzle
    assert isinstance(puzzle, Sudoku)
    assert puzzle.givens[0] == (1, 0, 0, 0)
    assert puzzle.givens[1] == (3, 2, 0, 0)


def test_letters_count_columns_where_the_message_says_so() -> None:
    cells = "B1=5, C1=3, A2=6, D2=1, E2=9, F2=5, B3=9, C3=8, H3=6, A4=8"
    ours = only("Clues: " + cells).puzzle
    excel = only("Clues, letters are columns: " + cells).puzzle
    assert isinstance(ours, Sudoku)
    assert isinstance(excel, Sudoku)
    assert excel.givens == tuple(zip(*ours.givens, strict=True))
