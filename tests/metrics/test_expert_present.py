import pytest

TASK = {"task_id": "T", "opened_at": "2024-01-15", "closed_at": "2024-02-09T16:00"}
MEMBERS = [
    {"person_id": person, "team_id": "x", "valid_from": "2020-01-01", "job_family": "J"}
    for person in ("e1", "e2", "n")
]
PEOPLE = [
    {"person_id": "e1", "hire_date": "2010-01-01"},
    {"person_id": "e2", "hire_date": "2010-01-01"},
    {"person_id": "n", "hire_date": "2023-06-01"},
]
MEMBERS[2]["valid_from"] = "2023-06-01"


def part(person: str, role: str = "assignee", **more) -> dict:
    return {"task_id": "T", "person_id": person, "role": role, **more}


def event(person: str, at: str, kind: str = "comment") -> dict:
    return {"task_id": "T", "person_id": person, "at": at, "kind": kind}


@pytest.mark.parametrize(
    ("parts", "events", "expected"),
    [
        pytest.param([part("n")], [], {"n": 0}, id="alone"),
        pytest.param(
            [part("n"), part("e1", "reviewer")], [], {"n": 1, "e1": 0}, id="not beside oneself"
        ),
        pytest.param(
            [part("e1"), part("e2", "collaborator")], [], {"e1": 1, "e2": 1}, id="two experts"
        ),
        pytest.param([part("n"), part("e1", weight=0.05)], [], {"n": 0, "e1": 0}, id="too little"),
        pytest.param(
            [part("n")], [event("e1", "2024-02-09T15:59")], {"n": 1}, id="a word before the closing"
        ),
        pytest.param([part("n")], [event("e1", "2024-02-09T16:01")], {"n": 0}, id="one after it"),
        pytest.param(
            [part("n")], [event("e1", "2024-02-01", "status")], {"n": 0}, id="only a move"
        ),
        pytest.param(
            [part("n")], [event("x", "2024-02-01", "review")], {"n": 0}, id="a stranger's"
        ),
        pytest.param([part("e1")], [event("e1", "2024-02-01")], {"e1": 0}, id="talking to oneself"),
    ],
)
def test_an_expert_is_beside(firm, tables, parts, events, expected):
    facts = firm(
        task=[TASK], participation=parts, task_event=events, membership=MEMBERS, person=PEOPLE
    )
    found = tables(facts, "expert_present", grain="month")
    assert dict(found.select("person_id", "x").rows()) == expected
