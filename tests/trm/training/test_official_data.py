"""Data of one's own: official folders and CSV files, and what is said of broken ones."""

import json
from dataclasses import replace

import numpy as np
import pytest

from tinyduo.trm.puzzles import Layout
from tinyduo.trm.puzzles.sudoku.generate import generate_many
from tinyduo.trm.training.hold_out import is_held_out
from tinyduo.trm.training.official_data import read_data
from tinyduo.trm.training.official_folder import FolderStream, read_split
from tinyduo.trm.training.presets import PRESETS

SUDOKU = PRESETS["sudoku"]["trm-mlp-4x4"]
GROUPS, COPIES = 5, 3


def puzzles(n: int) -> np.ndarray:
    made, solutions, _ = generate_many(n, layout=Layout(2, 2), seed=4)
    return np.stack([made, solutions], axis=1)


@pytest.fixture
def folder(tmp_path):
    """An official folder of 4x4 Sudokus: groups of an original and copies, one example each."""
    for split in ("train", "test"):
        path = tmp_path / "data" / split
        path.mkdir(parents=True)
        rows = puzzles(GROUPS * COPIES) + 1
        n = len(rows)
        about = {"sets": ["all"], "seq_len": 16, "vocab_size": 6, "pad_id": 0,
                 "ignore_label_id": 0, "total_groups": GROUPS}  # fmt: skip
        (path / "dataset.json").write_text(json.dumps(about))
        arrays = {
            "inputs": rows[:, 0].astype(np.uint8),
            "labels": rows[:, 1].astype(np.uint8),
            "puzzle_identifiers": np.zeros(n, np.int32),
            "puzzle_indices": np.arange(n + 1, dtype=np.int32),
            "group_indices": np.arange(0, n + 1, COPIES, dtype=np.int32),
        }
        for name, array in arrays.items():
            np.save(path / f"all__{name}.npy", array)
    return tmp_path / "data"


def change(folder, name: str, make, split: str = "train") -> None:
    path = folder / split / f"all__{name}.npy"
    np.save(path, make(np.load(path)))


def test_a_pass_takes_one_puzzle_of_every_group(folder):
    split = read_split(folder / "train", cells=16, highest=4)
    rng = np.random.default_rng(0)
    number = {row[0].tobytes(): i for i, row in enumerate(split.pairs)}
    stream = FolderStream(split, seed=3)
    passes = [
        [number[question.tobytes()] for question in stream.draw(GROUPS, rng)[0]] for _ in range(4)
    ]
    for one in passes:
        assert sorted(i // COPIES for i in one) == list(range(GROUPS))
    assert len({tuple(one) for one in passes}) == 4
    again = FolderStream(split, seed=3)
    whole = [number[q.tobytes()] for q in again.draw(4 * GROUPS, rng)[0]]
    assert whole == [i for one in passes for i in one]


def test_a_folders_stream_goes_on_where_it_was(folder):
    split = read_split(folder / "train", cells=16, highest=4)
    rng = np.random.default_rng(0)
    first, second = FolderStream(split, seed=3), FolderStream(split, seed=3)
    first.draw(7, rng)
    second.load_state_dict(first.state_dict())
    for a, b in zip(first.draw(9, rng), second.draw(9, rng), strict=True):
        np.testing.assert_array_equal(a, b)


def test_tokens_become_digits_and_ignored_labels_none(folder):
    change(folder, "labels", lambda labels: np.where(np.arange(16) == 2, 0, labels))
    data = read_data(SUDOKU, folder)
    questions, answers = data.train.draw(4, np.random.default_rng(0))
    assert questions.min() == 0
    assert (answers[:, 2] < 0).all()
    assert set(np.delete(answers, 2, axis=1).ravel()) == {1, 2, 3, 4}
    assert data.card["groups"] == GROUPS


@pytest.mark.parametrize(
    ("break_it", "says"),
    [
        (lambda f: (f / "train" / "dataset.json").write_text("{"), "dataset.json cannot be read"),
        (lambda f: (f / "train" / "dataset.json").write_text("{}"), "no sets, seq_len, vocab_size"),
        (lambda f: (f / "train" / "all__labels.npy").unlink(), "all__labels.npy cannot be read"),
        (
            lambda f: (f / "train" / "all__inputs.npy").write_bytes(
                (f / "train" / "all__inputs.npy").read_bytes()[:-20]
            ),
            "all__inputs.npy cannot be read, or was cut short",
        ),
        (lambda f: change(f, "labels", lambda a: a[:-1]), r"inputs and labels of 16 cells"),
        (lambda f: change(f, "inputs", lambda a: a[:, :9]), r"inputs and labels of 16 cells"),
        (lambda f: change(f, "inputs", lambda a: a + 9), "inputs have tokens from"),
        (lambda f: change(f, "inputs", lambda a: a.astype(float)), "whole numbers"),
        (lambda f: change(f, "puzzle_indices", lambda a: a[:-1]), "puzzle_indices do not rise"),
        (lambda f: change(f, "group_indices", lambda a: a[::-1]), "group_indices do not rise"),
        (
            lambda f: change(f, "puzzle_identifiers", lambda a: np.arange(len(a))),
            "one and the same puzzle identifier",
        ),
        (
            lambda f: change(f, "puzzle_identifiers", lambda a: np.array(0)),
            "one and the same puzzle identifier",
        ),
    ],
)
def test_a_folder_that_does_not_fit_together_is_named_with_what_is_wrong(folder, break_it, says):
    break_it(folder)
    with pytest.raises(ValueError, match=says) as caught:
        read_data(SUDOKU, folder)
    assert "\n" not in str(caught.value)


def csv_of(path, rows: np.ndarray):
    lines = ["source,question,answer,rating"]
    for question, answer in rows:
        shown = "".join(map(str, question)).replace("0", ".")
        lines.append(f"made,{shown},{''.join(map(str, answer))},0")
    path.write_text("\n".join(lines) + "\n")
    return path


def test_of_a_single_csv_one_puzzle_in_sixteen_is_held_out(tmp_path):
    path = csv_of(tmp_path / "mine.csv", puzzles(200))
    data = read_data(SUDOKU, path)
    rng = np.random.default_rng(0)
    questions, answers = data.train.draw(200, rng)
    assert not any(map(is_held_out, questions))
    assert answers.min() == 1
    unseen, _ = data.held_out["test"].draw(1000, rng)
    assert 3 < len(unseen) < 40
    assert all(map(is_held_out, unseen))


def test_train_and_test_csv_and_a_subsample(tmp_path):
    rows = puzzles(40)
    csv_of(tmp_path / "train.csv", rows[:30])
    csv_of(tmp_path / "test.csv", rows[30:])
    data = read_data(replace(SUDOKU, augments=False), tmp_path, subsample=5)
    rng = np.random.default_rng(0)
    drawn = {question.tobytes() for question in data.train.draw(200, rng)[0]}
    assert len(drawn) == 5
    assert drawn <= {row[0].tobytes() for row in rows[:30]}
    assert len(data.held_out["test"].draw(99, rng)[0]) == 10
    with pytest.raises(ValueError, match="a subsample of 1 to 30 rows, not 31"):
        read_data(SUDOKU, tmp_path, subsample=31)


def test_mazes_of_a_csv_have_their_path(tmp_path):
    maze = PRESETS["maze"]["trm-attention"]
    small = replace(maze, data=replace(maze.data, side=2))
    rows = [("S  G", "So G"), ("S# G", "S#oG"), ("SG##", "SG##")] * 20
    text = "question,answer\n" + "".join(f"{q},{a}\n" for q, a in rows)
    for name in ("train.csv", "test.csv"):
        (tmp_path / name).write_text(text)
    questions, answers = read_data(small, tmp_path).train.draw(20, np.random.default_rng(0))
    assert set(map(tuple, questions.tolist())) == {(2, 1, 1, 3), (2, 0, 1, 3), (2, 3, 0, 0)}
    assert set(map(tuple, answers.tolist())) == {(2, 4, 1, 3), (2, 0, 4, 3), (2, 3, 0, 0)}


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("puzzle,answer\n", "no column question"),
        ("question,answer\n123,456\n", "line 2: expected 16 cells of a sudoku under question"),
        ("question,answer\n1234123412341239,1\n", "line 2: expected 16 cells"),
        ("question,answer\n1234123412341234\n", "under answer"),
        ("question,answer\n", "0 rows to train on"),
        (
            "question,answer\n...4...31...4...,3124241313424231\n\n"
            "...4...31...4...,1324423124133142\n",
            "line 4: the answer does not solve the question: the given 3 at r2c4 was changed",
        ),
    ],
)
def test_a_csv_that_does_not_do_is_named_with_its_place(tmp_path, text, says):
    path = tmp_path / "bad.csv"
    path.write_text(text)
    with pytest.raises(ValueError, match=says):
        read_data(SUDOKU, path)


def test_a_maze_s_answer_of_another_maze_is_named_with_its_line(tmp_path):
    """A row whose answer belonged to another question was trained on."""
    maze = PRESETS["maze"]["trm-attention"]
    small = replace(maze, data=replace(maze.data, side=2))
    path = tmp_path / "mixed.csv"
    path.write_text("question,answer\nS# G,S#oG\nS# G,So#G\n")
    with pytest.raises(ValueError, match=r"line 3: .*: r1c2 is not that of the question"):
        read_data(small, path)


def test_a_place_without_data(tmp_path):
    with pytest.raises(ValueError, match="neither a CSV file nor a folder"):
        read_data(SUDOKU, tmp_path)
