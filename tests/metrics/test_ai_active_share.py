"""On how many working days people used AI."""

from datetime import date

import pytest

Q1 = date(2026, 1, 1)


@pytest.fixture
def share(firm, tables):
    def build(usage, members=("p", "q"), extra=(), grain="quarter"):
        facts = firm(
            team=[{"team_id": "a", "parent_id": "top"}, {"team_id": "b", "parent_id": "top"}],
            membership=[
                *(
                    {"person_id": p, "team_id": "a", "valid_from": "2025-01-01", "job_family": "x"}
                    for p in members
                ),
                *extra,
            ],
            task=[
                {"task_id": "T", "opened_at": "2026-01-01", "closed_at": "2026-01-05"},
                {"task_id": "U", "opened_at": "2026-01-01", "closed_at": "2026-03-31"},
            ],
            participation=[{"task_id": "T", "person_id": "p", "role": "assignee"}],
            ai_usage=[
                {"person_id": p, "day": day, "tool": "t", "interactions": n} for p, day, n in usage
            ],
        )
        readings = tables(facts, "ai_active_share", grain=grain)
        return {(row["team_id"], row["period"]): row for row in readings.to_dicts()}

    return build


def test_active_days_are_of_the_working_days_that_the_data_speak_of(share):
    # Monday 2 to Friday 13 March: ten business days of two people, three of them active.
    usage = [("p", "2026-03-02", 5), ("p", "2026-03-04", 1), ("q", "2026-03-13", 2)]
    row = share(usage)["a", Q1]
    assert (row["value"], row["n_units"]) == (3 / 20, 20)
    assert row["coverage"] == pytest.approx(10 / 64)


def test_a_weekend_is_no_working_day(share):
    usage = [("p", "2026-03-02", 5), ("p", "2026-03-07", 9), ("q", "2026-03-13", 2)]
    assert share(usage)["a", Q1]["value"] == 2 / 20


def test_a_licence_without_use_is_a_day_without_ai(share):
    usage = [("p", "2026-03-02", 0), ("q", "2026-03-13", 0)]
    assert share(usage)["a", Q1]["value"] == 0.0


def test_several_tools_on_one_day_are_one_day(share):
    usage = [("p", "2026-03-02", 5), ("p", "2026-03-02", 7), ("q", "2026-03-13", 0)]
    assert share(usage)["a", Q1]["value"] == 1 / 20


def test_without_ai_data_the_share_is_not_computed_and_not_zero(share):
    row = share([])["a", Q1]
    assert (row["value"], row["reason"]) == (None, "No AI usage data for these people and days")


def test_a_team_that_the_data_do_not_know_has_no_share(share):
    other = {"person_id": "r", "team_id": "b", "valid_from": "2025-01-01"}
    rows = share([("p", "2026-03-02", 5), ("p", "2026-03-13", 5)], extra=[other])
    assert rows["b", Q1]["value"] is None
    assert rows["top", Q1]["value"] == 2 / 30


def test_a_month_before_the_data_begin_has_no_share(share):
    rows = share([("p", "2026-03-02", 5), ("q", "2026-03-13", 5)], grain="month")
    assert rows["a", date(2026, 1, 1)]["value"] is None
    assert rows["a", date(2026, 3, 1)]["value"] == 2 / 20


def test_a_person_in_two_teams_has_one_day_in_the_unit_above(share):
    both = {"person_id": "p", "team_id": "b", "valid_from": "2025-01-01", "job_family": "x"}
    usage = [("p", "2026-03-02", 5), ("p", "2026-03-13", 5)]
    rows = share(usage, members=("p",), extra=[both])
    assert rows["top", Q1]["n_units"] == 10
    assert rows["top", Q1]["value"] == 2 / 10
