"""Connection: who worked with an expert, on which days, and how that fades."""

from datetime import date

import pytest

MEMBERS = {
    "N": {"level": "junior", "entry_level": True},
    "M": {"level": "junior", "entry_level": True},
    "O": {"level": "junior", "entry_level": True},
    "E": {"level": "senior", "senior_level": True, "entry_level": False},
    "F": {"level": "senior", "senior_level": True, "entry_level": False},
    "I": {"level": "mid", "entry_level": False},
}
Q1 = date(2026, 1, 1)


@pytest.fixture
def facts(firm):
    def build(held, events, more=()):
        """held: task -> people; events: (task, person, day, kind); more: other tasks."""
        span = {"opened_at": "2025-12-01", "closed_at": "2026-03-31", "source": "jira"}
        tasks = [{"task_id": task, **span} for task in held]
        return firm(
            team=[{"team_id": "a"}],
            membership=[
                {"person_id": p, "team_id": "a", "valid_from": "2023-01-01", "job_family": "x", **m}
                for p, m in MEMBERS.items()
            ],
            task=[*tasks, *more],
            participation=[
                {"task_id": task, "person_id": p, "role": "assignee" if k == 0 else "collaborator"}
                for task, people in held.items()
                for k, p in enumerate(people)
            ],
            task_event=[
                {"task_id": task, "person_id": person, "at": day, "kind": kind}
                for task, person, day, kind in events
            ],
        )

    return build


def days(table):
    return sorted(table.select("person_id", "expert_id", "share").rows())


def test_a_comment_of_the_novice_or_of_the_expert_makes_a_day(facts, tables):
    held = {"T": "NE", "U": "ME"}
    events = [("T", "N", "2026-03-02", "comment"), ("U", "E", "2026-03-02", "review")]
    found = tables(facts(held, events), "co_work")
    assert days(found) == [("M", "E", 1.0), ("N", "E", 1.0)]


def test_ten_comments_on_one_day_are_one_day_on_the_task_with_the_largest_share(facts, tables):
    held = {"T": "NE", "U": "NEM"}
    events = [("T", "N", f"2026-03-02T{h:02}:00", "comment") for h in range(9, 19)]
    events += [("U", "E", "2026-03-02", "comment")]
    found = tables(facts(held, events), "co_work")
    assert days(found) == [("M", "E", 0.5), ("N", "E", 1.0)]


def test_the_event_of_a_third_person_on_the_task_is_nobodys_meeting_with_the_other(facts, tables):
    found = tables(facts({"T": "NEI"}, [("T", "I", "2026-03-02", "comment")]), "co_work")
    assert days(found) == [("I", "E", 0.5)]


def test_somebody_who_only_comments_holds_nothing(facts, tables):
    found = tables(facts({"T": "NM"}, [("T", "E", "2026-03-02", "comment")]), "co_work")
    assert found.is_empty()


def test_a_status_change_is_no_work_together(facts, tables):
    events = [("T", "E", "2026-03-02", "status"), ("U", "N", "2026-03-02", "comment")]
    found = tables(facts({"T": "NE", "U": "NM"}, events), "co_work")
    assert found.is_empty()


def test_without_events_a_shared_task_is_one_day_at_its_close(facts, tables):
    found = tables(facts({"T": "NE"}, []), "co_work")
    assert days(found) == [("N", "E", 1.0)]
    assert found["day"].to_list() == [(date(2026, 3, 31) - date(1970, 1, 1)).days]


def test_experts_have_ties_with_each_other_too(facts, tables):
    found = tables(facts({"T": "EF"}, []), "connection_stock")
    assert found.select("person_id", "experts").rows() == [("E", 1), ("F", 1)]


def test_the_stock_of_a_period_fades_into_the_next(facts, tables):
    events = [("T", "N", "2026-01-14", "comment"), ("T", "N", "2026-02-28", "comment")]
    early = {"task_id": "X", "opened_at": "2026-01-01", "closed_at": "2026-01-20"}
    stock = tables(facts({"T": "NE"}, events, [early]), "connection_stock", grain="month")
    of_novice = stock.filter(person_id="N").sort("period")["stock"].to_list()
    # January stands at the 31st, 17 days after; February at its last day; March 31 days on.
    january = 2 ** (-17 / 45)
    february = 2 ** (-45 / 45) + 1
    assert of_novice == pytest.approx([january, february, february * 2 ** (-31 / 45)])


def test_a_running_period_stands_at_the_last_day_seen(facts, tables):
    events = [("T", "N", "2026-04-02", "comment")]
    stock = tables(facts({"T": "NE"}, events), "connection_stock").filter(person_id="N")
    assert stock["stock"].to_list() == [1.0]


def test_novices_without_any_tie_count_as_zero(facts, tables):
    events = [("T", "N", "2026-03-31", "comment"), ("T", "N", "2025-12-20", "comment")]
    reading = tables(facts({"T": "NE"}, events), "connection").filter(period=Q1).row(0, named=True)
    stock = 1 + 2 ** (-101 / 45)
    assert reading["value"] == pytest.approx((1 - 2.718281828 ** -(stock / 10)) / 3)
    assert (reading["n_novices"], reading["n_people"], reading["n_units"]) == (3, 6, 1)


def test_less_than_ninety_days_of_shared_work_is_warming_up(facts, tables):
    reading = tables(facts({"T": "NE"}, [("T", "N", "2026-03-01", "comment")]), "connection")
    row = reading.filter(period=Q1).row(0, named=True)
    assert row["value"] is None
    assert row["reason"].startswith("Warming up: 30 days")


def test_a_firm_in_which_nobody_shares_a_task_has_no_figure(facts, tables):
    row = tables(facts({"T": "N"}, []), "connection").row(0, named=True)
    assert (row["value"], row["reason"]) == (None, "No task was shared by two people")


def test_hours_beside_an_expert_are_mentored_hours(facts, tables):
    # One hour a task: a collaborator of two has a third of it.
    held = {"T": "EN", "U": "NI", "V": "NM"}
    row = tables(facts(held, []), "mentored_share").filter(period=Q1).row(0, named=True)
    mentored, all_hours = 1 / 3, 1 / 3 + 2 / 3 + 2 / 3 + 1 / 3
    assert row["value"] == pytest.approx(mentored / all_hours)
    assert row["n_novices"] == 2
