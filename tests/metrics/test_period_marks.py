"""HR data that have fallen silent mark the periods after them; quiet firms stay unmarked."""

from datetime import date

import pytest

MONTHS = [f"{year}-{month:02}-01" for year in (2023, 2024, 2025, 2026) for month in range(1, 13)]


def closed(*days):
    return [{"task_id": day, "opened_at": day, "closed_at": day} for day in days]


def began(*days, team="a"):
    return [
        {"person_id": f"p{i}", "team_id": team, "valid_from": day} for i, day in enumerate(days)
    ]


@pytest.fixture
def marks(firm, tables):
    """(first day of the quarter, partial or lost) of every marked quarter of 2023 to 2026."""

    def told(membership, person=()):
        facts = firm(task=closed(*MONTHS), membership=membership, person=list(person))
        rows = tables(facts, "period_marks").sort("period").to_dicts()
        return [(row["period"], "partial" if row["is_partial"] else "lost") for row in rows]

    return told


def test_quarters_are_marked_when_a_silence_as_long_is_less_likely_than_one_in_a_hundred(marks):
    """Twelve starts a year: ln 100 = 4.6, so a silence of 4.6 / 12 years, 140 days, is too long."""
    assert marks(began(*MONTHS[:30]))[:3] == [
        (date(2025, 10, 1), "partial"),  # ends 214 days after the last start, 1 June 2025
        (date(2026, 1, 1), "partial"),
        (date(2026, 4, 1), "partial"),
    ]


def test_a_quarter_that_begins_over_a_year_after_the_last_start_is_lost(marks):
    found = dict(marks(began(*MONTHS[:30])))
    assert found[date(2026, 4, 1)] == "partial"
    assert found[date(2026, 7, 1)] == "lost"  # begins 395 days after 1 June 2025
    assert date(2025, 7, 1) not in found  # ends after 122 days


def test_data_up_to_the_end_are_not_marked(marks):
    assert marks(began(*MONTHS)) == []


def test_a_firm_in_which_somebody_begins_every_third_month_may_be_silent_for_a_year(marks):
    """Four starts a year: 1.15 years of silence are one in a hundred."""
    assert marks(began(*MONTHS[:37:3])) == []  # the last on 1 January 2026


def test_a_list_of_staff_without_history_takes_the_usual_rate_of_so_many_people(marks):
    """40 people, all since one day: 4 starts a year are usual, so 420 days of silence are much."""
    found = marks(began(*["2023-01-01"] * 40))
    assert found[0] == (date(2024, 1, 1), "partial")  # ends after 455 days
    assert {mark for _, mark in found} == {"partial"}  # a rate that is only usual hides nothing


def test_hire_dates_are_starts_too(marks):
    hired = [{"person_id": f"h{i}", "hire_date": day} for i, day in enumerate(MONTHS)]
    assert marks(began(*MONTHS[:30]), hired) == []


def test_a_start_in_the_future_does_not_make_old_data_fresh(marks):
    assert marks([*began(*MONTHS[:30]), *began("2030-01-01", team="b")]) == marks(
        began(*MONTHS[:30])
    )


def test_without_hr_data_nothing_is_marked(marks):
    assert marks([]) == []
