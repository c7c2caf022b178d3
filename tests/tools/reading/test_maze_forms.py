"""Every maze that a printer here can write is read back exactly, whatever is printed."""

from __future__ import annotations

import json
import random
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tinyduo.tools.reading import Finding, Kind, read
from tinyduo.trm.puzzles.maze import Maze

Rows = tuple[str, ...]
PLAIN = "# SG"


def noise(height: int, width: int, seed: int, *, framed: bool) -> Rows:
    """Independent walls, with or without a frame."""
    rng = random.Random(seed)
    rows = [[rng.choice("##   ") for _ in range(width)] for _ in range(height)]
    if framed:
        edge = ["#"] * (width + 2)
        rows = [edge, *(["#", *row, "#"] for row in rows), edge]
    inside = [
        (r, c)
        for r in range(framed, len(rows) - framed)
        for c in range(framed, len(rows[0]) - framed)
    ]
    for mark, (row, col) in zip("SG#", rng.sample(inside, 3), strict=True):
        rows[row][col] = mark
    return tuple(map("".join, rows))


def corridors(height: int, width: int, seed: int) -> Rows:
    """A maze of one-cell corridors, as generators carve them."""
    rng = random.Random(seed)
    rows = [["#"] * (2 * width + 1) for _ in range(2 * height + 1)]
    trail = [(0, 0)]
    rows[1][1] = " "
    while trail:
        r, c = trail[-1]
        ways = [
            (r + dr, c + dc, dr, dc)
            for dr, dc in ((0, 1), (1, 0), (0, -1), (-1, 0))
            if 0 <= r + dr < height and 0 <= c + dc < width
            if rows[2 * (r + dr) + 1][2 * (c + dc) + 1] == "#"
        ]
        if not ways:
            trail.pop()
            continue
        row, col, dr, dc = rng.choice(ways)
        rows[2 * r + 1 + dr][2 * c + 1 + dc] = rows[2 * row + 1][2 * col + 1] = " "
        trail.append((row, col))
    rows[1][1], rows[-2][-2] = "S", "G"
    return tuple(map("".join, rows))


SIDES = st.integers(3, 11)
SEEDS = st.integers(0, 10**6)
FRAMED = st.one_of(
    st.builds(noise, SIDES, SIDES, SEEDS, framed=st.just(True)),
    st.builds(corridors, st.integers(2, 6), st.integers(2, 6), SEEDS),
)
ANY = st.one_of(FRAMED, st.builds(noise, SIDES, SIDES, SEEDS, framed=st.just(False)))


def turned(rows: Rows, symbols: str) -> list[str]:
    """Rows over other symbols for wall, open, start and goal."""
    return ["".join(symbols[PLAIN.index(cell)] for cell in row) for row in rows]


def lines(symbols: str, joint: str = "") -> Callable[[Rows], str]:
    return lambda rows: "\n".join(joint.join(row) for row in turned(rows, symbols))


def doubled(rows: Rows) -> str:
    wide = ["".join(c * 2 if c in "█ " else c + " " for c in row) for row in turned(rows, "█ SE")]
    return "\n".join(wide)


def bars(rows: Rows) -> str:
    return "\n".join("| " + " | ".join(row) + " |" for row in rows)


def markdown(rows: Rows) -> str:
    head, *rest = bars(tuple(turned(rows, "#.SG"))).split("\n")
    names = "".join(f" {n} |" for n in range(1, len(rows[0]) + 1))
    return "\n".join([f"|{names}", "|" + "---|" * len(rows[0]), head, *rest])


def html(rows: Rows) -> str:
    cells = ["".join(f"<td>{cell}</td>" for cell in row) for row in turned(rows, "#.SG")]
    return "<table>" + "".join(f"<tr>{row}</tr>\n" for row in cells) + "</table>"


def digits(rows: Rows) -> list[list[int]]:
    return [[int(cell) for cell in row] for row in turned(rows, "1023")]


def fields(rows: Rows) -> str:
    bare, (start, goal) = [list(row) for row in rows], ends(rows)
    for row, col in (start, goal):
        bare[row][col] = " "
    walls = [[int(cell == "#") for cell in row] for row in bare]
    return json.dumps({"maze": walls, "start": start, "goal": goal})


def ends(rows: Rows) -> tuple[tuple[int, int], tuple[int, int]]:
    maze = Maze(rows)
    return maze.start, maze.goal


def told(rows: Rows) -> str:
    (r, c), (row, col) = ends(rows)
    bare = "\n".join(rows).replace("S", " ").replace("G", " ")
    return f"Start at row {r + 1}, column {c + 1}; goal at row {row + 1}, column {col + 1}.\n{bare}"


OPEN_DOTS: dict[str, Callable[[Rows], str]] = {  # spaces carry nothing: any maze will do
    "dots": lines("#.SG"),
    "spaced dots": lines("#.SE", " "),
    "X and dots": lines("X.AB"),
    "W and dots": lines("W.@$"),
    "X and O": lines("XOSF"),
    "black and white": lines("⬛⬜SE"),
    "bricks": lines("🧱⬜🐭🧀"),
    "red squares": lines("🟥⬜🏠⭐"),
    "flags": lines("⬛⬜🚩🏁"),
    "circles": lines("█░🟢🔴"),
    "digits": lambda rows: "1 = wall, 0 = free, 2 = start, 3 = end\n" + lines("1023", " ")(rows),
    "packed digits": lambda rows: "1 wall, 0 open, S start, E end\n" + lines("10SE")(rows),
    "turned digits": lambda rows: "0 = wall, 1 = path, A to B\n" + lines("01AB")(rows),
    "Spanish": lambda rows: "E es la entrada y S la salida\n" + lines("#.ES")(rows),
    "German": lambda rows: "S = Start, Z = Ziel\n" + lines("#.SZ")(rows),
    "lower case": lines("#.se"),
    "CSV": lines("#.SG", ","),
    "bars": lambda rows: bars(tuple(turned(rows, "#.SG"))),
    "markdown": markdown,
    "HTML": html,
    "tabs": lines("#.SG", "\t"),
    "JSON": lambda rows: json.dumps({"maze": rows}),
    "JSON, indented": lambda rows: json.dumps({"maze": rows}, indent=2),
    "JSON of cells": lambda rows: json.dumps([list(row) for row in rows]),
    "JSON of digits": lambda rows: "2 is the start, 3 the goal\n" + json.dumps(digits(rows)),
    "JSON with ends": fields,
    "Python": lambda rows: f"maze = {list(rows)!r}",
    "numpy": lambda rows: "2 start, 3 goal\n" + str(digits(rows)).replace(",", ""),
    "C": lambda rows: "2 start, 3 goal\n" + str(digits(rows)).replace("[", "{").replace("]", "}"),
    "YAML": lambda rows: "grid:\n" + "\n".join(f"  - '{row}'" for row in turned(rows, "#.SG")),
    "row labels": lambda rows: "\n".join(
        f"Row {n}: {row}" for n, row in enumerate(turned(rows, "#.SG"), 1)
    ),
    "slashes": lambda rows: "maze: " + "/".join(turned(rows, "#.SG")),
}
OPEN_SPACES: dict[str, Callable[[Rows], str]] = {  # a frame shows where a row begins and ends
    "spaces": lines("# SG"),
    "spaced spaces": lines("# SG", " "),
    "blocks": lines("█ SE"),
    "doubled blocks": doubled,
    "indented": lambda rows: "\n".join("    " + row for row in rows),
    "quoted": lambda rows: "\n".join("> " + row for row in rows),
    "fenced": lambda rows: "```\n" + "\n".join(rows) + "\n```",
    "numbered": lambda rows: "\n".join(f"{n:2} {row}" for n, row in enumerate(rows)),
    "double spaced": lambda rows: "\n\n".join(rows),
    "escaped": lambda rows: json.dumps({"text": "\n".join(rows)}),
    "JSON in JSON": lambda rows: json.dumps({"a": json.dumps({"maze": "\n".join(rows)})}),
    "CRLF": lambda rows: "\r\n".join(rows),
    "told ends": told,
}
AROUND = (
    ("Can you find the way through this maze?\n", "\nThanks!"),
    ("shortest path please, I found this in 2019 on page 42\n\n", "\n\nNo diagonal moves."),
)


def only(text: str) -> Finding:
    findings = read(text).findings
    assert len(findings) == 1, findings
    return findings[0]


def check(rows: Rows, text: str) -> None:
    finding = only(text)
    assert isinstance(finding.puzzle, Maze), finding.message
    assert finding.kind is Kind.MAZE
    assert finding.puzzle.rows == rows
    start, end = finding.span
    assert 0 <= start < end <= len(text)


@pytest.mark.parametrize("form", OPEN_DOTS)
@given(rows=ANY, around=st.sampled_from(AROUND))
@settings(max_examples=12, deadline=None, derandomize=True)
def test_a_printed_maze_is_read_back_exactly(
    form: str, rows: Rows, around: tuple[str, str]
) -> None:
    check(rows, around[0] + OPEN_DOTS[form](rows) + around[1])


@pytest.mark.parametrize("form", OPEN_SPACES)
@given(rows=FRAMED, around=st.sampled_from(AROUND))
@settings(max_examples=12, deadline=None, derandomize=True)
def test_a_framed_maze_of_spaces_is_read_back_exactly(
    form: str, rows: Rows, around: tuple[str, str]
) -> None:
    check(rows, around[0] + OPEN_SPACES[form](rows) + around[1])


@given(rows=st.builds(noise, st.just(10), st.just(10), SEEDS, framed=st.just(False)))
@settings(max_examples=25, deadline=None, derandomize=True)
def test_a_square_in_one_line_is_read_back_exactly(rows: Rows) -> None:
    line = "".join(rows)
    for text in (line, f'{{"question": "{line}"}}', f"maze: {line}\nthanks", f"1,{line},110"):
        check(rows, text)


@given(
    rows=st.builds(corridors, st.integers(2, 8), st.integers(2, 8), SEEDS),
    pitch=st.sampled_from((2, 3, 4)),
)
@settings(max_examples=40, deadline=None, derandomize=True)
def test_thin_walls_become_cells_of_their_own(rows: Rows, pitch: int) -> None:
    """A drawing of h x w cells is a grid of 2h+1 x 2w+1."""
    drawing = []
    for r, row in enumerate(rows):
        text = ""
        for c, cell in enumerate(row):
            if r % 2 == 0:
                text += "+" if c % 2 == 0 else ("-" if cell == "#" else " ") * (pitch - 1)
            elif c % 2 == 0:
                text += "|" if cell == "#" else " "
            else:
                text += cell.center(pitch - 1)
        drawing.append(text)
    check(rows, "\n".join(drawing))
    check(rows, "from S to G\n```\n" + "\n".join(drawing) + "\n```")
