"""What was heard in a message: the reading, and what each witness said of it.

The reader (plain code) transcribes; a language model is the second witness (llm/witness.py).
Here is what both sides and the words around a puzzle share, and nothing that asks a model.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from ..tools.reading import Reading
from .reply import READER

LLM_CHARACTERS = 6_000  # of a message that a model sees (head and tail)
SMALL_LLM_CHARACTERS = 400  # that the embedded model sees: it reads about 200 tokens a second


@dataclass(frozen=True, slots=True)
class Heard:
    """What was read, and by whom."""

    reading: Reading
    grid_source: str = READER
    witnesses: dict[str, Any] = field(default_factory=dict)


def shown_to_llm(text: str, limit: int) -> str:
    """The head and tail of a message, safe to encode, in at most `limit` characters."""
    if len(text) > limit:
        half = limit // 2
        text = f"{text[:half]}\n[...]\n{text[-half:]}"
    return text.encode("utf-8", "replace").decode("utf-8").replace("\0", " ")


def words_beside(text: str, reading: Reading) -> str:
    """A message without its puzzles: the words that say what is asked.

    >>> from tinyduo.tools.reading import read
    >>> words_beside("why? ...4...31...4...", read("why? ...4...31...4..."))
    'why?'
    """
    parts, at = [], 0
    for finding in reading.findings:
        start, end = finding.span
        parts.append(text[at:start])
        at = max(at, end)
    return " ".join([*parts, text[at:]]).strip(" \n\t:")
