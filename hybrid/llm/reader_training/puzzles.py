"""Puzzles for made-up messages, as people write them. Only their looks matter: none is solved."""

from __future__ import annotations

import json
import random

_BOXES = {4: (2, 2), 6: (2, 3), 9: (3, 3), 16: (4, 4)}
_SIGNS = ".123456789ABCDEFG"


def sudoku_text(rng: random.Random, *, attempt: bool, broken: bool) -> str:
    """A Sudoku in one of several forms.

    Args:
        rng: the source of chance.
        attempt: add the person's own filled grid.
        broken: leave something out, so that no whole grid is there.
    """
    size = rng.choices((4, 6, 9, 16), (20, 12, 62, 6))[0]
    full = _full(rng, size)
    share = rng.uniform(0.25, 0.5)
    rows = [[digit if rng.random() < share else 0 for digit in row] for row in full]
    if broken:
        broken_row = rows[rng.randrange(size)]
        del broken_row[rng.randrange(size - 1) :]
        return _lines(rows, rng.choice(" ,") if rng.random() < 0.5 else "")
    text = _printed(rng, rows)
    if attempt:
        slip, place = rng.randrange(size), rng.randrange(size)
        if rng.random() < 0.5 and not rows[slip][place]:
            full[slip][place] = rng.randint(1, size)
        text += f"\n\n{_lines(full, '')}"
    return text


def maze_text(rng: random.Random) -> str:
    """A maze of walls and corridors."""
    height, width = rng.randint(2, 6), rng.randint(2, 7)
    rows = [["#"] * (2 * width + 1) for _ in range(2 * height + 1)]
    at, seen = [(0, 0)], {(0, 0)}
    rows[1][1] = " "
    while at:
        r, c = at[-1]
        around = [(r + dr, c + dc) for dr, dc in ((0, 1), (1, 0), (0, -1), (-1, 0))]
        free = [
            (y, x) for y, x in around if 0 <= y < height and 0 <= x < width and (y, x) not in seen
        ]
        if not free:
            at.pop()
            continue
        y, x = rng.choice(free)
        rows[r + y + 1][c + x + 1] = rows[2 * y + 1][2 * x + 1] = " "
        seen.add((y, x))
        at.append((y, x))
    rows[1][1], rows[-2][-2] = "S", rng.choice("GE")
    text = "\n".join("".join(row) for row in rows)
    wall, free = rng.choice((("#", " "), ("#", "."), ("█", " "), ("X", ".")))
    return text.replace("#", wall).replace(" ", free)


def arc_text(rng: random.Random) -> str:
    """An ARC task as JSON or as lines of numbers; its rule is to mirror."""
    pairs = []
    for _ in range(rng.randint(3, 4)):
        height, width = rng.randint(2, 3), rng.randint(2, 4)
        grid = [
            [rng.choice((0, 0, rng.randint(1, 9))) for _ in range(width)] for _ in range(height)
        ]
        pairs.append((grid, [row[::-1] for row in grid]))
    *train, (test, _) = pairs
    if rng.random() < 0.5:
        shown = [{"input": a, "output": b} for a, b in train]
        return json.dumps({"train": shown, "test": [{"input": test}]})
    parts = [f"input\n{_lines(a, ' ', '0')}\noutput\n{_lines(b, ' ', '0')}" for a, b in train]
    return "train:\n" + "\n".join(parts) + f"\ntest:\ninput\n{_lines(test, ' ', '0')}"


def _full(rng: random.Random, size: int) -> list[list[int]]:
    """A filled board: the plain pattern, its rows, columns and digits shuffled."""
    height, width = _BOXES[size]
    rows = _shuffled(rng, size // height, height)
    columns = _shuffled(rng, size // width, width)
    digits = rng.sample(range(1, size + 1), size)
    return [
        [digits[(width * (r % height) + r // height + c) % size] for c in columns] for r in rows
    ]


def _shuffled(rng: random.Random, bands: int, each: int) -> list[int]:
    order = rng.sample(range(bands), bands)
    return [each * band + place for band in order for place in rng.sample(range(each), each)]


def _printed(rng: random.Random, rows: list[list[int]]) -> str:
    size = len(rows)
    form = rng.choice(("lines", "lines", "spaced", "one line", "frame", "table", "list"))
    blank = rng.choice(".0") if size < 16 else "."
    if form == "one line" and size in (4, 9):
        return _lines(rows, "", blank).replace("\n", "")
    if form == "frame":
        height, width = _BOXES[size]
        bar = "+" + ("-" * (2 * width + 1) + "+") * (size // width)
        lines = [bar]
        for number, row in enumerate(rows, start=1):
            signs = [_SIGNS[digit] for digit in row]
            cut = [" ".join(signs[at : at + width]) for at in range(0, size, width)]
            lines.append(f"| {' | '.join(cut)} |")
            lines += [bar] if number % height == 0 else []
        return "\n".join(lines)
    if form == "table" and size < 16:
        lines = [f"| {' | '.join(str(digit or ' ') for digit in row)} |" for row in rows]
        return "\n".join([lines[0], "|" + "---|" * size, *lines[1:]])
    if form == "list" and size < 16:
        return json.dumps(rows)
    return _lines(rows, " " if form == "spaced" else "", blank)


def _lines(rows: list[list[int]], between: str, blank: str = ".") -> str:
    return "\n".join(between.join(_SIGNS[cell] if cell else blank for cell in row) for row in rows)
