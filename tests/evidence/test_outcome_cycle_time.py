from datetime import date
from math import log

import pytest

from evidence.outcome_cycle_time import cells
from tests.evidence.small_histories import TWO, history, watched


def one(name, by, start, end, **more):
    return {
        "task_id": name,
        "by": by,
        "opened_at": "2024-01-01",
        "started_at": start,
        "closed_at": end,
        **more,
    }


def test_the_median_counts_from_the_start_in_the_month_of_the_start():
    firm = history(
        [
            one("t1", "a0", "2024-01-10", "2024-01-12"),
            one("t2", "a1", "2024-01-10", "2024-01-14"),
            one("t3", "a1", "2024-01-31", "2024-02-10"),
            one("t4", "b0", "2024-02-01", "2024-02-02"),
        ]
    )
    rows = cells(firm, TWO).rows.rows()
    assert rows == [
        ("a", date(2024, 1, 1), 2, pytest.approx(log(4))),
        ("b", date(2024, 2, 1), 1, pytest.approx(log(1))),
    ]


def test_without_a_start_the_task_began_as_it_was_opened():
    firm = history([one("t1", "a0", None, "2024-01-09")])
    assert cells(firm, TWO).rows["outcome"].to_list() == [pytest.approx(log(8))]


def test_an_open_task_is_longer_than_it_was_watched_and_not_left_out():
    closed = [one(f"t{i}", "a0", "2024-01-01", f"2024-01-{1 + i:02}") for i in (2, 4)]
    firm = history([*closed, one("t9", "a1", "2024-01-01", None)])
    # Three tasks: 2 and 4 days, and one still open: the median is 4, not 3.
    assert cells(firm, TWO).rows["outcome"].to_list() == [pytest.approx(log(4))]


def test_an_open_task_is_watched_to_the_end_of_the_last_day():
    tasks = [
        one("t1", "a0", "2024-03-01", "2024-03-31T06:00"),
        one("t2", "a0", "2024-03-01", None),
        one("t3", "a0", "2024-03-01T00:00", "2024-03-31T12:00"),
    ]
    # Watched for 31 days until the end of 31 March: 30.25 and 30.5 are over by then, so 30.5.
    firm = history(tasks, span=watched(last="2024-03-31"))
    assert cells(firm, TWO).rows["outcome"].to_list() == [pytest.approx(log(30.5))]


def test_the_last_months_are_cut_for_all_teams_alike_when_medians_are_not_reached_yet():
    quick = [one(f"q{m}", "a0", f"2024-0{m}-01", f"2024-0{m}-03") for m in (1, 2, 3, 4)]
    slow = [one(f"s{m}", "b0", f"2024-0{m}-01", f"2024-0{m + 2}-01") for m in (1, 2)]
    late = [one(f"s{m}", "b0", f"2024-0{m}-01", None) for m in (3, 4)]
    found = cells(history([*quick, *slow, *late]), TWO)
    assert (found.last, found.cut) == (date(2024, 2, 1), 2)


def test_a_median_that_is_not_reached_in_the_middle_is_missing_and_keeps_its_row():
    tasks = [one("s1", "b0", "2024-01-01", None), one("q4", "a0", "2024-04-01", "2024-04-03")]
    found = cells(history(tasks), TWO)
    assert found.rows.filter(found.rows["team_id"] == "b")["outcome"].to_list() == [None]
    assert found.last == date(2024, 4, 1)


def test_cancelled_tasks_are_left_out_and_counted():
    tasks = [
        one("t1", "a0", "2024-01-10", "2024-01-12"),
        one("t2", "a1", "2024-01-10", None, status="cancelled"),
    ]
    found = cells(history(tasks), TWO)
    assert found.rows["outcome"].to_list() == [pytest.approx(log(2))]
    assert found.lost == (("cancelled, and nobody knows when", 1),)


def test_work_of_bots_and_of_people_of_no_team_counts_nowhere():
    tasks = [
        one("t1", "a0", "2024-01-10", "2024-01-12"),
        one("t2", "robot", "2024-01-10", "2024-01-30"),
        one("t3", "stranger", "2024-01-10", "2024-01-30"),
    ]
    firm = history(tasks, person=[{"person_id": "robot", "worker_type": "bot"}])
    assert firm.tasks["task_id"].to_list() == ["t1", "t3"]
    assert cells(firm, TWO).rows["outcome"].to_list() == [pytest.approx(log(2))]
