"""Who is who as somebody decides: accepted, dated, taken back; no fact is ever written anew."""

from datetime import UTC, date, datetime

import polars as pl
import pytest

from store import decided
from store.errors import RequestError

ANA = {"person_id": "employee_id:7", "employee_id": "7", "email": "ana@firm.example"}
BO = {"person_id": "employee_id:8", "employee_id": "8", "email": "bo@firm.example"}
SPRING = date(2026, 4, 1)


def moment(month: int) -> datetime:
    return datetime(2026, month, 5, 9, tzinfo=UTC)


def part(key: str, task: str = "T1", month: int | None = 1, role: str = "assignee") -> dict:
    began = moment(month) if month else None
    return {"task_id": task, "person_id": key, "role": role, "from_at": began}


@pytest.fixture
def who(workspace):
    """The account behind a key, as the facts hold it: `who("zoe")`."""

    def account(key: str) -> str:
        rows = workspace.people.facts.identity().aliases.filter(key=key)
        return rows["account"][0]

    return account


def owners(workspace, table: str = "participation", column: str = "task_id") -> dict[str, str]:
    """Task (or another column) -> the customer's id of its person."""
    rows = workspace.facts(table).select(column, "person_id").sort(column).collect()
    known = workspace.people.source_ids(rows["person_id"])
    return {key: known[person] for key, person in rows.iter_rows()}


def test_an_accepted_tie_counts_from_then_on_and_is_a_new_state_of_the_facts(workspace, load, who):
    load("hr", person=[ANA])
    load(participation=[part("login:zoe")])
    before, key = workspace.facts_version, workspace.snapshot_key
    workspace.people.tie(who("zoe"), who("7"), "ada", "she told me")
    assert owners(workspace) == {"T1": "7"}
    assert workspace.facts_version == before + 1
    assert workspace.snapshot_key != key
    assert workspace.people.unmatched().is_empty()
    assert workspace.people.match_share()["matched"].to_list() == [1]


def test_a_tie_that_is_taken_back_leaves_everything_as_it_was(workspace, load, who):
    load("hr", person=[ANA])
    load(participation=[part("login:zoe")])
    before = workspace.facts("participation").collect()
    workspace.people.tie(who("zoe"), who("7"), "ada", "she told me")
    [number] = workspace.people.ties()["id"]
    workspace.people.untie(number, "bea", "it was another Zoe")
    assert workspace.facts("participation").collect().equals(before)
    assert workspace.people.unmatched().height == 1
    told = workspace.people.ties().select("by", "choice", "reason", "undoes", "is_in_force").rows()
    assert told == [
        ("ada", "accept", "she told me", None, False),
        ("bea", "undo", "it was another Zoe", number, False),
    ]


def test_another_process_sees_a_decision(workspace, database, load, who):
    from store.workspace import Workspace

    load("hr", person=[ANA])
    load(participation=[part("login:zoe")])
    with Workspace.open(workspace.folder, database) as other:
        assert other.people.unmatched().height == 1
        workspace.people.tie(who("zoe"), who("7"), "ada", "she told me")
        assert other.people.unmatched().is_empty()


def test_all_accounts_of_an_unknown_person_go_along(workspace, load, who):
    load("hr", person=[ANA])
    guest = {"person_id": "login:zoe", "email": "zoe@home.example", "name": "Zoe Last"}
    load("github", person=[guest])
    load(participation=[part("login:zoe"), part("email:zoe@home.example", "T2")])
    workspace.people.tie(who("zoe"), who("7"), "ada", "same person")
    assert set(owners(workspace).values()) == {"7"}
    load("hr", person=[ANA | {"name": "Ana Ruiz"}])
    load("github", person=[guest | {"name": "Zoe Later"}])
    assert list(workspace.people.names([who("zoe")]).values()) == ["Ana Ruiz"], (
        "the person's own name"
    )


def test_of_somebody_on_the_roster_another_account_goes_alone(workspace, load, who):
    load("hr", person=[ANA | {"logins": ["shared"]}, BO])
    load(participation=[part("login:shared"), part("email:ana@firm.example", "T2")])
    workspace.people.tie(who("shared"), who("8"), "ada", "it is his")
    assert owners(workspace) == {"T1": "8", "T2": "7"}


def test_a_person_with_a_second_employee_number_can_be_tied_as_a_whole(workspace, load, who):
    load("hr", person=[ANA, BO])
    load(participation=[part("email:ana@firm.example"), part("email:bo@firm.example", "T2")])
    workspace.people.tie(who("8"), who("7"), "ada", "hired again under another number")
    assert set(owners(workspace).values()) == {"7"}
    assert workspace.people.known_people().len() == 1


def test_ties_follow_each_other_and_later_files(workspace, load, who):
    load("hr", person=[ANA, BO])
    load(participation=[part("login:a"), part("login:b", "T2")])
    workspace.people.tie(who("a"), who("b"), "ada", "two logins of one person")
    assert len(set(owners(workspace).values())) == 1
    workspace.people.tie(who("b"), who("8"), "ada", "and they are his")
    assert set(owners(workspace).values()) == {"8"}
    load("jira", person=[{"person_id": "login:b", "email": "ana@firm.example"}])
    assert owners(workspace) == {"T1": "8", "T2": "8"}, "the decision stands for the login alone"
    assert list(workspace.people.source_ids([who("ana@firm.example")]).values()) == ["7"]


def test_two_ties_of_one_unknown_person_never_make_two_people_one(workspace, load, who):
    load("hr", person=[ANA, BO])
    load(participation=[part("login:a"), part("login:b", "T2"), part("employee_id:8", "T3")])
    workspace.people.tie(who("a"), who("7"), "ada", "sure")
    workspace.people.tie(who("b"), who("8"), "ada", "sure as well")
    load("github", person=[{"person_id": "login:a", "logins": ["b"]}])
    assert owners(workspace) == {"T1": "7", "T2": "7", "T3": "8"}


def test_a_circle_of_ties_that_a_later_file_closes_is_one_person(workspace, load, who):
    load(participation=[part(f"login:{one}", one) for one in "abcd"])
    workspace.people.tie(who("a"), who("b"), "ada", "1")
    workspace.people.tie(who("c"), who("d"), "ada", "2")
    load("x", person=[{"person_id": "login:b", "logins": ["c"]}])
    load("x", person=[{"person_id": "login:d", "logins": ["a"]}])
    assert len(set(owners(workspace).values())) == 1


FACTS = {
    "participation": [part("email:x@firm.example", "T1", 3), part("email:x@firm.example", "T2", 4)],
    "task_event": [
        {"task_id": f"T{n}", "person_id": "email:x@firm.example", "at": moment(month), "kind": kind}
        for n, month, kind in ((1, 3, "comment"), (2, 4, "comment"))
    ],
    "ai_usage": [
        {"person_id": "email:x@firm.example", "day": day, "tool": "t", "task_id": task}
        for day, task in ((date(2026, 3, 31), "T1"), (SPRING, "T2"))
    ],
    "training": [
        {"person_id": "email:x@firm.example", "course": course, "completed_on": day}
        for day, course in ((date(2026, 3, 31), "T1"), (SPRING, "T2"))
    ],
    "survey": [
        {"person_id": "email:x@firm.example", "wave": day, "item": item, "score": 3.0}
        for day, item in ((date(2026, 3, 31), "T1"), (SPRING, "T2"))
    ],
    "membership": [
        {"person_id": "email:x@firm.example", "valid_from": day, "team_id": team}
        for day, team in ((date(2026, 3, 31), "T1"), (SPRING, "T2"))
    ],
}
NAMED_BY = {"training": "course", "survey": "item", "membership": "team_id"}


@pytest.mark.parametrize("table", FACTS)
def test_a_reused_address_is_the_first_ones_before_a_day_and_the_seconds_after(
    workspace, load, who, table
):
    load("hr", person=[ANA | {"email": "x@firm.example"}, BO])
    load(**{table: FACTS[table]})
    workspace.people.tie(who("x@firm.example"), who("8"), "ada", "taken over", valid_from=SPRING)
    assert owners(workspace, table, NAMED_BY.get(table, "task_id")) == {"T1": "7", "T2": "8"}


def test_a_tie_may_end_and_days_outside_of_it_are_as_before(workspace, load, who):
    load("hr", person=[ANA])
    load(participation=[part("login:zoe", f"T{month}", month) for month in range(1, 7)])
    workspace.people.tie(who("zoe"), who("7"), "ada", "lent", date(2026, 2, 1), SPRING)
    mine = [task for task, person in owners(workspace).items() if person == "7"]
    assert mine == ["T2", "T3"]
    rows = workspace.people.unmatched().select("rows", "first_day", "last_day").row(0)
    assert rows == (4, date(2026, 1, 5), date(2026, 6, 5))
    assert workspace.people.match_share().select("rows", "matched").row(0) == (6, 2)


@pytest.mark.parametrize(
    ("role", "opened", "closed", "owner"),
    [
        ("assignee", 2, 3, "7"),
        ("assignee", 2, 5, "8"),
        ("assignee", 2, None, "7"),
        ("assignee", 5, None, "8"),
        ("reporter", 2, 5, "7"),
    ],
)
def test_a_participation_without_a_beginning_stands_on_the_days_of_its_task(
    workspace, load, who, role, opened, closed, owner
):
    load("hr", person=[ANA | {"email": "x@firm.example"}, BO])
    ended = moment(closed) if closed else None
    load(
        task=[{"task_id": "T1", "opened_at": moment(opened), "closed_at": ended}],
        participation=[part("email:x@firm.example", month=None, role=role)],
    )
    workspace.people.tie(who("x@firm.example"), who("8"), "ada", "taken over", valid_from=SPRING)
    assert owners(workspace) == {"T1": owner}


def test_a_row_without_any_day_stays_with_the_owner_of_other_days(workspace, load, who):
    load("hr", person=[ANA | {"email": "x@firm.example"}, BO])
    load(participation=[part("email:x@firm.example", month=None)])
    workspace.people.tie(who("x@firm.example"), who("8"), "ada", "until then", valid_to=SPRING)
    assert owners(workspace) == {"T1": "7"}


def test_rows_keep_their_order_and_number_under_dated_ties(workspace, load, who):
    tasks = [f"T{n}" for n in range(50)]
    load("hr", person=[ANA, BO])
    load(participation=[part("login:zoe", task, 1 + n % 6) for n, task in enumerate(tasks)])
    workspace.people.tie(who("zoe"), who("7"), "ada", "1", None, date(2026, 3, 1))
    workspace.people.tie(who("zoe"), who("8"), "ada", "2", date(2026, 3, 1), date(2026, 5, 1))
    assert workspace.facts("participation").collect()["task_id"].to_list() == tasks


def test_what_cannot_be_decided_is_told_in_three_parts(workspace, load, who):
    load("hr", person=[ANA, BO])
    load(participation=[part("login:zoe")])
    zoe, ana, bo = who("zoe"), who("7"), who("8")
    with pytest.raises(RequestError, match="no account p0"):
        workspace.people.tie("p0", ana, "ada", "")
    with pytest.raises(RequestError, match="no person p0"):
        workspace.people.reject(zoe, "p0", "ada", "")
    with pytest.raises(RequestError, match="begin on 2026-04-01 and end on 2026-04-01"):
        workspace.people.tie(zoe, ana, "ada", "", SPRING, SPRING)
    workspace.people.tie(zoe, ana, "ada", "")
    with pytest.raises(RequestError, match="belongs to this person already"):
        workspace.people.tie(zoe, ana, "ada", "")
    with pytest.raises(RequestError, match="tied by decision 1 already"):
        workspace.people.tie(zoe, bo, "ada", "")
    workspace.people.tie(zoe, bo, "ada", "", valid_from=SPRING)
    with pytest.raises(RequestError, match="tied by decision 2 already"):
        workspace.people.tie(zoe, ana, "ada", "", date(2026, 1, 1), date(2026, 4, 2))
    with pytest.raises(RequestError, match="no decision 9"):
        workspace.people.untie(9, "ada")
    workspace.people.untie(2, "ada")
    with pytest.raises(RequestError, match="no decision 2"):
        workspace.people.untie(2, "ada")
    assert workspace.facts_version == 5, "what was refused changed nothing"


def test_a_timeline_fills_all_time_and_the_first_decision_counts():
    ties = [("a", None, SPRING), ("b", date(2026, 3, 1), None)]
    rows = pl.DataFrame(
        [
            {"id": n, "choice": "accept", "account": "x", "person": person}
            | {"valid_from": since, "valid_to": until}
            for n, (person, since, until) in enumerate(ties)
        ],
        schema=decided.DECIDED,
    )
    spring = (SPRING - date(1970, 1, 1)).days
    spans = decided.timeline(rows).select("since", "until", "owner").rows()
    assert spans == [
        (decided.FIRST, spring - 31, "a"),
        (spring - 31, spring, "a"),
        (spring, decided.LAST, "b"),
    ]
