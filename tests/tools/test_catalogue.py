"""The catalogue: one schema a tool on every surface, records as promised, hostile arguments."""

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from langchain_core.utils.function_calling import convert_to_openai_tool

from tinyduo.tools import TinyduoToolkit, ToolInputError
from tinyduo.tools.adapters import anthropic_tools, openai_response_tools, openai_tools
from tinyduo.tools.catalogue import TOOLS, Outcome, Progress, ToolWeights, call
from tinyduo.tools.guide import EXAMPLES

SMALL = "...4 ...3 1... 4..."
PAIRS = [{"input": [[0, 1]], "output": [[1, 0]]}]
GOOD: dict[str, dict[str, Any]] = {
    "solve_sudoku": {"grid": SMALL},
    "solve_maze": {"grid": ["S #", "# G"]},
    "solve_arc_task": {"train": PAIRS, "test": [{"input": [[3, 4]]}]},
    "check_answer": {"kind": "maze", "grid": ["S #", "# G"], "answer": "RDR"},
    "next_step": {"kind": "sudoku", "grid": SMALL},
    "read_puzzle": {"text": f"please: {SMALL}"},
}


@pytest.mark.parametrize("name", TOOLS)
def test_the_schema_is_the_golden_one_on_every_surface(request, name):
    at = list(TOOLS).index(name)
    schema = openai_tools()[at]
    path = request.config.rootpath / "tests" / "golden" / f"{name}.schema.json"
    if request.config.getoption("--rewrite-golden"):
        path.write_text(json.dumps(schema, indent=2) + "\n")
    assert schema == json.loads(path.read_text())
    assert convert_to_openai_tool(TinyduoToolkit().get_tools()[at]) == schema
    function = schema["function"]
    assert openai_response_tools()[at] == {"type": "function", "strict": False} | function
    assert anthropic_tools()[at] == {
        "name": name,
        "description": function["description"],
        "input_schema": function["parameters"],
    }


@pytest.mark.parametrize("name", TOOLS)
def test_descriptions_say_when_and_when_not_and_their_example_works(name, draws, guessing):
    said = TOOLS[name].description
    assert "Call it" in said
    assert len(said) <= 1024  # OpenAI's limit
    example = json.loads(said[said.index("Example: ") + len("Example: ") :])
    assert call(name, example).record


@pytest.mark.parametrize("name", TOOLS)
def test_records_are_as_the_schema_of_results_says(name, draws, guessing):
    outcome = call(name, GOOD[name])
    TOOLS[name].result.model_validate_json(json.dumps(outcome.record))
    assert len(json.dumps(outcome.content)) <= 1000


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("solve_sudoku", {"grid": "44.. .... .... ...."}),
        ("solve_sudoku", {"grid": "1... .2.. ..3. ...4"}),
        ("solve_maze", {"grid": ["S#", "#G"]}),
        ("solve_arc_task", {"train": PAIRS, "test": [{"input": [[9]]}]}),
        ("check_answer", {"kind": "sudoku", "grid": SMALL, "answer": SMALL}),
        ("check_answer", {"kind": "arc", "train": PAIRS, "test": [PAIRS[0]], "answer": "[[1,0]]"}),
        ("next_step", {"kind": "maze", "grid": ["S #", "# G"], "so_far": "R"}),
        ("next_step", {"kind": "sudoku", "grid": "1... .2.. ..3. ...4"}),
        ("read_puzzle", {"text": "maze:\nS #\n# G\n\nsudoku:\n123\n45"}),
        ("read_puzzle", {"text": ""}),
    ],
)
def test_records_of_other_ends_are_as_the_schema_says_too(name, arguments, draws, guessing):
    record = call(name, arguments).record
    TOOLS[name].result.model_validate_json(json.dumps(record))


@pytest.mark.parametrize(("tool", "arguments"), EXAMPLES.values(), ids=list(EXAMPLES))
def test_the_examples_that_clients_are_shown_work(tool, arguments, draws, guessing):
    record = call(tool, arguments).record
    assert record.get("status", "solved") in ("solved", "predicted")


def test_lists_written_as_text_are_read(guessing):
    arguments = {"train": json.dumps(PAIRS), "test": json.dumps([{"input": [[3, 4]]}])}
    assert call("solve_arc_task", arguments).record["status"] == "predicted"


def test_every_step_is_told_and_what_the_watcher_raises_ends_the_call(golden):
    grid = [list(row) for row in golden("hard")[0].puzzle.givens]
    told: list[Progress] = []
    outcome = call("solve_sudoku", {"grid": grid}, watch=told.append)
    assert [note.done for note in told] == [*range(1, len(outcome.trace) + 1)]

    def leave(progress: Progress) -> None:
        raise InterruptedError

    with pytest.raises(InterruptedError):
        call("solve_sudoku", {"grid": grid}, watch=leave)


def test_budgets_are_cut_down_to_what_a_server_allows(guessing):
    call("solve_arc_task", GOOD["solve_arc_task"] | {"budget_s": 200}, max_seconds=3.0)
    assert guessing[0]["budget"].seconds == 3.0


def test_weights_that_are_not_there_are_no_fault_of_the_model():
    with pytest.raises(ValueError, match="nowhere") as raised:
        call("solve_sudoku", {"grid": SMALL}, weights=ToolWeights(sudoku="nowhere"))
    assert not isinstance(raised.value, ToolInputError)


JUNK = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**80), 2**80)
    | st.floats()
    | st.text(max_size=30)
    | st.text("0123456789.#SGo \n|-,[]", max_size=90)
    | st.sampled_from(["sudoku", "maze", "arc", SMALL, "S #\n# G", "RDR", "3x3"]),
    lambda inner: st.lists(inner, max_size=6) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=20,
)


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(name=st.sampled_from(sorted(TOOLS)), data=st.data())
def test_hostile_arguments_give_results_or_errors_that_name_the_mend(guessing, name, data):
    schema = TOOLS[name].parameters()
    names = st.sampled_from([*schema["properties"], "path"])
    arguments = data.draw(st.dictionaries(names, JUNK, max_size=6))
    if data.draw(st.booleans()):
        arguments = GOOD[name] | arguments
    outcome = ended(name, arguments)
    if isinstance(outcome, str):
        assert 0 < len(outcome) <= 400
        assert "\n" not in outcome
        return
    TOOLS[name].result.model_validate_json(json.dumps(outcome.record))
    assert len(json.dumps(outcome.content)) <= 1000
    if outcome.record.get("status") == "solved":
        assert outcome.record["verdict"]["verified"] is True


def ended(name: str, arguments: dict[str, Any]) -> Outcome | str:
    """What came of a call, or what is wrong with its arguments."""
    try:
        return call(name, arguments, max_seconds=0.5)
    except ToolInputError as error:
        return str(error)


def deep(levels: int) -> list[Any]:
    nested: list[Any] = []
    for _ in range(levels):
        nested = [nested]
    return nested


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ({"kind": "maze", "grid": ["SG", "  "], "answer": deep(5000)}, "nested more than"),
        ({"kind": "maze", "grid": ["SG", "  "], "answer": [[10**5000, 0]]}, "53 allowed"),
        ({"kind": "arc", "answer": [[[0] * 400] * 400]}, "more than 120,000 values"),
        ({"kind": "maze", "grid": ["SG", "  "], "answer": "R" * 20_001}, "20001 characters"),
        ("text", "dictionary"),
        (None, "dictionary"),
    ],
)
def test_what_is_endless_is_refused_at_once(arguments, expected):
    with pytest.raises(ToolInputError, match=expected):
        call("check_answer", arguments)
