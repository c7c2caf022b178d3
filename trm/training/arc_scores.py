"""How good pretrained ARC weights are: held-out training tasks, solved from them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ..checkpoint import Weights
from ..puzzles.arc.scoring import score
from ..puzzles.arc.suites import load_suite
from ..solving.arc.result import ArcBudget
from ..solving.arc.solver import solve_arc
from .scores import rate

STEPS = 400  # of a task: about 30 seconds on two cores


def score_arc(
    weights: Weights,
    *,
    n: int,
    steps: int = STEPS,
    seed: int = 0,
    report: Callable[[str], None] = print,
) -> dict[str, Any]:
    """Solve the first n held-out tasks, two attempts a test output.

    Returns:
        JSON-ready: n, steps, seed, and how many tasks are solved in all their outputs.
    """
    items = dict(list(load_suite("arc-1-held-out").items())[:n])
    answers = {}
    for number, (name, item) in enumerate(items.items(), start=1):
        budget = ArcBudget(seconds=None, steps=steps)
        answers[name] = solve_arc(item.task, budget=budget, seed=seed, weights=weights).grids
        found = score({name: answers[name]}, {name: item})
        report(f"{number}/{len(items)} {name}: {'right' if found.mean.value == 1 else 'wrong'}")
    found = score(answers, items)
    solved = rate(round(found.fully_solved.hits), len(items))
    return {"n": len(items), "steps": steps, "seed": seed, "held_out_tasks_solved": solved}
