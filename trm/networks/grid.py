"""The grid network: what the recursion repeats for puzzles drawn on a grid (mazes).

State: one vector of D numbers a cell, `(B, D, H, W)`. A block mixes each cell with its
eight neighbours (a 3x3 convolution), then passes it through a gated unit. No position is
told, so small grids train it and large ones use it; what lies outside the grid is zero,
which is how the network sees the edge.

Block design (post-norm, gated unit, no biases, RMS norm without weight): TRM's
(arXiv:2510.04871), the 3x3 convolution in the place of attention. Prior art for recurrent
convolutions that carry over to larger mazes: Schwarzschild et al. 2021 (arXiv 2106.04537),
Bansal et al. 2022 (arXiv 2202.05826).
"""

from __future__ import annotations

from dataclasses import asdict, dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional as F


@dataclass(frozen=True, slots=True)
class GridNetworkConfig:
    """Sizes of a grid network."""

    width: int = 32  # D, numbers in a cell's state
    hidden: int = 64  # m, of the gated unit
    layers: int = 2  # blocks in the network, as in TRM
    tokens: int = 4  # sorts of cells in a question
    classes: int = 2  # answers of a cell

    def to_json(self) -> dict[str, int]:
        """The config as JSON-ready data."""
        return asdict(self)


def _linear(n_out: int, n_in: int) -> nn.Parameter:
    """A weight `(n_out, n_in)` with standard deviation 1 / sqrt(n_in)."""
    weight = torch.empty(n_out, n_in)
    nn.init.trunc_normal_(weight, std=n_in**-0.5, a=-2, b=2)
    return nn.Parameter(weight)


def _convolve(h: Tensor, weight: Tensor, size: int = 1) -> Tensor:
    """Convolve `(B, D, H, W)` by a weight `(n_out, D * size * size)`; zero outside."""
    kernel = weight.reshape(len(weight), -1, size, size)
    return F.conv2d(h, kernel, padding=size // 2)


def _rms_norm(h: Tensor) -> Tensor:
    return h * torch.rsqrt(h.square().mean(1, keepdim=True) + 1e-5)


class GridBlock(nn.Module):
    """One layer: each cell with its neighbours, then a gated unit on each cell."""

    def __init__(self, config: GridNetworkConfig) -> None:
        super().__init__()
        width, hidden = config.width, config.hidden
        self.neighbours = _linear(width, width * 9)  # matrices, for Muon
        self.gated = _linear(2 * hidden, width)
        self.down = _linear(width, hidden)

    def forward(self, h: Tensor) -> Tensor:
        """One layer's update of `(B, D, H, W)`."""
        h = _rms_norm(h + _convolve(h, self.neighbours, 3))
        gate, value = _convolve(h, self.gated).chunk(2, dim=1)
        return _rms_norm(h + _convolve(F.silu(gate) * value, self.down))


class GridNetwork(nn.Module):
    """The network of the recursion for grids; see the module docstring.

    A question is int64 `(B, H, W)`, one token a cell.
    """

    def __init__(self, config: GridNetworkConfig) -> None:
        super().__init__()
        self.config = config
        width = config.width
        self.blocks = nn.ModuleList(GridBlock(config) for _ in range(config.layers))
        self.question = nn.Parameter(torch.randn(config.tokens, width))
        self.answer_head = _linear(config.classes, width)
        self.halt_head = nn.Parameter(torch.zeros(2 * width, 1))
        self.halt_bias = nn.Parameter(torch.full((1,), -3.0))
        self.register_buffer("y_start", torch.randn(width))
        self.register_buffer("z_start", torch.randn(width))

    def embed(self, question: Tensor) -> Tensor:
        """The embedded question `(B, D, H, W)` of `(B, H, W)`."""
        # Cells one after another in memory, each with its D numbers: what the CPU's
        # convolutions and the sum over D in the norm are fastest on.
        x = F.embedding(question, self.question).permute(0, 3, 1, 2)
        return x.contiguous(memory_format=torch.channels_last)

    def initial_state(self, x: Tensor) -> tuple[Tensor, Tensor]:
        """The fixed random start of y and z, shaped as x."""

        def start(vector: Tensor) -> Tensor:
            return vector.reshape(-1, 1, 1).expand_as(x).contiguous(memory_format=_layout)

        _layout = torch.channels_last
        return start(self.get_buffer("y_start")), start(self.get_buffer("z_start"))

    def update(self, state: Tensor) -> Tensor:
        """One pass through the layers, `(B, D, H, W)`."""
        for block in self.blocks:
            state = block(state)
        return state

    def read_answer(self, y: Tensor) -> Tensor:
        """Logits over the answers of each cell, `(B, H, W, classes)`."""
        return _convolve(y, self.answer_head).permute(0, 2, 3, 1)

    def read_halt(self, y: Tensor) -> Tensor:
        """Logit `(B,)` of the whole answer being right."""
        pooled = torch.cat([y.mean((2, 3)), y.amax((2, 3))], dim=-1)
        return (pooled @ self.halt_head + self.halt_bias).squeeze(-1)
