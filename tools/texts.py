"""`read_puzzle`: text in any notation in, the grids that stand in it out, as plain code read them.

Nothing is solved here. A grid comes with its place in the text and with what a careful reader
would doubt, so that a model need not copy digits by itself.
"""

from __future__ import annotations

import json
from typing import Any

from ..trm.puzzles import Status, Sudoku
from ..trm.puzzles.sudoku import to_symbol
from .errors import ToolInputError
from .reading import Finding, read
from .record import grid_record

MAX_TEXT = 20_000  # characters
_CONTENT = 1000  # characters for the model that called
_TOO_LARGE = "too large to be shown here; pass the text itself to the solve tool"


def read_puzzle(text: str) -> dict[str, Any]:
    """Every puzzle that stands in a text, and what is asked of it.

    Args:
        text: as the person wrote it, up to 20,000 characters.

    Returns:
        `puzzles` in reading order, `ask` ("solve", "hint", "check", ...) and `language`. Each
        puzzle has `kind`, `status` (None where it is whole; else "malformed" or "unsupported",
        with the `message`), `grid` in the form that the solve tools take, `box`, `span` (of
        characters, end exclusive), `form` (of notation), `doubts`, and whether there is an
        `attempt` at an answer.

    Raises:
        ToolInputError: for what is no text, or a longer one.
    """
    if not isinstance(text, str):
        raise ToolInputError(f"text is of type {type(text).__name__}, expected a string")
    if len(text) > MAX_TEXT:
        raise ToolInputError(f"text has {len(text):,} characters, at most {MAX_TEXT:,} are read")
    reading = read(text)
    return {
        "puzzles": [_of_finding(finding) for finding in reading.findings],
        "ask": str(reading.ask),
        "language": reading.language,
    }


def read_content(record: dict[str, Any]) -> dict[str, Any]:
    """A record in short, for the model that called; rows of grids as text, while they fit."""
    told: list[dict[str, Any]] = []
    content: dict[str, Any] = {"count": len(record["puzzles"]), "puzzles": told}
    if not record["puzzles"]:
        content["note"] = "No puzzle was found in the text."
    for puzzle in record["puzzles"]:
        short = {"kind": puzzle["kind"]}
        if puzzle["status"]:
            short |= {"status": puzzle["status"], "message": puzzle["message"][:200]}
        if puzzle["doubts"]:
            short["doubts"] = [doubt[:120] for doubt in puzzle["doubts"][:2]]
        told.append(short)
        grid = _rows_as_text(puzzle)
        if grid is not None:
            short["grid"] = grid
            if len(json.dumps(content)) > _CONTENT:
                short["grid"] = _TOO_LARGE
        if len(json.dumps(content)) > _CONTENT:
            told.pop()
            content["note"] = "More puzzles than can be shown here; ask about one at a time."
            while told and len(json.dumps(content)) > _CONTENT:
                told.pop()
            break
    return content


def _of_finding(finding: Finding) -> dict[str, Any]:
    puzzle = finding.puzzle
    layout = puzzle.layout if isinstance(puzzle, Sudoku) else None
    return {
        "kind": str(finding.kind),
        "status": finding.status and str(Status(finding.status)),
        "grid": None if puzzle is None else grid_record(puzzle),
        "box": layout and f"{layout.box_rows}x{layout.box_cols}",
        "span": list(finding.span),
        "form": finding.form,
        "doubts": list(finding.doubts),
        "message": finding.message,
        "attempted": finding.attempt is not None,
    }


def _rows_as_text(puzzle: dict[str, Any]) -> Any:
    """A grid as short as it can be written; blanks are dots."""
    grid = puzzle["grid"]
    if puzzle["kind"] == "sudoku" and grid is not None:
        return ["".join(to_symbol(digit) if digit else "." for digit in row) for row in grid]
    return grid
