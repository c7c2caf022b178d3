"""The real solver behind the command line, with tiny weights that know nothing."""

import json

import pytest
import torch

from tinyduo.hybrid.cli import main
from tinyduo.trm.checkpoint import save_weights
from tinyduo.trm.networks.task import TaskNetwork, TaskNetworkConfig
from tinyduo.trm.recursion import TinyRecursiveModel

IDS = ["007bbfb7", "0d3d703e", "25ff71a9"]


@pytest.fixture(scope="module")
def untrained(tmp_path_factory):
    torch.manual_seed(0)
    network = TaskNetwork(TaskNetworkConfig(width=8, hidden=8, pooled=4, layers=1))
    model = TinyRecursiveModel(network, latent_updates=1, answer_updates=1)
    path = tmp_path_factory.mktemp("weights") / "untrained.safetensors"
    save_weights(model, path, {"puzzles": "arc"})
    return str(path)


def lines_of(path):
    return [json.loads(line) for line in path.read_text().splitlines()]


def test_the_same_steps_and_seed_give_the_same_answer(untrained, capsys):
    records = []
    for _ in range(2):
        arguments = ["--max-steps", "4", "--seed", "1", "--weights", untrained, "--json"]
        assert main(["arc", "solve", IDS[1], *arguments]) == 0
        records.append(json.loads(capsys.readouterr().out))
    assert records[0]["status"] == "predicted"
    assert records[0]["answer"] == records[1]["answer"]
    assert 1 <= records[0]["steps"] <= 4
    assert records[0]["self_check"]["demonstrations"] == 4


@pytest.mark.slow
def test_processes_answer_as_one_does(untrained, tmp_path):
    """Each of two processes loads torch, which takes some seconds."""
    for jobs in ("1", "2"):
        arguments = ["--tasks", *IDS, "--max-steps", "4", "--weights", untrained, "--quiet"]
        out = ["--out", str(tmp_path / jobs), "--jobs", jobs]
        assert main(["arc", "submit", "--list", "arc-1-train", *arguments, *out]) == 0
    one, two = (
        {record["task"]: record["answer"] for record in lines_of(tmp_path / jobs / "records.jsonl")}
        for jobs in ("1", "2")
    )
    assert one == two
    assert sorted(one) == sorted(IDS)
