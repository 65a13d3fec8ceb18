"""Sums of spend: never over currencies, and over them only with rates that somebody gave."""

from datetime import date

import polars as pl
import pytest

from economics.spend import converted, coverage, reconciled, spend, totals
from economics.spend_lines import LINES, spend_lines
from store import exchange_rates
from store.errors import RequestError
from store.exchange_rates import RATES
from tests.economics.small_firm import MAY, TEAMS, course, line, people, small_firm, use

JUNE, JULY = date(2026, 6, 1), date(2026, 7, 1)
ROSTER = people("N1", 6) + people("S1", 7)


def lines_of(*rows):
    """Lines that count: (month, category, team, currency, amount, tag)."""
    blank = dict.fromkeys(LINES) | {"source": "ledger", "counted": True}
    names = ("month", "category", "team_id", "currency", "amount", "tag")
    told = [blank | dict(zip(names, row, strict=True)) for row in rows]
    return pl.DataFrame(told, schema=dict(LINES))


def rates_of(*rows):
    """Rates (from, to, day, rate)."""
    blank = dict.fromkeys(RATES)
    names = ("from_currency", "to_currency", "day", "rate")
    told = [blank | dict(zip(names, row, strict=True)) for row in rows]
    return pl.DataFrame(told, schema=RATES)


LINES_OF_MAY = lines_of(
    (MAY, "tokens", "S1", "USD", 10.0, "quoted"),
    (MAY, "tokens", "S1", "USD", 5.0, "measured"),
    (MAY, "tokens", "S1", "EUR", 7.0, "assumed"),
)


def test_sums_are_by_currency_and_name_every_tag_the_weakest_last():
    assert spend(LINES_OF_MAY).rows() == [
        (MAY, "tokens", "S1", "EUR", 7.0, 1, "assumed"),
        (MAY, "tokens", "S1", "USD", 15.0, 2, "measured, quoted"),
    ]
    assert spend(LINES_OF_MAY, ["category"])["currency"].to_list() == ["EUR", "USD"]
    assert totals(LINES_OF_MAY).rows() == [
        ("EUR", "assumed", 7.0, 1),
        ("USD", "measured", 5.0, 1),
        ("USD", "quoted", 10.0, 1),
    ]


def test_what_does_not_count_is_in_no_sum_and_in_the_coverage():
    rest = LINES_OF_MAY.with_columns(counted=pl.lit(value=False), why_not=pl.lit("twice"))
    both = pl.concat([LINES_OF_MAY, rest])
    assert spend(both).equals(spend(LINES_OF_MAY))
    told = coverage(both).select("currency", "why_not", "lines", "amount").rows()
    assert told == [("EUR", None, 1, 7.0), ("EUR", "twice", 1, 7.0), ("USD", None, 2, 15.0),
                    ("USD", "twice", 2, 15.0)]  # fmt: skip


def test_each_month_takes_the_newest_rate_that_was_there_at_its_end():
    lines = lines_of(
        (MAY, "tokens", "S1", "USD", 10.0, "quoted"),
        (JUNE, "tokens", "S1", "USD", 10.0, "quoted"),
        (JULY, "tokens", "S1", "USD", 10.0, "quoted"),
        (JULY, "tokens", "S1", "EUR", 1.0, "quoted"),
        (None, "tokens", "S1", "USD", 10.0, "quoted"),
    )
    rates = rates_of(
        ("USD", "EUR", date(2026, 5, 31), 0.5),
        ("USD", "EUR", date(2026, 6, 15), 0.6),
        ("USD", "EUR", date(2026, 9, 1), 0.9),
        ("EUR", "USD", date(2026, 1, 1), 9.0),
    )
    told = converted(lines, rates, "eur").select("month", "amount", "told_in", "rate")
    assert told.rows() == [
        (MAY, 5.0, "USD", 0.5),
        (JUNE, 6.0, "USD", 0.6),
        (JULY, 1.0, "EUR", 1.0),
        (JULY, 6.0, "USD", 0.6),
        (None, 6.0, "USD", 0.6),
    ]
    assert set(converted(lines, rates, "EUR")["currency"]) == {"EUR"}


@pytest.mark.parametrize(
    "rates",
    [
        rates_of(),
        rates_of(("USD", "EUR", date(2026, 6, 1), 0.9)),
        rates_of(("EUR", "USD", date(2026, 1, 1), 1.1)),
        rates_of(("USD", "GBP", date(2026, 1, 1), 0.8)),
    ],
    ids=["none", "too late", "the other way round", "another pair"],
)
def test_without_a_rate_of_the_time_nothing_is_converted(rates):
    with pytest.raises(RequestError) as refused:
        converted(LINES_OF_MAY, rates, "EUR")
    assert refused.value.found.endswith("without a rate into EUR: USD from May 2026 to May 2026")
    assert "a rate that somebody gave" in refused.value.expected
    assert "atelier rates add USD EUR <rate> --day 2026-05-01" in refused.value.do


def test_with_one_currency_no_rate_is_needed():
    only = LINES_OF_MAY.filter(currency="EUR")
    assert converted(only, rates_of(), "EUR")["amount"].to_list() == [7.0]
    assert converted(only.clear(), rates_of(), "EUR").is_empty()


def test_lines_are_converted_with_rates_of_the_workspace(tmp_path):
    ledger = [line("S1", 10.0, currency="USD"), line("S1", 3.0, reference="V-2")]
    firm = small_firm(tmp_path, team=TEAMS, membership=ROSTER, ledger=ledger)
    exchange_rates.give(firm, "USD", "EUR", MAY, 0.5, by="ada", source="ECB")
    told = converted(spend_lines(firm), exchange_rates.rates(firm), "EUR")
    assert spend(told, ["category"])["amount"].to_list() == [8.0]


def test_every_cent_of_the_facts_is_in_the_lines(tmp_path):
    ledger = [
        line("S1", 0.1), line("S1", 0.2, reference="V-2"), line("N2", 5.0, account="Office rent"),
        line(None, -7.77, account="key", category="tokens", reference="V-4"),
        line("S1", 3.0, account="Study leave", reference="V-5"),
    ]  # fmt: skip
    spent = [use(f"S1-{n}", cost=0.1, currency="USD", tokens_in=1) for n in range(1, 7)]
    fees = [course(f"S1-{n}", 2.0, 33.33) for n in range(1, 6)]
    firm = small_firm(
        tmp_path, team=TEAMS, membership=ROSTER, ledger=ledger, ai_usage=spent, training=fees
    )
    told = reconciled(firm, spend_lines(firm)).rows()
    assert told == [
        ("AI usage", "USD", 0.6, 0.0, 0.6, True),  # the bill tells the tokens of May
        ("ledger", "EUR", 0.53, -4.47, 5.0, True),
        ("training", "EUR", 166.65, 0.0, 166.65, True),
    ]


def test_what_fewer_than_five_people_cost_is_told_by_no_difference(tmp_path):
    fees = [course(f"S1-{n}", cost=10.0) for n in range(1, 4)]
    firm = small_firm(tmp_path, team=TEAMS, membership=ROSTER, training=fees)
    lines = spend_lines(firm)
    assert lines.is_empty()
    assert reconciled(firm, lines).rows() == [("training", "EUR", None, 0.0, 0.0, False)]
