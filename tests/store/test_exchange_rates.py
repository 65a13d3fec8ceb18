"""Rates of exchange: each with its day, its source and who gave it; nothing is ever rewritten."""

from datetime import date

import pytest

from store import exchange_rates
from store.errors import RequestError

NEW_YEAR, SPRING = date(2026, 1, 1), date(2026, 4, 1)


def standing(workspace):
    return exchange_rates.rates(workspace).select("from_currency", "to_currency", "rate").rows()


def test_a_rate_stands_with_its_day_its_source_and_who_gave_it(workspace):
    exchange_rates.give(workspace, "usd", "EUR", NEW_YEAR, 0.92, by="ada", source="ECB", why="plan")
    row = exchange_rates.rates(workspace).row(0, named=True)
    told = {name: row[name] for name in ("from_currency", "to_currency", "day", "rate")}
    assert told == {"from_currency": "USD", "to_currency": "EUR", "day": NEW_YEAR, "rate": 0.92}
    assert (row["by"], row["source"], row["why"]) == ("ada", "ECB", "plan")


def test_a_later_word_on_the_same_day_counts_and_the_earlier_one_stays_in_the_history(workspace):
    for rate in (0.92, 0.95):
        exchange_rates.give(workspace, "USD", "EUR", NEW_YEAR, rate, by="ada", source="ECB")
    exchange_rates.give(workspace, "USD", "EUR", SPRING, 0.9, by="bo", source="ECB")
    assert standing(workspace) == [("USD", "EUR", 0.95), ("USD", "EUR", 0.9)]
    told = exchange_rates.history(workspace).select("by", "old", "rate").rows()
    assert told == [("ada", None, 0.92), ("ada", 0.92, 0.95), ("bo", None, 0.9)]


def test_a_rate_that_is_taken_back_is_none_and_is_still_told(workspace):
    exchange_rates.give(workspace, "USD", "EUR", NEW_YEAR, 0.92, by="ada", source="ECB")
    exchange_rates.take_back(workspace, "USD", "EUR", NEW_YEAR, by="bo", why="wrong year")
    assert standing(workspace) == []
    last = exchange_rates.history(workspace).row(-1, named=True)
    assert (last["by"], last["old"], last["rate"], last["why"]) == ("bo", 0.92, None, "wrong year")


@pytest.mark.parametrize(
    ("pair", "rate", "source", "match"),
    [
        (("USD", "usd"), 1.0, "ECB", "USD into itself"),
        (("dollars", "EUR"), 0.9, "ECB", "three letters"),
        (("USD", "EUR"), 0.0, "ECB", "the rate is 0.0"),
        (("USD", "EUR"), float("inf"), "ECB", "the rate is inf"),
        (("USD", "EUR"), 0.9, "  ", "no source"),
    ],
    ids=["one currency", "no code", "zero", "without end", "no source"],
)
def test_what_is_no_rate_is_refused_and_nothing_is_kept(workspace, pair, rate, source, match):
    with pytest.raises(RequestError, match=match):
        exchange_rates.give(workspace, *pair, NEW_YEAR, rate, by="ada", source=source)
    assert exchange_rates.history(workspace).is_empty()


def test_a_rate_that_nobody_gave_cannot_be_taken_back(workspace):
    exchange_rates.give(workspace, "USD", "EUR", NEW_YEAR, 0.92, by="ada", source="ECB")
    with pytest.raises(RequestError, match=r"on 2026-04-01.*one of 2026-01-01"):
        exchange_rates.take_back(workspace, "USD", "EUR", SPRING, by="bo")


def test_a_rate_is_missing_before_its_first_day_and_the_other_way_round(workspace):
    exchange_rates.give(workspace, "USD", "EUR", SPRING, 0.9, by="ada", source="ECB")
    rates = exchange_rates.rates(workspace)
    march, may = date(2026, 3, 31), date(2026, 5, 31)
    needed = [("USD", may), ("EUR", march)]
    assert exchange_rates.missing(rates, needed, "EUR").is_empty()
    needed += [("USD", march), ("GBP", march), ("GBP", may)]
    found = exchange_rates.missing(rates, needed, "EUR").rows()
    assert found == [("GBP", march, may), ("USD", march, march)]
    assert exchange_rates.missing(rates, [("EUR", may)], "USD").height == 1


def test_pages_learn_of_a_new_rate(workspace):
    before = workspace.snapshot_key
    exchange_rates.give(workspace, "USD", "EUR", SPRING, 0.9, by="ada", source="ECB")
    assert workspace.snapshot_key != before
