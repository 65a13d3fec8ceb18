"""Claude Enterprise users: one row per product used, the day from the name of the file."""

import json
from datetime import date
from pathlib import Path

import pytest

from loaders import detect
from loaders.claude_enterprise_users import claude_enterprise_users
from loaders.export import Export
from store.errors import SourceError

SAMPLE = next((Path(__file__).parent / "samples").glob("claude_enterprise_users.*"))
ANA, BO, CEM = (f"email:{name}@example.com" for name in ("ana.ruiz", "bo.chen", "cem.aydin"))
DAY = date(2026, 3, 3)
RECORD = {
    "user": {"type": "user", "id": "user_01", "email_address": "ana.ruiz@example.com"},
    "chat_metrics": {"message_count": 4, "distinct_conversation_count": 1},
}
NAME = "claude-users-2026-03-03.json"


def read(tmp_path, document, name=NAME):
    path = tmp_path / name
    path.write_text(document if isinstance(document, str) else json.dumps(document))
    export = Export.open(path)
    assert detect(export) is claude_enterprise_users
    return claude_enterprise_users.read(export)


@pytest.fixture(scope="module")
def sample():
    return claude_enterprise_users.read(Export.open(SAMPLE))


def test_each_product_that_was_used_has_its_row_and_chat_always_has_one(sample):
    columns = ("person_id", "day", "last_day", "tool", "feature", "interactions", "sessions")
    assert sample.facts["ai_usage"].select(columns).rows() == [
        (ANA, DAY, None, "claude", "chat", 14, 3),
        (ANA, DAY, None, "claude_code", None, None, 2),
        (BO, DAY, None, "claude", "chat", 0, 0),
        (BO, DAY, None, "claude", "cowork", 5, 1),
        (BO, DAY, None, "claude", "excel", 7, 2),
        (CEM, DAY, None, "claude", "chat", None, None),
    ]
    assert sample.facts["ai_usage"]["licensed"].all()
    assert sample.cut == ""


def test_edits_of_all_tools_are_added_up(sample):
    columns = ("accepted", "rejected", "lines_added", "lines_removed")
    assert sample.facts["ai_usage"].select(columns).rows()[:2] == [(None,) * 4, (7, 2, 80, 12)]
    assert any("the one that tells most counts" in note for note in sample.notes)


def test_the_address_and_the_vendors_id_are_tied(sample):
    rows = sample.facts["person"].select("person_id", "email", "logins").rows()
    assert rows[0] == (ANA, "ana.ruiz@example.com", ["anthropic-user_01"])


def test_every_number_says_what_the_vendor_counts(sample):
    filled = {
        f"ai_usage.{column.name}"
        for column in sample.facts["ai_usage"]
        if column.dtype.is_numeric() and column.null_count() < len(column)
    }
    assert filled == set(claude_enterprise_users.meanings)


def test_a_period_in_the_name_is_one_row_for_the_whole_of_it(tmp_path):
    parcel = read(tmp_path, {"data": [RECORD]}, "users-2026-03-01-to-2026-03-31.json")
    columns = ("day", "last_day", "interactions")
    assert parcel.facts["ai_usage"].select(columns).rows() == [
        (date(2026, 3, 1), date(2026, 3, 31), 4)
    ]


@pytest.mark.parametrize("name", ["users.json", "users-2026-13-03.json", "users-20260303.json"])
def test_a_file_whose_name_tells_no_day_is_refused_with_the_way_out(tmp_path, name):
    with pytest.raises(SourceError, match="Rename the file for its day"):
        read(tmp_path, {"data": [RECORD]}, name)


def test_the_day_of_the_download_is_not_taken_for_the_day_of_use(tmp_path):
    late = RECORD | {"last_activity_date": "2026-02-27"}
    with pytest.raises(SourceError, match="outside the days in its name"):
        read(tmp_path, {"data": [late]})


def test_groups_and_broken_records_are_refused_and_the_rest_loads(tmp_path):
    lines = [
        json.dumps(RECORD | {"office_metrics": None, "extra": {"a": 1}}),
        json.dumps(RECORD | {"user": None, "rbac_group_id": "rbac_group_1"}),
        '{"user": {"id": "user_02"',
        json.dumps(RECORD | {"user": {"id": "user_03", "email_address": None}}),
        json.dumps(RECORD | {"user": {"id": "u4"}, "chat_metrics": {"message_count": "many"}}),
    ]
    parcel = read(tmp_path, "\n".join(lines))
    assert parcel.refused.select("row", "column").rows() == [
        (2, "user"),
        (3, ""),
        (5, "chat_metrics.message_count"),
    ]
    assert parcel.facts["ai_usage"]["person_id"].to_list() == [
        ANA,
        "login:anthropic-user_03",
        "login:anthropic-u4",
    ]
    assert parcel.rows_read == 5


def test_metrics_of_skills_are_not_taken(tmp_path):
    skills = {"data": [{"skill_name": "x", "chat_metrics": {"message_count": 4}}]}
    (tmp_path / NAME).write_text(json.dumps(skills))
    assert detect(Export.open(tmp_path / NAME)) is None


def test_a_page_that_has_a_next_one_is_a_cut(tmp_path):
    assert "more pages follow" in read(tmp_path, {"data": [RECORD], "next_page": "abc"}).cut


def test_a_file_that_breaks_off_is_refused(tmp_path):
    with pytest.raises(SourceError, match="breaks off"):
        read(tmp_path, json.dumps({"data": [RECORD]}, indent=1)[:-20])
