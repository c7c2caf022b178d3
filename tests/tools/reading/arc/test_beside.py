"""Inputs and outputs side by side: an arrow, a bar or a gap in every row, headed or not."""

from __future__ import annotations

import random

import pytest

from tinyduo.tools.reading import Finding, Kind, read
from tinyduo.trm.puzzles import Status
from tinyduo.trm.puzzles.arc import ArcTask, Demonstration, Grid

SQUARES = "⬛🟦🟥🟩🟨"
APART = {
    "bar": " | ",
    "bare bar": "|",
    "box": " │ ",
    "arrow": " -> ",
    "fat arrow": " => ",
    "colon": " : ",
    "gap": "     ",
    "tab": "\t",
}


def task_of(seed: int, *, pairs: int = 2, height: int = 3) -> ArcTask:
    rng = random.Random(seed)

    def grid(width: int) -> Grid:
        return tuple(
            tuple(rng.choice((0, 0, 1, 2, 3, 4)) for _ in range(width)) for _ in range(height)
        )

    shown = [
        Demonstration(a := grid(rng.randint(3, 4)), tuple(r[::-1] for r in a)) for _ in range(pairs)
    ]
    return ArcTask(tuple(shown), (grid(3),))


def rows(grid: Grid, joint: str = " ", signs: str = "0123456789") -> list[str]:
    return [joint.join(signs[cell] for cell in row) for row in grid]


def beside(task: ArcTask, apart: str, *, head: str = "", asked: bool = True, **how: str) -> str:
    blocks = []
    for number, pair in enumerate(task.demonstrations, start=1):
        both = zip(rows(pair.input, **how), rows(pair.output, **how), strict=True)
        blocks.append([head.format(number)] * bool(head) + [f"{a}{apart}{b}" for a, b in both])
    (test,) = task.tests
    last = [f"{row}{apart}?" if asked else row for row in rows(test, **how)]
    blocks.append([head.format("3")] * bool(head and asked) + last)
    return "\n\n".join("\n".join(block) for block in blocks)


def only(text: str) -> Finding:
    (finding,) = read(text).findings
    assert finding.kind is Kind.ARC
    return finding


@pytest.mark.parametrize("asked", [True, False], ids=["?", "alone"])
@pytest.mark.parametrize("head", ["", "Input {} | Output {}", "Input {} -> Output {}", "In    Out"])
@pytest.mark.parametrize("apart", APART)
def test_a_pair_on_the_same_lines_is_a_pair(apart: str, head: str, asked: bool) -> None:
    """Without a head all demonstrations were once one pair, cut in two wrong halves."""
    task = task_of(len(apart + head))
    text = beside(task, APART[apart], head=head.replace("{}", "{0}"), asked=asked)
    assert only(f"What is the rule of this ARC task\n\n{text}").puzzle == task


@pytest.mark.parametrize("apart", ["  ", " ", " ➡️ ", "|"])
def test_packed_rows_and_squares_stand_beside_each_other_too(apart: str) -> None:
    task = task_of(7)
    for signs in ("0123456789", SQUARES):
        text = beside(task, apart, joint="", signs=signs, asked=False)
        assert only(f"an ARC puzzle\n\n{text}").puzzle == task


def test_a_head_is_enough_where_no_task_is_named() -> None:
    task = task_of(3)
    assert only(beside(task, " | ", head="Input {0} | Output {0}")).puzzle == task


def test_the_output_may_stand_left() -> None:
    task = task_of(4)
    turned = ArcTask(
        tuple(Demonstration(p.output, p.input) for p in task.demonstrations), task.tests
    )
    text = beside(turned, " | ", head="Output | Input", asked=False)
    assert only(f"ARC task\n{text}").puzzle == task


@pytest.mark.parametrize("apart", [" -> ", " | "])
def test_a_pair_a_line_stays_one(apart: str) -> None:
    lines = [("0 1 0", "0 0 1"), ("1 0 0", "0 1 0"), ("0 0 1", "?")]
    text = "a 1D ARC task, input" + apart + "output\n" + "\n".join(map(apart.join, lines))
    puzzle = only(text).puzzle
    assert isinstance(puzzle, ArcTask)
    assert puzzle.demonstrations[0] == Demonstration(((0, 1, 0),), ((0, 0, 1),))
    assert puzzle.tests == (((0, 0, 1),),)
    parted = text.replace("\n0 0 1" + apart, "\n\n0 0 1" + apart)
    assert only(parted).puzzle == puzzle


@pytest.mark.parametrize(
    "brackets",
    ["[[{}]   [[{}]\n [{}] -> [{}]\n [{}]]   [{}]]", "[{}] -> [{}]\n[{}] -> [{}]\n[{}] -> [{}]",
     "[{}]    [{}]\n[{}]    [{}]\n[{}]    [{}]"],
    ids=["numpy", "rows", "gap"],
)  # fmt: skip
def test_lists_side_by_side_are_not_joined_across(brackets: str) -> None:
    task = task_of(5)
    shown = [
        brackets.format(
            *(row for both in zip(rows(p.input), rows(p.output), strict=True) for row in both)
        )
        for p in task.demonstrations
    ]
    test = "\n".join(f"[{row}]" for row in rows(task.tests[0]))
    assert only("ARC task\n\n" + "\n\n".join(shown) + f"\n\ntest\n{test}").puzzle == task


def test_a_table_may_hold_whole_grids() -> None:
    task = task_of(6)
    cells = [["<br>".join(rows(grid)) for grid in (p.input, p.output)] for p in task.demonstrations]
    cells.append(["<br>".join(rows(task.tests[0])), "?"])
    table = "\n".join(f"| {' | '.join(line)} |" for line in cells)
    assert only(f"ARC task\n| Input | Output |\n|---|---|\n{table}").puzzle == task


@pytest.mark.parametrize(
    "text",
    [
        "ARC task\nInput:\n0 0 | 1 1\n1 1 | 0 0\nOutput:\n1 1 | 0 0\n0 0 | 1 1\nTest:\n1 0\n0 1",
        "ARC task\n0 0 | 1 1 | 2 2\n0 1 | 1 0 | 2 0\n\nTest\n0 1\n1 1",
        "ARC task\n4 2 4 / 4 2 4\n0 1 4 / 4 1 0\n\n0 0 1 / 1 0 0\n2 1 1 / 1 1 2\n\nTest\n0 1\n1 1",
        "ARC task\n0 1 -> 1 0\n1 1 -> 0 0\n\n0 1 -> ?\n\n1 0 -> ?\n1 1 -> ?",
    ],
    ids=["one grid cut", "three columns", "slashes", "two ways"],
)
def test_what_can_be_cut_in_two_ways_is_refused_with_the_reason(text: str) -> None:
    finding = only(text)
    assert finding.status is Status.MALFORMED
    assert '"Input:" and "Output:"' in finding.message


def test_a_row_that_is_too_short_is_named() -> None:
    task = task_of(8)
    text = "ARC task\n\n" + beside(task, " | ", asked=False)
    short = text.replace("\n\n", "\n\n0 ", 1)
    assert only(short).status is Status.MALFORMED


@pytest.mark.parametrize(
    "text",
    [
        "Input | Output\n0 0 | 0\n0 1 | 1\n1 0 | 1\n1 1 | 1",
        "Input | Output\n1 2 3 | 6\n4 5 | 9",
        "before    after\n12 13    15\n18 11    14",
    ],
)
def test_a_table_of_values_is_no_task(text: str) -> None:
    assert read(text).findings == ()


@pytest.mark.parametrize(
    "text",
    ["// output of test?", "/ test output: ", "// train\n// test output?", "/ / input / output"],
)
def test_comments_without_cells_are_no_task(text):
    assert not any(finding.puzzle for finding in read(text).findings)
