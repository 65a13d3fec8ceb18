"""Microsoft 365 organisational data: people and units, without a day."""

from pathlib import Path

import pytest

from loaders import detect
from loaders.export import Export
from loaders.m365_org import m365_org

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


def test_without_a_day_nobody_is_placed_and_the_way_out_is_told(sample):
    assert set(sample.facts) == {"person", "team"}
    assert len([note for note in sample.notes if "nobody is placed" in note]) == 1
    assert not any("first day;" in note for note in sample.notes)


def test_the_address_alone_is_enough_and_rows_without_it_are_refused(tmp_path):
    parcel = read(tmp_path, "Microsoft_PersonEmail\na@b.c\n''\nd@b.c\n")
    assert parcel.facts["person"]["email"].to_list() == ["a@b.c", "d@b.c"]
    assert parcel.refused.select("row", "column").rows() == [(3, "Microsoft_PersonEmail")]


def test_a_file_of_a_western_code_page_with_other_columns_is_read(tmp_path):
    text = "Desk,microsoft_displayname,microsoft_personemail\n7,Zoë Ruíz,z@b.c\n"
    assert read(tmp_path, text, "cp1252").facts["person"]["name"].to_list() == ["Zoë Ruíz"]
