"""The compact call of a small model: what is asked, the kind, and which puzzle, in three words.

A small model cannot read a grid, but it need not: the reader has found the puzzles, and a few
words stand in their places. The model answers `solve sudoku A`, `hint maze B`, `check arc all`, or
`chat none` and `question none` where nothing is to be called. It is trained on exactly this
prompt (reader_training/).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ...tools.reading import Ask, Finding, Kind, read
from ...trm.puzzles import Maze, Status, Sudoku

SHOWN = 420  # characters of the outline that the model sees: it reads about 200 tokens a second
ALL, NONE, VARIANT = "all", "none", "variant"
LETTERS = "ABCDEFGH"  # further puzzles are not named


@dataclass(frozen=True, slots=True)
class Call:
    """What a message asks for."""

    ask: str  # of Ask
    kind: str = NONE  # sudoku, maze, arc, variant; none where nothing is to be called
    which: str = ""  # a letter, or all; empty where nothing is to be called

    def words(self) -> str:
        """As the model writes it after the prompt."""
        return "".join(f" {word}" for word in (self.ask, self.kind, self.which) if word)


@dataclass(frozen=True, slots=True)
class Pick:
    """A call, and how sure the model is of it."""

    call: Call
    ask_probability: float  # of the ask alone
    probability: float  # of the whole call, among those that may be made


def pick_prompt(text: str, findings: Sequence[Finding]) -> str:
    """What the model is shown of a message, up to the place of its answer."""
    outline = _shortened(outline_with_letters(text, findings)).replace("<|", "< |")
    return f"{outline}\nCall:"


def outline_with_letters(text: str, findings: Sequence[Finding]) -> str:
    """The message with a few words in place of each puzzle."""
    parts, at = [], 0
    for letter, finding in zip(LETTERS, findings, strict=False):
        start, end = finding.span
        parts += [text[at:start], f"[{letter}: {_described(text, finding)}]"]
        at = max(at, end)
    return "".join([*parts, text[at:]]).strip()


def calls_for(findings: Sequence[Finding]) -> list[Call]:
    """Every call that may be made about a message with these findings."""
    calls = [Call(str(ask)) for ask in Ask]
    named = dict(zip(LETTERS, findings, strict=False))
    places = {letter: _kinds(finding) for letter, finding in named.items()}
    if len(named) > 1:
        places[ALL] = tuple(dict.fromkeys(kind for kinds in places.values() for kind in kinds))
    for ask in Ask:
        if ask is not Ask.CHAT:
            calls += [Call(str(ask), k, which) for which, kinds in places.items() for k in kinds]
    return calls


def _kinds(finding: Finding) -> tuple[str, ...]:
    """What a finding may be; whether it has further rules is for the words around it to say."""
    if finding.kind is Kind.UNSUPPORTED:
        return ("sudoku", "maze", VARIANT)
    return ("arc",) if finding.kind is Kind.ARC else (str(finding.kind), VARIANT)


def _described(text: str, finding: Finding) -> str:
    """A puzzle in a few words. Whether it is a variant is the model's to say from the rest."""
    if finding.kind is Kind.UNSUPPORTED:
        start, end = finding.span
        alone = read(text[start:end]).findings
        if not alone or alone[0].kind is Kind.UNSUPPORTED:
            return "puzzle"
        finding = alone[0]
    filled = ", filled in" if finding.attempt is not None else ""
    puzzle = finding.puzzle
    if isinstance(puzzle, Sudoku):
        givens = sum(digit != 0 for row in puzzle.givens for digit in row)
        return f"sudoku {puzzle.size}x{puzzle.size}, {givens} givens{filled}"
    if isinstance(puzzle, Maze):
        return f"maze {len(puzzle.rows)}x{len(puzzle.rows[0])}{filled}"
    broken = "broken " if finding.status is Status.MALFORMED else ""
    return f"{broken}{finding.kind}{filled}"


def _shortened(text: str) -> str:
    """Head and tail of a long outline, runs of blanks taken together."""
    text = "\n".join(" ".join(line.split()) for line in text.splitlines())
    text = "\n".join(line for line in text.split("\n") if line)
    if len(text) <= SHOWN:
        return text
    return f"{text[: SHOWN // 2]} [...] {text[-SHOWN // 2 :]}"
