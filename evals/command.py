"""`tinyduo eval`: arms over suites, records a line each, reports made from them."""

from __future__ import annotations

import argparse
import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..hybrid.commands.options import (
    add_llm_option,
    arc_budget_of,
    budget_of,
    examples,
    formatter,
    given,
)
from ..hybrid.terminal import progress, results, say

if TYPE_CHECKING:
    from .evaluate import Evaluation

_SHARD = re.compile(r"(\d{1,5})/(\d{1,5})")
_SUITES = (
    "sudoku-4x4, sudoku-easy, sudoku-hard, maze-10, maze-30-hard, arc-1, arc-2 (or any list of "
    "tinyduo arc), smoke, nl, csv; by make rearc: rg-sudoku, rg-mini-sudoku, rg-path, rg-rearc, "
    "rg-arc"
)
_ARMS = (
    "llm, llm-cot, llm-k, llm-verify, hybrid, reader-trm, llm-exact, trm-oracle, trm-single, exact"
)


def add_parser(subparsers: Any) -> None:
    """Add `eval` to the parser."""
    parser = subparsers.add_parser(
        "eval",
        help="measure the hybrid against the LLM alone, and write a report",
        description="Runs arms over a suite: same items, same messages, same model. Records are "
        "written as they come, and the same command goes on where it was stopped. Then "
        "summary.json and report.html are made from the records.",
        epilog=examples(
            "tinyduo eval --suite smoke --llm none --out smoke",
            "tinyduo eval --suite sudoku-easy --arm llm --arm hybrid --n 50 --out easy",
        ),
        formatter_class=formatter,
    )
    parser.add_argument("--suite", metavar="NAME", help=_SUITES)
    parser.add_argument(
        "--arm", action="append", default=[], dest="arms", metavar="NAME",
        help=f"may be repeated: {_ARMS} (default: llm, hybrid and those without an LLM)",
    )  # fmt: skip
    parser.add_argument("--n", type=int, metavar="N", help="items (default: the suite's)")
    parser.add_argument("--seed", type=int, default=0, metavar="S", help="(default: 0)")
    parser.add_argument(
        "--data", type=Path, metavar="FILE", help="CSV with a column question, or nl's JSONL"
    )
    parser.add_argument("--out", type=Path, metavar="DIR", help="records, summary and report")
    parser.add_argument("--shard", type=_shard, metavar="i/n", help="part i of n of the items")
    parser.add_argument(
        "--concurrency", type=int, metavar="N", help="at the same time (1; a server: 8)"
    )
    parser.add_argument(
        "--executor", choices=["local", "ray"], default="local",
        help="ray: on the workers of a Ray cluster (extra ray), as many as --concurrency says",
    )  # fmt: skip
    parser.add_argument("--samples", type=int, metavar="K", help="of llm-k and llm-verify (8)")
    parser.add_argument(
        "--max-tokens", type=int, metavar="N", help="of a reply of the LLM alone (1024; cot 4096)"
    )
    parser.add_argument("--cot-tokens", type=int, metavar="N", help="of a reply of llm-cot")
    parser.add_argument(
        "--max-characters", type=int, metavar="N", help="leave out items with longer messages"
    )
    parser.add_argument(
        "--price", type=float, nargs=2, metavar=("IN", "OUT"), help="dollars a million tokens"
    )
    parser.add_argument(
        "--budget", type=float, metavar="S", help="seconds a puzzle may take (20; ARC: 45)"
    )
    parser.add_argument(
        "--max-steps", type=int, metavar="N", help="training steps an ARC task instead of seconds"
    )
    parser.add_argument(
        "--arc-records", type=Path, metavar="DIR",
        help="take the TRM's answers to ARC tasks from records of tinyduo arc submit",
    )  # fmt: skip
    parser.add_argument("--device", default="cpu", metavar="D", help="cpu (default), cuda, ...")
    parser.add_argument("--weights", metavar="W", help="name or path (default: the shipped ones)")
    add_llm_option(parser)
    parser.add_argument("--json", action="store_true", help="print the summary as JSON")
    parser.add_argument("--quiet", action="store_true", help="no progress")
    parser.set_defaults(run=run)
    actions = parser.add_subparsers(metavar="ACTION")
    for name, does, told, call in (
        ("merge", "put the shards of one run into one folder", "The shards must be complete lines "
         "of one run; an item answered twice is an error.", run_merge),
        ("report", "make summary and report again from records", "Several folders make one "
         "report: other suites, or other language models.", run_report),
    ):  # fmt: skip
        action = actions.add_parser(
            name,
            help=does,
            description=told,
            epilog=examples(
                f"tinyduo eval {name} part-1 part-2 --out all", f"tinyduo eval {name} all"
            ),
            formatter_class=formatter,
        )
        action.add_argument("folders", type=Path, nargs="+", metavar="DIR")
        action.add_argument("--out", type=Path, metavar="DIR", help="(default: the first)")
        action.add_argument("--json", action="store_true", help="print the summary as JSON")
        action.set_defaults(run=call)
    export = actions.add_parser(
        "export",
        help="write an arm's answers to ARC tasks as a submission",
        description="A folder as the ARC Prize takes it, with results.json, or Kaggle's "
        "submission.json, made from the records of one arm.",
        epilog=examples(
            "tinyduo eval export arc --arm hybrid --form arc-prize --out submission",
            "tinyduo eval export arc --arm llm --form kaggle --out .",
        ),
        formatter_class=formatter,
    )
    export.add_argument("folder", type=Path, metavar="DIR", help="of tinyduo eval")
    export.add_argument("--form", required=True, choices=["arc-prize", "kaggle"])
    export.add_argument("--arm", metavar="NAME", help="whose answers (default: the only one)")
    export.add_argument("--out", type=Path, required=True, metavar="DIR")
    export.set_defaults(run=run_export)


def run(args: argparse.Namespace) -> int:
    """Run the arms, write the reports, print the tables."""
    if not args.suite or not args.out:
        raise ValueError("--suite NAME and --out DIR are needed, or an action: merge, report")
    from .evaluate import evaluate
    from .live import Live

    with Live(progress(), quiet=args.quiet) as live:
        summary = evaluate(_asked(args), report=live.update, say=say)
    return _print(summary, args.out, as_json=args.json)


def run_merge(args: argparse.Namespace) -> int:
    """Merge shards and report on them."""
    from .evaluate import write_reports
    from .runs import merge

    out = args.out or args.folders[0]
    return _print(write_reports([merge(args.folders, out)], out), out, as_json=args.json)


def run_report(args: argparse.Namespace) -> int:
    """Report on records that are there."""
    from .evaluate import write_reports
    from .runs import read_runs

    out = args.out or args.folders[0]
    return _print(write_reports(read_runs(args.folders), out), out, as_json=args.json)


def run_export(args: argparse.Namespace) -> int:
    """Write a submission, and print its strict score."""
    from .export import export
    from .runs import read_run

    found = export(read_run([args.folder]), args.form, args.out, arm=args.arm)
    score = found.score
    low, high = score.mean.interval
    results().print(
        f"{found.arm}: {score.mean.value:.1%} (95 % interval {low:.1%} to {high:.1%}) over "
        f"{len(score.tasks)} tasks, {found.answered} of them with a record",
        soft_wrap=True,
        highlight=False,
    )
    say(f"written: {found.path}")
    return 0


def _asked(args: argparse.Namespace) -> Evaluation:
    from .evaluate import Evaluation

    return Evaluation(
        suite=args.suite,
        out=args.out,
        arms=tuple(args.arms),
        llm=args.llm,
        seed=args.seed,
        budget=budget_of(args.budget),
        arc_budget=arc_budget_of(args.budget, args.max_steps),
        device=args.device,
        executor=args.executor,
        price=tuple(args.price) if args.price else None,
        **given(
            n=args.n,
            data=args.data,
            shard=args.shard,
            concurrency=args.concurrency,
            samples=args.samples,
            max_tokens=args.max_tokens,
            cot_tokens=args.cot_tokens,
            max_characters=args.max_characters,
            weights=args.weights,
            arc_records=args.arc_records,
        ),
    )


def _print(summary: dict[str, Any], out: Path, *, as_json: bool) -> int:
    from .evaluate import REPORT
    from .tables import show

    if as_json:
        print(json.dumps(summary))
    else:
        show(summary, results())
    say(f"written: {out / REPORT}")
    return 0


def _shard(text: str) -> tuple[int, int]:
    found = _SHARD.fullmatch(text)
    if not found or not 1 <= int(found[1]) <= int(found[2]):
        raise argparse.ArgumentTypeError(f"{text:.20} is no part such as 1/4")
    return int(found[1]), int(found[2])
