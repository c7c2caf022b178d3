"""The group network: what the recursion repeats for all-different puzzles.

State: one vector of D numbers for every candidate (cell, digit), so `(B, P, p, Q, q, V, D)`:
P bands of p rows, Q stacks of q columns (p x q cells make a box), V digits. Candidates talk
through sums over the groups they belong to: row, column and box (same digit), cell (all
digits), and the segments where a row or column crosses a box. The weights are the same for
every cell and digit and for rows and columns, so relabelling digits, permuting rows, columns,
bands and stacks, and transposing all commute with the network, and one set of weights
serves every board size. Boards with other groups than boxes run through `GroupNetwork.on`,
with the same weights.

The network is told the groups (where the rules apply), not the rules; the paper's TRM is
not told them. Prior art: recurrent relational networks (Palm et al. 2018, arXiv 1711.08028).
Block design (post-norm, gated unit, no biases, RMS norm without weight): TRM's.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional as F


@dataclass(frozen=True, slots=True)
class GroupNetworkConfig:
    """Sizes of a group network."""

    width: int = 32  # D, numbers in a candidate's state
    message: int = 16  # k, channels summed over each group
    hidden: int = 64  # m, of the gated unit
    layers: int = 2  # blocks in the network, as in TRM
    supposes: bool = False  # questions may hold supposed digits (supposing.py)

    def to_json(self) -> dict[str, int]:
        """The config as JSON-ready data."""
        return asdict(self)


# Sums, not means, so that "one place left" looks alike on every board size; the scale keeps
# a 9x9 board's sums near unit variance.
_GROUP_SCALE, _SEGMENT_SCALE = 1 / 6, 1 / 2

# Dimensions of (B, P, p, Q, q, V, k) summed away for each kind of group.
_ROW, _COLUMN, _CELL = (3, 4), (1, 2), (5,)


def _linear(n_in: int, n_out: int, *, fan_in: int | None = None) -> nn.Parameter:
    """A weight `(n_in, n_out)` with standard deviation 1 / sqrt(fan_in)."""
    weight = torch.empty(n_in, n_out)
    nn.init.trunc_normal_(weight, std=(fan_in or n_in) ** -0.5, a=-2, b=2)
    return nn.Parameter(weight)


def _rms_norm(h: Tensor) -> Tensor:
    return h * torch.rsqrt(h.square().mean(-1, keepdim=True) + 1e-5)


@dataclass(frozen=True, slots=True)
class Neighbours:
    """Groups of one's own as matrices `(L, L)`: how often two cells share one, scaled.

    A group that has no two cells in one row or column, such as a diagonal, is a line like rows
    and columns; others are boxes. (X-Sudokus with 26 givens, single passes of 16 steps: 35 of
    40 right with diagonals as lines, 18 of 40 as boxes.)
    """

    line: Tensor | None  # lines besides rows and columns; None where there are none
    box: Tensor | None
    segment: Tensor | None  # two or more cells where a line crosses a box

    @classmethod
    def of(cls, groups: Sequence[Sequence[int]], size: int, *, like: Tensor) -> Neighbours:
        """The matrices of groups of row-major cells on a board of `size` rows.

        Their device and dtype are those of `like`.
        """
        numbers = range(size * size)
        lines = [set(numbers[start : start + size]) for start in numbers[::size]]  # rows
        lines += [set(numbers[start::size]) for start in range(size)]  # columns
        given = [set(group) for group in groups]
        own = [group for group in given if all(len(group & line) < 2 for line in lines)]
        boxes = [group for group in given if group not in own]
        crossings = (line & box for line in [*lines, *own] for box in boxes)
        segments = [crossing for crossing in crossings if len(crossing) > 1]

        def matrix(groups: list[set[int]], scale: float) -> Tensor | None:
            if not groups:
                return None
            shared = torch.zeros(size * size, size * size)
            for group in groups:
                cells = torch.tensor(sorted(group))
                shared[cells[:, None], cells] += 1
            return shared.to(like) * scale

        return cls(
            matrix(own, _GROUP_SCALE), matrix(boxes, _GROUP_SCALE), matrix(segments, _SEGMENT_SCALE)
        )


class GroupBlock(nn.Module):
    """One layer: sums over groups, then a gated unit on (own state, sums)."""

    def __init__(self, config: GroupNetworkConfig) -> None:
        super().__init__()
        width, k, hidden = config.width, config.message, config.hidden
        fan_in = width + 6 * k  # own state, row, column, box, cell, two segments
        self.message = _linear(width, 4 * k)
        self.own = _linear(width, 2 * hidden, fan_in=fan_in)
        self.line = _linear(k, 2 * hidden, fan_in=fan_in)  # rows and columns alike: transposing
        self.box = _linear(k, 2 * hidden, fan_in=fan_in)
        self.cell = _linear(k, 2 * hidden, fan_in=fan_in)
        self.segment = _linear(k, 2 * hidden, fan_in=fan_in)
        self.down = _linear(hidden, width)

    def forward(self, h: Tensor) -> Tensor:
        """One layer's update of `(B, P, p, Q, q, V, D)`."""
        along_row, along_column, in_cell = self._sums(h)
        if torch.is_inference_mode_enabled() and h.device.type == "cpu":
            return self._in_place(h, (along_row + along_column).add_(in_cell))
        mixed = (h @ self.own).add_(along_row).add_(along_column).add_(in_cell)
        gate, value = mixed.chunk(2, dim=-1)
        return _rms_norm(h + (F.silu(gate) * value) @ self.down)

    def _sums(self, h: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """What rows, columns and cells tell their members, as far as they do not differ in it.

        Each sum is multiplied before it is broadcast: the product then costs a ninth. Sums over
        boxes and lines are those of their segments, so the large tensor is read but twice.

        Returns:
            `(B, P, p, Q, 1, V, 2m)`, `(B, P, 1, Q, q, V, 2m)` and `(B, P, p, Q, q, 1, 2m)`.
        """
        said = F.silu(h @ self.message)  # line, box, cell and segment, k channels each
        line, box, _, segment = said.sum(4, keepdim=True).chunk(4, dim=-1)
        along_row = (
            _total(line, (3,), _GROUP_SCALE) @ self.line
            + _total(box, (2,), _GROUP_SCALE) @ self.box
            + segment * _SEGMENT_SCALE @ self.segment
        )
        line, _, _, segment = said.sum(2, keepdim=True).chunk(4, dim=-1)
        along_column = (
            _total(line, (1,), _GROUP_SCALE) @ self.line + segment * _SEGMENT_SCALE @ self.segment
        )
        cell = said.chunk(4, dim=-1)[2]
        return along_row, along_column, _total(cell, _CELL, _GROUP_SCALE) @ self.cell

    def _in_place(self, h: Tensor, mixed: Tensor) -> Tensor:
        """The end of `forward` where no gradient is asked for: fewer passes through memory.

        Args:
            h: the state.
            mixed: the sums in every cell, which is overwritten.
        """
        flat, rows = mixed.flatten(0, -2), h.flatten(0, -2)
        flat.addmm_(rows, self.own)
        gate, value = flat.chunk(2, dim=-1)
        F.silu(gate, inplace=True).mul_(value)
        return _rms_norm(torch.addmm(rows, gate, self.down)).view_as(h)

    def on(self, h: Tensor, near: Neighbours) -> Tensor:
        """As `forward`, with groups of one's own for boxes; `h` is cut into boxes of one row."""
        line, box, cell, segment = F.silu(h @ self.message).chunk(4, dim=-1)
        mixed = h @ self.own
        # A cell has any number of these, so their sums go to the cells before they are mixed.
        for shared, message, weight in (
            (near.line, line, self.line),
            (near.box, box, self.box),
            (near.segment, segment, self.segment),
        ):
            if shared is not None:
                mixed.add_(_spread(shared, message) @ weight)
        mixed.add_(_total(line, _ROW, _GROUP_SCALE) @ self.line)
        mixed.add_(_total(line, _COLUMN, _GROUP_SCALE) @ self.line)
        mixed.add_(_total(cell, _CELL, _GROUP_SCALE) @ self.cell)
        gate, value = mixed.chunk(2, dim=-1)
        return _rms_norm(h + (F.silu(gate) * value) @ self.down)


def _spread(shared: Tensor, message: Tensor) -> Tensor:
    """Give every cell of `(B, P, p, Q, q, V, k)` the sum over those it shares a group with."""
    flat = message.flatten(1, 4).flatten(2)  # (B, L, V * k)
    return (shared @ flat).view_as(message)


def _total(h: Tensor, dims: tuple[int, ...], scale: float) -> Tensor:
    return h.sum(dims, keepdim=True) * scale


class GroupNetwork(nn.Module):
    """The network of the recursion for Sudoku-like puzzles; see the module docstring.

    A question is int64 `(B, P, p, Q, q)` with 0 for blanks (`question_of` makes it). Where the
    config supposes, V + 1 to 2V stand for supposed digits.
    """

    def __init__(self, config: GroupNetworkConfig) -> None:
        super().__init__()
        self.config = config
        width = config.width
        self.blocks = nn.ModuleList(GroupBlock(config) for _ in range(config.layers))
        # A candidate's question: cell blank; this digit given; another digit given; and, where
        # digits may be supposed, this one supposed; another one supposed.
        self.question = nn.Parameter(torch.randn(5 if config.supposes else 3, width))
        self.answer_head = _linear(width, 1)
        self.halt_head = nn.Parameter(torch.zeros(2 * width, 1))
        self.halt_bias = nn.Parameter(torch.full((1,), -3.0))
        self.register_buffer("y_start", torch.randn(width))
        self.register_buffer("z_start", torch.randn(width))

    def embed(self, question: Tensor) -> Tensor:
        """The embedded question `(B, P, p, Q, q, V, D)` of `(B, P, p, Q, q)`; V = p * q."""
        digits = torch.arange(1, question.shape[2] * question.shape[4] + 1, device=question.device)
        given = question.unsqueeze(-1)  # (B, P, p, Q, q, 1)
        kind = torch.where(given == digits, 1, torch.where(given == 0, 0, 2))
        if self.config.supposes:
            supposed = torch.where(given - digits.shape[0] == digits, 3, 4)
            kind = torch.where(given > digits.shape[0], supposed, kind)
        return F.embedding(kind, self.question)

    def initial_state(self, x: Tensor) -> tuple[Tensor, Tensor]:
        """The fixed random start of y and z, shaped as x."""
        y, z = self.get_buffer("y_start"), self.get_buffer("z_start")
        return y.expand_as(x).contiguous(), z.expand_as(x).contiguous()

    def update(self, state: Tensor) -> Tensor:
        """One pass through the layers, `(B, P, p, Q, q, V, D)`."""
        for block in self.blocks:
            state = block(state)
        return state

    def on(self, groups: Sequence[Sequence[int]], size: int) -> OwnGroupNetwork:
        """The network, with the same weights, on boards with groups of one's own.

        Its questions are those of boxes of one row, `question_of(digits, (1, size))`.

        Args:
            groups: row-major cells of each group that is no row or column.
            size: rows of the board.
        """
        return OwnGroupNetwork(self, Neighbours.of(groups, size, like=self.question))

    def read_answer(self, y: Tensor) -> Tensor:
        """Logits over digits, `(B, P, p, Q, q, V)`."""
        return (y @ self.answer_head).squeeze(-1)

    def read_halt(self, y: Tensor) -> Tensor:
        """Logit `(B,)` of the whole answer being right."""
        y = y.flatten(1, -2)  # (B, L * V, D)
        pooled = torch.cat([y.mean(1), y.amax(1)], dim=-1)
        return (pooled @ self.halt_head + self.halt_bias).squeeze(-1)


class OwnGroupNetwork(nn.Module):
    """A group network on boards with groups of one's own; `GroupNetwork.on` makes it."""

    def __init__(self, network: GroupNetwork, near: Neighbours) -> None:
        super().__init__()
        self.network, self.near = network, near
        self.embed, self.initial_state = network.embed, network.initial_state
        self.read_answer, self.read_halt = network.read_answer, network.read_halt

    def update(self, state: Tensor) -> Tensor:
        """One pass through the layers, `(B, P, p, Q, q, V, D)`."""
        for block in self.network.blocks:
            assert isinstance(block, GroupBlock)
            state = block.on(state, self.near)
        return state


def question_of(digits: Tensor, box: tuple[int, int]) -> Tensor:
    """Reshape flat digits `(B, L)` to the network's question `(B, P, p, Q, q)`.

    Args:
        digits: row-major cells, 0 = blank.
        box: rows p and columns q of a box; the board has p * q rows.
    """
    p, q = box
    return digits.long().reshape(-1, q, p, p, q)


def flat_cells(per_cell: Tensor) -> Tensor:
    """Undo `question_of`'s shape: `(B, P, p, Q, q, ...)` to `(B, L, ...)`."""
    return per_cell.flatten(1, 4)
