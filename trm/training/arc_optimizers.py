"""The optimizers of the task network, in pretraining and while a task is learned."""

from __future__ import annotations

import torch

from ..networks.task import TABLES
from ..recursion import TinyRecursiveModel
from ..solving.arc.batch import task_network
from .config import TrainingConfig
from .optimizers import optimizers_of

# The tables get a gradient only where their task is in the batch, so their memory is short.
_BETAS = (0.5, 0.98)


def arc_optimizers(
    model: TinyRecursiveModel, config: TrainingConfig, *, tasks_rate: float, shown_rate: float
) -> list[torch.optim.Optimizer]:
    """Muon and AdamW for the network, as `optimizers_of`; Adam for the tasks' own tables.

    Args:
        model: with a task network.
        config: rates of the network.
        tasks_rate: of the tables for the state, which begin at nothing and must get somewhere
            soon: as officially with puzzle embeddings, a hundred times that of the network.
        shown_rate: of the tables for the answer's logits.
    """
    network = task_network(model)
    tables = [getattr(network, name) for name in TABLES]
    optimizers = optimizers_of(model, config)
    for group in optimizers[0].param_groups:
        group["params"] = [p for p in group["params"] if all(p is not table for table in tables)]
    groups = [
        {"params": [table], "peak": rate}
        for table, rate in zip(tables, (tasks_rate, shown_rate, shown_rate), strict=True)
    ]
    return [*optimizers, torch.optim.Adam(groups, betas=_BETAS)]
