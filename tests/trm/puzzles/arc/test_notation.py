"""The JSON form of ARC tasks: there and back, with outputs and without, and what is refused."""

import json

import pytest

from tinyduo.trm.puzzles.arc import from_json, parse, read_file, to_json


def test_there_and_back(item, data):
    assert from_json(data, "mirror") == item
    assert to_json(item.task, item.targets) == data
    assert from_json(to_json(item.task), "mirror").task == item.task


def test_test_outputs_are_printed_only_when_given(item):
    assert [list(test) for test in to_json(item.task)["test"]] == [["input"], ["input"]]
    with pytest.raises(ValueError, match="zip"):
        to_json(item.task, item.targets[:1])


def test_a_task_is_the_same_whether_its_test_outputs_are_there_or_not(item, data):
    for test in data["test"]:
        test["output"] = None
    bare = from_json(data)
    assert bare.targets is None
    for test in data["test"]:
        del test["output"]
    assert from_json(data) == bare
    assert bare.task == item.task


def test_further_keys_are_passed_over(item, data):
    assert from_json(data | {"id": "x", "version": 3}, "mirror") == item


def test_a_file_names_its_task(item, data, tmp_path):
    path = tmp_path / "mirror.json"
    path.write_text("\ufeff" + json.dumps(data), "utf-8")
    assert read_file(path) == item


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"{\n  'train': []}", r"t\.json: no JSON: .* at line 2, column 3"),
        (b"", "no JSON: .* line 1, column 1"),
        (b"\xff\xfe\x00", r"t\.json: .*utf-8"),
        (b"[" * 200_000, "brackets within brackets"),
        (b"1" * 5000, "t.json: "),
        (b"[1]", "no ARC task: found list"),
        (b'{"007bbfb7": {"train": []}}', "found keys '007bbfb7', expected"),
        (b'{"train": [], "train": [], "test": []}', "the key 'train' is there twice"),
    ],
    ids=["quotes", "empty", "bytes", "deep", "number", "list", "by id", "twice"],
)
def test_files_without_a_task_are_refused_by_name(content, message, tmp_path):
    path = tmp_path / "t.json"
    path.write_bytes(content)
    with pytest.raises(ValueError, match=message):
        read_file(path)


def broken(data, change):
    change(data)
    return data


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda data: data.pop("test"), r"no ARC task: found keys 'train', expected \{\"train"),
        (lambda data: data.update(train=[]), "no demonstrations"),
        (lambda data: data.update(test=[]), "no test inputs"),
        (lambda data: data.update(test={}), '"test" is dict, expected a list'),
        (lambda data: data.update(train=[[1]]), '"train" has list at place 1'),
        (lambda data: data["train"][1].pop("output"), 'demonstration 2 has no "output"'),
        (lambda data: data["test"][1].pop("input"), 'test 2 has no "input"'),
        (lambda data: data["test"][0].pop("output"), "test 2 has an output and others have none"),
        (lambda data: data["train"][1]["input"].append([1]), "demonstration 2, input: row 2 has 1"),
        (lambda data: data["test"][0].update(input=[[10]]), "test 1, input: r1c1 is 10"),
        (lambda data: data["test"][1].update(output=[]), "test 2, output has 0 rows"),
    ],
)
def test_what_is_wrong_in_a_task_is_named_with_its_place(data, change, message):
    with pytest.raises(ValueError, match=message):
        from_json(broken(data, change))


def test_a_text_is_parsed_as_its_data_are(data):
    assert parse(json.dumps(data, indent=1)) == from_json(data)
