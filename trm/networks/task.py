"""The task network: what the recursion repeats for ARC, where each task has a rule of its own.

State: one vector of D numbers a cell, `(B, D, H, W)`. A block mixes each cell with its eight
neighbours (a 3x3 convolution) and with the maxima of its row, of its column and of the grid,
then passes it through a gated unit. No position is told; what lies outside the grid is zero,
which is how the network sees the edge. So one set of weights serves every size.

In the place of the puzzle id of the official TRM, a question has a task vector, learned from the
task's own demonstrations at run time, and says which of eight views it is, so that "down" can be
learned though grids are turned. A cell answers with a colour or points to where its colour is
taken from: what lies under it, turned forms of that, its neighbours.

Prior art: TRM (arXiv:2510.04871), convolutions inside its loop (URM, arXiv 2512.14693),
test-time training of networks for ARC (Akyurek et al. 2024, arXiv 2411.07279).
"""

from __future__ import annotations

from dataclasses import asdict, dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from ..puzzles.arc.aligned import NOTHING, PARTS, PLANES
from ..puzzles.arc.official_form import COLOURS

VIEWS = 8
TABLES = ("tasks", "tasks_shown", "tasks_copied")  # parameters with a row for each task
_TABLED = 1 + PARTS  # planes whose colours may mean others: the input and its parts
_SOURCES = PLANES + 4  # where a colour may be taken from: planes, and the four neighbours


@dataclass(frozen=True, slots=True)
class TaskNetworkConfig:
    """Sizes of a task network."""

    width: int = 64  # D, numbers in a cell's state
    hidden: int = 96  # m, of the gated unit
    pooled: int = 16  # numbers of which the maxima are taken, each of row, column and grid
    layers: int = 2  # blocks in the network, as in TRM
    tasks: int = 1  # tasks with a table of their own

    def to_json(self) -> dict[str, int]:
        """The config as JSON-ready data."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class ArcQuestion:
    """Boards of one size, as the network gets them."""

    planes: Tensor  # int64 (B, PLANES, H, W), colours or NOTHING
    inside: Tensor  # int64 (B, H, W), 1 where the output is
    task: Tensor  # int64 (B,), which task vector
    view: Tensor  # int64 (B,), which of the eight turns and mirror images


def _linear(n_out: int, n_in: int, scale: float = 1.0) -> nn.Parameter:
    """A weight `(n_out, n_in)` with standard deviation scale / sqrt(n_in)."""
    weight = torch.empty(n_out, n_in)
    nn.init.trunc_normal_(weight, std=scale * n_in**-0.5, a=-2, b=2)
    return nn.Parameter(weight)


def _norm(h: Tensor) -> Tensor:
    """Each cell's numbers brought to mean 0 and variance 1; on CPU the quickest of the norms."""
    return F.layer_norm(h, h.shape[-1:])


def _neighbours(cells: Tensor) -> Tensor:
    """The cells above, below, left and right of each cell of `(B, H, W)`, as `(B, 4, H, W)`."""
    around = F.pad(cells, (1, 1, 1, 1), value=NOTHING)
    beside = (around[:, :-2, 1:-1], around[:, 2:, 1:-1], around[:, 1:-1, :-2], around[:, 1:-1, 2:])
    return torch.stack(beside, dim=1)


class TaskBlock(nn.Module):
    """One layer: each cell with its neighbours and its lines' maxima, then a gated unit."""

    def __init__(self, config: TaskNetworkConfig) -> None:
        super().__init__()
        width, hidden = config.width, config.hidden
        self.neighbours = _linear(width, width * 9)  # matrices, for Muon
        self.pool = _linear(3 * config.pooled, width)
        self.spread = _linear(3 * width, config.pooled)
        self.gated = _linear(2 * hidden, width)
        self.down = _linear(width, hidden)

    def forward(self, h: Tensor) -> Tensor:
        """One layer's update of `(B, H, W, D)`."""
        kernel = self.neighbours.reshape(h.shape[-1], -1, 3, 3)
        near = F.conv2d(h.permute(0, 3, 1, 2), kernel, padding=1).permute(0, 2, 3, 1)
        row, col, grid = F.linear(h, self.pool).chunk(3, dim=-1)
        to_row, to_col, to_grid = self.spread.chunk(3, dim=0)
        row = F.linear(row.amax(2, keepdim=True), to_row)
        col = F.linear(col.amax(1, keepdim=True), to_col)
        grid = F.linear(grid.amax((1, 2), keepdim=True), to_grid)
        h = _norm(h + near + (row + grid) + col)
        gate, value = F.linear(h, self.gated).chunk(2, dim=-1)
        return _norm(h + F.linear(F.silu(gate) * value, self.down))


class TaskNetwork(nn.Module):
    """The network of the recursion for ARC; see the module docstring. States are `(B, H, W, D)`."""

    def __init__(self, config: TaskNetworkConfig) -> None:
        super().__init__()
        self.config = config
        width = config.width
        self.blocks = nn.ModuleList(TaskBlock(config) for _ in range(config.layers))
        self.colours = nn.Parameter(torch.randn(PLANES, COLOURS + 1, width))
        with torch.no_grad():
            self.colours[_TABLED:] *= 0.3  # what is derived is many planes
        self.inside = nn.Parameter(torch.randn(2, width))
        self.tasks = nn.Parameter(torch.zeros(config.tasks, COLOURS + 1, width))
        self.views = nn.Parameter(0.5 * torch.randn(VIEWS, width))
        self.answer_head = _linear(COLOURS + _SOURCES, width)
        copied = torch.zeros(_SOURCES)
        copied[:_TABLED] = 2.0
        self.copied = nn.Parameter(copied)
        self.tasks_copied = nn.Parameter(torch.zeros(config.tasks, _SOURCES))
        self.shown = nn.Parameter(torch.zeros(_TABLED, COLOURS + 1, COLOURS))
        self.tasks_shown = nn.Parameter(torch.zeros(config.tasks, *self.shown.shape))
        self.halt_head = nn.Parameter(torch.zeros(2 * width, 1))
        self.halt_bias = nn.Parameter(torch.full((1,), -3.0))
        self.register_buffer("y_start", torch.randn(width))
        self.register_buffer("z_start", torch.randn(width))

    def embed(self, question: ArcQuestion) -> Tensor:
        """The embedded question `(B, H, W, D)`."""
        x = F.embedding(question.inside, self.inside)
        batch, planes, height, width = question.planes.shape
        rows = (
            question.planes + (NOTHING + 1) * torch.arange(planes, device=x.device)[:, None, None]
        )
        rows = rows.movedim(1, -1).reshape(-1, planes)
        shown = F.embedding_bag(rows, self.colours.flatten(0, 1), mode="sum")
        x = x + shown.reshape(batch, height, width, -1)
        # What each colour means in this task: a row of the task's table for every cell.
        rows = question.task[:, None, None] * (NOTHING + 1) + question.planes[:, 0]
        x = x + F.embedding(rows, self.tasks.flatten(0, 1))
        return x + self.views[question.view][:, None, None]

    def initial_state(self, x: Tensor) -> tuple[Tensor, Tensor]:
        """The fixed random start of y and z, shaped as x."""
        y, z = self.get_buffer("y_start"), self.get_buffer("z_start")
        return y.expand_as(x), z.expand_as(x)

    def update(self, state: Tensor) -> Tensor:
        """One pass through the layers, `(B, H, W, D)`."""
        for block in self.blocks:
            state = block(state)
        return state

    def read_answer(self, y: Tensor) -> Tensor:
        """Of each cell, scores of the colours and of the sources, `(B, H, W, COLOURS + S)`."""
        return F.linear(y, self.answer_head)

    def colour_logits(self, read: Tensor, question: ArcQuestion) -> Tensor:
        """Logits over the colours of each cell, `(B, H, W, COLOURS)`.

        A colour has its own score, those of the sources that show it, and what the colours under
        the cell stand for. By sources a cell takes a colour from a place without a word on
        which colour it is; at first it is what lies under it. By tables, what depends
        on a cell's own colour alone has a short way, and the recursion is left with the rest.

        Args:
            read: what `read_answer` gave.
            question: the boards.
        """
        own, taken = read.split([COLOURS, _SOURCES], dim=-1)
        taken = taken + (self.copied + self.tasks_copied[question.task])[:, None, None]
        sources = torch.cat([question.planes, _neighbours(question.planes[:, 0])], dim=1)
        logits = taken.new_zeros(*taken.shape[:-1], COLOURS + 1)
        logits = logits.scatter_add(-1, sources.movedim(1, -1), taken)[..., :COLOURS]
        tables = (self.shown + self.tasks_shown[question.task]).flatten(0, 2)
        rows = question.planes[:, :_TABLED] + (NOTHING + 1) * torch.arange(
            len(own) * _TABLED, device=tables.device
        ).reshape(-1, _TABLED, 1, 1)
        return own + logits + F.embedding(rows, tables).sum(1)

    def read_halt(self, y: Tensor) -> Tensor:
        """Logit `(B,)` of the whole answer being right."""
        pooled = torch.cat([y.mean((1, 2)), y.amax((1, 2))], dim=-1)
        return (pooled @ self.halt_head + self.halt_bias).squeeze(-1)
