"""Seeds: a file of hard puzzles, and further puzzles of the same solutions found near them."""

import csv

import numpy as np
import pytest

from tinyduo.trm.puzzles import Layout, Sudoku
from tinyduo.trm.puzzles.sudoku import Answers, is_solution, rule_on
from tinyduo.trm.puzzles.sudoku.generate import generate_many
from tinyduo.trm.training.sudoku_data import BoardData, Seeds, SudokuStream, seed_puzzles

SOLVED = "".join(str((3 * row + row // 3 + col) % 9 + 1) for row in range(9) for col in range(9))
OTHER = SOLVED.translate(str.maketrans("12", "21"))


@pytest.fixture
def seeds(tmp_path, monkeypatch) -> Seeds:
    monkeypatch.setenv("TINYDUO_CACHE", str(tmp_path / "cache"))
    puzzles, solutions, _ = generate_many(6, layout=Layout(), seed=5)
    path = tmp_path / "hard.csv"
    with path.open("w", newline="") as file:
        out = csv.writer(file)
        out.writerow(["source", "question", "answer"])
        for puzzle, solution in zip(puzzles, solutions, strict=True):
            question = "".join(map(str, puzzle)).replace("0", ".")
            out.writerow(["made", question, "".join(map(str, solution))])
    return Seeds(path, skip=2, tries=60, least_rating=0.0)


def rows(digits: np.ndarray) -> list[list[int]]:
    return digits.reshape(9, 9).tolist()


def test_puzzles_found_near_others_keep_their_solutions_and_are_unique(seeds):
    given, near = seed_puzzles(seeds, lambda line: None)
    assert given.shape == (4, 2, 81)
    assert len(near) > 20
    originals = {puzzle.tobytes() for puzzle in given[:, 0]}
    answers = {answer.tobytes() for answer in given[:, 1]}
    assert len({puzzle.tobytes() for puzzle in near[:, 0]} - originals) == len(near)
    for question, answer in near[:10]:
        puzzle = Sudoku.from_rows(rows(question))
        assert answer.tobytes() in answers
        assert is_solution(puzzle, rows(answer))
        assert rule_on(puzzle).answers is Answers.ONE


def test_they_are_cached_by_the_files_content(seeds):
    lines: list[str] = []
    _, first = seed_puzzles(seeds, lines.append)
    _, second = seed_puzzles(seeds, lines.append)
    assert len(lines) == 1
    np.testing.assert_array_equal(first, second)
    assert seeds.card()["path"] == "hard.csv"


def test_a_stream_draws_them_in_their_share(seeds):
    pools = seed_puzzles(seeds, lambda line: None)
    own = np.zeros((1, 2, 81), np.int8)
    puzzles = {"random": own, "climbed": own, "ratings": np.zeros(1)}
    data = BoardData((3, 3), random=1, extra_share=0.0)
    stream = SudokuStream(data, puzzles, tuple(zip(pools, (0.2, 0.3), strict=True)))
    questions, _ = stream.draw(400, np.random.default_rng(0))
    given = {puzzle.tobytes() for puzzle in pools[0][:, 0]}
    from_given = sum(question.tobytes() in given for question in questions)
    from_own = (questions == 0).all(1).sum()
    assert 50 < from_given < 115
    assert 160 < from_own < 240


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("puzzle,answer\n", "no puzzle"),
        ("question,answer\n123,456\n", "line 2: expected 81 digits"),
        (b"\xff\xfe", "cannot be read as a CSV"),
        (
            f"question,answer\n{SOLVED},{SOLVED}\n{SOLVED},{OTHER}\n",
            "line 3: the answer does not solve the question: the given 1 at r1c1 was changed",
        ),
    ],
)
def test_a_file_that_does_not_do_is_named_with_its_place(tmp_path, text, wanted):
    path = tmp_path / "bad.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(ValueError, match=wanted):
        seed_puzzles(Seeds(path), lambda line: None)


def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises(ValueError, match=r"gone\.csv cannot be read"):
        seed_puzzles(Seeds(tmp_path / "gone.csv"), lambda line: None)
