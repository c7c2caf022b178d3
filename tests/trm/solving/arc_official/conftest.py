"""A made-up task, and imported weights of a tiny official ARC network."""

import json

import pytest
import torch

from tinyduo.trm.importing import ImportOptions, import_weights
from tinyduo.trm.puzzle_names import keep_names
from tinyduo.trm.puzzles.arc import ArcTask, Demonstration

NETWORK = {"cells": 900, "vocabulary": 12, "mixer": "attention", "positions": "rotary"}
NETWORK |= {"layers": 1, "heads": 1, "hidden_multiple": 8}
NAMES = (
    "<blank>",
    "0a0a0a0a|||t3|||0482197356",
    "0a0a0a0a",
    "0b0b0b0b",
    "0a0a0a0a|||t6|||0123456798",
    "0a0a0a0ab|||t1|||0123456789",
)


@pytest.fixture(autouse=True)
def _own_cache(own_cache):
    """Imported weights go to a folder of the test's own."""


@pytest.fixture
def task() -> ArcTask:
    """Each grid is to become its first row."""
    inputs = (((1, 2), (3, 4)), ((5, 6), (1, 1)))
    return ArcTask(
        tuple(Demonstration(grid, (grid[0],)) for grid in inputs), (((2, 2), (4, 1)), ((7,),))
    )


@pytest.fixture
def imported(fabricated):
    """Import random parameters; the file. The row of id k is k everywhere, `NAMES` names it.

    A `fresh` network has no rows of puzzles, and its halting head is that of an untrained one.
    """

    def make(*, fresh=False, **sizes):
        path = fabricated("official-arc/step_1", ids=len(NAMES), **(NETWORK | sizes))
        if not fresh:
            state = torch.load(path, weights_only=True)
            state["_orig_mod.model.inner.q_head.weight"].normal_()
            torch.save(state, path)
        (path.parent / "all_config.yaml").write_text(
            "arch: {H_cycles: 1, L_cycles: 1, hidden_size: 16, num_heads: 1, puzzle_emb_len: 1}\n"
        )
        names = path.parent / "identifiers.json"
        names.write_text(json.dumps(NAMES))
        out = import_weights(path, ImportOptions(ids="blank" if fresh else None))
        keep_names(names, out)
        return out

    return make
