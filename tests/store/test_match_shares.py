"""Match shares of teams, and people whom their source hides."""

from datetime import UTC, date, datetime

MONDAY = datetime(2026, 1, 5, 9, tzinfo=UTC)


def part(task: str, key: str) -> dict:
    return {"task_id": task, "person_id": key, "role": "assignee", "from_at": MONDAY}


def seat(number: int, team: str, ended: date | None = None) -> dict:
    since = {"valid_from": date(2020, 1, 1), "valid_to": ended}
    return {"person_id": f"employee_id:{number}", "team_id": team} | since


def test_rows_of_a_teams_tasks_are_told_by_source_with_the_share_of_known_people(workspace, load):
    load("hr", membership=[seat(7, "A"), seat(8, "B"), seat(8, "C", date(2025, 1, 1))])
    load(
        participation=[
            part("T1", "employee_id:7"),
            part("T1", "login:zoe"),
            part("T2", "employee_id:7"),
            part("T2", "employee_id:8"),
            part("T3", "login:zoe"),
        ]
    )
    event = {"task_id": "T2", "person_id": "login:yan", "at": MONDAY, "kind": "comment"}
    load("github", task_event=[event])
    assert workspace.people.team_match_share().rows() == [
        ("A", "participation", "jira", 4, 3, 3 / 4),
        ("A", "task_event", "github", 1, 0, 0.0),
        ("B", "participation", "jira", 2, 2, 1.0),
        ("B", "task_event", "github", 1, 0, 0.0),
        (None, "participation", "jira", 1, 0, 0.0),
    ]


def test_an_empty_workspace_has_no_shares_and_no_suggestions(workspace):
    assert workspace.people.team_match_share().is_empty()
    assert workspace.people.unjoinable().is_empty()
    assert workspace.people.suggestions().is_empty()
    assert workspace.people.ties().is_empty()


def test_people_whom_their_source_hides_are_counted_by_source(workspace, load):
    use = {"day": date(2026, 3, 2), "tool": "copilot"}
    load(
        "m365",
        ai_usage=[
            use | {"person_id": key, "feature": feature}
            for key, feature in (
                ("id:concealed:a1", "chat"),
                ("id:concealed:a1", "word"),
                ("id:concealed:b2", "chat"),
                ("login:zoe", "chat"),
            )
        ],
    )
    load("viva", ai_usage=[use | {"person_id": "login:viva-9f"}])
    assert workspace.people.unjoinable().rows() == [("m365", 2, 3)]
    assert workspace.people.unjoinable(["viva"]).rows() == [("m365", 2, 3), ("viva", 1, 1)]


def test_customers_who_ask_a_help_desk_are_no_work_whose_person_is_unknown(workspace, load):
    load("hr", membership=[seat(7, "A")])
    asked = [part(f"T{n}", f"login:customer-{n}") | {"role": "reporter"} for n in (1, 2, 3)]
    own = part("T1", "employee_id:7") | {"role": "reporter"}
    load("zendesk", participation=[part("T1", "employee_id:7"), own, *asked])
    assert workspace.people.match_share().rows() == [("participation", "zendesk", 1, 1, 1.0)]
    assert workspace.people.team_match_share().rows() == [
        ("A", "participation", "zendesk", 1, 1, 1.0)
    ]
    assert workspace.people.unmatched().is_empty()
