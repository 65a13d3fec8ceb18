"""Figures of others carry source, date and an honest status; a firm's place is no rank."""

import pytest

from economics.benchmarks import benchmarks, firm_figures, standings


def places(currency="USD", **firm):
    return {each.benchmark.key: each.place for each in standings(firm_figures(**firm), currency)}


@pytest.mark.parametrize(
    ("key", "low", "high"),
    [
        ("world_training", 400e9, 400e9),
        ("us_training", 102.8e9, 102.8e9),
        ("us_training_before", 98e9, 98e9),
        ("ai_of_training", 0.03, 0.08),
        ("ai_of_revenue", 0.017, 0.017),
        ("people_of_ai", 0.25, 0.6),
    ],
)
def test_the_figures_are_those_that_people_quote(key, low, high):
    assert (benchmarks()[key].low, benchmarks()[key].high) == (low, high)


@pytest.mark.parametrize("key", benchmarks())
def test_a_figure_tells_whether_its_source_was_read(key):
    each = benchmarks()[key]
    assert each.status in {"confirmed", "second-hand", "not found"}
    assert each.source
    assert each.note
    assert (each.published == "") == (each.status == "not found")
    assert each.url or each.status != "confirmed"


def test_a_firm_stands_beside_what_compares_with_it():
    found = places(
        training=6e6, learners=10_000, ai_training=0.3e6, ai=10e6, ai_people=1e6, revenue=2e9
    )
    assert found == {
        "world_training": "does not compare",
        "us_training": "does not compare",
        "us_training_before": "does not compare",
        "us_training_per_learner": "within",
        "ai_of_training": "within",
        "ai_of_revenue": "below",
        "people_of_ai": "below",
    }
    assert places(ai=100e6, revenue=2e9)["ai_of_revenue"] == "above"


def test_what_is_missing_cannot_be_told_and_is_not_nothing():
    found = places(training=6e6, learners=0, ai=5.0)
    assert set(found.values()) == {"does not compare", "cannot tell"}


def test_amounts_in_another_currency_are_not_compared_and_shares_are():
    found = places("EUR", training=6e6, learners=10_000, ai=34e6, revenue=2e9)
    assert found["us_training_per_learner"] == "cannot tell"
    assert found["ai_of_revenue"] == "within"
