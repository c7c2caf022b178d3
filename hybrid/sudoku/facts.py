"""The facts of one puzzle in plain words: what the template says, and all the LLM is told.

Everything here comes from code: the verdict, the judge's ruling, the logic steps, the trace.
"""

from __future__ import annotations

from collections import Counter

from ...tools.reading import Ask
from ...trm.puzzles import Grid, Status, Sudoku, cell_name
from ...trm.puzzles.sudoku import Step, solve_by_logic, steps
from ...trm.result import Result
from ..wording import count_of, effort_of, named, sentence, sentences_of, tries_of
from .coach import BEYOND, HintLevel, check_entries, hint
from .entries import read_hint_level, read_why
from .why import why

_SHOWN_STEPS = 6  # logic steps told for `explain`
_RULES = "every row, column and box holds each digit once"


def facts_of(
    puzzle: Sudoku, result: Result, ask: Ask, attempt: Grid | None = None, words: str = ""
) -> list[str]:
    """Sentences that are true of the puzzle and answer what is asked, most important first.

    Args:
        puzzle: the puzzle.
        result: what the solver found for it.
        ask: what is asked.
        attempt: the person's own grid.
        words: the message without its grids: a cell that is asked about, how strong a hint.
    """
    if result.status is Status.CONTRADICTION:
        return _contradiction(puzzle, result)
    asked = read_why(words) if ask in (Ask.EXPLAIN, Ask.QUESTION) else None
    if asked and max(asked.cell) < puzzle.size:
        return [why(puzzle, result, attempt or puzzle.givens, asked)]
    if ask is Ask.HINT:
        return _hint(puzzle, result, attempt, read_hint_level(words) or HintLevel.STEP)
    told = {Ask.CHECK: _check, Ask.COUNT: _count}.get(ask)
    if told is None and result.status is Status.UNSOLVED:
        return _unsolved(result)
    told = told or {Ask.EXPLAIN: _explain, Ask.QUESTION: _question}.get(ask, _solve)
    return told(puzzle, result, attempt)


def _contradiction(puzzle: Sudoku, result: Result) -> list[str]:
    problems = result.verdict.problems if result.verdict else ()
    if _is_full(puzzle):
        return [
            f"This full {puzzle.size}x{puzzle.size} grid breaks the rules.",
            *sentences_of(problems),
        ]
    begin = f"This {_board(puzzle)} has no answer"
    if len(problems) == 1 and problems[0].rule == "contradiction":  # no rule broken by itself
        cells = problems[0].cells
        where = f" at {named(cells)}" if cells else ""
        return [f"{begin}: the givens{where} cannot all stand together."]
    return [f"{begin}.", *sentences_of(problems)]


def _unsolved(result: Result) -> list[str]:
    told = [f"Not solved: {tries_of(result)} found no answer that keeps all rules."]
    if result.answer is None or result.verdict is None:
        return told
    return [
        *told,
        "The best try is shown, and it is not right.",
        *sentences_of(result.verdict.problems),
    ]


def _solve(puzzle: Sudoku, result: Result, attempt: Grid | None) -> list[str]:
    if result.answer is None:
        return [f"This {_board(puzzle)} has more than one answer, and the network found none."]
    if result.status is Status.MULTIPLE:
        shown = "two of them are shown" if result.alternatives else "one of them is shown"
        return [
            f"This {_board(puzzle)} has more than one answer; {shown}.",
            f"Every given is kept and {_RULES}.",
        ]
    if _is_full(puzzle):
        return [f"This full {puzzle.size}x{puzzle.size} grid is right: verified, {_RULES}."]
    only = ", and there is no other answer" if result.unique else ""
    return [
        f"Solved and verified: this {_board(puzzle)} is filled so that every given is kept and "
        f"{_RULES}{only}.",
        f"The network took {effort_of(result)}.",
        *_first_step(puzzle),
    ]


def _hint(puzzle: Sudoku, result: Result, attempt: Grid | None, level: HintLevel) -> list[str]:
    advice = hint(puzzle, result, attempt or puzzle.givens, level)
    if advice.cell is None:
        return [advice.text]
    row, col = advice.cell
    return [advice.text, f"({cell_name(advice.cell)} is row {row + 1}, column {col + 1}.)"]


def _check(puzzle: Sudoku, result: Result, attempt: Grid | None) -> list[str]:
    if attempt is not None:
        return [check_entries(puzzle, result, attempt).text]
    return _unsolved(result) if result.status is Status.UNSOLVED else _solve(puzzle, result, None)


def _count(puzzle: Sudoku, result: Result, attempt: Grid | None) -> list[str]:
    if result.status is Status.MULTIPLE:
        return [f"This {_board(puzzle)} has more than one answer."]
    if result.unique:
        missed = ", but the network did not find it" if result.status is Status.UNSOLVED else ""
        return [f"This {_board(puzzle)} has exactly one answer{missed}."]
    if result.status is Status.UNSOLVED:
        return ["No answer was found, and how many there are could not be settled."]
    return ["One answer was found and verified; whether there is another could not be settled."]


def _explain(puzzle: Sudoku, result: Result, attempt: Grid | None) -> list[str]:
    path, placed, blanks = _by_hand(puzzle)
    told = _solve(puzzle, result, None)[:1]
    if not blanks:
        return told
    if placed == blanks:
        told.append(f"Named techniques fill the whole grid, all {blanks} blanks.")
    elif result.status is Status.MULTIPLE:
        told.append(
            f"Named techniques fill {placed} of the {blanks} blanks; the givens do not settle the "
            "rest."
        )
    else:
        told.append(
            f"Named techniques fill {placed} of the {blanks} blanks. {BEYOND}: the rest is the "
            "network's (TRM's) answer, verified."
        )
    told += _techniques(path)
    told += [f"Step {number}: {step.reason}." for number, step in enumerate(path, start=1)][
        :_SHOWN_STEPS
    ]
    return told


def _techniques(path: tuple[Step, ...]) -> list[str]:
    """How often each technique is used, and the hardest with its first use."""
    if not path:
        return []
    counts = Counter(step.technique for step in path)
    ordered = sorted(counts, key=lambda technique: technique.rank)
    told = ["Steps by technique: " + ", ".join(f"{each} {counts[each]}" for each in ordered) + "."]
    hardest = ordered[-1]
    if not hardest.places_digits:
        first = next(step for step in path if step.technique is hardest)
        told.append(sentence(f"the hardest one used is {hardest}: {first.reason}"))
    return told


def _question(puzzle: Sudoku, result: Result, attempt: Grid | None) -> list[str]:
    path, placed, blanks = _by_hand(puzzle)
    if result.status is Status.MULTIPLE or not blanks:
        return _solve(puzzle, result, None)[:1]
    only = " and there is no other" if result.unique else ""
    solved = [f"It is solved: the answer is verified{only}."]
    if placed < blanks:
        return [
            f"A hard {_board(puzzle)}: named techniques fill {placed} of the {blanks} blanks, then "
            "deeper reasoning is needed.",
            *solved,
        ]
    if all(step.cell is not None for step in path):
        how = "each step is a cell with one possible digit, or a digit with one possible place"
        return [f"An easy {_board(puzzle)}: {how}.", *solved]
    hardest = max((step.technique for step in path), key=lambda technique: technique.rank)
    how = "some steps only rule digits out before the next digit can be placed"
    return [f"A moderate {_board(puzzle)}: {how}; the hardest one is {hardest}.", *solved]


def _by_hand(puzzle: Sudoku) -> tuple[tuple[Step, ...], int, int]:
    """The steps a person can follow, how many blanks they fill, and how many there are."""
    path, _ = solve_by_logic(puzzle)
    placed = sum(step.cell is not None for step in path)
    return path, placed, puzzle.size**2 - puzzle.n_givens


def _first_step(puzzle: Sudoku) -> list[str]:
    step = next(steps(puzzle), None)
    if step is None:
        return ["No named technique begins it: this one is hard by hand."]
    return [f"A first step to follow by hand: {step.reason}."]


def _is_full(puzzle: Sudoku) -> bool:
    return puzzle.n_givens == puzzle.size**2


def _board(puzzle: Sudoku) -> str:
    return f"{puzzle.size}x{puzzle.size} Sudoku with {count_of(puzzle.n_givens, 'given')}"
