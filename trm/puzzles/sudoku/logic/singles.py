"""Steps that place a digit: the last blank of a group, hidden and naked singles."""

from __future__ import annotations

from collections.abc import Iterator

from ..notation import to_symbol
from .state import State, digits_in
from .step import Step, Technique


def last_blanks(state: State) -> Iterator[Step]:
    """Groups with a single blank cell."""
    for group in state.groups:
        blank = [number for number in group.cells if not state.digits[number]]
        if len(blank) != 1:
            continue
        (digit,) = digits_in(state.options[blank[0]])
        cell = state.cell(blank[0])
        yield Step(
            Technique.LAST_BLANK,
            f"{state.name(blank[0])} is the last blank cell of {group.name}, "
            f"and the {to_symbol(digit)} is missing there",
            (cell,),
            cell,
            digit,
            place=group.name,
            needs=state.filled(number for number in group.cells if number != blank[0]),
        )


def hidden_singles(state: State) -> Iterator[Step]:
    """Digits with a single place in a group."""
    for group in state.groups:
        once = twice = 0
        for number in group.cells:
            options = state.options[number]
            twice |= once & options
            once |= options
        for digit in digits_in(once & ~twice):
            (place,) = state.places(group, digit)
            cell = state.cell(place)
            yield Step(
                Technique.HIDDEN_SINGLE,
                f"in {group.name} only {state.name(place)} can hold {to_symbol(digit)}",
                (cell,),
                cell,
                digit,
                place=group.name,
                needs=state.absent((n for n in group.cells if n != place), [digit]),
            )


def naked_singles(state: State) -> Iterator[Step]:
    """Cells with a single digit left."""
    for number, left in enumerate(state.options):
        if left == 0 or left & (left - 1):
            continue
        digit = left.bit_length() - 1
        seen = {state.digits[peer] for peer in state.peers[number]} - {0}
        ruled_out = "" if len(seen) == state.size - 1 else ", or was ruled out before"
        cell = state.cell(number)
        yield Step(
            Technique.NAKED_SINGLE,
            f"{state.name(number)} can only be {to_symbol(digit)}: every other digit is "
            f"already in its {state.kinds_named}{ruled_out}",
            (cell,),
            cell,
            digit,
            place=f"the {state.kinds_named} of one cell".replace(" or ", " and "),
            needs=state.absent([number], digits_in(state.all & ~left)),
        )
