"""How far the Sudoku weights reach on groups that they were not trained on.

    python -m tinyduo.evals.groups --n 50

X-Sudoku, windoku, jigsaws and Latin squares, freshly generated: puzzles with one answer,
minimal ones where the number of givens is not said, rated by the guesses of the generator's
search. Prints a Markdown table with exact rates and their 95 % Wilson intervals, of single
passes and of the default budget. Seconds are those of this machine as busy as it is;
docs/groups.md holds a run.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from ..trm import Budget, Layout, Status, Sudoku, Weights, load_weights, predict, solve_many
from ..trm.intervals import wilson
from ..trm.puzzles import Grid
from ..trm.puzzles.sudoku.generate import generate_many
from ..trm.puzzles.sudoku.variants import jigsaw, latin_square, windoku, x_sudoku
from ..trm.training.scores import SCORE_SEED, SINGLE_PASS_STEPS

JIGSAWS = (  # maps made by swapping cells between boxes at random, regions staying connected
    "112222333 111122333 441222363 411555663 447755669 447556669 477558699 477888889 778889999",
    "122225553 111125333 144125663 114225633 444255639 774885639 774888669 774888669 777899999",
    "111222223 411223333 411223633 441155636 455558666 444458966 777758996 777858999 778888999",
)
_JIGSAWS = tuple(jigsaw(regions.split()) for regions in JIGSAWS)
_EASIER = 26  # givens, about as many as a minimal 9x9 has; minimal ones here have 16 to 18
SORTS: dict[str, tuple[Sequence[Layout], int]] = {
    # name: layouts, givens at least (0: minimal puzzles)
    "9x9": ((Layout(),), 0),  # to compare with: the same generator on the usual board
    "X-Sudoku": ((x_sudoku(),), 0),
    "windoku": ((windoku(),), 0),
    "jigsaw": (_JIGSAWS, 0),
    "X-Sudoku, 26 givens": ((x_sudoku(),), _EASIER),
    "windoku, 26 givens": ((windoku(),), _EASIER),
    "jigsaw, 26 givens": (_JIGSAWS, _EASIER),
    **{f"Latin square of {size}": ((latin_square(size),), 0) for size in (6, 7, 8, 9)},
}


@dataclass(frozen=True, slots=True)
class Made:
    """Generated puzzles of one sort."""

    puzzles: list[Sudoku]
    answers: list[Grid]
    guesses: np.ndarray  # (n,) mean guesses to prove uniqueness


def make(sort: str, n: int, seed: int) -> Made:
    """`n` puzzles of a sort, spread evenly over its layouts."""
    layouts, keep = SORTS[sort]
    puzzles, answers, ratings = [], [], []
    for share, layout in enumerate(layouts):
        count = n // len(layouts) + (share < n % len(layouts))
        givens, solutions, guesses = generate_many(
            count, layout=layout, seed=seed + share, keep=keep
        )
        puzzles += [Sudoku(grid, layout) for grid in _grids(givens, layout.size)]
        answers += _grids(solutions, layout.size)
        ratings.append(guesses)
    return Made(puzzles, answers, np.concatenate(ratings))


def row(name: str, made: Made, weights: Weights, budget: Budget) -> str:
    """One line of the table."""
    n = len(made.puzzles)
    givens = np.mean([puzzle.n_givens for puzzle in made.puzzles])
    cells = [name, str(n), f"{givens:.1f}", f"{np.median(made.guesses):.1f}"]
    for steps in SINGLE_PASS_STEPS:
        found = predict(made.puzzles, weights=weights, steps=steps)
        right = sum(p.answer == only for p, only in zip(found, made.answers, strict=True))
        cells.append(_rate(right, n))
    results = list(solve_many(made.puzzles, weights=weights, budget=budget))
    solved = [result for result in results if result.status is Status.SOLVED]
    wrong = sum(
        result.status is Status.SOLVED and result.answer != only
        for result, only in zip(results, made.answers, strict=True)
    )
    assert not wrong, f"{wrong} wrong grids called solved"
    seconds = [result.seconds for result in results]
    cells += [
        _rate(len(solved), n),
        f"{np.median(seconds):.2f} / {np.quantile(seconds, 0.95):.2f}",
        f"{np.mean([result.candidates for result in results]):.1f}",
    ]
    return f"| {' | '.join(cells)} |"


def table(names: Sequence[str], weights: Weights, *, n: int, seed: int) -> Iterator[str]:
    """The lines of the table, each as soon as it is known."""
    passes = [f"single pass, {steps} steps" for steps in SINGLE_PASS_STEPS]
    head = ["puzzles", "n", "mean givens", "median guesses", *passes]
    head += ["default budget", "seconds, p50 / p95", "mean candidates"]
    yield f"| {' | '.join(head)} |"
    yield "|---" * len(head) + "|"
    for name in names:
        yield row(name, make(name, n, seed), weights, Budget())


def main(argv: Sequence[str] | None = None) -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--n", type=int, default=50, help="puzzles of each sort (50)")
    parser.add_argument("--seed", type=int, default=SCORE_SEED, help=f"({SCORE_SEED})")
    parser.add_argument("--weights", default="sudoku-deduce", help="name or path (sudoku-deduce)")
    parser.add_argument("--sort", choices=SORTS, action="append", help="one sort (default: all)")
    given = parser.parse_args(argv)
    weights = load_weights(given.weights)
    for line in table(given.sort or list(SORTS), weights, n=given.n, seed=given.seed):
        print(line, flush=True)
    return 0


def _rate(right: int, n: int) -> str:
    low, high = wilson(right, n)
    return f"{right / n:.1%} ({low:.1%}-{high:.1%})"


def _grids(digits: np.ndarray, size: int) -> list[Grid]:
    return [tuple(tuple(line) for line in flat.reshape(size, size).tolist()) for flat in digits]


if __name__ == "__main__":
    raise SystemExit(main())
