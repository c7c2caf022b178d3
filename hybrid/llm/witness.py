"""The language model as the second witness beside the notation reader.

What it reports must agree with the message; a difference costs it one repair turn with the
exact place, then the message's own characters win. How it reports depends on what it is trusted
with (mode.py); one whose tool calls cannot be read is asked for JSON, then only noted.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from langchain_core.language_models.chat_models import BaseChatModel
from langchain_core.messages import AIMessage, HumanMessage

from ...tools.errors import LLMUnavailableError
from ...tools.reading import Ask, Finding, Kind, Reading, read
from ...trm.puzzles import Sudoku
from ..listen import LLM_CHARACTERS, SMALL_LLM_CHARACTERS, Heard, shown_to_llm, words_beside
from ..reply import LLM_UNCONFIRMED, READER
from .agree import disagreement, meant, proposal, read_alone, stated_rule
from .clock import Clock
from .embedded import EmbeddedChatModel
from .joint import joined_ask
from .llama_cpp import LlamaCppChatModel
from .local import LocalChatModel
from .mode import Mode, mode_of
from .openai_model import OpenAIChatModel
from .pick import LETTERS
from .report import answer_to, ask, question, report_reading

_GIVEN_UP = 2  # messages in a row without a readable report, then the reader reads alone
_ASKS = {
    Ask.SOLVE: "to solve a puzzle",
    Ask.HINT: "for the next step only",
    Ask.EXPLAIN: "for an explanation",
    Ask.CHECK: "to check a filled grid",
    Ask.COUNT: "how many answers there are",
    Ask.QUESTION: "a question",
    Ask.CHAT: "nothing, it is chat",
}


class Witness:
    """A model that reads beside the reader; it remembers how the model reports.

    Args:
        llm: the model; None reads with the reader alone.
        mode: how it takes part; None takes its verdict's, or what is safe for its kind.
    """

    def __init__(self, llm: BaseChatModel | None, mode: Mode | None = None) -> None:
        self.llm = llm
        self.mode = mode or (mode_of(llm) if llm else Mode.READER_FIRST)
        self._unread = 0  # messages in a row without a readable report

    def hear(self, text: str, clock: Clock) -> Heard:
        """Read a message. A model that fails is noted, on the clock too, and done without."""
        reading = read(text)
        witnesses: dict[str, Any] = {"reader": _testimony(reading), "llm": None}
        heard = Heard(reading, READER, witnesses)
        if self.llm is None:
            return heard
        try:
            if isinstance(self.llm, LocalChatModel | LlamaCppChatModel):
                self.llm.load()  # loading is once, so it is not part of any message's time
            llm = timed(self.llm, clock)
            if isinstance(llm, EmbeddedChatModel) and llm.reads():
                return _called(llm, text, heard, clock)
            if self.mode is Mode.READER_FIRST:
                return _noted(heard, _picks(llm, text, reading.findings, clock))
            return self._report(llm, text, heard, clock)
        except Exception as error:  # any provider's errors: the reader is enough to go on
            return _noted(heard, {"error": clock.note(error)})

    def _report(self, llm: BaseChatModel, text: str, heard: Heard, clock: Clock) -> Heard:
        """Let a model report, hold it against the message, repair once."""
        findings = heard.reading.findings
        # A copy of a grid that is whole already is asked for as a second witness, of models
        # that write quickly and well; for others it is only time and slips.
        rows = self.mode is Mode.NATIVE or not any(f.puzzle for f in findings)
        shown, mode = shown_to_llm(text, LLM_CHARACTERS), self.mode
        messages = question(shown, findings, mode, rows=rows)
        report = ask(llm, messages, mode, clock, rows=rows)
        said, repaired = report.said, False
        complaint = disagreement(said, text, findings)
        if complaint is not None:
            repaired, reply = True, report.reply
            if said is None and mode is Mode.NATIVE:
                mode, reply = Mode.JSON, AIMessage(report.reply.text or "(nothing)")
                messages = question(shown, findings, mode, rows=rows)
            messages += [reply, answer_to(reply, complaint)]
            again = ask(llm, messages, mode, clock, rows=rows).said
            complaint = disagreement(again, text, findings)
            said = again or said
        self._remember(mode, said)
        if said is None:
            error = LLMUnavailableError("its reply was no report that could be read")
            return _noted(heard, {"error": clock.note(error)})
        note = said.model_dump() | {"agrees": complaint is None, "repaired": repaired}
        if complaint is not None:
            note["differs"] = complaint
        return _settled(text, _noted(heard, note | {"mode": str(mode)}), said, complaint)

    def _remember(self, mode: Mode, said: report_reading | None) -> None:
        """Keep to what worked; stop asking a model that never reports."""
        if said is not None:
            self.mode, self._unread = mode, 0
            return
        self._unread += 1
        if self._unread >= _GIVEN_UP:
            self.mode = Mode.READER_FIRST


def _picks(
    llm: BaseChatModel, text: str, findings: Sequence[Finding], clock: Clock
) -> dict[str, Any] | None:
    """What a small model takes the message to ask, and which finding to be meant."""
    if not isinstance(llm, LocalChatModel | LlamaCppChatModel):
        return None
    outline = shown_to_llm(outline_of(text, findings), SMALL_LLM_CHARACTERS)
    asked = f"Message:\n{outline}\n\n"
    first = [HumanMessage(f"{asked}The person asks"), AIMessage("The person asks ")]
    if isinstance(llm, LlamaCppChatModel):  # it answers in JSON, not after our words
        first = first[:1]
    picked = clock.within(lambda: llm.choose(first, list(_ASKS.values()))).option
    said: dict[str, Any] = {"ask": next(a for a, words in _ASKS.items() if words == picked)}
    if len(findings) > 1:
        names = [f"{finding.id} ({finding.kind})" for finding in findings]
        which = [HumanMessage(f"{asked}Which puzzle is meant?")]
        said["finding"] = clock.within(lambda: llm.choose(which, names)).option.split()[0]
    return said | {"followed": False}


def _called(llm: EmbeddedChatModel, text: str, heard: Heard, clock: Clock) -> Heard:
    """What a model that was trained to read calls for; its ask counts where it is sure.

    The grids are the reader's, and every puzzle is answered, whichever the model takes to be meant.
    """
    reading = heard.reading
    if not words_beside(text, reading):  # a grid without a word says what it always says
        return heard
    pick = clock.within(lambda: llm.call_for(text, reading.findings))
    ask, call = joined_ask(reading, pick), pick.call
    said: dict[str, Any] = {"ask": call.ask, "kind": call.kind}
    if call.which in LETTERS[: len(reading.findings)] and call.which:
        said["finding"] = reading.findings[LETTERS.index(call.which)].id
    said |= {"sure": round(pick.ask_probability, 3), "followed": ask == call.ask}
    return _noted(
        replace(heard, reading=replace(reading, ask=ask)),
        said | {"agrees": call.ask == reading.ask},
    )


def timed(llm: BaseChatModel, clock: Clock) -> BaseChatModel:
    """A model that stops by itself when the clock does; others are only no longer waited for."""
    if isinstance(llm, LocalChatModel | OpenAIChatModel):
        left = max(clock.left, 0.01)
        return llm.model_copy(update={"timeout": min(left, llm.timeout or left)})
    return llm


def _settled(text: str, heard: Heard, said: report_reading, complaint: str | None) -> Heard:
    """What is made of a report."""
    reading, findings = heard.reading, heard.reading.findings
    finding = meant(said, findings)
    if finding is None:
        puzzle = read_alone(said, text) if complaint is None else None
        if puzzle is not None:
            kind = Kind.SUDOKU if isinstance(puzzle, Sudoku) else Kind.MAZE
            alone = Finding("p1", kind, None, puzzle, (0, 0), "prose, read by the LLM")
            reading = replace(reading, findings=(alone,), ask=Ask(said.ask))
            return replace(heard, reading=reading, grid_source=LLM_UNCONFIRMED)
    if complaint is not None:
        return heard
    reading = replace(reading, ask=Ask(said.ask))
    if finding is not None:
        mended = _doubted(said, text, finding)
        reading = replace(reading, findings=tuple(mended if f is finding else f for f in findings))
    return replace(heard, reading=reading)


def _doubted(said: report_reading, text: str, finding: Finding) -> Finding:
    """A finding with what the model saw in it that plain code did not."""
    if (rule := stated_rule(said, text)) and finding.puzzle is not None:
        doubt = f'kept to the plain rules; the message may state a further one: "{rule[:150]}"'
        return replace(finding, doubts=(*finding.doubts, doubt))
    if (puzzle := proposal(said, text, finding)) is not None:
        rows = " / ".join("".join(str(d or ".") for d in row) for row in puzzle.givens)
        asked = f"{finding.message}. Did you mean {rows}? If so, send it like that"
        return replace(finding, message=asked)
    return finding


def outline_of(text: str, findings: Sequence[Finding]) -> str:
    """The message with a few words in place of each grid, which a small model cannot read."""
    parts, at = [], 0
    for finding in findings:
        start, end = finding.span
        parts += [text[at:start], f"[{finding.id}: a {finding.kind}]"]
        at = max(at, end)
    return "".join([*parts, text[at:]]).strip()


def _noted(heard: Heard, note: dict[str, Any] | None) -> Heard:
    if note is not None and "ask" in note and "agrees" not in note:
        note = note | {"agrees": note["ask"] == heard.reading.ask}
    return replace(heard, witnesses=heard.witnesses | {"llm": note})


def _testimony(reading: Reading) -> dict[str, Any]:
    """What the reader says, for the record."""
    return {
        "ask": reading.ask,
        "findings": [
            {"id": f.id, "kind": f.kind, "form": f.form, "span": list(f.span)}
            for f in reading.findings
        ],
    }
