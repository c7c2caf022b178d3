"""What every solve tool does: check the budget, read the grid, solve it.

The readers raise `ValueError`; a caller of a tool gets the error that names the argument.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

from ..trm.puzzles import Maze, Sudoku
from ..trm.puzzles.arc import ArcTask
from ..trm.result import Budget, Result, TraceStep
from .errors import ToolInputError

if TYPE_CHECKING:
    from ..trm.checkpoint import Weights
    from ..trm.solving.arc.result import ArcBudget, ArcProgress, ArcResult

DEFAULT_BUDGET_S = 20.0  # below the usual time-outs of clients
MAX_BUDGET_S = 300.0
SHOWN_PROBLEMS = 4  # of a verdict, told to the model that called

PuzzleT = TypeVar("PuzzleT", Sudoku, Maze)


def read_and_solve(
    read: Callable[[], PuzzleT],
    *,
    budget_s: float,
    seed: int,
    weights: str | None,
    on_step: Callable[[TraceStep], None] | None = None,
) -> tuple[PuzzleT, Result]:
    """The puzzle that `read` gives and what came of it, the trace included.

    Raises:
        ToolInputError: for a budget out of range, a grid that cannot be read, or one that the
            weights are not for.
        ValueError: for weights that are not there.
    """
    check_budget(budget_s)
    try:
        puzzle = read()
    except ValueError as error:
        raise ToolInputError(f"grid: {error}") from error
    from ..trm.checkpoint import load_weights  # torch is imported on first use
    from ..trm.solver import misfit, solve

    loaded = load_weights(weights) if weights else None
    if loaded and (why := misfit(puzzle, loaded)):
        raise ToolInputError(f"grid: {why}")
    budget = Budget(seconds=budget_s)
    return puzzle, solve(puzzle, budget=budget, seed=seed, weights=loaded, on_step=on_step)


def check_budget(budget_s: float) -> None:
    """Raise `ToolInputError` for a budget out of range."""
    if not 0 < budget_s <= MAX_BUDGET_S:
        raise ToolInputError(
            f"budget_s is {budget_s}, expected more than 0, at most {MAX_BUDGET_S:.0f} seconds"
        )


def learn_and_answer(
    task: ArcTask,
    *,
    name: str | None = None,
    budget: ArcBudget | None = None,
    seed: int = 0,
    weights: str | Weights | None = None,
    device: str = "cpu",
    force: bool = False,
    report: Callable[[ArcProgress], None] | None = None,
) -> ArcResult:
    """What came of an ARC task, by the weights asked for: ours, or an official network's.

    Args:
        task: the task.
        name: its id, which official networks may know.
        budget: limits of the run.
        seed: of everything random.
        weights: name, path, or loaded; None: the shipped ones.
        device: where to learn.
        force: let an official network learn a new task on a CPU too, which takes hours.
        report: called now and then with how far the run is.

    Raises:
        ValueError: for weights that are not there or not for ARC, or a device that cannot be used.
    """
    from ..trm.checkpoint import load_weights  # torch is imported on first use
    from ..trm.solving.arc.solver import solve_arc
    from ..trm.solving.arc_official import is_official, solve_arc_official

    loaded = load_weights(weights, device=device) if isinstance(weights, str) else weights
    if loaded is None or not is_official(loaded):
        return solve_arc(
            task, budget=budget, seed=seed, weights=loaded, device=device, report=report
        )
    return solve_arc_official(
        task,
        name=name,
        weights=weights if isinstance(weights, str) else loaded,
        budget=budget,
        seed=seed,
        device=device,
        force=force,
        report=report,
    )


def reasons(record: dict[str, Any]) -> str:
    """What the verdict of a record has to say, in one phrase."""
    problems = (record["verdict"] or {}).get("problems", [])
    return "; ".join(problem["message"] for problem in problems[:SHOWN_PROBLEMS])
