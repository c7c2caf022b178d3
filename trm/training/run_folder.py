"""The folder of a run: its checkpoint, its log, and how it goes on after it was killed.

A checkpoint is written beside the old one and then takes its place, so there is always a whole
one. The log has a JSON object a line; when a run goes on, lines later than its checkpoint are
taken out, for the same updates are about to be logged again.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import torch

_NEEDED = {"update", "config", "model", "average", "optimizers", "rng", "carries", "seconds"}
_NAMED = 3  # settings in a message


class RunFolder:
    """Files of a run.

    Args:
        path: the folder; made where it is missing.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.checkpoint = path / "checkpoint.pt"
        self.log = path / "log.jsonl"
        path.mkdir(parents=True, exist_ok=True)

    def save(self, checkpoint: Mapping[str, Any]) -> None:
        """Put a checkpoint in the place of the one before."""
        part = self.path / "checkpoint.part"
        with part.open("wb") as file:
            torch.save(dict(checkpoint), file)
            file.flush()
            os.fsync(file.fileno())
        part.replace(self.checkpoint)

    def load(self, device: torch.device) -> dict[str, Any] | None:
        """The checkpoint; None where there is none.

        Raises:
            ValueError: where it cannot be read.
        """
        if not self.checkpoint.exists():
            return None
        try:
            with ZipFile(self.checkpoint) as archive:  # torch does not look at the checksums
                if archive.testzip() is not None:
                    raise ValueError("it is damaged")
            loaded = torch.load(self.checkpoint, map_location=device, weights_only=True)
            if not isinstance(loaded, dict) or not loaded.keys() >= _NEEDED:
                raise ValueError("it is no checkpoint of a training run")
        except Exception as error:  # what a damaged pickle raises is not foreseeable
            why = (str(error) or type(error).__name__).splitlines()[0]
            raise ValueError(
                f"{self.checkpoint} cannot be read ({why:.120}); put back a copy of it, delete it "
                "to train from the beginning, or take another --run folder"
            ) from error
        return loaded

    def rewind_log(self, update: int) -> None:
        """Keep the whole lines of the log up to an update, drop all others."""
        if not self.log.exists():
            return
        kept = []
        for line in self.log.read_text(encoding="utf-8", errors="replace").splitlines():
            try:
                row = json.loads(line)
            except ValueError:  # half-written when the run was killed
                continue
            if isinstance(row, dict) and row.get("update", 0) <= update:
                kept.append(line + "\n")
        part = self.log.with_suffix(".part")
        part.write_text("".join(kept), encoding="utf-8")
        part.replace(self.log)

    def add(self, row: Mapping[str, Any]) -> None:
        """Add a line to the log."""
        with self.log.open("a", encoding="utf-8") as file:
            file.write(json.dumps(row) + "\n")


def differences(saved: Mapping[str, Any], wanted: Mapping[str, Any]) -> str:
    """The first settings that are not alike, each with both values; "" where all are.

    >>> differences({"seed": 0, "clip": 1.0}, {"seed": 3, "clip": 1.0})
    'seed was 0, now 3'
    """
    names = [name for name in {**saved, **wanted} if saved.get(name) != wanted.get(name)]
    told = [
        f"{name} was {_value(saved, name)}, now {_value(wanted, name)}" for name in names[:_NAMED]
    ]
    more = len(names) - len(told)
    return "; ".join([*told, f"and {more} more"] if more else told)


def _value(settings: Mapping[str, Any], name: str) -> str:
    return f"{settings[name]!r:.60}" if name in settings else "not there"


def shapes_of(state: Mapping[str, Any]) -> dict[str, tuple[int, ...]]:
    """The shapes of a network's parameters."""
    return {name: tuple(tensor.shape) for name, tensor in state.items()}
