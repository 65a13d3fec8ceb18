from datetime import date

import pytest

CLOSED = "2024-02-01T15:00"


def task(name: str, **more) -> dict:
    return {"task_id": name, "opened_at": "2024-01-02", "closed_at": CLOSED, **more}


def took_part(task_id: str, person: str, role: str, **more) -> dict:
    return {"task_id": task_id, "person_id": person, "role": role, **more}


@pytest.fixture
def hours_of(firm, tables):
    def told(tasks: list[dict], parts: list[dict], **more) -> dict:
        found = tables(firm(task=tasks, participation=parts, **more), "hours")
        return {(t, p): h for t, p, h in found.select("task_id", "person_id", "hours").rows()}

    return told


def test_hours_follow_effort_and_role_as_in_example_e0(hours_of):
    hours = hours_of(
        [task("T1", effort_hours=14.0), task("T2", effort_hours=10.0)],
        [
            took_part("T1", "N1", "collaborator"),
            took_part("T1", "E1", "assignee"),
            took_part("T1", "E2", "reviewer"),
            took_part("T2", "E1", "assignee"),
            took_part("T2", "N1", "reviewer"),
        ],
    )
    assert hours == {
        ("T1", "N1"): 4.0,
        ("T1", "E1"): 8.0,
        ("T1", "E2"): 2.0,
        ("T2", "E1"): 8.0,
        ("T2", "N1"): 2.0,
    }


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        pytest.param(
            [took_part("T", "a", "reviewer"), took_part("T", "a", "assignee")],
            {("T", "a"): 12.0},
            id="several roles count once, the largest",
        ),
        pytest.param(
            [took_part("T", "a", "assignee", weight=0.25), took_part("T", "b", "reviewer")],
            {("T", "a"): 6.0, ("T", "b"): 6.0},
            id="a told weight goes before the role's",
        ),
        pytest.param(
            [took_part("T", "a", "assignee"), took_part("T", "c", "reporter")],
            {("T", "a"): 12.0},
            id="reporting is no work",
        ),
        pytest.param(
            [took_part("T", "c", "reporter")], {}, id="hours of a task that nobody did are nobody's"
        ),
        pytest.param(
            [took_part("T", "a", "assignee"), took_part("T", "bot", "assignee")],
            {("T", "a"): 12.0},
            id="a bot has no hours",
        ),
        pytest.param(
            [
                took_part("T", "a", "assignee"),
                took_part("T", "a", "assignee", from_at="2024-01-05"),
            ],
            {("T", "a"): 12.0},
            id="one role in two stretches counts once",
        ),
    ],
)
def test_weights(hours_of, parts, expected):
    people = [{"person_id": "bot", "worker_type": "bot"}, {"person_id": "a"}]
    assert hours_of([task("T", effort_hours=12.0)], parts, person=people) == expected


def test_the_role_is_the_one_with_the_largest_weight(firm, tables):
    parts = [
        took_part("T", "a", "assignee", weight=0.1),
        took_part("T", "a", "reviewer", weight=0.5),
        took_part("T", "b", "reviewer"),
        took_part("T", "b", "mentor"),
    ]
    found = tables(firm(participation=parts), "part").sort("person_id")
    assert found.rows() == [("T", "a", 0.5, "reviewer"), ("T", "b", 0.25, "mentor")]


def test_an_open_task_has_no_hours(hours_of):
    open_task = {"task_id": "T", "opened_at": "2024-01-02", "effort_hours": 5.0}
    assert hours_of([open_task, task("U")], [took_part("T", "a", "assignee")]) == {}


def test_a_person_is_placed_by_the_day_the_task_closed(firm, tables):
    members = [
        {"person_id": "a", "team_id": "old", "valid_from": "2023-01-01", "valid_to": "2024-02-01"},
        {"person_id": "a", "team_id": "new", "valid_from": "2024-02-01"},
    ]
    parts = [took_part("T", "a", "assignee"), took_part("T", "outsider", "reviewer")]
    facts = firm(task=[task("T", effort_hours=10.0)], participation=parts, membership=members)
    found = tables(facts, "participation_hours", grain="month").sort("person_id")
    assert found.select("person_id", "hours", "team_id", "job_family", "period").rows() == [
        ("a", 8.0, "new", "all", date(2024, 2, 1)),
        ("outsider", 2.0, None, None, date(2024, 2, 1)),
    ]


def test_hours_of_a_person_in_two_teams_are_split_and_add_up(firm, tables):
    members = [
        {"person_id": "a", "team_id": "x", "valid_from": "2023-01-01", "share": 0.75},
        {"person_id": "a", "team_id": "y", "valid_from": "2023-01-01", "share": 0.25},
    ]
    facts = firm(
        task=[task("T", effort_hours=8.0)],
        participation=[took_part("T", "a", "assignee")],
        membership=members,
    )
    found = tables(facts, "hours").sort("team_id")
    assert found.select("team_id", "hours", "team_share").rows() == [
        ("x", 6.0, 0.75),
        ("y", 2.0, 0.25),
    ]
