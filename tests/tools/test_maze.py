"""`solve_maze` the function: records as in the contract, and errors an agent can act on."""

import json

import pytest

from tinyduo.tools import ToolInputError, solve_maze
from tinyduo.tools.maze import MAX_TURNS_CHARACTERS, in_short, runs_of
from tinyduo.trm.puzzles import Maze
from tinyduo.trm.puzzles.maze import verify

ROWS = ["S # # ", "# ## #", "#    G"]
CLOSED = ["S#G", "###"]


def test_a_record_is_json_and_its_path_is_verified(draws):
    record = solve_maze(ROWS)
    assert json.loads(json.dumps(record)) == record
    assert (record["kind"], record["status"]) == ("maze", "solved")
    assert record["grid"] == ROWS
    assert record["verdict"] == {"verified": True, "problems": []}
    assert record["answer"][0] == [0, 0]
    assert record["answer"][-1] == [2, 5]
    assert record["moves"] == len(record["answer"]) - 1 == 7
    assert record["weights"] == "drawing"
    assert verify(Maze(tuple(ROWS)), record["answer"]).verified


@pytest.mark.parametrize(
    "grid",
    [
        "\n".join(ROWS),
        "\n".join(" ".join(row.replace(" ", ".")) for row in ROWS),
        [list(row) for row in ROWS],
        [[{"#": 1, " ": 0, "S": 2, "G": 3}[cell] for cell in row] for row in ROWS],
    ],
)
def test_every_notation_gives_the_same(draws, grid):
    record = solve_maze(grid)
    assert record["grid"] == ROWS
    assert record["answer"] == solve_maze(ROWS)["answer"]


def test_no_path_is_a_contradiction_and_no_error(draws):
    record = solve_maze(CLOSED)
    assert (record["status"], record["answer"], record["moves"]) == ("contradiction", None, None)
    assert "no path" in record["verdict"]["problems"][0]["message"]


def test_a_network_that_fails_is_unsolved_and_never_verified(draws, winding):
    draws(lambda maze: False)
    record = solve_maze(list(winding.rows), budget_s=0.2)
    assert record["status"] == "unsolved"
    assert record["verdict"]["verified"] is False


@pytest.mark.parametrize(
    ("grid", "expected"),
    [
        ("", "grid"),
        (["S  ", " #"], "grid"),
        (["#####", "#   #", "#  G#", "#####"], "start.*, expected 1"),
        (["S S", " #G"], "2 cells 'S'"),
        (["S" + " " * 79, " " * 79 + "G"], "64"),
        ([["S", None], ["long", "G"]], "r2c1"),
        ("#" * 20_001, "20,000"),
        ("...4...31...4...", "grid"),
        (None, "grid"),
        (17, "grid"),
        ([3, 4], "row 1"),
    ],
)
def test_input_that_cannot_be_processed_is_a_one_line_error(grid, expected):
    with pytest.raises(ToolInputError, match=expected) as caught:
        solve_maze(grid)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("budget", [0, -1, 1e9, float("nan")])
def test_a_budget_out_of_range_is_refused(budget):
    with pytest.raises(ToolInputError, match="budget_s"):
        solve_maze(ROWS, budget_s=budget)


def test_missing_weights_are_named(monkeypatch, tmp_path):
    from tinyduo.trm import checkpoint

    monkeypatch.setattr(checkpoint, "weights_folder", lambda: tmp_path)
    with pytest.raises(ValueError, match=r"no weights 'maze': maze\.safetensors is missing"):
        solve_maze(ROWS)


def test_runs_of_moves_are_cut_only_where_they_grow_long():
    zigzag = tuple((n // 2, (n + 1) // 2) for n in range(129))
    runs = runs_of(zigzag)
    assert runs == [("right", 1), ("down", 1)] * 64
    text = in_short(runs)
    assert len(text) < MAX_TURNS_CHARACTERS + 80
    told = text.split(", ...")[0].count(",") + 1
    assert f"({128 - told} more moves" in text
    assert in_short(runs[:3]) == "right 1, down 1, right 1"
