"""`tinyduo arc submit`: a whole list answered over as many sittings as it takes, and scored."""

from __future__ import annotations

import argparse
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..terminal import progress, say
from .options import add_arc_options, arc_budget_of, examples, formatter

if TYPE_CHECKING:
    from ..arc.submit import Settings

_SHARD = re.compile(r"(\d{1,4})/(\d{1,4})")


def add_action(actions: Any, lists: str) -> None:
    """Add `submit` to the actions of `tinyduo arc`."""
    parser = actions.add_parser(
        "submit",
        help="answer a list of tasks and write submissions",
        description="Answer the tasks of a list, a record a task; a run that was stopped goes on "
        "where it stopped. Then write what ARC Prize and Kaggle take, and print the score. Shards "
        "write into one folder, or are merged by --merge.",
        epilog=examples(
            "tinyduo arc submit --list arc-1-eval --max-steps 600 --out answers",
            "tinyduo arc submit --merge answers-1 answers-2 --out answers",
        ),
        formatter_class=formatter,
    )
    parser.add_argument("--list", dest="suite", metavar="LIST", help=lists)
    parser.add_argument(
        "--tasks", nargs="+", metavar="ID|FILE", help="ids, or a file of ids (default: all)"
    )
    parser.add_argument("--shard", type=_shard, metavar="i/n", help="part i of n of the tasks")
    parser.add_argument("--jobs", type=int, default=1, metavar="N", help="processes (default: 1)")
    add_arc_options(parser)
    parser.add_argument("--out", type=Path, metavar="DIR", help="records and submissions")
    parser.add_argument("--form", choices=["prize", "kaggle"], help="only this (default: both)")
    parser.add_argument(
        "--merge", type=Path, nargs="+", metavar="DIR", help="folders of shards; nothing is solved"
    )
    parser.add_argument("--json", action="store_true", help="print the score as one JSON object")
    parser.add_argument("--quiet", action="store_true", help="no progress")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Answer what is not answered yet, then write the submissions and score them."""
    from ..arc.submit import FORMS, merged, write_forms
    from .arc import print_score

    if args.merge:
        if args.suite or args.tasks or args.shard:
            raise ValueError("--list, --tasks and --shard are for solving; --merge only merges")
        folders, out = args.merge, args.out or args.merge[0]
    else:
        if not args.suite or not args.out:
            raise ValueError("--list LIST and --out DIR are needed, or --merge DIR ...")
        if args.jobs < 1:
            raise ValueError(f"--jobs is {args.jobs}, expected at least 1")
        _solve(_settings(args), args)
        folders, out = [args.out], args.out
    forms = FORMS if args.form is None else (args.form,)
    found, answered = write_forms(folders, out, forms)
    card, _ = merged(folders)
    if not args.quiet:
        say(f"{out}: {answered} of {len(found.tasks)} tasks answered; written: {', '.join(forms)}")
    print_score(found, card["list"], chosen=card["chosen"], as_json=args.json)
    return 0


def _settings(args: argparse.Namespace) -> Settings:
    from ..arc.submit import Settings
    from .options import given

    tasks = None if args.tasks is None else tuple(_ids(args.tasks))
    return Settings(
        args.suite,
        tasks,
        budget=arc_budget_of(args.budget, args.max_steps),
        seed=args.seed,
        device=args.device,
        **given(shard=args.shard, weights=args.weights),
    )


def _solve(settings: Settings, args: argparse.Namespace) -> None:
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TimeRemainingColumn

    from ..arc.submit import run as answer

    console = progress()
    bar = Progress(
        BarColumn(None), MofNCompleteColumn(), TimeRemainingColumn(), console=console,
        disable=args.quiet or not console.is_terminal, transient=True,
    )  # fmt: skip
    with bar:
        task = bar.add_task("", total=None)
        answer(
            settings,
            args.out,
            jobs=args.jobs,
            report=lambda done, total, _: bar.update(task, completed=done, total=total),
        )


def _ids(given: list[str]) -> list[str]:
    """Ids, or those in a file."""
    if len(given) == 1 and (path := Path(given[0])).is_file():
        return path.read_text("utf-8-sig").split()
    return given


def _shard(text: str) -> tuple[int, int]:
    found = _SHARD.fullmatch(text)
    if not found or not 1 <= int(found[1]) <= int(found[2]):
        raise argparse.ArgumentTypeError(f"{text:.20} is no part such as 1/4")
    return int(found[1]), int(found[2])
