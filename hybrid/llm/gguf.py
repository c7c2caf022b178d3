"""A GGUF file becomes a folder that transformers loads, once.

Converting takes about half a minute for each 100 MB in a process of its own (convert.py); the
folder in the cache is found again by the file's path, size and time of change.
"""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from ...tools.errors import LLMUnavailableError
from .cache import llm_folder
from .download import one_at_a_time, run_quietly, to_stderr

_MAGIC = b"GGUF"


def check_gguf(file: Path) -> None:
    """Refuse what is no GGUF file.

    Raises:
        LLMUnavailableError: it cannot be read, or begins otherwise.
    """
    try:
        with file.open("rb") as stream:
            magic = stream.read(len(_MAGIC))
    except OSError as error:
        raise LLMUnavailableError(f"cannot read {file}: {error.strerror}") from error
    if magic != _MAGIC:
        raise LLMUnavailableError(f"{file} is no GGUF file: it begins with {magic!r}")


def converted(file: Path, *, report: Callable[[str], None] = to_stderr) -> Path:
    """The folder that a GGUF file was converted into, made where it is not there yet.

    Args:
        file: the file.
        report: called with a line where it takes long.

    Raises:
        LLMUnavailableError: the conversion failed.
    """
    facts = file.stat()
    identity = f"{file.resolve()}|{facts.st_size}|{facts.st_mtime_ns}"
    digest = hashlib.sha256(identity.encode()).hexdigest()[:12]
    target = llm_folder(f"{file.stem[:40]}-{digest}")
    if target.is_dir():
        return target
    target.parent.mkdir(parents=True, exist_ok=True)
    waiting = f"waiting for another process that is converting {file.name}"
    with one_at_a_time(target.parent / "convert.lock", lambda: report(waiting)):
        if target.is_dir():  # another process was quicker
            return target
        report(
            f"converting {file.name} once, which takes minutes (with xllamacpp, the extra `cpu`, "
            "this is needless and replies are quicker) ..."
        )
        with TemporaryDirectory(dir=target.parent, prefix=".convert-") as work:
            built = Path(work) / "model"
            built.mkdir()
            convert_gguf(file, built)
            os.replace(built, target)
    return target


def convert_gguf(file: Path, folder: Path) -> None:
    """Convert a GGUF file into an empty folder.

    Raises:
        LLMUnavailableError: it failed; the last line says why.
    """
    script = Path(__file__).with_name("convert.py")
    # -P: else the script's own folder would come first among the places to import from.
    command = [sys.executable, "-P", str(script), str(file), str(folder)]
    run_quietly(command, "the conversion failed")
