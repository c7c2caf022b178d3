"""The official learning-rate schedule: linear warm-up, then half a cosine."""

from __future__ import annotations

from math import cos, pi


def cosine_share(step: int, *, total: int, warmup: int = 2000, least: float = 1.0) -> float:
    """The share of the peak rate that an optimizer step has.

    Args:
        step: the step's number, from 1: the official counter rises before the rate is read.
        total: steps of the run; beyond, the rate stays.
        warmup: steps until the peak.
        least: the share at the end; officially 1, so that the rate stays where it is.

    >>> [round(cosine_share(step, total=10, warmup=2, least=0.1), 3) for step in (1, 2, 6, 10)]
    [0.5, 1.0, 0.55, 0.1]
    """
    if step < warmup:
        return step / warmup
    done = min(1.0, (step - warmup) / max(1, total - warmup))
    return least + (1 - least) * 0.5 * (1 + cos(pi * done))
