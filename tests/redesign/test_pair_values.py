"""What a pair is worth: hand-worked parts, and the small example of METHODS 7.1 (E13)."""

import numpy as np
import pytest
from scipy.optimize import linear_sum_assignment
from scipy.stats import norm

from redesign import pair_values
from redesign.pair_values import (
    ai_complement,
    connection_gain,
    cost_edge,
    firm_value,
    learning_gain,
    on_time,
    pair_score,
    success,
    worker_value,
    zones,
)

PRINTED = 1e-4  # METHODS prints four places
EXACT = 1e-12


def one(*values):
    return np.array(values, dtype=float)


def test_three_workers_and_three_tasks_of_the_handbook():
    worker = np.array([[0.8, 0.5, 0.2], [0.6, 0.7, 0.3], [0.1, 0.4, 0.7]])
    firm = np.array([[0.5, 0.8, 0.9], [0.6, 0.4, 0.8], [0.9, 0.9, 0.4]])
    score = pair_score(worker, firm)
    expected = [[0.6325, 0.6325, 0.4243], [0.6, 0.5292, 0.4899], [0.3, 0.6, 0.5292]]
    assert score == pytest.approx(np.array(expected), abs=PRINTED)
    score[0, 2] = -1e6  # the chance of success lies below the smallest one
    people, tasks = linear_sum_assignment(score, maximize=True)
    assert tasks.tolist() == [1, 0, 2]
    assert score[people, tasks].sum() == pytest.approx(1.7616, abs=PRINTED)
    firm[0, 2] = -1e6
    people, tasks = linear_sum_assignment(firm, maximize=True)
    assert worker[people, tasks].sum() == pytest.approx(0.90)
    assert firm[people, tasks].sum() == pytest.approx(2.50)


def test_five_co_work_days_of_a_novice_with_a_stock_of_two():
    # The gain is .3221; .20 counts in full.
    assert connection_gain(one(2.0), one(5.0)).tolist() == [1.0]
    assert connection_gain(one(10.0), one(2.0)) == pytest.approx(
        np.exp(-1) * (1 - np.exp(-0.2)) / 0.2, abs=EXACT
    )
    assert connection_gain(one(2.0), one(0.0)).tolist() == [0.0]


def test_the_three_zones_sum_to_one_and_follow_the_normal_curve():
    margin, spread = one(-1.0, 0.5, 1.4, 3.0), one(0.4, 0.4, 0.8, 1.1)
    below, inside, above = zones(margin, spread)
    assert below + inside + above == pytest.approx(np.ones(4), abs=EXACT)
    assert below == pytest.approx(norm.cdf(np.log(0.65 / 0.35), margin, spread), abs=EXACT)
    assert above == pytest.approx(norm.sf(np.log(9), margin, spread), abs=EXACT)


def test_work_that_is_too_hard_alone_teaches_only_with_support():
    gain = learning_gain(
        one(0.6, 0.6), one(0.3, 0.3), is_supported=one(0, 1), delegated=one(0, 0), hours=one(8, 8)
    )
    assert gain == pytest.approx([0.3, 0.9])


@pytest.mark.parametrize(
    ("delegated", "hours", "expected"),
    [
        pytest.param(0.0, 2.0, 0.2, id="two hours count a quarter of a day"),
        pytest.param(0.0, 40.0, 0.8, id="a week counts as a day"),
        pytest.param(0.5, 8.0, 0.4, id="half of it handed to the tool unread"),
        pytest.param(0.0, np.nan, 0.8, id="unknown size counts as a day"),
    ],
)
def test_learning_gain_of_a_task_in_the_zone(delegated, hours, expected):
    gain = learning_gain(
        one(0.0), one(0.8), is_supported=one(0), delegated=one(delegated), hours=one(hours)
    )
    assert gain == pytest.approx([expected])


def test_support_and_ai_raise_the_chance_of_success_by_their_effects():
    chance = success(
        one(0.0, 0.0),
        is_supported=one(0, 1),
        ai_use=one(0, 0.5),
        support_effect=one(0.4, 0.4),
        ai_effect=one(0.8, 0.8),
    )
    assert chance == pytest.approx([0.5, 1 / (1 + np.exp(-0.8))])


def test_worker_value_is_half_learning_and_a_quarter_each_of_the_others():
    assert worker_value(one(0.8), one(0.5), one(0.4)) == pytest.approx([0.625])


def test_without_goals_nobody_gains_or_loses_by_not_stating_them():
    assert worker_value(one(0.6), one(np.nan), one(0.6)) == pytest.approx([0.6])
    assert worker_value(one(0.6), one(np.nan), one(0.0)) == pytest.approx([0.4])
    assert worker_value(one(0.6), one(0.0), one(0.6)) == pytest.approx([0.45])


def test_firm_value_has_the_weights_of_the_handbook():
    assert firm_value(one(0.5), one(1.0), one(0.25)) == pytest.approx([0.6])


def test_a_chance_at_the_smallest_one_is_worth_nothing_and_certainty_everything():
    assert on_time(one(0.5, 0.6, 0.8, 1.0), one(0.6, 0.6, 0.6, 0.6)) == pytest.approx(
        [0, 0, 0.5, 1]
    )


def test_twice_the_cost_is_half_the_edge():
    assert cost_edge(one(100.0, 200.0), one(100.0, 100.0)).tolist() == [1.0, 0.5]


def test_where_ai_does_nothing_the_persons_own_chance_counts():
    assert ai_complement(one(0.0, 1.0), one(0.3, 0.3), one(0.9, 0.9)).tolist() == [0.9, 0.3]


def test_zero_for_one_side_is_zero_for_the_pair():
    assert pair_score(one(0.0, 1.0), one(1.0, 0.0)).tolist() == [0.0, 0.0]


def test_the_weights_of_each_side_sum_to_one():
    for side in ("worker", "firm"):
        parts = [row for name, row in weights().items() if name.startswith(side)]
        assert sum(parts) == pytest.approx(1.0)


def weights():
    from redesign.thresholds import numbers

    return {name: row.value for name, row in numbers().items() if name.endswith("_weight")}


def test_the_zone_of_the_handbook():
    assert pytest.approx((pair_values.ZONE_LOW, pair_values.ZONE_HIGH), abs=PRINTED) == (
        0.619,
        2.1972,
    )
