"""Puzzle in, judged answer out: TRM candidates until the verifier accepts one.

The plain candidate runs first; the verifier looks at its answer after every supervision
step. If none is right, further candidates follow until one is verified or the budget ends.
How, is each kind's own affair (solving/sudoku, solving/maze). Judges say what answers there
are and are never the source of one. `predict` is the other way to ask: one candidate, no
verifier, no judge.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from time import perf_counter
from typing import Any, overload

from .checkpoint import Weights, load_weights
from .puzzles.maze import Maze, Path
from .puzzles.sudoku.board import Grid, Sudoku
from .result import Budget, Prediction, Result, TraceStep
from .solving.batch import alike, windows
from .solving.kind import Kind, Request
from .solving.maze import MAZE
from .solving.sudoku import SUDOKU

Puzzle = Sudoku | Maze

KINDS = (SUDOKU, MAZE)
BATCH = 32  # puzzles whose plain candidates run together in `solve_many`
PREDICT_BATCH = 256  # puzzles that run together in `predict`
SINGLE_PASS_STEPS = 64  # of `predict`; the paper evaluates at 16


@overload
def solve(
    puzzle: Sudoku,
    *,
    budget: Budget | None = None,
    seed: int = 0,
    weights: str | Weights | None = None,
    device: str = "cpu",
    judge: Callable[..., Any] | None = None,
    on_step: Callable[[TraceStep], None] | None = None,
) -> Result[Grid]: ...


@overload
def solve(
    puzzle: Maze,
    *,
    budget: Budget | None = None,
    seed: int = 0,
    weights: str | Weights | None = None,
    device: str = "cpu",
    judge: Callable[..., Any] | None = None,
    on_step: Callable[[TraceStep], None] | None = None,
) -> Result[Path]: ...


def solve(
    puzzle: Puzzle,
    *,
    budget: Budget | None = None,
    seed: int = 0,
    weights: str | Weights | None = None,
    device: str = "cpu",
    judge: Callable[..., Any] | None = None,
    on_step: Callable[[TraceStep], None] | None = None,
) -> Result[Any]:
    """Solve one puzzle.

    Args:
        puzzle: the puzzle.
        budget: limits; without `seconds` the result depends on the seed alone.
        seed: of noise and bold hypotheses.
        weights: shipped name, path, or loaded weights; None: those of the puzzle's kind.
        device: where the TRM runs, if the weights are not loaded yet.
        judge: in the place of the kind's own (`sudoku.rule_on`, `maze.distance`), with the
            same signature; says what answers there are and is never the source of one.
        on_step: called with every step of the trace as it happens.

    Returns:
        `solved`, `unsolved`, `contradiction` or `multiple`, with the trace.

    Raises:
        ValueError: for weights that are not there or for other puzzles (`misfit`), or a
            device that cannot be used.
    """
    return next(
        solve_many(
            [puzzle],
            budget=budget,
            seed=seed,
            weights=weights,
            device=device,
            judge=judge,
            on_step=on_step,
        )
    )


def solve_many(
    puzzles: Iterable[Puzzle],
    *,
    budget: Budget | None = None,
    seed: int = 0,
    weights: str | Weights | None = None,
    device: str = "cpu",
    judge: Callable[..., Any] | None = None,
    on_step: Callable[[TraceStep], None] | None = None,
) -> Iterator[Result[Any]]:
    """Solve puzzles in order, the plain candidates of each `BATCH` of them together.

    Arguments, statuses and errors are those of `solve`; the budget is each puzzle's own, and
    `seconds` of a result is its share of the batch plus what it took alone. Puzzles are taken
    as they are needed, so a generator of any length will do.
    """

    def request_for(name: str) -> Request:
        loaded = _loaded(weights or name, device)
        return Request(loaded, budget or Budget(), seed, judge, on_step)

    for window in windows(puzzles, BATCH):
        yield from _solve_window(window, request_for)


def _solve_window(
    puzzles: Sequence[Puzzle], request_for: Callable[[str], Request]
) -> Iterator[Result[Any]]:
    """Plain candidates of all, a kind at a time; then what else each puzzle needs, in order."""
    begun: dict[int, tuple[Kind, Any, float]] = {}  # kind, attempt, share of the batch's time
    for (kind, name), numbers in alike(puzzles, _kind_and_weights):
        request = request_for(name)
        _check([puzzles[number] for number in numbers], request.weights)
        began = perf_counter()
        attempts = [kind.begin(puzzles[number], request) for number in numbers]
        kind.run_plain(attempts)
        share = (perf_counter() - began) / len(attempts)
        for number, attempt in zip(numbers, attempts, strict=True):
            begun[number] = kind, attempt, share
    for number in range(len(puzzles)):
        kind, attempt, share = begun.pop(number)
        yield kind.finish(attempt, perf_counter() - share)


@overload
def predict(
    puzzles: Iterable[Sudoku],
    *,
    steps: int = SINGLE_PASS_STEPS,
    seed: int = 0,
    weights: str | Weights | None = None,
    device: str = "cpu",
) -> list[Prediction[Grid]]: ...


@overload
def predict(
    puzzles: Iterable[Maze],
    *,
    steps: int = SINGLE_PASS_STEPS,
    seed: int = 0,
    weights: str | Weights | None = None,
    device: str = "cpu",
) -> list[Prediction[Path]]: ...


def predict(
    puzzles: Iterable[Any],
    *,
    steps: int = SINGLE_PASS_STEPS,
    seed: int = 0,
    weights: str | Weights | None = None,
    device: str = "cpu",
) -> list[Prediction[Any]]:
    """One candidate a puzzle: its answer at the halting signal, or after `steps` steps.

    No verifier, no retry, no judge: what the network alone can do. Puzzles of one size run
    together, and leave the batch when they halt.

    Args:
        puzzles: any boards and mazes.
        steps: supervision steps at most.
        seed: of what a pass supposes on its way, where the weights do.
        weights: shipped name, path, or loaded weights; None: those of the puzzles' kind.
        device: where to run, if the weights are not loaded yet.

    Raises:
        ValueError: as `solve`.
    """
    predictions: list[Prediction[Any]] = []
    for window in windows(puzzles, PREDICT_BATCH):
        found: dict[int, Prediction[Any]] = {}
        for (kind, name), numbers in alike(window, _kind_and_weights):
            loaded = _loaded(weights or name, device)
            alone = [window[number] for number in numbers]
            _check(alone, loaded)
            of_kind = kind.predict(alone, loaded, steps, seed)
            found |= zip(numbers, of_kind, strict=True)
        predictions += [found[number] for number in range(len(window))]
    return predictions


def _kind_of(puzzle: object) -> Kind:
    for kind in KINDS:
        if isinstance(puzzle, kind.puzzle):
            return kind
    names = " or ".join(kind.puzzle.__name__ for kind in KINDS)
    raise TypeError(f"a puzzle is a {type(puzzle).__name__}, expected a {names}")


def _kind_and_weights(puzzle: object) -> tuple[Kind, str]:
    kind = _kind_of(puzzle)
    return kind, kind.weights(puzzle)


def _loaded(weights: str | Weights, device: str) -> Weights:
    return weights if isinstance(weights, Weights) else load_weights(weights, device=device)


def misfit(puzzle: Puzzle, weights: Weights) -> str | None:
    """Why weights are not for a puzzle, in a line; None where they are.

    Weights are for one kind of puzzle, and official networks for one size of it.
    """
    kind = _kind_of(puzzle)
    if weights.puzzles != kind.name:
        why = f"are for puzzles of kind {weights.puzzles!r}, and this is one of kind {kind.name!r}"
    else:
        why = kind.misfit(puzzle, weights.model)
    return why and f"weights {weights.name!r} {why}"


def _check(puzzles: Iterable[Puzzle], weights: Weights) -> None:
    """Raise `ValueError` unless the weights are for the puzzles."""
    for puzzle in puzzles:
        if why := misfit(puzzle, weights):
            raise ValueError(why)
