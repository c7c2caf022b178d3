"""What every test may use."""

import csv
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from langchain_core.callbacks import CallbackManagerForLLMRun
from langchain_core.language_models.chat_models import BaseChatModel
from langchain_core.messages import AIMessage, BaseMessage
from langchain_core.outputs import ChatGeneration, ChatResult
from pydantic import Field

from tinyduo.trm.puzzles import Grid, Sudoku
from tinyduo.trm.puzzles.sudoku import from_line


@pytest.fixture(scope="session")
def shipped():
    """The shipped Sudoku weights."""
    from tinyduo.trm import load_weights

    return load_weights("sudoku")


class ScriptedChatModel(BaseChatModel):
    """A language model with a queue of replies, and a history of what it was asked."""

    replies: list[Any] = Field(default_factory=list)
    history: list[list[BaseMessage]] = Field(default_factory=list)
    tools_bound: list[Any] = Field(default_factory=list)

    @property
    def _llm_type(self) -> str:
        return "scripted"

    def bind_tools(self, tools: Sequence[Any], **kwargs: Any) -> Any:
        """Note the tools; the replies are scripted anyway."""
        self.tools_bound.extend(tools)
        return self

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> ChatResult:
        self.history.append(list(messages))
        reply = self.replies.pop(0) if self.replies else ""
        if isinstance(reply, Exception):
            raise reply
        message = AIMessage(content=reply) if isinstance(reply, str) else reply
        return ChatResult(generations=[ChatGeneration(message=message)])


@pytest.fixture
def scripted() -> Callable[..., ScriptedChatModel]:
    """Make a scripted model from its replies."""
    return lambda *replies: ScriptedChatModel(replies=list(replies))


@dataclass(frozen=True, slots=True)
class GoldenPuzzle:
    """A generated puzzle with its only answer."""

    puzzle: Sudoku
    answer: Grid
    difficulty: str


@pytest.fixture(scope="session")
def golden() -> Callable[..., list[GoldenPuzzle]]:
    """Puzzles of tests/golden/sudoku_puzzles.csv by difficulty, or by box ("any" difficulty)."""
    with (Path(__file__).parent / "golden" / "sudoku_puzzles.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))

    def find(difficulty: str = "any", box: str = "3x3") -> list[GoldenPuzzle]:
        found = []
        for row in rows:
            if (row["difficulty"], row["box"]) == (difficulty, box):
                sizes = (int(box[0]), int(box[2]))
                puzzle, answer = (from_line(row[key], sizes) for key in ("question", "answer"))
                found.append(GoldenPuzzle(puzzle, answer.givens, difficulty))
        assert found, (difficulty, box)
        return found

    return find


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--rewrite-golden` writes golden files anew; look at the difference before committing."""
    parser.addoption("--rewrite-golden", action="store_true", default=False)
