"""From tokens to text, piece by piece: whole characters only, and nothing after a stop string."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

_BROKEN = "\ufffd"  # what half a character decodes to


def text_pieces(
    tokens: Iterable[int], decode: Callable[[Sequence[int]], str], stop: Sequence[str] = ()
) -> Iterator[str]:
    """Decode a growing reply.

    Text that might yet turn out to begin a stop string is held back until it is clear.

    Args:
        tokens: the reply's tokens as they come; reading ends at a stop string.
        decode: all tokens so far to text.
        stop: strings that end the reply; they are not part of it.

    Yields:
        Pieces of text that join to the reply.
    """
    ids: list[int] = []
    shown = 0
    for token in tokens:
        ids.append(token)
        text = decode(ids)
        places = [place for word in stop if (place := text.find(word)) >= 0]
        if places:
            if piece := text[shown : min(places)]:
                yield piece
            return
        safe = len(text) - _held_back(text, stop)
        if safe > shown:
            yield text[shown:safe]
            shown = safe
    if ids and (piece := decode(ids)[shown:]):
        yield piece


def _held_back(text: str, stop: Sequence[str]) -> int:
    """How many characters at the end are half a character or may begin a stop string."""
    held = len(text) - len(text.rstrip(_BROKEN))
    for word in stop:
        sizes = range(min(len(word) - 1, len(text)), 0, -1)
        held = max(held, next((n for n in sizes if text.endswith(word[:n])), 0))
    return held
