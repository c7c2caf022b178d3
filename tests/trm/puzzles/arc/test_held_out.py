"""Tasks held out of pretraining: how they were drawn, and that nothing to be scored is seen."""

from random import Random

from tinyduo.trm.puzzles.arc import load_suite
from tinyduo.trm.puzzles.arc.held_out import ALSO_EVALUATED, HELD_OUT, may_see


def keeps_size(item):
    return all(
        (len(pair.input), len(pair.input[0])) == (len(pair.output), len(pair.output[0]))
        for pair in item.task.demonstrations
    )


def pairs_of(item):
    shown = {(pair.input, pair.output) for pair in item.task.demonstrations}
    return shown | set(zip(item.task.tests, item.targets, strict=True))


def test_the_list_is_drawn_with_seed_0_from_tasks_that_keep_their_size_and_from_the_others():
    tasks = load_suite("arc-1-train")
    rng = Random(0)
    drawn = rng.sample([name for name, item in tasks.items() if keeps_size(item)], 42)
    drawn += rng.sample([name for name, item in tasks.items() if not keeps_size(item)], 22)
    assert tuple(sorted(drawn)) == HELD_OUT


def test_every_training_task_is_held_out_or_pretrained_on_but_one():
    parts = [*load_suite("arc-1-held-out"), *load_suite("arc-1-pretrain"), ALSO_EVALUATED]
    assert sorted(parts) == list(load_suite("arc-1-train"))
    assert (len(load_suite("arc-1-held-out")), len(load_suite("arc-1-pretrain"))) == (64, 335)
    assert not any(map(may_see, [*HELD_OUT, ALSO_EVALUATED]))


def test_nothing_that_pretraining_sees_is_scored():
    """A training task was an evaluation task too, pair for pair: it would have been learnt."""
    seen = set().union(*map(pairs_of, load_suite("arc-1-pretrain").values()))
    for scored in (
        load_suite("arc-1-held-out"),
        load_suite("arc-1-eval"),
        load_suite("arc-2-eval"),
    ):
        for name, item in scored.items():
            assert not pairs_of(item) & seen, name
    twin = load_suite("arc-1-train")[ALSO_EVALUATED]
    assert pairs_of(twin) == pairs_of(load_suite("arc-1-eval")["070dd51e"])
