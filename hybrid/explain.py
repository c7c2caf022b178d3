"""From facts to words: the template speaks, the language model adds what survives checking.

The template's sentences are the facts themselves, so they are always true and always there.
A model that writes well is told nothing but these facts; each of its sentences is checked
against them (claims.py) before the person sees it. The embedded model does not write well
enough for that (14 rewrites of facts: 8 repeated them, 6 were false or nonsense that no checker of
claims can see), so it only picks how to begin.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from langchain_core.language_models.chat_models import BaseChatModel
from langchain_core.messages import BaseMessage, HumanMessage, SystemMessage

from ..tools.errors import TinyduoError
from ..tools.reading import Ask, Finding
from ..tools.reading.finding import Puzzle
from ..trm.puzzles import Status
from ..trm.result import Result
from .claims import Checked, Claims, examine
from .kinds import kind_of
from .listen import SMALL_LLM_CHARACTERS, shown_to_llm
from .llm import EmbeddedChatModel

if TYPE_CHECKING:
    from ..trm.solving.arc.result import ArcResult

LLM_TOKENS = 60  # of a model's own words

_VOICE = (
    "You are the friendly voice of a puzzle solver. Put the facts into one or two plain sentences "
    "in the person's language. Use only the facts."
)
_OPENINGS = {
    Status.SOLVED: ("Here you are!", "All done!", "With pleasure!", "Happy to help!"),
    Status.MULTIPLE: ("Have a look at this.", "This one is open.", "Careful with this one."),
    Status.CONTRADICTION: ("Something is off here.", "Sorry!", "Better look at the grid again."),
    Status.UNSOLVED: ("Sorry, not this time.", "This one beat me."),
    Status.PREDICTED: ("Here is my guess.", "This is only a guess.", "My best guess is here."),
    Status.UNSUPPORTED: ("Sorry!", "Sorry, not this one."),
}
_SMALL_OPENINGS = ("Sure!", "Gladly!", "Of course!")  # for a hint, a check, a count
_CHAT = (
    "You are tinyduo, a friendly assistant for Sudokus, mazes and ARC tasks. Answer in one or two "
    "short sentences. You cannot solve puzzles yourself; a solver does."
)
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+")

HOW_TO_ASK = (
    "There is no puzzle in this message. Paste a Sudoku (4x4, 6x6, 9x9 or 16x16), a maze (up to "
    "64x64) or an ARC task in any notation and say what you want: solve it, a hint, a check "
    "of your own try."
)


def solved_words(
    puzzle: Puzzle,
    result: Result | ArcResult,
    ask: Ask,
    *,
    attempt: Any,
    llm: BaseChatModel | None,
    words: str = "",
    on_checked: Callable[[Checked], None] | None = None,
) -> Iterator[str]:
    """The explanation of a puzzle that was run, in pieces: the facts, then the model's words.

    Args:
        puzzle: the puzzle.
        result: what the solver found for it.
        ask: what is asked.
        attempt: the person's own answer, where there is one.
        llm: the model; None for the facts alone.
        words: the message without its puzzles: a cell that is asked about, how strong a hint.
        on_checked: called with what the claim checker made of the model's words.
    """
    kind = kind_of(puzzle)
    facts = kind.facts(puzzle, result, ask, attempt, words)
    if isinstance(llm, EmbeddedChatModel):
        yield from _opening(llm, result.status, ask, facts[0])
        llm = None
    yield " ".join(facts)
    if llm is None:
        return
    claims = kind.claims(puzzle, result, ask, facts)
    told = "Facts:\n" + "\n".join(f"- {fact}" for fact in facts)
    for sentence in _said(llm, [SystemMessage(_VOICE), HumanMessage(told)]):
        checked = examine(sentence, claims)
        if on_checked:
            on_checked(checked)
        yield from (kept for kept in checked.kept if kept not in facts)


def _opening(llm: EmbeddedChatModel, status: Status, ask: Ask, fact: str) -> Iterator[str]:
    """The words to begin with that a small model finds likeliest; nothing where it fails."""
    small = ask in (Ask.HINT, Ask.CHECK, Ask.COUNT) and status is Status.SOLVED
    options = _SMALL_OPENINGS if small else _OPENINGS[status]
    try:
        yield llm.choose([HumanMessage(f"{fact} Say it kindly.")], options).option
    except TinyduoError:
        return


def unread_words(finding: Finding) -> str:
    """What is said of a puzzle that was found but cannot be solved."""
    if finding.status is Status.UNSUPPORTED:
        name = finding.message or str(finding.kind)
        return f"I do not solve this one: {name}."
    shape = "I found a puzzle but could not read a whole grid"
    return f"{shape}: {finding.message}." if finding.message else f"{shape}."


def no_puzzle_words(text: str, ask: Ask, llm: BaseChatModel | None) -> Iterator[str]:
    """What is said where the message holds no puzzle."""
    yield HOW_TO_ASK
    if llm is None or ask not in (Ask.QUESTION, Ask.CHAT):
        return
    sizes = frozenset((side, side) for side in (4, 6, 9, 16))
    nothing = Claims(Status.NONE, None, (9, 9), sizes, None, facts=(HOW_TO_ASK,))
    messages = [SystemMessage(_CHAT), HumanMessage(shown_to_llm(text, SMALL_LLM_CHARACTERS))]
    for sentence in _said(llm, messages):
        yield from examine(sentence, nothing).kept


def _said(llm: BaseChatModel, messages: Sequence[BaseMessage]) -> Iterator[str]:
    """The model's reply sentence by sentence; nothing where it fails."""
    pending = ""
    try:
        for chunk in llm.stream(list(messages), max_tokens=LLM_TOKENS):
            pending += str(chunk.text)
            *whole, pending = _SENTENCE_END.split(pending)
            yield from whole
    except Exception:  # any provider's errors: the facts have been told already
        return
    if pending.rstrip().endswith((".", "!", "?")):  # a sentence cut off is not a sentence
        yield pending.strip()
