"""Cornerstone transcripts: only what was finished, once, with hours that are not doubled."""

from datetime import date, timedelta
from pathlib import Path

import openpyxl
import pytest

from loaders import detect
from loaders.cornerstone import cornerstone
from loaders.export import Export
from store.errors import SourceError

SAMPLE = Path(__file__).parent / "samples" / "cornerstone.csv"
HEADER = "User ID,Training Title,Training Type,Transcript Status,Transcript Completed Date"
COLUMNS = ("person_id", "course", "completed_on", "provider", "hours")


def read(tmp_path, text, **how):
    path = tmp_path / "export.csv"
    path.write_text(text, encoding="utf-8")
    return read_file(path, **how)


def read_file(path, **how):
    export = Export.open(path, **how)
    assert detect(export) is cornerstone
    return cornerstone.read(export)


def training(parcel, *columns):
    return parcel.facts["training"].select(columns or COLUMNS).rows()


def test_only_finished_trainings_count_each_once_and_curricula_not_at_all():
    parcel = read_file(SAMPLE)
    assert parcel.rows_read == 6
    assert training(parcel) == [
        ("id:100123", "Prompting basics", date(2026, 2, 3), "LinkedIn Learning", 1.5),
        ("id:dgoodman2", "Negotiation", date(2026, 2, 7), "Academy", 6.0),
    ]
    assert parcel.notes == (
        "1 registrations are not completed; they are left out.",
        "1 curricula are left out; the trainings in them count.",
        "2 rows tell a training of one person again; the latest counts.",
    )


def test_an_event_without_its_session_counts(tmp_path):
    parcel = read(tmp_path, f"{HEADER}\n7,Negotiation,Event,Completed,2026-02-07\n")
    assert training(parcel, "course") == [("Negotiation",)]


def test_headers_with_their_section_in_another_order_are_read_and_minutes_become_hours(tmp_path):
    text = (
        "\ufeffTranscript - Transcript Time in training (min);Training - Training Provider;"
        "Transcript - Transcript Completed Date;Transcript - Transcript Status;"
        "Training - Training Title;User - Email;User - User ID;Something new\n"
        "90;Academy;03.02.2026;completed;Prompting;dana@example.com;;x\n"
        "30;Academy;13.02.2026;Completed;Prompting;dana@example.com;100123;x\n"
    )
    assert training(read(tmp_path, text)) == [
        ("email:dana@example.com", "Prompting", date(2026, 2, 3), "Academy", 1.5),
        ("id:100123", "Prompting", date(2026, 2, 13), "Academy", 0.5),
    ]


def test_a_report_in_spanish_is_read(tmp_path):
    text = (
        "Identificación de usuario,Título de la capacitación,Tipo de capacitación,Proveedor,"
        "Estado del expediente,Fecha de finalización de expediente,Horas de capacitación\n"
        "100123,Ética,Clase,Academia,Terminado,13/02/2026,2\n"
        "100123,Otra,Clase,Academia,En Progreso,,2\n"
    )
    assert training(read(tmp_path, text)) == [
        ("id:100123", "Ética", date(2026, 2, 13), "Academia", 2.0)
    ]


def test_a_workbook_with_banners_above_the_header_and_day_numbers_is_read(tmp_path):
    book = openpyxl.Workbook()
    sheet = book.active
    for row in range(1, 21):
        sheet.cell(row, 1, f"Banner {row}")
    rows = [
        ["Employee ID", "Training Title", "Transcript Status", "Transcript Completed Date"],
        ["0059", "Prompting", "Completed", 46056],
        ["0060", "Prompting", "Completed", date(2026, 2, 4)],
    ]
    for row in rows:
        sheet.append(row)
    path = tmp_path / "export.xlsx"
    book.save(path)
    # 46056 is 2026-02-03 in any spreadsheet
    assert training(read_file(path), "person_id", "completed_on") == [
        ("employee_id:0059", date(2026, 2, 3)),
        ("employee_id:0060", date(2026, 2, 4)),
    ]


def test_finished_rows_that_lack_something_are_refused_and_others_are_not(tmp_path):
    text = (
        f"{HEADER},Training Hours\n"
        ",Prompting,Online Class,Completed,2026-02-03,1\n"
        "7,Prompting,Online Class,Completed,,1\n"
        "7,Prompting,Online Class,Completed,soon,1\n"
        "7,Prompting,Online Class,Withdrawn,soon,1\n"
        "7,Prompting,Online Class,Completed,2026-02-03,some\n"
    )
    parcel = read(tmp_path, text)
    assert training(parcel, "person_id", "hours") == [("id:7", None)]
    assert parcel.refused.select("row", "column").rows() == [
        (2, "User ID"),
        (3, "Transcript Completed Date"),
        (4, "Transcript Completed Date"),
        (6, "Training Hours"),
    ]


def test_dates_that_can_be_read_two_ways_are_asked_about(tmp_path):
    text = f"{HEADER}\n7,Prompting,Online Class,Completed,03/02/2026\n"
    with pytest.raises(SourceError, match="day first or month first"):
        read(tmp_path, text)
    assert training(read(tmp_path, text, day_first=False), "completed_on") == [(date(2026, 3, 2),)]


def test_hours_may_be_written_as_a_clock(tmp_path):
    text = f"{HEADER},Training Hours\n7,Prompting,Online Class,Completed,2026-02-03,1:30:00\n"
    assert training(read(tmp_path, text), "hours") == [(1.5,)]


def test_a_workbook_that_somebody_worked_on_is_read_with_all_it_mixes(tmp_path):
    book = openpyxl.Workbook()
    sheet = book.active
    for row in range(1, 21):
        sheet.cell(row, 1, f"Banner {row}" if row % 3 else None)
    sheet.append(f"{HEADER},Training Hours,Training Price,Something new".split(","))
    rows = [
        [100123, "A", "Video", "Completed", 46056.75, timedelta(minutes=90), "50.00 USD", "x"],
        ["100123", "B", "Video", "COMPLETED ", "2026-02-04", "1,5", "1.234,50 EUR", "x"],
        ["100123", "C", "Video", "Completed", date(2026, 2, 5), timedelta(hours=30), "-", None],
        ["100123", "D", "Video", None, None, None, None, None],
        ["NA", "E", "Video", "Completed", 46056, 1, None, None],
        ["100123", "F", "Video", "Completed", "9999-12-31", 1, None, None],
    ]
    for row in rows:
        sheet.append(row)
    path = tmp_path / "export.xlsx"
    book.save(path)
    parcel = read_file(path)
    # 46056.75 is six in the evening of 2026-02-03 in any spreadsheet
    assert training(parcel, "person_id", "course", "completed_on", "hours") == [
        ("id:100123", "A", date(2026, 2, 3), 1.5),
        ("id:100123", "B", date(2026, 2, 4), 1.5),
        ("id:100123", "C", date(2026, 2, 5), 30.0),
    ]
    assert training(parcel, "cost", "currency") == [(None, None)] * 3
    assert parcel.refused.select("row", "column").rows() == [
        (26, "User ID"),
        (27, "Transcript Completed Date"),
    ]
    assert "1 registrations are not completed; they are left out." in parcel.notes


def test_the_length_of_the_training_comes_before_the_minutes_spent_in_it(tmp_path):
    text = (
        f"{HEADER},Transcript Time in training (min),Training Hours\n"
        "7,A,Video,Completed,2026-02-03,30,2\n7,B,Video,Completed,2026-02-03,30,\n"
    )
    assert training(read(tmp_path, text), "course", "hours") == [("A", 2.0), ("B", 0.5)]


def test_an_id_that_a_spreadsheet_has_rounded_is_refused(tmp_path):
    text = f"{HEADER}\n1.00123E+11,A,Video,Completed,2026-02-03\n7,A,Video,Completed,2026-02-03\n"
    parcel = read(tmp_path, text)
    assert training(parcel, "person_id") == [("id:7",)]
    assert parcel.refused.select("row", "column").rows() == [(2, "User ID")]


@pytest.mark.parametrize("encoding", ["cp1252", "utf-16", "utf-8-sig"])
def test_a_report_in_any_encoding_keeps_its_accents(tmp_path, encoding):
    path = tmp_path / "export.csv"
    text = f"{HEADER}\n7,Ética y más,Video,Completed,2026-02-03\n".replace(",", "\t")
    path.write_bytes(text.encode(encoding))
    assert training(read_file(path), "course") == [("Ética y más",)]


def test_a_report_that_breaks_off_inside_a_quoted_cell_is_refused(tmp_path):
    whole = f"{HEADER}\n7,A,Video,Completed,2026-02-03\n7,B,Video,Completed,2026-02-03\n"
    with pytest.raises(SourceError, match="never closes it"):
        read(tmp_path, f'{whole}7,"B and\nC,Video,Completed,2026-02-03\n7,D,Video')


def test_a_title_that_names_ai_is_about_ai_and_of_others_it_is_not_told(tmp_path):
    text = (
        f"{HEADER}\n7,AI at work,Video,Completed,2026-02-03\n7,Ethics,Video,Completed,2026-02-03\n"
    )
    assert training(read(tmp_path, text), "course", "about_ai") == [
        ("AI at work", True),
        ("Ethics", None),
    ]
