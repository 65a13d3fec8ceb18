"""Frappe's training events: who was there, for how long, in each of the ways they are exported."""

import json
from datetime import date
from pathlib import Path

import pytest

from loaders import detect
from loaders.export import Export
from loaders.frappe_training import frappe_training
from store.errors import SourceError

SAMPLE = Path(__file__).parent / "samples" / "frappe_training.csv"
ANA, BO = "login:frappe-HR-EMP-00001", "login:frappe-HR-EMP-00002"
HEADER = "ID,Event Status,Start Time,End Time,Employee (Employees),Attendance (Employees)"


def read(tmp_path, text, **how):
    path = tmp_path / "export.dat"
    path.write_text(text, encoding="utf-8")
    export = Export.open(path, **how)
    assert detect(export) is frappe_training
    return frappe_training.read(export)


def training(parcel, *columns):
    return parcel.facts["training"].select(columns).rows()


def test_whoever_was_present_at_a_completed_event_was_trained():
    parcel = frappe_training.read(Export.open(SAMPLE))
    assert parcel.rows_read == 5
    columns = ("person_id", "course", "completed_on", "topic", "provider", "hours", "mandatory")
    assert training(parcel, *columns) == [
        (ANA, "Prompting basics", date(2026, 5, 5), "AI for everybody", "Learnwell", 3.5, None),
        (BO, "Prompting basics", date(2026, 5, 5), "AI for everybody", "Learnwell", 3.5, None),
        (ANA, "Negotiation 2", date(2026, 6, 2), None, None, None, None),
    ]
    assert parcel.notes == (
        "1 rows are of events that are not completed.",
        "1 people were not marked as present; they do not count.",
    )


def test_introductions_and_names_never_leave_the_loader():
    facts = str(frappe_training.read(Export.open(SAMPLE)).facts["training"].to_dicts())
    assert not any(word in facts for word in ("need", "Ruiz", "Dunn", "Room"))


def test_an_export_with_rows_of_headings_tells_itself_how_days_are_written(tmp_path):
    text = (
        '""\n'
        '"DocType:","Training Event","","","","~","Training Event Employee","employees",""\n'
        '"Column Labels:","ID","Event Status","Start Time","End Time","","ID","Employee",'
        '"Attendance"\n'
        '"Column Name:","name","event_status","start_time","end_time","~","name","employee",'
        '"attendance"\n'
        '"Mandatory:","Yes","Yes","Yes","Yes","","Yes","No","No"\n'
        '"Type:","Data","Select","Datetime","Datetime","","Data","Link","Select"\n'
        '"Info:","","One of: Scheduled, Completed, Cancelled","dd-mm-yyyy","dd-mm-yyyy","","",'
        '"Valid Employee","One of: Present, Absent"\n'
        '"","""Ethics 1""","Completed","05-06-2026 09:00:00","05-06-2026 10:00:00","",'
        '"""a1""","HR-EMP-00001","Present"\n'
        '"","","","","","","""a2""","HR-EMP-00002","Present"\n'
        '"","""Ethics 2""","Completed","06-06-2026 09:00:00","soon","",'
        '"""a1""","HR-EMP-00001","Present"\n'
    )
    parcel = read(tmp_path, text)
    assert training(parcel, "person_id", "course", "completed_on", "hours") == [
        (ANA, "Ethics 1", date(2026, 6, 5), 1.0),
        (BO, "Ethics 1", date(2026, 6, 5), 1.0),
    ]
    assert parcel.refused.select("row", "column").rows() == [(10, "End Time")]


@pytest.mark.parametrize("wrap", [lambda d: [d], lambda d: {"data": d}], ids=["list", "answer"])
def test_documents_are_read_with_their_employees(tmp_path, wrap):
    event = {
        "name": "Ethics 1",
        "event_name": "Ethics 1",
        "event_status": "Completed",
        "start_time": "2026-06-05 09:00:00",
        "end_time": "2026-06-05 10:30:00",
        "employees": [
            {"name": "a1", "employee": "HR-EMP-00001", "status": "Completed", "attendance": ""},
            {"name": "a2", "employee": "HR-EMP-00002", "status": "Open", "attendance": "Present"},
            {"name": "a3", "employee": "HR-EMP-00003", "status": "Feedback Submitted"},
        ],
    }
    parcel = read(tmp_path, json.dumps(wrap(event)))
    assert training(parcel, "person_id", "course", "hours") == [
        (ANA, "Ethics 1", 1.5),
        (BO, "Ethics 1", 1.5),
        ("login:frappe-HR-EMP-00003", "Ethics 1", 1.5),
    ]


def test_an_absent_person_was_not_trained_whatever_the_status(tmp_path):
    text = (
        f"{HEADER},Status (Employees)\n"
        "E1,Completed,2026-06-05 09:00:00,2026-06-05 10:00:00,HR-EMP-00001,Absent,Completed\n"
        "E2,Cancelled,2026-06-05 09:00:00,2026-06-05 10:00:00,HR-EMP-00001,Present,Completed\n"
    )
    assert training(read(tmp_path, text), "course") == []


def test_an_event_without_an_end_is_refused(tmp_path):
    text = f"{HEADER}\nE1,Completed,2026-06-05 09:00:00,,HR-EMP-00001,Present\n"
    parcel = read(tmp_path, text)
    assert parcel.refused.select("row", "column").rows() == [(2, "End Time")]


def test_days_that_can_be_read_two_ways_are_asked_about(tmp_path):
    text = f"{HEADER}\nE1,Completed,05/06/2026 09:00,05/06/2026 10:00,HR-EMP-00001,Present\n"
    with pytest.raises(SourceError, match="day first or month first"):
        read(tmp_path, text)
    parcel = read(tmp_path, text, day_first=True)
    assert training(parcel, "completed_on", "hours") == [(date(2026, 6, 5), 1.0)]


def test_results_without_a_day_are_no_events(tmp_path):
    path = tmp_path / "export.csv"
    path.write_text("ID,Training Event,Employee (Employees),Hours (Employees)\nR1,E1,HR-EMP-1,2\n")
    assert detect(Export.open(path)) is None
