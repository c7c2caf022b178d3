"""The table of docs/groups.md: its puzzles are what they are said to be, its rows add up."""

import pytest

from tinyduo.evals.groups import SORTS, main, make
from tinyduo.trm.puzzles.sudoku import Answers, rule_on


@pytest.mark.parametrize("sort", SORTS)
def test_puzzles_of_every_sort_have_one_answer(sort):
    made = make(sort, 3, seed=1)
    assert len(made.puzzles) == len(made.answers) == len(made.guesses) == 3
    assert {puzzle.layout for puzzle in made.puzzles} == set(SORTS[sort][0])
    for puzzle, answer in zip(made.puzzles, made.answers, strict=True):
        assert rule_on(puzzle, known=answer).answers is Answers.ONE
        assert puzzle.n_givens >= SORTS[sort][1]


def test_the_same_seed_makes_the_same_puzzles():
    assert make("jigsaw", 4, seed=2).puzzles == make("jigsaw", 4, seed=2).puzzles
    assert make("jigsaw", 4, seed=2).puzzles != make("jigsaw", 4, seed=3).puzzles


def test_the_command_prints_a_row_with_intervals(capsys):
    assert main(["--n", "3", "--sort", "Latin square of 6"]) == 0
    head, line, row = capsys.readouterr().out.splitlines()
    assert len({text.count("|") for text in (head, line, row)}) == 1
    assert row.startswith("| Latin square of 6 | 3 |")
    assert "100.0% (43.8%-100.0%)" in row
