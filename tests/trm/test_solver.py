"""The front of the solver: it finds each puzzle's kind, keeps the order, and takes its time."""

import pytest

from tinyduo.trm import Budget, Maze, Status, Sudoku, predict, solve, solve_many
from tinyduo.trm.puzzles.sudoku import from_line
from tinyduo.trm.solver import BATCH, KINDS, PREDICT_BATCH

SMALL = from_line("12343412214343..")
LONG = Maze(("S    ", "#### ", "     ", " ####", "    G"))


def test_weights_for_another_kind_of_puzzle_are_refused_by_name(tiny_weights, tiny_grid):
    told = "weights 'tiny' are for puzzles of kind 'sudoku', and this is one of kind 'maze'"
    with pytest.raises(ValueError, match=told):
        solve(LONG, weights=tiny_weights)
    with pytest.raises(ValueError, match=told):
        predict([LONG], weights=tiny_weights)
    with pytest.raises(ValueError, match="are for puzzles of kind 'maze'"):
        solve_many([SMALL, LONG], weights=tiny_grid).__next__()


def test_what_is_no_puzzle_is_refused_by_name():
    with pytest.raises(TypeError, match="a puzzle is a list, expected a Sudoku or Maze"):
        solve([[0] * 9] * 9)  # pyright: ignore


def test_both_kinds_may_come_mixed_and_go_in_order(tiny_weights, tiny_grid, monkeypatch):
    known = {"sudoku": tiny_weights, "maze": tiny_grid}
    monkeypatch.setattr("tinyduo.trm.solver.load_weights", lambda name, device: known[name])
    puzzles = [SMALL, LONG, SMALL, LONG, LONG]
    budget = Budget(seconds=None, candidates=1, steps=2)
    solved = list(solve_many(puzzles, budget=budget))
    predicted = predict(puzzles, steps=2)
    for puzzle, result, prediction in zip(puzzles, solved, predicted, strict=True):
        length = 4 if isinstance(puzzle, Sudoku) else 2  # cells in a row, numbers of a cell
        for answer in (result.answer, prediction.answer):
            assert answer is not None
            assert len(answer[0]) == length


def test_puzzles_are_taken_as_they_are_needed(tiny_weights):
    taken = 0

    def endless():
        nonlocal taken
        while True:
            taken += 1
            yield SMALL

    budget = Budget(seconds=None, candidates=1, steps=1)
    results = solve_many(endless(), weights=tiny_weights, budget=budget)
    assert taken == 0
    for _ in range(BATCH + 1):
        assert next(results).status in (Status.SOLVED, Status.UNSOLVED)
    assert taken == 2 * BATCH


def test_predictions_come_for_any_number_of_puzzles(tiny_weights):
    assert predict([], weights=tiny_weights) == []
    many = predict((SMALL for _ in range(PREDICT_BATCH + 3)), weights=tiny_weights, steps=1)
    assert len(many) == PREDICT_BATCH + 3
    assert {p.answer for p in many} == {many[0].answer}


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_a_kind_is_named_as_its_folder_and_its_weights(kind):
    assert kind.finish.__module__ == f"tinyduo.trm.solving.{kind.name}.solver"
