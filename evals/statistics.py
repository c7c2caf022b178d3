"""What may be said of rates and of differences: intervals, tests, calibration. No torch.

Arms answer the same items, so differences are tested in pairs: McNemar's exact test on right and
wrong, and a bootstrap that draws whole puzzles, as items of one puzzle are not independent.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import comb
from typing import Any

import numpy as np

from ..trm.intervals import wilson

DRAWS = 10_000  # of the bootstrap
_BINS = 5  # of the calibration error, of as many answers each
COVERAGES = (0.1, 0.25, 0.5, 0.75, 0.9, 1.0)


def rate(hits: float, n: int) -> dict[str, Any]:
    """A share with its 95 % Wilson interval, JSON-ready."""
    low, high = wilson(hits, n)
    value = hits / n if n else None
    return {"value": value, "hits": hits, "n": n, "interval": [round(low, 4), round(high, 4)]}


def mcnemar(only_a: int, only_b: int) -> float:
    """The exact two-sided p-value of McNemar's test.

    Args:
        only_a: items that only one arm got right.
        only_b: items that only the other got right.

    >>> mcnemar(0, 5)
    0.0625
    """
    n, least = only_a + only_b, min(only_a, only_b)
    tail = sum(comb(n, k) for k in range(least + 1)) / 2**n
    return min(1.0, 2 * tail)


def holm(p_values: Sequence[float]) -> list[float]:
    """P-values of several tests, adjusted by Holm's method.

    >>> [round(p, 3) for p in holm([0.01, 0.04, 0.03])]
    [0.03, 0.06, 0.06]
    """
    order = sorted(range(len(p_values)), key=p_values.__getitem__)
    adjusted, least = [0.0] * len(p_values), 0.0
    for rank, number in enumerate(order):
        least = max(least, min(1.0, (len(p_values) - rank) * p_values[number]))
        adjusted[number] = least
    return adjusted


def bootstrap(
    a: Sequence[float],
    b: Sequence[float],
    clusters: Sequence[str],
    *,
    draws: int = DRAWS,
    seed: int = 0,
) -> tuple[float, float]:
    """The 95 % percentile interval of the mean difference a - b, drawing whole clusters.

    Args:
        a: scores of one arm.
        b: scores of the other on the same items.
        clusters: what each item belongs to.
        draws: how many samples.
        seed: of the draws.
    """
    if not len(a) == len(b) == len(clusters) or not len(a):
        raise ValueError(
            f"{len(a)}, {len(b)} scores and {len(clusters)} clusters, expected as many"
        )
    names, index = np.unique(np.asarray(clusters), return_inverse=True)
    sums = np.bincount(index, np.asarray(a, float) - np.asarray(b, float), len(names))
    sizes = np.bincount(index, minlength=len(names))
    rng = np.random.default_rng(seed)
    means = np.empty(draws)
    for start in range(0, draws, 500):  # in parts, for memory
        picked = rng.integers(0, len(names), (min(500, draws - start), len(names)))
        means[start : start + len(picked)] = sums[picked].sum(1) / sizes[picked].sum(1)
    low, high = np.quantile(means, [0.025, 0.975])
    return float(low), float(high)


@dataclass(frozen=True, slots=True)
class Pair:
    """Two arms on the items that both answered."""

    a: str
    b: str
    n: int
    difference: float  # mean score of a less that of b
    interval: tuple[float, float]  # 95 %, bootstrap over puzzles
    only_a: int  # right in a alone
    only_b: int
    p: float  # McNemar, exact


def paired(
    names: tuple[str, str],
    a: Mapping[str, Mapping[str, Any]],
    b: Mapping[str, Mapping[str, Any]],
    *,
    seed: int = 0,
) -> Pair | None:
    """Compare the records of two arms, by item; None where no item is in both."""
    both = sorted(a.keys() & b.keys())
    if not both:
        return None
    ours, theirs = ([one[item]["score"] for item in both] for one in (a, b))
    clusters = [a[item]["cluster"] for item in both]
    only_a = sum(a[item]["right"] and not b[item]["right"] for item in both)
    only_b = sum(b[item]["right"] and not a[item]["right"] for item in both)
    difference = (sum(ours) - sum(theirs)) / len(both)
    interval = bootstrap(ours, theirs, clusters, seed=seed)
    return Pair(*names, len(both), difference, interval, only_a, only_b, mcnemar(only_a, only_b))


def calibration(chances: Sequence[float], right: Sequence[bool]) -> dict[str, Any]:
    """How good probabilities are: Brier score, calibration error, and bins of equally many."""
    said, came = np.asarray(chances, float), np.array(right, float)
    brier = round(float(((said - came) ** 2).mean()), 6)
    order = np.argsort(said, kind="stable")
    for start, end in _ties(said[order]):  # which of them fall into a bin must not matter
        came[order[start:end]] = came[order[start:end]].mean()
    bins = [part for part in np.array_split(order, min(_BINS, len(order))) if len(part)]
    gap = sum(len(part) * abs(said[part].mean() - came[part].mean()) for part in bins)
    rows = [
        {"said": round(float(said[part].mean()), 4), **rate(float(came[part].sum()), len(part))}
        for part in bins
    ]
    return {
        "n": len(said),
        "brier": brier,
        "calibration_error": round(float(gap / len(said)), 6),
        "bins": rows,
    }


def risk_coverage(chances: Sequence[float], right: Sequence[bool]) -> dict[str, Any]:
    """The error rate among the answers kept, when the least sure ones are left out.

    `aurc` is the mean of that risk over all coverages; answers that are equally sure share
    theirs, so that their order does not matter.
    """
    said, wrong = np.asarray(chances, float), 1 - np.array(right, float)
    order = np.argsort(-said, kind="stable")
    said, wrong = said[order], wrong[order]
    for start, end in _ties(said):
        wrong[start:end] = wrong[start:end].mean()
    kept = np.arange(1, len(said) + 1)
    risks = np.cumsum(wrong) / kept
    rows = []
    for share in COVERAGES:
        n = max(1, round(share * len(said)))
        rows.append({"coverage": share, "kept": n, "risk": round(float(risks[n - 1]), 6)})
    return {"aurc": round(float(risks.mean()), 6), "rows": rows}


def _ties(values: np.ndarray) -> list[tuple[int, int]]:
    edges = [0, *(np.flatnonzero(np.diff(values)) + 1).tolist(), len(values)]
    return [(a, b) for a, b in pairwise(edges) if b - a > 1]
