"""The optimizers of a run, and the learning rate of an update."""

from __future__ import annotations

import torch
from torch import nn

from .adam_atan2 import AdamATan2
from .config import TrainingConfig
from .muon import Muon
from .schedule import cosine_share
from .sign_sgd import SignSGD

_BETAS = (0.9, 0.95)
_BLOCKS = ("blocks.", "layers.")  # where our networks and the official ones have their blocks


def optimizers_of(model: nn.Module, config: TrainingConfig) -> list[torch.optim.Optimizer]:
    """The optimizers of a model; every group has its `peak` rate.

    Muon takes the matrices inside the blocks (if it has a rate), SignSGD the table of puzzle
    embeddings (if that has a rate), AdamW or AdamATan2 the rest.
    """
    matrices = [
        parameter
        for name, parameter in model.named_parameters()
        if config.muon_rate and parameter.dim() == 2 and any(part in name for part in _BLOCKS)
    ]
    chosen = {id(parameter) for parameter in matrices}
    rest = [parameter for parameter in model.parameters() if id(parameter) not in chosen]
    groups = [{"params": rest, "peak": config.learning_rate}]
    decay = config.weight_decay
    optimizers: list[torch.optim.Optimizer] = [
        AdamATan2(groups, betas=_BETAS, weight_decay=decay)
        if config.optimizer == "adam_atan2"
        else torch.optim.AdamW(groups, betas=_BETAS, weight_decay=decay)
    ]
    if matrices:
        muon = [{"params": matrices, "peak": config.muon_rate}]
        optimizers.append(Muon(muon, weight_decay=decay))
    table = dict(model.named_buffers()).get("network.puzzle_emb.weights")
    if config.embedding_rate and table is not None:
        embeddings = SignSGD(table, lr=config.embedding_rate, weight_decay=decay)
        embeddings.param_groups[0]["peak"] = config.embedding_rate
        optimizers.append(embeddings)
    return optimizers


def rate_share(config: TrainingConfig, update: int) -> float:
    """The share of the peak learning rates that an update, counted from 0, has."""
    if config.schedule == "cosine":
        return cosine_share(
            update + 1, total=config.updates, warmup=config.warmup, least=config.decay_to
        )
    warm = min(1.0, (update + 1) / config.warmup)
    fall = max(0.0, (update / config.updates - config.decay_from) / (1 - config.decay_from))
    return warm * (1 - fall * (1 - config.decay_to))
