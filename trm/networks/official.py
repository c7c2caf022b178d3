"""The official TRM network (arXiv:2510.04871), for the recursion of this package.

State: `(B, P + L, D)`: P prefix positions that carry the puzzle's own embedding, then one
position a cell. It is told nothing of the puzzle but its tokens. Attributes have the names of
official checkpoints; `official_checkpoint.py` loads those. Not here: training, in which the
puzzle embeddings have an optimizer of their own.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from math import sqrt
from typing import Any, Literal

import torch
from torch import Tensor, nn

from ..recursion import TinyRecursiveModel
from .official_blocks import (
    HIDDEN_MULTIPLE,
    AttentionBlock,
    CastLinear,
    Rotary,
    TokenMixerBlock,
    cut_normal,
)

_LEARNED_POSITIONS_SCALE = sqrt(0.5)  # keeps the variance of tokens plus positions
_HALT_BIAS = -5.0  # a fresh network is nearly sure that it is not done


@dataclass(frozen=True, slots=True)
class OfficialConfig:
    """Sizes of an official network; the defaults are the paper's."""

    cells: int  # L
    vocabulary: int  # V, tokens
    mixer: Literal["attention", "tokens"]  # what mixes positions
    positions: Literal["rotary", "learned", "none"] = "none"
    width: int = 512  # D
    layers: int = 2
    heads: int = 8
    expansion: float = 4.0  # of the gated units, before the factor 2/3
    hidden_multiple: int = HIDDEN_MULTIPLE  # to which their hidden sizes are rounded up
    prefix: int = 16  # P, positions before the cells
    puzzle_width: int = 512  # numbers in a puzzle's embedding; 0: none
    puzzles: int = 1  # rows of the table of puzzle embeddings
    dtype: str = "float32"  # of states and products; on GPUs officially bfloat16

    def __post_init__(self) -> None:
        if self.mixer == "attention" and self.width % (2 * self.heads):
            raise ValueError(
                f"a width of {self.width} does not give {self.heads} heads of an even width"
            )
        if self.puzzle_width > self.prefix * self.width:
            raise ValueError(
                f"a puzzle embedding of {self.puzzle_width} numbers does not fit into "
                f"{self.prefix} prefix positions of {self.width}"
            )

    @property
    def length(self) -> int:
        """Positions of the state: prefix and cells."""
        return self.prefix + self.cells

    def to_json(self) -> dict[str, Any]:
        """The config as JSON-ready data."""
        return asdict(self)


class TokenEmbedding(nn.Module):
    """A table of `(n, width)` embeddings."""

    def __init__(self, n: int, width: int) -> None:
        super().__init__()
        self.embedding_weight = nn.Parameter(cut_normal(n, width, std=width**-0.5))


class PuzzleEmbedding(nn.Module):
    """The table of puzzle embeddings; a buffer, as its rows are trained one by one."""

    def __init__(self, n: int, width: int) -> None:
        super().__init__()
        self.register_buffer("weights", torch.zeros(n, width))

    def forward(self, ids: Tensor) -> Tensor:
        """The rows `(B, width)` of ids `(B,)`."""
        return self.get_buffer("weights")[ids]


class OfficialLayers(nn.Module):
    """The stack of layers that makes one pass of the network."""

    def __init__(self, config: OfficialConfig) -> None:
        super().__init__()
        width, expansion, multiple = config.width, config.expansion, config.hidden_multiple
        self.layers = nn.ModuleList(
            TokenMixerBlock(width, length=config.length, expansion=expansion, multiple=multiple)
            if config.mixer == "tokens"
            else AttentionBlock(width, heads=config.heads, expansion=expansion, multiple=multiple)
            for _ in range(config.layers)
        )

    def forward(self, h: Tensor, rotary: Rotary | None) -> Tensor:
        """One pass over `(B, P + L, D)`."""
        for layer in self.layers:
            h = layer(h, rotary)
        return h


class OfficialNetwork(nn.Module):
    """The network of the recursion; see the module docstring.

    A question is int64 `(B, 1 + L)`: the puzzle's id, then its tokens (`official_question`).
    """

    def __init__(self, config: OfficialConfig) -> None:
        super().__init__()
        self.config = config
        self.dtype: torch.dtype = getattr(torch, config.dtype)
        width = config.width
        self.embed_tokens = TokenEmbedding(config.vocabulary, width)
        self.puzzle_emb = (
            PuzzleEmbedding(config.puzzles, config.puzzle_width) if config.puzzle_width else None
        )
        self.embed_pos = (
            TokenEmbedding(config.length, width) if config.positions == "learned" else None
        )
        rotates = config.positions == "rotary" and config.mixer == "attention"
        self.rotary = Rotary(config.length, width // config.heads) if rotates else None
        self.L_level = OfficialLayers(config)
        self.lm_head = CastLinear(width, config.vocabulary)
        self.q_head = CastLinear(width, 2, bias=True)  # halt; continue, which nobody trains
        nn.init.zeros_(self.q_head.weight)
        assert self.q_head.bias is not None
        nn.init.constant_(self.q_head.bias, _HALT_BIAS)
        # Starting states are random and never trained.
        self.register_buffer("H_init", cut_normal(width, std=1.0).to(self.dtype))  # y
        self.register_buffer("L_init", cut_normal(width, std=1.0).to(self.dtype))  # z

    def embed(self, question: Tensor) -> Tensor:
        """The embedded question `(B, P + L, D)` of `(B, 1 + L)`."""
        rows = None if self.puzzle_emb is None else self.puzzle_emb(question[:, 0])
        return self.embed_with(question[:, 1:], rows)

    def embed_with(self, tokens: Tensor, puzzle_rows: Tensor | None) -> Tensor:
        """The embedded question of tokens and the puzzles' own embeddings.

        Training passes rows that carry gradient; the table itself has none.

        Args:
            tokens: int `(B, L)`.
            puzzle_rows: `(B, puzzle_width)`, zero-padded here to the prefix; None for zeros.

        Returns:
            `(B, P + L, D)`.
        """
        config, B = self.config, tokens.shape[0]  # not len(): export keeps it free
        x = self.embed_tokens.embedding_weight.to(self.dtype)[tokens.long()]
        prefix = x.new_zeros(B, config.prefix * config.width)
        if puzzle_rows is not None:
            padding = prefix[:, puzzle_rows.shape[1] :]
            prefix = torch.cat([puzzle_rows.to(self.dtype), padding], dim=1)
        x = torch.cat([prefix.view(B, config.prefix, config.width), x], dim=1)
        if self.embed_pos is not None:
            x = _LEARNED_POSITIONS_SCALE * (x + self.embed_pos.embedding_weight.to(self.dtype))
        return sqrt(config.width) * x

    def initial_state(self, x: Tensor) -> tuple[Tensor, Tensor]:
        """The fixed random start of y and z, shaped as x."""
        y, z = self.get_buffer("H_init"), self.get_buffer("L_init")
        return y.expand_as(x).contiguous(), z.expand_as(x).contiguous()

    def update(self, state: Tensor) -> Tensor:
        """One pass through the layers, `(B, P + L, D)`."""
        return self.L_level(state, self.rotary)

    def read_answer(self, y: Tensor) -> Tensor:
        """Logits over tokens, `(B, L, V)`."""
        return self.lm_head(y)[:, self.config.prefix :]

    def read_halt(self, y: Tensor) -> Tensor:
        """Logit `(B,)` of the whole answer being right, read at the first position."""
        return self.q_head(y[:, 0])[:, 0].float()


def official_question(tokens: Tensor, puzzle_ids: Tensor | None = None) -> Tensor:
    """The network's question `(B, 1 + L)` of tokens `(B, L)` and puzzle ids `(B,)` (default 0)."""
    tokens = tokens.long()
    ids = tokens.new_zeros(len(tokens)) if puzzle_ids is None else puzzle_ids.long()
    return torch.cat([ids[:, None], tokens], dim=1)


def official_sudoku(dtype: str = "float32") -> TinyRecursiveModel:
    """The untrained 9x9 Sudoku network of the paper's best row: 5.03 M parameters.

    Tokens: 0 padding, 1 blank, 2-10 digits.
    """
    config = OfficialConfig(cells=81, vocabulary=11, mixer="tokens", dtype=dtype)
    return TinyRecursiveModel(OfficialNetwork(config), latent_updates=6, answer_updates=3)


def official_maze(dtype: str = "float32") -> TinyRecursiveModel:
    """The untrained 30x30 maze network of the paper's best row: 6.8 M parameters.

    Tokens: 0 padding, 1 wall, 2 open, 3 start, 4 goal, 5 path (in answers).
    """
    config = OfficialConfig(
        cells=900, vocabulary=6, mixer="attention", positions="rotary", dtype=dtype
    )
    return TinyRecursiveModel(OfficialNetwork(config), latent_updates=4, answer_updates=3)
