"""Mazes solved by networks of known ability: right statuses, the network as only source."""

import ast
from pathlib import Path

import numpy as np
import pytest

import tinyduo.trm
from tinyduo.trm import Budget, Maze, Status, predict, solve, solve_many
from tinyduo.trm.puzzles.maze import distance
from tinyduo.trm.puzzles.maze.generate import generate_many
from tinyduo.trm.puzzles.maze.tokens import of_tokens
from tinyduo.trm.solving.maze.candidates import CandidateBatch

STEPS_ONLY = Budget(seconds=None, candidates=33, steps=3)
CLOSED = Maze(("S #", "  #", "##G"))
WIDE = Maze(("S    ", " ### ", " # G "))  # going down from the start is a dead end


def mazes(n: int, *, height: int = 8, width: int = 8, seed: int = 0) -> list[Maze]:
    made = generate_many(n, height=height, width=width, seed=seed, path_cells=(8, 40))
    return [of_tokens(tokens) for tokens in made[0]]


@pytest.fixture(scope="session")
def winding() -> Maze:
    """A maze that no untrained network walks through by luck."""
    return of_tokens(generate_many(1, height=16, width=16, seed=0, path_cells=(45, 99))[0][0])


def test_what_the_network_draws_is_verified_and_answered(drawing):
    for maze in mazes(5):
        result = solve(maze, weights=drawing())
        assert result.status is Status.SOLVED
        assert result.answer is not None
        assert len(result.answer) - 1 == distance(maze)
        assert result.verdict is not None
        assert result.verdict.verified
        assert (result.steps, result.candidates) == (1, 1)


def test_a_maze_without_a_path_is_a_contradiction_that_names_both_ends(drawing):
    result = solve(CLOSED, weights=drawing(), budget=Budget(steps=20))
    assert result.status is Status.CONTRADICTION
    assert result.answer is None
    assert result.verdict is not None
    (problem,) = result.verdict.problems
    assert problem.cells == ((0, 0), (2, 2))
    assert "no path leads from the start at r1c1 to the goal at r3c3" in problem.message
    assert result.trace[-1].step == 8  # more steps would be no use


@pytest.mark.parametrize("maze", [WIDE, *mazes(2)], ids=["3x5", "8x8", "8x8"])
def test_a_path_that_only_another_view_shows_is_brought_back(maze, drawing):
    """The network knows mazes whose goal is in the top left only: the view must find that."""

    def knows(seen: Maze) -> bool:
        return seen.goal < seen.start and seen.goal[1] <= seen.start[1]

    plain = maze if not knows(maze) else Maze(tuple(row[::-1] for row in maze.rows[::-1]))
    result = solve(plain, weights=drawing(knows), budget=STEPS_ONLY)
    assert result.status is Status.SOLVED
    assert 1 < result.candidates <= 16
    assert result.trace[-1].verified
    assert not any(step.verified for step in result.trace[:-1])


def test_the_sixteen_views_come_once_each_and_noise_after_them(tiny_grid, winding):
    result = solve(winding, weights=tiny_grid, budget=STEPS_ONLY)
    assert result.status is Status.UNSOLVED
    assert result.candidates == 33
    seen = {step.candidate for step in result.trace}
    assert seen == set(range(33))
    assert len(result.trace) == 33 * 3


def test_an_untrained_network_solves_nothing_whatever_the_judge_knows(tiny_grid, winding):
    result = solve(winding, weights=tiny_grid, budget=Budget(None, candidates=4, steps=2))
    assert result.status is Status.UNSOLVED
    assert result.answer is not None
    assert result.verdict is not None
    assert not result.verdict.verified


def test_the_judge_changes_what_is_said_and_not_what_is_answered(drawing):
    """This judge is a liar who claims a shorter path: nothing is verified then."""
    views_only = Budget(seconds=None, candidates=16, steps=2)
    for maze in mazes(3):
        honest = solve(maze, weights=drawing(), budget=views_only)
        result = solve(maze, weights=drawing(), budget=views_only, judge=lambda maze: 1)
        assert result.status is Status.UNSOLVED
        assert result.answer == honest.answer


def test_a_judge_who_claims_a_detour_is_shortest_does_not_verify_it(tiny_grid, drawing):
    maze = Maze(("S ", "  ", "G "))

    class Detour(type(drawing().model.network)):
        def read_answer(self, y):
            logits = super().read_answer(y).flip(-1)  # marks all but the label path
            return logits

    weights = drawing()
    weights.model.network.__class__ = Detour
    result = solve(maze, weights=weights, budget=Budget(None, candidates=1), judge=lambda maze: 4)
    assert result.answer == ((0, 0), (0, 1), (1, 1), (2, 1), (2, 0))
    assert result.status is Status.UNSOLVED


def test_many_mazes_of_several_sizes_give_what_one_by_one_gives(tiny_grid, drawing):
    puzzles = [*mazes(2), WIDE, *mazes(2, height=10, seed=1), CLOSED]
    for weights in (tiny_grid, drawing()):
        together = list(solve_many(iter(puzzles), weights=weights, budget=STEPS_ONLY))
        for puzzle, result in zip(puzzles, together, strict=True):
            alone = solve(puzzle, weights=weights, budget=STEPS_ONLY)
            assert (alone.status, alone.answer, alone.steps) == (
                result.status, result.answer, result.steps
            )  # fmt: skip


def test_the_same_seed_gives_the_same_trace_and_another_seed_another(tiny_grid, winding):
    traces = [
        [(step.grid, step.halt_probability) for step in
         solve(winding, weights=tiny_grid, budget=STEPS_ONLY, seed=seed).trace]
        for seed in (7, 7, 8)
    ]  # fmt: skip
    assert traces[0] == traces[1]
    assert traces[0] != traces[2]


def test_the_trace_is_drawn_and_told_as_it_happens(drawing):
    told = []
    result = solve(WIDE, weights=drawing(), on_step=told.append)
    assert tuple(told) == result.trace
    assert told[-1].grid == ("Soooo", " ###o", " # Go")
    assert told[-1].verified


def test_the_budget_in_seconds_is_kept(tiny_grid, winding):
    budget = Budget(seconds=0.3, candidates=100_000)
    result = solve(winding, weights=tiny_grid, budget=budget)
    assert result.status is Status.UNSOLVED
    assert result.seconds < 3


def test_a_prediction_uses_one_candidate_and_no_verifier(tiny_grid, drawing, monkeypatch):
    def forbidden(*args, **kwargs):
        raise AssertionError("a single pass must not verify or judge")

    for name in ("solver.verify", "attempt.verify", "attempt.distance"):
        monkeypatch.setattr(f"tinyduo.trm.solving.maze.{name}", forbidden)
    puzzles = [WIDE, *mazes(2)]
    predictions = predict(puzzles, weights=drawing(), steps=5)
    assert [p.steps for p in predictions] == [1, 1, 1]
    assert [p.answer[-1] for p in predictions] == [maze.goal for maze in puzzles]
    predictions = predict(puzzles, weights=tiny_grid, steps=5)
    assert [p.steps for p in predictions] == [5, 5, 5]  # the untrained network never halts
    assert [p.answer[0] for p in predictions] == [maze.start for maze in puzzles]


def test_finished_rows_leave_and_the_others_go_on_unchanged(tiny_grid):
    puzzles = mazes(5)
    plain = list(CandidateBatch(tiny_grid.model, puzzles).run(3))
    batch = CandidateBatch(tiny_grid.model, puzzles)
    steps = []
    for step in batch.run(3):
        steps.append(step)
        if step.number == 1:
            batch.finish(np.array([True, False, True, False, False]))
    assert steps[1].rows.tolist() == [1, 3, 4]
    np.testing.assert_allclose(steps[2].on_path, plain[2].on_path[[1, 3, 4]], atol=1e-5)


def test_nothing_that_answers_imports_the_exact_search():
    """label.py and generate.py search; they may make labels and mazes, not answers."""
    home = Path(tinyduo.trm.__file__).parent
    answering = [*home.glob("*.py"), *home.glob("solving/**/*.py"), *home.glob("networks/*.py")]
    assert len(answering) > 15
    for path in answering:
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.ImportFrom):
                last = (node.module or "").split(".")[-1]
                names = {alias.name for alias in node.names}
                assert last not in ("label", "generate", "search"), path
                assert not names & {"label", "generate", "search"}, path
