"""Many puzzles and many messages: one line out a line in, and going on after a stop."""

import json

import pytest
import torch

from tinyduo.hybrid.cli import main
from tinyduo.hybrid.resume import ResumableOutput
from tinyduo.trm.checkpoint import save_weights
from tinyduo.trm.networks.group import GroupNetwork, GroupNetworkConfig
from tinyduo.trm.recursion import TinyRecursiveModel

SMALL, CLASH = "...4...31...4...", "44.............."


@pytest.fixture(scope="module")
def untrained(tmp_path_factory):
    """The path of tiny weights that know nothing: enough for the plumbing."""
    torch.manual_seed(0)
    config = GroupNetworkConfig(width=8, message=4, hidden=8, layers=1)
    model = TinyRecursiveModel(GroupNetwork(config), latent_updates=1, answer_updates=1)
    path = tmp_path_factory.mktemp("weights") / "untrained.safetensors"
    save_weights(model, path, {})
    return str(path)


@pytest.fixture
def puzzles(tmp_path):
    """A file with good lines, bad lines and a blank one."""
    path = tmp_path / "in.csv"
    path.write_bytes(
        b"source,question,box\nown," + SMALL.encode() + b",\nown,123,\nown,\xff\x00...,\n\n"
        b"own," + b"." * 36 + b",3x2\nown," + b"." * 36 + b",9x9\nown\n"
        b'own,"' + SMALL.encode() + b"\nown," + CLASH.encode() + b",\n"
    )
    return path


def run(source, out, *more):
    kind = "--puzzles" if source.suffix == ".csv" else "--messages"
    return main(["solve", kind, str(source), "--out", str(out), *map(str, more)])


def lines_of(path):
    return [json.loads(line) for line in path.read_text().splitlines()]


def test_a_bad_line_costs_only_itself(tmp_path, puzzles, untrained):
    out = tmp_path / "out.jsonl"
    assert run(puzzles, out, "--weights", untrained, "--single-pass", "--steps", 2) == 0
    records = lines_of(out)
    assert [record["index"] for record in records] == list(range(8))
    malformed = ["malformed"] * 2
    assert [record["status"] for record in records] == [
        "predicted", *malformed, "predicted", *malformed, "predicted", "predicted",
    ]  # fmt: skip
    assert "3 characters" in records[1]["message"]
    assert all(record["message"] for record in records if record["status"] == "malformed")


def test_a_single_pass_has_exactly_the_fields_of_the_contract(tmp_path, puzzles, untrained):
    out = tmp_path / "out.jsonl"
    run(puzzles, out, "--weights", untrained, "--single-pass", "--steps", 3)
    record = lines_of(out)[0]
    assert list(record) == [
        "index", "status", "answer", "verified", "steps", "candidates", "halt_probability",
        "seconds",
    ]  # fmt: skip
    assert len(record["answer"]) == 16
    assert (record["verified"], record["candidates"]) == (False, 1)
    assert 1 <= record["steps"] <= 3


def test_the_whole_budget_verifies_and_finds_contradictions(tmp_path, puzzles, shipped):
    out = tmp_path / "out.jsonl"
    assert run(puzzles, out) == 0
    records = lines_of(out)
    assert (records[0]["status"], records[0]["verified"]) == ("solved", True)
    assert records[3]["status"] == "multiple"
    assert records[-1]["status"] == "contradiction"
    assert records[-1]["answer"] is None
    assert "two 4s" in records[-1]["message"]


@pytest.mark.parametrize("cut", [0, 1, 30, 400, 5000])
def test_a_cut_output_is_completed_to_the_same_lines(tmp_path, untrained, cut):
    source, out = tmp_path / "in.csv", tmp_path / "out.jsonl"
    source.write_text("question\n" + f"{SMALL}\n{CLASH}\nbad\n" * 30)
    options = ["--weights", untrained, "--single-pass", "--steps", 2]
    run(source, out, *options)
    whole = lines_of(out)
    out.write_bytes(out.read_bytes()[:cut])
    assert run(source, out, *options) == 0
    again = lines_of(out)
    for record in whole + again:
        del record["seconds"]
    assert again == whole
    assert len(whole) == 90


def test_another_setting_or_input_is_refused(tmp_path, puzzles, untrained, capsys):
    out = tmp_path / "out.jsonl"
    options = ["--weights", untrained, "--single-pass"]
    run(puzzles, out, *options, "--steps", 2)
    before = out.read_bytes()
    assert run(puzzles, out, *options, "--steps", 3) == 2
    assert "another setting of steps" in capsys.readouterr().err
    puzzles.write_text(f"question\n{SMALL}\n")
    assert run(puzzles, out, *options, "--steps", 2) == 2
    assert "another setting of input" in capsys.readouterr().err
    assert out.read_bytes() == before


def test_a_file_of_somebody_else_is_never_appended_to(tmp_path):
    path = tmp_path / "notes.jsonl"
    path.write_text("mine\n")
    with pytest.raises(ValueError, match="unknown run"), ResumableOutput(path, {}):
        pass
    assert path.read_text() == "mine\n"


def test_a_folder_is_no_output(tmp_path, puzzles, untrained, capsys):
    """The mend that was proposed was to remove the folder."""
    assert run(puzzles, tmp_path, "--weights", untrained) == 2
    assert "is no file" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("header", "named"), [("puzzle,answer\n", "puzzle, answer"), ("", "none"), ("\0\n", "columns")]
)
def test_a_missing_column_is_named_with_those_there(tmp_path, capsys, header, named):
    source = tmp_path / "in.csv"
    source.write_text(header + SMALL + "\n" if header else "")
    assert run(source, tmp_path / "out.jsonl") == 2
    error = capsys.readouterr().err
    assert "'question'" in error
    assert named in error
    assert error.count("\n") == 1


def test_messages_are_answered_in_order_with_their_ids(tmp_path, shipped):
    source, out = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    source.write_bytes(
        json.dumps({"id": "\ud800", "text": f"solve {SMALL}"}).encode()
        + b'\nno json\n\n{"id": 3}\n[1]\n{"id": NaN, "text": ""}\n'
        + b'{"text": "hello \\ud800\\u0000"}\n'
        + b"[" * 100_000
    )
    assert run(source, out, "--llm", "none") == 0
    records = lines_of(out)
    bad = ["malformed"] * 4
    assert [record["status"] for record in records] == ["solved", *bad[:4], "none", "malformed"]
    assert [record.get("id") for record in records[:3]] == ["\ud800", None, 3]
    assert {"kind", "ask", "grid", "verdict", "explanation"} <= records[1].keys()


@pytest.fixture
def mazes(tmp_path, draws):
    """Mazes with open cells at both ends, lines that are none, and a Sudoku."""
    path = tmp_path / "mazes.csv"
    lines = ["S   # G #", "   S## G ", "S#G######", "S   # G ", "#" * 9, SMALL]
    path.write_text("question\n" + "\n".join(lines) + "\n")
    return path


def test_mazes_keep_their_spaces_and_get_their_path_drawn(tmp_path, mazes):
    """A field that is stripped loses open cells."""
    out = tmp_path / "out.jsonl"
    assert run(mazes, out, "--kind", "maze") == 0
    records = lines_of(out)
    assert [(record["status"], record["answer"]) for record in records] == [
        ("solved", "S  o# G #"),
        ("solved", "   S##oG "),
        ("contradiction", None),
        *[("malformed", None)] * 3,
    ]
    assert [record["verified"] for record in records] == [True] * 2 + [False] * 4
    assert "expected a square number" in records[3]["message"]
    assert "r1c1 is '.'" in records[5]["message"]


def test_without_a_kind_each_line_has_its_own(tmp_path, mazes, shipped):
    out = tmp_path / "out.jsonl"
    assert run(mazes, out) == 0
    records = lines_of(out)
    assert [record["status"] for record in records] == [
        *["solved"] * 2, "contradiction", *["malformed"] * 2, "solved",
    ]  # fmt: skip
    assert records[-1]["answer"] == "3124241313424231"
    assert run(mazes, tmp_path / "sudoku.jsonl", "--kind", "sudoku") == 0
    statuses = [record["status"] for record in lines_of(tmp_path / "sudoku.jsonl")]
    assert statuses == ["malformed"] * 5 + ["solved"]


def test_a_single_pass_on_mazes_draws_as_far_as_it_goes(tmp_path, mazes):
    out = tmp_path / "out.jsonl"
    assert run(mazes, out, "--kind", "maze", "--single-pass", "--steps", 2) == 0
    records = lines_of(out)
    assert [record["status"] for record in records[:3]] == ["predicted"] * 3
    assert records[2]["answer"] == "S#G######"
    assert not any(record["verified"] for record in records)


def test_weights_for_another_kind_are_refused_where_a_kind_is_given(tmp_path, mazes, capsys):
    out = tmp_path / "out.jsonl"
    assert run(mazes, out, "--kind", "maze", "--weights", "sudoku") == 2
    assert (
        "--weights sudoku is for puzzles of kind 'sudoku', and --kind is maze"
        in capsys.readouterr().err
    )


@pytest.mark.parametrize("way", [["--single-pass"], []])
def test_puzzles_that_the_weights_are_not_for_are_refused_before_any_is_answered(
    way, tmp_path, untrained, capsys
):
    """The shipped weights answered them instead, and nobody was told."""
    source, out = tmp_path / "in.csv", tmp_path / "out.jsonl"
    source.write_text(f"question\n{SMALL}\n12#\nS   # G #\n{SMALL}\n")
    assert run(source, out, "--weights", untrained, *way) == 2
    error = capsys.readouterr().err
    assert "untrained.safetensors is for puzzles of kind 'sudoku', and puzzle 3 of" in error
    assert "in.csv is one of kind 'maze'" in error
    assert error.count("\n") == 1
    assert not out.exists()


def test_messages_of_both_kinds_are_answered(tmp_path, draws, shipped):
    source, out = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    texts = ["maze:\nS.#\n#.G", f"solve {SMALL}"]
    source.write_text("".join(json.dumps({"text": text}) + "\n" for text in texts))
    assert run(source, out, "--llm", "none") == 0
    records = lines_of(out)
    assert [(r["kind"], r["status"]) for r in records] == [("maze", "solved"), ("sudoku", "solved")]
    assert records[0]["answer"] == [[0, 0], [0, 1], [1, 1], [1, 2]]
