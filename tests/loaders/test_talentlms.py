"""TalentLMS users: courses that they completed as learners, on the day of the time stamp."""

import json
from datetime import date
from pathlib import Path

import pytest

from loaders import detect
from loaders.export import Export
from loaders.talentlms import talentlms
from store.errors import SourceError

SAMPLE = Path(__file__).parent / "samples" / "talentlms.json"


def read_file(path):
    export = Export.open(path)
    assert detect(export) is talentlms
    return talentlms.read(export)


def read(tmp_path, text):
    path = tmp_path / "export.json"
    path.write_text(text, encoding="utf-8")
    return read_file(path)


def user(*courses, **more):
    return {"id": "5", "login": "ana", "email": "a@example.com", "courses": list(courses), **more}


def course(**more):
    told = {"name": "Safety", "completion_status": "completed", "role": "learner"}
    return {**told, "completed_on_timestamp": "1770112800", **more}


def training(parcel, *columns):
    columns = columns or ("person_id", "course", "completed_on", "hours")
    return parcel.facts["training"].select(columns).rows()


def test_courses_that_learners_completed_have_a_row_with_the_hours_spent():
    parcel = read_file(SAMPLE)
    assert parcel.rows_read == 5
    # 1770112800 is 2026-02-03T10:00:00Z, 1770249599 is 2026-02-04T23:59:59Z
    assert training(parcel) == [
        ("email:Ana.Ruiz@example.com", "AI & you", date(2026, 2, 3), 1.5),
        ("email:Ana.Ruiz@example.com", "Negotiation", date(2026, 2, 4), 1.5),
        ("login:talentlms-6", "AI & you", date(2026, 2, 3), 0.0),
    ]
    assert training(parcel, "about_ai") == [(True,), (None,), (True,)]
    assert parcel.notes == (
        "1 courses are taught, not taken; they are left out.",
        "1 registrations are not completed; they are left out.",
    )


def test_the_number_of_the_system_is_tied_to_the_e_mail_and_the_user_name_is_not():
    people = read_file(SAMPLE).facts["person"]
    assert people.select("person_id", "email", "logins", "name").rows() == [
        ("email:ana.ruiz@example.com", "ana.ruiz@example.com", ["talentlms-5"], "Ana Ruiz")
    ]


def test_a_single_user_and_users_a_line_are_read_and_a_broken_line_is_refused(tmp_path):
    line = json.dumps(user(course(completion_status="Completed")))
    assert training(read(tmp_path, line), "course") == [("Safety",)]
    parcel = read(tmp_path, f"{line}\n{line[:30]}\n{json.dumps(user(course(), id='6'))}\n")
    assert parcel.rows_read == 3
    assert parcel.refused.rows() == [(2, "", "the line is not a JSON record")]


def test_a_completed_course_without_stamp_name_or_person_is_refused(tmp_path):
    parcel = read(
        tmp_path,
        json.dumps(
            [
                user(course(completed_on_timestamp=None, completed_on="03/02/2026")),
                user(course(name="")),
                user(course(), id=None, email=""),
                user(course(completed_on_timestamp="soon")),
                user(course(total_time_seconds="long")),
            ]
        ),
    )
    assert training(parcel, "course", "hours") == [("Safety", None)]
    assert parcel.refused.select("row", "column").rows() == [
        (1, "completed_on_timestamp"),
        (2, "name"),
        (3, "email"),
        (4, "completed_on_timestamp"),
        (5, "total_time_seconds"),
    ]


@pytest.mark.parametrize("status", ["incomplete", "not_attempted", "failed", "Excused", None])
def test_any_other_state_is_left_out(tmp_path, status):
    parcel = read(tmp_path, json.dumps([user(course(), course(completion_status=status))]))
    assert len(training(parcel)) == 1
    assert "1 registrations are not completed; they are left out." in parcel.notes


@pytest.mark.parametrize("courses", [["soup", "fish"], [{"completion_status": "done"}], []])
def test_users_of_another_trade_are_not_taken(tmp_path, courses):
    path = tmp_path / "export.json"
    path.write_text(json.dumps([{"login": "ana", "courses": courses}]))
    assert not talentlms.recognises(Export.open(path))


def test_an_answer_that_breaks_off_is_refused(tmp_path):
    with pytest.raises(SourceError, match="breaks off"):
        read(tmp_path, SAMPLE.read_text()[:700])
