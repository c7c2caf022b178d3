"""A task that an official network was trained on is asked by its own ids, as officially."""

import json

import pytest
import torch

from tinyduo.trm.checkpoint import Weights, load_weights
from tinyduo.trm.networks.official import OfficialNetwork, official_question
from tinyduo.trm.puzzle_names import keep_names, names_path
from tinyduo.trm.puzzle_table import PuzzleTable, table_path
from tinyduo.trm.puzzles import Status
from tinyduo.trm.puzzles.arc import Augmentation, Prediction, of_tokens, ranked, tokens_of
from tinyduo.trm.recursion import TinyRecursiveModel
from tinyduo.trm.solving.arc.result import ArcBudget
from tinyduo.trm.solving.arc_official import is_official, solve_arc_official
from tinyduo.trm.solving.arc_official.known import file_of, fresh_copies, known_copies, usual_row
from tinyduo.trm.solving.arc_official.views import attempts_of, predictions

NO_LIMIT = ArcBudget(seconds=None, steps=1)
COPIES = ("0a0a0a0a", "0a0a0a0a|||t3|||0482197356", "0a0a0a0a|||t6|||0123456798")


def one_by_one(weights: Weights, ids, inputs):
    """The official evaluation written out: a copy at a time, its row in the model's own table."""
    model = weights.model
    network = model.network
    assert isinstance(network, OfficialNetwork)
    found = [[] for _ in inputs]
    for number, rows in ids:
        whole = OfficialNetwork(network.config)
        whole.load_state_dict(network.state_dict() | {"puzzle_emb.weights": rows})
        alone = TinyRecursiveModel(
            whole, latent_updates=model.latent_updates, answer_updates=model.answer_updates
        )
        augmentation = Augmentation.of_name(number)[1]
        for votes, grid in zip(found, inputs, strict=True):
            tokens = torch.from_numpy(tokens_of(augmentation.apply(grid)))[None]
            x = whole.embed(official_question(tokens))
            step = alone.step(x, alone.start(x))
            for _ in range(15):
                step = alone.step(x, step.state)
            answer = of_tokens(step.logits[0].argmax(-1).numpy())
            votes.append(Prediction(augmentation.undo(answer), step.halt_logit.item()))
    return found


def test_every_copy_votes_as_if_it_were_alone(imported, task):
    file = imported()
    weights = load_weights(str(file))
    table = PuzzleTable(table_path(file))
    rows = [(name, table.rows([number])) for name, number in zip(COPIES, (2, 1, 4), strict=True)]
    with torch.no_grad():
        theirs = one_by_one(weights, rows, task.tests)
    copies = known_copies("0a0a0a0a", file)
    assert copies is not None
    ours = predictions(weights.model, task.tests, copies)
    assert any(one.grid for votes in theirs for one in votes)
    assert len({one.halt_logit for votes in theirs for one in votes}) == 6
    for mine, yours in zip(ours, theirs, strict=True):
        assert [one.grid for one in mine] == [one.grid for one in yours]
        assert [one.halt_logit for one in mine] == pytest.approx(
            [one.halt_logit for one in yours], abs=1e-4
        )
    result = solve_arc_official(task, name="0A0A0A0A", weights=weights, budget=NO_LIMIT)
    assert result.status is Status.PREDICTED
    assert result.steps == 0
    assert result.check is None
    assert result.reason is not None
    assert "not calibrated" in result.reason
    for attempts, votes in zip(result.answers, theirs, strict=True):
        elected = [candidate for candidate in ranked(votes) if candidate.grid][:2]
        assert [attempt.grid for attempt in attempts] == [one.grid for one in elected]


def test_copies_are_those_of_the_task_alone_and_the_plain_one_is_first(imported):
    file = imported()
    copies = known_copies("0a0a0a0a", file)
    assert copies is not None
    assert [each.name_of("0a0a0a0a") for each in copies.augmentations] == list(COPIES)
    table = PuzzleTable(table_path(file))
    assert torch.equal(copies.rows, table.rows([2, 1, 4]))
    assert known_copies("0c0c0c0c", file) is None


def test_fewer_views_are_the_first_ones(imported, task):
    told = []
    result = solve_arc_official(
        task,
        name="0a0a0a0a",
        weights=str(imported()),
        budget=NO_LIMIT,
        views=2,
        report=told.append,
    )
    assert sorted({progress.share for progress in told}) == [0.5, 1.0]
    assert {progress.stage for progress in told} == {"voting"}
    assert {attempt.share for attempts in result.answers for attempt in attempts} <= {0.5, 1.0}


def test_where_the_time_is_over_the_task_itself_is_answered_all_the_same(imported, task):
    result = solve_arc_official(
        task, name="0a0a0a0a", weights=str(imported()), budget=ArcBudget(seconds=1e-9)
    )
    assert result.status is Status.PREDICTED
    assert result.reason is not None
    assert result.reason.startswith("1 of 3 copies voted")


def test_an_output_without_a_cell_is_no_attempt():
    votes = [Prediction((), 3.0)] * 2 + [Prediction(((1,),), 0.0), Prediction(((2,),), 9.0)]
    attempts = attempts_of(votes)
    assert [attempt.grid for attempt in attempts] == [((2,),), ((1,),)]
    assert attempts[1].share == 0.25
    assert attempts[1].p_correct == 0.125


def test_embeddings_without_names_say_which_file_is_missing(imported, task):
    file = imported()
    names_path(file).unlink()
    with pytest.raises(ValueError, match=r"arc\.ids\.json beside it, which says whose they are"):
        solve_arc_official(task, name="0a0a0a0a", weights=str(file))
    assert not keep_names(file.with_name("nothing.json"), file)
    for wrong in ("{}", "[1]", "["):
        names_path(file).write_text(wrong)
        with pytest.raises(ValueError, match=r"list of the names|cannot be read"):
            known_copies("0a0a0a0a", file)


def test_loaded_weights_find_their_embeddings_by_their_card(imported):
    file = imported()
    weights = load_weights("official-arc")
    assert file_of(weights) == file_of("official-arc") == file_of(str(file)) == file
    assert file_of(Weights("official-arc", weights.model, weights.card | {"source": {}})) is None
    assert file_of("no such weights") is None
    assert json.loads(file.with_suffix(".json").read_text()) == weights.card


def test_weights_of_other_networks_and_no_views_are_refused(task, tiny_grid, imported):
    with pytest.raises(ValueError, match="not of an official ARC network"):
        solve_arc_official(task, weights=Weights("tiny", tiny_grid.model, {"puzzles": "arc"}))
    weights = load_weights(str(imported()))
    assert is_official(weights)
    assert not is_official(Weights("arc", weights.model, {"puzzles": "maze"}))
    with pytest.raises(ValueError, match="0 views"):
        solve_arc_official(task, weights=weights, views=0)


def test_new_copies_are_distinct_and_begin_with_the_mean_of_the_known_rows(imported, task):
    row = usual_row(imported(), torch.zeros(16))
    assert row.tolist() == [2.5] * 16  # of rows 0 to 5
    copies = fresh_copies(task, 50, row, seed=0)
    assert copies.augmentations[0] == Augmentation()
    assert len({task.seen(each) for each in copies.augmentations}) == len(copies) == 50
    assert torch.equal(copies.rows, row.expand(50, 16))
    assert usual_row(None, torch.ones(16)).tolist() == [1.0] * 16
