"""The web runtime is the pinned one or none; nothing half-made is left behind."""

import io
import tarfile
import urllib.error

import pytest

from tinyduo.trm.export import runtime


@pytest.fixture
def registry(monkeypatch, tmp_path):
    """A registry that sends what it is told to, and notes what it was asked for."""
    monkeypatch.setenv("TINYDUO_CACHE", str(tmp_path))
    asked = []

    def send(data: bytes | Exception):
        def urlopen(url, timeout):
            asked.append(url)
            if isinstance(data, Exception):
                raise data
            return io.BytesIO(data)

        monkeypatch.setattr(runtime.urllib.request, "urlopen", urlopen)
        return asked

    return send


@pytest.fixture
def package(monkeypatch) -> bytes:
    """A small package, taken for the pinned one."""
    import base64
    import hashlib

    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w:gz") as archive:
        for name in (*runtime.FILES, "other.js"):
            member = tarfile.TarInfo(f"package/dist/{name}")
            member.size = len(name)
            archive.addfile(member, io.BytesIO(name.encode()))
    data = made.getvalue()
    digest = base64.b64encode(hashlib.sha512(data).digest()).decode()
    monkeypatch.setattr(runtime, "_INTEGRITY", digest)
    return data


def test_it_is_fetched_once_and_only_what_is_needed_is_kept(registry, package, monkeypatch):
    monkeypatch.setenv("NPM_CONFIG_REGISTRY", "https://registry.example/npm/")
    asked = registry(package)
    folder = runtime.runtime_folder()
    assert sorted(path.name for path in folder.iterdir()) == sorted(runtime.FILES)
    assert runtime.runtime_folder() == folder
    (url,) = asked
    assert url.startswith("https://registry.example/npm/onnxruntime-web/-/onnxruntime-web-")
    (folder / runtime.FILES[0]).unlink()
    runtime.runtime_folder()
    assert len(asked) == 2
    assert (folder / runtime.FILES[0]).is_file()


def test_another_package_is_refused_and_leaves_nothing(registry, tmp_path):
    registry(b"something else")
    with pytest.raises(ValueError, match="is not the expected package: sha512-"):
        runtime.runtime_folder()
    assert list(tmp_path.iterdir()) == []


def test_without_the_registry_it_says_what_may_help(registry, tmp_path):
    registry(urllib.error.URLError("no route"))
    with pytest.raises(ValueError, match="no route; NPM_CONFIG_REGISTRY may name another"):
        runtime.runtime_folder()
    assert list(tmp_path.iterdir()) == []
