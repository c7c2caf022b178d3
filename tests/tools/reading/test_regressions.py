"""Messages that were once misread; each case names what went wrong."""

from __future__ import annotations

import json

import pytest

from tinyduo.tools.reading import read
from tinyduo.trm.puzzles import Sudoku

ROWS = [
    "1.3.5.7.9", "4.6.8.1.3", "7.9.2.4.6", "2.4.6.8.1", "5.7.9.2.4", "8.1.3.5.7",
    "3.5.7.9.2", "6.8.1.3.5", "9.2.4.6.8",
]  # fmt: skip
LINE = "".join(ROWS).replace(".", "0")
TOLD = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
SPACED = [row.replace(".", " ") for row in ROWS]
TALL = ("53.2..", ".1...6", "..34..", "..6.1.", "2...3.", ".4...5")  # boxes of 3 rows


def spaced(rows: list[str], joint: str = " ") -> str:
    return "\n".join(joint.join(row) for row in rows)


def counted(row: str) -> str:
    """1.3 as "one, an empty cell, three"."""
    return ", ".join(TOLD[int(char) - 1] if char != "." else "one empty cell" for char in row)


TEXTS = {
    "a question mark after the line": f"Can you crack {LINE}?",
    "a dash after the last row": f"Grid: {','.join(ROWS).replace('.', '0')} - thanks",
    "bold stars around the line": f"please do **{LINE}**",
    "a line wrapped in the middle": f"solve this for me {LINE[:40]}\n{LINE[40:]}",
    "spaces as blanks in quotes": f'it is "{"".join(SPACED)}", thanks',
    "a word for other tables of figures": f"from my spreadsheet, phone 555 0199\n{spaced(ROWS)}",
    "empty spans": "".join(
        f"<div>{''.join(f'<span>{c.strip()}</span>' for c in row)}</div>\n" for row in SPACED
    ),
    "nested YAML with null": "grid:\n" + "".join(
        f"  {'- -' if at == 0 else '  -'} {'null' if char == '.' else char}\n"
        for row in ROWS
        for at, char in enumerate(row)
    ),
    "an object of rows": json.dumps({f"r{n}": row for n, row in enumerate(ROWS, start=1)}),
    "a dictionary of pairs": "sudoku = {" + ", ".join(
        f"({r}, {c}): {char}" for r, row in enumerate(ROWS) for c, char in enumerate(row)
        if char != "."
    ) + "}",
    "triples": "sudoku as (row, col, value): " + ", ".join(
        f"({r},{c},{char})" for r, row in enumerate(ROWS, 1) for c, char in enumerate(row, 1)
        if char != "."
    ),
    "objects of r, c and v": "sudoku " + json.dumps([
        {"r": r, "c": c, "v": int(char)} for r, row in enumerate(ROWS, 1)
        for c, char in enumerate(row, 1) if char != "."
    ]),
    "rows counted in Japanese": "\n".join(
        f"{n}行目：{row.replace('.', '空')}" for n, row in enumerate(ROWS, start=1)
    ),
    "LaTeX's sudoku package": "\n".join("|" + "|".join(row) + "|." for row in SPACED),
    "a puzzle and the same again as its state": "[Puzzle]\n{0}\n[State]\n{0}".format(
        "\n".join(ROWS)
    ),
    "-1 for blanks": json.dumps([[-1 if c == "." else int(c) for c in row] for row in ROWS]),
    "bullets before spaced rows": "\n".join("* " + " ".join(row) for row in ROWS),
    "a table without outer bars": "a|b|c|d|e|f|g|h|i\n-|-|-|-|-|-|-|-|-\n" + "\n".join(
        "|".join(row) for row in SPACED
    ),
    "entities in a table": "| " * 10 + "\n" + "|-" * 9 + "|\n" + "\n".join(
        "|" + "|".join(row.replace(".", "\x01")).replace("\x01", "&nbsp;") + "|" for row in ROWS
    ),
    "packed rows in sentences": "Erste Zeile " + ", nächste Zeile ".join(ROWS) + ".",
    "numbers before the word for row": "Sudoku çöz\n" + "\n".join(
        f"{n}. satır: " + " ".join("boş" if c == "." else c for c in row)
        for n, row in enumerate(ROWS, start=1)
    ),
    "counted empty cells": "sudoku: " + "; ".join(
        f"row {n}: {counted(row)}" for n, row in enumerate(ROWS, start=1)
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", TEXTS)
def test_a_message_once_misread_is_read(name: str) -> None:
    findings = read(TEXTS[name]).findings
    assert len(findings) == 1, findings
    assert isinstance(findings[0].puzzle, Sudoku), findings[0].message
    rows = ["".join(str(d or ".") for d in row) for row in findings[0].puzzle.givens]
    assert rows == ROWS


@pytest.mark.parametrize(
    "text", ['"box_rows": 3, "box_cols": 2', '"box": [3, 2]', "boxHeight: 3, boxWidth: 2"]
)
def test_fields_state_the_boxes_of_a_6x6(text: str) -> None:
    """The boxes beside a JSON grid went unheard, and the puzzle had no answer."""
    (finding,) = read(f"6x6 {{{text}, " + '"grid": ' + json.dumps(TALL) + "}").findings
    assert isinstance(finding.puzzle, Sudoku)
    assert (finding.puzzle.layout.box_rows, finding.puzzle.layout.box_cols) == (3, 2)


def test_the_head_of_a_table_is_never_its_first_row() -> None:
    """With one row missing, the columns' numbers stood in for it."""
    table = "|1|2|3|4|5|6|7|8|9|\n|-|-|-|-|-|-|-|-|-|\n"
    (finding,) = read(table + "\n".join("|" + "|".join(row) + "|" for row in ROWS[:8])).findings
    assert "8 rows, expected 9" in finding.message


@pytest.mark.parametrize("line", ["-" * 81, "_" * 81, "\n".join(["-" * 9] * 9), "*" * 36])
def test_a_line_across_the_page_is_no_board(line: str) -> None:
    """81 dashes were once a board of blanks."""
    assert read(f"Best regards\n{line}\nA. Smith").findings == ()
