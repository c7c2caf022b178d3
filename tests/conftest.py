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

from tinyduo.trm.puzzles import Grid, Maze, Sudoku
from tinyduo.trm.puzzles.sudoku import from_line


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Tests that need a GPU are skipped where there is none."""
    if item.get_closest_marker("gpu"):
        import torch

        if not torch.cuda.is_available():
            pytest.skip("needs a CUDA device")


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


@pytest.fixture
def drawing() -> Callable[..., Any]:
    """Make weights whose network draws the label path of the mazes that it `knows` (all)."""
    import torch

    from tinyduo.trm.checkpoint import Weights
    from tinyduo.trm.puzzles.maze.label import label
    from tinyduo.trm.puzzles.maze.tokens import of_tokens
    from tinyduo.trm.recursion import TinyRecursiveModel

    class Drawing(torch.nn.Module):
        def __init__(self, knows: Callable[[Maze], bool]) -> None:
            super().__init__()
            self.knows = knows
            self.device = torch.nn.Parameter(torch.zeros(1))

        def embed(self, question: torch.Tensor) -> torch.Tensor:
            return question[:, None].float()

        def initial_state(self, x: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
            return torch.zeros_like(x), torch.zeros_like(x)

        def update(self, state: torch.Tensor) -> torch.Tensor:
            # Sums of the question are the question again once the goal is scaled back to 3.
            return state / state.amax((1, 2, 3), keepdim=True) * 3

        def read_answer(self, y: torch.Tensor) -> torch.Tensor:
            on_path = torch.zeros(len(y), *y.shape[2:])
            for row, tokens in enumerate(y[:, 0].round().int().numpy()):
                maze = of_tokens(tokens)
                for cell in (label(maze) if self.knows(maze) else None) or ():
                    on_path[(row, *cell)] = 5
            return torch.stack([-on_path, on_path], -1)

        def read_halt(self, y: torch.Tensor) -> torch.Tensor:
            return self.read_answer(y)[..., 1].amax((1, 2)) - 1

    def make(knows: Callable[[Maze], bool] = lambda maze: True) -> Weights:
        model = TinyRecursiveModel(Drawing(knows), latent_updates=1, answer_updates=1)
        return Weights("drawing", model.requires_grad_(False), {"puzzles": "maze"})

    return make


@pytest.fixture
def draws(drawing: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Let the shipped maze weights be such that draw all mazes, or those they know."""
    from tinyduo.trm import checkpoint

    load = checkpoint._load

    def ship(knows: Callable[[Maze], bool] = lambda maze: True) -> None:
        weights = drawing(knows)
        monkeypatch.setattr(
            checkpoint,
            "_load",
            lambda name, device: weights if name == "maze" else load(name, device),
        )

    ship()
    return ship


@pytest.fixture(scope="session")
def winding() -> Maze:
    """A maze of 14x14 whose path nobody finds by luck."""
    from tinyduo.trm.puzzles.maze.generate import generate

    return generate(height=14, width=14, seed=0, path_cells=(36, 60))


@pytest.fixture
def guessing(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """Let ARC tasks be answered by their own test inputs at once; the calls, as they come.

    The second attempt is the input recoloured. A task that shows colour 9 is refused.
    """
    from tinyduo.trm import checkpoint
    from tinyduo.trm.networks import GridNetwork, GridNetworkConfig
    from tinyduo.trm.puzzles import Status
    from tinyduo.trm.recursion import TinyRecursiveModel
    from tinyduo.trm.solving.arc import solver
    from tinyduo.trm.solving.arc.result import ArcAttempt, ArcProgress, ArcResult, SelfCheck

    calls: list[dict[str, Any]] = []

    def solve(task: Any, **options: Any) -> ArcResult:
        calls.append({"task": task} | options)
        if options.get("report"):
            options["report"](ArcProgress("learning", 3, 0.5, 0.1, 0.25))
        if any(9 in row for grid in task.tests for row in grid):
            return ArcResult(Status.UNSUPPORTED, (), None, (), "no size fits", 0, 0.1, "guess")
        answers = tuple(
            (
                ArcAttempt(grid, 0.61, 0.75),
                ArcAttempt(tuple(tuple((cell + 1) % 10 for cell in r) for r in grid), 0.08, 0.25),
            )
            for grid in task.tests
        )
        pairs = len(task.demonstrations)
        check = SelfCheck(pairs - 1, pairs, pairs, pairs)
        sizes = ("the input",) * len(task.tests)
        return ArcResult(Status.PREDICTED, answers, check, sizes, None, 40, 0.1, "guess")

    network = GridNetwork(GridNetworkConfig(width=4, hidden=4, layers=1))
    model = TinyRecursiveModel(network, latent_updates=1, answer_updates=1)
    weights = checkpoint.Weights("guess", model, {"puzzles": "arc"})
    load = checkpoint._load
    monkeypatch.setattr(
        checkpoint, "_load", lambda name, device: weights if name == "arc" else load(name, device)
    )
    monkeypatch.setattr(solver, "solve_arc", solve)
    return calls


@pytest.fixture
def fabricated(tmp_path: Path) -> Callable[..., Path]:
    """Write an official checkpoint with random parameters, as torch.save does; its path.

    `ids` are the rows of its table of puzzle embeddings: row k is k everywhere.
    """
    import torch

    from tinyduo.trm.networks.official import OfficialConfig, OfficialNetwork

    def make(
        file: str = "run/step_7",
        *,
        prefix: str = "_orig_mod.model.inner.",
        ids: int = 1,
        **sizes: Any,
    ) -> Path:
        torch.manual_seed(0)
        usual = {"cells": 16, "vocabulary": 6, "mixer": "tokens", "width": 16, "heads": 2}
        usual |= {"prefix": 1, "puzzle_width": 16}
        state = OfficialNetwork(OfficialConfig(**(usual | sizes), puzzles=ids)).state_dict()
        if "puzzle_emb.weights" in state:
            state["puzzle_emb.weights"] += torch.arange(float(ids))[:, None]
        path = tmp_path / file
        path.parent.mkdir(parents=True, exist_ok=True)
        torch.save({prefix + key: value for key, value in state.items()}, path)
        return path

    return make


@pytest.fixture
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache folder of the test's own."""
    monkeypatch.setenv("TINYDUO_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--rewrite-golden` writes golden files anew; look at the difference before committing."""
    parser.addoption("--rewrite-golden", action="store_true", default=False)
