"""ARC tokens, augmentations and votes are those of the official code (tests/golden/parity)."""

from __future__ import annotations

import json
import random
from pathlib import Path

import numpy as np
import pytest

from tinyduo.trm.puzzles.arc import (
    Augmentation,
    Prediction,
    grid_hash,
    of_tokens,
    ranked,
    share_solved,
    submission_of,
    tokens_of,
)

GOLDEN = json.loads(
    (Path(__file__).parents[3] / "golden" / "parity" / "arc_pipeline.json").read_text()
)


def grid_of(rows):
    return tuple(map(tuple, rows))


def board_of(line):
    return np.array(line.split(), int)


def random_grid(rng, most=30):
    width = rng.randint(1, most)
    return grid_of([rng.randrange(10) for _ in range(width)] for _ in range(rng.randint(1, most)))


@pytest.mark.parametrize("turn", range(8))
def test_the_eight_turns_are_the_official_ones(turn):
    cases = GOLDEN["dihedral"]
    augmentation = Augmentation(turn)
    turned = grid_of(cases["forward"][turn])
    assert augmentation.apply(cases["grid"]) == turned
    assert augmentation.undo(turned) == grid_of(cases["inverse_of_forward"][turn])


@pytest.mark.parametrize("case", GOLDEN["augment"], ids=lambda case: case["augmented_name"])
def test_names_say_how_a_task_was_augmented(case):
    task, augmentation = Augmentation.of_name(case["augmented_name"])
    assert task == case["original_name"]
    assert augmentation.name_of(task) == case["augmented_name"]
    assert augmentation.apply(case["grid"]) == grid_of(case["augmented"])
    assert augmentation.undo(case["augmented"]) == grid_of(case["grid"])


def test_a_task_without_augmentation_keeps_its_name():
    assert Augmentation.of_name("task") == ("task", Augmentation())
    assert Augmentation().name_of("task") == "task"


@pytest.mark.parametrize("name", ["a|||t8|||0123456789", "a|||t1|||012345678", "a|||b", "|||"])
def test_other_names_are_refused(name):
    with pytest.raises(ValueError, match="no name like"):
        Augmentation.of_name(name)


@pytest.mark.parametrize("name", ["a|||t1|||0123456788", "a|||t0|||1111111111"])
def test_colours_must_be_a_permutation(name):
    with pytest.raises(ValueError, match="permutation"):
        Augmentation.of_name(name)


def test_every_augmentation_can_be_undone():
    rng = random.Random(5)
    for _ in range(50):
        grid, augmentation = random_grid(rng, most=6), Augmentation.random(rng)
        assert augmentation.colours[0] == 0
        assert augmentation.undo(augmentation.apply(grid)) == grid
        assert Augmentation.of_name(augmentation.name_of("t")) == ("t", augmentation)


@pytest.mark.parametrize("case", GOLDEN["encode"])
def test_tokens_are_the_official_ones(case):
    for name in ("input", "output"):
        ours = tokens_of(case[name], row=case["pad_row"], col=case["pad_col"])
        assert ours.tolist() == board_of(case[f"{name}_seq"]).tolist()


@pytest.mark.parametrize("case", GOLDEN["crop"])
def test_answers_are_read_as_officially(case):
    grid = of_tokens(board_of(case["seq"]))
    assert grid == grid_of(case["crop"])
    assert [len(grid), len(grid[0]) if grid else 0] == case["shape"]


def test_a_grid_in_the_corner_comes_back():
    rng = random.Random(2)
    for _ in range(30):
        grid = random_grid(rng)
        assert of_tokens(tokens_of(grid)) == grid
    assert of_tokens(tokens_of(((1, 2),), row=1)) == ()


def test_of_equally_large_rectangles_the_one_with_fewer_rows_is_read():
    board = np.zeros((30, 30), int)
    board[0, :4] = 2
    board[1, :2] = 3
    assert of_tokens(board) == ((0, 0, 0, 0),)


def test_wrong_grids_are_named():
    with pytest.raises(ValueError, match="r1c2 is 10"):
        tokens_of(((0, 10),))
    with pytest.raises(ValueError, match="rows of one length"):
        tokens_of(((0, 1), (0,)))
    with pytest.raises(ValueError, match="1x2 at row 1, column 30 does not fit"):
        tokens_of(((0, 1),), col=29)
    with pytest.raises(ValueError, match="899 tokens"):
        of_tokens(np.zeros(899, int))


@pytest.mark.parametrize("case", GOLDEN["hash"])
def test_hashes_are_the_official_ones(case):
    assert grid_hash(case["grid"]) == case["sha256"]


@pytest.fixture
def votes():
    """The ranked candidates of each task and test input of the golden vote."""
    golden = GOLDEN["voting"]
    found = {}
    for vote in golden["votes"]:
        name = golden["identifiers"][vote["identifier"]]
        assert name == vote["name"]
        task, augmentation = Augmentation.of_name(name)
        grid = augmentation.undo(vote["prediction_augmented_frame"])
        assert (task, grid) == (vote["task"], grid_of(vote["prediction_original_frame"]))
        tests = found.setdefault(task, {})
        tests.setdefault(vote["test_index"], []).append(Prediction(grid, vote["q_halt_logit"]))
    return {
        task: [ranked(tests[number]) for number in range(len(tests))]
        for task, tests in found.items()
    }


def test_the_vote_and_its_score_are_the_official_ones(votes):
    golden = GOLDEN["voting"]
    assert submission_of(votes) == golden["submission"]
    for name, score in golden["result"].items():
        shares = [
            share_solved(
                votes[task],
                [grid_of(test["output"]) for test in puzzle["test"]],
                attempts=int(name.removeprefix("ARC/pass@")),
            )
            for task, puzzle in golden["test_puzzles"].items()
        ]
        assert sum(shares) / len(shares) == pytest.approx(score)


def test_confidence_decides_between_equal_counts_however_large_the_logits():
    first, second = ((1,),), ((2,),)
    unsure, sure = Prediction(first, -1e4), Prediction(second, 1e4)
    assert [candidate.grid for candidate in ranked([unsure, sure])] == [second, first]
    assert [candidate.grid for candidate in ranked([unsure, unsure, sure])] == [first, second]


def test_attempts_are_filled_up():
    once = ranked([Prediction(((3,),), 0.0)])
    assert submission_of({"a": [once, []]}) == {
        "a": [
            {"attempt_1": [[3]], "attempt_2": [[3]]},
            {"attempt_1": [[0]], "attempt_2": [[0]]},
        ]
    }
