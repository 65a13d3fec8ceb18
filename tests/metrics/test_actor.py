from datetime import date

import pytest

MEMBERS = [
    {"person_id": p, "team_id": t, "valid_from": "2020-01-01", "job_family": "design"}
    for p, t in (("a", "x"), ("b", "y"))
]
TASK = {"task_id": "T", "opened_at": "2024-01-02", "closed_at": "2024-02-01"}


def part(person: str, role: str = "assignee", **more) -> dict:
    return {"task_id": "T", "person_id": person, "role": role, **more}


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        pytest.param([part("a", weight=0.4), part("b", weight=0.6)], "b", id="the largest weight"),
        pytest.param(
            [part("a", from_at="2024-01-20"), part("b", from_at="2024-01-10")],
            "b",
            id="the earliest",
        ),
        pytest.param(
            [part("a"), part("b", from_at="2024-01-10")], "b", id="a known start is earlier"
        ),
        pytest.param([part("b"), part("a")], "a", id="the lowest id"),
        pytest.param([part("bot", weight=9.0), part("b")], "b", id="a person before a bot"),
        pytest.param([part("a", "reviewer"), part("b")], "b", id="only an assignee"),
    ],
)
def test_the_primary_actor_is(firm, tables, parts, expected):
    bot = [{"person_id": "bot", "worker_type": "agent"}]
    facts = firm(task=[TASK], participation=parts, membership=MEMBERS, person=bot)
    assert tables(facts, "actor")["person_id"].to_list() == [expected]


def test_a_task_without_an_assignee_has_no_actor(firm, tables):
    facts = firm(task=[TASK], participation=[part("a", "reviewer")], membership=MEMBERS)
    assert tables(facts, "actor").height == 0


def test_an_actor_unknown_to_hr_has_neither_team_nor_family(firm, tables):
    facts = firm(task=[TASK], participation=[part("nobody")], membership=MEMBERS)
    row = tables(facts, "actor", grain="month").row(0, named=True)
    assert (row["person_id"], row["team_id"], row["job_family"]) == ("nobody", None, None)
    assert (row["quarter"], row["period"]) == (date(2024, 1, 1), date(2024, 2, 1))


def test_an_actor_in_two_teams_acts_for_the_main_one(firm, tables):
    members = [
        {"person_id": "a", "team_id": "x", "valid_from": "2020-01-01", "share": 0.3},
        {"person_id": "a", "team_id": "y", "valid_from": "2020-01-01", "share": 0.7},
    ]
    facts = firm(task=[TASK], participation=[part("a")], membership=members)
    assert tables(facts, "actor")["team_id"].to_list() == ["y"]


def test_a_craft_that_did_nothing_in_the_reference_has_its_own_first_quarters(firm, tables):
    def work(name: str, person: str, closed: str) -> tuple[dict, dict]:
        done = {"task_id": name, "opened_at": "2024-01-02", "closed_at": closed}
        return done, {"task_id": name, "person_id": person, "role": "assignee"}

    members = [
        {"person_id": p, "team_id": "x", "valid_from": "2020-01-01", "job_family": f}
        for p, f in (("a", "design"), ("b", "support"))
    ]
    done = [
        work("d1", "a", "2024-01-05"),
        work("d2", "a", "2024-05-05"),
        work("d3", "a", "2024-09-29"),
        work("s1", "b", "2024-08-05"),
        work("s2", "b", "2024-12-30"),
    ]
    tasks, parts = zip(*done, strict=True)
    found = tables(firm(task=tasks, participation=parts, membership=members), "family_reference")
    assert found.rows() == [
        ("design", date(2024, 1, 1)),
        ("design", date(2024, 4, 1)),
        ("support", date(2024, 7, 1)),
        ("support", date(2024, 10, 1)),
    ]
