"""The command line: exit codes, what goes to stdout, errors in one line."""

import io
import json
import subprocess
import sys
import time

import pytest
from rich.console import Console

from tinyduo.hybrid import cli
from tinyduo.hybrid.cli import main
from tinyduo.hybrid.terminal import printable
from tinyduo.hybrid.thinking import Thinking
from tinyduo.trm.result import TraceStep

SMALL = "...4...31...4..."


def solve(*arguments):
    return main(["solve", "--llm", "none", *arguments])


def test_help_is_quick_and_imports_nothing_heavy():
    code = (
        "import sys; from tinyduo.hybrid.cli import main; main(['--help']); "
        "sys.exit(any(m in sys.modules for m in ('torch', 'transformers', 'langchain_core')))"
    )
    began = time.perf_counter()
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, env=_environment())
    assert done.returncode == 0, done.stderr
    assert time.perf_counter() - began < 2  # 0.2 s on an idle machine


def _environment():
    import os

    return os.environ | {"PYTHONPATH": ":".join(sys.path)}


@pytest.mark.parametrize(
    "command",
    ["", "solve", "chat", "train", "train sudoku", "weights", "weights list", "weights show",
     "weights verify", "llm", "llm fetch", "llm list"],
)  # fmt: skip
def test_every_help_ends_with_two_commands_that_parse(command, capsys):
    assert main([*command.split(), "--help"]) == 0
    *_, header, first, second = capsys.readouterr().out.rstrip().splitlines()
    assert header == "examples:"
    for line in (first, second):
        assert line.startswith("  tinyduo ")
        import shlex

        cli._parser().parse_args(shlex.split(line)[1:])


def test_version(capsys):
    assert main(["--version"]) == 0
    assert capsys.readouterr().out.startswith("tinyduo ")


def test_json_is_one_object_and_nothing_else(capsys, shipped):
    assert solve("--json", SMALL) == 0
    out = capsys.readouterr().out
    record = json.loads(out)
    assert out.count("\n") == 1
    assert (record["status"], record["verdict"]["verified"]) == ("solved", True)


def test_a_person_gets_board_and_words_on_stdout_and_seconds_on_stderr(capsys, shipped):
    assert solve("solve", "this:", SMALL) == 0
    said = capsys.readouterr()
    assert said.out.startswith("┌")
    assert "Solved and verified" in said.out
    assert "\x1b" not in said.out + said.err
    assert "total" in said.err
    assert solve("--quiet", SMALL) == 0
    assert capsys.readouterr().err == ""


MAZE = "maze:\n#####\n#S#G#\n#...#\n#####"


def test_a_maze_is_drawn_with_its_path_on_stdout(capsys, draws):
    assert solve(MAZE) == 0
    out = capsys.readouterr().out
    assert "██S ██G ██\n██o o o ██" in out
    assert "takes 4 moves" in out
    assert solve("--json", f"is DD right? {MAZE}") == 0
    assert json.loads(capsys.readouterr().out)["kind"] == "maze"


def test_missing_maze_weights_are_named_in_one_line(capsys, monkeypatch, tmp_path):
    from tinyduo.trm import checkpoint

    monkeypatch.setattr(checkpoint, "weights_folder", lambda: tmp_path)
    assert solve(MAZE) == 2
    error = capsys.readouterr().err
    assert "no weights 'maze': maze.safetensors is missing" in error
    assert error.count("\n") == 1


def test_the_live_view_draws_both_kinds():
    console = Console(file=io.StringIO(), force_terminal=True, width=60)
    with Thinking(console) as thinking:
        for grid in (("S #", "# G"), ("So#", "#oG"), ((1, 0, 0, 0),) * 4):
            thinking.show(TraceStep(0, 1, grid, 0.5, False))
            drawn = Console(file=io.StringIO(), width=60)
            drawn.print(thinking._render())
            text = drawn.file.getvalue()  # pyright: ignore[reportAttributeAccessIssue]
            assert "candidate 1, step 1, halt 0.50" in text
            assert ("S o ██" in text) == (grid == ("So#", "#oG"))


@pytest.mark.parametrize(
    ("message", "code", "status"),
    [
        ("sudoku:\n4 4 . ." + "\n. . . ." * 3, 0, "contradiction"),
        ("sudoku:\n1 . . ." + "\n. . . ." * 3, 0, "multiple"),
        ("good morning", 0, "none"),
        ("solve this sudoku: " + "12......." * 8 + "12......", 2, "malformed"),
    ],
)
def test_exit_codes_follow_the_status(capsys, shipped, message, code, status):
    assert solve("--json", message) == code
    assert json.loads(capsys.readouterr().out)["status"] == status


@pytest.mark.parametrize(
    "data",
    [b"\xff\xfe\x00", b"\x00\x01" * 500, b"", "\ufeff\u202e".encode(), b"5" * 17_000_000],
    ids=["utf-16 cut", "controls", "empty", "marks", "17 MB"],
)
def test_any_bytes_get_an_answer(tmp_path, capsys, data):
    path = tmp_path / "message"
    path.write_bytes(data)
    for more in ([], ["--json"]):
        assert solve("-f", str(path), *more) in (0, 2)
        said = capsys.readouterr()
        assert "Traceback" not in said.err
        assert "\x00" not in said.out


def test_a_file_with_a_byte_order_mark_is_read(tmp_path, capsys, shipped):
    for encoding in ("utf-8-sig", "utf-16"):
        path = tmp_path / encoding
        path.write_text(SMALL, encoding=encoding)
        assert solve("--json", "-f", str(path)) == 0
        assert json.loads(capsys.readouterr().out)["status"] == "solved"


def test_the_message_may_come_from_stdin(monkeypatch, capsys, shipped):
    for arguments in (["-"], []):
        stdin = io.TextIOWrapper(io.BytesIO(SMALL.encode()))
        monkeypatch.setattr(sys, "stdin", stdin)
        assert solve("--json", *arguments) == 0
        assert json.loads(capsys.readouterr().out)["status"] == "solved"


def test_a_terminal_without_a_message_gets_the_usage(monkeypatch, capsys):
    stdin = io.StringIO()
    monkeypatch.setattr(stdin, "isatty", lambda: True)
    monkeypatch.setattr(sys, "stdin", stdin)
    assert solve() == 2
    assert capsys.readouterr().err.startswith("usage: tinyduo solve")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["-f", "no/such/file"], "No such file"),
        (["-f", "."], "directory"),
        (["-f", "x", "words"], "both given"),
        (["--budget", "0", SMALL], "budget"),
        (["--budget", "nan", SMALL], "budget"),
        (["--weights", "nowhere", SMALL], "no weights"),
        (["--device", "nowhere", SMALL], "not usable"),
        (["--llm", "nobody", SMALL], "no language model"),
        (["--puzzles", "x.csv"], "--out"),
        (["--puzzles", "no/such.csv", "--out", "y", "--kind", "sudoku"], "No such file"),
        (["--kind", "maze", SMALL], "--puzzles"),
        (["--messages", "x.jsonl", "--out", "y", "--kind", "maze"], "--puzzles"),
        (["--puzzles", "no/such.csv", "--out", "y"], "No such file"),
        (["--single-pass", SMALL], "--puzzles"),
        (["--messages", "x.jsonl", "--out", "y", "--single-pass"], "--puzzles"),
        (["--puzzles", "x.csv", "--out", "y", "--steps", "0"], "at least"),
    ],
)
def test_our_errors_are_one_line_and_exit_code_2(capsys, shipped, arguments, said):
    assert solve(*arguments) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert said in printed.err
    assert printed.err.count("\n") == 1


@pytest.mark.parametrize(("error", "code"), [(KeyboardInterrupt(), 130), (SystemExit(3), 3)])
def test_an_interrupt_leaves_no_traceback(monkeypatch, capsys, error, code):
    def stop(args):
        raise error

    monkeypatch.setattr(cli.solve, "run", stop)
    assert solve("x") == code
    assert capsys.readouterr().err == ""


def test_a_reader_that_leaves_is_no_error(shipped):
    code = f"import sys; from tinyduo.hybrid.cli import main; sys.exit(main({['weights', 'show']}))"
    command = f"{sys.executable} -c '{code.replace(chr(39), chr(34))}' | true"
    done = subprocess.run(command, shell=True, capture_output=True, env=_environment())
    assert done.stderr == b""


@pytest.mark.parametrize("seed", ["-1", "1.5", "9" * 30, "x"])
def test_a_seed_that_cannot_be_is_named(capsys, seed):
    """The words of the library's own error came through: "Overflow when unpacking"."""
    assert solve("--seed", seed, SMALL) == 2
    assert "argument --seed" in capsys.readouterr().err


def test_cells_named_in_the_words_can_be_found_on_the_board(capsys, shipped):
    assert solve(f"hint please: {SMALL}") == 0
    out = capsys.readouterr().out
    assert "    1 2   3 4" in out
    assert "r2c2 is row 2, column 2" in out


def test_two_boards_are_numbered_as_their_words(capsys, shipped):
    assert solve(f"solve {SMALL} and also\n\n1234 3412 2143 43..") == 0
    out = capsys.readouterr().out
    assert out.index("Puzzle 1\n") < out.index("Puzzle 2\n") < out.index("Puzzle 1: Solved")


def test_control_characters_lose_their_force():
    assert printable("a\x1b[31mb\nc\x00\u202e") == "a\ufffd[31mb\nc\ufffd\ufffd"


def test_weights_are_listed_shown_and_verified(capsys, shipped):
    assert main(["weights", "list"]) == 0
    assert [line.split()[0] for line in capsys.readouterr().out.splitlines()] == [
        "arc",
        "maze",
        "sudoku",
        "sudoku-deduce",
        "sudoku4-mlp",
    ]
    assert main(["weights", "show"]) == 0
    assert json.loads(capsys.readouterr().out)["parameters"] > 0
    assert main(["weights", "verify"]) == 0
    assert "9x9: solved" in capsys.readouterr().out
    assert main(["weights", "verify", "maze"]) == 0
    assert "20x20: solved" in capsys.readouterr().out
    assert main(["weights", "verify", "arc"]) == 0
    assert "an easy ARC task: right" in capsys.readouterr().out


def test_the_language_models_are_listed(capsys, tmp_path, monkeypatch):
    monkeypatch.setenv("TINYDUO_CACHE", str(tmp_path))
    assert main(["llm", "list"]) == 0
    assert "tinyduo llm fetch embedded" in capsys.readouterr().out


def test_a_conversation_about_a_maze_draws_the_walk(monkeypatch, capsys, draws):
    maze = MAZE.removeprefix("maze:\n")
    monkeypatch.setattr(sys, "stdin", io.StringIO(f"{maze}\n\nnext\n\ncheck\n"))
    assert main(["chat", "--llm", "none"]) == 0
    out = capsys.readouterr().out
    assert "I have it" in out
    assert "From the start at r2c2 go down, 1 move, to r3c2." in out
    assert "3 ██o · · ██" in out
    assert "Right so far" in out


def test_a_conversation_without_a_terminal_ends_with_its_input(monkeypatch, capsys, shipped):
    monkeypatch.setattr(sys, "stdin", io.StringIO(f"{SMALL}\n\nhint\n\nsolve it\n"))
    assert main(["chat", "--llm", "none"]) == 0
    out = capsys.readouterr().out
    assert "I have it" in out
    assert "Solved and verified" in out
