"""Microsoft 365 Copilot: snapshots of a period, hidden names, and two versions of the report."""

import json
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from loaders import detect
from loaders.export import Export
from loaders.m365_copilot import m365_copilot

SAMPLE = Path(__file__).parent / "samples" / "m365_copilot.csv"
COLUMNS = ("person_id", "feature", "licensed", "interactions")
ANA, BO = "email:ana.ruiz@example.com", "email:bo.chen@example.com"
HIDDEN = "id:concealed:DC8C64D6EC3A3AA17481D7E5EB5B68A6"
V1 = "Report Refresh Date,User Principal Name,Word Copilot Last Activity Date,Report Period\n"


def read(tmp_path, text, encoding="utf-8", **how):
    path = tmp_path / "export.dat"
    path.write_text(text, encoding=encoding)
    export = Export.open(path, **how)
    assert detect(export) is m365_copilot
    return m365_copilot.read(export)


def usage(parcel, *columns):
    return parcel.facts["ai_usage"].select(columns or COLUMNS).rows()


def test_chats_and_the_rest_add_up_to_all_prompts_and_used_apps_have_no_number():
    parcel = m365_copilot.read(Export.open(SAMPLE))
    assert usage(parcel) == [
        (ANA, None, True, 19),
        (BO, None, True, 0),
        (HIDDEN, None, True, None),
        (ANA, "chat_work", True, 90),
        (BO, "chat_work", True, 0),
        (ANA, "chat_web", True, 33),
        (BO, "chat_web", True, 0),
        (ANA, "teams", None, None),
        (HIDDEN, "word", None, None),
        (ANA, "outlook", None, None),
    ]
    assert parcel.rows_read == 3
    assert parcel.refused.is_empty()


def test_a_snapshot_spans_its_period_which_ends_with_the_refresh():
    parcel = m365_copilot.read(Export.open(SAMPLE))
    spans = set(usage(parcel, "day", "last_day", "tool"))
    assert spans == {(date(2026, 6, 8), date(2026, 7, 5), "m365_copilot")}
    assert any("never added" in note for note in parcel.notes)


def test_names_stand_beside_addresses_and_hidden_people_have_neither():
    parcel = m365_copilot.read(Export.open(SAMPLE))
    people = parcel.facts["person"].select("person_id", "email", "name").rows()
    assert people == [
        (ANA, "ana.ruiz@example.com", "Ana Ruiz"),
        (BO, "bo.chen@example.com", "Bo Chen"),
    ]
    assert any("1 users are concealed" in note for note in parcel.notes)


def test_the_first_version_tells_no_volume(tmp_path):
    rows = "2026-07-05,ana.ruiz@example.com,2026-07-05,7\n2026-07-05,bo.chen@example.com,,7\n"
    parcel = read(tmp_path, V1 + rows)
    assert usage(parcel) == [
        (ANA, None, True, None),
        (BO, None, True, None),
        (ANA, "word", None, None),
    ]
    assert any("tells no prompts" in note for note in parcel.notes)


@pytest.mark.parametrize(
    ("last", "is_used"),
    [("2026-06-28", False), ("2026-06-29", True), ("2026-07-05", True), ("2026-07-06", False)],
    ids=["the day before", "the first day", "the last day", "the day after"],
)
def test_an_app_counts_as_used_within_the_period_only(tmp_path, last, is_used):
    parcel = read(tmp_path, f"{V1}2026-07-05,ana.ruiz@example.com,{last},7\n")
    assert ((ANA, "word", None, None) in usage(parcel)) is is_used


def test_the_admin_centres_columns_are_read_in_any_order_and_localised_digits_too(tmp_path):
    text = (
        "\ufeffReport Period;Active Usage Days for All Apps;User Principal Name;New;"
        "Prompts submitted for All Apps;Prompts submitted for Copilot Chat (web);"
        "Last activity date of Copilot Chat (work) (UTC);Report Refresh Date;"
        "Last activity date of Microsoft 365 Copilot (app) (UTC)\n"
        "30;12;ana.ruiz@example.com;x;1.320;20;2026-07-01;2026-07-05;2026-06-10\n"
        "D30;12;bo;x;0;;;2026-07-05;7 de jul. de 2026\n"
    )
    parcel = read(tmp_path, text)
    assert usage(parcel, "person_id", "day", "feature", "licensed", "interactions") == [
        (ANA, date(2026, 6, 6), None, True, 1300),
        ("login:bo", date(2026, 6, 6), None, True, 0),
        (ANA, date(2026, 6, 6), "chat_work", None, None),
        (ANA, date(2026, 6, 6), "chat_web", True, 20),
        (ANA, date(2026, 6, 6), "app", None, None),
    ]
    assert parcel.facts["person"]["logins"].to_list() == [None, ["bo"]]
    assert parcel.refused.select("row", "column").rows() == [
        (3, "Last activity date of Microsoft 365 Copilot (app) (UTC)")
    ]


def test_the_json_answer_tells_the_same_and_its_next_page_is_missed(tmp_path):
    record = {
        "reportRefreshDate": "2026-07-05",
        "userPrincipalName": "ana.ruiz@example.com",
        "displayName": "Ana Ruiz",
        "lastActivityDate": "2026-07-03",
        "wordCopilotLastActivityDate": "2026-07-03",
        "excelCopilotLastActivityDate": "",
        "copilotActivityUserDetailsByPeriod": [{"reportPeriod": 7}],
    }
    parcel = read(tmp_path, json.dumps({"value": [record], "@odata.nextLink": "x"}, indent=1))
    assert usage(parcel) == [(ANA, None, True, None), (ANA, "word", None, None)]
    assert usage(parcel, "day", "last_day")[0] == (date(2026, 6, 29), date(2026, 7, 5))
    assert parcel.cut == "The file says that another page follows; load all pages."
    assert read(tmp_path, json.dumps({"value": [record]}, indent=1)).cut == ""


def test_rows_without_period_day_or_user_are_refused_and_the_rest_loads(tmp_path):
    rows = (
        "2026-07-05,ana.ruiz@example.com,2026-07-05,7\n"
        "soon,bo.chen@example.com,,7\n"
        "2026-07-05,,,7\n"
        "2026-07-05,bo.chen@example.com,,ALL\n"
        "2026-07-05,eve.okoro@example.com,9999-12-31,7\n"
    )
    for encoding in ("utf-8-sig", "utf-16"):
        parcel = read(tmp_path, V1 + rows, encoding)
        assert [row[0] for row in usage(parcel)] == [ANA, "email:eve.okoro@example.com", ANA]
        assert parcel.refused.select("row", "column").rows() == [
            (3, "Report Refresh Date"),
            (4, "User Principal Name"),
            (5, "Report Period"),
        ]


def test_a_workbook_and_a_spreadsheets_day_numbers_are_read(tmp_path):
    book = openpyxl.Workbook()
    book.active.append(V1.strip().split(","))
    book.active.append([date(2026, 7, 5), "ana.ruiz@example.com", 46206, 7])  # 2026-07-03
    book.save(tmp_path / "export.xlsx")
    parcel = m365_copilot.read(Export.open(tmp_path / "export.xlsx"))
    assert usage(parcel, "feature", "day", "last_day") == [
        (None, date(2026, 6, 29), date(2026, 7, 5)),
        ("word", date(2026, 6, 29), date(2026, 7, 5)),
    ]


def test_chats_that_exceed_all_apps_are_not_believed(tmp_path):
    head = (
        "Report Refresh Date,User Principal Name,Report Period,Prompts submitted for all apps,"
        "Prompts submitted for Copilot Chat (work)\n"
    )
    parcel = read(tmp_path, head + "2026-07-05,ana.ruiz@example.com,7,3,5\n")
    assert usage(parcel) == [(ANA, None, True, 3)]
    assert any("more prompts in chat" in note for note in parcel.notes)


def test_the_recorded_report_is_one_hidden_user_without_any_activity(real_data):
    path = real_data / "ai_usage" / "m365_copilot_usage_user_detail_v1.csv"
    parcel = m365_copilot.read(Export.open(path))
    key = "id:concealed:E58EEF6A6BBD3D0293CB306D24A42057"
    assert usage(parcel) == [(key, None, True, None)]
    assert usage(parcel, "day", "last_day") == [(date(2026, 6, 27), date(2026, 7, 3))]
    assert parcel.facts["person"].is_empty()
    assert parcel.refused.is_empty()
