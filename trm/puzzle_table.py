"""The puzzle embeddings of an imported ARC model, in a file beside its weights.

An official ARC checkpoint has an embedding for each augmented copy of each task: 876,000 rows,
1.8 GB of its 1.82. They are never all in memory: written a block at a time, read a row at a
time. The file is safetensors: `ids` (int64, rising) and `rows` (float32). The model itself has
only the row of id 0, which belongs to no puzzle; the rows of others go to
`OfficialNetwork.embed_with`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import torch
from safetensors import SafetensorError, safe_open
from torch import Tensor

from .networks.official_checkpoint_file import StoredTensor

_BLOCK = 16_384  # rows that are in memory at a time when written: 32 MB


class PuzzleTable:
    """The rows of a file; only those that are asked for are read.

    Raises:
        ValueError: where there is no such file, or it is no table.
    """

    def __init__(self, path: Path) -> None:
        if not path.is_file():
            raise ValueError(f"{path}: no puzzle embeddings were kept for these weights")
        try:
            self._file = safe_open(path, "pt")
            self._rows = self._file.get_slice("rows")
            self.ids: np.ndarray = self._file.get_tensor("ids").numpy()  # (n,)
        except SafetensorError as error:
            raise ValueError(f"{path}: no table of puzzle embeddings ({error})") from error

    def __len__(self) -> int:
        return len(self.ids)

    def rows(self, ids: Sequence[int]) -> Tensor:
        """The embeddings `(n, puzzle_width)` of puzzle ids.

        Raises:
            ValueError: for an id that is not in the table.
        """
        places = np.searchsorted(self.ids, ids)
        for puzzle, place in zip(ids, places.tolist(), strict=True):
            if place == len(self.ids) or self.ids[place] != puzzle:
                raise ValueError(f"no embedding of puzzle id {puzzle} was kept")
        return torch.cat([self._rows[place : place + 1] for place in places.tolist()])


def table_path(weights: Path) -> Path:
    """Where the puzzle embeddings of weights are, if any were kept."""
    return weights.with_suffix(".ids.safetensors")


def write_table(path: Path, opened: Callable[[], StoredTensor], ids: np.ndarray) -> None:
    """Write rows of a checkpoint's table, a block at a time.

    Args:
        path: of the new file.
        opened: opens the table, `(ids, puzzle_width)`; asked anew for each block, because what
            was read of a memory-mapped file counts as used until the file is closed.
        ids: int64, rising: which rows.
    """
    shape = [len(ids), opened().shape[1]]
    sizes = {"ids": ids.nbytes, "rows": 4 * shape[0] * shape[1]}
    header = {
        "ids": _entry("I64", shape[:1], 0, sizes["ids"]),
        "rows": _entry("F32", shape, sizes["ids"], sizes["ids"] + sizes["rows"]),
    }
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)  # the format wants its numbers aligned
    part = path.with_name(path.name + ".part")
    with part.open("wb") as out:
        out.write(len(text).to_bytes(8, "little") + text + ids.astype("<i8").tobytes())
        for first in range(0, len(ids), _BLOCK):
            block, table = ids[first : first + _BLOCK], opened()
            start, end = int(block[0]), int(block[-1]) + 1
            if end - start == len(block):
                rows = table.rows(start, end)
            else:
                rows = torch.cat([table.rows(one, one + 1) for one in block.tolist()])
            out.write(rows.float().numpy().astype("<f4", copy=False).tobytes())
    part.replace(path)


def _entry(dtype: str, shape: list[int], start: int, end: int) -> dict[str, object]:
    return {"dtype": dtype, "shape": shape, "data_offsets": [start, end]}
