"""From made-up messages to what a model is trained on: the prompt and the right call.

The real reader looks at each message, so that the model learns beside its findings and slips. A
puzzle that the reader does not find cannot be called; such a message is no example.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ....tools.reading import Finding, read
from ..pick import ALL, LETTERS, Call, pick_prompt
from .messages import EVERY, Message, made_message


@dataclass(frozen=True, slots=True)
class Example:
    """A prompt and its answer."""

    message: Message
    findings: tuple[Finding, ...]
    prompt: str
    call: Call


def example(seed: int, index: int, *, held_out: bool = False) -> Example | None:
    """The example with a number; None where the reader misses a puzzle."""
    message = made_message(seed, index, held_out=held_out)
    findings = read(message.text).findings
    call = right_call(message, findings)
    if call is None:
        return None
    return Example(message, findings, pick_prompt(message.text, findings), call)


def right_call(message: Message, findings: Sequence[Finding]) -> Call | None:
    """What should be called, in the letters of the findings."""
    if message.meant is None:
        return Call(message.ask)
    found = [_place(span, findings) for span in message.spans]
    places = [place for place in found if place is not None and place < len(LETTERS)]
    if len(places) < len(found) or len(set(places)) < len(places):
        return None
    if message.meant == EVERY:
        return Call(message.ask, message.kinds[0], ALL)
    return Call(message.ask, message.kinds[message.meant], LETTERS[places[message.meant]])


def _place(span: tuple[int, int], findings: Sequence[Finding]) -> int | None:
    """The finding that was read from these characters."""
    start, end = span
    for place, finding in enumerate(findings):
        if finding.span[0] < end and start < finding.span[1]:
            return place
    return None
