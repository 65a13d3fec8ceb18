"""Cursor usage events: cents and dollars, words in place of amounts, and what input tokens are."""

import json
from datetime import date
from pathlib import Path

import pytest

from loaders import detect
from loaders.cursor_events import cursor_events
from loaders.export import Export
from store.errors import SourceError

SAMPLE = Path(__file__).parent / "samples" / "cursor_events.csv"
ANA, BO = "email:ana.ruiz@example.com", "email:bo.chen@example.com"
TOKENS = ("tokens_in", "tokens_cached", "tokens_out")
HEAD = (
    "Date,User,Kind,Model,Max Mode,Input (w/ Cache Write),Input (w/o Cache Write),Cache Read,"
    "Output Tokens,Total Tokens,Cost\n"
)
EVENT = {
    "timestamp": "1772496000120",
    "userEmail": "ana.ruiz@example.com",
    "model": "gpt-5.4",
    "kind": "Usage-based",
    "maxMode": False,
    "requestsCosts": 1.2,
    "tokenUsage": {
        "inputTokens": 126,
        "outputTokens": 450,
        "cacheWriteTokens": 6112,
        "cacheReadTokens": 11964,
        "totalCents": 20.18,
    },
    "chargedCents": 21.36,
}


def read(tmp_path, content, encoding="utf-8"):
    path = tmp_path / "export.dat"
    text = content if isinstance(content, str) else json.dumps(content, indent=1)
    path.write_text(text, encoding=encoding)
    export = Export.open(path)
    assert detect(export) is cursor_events
    return cursor_events.read(export)


def usage(parcel, *columns):
    return parcel.facts["ai_usage"].select(columns).rows()


def test_requests_are_added_up_and_background_agents_stand_apart_without_prompts():
    parcel = cursor_events.read(Export.open(SAMPLE))
    columns = ("person_id", "day", "feature", "mode", "model", "interactions", *TOKENS)
    sonnet = "claude-sonnet-4-5"
    assert usage(parcel, *columns) == [
        (ANA, date(2026, 3, 3), None, None, sonnet, 2, 400, 10400, 500),
        (ANA, date(2026, 3, 3), "agent", "agent", sonnet, None, 1983, 128736, 750),
        (BO, date(2026, 3, 4), None, None, "auto", 1, 20, 40, 40),
    ]
    assert usage(parcel, "tool", "cost", "currency") == [
        ("cursor", 0.1, "USD"),
        ("cursor", 0.49, "USD"),
        ("cursor", None, None),
    ]
    assert parcel.rows_read == 5
    assert parcel.refused.is_empty()


def test_failed_requests_and_missing_amounts_are_noted():
    notes = " ".join(cursor_events.read(Export.open(SAMPLE)).notes)
    assert "1 requests failed" in notes
    assert "2 requests have no amount" in notes


def test_the_interface_tells_cents_and_milliseconds_as_text(tmp_path):
    late = EVENT | {"timestamp": 1772582399999, "chargedCents": None, "tokenUsage": None}
    other = {**EVENT, "model": "auto"}
    del other["chargedCents"]
    parcel = read(tmp_path, {"usageEvents": [EVENT, late, other]})
    columns = ("day", "model", "interactions", *TOKENS, "currency")
    assert usage(parcel, *columns) == [
        (date(2026, 3, 3), "gpt-5.4", 2, 126, 18076, 450, "USD"),
        (date(2026, 3, 3), "auto", 1, 126, 18076, 450, "USD"),
    ]
    assert parcel.facts["ai_usage"]["cost"].to_list() == pytest.approx([0.2136, 0.2018])
    assert parcel.cut == ""


def test_missing_pages_are_told(tmp_path):
    parcel = read(tmp_path, {"usageEvents": [EVENT], "pagination": {"hasNextPage": True}})
    assert parcel.cut == "The file says that another page follows; load all pages."
    parcel = read(tmp_path, {"usageEventsDisplay": [EVENT], "totalUsageEventsCount": 90})
    assert parcel.cut == "The file says that there are 90 requests and holds 1."


def test_a_file_whose_first_input_column_holds_the_second_is_told_by_its_total(tmp_path):
    row = "2026-03-03T09:00:00Z,ana.ruiz@example.com,Included,m,No,1200,300,9000,450,10650,0.5\n"
    assert usage(read(tmp_path, HEAD + row), *TOKENS) == [(300, 9900, 450)]


def test_input_that_adds_up_to_nothing_is_left_out(tmp_path):
    row = "2026-03-03T09:00:00Z,ana.ruiz@example.com,Included,m,No,1200,300,9000,450,77,0.5\n"
    parcel = read(tmp_path, HEAD + row)
    assert usage(parcel, *TOKENS) == [(None, None, 450)]
    assert any("do not add up" in note for note in parcel.notes)


def test_bad_cells_cost_a_cell_and_bad_rows_a_row(tmp_path):
    rows = (
        'soon,ana.ruiz@example.com,Included,m,No,1,2,3,4,10,"$1,048.50"\n'
        "2026-03-03T09:00:00Z,,Included,m,No,1,2,3,4,10,0.5\n"
        '2026-03-03T09:00:00Z,ana.ruiz@example.com,Included,,No,1,2,3,4,10,"$1,048.50"\n'
        "2026-03-03T09:00:00Z,bo.chen@example.com,Included,m,No,1,2,3,many,10,0.5\n"
    )
    for encoding in ("utf-8-sig", "utf-16"):
        parcel = read(tmp_path, HEAD + rows, encoding)
        assert usage(parcel, "person_id", "model", "tokens_out", "cost") == [
            (ANA, "unknown", 4, 1048.5),
            (BO, "m", None, 0.5),
        ]
        assert parcel.refused.select("row", "column").rows() == [
            (2, "Date"),
            (3, "User"),
            (5, "Output Tokens"),
        ]


def test_older_layouts_and_other_orders_are_read(tmp_path):
    text = (
        "Requests,Output Tokens,Cache Read,Input (w/o Cache Write),Total Tokens,Model,User,Date,"
        "Input (w/ Cache Write)\n1,50,200,100,350,m,ana.ruiz@example.com,2026-03-03 09:00:00,0\n"
    )
    parcel = read(tmp_path, text)
    assert usage(parcel, "interactions", *TOKENS, "cost") == [(1, 100, 200, 50, None)]


def test_a_personal_export_says_whom_to_ask(tmp_path):
    with pytest.raises(SourceError, match="names nobody"):
        read(tmp_path, HEAD.replace("User,", ""))


def test_an_event_of_nobody_or_without_a_moment_is_refused(tmp_path):
    lines = [EVENT | {"userEmail": None}, EVENT | {"timestamp": "soon"}, EVENT]
    parcel = read(tmp_path, {"usageEvents": lines})
    assert usage(parcel, "person_id", "interactions") == [(ANA, 1)]
    assert parcel.refused.select("row", "column").rows() == [(1, "userEmail"), (2, "timestamp")]
