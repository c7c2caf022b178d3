"""One supervision step as ONNX: onnxruntime against torch, on shipped weights and every size."""

import json
from collections.abc import Callable
from importlib.util import find_spec
from typing import Any

import numpy as np
import pytest
import torch

from tinyduo.trm import Weights, load_weights
from tinyduo.trm.export import save_step, step, step_card
from tinyduo.trm.networks.group import question_of
from tinyduo.trm.networks.official import official_question
from tinyduo.trm.puzzles.maze.generate import generate
from tinyduo.trm.puzzles.maze.tokens import tokens_of
from tinyduo.trm.recursion import State, TinyRecursiveModel

# Two runtimes add in different orders. Seen in a step from one state: 2.1e-4 in a state's numbers
# (about 1 each) on unsolved 16x16 boards, 8e-5 elsewhere, 4e-6 on boards that are solved.
TOLERANCE = 1e-3

needs_runtime = pytest.mark.skipif(
    not (find_spec("onnxruntime") and find_spec("onnxscript")),
    reason="needs the extra onnx: pip install 'tinyduo[onnx]'",
)


def session_of(path: Any) -> Any:
    """A model in onnxruntime, on one thread."""
    runtime: Any = pytest.importorskip("onnxruntime")
    options = runtime.SessionOptions()
    options.intra_op_num_threads = 1
    return runtime.InferenceSession(path, options)


class Exported:
    """Shipped weights, and their step in onnxruntime."""

    def __init__(self, name: str, path: Any) -> None:
        self.weights, self.path = load_weights(name), path
        save_step(self.weights, path)
        self.session = session_of(path)
        self.told = self.session.get_modelmeta().custom_metadata_map

    def start(self, like: torch.Tensor) -> tuple[np.ndarray, np.ndarray]:
        """The states to begin with, made from the metadata as a user would."""
        vectors = (np.array(json.loads(self.told[f"start_{name}"]), np.float32) for name in "yz")
        if self.weights.puzzles == "maze":  # channels come before rows and columns
            vectors = (vector[:, None, None] for vector in vectors)
        y, z = (np.broadcast_to(vector, like.shape).copy() for vector in vectors)
        return y, z

    def compare(self, question: torch.Tensor, *, steps: int) -> tuple[float, bool]:
        """Steps in a row: the largest difference in one, and whether the last answers agree.

        Each step is held against torch's from the same state; the answers are those of two runs
        that each go their own way, which may part for a while where nothing is decided yet.
        """
        model = self.weights.single_pass
        with torch.inference_mode():
            x = model.network.embed(question)
            state = model.start(x)
            y, z = self.start(x)
            assert np.array_equal(y, state.y.numpy())
            assert np.array_equal(z, state.z.numpy())
            worst, agree = 0.0, False
            for _ in range(steps):
                same = model.step(x, State(torch.from_numpy(y), torch.from_numpy(z)))
                expected = same.logits, same.halt_logit, same.state.y, same.state.z
                found = self.session.run(None, {"question": question.numpy(), "y": y, "z": z})
                for ours, theirs in zip(found, expected, strict=True):
                    worst = max(worst, float(np.abs(ours - theirs.numpy()).max()))
                logits, _, y, z = found
                step = model.step(x, state)
                state = step.state
                agree = bool((logits.argmax(-1) == step.logits.argmax(-1).numpy()).all())
        return worst, agree


@pytest.fixture(scope="module")
def exported(tmp_path_factory) -> Callable[[str], Exported]:
    """Shipped weights exported, once each."""
    made: dict[str, Exported] = {}

    def find(name: str) -> Exported:
        if name not in made:
            made[name] = Exported(name, tmp_path_factory.mktemp("onnx") / f"{name}.onnx")
        return made[name]

    return find


@needs_runtime
@pytest.mark.slow
@pytest.mark.parametrize(("box", "n"), [("2x2", 3), ("2x3", 3), ("3x2", 3), ("3x3", 3), ("4x4", 1)])
def test_sudoku_steps_agree_on_every_size_one_by_one_and_in_batches(exported, golden, box, n):
    puzzles = [item.puzzle for item in golden("easy" if box == "3x3" else "any", box)[:n]]
    layout = puzzles[0].layout
    givens = torch.tensor([puzzle.givens for puzzle in puzzles])
    question = question_of(givens, (layout.box_rows, layout.box_cols))
    for rows in (question, question[:1]):
        worst, same_digits = exported("sudoku").compare(rows, steps=4)
        assert worst < TOLERANCE
        assert same_digits


@needs_runtime
@pytest.mark.slow
def test_the_papers_network_agrees_on_its_one_size(exported, golden):
    puzzles = [item.puzzle for item in golden("any", "2x2")[:3]]
    givens = torch.tensor([puzzle.givens for puzzle in puzzles]).flatten(1)
    worst, same_digits = exported("sudoku4-mlp").compare(official_question(givens + 1), steps=4)
    assert worst < TOLERANCE
    assert same_digits


@needs_runtime
@pytest.mark.slow
@pytest.mark.parametrize(("height", "width"), [(5, 5), (7, 12), (20, 20)])
def test_maze_steps_agree_on_every_size_one_by_one_and_in_batches(exported, height, width):
    mazes = [
        generate(height=height, width=width, seed=seed, path_cells=(4, height * width))
        for seed in range(3)
    ]
    question = torch.from_numpy(np.stack([tokens_of(maze) for maze in mazes])).long()
    for rows in (question, question[:1]):
        worst, same_cells = exported("maze").compare(rows, steps=8)
        assert worst < TOLERANCE
        assert same_cells


@needs_runtime
@pytest.mark.slow
@pytest.mark.parametrize("name", ["sudoku", "maze"])
def test_a_file_is_small_tells_what_it_is_and_nothing_of_this_machine(exported, name):
    made = exported(name)
    data = made.path.read_bytes()
    assert len(data) < 250_000
    for private in (b"site-packages", b".py", b"/home", b"/root"):
        assert private not in data
    card = step_card(made.weights)
    for key, value in card.items():
        assert made.told[key] == value or json.loads(made.told[key]) == value
    assert made.told["weights"] == name
    assert int(made.told["network_calls"]) == made.weights.single_pass.calls


@needs_runtime
@pytest.mark.slow
def test_another_t_is_as_many_answer_updates(exported, tmp_path, shipped):
    """The loop of the graph is the loop of the paper: T = 2 + 2 ends where T = 4 does."""
    save_step(shipped, tmp_path / "short.onnx", answer_updates=2)
    short = session_of(tmp_path / "short.onnx")
    long = exported("sudoku")
    question = torch.zeros(1, 2, 2, 2, 2, dtype=torch.long)
    question[0, 0, 0, 0, 0] = 1
    with torch.inference_mode():
        y, z = long.start(shipped.model.network.embed(question))
    once = long.session.run(None, {"question": question.numpy(), "y": y, "z": z})
    twice = [None, None, y, z]
    for _ in range(2):
        inputs = {"question": question.numpy(), "y": twice[2], "z": twice[3]}
        twice = short.run(None, inputs)
    for ours, theirs in zip(twice, once, strict=True):
        assert np.abs(ours - theirs).max() < TOLERANCE


def test_the_card_says_what_a_step_costs_and_which_weights_it_is_of(shipped):
    card = step_card(shipped)
    assert (card["latent_updates"], card["answer_updates"], card["network_calls"]) == (4, 4, 20)
    assert card["halt_threshold"] == shipped.halt_threshold
    assert card["start_y"] == shipped.model.state_dict()["network.y_start"].tolist()
    assert len(card["weights_sha256"]) == 64
    assert card["weights_sha256"] != step_card(load_weights("maze"))["weights_sha256"]
    assert step_card(shipped, answer_updates=2)["network_calls"] == 10
    with pytest.raises(ValueError, match="0 answer updates"):
        step_card(shipped, answer_updates=0)


def test_the_start_for_arc_is_no_network_to_export(tmp_path):
    with pytest.raises(ValueError, match="'arc' are the start from which an ARC task is learned"):
        save_step(load_weights("arc"), tmp_path / "arc.onnx")


def test_weights_without_such_a_step_are_refused_by_name(tmp_path):
    model = TinyRecursiveModel(torch.nn.Identity(), latent_updates=1, answer_updates=1)
    with pytest.raises(ValueError, match="'mine' are of an unknown network, Identity"):
        save_step(Weights("mine", model, {}), tmp_path / "step.onnx")


def test_without_the_extra_it_says_how_to_get_it(tmp_path, shipped, monkeypatch):
    monkeypatch.setattr(step, "find_spec", lambda name: None)
    with pytest.raises(ValueError, match=r"pip install 'tinyduo\[onnx\]'"):
        save_step(shipped, tmp_path / "step.onnx")
    assert not list(tmp_path.iterdir())
