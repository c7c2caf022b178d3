"""A JSON Lines file that a batch appends to, and goes on with after it was stopped.

Beside `OUT` stands `OUT.run.json` with the settings that made it and a hash of the input.
Lines already there are kept only if they come from the same run; a last line that was cut
off is dropped. Two processes must not write one file.
"""

from __future__ import annotations

import json
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO

_BLOCK = 1 << 20


class ResumableOutput:
    """The output of one run.

    Args:
        path: the file; made where it is not there.
        settings: whatever decides what is written, JSON-ready.

    Raises:
        ValueError: where the file holds lines of another run.
        OSError: where it cannot be written.
    """

    def __init__(self, path: Path, settings: dict[str, Any]) -> None:
        self.path = path
        self.done = 0  # lines that were there already
        self._settings = settings
        self._card = path.with_name(f"{path.name}.run.json")
        self._file: BinaryIO | None = None

    def __enter__(self) -> ResumableOutput:
        if self.path.exists() and not self.path.is_file():
            raise ValueError(f"{self.path} is no file; name another --out")
        self.path.parent.mkdir(parents=True, exist_ok=True)
        if self.path.exists() and self.path.stat().st_size:
            self._check_card()
            self.done, whole = _count_lines(self.path)
            with self.path.open("r+b") as file:
                file.truncate(whole)
        else:
            self._card.write_text(json.dumps(self._settings, indent=2) + "\n", "utf-8")
        self._file = self.path.open("ab")
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._file:
            self._file.close()

    def append(self, record: dict[str, Any]) -> None:
        """Write one line; it is on its way to the disk when this returns."""
        assert self._file is not None
        self._file.write(json.dumps(record).encode("ascii") + b"\n")
        self._file.flush()

    def _check_card(self) -> None:
        mend = "remove it or name another --out"
        try:
            found = json.loads(self._card.read_text("utf-8"))
        except (OSError, ValueError):
            found = None
        if not isinstance(found, dict):
            raise ValueError(f"{self.path} holds lines of an unknown run; {mend}")
        keys = self._settings.keys() | found.keys()
        other = sorted(key for key in keys if found.get(key) != self._settings.get(key))
        if other:
            raise ValueError(
                f"{self.path} was begun with another setting of {', '.join(other)}; {mend}"
            )


def _count_lines(path: Path) -> tuple[int, int]:
    """Whole lines of a file, and the bytes they take."""
    lines = whole = size = 0
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            lines += block.count(b"\n")
            if (last := block.rfind(b"\n")) >= 0:
                whole = size + last + 1
            size += len(block)
    return lines, whole
