"""Pairs of RE-ARC generators as lines of JSON: a script for the Python of `.venv-rearc`.

`reasoning-gym` pins packages that ours cannot live with, so an environment of its own holds it
(`make rearc`), without its dependencies: only the folder of the generators is imported, which
needs none. Nothing here may import tinyduo or other packages. Each pair is drawn from a seed of
its own, so more pairs of a task begin with the same ones.
"""

from __future__ import annotations

import argparse
import contextlib
import importlib
import json
import signal
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from random import Random
from types import ModuleType
from typing import Any

REASONING_GYM = "0.1.25"  # the Makefile installs this version
TRIES = 20  # for each pair wanted; easy draws of some tasks mostly leave the input as it is
UNCHANGED = 10  # of so many pairs, one may have its input as output, as in ARC they are rare
CPU_SECONDS = 10.0  # for one draw; 0.4 was the longest of 3,200 at difficulties up to 1

Rows = tuple[tuple[int, ...], ...]
Generate = Callable[[Random, float, float], dict[str, Rows]]
Verify = Callable[[Rows], Rows]


def draw(
    task: str,
    generate: Generate,
    verify: Verify,
    *,
    pairs: int,
    difficulty: tuple[float, float],
    seed: int,
) -> tuple[list[tuple[Rows, Rows]], Counter[str]]:
    """Different pairs of a task.

    Args:
        task: its id.
        generate: its generator.
        verify: its rule as code. It refuses about one draw in a hundred, whose output does not
            follow from the input alone.
        pairs: how many are wanted.
        difficulty: lowest and highest, 0 to 1: sizes and numbers of things grow with it.
        seed: of all draws.

    Returns:
        Inputs with outputs, fewer than wanted where so many tries found no more; and how many
        draws were not taken, by the reason.
    """
    found: dict[Rows, Rows] = {}
    refused: Counter[str] = Counter()
    unchanged = 0
    for number in range(pairs * TRIES):
        if len(found) == pairs:
            break
        try:
            with _limit(CPU_SECONDS):
                pair = generate(Random(f"{seed} {task} {number}"), *difficulty)
                question, answer = _grid(pair["input"]), _grid(pair["output"])
                follows = _grid(verify(question)) == answer
        except Exception as error:  # whatever a generator does, the next draw goes on
            refused[type(error).__name__] += 1
            continue
        same = question == answer
        if not follows:
            refused["not what the rule gives"] += 1
        elif question in found:
            refused["drawn before"] += 1
        elif same and (unchanged + 1) * UNCHANGED > len(found) + 1:
            refused["nothing changed"] += 1
        else:
            unchanged += same
            found[question] = answer
    return list(found.items()), refused


def _grid(rows: Any) -> Rows:
    """The grid as it came.

    Raises:
        ValueError: where ARC has no such grid.
    """
    grid = tuple(tuple(int(cell) for cell in row) for row in rows)
    lengths = {len(row) for row in grid}
    if len(lengths) != 1 or not 1 <= len(grid) <= 30 or not 1 <= max(lengths) <= 30:
        raise ValueError("no grid")
    if not all(0 <= cell <= 9 for row in grid for cell in row):
        raise ValueError("no colour")
    return grid


@contextlib.contextmanager
def _limit(seconds: float) -> Iterator[None]:
    """Raise `TimeoutError` after so much time of the processor, which a busy machine keeps."""
    if not hasattr(signal, "setitimer"):  # Windows
        yield
        return

    def stop(number: int, frame: object) -> None:
        raise TimeoutError

    before = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def _generators() -> tuple[ModuleType, ModuleType]:
    """RE-ARC's modules of generators and verifiers.

    Raises:
        SystemExit: where this Python has not the version that is pinned.
    """
    try:
        found = version("reasoning-gym")
    except PackageNotFoundError:
        found = "none"
    spec = find_spec("reasoning_gym")
    if found != REASONING_GYM or spec is None or not spec.submodule_search_locations:
        sys.exit(f"reasoning-gym {REASONING_GYM} is needed, found {found}; run: make rearc")
    # `reasoning_gym/__init__.py` imports everything with all its dependencies: go round it.
    sys.path.insert(0, f"{next(iter(spec.submodule_search_locations))}/arc")
    return (
        importlib.import_module("rearc_utils.generators"),
        importlib.import_module("rearc_utils.verifiers"),
    )


def _line(rows: Rows) -> str:
    return "/".join("".join(map(str, row)) for row in rows)


def main(argv: list[str] | None = None) -> int:
    """Write the pairs task by task, and after each task how many there are and what was refused."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--tasks", nargs="+", required=True, metavar="ID")
    parser.add_argument("--pairs", type=int, required=True, help="of each task")
    parser.add_argument("--difficulty", type=float, nargs=2, default=(0.0, 0.3))
    parser.add_argument("--seed", type=int, default=0)
    asked = parser.parse_args(argv)
    out = sys.stdout
    with contextlib.redirect_stdout(sys.stderr):  # what generators may print
        generators, verifiers = _generators()
        missing = [name for name in asked.tasks if not hasattr(generators, f"generate_{name}")]
        if missing:
            sys.exit(f"RE-ARC has no generator of {', '.join(missing[:5])}")
        for task in asked.tasks:
            pairs, refused = draw(
                task,
                getattr(generators, f"generate_{task}"),
                getattr(verifiers, f"verify_{task}"),
                pairs=asked.pairs,
                difficulty=tuple(asked.difficulty),
                seed=asked.seed,
            )
            for question, answer in pairs:
                pair = {"task": task, "input": _line(question), "output": _line(answer)}
                print(json.dumps(pair), file=out)
            print(json.dumps({"task": task, "made": len(pairs), "refused": refused}), file=out)
            out.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main())
