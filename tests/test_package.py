"""The package as a whole: rooms, imports, `__all__`, the wheel's list, doctests."""

import ast
import doctest
import importlib
import pkgutil
import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
ROOMS = ("trm", "tools", "hybrid", "evals")  # each may import those before it, evals all
MODULES = sorted(
    info.name
    for room in ROOMS
    for info in pkgutil.walk_packages([str(ROOT / room)], f"tinyduo.{room}.")
) + [f"tinyduo.{room}" for room in ROOMS]


def run(program: str) -> str:
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", program], capture_output=True, text=True, check=True
    )
    return done.stdout.strip()


def test_puzzles_and_the_reader_import_without_torch():
    program = (
        "import sys, tinyduo.trm.puzzles, tinyduo.tools.reading, tinyduo.hybrid.cli\n"
        "heavy = ('torch', 'transformers', 'langchain_core', 'pysat')\n"
        "print([name for name in heavy if name in sys.modules])"
    )
    assert run(program) == "[]"


@pytest.mark.parametrize("room", ROOMS)
def test_rooms_import_only_downwards(room):
    below = ROOMS[: ROOMS.index(room) + 1]
    for path in (ROOT / room).rglob("*.py"):
        if path == ROOT / "hybrid" / "cli.py":
            continue  # the front door may open any room
        package = ["tinyduo", *path.relative_to(ROOT).parent.parts]
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.ImportFrom) and node.level:
                target = [
                    *package[: len(package) - node.level + 1],
                    *(node.module or "").split("."),
                ]
                assert target[1] in below, f"{path}: {'.'.join(target)}"


@pytest.mark.parametrize("name", MODULES)
def test_all_is_true_and_sorted(name):
    module = importlib.import_module(name)
    exported = getattr(module, "__all__", [])
    assert sorted(exported, key=str) == sorted(set(exported))
    for item in exported:
        assert getattr(module, item) is not None


@pytest.mark.parametrize("name", MODULES)
def test_examples_in_docstrings_run(name):
    assert doctest.testmod(importlib.import_module(name)).failed == 0


def test_every_folder_with_code_is_listed_for_the_wheel():
    """A folder left out would work here and be missing from the wheel, without a warning."""
    config = tomllib.loads((ROOT / "pyproject.toml").read_text())
    listed = set(config["tool"]["setuptools"]["packages"])
    found = {
        ".".join(["tinyduo", *path.relative_to(ROOT).parent.parts])
        for room in ROOMS
        for path in (ROOT / room).rglob("*.py")
    }
    assert found | {"tinyduo.trm.weights"} == listed


@pytest.mark.slow
def test_the_wheel_holds_tinyduo_alone_with_code_weights_and_types(tmp_path):
    copy = tmp_path / "copy"  # in place, a stale build/ would be shipped too
    ignored = shutil.ignore_patterns(".*", "build", "*.egg-info", "tests")
    shutil.copytree(ROOT, copy, ignore=ignored)
    build = [sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "-w", str(tmp_path), "."]
    subprocess.run(build, cwd=copy, check=True)
    (wheel,) = tmp_path.glob("*.whl")
    names = zipfile.ZipFile(wheel).namelist()
    assert {name.split("/")[0].split("-")[0] for name in names} == {"tinyduo"}
    assert "tinyduo/trm/weights/sudoku.safetensors" in names
    assert "tinyduo/trm/weights/sudoku.json" in names
    for room in ROOMS:
        assert f"tinyduo/{room}/py.typed" in names
        here = {path.relative_to(ROOT).as_posix() for path in (ROOT / room).rglob("*.py")}
        assert {f"tinyduo/{path}" for path in here} <= set(names)


def test_the_rooms_are_not_importable_by_their_bare_names():
    assert not set(ROOMS) & set(sys.modules)
