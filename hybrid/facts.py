"""The facts of one puzzle in plain words: what the template says, and all the LLM is told.

Everything here comes from code: the verdict, the judge's ruling, the logic steps, the trace.
"""

from __future__ import annotations

from ..tools.reading import Ask
from ..trm.puzzles import Cell, Grid, Status, Sudoku, cell_name
from ..trm.puzzles.sudoku import Step, candidates_left, next_placement, solve_by_logic, to_symbol
from ..trm.result import Result

_SHOWN_STEPS = 6  # logic steps told for `explain`
_SHOWN_PROBLEMS = 4


def facts_of(puzzle: Sudoku, result: Result, ask: Ask, attempt: Grid | None = None) -> list[str]:
    """Sentences that are true of the puzzle and answer what is asked, most important first."""
    if result.status is Status.CONTRADICTION:
        problems = result.verdict.problems if result.verdict else ()
        return [f"This {_board(puzzle)} has no answer.", *_problems(problems)]
    if result.status is Status.UNSOLVED:
        problems = result.verdict.problems if result.verdict else ()
        return [
            f"Not solved: {_tries(result)} found no answer that keeps all rules.",
            "The best try is shown, and it is not right.",
            *_problems(problems),
        ]
    told = {
        Ask.HINT: _hint,
        Ask.CHECK: _check,
        Ask.COUNT: _count,
        Ask.EXPLAIN: _explain,
        Ask.QUESTION: _question,
    }.get(ask, _solve)
    return told(puzzle, result, attempt)


def _solve(puzzle: Sudoku, result: Result, attempt: Grid | None) -> list[str]:
    if result.answer is None:
        return [f"This {_board(puzzle)} has more than one answer, so none is shown as the answer."]
    if result.status is Status.MULTIPLE:
        return [
            f"This {_board(puzzle)} has more than one answer; here is one, and another beside it.",
            "Every given is kept and every row, column and box holds each digit once.",
        ]
    only = ", and there is no other answer" if result.unique else ""
    return [
        f"Solved and verified: this {_board(puzzle)} is filled so that every given is kept and "
        f"every row, column and box holds each digit once{only}.",
        f"The network took {_effort(result)}.",
        *_first_step(puzzle),
    ]


def _hint(puzzle: Sudoku, result: Result, attempt: Grid | None) -> list[str]:
    step = _next_placement(puzzle, attempt)
    if step is not None:
        return [f"Next step: {step.reason}."]
    if result.status is Status.MULTIPLE or result.answer is None:
        return ["No next step follows: the puzzle has more than one answer."]
    if attempt is not None and wrong_cells(attempt, result.answer):
        return ["Before a next step: something in your grid is not right; ask me to check it."]
    blank = easiest_blank(puzzle, attempt)
    if blank is None:
        return ["There is no next step: no cell is blank."]
    row, col = blank
    digit = to_symbol(result.answer[row][col])
    return [
        "No simple technique places a digit here.",
        f"In the verified answer, {cell_name((row, col))} is {digit}.",
    ]


def _next_placement(puzzle: Sudoku, attempt: Grid | None) -> Step | None:
    try:
        return next_placement(puzzle, attempt)
    except ValueError:  # the attempt changes a given: go from the givens
        return next_placement(puzzle)


def _check(puzzle: Sudoku, result: Result, attempt: Grid | None) -> list[str]:
    if attempt is None:
        return _solve(puzzle, result, None)
    if result.status is Status.MULTIPLE or result.answer is None:
        return ["The puzzle has more than one answer, so cells cannot be called right or wrong."]
    wrong = wrong_cells(attempt, result.answer)
    blanks = sum(digit == 0 for row in attempt for digit in row)
    if wrong:
        names = ", ".join(cell_name(cell) for cell in wrong)
        return [f"{_count_of(len(wrong), 'cell')} of your grid cannot be right: {names}."]
    if blanks:
        return [f"No mistake so far; {_count_of(blanks, 'cell')} still to fill."]
    return ["Your grid is right: verified, every row, column and box holds each digit once."]


def _count(puzzle: Sudoku, result: Result, attempt: Grid | None) -> list[str]:
    if result.status is Status.MULTIPLE:
        return [f"This {_board(puzzle)} has more than one answer."]
    if result.unique:
        return [f"This {_board(puzzle)} has exactly one answer."]
    return ["One answer was found and verified; whether there is another could not be settled."]


def _explain(puzzle: Sudoku, result: Result, attempt: Grid | None) -> list[str]:
    path, grid = solve_by_logic(puzzle)
    blanks = puzzle.size**2 - puzzle.n_givens
    placed = sum(digit != 0 for row in grid for digit in row) - puzzle.n_givens
    steps = [f"Step {number}: {step.reason}." for number, step in enumerate(path, start=1)]
    told = steps[:_SHOWN_STEPS]
    if placed == blanks:
        told.append("Steps like these fill the whole grid.")
    elif result.answer is not None:
        told.append(
            f"Named techniques fill {placed} of the {blanks} blanks; beyond them the answer is "
            "the network's, verified."
        )
    return _solve(puzzle, result, None)[:1] + told


def _question(puzzle: Sudoku, result: Result, attempt: Grid | None) -> list[str]:
    path, grid = solve_by_logic(puzzle)
    blanks = puzzle.size**2 - puzzle.n_givens
    placed = sum(digit != 0 for row in grid for digit in row) - puzzle.n_givens
    if placed == blanks:
        singles = all(step.cell is not None for step in path)
        kind = "Singles alone fill it" if singles else "Singles and locked candidates fill it"
        return [f"{kind}: an easier {_board(puzzle)}.", *_solve(puzzle, result, None)[:1]]
    return [
        f"A hard {_board(puzzle)}: simple techniques fill {placed} of the {blanks} blanks, then "
        "deeper reasoning is needed.",
        *_solve(puzzle, result, None)[:1],
    ]


def wrong_cells(attempt: Grid, answer: Grid) -> list[Cell]:
    """The filled cells of an attempt that differ from the answer."""
    return [
        (row, col)
        for row, digits in enumerate(attempt)
        for col, digit in enumerate(digits)
        if digit and digit != answer[row][col]
    ]


def easiest_blank(puzzle: Sudoku, attempt: Grid | None = None) -> Cell | None:
    """The blank cell with fewest candidates: where to reveal one digit when logic ends."""
    left = candidates_left(puzzle)
    filled = attempt or puzzle.givens
    blanks = [
        (len(left[row][col]), (row, col))
        for row in range(puzzle.size)
        for col in range(puzzle.size)
        if not filled[row][col] and not puzzle.givens[row][col]
    ]
    return min(blanks)[1] if blanks else None


def _first_step(puzzle: Sudoku) -> list[str]:
    if puzzle.n_givens == puzzle.size**2:
        return []
    step: Step | None = next_placement(puzzle)
    if step is None:
        return ["No simple technique places a first digit: this one is hard by hand."]
    return [f"A first step to follow by hand: {step.reason}."]


def _effort(result: Result) -> str:
    steps = _count_of(result.steps, "step")
    if result.candidates == 1:
        return f"{steps} at the first try"
    return f"{_count_of(result.candidates, 'candidate')}, the last one {steps}"


def _tries(result: Result) -> str:
    return _count_of(result.candidates, "candidate")


def _problems(problems: tuple) -> list[str]:
    told = [f"{problem.message[:1].upper()}{problem.message[1:]}." for problem in problems]
    rest = len(told) - _SHOWN_PROBLEMS
    return told[:_SHOWN_PROBLEMS] + ([f"And {rest} more."] if rest > 0 else [])


def _board(puzzle: Sudoku) -> str:
    return f"{puzzle.size}x{puzzle.size} Sudoku with {_count_of(puzzle.n_givens, 'given')}"


def _count_of(number: int, thing: str) -> str:
    return f"{number} {thing}{'' if number == 1 else 's'}"
