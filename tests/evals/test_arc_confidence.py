"""The probability of ARC attempts: a fit finds what speaks for them, a report what is wrong."""

import json

import numpy as np
import pytest

from tinyduo.evals.arc_confidence import Outcome, crossed, fitted, main, outcomes_of, report
from tinyduo.trm.puzzles.arc import load_suite
from tinyduo.trm.solving.arc.confidence import NAMES, Signs


def drawn(count=400, seed=0):
    """Attempts that are right as often as their share of the views says."""
    rng = np.random.default_rng(seed)
    made = []
    for number in range(count):
        share = float(rng.random())
        signs = [float(rng.random()) for _ in NAMES]
        signs[NAMES.index("share")] = share
        right = bool(rng.random() < 1 / (1 + np.exp(4 - 8 * share)))
        made.append(Outcome(str(number), tuple(signs), share, True, right))
    return made


def test_a_fit_finds_the_sign_that_speaks_for_an_attempt():
    confidence = fitted(drawn())
    weights = dict(zip(NAMES, confidence.weights, strict=True))
    assert weights["share"] == pytest.approx(8, abs=2)
    assert all(abs(weight) < 1.5 for name, weight in weights.items() if name != "share")


def test_fitted_probabilities_are_near_what_comes_out_on_others():
    confidence = fitted(drawn())
    others = [
        Outcome(o.task, o.signs, confidence.probability(Signs(*o.signs)), True, o.right)
        for o in drawn(seed=1)
    ]
    found = report(others)
    assert found["calibration_error"] < 0.08
    assert found["brier"] < 0.7 * found["brier_of_the_mean"]
    rates = [row["rate"] for row in found["risk_coverage"]]
    assert rates[0] > 0.9
    assert rates == sorted(rates, reverse=True)


def test_a_crossed_report_never_asks_a_fit_about_a_task_it_saw():
    # Each task's attempts are told apart by nothing but noise: a fit that saw them would know.
    rng = np.random.default_rng(0)
    blind = [
        Outcome(str(number), tuple(rng.random(len(NAMES)).tolist()), None, True, number % 2 == 0)
        for number in range(24)
    ]
    found = crossed(blind)
    assert sorted(o.task for o in found) == sorted(o.task for o in blind)
    left_out = [o for o in blind if int(o.task) != 3 and o.task not in _beside("3", blind)]
    alone = next(o for o in found if o.task == "3").probability
    signs = next(o for o in blind if o.task == "3").signs
    assert alone == pytest.approx(fitted(left_out).probability(Signs(*signs)))


def _beside(task, outcomes, folds=8):
    """The tasks that are left out together with this one."""
    tasks = sorted(o.task for o in outcomes)
    return {each for n, each in enumerate(tasks) if n % folds == tasks.index(task) % folds}


def test_one_task_cannot_be_crossed():
    with pytest.raises(ValueError, match="at least 2 tasks"):
        crossed([Outcome("a", (0.0,) * len(NAMES), None, True, False)] * 2)


def test_a_report_sees_probabilities_that_mean_nothing():
    wrong = [Outcome(o.task, o.signs, 0.95, True, o.right) for o in drawn()]
    found = report(wrong)
    assert found["calibration_error"] > 0.3
    assert found["brier"] > found["brier_of_the_mean"]


def test_attempts_that_are_all_alike_still_give_finite_weights():
    alike = [Outcome("a", (0.0,) * len(NAMES), None, True, False)] * 5
    assert np.isfinite(fitted(alike).weights).all()


@pytest.fixture
def records(tmp_path):
    """Records of two held-out tasks, one answered right."""
    items = dict(list(load_suite("arc-1-held-out").items())[:2])
    card = {"list": "arc-1-held-out", "chosen": list(items)}
    lines = []
    for number, (name, item) in enumerate(items.items()):
        assert item.targets is not None
        grids = [item.targets[0] if number else ((9,),), ((8,),)]
        attempts = [{"grid": [list(row) for row in grid], "p_correct": 0.5} for grid in grids]
        signs = [dict.fromkeys(NAMES, float(number))] * 2
        lines.append(json.dumps({"task": name, "answer": [attempts], "signs": [signs]}))
    (tmp_path / "records.jsonl").write_text("\n".join(lines) + "\n")
    (tmp_path / "records.jsonl.run.json").write_text(json.dumps(card))
    return tmp_path


def test_what_is_right_is_told_from_the_public_list(records):
    outcomes = outcomes_of(records)
    assert [outcome.right for outcome in outcomes] == [False, False, True, False]
    assert [outcome.first for outcome in outcomes] == [True, False, True, False]


def test_a_fit_is_written_into_the_card(records, tmp_path, capsys):
    card = tmp_path / "w.json"
    card.write_text('{"puzzles": "arc"}')
    assert main(["fit", str(records), str(card)]) == 0
    found = json.loads(card.read_text())
    assert found["puzzles"] == "arc"
    assert set(found["confidence"]["weights"]) == set(NAMES)
    assert found["confidence"]["fitted_on"]["right"] == 1
    assert main(["report", str(records)]) == 0
    assert '"brier"' in capsys.readouterr().out


def test_a_folder_without_records_is_an_error(tmp_path):
    with pytest.raises(ValueError, match="has no records"):
        outcomes_of(tmp_path)
