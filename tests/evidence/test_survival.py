"""Cox, Kaplan-Meier and log-rank against the published Rossi table and against hand counts."""

import numpy as np
import polars as pl
import pytest

from evidence.survival import cox, kaplan_meier, log_rank, spans
from store.errors import NotEnoughData

NAMES = ["fin", "age", "race", "wexp", "mar", "paro", "prio"]
PUBLISHED = {
    "fin": (-0.37942, 0.19138), "age": (-0.05744, 0.022), "race": (0.3139, 0.30799),
    "wexp": (-0.1498, 0.21222), "mar": (-0.4337, 0.38187), "paro": (-0.08487, 0.19576),
    "prio": (0.0915, 0.02865),
}  # fmt: skip


@pytest.fixture
def rossi(real_data):
    table = pl.read_csv(real_data / "causal" / "rossi.csv")
    weeks, arrested = table["week"].to_numpy().astype(float), table["arrest"].to_numpy() == 1
    return weeks, arrested, table


def test_the_cox_table_of_rossi_is_as_published(rossi):
    weeks, arrested, table = rossi
    found = cox(weeks, arrested, table.select(NAMES).to_numpy().astype(float))
    for name, effect in zip(NAMES, found.effects, strict=True):
        assert (effect.estimate, effect.se) == pytest.approx(PUBLISHED[name], abs=1e-5)
    assert found.log_likelihood == pytest.approx(-658.748, abs=1e-3)


def test_kaplan_meier_and_log_rank_of_rossi_are_as_published(rossi):
    weeks, arrested, table = rossi
    assert kaplan_meier(weeks, arrested).share[-1] == pytest.approx(0.7361, abs=5e-5)
    stat, p = log_rank(weeks, arrested, table["fin"].to_numpy())
    assert (stat, p) == pytest.approx((3.8376, 0.0501), abs=5e-5)


def test_cox_with_ties_equals_efrons_likelihood_by_hand():
    """Two leave at 1 (x = 1 and 0) of four; Efron's likelihood is a function of one number."""
    duration, left = np.array([1.0, 1.0, 2.0, 2.0]), np.array([True, True, False, False])
    x = np.array([1.0, 0.0, 1.0, 0.0])
    beta = cox(duration, left, x[:, None]).effects[0].estimate
    assert beta == pytest.approx(0.0, abs=1e-8)  # by symmetry
    risk = 4.0
    assert cox(duration, left, x[:, None]).log_likelihood == pytest.approx(
        -np.log(risk) - np.log(risk - 1.0)
    )


def test_kaplan_meier_by_hand():
    """One of four leaves at 1, one is lost at 2, one of two leaves at 3: 3/4, then 3/8."""
    found = kaplan_meier(np.array([1.0, 2.0, 3.0, 4.0]), np.array([True, False, True, False]))
    assert found.share[found.times == 1.0] == pytest.approx(0.75)
    assert found.share[found.times == 3.0] == pytest.approx(0.375)


def test_log_rank_by_hand():
    """Group 1 leaves at 1, group 0 stays: seen 1, expected 2/4, variance 1/4; chi-square 1."""
    stat, _ = log_rank(
        np.array([1.0, 2.0, 2.0, 2.0]),
        np.array([True, False, False, False]),
        np.array([1, 1, 0, 0]),
    )
    assert stat == pytest.approx(1.0)


def test_a_persons_time_is_split_where_the_team_gets_it():
    found = spans(
        np.array([10.0, 5.0, 8.0]), np.array([True, True, False]), np.array([4.0, np.inf, -2.0])
    )
    rows = sorted(
        zip(found.person, found.start, found.end, found.left, found.on, strict=True),
        key=lambda row: (row[0], row[1]),
    )
    assert rows == [
        (0, 0.0, 4.0, False, False), (0, 4.0, 10.0, True, True),
        (1, 0.0, 5.0, True, False), (2, 0.0, 8.0, False, True),
    ]  # fmt: skip


def test_where_nobody_left_it_says_so():
    with pytest.raises(NotEnoughData, match="nobody left"):
        kaplan_meier(np.array([1.0, 2.0]), np.array([False, False]))
