"""Microsoft 365 organisational data: people, teams and units, from the day of the file on."""

import os
import shutil
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from loaders import detect
from loaders.export import Export
from loaders.load import load_paths
from loaders.m365_org import m365_org
from store.workspace import Workspace

SAMPLE = Path(__file__).parent / "samples" / "m365_org.csv"


def read(tmp_path, text, encoding="utf-8"):
    path = tmp_path / "export.csv"
    path.write_text(text, encoding=encoding)
    export = Export.open(path)
    assert detect(export) is m365_org
    return m365_org.read(export)


@pytest.fixture(scope="module")
def sample():
    return m365_org.read(Export.open(SAMPLE))


def test_people_have_address_name_and_office_and_emptied_cells_are_empty(sample):
    assert sample.facts["person"].select("person_id", "email", "name", "location").rows() == [
        ("email:ana.ruiz@example.com", "ana.ruiz@example.com", "Ana Ruiz", "Leeds 2"),
        ("email:bo.chen@example.com", "bo.chen@example.com", "Bo Chen (he)", None),
        ("email:cy.day@example.com", "cy.day@example.com", "Cy Day", "York"),
    ]


def test_units_stand_below_their_company(sample):
    assert sample.facts["team"].rows() == [
        ("Finance", "Finance", "company:Example Ltd"),
        ("company:Example Ltd", "Example Ltd", None),
    ]


def dated(path, day):
    moment = datetime(day.year, day.month, day.day, 12, tzinfo=UTC).timestamp()
    os.utime(path, (moment, moment))
    return path


MARCH, APRIL = date(2026, 3, 2), date(2026, 4, 1)


def test_everybody_is_in_their_team_from_the_day_of_the_file(tmp_path):
    path = dated(Path(shutil.copy(SAMPLE, tmp_path)), MARCH)
    parcel = m365_org.read(Export.open(path))
    bo = "email:bo.chen@example.com"
    columns = ("person_id", "team_id", "valid_from", "valid_to", "share", "manager_id")
    assert parcel.facts["membership"].select(columns).rows() == [
        ("email:ana.ruiz@example.com", "Finance", MARCH, None, 1.0, bo),
        (bo, "Finance", MARCH, None, 1.0, None),
        ("email:cy.day@example.com", "company:Example Ltd", MARCH, None, 1.0, bo),
    ]
    assert parcel.facts["membership"].select("level", "job_family", "job_title").rows() == [
        ("3", "Accounting", "Accountant"),
        ("5", "Management", "Head of Finance"),
        ("2", None, "Clerk"),
    ]
    [who, way_out] = parcel.notes
    assert "3 people tell no first day; they count from 2026-03-02" in who
    assert "EffectiveDate" in way_out


def test_a_later_list_moves_those_whom_it_tells_elsewhere(tmp_path):
    first = dated(Path(shutil.copy(SAMPLE, tmp_path)), MARCH)
    later = tmp_path / "later.csv"
    moved = first.read_text().replace("bo.chen@example.com,Finance,3", "bo.chen@example.com,Tax,3")
    later.write_text(moved)
    with Workspace.open(tmp_path / "w") as workspace:
        load_paths(workspace, [first], by="test")
        load_paths(workspace, [dated(later, APRIL)], by="test")
        found = workspace.facts("membership").collect()
        rows = found.sort("valid_from", "team_id", "valid_to").select(
            "team_id", "valid_from", "valid_to"
        )
    assert rows.rows() == [
        ("Finance", MARCH, None),
        ("Finance", MARCH, APRIL),
        ("company:Example Ltd", MARCH, None),
        ("Tax", APRIL, None),
    ]


def test_the_address_alone_is_enough_and_rows_without_it_are_refused(tmp_path):
    parcel = read(tmp_path, "Microsoft_PersonEmail\na@b.c\n''\nd@b.c\n")
    assert parcel.facts["person"]["email"].to_list() == ["a@b.c", "d@b.c"]
    assert parcel.refused.select("row", "column").rows() == [(3, "Microsoft_PersonEmail")]


def test_a_file_of_a_western_code_page_with_other_columns_is_read(tmp_path):
    text = "Desk,microsoft_displayname,microsoft_personemail\n7,Zoë Ruíz,z@b.c\n"
    assert read(tmp_path, text, "cp1252").facts["person"]["name"].to_list() == ["Zoë Ruíz"]
