"""A task counts as told when the moment is known at which somebody got it."""

from datetime import date

import pytest

Q = date(2026, 1, 1)
MEMBERS = [
    {"person_id": person, "team_id": team, "valid_from": "2025-01-01"}
    for person, team in (("p", "a"), ("q", "b"))
]


def assigned(task, person, since=None, role="assignee"):
    return {"task_id": task, "person_id": person, "role": role, "from_at": since}


@pytest.fixture
def history(firm, tables):
    def told(*participation):
        names = sorted({row["task_id"] for row in participation})
        facts = firm(
            team=[{"team_id": "a", "parent_id": "firm"}, {"team_id": "b", "parent_id": "firm"}],
            membership=MEMBERS,
            task=[{"task_id": name, "closed_at": "2026-02-01"} for name in names],
            participation=participation,
        )
        return tables(facts, "assignment_history").rows()

    return told


def test_tasks_with_the_moment_of_an_assignment_are_counted_by_team_and_unit(history):
    since = "2026-01-05"
    assert history(assigned("T1", "p", since), assigned("T2", "p"), assigned("T3", "q", since)) == [
        ("a", Q, 2, 1, 0.5),
        ("b", Q, 1, 1, 1.0),
        ("firm", Q, 3, 2, pytest.approx(2 / 3)),
    ]


def test_a_reviewers_first_moment_tells_nothing_of_the_assignment(history):
    assert history(assigned("T1", "p"), assigned("T1", "q", "2026-01-05", "reviewer")) == [
        ("a", Q, 1, 0, 0.0),
        ("firm", Q, 1, 0, 0.0),
    ]


def test_several_turns_of_one_task_count_once(history):
    turns = [assigned("T1", "p", "2026-01-05"), assigned("T1", "q", "2026-01-09")]
    assert [row[2:4] for row in history(*turns)] == [(1, 1), (1, 1)]
