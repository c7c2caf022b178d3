"""Mazes and ARC tasks in the forms people write them are known as such, never as Sudokus."""

from __future__ import annotations

import random

import pytest

from tinyduo.tools.reading import Kind, read
from tinyduo.trm.puzzles.arc import ArcTask
from tinyduo.trm.puzzles.maze import Maze

RANDOM = random.Random(4)
LINE = "".join(RANDOM.choice("#   ") for _ in range(900))
LINE = f"S{LINE[1:450]}G{LINE[451:]}"


@pytest.mark.parametrize(
    "text",
    [
        "[[0,1,0,0],[0,0,0,1],[1,1,0,0],[0,0,0,0]] 0 = free, 1 = wall, from (0,0) to (3,3)",
        "WWWWWWW\nW@....W\nW.WWW.W\nW...W$W\nWWWWWWW\nw is wall, get from @ to $",
        '{"maze": ["#####", "#S..#", "#.#.#", "#..G#", "#####"]}',
        "Labyrinth: ########\n#S.....#\n#.####.#\n#....#Z#\n########",
        "+---+---+---+\n| S |       |\n+   +   +---+\n|       | E |\n+---+   +   +\n|           |\n"
        "+---+---+---+",
        "0 means open, 1 means wall\n0 0 0 1\n1 1 0 1\n0 0 0 0\nfrom top left to bottom right",
        f"solve this maze {LINE}",
        LINE.replace(" ", "."),
    ],
)
def test_a_maze_is_a_maze_in_any_form(text: str) -> None:
    """Lists, one line of 900, thin walls, W for walls: these were once nothing at all."""
    (finding,) = read(text).findings
    assert (finding.kind, finding.status) == (Kind.MAZE, None)
    assert isinstance(finding.puzzle, Maze)
    assert 0 <= finding.span[0] < finding.span[1] <= len(text)


@pytest.mark.parametrize(
    "text",
    [
        "train_in = [[0, 2], [2, 0]]\ntrain_out = [[2, 0], [0, 2]]\ntest_in = [[2, 2], [0, 2]]",
        "in: black blue / blue black\nout: blue black / black blue\ntest in: red blue / black red",
        "Input\n⬛🟦\n🟦⬛\nOutput\n🟦⬛\n⬛🟦\nTest\n🟦🟦\n⬛🟦",
        "what's the rule?\n[[0,0],[1,1]] -> [[1,1],[0,0]]\n[[2,0],[0,0]] -> ?",
    ],
)
def test_an_arc_task_is_one_in_any_form(text: str) -> None:
    """Colours in words or squares and named arrays were once nothing at all."""
    (finding,) = read(text).findings
    assert (finding.kind, finding.status) == (Kind.ARC, None)
    assert isinstance(finding.puzzle, ArcTask)


@pytest.mark.parametrize(
    "text",
    [
        "train_inputs, test_inputs = split(data, 0.2)",
        "Input: 12, Output: 13",
        "the wall is 3x4 m, the door 1x2 m, start on 12 May",
        "+----+----+\n| id | n  |\n+----+----+\n| a  | b  |\n+----+----+",
        "Wordle 512 4/6\n⬜⬜🟨⬜⬜\n🟨⬜⬜🟩⬜\n⬜🟩🟩🟩⬜\n🟩🟩🟩🟩🟩",
    ],
)
def test_what_only_sounds_like_one_is_none(text: str) -> None:
    assert read(text).findings == ()
