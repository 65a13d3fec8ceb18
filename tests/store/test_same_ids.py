"""Two systems may give one id to two tasks: the second is kept apart in all that its file tells."""

from datetime import UTC, datetime, timedelta

MONDAY = datetime(2026, 1, 5, 9, tzinfo=UTC)
MAY = datetime(2026, 5, 4, 9, tzinfo=UTC)
JIRA = {"task_id": "ENG-12", "opened_at": MONDAY, "source": "jira"}
LINEAR = {"task_id": "ENG-12", "opened_at": MAY, "source": "linear"}


def part(task="ENG-12"):
    return {"task_id": task, "person_id": "login:ana", "role": "assignee"}


def ids(workspace, table="task", column="task_id"):
    return sorted(workspace.facts(table).collect()[column].drop_nulls().to_list())


def test_the_task_of_a_second_system_is_another_one_and_its_rows_go_along(workspace, load):
    load("jira", task=[JIRA], participation=[part()])
    below = {**LINEAR, "task_id": "ENG-13", "parent_id": "ENG-12", "depends_on": ["ENG-12", "X-1"]}
    event = {"task_id": "ENG-12", "person_id": "login:ana", "at": MAY, "kind": "comment"}
    told = load("linear", task=[LINEAR, below], participation=[part()], task_event=[event])
    assert ids(workspace) == ["ENG-12", "ENG-13", "linear ENG-12"]
    assert ids(workspace, "participation") == ["ENG-12", "linear ENG-12"]
    assert ids(workspace, "task_event") == ["linear ENG-12"]
    assert ids(workspace, "task", "parent_id") == ["linear ENG-12"]
    assert ids(workspace, "task", "depends_on") == [["linear ENG-12", "X-1"]]
    assert any(note.startswith("1 tasks have the id of another system") for note in told.notes)


def test_either_file_again_changes_nothing(workspace, load):
    load("jira", task=[JIRA])
    load("linear", task=[LINEAR])
    assert [load(each["source"], task=[each]).status for each in (JIRA, LINEAR)] == [
        "nothing new",
        "nothing new",
    ]


def test_the_same_task_that_two_systems_tell_stays_one(workspace, load):
    load("jira", task=[JIRA])
    told = load(
        "board", task=[{**JIRA, "source": "board", "opened_at": MONDAY + timedelta(days=1)}]
    )
    assert ids(workspace) == ["ENG-12"]
    assert not told.notes


def test_a_file_that_names_no_system_and_a_system_that_corrects_its_day_mean_the_same_task(
    workspace, load
):
    load("jira", task=[JIRA])
    load("jira", task=[{**JIRA, "opened_at": MAY}])
    load("board", task=[{"task_id": "ENG-12", "opened_at": MONDAY}])
    assert ids(workspace) == ["ENG-12"]
