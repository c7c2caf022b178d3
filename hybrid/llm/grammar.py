"""Grammars over bytes, matched one byte at a time by Brzozowski derivatives.

`step(grammar, byte)` is the grammar of what may follow that byte, or None where the byte is
wrong; so a grammar is its own parser state. Nodes are shared, compared by identity, and made
only by the functions below, which also keep them small. There is no recursion: a grammar here
is a regular expression, enough for JSON of a bounded depth.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache, reduce

_CACHED = 1 << 16  # nodes and steps remembered; forgetting costs time, not truth


@dataclass(frozen=True, slots=True, eq=False)
class End:
    """Nothing more may come."""


@dataclass(frozen=True, slots=True, eq=False)
class OneOf:
    """One byte out of a set."""

    allowed: frozenset[int]  # 0-255, never empty


@dataclass(frozen=True, slots=True, eq=False)
class Then:
    """One grammar, then another."""

    head: Grammar
    tail: Grammar


@dataclass(frozen=True, slots=True, eq=False)
class Either:
    """Any one of several grammars."""

    options: frozenset[Grammar]  # two or more


@dataclass(frozen=True, slots=True, eq=False)
class Repeat:
    """A grammar again and again; it never matches the empty text itself."""

    item: Grammar
    low: int  # times at least
    high: int  # times at most, 1 or more


Grammar = End | OneOf | Then | Either | Repeat
END: Grammar = End()


@lru_cache(_CACHED)
def one_of(allowed: frozenset[int]) -> Grammar:
    """One byte out of a set."""
    return OneOf(allowed)


@lru_cache(_CACHED)
def _then(head: Grammar, tail: Grammar) -> Grammar:
    if head is END:
        return tail
    if tail is END:
        return head
    if isinstance(head, Then):  # lean to the right, so that a step touches the top only
        return _then(head.head, _then(head.tail, tail))
    return Then(head, tail)


def sequence(*parts: Grammar) -> Grammar:
    """The parts, one after another."""
    return reduce(lambda tail, head: _then(head, tail), reversed(parts), END)


@lru_cache(_CACHED)
def _either(options: frozenset[Grammar]) -> Grammar:
    return next(iter(options)) if len(options) == 1 else Either(options)


def either(options: Iterable[Grammar]) -> Grammar:
    """Any one of the options."""
    flat: set[Grammar] = set()
    for option in options:
        flat.update(option.options if isinstance(option, Either) else (option,))
    return _either(frozenset(flat))


@lru_cache(_CACHED)
def repeat(item: Grammar, low: int, high: int) -> Grammar:
    """The item `low` to `high` times."""
    return Repeat(item, low, high) if high > 0 else END


def literal(text: str) -> Grammar:
    """Exactly this text, in UTF-8."""
    return sequence(*(one_of(frozenset((byte,))) for byte in text.encode()))


@lru_cache(_CACHED)
def can_end(grammar: Grammar) -> bool:
    """Whether the text so far may be all."""
    match grammar:
        case End():
            return True
        case OneOf():
            return False
        case Then(head, tail):
            return can_end(head) and can_end(tail)
        case Either(options):
            return any(can_end(option) for option in options)
        case Repeat(_, low, _):
            return low <= 0


@lru_cache(_CACHED)
def step(grammar: Grammar, byte: int) -> Grammar | None:
    """What may follow a byte.

    Args:
        grammar: what may come now.
        byte: the byte that came.

    Returns:
        What may come next; None if the byte may not come.
    """
    match grammar:
        case End():
            return None
        case OneOf(allowed):
            return END if byte in allowed else None
        case Then(head, tail):
            after = step(head, byte)
            found = [] if after is None else [_then(after, tail)]
            if can_end(head) and (skipped := step(tail, byte)) is not None:
                found.append(skipped)
        case Either(options):
            found = [after for option in options if (after := step(option, byte)) is not None]
        case Repeat(item, low, high):
            after = step(item, byte)
            found = [] if after is None else [_then(after, repeat(item, low - 1, high - 1))]
    return either(found) if found else None


def match_prefix(grammar: Grammar, text: bytes) -> Grammar | None:
    """What may follow a text; None if the text may not come."""
    state: Grammar | None = grammar
    for byte in text:
        if state is None:
            return None
        state = step(state, byte)
    return state


def shortest(grammar: Grammar) -> bytes:
    """A shortest text that ends the grammar: how a cut-off reply is closed."""
    match grammar:
        case End():
            return b""
        case OneOf(allowed):
            return bytes((min(allowed),))
        case Then(head, tail):
            return shortest(head) + shortest(tail)
        case Either(options):
            return min((shortest(option) for option in options), key=lambda b: (len(b), b))
        case Repeat(item, low, _):
            return shortest(item) * max(low, 0)
