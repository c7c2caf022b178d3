"""`tinyduo arc solve`: tasks by id or from files, learned and answered one after another."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any

from ..terminal import one_line, printable, progress, results
from .arc_official import add_official_options, official_weights, solve_official
from .options import add_arc_options, arc_budget_of, examples, formatter

if TYPE_CHECKING:
    from ...trm.puzzles.arc import ArcItem
    from ..reply import PuzzleReply

ANSWERED = 0  # an ARC answer is a prediction at best, and a refusal is an answer too


def add_action(actions: Any, lists: str) -> None:
    """Add `solve` to the actions of `tinyduo arc`."""
    parser = actions.add_parser(
        "solve",
        help="learn tasks and predict their outputs",
        description="Learn each task from its demonstrations, then give two attempts a test "
        "input with the probability that they are right. Test outputs, where they are known, are "
        "compared at the end and never shown to the model.",
        epilog=examples(
            "tinyduo arc solve 007bbfb7", "tinyduo arc solve task.json --max-steps 400 --json"
        ),
        formatter_class=formatter,
    )
    parser.add_argument("tasks", nargs="+", metavar="TASK_ID|FILE.json", help="which tasks")
    parser.add_argument(
        "--list", dest="suite", metavar="LIST", help=f"where ids are from: {lists}, arc-1, arc-2"
    )
    add_arc_options(parser)
    add_official_options(parser)
    parser.add_argument("--json", action="store_true", help="print one JSON object a task")
    parser.add_argument("--quiet", action="store_true", help="no progress")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Solve every task; what cannot be found is said before anything is learned."""
    from ..answer import Hybrid
    from ..thinking import Thinking
    from .arc import item_of

    found = [item_of(task, args.suite) for task in args.tasks]
    budget = arc_budget_of(args.budget, args.max_steps)
    official = official_weights(args.weights, args.device)
    if official is None and (args.force or args.views is not None):
        raise ValueError("--force and --views are for weights of an official ARC checkpoint")
    hybrid = Hybrid(
        "none",
        arc_budget=budget,
        seed=args.seed,
        weights=args.weights,
        device=args.device,
    )
    for number, ((item, source), asked) in enumerate(zip(found, args.tasks, strict=True)):
        began = perf_counter()
        with Thinking(progress(), quiet=args.quiet) as thinking:
            hybrid.on_progress = thinking.learn
            if official is None:
                reply = hybrid.answer_puzzle(item.task)
            else:
                name = item.name if source != Path(asked).name else None  # files may hold anything
                report = thinking.learn
                result = solve_official(item.task, args, name=name, budget=budget, report=report)
                reply = hybrid.explained(item.task, result)
        seconds = perf_counter() - began
        if args.json:
            print(json.dumps(_record(item, source, reply, seconds)), flush=True)
        else:
            _show(item, source, reply, seconds, apart=number > 0)
    return ANSWERED


def hits_of(item: ArcItem, reply: PuzzleReply) -> list[bool] | None:
    """For each test input, whether an attempt is right; None where the outputs are not known."""
    if item.targets is None:
        return None
    answers = reply.arc_result.answers if reply.arc_result else ()
    padded = [*answers, *[()] * (len(item.targets) - len(answers))]
    return [
        any(attempt.grid == target for attempt in attempts)
        for attempts, target in zip(padded, item.targets, strict=True)
    ]


def _record(item: ArcItem, source: str, reply: PuzzleReply, seconds: float) -> dict[str, Any]:
    from ...tools.reading import Ask
    from ..reply import Reply

    parts = {"read": 0.0, "load": 0.0, "explain": 0.0, "total": seconds}
    learned = reply.arc_result.seconds if reply.arc_result else 0.0
    parts |= {"trm": learned, "load": max(0.0, seconds - learned)}
    whole = Reply(Ask.SOLVE, reply.explanation, (reply,), parts)
    return whole.to_json() | {"task": item.name, "source": source, "correct": hits_of(item, reply)}


def _show(item: ArcItem, source: str, reply: PuzzleReply, seconds: float, *, apart: bool) -> None:
    from rich.text import Text

    from ...tools.reading import Ask
    from ..arc.picture import picture_of

    out = results()
    ascii_only = not out.encoding.lower().startswith("utf")
    if apart:
        out.print()
    out.print(Text(one_line(f"{item.name} ({source})"), "bold"))
    out.print(picture_of(reply, Ask.SOLVE).drawn(width=out.width, ascii_only=ascii_only))
    out.print(Text(printable(reply.explanation)))
    hits = hits_of(item, reply)
    if hits is not None:
        out.print(Text(_compared(hits, seconds)))


def _compared(hits: list[bool], seconds: float) -> str:
    """What comes of comparing with the known outputs."""
    took = f"({seconds:.1f} s)"
    if len(hits) == 1:
        return f"Compared with the known output: {'right' if hits[0] else 'wrong'} {took}."
    return f"Compared with the known outputs: {sum(hits)} of {len(hits)} right {took}."
