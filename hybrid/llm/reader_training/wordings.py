"""What people say around a puzzle, in nine languages, and how one wording is drawn.

The phrases lie in `phrases/*.toml`. Every list there has two parts: wordings to train on, and
others that only the exam uses. `;` separates them; `[a|b|]` offers ways to say a part, `{x}` is a
puzzle, `{d}` a digit from 1 to 9, `{n}` a number. Two languages have no part to train on.
"""

from __future__ import annotations

import random
import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

_FOLDER = Path(__file__).parent / "phrases"
_TRAINED = ("english", "german", "french", "spanish", "italian", "portuguese", "dutch")
_UNSEEN = ("swedish", "catalan")
_CHOICE = re.compile(r"\[([^\[\]]*)\]")


@dataclass(frozen=True, slots=True)
class Split:
    """Wordings of one thing."""

    train: tuple[str, ...]
    held_out: tuple[str, ...]  # never trained on


@dataclass(frozen=True, slots=True)
class Wordings:
    """How one language says everything that the generator says."""

    code: str  # ISO 639-1
    things: dict[str, Split]  # kind to names of a puzzle of that kind
    nth: dict[int, Split]  # place among several (-1: the last) to its names
    wishes: dict[str, Split]  # ask, or kind.ask, to wishes
    only: Split  # which puzzle is meant
    skip: Split  # which is not
    every: Split  # all are
    variant: Split  # further rules of a Sudoku
    plain: Split  # none, although they are named
    denials: dict[str, Split]  # ask to wishes that somebody with it denies
    fillers: Split  # sentences about nothing that matters
    greetings: Split
    closings: Split
    chat: Split  # messages without a puzzle that ask nothing about puzzles
    general: Split  # questions about puzzles, without one
    absent: dict[str, Split]  # ask to wishes for a puzzle that is not there


@cache
def trained() -> tuple[Wordings, ...]:
    """The languages that are trained on, English first."""
    return tuple(map(_read, _TRAINED))


@cache
def unseen() -> tuple[Wordings, ...]:
    """The languages of the exam alone."""
    return tuple(map(_read, _UNSEEN))


def drawn(wordings: Split, rng: random.Random, *, held_out: bool) -> str:
    """One of the wordings, its choices made and its digits filled in; `{x}` is left."""
    text = rng.choice(wordings.held_out if held_out else wordings.train)
    while found := _CHOICE.search(text):
        text = text[: found.start()] + rng.choice(found[1].split("|")) + text[found.end() :]
    while "{d}" in text:
        text = text.replace("{d}", str(rng.randint(1, 9)), 1)
    while "{n}" in text:
        text = text.replace("{n}", str(rng.randint(2, 99)), 1)
    return text


def _read(name: str) -> Wordings:
    data = tomllib.loads((_FOLDER / f"{name}.toml").read_text("utf-8"))
    read: dict[str, Any] = {key: _splits(value) for key, value in data.items() if key != "code"}
    read["nth"] = {-1 if key == "last" else int(key): one for key, one in read["nth"].items()}
    return Wordings(data["code"], **read)


def _splits(value: dict[str, Any]) -> Any:
    """A pair of lists, or a dict of such pairs."""
    if any(isinstance(part, dict) for part in value.values()):
        return {key: _splits(part) for key, part in value.items()}
    return Split(_listed(value.get("train", "")), _listed(value.get("held_out", "")))


def _listed(text: str) -> tuple[str, ...]:
    return tuple(" ".join(part.split()) for part in text.split(";") if part.strip())
