"""Zendesk JSON: tickets with and without audits, metrics, users, pages, and damaged files."""

import json
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import polars as pl
import pytest

from loaders import detect
from loaders.export import Export
from loaders.zendesk_json import zendesk_json
from store.errors import SourceError
from tests.loaders.recognised import taken, taken_text, told_of

SAMPLE = Path(__file__).parent / "samples" / "zendesk_json.json"
ANA, CY, DEE, EVE = (f"login:zendesk-{n}" for n in (101, 102, 36001, 36002))
TICKET = {
    "id": 1,
    "created_at": "2024-03-12T15:45:00Z",
    "status": "open",
    "requester_id": 36001,
    "assignee_id": 101,
    "via": {"channel": "web"},
}


def at(day, hour, minute=0):
    return datetime(2024, 3, day, hour, minute, tzinfo=UTC)


read = partial(taken_text, zendesk_json, name="export.json")
tasks = told_of("task", "task_id")


@pytest.fixture(scope="module")
def sample():
    return taken(zendesk_json, SAMPLE)


def test_a_ticket_with_audits_becomes_a_task_with_its_course(sample):
    first = sample.facts["task"].row(0, named=True)
    assert {key: value for key, value in first.items() if value is not None} == {
        "task_id": "4411",
        "source": "zendesk",
        "title": "Sync down",
        "type": "incident",
        "status": "closed",
        "priority": 2,
        "skills": ["claims", "sync"],
        "opened_at": at(12, 15, 45),
        "started_at": at(12, 16),
        "closed_at": at(14, 10),
        "parent_id": "4400",
        "reopened": 1,
        "backward_moves": 0,
    }
    assert (sample.rows_read, sample.refused.height, sample.cut) == (4, 0, "")


def test_assignments_are_turns_and_without_their_beginning_the_first_turn_is_unknown(sample):
    columns = ("task_id", "person_id", "role", "from_at", "to_at")
    assert sample.facts["participation"].select(columns).rows() == [
        ("4411", ANA, "assignee", at(12, 16), at(13, 10)),
        ("4411", CY, "assignee", at(13, 10), None),
        ("4411", DEE, "reporter", None, None),
        ("4412", ANA, "assignee", None, None),
        ("4412", EVE, "reporter", None, None),
        ("4413", ANA, "assignee", None, None),
        ("4413", DEE, "reporter", None, None),
        ("4414", "login:zendesk-36009", "reporter", None, None),
    ]


def test_events_tell_who_and_when_and_what_zendesk_did_itself_is_nobodys(sample):
    assert sample.facts["task_event"].rows() == [
        ("4411", ANA, at(13, 10), "assign", None),
        ("4411", CY, at(14, 10), "status", "solved"),
        ("4411", DEE, at(15, 10), "status", "open"),
        ("4411", CY, at(18, 17), "status", "solved"),
        ("4411", ANA, at(13, 10), "comment", None),
        ("4411", DEE, at(15, 10), "comment", None),
        ("4412", ANA, at(14, 10), "status", "pending"),
    ]
    assert any(note.startswith("2 changes were made by Zendesk itself") for note in sample.notes)


def test_cut_audits_tell_no_beginning_and_leave_the_counts_to_the_metrics(sample):
    columns = ("started_at", "closed_at", "reopened", "due_at", "truncated_history")
    assert tasks(sample, *columns)[1] == ("4412", None, None, 2, at(16, 12), True)
    assert any(note.startswith("1 tickets have audits without") for note in sample.notes)


def test_without_audits_the_metrics_tell_the_closing_and_a_deleted_ticket_is_cancelled(sample):
    columns = ("status", "closed_at", "reopened", "truncated_history")
    assert tasks(sample, *columns)[2:] == [
        ("4413", "solved", at(15, 8), 0, None),
        ("4414", "cancelled", None, 0, None),
    ]


def test_users_tie_their_number_to_their_address_but_only_those_who_took_part(sample):
    rows = sample.facts["person"].sort("person_id")
    assert rows.select("person_id", "email", "logins", "name").rows() == [
        (ANA, "ana.ruiz@example.com", ["zendesk-101"], "Ana Ruiz"),
        (CY, "cy.day@example.com", ["zendesk-102"], "Cy Day"),
        (DEE, "dee.fox@example.org", ["zendesk-36001"], None),  # a customer
        (EVE, None, ["zendesk-36002"], None),
    ]
    assert any(note.startswith("1 accounts are known by number only") for note in sample.notes)


def test_who_has_a_ticket_from_its_creation_has_it_from_its_opening(tmp_path):
    audit = {
        "id": 1,
        "ticket_id": 1,
        "created_at": "2024-03-12T15:45:00Z",
        "author_id": 102,
        "events": [
            {"type": "Create", "field_name": "assignee_id", "value": "101"},
            {"type": "Create", "field_name": "status", "value": "open"},
        ],
    }
    parcel = read(tmp_path, json.dumps({"tickets": [TICKET], "audits": [audit, audit]}))
    turn = parcel.facts["participation"].filter(pl.col("role") == "assignee")
    assert turn.select("person_id", "from_at", "to_at").rows() == [(ANA, at(12, 15, 45), None)]
    assert tasks(parcel, "started_at", "reopened") == [("1", at(12, 15, 45), 0)]
    assert parcel.facts["task_event"].select("person_id", "kind").rows() == [(CY, "assign")]


def test_an_audit_on_two_pages_happened_once(tmp_path):
    change = {
        "type": "Change",
        "field_name": "assignee_id",
        "value": "101",
        "previous_value": "102",
    }
    audit = {"id": 2, "ticket_id": 1, "created_at": "2024-03-13T00:00:00Z", "events": [change]}
    parcel = read(tmp_path, json.dumps({"tickets": [TICKET], "audits": [audit, audit]}))
    turns = parcel.facts["participation"].filter(pl.col("role") == "assignee")
    assert turns.select("person_id", "from_at", "to_at").rows() == [
        (CY, None, at(13, 0)),
        (ANA, at(13, 0), None),
    ]
    assert any(note.startswith("1 changes were made by Zendesk itself") for note in parcel.notes)


def test_who_only_comments_is_told_of_and_a_change_from_nobody_to_nobody_is_none(tmp_path):
    events = [
        {"type": "Change", "field_name": "assignee_id", "value": "", "previous_value": None},
        {"type": "Comment", "author_id": 102, "body": "let me have a look at this"},
    ]
    audit = {
        "ticket_id": 1,
        "created_at": "2024-03-13T00:00:00Z",
        "author_id": 101,
        "events": events,
    }
    users = [{"id": 102, "name": "Cy Day", "email": "cy.day@example.com"}]
    text = json.dumps({"tickets": [TICKET], "audits": [audit], "users": users})
    parcel = read(tmp_path, text)
    assert parcel.facts["task_event"].select("person_id", "kind").rows() == [(CY, "comment")]
    assert parcel.facts["person"]["person_id"].to_list() == [CY]


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({"next_page": "https://x", "count": 1}, "more tickets follow"),
        ({"next_page": None, "count": 250}, "1 of 250 tickets"),
        ({"meta": {"has_more": True}, "links": {}}, "more tickets follow"),
        ({"meta": {"has_more": False}, "links": {}}, ""),
        ({"end_of_stream": False, "next_page": "https://x", "count": 1000}, "more tickets follow"),
        ({"end_of_stream": True, "next_page": "https://x", "count": 1}, ""),
    ],
)
def test_a_page_that_is_not_the_last_means_that_the_export_is_cut(tmp_path, more, expected):
    parcel = read(tmp_path, json.dumps({"tickets": [TICKET], **more}))
    assert expected in parcel.cut
    assert bool(parcel.cut) == bool(expected)


def test_one_ticket_a_line_loads_and_a_broken_line_is_refused(tmp_path):
    lines = [json.dumps(TICKET), '{"id": 2, "requ', json.dumps({**TICKET, "id": 3})]
    parcel = read(tmp_path, "\n".join(lines) + "\n")
    assert tasks(parcel, "closed_at") == [("1", None), ("3", None)]
    assert parcel.refused.rows() == [(2, "", "the line is not a JSON record")]
    assert any("no audits" in note for note in parcel.notes)


def test_a_list_of_tickets_loads_and_of_two_records_the_later_counts(tmp_path):
    text = json.dumps([TICKET, {**TICKET, "status": "solved"}])
    parcel = read(tmp_path, text, encoding="utf-16")
    assert tasks(parcel, "status", "closed_at") == [("1", "solved", None)]
    assert any(note.startswith("1 tickets are solved but nothing") for note in parcel.notes)


def test_records_that_cannot_be_tasks_are_refused_and_the_others_load(tmp_path):
    metrics = [{"ticket_id": 5, "solved_at": "2024-01-01T00:00:00Z", "reopens": "many"}]
    tickets = [
        TICKET,
        {**TICKET, "id": None},
        {**TICKET, "id": 3, "created_at": None},
        {**TICKET, "id": 4, "created_at": 1710258300000},
        {**TICKET, "id": 5, "status": "solved"},
    ]
    parcel = read(tmp_path, json.dumps({"tickets": tickets, "ticket_metrics": metrics}))
    assert tasks(parcel) == [("1",)]
    assert parcel.refused.select("row", "column").rows() == [
        (2, "id"),
        (3, "created_at"),
        (4, "created_at"),
        (5, "reopens"),
        (5, "solved_at"),
    ]


def test_a_file_that_breaks_off_is_not_loaded(tmp_path):
    path = tmp_path / "export.json"
    path.write_text(SAMPLE.read_text(encoding="utf-8")[:900], encoding="utf-8")
    with pytest.raises(SourceError, match="breaks off or is damaged"):
        detect(Export.open(path))


def test_what_people_wrote_is_in_no_fact(sample):
    flat = (
        f.with_columns(pl.col(pl.List(pl.String)).list.join(";")) for f in sample.facts.values()
    )
    kept = "".join(frame.write_csv() for frame in flat)
    assert all(word not in kept for word in ("patience", "press", "no idea", "waiting"))
