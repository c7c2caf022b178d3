"""Ray's workers write what a run without them writes."""

import json
import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from tinyduo.evals.evaluate import Evaluation, evaluate
from tinyduo.evals.runs import read_run

SECONDS = ("seconds", "usage")


def eval_by_ray(out, *options):
    command = [sys.executable, "-m", "tinyduo.hybrid.cli", "eval", "--suite", "smoke", "--quiet"]
    command += ["--out", str(out), "--llm", "none", "--executor", "ray", *options]
    here = str(Path(__file__).parents[1] / ".ns")
    environment = os.environ | {"PYTHONPATH": here, "OMP_NUM_THREADS": "1"}
    return subprocess.run(
        command, env=environment, capture_output=True, text=True, timeout=400, check=False
    )


def settled(run):
    return {
        key: {name: value for name, value in record.items() if name not in SECONDS}
        for key, record in run.records.items()
    }


@pytest.mark.slow
@pytest.mark.skipif(find_spec("ray") is None, reason="the extra `ray` is not installed")
def test_two_workers_write_the_records_of_a_plain_run(tmp_path):
    arms = ("reader-trm", "trm-oracle", "exact")
    done = eval_by_ray(
        tmp_path / "ray", "--concurrency", "2", *(word for arm in arms for word in ("--arm", arm))
    )
    assert done.returncode == 0, done.stderr
    evaluate(Evaluation("smoke", tmp_path / "plain", arms, llm="none"))
    ray, plain = (read_run([tmp_path / name]) for name in ("ray", "plain"))
    assert settled(ray) == settled(plain)
    assert json.dumps(ray.card, sort_keys=True) == json.dumps(plain.card, sort_keys=True)
    assert len(ray.records) == 45


def test_an_executor_that_there_is_not_is_told(tmp_path):
    with pytest.raises(ValueError, match="executor 'dask', expected local or ray"):
        evaluate(Evaluation("smoke", tmp_path, llm="none", executor="dask"))
