"""Intervals, tests and calibration: against closed forms, and figures of scipy and statsmodels.

The figures quoted were computed with scipy 1.17.1 and statsmodels 0.15.0.
"""

import math

import pytest

from tinyduo.evals.statistics import (
    bootstrap,
    calibration,
    holm,
    mcnemar,
    paired,
    rate,
    risk_coverage,
)


@pytest.mark.parametrize(
    ("hits", "n", "interval"),
    [  # statsmodels proportion_confint(method="wilson")
        (8, 10, (0.49016247, 0.94331785)),
        (0, 24, (0.0, 0.13797620)),
        (137, 200, (0.61765044, 0.74537679)),
    ],
)
def test_rates_have_wilsons_interval(hits, n, interval):
    found = rate(hits, n)
    assert found["value"] == hits / n
    assert found["interval"] == pytest.approx(interval, abs=1e-4)


def test_a_rate_of_nothing_has_no_value():
    assert rate(0, 0) == {"value": None, "hits": 0, "n": 0, "interval": [0.0, 1.0]}


@pytest.mark.parametrize(
    ("only_a", "only_b", "p"),
    [(3, 12, 0.03515625), (7, 7, 1.0), (1, 19, 4.00543212890625e-05)],  # statsmodels mcnemar
)
def test_mcnemar_is_the_exact_binomial_test(only_a, only_b, p):
    assert mcnemar(only_a, only_b) == pytest.approx(p)
    assert mcnemar(only_b, only_a) == mcnemar(only_a, only_b)


def test_mcnemar_of_one_sided_differences_is_a_power_of_two():
    for n in range(1, 30):
        assert mcnemar(0, n) == pytest.approx(min(1.0, 2 * 0.5**n))
    assert mcnemar(0, 0) == 1.0


def test_holm_is_that_of_statsmodels():
    assert holm([0.01, 0.04, 0.03, 0.2]) == pytest.approx([0.04, 0.09, 0.09, 0.2])
    assert holm([]) == []


def test_the_bootstrap_agrees_with_scipy_and_with_the_normal_interval():
    a, b = [1, 0, 1, 0, 0, 0, 1, 1, 0, 1] * 4, [0, 0, 0, 1, 0, 0, 0, 0, 0, 0] * 4
    low, high = bootstrap(a, b, [str(k) for k in range(40)])
    assert (low, high) == pytest.approx((0.2, 0.6), abs=0.026)  # scipy: (0.2, 0.6)
    mean = 0.4
    spread = 1.96 * math.sqrt(sum((x - y - mean) ** 2 for x, y in zip(a, b, strict=True)) / 40**2)
    assert (low, high) == pytest.approx((mean - spread, mean + spread), abs=0.03)


def test_the_bootstrap_draws_whole_puzzles():
    """Ten copies of each of four items tell no more than the four."""
    scores = [1, 1, 0, 0]
    alone = bootstrap(scores, [0] * 4, list("abcd"))
    copied = bootstrap(scores * 10, [0] * 40, list("abcd") * 10)
    apart = bootstrap(scores * 10, [0] * 40, [str(k) for k in range(40)])
    assert copied == alone
    assert apart[1] - apart[0] < (copied[1] - copied[0]) / 2


def test_the_same_seed_draws_the_same_interval():
    arguments = [1, 0, 1], [0, 0, 1], ["a", "b", "c"]
    assert bootstrap(*arguments, seed=4) == bootstrap(*arguments, seed=4)
    with pytest.raises(ValueError, match="expected as many"):
        bootstrap([1], [1, 0], ["a"])


def test_pairs_are_of_the_items_that_both_answered():
    def records(rights):
        return {
            item: {"score": float(right), "right": right, "cluster": item}
            for item, right in rights.items()
        }

    ours = records({"a": True, "b": True, "c": False, "d": True})
    theirs = records({"a": False, "b": True, "c": True, "x": True})
    pair = paired(("hybrid", "llm"), ours, theirs)
    assert pair is not None
    assert (pair.n, pair.only_a, pair.only_b, pair.difference) == (3, 1, 1, 0.0)
    assert paired(("a", "b"), ours, {}) is None


def test_certain_and_right_is_perfectly_calibrated():
    found = calibration([1.0] * 5 + [0.0] * 5, [True] * 5 + [False] * 5)
    assert (found["brier"], found["calibration_error"]) == (0.0, 0.0)
    off = calibration([0.9] * 10, [True] * 5 + [False] * 5)
    assert off["calibration_error"] == pytest.approx(0.4)
    assert off["brier"] == pytest.approx((0.01 * 5 + 0.81 * 5) / 10)


def test_risk_falls_where_the_least_sure_are_the_wrong_ones():
    found = risk_coverage([0.9, 0.8, 0.7, 0.1], [True, True, True, False])
    risks = {row["coverage"]: row["risk"] for row in found["rows"]}
    assert (risks[0.75], risks[1.0]) == (0.0, 0.25)
    assert found["aurc"] == pytest.approx(0.25 / 4)


def test_the_order_of_equally_sure_answers_does_not_matter():
    for right in ([True, False, True, False], [False, True, False, True]):
        assert {row["risk"] for row in risk_coverage([0.5] * 4, right)["rows"]} == {0.5}
