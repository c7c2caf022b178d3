"""A task printed in any form people use is read back as it was."""

from __future__ import annotations

import json
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tinyduo.tools.reading import Kind, read
from tinyduo.trm.puzzles.arc import ArcTask, Demonstration, Grid, to_json

SQUARES = "⬛🟦🟥🟩🟨🔲🟪🟧🩵🟫"
NAMES = (
    *("black", "blue", "red", "green", "yellow"),
    *("grey", "magenta", "orange", "cyan", "maroon"),
)


def rows(grid: Grid, cell: Callable[[int], str] = str, apart: str = " ", end: str = "\n") -> str:
    return end.join(apart.join(map(cell, row)) for row in grid)


def labelled(
    draw: Callable[[Grid], str],
    *,
    pair: str = "Example {}:\n",
    before: str = "Input:\n",
    after: str = "\nOutput:\n",
    end: str = "\n\n",
    test: str = "Test {}:\nInput:\n",
) -> Callable[[ArcTask], str]:
    def show(task: ArcTask) -> str:
        pairs = [
            pair.format(number) + before + draw(each.input) + after + draw(each.output)
            for number, each in enumerate(task.demonstrations, start=1)
        ]
        tests = [test.format(n) + draw(grid) for n, grid in enumerate(task.tests, start=1)]
        return end.join([*pairs, *tests])

    return show


def nested(grid: Grid) -> str:
    return json.dumps([list(row) for row in grid])


def array(grid: Grid) -> str:
    return repr(np.array(grid))


def named_arrays(task: ArcTask) -> str:
    return (
        f"train_inputs = [{', '.join(nested(pair.input) for pair in task.demonstrations)}]\n"
        f"train_outputs = [{', '.join(nested(pair.output) for pair in task.demonstrations)}]\n"
        f"test_inputs = [{', '.join(map(nested, task.tests))}]"
    )


def side_by_side(task: ArcTask) -> str:
    blocks = []
    for number, pair in enumerate(task.demonstrations, start=1):
        left, right = (rows(grid).split("\n") for grid in (pair.input, pair.output))
        height = max(len(left), len(right))
        left += [""] * (height - len(left))
        right += [""] * (height - len(right))
        width = max(map(len, left))
        lines = [
            f"{a.ljust(width)} {'->' if row == (height - 1) // 2 else '  '} {b}".rstrip()
            for row, (a, b) in enumerate(zip(left, right, strict=True))
        ]
        blocks.append("\n".join([f"Example {number}", *lines]))
    return "\n\n".join([*blocks, *(f"Test\n{rows(grid)}" for grid in task.tests)])


FORMS: dict[str, Callable[[ArcTask], str]] = {
    "JSON": lambda task: json.dumps(to_json(task)),
    "JSON, indented": lambda task: json.dumps(to_json(task), indent=2),
    "JSON in a string": lambda task: json.dumps(json.dumps(to_json(task))),
    "JSON in a fence": lambda task: f"Solve:\n```json\n{json.dumps(to_json(task))}\n```\nThanks!",
    "JSON, rows as strings": lambda task: json.dumps(
        {
            "train": [
                {"input": rows(p.input, apart="").split(), "output": rows(p.output).split("\n")}
                for p in task.demonstrations
            ],
            "test": [{"input": rows(grid, apart="").split()} for grid in task.tests],
        }
    ),
    "a tool call": lambda task: json.dumps(
        {"method": "tools/call", "params": {"name": "solve_arc_task", "arguments": to_json(task)}}
    ),
    "Python": lambda task: repr(to_json(task)),
    "tuples": lambda task: (
        f"train = {[(pair.input, pair.output) for pair in task.demonstrations]!r}\n"
        f"test = {list(task.tests)!r}"
    ),
    "numpy": lambda task: (
        "{'train': ["
        + ", ".join(
            f"{{'input': {array(p.input)}, 'output': {array(p.output)}}}"
            for p in task.demonstrations
        )
        + "], 'test': ["
        + ", ".join(f"{{'input': {array(grid)}}}" for grid in task.tests)
        + "]}"
    ),
    "numpy, printed": labelled(lambda grid: str(np.array(grid))),
    "named arrays": named_arrays,
    "spaced digits": labelled(rows),
    "packed digits": labelled(lambda grid: rows(grid, apart="")),
    "CSV": labelled(lambda grid: rows(grid, apart=",")),
    "tabs": labelled(lambda grid: rows(grid, apart="\t")),
    "markdown": labelled(
        lambda grid: "\n".join(f"| {' | '.join(map(str, row))} |" for row in grid),
        before="**Input**\n\n", after="\n\n**Output**\n\n",
    ),
    "coloured squares": labelled(lambda grid: rows(grid, lambda cell: SQUARES[cell], "")),
    "names of colours": labelled(lambda grid: rows(grid, lambda cell: NAMES[cell])),
    "quoted": lambda task: "\n".join(f"> {line}" for line in labelled(rows)(task).split("\n")),
    "one line a grid": labelled(
        lambda grid: rows(grid, end=" / "), before="in: ", after="\nout: ", test="test {} in: "
    ),
    "one line a pair": labelled(
        lambda grid: rows(grid, apart="", end="/"), pair="{}) ", before="Input: ",
        after=" Output: ", end="\n", test="Test {}. Input: ",
    ),
    "arrows": labelled(
        nested, pair="", before="", after=" -> ", end="\n", test="Test {}: "
    ),
    "side by side": side_by_side,
    "dashes": labelled(
        rows, pair="", before="--INPUT--\n", after="\n--OUTPUT--\n", test="--TEST INPUT {}--\n"
    ),
    "the usual prompt": labelled(
        nested, pair="--Example {}--\n\nINPUT:\n\n", before="", after="\n\nOUTPUT:\n\n",
        test="--End of Training Examples--\n\n--Test Input--\n",
    ),
    "German": labelled(rows, pair="Beispiel {}\n", before="Eingabe:\n", after="\nAusgabe:\n",
                       test="Test {} Eingabe:\n"),
    "Spanish": labelled(rows, pair="Ejemplo {}\n", before="Entrada:\n", after="\nSalida:\n",
                        test="Prueba {}, entrada:\n"),
    "French": labelled(rows, pair="Exemple {}\n", before="Entrée :\n", after="\nSortie :\n",
                       test="Test {}, entrée :\n"),
    "Japanese": labelled(rows, pair="例{}\n", before="入力:\n", after="\n出力:\n",
                         test="テスト{} 入力:\n"),
}  # fmt: skip


@st.composite
def grids(draw: st.DrawFn, side: int = 6) -> Grid:
    height, width = draw(st.integers(1, side)), draw(st.integers(2, side))
    row = st.tuples(*[st.integers(0, 9)] * width)
    return draw(st.tuples(*[row] * height))


tasks = st.builds(
    lambda pairs, tests: ArcTask(tuple(Demonstration(*pair) for pair in pairs), tuple(tests)),
    st.lists(st.tuples(grids(), grids()), min_size=2, max_size=4),
    st.lists(grids(), min_size=1, max_size=2),
)
LARGE = tuple(tuple((row * col) % 10 for col in range(30)) for row in range(30))
LINE = ArcTask((Demonstration(((1, 2, 3),), ((3, 2, 1),)),) * 2, (((4, 5, 6),),))


@pytest.mark.parametrize("form", FORMS)
@given(task=tasks)
@example(task=ArcTask((Demonstration(LARGE, LARGE[:3]),) * 2, (LARGE,)))
@settings(max_examples=8, deadline=None)
def test_every_form_is_read_back(form: str, task: ArcTask) -> None:
    if not any(len(grid) > 1 for pair in task.demonstrations for grid in (pair.input, pair.output)):
        task = ArcTask((*task.demonstrations, Demonstration(LARGE[:3], LARGE[:3])), task.tests)
    text = FORMS[form](task)
    (finding,) = read(text).findings
    assert (finding.kind, finding.status, finding.message) == (Kind.ARC, None, "")
    assert finding.puzzle == task
    assert 0 <= finding.span[0] < finding.span[1] <= len(text)
