"""Submissions: written and read back, and what no submission is."""

import json

import pytest

from tinyduo.trm.puzzles.arc import kaggle_of, read_submission, score, write_kaggle
from tinyduo.trm.puzzles.arc.answers import answers_of

ONE, TWO = ((1, 2),), ((3,), (4,))


def test_kaggle_there_and_back(tmp_path):
    submission = {"00000001": ((ONE, TWO),), "00000002": ((TWO, ONE), (ONE, ONE))}
    path = tmp_path / "new" / "submission.json"
    write_kaggle(submission, path)
    assert read_submission(path) == submission
    assert [file.name for file in path.parent.iterdir()] == ["submission.json"]


def test_kaggle_gets_both_attempts_whatever_there_is():
    tests = kaggle_of({"a": ((ONE,), (None, TWO), (), (None, None))})["a"]
    one, two = [[1, 2]], [[3], [4]]
    assert tests == [
        {"attempt_1": one, "attempt_2": one},
        {"attempt_1": two, "attempt_2": two},
        {"attempt_1": [[0]], "attempt_2": [[0]]},
        {"attempt_1": [[0]], "attempt_2": [[0]]},
    ]


def test_what_is_no_grid_is_no_answer():
    bad = {"attempt_1": [[1], [2, 3]], "attempt_2": "[[1]]"}
    assert answers_of([bad, {}, {"attempt_2": [[1]]}], "here") == (
        (None, None),
        (None, None),
        (None, ((1,),)),
    )
    assert answers_of([{"attempt_1": [], "attempt_2": None}], "here") == ((None, None),)


def test_ids_are_read_in_lower_case(tmp_path):
    path = tmp_path / "s.json"
    path.write_text('{"00AB": []}')
    assert read_submission(path) == {"00ab": ()}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[]", r"s\.json holds list, expected an object by task id"),
        ("{", r"s\.json: no JSON"),
        ('{"a": {}}', r"s\.json, task 'a': dict, expected a list, one a test input"),
        ('{"a": [[[1]]]}', "task 'a', test 1: list, expected attempt_1 and attempt_2"),
        ('{"a": [{}, {"attempt_3": [[1]]}]}', "task 'a', test 2: 'attempt_3', expected"),
        ('{"a": [{"attempt": [[1]]}]}', "'attempt', expected attempt_1"),
        ('{"a": [], "a": []}', "the key 'a' is there twice"),
        ('{"a": [], "A": []}', "has a task twice"),
    ],
)
def test_what_is_no_submission_is_refused_with_its_place(text, message, tmp_path):
    path = tmp_path / "s.json"
    path.write_text(text)
    with pytest.raises(ValueError, match=message):
        read_submission(path)


def test_a_folder_without_answers_is_none(tmp_path):
    (tmp_path / "results.json").write_text("{}")
    with pytest.raises(ValueError, match=r"no answers, expected files such as 007bbfb7\.json"):
        read_submission(tmp_path)
    with pytest.raises(FileNotFoundError):
        read_submission(tmp_path / "nothing")


def test_an_answer_for_another_test_input_than_its_place_is_refused():
    """The official scorer takes the place from the answer: one right answer could count twice."""
    metadata = {"metadata": {"pair_index": 0}, "answer": [[1]]}
    tests = [{"attempt_1": metadata}, {"attempt_1": metadata}]
    with pytest.raises(ValueError, match="x, test 2, attempt_1: its pair_index is 0, expected 1"):
        answers_of(tests, "x")
    assert answers_of(tests[:1], "x") == ((((1,),), None),)


def test_a_score_survives_writing_and_reading(item, tmp_path):
    submission = {"a": ((item.targets[0],), (None, item.targets[1])), "b": ((ONE,), (TWO,))}
    items = {"a": item, "b": item, "c": item}
    path = tmp_path / "submission.json"
    write_kaggle(submission, path)
    before, after = score(submission, items), score(read_submission(path), items)
    assert before.mean == after.mean
    assert before.missing == after.missing == ("c",)
    assert json.loads(path.read_text()).keys() == submission.keys()
