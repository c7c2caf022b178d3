"""The tensors of a checkpoint file, opened but not read: torch.save's, or safetensors.

Files come from anywhere. Pickles are read with `weights_only=True`, so that nothing in them
runs, and memory-mapped, so that a large table costs only the rows that are asked for. Whatever
is wrong with a file is a `ValueError` of one line: what was expected, what came, what to do.
Not here: what the tensors mean (official_checkpoint.py).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zipfile import ZIP_STORED, BadZipFile, ZipFile

import torch
from safetensors import SafetensorError, safe_open
from torch import Tensor

_STEP = re.compile(r"step_(\d+)(\.\w+)?")
_SUFFIXES = (".safetensors", ".pt", ".pth", ".bin", ".ckpt")
_FLOATS = {"F64": "float64", "F32": "float32", "F16": "float16", "BF16": "bfloat16"}
_EXPECTED = "expected a file of torch.save(state_dict) or a .safetensors file"
_BLOCK = 1 << 20  # bytes of a record that are in memory while its checksum is taken


@dataclass(frozen=True, slots=True)
class StoredTensor:
    """A tensor in a file, of floating-point numbers."""

    shape: tuple[int, ...]
    dtype: str  # as torch names it, such as "float32"
    source: Any  # a memory-mapped tensor, or a slice of a safetensors file

    def rows(self, start: int, end: int) -> Tensor:
        """Some of its rows; nothing else is read."""
        return self.source[start:end]

    def whole(self) -> Tensor:
        """All of it."""
        return self.source[:]


def find_checkpoint(path: Path) -> Path:
    """The checkpoint file that a path means: itself, or the newest of a folder.

    Raises:
        ValueError: where there is none, or more than one without a step in its name.
    """
    if path.is_file():
        return path
    if not path.is_dir():
        raise ValueError(f"{path}: no such file or folder; expected an official checkpoint")
    files = sorted(file for file in path.iterdir() if file.is_file())
    steps = [(int(found[1]), file) for file in files if (found := _STEP.fullmatch(file.name))]
    if steps:
        return max(steps)[1]
    others = [file for file in files if file.suffix in _SUFFIXES]
    if len(others) == 1:
        return others[0]
    found = ", ".join(file.name for file in (others or files)[:5]) or "nothing"
    raise ValueError(
        f"{path}: expected a checkpoint named step_N in this folder, found {found}; "
        "name the checkpoint file itself"
    )


def open_checkpoint(file: Path) -> Mapping[str, StoredTensor]:
    """The tensors of a checkpoint by their keys, none of them read yet.

    Raises:
        ValueError: for anything but a whole file of floating-point tensors.
    """
    with file.open("rb") as stream:
        head = stream.read(256)
    if head.startswith(b"PK\x03\x04"):
        return _of_torch(file)
    if head[8:9] == b"{":
        return _of_safetensors(file)
    raise ValueError(f"{file}: {_EXPECTED}, found {_described(head)}")


def check_sums(file: Path) -> None:
    """Compare a checkpoint with its checksums, which torch does not look at when it loads.

    Reads the whole file, a block at a time. Safetensors files have no checksums, and no more have
    files of torch.save where torch was told not to write any (they say 0).

    Args:
        file: one that `open_checkpoint` has opened.

    Raises:
        ValueError: where a record is not what was saved.
    """
    with file.open("rb") as stream:
        if stream.read(4) != b"PK\x03\x04":
            return
    with ZipFile(file) as archive:
        records = archive.infolist()
        # torch.save never compresses; records that share bytes could take for ever.
        plain = all(record.compress_type == ZIP_STORED for record in records)
        if not plain or sum(record.file_size for record in records) > file.stat().st_size:
            raise ValueError(f"{file}: {_EXPECTED}, found a zip archive made by something else")
        for record in records:
            if not record.CRC:
                continue
            try:
                with archive.open(record) as stream:
                    while stream.read(_BLOCK):
                        pass  # zipfile takes the checksum as it reads, and raises at the end
            except (BadZipFile, EOFError, OSError, RuntimeError, NotImplementedError) as error:
                raise ValueError(
                    f"{file}: damaged, {record.filename!r:.80} does not have the checksum that was "
                    "saved with it; copy or download it again"
                ) from error


def _described(head: bytes) -> str:
    """What a file that is no checkpoint begins like, and what to do about it."""
    if not head:
        return "an empty file; copy or download it again"
    if head.startswith(b"version https://git-lfs"):
        return "a Git LFS pointer instead of the file; fetch it with: git lfs pull"
    if head.startswith(b"\x80"):
        return (
            "a plain pickle, which is not opened because it may run code; load it where you "
            "trust it and save its state dict with torch.save"
        )
    text = head[:40].decode("utf-8", errors="replace")
    if text.isprintable() or text.splitlines()[0].isprintable():
        return f"text that begins {text.splitlines()[0]!r}"
    return "a file of another kind"


def _of_torch(file: Path) -> dict[str, StoredTensor]:
    try:
        with ZipFile(file) as archive:
            names = archive.namelist()
    except (BadZipFile, OSError) as error:
        raise ValueError(
            f"{file}: {_EXPECTED}, found one that is cut short or damaged; "
            "copy or download it again"
        ) from error
    if not any(name.split("/")[-1] == "data.pkl" for name in names):
        raise ValueError(f"{file}: {_EXPECTED}, found another zip archive")
    try:
        loaded: object = torch.load(file, map_location="cpu", weights_only=True, mmap=True)
    except Exception as error:  # what a damaged or hostile pickle raises is not foreseeable
        raise ValueError(f"{file}: {_EXPECTED}, found {_refused(error)}") from error
    if not isinstance(loaded, Mapping) or not all(isinstance(key, str) for key in loaded):
        raise ValueError(
            f"{file}: expected a state dict, found a {type(loaded).__name__}; "
            "save the model's state_dict() instead"
        )
    return {key: _stored(file, key, value) for key, value in loaded.items()}


def _refused(error: Exception) -> str:
    """Why torch did not load a file."""
    lines = str(error).splitlines() or [type(error).__name__]
    if name := re.search(r"GLOBAL ([\w.]+)", str(error)):
        return (
            f"a pickle that asks for {name[1]}; only tensors are read and nothing is run: "
            "save the model's state_dict() instead"
        )
    return f"one that cannot be read ({lines[0]:.120}); copy or download it again"


def _stored(file: Path, key: str, value: object) -> StoredTensor:
    if not isinstance(value, Tensor):
        raise ValueError(
            f"{file}: expected tensors, found a {type(value).__name__} under {key!r:.80}; "
            "save the model's state_dict() alone"
        )
    # A view may claim to be far larger than the file; no saved parameter is one.
    if value.layout is not torch.strided or not value.is_contiguous():
        raise ValueError(f"{file}: {key!r:.80} is a view or sparse, expected a whole tensor")
    if not value.is_floating_point():
        raise ValueError(f"{file}: {key!r:.80} is {value.dtype}, expected floating-point numbers")
    return StoredTensor(tuple(value.shape), str(value.dtype).removeprefix("torch."), value)


def _of_safetensors(file: Path) -> dict[str, StoredTensor]:
    try:
        opened = safe_open(file, "pt")
        slices = {key: opened.get_slice(key) for key in opened.keys()}  # noqa: SIM118
    except SafetensorError as error:
        raise ValueError(
            f"{file}: {_EXPECTED}, found one that is cut short or damaged ({error}); "
            "copy or download it again"
        ) from error
    for key, found in slices.items():
        if found.get_dtype() not in _FLOATS:
            raise ValueError(
                f"{file}: {key!r:.80} is {found.get_dtype()}, expected floating-point numbers"
            )
    return {
        key: StoredTensor(tuple(found.get_shape()), _FLOATS[found.get_dtype()], found)
        for key, found in slices.items()
    }
