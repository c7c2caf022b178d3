"""Several processes train what one does, and a checkpoint of one goes on in several."""

import pytest
import torch

from tinyduo.trm.training.ranks import Ranks, joined


def losses(rows: list[dict]) -> torch.Tensor:
    keys = ("loss/4x4", "halt_loss/4x4", "exact/4x4", "puzzles")
    return torch.tensor([[row[key] for key in keys] for row in rows])


def finish(processes) -> None:
    """Wait for all; one that failed is told with the others, whose complaint may only echo it."""
    said = [process.communicate(timeout=300)[1] for process in processes]
    codes = [process.returncode for process in processes]
    assert not any(codes), "\n".join(
        f"rank {rank} ended with {code}:\n{errors}"
        for rank, (code, errors) in enumerate(zip(codes, said, strict=True))
    )


@pytest.mark.parametrize(("network", "double"), [("group", False), ("official", True)])
def test_two_processes_have_the_losses_of_one(
    network, double, tiny_run, processes, log_of, tmp_path
):
    """With rows that halt and are replaced on both, and (official) embeddings' own optimizer."""
    settings = {"updates": 20, "network": network, "double": double}
    joint = processes(world=2, run=str(tmp_path / "two"), **settings)
    tiny_run(str(tmp_path / "one"), **settings)
    finish(joint)
    assert {path.name for path in (tmp_path / "two").iterdir()} == {"checkpoint.pt", "log.jsonl"}
    one, two = (log_of(tmp_path / name) for name in ("one", "two"))
    assert [row["update"] for row in two] == list(range(1, 21))
    assert one[-1]["puzzles"] > 3 * 8  # so rows were replaced
    torch.testing.assert_close(losses(two), losses(one), atol=1e-5, rtol=0)


def test_a_run_goes_on_with_more_or_fewer_processes(tiny_run, processes, log_of, tmp_path):
    tiny_run(str(tmp_path / "whole"), 15)
    run = tmp_path / "run"
    tiny_run(str(run), 5)
    finish(processes(world=2, run=str(run), updates=10))
    tiny_run(str(run), 15)
    got, wanted = log_of(run), log_of(tmp_path / "whole")
    assert [row["update"] for row in got] == list(range(1, 16))
    torch.testing.assert_close(losses(got), losses(wanted), atol=1e-5, rtol=0)


def test_a_batch_that_cannot_be_shared_is_an_error():
    assert Ranks(1, 2).share_of(8, "4x4") == slice(4, 8)
    with pytest.raises(ValueError, match="board 4x4 has a batch of 9 rows, which 2 processes"):
        Ranks(1, 2).share_of(9, "4x4")


def test_one_process_talks_to_nobody(monkeypatch):
    monkeypatch.delenv("WORLD_SIZE", raising=False)
    with joined("cpu") as device:
        assert device == "cpu"
        alone = Ranks.current()
    rows = torch.arange(3)
    assert alone.first
    assert alone.gathered(rows) is rows
    assert alone.mean(rows) is rows
    assert alone.first_says(True, torch.device("cpu"))
