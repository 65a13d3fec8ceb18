"""xAPI statements: what was completed or passed is a training, once, unless it was voided."""

import json
from datetime import date
from pathlib import Path

import pytest

from loaders import detect
from loaders.export import Export
from loaders.xapi import xapi
from store.errors import SourceError

SAMPLE = Path(__file__).parent / "samples" / "xapi.json"
VERBS = "http://adlnet.gov/expapi/verbs/"


def read_file(path):
    export = Export.open(path)
    assert detect(export) is xapi
    return xapi.read(export)


def read(tmp_path, text):
    path = tmp_path / "export.json"
    path.write_text(text, encoding="utf-8")
    return read_file(path)


def listed(tmp_path, *statements):
    return read(tmp_path, json.dumps(list(statements)))


def statement(verb="completed", **more):
    return {
        "actor": {"mbox": "mailto:a@example.com"},
        "verb": {"id": f"{VERBS}{verb}"},
        "object": {"id": "https://example.com/1", "definition": {"name": {"en": "Safety"}}},
        "timestamp": "2026-02-03T10:00:00Z",
        **more,
    }


def training(parcel, *columns):
    columns = columns or ("person_id", "course", "completed_on", "hours")
    return parcel.facts["training"].select(columns).rows()


def test_completed_and_passed_of_one_registration_are_one_training_on_its_last_day():
    parcel = read_file(SAMPLE)
    assert parcel.rows_read == 9
    assert training(parcel) == [
        ("email:ana.ruiz@example.com", "Prompt engineering for teams", date(2026, 2, 4), 1.5),
        ("id:100124", "https://lms.example.com/course/78", date(2026, 2, 5), None),
        ("id:concealed:ebd31e95054c018b10727ccffd2ef2ec3a016ee9", "Safety", date(2026, 2, 6), None),
    ]
    assert training(parcel, "provider", "about_ai") == [
        ("Academy", True),
        (None, None),
        (None, None),
    ]
    assert parcel.facts["person"].select("person_id", "email", "name").rows() == [
        ("email:ana.ruiz@example.com", "ana.ruiz@example.com", "Ana Ruiz")
    ]
    assert not parcel.cut


def test_what_does_not_count_is_told():
    notes = read_file(SAMPLE).notes
    assert notes[:3] == (
        "3 statements tell no completion; they are left out.",
        "1 statements are about parts of a training; they are left out.",
        "1 statements were voided; they are left out.",
    )
    assert "mbox_sha1sum" in notes[3]


def test_statements_that_take_another_back_leave_nothing_of_it(tmp_path):
    taken_back = statement(id="x-1")
    voiding = statement("voided", object={"objectType": "StatementRef", "id": "x-1"})
    assert training(listed(tmp_path, voiding, taken_back)) == []


@pytest.mark.parametrize(
    "more",
    [
        pytest.param({"verb": {"id": f"{VERBS}attempted"}}, id="another verb"),
        pytest.param({"result": {"completion": False}}, id="completed without completion"),
        pytest.param({"result": {"success": False}}, id="completed without success"),
        pytest.param(
            {"context": {"contextActivities": {"parent": [{"id": "https://example.com"}]}}},
            id="a part of something",
        ),
    ],
)
def test_what_is_no_completion_of_a_training_is_left_out(tmp_path, more):
    parcel = listed(tmp_path, statement(**more))
    assert training(parcel) == []
    assert len(parcel.notes) == 1


def test_without_registration_statements_of_one_day_are_one_training_and_of_two_days_two(tmp_path):
    same = statement("passed", result={"duration": "PT5M"})
    later = statement("passed", timestamp="2027-02-03T10:00:00Z")
    parcel = listed(tmp_path, statement(result={"duration": "PT1H"}), same, later)
    assert training(parcel, "completed_on", "hours") == [
        (date(2026, 2, 3), 1.0),
        (date(2027, 2, 3), None),
    ]


def test_a_store_that_has_more_makes_the_file_a_cut_one(tmp_path):
    answer = {"statements": [statement()], "more": "/xapi/statements?page=2"}
    assert "more statements follow" in read(tmp_path, json.dumps(answer)).cut
    both = json.dumps(answer) + "\n" + json.dumps({"statements": [statement()], "more": ""})
    assert read(tmp_path, both).cut == ""


def test_statements_a_line_are_read_and_a_broken_line_is_refused(tmp_path):
    line = json.dumps(statement())
    parcel = read(tmp_path, f"{line}\n{line[:50]}\n{json.dumps(statement('passed'))}\n")
    assert training(parcel, "course") == [("Safety",)]
    assert parcel.refused.rows() == [(2, "", "the line is not a JSON record")]
    assert parcel.rows_read == 3


def test_accounts_of_one_system_are_ids_and_of_several_are_kept_apart(tmp_path):
    def account(home, name):
        return statement(actor={"account": {"homePage": home, "name": name}})

    one = account("https://hr.example.com", "7")
    assert training(listed(tmp_path, one), "person_id") == [("id:7",)]
    two = listed(tmp_path, one, account("https://old.example.com", "7"))
    assert training(two, "person_id") == [("login:hr.example.com/7",), ("login:old.example.com/7",)]


def test_a_group_or_an_actor_without_key_or_a_broken_moment_is_refused(tmp_path):
    parcel = listed(
        tmp_path,
        statement(actor={"objectType": "Group", "mbox": "mailto:team@example.com"}),
        statement(actor={"name": "Ana"}),
        statement(timestamp="soon"),
        statement(timestamp=None),
        statement(timestamp=None, stored="2026-02-05T10:00:00Z"),
        statement(result={"duration": "long"}),
        statement(actor={"openid": "https://ana.example.com"}),
    )
    assert training(parcel, "person_id", "completed_on", "hours") == [
        ("email:a@example.com", date(2026, 2, 5), None),
        ("email:a@example.com", date(2026, 2, 3), None),
        ("login:https://ana.example.com", date(2026, 2, 3), None),
    ]
    assert parcel.refused.select("row", "column").rows() == [
        (1, "actor"),
        (2, "actor"),
        (3, "timestamp"),
        (4, "timestamp"),
        (6, "result.duration"),
    ]


def test_names_are_english_where_they_can_be(tmp_path):
    def named(names):
        return statement(object={"id": "x", "definition": {"name": names}})

    assert training(listed(tmp_path, named({"de": "Sicherheit", "en-GB": "Safety"})), "course") == [
        ("Safety",)
    ]
    assert training(listed(tmp_path, named({"de": "Sicherheit"})), "course") == [("Sicherheit",)]


def test_a_file_that_breaks_off_is_refused(tmp_path):
    with pytest.raises(SourceError, match="breaks off"):
        read(tmp_path, SAMPLE.read_text(encoding="utf-8")[:1500])


def test_what_people_answered_is_in_no_fact():
    cells = [cell for row in read_file(SAMPLE).facts["training"].rows() for cell in row]
    assert not any("I liked" in cell for cell in cells if isinstance(cell, str))
