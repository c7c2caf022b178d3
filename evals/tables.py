"""The summary as tables for a terminal."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

from ..hybrid.terminal import printable
from .published import published_for

_WIDE = 110  # columns that the whole tables take


def show(summary: Mapping[str, Any], console: Console) -> None:
    """Print every run's arms, the tests between them, and what is quoted."""
    if not console.is_terminal:  # a file or a pipe has no width to keep to
        console.width = max(console.width, _WIDE)
    for run in summary["runs"]:
        short = console.width < _WIDE
        console.print(_arms(run, short=short))
        if run["pairs"]:
            console.print(_pairs(run, short=short))
        if quoted := published_for(run["suite"]):
            rows = "; ".join(f"{row.system} {row.score:g} %" for row in quoted[:4])
            console.print(Text(f"published, not run here: {rows} (on {quoted[0].data})"))
    wrong = summary["false_verified"]
    console.print(Text(f"false verified: {wrong} of {summary['records']} records"))


def percent(found: Mapping[str, Any] | None) -> str:
    """A rate for people, with its interval."""
    if not found or found["value"] is None:
        return "-"
    low, high = found["interval"]
    return f"{found['value']:.1%} ({100 * low:.1f}-{100 * high:.1f})"


def p_value(p: float) -> str:
    """A p-value for people."""
    return "< 0.001" if p < 0.001 else f"{p:.3f}"


def _arms(run: Mapping[str, Any], *, short: bool) -> Table:
    columns: list[tuple[str, Callable[[str, Mapping[str, Any]], str], bool]] = [
        ("arm", lambda name, arm: name, True),
        ("n", lambda name, arm: _of(arm), True),
        ("right (95 %)", lambda name, arm: percent(arm["score"]), True),
        ("read exact", lambda name, arm: _short(arm["stages"]["read_exact"]), False),
        ("abstained", lambda name, arm: _short(arm["stages"]["abstained"]), False),
        ("false verified", lambda name, arm: str(arm["false_verified"]), False),
        ("s p50 / p95", lambda name, arm: _seconds(arm["seconds"]), True),
        ("tokens", lambda name, arm: _tokens(arm["usage"]), True),
        ("why not", lambda name, arm: _causes(arm["causes"]), True),
    ]
    shown = [(head, cell) for head, cell, always in columns if always or not short]
    table = _table(f"{run['title']}: {run['items']} items", [head for head, _ in shown])
    for name, arm in run["arms"].items():
        table.add_row(*(Text(printable(cell(name, arm))) for _, cell in shown))
    return table


def _pairs(run: Mapping[str, Any], *, short: bool) -> Table:
    head = ["first - second", "n", "difference (95 %)", "only 1st", "only 2nd", "p", "p, Holm"]
    kept = [0, 2, 6] if short else range(len(head))
    table = _table("paired, in points of a hundred", [head[place] for place in kept])
    for pair in run["pairs"]:
        low, high = (100 * end for end in pair["interval"])
        row = (
            f"{pair['a']} - {pair['b']}",
            str(pair["n"]),
            f"{100 * pair['difference']:+.1f} ({low:+.1f} to {high:+.1f})",
            str(pair["only_a"]),
            str(pair["only_b"]),
            p_value(pair["p"]),
            p_value(pair["p_holm"]),
        )
        table.add_row(*(row[place] for place in kept))
    return table


def _table(title: str, head: Sequence[str]) -> Table:
    table = Table(
        title=Text(printable(title)), title_justify="left", box=SIMPLE_HEAD, padding=(0, 1, 0, 0)
    )
    for name in head:
        left = name in ("arm", "why not", "first - second")
        table.add_column(name, justify="left" if left else "right", no_wrap=name != "why not")
    return table


def _of(arm: Mapping[str, Any]) -> str:
    return f"{arm['n']}" if arm["n"] == arm["of"] else f"{arm['n']} of {arm['of']}"


def _seconds(seconds: Mapping[str, Any]) -> str:
    return f"{seconds['p50']:.2f} / {seconds['p95']:.2f}" if seconds else "-"


def _tokens(usage: Mapping[str, Any]) -> str:
    return f"{usage['tokens_per_item']:.0f}" if usage["calls"] else "-"


def _causes(causes: Mapping[str, int]) -> str:
    return ", ".join(f"{count} {cause}" for cause, count in causes.items()) or "-"


def _short(found: Mapping[str, Any] | None) -> str:
    return "-" if not found or found["value"] is None else f"{found['value']:.1%}"
