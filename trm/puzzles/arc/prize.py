"""Submissions in the form of the ARC Prize: a folder with a file a task, and results.json.

Written so that the official scorer (arc-agi-benchmarking) takes it. That one adds up time, tokens
and cost over attempts, but all attempts at a task come of the same work here: the first attempt
carries all of it, the others begin and end with its end. Ours beside the official fields are
`device`, `compute_seconds`, `cost_per_solved` and the strict scores.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from .answers import RESULTS, Answers, write_whole
from .official_form import Grid
from .scoring import Score, TaskScore
from .task import ArcItem
from .vote import ATTEMPTS


@dataclass(frozen=True, slots=True)
class Work:
    """How the answers to one task came about."""

    model: str
    started: datetime  # with a time zone
    ended: datetime
    provider: str = "tinyduo"
    device: str = "cpu"
    settings: Mapping[str, Any] = field(default_factory=dict)  # JSON-ready: seed, budget, ...
    prompt_tokens: int = 0
    completion_tokens: int = 0  # those of reasoning included
    reasoning_tokens: int = 0
    cost: float = 0.0  # dollars; 0 for what runs at home

    @property
    def seconds(self) -> float:
        """From the beginning to the end."""
        return (self.ended - self.started).total_seconds()

    @property
    def tokens(self) -> int:
        """Read and written."""
        return self.prompt_tokens + self.completion_tokens

    def over(self) -> Work:
        """The same work when it is done: nothing of it is left to do."""
        return replace(
            self,
            started=self.ended,
            prompt_tokens=0,
            completion_tokens=0,
            reasoning_tokens=0,
            cost=0.0,
        )


def prize_of(item: ArcItem, answers: Answers, work: Work) -> list[dict[str, Any]]:
    """The answers to one task as JSON-ready data: both attempts at each of its test inputs.

    Args:
        item: the task; `correct` says whether an attempt is right where its outputs are known.
        answers: up to two attempts a test input; an attempt that is not there is the answer [].
        work: how they came about.

    Raises:
        ValueError: where there are more answers than test inputs.
    """
    count = len(item.task.tests)
    if len(answers) > count:
        raise ValueError(f"{item.name}: {len(answers)} answers, expected {count}, one a test input")
    none: tuple[Grid | None, ...] = ()
    tests = []
    for test, attempts in enumerate((*answers, *[none] * (count - len(answers)))):
        grids = (*attempts, *[None] * ATTEMPTS)[:ATTEMPTS]
        target = None if item.targets is None else item.targets[test]
        tests.append(
            {
                f"attempt_{number}": {
                    "answer": [list(row) for row in grid or ()],
                    "correct": None if target is None else grid == target,
                    "metadata": _metadata(
                        item.name, test, grid, work if (test, number) == (0, 1) else work.over()
                    ),
                }
                for number, grid in enumerate(grids, start=1)
            }
        )
    return tests


def write_task(folder: Path, item: ArcItem, answers: Answers, work: Work) -> Path:
    """Write the file of one task into a submission folder; returns its path.

    Raises:
        OSError: where it cannot be written.
        ValueError: as `prize_of` does.
    """
    path = folder / f"{item.name}.json"
    write_whole(path, json.dumps(prize_of(item, answers, work), indent=2) + "\n")
    return path


def results_of(score: Score, works: Mapping[str, Work]) -> dict[str, Any]:
    """What results.json says.

    Args:
        score: over all tasks asked for; as officially, `score` is the sum over tasks.
        works: by task id; what is not there took no time and cost nothing.
    """
    n = len(score.tasks)
    done = [works[name] for name in score.tasks if name in works]
    rows = {
        name: _row(task, works.get(name), handed_in=name not in score.missing)
        for name, task in score.tasks.items()
    }
    attempts = sum(row["attempts"] for row in rows.values())
    cost = sum(work.cost for work in done)
    solved = score.mean.hits
    tokens = {
        "prompt": sum(work.prompt_tokens for work in done),
        "reasoning": sum(work.reasoning_tokens for work in done),
        "output": sum(work.completion_tokens for work in done),
        "total": sum(work.tokens for work in done),
    }
    return {
        "score": solved,
        "total_tasks": n,
        "total_cost": cost,
        "total_attempts": attempts,
        "avg_cost_per_task": cost / n,
        "avg_cost_per_attempt": cost / attempts if attempts else 0.0,
        **{f"avg_{kind}_tokens_per_task": count / n for kind, count in tokens.items()},
        "avg_duration_per_task": sum(work.seconds for work in done) / n,
        "task_results": rows,
        "num_attempts_with_empty_list": sum(
            row["num_attempts_with_empty_list"] for row in rows.values()
        ),
        "tinyduo": {
            **{key: value for key, value in score.to_json().items() if key != "tasks"},
            "compute_seconds": sum(work.seconds for work in done),
            "device": ", ".join(sorted({work.device for work in done})),
            "cost_per_solved": cost / solved if solved else None,
        },
    }


def write_results(folder: Path, score: Score, works: Mapping[str, Work]) -> Path:
    """Write results.json into a submission folder; returns its path.

    Raises:
        OSError: where it cannot be written.
    """
    path = folder / RESULTS
    write_whole(path, json.dumps(results_of(score, works), indent=2) + "\n")
    return path


def _metadata(name: str, test: int, grid: Grid | None, work: Work) -> dict[str, Any]:
    answer = json.dumps([list(row) for row in grid or ()])
    return {
        "model": work.model,
        "provider": work.provider,
        "start_timestamp": work.started.isoformat(),
        "end_timestamp": work.ended.isoformat(),
        # The official scorer quotes the last choice of an empty answer: there must be one.
        "choices": [{"index": 0, "message": {"role": "assistant", "content": answer}}],
        "reasoning_summary": None,
        "kwargs": {**work.settings, "device": work.device},
        "usage": {
            "prompt_tokens": work.prompt_tokens,
            "completion_tokens": work.completion_tokens,
            "total_tokens": work.tokens,
            "completion_tokens_details": {
                "reasoning_tokens": work.reasoning_tokens,
                "accepted_prediction_tokens": 0,
                "rejected_prediction_tokens": 0,
            },
        },
        "cost": {
            "prompt_cost": 0.0,
            "completion_cost": work.cost,
            "reasoning_cost": None,
            "total_cost": work.cost,
        },
        "task_id": name,
        "pair_index": test,
        "test_id": None,
    }


def _row(task: TaskScore, work: Work | None, *, handed_in: bool) -> dict[str, Any]:
    attempts = ATTEMPTS * len(task.solved) if handed_in else 0
    return {
        "score": task.share,
        "cost": work.cost if work else 0.0,
        "attempts": attempts,
        "prompt_tokens": work.prompt_tokens if work else 0,
        "output_tokens": work.completion_tokens if work else 0,
        "reasoning_tokens": work.reasoning_tokens if work else 0,
        "total_tokens": work.tokens if work else 0,
        "duration": work.seconds if work else 0.0,
        "num_attempts_with_empty_list": attempts - task.attempts,
    }
