"""Pieces of ONNX graphs: a network's methods exported one by one, and the loops around them.

torch's exporter unrolls loops and folds the weights into every round; here each method is
exported once and stands inside ONNX `Loop` nodes, which see the weights from outside.
Needs `onnx` and `onnxscript`.
"""

from __future__ import annotations

import logging
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

import torch
from torch import Tensor, nn

if TYPE_CHECKING:
    from onnx import GraphProto, NodeProto

OPSET = 18  # the version torch's exporter is written for; onnxruntime and onnxruntime-web do it


class _Function(nn.Module):
    """A method of a network as a module, for the exporter."""

    def __init__(self, network: nn.Module, function: Callable[[Tensor], Tensor]) -> None:
        super().__init__()
        self.network, self.function = network, function

    def forward(self, value: Tensor) -> Tensor:
        return self.function(value)


def exported(network: nn.Module, method: str, example: Tensor) -> GraphProto:
    """The graph of a network's method of one tensor; every size may differ from the example's.

    Args:
        network: in eval mode, on the CPU.
        method: its name, which also begins the name of every value in the graph.
        example: what the method takes; dimensions of different meaning have different sizes.
    """
    with torch.inference_mode(False), torch.no_grad(), _quiet():
        program = torch.onnx.export(
            _Function(network, getattr(network, method)).eval(),
            (example.clone(),),
            dynamo=True,
            dynamic_shapes=({axis: torch.export.Dim.AUTO for axis in range(example.dim())},),
            opset_version=OPSET,
            verbose=False,
        )
    assert program is not None
    graph = program.model_proto.graph
    made = [tensor.name for tensor in graph.initializer]
    made += [name for node in graph.node for name in node.output]
    names = {name: f"{method}.{name}" for name in made if name}
    for tensor in graph.initializer:
        tensor.name = names[tensor.name]
    for node in graph.node:
        node.name = f"{method}.{node.name}"
        node.input[:] = [names.get(name, name) for name in node.input]
        node.output[:] = [names.get(name, name) for name in node.output]
        node.ClearField("metadata_props")  # the exporter's notes: stack traces of this machine
        node.ClearField("doc_string")
    for output in graph.output:
        output.name = names[output.name]
    return graph


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep to itself what the exporter says of torch's own insides and of torchvision."""
    logger = logging.getLogger("torch.onnx")
    level = logger.level
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        logger.setLevel(logging.ERROR)
        try:
            yield
        finally:
            logger.setLevel(level)


def placed(part: GraphProto, source: str, target: str, *, scope: str = "") -> list[NodeProto]:
    """The nodes of a part, put between the values `source` and `target`.

    Weights keep their names; what else the part makes is told apart by `scope`, so that a
    part can stand in a model more than once.
    """
    from onnx import NodeProto

    weights = {tensor.name for tensor in part.initializer}
    names = {part.input[0].name: source, part.output[0].name: target}

    def renamed(name: str) -> str:
        return names.get(name) or (scope + name if name and name not in weights else name)

    nodes = []
    for node in part.node:
        copy = NodeProto()
        copy.CopyFrom(node)
        copy.name = scope + node.name
        copy.input[:] = [renamed(name) for name in node.input]
        copy.output[:] = [renamed(name) for name in node.output]
        nodes.append(copy)
    return nodes


def recursion(update: GraphProto, *, latent_updates: int, answer_updates: int) -> list[NodeProto]:
    """Nodes from x, y and z to next_y and next_z, as `TinyRecursiveModel.step`.

    Args:
        update: one pass of the network.
        latent_updates: n of the paper.
        answer_updates: T of the paper.
    """
    from onnx import helper

    node = helper.make_node
    latent = [
        node("Add", ["z_in", "y_and_x"], ["latent.state"]),
        *placed(update, "latent.state", "z_out", scope="latent."),
    ]
    answer = [
        node("Add", ["y_in", "x"], ["y_and_x"]),
        *_loop(latent, latent_updates, ["z_now"], ["z_new"], carried=[("z_in", "z_out")]),
        node("Add", ["y_in", "z_new"], ["answer.state"]),  # no x: as in recursion.py
        *placed(update, "answer.state", "y_new", scope="answer."),
    ]
    carried = [("y_in", "y_new"), ("z_now", "z_new")]
    return _loop(answer, answer_updates, ["y", "z"], ["next_y", "next_z"], carried=carried)


def _loop(
    body: Sequence[NodeProto],
    rounds: int,
    sources: list[str],
    targets: list[str],
    *,
    carried: Sequence[tuple[str, str]],
) -> list[NodeProto]:
    """A loop of `body` from `sources` to `targets`; `carried` are names inside, first and last."""
    from onnx import TensorProto, helper

    name = f"loop_{targets[-1]}"
    info, state = helper.make_tensor_value_info, TensorProto.FLOAT
    graph = helper.make_graph(
        [*body, helper.make_node("Identity", [f"{name}.go"], [f"{name}.go_on"])],
        name,
        [
            info(f"{name}.round", TensorProto.INT64, []),
            info(f"{name}.go", TensorProto.BOOL, []),
            *(info(first, state, None) for first, _ in carried),
        ],
        [
            info(f"{name}.go_on", TensorProto.BOOL, []),
            *(info(last, state, None) for _, last in carried),
        ],
    )
    count = helper.make_tensor(f"{name}.rounds", TensorProto.INT64, [], [rounds])
    return [
        helper.make_node("Constant", [], [f"{name}.rounds"], value=count),
        helper.make_node("Loop", [f"{name}.rounds", "", *sources], targets, name=name, body=graph),
    ]
