"""The facts of one puzzle in plain words: what the template says, and all the LLM is told.

Everything here comes from code: the verdict, the judge's ruling, the logic steps, the trace.
"""

from __future__ import annotations

from ...tools.reading import Ask
from ...trm.puzzles import Grid, Status, Sudoku, cell_name
from ...trm.puzzles.sudoku import Step, solve_by_logic, steps
from ...trm.result import Result
from ..wording import count_of, effort_of, named, sentences_of, tries_of
from .coach import check_entries, next_digit

_SHOWN_STEPS = 6  # logic steps told for `explain`
_RULES = "every row, column and box holds each digit once"


def facts_of(puzzle: Sudoku, result: Result, ask: Ask, attempt: Grid | None = None) -> list[str]:
    """Sentences that are true of the puzzle and answer what is asked, most important first."""
    if result.status is Status.CONTRADICTION:
        return _contradiction(puzzle, result)
    told = {Ask.HINT: _hint, Ask.CHECK: _check, Ask.COUNT: _count}.get(ask)
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


def _hint(puzzle: Sudoku, result: Result, attempt: Grid | None) -> list[str]:
    advice = next_digit(puzzle, result, attempt or puzzle.givens)
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
    told = [f"Step {number}: {step.reason}." for number, step in enumerate(path, start=1)]
    told = told[:_SHOWN_STEPS]
    if blanks and placed == blanks:
        told.append("Steps like these fill the whole grid.")
    elif blanks and result.status is Status.MULTIPLE:
        told.append(
            f"Such steps fill {placed} of the {blanks} blanks; the givens do not settle the rest."
        )
    elif blanks:
        told.append(
            f"Such steps fill {placed} of the {blanks} blanks; the rest of the answer is the "
            "network's, verified."
        )
    return _solve(puzzle, result, None)[:1] + told


def _question(puzzle: Sudoku, result: Result, attempt: Grid | None) -> list[str]:
    path, placed, blanks = _by_hand(puzzle)
    if result.status is Status.MULTIPLE or not blanks:
        return _solve(puzzle, result, None)[:1]
    only = " and there is no other" if result.unique else ""
    solved = [f"It is solved: the answer is verified{only}."]
    if placed < blanks:
        return [
            f"A hard {_board(puzzle)}: simple steps fill {placed} of the {blanks} blanks, then "
            "deeper reasoning is needed.",
            *solved,
        ]
    if all(step.cell is not None for step in path):
        how = "each step is a cell with one possible digit, or a digit with one possible place"
        return [f"An easy {_board(puzzle)}: {how}.", *solved]
    how = "some steps only rule digits out before the next digit can be placed"
    return [f"A moderate {_board(puzzle)}: {how}.", *solved]


def _by_hand(puzzle: Sudoku) -> tuple[tuple[Step, ...], int, int]:
    """The steps a person can follow, how many blanks they fill, and how many there are."""
    path, _ = solve_by_logic(puzzle)
    placed = sum(step.cell is not None for step in path)
    return path, placed, puzzle.size**2 - puzzle.n_givens


def _first_step(puzzle: Sudoku) -> list[str]:
    step = next(steps(puzzle), None)
    if step is None:
        return ["No simple step begins it: this one is hard by hand."]
    return [f"A first step to follow by hand: {step.reason}."]


def _is_full(puzzle: Sudoku) -> bool:
    return puzzle.n_givens == puzzle.size**2


def _board(puzzle: Sudoku) -> str:
    return f"{puzzle.size}x{puzzle.size} Sudoku with {count_of(puzzle.n_givens, 'given')}"
