"""What the arms without a solver ask a language model. Changing a word changes the hash in records.

The message is the item's own, the same that the hybrid gets. The form of ARC prompts follows the
ARC Prize harness (arcprize/arc-agi-benchmarking, 28e67d5): one prompt a test input, grids as JSON.
"""

from __future__ import annotations

import json
from hashlib import sha256

from langchain_core.messages import BaseMessage, HumanMessage, SystemMessage

from ..trm.puzzles.arc import ArcTask
from .suites import Item

_FORMS = {
    "sudoku": "For a Sudoku: every row of the solved grid on a line of its own, digits only.",
    "maze": "For a maze: the moves from S to G as letters U, D, L and R in one line, "
    "along a shortest path.",
    "arc": "For an ARC task: the output grid of the test input as a JSON list of rows.",
}
_OTHERWISE = (
    "If there is no such answer, write one word in its place: CONTRADICTION (no answer exists), "
    "MULTIPLE (a Sudoku with several), MALFORMED (no whole puzzle is given), UNSUPPORTED (another "
    "kind or with further rules), NONE (no puzzle), or UNSOLVED (you do not know)."
)
_BEGIN = "You solve puzzles. The answer is checked by a program, so keep to the form exactly."
_ENDS = {
    "direct": "Reply with ANSWER: and the answer, and nothing else.",
    "cot": "Think step by step first. Then end your reply with ANSWER: and the answer.",
}
_ARC = """This is a puzzle of a contest. Each example below shows an input grid and the output grid
that belongs to it. Find the rule behind all of them, and apply it to the test input. Grids are
JSON lists of rows; colours are numbers from 0 to 9. {end}

{examples}

--Test input--
{test}"""


def messages_for(item: Item, style: str, test: int = 0) -> list[BaseMessage]:
    """The prompt of an item.

    Args:
        item: of any kind.
        style: "direct" or "cot".
        test: of an ARC task, which test input.
    """
    if isinstance(item.puzzle, ArcTask):
        return [HumanMessage(arc_prompt(item.puzzle, test, style))]
    return [SystemMessage(system_prompt(style)), HumanMessage(item.text)]


def system_prompt(style: str) -> str:
    """What is said before a message: the same for every item, so that it tells no kind."""
    return "\n".join([_BEGIN, *_FORMS.values(), _OTHERWISE, _ENDS[style]])


def arc_prompt(task: ArcTask, test: int, style: str) -> str:
    """An ARC task and one of its test inputs."""
    examples = "\n\n".join(
        f"--Example {number}--\n"
        f"INPUT:\n{json.dumps(pair.input)}\nOUTPUT:\n{json.dumps(pair.output)}"
        for number, pair in enumerate(task.demonstrations, start=1)
    )
    return _ARC.format(end=_ENDS[style], examples=examples, test=json.dumps(task.tests[test]))


def prompt_hashes() -> dict[str, str]:
    """A short hash of each prompt's fixed words."""
    texts = {style: system_prompt(style) + _ARC + _ENDS[style] for style in _ENDS}
    return {name: sha256(text.encode()).hexdigest()[:16] for name, text in texts.items()}
