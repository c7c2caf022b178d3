"""The facts of one ARC task in plain words: what the template says, and all the LLM is told.

Nobody can tell whether an answer is right, so nothing here says that one is: only how likely the
model's own record makes it, and what was seen on the demonstrations.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...tools.arc import self_check_words
from ...tools.arc_checks import checks_in_words, checks_of
from ...tools.reading import Ask
from ...trm.puzzles import Status
from ...trm.puzzles.arc import ArcTask, Grid, output_sizes, size_name
from ..wording import count_of, sentence
from .rule import simple_rule

if TYPE_CHECKING:
    from ...trm.solving.arc.result import ArcAttempt, ArcResult

_COLOURS = (
    *("black", "blue", "red", "green", "yellow"),
    *("grey", "magenta", "orange", "light blue", "maroon"),
)
UNCHECKABLE = "A prediction: nobody can check the answer to an ARC task before it is known."


def facts_of(
    task: ArcTask,
    result: ArcResult,
    ask: Ask,
    attempt: tuple[Grid, ...] | None = None,
    words: str = "",
) -> list[str]:
    """Sentences that are true of the task and answer what is asked, most important first."""
    if ask is Ask.CHECK and attempt:
        return [*_checked(task, attempt), *_compared(result, attempt)]
    if ask is Ask.HINT:
        return _hint(task)
    if result.status is Status.UNSUPPORTED:
        return [sentence(f"I do not attempt this ARC task: {result.reason}"), _shape(task)]
    told = [UNCHECKABLE, *_attempts(result), *_self_check(result)]
    if ask is Ask.CHECK:
        return ["I see no output of yours: paste the task with it as the test output.", *told]
    if ask is Ask.COUNT:
        return ["One rule is meant, and how many others fit the demonstrations, nobody counts."]
    if ask is Ask.QUESTION:
        return [_shape(task), *told]
    if ask is Ask.EXPLAIN:
        why = (
            "The network learned the demonstrations in many turned and recoloured copies, and "
            "its answers to such copies of the test input voted; a rule in words it does not have."
        )
        return [*told, *_rule(task, result), *_sizes(task), why, *_effort(task, result)]
    return [*told, *_sizes(task), *_effort(task, result)]


def _attempts(result: ArcResult) -> list[str]:
    """How likely the attempts are right."""
    several = len(result.answers) > 1
    told = []
    for number, attempts in enumerate(result.answers, start=1):
        begin = f"Test {number}: " if several else ""
        if not attempts:
            told.append(f"{begin}no attempt, for no rule tells how large the output is.")
        elif all(attempt.p_correct is None for attempt in attempts):
            these = "these attempts are" if len(attempts) > 1 else "this attempt is"
            told.append(f"{begin}{sentence(f'nothing tells how likely {these} right')}")
        else:
            chances = [_chance(attempt) for attempt in attempts]
            first = f"attempt 1 {chances[0]}"
            rest = f", attempt 2 {chances[1]}" if len(chances) > 1 else ", and there is no other"
            told.append(f"{begin}{sentence(first + rest)}")
    return told + ([sentence(result.reason)] if result.reason else [])


def _chance(attempt: ArcAttempt) -> str:
    if attempt.p_correct is None:
        return "is right with a probability that nothing tells"
    return f"is right with a probability of {attempt.p_correct:.2f}"


def _self_check(result: ArcResult) -> list[str]:
    check = result.check
    if check is None:
        return []
    told = self_check_words(
        {"hits": check.hits, "folds": check.folds, "reproduced": 0, "demonstrations": 0}
    )
    shown = count_of(check.demonstrations, "demonstration")
    again = (
        f"At the end the network gives {check.reproduced} of {shown} again, which shows memory "
        "more than understanding."
        if check.reproduced
        else f"At the end the network gives none of {shown} again: it has not learned the task."
    )
    return [told, again]


def _rule(task: ArcTask, result: ArcResult) -> list[str]:
    """Which simple rule fits the demonstrations, and what the attempts have to do with it."""
    found = simple_rule(task)
    shown = count_of(len(task.demonstrations), "demonstration")
    if found is None:
        return [f"None of the simple rules I know fits all {shown}."]
    told = [
        f"An observation: in {'all ' if len(task.demonstrations) > 1 else ''}{shown} the output is "
        f"{found.words}. That the test follows it is not certain."
    ]
    for number, (grid, attempts) in enumerate(
        zip(task.tests, result.answers, strict=False), start=1
    ):
        begin = f"Test {number}: " if len(task.tests) > 1 else ""
        expected = found.apply(grid)
        places = [n for n, each in enumerate(attempts, start=1) if each.grid == expected]
        if expected is None:
            told.append(sentence(f"{begin}the rule does not say what becomes of the test input"))
        elif places:
            told.append(sentence(f"{begin}the network's attempt {places[0]} agrees with it"))
        elif attempts:
            told.append(sentence(f"{begin}no attempt of the network agrees with it"))
    return told


def _sizes(task: ArcTask) -> list[str]:
    """What the outputs are as large as."""
    told = []
    for number, grid in enumerate(task.tests, start=1):
        begin = f"The output of test {number}" if len(task.tests) > 1 else "The output"
        if guesses := output_sizes(task.demonstrations, grid):
            rows, cols = guesses[0].size
            told.append(f"{begin} should be {rows}x{cols} ({guesses[0].rules[0].words}).")
        else:
            told.append(f"{begin} may be of any size: no rule fits all demonstrations.")
    return told


def _hint(task: ArcTask) -> list[str]:
    """Sizes and colours alone."""
    colours = sorted({cell for p in task.demonstrations for row in p.output for cell in row})
    named = ", ".join(f"{_COLOURS[colour]} ({colour})" for colour in colours)
    return [*_sizes(task), f"The outputs shown use these colours: {named}."]


def _checked(task: ArcTask, attempt: tuple[Grid, ...]) -> list[str]:
    """What speaks for and against the person's own outputs."""
    grids = enumerate(attempt[: len(task.tests)])
    return checks_in_words([each for test, grid in grids for each in checks_of(task, test, grid)])


def _compared(result: ArcResult, attempt: tuple[Grid, ...]) -> list[str]:
    """Whether the person's outputs are the network's too."""
    told = []
    for number, (mine, grid) in enumerate(zip(result.answers, attempt, strict=False), start=1):
        begin = f"Test {number}: y" if len(result.answers) > 1 else "Y"
        place = next((n for n, each in enumerate(mine, start=1) if each.grid == grid), None)
        if place:
            told.append(
                f"{begin}our output is the network's attempt {place}, which "
                f"{_chance(mine[place - 1])}."
            )
        elif mine:
            told.append(f"{begin}our output is none of the network's attempts.")
    return told


def _effort(task: ArcTask, result: ArcResult) -> list[str]:
    pairs = count_of(len(task.demonstrations), "demonstration")
    if not result.steps:
        return []
    return [f"The network learned from {pairs} in {count_of(result.steps, 'training step')}."]


def _shape(task: ArcTask) -> str:
    sizes = ", ".join(size_name(grid) for grid in task.tests)
    pairs = count_of(len(task.demonstrations), "demonstration")
    return f"It has {pairs} and {count_of(len(task.tests), 'test input')} ({sizes})."
