import re

import pytest

from evidence.outcomes import ORDER, OUTCOMES, modules, outcome_named
from store.errors import RequestError


def test_the_folder_holds_the_nine_outcomes_in_the_order_of_the_reader():
    assert tuple(OUTCOMES) == ORDER
    assert [outcome.key for outcome in OUTCOMES.values()] == list(ORDER)


@pytest.mark.parametrize("key", ORDER)
def test_every_outcome_says_what_it_counts_and_what_it_does_not_tell(key):
    outcome = outcome_named(key)
    assert outcome.label
    assert outcome.unit
    for told in (outcome.counts, outcome.does_not_tell):
        assert told.endswith(".")
        assert len(told) > 20
    assert not re.search(r"\b(rank|significan|low performer|resource)", outcome.counts.lower())


def test_an_unknown_outcome_is_refused_with_those_that_there_are():
    with pytest.raises(RequestError, match="cycle_time"):
        outcome_named("mood")


def test_better_is_lower_for_time_rework_and_leaving_only():
    lower = {key for key, one in OUTCOMES.items() if one.better == "lower"}
    assert lower == {"cycle_time", "rework_tickets", "rework_rate", "retention"}
    assert set(modules()) == set(OUTCOMES)
