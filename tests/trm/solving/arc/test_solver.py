"""Learning a task at run time: a rule that is not copying is learned, limits and seeds hold."""

import threading
import time

import numpy as np
import pytest
import torch

from tinyduo.trm.checkpoint import Weights
from tinyduo.trm.networks.task import TaskNetwork, TaskNetworkConfig
from tinyduo.trm.puzzles import Status
from tinyduo.trm.puzzles.arc import ArcTask, Demonstration, as_grid
from tinyduo.trm.recursion import TinyRecursiveModel
from tinyduo.trm.solving.arc import solver
from tinyduo.trm.solving.arc.confidence import NAMES, Confidence, Signs
from tinyduo.trm.solving.arc.learning import Clock, Learner, LearningConfig
from tinyduo.trm.solving.arc.result import ArcBudget
from tinyduo.trm.solving.arc.solver import solve_arc
from tinyduo.trm.solving.arc.views import Views

CONFIDENCE = Confidence(tuple(1.0 for _ in NAMES), -2.0)


@pytest.fixture
def weights() -> Weights:
    """A small network at its random start."""
    torch.manual_seed(0)
    network = TaskNetwork(TaskNetworkConfig(width=16, hidden=24, pooled=4))
    model = TinyRecursiveModel(network, latent_updates=1, answer_updates=1)
    model.eval().requires_grad_(False)
    return Weights("small", model, {"puzzles": "arc", "confidence": CONFIDENCE.to_json()})


def grids(count, side=4):
    rng = np.random.default_rng(1)
    return [as_grid(rng.integers(0, 3, (side, side)).tolist()) for _ in range(count)]


def recoloured(grid):
    return as_grid([[{0: 0, 1: 5, 2: 7}[cell] for cell in row] for row in grid])


@pytest.fixture
def task() -> ArcTask:
    *shown, asked = grids(4)
    return ArcTask(tuple(Demonstration(grid, recoloured(grid)) for grid in shown), (asked,))


def steps(count) -> ArcBudget:
    return ArcBudget(seconds=None, steps=count)


def test_a_rule_that_is_no_copy_is_learned(weights, task):
    result = solve_arc(task, budget=steps(160), weights=weights)
    assert result.status is Status.PREDICTED
    first, second = result.grids[0]
    assert first == recoloured(task.tests[0])
    assert second is not None
    assert second != first
    assert [len(row) for row in second] == [4] * 4
    assert result.check is not None
    assert (result.check.hits, result.check.folds) == (1, 1)
    assert result.check.reproduced == result.check.demonstrations == 3
    assert result.sizes == ("the input",)
    assert result.steps == 160
    assert result.weights == "small"


def test_the_model_that_learned_is_a_copy(weights, task):
    before = {name: value.clone() for name, value in weights.model.state_dict().items()}
    solve_arc(task, budget=steps(4), weights=weights)
    for name, value in weights.model.state_dict().items():
        torch.testing.assert_close(value, before[name], rtol=0, atol=0)


def test_steps_alone_give_the_same_result_again(weights, task):
    first, second = (solve_arc(task, budget=steps(6), seed=3, weights=weights) for _ in range(2))
    assert first.answers == second.answers
    assert solve_arc(task, budget=steps(6), seed=4, weights=weights).answers != first.answers


def test_seconds_end_a_run(weights, task):
    began = time.perf_counter()
    result = solve_arc(task, budget=ArcBudget(seconds=1.5), weights=weights)
    assert time.perf_counter() - began < 4
    assert result.steps > 4


def test_a_task_whose_sizes_keep_no_rule_is_refused_with_the_reason(weights):
    pairs = tuple(
        Demonstration(((0, 0, 0),), output) for output in (((1,),), ((1, 1),), ((2,), (2,)))
    )
    result = solve_arc(ArcTask(pairs, (((0, 0),),)), budget=steps(2), weights=weights)
    assert result.status is Status.UNSUPPORTED
    assert result.answers == ()
    assert result.reason == solver.NO_SIZE
    assert result.steps == 0


def test_one_demonstration_is_learned_without_a_self_check(weights, task):
    alone = ArcTask(task.demonstrations[:1], task.tests)
    result = solve_arc(alone, budget=steps(4), weights=weights)
    assert result.check is not None
    assert result.check.folds == 0
    assert result.steps == 4


def test_progress_is_told_one_at_a_time(weights, task):
    told, threads = [], set()

    def report(progress):
        told.append(progress)
        threads.add(threading.current_thread())

    solve_arc(task, budget=steps(10), weights=weights, report=report)
    assert [each.step for each in told] == sorted(each.step for each in told)
    assert {each.stage for each in told} == {"learning", "self-check", "voting"}
    assert told[-1].share == 1.0
    assert len(threads) == 3


def test_a_failure_in_one_learner_ends_the_other(weights, task):
    def report(progress):
        if progress.step == 3:
            raise RuntimeError("no more")

    began = time.perf_counter()
    with pytest.raises(RuntimeError, match="no more"):
        solve_arc(task, budget=ArcBudget(seconds=60), weights=weights, report=report)
    assert time.perf_counter() - began < 20


def test_weights_for_other_puzzles_are_refused(task):
    with pytest.raises(ValueError, match="'maze' are for puzzles of kind 'maze'"):
        solve_arc(task, weights="maze")


def test_without_a_fitted_confidence_nobody_says_a_probability(weights, task):
    bare = Weights("bare", weights.model, {"puzzles": "arc"})
    (attempt, *_) = solve_arc(task, budget=steps(2), weights=bare).answers[0]
    assert attempt.p_correct is None


def test_the_probability_follows_the_signs():
    good = Signs(1, 0, 1, 1, 0, 1, 1, 0)
    poor = Signs(0, 1, 0.1, 0, -1, 0, 0, 1)
    card = {"weights": dict.fromkeys(NAMES, 0.0) | {"hit": 2.0, "share": 3.0}, "bias": -2.5}
    fitted = Confidence.of_card({"confidence": card})
    assert fitted is not None
    assert fitted.probability(good) > 0.9
    assert fitted.probability(poor) < 0.2
    assert Confidence.of_card({"confidence": fitted.to_json()}) == fitted


def test_a_confidence_of_other_signs_is_refused():
    card = {"confidence": {"weights": {"luck": 1.0}, "bias": 0.0}}
    with pytest.raises(ValueError, match="weighs luck, expected hit, miss, share"):
        Confidence.of_card(card)


@pytest.mark.parametrize("seconds", [0, -1.0])
def test_budgets_that_make_no_sense(seconds):
    with pytest.raises(ValueError, match="expected more than 0"):
        ArcBudget(seconds=seconds)
    with pytest.raises(ValueError, match="at least 1"):
        ArcBudget(steps=0)
    with pytest.raises(ValueError, match="without seconds and without steps"):
        ArcBudget(seconds=None)


def test_a_colour_that_all_demonstrations_show_keeps_its_place(task):
    views = Views(task.demonstrations)
    assert set(views.free.tolist()) == {3, 4, 6, 8, 9}
    view = views.drawn(5, np.random.default_rng(0))
    assert (view.colours[[0, 1, 2, 5, 7, 10]] == [0, 1, 2, 5, 7, 10]).all()
    assert sorted(view.colours[[3, 4, 6, 8, 9]].tolist()) == [3, 4, 6, 8, 9]


def test_grids_of_several_sizes_are_learned_together(weights):
    pairs = tuple(
        Demonstration(grid, recoloured(grid)) for side in (3, 4, 5) for grid in grids(1, side)
    )
    task = ArcTask(pairs, tuple(grids(1, 6)))
    result = solve_arc(task, budget=steps(4), weights=weights)
    assert [len(row) for row in result.grids[0][0] or ()] == [6] * 6


def test_the_rate_falls_to_nothing_by_the_end_of_the_clock(weights, task):
    run = solver._Run(task, weights, steps(8), 0, None, time.perf_counter())
    boards = [run._board(pair) for pair in task.demonstrations]
    learner = Learner(weights.model, boards, Views(task.demonstrations), LearningConfig(), 0)
    learner.learn(Clock(8, 0.0, None))
    rates = {group["lr"] / group["peak"] for o in learner._optimizers for group in o.param_groups}
    assert max(rates) == pytest.approx(0.8 * (1 - 7 / 8))


@pytest.mark.gpu
def test_a_task_is_learned_on_a_gpu(weights, task):
    on_gpu = Weights("gpu", weights.model.to("cuda"), weights.card)
    result = solve_arc(task, budget=steps(160), weights=on_gpu)
    assert result.grids[0][0] == recoloured(task.tests[0])
