"""The solver with the shipped weights: right answers, honest statuses, TRM as the only source."""

import ast
from itertools import pairwise
from pathlib import Path

import pytest

import tinyduo.trm
from tinyduo.trm import Budget, Status, Sudoku, predict, solve, solve_many
from tinyduo.trm.puzzles.sudoku import Answers, Ruling, from_line, is_solution

STEPS_ONLY = Budget(seconds=None, candidates=49, steps=16)
EMPTY = Sudoku(((0,) * 9,) * 9)


@pytest.mark.parametrize("difficulty", ["easy", "medium", "hard", "extreme"])
def test_generated_puzzles_of_every_difficulty_are_solved(difficulty, shipped, golden):
    for one in golden(difficulty)[:3]:
        result = solve(one.puzzle, weights=shipped, budget=STEPS_ONLY)
        assert result.status is Status.SOLVED
        assert result.answer == one.answer
        assert result.verdict is not None
        assert result.verdict.verified
        assert result.unique is True


@pytest.mark.parametrize("box", ["2x2", "2x3", "3x2", "4x4"])
def test_boards_of_every_size_are_solved(box, shipped, golden):
    for one in golden(box=box):
        assert solve(one.puzzle, weights=shipped).answer == one.answer


def test_the_same_seed_gives_the_same_trace_and_another_seed_another(tiny_weights, golden):
    puzzle = golden("hard")[0].puzzle
    budget = Budget(seconds=None, candidates=49, steps=2)

    def trace(seed: int):
        return solve(puzzle, weights=tiny_weights, seed=seed, budget=budget).trace

    assert trace(7) == trace(7)
    assert trace(7) != trace(8)
    assert len(trace(7)) == 49 * 2


def test_a_visible_clash_is_a_contradiction_that_names_its_cells(shipped):
    puzzle = from_line("55" + "." * 79)
    result = solve(puzzle, weights=shipped)
    assert result.status is Status.CONTRADICTION
    assert result.answer is None
    assert result.verdict is not None
    assert result.verdict.problems[0].cells == ((0, 0), (0, 1))


def test_a_hidden_contradiction_names_givens_that_cannot_stand_together(shipped):
    # r1c9 can only be 9 by its row, and 9 stands in its column.
    puzzle = from_line("12345678." + "." * 9 + "........9" + "." * 54)
    result = solve(puzzle, weights=shipped)
    assert result.status is Status.CONTRADICTION
    assert result.verdict is not None
    cells = result.verdict.problems[0].cells
    assert cells
    assert all(puzzle.givens[row][col] for row, col in cells)


@pytest.mark.parametrize("n_blanked", [4, 12])
def test_a_puzzle_with_several_answers_shows_two_that_differ(n_blanked, shipped, golden):
    puzzle = golden("easy")[0].puzzle
    rows = [list(row) for row in puzzle.givens]
    given = [(row, col) for row in range(9) for col in range(9) if rows[row][col]]
    for row, col in given[:n_blanked]:
        rows[row][col] = 0
    fewer = Sudoku.from_rows(rows)
    result = solve(fewer, weights=shipped)
    assert result.status is Status.MULTIPLE
    assert result.unique is False
    assert is_solution(fewer, result.answer)
    assert is_solution(fewer, result.alternatives[0])
    assert result.answer != result.alternatives[0]


@pytest.mark.parametrize("puzzle", [EMPTY, from_line("1" + "." * 80), from_line("." * 16)], ids=str)
def test_an_empty_board_has_several_answers_and_the_trm_finds_one(puzzle, shipped):
    result = solve(puzzle, weights=shipped)
    assert result.status is Status.MULTIPLE
    assert is_solution(puzzle, result.answer)


def know_nothing(puzzle, *, known):
    return Ruling(Answers.UNKNOWN)


def test_answers_do_not_change_when_the_judge_knows_nothing(shipped, golden):
    """The judge is an exact solver; were it the source, answers would go with it."""
    for one in [*golden("hard")[:2], *golden("extreme")[:2]]:
        puzzle = one.puzzle
        judged = solve(puzzle, weights=shipped, budget=STEPS_ONLY)
        alone = solve(puzzle, weights=shipped, budget=STEPS_ONLY, judge=know_nothing)
        assert alone.answer == judged.answer == one.answer
        assert alone.trace == judged.trace
        assert alone.unique is None


def test_an_untrained_network_solves_nothing_whatever_the_judge_knows(tiny_weights, golden):
    puzzle = golden("hard")[0].puzzle
    result = solve(puzzle, weights=tiny_weights, budget=Budget(None, candidates=25, steps=3))
    assert result.status is Status.UNSOLVED
    assert result.verdict is not None
    assert not result.verdict.verified
    assert result.candidates == 25


def test_the_budget_in_seconds_is_kept(tiny_weights, golden):
    puzzle = golden("extreme")[0].puzzle
    result = solve(puzzle, weights=tiny_weights, budget=Budget(seconds=0.5, candidates=10_000))
    assert result.status is Status.UNSOLVED
    assert result.seconds < 3


@pytest.mark.parametrize("budget", [{"seconds": 0}, {"candidates": 0}, {"steps": -1}])
def test_a_budget_of_nothing_is_refused(budget):
    with pytest.raises(ValueError, match="budget"):
        Budget(**budget)


def test_many_puzzles_give_what_one_by_one_gives(shipped, golden):
    puzzles = [one.puzzle for one in golden("hard")[:2]]
    puzzles += [golden(box="2x2")[0].puzzle, from_line("55" + "." * 79), EMPTY]
    together = list(solve_many(puzzles, weights=shipped, budget=STEPS_ONLY))
    assert [r.status for r in together[2:]] == [
        Status.SOLVED, Status.CONTRADICTION, Status.MULTIPLE
    ]  # fmt: skip
    for puzzle, result in zip(puzzles, together, strict=True):
        alone = solve(puzzle, weights=shipped, budget=STEPS_ONLY)
        assert (alone.status, alone.answer, alone.steps) == (
            result.status, result.answer, result.steps
        )  # fmt: skip


def test_the_trace_ends_with_the_verified_answer_and_is_told_as_it_happens(shipped, golden):
    puzzle, answer = golden("hard")[0].puzzle, golden("hard")[0].answer
    told = []
    result = solve(puzzle, weights=shipped, on_step=told.append)
    assert tuple(told) == result.trace
    assert [step.verified for step in told] == [False] * (len(told) - 1) + [True]
    assert told[-1].grid == answer
    assert result.steps == told[-1].step


def test_a_prediction_uses_one_candidate_and_no_verifier(
    shipped, tiny_weights, golden, monkeypatch
):
    def forbidden(*args, **kwargs):
        raise AssertionError("a single pass must not verify or judge")

    monkeypatch.setattr("tinyduo.trm.solving.sudoku.solver.verify", forbidden)
    monkeypatch.setattr("tinyduo.trm.solving.sudoku.attempt.verify", forbidden)
    puzzles = [one.puzzle for one in golden("easy")[:2]] + [from_line("." * 16)]
    for weights in (shipped, tiny_weights):
        predictions = predict(puzzles, weights=weights, steps=5)
        assert [len(p.answer) for p in predictions] == [9, 9, 4]
        assert all(1 <= p.steps <= 5 for p in predictions)
    assert predictions[0].steps == 5  # the untrained network never halts


def test_predictions_of_ordinary_puzzles_are_right(shipped, golden):
    known = golden("easy") + golden("medium")
    predictions = predict([one.puzzle for one in known], weights=shipped)
    right = sum(p.answer == one.answer for p, one in zip(predictions, known, strict=True))
    assert right >= len(known) - 1


def test_nothing_that_answers_imports_the_generators_search():
    """search.py is an exact solver; it may make puzzles, not answer them."""
    home = Path(tinyduo.trm.__file__).parent
    answering = [*home.glob("*.py"), *home.glob("solving/**/*.py"), *home.glob("networks/*.py")]
    answering += [home / "puzzles/sudoku" / f"{name}.py" for name in ("verify", "tables")]
    answering += home.glob("puzzles/sudoku/logic/*.py")
    assert len(answering) > 10
    for path in answering:
        imported = {
            name
            for node in ast.walk(ast.parse(path.read_text()))
            if isinstance(node, ast.ImportFrom)
            for name in [node.module or ""]
        }
        assert not any(name.endswith(("sudoku.search", "sudoku.generate")) for name in imported)
        assert not any("pysat" in name for name in imported)


@pytest.mark.gpu
def test_cuda_gives_what_the_cpu_gives(golden):
    puzzles = [one.puzzle for one in golden("hard")]
    here, there = (predict(puzzles, device=device, steps=16) for device in ("cpu", "cuda"))
    assert [p.answer for p in here] == [p.answer for p in there]


def test_further_candidates_are_passes_that_suppose_anew(tiny_weights, golden):
    budget = Budget(seconds=None, candidates=7, steps=20)
    trace = solve(golden("hard")[0].puzzle, weights=tiny_weights, budget=budget).trace
    plain = [step.step for step in trace if step.candidate == 0]
    assert plain == list(range(1, 21))
    every = tiny_weights.model.steps_for(40)
    for candidate in range(1, 7):
        passed = [step for step in trace if step.candidate == candidate]
        assert [step.step for step in passed] == list(range(1, 21))
        assert all(len(step.assumed) == 3 for step in passed)
        changes = [a.step for a, b in pairwise(passed) if a.assumed != b.assumed]
        assert changes == list(range(every, 20, every))
    assert len({step.assumed for step in trace if step.step == 1}) == 7  # each draws its own
