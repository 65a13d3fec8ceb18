import pytest

MEMBERS = [
    {"person_id": "a", "team_id": "x", "valid_from": "2020-01-01", "job_family": "design"},
    {"person_id": "b", "team_id": "y", "valid_from": "2020-01-01", "job_family": "support"},
]
LAST = {"task_id": "end", "opened_at": "2024-06-30", "closed_at": "2024-06-30"}


def task(name: str, closed: str = "2024-02-01", **more) -> dict:
    return {"task_id": name, "opened_at": "2024-01-01", "closed_at": closed, **more}


def by(person: str, *names: str) -> list[dict]:
    return [{"task_id": name, "person_id": person, "role": "assignee"} for name in names]


@pytest.fixture
def effort(firm, tables):
    def told(tasks: list[dict], parts: list[dict]) -> dict:
        facts = firm(task=[*tasks, LAST], participation=parts, membership=MEMBERS)
        return {row[0]: row[1:] for row in tables(facts, "task_hours").rows() if row[0] != "end"}

    return told


# Reference tasks of design: effort / estimate 1, 2, 4, so the frozen median is 2; median effort 8.
LOGGED = [
    task("r1", effort_hours=8.0, estimate_hours=8.0),
    task("r2", effort_hours=6.0, estimate_hours=3.0),
    task("r3", effort_hours=20.0, estimate_hours=5.0),
]


def test_effort_falls_back_from_logged_to_estimate_to_family_median(effort):
    tasks = [*LOGGED, task("estimated", estimate_hours=7.0), task("bare")]
    found = effort(tasks, by("a", *(t["task_id"] for t in tasks)))
    assert found["r2"] == (6.0, "logged")
    assert found["estimated"] == (14.0, "estimate")
    assert found["bare"] == (8.0, "family median")


def test_rulers_are_frozen_in_the_reference_quarters(effort):
    later = [task(f"l{i}", "2024-09-01", effort_hours=99.0, estimate_hours=1.0) for i in range(9)]
    tasks = [*LOGGED, *later, task("estimated", "2024-09-02", estimate_hours=7.0)]
    found = effort(tasks, by("a", *(t["task_id"] for t in tasks)))
    assert found["estimated"] == (14.0, "estimate")


def test_without_any_effort_an_estimate_is_taken_as_it_is_and_a_bare_task_counts_one(effort):
    tasks = [task("estimated", estimate_hours=7.0), task("bare"), task("zero", effort_hours=0.0)]
    found = effort(tasks, by("a", "estimated", "bare", "zero"))
    assert found["estimated"] == (7.0, "estimate")
    assert found["bare"] == found["zero"] == (1.0, "count")


def test_a_craft_that_logs_nothing_borrows_the_firms_ratio_but_not_its_median(effort):
    tasks = [*LOGGED, task("estimated", estimate_hours=7.0), task("bare")]
    found = effort(tasks, [*by("a", "r1", "r2", "r3"), *by("b", "estimated", "bare")])
    assert found["estimated"] == (14.0, "estimate")
    assert found["bare"] == (1.0, "count")


def test_hours_that_people_logged_are_the_tasks_effort_where_it_has_none(effort):
    parts = [
        {"task_id": "T", "person_id": "a", "role": "assignee", "hours": 3.0},
        {"task_id": "T", "person_id": "b", "role": "reviewer", "hours": 1.0},
    ]
    assert effort([task("T")], [*parts, *parts])["T"] == (4.0, "logged")


def test_a_task_of_nobody_is_measured_too(effort):
    assert effort([task("T", effort_hours=5.0), task("U")], [])["T"] == (5.0, "logged")
