"""summary.json: everything that reports say in numbers, made from records alone.

Rates carry their n and 95 % Wilson interval. Arms are compared in pairs, on the items that both
answered, with a base: the hybrid where it was run. `score` is the mean over items (of ARC tasks
the share of test outputs); `right` counts whole items.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import Any

import numpy as np

from .arms.table import ARMS
from .runs import SCHEMA, Run
from .scoring import CAUSES
from .statistics import calibration, holm, paired, rate, risk_coverage
from .suites import SUITES

Record = Mapping[str, Any]
BASES = ("hybrid", "reader-trm", "trm-oracle")  # what arms are compared with, the first there is
_CURVE = 64  # supervision steps of curves at most


def summarise(runs: Sequence[Run]) -> dict[str, Any]:
    """The summary of runs, JSON-ready."""
    several = len({run.card["llm"] for run in runs}) > 1
    sittings = [sitting for run in runs for sitting in run.sittings]
    return {
        "schema": SCHEMA,
        "runs": [_summary_of(run, named=several) for run in runs],
        "false_verified": sum(r["false_verified"] for run in runs for r in run.records.values()),
        "records": sum(len(run.records) for run in runs),
        "commits": sorted({sitting["machine"]["commit"] for sitting in sittings}),
        "sittings": sittings,
    }


def _summary_of(run: Run, *, named: bool) -> dict[str, Any]:
    by_arm = {arm: run.of_arm(arm) for arm in run.arms}
    suite, llm = run.card["suite"], run.card["llm"]
    title = SUITES[suite].title if suite in SUITES else suite
    return {
        "suite": suite,
        "title": f"{title} · {llm}" if named else title,
        "card": dict(run.card),
        "items": len(run.items),
        "arms": {
            arm: _arm_summary(arm, list(found.values()), run.card, len(run.items))
            for arm, found in by_arm.items()
        },
        "pairs": _pairs(by_arm, int(run.card.get("seed") or 0)),
    }


def _arm_summary(
    arm: str, records: Sequence[Record], card: Mapping[str, Any], items: int
) -> dict[str, Any]:
    sort = ARMS.get(arm)
    n, right = len(records), sum(record["right"] for record in records)
    answered = [record for record in records if not record["abstained"]]
    sure = [record for record in records if record["confidence"] is not None]
    chances, came = [r["confidence"] for r in sure], [r["right"] for r in sure]
    return {
        "title": sort.title if sort else arm,
        "llm": card["llm"] if sort and sort.needs_llm else None,
        "n": n,
        "of": items,
        "score": rate(sum(record["score"] for record in records), n),
        "right": rate(right, n),
        "stages": {
            stage: _share(records, stage)
            for stage in (
                "read_exact", "kind_right", "ask_right", "llm_agrees", "tool_called",
                "solver_exact", "abstained",
            )
        },
        "right_of_answered": rate(sum(record["right"] for record in answered), len(answered)),
        "cell_accuracy": _mean(records, lambda record: record["cell_accuracy"]),
        "verified": sum(record["verified"] for record in records),
        "false_verified": sum(record["false_verified"] for record in records),
        "status": dict(Counter(record["status"] for record in records).most_common()),
        "causes": {
            cause: count
            for cause in CAUSES
            if (count := sum(record["cause"] == cause for record in records))
        },
        "parse": dict(Counter(record["parse"] for record in records if record["parse"])),
        "errors": sum(record["error"] is not None for record in records),
        "llm_failed": sum(record.get("llm_failed") is not None for record in records),
        "retries": {
            who: sum(record["retries"][who] for record in records) for who in ("llm", "endpoint")
        },
        "candidates": _mean(records, lambda record: record["candidates"]),
        "usage": _usage(records, card.get("price")),
        "seconds": _seconds(records),
        "by_difficulty": {
            grade: rate(sum(record["score"] for record in group), len(group))
            for grade, group in _grouped(records)
        },
        "by_step": _by_step(records),
        "calibration": calibration(chances, came) if sure else None,
        "risk_coverage": risk_coverage(chances, came) if sure else None,
    }  # fmt: skip


def natural(text: str) -> list[Any]:
    """A key that sorts "6 to 20" before "21 to 100"."""
    parts = re.split(r"(\d+)", text)
    return [(1, int(part), "") if part.isdecimal() else (0, 0, part) for part in parts if part]


def _grouped(records: Iterable[Record]) -> list[tuple[str, list[Record]]]:
    found: dict[str, list[Record]] = {}
    for record in records:
        found.setdefault(record["difficulty"] or "(not said)", []).append(record)
    return sorted(found.items(), key=lambda pair: natural(pair[0]))


def _share(records: Iterable[Record], stage: str) -> dict[str, Any] | None:
    told = [record[stage] for record in records if record[stage] is not None]
    return rate(sum(told), len(told)) if told else None


def _mean(records: Iterable[Record], value: Callable[[Record], float | None]) -> float | None:
    told = [one for record in records if (one := value(record)) is not None]
    return round(float(np.mean(told)), 4) if told else None


def _usage(records: Sequence[Record], price: Sequence[float] | None) -> dict[str, Any]:
    total = {
        key: sum(record["usage"][key] for record in records)
        for key in ("calls", "prompt_tokens", "completion_tokens")
    }
    tokens = total["prompt_tokens"] + total["completion_tokens"]
    cost = None
    if price is not None:
        cost = total["prompt_tokens"] * price[0] + total["completion_tokens"] * price[1]
        cost = round(cost / 1e6, 6)
    return {
        **total,
        "tokens_per_item": round(tokens / len(records), 1) if records else None,
        "estimated": any(record["usage"]["estimated"] for record in records),
        "cost": cost,  # dollars
    }


def _seconds(records: Sequence[Record]) -> dict[str, Any]:
    totals = [record["seconds"].get("total", 0.0) for record in records]
    if not totals:
        return {}
    quantiles = {f"p{q}": round(float(np.quantile(totals, q / 100)), 4) for q in (50, 95)}
    parts = Counter[str]()
    for record in records:
        parts.update(record["seconds"])
    means = {part: round(value / len(records), 4) for part, value in sorted(parts.items())}
    return {**quantiles, "total": round(sum(totals), 2), "means": means}


def _by_step(records: Sequence[Record]) -> dict[str, Any] | None:
    """Of the plain candidate after each supervision step: exact answers, and cells right."""
    traced = [record for record in records if "first_exact_step" in record]
    if not traced:
        return None
    firsts = [record["first_exact_step"] for record in traced]
    exact = [sum(f is not None and f <= step for f in firsts) for step in range(1, _CURVE + 1)]
    curves = [record["cells_by_step"] for record in traced if record.get("cells_by_step")]
    cells = [
        round(float(np.mean([curve[min(step, len(curve) - 1)] for curve in curves])), 4)
        for step in range(_CURVE if curves else 0)
    ]
    return {"n": len(traced), "exact": [round(count / len(traced), 4) for count in exact],
            "cells": cells}  # fmt: skip


def _pairs(by_arm: Mapping[str, Mapping[str, Record]], seed: int) -> list[dict[str, Any]]:
    base = next((name for name in BASES if name in by_arm), next(iter(by_arm), None))
    if base is None:
        return []
    found = [
        pair
        for name, records in by_arm.items()
        if name != base and (pair := paired((base, name), by_arm[base], records, seed=seed))
    ]
    adjusted = holm([pair.p for pair in found])
    return [
        asdict(pair) | {"interval": [round(end, 4) for end in pair.interval], "p_holm": p}
        for pair, p in zip(found, adjusted, strict=True)
    ]
