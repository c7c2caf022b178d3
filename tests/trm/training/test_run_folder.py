"""Runs that are killed go on from their last checkpoint, along the same curve."""

import json
import time

import pytest
import torch

from tinyduo.trm.training.log import Log, Pace, RunOptions
from tinyduo.trm.training.run_folder import RunFolder, differences, shapes_of


def test_a_killed_run_goes_on_along_the_same_curve(tiny_run, processes, log_of, tmp_path):
    """SIGKILL at any moment: every update is in the log once, with the losses it would have had."""
    tiny_run(str(tmp_path / "whole"), 60)
    run = tmp_path / "killed"
    (process,) = processes(run=str(run), updates=60, checkpoint_seconds=0.15)
    deadline = time.monotonic() + 300
    while not (run / "checkpoint.pt").exists() or len((run / "log.jsonl").read_bytes()) < 2000:
        assert process.poll() is None, process.stderr.read()
        assert time.monotonic() < deadline
        time.sleep(0.01)
    process.kill()
    process.wait()
    assert 0 < len(log_of_any(run)) < 60
    with (run / "log.jsonl").open("a") as log:  # as if killed while writing
        log.write('{"update": 61, "los')
    (run / "checkpoint.part").write_bytes(b"half of a checkpoint")
    resumed = tiny_run(str(run), 60)
    assert resumed.update == 60
    rows, whole = timeless(log_of(run)), timeless(log_of(tmp_path / "whole"))
    assert len(rows) == len(whole)
    for row, other in zip(rows, whole, strict=True):  # another process rounds otherwise
        assert row == pytest.approx(other, abs=1e-4)


def timeless(rows: list[dict]) -> list[dict]:
    return [{k: v for k, v in row.items() if not k.endswith("seconds")} for row in rows]


def log_of_any(run) -> list[str]:
    return (run / "log.jsonl").read_text().splitlines()


@pytest.mark.parametrize("network", ["group", "official"])
def test_a_run_in_two_parts_has_the_log_of_one(network, tiny_run, log_of, tmp_path):
    """With every optimizer's state: AdamW, or AdamATan2 and SignSGD."""
    tiny_run(str(tmp_path / "whole"), 12, network=network)
    for updates in (5, 12):
        parts = tiny_run(str(tmp_path / "parts"), updates, network=network)
    assert parts.update == 12
    assert timeless(log_of(tmp_path / "parts")) == timeless(log_of(tmp_path / "whole"))


def test_the_log_is_rewound_to_the_checkpoint(tmp_path):
    folder = RunFolder(tmp_path)
    for update in (50, 100, 150):
        folder.add({"update": update})
    with folder.log.open("ab") as log:
        log.write(b'{"upd\xff')
    folder.rewind_log(100)
    assert [json.loads(line)["update"] for line in log_of_any(tmp_path)] == [50, 100]
    folder.rewind_log(0)
    assert folder.log.read_text() == ""


@pytest.mark.parametrize(
    "spoil",
    [
        lambda data: data[: len(data) // 2],
        lambda data: b"",
        lambda data: b"not a checkpoint",
        lambda data: b"hello\n",
        lambda data: data.replace(data[len(data) // 2 :][:64], bytes(64)),
        lambda data: data[:200] + bytes(200) + data[400:],
    ],
)
def test_a_corrupt_checkpoint_is_an_error_that_says_what_to_do(spoil, tiny_run, tmp_path):
    tiny_run(str(tmp_path), 2)
    path = tmp_path / "checkpoint.pt"
    path.write_bytes(spoil(path.read_bytes()))
    with pytest.raises(ValueError, match=r"checkpoint.pt cannot be read .*delete it") as caught:
        tiny_run(str(tmp_path), 2)
    assert "\n" not in str(caught.value)


def test_a_run_that_went_further_is_not_called_shorter(tiny_run, tmp_path):
    tiny_run(str(tmp_path), 3)
    with pytest.raises(ValueError, match="has made 3 updates, more than the 2 that are wanted"):
        tiny_run(str(tmp_path), 2)


@pytest.mark.parametrize("other", [{"other": 1}, {"update": 1}])
def test_a_file_that_is_no_checkpoint_of_ours_is_refused(other, tiny_run, tmp_path):
    torch.save(other, tmp_path / "checkpoint.pt")
    with pytest.raises(ValueError, match="no checkpoint of a training run"):
        tiny_run(str(tmp_path), 2)


def test_checkpoints_from_before_the_newer_settings_are_read(tiny_run, tmp_path):
    """Runs that began before schedules, precision and counts of puzzles must go on."""
    tiny_run(str(tmp_path), 3, network="group")
    path = tmp_path / "checkpoint.pt"
    saved = torch.load(path, weights_only=True)
    for name in ("puzzles", "totals", "streams"):
        del saved[name]
    for name in ("optimizer", "schedule", "precision", "ema_from_start"):
        del saved["config"][name]
    torch.save(saved, path)
    assert tiny_run(str(tmp_path), 5, network="group").update == 5


def test_another_batch_or_network_is_refused(tiny_run, tmp_path):
    tiny_run(str(tmp_path), 2)
    with pytest.raises(ValueError, match=r"other settings \(batch of 4x4 was 8, now 4\)"):
        tiny_run(str(tmp_path), 4, batch=4)
    with pytest.raises(ValueError, match=r"learning_rate was 0\.01, now 0\.003; .*and 4 more\)"):
        tiny_run(str(tmp_path), 4, network="official")


def test_the_first_differences_are_told_and_the_others_counted():
    """The settings that a checkpoint was made with were not named."""
    saved = {"a": 1, "b": "x", "c": 2.0, "d": None, "e": True}
    assert differences(saved, dict(saved)) == ""
    assert differences(saved, saved | {"b": "y"}) == "b was 'x', now 'y'"
    assert (
        differences({"4x4": 8}, {"9x9": 8}) == "4x4 was 8, now not there; 9x9 was not there, now 8"
    )
    assert differences(saved, dict.fromkeys(saved, 0)) == (
        "a was 1, now 0; b was 'x', now 0; c was 2.0, now 0; and 2 more"
    )


def test_another_network_is_told_by_its_shapes():
    one, other = (torch.nn.Linear(2, n).state_dict() for n in (3, 4))
    told = "weight was (3, 2), now (4, 2); bias was (3,), now (4,)"
    assert differences(shapes_of(one), shapes_of(other)) == told


def test_tensorboard_has_the_log_as_well(tmp_path):
    pytest.importorskip("tensorboard", reason="pip install 'tinyduo[tensorboard]'")
    from tensorboard.backend.event_processing.event_accumulator import EventAccumulator

    folder = RunFolder(tmp_path)
    log = Log(folder, 0, RunOptions(tensorboard=True))
    for update in (50, 100):
        log.add({"update": update, "loss/4x4": 1 / update})
    log.close()
    again = Log(folder, 50, RunOptions(tensorboard=True))
    again.add({"update": 100, "loss/4x4": 0.5})
    again.close()
    events = EventAccumulator(str(tmp_path / "tensorboard"))
    events.Reload()
    assert [(e.step, round(e.value, 3)) for e in events.Scalars("loss/4x4")] == [
        (50, 0.02),
        (100, 0.5),
    ]
    assert len(log_of_any(tmp_path)) == 2


def test_a_pace_leaves_out_what_is_skipped(monkeypatch):
    now = iter([0.0, 10.0, 110.0, 112.0])
    monkeypatch.setattr("tinyduo.trm.training.log.time.monotonic", lambda: next(now, 112.0))
    pace = Pace(5.0, 0.0)  # looks at 0 (ticks) and 10
    pace.skip()  # at 110
    pace.count(8)  # at 112
    assert pace.seconds == 7.0
    assert pace.speed() == (0.5, 4.0)


@pytest.mark.parametrize(
    "wrong",
    [
        {"checkpoint_seconds": -1},
        {"checkpoint_seconds": float("nan")},
        {"log_every": 0},
        {"evaluate_every": 0},
    ],
)
def test_options_that_make_no_sense_are_refused(wrong):
    with pytest.raises(ValueError, match="expected 0 seconds or more"):
        RunOptions(**wrong)
