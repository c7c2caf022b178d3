"""A turn of conversation: message in, checked and explained answer out.

    read (llm/witness.py) -> solve (tinyduo.trm) -> verify (in the solver) -> explain (explain.py)

The solver gets the grid as the person wrote it, whatever a language model made of it. A model
that is slow, down or talks nonsense costs at most its seconds: the reader and the templates take
over, and the reply says so.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from time import perf_counter
from typing import TYPE_CHECKING

from langchain_core.language_models.chat_models import BaseChatModel

from ..tools.errors import ToolInputError
from ..tools.reading import Ask, Finding, Kind
from ..tools.reading.finding import Puzzle
from ..tools.solving import learn_and_answer
from ..trm.puzzles import Status
from ..trm.puzzles.arc import ArcTask
from ..trm.result import Budget, Result, TraceStep
from .claims import Checked
from .explain import no_puzzle_words, solved_words, unread_words
from .kinds import kind_of
from .listen import Heard, words_beside
from .llm import EmbeddedChatModel, LLMName, resolve_llm
from .llm.clock import Clock, Guarded
from .llm.mode import may_speak
from .llm.witness import Witness, timed
from .reply import LLM_UNCONFIRMED, PuzzleReply, Reply
from .terminal import printable

if TYPE_CHECKING:
    from ..trm.checkpoint import Weights
    from ..trm.solving.arc.result import ArcBudget, ArcProgress, ArcResult

MAX_PUZZLES = 20  # of one message that are solved
LLM_SECONDS = 60.0  # of a message that the language model may take


class Hybrid:
    """Answers messages with a language model and a Tiny Recursive Model.

    Args:
        llm: "embedded" (fetched on first use), "none" (reader and template only),
            "qwen-coder-1.5b", "local:PATH_OR_HUB_ID", "openai:MODEL", or any LangChain chat model.
        llm_seconds: that the model may take of a message (60), loading not counted; then the
            reader and the templates take over.
        budget: limits of each puzzle.
        arc_budget: limits of each ARC task, which takes longer: it is learned first.
        seed: of the solver.
        weights: of the TRM, by shipped name or path, for puzzles of the kind they are for;
            None: the shipped ones of each kind.
        device: where the TRM runs.
        on_step: called with each step of the TRM as it happens.
        on_progress: called now and then while an ARC task is learned, from other threads.

    Raises:
        ToolInputError: for an `llm` that is none of these.
        LLMUnavailableError: for one that is not here; the message says what to do.

    Example:
        >>> reply = Hybrid(llm="none").answer("0 0 0 4 / 0 0 0 3 / 1 0 0 0 / 4 0 0 0")
        >>> reply.answer[0]
        (3, 1, 2, 4)
    """

    def __init__(
        self,
        llm: str | BaseChatModel | None = "embedded",
        *,
        llm_seconds: float | None = None,
        budget: Budget | None = None,
        arc_budget: ArcBudget | None = None,
        seed: int = 0,
        weights: str | None = None,
        device: str = "cpu",
        on_step: Callable[[TraceStep], None] | None = None,
        on_progress: Callable[[ArcProgress], None] | None = None,
    ) -> None:
        named = llm.seconds if isinstance(llm, LLMName) else None
        self.llm_seconds = next(s for s in (llm_seconds, named, LLM_SECONDS) if s is not None)
        if not self.llm_seconds > 0:
            raise ToolInputError(f"llm_seconds: expected more than 0, got {self.llm_seconds}")
        self.llm = resolve_llm(llm)
        self._witness = Witness(self.llm)
        self._speaks = self.llm is not None and may_speak(self.llm)
        self.budget = budget or Budget()
        self.arc_budget = arc_budget  # None: the solver's own
        self.seed = seed
        self.weights = weights
        self.device = device
        self.on_step = on_step
        self.on_progress = on_progress

    def answer(self, text: str) -> Reply:
        """Answer one message.

        Args:
            text: what the person wrote; any string.

        Returns:
            A reply whose every claim was verified or checked.
        """
        began = perf_counter()
        clock = Clock(self.llm_seconds)
        heard = self._witness.hear(text, clock)
        read_s = perf_counter() - began
        findings = heard.reading.findings[:MAX_PUZZLES]
        load_s = self._load(findings)
        trm_s, puzzles = 0.0, []
        for finding in findings:
            result = self._run(finding)
            trm_s += result.seconds if result else 0.0
            puzzles.append(self._reply(text, finding, result, heard, clock))
        explanation = _joined([puzzle.explanation for puzzle in puzzles])
        explanation += _left_out(len(heard.reading.findings))
        if not puzzles:
            explanation = " ".join(no_puzzle_words(text, heard.reading.ask, self._voice(clock)))
        explanation = " ".join([explanation, *_without_llm(clock)])
        total = perf_counter() - began
        return Reply(
            ask=heard.reading.ask,
            explanation=explanation,
            puzzles=tuple(puzzles),
            seconds={
                "read": read_s,
                "load": load_s,
                "trm": trm_s,
                "explain": max(0.0, total - read_s - load_s - trm_s),
                "total": total,
            },
            witnesses=heard.witnesses,
            llm=_name(self.llm),
            language=heard.reading.language,
        )

    async def aanswer(self, text: str) -> Reply:
        """`answer` in a thread of its own, for async callers."""
        return await asyncio.to_thread(self.answer, text)

    def stream(self, text: str) -> Iterator[str]:
        """The explanation in pieces as they are ready: facts first, then the model's words."""
        clock = Clock(self.llm_seconds)
        heard = self._witness.hear(text, clock)
        findings = heard.reading.findings[:MAX_PUZZLES]
        if not findings:
            yield from no_puzzle_words(text, heard.reading.ask, self._voice(clock))
        for finding in findings:
            yield from self._words(text, finding, self._run(finding), heard, clock)
        if left_out := _left_out(len(heard.reading.findings)):
            yield left_out
        yield from _without_llm(clock)

    async def astream(self, text: str) -> AsyncIterator[str]:
        """`stream` for async callers."""
        pieces = self.stream(text)
        while (piece := await asyncio.to_thread(next, pieces, None)) is not None:
            yield piece

    def answer_puzzle(self, puzzle: Puzzle, *, name: str | None = None) -> PuzzleReply:
        """Solve and explain a puzzle that need not be read any more.

        Args:
            puzzle: the puzzle.
            name: the id of an ARC task, which official networks may know.
        """
        return self.explained(puzzle, self._solve(puzzle, name))

    def explained(self, puzzle: Puzzle, result: Result | ArcResult) -> PuzzleReply:
        """The reply to a puzzle that was solved already."""
        kind = Kind(kind_of(puzzle).name)
        clock = Clock(self.llm_seconds)
        voice = self._voice(clock)
        told = list(solved_words(puzzle, result, Ask.SOLVE, attempt=None, llm=voice))
        words = " ".join([*told, *_without_llm(clock)])
        return PuzzleReply(kind, result.status, words, puzzle=puzzle, result=result)

    def _voice(self, clock: Clock) -> BaseChatModel | None:
        """The model that words the facts, under the clock; None where it should not or cannot."""
        if self.llm is None or clock.failure or clock.left <= 0 or not self._speaks:
            return None
        llm = timed(self.llm, clock)
        return llm if isinstance(llm, EmbeddedChatModel) else Guarded(inner=llm, clock=clock)

    def _load(self, findings: Sequence[Finding]) -> float:
        """Import torch and load the weights, where that is still to be done; its seconds."""
        began = perf_counter()
        for finding in findings:
            if finding.puzzle is not None:
                self._weights_for(finding.puzzle)
        return perf_counter() - began

    def _weights_for(self, puzzle: Puzzle) -> Weights:
        """The weights that a puzzle is solved with, loaded."""
        from ..trm.checkpoint import load_weights  # torch is imported on first use

        return load_weights(self._named_for(puzzle), device=self.device)

    def _named_for(self, puzzle: Puzzle) -> str:
        """The weights asked for, where they are for such a puzzle; else the shipped ones."""
        from ..trm.checkpoint import load_weights
        from ..trm.solver import misfit

        if self.weights is not None:
            weights = load_weights(self.weights, device=self.device)
            arc = isinstance(puzzle, ArcTask)
            if weights.puzzles == "arc" if arc else misfit(puzzle, weights) is None:
                return self.weights
        return kind_of(puzzle).name

    def _run(self, finding: Finding) -> Result | ArcResult | None:
        """The solver's result, where the finding is a whole puzzle."""
        return None if finding.puzzle is None else self._solve(finding.puzzle)

    def _solve(self, puzzle: Puzzle, name: str | None = None) -> Result | ArcResult:
        if isinstance(puzzle, ArcTask):
            return learn_and_answer(
                puzzle,
                name=name,
                budget=self.arc_budget,
                seed=self.seed,
                weights=self._named_for(puzzle),
                device=self.device,
                report=self.on_progress,
            )
        from ..trm.solver import solve

        return solve(
            puzzle,
            budget=self.budget,
            seed=self.seed,
            weights=self._weights_for(puzzle),
            on_step=self.on_step,
        )

    def _reply(
        self,
        text: str,
        finding: Finding,
        result: Result | ArcResult | None,
        heard: Heard,
        clock: Clock,
    ) -> PuzzleReply:
        words = " ".join(self._words(text, finding, result, heard, clock))
        attempt_verdict = None
        if finding.puzzle is not None and finding.attempt is not None:
            verify = kind_of(finding.puzzle).verify
            attempt_verdict = verify(finding.puzzle, finding.attempt) if verify else None
        return PuzzleReply(
            kind=finding.kind,
            status=_status(finding, result, heard),
            explanation=words,
            puzzle=finding.puzzle,
            result=result,
            message=finding.message,
            form=finding.form,
            doubts=finding.doubts,
            grid_source=heard.grid_source,
            attempt=finding.attempt,
            attempt_verdict=attempt_verdict,
        )

    def _words(
        self,
        text: str,
        finding: Finding,
        result: Result | ArcResult | None,
        heard: Heard,
        clock: Clock,
    ) -> Iterator[str]:
        if finding.puzzle is None or result is None:
            yield unread_words(finding)
            return
        if heard.grid_source == LLM_UNCONFIRMED:
            yield (
                "Only the language model could read this grid, so it is not confirmed: please "
                "compare it with yours. An answer for the grid as read is attached."
            )
            return
        checked: list[Checked] = []
        yield from solved_words(
            finding.puzzle,
            result,
            heard.reading.ask,
            attempt=finding.attempt,
            llm=self._voice(clock),
            words=words_beside(text, heard.reading),
            on_checked=checked.append,
        )
        if checked:
            heard.witnesses.setdefault("words", []).append(_measured(checked))
        yield from (f"I {doubt}." for doubt in finding.doubts)


def _status(finding: Finding, result: Result | ArcResult | None, heard: Heard) -> Status:
    if result is None:
        return finding.status or Status.MALFORMED
    if heard.grid_source == LLM_UNCONFIRMED and result.status is Status.SOLVED:
        return Status.PREDICTED
    return result.status


def _joined(explanations: list[str]) -> str:
    if len(explanations) < 2:
        return "".join(explanations)
    return "\n".join(f"Puzzle {n}: {words}" for n, words in enumerate(explanations, start=1))


def _without_llm(clock: Clock) -> list[str]:
    """What is said where the language model was done without."""
    if clock.failure is None:
        return []
    why = printable(clock.failure)
    return [f"(The language model was no help: {why}. Plain code read and answered instead.)"]


def _measured(checked: Sequence[Checked]) -> dict[str, int]:
    """What the claim checker made of a model's words about one puzzle."""
    return {
        "sentences_kept": sum(len(each.kept) for each in checked),
        "sentences_dropped": sum(len(each.dropped) for each in checked),
        "claims_checked": sum(each.claims_checked for each in checked),
    }


def _left_out(found: int) -> str:
    """What is said of puzzles beyond the limit."""
    if found <= MAX_PUZZLES:
        return ""
    return f"\nThe message holds {found} puzzles; only the first {MAX_PUZZLES} were taken."


def _name(llm: BaseChatModel | None) -> str:
    if llm is None:
        return "none"
    return str(getattr(llm, "model", None) or getattr(llm, "model_name", None) or llm._llm_type)
