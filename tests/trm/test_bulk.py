"""Bulk answers: one row a puzzle, however the rows are cut, in a loop and in Ray Data."""

import pickle
from importlib.util import find_spec
from typing import Any

import numpy as np
import pytest
import torch

from tinyduo.trm import Budget
from tinyduo.trm.bulk import BulkSolver
from tinyduo.trm.checkpoint import save_weights
from tinyduo.trm.networks.group import GroupNetwork, GroupNetworkConfig
from tinyduo.trm.puzzles.sudoku import to_line
from tinyduo.trm.recursion import TinyRecursiveModel

SMALL, CLASH, MAZE, OPEN = "...4...31...4...", "44..............", "S   # G #", "." * 16


@pytest.fixture
def rows(golden) -> dict[str, np.ndarray]:
    """Rows of every sort, with a number of their own."""
    puzzles = [to_line(item.puzzle.givens) for item in golden("easy")[:3]]
    questions = [*puzzles, SMALL, "12x", CLASH, MAZE, "", OPEN, SMALL, SMALL]
    boxes = [""] * 9 + ["5x5", "2x2"]
    return {
        "question": np.array(questions),
        "box": np.array(boxes),
        "number": np.arange(len(questions)),
    }


def cut(rows: dict[str, np.ndarray], size: int) -> list[dict[str, np.ndarray]]:
    """The rows in batches."""
    n = len(rows["question"])
    return [
        {name: column[first : first + size] for name, column in rows.items()}
        for first in range(0, n, size)
    ]


def joined(batches: list[dict[str, np.ndarray]]) -> dict[str, list]:
    return {
        name: np.concatenate([batch[name] for batch in batches]).tolist() for name in batches[0]
    }


def assert_same(found: dict[str, list], expected: dict[str, list]) -> None:
    """All columns alike; a batch's shape may move a probability's last digit."""
    assert found.keys() == expected.keys()
    close = "halt_probability"
    np.testing.assert_allclose(found.pop(close), expected.pop(close), atol=2e-4)
    assert found == expected


def test_a_row_of_any_sort_gets_a_row(rows, shipped):
    found = BulkSolver()(rows)
    assert found["status"].tolist() == [
        *["solved"] * 4, "malformed", "contradiction", "solved", "malformed", "multiple",
        "malformed", "solved",
    ]  # fmt: skip
    assert found["number"].tolist() == list(range(11))
    assert found["answer"][3] == "3124241313424231"
    assert found["answer"][6] == "S  o# G #"
    assert found["verified"].tolist() == [bool(answer) for answer in found["answer"]]
    assert np.isnan(found["halt_probability"][4])
    assert "3 characters" in found["message"][4]
    assert "two 4s" in found["message"][5]
    assert "5x5" in found["message"][9]
    assert {column.dtype.kind for column in found.values()} == {"U", "i", "b", "f"}


@pytest.mark.parametrize("settings", [{"single_pass": True, "steps": 4}, {"seed": 3}])
def test_how_rows_are_cut_changes_no_answer(rows, shipped, settings):
    solver = BulkSolver(budget=Budget(seconds=None, candidates=40), **settings)
    whole = joined([solver(rows)])
    for size in (1, 3):
        assert_same(joined([solver(batch) for batch in cut(rows, size)]), dict(whole))


def test_a_solver_travels_as_its_settings():
    solver = BulkSolver(kind="sudoku", seed=5, single_pass=True)
    sent = pickle.dumps(solver)
    assert len(sent) < 1000
    assert vars(pickle.loads(sent)) == vars(solver)


def test_cells_of_other_sorts_are_read_or_malformed(shipped):
    questions = np.array([SMALL.encode(), None, float("nan"), 4, SMALL], object)
    statuses = BulkSolver(single_pass=True, steps=1)({"question": questions})["status"].tolist()
    assert statuses == ["predicted", *["malformed"] * 3, "predicted"]


def test_no_rows_are_no_rows():
    assert len(BulkSolver()({"question": np.array([], str)})["status"]) == 0


def test_a_missing_column_is_named_with_those_there():
    with pytest.raises(ValueError, match="no column 'question'; the columns are: puzzle"):
        BulkSolver()({"puzzle": np.array([SMALL])})


def test_settings_that_do_not_fit_are_refused_at_once():
    with pytest.raises(ValueError, match="kind is 'chess', expected sudoku or maze"):
        BulkSolver(kind="chess")
    with pytest.raises(
        ValueError, match="'sudoku' are for puzzles of kind 'sudoku', and kind is 'maze'"
    ):
        BulkSolver(kind="maze", weights="sudoku")
    with pytest.raises(ValueError, match="-1 supervision steps, expected 1 or more"):
        BulkSolver(steps=-1)
    with pytest.raises(ValueError, match="no weights 'nowhere'"):
        BulkSolver(weights="nowhere")


def test_weights_of_ones_own_are_never_replaced_by_the_shipped_ones(tmp_path):
    """Rows of another kind than the weights' were answered by the shipped ones, unsaid."""
    torch.manual_seed(0)
    config = GroupNetworkConfig(width=8, message=4, hidden=8, layers=1)
    model = TinyRecursiveModel(GroupNetwork(config), latent_updates=1, answer_updates=1)
    path = tmp_path / "untrained.safetensors"
    save_weights(model, path, {})
    solver = BulkSolver(weights=str(path), single_pass=True, steps=1)
    found = solver({"question": np.array([SMALL, MAZE, "12#"])})
    assert found["status"].tolist() == ["predicted", "unsupported", "malformed"]
    assert found["message"][1] == (
        "weights 'untrained' are for puzzles of kind 'sudoku', and this is one of kind 'maze'"
    )
    assert solver.weights_for("sudoku").name == "untrained"


def test_weights_of_no_kind_of_row_are_refused(tmp_path):
    torch.manual_seed(0)
    config = GroupNetworkConfig(width=8, message=4, hidden=8, layers=1)
    model = TinyRecursiveModel(GroupNetwork(config), latent_updates=1, answer_updates=1)
    save_weights(model, tmp_path / "w.safetensors", {"puzzles": "arc"})
    with pytest.raises(ValueError, match="of kind 'arc', expected sudoku or maze"):
        BulkSolver(weights=str(tmp_path / "w.safetensors"))


@pytest.mark.slow
@pytest.mark.skipif(not find_spec("ray"), reason="needs the extra ray: pip install 'tinyduo[ray]'")
@pytest.mark.filterwarnings("ignore::DeprecationWarning:ray", "ignore::FutureWarning:ray")
def test_ray_data_with_two_workers_gives_the_rows_of_a_plain_loop(rows, shipped):
    ray: Any = pytest.importorskip("ray")
    budget = Budget(seconds=None, candidates=40)
    ray.init(num_cpus=2, include_dashboard=False, log_to_driver=False, logging_level="error")
    try:
        ray.data.DataContext.get_current().enable_progress_bars = False
        items = [
            {"question": str(question), "box": str(box), "number": int(number)}
            for question, box, number in zip(*rows.values(), strict=True)
        ]
        answered = ray.data.from_items(items, override_num_blocks=4).map_batches(
            BulkSolver, fn_constructor_kwargs={"budget": budget}, batch_size=3, concurrency=2
        )
        found = sorted(answered.take_all(), key=lambda row: row["number"])
    finally:
        ray.shutdown()
    expected = joined([BulkSolver(budget=budget)(rows)])
    assert_same({name: [row[name] for row in found] for name in expected}, expected)
