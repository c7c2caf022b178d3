"""`tinyduo export`: what is asked for is written, what cannot be is one line."""

from importlib.util import find_spec

import pytest

from tinyduo.hybrid.cli import main


@pytest.mark.slow
@pytest.mark.skipif(not find_spec("onnxscript"), reason="needs the extra onnx")
def test_a_step_is_written_and_its_path_printed(tmp_path, capsys):
    out = tmp_path / "models" / "maze.onnx"
    assert main(["export", "onnx", "maze", "--out", str(out), "--answer-updates", "1"]) == 0
    told = capsys.readouterr()
    assert told.out == f"{out}\n"
    assert "5 network calls a step" in told.err
    assert out.stat().st_size > 100_000


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["onnx", "nowhere"], "no weights 'nowhere'"),
        (["onnx", "--answer-updates", "0"], "0 answer updates a step, expected 1 or more"),
        (["browser", "--answer-updates", "-1"], "-1 answer updates a step"),
    ],
)
def test_what_cannot_be_exported_is_one_line_and_writes_nothing(
    tmp_path, capsys, shipped, arguments, told
):
    assert main(["export", *arguments, "--out", str(tmp_path / "out")]) == 2
    error = capsys.readouterr().err
    assert told in error
    assert error.count("\n") == 1
    assert list(tmp_path.iterdir()) == []
