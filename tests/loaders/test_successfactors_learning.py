"""SuccessFactors learning histories: items with credit, once a day, in hours of the catalogue."""

import json
from datetime import date
from pathlib import Path

import pytest

from loaders import detect
from loaders.export import Export
from loaders.successfactors_learning import successfactors_learning
from store.errors import SourceError

SAMPLE = Path(__file__).parent / "samples" / "successfactors_learning.json"


def read_file(path):
    export = Export.open(path)
    assert detect(export) is successfactors_learning
    return successfactors_learning.read(export)


def read(tmp_path, *records, **wrapper):
    path = tmp_path / "export.json"
    path.write_text(json.dumps({"value": list(records), **wrapper}), encoding="utf-8")
    return read_file(path)


def record(**more):
    return {
        "userID": "7",
        "componentID": "S-1",
        "title": "Safety",
        "completionStatusID": "X",
        "provideCredit": True,
        "completionDate": 1770112800000,
        **more,
    }


def training(parcel, *columns):
    columns = columns or ("person_id", "course", "completed_on", "hours")
    return parcel.facts["training"].select(columns).rows()


def test_items_with_credit_count_once_a_day_with_their_hours():
    parcel = read_file(SAMPLE)
    assert parcel.rows_read == 4
    # 1770112800 is 2026-02-03T10:00:00Z, 1770249599 is 2026-02-04T23:59:59Z
    assert training(parcel) == [
        ("id:100123", "Prompt engineering for teams", date(2026, 2, 3), 1.5),
        ("id:100124", "NEG-1", date(2026, 2, 4), 6.0),
    ]
    assert training(parcel, "about_ai") == [(True,), (None,)]
    assert parcel.notes == (
        "1 registrations are not completed; they are left out.",
        "1 rows tell a training of one person and day again; the last counts.",
    )
    assert not parcel.cut


def test_a_yearly_item_counts_every_year(tmp_path):
    again = record(completionDate=1738576800000)
    days = training(read(tmp_path, record(), again), "completed_on")
    assert days == [(date(2026, 2, 3),), (date(2025, 2, 3),)]


def test_of_two_records_of_one_day_the_last_counts(tmp_path):
    corrected = read(tmp_path, record(totalHours=1), record(totalHours=2))
    assert training(corrected, "hours") == [(2.0,)]


def test_the_user_of_the_question_is_taken_out_of_the_criteria(tmp_path):
    asked = record(userID=None, criteria={"targetUserID": "9"})
    del asked["userID"]
    assert training(read(tmp_path, asked), "person_id") == [("id:9",)]


def test_a_history_of_nobody_is_refused_with_the_way_out(tmp_path):
    nobody = record()
    del nobody["userID"]
    with pytest.raises(SourceError, match=r"whose learning history.*as userID"):
        read(tmp_path, nobody)


def test_a_record_without_user_day_or_any_name_is_refused_and_the_others_load(tmp_path):
    parcel = read(
        tmp_path,
        record(userID=None),
        record(completionDate=None),
        record(completionDate="soon"),
        record(title=None, componentID=None),
        record(totalHours="some", creditHours=2),
    )
    assert training(parcel, "hours") == [(2.0,)]
    assert parcel.refused.select("row", "column").rows() == [
        (1, "userID"),
        (2, "completionDate"),
        (3, "completionDate"),
        (4, "title"),
        (5, "totalHours"),
    ]


def test_credit_that_is_not_told_is_no_completion_and_no_hours_are_not_zero(tmp_path):
    parcel = read(tmp_path, record(provideCredit=None), record(completionStatusID=None))
    assert training(parcel, "hours") == [(None,)]
    assert "1 registrations are not completed; they are left out." in parcel.notes


def test_an_answer_that_counts_more_records_than_it_holds_is_cut(tmp_path):
    assert "1 of 250 records" in read(tmp_path, record(), **{"@odata.count": 250}).cut
    assert "another page" in read(tmp_path, record(), **{"@odata.nextLink": "x"}).cut
    assert read(tmp_path, record(), **{"@odata.count": 1}).cut == ""


def test_a_table_with_the_same_names_is_read(tmp_path):
    path = tmp_path / "history.csv"
    path.write_text(
        "userID;title;componentID;completionStatusID;provideCredit;completionDate;totalHours\n"
        "0007;Safety;S-1;COURSE-COMPL;TRUE;1770112800000;1,5\n"
    )
    assert training(read_file(path)) == [("id:0007", "Safety", date(2026, 2, 3), 1.5)]


def test_an_answer_that_breaks_off_is_refused(tmp_path):
    path = tmp_path / "export.json"
    path.write_text(SAMPLE.read_text()[:900])
    with pytest.raises(SourceError, match="breaks off"):
        read_file(path)


def test_comments_instructors_and_signatures_are_in_no_fact():
    cells = [cell for row in read_file(SAMPLE).facts["training"].rows() for cell in row]
    assert not {"Dee Park", "dpark", "Asked good questions all day"} & set(cells)
