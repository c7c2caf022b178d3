"""Checkpoint files are opened without running or reading them whole; faults are one clear line."""

import os
import pickle
import zipfile

import pytest
import torch
from safetensors.torch import save_file

from tinyduo.trm.networks.official_checkpoint_file import find_checkpoint, open_checkpoint


def one_line(caught: pytest.ExceptionInfo) -> str:
    assert "\n" not in str(caught.value)
    return str(caught.value)


class Harmful:
    """Makes a folder when it is unpickled."""

    def __init__(self, path) -> None:
        self.path = str(path)

    def __reduce__(self):
        return os.mkdir, (self.path,)


@pytest.mark.parametrize("form", ["torch", "safetensors"])
def test_rows_and_shapes_come_without_reading_the_whole(form, tmp_path):
    table = torch.arange(40.0).reshape(10, 4).bfloat16()
    path = tmp_path / "file"
    (torch.save if form == "torch" else save_file)({"t": table}, path)
    stored = open_checkpoint(path)["t"]
    assert (stored.shape, stored.dtype) == ((10, 4), "bfloat16")
    assert torch.equal(stored.rows(3, 5), table[3:5])
    assert torch.equal(stored.whole(), table)


def test_the_newest_step_of_a_folder_is_taken_by_number(tmp_path):
    for name in ("step_9", "step_100", "step_20", "all_config.yaml", "losses.txt"):
        (tmp_path / name).touch()
    assert find_checkpoint(tmp_path).name == "step_100"
    assert find_checkpoint(tmp_path / "step_9").name == "step_9"


def test_a_folder_with_one_file_means_that_file_and_two_must_be_told_apart(tmp_path):
    (tmp_path / "README.md").touch()
    (tmp_path / "a.safetensors").touch()
    assert find_checkpoint(tmp_path).name == "a.safetensors"
    (tmp_path / "b.pt").touch()
    with pytest.raises(ValueError, match=r"step_N .* found a\.safetensors, b\.pt; name") as caught:
        find_checkpoint(tmp_path)
    one_line(caught)
    with pytest.raises(ValueError, match="no such file or folder"):
        find_checkpoint(tmp_path / "nowhere")


@pytest.mark.parametrize("wrap", [lambda value: value, lambda value: {"w": value}])
@pytest.mark.parametrize("saved", ["torch", "pickle"])
def test_a_pickle_with_code_is_refused_and_not_run(wrap, saved, tmp_path):
    path, trace = tmp_path / "step_1", tmp_path / "ran"
    if saved == "torch":
        torch.save(wrap(Harmful(trace)), path)
    else:
        path.write_bytes(pickle.dumps(wrap(Harmful(trace))))
    with pytest.raises(ValueError, match=r"asks for (posix|nt|os)\.mkdir|plain pickle") as caught:
        open_checkpoint(path)
    assert str(path) in one_line(caught)
    assert not trace.exists()


def test_a_file_cut_short_anywhere_is_refused(tmp_path):
    whole = {"torch": tmp_path / "whole.pt", "safetensors": tmp_path / "whole.safetensors"}
    torch.save({"w": torch.ones(300, 30)}, whole["torch"])
    save_file({"w": torch.ones(300, 30)}, whole["safetensors"])
    for path in whole.values():
        data = path.read_bytes()
        for share in (0.05, 0.5, 0.95, 0.999):
            cut = tmp_path / f"{share}{path.suffix}"
            cut.write_bytes(data[: int(len(data) * share)])
            with pytest.raises(ValueError, match=r"cut short or damaged.*download it again"):
                open_checkpoint(cut)


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"", "an empty file"),
        (b"version https://git-lfs.github.com/spec/v1\noid sha256:0\n", "git lfs pull"),
        (b"<!DOCTYPE html>\n<html>", "text that begins '<!DOCTYPE html>'"),
        (b"\n\n", "found"),
        (bytes(range(1, 200)), "a file of another kind"),
        (b"{" * 20, "cut short or damaged"),
        (b"\x1f\x8b\x08\x00" + bytes(50), "a file of another kind"),
    ],
)
def test_files_of_other_kinds_are_named(content, what, tmp_path):
    path = tmp_path / "step_1"
    path.write_bytes(content)
    with pytest.raises(ValueError, match=r"expected a file of torch\.save") as caught:
        open_checkpoint(path)
    assert what in one_line(caught)


def test_another_zip_archive_is_named(tmp_path):
    path = tmp_path / "step_1"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("letter.txt", "hello")
    with pytest.raises(ValueError, match="another zip archive"):
        open_checkpoint(path)


@pytest.mark.parametrize(
    ("value", "what"),
    [
        ([torch.ones(2)], "expected a state dict, found a list"),
        ({"model": {"w": torch.ones(2)}}, "found a dict under 'model'"),
        ({1: torch.ones(2)}, "expected a state dict"),
        ({"w": torch.ones(2).int()}, "floating-point"),
        ({"w": torch.ones(1).expand(10**6)}, "view or sparse"),
        ({"w": torch.ones(2, 2).to_sparse()}, "view or sparse"),
    ],
)
def test_anything_but_whole_tensors_is_refused(value, what, tmp_path):
    path = tmp_path / "step_1"
    torch.save(value, path)
    with pytest.raises(ValueError, match=what) as caught:
        open_checkpoint(path)
    one_line(caught)
