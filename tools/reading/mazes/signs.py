"""Signs: which symbol of a maze is a wall, open, the start, the goal, or a drawn path.

What the message says comes first, then what a symbol usually means, then the frame: whatever
stands all around a maze is its wall. Nothing is decided here about where a path leads.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from ....trm.puzzles import cell_name
from .raw import Symbols


class Role(Enum):
    """What a symbol stands for."""

    WALL = "wall"
    OPEN = "open"
    START = "start"
    GOAL = "goal"
    PATH = "path"  # drawn by the person


WALLS = frozenset("#█▓▒■◼◾⬛▉▇▮🧱🌲🌳🪨🗿🟫")  # walls wherever they stand
OPENS = frozenset(" .·•∙_⬜□◻◽▢▫░⬚")
_MAYBE_WALLS = (
    "1XxWw%*@OoHBM+&🌊🔥🌋🌵⛰🟥🟦🟪🟧🟩🟨⬜0"  # in this order, where no sure wall is in sight
)
_MAYBE_OPENS = "0.Oo_-1⬛⬜🟩🟨🟦🟫"
SOFT = frozenset("🟫")  # walls, but not where they are the only ground
_TURNED = ({"⬛", "⬜"}, {"■", "□"}, {"0", "1"}, {"X", "O"}, {"x", "o"})  # the frame decides
STARTS = "SsАСсAa@PpI2🟢🟩🐭🐁🐀🚶🏃🧍🤖🏠🚗🧑👤😀🙂🐶🐱🐰🐹🐜👦👧入起始★▶➡🔵🟦"
_HOMES = "🏠🚗🔵🟦"
GOALS = "GgEeFfBbXxTtZzDdUHMmOo$3Ф🏁🧀🚩⭐🌟🔴🟥💎🏆🎯🚪🥇🍎🦴🐟🥕🌰🍪💰出终終🟨☆"
PATHS = frozenset("oO*+•·.xX~:↑↓←→^v<>⬆⬇⬅➡🟡🟢🔵🟠🟣🔴🟨🟩🟦🟧🟪👣🐾")
STRUCTURE = WALLS | OPENS | PATHS | set("XxWw01@$%*+&-SGEFABPTZHMsgefab23") | set(STARTS + GOALS)


@dataclass(frozen=True, slots=True)
class Signs:
    """The meaning of every symbol of a maze, or why there is none."""

    roles: Mapping[str, Role]
    sure: bool = False  # its walls are walls wherever they stand, or the message says so
    problem: str = ""
    doubts: tuple[str, ...] = ()


def signs_of(rows: Symbols, legend: Mapping[str, Role], *, entrance_first: bool = False) -> Signs:
    """Give every symbol its meaning.

    Args:
        rows: the maze as written.
        legend: what the message says of symbols.
        entrance_first: E is the way in and S the way out, as in Spanish and French.
    """
    counts = Counter(symbol for row in rows for symbol in row)
    roles = {symbol: role for symbol in counts if (role := _said(symbol, legend)) is not None}
    told = Role.WALL in roles.values()
    framed = frame_of(rows)
    doubts: list[str] = []
    _add_walls(roles, counts, framed, doubts)
    _add_opens(roles, counts)
    _add_ends(roles, counts, entrance_first=entrance_first, legend=legend)
    _add_paths(roles, counts)
    if set(counts) >= E_AND_S and entrance_first and not E_AND_S & set(legend):
        doubts.append("took E as the entrance (start) and S as the exit (goal)")
    unknown = _unknown(rows, roles, counts)
    sure = told or any(symbol in WALLS for symbol in counts)
    return Signs(roles, sure, unknown, tuple(doubts))


E_AND_S = {"E", "S"}


def _said(symbol: str, legend: Mapping[str, Role]) -> Role | None:
    return legend.get(symbol) or legend.get(symbol.swapcase())


def frame_of(rows: Symbols) -> str:
    """The symbol that makes up nearly all of the outermost cells, or nothing."""
    if len(rows) < 3 or min(map(len, rows)) < 3:
        return ""
    sides = [row[place] for row in rows[1:-1] for place in (0, -1)]
    border = [*rows[0], *rows[-1], *sides]
    symbol, count = Counter(border).most_common(1)[0]
    return symbol if count >= len(border) - 2 else ""  # all but two ends or gaps


def _add_walls(
    roles: dict[str, Role], counts: Counter[str], framed: str, doubts: list[str]
) -> None:
    if Role.WALL in roles.values():
        return
    for pair in _TURNED:
        if pair <= set(counts) and framed in pair and not pair & set(roles):
            (other,) = pair - {framed}
            roles[framed], roles[other] = Role.WALL, Role.OPEN
            return
    if framed and (ground := _pictured_ground(roles, counts, framed)):
        roles |= dict.fromkeys(pictures(counts) - {ground} - set(roles), Role.WALL)
        roles[ground] = Role.OPEN
        return
    walls = [s for s in counts if s in WALLS and s not in roles]
    if not any(_is_open(s, roles) or s in _MAYBE_OPENS[2:-1] for s in counts):
        walls = [s for s in walls if s not in SOFT] or walls
    alone = framed in ("o", "O") and not set(counts) & (OPENS | set(_MAYBE_OPENS) - {"o", "O"})
    alone |= framed == "-" and not set(counts) & (OPENS | set("0oO1"))  # that is the floor
    if not walls and framed and framed not in OPENS and framed not in roles and not alone:
        walls = [framed]  # but a path drawn through every cell is no wall
    if not walls:
        often = [s for s in _MAYBE_WALLS if counts[s] > 1 and s not in roles]
        opens = Role.OPEN in roles.values() or any(
            s in OPENS or (s in _MAYBE_OPENS and counts[s] > 1 and s != often[0])
            for s in counts
            if often
        )
        others = pictures(counts) - set(roles) - set(often[:1])
        walls = often[:1] if opens or (others and set(often[:1]) & pictures(counts)) else []
        if walls == ["1"] and not framed:
            doubts.append("took 1 as wall and 0 as open")
    roles |= dict.fromkeys(walls, Role.WALL)


def pictures(counts: Counter[str]) -> set[str]:
    """The pictures and blocks that stand so often that they are no ends."""
    return {s for s, count in counts.items() if s > "\u2190" and count > 2}


def _pictured_ground(roles: Mapping[str, Role], counts: Counter[str], framed: str) -> str:
    """The picture that must be the ground, for another one makes the frame; or nothing."""
    if framed not in pictures(counts) or any(_is_open(s, roles) for s in counts):
        return ""
    if framed in roles:
        return ""
    others = pictures(counts) - {framed} - set(roles)
    grounds = others if len(others) == 1 else others - (WALLS - SOFT)
    return grounds.pop() if len(grounds) == 1 else ""


def _is_open(symbol: str, roles: Mapping[str, Role]) -> bool:
    return symbol in OPENS or roles.get(symbol) is Role.OPEN


def _add_opens(roles: dict[str, Role], counts: Counter[str]) -> None:
    for symbol in counts:
        if symbol in OPENS:
            roles.setdefault(symbol, Role.OPEN)
    if Role.OPEN not in roles.values():
        for symbol in _MAYBE_OPENS:
            if counts[symbol] > 1 and symbol not in roles:
                roles[symbol] = Role.OPEN
                return
        if Role.WALL in roles.values() and (left := pictures(counts) - set(roles)):
            roles[max(sorted(left), key=lambda symbol: counts[symbol])] = Role.OPEN


def _add_ends(
    roles: dict[str, Role],
    counts: Counter[str],
    *,
    entrance_first: bool,
    legend: Mapping[str, Role],
) -> None:
    free = [s for s in counts if s not in roles]
    if set(free) >= E_AND_S and entrance_first and not E_AND_S & set(legend):
        roles["E"], roles["S"] = Role.START, Role.GOAL
        return
    if "🚩" in free and "🏁" in free:
        roles["🚩"] = Role.START
    if Role.START not in roles.values():
        start = next((s for s in STARTS if s in free and _is_end(s, counts)), None)
        if start == "I" and "O" not in free and "U" not in free:
            start = None
        if start is None or start in _HOMES:  # who walks is no house
            lone = [s for s in free if counts[s] == 1 and (s not in GOALS or s in STARTS)]
            who = [*filter(_is_creature, lone), *filter(_is_vehicle, lone)]
            start = who[0] if who else start
        if start is None:
            start = next((s for s in free if counts[s] == 1 and _is_creature(s)), None)
        if start is not None:
            roles[start] = Role.START
    if Role.GOAL not in roles.values():
        goal = next((s for s in GOALS if s in free and s not in roles and _is_end(s, counts)), None)
        if goal is not None:
            roles[goal] = Role.GOAL
    lone = [s for s in free if s not in roles and counts[s] == 1 and s not in PATHS]
    missing = {Role.START, Role.GOAL} - set(roles.values())
    if len(lone) == 1 and len(missing) == 1:  # "H" for home: what else can it be?
        roles[lone[0]] = missing.pop()


def _is_creature(symbol: str) -> bool:
    """Whether a picture shows an animal or a person, who is the one that walks."""
    ranges = (0x1F400, 0x1F43F), (0x1F466, 0x1F478), (0x1F980, 0x1F9AE), (0x1F9CD, 0x1F9DF)
    return len(symbol) == 1 and any(first <= ord(symbol) <= last for first, last in ranges)


def _is_vehicle(symbol: str) -> bool:
    return "\U0001f680" <= symbol <= "\U0001f6a4" or symbol == "⛵"


def _is_end(symbol: str, counts: Counter[str]) -> bool:
    """Whether a symbol may be an end: those that also draw paths must stand alone."""
    return counts[symbol] == 1 or (symbol not in PATHS and counts[symbol] <= 4)


def _add_paths(roles: dict[str, Role], counts: Counter[str]) -> None:
    for symbol in counts:
        if symbol in PATHS:
            roles.setdefault(symbol, Role.PATH)
    drawn = [s for s in counts if roles.get(s) is Role.OPEN and s in PATHS and s != "."]
    others = [s for s in counts if roles.get(s) is Role.OPEN and s not in drawn]
    if others and len(drawn) == 1 and drawn[0] != "•":  # "o = path" beside open spaces
        roles[drawn[0]] = Role.PATH


def _unknown(rows: Symbols, roles: Mapping[str, Role], counts: Counter[str]) -> str:
    unknown = {symbol for symbol in counts if symbol not in roles}
    if not unknown:
        return ""
    row, col = next(
        (r, c) for r, line in enumerate(rows) for c, symbol in enumerate(line) if symbol in unknown
    )
    return (
        f"{cell_name((row, col))} is {rows[row][col]!r}, expected a wall, an open cell, "
        "the start or the goal"
    )
