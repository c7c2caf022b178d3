"""Scores: what counts as right, intervals, and sets that repeat themselves by seed."""

import pytest

from tinyduo.trm.intervals import wilson
from tinyduo.trm.puzzles.maze import Maze, verify
from tinyduo.trm.puzzles.maze.label import label
from tinyduo.trm.puzzles.sudoku import Answers, rule_on
from tinyduo.trm.result import Budget
from tinyduo.trm.training import scores as scores_module
from tinyduo.trm.training.maze_scores import maze_sets
from tinyduo.trm.training.scores import score
from tinyduo.trm.training.sudoku_scores import sudoku_sets


def test_wilson_against_known_values():
    assert wilson(0, 0) == (0.0, 1.0)
    low, high = wilson(187, 200)
    assert (round(low, 3), round(high, 3)) == (0.892, 0.962)
    assert wilson(200, 200)[1] == 1.0


def test_a_maze_is_right_on_any_shortest_path_and_label_on_one():
    (one, *_) = maze_sets(4, seed=3)
    assert [len(one.puzzles), set(one.checks)] == [4, {"right", "label"}]
    open_room = Maze(("S ", " G"))
    both = [((0, 0), (1, 0), (1, 1)), ((0, 0), (0, 1), (1, 1))]
    assert [verify(open_room, path).verified for path in both] == [True, True]
    assert [path == label(open_room) for path in both] == [True, False]


def test_maze_sets_hold_what_their_names_say():
    sets = {one.name: one for one in maze_sets(4, seed=3)}
    assert "30x30, path of 110 cells and more" in sets
    hard = sets["30x30, path of 110 cells and more"]
    for maze, check in zip(hard.puzzles, hard.checks["label"], strict=True):
        path = label(maze)
        assert path is not None
        assert len(path) >= 110
        assert check(path)
        assert not check(path[:-1])
    assert [one.puzzles for one in maze_sets(4, seed=3)] == [one.puzzles for one in sets.values()]


def test_sudoku_sets_accept_the_only_answer_and_nothing_else():
    for one in sudoku_sets(2, seed=4):
        for puzzle, check in zip(one.puzzles, one.checks["right"], strict=True):
            answer = rule_on(puzzle, known=None)
            assert answer.answers is Answers.ONE
            assert not check(puzzle.givens)


@pytest.mark.slow
def test_scoring_counts_every_set(tiny_weights, monkeypatch):
    small = Budget(seconds=None, candidates=2, steps=2)
    monkeypatch.setattr(scores_module, "Budget", lambda: small)
    monkeypatch.setattr(scores_module, "SINGLE_PASS_STEPS", (1, 2))
    lines: list[str] = []
    scores = score(tiny_weights, n=2, report=lines.append)
    assert len(lines) == len(scores["sets"])
    for row in scores["sets"].values():
        for way in ("single pass, 1 steps", "single pass, 2 steps", "default budget"):
            low, high = row[way]["interval"]
            assert 0 <= low <= row[way]["right"] / row[way]["n"] <= high <= 1
