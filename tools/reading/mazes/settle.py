"""Settling: from symbols to a maze, to plain words about what is missing, or to nothing.

All notations are settled here by the same rules: symbols get their meaning, ends are found in
marks, in words or in the gaps of the frame, and the rest is a `Maze` or malformed. Without a
word about mazes it takes walls and ends to make one, so banners and tables are none.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace

from ....trm.puzzles import Cell, Status, cell_name
from ....trm.puzzles.maze import MAX_SIDE, MIN_SIDE, Maze, Path
from ..finding import Finding, Kind
from .drawn import is_walk, told_path, walked
from .ground import regrounded
from .places import Told, placed, told_in
from .raw import RawMaze, Symbols
from .signs import WALLS, Role, Signs, signs_of
from .variants import further, is_sokoban
from .words import MazeWords

_MARK = {Role.WALL: "#", Role.START: "S", Role.GOAL: "G"}
_ENDS = (Role.START, Role.GOAL)
_OWN_PATH = re.compile(r"\b(?:my|this|drawn) (?:\w{1,12} )?(?:path|route|way|solution)\b", re.I)
_MEND = "mark one cell S, give its row and column, or leave a gap in the frame"


@dataclass(frozen=True, slots=True)
class _Board:
    """A maze on its way: rows over "# SG" and what else was found."""

    rows: list[list[str]]
    drawn: tuple[Cell, ...]
    doubts: tuple[str, ...]
    problem: str = ""


def settle_maze(raw: RawMaze, words: MazeWords) -> Finding | None:
    """The finding for one raw maze; None where it is none."""
    if raw.told and raw.problem:
        return _malformed(raw, raw.problem)
    if is_sokoban(raw.rows):
        return further("boxes to push (Sokoban)", raw.span, raw.form)
    signs = signs_of(raw.rows, words.legend, entrance_first=words.entrance_first)
    told = told_in(words.text)

    def board_of(signs: Signs) -> list[list[str]]:
        board = None if signs.problem else _ended(raw, signs, told)
        return [] if board is None or board.problem else board.rows

    signs = regrounded(raw.rows, signs, words.legend, board_of)
    if not (raw.told or _is_likely(raw, signs, words, told)):
        return None
    raw = _padded(raw, signs)
    problem = raw.problem or _shape_problem(raw.rows) or signs.problem
    if problem:
        return _malformed(raw, problem)
    board = _ended(raw, signs, told)
    if board.problem and {"0", "1"} <= set(signs.roles) and not words.legend:
        turned = _turned(raw, signs, told)
        board, signs = (turned, replace(signs, doubts=())) if turned else (board, signs)
    if board.problem:
        return _malformed(raw, board.problem)
    maze = Maze(tuple(map("".join, board.rows)))
    doubts = tuple(dict.fromkeys(raw.doubts + signs.doubts + board.doubts))
    attempt = _attempt(raw, board, maze, words)
    return Finding("", Kind.MAZE, None, maze, raw.span, raw.form, doubts, attempt=attempt)


def _malformed(raw: RawMaze, problem: str) -> Finding:
    return Finding(
        "", Kind.MAZE, Status.MALFORMED, None, raw.span, raw.form, raw.doubts, f"a maze: {problem}"
    )


def _is_likely(raw: RawMaze, signs: Signs, words: MazeWords, told: Told) -> bool:
    """Whether symbols in rows are a maze at all."""
    rows = raw.rows
    if len(rows) == 1 and raw.form == "grid":  # a corridor
        return words.named
    if (len(rows) < 2 or max(map(len, rows)) < 2) and not raw.problem:
        return False
    counts = Counter(symbol for row in rows for symbol in row)
    by_role = Counter[Role]()
    for symbol, count in counts.items():
        if symbol in signs.roles:
            by_role[signs.roles[symbol]] += count
    total = counts.total()
    known = sum(by_role.values())
    if known * 10 < total * 8 or total - known > 12:
        return False
    walls = by_role[Role.WALL]
    ends = sum(by_role[role] > 0 for role in _ENDS)
    digits = all(symbol.isdecimal() for symbol in counts if symbol.strip())
    if (digits and words.sudoku) or len(set("456789") & set(counts)) > 2:
        return False
    if words.named and (not words.sudoku or signs.sure) and raw.form != "one line":
        plenty = len(rows) > 2 and sorted(map(len, rows))[len(rows) // 2] > 2
        ended = ends == 2 or told.start is not None or told.goal is not None
        return (walls > 0 or ends == 2) and (plenty or ended)
    if digits:  # a matrix of ones and zeros, unless its ends are told
        legend = Role.WALL in words.legend.values()
        return (ended_in(told) or _are_told(counts, words)) and legend and len(rows) > 2
    if len(set(map(len, rows))) > 1 and _are_comments(rows):
        return False
    one_each = all(by_role[role] == 1 for role in _ENDS)
    if not walls or (walls * 8 < total and not (one_each and words.named)):
        return False
    if one_each:
        return signs.sure or _framed(rows, signs) or words.named or _pictured(rows, by_role)
    if not signs.sure or len(rows) < 4:
        return False
    spoken = {Role.START, Role.GOAL} <= {words.legend.get(symbol) for symbol in counts}
    if ends == 2 and spoken and len(set(map(len, rows))) == 1:
        return True  # "from S to G", and one of them stands twice
    if ends == 1 and words.sought and sum(by_role[role] for role in _ENDS) == 1:
        return len(set(map(len, rows))) == 1 and by_role[Role.OPEN] > 2  # which is missing is said
    return (ends > 0 or ended_in(told) or _gaps(rows, signs) == 2) and _framed(rows, signs)


def _are_told(counts: Counter[str], words: MazeWords) -> bool:
    """Whether the message says which symbol is the start and which the goal, one cell each."""
    roles = [role for s, role in words.legend.items() if counts[s] == 1]
    return all(role in roles for role in _ENDS)


def _pictured(rows: Symbols, by_role: Counter[Role]) -> bool:
    """Whether a board of pictures alone has walls, ways and two ends."""
    pictures = all(symbol > "\u2190" for row in rows for symbol in row)
    return len(rows) > 2 and pictures and by_role[Role.OPEN] > 1 and by_role[Role.WALL] > 1


def _are_comments(rows: Symbols) -> bool:
    """Whether lines are headings or comments: hashes, then one mark at most."""
    return all(len("".join(row).lstrip("#").strip()) < 2 for row in rows)


def ended_in(told: Told) -> bool:
    """Whether both ends are told."""
    return told.start is not None and told.goal is not None


def _framed(rows: Symbols, signs: Signs) -> bool:
    """Whether walls stand nearly all around, and more than a frame alone."""
    border = _border(rows)
    walls = sum(signs.roles.get(symbol) is Role.WALL for symbol in border)
    inner = sum(signs.roles.get(s) is Role.WALL for row in rows[1:-1] for s in row[1:-1])
    return walls * 10 >= len(border) * 8 and inner > 0


def _gaps(rows: Symbols, signs: Signs) -> int:
    return sum(signs.roles.get(symbol) is not Role.WALL for symbol in _border(rows))


def _border(rows: Symbols) -> list[str]:
    sides = [row[place] for row in rows[1:-1] if row for place in (0, -1)]
    return [*rows[0], *rows[-1], *sides]


def _padded(raw: RawMaze, signs: Signs) -> RawMaze:
    """Rows whose open cells at the end were lost as spaces get them back."""
    rows = raw.rows
    width = max(map(len, rows))
    short = [row for row in rows if len(row) < width]
    if raw.exact or not short or signs.roles.get(" ", Role.OPEN) is not Role.OPEN:
        return raw
    if not any(" " in row for row in rows) or any(row and row[-1] == " " for row in rows):
        return raw
    usual, often = Counter(map(len, rows)).most_common(1)[0]
    if usual < width and often * 2 > len(rows):
        return raw
    full = [row for row in rows if len(row) == width]
    closed = all(signs.roles.get(row[-1]) is Role.WALL for row in full)
    if closed and len(full) * 2 > len(rows):
        marked = Counter(role for row in rows for s in row if (role := signs.roles.get(s)))
        gap = all(len(row) == width - 1 for row in short) and len(short) < 3
        if not gap or all(marked[role] for role in _ENDS):
            return raw  # in a frame a short row has lost a wall
    padded = tuple((*row, *" " * (width - len(row))) for row in rows)
    doubt = "took the missing ends of short rows as open cells"
    return replace(raw, rows=padded, doubts=(*raw.doubts, doubt))


def _shape_problem(rows: Symbols) -> str:
    height = len(rows)
    widths = Counter(map(len, rows))
    width, _ = max(widths.items(), key=lambda item: (item[1], item[0]))
    wrong = [number for number, row in enumerate(rows, start=1) if len(row) != width]
    if wrong:
        cells = rows[wrong[0] - 1]
        shown = "".join(cells)[:70]
        more = f" (and {len(wrong) - 1} more such row{'s' * (len(wrong) > 2)})"
        problem = f"row {wrong[0]} has {len(cells)} cells, expected {width}: {shown!r}"
        return problem + more * (len(wrong) > 1)
    if max(height, width) > MAX_SIDE:
        return f"{height} rows and {width} columns; at most {MAX_SIDE} a side are solved"
    if min(height, width) < MIN_SIDE:
        tall = f"{height} row{'s' * (height != 1)}"
        return f"{tall} and {width} columns; at least {MIN_SIDE} a side are needed"
    return ""


def _ended(raw: RawMaze, signs: Signs, told: Told) -> _Board:
    """The maze with both ends, or with what is wrong about them."""
    marked: dict[Role, list[Cell]] = {role: [] for role in (*_ENDS, Role.PATH)}
    rows = [[" "] * len(raw.rows[0]) for _ in raw.rows]
    for r, row in enumerate(raw.rows):
        for c, symbol in enumerate(row):
            role = signs.roles[symbol]
            rows[r][c] = _MARK.get(role, " ")
            if role in marked:
                marked[role].append((r, c))
    drawn = tuple(marked[Role.PATH])
    board = _Board(rows, drawn, ())
    for role in _ENDS:
        if len(marked[role]) > 1:
            places = ", ".join(map(cell_name, marked[role][:6]))
            return replace(
                board,
                problem=f"{len(marked[role])} {role.value}s ({places}), expected one",
            )
    ends = [marked[role][0] if marked[role] else None for role in _ENDS]
    doubts: tuple[str, ...] = ()
    if None in ends:
        plain = tuple("".join(row) for row in rows)
        places, doubt, problem = placed(told, plain, thin=raw.thin)
        if problem and not any(ends):
            return replace(board, problem=problem)
        doubts = (doubt,) if doubt else ()
        ends = [end or place for end, place in zip(ends, places, strict=True)]
    if None in ends:
        ends, doubt = _through_gaps(rows, ends, raw=raw)
        doubts = (*doubts, doubt) if doubt else doubts
    missing = [role.value for role, end in zip(_ENDS, ends, strict=True) if end is None]
    if missing:
        mend = _MEND.replace("S,", "S for the start or G for the goal,")
        return replace(board, problem=f"no {' and no '.join(missing)}; {mend}")
    return _set(board, ends, doubts)


def _set(board: _Board, ends: list[Cell | None], doubts: tuple[str, ...]) -> _Board:
    start, goal = ends
    assert start is not None
    assert goal is not None
    if start == goal:
        return replace(board, problem="the start and the goal are the same cell")
    for end, name, mark in ((start, "start", "S"), (goal, "goal", "G")):
        if board.rows[end[0]][end[1]] == "#":
            return replace(board, problem=f"the {name} {cell_name(end)} is a wall")
        board.rows[end[0]][end[1]] = mark
    return replace(board, doubts=doubts)


def _through_gaps(
    rows: list[list[str]], ends: list[Cell | None], *, raw: RawMaze
) -> tuple[list[Cell | None], str]:
    """The gaps of the frame as the missing ends, the first in reading order as the start."""
    height, width = len(rows), len(rows[0])
    gaps = [
        (r, c)
        for r in range(height)
        for c in range(width)
        if (r in (0, height - 1) or c in (0, width - 1))
        and rows[r][c] != "#"
        and (r, c) not in ends
    ]
    if len(gaps) != ends.count(None) or height < 3 or width < 3:
        return ends, ""
    left = iter(gaps)
    found = [end or next(left) for end in ends]
    names = " and ".join(
        f"{cell_name(cell)} as the {role.value}"
        for role, cell, end in zip(_ENDS, found, ends, strict=True)
        if end is None
    )
    gap = "gaps" if len(gaps) > 1 else "gap"
    return list(found), f"took the {gap} in the frame {names}"


def _turned(raw: RawMaze, signs: Signs, told: Told) -> _Board | None:
    """The maze with ones and zeros the other way round, where told ends stand on walls."""
    wall, free = ("0", "1") if signs.roles["1"] is Role.WALL else ("1", "0")
    roles = dict(signs.roles) | {free: Role.OPEN, wall: Role.WALL}
    board = _ended(raw, replace(signs, roles=roles), told)
    if board.problem:
        return None
    doubts = (
        *board.doubts,
        f"took {wall} as wall and {free} as open, for the ends stand on {free}",
    )
    return replace(board, doubts=doubts)


def _attempt(raw: RawMaze, board: _Board, maze: Maze, words: MazeWords) -> Path | None:
    stride = 2 if raw.thin else 1
    if board.drawn:
        return walked(board.drawn, maze, stride=stride)
    flat = [symbol for row in raw.rows for symbol in row]
    mark = ""
    if "." in flat and " " in flat and any(symbol in WALLS for symbol in flat):
        mark = "."
    elif _OWN_PATH.search(words.text) and "o" not in words.legend:
        mark = "o"  # a path through all that is open
    marks = [(r, c) for r, row in enumerate(raw.rows) for c, s in enumerate(row) if s == mark]
    if is_walk(marks, maze):
        return walked(marks, maze)
    return told_path(words.text, maze, thin=raw.thin)
