"""onnxruntime for web pages: a pinned package of the npm registry, once per user.

The package is downloaded from the registry that npm is set to, its integrity is checked as
npm would, and only what one page needs is kept (CPU, one thread: no special headers).
"""

from __future__ import annotations

import base64
import hashlib
import io
import os
import shutil
import tarfile
import urllib.error
import urllib.request
from pathlib import Path
from tempfile import TemporaryDirectory

from ..cache import cache_root

VERSION = "1.30.0"  # of onnxruntime-web, MIT
FILES = ("ort.wasm.bundle.min.mjs", "ort-wasm-simd-threaded.wasm")

_INTEGRITY = (
    "q0y+JrrtukXSzsBWEMccVfqX25LRmosXHF+CaRJmg8pZClzcV7svNc4rKY3jL02Vb7QmRMDs1SigqR4CXAfKYQ=="
)
_TIMEOUT = 60  # seconds without an answer


def runtime_folder() -> Path:
    """The folder with the runtime's `FILES`, fetched (33 MB) if it is not there yet.

    Returns:
        A folder of the cache.

    Raises:
        ValueError: where the registry cannot be reached, or sends another package.
    """
    folder = cache_root() / f"onnxruntime-web-{VERSION}"
    if all((folder / name).is_file() for name in FILES):
        return folder
    package = io.BytesIO(_download())
    folder.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=folder.parent) as work, tarfile.open(fileobj=package) as archive:
        made = Path(work) / "made"
        made.mkdir()
        for name in FILES:
            member = archive.extractfile(f"package/dist/{name}")
            assert member is not None  # the integrity was checked
            with member, (made / name).open("wb") as file:
                shutil.copyfileobj(member, file)
        if folder.exists():  # half of it
            os.replace(folder, Path(work) / "old")
        os.replace(made, folder)
    return folder


def _download() -> bytes:
    """The package, checked."""
    registry = os.environ.get("NPM_CONFIG_REGISTRY") or os.environ.get("npm_config_registry")  # noqa: SIM112
    registry = (registry or "https://registry.npmjs.org").rstrip("/")
    url = f"{registry}/onnxruntime-web/-/onnxruntime-web-{VERSION}.tgz"
    try:
        with urllib.request.urlopen(url, timeout=_TIMEOUT) as answer:
            data = answer.read()
    except (urllib.error.URLError, OSError, ValueError) as error:
        raise ValueError(
            f"cannot download onnxruntime-web {VERSION}: {getattr(error, 'reason', error)}; "
            "NPM_CONFIG_REGISTRY may name another npm registry"
        ) from error
    found = base64.b64encode(hashlib.sha512(data).digest()).decode()
    if found != _INTEGRITY:
        raise ValueError(
            f"onnxruntime-web {VERSION} is not the expected package: sha512-{found[:12]}…, "
            f"expected sha512-{_INTEGRITY[:12]}…"
        )
    return data
