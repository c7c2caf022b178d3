"""The bench's rows as tables for the terminal, and as JSON."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from rich import box
from rich.console import Console
from rich.table import Table

from .speed import Row

_NOTES = (
    "steps (of all candidates), calls and GFLOP: of a puzzle, mean. Calls of the network: one "
    "after another, for a puzzle alone. GFLOP: matrix products and convolutions",
    "p50, p95: seconds a puzzle, a batch's time divided among its puzzles; CPU s: "
    "of all threads, mean; per s: puzzles",
    "MB: at the peak, on the CPU of the whole process; right: verified answers",
    "official size: untrained; a few network calls timed and scaled to its 16 steps",
    "our Sudoku network is told the groups (where the rules apply), the official one is not",
)

_NUMBERS = (
    *("batch", "params", "steps", "calls", "GFLOP"),
    *("p50 s", "p95 s", "CPU s", "per s", "MB", "right"),
)
_WIDTH = 120  # of the widest row; a narrower window wraps it rather than hiding columns


def show(rows: Sequence[Row], console: Console) -> None:
    """Print a table for each kind of puzzle and device, then what the columns mean."""
    console.width = max(console.width, _WIDTH)
    parts = dict.fromkeys((row.kind, row.device) for row in rows)
    for kind, device in parts:
        console.print(
            _table(kind, device, [r for r in rows if (r.kind, r.device) == (kind, device)])
        )
    for note in _NOTES:
        console.print(note)


def _table(kind: str, device: str, rows: Iterable[Row]) -> Table:
    table = Table(
        title=f"{kind} on {device}", title_justify="left", box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0)
    )
    for name in ("network, way", "puzzles"):
        table.add_column(name, no_wrap=True)
    for name in _NUMBERS:
        table.add_column(name, justify="right", no_wrap=True)
    for row in rows:
        dtype = "" if row.dtype == "float32" else f" in {row.dtype}"
        table.add_row(
            f"{row.network}, {row.way}{dtype}",
            row.puzzles,
            str(row.batch),
            f"{row.parameters / 1e6:.2f} M" if row.parameters >= 1e6 else f"{row.parameters:,}",
            _short(row.steps),
            _short(row.calls),
            _short(row.gflop),
            _short(row.p50),
            _short(row.p95),
            _short(row.cpu_seconds),
            _short(row.per_second),
            "-" if row.peak_mb is None else f"{row.peak_mb:,.0f}",
            "-" if row.right is None else f"{row.right}/{row.n}",
        )
    return table


def _short(value: float | None) -> str:
    """Three digits, never an exponent.

    >>> [_short(value) for value in (0.01234, 5.678, 1234.5, None)]
    ['0.0123', '5.68', '1,234', '-']
    """
    if value is None:
        return "-"
    if value >= 100:
        return f"{value:,.0f}"
    digits = 2
    while digits < 6 and abs(value) * 10**digits < 100:
        digits += 1
    return f"{value:.{digits}f}" if value < 10 else f"{value:.1f}"


def as_json(rows: Sequence[Row], machine: dict[str, Any], seed: int) -> dict[str, Any]:
    """Rows and where they were measured, JSON-ready."""
    return {
        "machine": machine,
        "seed": seed,
        "rows": [row.to_json() for row in rows],
        "notes": list(_NOTES),
    }
