"""One supervision step of trained weights as an ONNX model.

Batch and board are free: the Sudoku model takes every size, the maze model every height and
width; official networks have the one length they were trained on. A state begins as the
vectors `start_y` and `start_z` of the metadata, repeated over the board; then each step's
`next_y` and `next_z` are the next one's `y` and `z`, until `halt_logit` or a verifier says stop.
The loop is in the graph (graph.py); when to stop, other candidates and verifying are the
caller's business. Needs the extra `onnx`.
"""

from __future__ import annotations

import json
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import torch
from torch import Tensor

from ..checkpoint import Weights
from ..fingerprint import sha256_of
from ..networks import GridNetwork, GroupNetwork
from ..networks.official import OfficialNetwork
from ..networks.task import TaskNetwork
from .graph import OPSET, exported, placed, recursion

if TYPE_CHECKING:
    from onnx import ModelProto

_IR_VERSION = 8  # came with opset 18; a newer one would shut older runtimes out


class _Shapes(NamedTuple):
    """Names of the dimensions after the batch; a number in the config fixes one."""

    question: tuple[str, ...]
    state: tuple[str, ...]
    logits: tuple[str, ...]
    example: tuple[int, ...]  # sizes of a question, batch first


_BOARD = ("bands", "box_rows", "stacks", "box_cols")
_OURS: dict[type, _Shapes] = {
    GroupNetwork: _Shapes(
        _BOARD, (*_BOARD, "digits", "width"), (*_BOARD, "digits"), (2, 3, 2, 2, 3)
    ),
    GridNetwork: _Shapes(
        ("rows", "cols"), ("width", "rows", "cols"), ("rows", "cols", "classes"), (2, 4, 5)
    ),
}


def _shapes_of(network: Any) -> tuple[_Shapes, dict[str, Any]]:
    """The dimensions of a network, and the sizes of those that it fixes."""
    sizes = network.config.to_json()
    if isinstance(network, OfficialNetwork):
        positions = 1 + network.config.cells  # the puzzle's id, then its tokens
        sizes |= {"positions": positions, "length": network.config.length}
        shapes = _Shapes(
            ("positions",), ("length", "width"), ("cells", "vocabulary"), (2, positions)
        )
        return shapes, sizes
    return _OURS[type(network)], sizes


def step_model(weights: Weights, *, answer_updates: int | None = None) -> ModelProto:
    """One supervision step as an ONNX model.

    Inputs: `question` int64, as the network's `embed` takes it (in memory it is the board row
    by row), and the float32 states `y` and `z`. Outputs: `logits` of the answer, `halt_logit`
    `(batch,)`, and the states `next_y` and `next_z`.

    Args:
        weights: of a group, grid or official network, on the CPU.
        answer_updates: T of the step; None: the single pass's, as the weights' card says.

    Returns:
        The checked model, with `step_card` as its metadata.

    Raises:
        ValueError: for weights of another network, or without the extra `onnx`.
    """
    card = step_card(weights, answer_updates=answer_updates)
    if not (find_spec("onnx") and find_spec("onnxscript")):
        raise ValueError("ONNX export needs the extra onnx: pip install 'tinyduo[onnx]'")
    from onnx import TensorProto, checker, helper

    network: Any = weights.model.network
    shapes, fixed = _shapes_of(network)
    with torch.inference_mode():
        question = torch.zeros(shapes.example, dtype=torch.long)
        x = network.embed(question)
    embed = exported(network, "embed", question)
    update, answer, halt = (
        exported(network, method, x) for method in ("update", "read_answer", "read_halt")
    )

    def info(name: str, dims: tuple[str, ...], kind: int = TensorProto.FLOAT) -> Any:
        return helper.make_tensor_value_info(
            name, kind, ["batch", *(fixed.get(d, d) for d in dims)]
        )

    graph = helper.make_graph(
        [
            *placed(embed, "question", "x"),
            *recursion(
                update,
                latent_updates=card["latent_updates"],
                answer_updates=card["answer_updates"],
            ),
            *placed(answer, "next_y", "logits"),
            *placed(halt, "next_y", "halt_logit"),
        ],
        f"one supervision step of {weights.name}",
        [
            info("question", shapes.question, TensorProto.INT64),
            info("y", shapes.state),
            info("z", shapes.state),
        ],
        [
            info("logits", shapes.logits),
            info("halt_logit", ()),
            info("next_y", shapes.state),
            info("next_z", shapes.state),
        ],
        [tensor for part in (embed, update, answer, halt) for tensor in part.initializer],
    )
    model = helper.make_model(
        graph, opset_imports=[helper.make_opsetid("", OPSET)], producer_name="tinyduo"
    )
    model.ir_version = _IR_VERSION
    told = {
        key: value if isinstance(value, str) else json.dumps(value) for key, value in card.items()
    }
    helper.set_model_props(model, told)
    checker.check_model(model, full_check=True)
    return model


def step_card(weights: Weights, *, answer_updates: int | None = None) -> dict[str, Any]:
    """What the user of a step needs to know of it, JSON-ready.

    Arguments and errors as `step_model`, which puts this into the model's metadata: text as
    it is, the rest as JSON.
    """
    network: Any = weights.model.network
    if isinstance(network, TaskNetwork):
        raise ValueError(
            f"weights {weights.name!r} are the start from which an ARC task is learned, "
            "no network to export; expected weights for Sudoku or mazes, or official ones"
        )
    if not isinstance(network, (*_OURS, OfficialNetwork)):
        raise ValueError(
            f"weights {weights.name!r} are of an unknown network, {type(network).__name__}; ONNX "
            "export is for group networks (Sudoku), grid networks (mazes) and official ones"
        )
    if answer_updates is not None and answer_updates < 1:
        raise ValueError(f"{answer_updates} answer updates a step, expected 1 or more")
    model = weights.single_pass
    updates = answer_updates or model.answer_updates
    x = network.embed(torch.zeros(_shapes_of(network)[0].example, dtype=torch.long))
    y, z = network.initial_state(x)
    width = -1 if y.shape[-1] == network.config.width else 1  # channels of mazes come first
    return {
        "weights": weights.name,
        "weights_sha256": sha256_of(weights),
        "puzzles": weights.puzzles,
        "parameters": weights.card.get("parameters"),
        "latent_updates": model.latent_updates,  # n of the paper
        "answer_updates": updates,  # T of the paper
        "network_calls": updates * (model.latent_updates + 1),  # one after another, a step
        "halt_threshold": weights.halt_threshold,  # for the sigmoid of halt_logit
        # Whether a Sudoku's question may hold V + 1 to 2V for supposed digits, and when a single
        # pass supposes (`tinyduo.trm.supposing`): the caller's business between steps.
        "supposes": getattr(network.config, "supposes", False),
        "supposing": weights.supposing.to_json() if weights.supposing else None,
        # When a pass over a maze goes on in another view (`tinyduo.trm.turning`): likewise.
        "turning": weights.turning.to_json() if weights.turning else None,
        "width": network.config.width,  # numbers in a vector of the state
        "start_y": _vector(y, width),
        "start_z": _vector(z, width),
    }


def _vector(state: Tensor, axis: int) -> list[float]:
    """The vector that a state repeats over the board."""
    return state[0].movedim(axis if axis < 0 else axis - 1, -1).flatten(0, -2)[0].tolist()


def save_step(weights: Weights, path: Path, *, answer_updates: int | None = None) -> int:
    """Write `step_model` to a file and return its size in bytes; arguments and errors as there."""
    data = step_model(weights, answer_updates=answer_updates).SerializeToString()
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return len(data)
