"""The arms in which a language model answers alone: directly, with thinking, and by many samples.

`llm-verify` is given what the hybrid has, our verifier, but no solver: it takes the first of its
samples that is verified. ARC has no verifier; there each test input gets two attempts, as ARC
Prize has it: two samples, or the two grids that most samples agree on.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from langchain_core.language_models.chat_models import BaseChatModel

from ...hybrid.kinds import kind_of
from ...trm.puzzles import Status
from ...trm.puzzles.arc import ArcTask
from ..endpoint import Patience, configured, down, error_line, metered, patiently
from ..prompts import messages_for
from ..replies import Parsed, parse
from ..suites import Item
from .outcome import Outcome

SAMPLES = 8  # of llm-k and llm-verify
TEMPERATURE = 0.7  # of samples; single replies are greedy
MAX_TOKENS = {"direct": 1024, "cot": 4096}
SECONDS = 120.0  # a reply may take, where nobody says
_KEPT = 4_000  # characters of replies in a record
_ARC_ATTEMPTS = 2


@dataclass(frozen=True, slots=True)
class Alone:
    """A language model without a solver."""

    name: str
    llm: BaseChatModel
    style: str = "direct"  # or cot
    samples: int = 1  # of each prompt
    pick: str = "majority"  # or verifier
    seed: int = 0
    max_tokens: int | None = None
    seconds: float | None = None  # a reply may take
    patience: Patience = field(default_factory=Patience)
    together: int = 1

    def takes(self, item: Item) -> bool:
        """Messages with one puzzle: a reply has one ANSWER.

        Where the verifier picks, nothing of ARC, which nobody can verify.
        """
        return not item.more and (self.pick != "verifier" or item.kind != "arc")

    def answer(self, items: Sequence[Item]) -> list[Outcome]:
        """One outcome an item."""
        return [self._one(item) for item in items]

    def _one(self, item: Item) -> Outcome:
        began, tries, last = time.perf_counter(), 0, None
        replies: list[list[str]] = []  # by test input; one list where it is no ARC task
        count = max(self.samples, _ARC_ATTEMPTS if isinstance(item.puzzle, ArcTask) else 1)
        with metered() as meter:
            for test in range(_tests(item)):
                replies.append([])
                for number in range(count):
                    try:
                        text, more = patiently(self._asking(item, test, number), self.patience)
                    except Exception as failure:
                        tries += getattr(failure, "tries", 0)
                        last = failure
                        if down(failure):
                            break
                        continue
                    tries += more
                    replies[-1].append(text)
                    if self.pick == "verifier" and _verified(item, parse(text, item.puzzle)):
                        break
        said = "\n---\n".join(text for texts in replies for text in texts)
        seconds = {"llm": meter.usage.seconds, "total": time.perf_counter() - began}
        common = {"usage": meter.usage, "seconds": seconds, "tries": tries, "reply": said[:_KEPT]}
        common |= {"error": last and error_line(last), "down": last is not None and down(last)}
        if not any(replies):
            return Outcome(Status.UNSOLVED, parse="none", **common)
        return self._settled(item, replies, common)

    def _asking(self, item: Item, test: int, number: int) -> Callable[[], str]:
        """Ask once; samples differ by their seed."""
        messages = messages_for(item, self.style, test)
        alike = self.samples == 1 and number == 0
        llm = configured(
            self.llm,
            temperature=0.0 if alike else TEMPERATURE,
            seed=None if alike else self.seed + number,
            max_tokens=self.max_tokens or MAX_TOKENS[self.style],
            timeout=self.seconds or SECONDS,
        )
        return lambda: llm.invoke(messages).text

    def _settled(self, item: Item, replies: list[list[str]], common: dict[str, Any]) -> Outcome:
        parsed = [[parse(text, item.puzzle) for text in texts] for texts in replies]
        mode = min((one.mode for row in parsed for one in row), key=_MODES.index)
        if isinstance(item.puzzle, ArcTask):
            return _arc_outcome(parsed, mode, common)
        row = parsed[0]
        if self.pick == "verifier":
            best = next((one for one in row if _verified(item, one)), None)
            if best is not None:
                return Outcome(Status.SOLVED, best.answer, verified=True, parse=best.mode, **common)
        best, share = _majority(row)
        confidence = share if len(row) > 1 else None
        return Outcome(best.status, best.answer, confidence=confidence, parse=mode, **common)


_MODES = ("strict", "lenient", "none")


def _tests(item: Item) -> int:
    return len(item.puzzle.tests) if isinstance(item.puzzle, ArcTask) else 1


def _verified(item: Item, parsed: Parsed) -> bool:
    """Whether our verifier accepts the answer; False where there is nothing to verify."""
    if parsed.answer is None or item.puzzle is None:
        return False
    verify = kind_of(item.puzzle).verify
    return verify is not None and verify(item.puzzle, parsed.answer).verified


def _majority(row: Sequence[Parsed]) -> tuple[Parsed, float]:
    """What most samples say (the first of them, where it is a tie), and their share.

    A sample without an answer votes only where none has one.
    """
    voters = [one for one in row if one.mode != "none"] or list(row)
    votes = Counter((one.status, one.answer) for one in voters)
    (status, answer), count = votes.most_common(1)[0]
    best = next(one for one in voters if (one.status, one.answer) == (status, answer))
    return best, count / len(row)


def _arc_outcome(parsed: list[list[Parsed]], mode: str, common: dict[str, Any]) -> Outcome:
    """The two grids that most samples agree on, for each test input; earlier ones where equal."""
    answers, shares = [], []
    for row in parsed:
        votes = Counter(one.answer for one in row if one.answer is not None)
        answers.append(tuple(grid for grid, _ in votes.most_common(_ARC_ATTEMPTS)))
        shares.append(max(votes.values(), default=0) / max(1, len(row)))
    if not any(answers):
        return Outcome(Status.UNSOLVED, parse=mode, **common)
    confidence = min(shares) if len(parsed[0]) > _ARC_ATTEMPTS else None
    return Outcome(Status.PREDICTED, tuple(answers), confidence=confidence, parse=mode, **common)
