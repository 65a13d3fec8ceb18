"""GitHub Copilot reports: features add up to the day; shapes without person-days are refused."""

import json
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from loaders import detect
from loaders.copilot_users import copilot_users
from loaders.export import Export
from store.errors import SourceError

SAMPLE = Path(__file__).parent / "samples" / "copilot_users.jsonl"
COUNTS = ["interactions", "suggested", "accepted", "lines_added", "lines_removed"]
DAY = {
    "user_login": "ana-ruiz",
    "day": "2026-04-25",
    "user_initiated_interaction_count": 4,
    "code_generation_activity_count": 3,
}


def read(tmp_path, document):
    path = tmp_path / "export.json"
    text = document if isinstance(document, str) else json.dumps(document)
    path.write_text(text, encoding="utf-8")
    export = Export.open(path)
    assert detect(export) is copilot_users
    return copilot_users.read(export)


def usage(parcel, *columns):
    return parcel.facts["ai_usage"].select(columns).rows()


def test_features_and_what_they_leave_add_up_to_the_day():
    parcel = copilot_users.read(Export.open(SAMPLE))
    ana, bo, day = "login:ana-ruiz", "login:bo-chen", date(2026, 4, 25)
    assert usage(parcel, "person_id", "day", "tool", "feature", "mode", *COUNTS) == [
        (ana, day, "copilot", "agent_edit", "agent", 0, 0, 0, 100, 0),
        (ana, day, "copilot", "chat_panel_ask_mode", "ask", 20, 15, 0, 0, 0),
        (ana, day, "copilot", "copilot_cli", None, None, None, None, None, None),
        (ana, day, "copilot", None, None, 4, 10, 9, 45, 4),
        (bo, day, "copilot", None, None, 0, 3, 1, 0, 0),
    ]
    assert parcel.facts["ai_usage"]["licensed"].all()


def test_only_the_command_line_tells_sessions_and_tokens():
    parcel = copilot_users.read(Export.open(SAMPLE))
    told = parcel.facts["ai_usage"].filter(pl.col("tokens_in").is_not_null())
    columns = ("feature", "sessions", "tokens_in", "tokens_out", "cost", "model")
    assert told.select(columns).rows() == [("copilot_cli", 2, 1400, 380, None, None)]


def test_somebody_listed_without_any_use_is_licensed_and_zero(tmp_path):
    parcel = read(tmp_path, [{**DAY, **dict.fromkeys(list(DAY)[2:], 0)}])
    assert usage(parcel, "licensed", *COUNTS) == [(True, 0, 0, 0, 0, 0)]


def test_a_later_report_can_replace_what_an_early_one_left_without_feature(tmp_path):
    feature = {"feature": "chat_inline", **dict(list(DAY.items())[2:])}
    parcel = read(tmp_path, [DAY | {"totals_by_feature": [feature]}])
    assert usage(parcel, "feature", *COUNTS) == [
        ("chat_inline", 4, 3, 0, 0, 0),
        (None, 0, 0, 0, 0, 0),
    ]


def test_a_user_day_in_several_parts_counts_once_from_the_newest_report(tmp_path):
    old = DAY | {"report_end_day": "2026-04-25"}
    new = DAY | {"report_end_day": "2026-04-27", "user_initiated_interaction_count": 9}
    parcel = read(tmp_path, [new, old, old])
    assert usage(parcel, "interactions") == [(9,)]
    assert parcel.rows_read == 3
    assert any("2 user-days stand in the file more than once" in note for note in parcel.notes)


def test_features_that_exceed_their_day_are_not_believed(tmp_path):
    feature = {"feature": "chat_inline", "user_initiated_interaction_count": 5}
    parcel = read(tmp_path, [DAY | {"totals_by_feature": [feature]}])
    assert usage(parcel, "feature", "interactions") == [(None, 4)]
    assert parcel.refused.select("row", "column").rows() == [(1, "totals_by_feature")]


def test_bad_records_are_refused_and_unknown_keys_do_not_matter(tmp_path):
    lines = [
        json.dumps(DAY | {"new_key": {"deep": 1}, "totals_by_feature": "none"}),
        json.dumps(DAY | {"day": "soon"}),
        json.dumps({"user_login": None, "day": "2026-04-25", **dict(list(DAY.items())[2:])}),
        '{"user_login": "bo-chen", "day"',
        json.dumps(DAY | {"user_login": "bo-chen", "code_generation_activity_count": "many"}),
    ]
    parcel = read(tmp_path, "\n".join(lines))
    assert usage(parcel, "person_id", "suggested") == [("login:ana-ruiz", 3), ("login:bo-chen", 0)]
    assert parcel.refused.select("row", "column").rows() == [
        (2, "day"),
        (3, "user_login"),
        (4, ""),
        (5, "code_generation_activity_count"),
    ]


@pytest.mark.parametrize(
    ("document", "told"),
    [
        ({"user_totals": [{"login": "ana-ruiz", "total_active_days": 3}]}, "whole period"),
        ({"download_links": ["x"], "report_day": "2026-04-25"}, "links to a report"),
        (
            {"report_start_day": "2026-04-25", "day_totals": [{"day": "2026-04-25"}]},
            "without users",
        ),
    ],
    ids=["totals of a period", "links", "totals of an organisation"],
)
def test_shapes_without_person_days_are_refused_with_the_reason(tmp_path, document, told):
    with pytest.raises(SourceError, match=told):
        read(tmp_path, document)


def test_the_published_reports_give_the_known_counts(real_data):
    path = real_data / "ai_usage" / "organization-users-28-day-report.json.gz"
    parcel = copilot_users.read(Export.open(path))
    use = parcel.facts["ai_usage"]
    assert parcel.rows_read == use.select("person_id", "day").n_unique() == 107
    assert use["person_id"].n_unique() == 8
    assert use.select(COUNTS[:4]).sum().row(0) == (2987, 4987, 3630, 100878)
    assert parcel.refused.height == 0
    one_day = real_data / "ai_usage" / "organization-users-1-day-report.json.gz"
    assert copilot_users.read(Export.open(one_day)).rows_read == 2
