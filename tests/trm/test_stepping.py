"""Raw stepping: no halting, no rows leaving."""

import numpy as np
import torch

from tinyduo.trm.checkpoint import load_weights
from tinyduo.trm.networks.group import question_of
from tinyduo.trm.puzzles.maze.generate import generate
from tinyduo.trm.puzzles.maze.tokens import tokens_of
from tinyduo.trm.solving.maze.candidates import CandidateBatch
from tinyduo.trm.stepping import raw_steps
from tinyduo.trm.turning import Turning


def test_raw_steps_are_the_models_steps_with_every_row_in_all_of_them(tiny_model):
    digits = torch.randint(0, 5, (3, 16), generator=torch.Generator().manual_seed(1))
    question = question_of(digits, (2, 2))
    with torch.inference_mode():
        x = tiny_model.network.embed(question)
        state = tiny_model.start(x)
        for step in raw_steps(tiny_model, question, steps=3):
            expected = tiny_model.step(x, state)
            state = expected.state
            torch.testing.assert_close(step.logits, expected.logits)
            torch.testing.assert_close(step.halt_logit, expected.halt_logit)
            assert not step.logits.requires_grad
    assert len(list(raw_steps(tiny_model, question, steps=4))) == 4


def test_turning_steps_are_those_that_solving_makes():
    model = load_weights("maze").model
    mazes = [generate(height=6, width=9, seed=seed) for seed in range(3)]
    question = torch.from_numpy(np.stack([tokens_of(maze) for maze in mazes])).long()
    turning = Turning(every=1)
    batch = CandidateBatch(model, mazes, turning=turning)
    raw = raw_steps(model, question, steps=7, turning=turning)
    for expected, step in zip(batch.run(7), raw, strict=True):
        on_path = step.logits.softmax(-1)[..., 1].numpy()
        np.testing.assert_allclose(on_path, expected.on_path, atol=1e-5)
