"""ChatGPT Enterprise: weeks and months stay whole, models add up to all messages."""

from datetime import date
from pathlib import Path

import pytest

from loaders import detect
from loaders.chatgpt_enterprise import chatgpt_enterprise
from loaders.export import Export

SAMPLE = Path(__file__).parent / "samples" / "chatgpt_enterprise.csv"
HEADER = "cadence,period_start,period_end,public_id,email,user_status,messages,model_to_messages\n"
ANA, BO = "email:ana.ruiz@example.com", "email:bo.chen@example.com"
FIRST, LAST = date(2026, 3, 1), date(2026, 3, 7)


def read(tmp_path, text, encoding="utf-8", **how):
    path = tmp_path / "export.csv"
    path.write_text(text, encoding=encoding)
    export = Export.open(path, **how)
    assert detect(export) is chatgpt_enterprise
    return chatgpt_enterprise.read(export)


def usage(parcel, *columns):
    return parcel.facts["ai_usage"].select(columns).rows()


@pytest.fixture(scope="module")
def sample():
    return chatgpt_enterprise.read(Export.open(SAMPLE))


def test_the_models_and_what_they_leave_add_up_to_all_messages_of_the_week(sample):
    columns = ("person_id", "day", "last_day", "tool", "model", "interactions", "licensed")
    assert usage(sample, *columns) == [
        (ANA, FIRST, LAST, "chatgpt", None, 2, True),
        (ANA, FIRST, LAST, "chatgpt", "gpt-5", 30, True),
        (ANA, FIRST, LAST, "chatgpt", "o4", 5, True),
        (BO, FIRST, LAST, "chatgpt", None, 0, True),
    ]
    assert list(chatgpt_enterprise.meanings) == ["ai_usage.interactions"]


def test_the_address_the_name_and_the_workspaces_id_are_tied(sample):
    assert sample.facts["person"].select("person_id", "email", "name", "logins").row(0) == (
        ANA,
        "ana.ruiz@example.com",
        "Ana Ruiz",
        ["chatgpt-user-pub-1"],
    )


def test_of_somebody_invited_who_sent_nothing_nothing_is_said(sample):
    assert sample.facts["person"]["email"].to_list()[2] == "cem.aydin@example.com"
    assert "email:cem.aydin@example.com" not in sample.facts["ai_usage"]["person_id"]


def test_credits_are_left_out_and_said_so(sample):
    assert sample.facts["ai_usage"]["cost"].null_count() == 4
    assert any("credits_used is no money" in note for note in sample.notes)


@pytest.mark.parametrize(
    ("cadence", "end", "last"),
    [
        ("Weekly", "", date(2026, 3, 7)),
        ("Monthly", "", date(2026, 3, 31)),
        ("Daily", "", None),
        ("Monthly", "2026-03-15", date(2026, 3, 15)),
        ("Quarterly", "2026-03-31", date(2026, 3, 31)),
    ],
)
def test_the_last_day_comes_from_the_period_or_else_from_its_cadence(tmp_path, cadence, end, last):
    parcel = read(tmp_path, HEADER + f"{cadence},2026-03-01,{end},p1,a@example.com,enabled,3,\n")
    assert usage(parcel, "day", "last_day", "interactions") == [(FIRST, last, 3)]


def test_a_week_and_its_month_are_rows_of_their_own(tmp_path):
    rows = [
        "Weekly,2026-03-01,2026-03-07,p1,a@example.com,enabled,3,",
        "Monthly,2026-03-01,2026-03-31,p1,a@example.com,enabled,9,",
    ]
    parcel = read(tmp_path, HEADER + "\n".join(rows) + "\n")
    assert usage(parcel, "last_day", "interactions") == [(LAST, 3), (date(2026, 3, 31), 9)]
    assert any("never added up" in note for note in parcel.notes)


def test_rows_without_person_or_period_are_refused_and_broken_models_cost_only_themselves(tmp_path):
    rows = [
        "Weekly,2026-03-01,2026-03-07,,,enabled,3,",
        "Weekly,0000-00-00,2026-03-07,p1,a@example.com,enabled,3,",
        "Fortnightly,2026-03-01,,p1,a@example.com,enabled,3,",
        "Weekly,2026-03-07,2026-03-01,p1,a@example.com,enabled,3,",
        'Weekly,2026-03-01,2026-03-07,p2,-,,3,"{""gpt-5"": 4}"',
        'Weekly,2026-03-01,2026-03-07,p3,c@example.com,disabled,"1,204",{gpt-5',
        'Weekly,2026-03-01,2026-03-07,p4,d@example.com,enabled,5,"{""gpt-5"": -1}"',
    ]
    parcel = read(tmp_path, HEADER + "\n".join(rows) + "\n")
    assert parcel.refused.select("row", "column").rows() == [
        (2, "email"),
        (3, "period_start"),
        (4, "period_end"),
        (5, "period_end"),
        (6, "model_to_messages"),
        (7, "model_to_messages"),
        (8, "model_to_messages"),
    ]
    assert usage(parcel, "person_id", "interactions", "licensed") == [
        ("email:d@example.com", 5, True),
        ("login:chatgpt-p2", 3, None),
        ("email:c@example.com", 1204, None),
    ]


def test_shuffled_columns_other_separators_and_slashed_dates_are_read(tmp_path):
    text = (
        (
            "messages;Public ID;extra;Cadence;Period Start;email\n"
            "3;p1;x;Weekly;22/03/2026;ana.ruiz@example.com\n"
        )
        .replace("Public ID", "public_id")
        .replace("Period Start", "period_start")
    )
    parcel = read(tmp_path, text, encoding="utf-16")
    assert usage(parcel, "day", "last_day") == [(date(2026, 3, 22), date(2026, 3, 28))]
