"""The history of a task: turns, starts, closings, and what moved backwards."""

from datetime import UTC, datetime

from loaders.gather import Gathered
from loaders.turns import Change, Course, Phase, Stage, Turn, add_events, add_turns, course, turns

OPENED = datetime(2024, 3, 1, 9, tzinfo=UTC)
STAGES = {
    "To Do": Stage(Phase.WAITING),
    "Doing": Stage(Phase.GOING),
    "Review": Stage(Phase.GOING, 1),
    "Done": Stage(Phase.DONE),
}


def on(day):
    return datetime(2024, 3, day, 9, tzinfo=UTC)


def assigned(day, before, after):
    return Change(on(day), "login:bo", "assignee", before, after)


def moved(day, before, after):
    return Change(on(day), "login:bo", "status", before, after)


def course_of(*moves, status=None, is_cut=False):
    return course(moves, OPENED, status or moves[-1].after, STAGES.get, is_cut=is_cut)


def test_one_after_the_other_has_the_task():
    changes = [assigned(4, "ana", "cy"), assigned(2, None, "ana")]
    assert turns(changes, OPENED, ["cy"]) == [Turn("ana", on(2), on(4)), Turn("cy", on(4), None)]


def test_who_had_the_task_before_the_first_change_had_it_from_its_opening():
    assert turns([assigned(4, "ana", "cy")], OPENED, ["cy"])[0] == Turn("ana", OPENED, on(4))
    assert turns([], OPENED, ["ana"]) == [Turn("ana", OPENED, None)]


def test_a_history_that_is_cut_does_not_tell_the_first_beginning():
    first, second = turns([assigned(4, "ana", "cy")], OPENED, ["cy"], is_cut=True)
    assert (first, second) == (Turn("ana", None, on(4)), Turn("cy", on(4), None))
    assert turns([], OPENED, ["ana"], is_cut=True) == [Turn("ana", None, None)]


def test_several_have_a_task_together_and_one_comes_back():
    changes = [
        assigned(2, None, "ana"),
        assigned(3, None, "bo"),
        assigned(4, "ana", None),
        assigned(6, None, "ana"),
    ]
    assert turns(changes, OPENED, ["ana", "bo"]) == [
        Turn("ana", on(2), on(4)),
        Turn("bo", on(3), None),
        Turn("ana", on(6), None),
    ]


def test_a_turn_whose_beginning_a_gap_hides_is_not_dated_to_the_opening():
    changes = [assigned(2, "ana", None), assigned(5, "ana", "cy")]
    assert Turn("ana", None, on(5)) in turns(changes, OPENED, ["cy"])
    assert Turn("ana", None, None) in turns([assigned(2, "ana", None)], OPENED, ["ana"])


def test_a_turn_without_length_is_none():
    changes = [assigned(2, None, "ana"), assigned(2, "ana", "cy")]
    assert turns(changes, OPENED, ["cy"]) == [Turn("cy", on(2), None)]


def test_a_task_is_started_closed_reopened_and_moved_back():
    told = course_of(
        moved(2, "To Do", "Doing"),
        moved(3, "Doing", "Review"),
        moved(4, "Review", "Doing"),
        moved(5, "Doing", "Done"),
        moved(6, "Done", "To Do"),
        moved(7, "To Do", "Done"),
    )
    assert told == Course(on(2), on(5), 1, 0, 1)


def test_without_a_move_nothing_happened_and_what_began_as_work_started_at_its_opening():
    assert course_of(status="To Do") == Course(None, None, 0, 0, 0)
    assert course_of(status="Doing") == Course(OPENED, None, 0, 0, 0)
    assert course_of(status="Done") == Course(None, OPENED, 0, 0, 0)


def test_a_move_past_work_has_no_start():
    assert course_of(moved(2, "To Do", "Done")) == Course(None, on(2), 0, 0, 0)


def test_a_history_that_is_cut_tells_a_closing_and_no_counts():
    told = course_of(moved(2, "Doing", "Done"), moved(3, "Done", "To Do"), is_cut=True)
    assert told == Course(closed_at=on(2))


def test_a_status_of_unknown_stage_leaves_unknown_what_it_may_hide():
    told = course_of(moved(2, "To Do", "Nobody knows"), moved(3, "Nobody knows", "Done"))
    assert told == Course(None, on(3), None, 0, None)
    begun = course_of(moved(2, "To Do", "Doing"), moved(3, "Doing", "Nobody knows"))
    assert begun == Course(on(2), None, None, 0, None)


def test_an_estimate_changes_when_there_was_one():
    changes = [
        Change(on(2), None, "estimate", None, "3600"),
        Change(on(3), None, "estimate", "3600", "7200"),
        Change(on(4), None, "estimate", "7200", None),
    ]
    assert course(changes, OPENED, "To Do", STAGES.get).estimate_changes == 2


def test_hours_stand_once_and_weights_in_each_turn():
    gathered = Gathered()
    found = [Turn("login:ana", on(2), on(3)), Turn("login:ana", on(5), None)]
    add_turns(gathered, "A-1", [*found, Turn("login:cy", on(3), on(5))], hours={"login:ana": 3.0})
    rows = gathered.parcel(("participation",), 1).facts["participation"]
    assert rows.select("person_id", "role", "weight", "hours").rows() == [
        ("login:ana", "assignee", 1.0, 3.0),
        ("login:ana", "assignee", 1.0, 0.0),
        ("login:cy", "assignee", 0.0, 0.0),
    ]


def test_without_logged_work_there_is_no_weight():
    gathered = Gathered()
    add_turns(gathered, "A-1", [Turn("login:ana", None, None)])
    row = gathered.parcel(("participation",), 1).facts["participation"].row(0, named=True)
    assert (row["weight"], row["hours"], row["from_at"]) == (None, None, None)


def test_events_tell_moves_and_assignments_and_changes_by_nobody_are_counted():
    gathered = Gathered()
    changes = [
        assigned(2, None, "login:ana"),
        moved(3, "To Do", "Doing"),
        Change(on(4), None, "status", "Doing", "Done"),
        Change(on(4), None, "estimate", None, "3600"),
    ]
    assert add_events(gathered, "A-1", changes) == 1
    rows = gathered.parcel(("task_event",), 1).facts["task_event"]
    assert rows.rows() == [
        ("A-1", "login:bo", on(2), "assign", None),
        ("A-1", "login:bo", on(3), "status", "Doing"),
    ]


def test_a_turn_that_ended_before_the_task_was_opened_has_no_known_beginning():
    early = Change(datetime(2024, 2, 1, tzinfo=UTC), "bo", "assignee", "ana", "cy")
    assert turns([early], OPENED, ["cy"])[0].from_at in (None, early.at)
    assert Turn("ana", None, early.at) in turns([early], OPENED, ["cy"])


def test_of_two_changes_at_one_moment_the_first_in_the_list_came_first():
    changes = [assigned(2, "ana", "bo"), assigned(2, "bo", "cy")]
    assert turns(changes, OPENED, ["cy"]) == [Turn("ana", OPENED, on(2)), Turn("cy", on(2), None)]
