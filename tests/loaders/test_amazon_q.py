"""Amazon Q and Kiro: features of the older report, clients of the newer, months before days."""

from datetime import date
from pathlib import Path

import pytest

from loaders import detect
from loaders.amazon_q import amazon_q
from loaders.export import Export

SAMPLE = Path(__file__).parent / "samples" / "amazon_q.csv"
ANA = "login:aws-11111111-2222-3333-4444-555555555555"
BO = "login:aws-66666666-2222-3333-4444-555555555555"
MEASURES = ("interactions", "suggested", "accepted", "rejected", "lines_added", "lines_removed")
NEWER = "UserId,Date,Client_Type,Subscription_Tier,ProfileId,Chat_Conversations,Credits_Used"
DAY = date(2026, 3, 5)


def read(tmp_path, text, encoding="utf-8"):
    path = tmp_path / "export.csv"
    path.write_text(text, encoding=encoding)
    export = Export.open(path)
    assert detect(export) is amazon_q
    return amazon_q.read(export)


def usage(parcel, *columns):
    return parcel.facts["ai_usage"].select(columns).rows()


def test_features_stand_apart_and_a_short_row_tells_only_what_it_holds():
    parcel = amazon_q.read(Export.open(SAMPLE))
    assert usage(parcel, "person_id", "day", "feature", "mode", *MEASURES) == [
        (ANA, DAY, "chat", "ask", 8, None, None, None, 12, None),
        (ANA, DAY, "inline", "completion", None, 19, 6, None, 40, None),
        (ANA, DAY, "inline_chat", "edit", 5, None, 2, 1, 7, 3),
        (ANA, DAY, "dev", "agent", None, 2, 1, None, 30, None),
        (ANA, DAY, "code_fix", None, None, 2, 1, None, 4, None),
        (ANA, DAY, "code_review", None, None, 1, None, None, None, None),
        (BO, DAY, "chat", "ask", 0, None, None, None, 0, None),
    ]
    assert set(usage(parcel, "tool", "licensed")) == {("amazon_q", True)}
    assert parcel.rows_read == 2
    assert parcel.refused.is_empty()


def test_the_newer_report_tells_messages_and_conversations_by_client_and_no_credits(tmp_path):
    text = (
        f"{NEWER},Overage_Cap,Total_Messages\n"
        "u1,2026-03-05,KIRO_IDE,PRO,p,3,12.5,0,40\n"
        "u1,2026-03-05,KIRO_CLI,PRO,p,1,2,0,6\n"
        'u2,2026-03-05,KIRO_IDE,PRO,p,,,0,"1,200"\n'
    )
    parcel = read(tmp_path, text)
    assert usage(parcel, "person_id", "feature", "sessions", "interactions", "cost") == [
        ("login:aws-u1", "kiro_ide", 3, 40, None),
        ("login:aws-u1", "kiro_cli", 1, 6, None),
        ("login:aws-u2", "kiro_ide", None, 1200, None),
    ]
    assert "Credits are no money; they were left out." in parcel.notes


@pytest.mark.parametrize(
    "written", ["03-05-2026", "2026-03-05", "03/05/2026"], ids=["dashes", "iso", "slashes"]
)
def test_dates_of_three_numbers_are_month_first(tmp_path, written):
    parcel = read(tmp_path, f"UserId,Date,Chat_MessagesSent\nu1,{written},8\n")
    assert usage(parcel, "day") == [(DAY,)]


def test_features_of_the_older_report_that_only_some_files_have_are_read(tmp_path):
    text = (
        "Date;UserId;Chat_MessagesSent;DocGeneration_EventCount;New;"
        "DocGeneration_AcceptedLineAdditions;TestGeneration_EventCount;TestGeneration_AcceptedLines;"
        "Transformation_EventCount\n2026-03-05;u1;-;2;x;9;3;11;1\n"
    )
    for encoding in ("utf-8-sig", "cp1252", "utf-16"):
        assert usage(read(tmp_path, text, encoding), "feature", "suggested", "lines_added") == [
            ("doc_generation", 2, 9),
            ("test_generation", 3, 11),
            ("transformation", 1, None),
        ]


def test_a_bad_count_costs_its_cell_and_a_bad_date_its_row(tmp_path):
    rows = "u1,2026-03-05,many,4\nu2,soon,1,1\n,2026-03-05,1,1\nUserId,Date,x,x\n"
    parcel = read(tmp_path, f"UserId,Date,Chat_MessagesSent,Chat_AICodeLines\n{rows}")
    assert usage(parcel, "person_id", "interactions", "lines_added") == [("login:aws-u1", None, 4)]
    assert set(parcel.refused.select("row", "column").rows()) >= {
        (2, "Chat_MessagesSent"),
        (3, "Date"),
        (4, "UserId"),
        (5, "Date"),
    }
