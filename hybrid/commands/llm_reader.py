"""`tinyduo llm train-reader`, and its exam for `tinyduo llm test embedded`."""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..terminal import results, say
from .options import examples, formatter, given

if TYPE_CHECKING:
    from ..llm.embedded import EmbeddedChatModel

_SETTINGS = ("examples", "batch", "seed", "first_layer", "rank", "learning_rate")


def add_train_reader(actions: Any) -> None:
    """Add `train-reader` to the parser of `tinyduo llm`."""
    train = actions.add_parser(
        "train-reader",
        help="fine-tune the embedded model as a reader",
        description="LoRA of the embedded model on made-up messages, on one CPU core: what is "
        "asked, the kind, and which puzzle is meant. Stopped, it goes on where it was. Needs peft "
        "(pip install 'tinyduo[train]').",
        epilog=examples(
            "tinyduo llm train-reader --run runs/reader --examples 200 --exam 60",
            "tinyduo llm train-reader --run runs/reader --out runs/reader/adapter",
        ),
        formatter_class=formatter,
    )
    train.add_argument("--run", dest="folder", type=Path, metavar="DIR", help="checkpoint and log")
    train.add_argument("--out", type=Path, metavar="PATH", help="of the adapter, without ending")
    train.add_argument("--examples", type=int, metavar="N", help="messages to train on")
    train.add_argument("--batch", type=int, metavar="N", help="messages a step")
    train.add_argument("--seed", type=int, metavar="N", help="of messages and weights")
    train.add_argument("--first-layer", type=int, metavar="N", help="the lowest that is adapted")
    train.add_argument("--rank", type=int, metavar="N", help="of the adapter")
    train.add_argument("--learning-rate", type=float, metavar="R", help="at its highest")
    train.add_argument(
        "--exam",
        type=int,
        default=640,
        metavar="N",
        help="held-out messages (default: 640; 0: none)",
    )
    train.set_defaults(run=run_train_reader)


def run_train_reader(args: argparse.Namespace) -> int:
    """Train, examine before and after, write adapter and card; prints the adapter's path."""
    from ...trm.cache import cache_root
    from ..llm.adapter import save_adapter
    from ..llm.embedded import EmbeddedChatModel
    from ..llm.fetch import fetch_embedded
    from ..llm.reader_training.exam import EXAM_SEED, examined
    from ..llm.reader_training.training import LOG, ReaderConfig, train_reader
    from .train_run import commit_of_checkout

    config = ReaderConfig(**given(**{name: getattr(args, name) for name in _SETTINGS}))
    if args.exam < 0:
        raise ValueError(f"--exam is {args.exam}, expected 0 or more")
    folder = args.folder or cache_root() / "runs" / "reader"
    out = args.out or folder / "reader"
    factors, seconds = train_reader(fetch_embedded(report=say), folder, config, report=say)
    card = {
        "base": "SmolLM2-135M-Instruct, as `tinyduo llm fetch embedded` converts it",
        "license": "Apache-2.0, as the base",
        "purpose": "what a message asks, the kind, and which puzzle is meant (pick.py)",
        "parameters": sum(a.numel() + b.numel() for a, b in factors.values()),
        "data": "made-up messages in 7 languages (hybrid/llm/reader_training), each seen once",
        "training": asdict(config),
        "training_seconds": round(seconds),
        "command": " ".join(["tinyduo", *sys.argv[1:]]),
        "commit": commit_of_checkout(),
        "curve": [json.loads(line) for line in (folder / LOG).read_text("utf-8").splitlines()],
    }
    scale = config.alpha / config.rank
    save_adapter(out, factors, scale, card)
    if args.exam:
        card["exam_seed"] = EXAM_SEED
        before = folder / f"before-{args.exam}.json"  # it has nothing to do with the training
        if not before.is_file():
            say("the exam, before training")
            record = examined(EmbeddedChatModel(adapter=None), args.exam, report=say)
            before.write_text(json.dumps(record), "utf-8")
        card["before"] = json.loads(before.read_text("utf-8"))
        say("the exam, after training")
        card["after"] = examined(EmbeddedChatModel(adapter=out), args.exam, report=say)
        save_adapter(out, factors, scale, card)
        show_reader_exam({name: card[name] for name in ("before", "after")})
    print(out.with_suffix(".safetensors"))
    return 0


def examine_reader(model: EmbeddedChatModel, count: int) -> dict[str, Any]:
    """The compact reader's exam, beside what the card of its adapter says of all messages."""
    from ..llm.adapter import adapter_path, load_adapter
    from ..llm.reader_training.exam import examined

    now = "with the adapter" if model.reads() else "without an adapter"
    shown = {f"{now}, {count} messages": examined(model, count, report=say)}
    path = adapter_path()
    card = load_adapter(path).card if path else {}
    told = {
        f"{name} training, from the card": card[name]
        for name in ("before", "after")
        if name in card
    }
    return told | shown


def show_reader_exam(exams: dict[str, Any]) -> None:
    """Print the skills of one or several exams side by side."""
    from rich.table import Table

    from ..llm.reader_training.exam import SKILLS

    table = Table(title="the compact reader on held-out messages: right of asked, 95 % interval")
    table.add_column("skill")
    for name in exams:
        table.add_column(name)
    for part in ("all", "languages never trained on"):
        table.add_section()
        table.add_row(part)
        for skill in SKILLS:
            table.add_row(f"  {skill}", *(_share(exam[part][skill]) for exam in exams.values()))
    results().print(table)


def _share(mark: dict[str, Any]) -> str:
    right, n = mark["right"], mark["of"]
    low, high = mark["interval"]
    return f"{right}/{n} = {right / n:.1%} ({low:.0%}-{high:.0%})" if n else "-"
