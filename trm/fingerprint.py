"""A hash of what is in weights, whatever file they came in."""

from __future__ import annotations

import hashlib

from .checkpoint import Weights


def sha256_of(weights: Weights) -> str:
    """SHA-256, as hexadecimal digits, over the names and numbers of a model's tensors."""
    digest = hashlib.sha256()
    for name, tensor in sorted(weights.model.state_dict().items()):
        digest.update(name.encode() + tensor.detach().cpu().float().numpy().tobytes())
    return digest.hexdigest()
