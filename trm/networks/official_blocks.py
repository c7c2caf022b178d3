"""The blocks of the official TRM: SwiGLU, and a mixer over positions that is attention or an MLP.

Written from the paper's text and figures (arXiv:2510.04871) and checked against numbers of the
official code. Attributes are named as in its checkpoints, which then load without translation.
Post-norm, RMS without weight, no biases. Weights are float32 and cast at each use to the dtype
of what comes in.
"""

from __future__ import annotations

from math import ceil

import torch
from torch import Tensor, nn
from torch.nn import functional as F

RMS_EPSILON = 1e-5
ROPE_BASE = 10_000.0
# Standard deviation of a standard normal that is cut at +-2; dividing by it gives the wanted one.
_CUT_DEVIATION = 0.8796256610342398
HIDDEN_MULTIPLE = 256  # officially hidden sizes are rounded up to it; small networks pay dearly


def cut_normal(*shape: int, std: float) -> Tensor:
    """Normal numbers cut at two deviations, whose standard deviation is `std` after cutting."""
    return nn.init.trunc_normal_(torch.empty(shape), a=-2, b=2) * (std / _CUT_DEVIATION)


def rms_norm(h: Tensor) -> Tensor:
    """Divide by the root mean square of the last dimension, taken in float32."""
    wide = h.float()
    return (wide * torch.rsqrt(wide.square().mean(-1, keepdim=True) + RMS_EPSILON)).to(h.dtype)


class CastLinear(nn.Module):
    """A linear map `(..., n_in)` to `(..., n_out)` in the dtype of its input."""

    def __init__(self, n_in: int, n_out: int, *, bias: bool = False) -> None:
        super().__init__()
        self.weight = nn.Parameter(cut_normal(n_out, n_in, std=n_in**-0.5))
        self.bias = nn.Parameter(torch.zeros(n_out)) if bias else None

    def forward(self, h: Tensor) -> Tensor:
        """The map of `h`."""
        bias = None if self.bias is None else self.bias.to(h.dtype)
        return F.linear(h, self.weight.to(h.dtype), bias)


def hidden_size(size: int, expansion: float, multiple: int) -> int:
    """Hidden numbers of a gated unit over `size` numbers, rounded up to a multiple."""
    return ceil(round(expansion * size * 2 / 3) / multiple) * multiple


class SwiGLU(nn.Module):
    """A gated unit over the last dimension, of `size` numbers."""

    def __init__(self, size: int, expansion: float, multiple: int = HIDDEN_MULTIPLE) -> None:
        super().__init__()
        hidden = hidden_size(size, expansion, multiple)
        self.gate_up_proj = CastLinear(size, 2 * hidden)
        self.down_proj = CastLinear(hidden, size)

    def forward(self, h: Tensor) -> Tensor:
        """The unit's output, shaped as `h`."""
        gate, up = self.gate_up_proj(h).chunk(2, dim=-1)
        return self.down_proj(F.silu(gate) * up)


class Rotary(nn.Module):
    """Rotary positions along one dimension, applied to queries and keys in float32."""

    def __init__(self, length: int, head_width: int) -> None:
        super().__init__()
        frequencies = ROPE_BASE ** (-torch.arange(0, head_width, 2) / head_width)
        angles = torch.outer(torch.arange(length).float(), frequencies).repeat(1, 2)
        self.register_buffer("cos", angles.cos(), persistent=False)  # (length, head width)
        self.register_buffer("sin", angles.sin(), persistent=False)

    def forward(self, heads: Tensor) -> Tensor:
        """Rotate `(B, heads, length, head width)`."""
        first, second = heads.chunk(2, dim=-1)
        turned = torch.cat([-second, first], dim=-1)
        rotated = heads * self.get_buffer("cos") + turned * self.get_buffer("sin")
        return rotated.to(heads.dtype)


class Attention(nn.Module):
    """Attention of every position to every other, without a mask."""

    def __init__(self, width: int, heads: int) -> None:
        super().__init__()
        self.heads = heads
        self.qkv_proj = CastLinear(width, 3 * width)
        self.o_proj = CastLinear(width, width)

    def forward(self, h: Tensor, rotary: Rotary | None) -> Tensor:
        """Attend over `(B, length, D)`."""
        B, length, _ = h.shape
        # (3, B, heads, length, head width)
        split = self.qkv_proj(h).view(B, length, 3, self.heads, -1).permute(2, 0, 3, 1, 4)
        query, key, value = split.unbind()
        if rotary is not None:
            query, key = rotary(query), rotary(key)
        mixed = F.scaled_dot_product_attention(query, key, value)
        return self.o_proj(mixed.transpose(1, 2).reshape(B, length, -1))


class AttentionBlock(nn.Module):
    """One layer: attention over positions, then a gated unit over channels."""

    def __init__(
        self, width: int, *, heads: int, expansion: float, multiple: int = HIDDEN_MULTIPLE
    ) -> None:
        super().__init__()
        self.self_attn = Attention(width, heads)
        self.mlp = SwiGLU(width, expansion, multiple)

    def forward(self, h: Tensor, rotary: Rotary | None) -> Tensor:
        """One layer's update of `(B, length, D)`."""
        h = rms_norm(h + self.self_attn(h, rotary))
        return rms_norm(h + self.mlp(h))


class TokenMixerBlock(nn.Module):
    """One layer: a gated unit over positions, then one over channels; for one fixed length."""

    def __init__(
        self, width: int, *, length: int, expansion: float, multiple: int = HIDDEN_MULTIPLE
    ) -> None:
        super().__init__()
        self.mlp_t = SwiGLU(length, expansion, multiple)
        self.mlp = SwiGLU(width, expansion, multiple)

    def forward(self, h: Tensor, rotary: Rotary | None) -> Tensor:
        """One layer's update of `(B, length, D)`; positions are in the weights, not rotated."""
        across = h.transpose(1, 2)  # (B, D, length)
        h = rms_norm(across + self.mlp_t(across)).transpose(1, 2)  # normed over positions
        return rms_norm(h + self.mlp(h))
