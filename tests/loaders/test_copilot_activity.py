"""GitHub Copilot activity report: licences on the day of the report, and nothing about use."""

from datetime import date
from pathlib import Path

import polars as pl

from loaders import detect
from loaders.copilot_activity import copilot_activity
from loaders.export import Export
from metrics.ai_flag import MEASURES

SAMPLE = Path(__file__).parent / "samples" / "copilot_activity.csv"
COLUMNS = ("person_id", "day", "last_day", "tool", "licensed")
DAY = date(2026, 3, 28)


def read(tmp_path, text, encoding="utf-8"):
    path = tmp_path / "export.csv"
    path.write_text(text, encoding=encoding)
    export = Export.open(path)
    assert detect(export) is copilot_activity
    return copilot_activity.read(export)


def test_everybody_in_the_report_is_licensed_on_its_day_once_and_no_use_is_told():
    parcel = copilot_activity.read(Export.open(SAMPLE))
    use = parcel.facts["ai_usage"]
    assert use.select(COLUMNS).rows() == [
        ("login:ana-ruiz", DAY, None, "copilot", True),
        ("login:bo-chen", DAY, None, "copilot", True),
        ("login:release-helper[bot]", DAY, None, "copilot", True),
    ]
    assert set(use.select(pl.col(*MEASURES, "cost").count()).row(0)) == {0}
    assert parcel.rows_read == 4


def test_an_account_of_a_bot_is_no_person_of_the_firm():
    people = copilot_activity.read(Export.open(SAMPLE)).facts["person"]
    assert people.select("person_id", "logins", "worker_type").rows() == [
        ("login:release-helper[bot]", ["release-helper[bot]"], "bot")
    ]


def test_columns_in_another_order_or_coding_with_more_of_them_are_read(tmp_path):
    text = (
        "login;New column;Last surface used;Report time\n"
        "ána-ruiz;x;None;2026-03-28 06:54:33 UTC\n;x;None;2026-03-28 06:54:33 UTC\n"
        "bo-chen;x;None;soon\n"
    )
    for encoding in ("utf-8-sig", "cp1252", "utf-16"):
        parcel = read(tmp_path, text, encoding)
        assert parcel.facts["ai_usage"].select("person_id", "day").rows() == [
            ("login:ána-ruiz", DAY)
        ]
        assert parcel.refused.select("row", "column").rows() == [(3, "login"), (4, "Report time")]
