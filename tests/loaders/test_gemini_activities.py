"""Gemini in Workspace: events added up per person, day and app; feedback is no use."""

import json
from datetime import date
from pathlib import Path

import pytest

from loaders import detect
from loaders.export import Export
from loaders.gemini_activities import gemini_activities
from store.errors import SourceError

SAMPLE = Path(__file__).parent / "samples" / "gemini_activities.json"
ANA = "email:ana.ruiz@example.com"
COLUMNS = ("person_id", "day", "tool", "feature", "mode", "licensed", "interactions")


def activity(number, **changes):
    [first, *_] = json.loads(SAMPLE.read_text())["items"]
    return first | {"id": first["id"] | {"uniqueQualifier": str(number)}} | changes


def read(tmp_path, content):
    path = tmp_path / "export.json"
    path.write_text(content if isinstance(content, str) else json.dumps(content, indent=1))
    export = Export.open(path)
    assert detect(export) is gemini_activities
    return gemini_activities.read(export)


def usage(parcel, *columns):
    return parcel.facts["ai_usage"].select(columns or COLUMNS).rows()


def test_events_are_added_up_per_person_day_in_utc_app_and_category():
    parcel = gemini_activities.read(Export.open(SAMPLE))
    day, tool = date(2026, 3, 3), "gemini_workspace"
    assert usage(parcel) == [
        (ANA, day, tool, "docs", "active_generate", True, 2),
        (ANA, day, tool, "gmail", "active_generate", True, 1),
        ("login:google-7", day, tool, "gemini_app", "active_conversations", True, 1),
    ]
    assert parcel.rows_read == 4
    assert parcel.refused.is_empty()
    assert parcel.cut == ""
    assert any("1 events are no use" in note for note in parcel.notes)


def test_the_vendors_id_is_tied_to_the_address():
    people = gemini_activities.read(Export.open(SAMPLE)).facts["person"]
    assert people.select("person_id", "email", "logins").rows() == [
        (ANA, "ana.ruiz@example.com", ["google-1"]),
        ("login:google-7", None, ["google-7"]),
    ]


def test_pages_back_to_back_are_one_export_and_a_following_page_is_missed(tmp_path):
    pages = [{"items": [activity(n)], "nextPageToken": f"t{n}"} for n in (1, 2)]
    text = "\n".join(json.dumps(page, indent=1) for page in pages)
    parcel = read(tmp_path, text)
    assert usage(parcel, "interactions") == [(4,)]
    assert parcel.cut == "The file says that another page follows; load all pages."


def test_bad_activities_are_refused_and_the_rest_loads(tmp_path):
    first = activity(1)
    lines = [
        json.dumps(activity(2, new_key={"deep": 1})),
        json.dumps(activity(3, actor={})),
        json.dumps(first | {"id": first["id"] | {"time": "soon"}}),
        json.dumps({**first, "id": {"uniqueQualifier": "9", **activity(9)["id"], "time": None}}),
        '{"kind": "admin#reports#activity", "id"',
        json.dumps(activity(4, events="none")),
    ]
    parcel = read(tmp_path, "\n".join(lines))
    assert usage(parcel, "person_id", "feature", "interactions") == [(ANA, "docs", 2)]
    assert parcel.refused.select("row", "column").rows() == [
        (2, "actor"),
        (3, "id.time"),
        (4, "id.time"),
        (5, ""),
    ]
    assert parcel.rows_read == 6


def test_activities_of_other_applications_are_taken_by_nobody(tmp_path):
    first = activity(1)
    other = first | {"id": first["id"] | {"applicationName": "drive"}}
    (tmp_path / "drive.json").write_text(json.dumps({"items": [other]}))
    assert detect(Export.open(tmp_path / "drive.json")) is None


def test_a_file_that_breaks_off_is_refused_with_the_next_step(tmp_path):
    path = tmp_path / "cut.json"
    path.write_text(SAMPLE.read_text()[:900])
    with pytest.raises(SourceError, match="breaks off"):
        detect(Export.open(path))
