"""Viva person query: weeks as periods, blank is no licence, people whom nobody can name."""

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from loaders import detect
from loaders.export import Export
from loaders.viva_person_query import viva_person_query
from store.errors import SourceError

SAMPLE = Path(__file__).parent / "samples" / "viva_person_query.csv"
ANA = "login:viva-0b9d8a7e-1111-4222-8333-944444444444"
BO = "login:viva-5f0e1d2c-5555-4666-8777-988888888888"
WEEK_1, WEEK_2, WEEK_3 = date(2026, 6, 28), date(2026, 7, 5), date(2026, 7, 12)


def read(tmp_path, text, encoding="utf-8"):
    path = tmp_path / "export.csv"
    path.write_text(text, encoding=encoding)
    export = Export.open(path)
    assert detect(export) is viva_person_query
    return viva_person_query.read(export)


def usage(parcel, *columns):
    return parcel.facts["ai_usage"].select(columns).rows()


def test_apps_and_what_they_leave_add_up_to_the_week_and_blank_is_no_licence():
    parcel = viva_person_query.read(Export.open(SAMPLE))
    first = parcel.facts["ai_usage"].filter(pl.col("day") == WEEK_1)
    columns = ("person_id", "last_day", "feature", "licensed", "interactions")
    until = date(2026, 7, 4)
    assert first.select(columns).rows() == [
        (ANA, until, None, True, 8),
        (ANA, until, "chat_web", True, 2),
        (ANA, until, "chat_work", True, 9),
        (ANA, until, "teams", True, 12),
        (BO, until, None, False, None),
        (BO, until, "chat_web", False, 3),
    ]
    assert parcel.rows_read == 5


def test_a_licence_without_use_is_zero():
    parcel = viva_person_query.read(Export.open(SAMPLE))
    second = parcel.facts["ai_usage"].filter(pl.col("day") == WEEK_2)
    assert second.select("person_id", "feature", "licensed", "interactions").rows() == [
        (ANA, None, True, 0),
        (ANA, "chat_web", True, 0),
        (ANA, "chat_work", True, 0),
        (ANA, "teams", True, 0),
        (BO, None, False, None),
    ]
    assert set(parcel.facts["ai_usage"]["tool"]) == {"m365_copilot"}


def test_equal_weeks_are_one_stay_and_who_is_gone_from_the_file_has_left():
    parcel = viva_person_query.read(Export.open(SAMPLE))
    columns = ("person_id", "team_id", "job_family", "level", "valid_from", "valid_to")
    assert parcel.facts["membership"].select(columns).rows() == [
        (ANA, "Claims", "Operations", "Junior IC", WEEK_1, WEEK_3),
        (ANA, "Claims", "Operations", "Senior IC", WEEK_3, None),
        (BO, "Legal", "Legal", "Executive", WEEK_1, WEEK_3),
    ]
    assert parcel.facts["team"].select("team_id", "name").rows() == [
        ("Claims", "Claims"),
        ("Legal", "Legal"),
    ]
    people = parcel.facts["person"]
    assert people["person_id"].to_list() == [ANA, BO]
    assert people.drop("person_id").null_count().row(0) == (2,) * (people.width - 1)


def test_answers_of_a_week_are_a_wave_by_team_and_one_outside_the_scale_is_refused():
    parcel = viva_person_query.read(Export.open(SAMPLE))
    answers = parcel.facts["survey"]
    columns = ("team_id", "wave", "item", "score", "construct")
    assert answers.select(columns).rows() == [
        ("Claims", WEEK_1, "Speak_My_Mind", 4.0, "trust"),
        ("Claims", WEEK_2, "Speak_My_Mind", 4.0, "trust"),
        ("Claims", WEEK_3, "Speak_My_Mind", 5.0, "trust"),
        ("Legal", WEEK_2, "Speak_My_Mind", 2.0, "trust"),
        ("Claims", WEEK_1, "Workload", 2.0, None),
        ("Claims", WEEK_2, "Workload", 3.0, None),
        ("Claims", WEEK_3, "Workload", 3.0, None),
        ("Legal", WEEK_2, "Workload", 1.0, None),
    ]
    assert set(answers.select("scale_min", "scale_max").rows()) == {(1.0, 5.0)}
    assert parcel.refused.select("row", "column").rows() == [(5, "Workload")]


def test_answers_of_one_respondent_belong_together_in_a_wave_and_are_lost_in_the_next():
    answers = viva_person_query.read(Export.open(SAMPLE)).facts["survey"]
    assert answers["person_id"].null_count() == answers.height
    by_response = answers.group_by("response_id").agg("wave", "team_id", pl.len())
    assert by_response["len"].sort().to_list() == [2, 2, 2, 2]
    assert by_response["wave"].list.n_unique().max() == 1
    assert by_response["team_id"].list.n_unique().max() == 1


def test_more_active_than_enabled_days_are_kept_and_noted():
    notes = viva_person_query.read(Export.open(SAMPLE)).notes
    assert "1 rows tell more active than enabled Copilot days; their use was kept." in notes


def test_its_people_can_be_tied_to_nobody():
    assert viva_person_query.anonymous


@pytest.mark.parametrize(
    ("other", "until"),
    [("2026-06-29", None), ("2026-07-05", date(2026, 7, 4)), ("2026-07-28", date(2026, 7, 27))],
    ids=["days", "weeks", "months"],
)
def test_the_distance_of_the_periods_tells_their_length(tmp_path, other, until):
    header = "PersonId;MetricDate;Total_Copilot_actions_taken\n"
    parcel = read(tmp_path, f"{header}a1;2026-06-28;3\na1;{other};4\n")
    assert usage(parcel, "day", "last_day", "interactions")[0] == (WEEK_1, until, 3)


def test_names_as_the_packages_write_them_and_other_codings_are_read(tmp_path):
    text = (
        "Extra,Copilot_actions_taken_in_Copilot_chat__work_,Copilot_actions_taken_in_Powerpoint,"
        "Copilot_Chat__web__prompts_submitted,MetricDate,PersonId,Organization\n"
        'x,"1,200",3,4,2026-06-28,a1,Größe\nx,NA,many,-,2026-07-05,a1,Größe\nx,1,1,1,soon,a1,Größe\n'
    )
    for encoding in ("utf-8-sig", "cp1252", "utf-16"):
        parcel = read(tmp_path, text, encoding)
        assert usage(parcel, "day", "feature", "licensed", "interactions") == [
            (WEEK_1, "chat_web", True, 4),
            (WEEK_1, "chat_work", True, 1200),
            (WEEK_1, "powerpoint", True, 3),
            (WEEK_2, None, True, None),
        ]
        assert parcel.facts["membership"]["team_id"].to_list() == ["Größe"]
        assert parcel.refused.select("row", "column").rows() == [
            (3, "Copilot actions taken in PowerPoint"),
            (4, "MetricDate"),
        ]


def test_apps_that_exceed_their_total_are_not_believed(tmp_path):
    header = "PersonId,MetricDate,Total Copilot actions taken,Copilot actions taken in Word\n"
    parcel = read(tmp_path, header + "a1,2026-06-28,3,5\n")
    assert usage(parcel, "feature", "interactions") == [(None, 3)]
    assert any("more actions in the apps" in note for note in parcel.notes)


def test_no_enabled_day_and_no_use_is_no_licence(tmp_path):
    header = "PersonId,MetricDate,Copilot actions taken in Word,Total Copilot enabled days\n"
    parcel = read(tmp_path, header + "a1,2026-06-28,0,0\na2,2026-06-28,1,0\n")
    assert usage(parcel, "person_id", "licensed", "interactions") == [
        ("login:viva-a1", False, None),
        ("login:viva-a2", True, 1),
    ]


def test_web_chat_alone_says_nothing_about_a_licence(tmp_path):
    header = "PersonId,MetricDate,Copilot Chat (web) prompts submitted\n"
    parcel = read(tmp_path, header + "a1,2026-06-28,3\n")
    assert usage(parcel, "feature", "licensed", "interactions") == [("chat_web", None, 3)]


def test_a_blank_web_chat_beside_nothing_else_is_no_row_for_it_would_say_use(tmp_path):
    header = "PersonId,MetricDate,Copilot Chat (web) prompts submitted\n"
    parcel = read(tmp_path, header + "a1,2026-06-28,3\na2,2026-06-28,\n")
    assert usage(parcel, "person_id", "interactions") == [("login:viva-a1", 3)]


def test_a_file_whose_days_cannot_be_read_places_nobody(tmp_path):
    parcel = read(tmp_path, "PersonId,MetricDate,Organization\na1,soon,Claims\n")
    assert parcel.facts["membership"].is_empty()
    assert parcel.refused["column"].to_list() == ["MetricDate"]


def test_a_query_with_nothing_of_ours_says_what_to_tick(tmp_path):
    with pytest.raises(SourceError, match="Tick Copilot metrics"):
        read(tmp_path, "PersonId,MetricDate,Collaboration_hours\na1,2026-06-28,3\n")


def test_the_vendors_sample_gives_the_known_counts(real_data):
    parcel = viva_person_query.read(Export.open(real_data / "viva" / "pq_data.csv.gz"))
    use = parcel.facts["ai_usage"]
    assert parcel.rows_read == 10_500
    assert use.select("person_id", "day").n_unique() == 10_500
    assert use["person_id"].n_unique() == 300
    assert use["day"].n_unique() == 35
    assert (use["last_day"] - use["day"]).dt.total_days().unique().to_list() == [6]
    assert any(note.startswith("4433 rows tell more active") for note in parcel.notes)
    assert parcel.refused.is_empty()
    assert parcel.facts["survey"].height == 10_500 * 13
    stays = parcel.facts["membership"]
    assert stays["person_id"].n_unique() == 300
    assert stays.filter(pl.col("valid_to").is_null()).height == 300
