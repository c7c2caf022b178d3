"""One supervision step and its losses as one module, which DDP can wrap.

Here also: what a GPU computes in, and how an official network looks its puzzles' own embeddings
up, whose table has an optimizer of its own.
"""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor, nn
from torch.nn.parallel import DistributedDataParallel

from ..networks.official import OfficialNetwork
from ..recursion import Step, TinyRecursiveModel
from .board import Board, Carry, Losses
from .config import TrainingConfig
from .ranks import Ranks
from .sign_sgd import SignSGD


class Supervision(nn.Module):
    """A supervision step of a carry's rows.

    Args:
        model: the model.
        embeddings: the optimizer of the puzzles' own embeddings, if they are trained.
        narrow: compute in bfloat16 where a network has no dtype of its own.
    """

    def __init__(
        self, model: TinyRecursiveModel, embeddings: SignSGD | None, *, narrow: bool
    ) -> None:
        super().__init__()
        self.model = model
        self.embeddings = embeddings
        self.narrow = narrow and not isinstance(model.network, OfficialNetwork)

    def forward(self, board: Board, carry: Carry) -> tuple[Step, Losses]:
        """The step, and what it is judged by: means over this process's rows."""
        with torch.autocast(carry.done.device.type, torch.bfloat16, enabled=self.narrow):
            x = self._embed(board.question(carry.questions if carry.asked is None else carry.asked))
            step = self.model.step(x, carry.state(self.model.start(x.detach())))
        return step, board.losses(step, carry.answers)

    def _embed(self, question: Tensor) -> Tensor:
        network = self.model.network
        if self.embeddings is None or not isinstance(network, OfficialNetwork):
            return network.embed(question)
        return network.embed_with(question[:, 1:], self.embeddings.look_up(question[:, 0]))


def supervision_of(
    model: TinyRecursiveModel,
    config: TrainingConfig,
    optimizers: Sequence[torch.optim.Optimizer],
    ranks: Ranks,
) -> nn.Module:
    """The module that the trainer calls for a step; DDP around it where there are more ranks."""
    embeddings = next((one for one in optimizers if isinstance(one, SignSGD)), None)
    supervision = Supervision(model, embeddings, narrow=config.precision == "bfloat16")
    if ranks.world == 1:
        return supervision
    return DistributedDataParallel(supervision)
