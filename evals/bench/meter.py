"""Measuring one thing: wall time, peak memory, and the arithmetic of a supervision step."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import ceil
from pathlib import Path
from time import perf_counter, process_time
from typing import TypeVar

import torch
from torch import Tensor
from torch.nn.attention import SDPBackend, sdpa_kernel
from torch.utils.flop_counter import FlopCounterMode

from ...trm.recursion import TinyRecursiveModel

T = TypeVar("T")

_CLEAR, _STATUS = Path("/proc/self/clear_refs"), Path("/proc/self/status")  # Linux
_RESET_PEAK = "5"  # what the kernel takes as "forget the highest resident size" (man 5 proc)


@dataclass(frozen=True, slots=True)
class Took:
    """How long something took."""

    seconds: float  # by the clock
    cpu_seconds: float  # of all CPU threads; on a busy machine the steadier one


def timed(run: Callable[[], T], device: str) -> tuple[T, Took]:
    """What `run` gives and how long it took, the device's queue emptied on both sides."""
    _wait(device)
    began, cpu_began = perf_counter(), process_time()
    found = run()
    _wait(device)
    return found, Took(perf_counter() - began, process_time() - cpu_began)


def _wait(device: str) -> None:
    if device.startswith("cuda"):
        torch.cuda.synchronize(device)


class PeakMemory:
    """The most memory in use since it was made.

    On a GPU: tensors of torch. On the CPU: the whole process, torch's own 200 MB included;
    where the peak cannot be reset (not Linux), since the process began.
    """

    def __init__(self, device: str) -> None:
        self.device = device
        if device.startswith("cuda"):
            torch.cuda.reset_peak_memory_stats(device)
        elif _CLEAR.exists():
            _CLEAR.write_text(_RESET_PEAK)

    def megabytes(self) -> float | None:
        """The peak so far; None where the system does not say."""
        if self.device.startswith("cuda"):
            return torch.cuda.max_memory_allocated(self.device) / 1e6
        if _STATUS.exists():
            for line in _STATUS.read_text().splitlines():
                if line.startswith("VmHWM:"):
                    return int(line.split()[1]) * 1024 / 1e6
        try:
            import resource
        except ImportError:  # Windows
            return None
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        return peak / 1e6 if sys.platform == "darwin" else peak * 1024 / 1e6


@torch.inference_mode()
def gflop_a_step(model: TinyRecursiveModel, question: Tensor) -> float:
    """Billions of operations of a supervision step on one puzzle.

    Matrix products and convolutions only, a multiplication and an addition counted as two; so
    sums, norms and gates are left out.

    Args:
        model: on the CPU or a GPU.
        question: of one puzzle, `(1, ...)`.
    """
    device = next(model.parameters()).device
    x = model.network.embed(question.to(device))
    state = model.start(x)
    # The counter does not know the CPU's fused attention; written out it counts the same.
    with sdpa_kernel(SDPBackend.MATH), FlopCounterMode(display=False) as counter:
        model.step(x, state)
    return counter.get_total_flops() / 1e9


def calls_a_step(model: TinyRecursiveModel) -> int:
    """Sequential network calls of a supervision step, T(n + 1) of the paper."""
    return model.answer_updates * (model.latent_updates + 1)


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest value that at least `share` of the values do not exceed.

    >>> percentile([3.0, 1.0, 2.0], 0.5), percentile([3.0, 1.0, 2.0], 0.95)
    (2.0, 3.0)
    """
    ordered = sorted(values)
    rank = ceil(round(share * len(ordered), 9))  # rounded: 0.1 * 3 is a little above 0.3
    return ordered[max(rank, 1) - 1]
