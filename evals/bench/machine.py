"""Where a number was measured: hardware, versions, commit. No number goes without."""

from __future__ import annotations

import os
import platform
import subprocess
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import torch

_CPU_LIST = Path("/proc/cpuinfo")  # Linux


def machine() -> dict[str, Any]:
    """What this process runs on, JSON-ready."""
    gpu = torch.cuda.get_device_name() if torch.cuda.is_available() else None
    return {
        "date": datetime.now(UTC).isoformat(timespec="seconds"),
        "commit": commit(),
        "cpu": _cpu(),
        "cores": os.cpu_count(),
        "threads": torch.get_num_threads(),
        "load": round(os.getloadavg()[0], 2) if hasattr(os, "getloadavg") else None,
        "gpu": gpu,
        "system": f"{platform.system()} {platform.machine()}",
        "python": platform.python_version(),
        "torch": torch.__version__,
        "cpu_capability": torch.backends.cpu.get_cpu_capability(),
    }


def commit() -> str:
    """The commit of the checkout, "+" where files differ from it; else the installed version."""
    here = Path(__file__).resolve().parent

    def git(*arguments: str) -> str:
        command = ["git", "-C", str(here), *arguments]
        done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=10)
        return done.stdout.strip()

    try:
        return git("rev-parse", "--short=10", "HEAD") + ("+" if git("status", "--short") else "")
    except (OSError, subprocess.SubprocessError):
        try:
            return f"version {version('tinyduo')}"
        except PackageNotFoundError:
            return "unknown"


def in_a_line(found: dict[str, Any]) -> str:
    """The machine for people."""
    parts = [
        f"{found['cpu']}, {found['cores']} cores, {found['cpu_capability']}",
        *([found["gpu"]] if found["gpu"] else []),
        f"torch {found['torch']}, {found['threads']} threads",
        *([f"load {found['load']} at the start"] if found["load"] is not None else []),
        f"commit {found['commit']}",
    ]
    return " · ".join(parts)


def _cpu() -> str:
    if _CPU_LIST.is_file():
        for line in _CPU_LIST.read_text(errors="replace").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()
