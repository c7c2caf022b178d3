"""The generator: labelled, in range, seeded; compiled and plain code agree."""

import os
import subprocess
import sys

import numpy as np
import pytest

from tinyduo.trm.puzzles.maze import distance
from tinyduo.trm.puzzles.maze.generate import generate, generate_many
from tinyduo.trm.puzzles.maze.label import label
from tinyduo.trm.puzzles.maze.tokens import of_tokens


@pytest.mark.parametrize(("height", "width"), [(2, 2), (3, 8), (14, 14), (30, 30), (64, 64)])
def test_each_maze_comes_with_its_label_path(height, width):
    tokens, on_path, lengths = generate_many(12, height=height, width=width, seed=1)
    assert tokens.shape == on_path.shape == (12, height, width)
    assert (tokens.dtype, on_path.dtype, lengths.dtype) == (np.int8, np.bool_, np.int32)
    for cells, marked, length in zip(tokens, on_path, lengths, strict=True):
        path = label(of_tokens(cells))
        assert path is not None
        assert len(path) == length == marked.sum()
        assert all(marked[cell] for cell in path)


def test_paths_are_in_the_wanted_range():
    _, _, lengths = generate_many(300, height=14, width=14, seed=2, path_cells=(20, 24))
    assert set(lengths.tolist()) == {20, 21, 22, 23, 24}


def test_hard_mazes_look_as_maze_hards():
    tokens, _, lengths = generate_many(12, height=30, width=30, seed=3, path_cells=(110, 900))
    walls = (tokens == 0).mean((1, 2))
    assert lengths.min() >= 110
    assert 0.25 < walls.min() < walls.max() < 0.48
    assert 0.35 < np.median(walls) < 0.40


def test_walls_are_noise_of_the_wanted_share():
    tokens, _, _ = generate_many(400, height=20, width=20, seed=4, walls=(0.3, 0.3))
    walls = tokens == 0
    assert walls.mean() == pytest.approx(0.3, abs=0.01)
    assert np.corrcoef(walls[:, :, 1:].ravel(), walls[:, :, :-1].ravel())[0, 1] < 0.02


def test_starts_and_goals_are_everywhere():
    """Every cell of a small board is a start and a goal, about as often as any other."""
    tokens, _, _ = generate_many(4000, height=4, width=4, seed=5)
    for token in (2, 3):
        counts = (tokens == token).sum(0)
        assert counts.sum() == 4000
        assert 170 < counts.min() <= counts.max() < 330


def test_the_same_seed_gives_the_same_mazes_and_another_others():
    again = [generate_many(5, height=9, width=9, seed=6)[0].tolist() for _ in range(2)]
    assert again[0] == again[1]
    assert again[0] != generate_many(5, height=9, width=9, seed=7)[0].tolist()
    assert generate(seed=8) == generate(seed=8) != generate(seed=9)


def test_one_maze_for_people():
    maze = generate(height=12, width=17, seed=1, path_cells=(15, 30))
    assert (maze.height, maze.width) == (12, 17)
    moves = distance(maze)
    assert moves is not None
    assert 14 <= moves <= 29


def test_none_at_all_is_no_mistake():
    tokens, on_path, lengths = generate_many(0, height=5, width=6, seed=0)
    assert tokens.shape == on_path.shape == (0, 5, 6)
    assert lengths.shape == (0,)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"height": 1}, "1x3 are not made; 2 to 64 a side"),
        ({"width": 65}, "3x65 are not made"),
        ({"walls": (0.5, 0.4)}, "expected a range of shares"),
        ({"walls": (0.5, 1.0)}, "expected a range of shares"),
        ({"path_cells": (1, 4)}, "within 2 to 9 cells"),
        ({"path_cells": (5, 4)}, "within 2 to 9 cells"),
        ({"path_cells": (10, 20)}, "within 2 to 9 cells"),
        ({"path_cells": (9, 9)}, "no 3x3 maze with 9 to 9 cells on the path turned up"),
    ],
)
def test_impossible_wishes_are_refused(change, message):
    wish = {"height": 3, "width": 3, "seed": 0} | change
    with pytest.raises(ValueError, match=message):
        generate_many(1, **wish)


def test_compiled_and_plain_code_make_the_same_mazes():
    program = (
        "from tinyduo.trm.puzzles.maze.generate import generate_many\n"
        "for side, cells in ((2, None), (6, None), (14, (25, 90)), (30, None)):\n"
        "    made = generate_many(3, height=side, width=side, seed=9, path_cells=cells)\n"
        "    print([array.tolist() for array in made])\n"
    )
    plain, compiled = (
        subprocess.run(
            [sys.executable, "-W", "error", "-c", program],
            env=os.environ | {"NUMBA_DISABLE_JIT": flag},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for flag in ("1", "0")
    )
    assert plain == compiled
    assert plain.count("True") > 50
