"""The suites as tasks of inspect-ai and the arms as its solvers (extra `inspect`).

    inspect eval tinyduo/sudoku_easy --model openai/gpt-5 -T n=20
    inspect eval tinyduo/sudoku_easy --solver tinyduo/reader_trm --model none

Names have `_` for our `-`. Without `--solver` the hybrid answers; any other solver of inspect's is
scored by the same judge, which reads its reply as that of the arm `llm`. Here inspect makes the
records and the log; paired tests and the report are those of `tinyduo eval`.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

import anyio.to_thread
from anyio.from_thread import BlockingPortal
from inspect_ai import Task, task
from inspect_ai.dataset import MemoryDataset, Sample
from inspect_ai.model import get_model
from inspect_ai.scorer import Score, Scorer, Target, mean, scorer, stderr
from inspect_ai.solver import Generate, Solver, TaskState, solver

from .arms import ARMS, ArmSettings, Outcome, make_arms
from .inspect_model import InspectChatModel, inspect_messages
from .prompts import messages_for
from .replies import parse
from .scoring import record_of
from .suites import SUITES, Item, load_items

_RECORD = "tinyduo_record"  # in the store of a sample
_TOLD = (  # of a record, in the metadata of a score
    "status", "read_exact", "tool_called", "solver_exact", "cell_accuracy", "verified",
    "false_verified", "abstained", "cause", "confidence", "candidates", "parse",
)  # fmt: skip


@lru_cache(maxsize=16)
def _items(suite: str, n: int | None, seed: int, data: str | None) -> dict[str, Item]:
    found = load_items(suite, n=n, seed=seed, data=Path(data) if data else None)
    return {item.id: item for item in found}


def item_of(state: TaskState) -> Item:
    """The item of a sample, made again from what the sample says of its suite."""
    told = state.metadata
    return _items(told["suite"], told["n"], told["seed"], told["data"])[str(state.sample_id)]


def suite_task(suite: str, n: int | None = None, seed: int = 0, data: str | None = None) -> Task:
    """A suite as a task.

    Args:
        suite: a name of `SUITES`.
        n: how many items; None: the suite's own number.
        seed: of the items.
        data: a CSV or JSONL file, where the suite takes one.
    """
    place = {"suite": suite, "n": n, "seed": seed, "data": data}
    samples = [
        Sample(
            input=inspect_messages(messages_for(item, "direct")),
            id=item.id,
            target=", ".join(item.statuses),  # a puzzle may have many right answers
            metadata=place | {"kind": item.kind, "difficulty": item.difficulty},
        )
        for item in _items(suite, n, seed, data).values()
    ]
    return Task(
        dataset=MemoryDataset(samples, name=suite),
        solver=SOLVERS["hybrid"](),
        scorer=judge(),
        metadata={"title": SUITES[suite].title},
    )


@scorer(metrics=[mean(), stderr()], name="judge")
def judge() -> Scorer:
    """Our verifier on the true puzzle; of an ARC task the share of test outputs."""

    async def score(state: TaskState, target: Target) -> Score:
        record = state.store.get(_RECORD)
        if record is None:  # a solver of inspect's
            record = record_of(item_of(state), "llm", _read(item_of(state), state))
        return Score(
            value=record["score"],
            answer=None if record["answer"] is None else str(record["answer"]),
            explanation=record["cause"] and f"went wrong in: {record['cause']}",
            metadata={key: record[key] for key in _TOLD},
        )

    return score


def _read(item: Item, state: TaskState) -> Outcome:
    """A reply as the arm `llm` would read it; of ARC one attempt at the first test input."""
    reply = state.output.completion
    parsed = parse(reply, item.puzzle)
    answer = parsed.answer
    if item.kind == "arc" and answer is not None:
        answer = ((answer,),)
    return Outcome(parsed.status, answer, parse=parsed.mode, reply=reply)


def _arm_solver(
    name: str,
    *,
    samples: int | None = None,
    max_tokens: int | None = None,
    arc_steps: int | None = None,
    seed: int = 0,
    weights: str | None = None,
    device: str = "cpu",
) -> Solver:
    """An arm as a solver.

    Args:
        name: of `ARMS`.
        samples: of llm-k and llm-verify.
        max_tokens: of a reply of the LLM alone.
        arc_steps: training steps an ARC task; None: 45 seconds.
        seed: of the solver and the samples.
        weights: name or path; None: the shipped ones.
        device: such as cpu or cuda.
    """
    from ..trm.solving.arc.result import ArcBudget

    given: dict[str, Any] = {} if samples is None else {"samples": samples}
    budget = ArcBudget(seconds=None, steps=arc_steps) if arc_steps else None

    async def solve(state: TaskState, generate: Generate) -> TaskState:
        item = item_of(state)
        async with BlockingPortal() as portal:
            llm = InspectChatModel(inspect_model=get_model(), portal=portal)
            settings = ArmSettings(
                llm=llm if ARMS[name].needs_llm else None,
                seed=seed,
                arc_budget=budget,
                weights=weights,
                device=device,
                max_tokens=max_tokens,
                **given,
            )
            outcome = await anyio.to_thread.run_sync(partial(_asked, name, settings, item))
            record = record_of(item, name, outcome)
            state.store.set(_RECORD, record)
            state.output.completion = outcome.reply or str(record["answer"])
            state.completed = True
        return state

    return solve


def _asked(name: str, settings: ArmSettings, item: Item) -> Outcome:
    """The outcome of one item; what failed is an error, which inspect may try again."""
    arm = make_arms([name], settings)[0]
    if not arm.takes(item):
        raise ValueError(f"arm {name!r} can do nothing with item {item.id}")
    (outcome,) = arm.answer([item])
    if outcome.error:
        raise RuntimeError(f"the language model failed: {outcome.error}")
    return outcome


def _registered_solver(name: str) -> Callable[..., Solver]:
    def arm(
        samples: int | None = None,
        max_tokens: int | None = None,
        arc_steps: int | None = None,
        seed: int = 0,
        weights: str | None = None,
        device: str = "cpu",
    ) -> Solver:
        return _arm_solver(
            name,
            samples=samples,
            max_tokens=max_tokens,
            arc_steps=arc_steps,
            seed=seed,
            weights=weights,
            device=device,
        )

    arm.__doc__ = ARMS[name].title
    return solver(name=name.replace("-", "_"))(arm)


def _registered_task(suite: str) -> Callable[..., Task]:
    def made(n: int | None = None, seed: int = 0, data: str | None = None) -> Task:
        return suite_task(suite, n, seed, data)

    made.__doc__ = SUITES[suite].title
    return task(name=suite.replace("-", "_"))(made)


SOLVERS = {name: _registered_solver(name) for name in ARMS}
TASKS = {name: _registered_task(name) for name in SUITES}
