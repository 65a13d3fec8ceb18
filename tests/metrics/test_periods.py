from datetime import date

import polars as pl
import pytest

from store.errors import RequestError

Q1, Q2, Q3, Q4 = (date(2024, month, 1) for month in (1, 4, 7, 10))


def closed(*days: str) -> list[dict]:
    return [{"task_id": f"T{i}", "opened_at": days[0], "closed_at": d} for i, d in enumerate(days)]


def test_a_task_closed_on_the_first_day_of_a_quarter_is_in_that_quarter(firm, tables):
    facts = firm(task=closed("2024-03-31T23:59:59", "2024-04-01T00:00:00"))
    quarters = tables(facts, "quarters")
    assert quarters["quarter"].to_list() == [Q1, Q2]
    assert (quarters["end_day"][0], quarters["start_day"][1]) == (19814, 19814)  # 2024-04-01


def test_months_are_made_by_the_same_rule(firm, tables):
    facts = firm(task=closed("2024-01-31", "2024-02-29", "2024-03-01"))
    months = tables(facts, "periods", grain="month")
    assert months["period"].to_list() == [date(2024, month, 1) for month in (1, 2, 3)]
    assert months["quarter"].to_list() == [Q1, Q1, Q1]
    assert (months["end_day"] - months["start_day"]).to_list() == [31, 29, 31]


def test_a_period_in_which_nothing_happened_to_any_task_is_left_out(firm, tables):
    facts = firm(task=closed("2024-01-02", "2024-08-01"))
    assert tables(facts, "quarters")["quarter"].to_list() == [Q1, Q3]


def test_periods_begin_with_the_first_closed_task(firm, tables):
    task = {"task_id": "T", "opened_at": "2024-03-01", "closed_at": "2024-04-02"}
    assert tables(firm(task=[task]), "quarters")["quarter"].to_list() == [Q2]


def test_a_quarter_is_complete_when_facts_span_it_but_for_a_week(firm, tables):
    whole = firm(task=closed("2024-01-08", "2024-06-23"))
    assert tables(whole, "quarters")["is_complete"].to_list() == [True, True]
    short = firm(task=closed("2024-01-09", "2024-06-22"))
    assert tables(short, "quarters")["is_complete"].to_list() == [False, False]


def test_the_reference_is_the_first_two_complete_quarters(firm, tables):
    facts = firm(task=closed("2024-02-15", "2024-04-02", "2024-07-02", "2024-10-02", "2024-12-31"))
    assert tables(facts, "reference")["quarter"].to_list() == [Q2, Q3]


def test_a_stray_old_task_does_not_make_a_quarter_of_reference(firm, tables):
    bulk = [day for day in ("2024-01-02", "2024-04-02", "2024-07-02") for _ in range(11)]
    facts = firm(task=closed("2023-01-02", *bulk, "2024-09-30"))
    assert tables(facts, "reference")["quarter"].to_list() == [Q1, Q2]


def test_the_reference_begins_when_somebody_belongs_to_a_team(firm, tables):
    facts = firm(
        task=closed("2024-01-02", "2024-04-02", "2024-07-02", "2024-10-02", "2024-12-31"),
        membership=[{"person_id": "n1", "team_id": "T", "valid_from": "2024-03-28"}],
    )
    assert tables(facts, "reference")["quarter"].to_list() == [Q2, Q3]


def test_without_a_complete_quarter_the_first_one_stands_in(firm, tables):
    reference = tables(firm(task=closed("2024-02-15", "2024-03-01")), "reference")
    assert reference.rows() == [(Q1, False)]


def test_a_firm_may_choose_its_reference(firm, tables):
    facts = firm(task=closed("2024-01-02", "2024-04-02", "2024-09-30"))
    chosen = tables(facts, "reference", reference_quarters=[Q2, Q3])
    assert chosen["quarter"].to_list() == [Q2, Q3]
    with pytest.raises(RequestError, match="2024-01-01, 2024-04-01, 2024-07-01"):
        tables(facts, "reference", reference_quarters=[Q4])


def test_a_grain_that_does_not_exist_is_refused_with_those_that_do(firm, tables):
    with pytest.raises(RequestError, match="quarter or month"):
        tables(firm(task=closed("2024-01-02")), "calendar", grain="week")


def test_the_calendar_knows_business_days_weeks_and_the_leap_day(firm, tables):
    calendar = tables(firm(task=closed("2024-02-29")), "calendar", grain="month")
    leap = calendar.filter(pl.col("date") == date(2024, 2, 29)).row(0, named=True)
    assert leap["is_business"]  # a Thursday
    assert leap["period"] == date(2024, 2, 1)
    assert leap["day"] - leap["week"] == 3
    assert calendar.height == 91
    assert calendar["is_business"].sum() == 65
    assert calendar.filter(pl.col("date") == date(2024, 1, 8))["business_before"].item() == 5
