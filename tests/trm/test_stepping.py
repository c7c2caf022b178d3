"""Raw stepping: no halting, no rows leaving."""

import torch

from tinyduo.trm.networks.group import question_of
from tinyduo.trm.stepping import raw_steps


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
