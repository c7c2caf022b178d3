"""The LangChain tools: the standard suites, and what an agent sees when things go wrong."""

import asyncio
import json
import threading
from typing import Any

import pytest
from langchain_core.messages import ToolCall
from langchain_core.tools import BaseTool
from langchain_tests.integration_tests import ToolsIntegrationTests
from langchain_tests.unit_tests import ToolsUnitTests

from tinyduo.tools import (
    CheckAnswer,
    NextStep,
    ReadPuzzle,
    SolveArcTask,
    SolveMaze,
    SolveSudoku,
    TinyduoToolkit,
)
from tinyduo.trm.puzzles.sudoku import to_line

PAIRS = [{"input": [[0, 1]], "output": [[1, 0]]}]


class _Constructed:
    """How the standard suites make the tool and call it."""

    @property
    def tool_constructor(self) -> type[BaseTool]:
        return SolveSudoku

    @property
    def tool_invoke_params_example(self) -> dict[str, Any]:
        return {"grid": "...4 ...3 1... 4..."}


class _ConstructedForMazes:
    """The same for the maze tool."""

    @pytest.fixture(autouse=True)
    def _network(self, draws) -> None:
        """Whatever is shipped, these tests are about the tool."""

    @property
    def tool_constructor(self) -> type[BaseTool]:
        return SolveMaze

    @property
    def tool_invoke_params_example(self) -> dict[str, Any]:
        return {"grid": ["S #", "# G"]}


class _ConstructedForArc:
    """The same for the ARC tool."""

    @pytest.fixture(autouse=True)
    def _network(self, guessing) -> None:
        """Whatever is shipped, these tests are about the tool."""

    @property
    def tool_constructor(self) -> type[BaseTool]:
        return SolveArcTask

    @property
    def tool_invoke_params_example(self) -> dict[str, Any]:
        return {"train": PAIRS, "test": [{"input": [[3]]}]}


class _ConstructedForChecks:
    """The same for the tool that checks."""

    @property
    def tool_constructor(self) -> type[BaseTool]:
        return CheckAnswer

    @property
    def tool_invoke_params_example(self) -> dict[str, Any]:
        return {"kind": "maze", "grid": ["S #", "# G"], "answer": "right 1, down 1, right 1"}


class _ConstructedForHints:
    """The same for the tool that tells the next step."""

    @property
    def tool_constructor(self) -> type[BaseTool]:
        return NextStep

    @property
    def tool_invoke_params_example(self) -> dict[str, Any]:
        return {"kind": "sudoku", "grid": "...4 ...3 1... 4...", "so_far": "..34 ...3 1... 4..."}


class _ConstructedForTexts:
    """The same for the tool that reads."""

    @property
    def tool_constructor(self) -> type[BaseTool]:
        return ReadPuzzle

    @property
    def tool_invoke_params_example(self) -> dict[str, Any]:
        return {"text": "can you do ...4 ...3 1... 4... ?"}


class TestStandardUnit(_Constructed, ToolsUnitTests):
    """langchain-tests, unit."""


class TestStandardIntegration(_Constructed, ToolsIntegrationTests):
    """langchain-tests, integration."""


class TestMazeStandardUnit(_ConstructedForMazes, ToolsUnitTests):
    """langchain-tests, unit."""


class TestMazeStandardIntegration(_ConstructedForMazes, ToolsIntegrationTests):
    """langchain-tests, integration."""


class TestArcStandardUnit(_ConstructedForArc, ToolsUnitTests):
    """langchain-tests, unit."""


class TestArcStandardIntegration(_ConstructedForArc, ToolsIntegrationTests):
    """langchain-tests, integration."""


class TestCheckStandardUnit(_ConstructedForChecks, ToolsUnitTests):
    """langchain-tests, unit."""


class TestCheckStandardIntegration(_ConstructedForChecks, ToolsIntegrationTests):
    """langchain-tests, integration."""


class TestHintStandardUnit(_ConstructedForHints, ToolsUnitTests):
    """langchain-tests, unit."""


class TestHintStandardIntegration(_ConstructedForHints, ToolsIntegrationTests):
    """langchain-tests, integration."""


class TestTextStandardUnit(_ConstructedForTexts, ToolsUnitTests):
    """langchain-tests, unit."""


class TestTextStandardIntegration(_ConstructedForTexts, ToolsIntegrationTests):
    """langchain-tests, integration."""


def call(**args: Any) -> ToolCall:
    return ToolCall(name="solve_sudoku", args=args, id="1", type="tool_call")


def test_the_content_is_short_and_the_trace_goes_into_the_artifact(golden):
    message = SolveSudoku().invoke(call(grid=to_line(golden("extreme")[0].puzzle.givens)))
    content = json.loads(message.content)
    assert len(message.content) <= 1000
    assert content["status"] == "solved"
    assert message.artifact["trace"][-1]["verified"] is True
    assert content["answer"] == ["".join(map(str, row)) for row in message.artifact["answer"]]


def test_the_content_stays_short_on_the_largest_board(golden):
    message = SolveSudoku().invoke(call(grid=to_line(golden(box="4x4")[0].puzzle.givens)))
    assert len(message.content) <= 1000
    assert json.loads(message.content)["answer"][0].isalnum()


@pytest.mark.parametrize(
    ("args", "expected"),
    [
        ({"grid": "53..7"}, "grid"),
        ({"grid": [[True, 0, 0, 0], [0] * 4, [0] * 4, [0] * 4]}, "r1c1 is True"),
        ({"grid": [[1.0, 0, 0, 0], [0] * 4, [0] * 4, [0] * 4]}, "r1c1 is 1.0"),
        ({"grid": [[0] * 9] * 1000}, "1000 rows"),
        ({"grid": "1" * 20_001}, "20001 characters"),
        ({"grid": "." * 81, "path": "/etc/passwd"}, "path"),
        ({"grid": "." * 81, "budget_s": -1}, "budget_s"),
        ({"grid": "." * 81, "box": "9x1"}, "box"),
        ({}, "grid"),
    ],
)
def test_errors_reach_the_model_naming_the_field(args, expected):
    message = SolveSudoku().invoke(call(**args))
    assert message.status == "error"
    assert expected in message.content
    assert len(message.content) < 400


def test_an_unsolvable_puzzle_is_a_result_not_an_error():
    message = SolveSudoku().invoke(call(grid="55" + "." * 79))
    assert message.status == "success"
    content = json.loads(message.content)
    assert content["status"] == "contradiction"
    assert "r1c1 and r1c2" in content["summary"]


def test_calls_from_threads_and_tasks_agree(golden):
    puzzles = [one.puzzle for one in golden("hard")[:3]]
    tool = SolveSudoku()
    results: dict[int, str] = {}
    threads = [
        threading.Thread(
            target=lambda n=n, p=p: results.update({n: tool.invoke({"grid": to_line(p.givens)})})
        )
        for n, p in enumerate(puzzles)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    async def together() -> list[str]:
        return await asyncio.gather(*(tool.ainvoke({"grid": to_line(p.givens)}) for p in puzzles))

    assert asyncio.run(together()) == [results[n] for n in range(3)]


def test_the_toolkit_holds_every_tool():
    names = [tool.name for tool in TinyduoToolkit().get_tools()]
    assert names == [
        "solve_sudoku",
        "solve_maze",
        "solve_arc_task",
        "check_answer",
        "next_step",
        "read_puzzle",
    ]


def maze_call(**args: Any) -> ToolCall:
    return ToolCall(name="solve_maze", args=args, id="1", type="tool_call")


def test_a_maze_is_answered_in_moves_with_the_cells_in_the_artifact(draws):
    message = SolveMaze().invoke(maze_call(grid=["S #", "# G"]))
    content = json.loads(message.content)
    assert content == {
        "status": "solved",
        "summary": "Solved: a shortest path, 3 moves, verified; other paths may be as short.",
        "start": [0, 0],
        "answer": "right 1, down 1, right 1",
        "moves": 3,
        "weights": "drawing",
    }
    assert message.artifact["answer"] == [[0, 0], [0, 1], [1, 1], [1, 2]]
    assert message.artifact["trace"][-1] | {"halt_probability": 1} == {
        "candidate": 0,
        "step": 1,
        "grid": ["So#", "#oG"],
        "halt_probability": 1,
        "verified": True,
        "assumed": [],
    }


def test_the_content_stays_short_on_the_largest_maze(draws, winding):
    comb = ["S" + " " * 63, *["#" * 63 + " ", " " * 64, " " + "#" * 63, " " * 64] * 15]
    comb += ["#" * 63 + " ", " " * 64, "G" + "#" * 63]
    for grid in (comb, ["S" + "#" * 63, *["#" * 64] * 62, "#" * 63 + "G"]):
        message = SolveMaze().invoke(maze_call(grid=grid))
        assert message.status == "success"
        assert len(message.content) <= 1000
    draws(lambda maze: False)
    message = SolveMaze().invoke(maze_call(grid=list(winding.rows), budget_s=0.1))
    assert json.loads(message.content)["status"] == "unsolved"
    assert len(message.content) <= 1000


@pytest.mark.parametrize(
    ("args", "expected"),
    [
        ({"grid": "S#"}, "grid"),
        ({"grid": ["####", "S  #", "####"]}, "(goal), expected 1"),
        ({"grid": [[True, 0], [0, 3]]}, "r1c1 is True"),
        ({"grid": [[1.0, 0], [2, 3]]}, "r1c1 is 1.0"),
        ({"grid": ["S" * 300] * 300}, "characters"),
        ({"grid": [["S", " "]] * 300}, "300 rows"),
        ({"grid": ["SG", ["S", "G"]]}, "row 1"),
        ({"grid": ["S ", " G"], "path": "/etc/passwd"}, "path"),
        ({"grid": ["S ", " G"], "budget_s": 0}, "budget_s"),
        ({}, "grid"),
    ],
)
def test_errors_about_mazes_reach_the_model_naming_the_field(args, expected):
    message = SolveMaze().invoke(maze_call(**args))
    assert message.status == "error"
    assert expected in message.content
    assert len(message.content) < 400


def arc_call(**args: Any) -> ToolCall:
    return ToolCall(name="solve_arc_task", args=args, id="1", type="tool_call")


def test_an_arc_task_is_predicted_with_the_whole_record_in_the_artifact(guessing):
    message = SolveArcTask().invoke(arc_call(train=PAIRS, test=[{"input": [[3, 4]]}]))
    content = json.loads(message.content)
    assert content["status"] == "predicted"
    assert content["answer"] == [[{"grid": ["34"], "p": 0.61}, {"grid": ["45"], "p": 0.08}]]
    assert "0 of 1 held-out demonstration came out right" in content["summary"]
    assert message.artifact["answer"][0][0] == {"grid": [[3, 4]], "p_correct": 0.61}
    assert message.artifact["grid"]["train"] == PAIRS


def test_outputs_of_tests_never_reach_the_solver(guessing):
    test = [{"input": [[3, 4]], "output": [[7, 7]]}]
    message = SolveArcTask().invoke(arc_call(train=PAIRS, test=test))
    assert message.status == "success"
    assert "7" not in repr(guessing[0]["task"])


@pytest.mark.parametrize(
    ("args", "expected"),
    [
        ({"train": [{"input": [[0], [1, 2]], "output": [[1]]}]}, "pair 1, input: row 2 has 2"),
        ({"train": [{"input": [[True]], "output": [[1]]}]}, "r1c1 is True"),
        ({"train": [{"input": [[1.0]], "output": [[1]]}]}, "r1c1 is 1.0"),
        ({"train": [{"input": [["1"]], "output": [[1]]}]}, "r1c1 is '1'"),
        ({"train": [{"input": [[1]] * 31, "output": [[1]]}]}, "31 rows"),
        ({"train": PAIRS * 31}, "31 pairs, expected at most 30"),
        ({"train": []}, "no demonstrations"),
        ({"train": [{"input": [[1]]}]}, 'pair 1 has no "output"'),
        ({"train": "text"}, "expected a list of pairs"),
        ({"train": PAIRS, "budget_s": 1e9}, "budget_s"),
        ({"train": PAIRS, "path": "/etc/passwd"}, "path"),
        ({}, "train"),
    ],
)
def test_errors_about_arc_tasks_reach_the_model_naming_the_place(args, expected):
    message = SolveArcTask().invoke(arc_call(test=[{"input": [[3, 4]]}], **args))
    assert message.status == "error"
    assert expected in message.content
    assert len(message.content) < 400


def check_call(**args: Any) -> ToolCall:
    return ToolCall(name="check_answer", args=args, id="1", type="tool_call")


def test_a_check_says_what_is_wrong_and_nothing_of_the_answer():
    message = CheckAnswer().invoke(check_call(kind="maze", grid=["S #", "# G"], answer="RR"))
    assert json.loads(message.content)["verified"] is False
    assert message.artifact["verdict"]["problems"]
    message = CheckAnswer().invoke(
        check_call(kind="arc", train=PAIRS, test=[{"input": [[3, 4]]}], answer=[[4, 3]])
    )
    content = json.loads(message.content)
    assert "verified" not in message.content
    assert "as large as" in content["holds"]


@pytest.mark.parametrize(
    ("args", "expected"),
    [
        ({"kind": "chess", "answer": "e4"}, "kind"),
        ({"kind": "sudoku", "answer": "1" * 20_001, "grid": "." * 81}, "20001 characters"),
        ({"kind": "maze", "answer": [[0, 0]] * 5000, "grid": ["S ", " G"]}, "5000 parts"),
        ({"kind": "sudoku", "answer": "12", "grid": "...4 ...3 1... 4..."}, "answer"),
        ({"kind": "maze", "answer": "RR"}, "grid"),
    ],
)
def test_errors_about_checks_reach_the_model_naming_the_field(args, expected):
    message = CheckAnswer().invoke(check_call(**args))
    assert message.status == "error"
    assert expected in message.content
    assert len(message.content) < 400
