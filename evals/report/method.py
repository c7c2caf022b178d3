"""How the figures of a report were made, and what they do not tell."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..arms.table import ARMS
from .elements import text


def method(summary: Mapping[str, Any]) -> str:
    """The last part of the page: method and limits, arms, machines, versions."""
    prompts = {h: s for found in summary["runs"] for s, h in found["card"]["prompts"].items()}
    hashes = ", ".join(f"{style} {hash_}" for hash_, style in prompts.items())
    machines = sorted(
        {
            f"{s['machine']['cpu']}, {s['machine']['cores']} cores, GPU {s['machine']['gpu']}; "
            + ", ".join(f"{name} {number}" for name, number in s["versions"].items())
            for s in summary["sittings"]
        }
    )
    points = [
        "All arms get the same items. Arms that read get the same message; a language model alone "
        "gets the message with a fixed prompt that tells the form of the answer "
        f"(hashes of the prompts: {hashes}). Its reply is read leniently.",
        "Right means: our verifier accepts the answer to the true puzzle (Sudoku, maze), or the "
        "reply says what is wrong with it where it has no answer. ARC: the share of test outputs "
        "that one of two attempts equals in every cell.",
        "False verified counts answers that an arm called verified and that are wrong for the "
        "puzzle as the person wrote it.",
        "Intervals of rates are Wilson's. Differences are paired: the interval is a bootstrap over "
        "puzzles, p is McNemar's exact test, adjusted by Holm for the pairs of one table.",
        "The hybrid has more than the language model: a reader, the TRM and a verifier. The arms "
        "reader-trm (no language model), llm-verify (our verifier, no solver) and exact (an exact "
        "solver: the ceiling, which Sudokus and mazes do have) show what each part is worth.",
        "The solver has a budget in seconds, so a slower machine may solve fewer hard puzzles. "
        "Tokens marked ~ were estimated, as the model told none.",
        "Generated puzzles are not those of public benchmarks; quoted figures are on other data.",
        "ARC's public lists are on the web: figures of language models on them are upper bounds.",
    ]
    listed = "".join(f"<li>{text(point)}</li>" for point in points)
    where = "".join(f"<li>{text(machine)}</li>" for machine in machines)
    arms = "".join(f"<li><b>{name}</b>: {text(sort.title)}</li>" for name, sort in ARMS.items())
    return (
        f"<h2>Method and limits</h2><ul>{listed}</ul><h3>Arms</h3><ul>{arms}</ul>"
        f"<h3>Machines</h3><ul>{where}</ul>"
    )
