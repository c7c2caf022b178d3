"""Data of one's own for a preset: folders of the official TRM code, and CSV files.

A folder has `{train,test}/dataset.json` and arrays in npy files; train puzzles come in groups (an
original and its augmentations). A CSV has the columns `question` and `answer`, a puzzle a line,
as Sudoku-Extreme and Maze-Hard are published. Sudokus of a CSV are augmented on the fly, which
the thousand augmented copies of the official script come close to. Not here: ARC, whose puzzles
have embeddings of their own.
"""

from __future__ import annotations

import csv
import hashlib
from array import array
from math import isqrt
from pathlib import Path
from typing import Any

import numpy as np

from ..puzzles.maze.tokens import SYMBOLS
from .answers import wrong_maze, wrong_sudoku
from .board import Stream
from .hold_out import SHARE, Divided, is_held_out
from .maze_data import MazeStream
from .official_folder import FolderStream, read_split
from .preset_run import Data
from .presets import Preset
from .streams import Augmented, Listed, Pairs
from .sudoku_data import BoardData

_SUBSAMPLE_SEED = 0
_UNKNOWN = 255  # no cell


def read_data(preset: Preset, path: Path, *, subsample: int | None = None) -> Data:
    """Data of one's own.

    Args:
        preset: whose puzzles they must be.
        path: a folder of the official form, a CSV file, or a folder with `train.csv` and
            `test.csv`. Of a single file, `hold_out.py` says which rows are held out.
        subsample: train on so many rows of a CSV, drawn at random (officially 1,000).

    Raises:
        ValueError: where they cannot be read, or are not what they should be.
    """
    if path.is_dir() and (path / "train" / "dataset.json").exists():
        if subsample:
            raise ValueError(f"{path} is an official folder: it is trained on whole")
        return _folder(preset, path)
    if path.is_dir() and (path / "train.csv").exists():
        train = read_pairs(preset, path / "train.csv")
        test_path = path / "test.csv"
        test = read_pairs(preset, test_path) if test_path.exists() else None
        return _csv(preset, path, train, test, subsample)
    if path.is_file():
        return _csv(preset, path, read_pairs(preset, path), None, subsample)
    raise ValueError(
        f"{path} is neither a CSV file nor a folder with train/dataset.json or train.csv"
    )


def _folder(preset: Preset, path: Path) -> Data:
    train = read_split(path / "train", cells=preset.cells, highest=preset.highest)
    test = read_split(path / "test", cells=preset.cells, highest=preset.highest)
    card = {
        "source": f"{path.name}, a folder of the official form",
        "groups": train.groups,
        "puzzles": train.puzzles,
        "held_out": "its test part",
    }
    return Data(FolderStream(train, preset.training.seed), {"test": Listed(test.pairs)}, card)


def _csv(
    preset: Preset, path: Path, pairs: np.ndarray, test: np.ndarray | None, subsample: int | None
) -> Data:
    says = "test.csv"
    by_checksum = test is None
    if test is None:
        says = f"1 puzzle in {SHARE}, by a checksum of its cells (hold_out.py)"
        unseen = np.array([is_held_out(question) for question in pairs[:, 0]], bool)
        pairs, test = pairs[~unseen], pairs[unseen]
    if not len(pairs) or not len(test):
        raise ValueError(f"{path} has {len(pairs)} rows to train on and {len(test)} to hold out")
    if subsample is not None:
        if not 0 < subsample <= len(pairs):
            raise ValueError(f"expected a subsample of 1 to {len(pairs)} rows, not {subsample}")
        rng = np.random.default_rng(_SUBSAMPLE_SEED)
        pairs = pairs[rng.choice(len(pairs), subsample, replace=False)]
    train: Stream = Pairs(pairs)
    if preset.augments and isinstance(preset.data, BoardData):
        train = Augmented(train, preset.data.layout)
        train = Divided(train) if by_checksum else train  # a copy may be a held-out puzzle
    card: dict[str, Any] = {
        "source": path.name,
        "sha256": hashlib.sha256(pairs.tobytes()).hexdigest(),
        "puzzles": len(pairs),
        "augmented": preset.augments,
        "held_out": says,
    }
    return Data(train, {"test": Listed(test)}, card)


def read_pairs(preset: Preset, path: Path) -> np.ndarray:
    """Questions and answers of a CSV, `(n, 2, L)` int8.

    Raises:
        ValueError: where it cannot be read, or a line holds other than two puzzles in one line,
            the second of them the first one's answer.
    """
    maze = isinstance(preset.data, MazeStream)
    tables = [_table(SYMBOLS if maze else _digits(preset.cells))]
    tables.append(_table(SYMBOLS + "o") if maze else tables[0])
    cells, lines = bytearray(), array("q")
    try:
        with path.open(newline="", encoding="utf-8-sig") as file:
            rows = csv.DictReader(file)
            missing = {"question", "answer"} - set(rows.fieldnames or ())
            if missing:
                raise ValueError(f"{path}: no column {' or '.join(sorted(missing))}")
            for row in rows:
                for name, table in zip(("question", "answer"), tables, strict=True):
                    text = (row[name] or "").encode("latin-1", "replace").translate(table)
                    if len(text) != preset.cells or _UNKNOWN in text:
                        raise ValueError(
                            f"{path}, line {rows.line_num}: expected {preset.cells} cells of a "
                            f"{preset.kind} under {name}, got {row[name]!r:.60}"
                        )
                    cells += text
                lines.append(rows.line_num)
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise ValueError(f"{path} cannot be read as a CSV: {error}") from error
    pairs = np.frombuffer(bytes(cells), np.int8).reshape(-1, 2, preset.cells)
    data = preset.data
    wrong = wrong_sudoku(pairs, data.layout) if isinstance(data, BoardData) else wrong_maze(pairs)
    if wrong:
        number, why = wrong
        raise ValueError(
            f"{path}, line {lines[number]}: the answer does not solve the question: {why}"
        )
    return pairs


def _digits(cells: int) -> str:
    """The characters of a Sudoku's digits, 0 first, for a board of so many cells."""
    return "0123456789ABCDEFG"[: isqrt(cells) + 1]


def _table(symbols: str) -> bytes:
    """What `bytes.translate` makes of characters: their place, `_UNKNOWN` for all others."""
    table = bytearray([_UNKNOWN] * 256)
    for number, symbol in enumerate(symbols):
        table[ord(symbol)] = number
    if symbols.startswith("0"):
        table[ord(".")] = 0
    return bytes(table)
