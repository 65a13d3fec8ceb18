"""Answers of LinkedIn's reporting API: completed courses with the hours viewed in the window."""

import json
from datetime import date
from pathlib import Path

import pytest

from loaders import detect
from loaders.export import Export
from loaders.linkedin_learning_api import linkedin_learning_api
from store.errors import SourceError

SAMPLE = Path(__file__).parent / "samples" / "linkedin_learning_api.json"


def read_file(path):
    export = Export.open(path)
    assert detect(export) is linkedin_learning_api
    return linkedin_learning_api.read(export)


def read(tmp_path, text):
    path = tmp_path / "export.json"
    path.write_text(text, encoding="utf-8")
    return read_file(path)


def element(*activities, **more):
    return {
        "latestDataAt": 1,
        "learnerDetails": {"email": "a@example.com"},
        "contentDetails": {"name": "Safety"},
        "activities": list(activities),
        **more,
    }


def done(**more):
    return {"engagementType": "COMPLETIONS", "engagementValue": 1, **more}


def training(parcel, *columns):
    columns = columns or ("person_id", "course", "completed_on", "hours")
    return parcel.facts["training"].select(columns).rows()


def test_completed_courses_have_a_row_with_the_hours_viewed():
    parcel = read_file(SAMPLE)
    assert parcel.rows_read == 4
    # 1770112800 is 2026-02-03T10:00:00Z, 1770249599 is 2026-02-04T23:59:59Z
    assert training(parcel) == [
        (
            "email:ana.ruiz@example.com",
            "Prompt Engineering: Getting Started",
            date(2026, 2, 3),
            1.5,
        ),
        ("email:bo.chen@example.com", "Statistics", date(2026, 2, 4), None),
    ]
    assert training(parcel, "provider", "about_ai") == [
        ("LinkedIn Learning", True),
        ("Academy", None),
    ]
    assert parcel.notes == ("2 registrations are not completed; they are left out.",)
    assert not parcel.cut
    assert parcel.facts["person"].select("email", "logins", "name").rows() == [
        ("ana.ruiz@example.com", ["100123"], "Ana Ruiz"),
        ("bo.chen@example.com", ["100124"], "Bo Chen"),
    ]


def test_an_answer_with_a_next_page_is_cut_and_one_with_all_pages_is_not(tmp_path):
    last = {"elements": [element(done(lastEngagedAt=1770112800000))], "paging": {"links": []}}
    first = last | {"paging": {"links": [{"rel": "next", "href": "/v2/x?start=10"}]}}
    assert "another page" in read(tmp_path, json.dumps(first)).cut
    whole = read(tmp_path, json.dumps(first) + "\n" + json.dumps(last))
    assert (whole.rows_read, whole.cut) == (2, "")


def test_a_course_in_two_windows_on_one_day_counts_once(tmp_path):
    both = {"elements": [element(done(lastEngagedAt=1770112800000))] * 2}
    parcel = read(tmp_path, json.dumps(both))
    assert training(parcel, "completed_on") == [(date(2026, 2, 3),)]
    assert any("again" in note for note in parcel.notes)


def test_totals_of_the_account_are_refused_with_what_to_ask_for(tmp_path):
    totals = {"elements": [{"latestDataAt": 1, "activities": [done()]}]}
    with pytest.raises(SourceError, match=r"totals.*primary=INDIVIDUAL"):
        read(tmp_path, json.dumps(totals))


def test_a_completion_without_a_moment_a_learner_or_a_name_is_refused(tmp_path):
    rows = [
        element(done()),
        element(done(lastEngagedAt=1770112800000), learnerDetails={}),
        element(done(lastEngagedAt=1770112800000), contentDetails={}),
        element(done(lastEngagedAt="soon", engagementValue="1")),
        element(done(lastEngagedAt=1770112800000)),
    ]
    parcel = read(tmp_path, json.dumps({"elements": rows}))
    assert training(parcel, "course") == [("Safety",)]
    assert parcel.refused.select("row", "column").rows() == [
        (1, "lastEngagedAt"),
        (2, "learnerDetails"),
        (3, "contentDetails"),
    ]


def test_an_answer_that_breaks_off_is_refused(tmp_path):
    text = SAMPLE.read_text(encoding="utf-8")
    with pytest.raises(SourceError, match="breaks off"):
        read(tmp_path, text[: len(text) // 2])


def test_a_broken_line_is_refused_and_the_others_load(tmp_path):
    line = json.dumps(element(done(lastEngagedAt=1770112800000)))
    parcel = read(tmp_path, f"{line}\n{line[:40]}\n{line}\n")
    assert parcel.rows_read == 3
    assert training(parcel, "course") == [("Safety",)]
    assert parcel.refused.rows() == [(2, "", "the line is not a JSON record")]


@pytest.mark.parametrize(
    ("content", "provider"),
    [
        ({}, "LinkedIn Learning"),
        ({"contentSource": "LINKEDIN_LEARNING"}, "LinkedIn Learning"),
        ({"contentSource": "ORGANIZATION"}, None),
        ({"contentSource": "THIRD_PARTY", "contentProviderName": "Academy"}, "Academy"),
    ],
    ids=["nothing told", "LinkedIn's", "the firm's own", "a named third party's"],
)
def test_only_content_of_linkedin_is_provided_by_linkedin(tmp_path, content, provider):
    one = element(done(lastEngagedAt=1770112800000), contentDetails={"name": "Safety", **content})
    parcel = read(tmp_path, json.dumps({"elements": [one]}))
    assert training(parcel, "provider") == [(provider,)]
