"""The optional CPU engine: without it a sentence, with it a real reply."""

from __future__ import annotations

import pytest

from tinyduo.hybrid.llm import LlamaCppChatModel, llama_cpp, qwen_path
from tinyduo.hybrid.llm.clock import Clock
from tinyduo.hybrid.llm.mode import Mode
from tinyduo.hybrid.llm.witness import Witness
from tinyduo.tools.errors import LLMUnavailableError


def test_without_the_engine_its_extra_is_named(tmp_path, monkeypatch):
    def absent(name):
        raise ImportError(name)

    monkeypatch.setattr(llama_cpp, "import_module", absent)
    with pytest.raises(LLMUnavailableError, match=r"pip install 'tinyduo\[cpu\]'"):
        LlamaCppChatModel(model="m", model_path=tmp_path / "m.gguf").load()


def test_making_one_starts_nothing(tmp_path):
    model = LlamaCppChatModel(model="m", model_path=tmp_path / "absent.gguf")
    assert model.lists_tools
    assert model._llm_type == "tinyduo-llama-cpp"


@pytest.mark.slow
def test_a_real_model_speaks_chooses_and_reports():
    pytest.importorskip("xllamacpp", reason="the engine is the extra `cpu`")
    file = qwen_path()
    if file is None:
        pytest.skip("no model; run: tinyduo llm fetch qwen-coder-1.5b")
    model = LlamaCppChatModel(model="qwen", model_path=file, max_tokens=60, timeout=300)
    assert "4" in "".join(str(chunk.content) for chunk in model.stream("What is 2+2?"))
    assert model.choose([("human", "Is a cat an animal?")], ["yes", "no"]).option == "yes"
    heard = Witness(model, Mode.JSON).hear("solve\n4000\n0300\n0203\n0000", Clock(300))
    assert heard.witnesses["llm"]["kind"] == "sudoku"
