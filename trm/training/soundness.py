"""Whether weights are sound: as their card says, finite, and able to do what they are for.

Weights that were trained here must solve easy puzzles. Imported ones are held to what can be
known of them: how well they were trained is not on their card.
"""

from __future__ import annotations

from collections.abc import Callable
from math import isqrt
from typing import Any

import numpy as np
import torch

from ..checkpoint import Weights, parameters_of
from ..networks.official import OfficialNetwork
from ..networks.task import TaskNetwork
from ..puzzles import Status
from ..puzzles.arc.task import ArcTask, Demonstration
from ..puzzles.maze.generate import generate
from ..puzzles.sudoku import from_line
from ..result import Budget
from ..solver import misfit, solve_many
from ..solving.arc.result import ArcBudget
from ..solving.arc.solver import solve_arc

# One Sudoku a board size, with many singles: weights that fail these are broken.
_SUDOKUS = (
    ".23....1....4...",
    ".3..2..4.35...2..........51.6....4..",
    "....658...7...1...14.2...6..................3.8..2945.........68.3.1.2.796...8...",
    "..E.69.G..523..F3D.6..CFE94.1.529.2.5AEBF317..6.F5B7.12.68C...EG"
    "6...E5B..G.3..874.8.A73..2E1D.G.A3G52..D4.78.C19..7.GC..5..FBA4."
    "D4F..6G1...AC.B5.B...EA72C..F..88..A.2.C.DF.9G.E.29.8..5.EB6.7A1"
    ".C.8F.5.A469.1..BA3F.G72..8.6E94.64...8.G....3.D..51......3BG8.A",
)
_MAZE_SIDES = (5, 10, 20)
_ARC_STEPS = 120


def problems_of(
    weights: Weights, *, budget: Budget | None = None, report: Callable[[str], None]
) -> list[str]:
    """What is wrong with weights; nothing, if all is well.

    Args:
        weights: to be checked.
        budget: of each easy puzzle.
        report: told a line for each easy puzzle.
    """
    problems = []
    found, expected = parameters_of(weights.model), weights.card.get("parameters")
    if found != expected:
        problems.append(f"{found} parameters, but the card says {expected}")
    if not all(value.isfinite().all() for value in weights.model.state_dict().values()):
        return [*problems, "some parameters are not finite"]
    if not _steps_are_finite(weights):
        return [*problems, "a supervision step gives numbers that are not finite"]
    if isinstance(weights.model.network, TaskNetwork):
        return _arc_problems(weights, report)
    imported = "source" in weights.card
    probes = _probes(weights)
    if not probes:
        report(
            f"whole and finite; no {weights.puzzles} puzzle was tried, for none fits or is known"
        )
    results = solve_many(probes.values(), weights=weights, budget=budget)
    for size, result in zip(probes, results, strict=True):
        report(f"{size}: {result.status}, {result.steps} steps, {result.candidates} candidates")
        if result.status is not Status.SOLVED and not imported:
            problems.append(f"an easy {size} puzzle is {result.status}")
    return problems


def _arc_problems(weights: Weights, report: Callable[[str], None]) -> list[str]:
    """What is wrong with weights that learn ARC tasks: an easy one, two colours exchanged."""
    rng = np.random.default_rng(0)
    inputs = [tuple(map(tuple, rng.integers(0, 3, (4, 4)).tolist())) for _ in range(4)]
    outputs = [tuple(tuple((0, 2, 1)[cell] for cell in row) for row in grid) for grid in inputs]
    shown = tuple(map(Demonstration, inputs[:3], outputs[:3]))
    budget = ArcBudget(seconds=None, steps=_ARC_STEPS)
    result = solve_arc(ArcTask(shown, (inputs[3],)), budget=budget, weights=weights)
    right = result.grids[0][0] == outputs[3]
    report(f"an easy ARC task: {'right' if right else 'wrong'}, {result.steps} steps")
    return [] if right else ["an easy ARC task is not learned"]


@torch.inference_mode()
def _steps_are_finite(weights: Weights) -> bool:
    """Whether a supervision step on an empty question is finite, where that can be asked."""
    model = weights.model
    if not isinstance(model.network, OfficialNetwork):
        return True  # the probes ask
    device = next(model.parameters()).device
    x = model.network.embed(torch.ones(1, 1 + model.network.config.cells).long().to(device) - 1)
    step = model.step(x, model.start(x))
    return bool(step.logits.isfinite().all() and step.halt_logit.isfinite().all())


def _probes(weights: Weights) -> dict[str, Any]:
    """Easy puzzles that the weights are for, by size."""
    if weights.puzzles == "maze":
        network = weights.model.network
        official = isinstance(network, OfficialNetwork)
        sides = (isqrt(network.config.cells),) if official else _MAZE_SIDES
        return {
            f"{side}x{side}": generate(height=side, width=side, seed=1, path_cells=(side, side**2))
            for side in sides
        }
    puzzles = [from_line(probe) for probe in _SUDOKUS]
    fitting = [puzzle for puzzle in puzzles if misfit(puzzle, weights) is None]
    return {f"{puzzle.size}x{puzzle.size}": puzzle for puzzle in fitting}
