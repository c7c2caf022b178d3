"""Made-up messages, the training on them, and the exam."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tinyduo.hybrid.llm.pick import NONE, calls_for
from tinyduo.hybrid.llm.reader_training import example, made_message
from tinyduo.hybrid.llm.reader_training.examples import right_call
from tinyduo.hybrid.llm.reader_training.wordings import Split, Wordings, trained, unseen
from tinyduo.tools.reading import read


def lists(words: Wordings) -> list[Split]:
    found: list[Split] = []
    for name in words.__slots__:
        value = getattr(words, name)
        found += value.values() if isinstance(value, dict) else [value]
    return [one for one in found if isinstance(one, Split)]


def test_no_wording_of_the_exam_is_trained_on() -> None:
    for words in trained():
        for one in lists(words):
            assert one.train
            assert one.held_out
            assert not set(one.train) & set(one.held_out)
    assert not any(one.train for words in unseen() for one in lists(words))


def test_a_message_depends_on_its_number_alone() -> None:
    assert made_message(3, 5) == made_message(3, 5)
    assert len({made_message(3, index).text for index in range(40)}) == 40
    assert made_message(3, 5) != made_message(4, 5)


def test_training_never_uses_the_exams_languages_or_forms() -> None:
    messages = [made_message(0, index) for index in range(150)]
    assert not {message.language for message in messages} & {"sv", "ca"}
    assert not any("Request: " in message.text for message in messages)
    held_out = [made_message(0, index, held_out=True) for index in range(150)]
    assert {message.language for message in held_out} & {"sv", "ca"}
    assert any("Request: " in message.text for message in held_out)


def test_what_is_right_may_be_called_and_names_the_right_puzzle() -> None:
    seen = 0
    for index in range(120):
        message = made_message(1, index)
        findings = read(message.text).findings
        call = right_call(message, findings)
        if call is None:
            continue
        seen += 1
        assert call in calls_for(findings)
        if call.which and call.which != "all":
            assert message.meant is not None
            meant, span = findings["ABCDEFGH".index(call.which)], message.spans[message.meant]
            assert meant.span[0] < span[1]
            assert span[0] < meant.span[1]
    assert seen > 90


def test_every_sort_of_message_is_made() -> None:
    examples = [one for index in range(150) if (one := example(2, index))]
    assert {one.message.scene for one in examples} == {
        *("one", "several", "variant", "plain", "bare", "chat", "general", "absent")
    }
    asks = {one.call.ask for one in examples}
    assert asks == {"solve", "hint", "explain", "check", "count", "question", "chat"}
    assert {"sudoku", "maze", "arc", "variant", NONE} == {one.call.kind for one in examples}
    assert all(one.prompt.endswith("\nCall:") for one in examples)


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore::FutureWarning")
def test_a_stopped_training_goes_on_as_if_it_had_not_been_stopped(
    tmp_path: Path, roomy_folder: Path
) -> None:
    pytest.importorskip("peft")
    import torch

    from tinyduo.hybrid.llm.reader_training.training import LOG, ReaderConfig, train_reader

    config = ReaderConfig(examples=12, batch=2, first_layer=1, rank=2, warmup=2, watched=2)
    whole, _ = train_reader(roomy_folder, tmp_path / "whole", config)
    train_reader(roomy_folder, tmp_path / "parts", config, stop_after=3)
    parts, _ = train_reader(roomy_folder, tmp_path / "parts", config)
    assert whole.keys() == parts.keys()
    assert all(name.startswith("model.layers.1.") for name in whole)
    for name, (down, up) in whole.items():
        torch.testing.assert_close(parts[name][0], down)
        torch.testing.assert_close(parts[name][1], up)
        assert up.abs().sum() > 0
    log = [json.loads(line) for line in (tmp_path / "parts" / LOG).read_text().splitlines()]
    assert [record.get("step") for record in log] == [3, None, 6]
    other = ReaderConfig(examples=12, batch=2, first_layer=0, rank=2, warmup=2, watched=2)
    with pytest.raises(ValueError, match="begun with"):
        train_reader(roomy_folder, tmp_path / "parts", other)
