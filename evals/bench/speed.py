"""Timing our networks and the official sizes on the same puzzles.

Ours run whole, through the public functions. The official networks have no trained weights
here, and need none to be timed: they always take 16 steps of T(n + 1) calls, so a few calls
are timed and scaled up. What a call leaves out (embedding, heads) is below 1 % of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from statistics import fmean, median
from typing import Any

import torch

from ...trm import Budget, load_weights, predict, solve_many, weight_names
from ...trm.checkpoint import Weights
from ...trm.recursion import TinyRecursiveModel
from ...trm.result import TraceStep
from .kind import Items, Kind, made
from .meter import PeakMemory, Took, calls_a_step, gflop_a_step, percentile, timed

OFFICIAL_STEPS = 16  # the official evaluation takes them all, without halting


@dataclass(frozen=True, slots=True)
class SpeedConfig:
    """What to time."""

    n: int = 64  # puzzles of each sort
    batches: tuple[int, ...] = (1, 64)  # puzzles given together
    seed: int = 0  # of the puzzles and the solver
    devices: tuple[str, ...] = ("cpu",)
    weights: str | None = None  # of ours, name or path; None: those shipped for the kind
    patience: float = 10.0  # seconds of timed calls for an official network and batch

    def __post_init__(self) -> None:
        if self.n < 1 or min(self.batches) < 1:
            raise ValueError("expected at least 1 puzzle and batches of at least 1")


QUICK = SpeedConfig(n=8, batches=(1, 8), patience=1.0)


@dataclass(frozen=True, slots=True)
class Row:
    """One network, asked in one way, on one sort of puzzles."""

    kind: str
    puzzles: str  # the sort: ordinary, hard
    network: str
    way: str  # single pass, default budget, or the official 16 steps
    device: str
    dtype: str
    batch: int  # puzzles given together
    n: int  # puzzles
    parameters: int
    steps: float  # supervision steps of a puzzle, all candidates, mean
    calls: float | None  # network calls one after another for a puzzle alone, mean
    gflop: float  # of a puzzle, mean
    p50: float  # seconds a puzzle: its batch's, divided among the batch
    p95: float | None
    cpu_seconds: float  # of all threads, a puzzle, mean; steadier than p50 on a busy machine
    per_second: float  # puzzles
    peak_mb: float | None
    right: int | None  # verified answers; None for untrained networks
    scaled: bool  # from a few network calls

    def to_json(self) -> dict[str, Any]:
        """The row as JSON-ready data."""
        return asdict(self)


def measure(
    kind: Kind, config: SpeedConfig, *, report: Callable[[str], None] = print
) -> Iterator[Row]:
    """Time everything on one kind of puzzle.

    Args:
        kind: the puzzles.
        config: what to time.
        report: gets a line before each part.

    Yields:
        A row a measurement, as soon as it is there.
    """
    sets = made(kind, config.n, seed=config.seed, report=report)
    for device in config.devices:
        if config.weights or kind.name in weight_names():
            weights = load_weights(config.weights or kind.name, device=device)
            for items in sets:
                yield from _ours(kind, items, weights, device, config, report)
        else:
            report(f"no weights {kind.name!r} yet: the official size alone is timed")
        yield from _official(kind, sets[-1], device, config, report)


@dataclass(frozen=True, slots=True)
class _Answered:
    """One puzzle's way through the network."""

    answer: Any
    steps: int  # of all candidates
    in_sequence: int  # of them, one after another


def _ours(
    kind: Kind,
    items: Items,
    weights: Weights,
    device: str,
    config: SpeedConfig,
    report: Callable[[str], None],
) -> Iterator[Row]:
    """Our network on one sort of puzzles: both ways, every batch size."""
    question = kind.question(items.puzzles[:1])

    def single_pass(puzzles: Sequence[Any]) -> list[_Answered]:
        found = predict(puzzles, weights=weights)
        parts = [one.steps * weights.parts for one in found]  # at most: the last step may end early
        return [_Answered(one.answer, n, n) for one, n in zip(found, parts, strict=True)]

    def default_budget(puzzles: Sequence[Any]) -> list[_Answered]:
        found = solve_many(puzzles, weights=weights, budget=Budget(), seed=config.seed)
        return [
            _Answered(one.answer, len(one.trace), steps_in_sequence(one.trace)) for one in found
        ]

    ways = (
        ("single pass", weights.single_pass, weights.parts, single_pass),
        ("default budget", weights.model, 1, default_budget),
    )
    for way, model, parts, run in ways:
        gflop = gflop_a_step(model, question)
        for batch in _batches(config, len(items)):
            report(f"{kind.title}, {items.name}, {device}: {way}, batch {batch}")
            run(items.puzzles[:batch])  # what only the first call pays
            peak = PeakMemory(device)
            answered: list[_Answered] = []
            seconds: list[float] = []  # of each puzzle
            cpu_seconds = 0.0
            for start in range(0, len(items), batch):
                some = items.puzzles[start : start + batch]
                found, took = timed(lambda run=run, some=some: run(some), device)
                answered += found
                seconds += [took.seconds / len(some)] * len(some)
                cpu_seconds += took.cpu_seconds
            yield Row(
                kind=kind.title,
                puzzles=items.name,
                network="tinyduo",
                way=way,
                device=device,
                dtype=_dtype(model),
                batch=batch,
                n=len(items),
                parameters=_parameters(model),
                steps=fmean(one.steps for one in answered) / parts,
                calls=calls_a_step(model) * fmean(one.in_sequence for one in answered),
                gflop=gflop * fmean(one.steps for one in answered),
                p50=percentile(seconds, 0.5),
                p95=percentile(seconds, 0.95),
                cpu_seconds=cpu_seconds / len(items),
                per_second=len(items) / sum(seconds),
                peak_mb=peak.megabytes(),
                right=sum(
                    one.answer is not None and kind.verify(puzzle, one.answer).verified
                    for puzzle, one in zip(items.puzzles, answered, strict=True)
                ),
                scaled=False,
            )


def _official(
    kind: Kind, items: Items, device: str, config: SpeedConfig, report: Callable[[str], None]
) -> Iterator[Row]:
    """The official size, untrained: a few calls timed, scaled to its 16 steps."""
    dtype = "bfloat16" if device.startswith("cuda") else "float32"  # as officially run; slow on CPU
    model = kind.official(dtype).to(device).eval().requires_grad_(False)
    # Counted on the CPU in float32: the number of operations is the same.
    gflop = gflop_a_step(kind.official("float32"), kind.official_question(items.puzzles[:1]))
    calls = OFFICIAL_STEPS * calls_a_step(model)
    for batch in _batches(config, len(items)):
        report(f"{kind.title}, {device}: official size, batch {batch}")
        peak = PeakMemory(device)
        times = _call_times(
            model, kind.official_question(items.puzzles[:batch]), device, config.patience
        )
        seconds = calls * median(took.seconds for took in times) / batch
        yield Row(
            kind=kind.title,
            puzzles="any",
            network="official size",
            way=f"{OFFICIAL_STEPS} steps",
            device=device,
            dtype=dtype,
            batch=batch,
            n=batch,
            parameters=_parameters(model),
            steps=OFFICIAL_STEPS,
            calls=calls,
            gflop=OFFICIAL_STEPS * gflop,
            p50=seconds,
            p95=None,
            cpu_seconds=calls * median(took.cpu_seconds for took in times) / batch,
            per_second=1 / seconds,
            peak_mb=peak.megabytes(),
            right=None,
            scaled=True,
        )


@torch.inference_mode()
def _call_times(
    model: TinyRecursiveModel, question: torch.Tensor, device: str, patience: float
) -> list[Took]:
    """The times of network calls: those of one supervision step, fewer where patience ends."""
    x = model.network.embed(question.to(device))
    state = model.start(x)
    total = state.z + (state.y + x)
    _, first = timed(lambda: model.network.update(total), device)
    if first.seconds > patience:
        return [first]
    times: list[Took] = []
    while len(times) < calls_a_step(model) and sum(took.seconds for took in times) < patience:
        times.append(timed(lambda: model.network.update(total), device)[1])
    return times


def steps_in_sequence(trace: Sequence[TraceStep]) -> int:
    """Supervision steps that ran one after another; those of a round's candidates run together."""
    numbers = [one.step for one in trace]
    return sum(now != before for now, before in zip(numbers, [0, *numbers], strict=False))


def _batches(config: SpeedConfig, n: int) -> list[int]:
    return sorted({min(batch, n) for batch in config.batches})


def _parameters(model: torch.nn.Module) -> int:
    return sum(parameter.numel() for parameter in model.parameters())


def _dtype(model: torch.nn.Module) -> str:
    return str(next(model.parameters()).dtype).removeprefix("torch.")


def at_hand(config: SpeedConfig) -> SpeedConfig:
    """The config with every device that is here."""
    return replace(config, devices=("cpu", "cuda") if torch.cuda.is_available() else ("cpu",))
