"""The page: headline, difficulty, cost, steps, calibration, traces, failures, method and limits.

Made from the summary and the records alone. Whatever a model or a person wrote is escaped, and
the page forbids itself every script and every asset from elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from ..arms.table import ARMS
from ..published import published_for
from ..runs import Run
from ..summary import natural
from ..tables import p_value, percent
from .charts import Line, chart
from .elements import share, table, text
from .gallery import failures, traces
from .method import method
from .style import COLOURS, CSS

_STAGES = {
    "read_exact": "read exact",
    "tool_called": "solver called",
    "solver_exact": "solver exact",
    "abstained": "abstained",
}
_HYBRID, _OTHER = "#0072b2", "#a9b4c0"  # bars: what the report is about stands out
_UNBROKEN = "\u2011"  # a hyphen after which no line begins
_POLICY = "default-src 'none'; style-src 'unsafe-inline'"


def page(summary: Mapping[str, Any], runs: Sequence[Run]) -> str:
    """The report as one HTML page.

    Args:
        summary: of the runs, as `summarise` makes it.
        runs: with the records.
    """
    false = summary["false_verified"]
    mark = "bad" if false else "good"
    body = [
        "<h1>The hybrid against the language model alone</h1>",
        f'<p><span class="{mark}">False verified: {false}</span> of {summary["records"]} records. '
        f"Commit {text(', '.join(summary['commits']) or 'unknown')}.</p>",
    ]
    if len(runs) > 1:
        body.append(_headline(summary["runs"]))
    for number, (found, run) in enumerate(zip(summary["runs"], runs, strict=True), 1):
        body.append(_section(number, found, run))
    body.append(method(summary))
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
        f"<title>tinyduo eval</title><style>{CSS}</style></head>"
        f"<body>{''.join(body)}</body></html>\n"
    )


def _headline(found: Sequence[Mapping[str, Any]]) -> str:
    """One table over all runs: what share each arm has right, with intervals."""
    arms = [name for name in ARMS if any(name in run["arms"] for run in found)]
    rows = [
        [f"{run['title']}, n = {run['items']}", *(_score(run["arms"].get(name)) for name in arms)]
        for run in found
    ]
    links = [f"#run-{number}" for number in range(1, len(rows) + 1)]
    return (
        "<p>Right answers with 95 % Wilson intervals. The same items in a row; "
        "what the arms are is told at the end.</p>"
        f'<div class="headline">{table(["suite", *arms], rows, links=links)}</div>'
    )


def _score(arm: Mapping[str, Any] | None) -> str:
    """The score of an arm, with its own count where it lacks items of the suite."""
    if arm is None:
        return "-"
    told = percent(arm["score"]) + ("" if arm["n"] == arm["of"] else f", n = {arm['n']}")
    return told.replace("-", _UNBROKEN)


def _section(number: int, found: Mapping[str, Any], run: Run) -> str:
    card = found["card"]
    return "".join(
        (
            f'<h2 id="run-{number}">{text(found["title"])}</h2>',
            f"<p>{found['items']} items, seed {text(card['seed'])}, language model "
            f"<b>{text(card['llm'])}</b>. Bars: mean score with its 95 % Wilson interval.</p>",
            _notes(card),
            "".join(_bar(name, arm) for name, arm in found["arms"].items()),
            "<h3>Figures</h3>",
            _figures(found["arms"]),
            _pairs(found["pairs"]),
            quoted(found["suite"]),
            "<h3>By difficulty</h3>",
            _by_difficulty(found["arms"]),
            "<h3>What it costs, what steps and confidence are worth</h3>",
            f'<div class="charts">{"".join(_charts(found["arms"]))}</div>',
            _if("<h3>How the TRM's grid changes</h3>", traces(run)),
            "<h3>What went wrong</h3>",
            failures(run),
        )
    )


def _notes(card: Mapping[str, Any]) -> str:
    """What is not as usual with a run."""
    notes = []
    if told := card.get("arc_records"):
        budget = ", ".join(f"{value} {key}" for key, value in told["budget"].items() if value)
        notes.append(
            "The TRM's answers are those of records of tinyduo arc submit, learnt once for all "
            f"arms: list {told['list']}, seed {told['seed']}, budget {budget} a task, "
            f"on {told['device']}."
        )
    if version := card.get("reasoning_gym"):
        notes.append(
            f"Items and verdicts of reasoning-gym {version}: right is what its own verifier gives "
            "1.0; of ARC answers the first attempt alone."
        )
    if longest := card.get("max_characters"):
        notes.append(f"Items with messages of more than {longest} characters were left out.")
    return "".join(f"<p>{text(note)}</p>" for note in notes)


def _bar(name: str, arm: Mapping[str, Any]) -> str:
    score = arm["score"]
    value, (low, high) = score["value"] or 0.0, score["interval"]
    colour = _HYBRID if name == "hybrid" else _OTHER
    some = "" if arm["n"] == arm["of"] else f" of {arm['of']} items"
    return (
        f'<div class="arm"><b>{text(name)}</b> {percent(score)} '
        f"<small>n = {arm['n']}{some} · {text(arm['title'])}</small>"
        f'<div class="track"><div class="fill" style="width:{value:.2%};background:{colour}"></div>'
        f'<div class="whisker" style="left:{low:.2%};width:{high - low:.2%}"></div></div></div>'
    )


def _figures(arms: Mapping[str, Any]) -> str:
    head = ["arm", "n", "right", *_STAGES.values(), "right of answered", "cells right",
            "false verified", "s p50", "s p95", "tokens an item", "cost $",
            "done without the model", "causes"]  # fmt: skip
    rows = []
    for name, arm in arms.items():
        usage, seconds = arm["usage"], arm["seconds"]
        estimated = "~" if usage["estimated"] else ""
        rows.append(
            [
                name,
                str(arm["n"]),
                percent(arm["score"]),
                *(share(arm["stages"][stage]) for stage in _STAGES),
                share(arm["right_of_answered"]),
                "-" if arm["cell_accuracy"] is None else f"{arm['cell_accuracy']:.1%}",
                str(arm["false_verified"]),
                f"{seconds['p50']:.2f}" if seconds else "-",
                f"{seconds['p95']:.2f}" if seconds else "-",
                f"{estimated}{usage['tokens_per_item']:.0f}" if usage["calls"] else "-",
                "-" if usage["cost"] is None else f"{usage['cost']:.4f}",
                str(arm.get("llm_failed") or "-"),
                ", ".join(f"{count} {cause}" for cause, count in arm["causes"].items()) or "-",
            ]
        )
    return table(head, rows)


def _pairs(pairs: Sequence[Mapping[str, Any]]) -> str:
    if not pairs:
        return ""
    head = ["first - second", "n", "difference in points (95 %)", "only first right",
            "only second right", "p (McNemar, exact)", "p (Holm)"]  # fmt: skip
    rows = []
    for pair in pairs:
        low, high = (100 * end for end in pair["interval"])
        rows.append(
            [
                f"{pair['a']} - {pair['b']}",
                str(pair["n"]),
                f"{100 * pair['difference']:+.1f} ({low:+.1f} to {high:+.1f})",
                str(pair["only_a"]),
                str(pair["only_b"]),
                p_value(pair["p"]),
                p_value(pair["p_holm"]),
            ]
        )
    return "<h3>The same items, in pairs</h3>" + table(head, rows)


def quoted(suite: str) -> str:
    """What others report for the puzzles of a suite; "" where nothing is known."""
    rows = [
        [row.system, f"{row.score:g} %", row.data, row.source, row.date]
        for row in published_for(suite)
    ]
    if not rows:
        return ""
    told = "Quoted from others, on other data and budgets: <b>not run here</b>."
    listed = table(["system", "score", "data", "source", "date"], rows, text_from=2)
    return f"<details><summary>{told}</summary>{listed}</details>"


def _by_difficulty(arms: Mapping[str, Any]) -> str:
    grades = sorted({grade for arm in arms.values() for grade in arm["by_difficulty"]}, key=natural)
    rows = [
        [name, *(percent(arm["by_difficulty"].get(grade)) for grade in grades)]
        for name, arm in arms.items()
    ]
    counts = {grade: max(arm["by_difficulty"].get(grade, {"n": 0})["n"] for arm in arms.values())
              for grade in grades}  # fmt: skip
    return table(["arm", *(f"{grade} (n = {counts[grade]})" for grade in grades)], rows)


def _charts(arms: Mapping[str, Any]) -> Iterable[str]:
    def marks(of: Any) -> list[Line]:
        return [
            Line(name, [(x, arm["score"]["value"])], _colour(name), tuple(arm["score"]["interval"]))
            for name, arm in arms.items()
            if (x := of(arm)) and arm["score"]["value"] is not None
        ]

    yield chart(
        marks(lambda arm: arm["seconds"].get("means", {}).get("total")),
        x="mean seconds an item",
        log=True,
        caption="Right answers against time.",
    )
    yield chart(
        marks(lambda arm: arm["usage"]["calls"] and arm["usage"]["tokens_per_item"]),
        x="tokens an item",
        log=True,
        caption="Right answers against the language model's tokens.",
    )
    steps = [(name, arm["by_step"]) for name, arm in arms.items() if arm["by_step"]]
    yield chart(
        [Line(name, list(enumerate(one["exact"], 1)), _colour(name)) for name, one in steps],
        x="supervision steps",
        caption="Puzzles that the plain candidate has solved after so many supervision steps.",
    )
    yield chart(
        [Line(name, list(enumerate(one["cells"], 1)), _colour(name)) for name, one in steps],
        x="supervision steps",
        y="cells right",
        caption="Blank cells of Sudokus that are right after so many supervision steps.",
    )
    sure = [(name, arm) for name, arm in arms.items() if arm["calibration"]]
    yield chart(
        [
            Line(name, [(b["said"], b["value"]) for b in arm["calibration"]["bins"]], _colour(name))
            for name, arm in sure
        ],
        x="probability said",
        shares=True,
        caption="Calibration: what was right, of answers as sure as this. "
        + "; ".join(
            f"{name}: Brier {arm['calibration']['brier']:.3f}, "
            f"error {arm['calibration']['calibration_error']:.3f}"
            for name, arm in sure
        ),
    )
    yield chart(
        [
            Line(
                name,
                [(row["coverage"], row["risk"]) for row in arm["risk_coverage"]["rows"]],
                _colour(name),
            )
            for name, arm in sure
        ],
        x="share of answers kept, the surest first",
        y="wrong",
        caption="Risk and coverage: errors left when the least sure answers are left out.",
    )


def _colour(arm: str) -> int:
    names = list(ARMS)
    return (names.index(arm) if arm in names else len(names)) % len(COLOURS)


def _if(head: str, body: str) -> str:
    return head + body if body else ""
