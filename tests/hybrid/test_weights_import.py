"""`tinyduo weights import`, and imported weights wherever weights may be named."""

import csv
import json

import pytest

from tinyduo.hybrid.cli import main
from tinyduo.tools import ToolInputError, solve_maze, solve_sudoku

SMALL, NINE = ".23....1....4...", "53" + "." * 79


@pytest.fixture(autouse=True)
def _own_cache(own_cache):
    """Imported weights go to a folder of the test's own."""


@pytest.fixture
def imported(fabricated, capsys) -> str:
    assert main(["weights", "import", str(fabricated()), "--name", "mine"]) == 0
    capsys.readouterr()
    return "mine"


def test_a_checkpoint_is_imported_listed_shown_and_verified(fabricated, capsys):
    assert main(["weights", "import", str(fabricated().parent), "--name", "mine"]) == 0
    out, err = capsys.readouterr()
    assert out.startswith("mine  ")
    assert out.endswith("parameters, for sudoku puzzles\n")
    assert "assumed, as published: latent_updates 6, answer_updates 3" in err
    assert "tinyduo weights verify mine" in err
    assert main(["weights", "list"]) == 0
    assert "mine  imported: " in capsys.readouterr().out
    assert main(["weights", "show", "mine"]) == 0
    assert json.loads(capsys.readouterr().out)["source"]["file"] == "step_7"


def test_a_broken_import_does_not_spoil_the_list(imported, own_cache, capsys):
    path = own_cache / "weights" / "mine.safetensors"
    path.write_bytes(path.read_bytes()[:-10])
    assert main(["weights", "list"]) == 0
    out = capsys.readouterr().out
    assert "mine  imported: weights 'mine' cannot be read" in out
    assert "sudoku  " in out


@pytest.mark.parametrize(
    ("arguments", "what"),
    [
        (["nowhere"], "no such file or folder"),
        (["{letter}"], "text that begins 'hello'"),
        (["{step}", "--heads", "0"], "--heads is 0"),
        (["{step}", "--config", "nowhere.yaml"], "no such file"),
        (["{step}", "--config", "{letter}"], "no settings"),
        (["{step}", "--puzzles", "arc"], "not one of arc puzzles"),
        (["{step}", "--out", "w.pt"], "expected the name of a .safetensors file"),
        (["{step}", "--name", "maze"], "name of shipped weights"),
        (["{step}", "--ids", "9"], "not all there"),
    ],
)
def test_what_cannot_be_imported_is_one_line_and_exit_code_2(
    arguments, what, fabricated, tmp_path, capsys
):
    places = {"letter": tmp_path / "letter", "step": fabricated()}
    places["letter"].write_text("hello\n")
    given = [argument.format(**places) for argument in arguments]
    assert main(["weights", "import", *given]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert what in err
    assert err.startswith("tinyduo: ")
    assert err.count("\n") == 1


def test_a_message_is_answered_with_imported_weights_and_other_sizes_with_shipped_ones(
    imported, capsys
):
    ask = ["solve", "--json", "--llm", "none", "--weights", imported, "--budget", "0.3"]
    assert main([*ask, SMALL]) == 1
    reply = json.loads(capsys.readouterr().out)
    assert (reply["status"], reply["puzzles"][0]["weights"]) == ("unsolved", "mine")
    assert reply["verdict"]["verified"] is False
    main([*ask, "53" + "." * 78 + "9"])
    assert json.loads(capsys.readouterr().out)["puzzles"][0]["weights"] == "sudoku"


@pytest.mark.parametrize("way", [["--single-pass", "--steps", "2"], ["--budget", "0.2"]])
def test_a_file_of_puzzles_is_answered_and_other_sizes_are_unsupported(
    way, imported, tmp_path, capsys
):
    source, out = tmp_path / "in.csv", tmp_path / "out.jsonl"
    with source.open("w", newline="") as file:
        csv.writer(file).writerows([["question"], [SMALL], [NINE], ["?"]])
    ask = ["solve", "--puzzles", str(source), "--out", str(out), "--quiet", *way]
    assert main([*ask, "--weights", imported]) == 0
    records = [json.loads(line) for line in out.read_text().splitlines()]
    found = [record["status"] for record in records]
    assert found == [
        "predicted" if "--single-pass" in way else "unsolved",
        "unsupported",
        "malformed",
    ]
    assert "'mine' are for Sudokus of 4x4, and this one is 9x9" in records[1]["message"]
    assert not any(record["verified"] for record in records)


def test_tools_take_imported_weights_and_refuse_other_sizes_so_that_an_agent_understands(imported):
    record = solve_sudoku(SMALL, weights=imported, budget_s=0.3)
    assert (record["status"], record["weights"]) == ("unsolved", "mine")
    with pytest.raises(ToolInputError, match="grid: weights 'mine' are for Sudokus of 4x4"):
        solve_sudoku(NINE, weights=imported)
    with pytest.raises(ToolInputError, match="grid: weights 'mine' are for puzzles of kind"):
        solve_maze(["S  ", "  G"], weights=imported)


def test_the_toolkit_s_tools_take_imported_weights(imported):
    from tinyduo.tools import TinyduoToolkit

    tool = TinyduoToolkit(sudoku_weights=imported).get_tools()[0]
    content = json.loads(tool.invoke({"grid": SMALL, "budget_s": 0.3}))
    assert content["weights"] == "mine"
    assert "are for Sudokus of 4x4" in tool.invoke({"grid": NINE})


def test_arc_weights_solve_no_sudoku_and_cannot_be_scored(fabricated, capsys):
    path = fabricated("official-arc/step_1", cells=900, vocabulary=12, mixer="attention")
    assert main(["weights", "import", str(path), "--ids", "blank"]) == 0
    assert main(["weights", "score", "official-arc"]) == 2
    assert "arc weights cannot be scored" in capsys.readouterr().err
