"""Training by a preset: its puzzles, its held-out sets, its scores.

Held out is what `hold_out.py` says, whatever the puzzles come from, or the test part of data
that have one. Scores are exact rates after so many supervision steps, halting or not, without a
verifier; for mazes exact means the label itself.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import nn

from ..puzzles.sudoku.board import Layout
from ..recursion import TinyRecursiveModel
from .board import Board, Stream
from .hold_out import SHARE, Divided
from .log import RunOptions
from .maze_data import MazeStream
from .presets import Preset
from .scores import SCORE_SEED, rate
from .streams import Augmented, Drawn
from .sudoku_data import BoardData, SudokuStream, puzzles_of
from .trainer import Trainer

_HELD_OUT = 256  # puzzles of each held-out set, while training
_HELD_OUT_SEED = 2  # of the generator; 1 is that of training puzzles
_STEPS = 16  # of an evaluation, as in the paper
_BATCH = 256


@dataclass(frozen=True, slots=True)
class Data:
    """What a preset is trained and measured on."""

    train: Stream
    held_out: Mapping[str, Stream]
    card: dict[str, Any]  # what the weights' card says of it


def generated(preset: Preset, report: Callable[[str], None]) -> Data:
    """Puzzles of our own generators."""
    data = preset.data
    if isinstance(data, MazeStream):
        drawn = Drawn(data)
        train, unseen = drawn, {"mazes": drawn}
    else:
        train = _sudokus(preset, data, report)
        other = replace(data, seed=_HELD_OUT_SEED, extra_share=0.0)
        unseen = {
            "minimal": _sudokus(preset, other, report),
            "more givens": _sudokus(preset, replace(other, extra_share=1.0), report),
        }
    card = {
        "source": "own generator (tinyduo.trm.puzzles), no other data",
        "board": preset.board_name,
        "made": asdict(data),
        "augmented": preset.augments,
        "held_out": f"1 puzzle in {SHARE}, by a checksum of its cells (hold_out.py): the puzzle "
        "itself is unseen, a turned or relabelled copy of it may not be",
    }
    held_out = {name: Divided(stream, unseen=True) for name, stream in unseen.items()}
    return Data(Divided(train), held_out, card)


def _sudokus(preset: Preset, data: BoardData, report: Callable[[str], None]) -> Stream:
    stream = SudokuStream(data, puzzles_of(data, report))
    return Augmented(stream, Layout(*data.box)) if preset.augments else stream


def train_preset(
    preset: Preset,
    *,
    data: Data,
    run: Path,
    device: str = "cpu",
    start: TinyRecursiveModel | None = None,
    compile_network: bool = True,
    options: RunOptions | None = None,
    report: Callable[[str], None] = print,
) -> tuple[nn.Module, Trainer]:
    """Train by a preset; resumes what is in `run`. Arguments and result: `train_sudoku`.

    Raises:
        ValueError: where the weights to begin from are of another network.
    """
    model = preset.build()
    if start is not None:
        try:
            model.load_state_dict(start.state_dict())
        except RuntimeError as error:
            raise ValueError("the weights to begin from are not of the preset's network") from error
    board = preset.board(data.train)
    trainer = Trainer(
        model.to(device),
        {preset.board_name: board},
        preset.training,
        run=run,
        compile_network=compile_network,
    )
    rng = np.random.default_rng(_HELD_OUT_SEED)
    sets = {name: stream.draw(_HELD_OUT, rng) for name, stream in data.held_out.items()}

    def evaluate(average: nn.Module) -> dict[str, float]:
        assert isinstance(average, TinyRecursiveModel)
        return {
            f"held-out/{name}": float(exact_rows(average, board, *pairs).mean())
            for name, pairs in sets.items()
        }

    return trainer.train(evaluate=evaluate, options=options, report=report), trainer


@torch.inference_mode()
def exact_rows(
    model: TinyRecursiveModel,
    board: Board,
    questions: np.ndarray,
    answers: np.ndarray,
    *,
    steps: int = _STEPS,
) -> np.ndarray:
    """Which rows `(n,)` are exactly right after `steps` supervision steps."""
    device = next(model.parameters()).device
    right = []
    for begin in range(0, len(questions), _BATCH):
        rows = slice(begin, begin + _BATCH)
        x = model.network.embed(board.question(torch.from_numpy(questions[rows]).to(device)))
        state = model.start(x)
        for _ in range(steps - 1):
            state = model.step(x, state).state
        labels = torch.from_numpy(answers[rows]).to(device)
        right.append(board.losses(model.step(x, state), labels).exact.cpu().numpy())
    return np.concatenate(right)


def score_preset(
    model: TinyRecursiveModel,
    preset: Preset,
    data: Data,
    *,
    n: int,
    seed: int = SCORE_SEED,
    report: Callable[[str], None] = print,
) -> dict[str, Any]:
    """Exact rates on `n` puzzles of each held-out set, as weights' cards have them."""
    rng = np.random.default_rng(seed)
    board = preset.board(data.train)
    sets = {}
    for name, stream in data.held_out.items():
        questions, answers = stream.draw(n, rng)
        rows = {}
        for steps in (1, _STEPS):
            right = exact_rows(model, board, questions, answers, steps=steps)
            rows[f"{steps} steps, unverified"] = rate(int(right.sum()), len(right))
        sets[f"{preset.board_name}, {name}"] = rows
        shown = ", ".join(f"{way} {found['right']}/{found['n']}" for way, found in rows.items())
        report(f"{preset.board_name}, {name}: {shown}")
    return {"seed": seed, "n": n, "sets": sets}
