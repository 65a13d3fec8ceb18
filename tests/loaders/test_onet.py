"""O*NET: occupations, job zones, other titles, and what an occupation asks for."""

import shutil
from pathlib import Path

import polars as pl
import pytest
from openpyxl import Workbook as Book

from loaders import detect
from loaders.export import Export
from loaders.load import load_paths
from store.workspace import Workspace

SAMPLES = Path(__file__).parent / "samples"
FILES = (
    "occupation_data.csv.gz",
    "job_zones.csv.gz",
    "alternate_titles.csv.gz",
    "skills.csv.gz",
    "task_statements.csv.gz",
    "tasks_to_dwas.csv.gz",
    "technology_skills.csv.gz",
    "content_model_reference.csv.gz",
    "dwa_reference.csv.gz",
    "iwa_reference.csv.gz",
)


def sample(name):
    return read(SAMPLES / f"{name}.txt", name)


def read(path, name):
    export = Export.open(path)
    assert detect(export).name == name
    return detect(export).read(export)


def rows(parcel, *columns):
    [facts] = parcel.facts.values()
    return facts.select(columns).rows()


def test_an_occupation_has_its_code_and_title_and_no_description():
    parcel = sample("onet_occupations")
    assert rows(parcel, "taxonomy", "code", "title", "job_zone") == [
        ("onet", "15-9252.00", "Tool Makers of Software", None),
        ("onet", "15-9253.00", "Checkers of Software", None),
    ]
    assert parcel.refused.select("row", "column").rows() == [(4, "O*NET-SOC Code")]


def test_a_job_zone_is_one_to_five():
    parcel = sample("onet_job_zones")
    assert rows(parcel, "taxonomy", "code", "job_zone", "title") == [
        ("onet", "15-9252.00", 4, None),
        ("onet", "15-9253.00", 3, None),
    ]
    assert parcel.refused.rows() == [(4, "Job Zone", "a job zone from 1 to 5 was expected")]


def test_job_zones_of_a_workbook_have_titles(tmp_path):
    book = Book()
    book.active.append(["O*NET-SOC Code", "Title", "Job Zone", "Date", "Domain Source"])
    book.active.append(["15-9252.00", "Tool Makers", 5, "08/2025", "Analyst"])
    book.save(tmp_path / "Job Zones.xlsx")
    parcel = read(tmp_path / "Job Zones.xlsx", "onet_job_zones")
    assert rows(parcel, "code", "job_zone", "title") == [("15-9252.00", 5, "Tool Makers")]


def test_long_and_short_form_of_a_title_are_two_titles_and_other_brackets_stay():
    assert rows(sample("onet_alternate_titles"), "code", "alternate_titles") == [
        ("15-9252.00", ["Tool Engineer", "Chief Tool Officer", "CTO"]),
        ("15-9253.00", ["Checker (Software)"]),
    ]


def test_a_short_title_that_is_no_part_of_the_long_one_is_a_title_too(tmp_path):
    path = tmp_path / "titles.csv"
    path.write_text(
        "O*NET-SOC Code,Title,Alternate Title,Short Title,Source(s)\n"
        "1,Tool Makers,Tool Officer (Toolo),TO,08\n"
    )
    assert rows(read(path, "onet_alternate_titles"), "title", "alternate_titles") == [
        ("Tool Makers", ["Tool Officer (Toolo)", "TO"])
    ]


def test_importance_and_level_stand_in_one_row_and_the_place_tells_the_kind():
    parcel = sample("onet_ratings")
    columns = ("taxonomy", "code", "kind", "skill_id", "label", "importance", "level", "need")
    assert rows(parcel, *columns) == [
        ("onet", "15-9252.00", "skill", "2.A.1.a", "Reading Comprehension", 4.12, 4.62, None),
        ("onet", "15-9252.00", "activity", "4.A.1.a.1", "Getting Information", 4.22, None, None),
    ]
    assert parcel.notes == ("1 ratings of other elements or scales are left out.",)
    assert parcel.refused.select("row", "column").rows() == [(6, "Data Value")]


def test_elements_that_no_occupation_asks_for_are_left_out_of_the_names():
    parcel = sample("onet_elements")
    assert rows(parcel, "taxonomy", "skill_id", "label", "parent_id", "kind") == [
        ("onet", "2.A", "Basic Skills", None, "skill"),
        ("onet", "2.A.1", "Content", "2.A", "skill"),
        ("onet", "2.A.1.a", "Reading Comprehension", "2.A.1", "skill"),
    ]
    assert parcel.notes == ("1 other elements are left out.",)


def test_core_tasks_are_essential_and_tasks_without_a_type_of_unknown_need():
    assert rows(sample("onet_tasks"), "code", "kind", "skill_id", "label", "need") == [
        ("15-9252.00", "task", "8823", "Plan tools with those who will use them.", "essential"),
        ("15-9252.00", "task", "8824", "Teach others to use tools.", "optional"),
        ("15-9253.00", "task", "22689", "Look for faults.", None),
    ]


def test_an_activity_of_two_tasks_counts_once():
    assert rows(sample("onet_activities"), "code", "kind", "skill_id", "label") == [
        ("15-9252.00", "activity", "4.A.2.b.2.I14.D06", None),
        ("15-9253.00", "activity", "4.A.1.a.1.I01.D01", None),
    ]


def test_names_of_detailed_activities_have_the_intermediate_ones_above_them():
    assert rows(sample("onet_activity_names"), "skill_id", "label", "parent_id", "kind") == [
        ("4.A.2.b.2.I14.D06", "Design control systems.", "4.A.2.b.2.I14", "activity"),
        ("4.A.2.b.2.I14.D07", "Design tools.", "4.A.2.b.2.I14", "activity"),
        ("4.A.2.b.2.I14", "Design systems.", "4.A.2.b.2", "activity"),
    ]


def test_technology_is_told_by_the_name_of_the_product():
    assert rows(sample("onet_technology"), "code", "kind", "skill_id", "label") == [
        ("15-9252.00", "technology", "AmberDB", "AmberDB"),
        ("15-9252.00", "technology", "Quill Editor", "Quill Editor"),
    ]


@pytest.mark.parametrize("encoding", ["cp1252", "utf-16", "utf-8-sig"])
def test_titles_in_any_encoding_with_other_columns_in_another_order(tmp_path, encoding):
    path = tmp_path / "titles.txt"
    text = "Something new\tTitle\tO*NET-SOC Code\tDescription\nx\tMaître d'hôtel\t35-1\tabc\n"
    path.write_bytes(text.encode(encoding))
    assert rows(read(path, "onet_occupations"), "code", "title") == [("35-1", "Maître d'hôtel")]


def test_the_files_meet_in_one_row_and_the_same_files_twice_change_nothing(tmp_path):
    names = ("onet_occupations", "onet_job_zones", "onet_alternate_titles")
    with Workspace.open(tmp_path / "workspace") as workspace:
        load_paths(workspace, [SAMPLES / f"{name}.txt" for name in names], by="test")
        found = workspace.facts("occupation").sort("code").collect()
        assert found.select("code", "title", "job_zone").rows() == [
            ("15-9252.00", "Tool Makers of Software", 4),
            ("15-9253.00", "Checkers of Software", 3),
        ]
        assert found["alternate_titles"].list.len().to_list() == [3, 1]
        again = tmp_path / "again.txt"
        shutil.copy(SAMPLES / "onet_job_zones.txt", again)
        again.write_text(again.read_text() + "\n")
        [report] = load_paths(workspace, [again], by="test", dry_run=True)
        assert (report.tables["occupation"].added, report.tables["occupation"].same) == (0, 2)


def test_the_real_files_hold_what_their_documents_say(real_data, tmp_path):
    with Workspace.open(tmp_path / "workspace") as workspace:
        reports = load_paths(workspace, [real_data / "onet" / name for name in FILES], by="test")
        assert {report.status for report in reports} <= {"loaded", "nothing new"}
        assert sum(report.refused for report in reports) == 0
        occupation = workspace.facts("occupation").collect()
        asked = workspace.facts("occupation_skill").collect()
        skill = workspace.facts("skill").collect()
    # 1,016 occupations, 923 with a job zone: the number of lines of the two files
    assert occupation.height == 1016
    zones = occupation.drop_nulls("job_zone").group_by("job_zone").len().sort("job_zone")
    assert zones["len"].to_list() == [31, 295, 219, 224, 154]
    developers = occupation.row(by_predicate=pl.col("code") == "15-1252.00", named=True)
    assert (developers["title"], developers["job_zone"]) == ("Software Developers", 4)
    assert "Software Engineer" in developers["alternate_titles"]
    chief = occupation.row(by_predicate=pl.col("code") == "11-1011.00", named=True)
    assert {"CEO", "Chief Executive Officer"} <= set(chief["alternate_titles"])
    assert chief["job_zone"] == 5
    reading = asked.filter(pl.col("code") == "11-1011.00", pl.col("skill_id") == "2.A.1.a")
    assert reading.select("importance", "level").rows() == [(4.12, 4.62)]
    counts = dict(asked.group_by("kind").len().rows())
    assert counts["task"] == 18796
    assert counts["skill"] == 61530 / 2
    assert skill.filter(pl.col("skill_id").str.contains(r"\.D\d\d$")).height == 2087
    assert skill.filter(pl.col("skill_id").str.contains(r"\.I\d\d$")).height == 332


def test_the_real_workbook_of_job_zones_is_read(real_data):
    parcel = read(real_data / "onet" / "Job Zones.xlsx", "onet_job_zones")
    assert parcel.facts["occupation"].height == 923
