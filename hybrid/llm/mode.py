"""What a model is trusted with: the verdict of its exam, or a careful guess without one.

    native tools      it reports by calling a tool; its report counts where it agrees with the text
    constrained JSON  the same, but it writes JSON, under a grammar where the server has one
    reader first      plain code reads; what the model picks is noted, not followed

A verdict is kept in the cache for each model and each version of the exam (exam.py).
"""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from langchain_core.language_models.chat_models import BaseChatModel

from .cache import llm_folder
from .embedded import EmbeddedChatModel
from .llama_cpp import LlamaCppChatModel
from .local import LocalChatModel
from .openai_model import OpenAIChatModel
from .qwen import QWEN_NAME

EXAM_VERSION = 1  # raise when the exam changes: older verdicts are then forgotten


class Mode(StrEnum):
    """How a model takes part in reading."""

    NATIVE = "native tools"
    JSON = "constrained JSON"
    READER_FIRST = "reader first"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What an exam showed."""

    model: str  # as `model_id` names it
    mode: Mode  # the most that it can be trusted with
    speaks: bool  # whether at least half of its sentences about an answer could be kept
    scores: dict[str, list[int]]  # skill to [right, asked]
    exam: int = EXAM_VERSION


def model_id(llm: BaseChatModel) -> str:
    """A name that tells models apart: with its file's size, or its server."""
    name = str(getattr(llm, "model", None) or getattr(llm, "model_name", None) or "")
    if isinstance(llm, LlamaCppChatModel):
        return f"gguf:{name}:{_size(llm.model_path)}"
    if isinstance(llm, OpenAIChatModel):
        return f"openai:{name}@{llm.base_url}"
    if isinstance(llm, LocalChatModel) and llm.model_path is not None:
        size = sum(map(_size, llm.model_path.glob("*.safetensors")))
        return f"local:{name}:{size}"
    return f"{type(llm).__name__}:{name}"


def saved_verdict(llm: BaseChatModel) -> Verdict | None:
    """The verdict of an earlier exam, or None."""
    try:
        data: dict[str, Any] = json.loads(_file(llm).read_text("utf-8"))
        data["mode"] = Mode(data["mode"])
        verdict = Verdict(**data)
    except (OSError, ValueError, KeyError, TypeError):
        return None
    right = (verdict.model, verdict.exam) == (model_id(llm), EXAM_VERSION)
    return verdict if right else None


def save_verdict(llm: BaseChatModel, verdict: Verdict) -> None:
    """Keep a verdict for the next time that the model is used."""
    file = _file(llm)
    file.parent.mkdir(parents=True, exist_ok=True)
    part = file.with_suffix(f".{os.getpid()}.part")
    part.write_text(json.dumps(asdict(verdict), indent=2) + "\n", "utf-8")
    os.replace(part, file)


def mode_of(llm: BaseChatModel) -> Mode:
    """How a model takes part: by its verdict, else what is safe for its kind."""
    if (verdict := saved_verdict(llm)) is not None:
        return verdict.mode
    if isinstance(llm, LocalChatModel | LlamaCppChatModel):
        return Mode.READER_FIRST
    # What bind_tools promises is tried once; a model whose calls cannot be read steps down.
    return Mode.NATIVE if calls_tools(llm) else Mode.JSON


def may_speak(llm: BaseChatModel) -> bool:
    """Whether a model's own words about an answer are worth asking for.

    No checker of claims can see nonsense that claims nothing, so a local model that nobody
    examined keeps silent. The embedded one only picks among sentences of ours (explain.py).
    """
    if isinstance(llm, EmbeddedChatModel):
        return True
    if (verdict := saved_verdict(llm)) is not None:
        return verdict.speaks
    local = isinstance(llm, LocalChatModel | LlamaCppChatModel)
    return not local or llm.model == QWEN_NAME  # examined by us: docs/llms.md


def calls_tools(llm: BaseChatModel) -> bool:
    """Whether a model says that it can be given tools."""
    return type(llm).bind_tools is not BaseChatModel.bind_tools


def _file(llm: BaseChatModel) -> Path:
    digest = hashlib.sha256(model_id(llm).encode("utf-8", "replace")).hexdigest()[:16]
    return llm_folder("verdicts") / f"{digest}.json"


def _size(file: Path) -> int:
    try:
        return file.stat().st_size
    except OSError:
        return 0
