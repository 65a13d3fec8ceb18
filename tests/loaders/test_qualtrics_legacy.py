"""Qualtrics responses of the legacy layout: V1, V2 ..., labels below, an empty last column."""

from datetime import date
from pathlib import Path

from loaders import detect
from loaders.export import Export
from loaders.qualtrics_legacy import qualtrics_legacy

SAMPLE = Path(__file__).parent / "samples" / "qualtrics_legacy.csv"


def read(path):
    return qualtrics_legacy.read(Export.open(path))


def test_the_sample_in_our_words():
    parcel = read(SAMPLE)
    survey = parcel.facts["survey"]
    columns = ("wave", "item", "score", "person_id", "team_id")
    assert survey.select(columns).rows() == [
        (date(2017, 5, 1), "my_work_stretches_me", 4.0, "id:100123", None),
        (date(2017, 5, 1), "my_work_stretches_me", 5.0, None, "Ledger"),
    ]
    assert survey["response_id"].is_null().to_list() == [True, False]
    assert parcel.facts["person"].select("person_id", "email").rows() == [
        ("id:100123", "ana.ruiz@example.com")
    ]
    assert parcel.rows_read == 2


def test_what_is_left_out_is_told_by_its_place():
    notes = read(SAMPLE).notes
    assert "Column 12 was left out: free text." in notes
    assert "Column 13 was left out: ticks of a question with several answers." in notes
    assert "Column 14 was left out: personal details." in notes


def test_a_byte_order_mark_does_not_matter(tmp_path):
    path = tmp_path / "legacy.csv"
    path.write_bytes(SAMPLE.read_text(encoding="utf-8").encode("utf-8-sig"))
    assert detect(Export.open(path)) is qualtrics_legacy
    assert read(path).facts["survey"].equals(read(SAMPLE).facts["survey"])


def test_a_text_in_windows_1252_is_read(tmp_path):
    path = tmp_path / "legacy.csv"
    text = SAMPLE.read_text(encoding="utf-8").replace("Ledger", "Übergänge")
    path.write_bytes(text.encode("cp1252"))
    assert read(path).facts["survey"]["team_id"].to_list() == [None, "Übergänge"]


def test_a_table_that_only_begins_with_v1_is_a_strangers(tmp_path):
    path = tmp_path / "matrix.csv"
    path.write_text("V1,V2,Q1\n1,2,3\n4,5,6\n")
    assert detect(Export.open(path)) is None
