"""Our own ten tables: told by columns or stem, read in every format, bad rows refused."""

import json
from datetime import UTC, date, datetime

import polars as pl
import pytest
from openpyxl import Workbook

from loaders.canonical import canonical, table_of
from loaders.contract import shaped
from loaders.export import Export
from store.errors import SourceError
from store.tables import STORED, TABLES


def parcel(path, content):
    path.write_text(content)
    return canonical.read(Export.open(path))


def rows(read, table, *columns):
    return read.facts[table].select(columns or pl.all()).rows()


def at(*parts):
    return datetime(*parts, tzinfo=UTC)


# -- which table ----------------------------------------------------------------------------------


@pytest.mark.parametrize("table", STORED.values(), ids=lambda table: table.name)
def test_every_table_is_told_by_its_columns_alone(tmp_path, table):
    path = tmp_path / "export_of_may.csv"
    path.write_text(",".join(table.names) + "\n")
    assert table_of(Export.open(path)) == table


@pytest.mark.parametrize(
    ("name", "header", "table"),
    [
        pytest.param("x.csv", "team_id,name", "team", id="two columns of ours"),
        pytest.param("team.csv", "team_id", "team", id="one column and the stem"),
        pytest.param(
            "task.csv", "task_id,title,status", "task", id="the stem, though one is missing"
        ),
        pytest.param("x.csv", "task_id,title,status", None, id="no stem, and one is missing"),
        pytest.param("person.csv", "Person ID,Hire Date", None, id="not spelt as ours"),
        pytest.param("x.csv", "person_id,hire_date,a,b,c", None, id="mostly another system's"),
        pytest.param(
            "membership.2024-05.csv", "person_id,team_id,valid_from", "membership", id="dots"
        ),
    ],
)
def test_a_table_is_told_by_columns_first_and_by_its_stem_second(tmp_path, name, header, table):
    path = tmp_path / name
    path.write_text(header + "\n" + ",".join("1" for _ in header.split(",")) + "\n")
    found = table_of(Export.open(path))
    assert (found.name if found else None) == table


# -- every format ---------------------------------------------------------------------------------

FACTS = pl.DataFrame(
    {
        "task_id": ["T1", "T2"],
        "opened_at": [at(2024, 5, 1, 9), at(2024, 5, 2, 9)],
        "closed_at": [at(2024, 5, 3, 9), None],
        "components": [["api", "db"], None],
        "estimate_hours": [3.5, None],
        "reopened": [0, None],
        "truncated_history": [True, None],
    }
)


def write_csv(path):
    moments = pl.selectors.datetime().dt.to_string("%Y-%m-%dT%H:%M:%SZ")
    FACTS.with_columns(moments, pl.col("components").list.join(";")).write_csv(path)


def write_polars_csv(path):
    FACTS.with_columns(pl.col("components").list.join(" ; ")).write_csv(path)


def write_parquet(path):
    FACTS.write_parquet(path)


def write_lines(path):
    lines = [json.dumps(row, default=str) for row in FACTS.to_dicts()]
    path.write_text("\n".join(lines))


def write_list(path):
    path.write_text(json.dumps({"data": FACTS.to_dicts()}, default=str))


def write_workbook(path):
    book = Workbook()
    book.active.append(FACTS.columns)
    for row in FACTS.to_dicts():
        book.active.append(
            [
                ";".join(v)
                if isinstance(v, list)
                else v.replace(tzinfo=None)
                if isinstance(v, datetime)
                else v
                for v in row.values()
            ]
        )
    book.save(path)


@pytest.mark.parametrize(
    ("name", "write"),
    [
        ("task.csv", write_csv),
        ("as_polars_writes.csv", write_polars_csv),
        ("task.parquet", write_parquet),
        ("task.jsonl", write_lines),
        ("task.json", write_list),
        ("task.xlsx", write_workbook),
    ],
)
def test_every_format_gives_the_same_facts(tmp_path, name, write):
    path = tmp_path / name
    write(path)
    read = canonical.read(Export.open(path))
    assert read.refused.is_empty()
    assert read.facts["task"].equals(shaped("task", FACTS))


def test_items_of_lists_may_hold_the_separator_in_typed_files(tmp_path):
    pl.DataFrame({"person_id": ["P1"], "goals": [["c; c++", "go"]]}).write_parquet(
        tmp_path / "person.parquet"
    )
    read = canonical.read(Export.open(tmp_path / "person.parquet"))
    assert rows(read, "person", "goals") == [(["c; c++", "go"],)]


def test_person_columns_become_keys_of_an_unknown_kind(tmp_path):
    content = "person_id,team_id,valid_from,manager_id\nP1,T1,2024-01-01,M1\n"
    read = parcel(tmp_path / "a.csv", content)
    assert rows(read, "membership", "person_id", "manager_id") == [("id:P1", "id:M1")]


# -- what is noted --------------------------------------------------------------------------------


def test_columns_that_are_not_ours_are_named(tmp_path):
    path = tmp_path / "team.csv"
    path.write_text("team_id,name,floor\nT1,Ops,3\n")
    export = Export.open(path)
    canonical.read(export)
    assert export.notes == ["Columns that team does not have were left out: floor."]


@pytest.mark.parametrize(
    "second", ["2024-05-02T09:00:00", "31.05.2024 09:00"], ids=["clean", "not"]
)
def test_moments_without_offset_are_utc_and_are_said_to_be(tmp_path, second):
    read = parcel(tmp_path / "a.csv", f"task_id,opened_at\nT1,2024-05-31T09:00:00\nT2,{second}\n")
    assert rows(read, "task", "opened_at")[0] == (at(2024, 5, 31, 9),)
    assert any("read as UTC" in note for note in read.notes)


def test_every_moment_has_its_own_offset(tmp_path):
    content = "task_id,opened_at\nT1,2024-05-31T09:00:00+00:00\nT2,2024-05-31T09:00:00+01:00\n"
    read = parcel(tmp_path / "a.csv", content)
    assert rows(read, "task", "opened_at") == [(at(2024, 5, 31, 9),), (at(2024, 5, 31, 8),)]


def test_empty_is_missing_and_never_zero(tmp_path):
    read = parcel(tmp_path / "a.csv", "task_id,opened_at,effort_hours,reopened\nT1,2024-05-01,, \n")
    assert rows(read, "task", "effort_hours", "reopened") == [(None, None)]


# -- what is refused ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("header", "good", "bad", "column", "reason"),
    [
        ("task_id,opened_at", "T1,2024-05-01", ",2024-05-01", "task_id", "a value is needed"),
        ("task_id,opened_at", "T1,2024-05-01", "T2,", "opened_at", "a value is needed"),
        ("task_id,opened_at", "T1,2024-05-01", "T2,soon", "opened_at", "a moment was expected"),
        ("task_id,opened_at,effort_hours", "T1,2024-05-01,0", "T2,2024-05-01,-1", "effort_hours",
         "a number of 0 or more"),
        ("task_id,opened_at,closed_at", "T1,2024-05-01,2024-05-01", "T2,2024-05-02,2024-05-01",
         "closed_at", "closed before it was opened"),
        ("task_id,opened_at,reopened", "T1,2024-05-01,1", "T2,2024-05-01,1.5", "reopened",
         "a whole number"),
        ("person_id,team_id,valid_from,share", "P1,T1,2024-01-01,1", "P2,T1,2024-01-01,1.5",
         "share", "a share above 0 and up to 1"),
        ("person_id,team_id,valid_from,share", "P1,T1,2024-01-01,.5", "P2,T1,2024-01-01,0",
         "share", "a share above 0 and up to 1"),
        ("person_id,team_id,valid_from,valid_to", "P1,T1,2024-01-01,2024-01-02",
         "P2,T1,2024-01-01,2024-01-01", "valid_to", "ends before it begins"),
        ("person_id,worker_type", "P1,bot", "P2,cat", "worker_type",
         "one of employee, contractor, bot, agent"),
        ("task_id,person_id,role", "T1,P1,Reviewer", "T1,P2,boss", "role", "one of assignee"),
        ("person_id,opt_out", "P1,yes", "P2,perhaps", "opt_out", "yes or no"),
        ("person_id,team_id", "12345,T1", "1.2E+15,T1", None, None),
    ],
)  # fmt: skip
def test_a_bad_row_is_refused_with_number_and_reason_and_the_rest_loads(
    tmp_path, header, good, bad, column, reason
):
    if column is None:
        header, good, bad = f"{header},valid_from", f"{good},2024-01-01", f"{bad},2024-01-01"
        column, reason = "person_id", "a spreadsheet has rounded this id"
    read = parcel(tmp_path / "a.csv", f"{header}\n{good}\n{bad}\n")
    ((_, facts),) = read.facts.items()
    assert (facts.height, read.rows_read) == (1, 2)
    ((row, told_column, told_reason),) = read.refused.rows()
    assert (row, told_column) == (3, column)
    assert told_reason.startswith(reason) or reason in told_reason
    assert bad.split(",")[0] not in told_reason or not bad.split(",")[0]


def test_a_row_is_refused_once_for_each_reason(tmp_path):
    read = parcel(
        tmp_path / "a.csv",
        "task_id,opened_at,closed_at,effort_hours\nT1,2024-05-02,2024-05-01,-3\n",
    )
    assert read.refused.select("row", "column").rows() == [(2, "effort_hours"), (2, "closed_at")]


def test_refused_rows_keep_their_numbers_below_blank_lines(tmp_path):
    read = parcel(tmp_path / "a.csv", "task_id,opened_at\nT1,2024-05-01\n\n\nT2,x\n")
    assert read.refused["row"].to_list() == [5]


def test_a_broken_line_of_json_is_refused(tmp_path):
    read = parcel(tmp_path / "team.jsonl", '{"team_id": "T1"}\n{"team_id": \n{"team_id": "T3"}\n')
    assert rows(read, "team", "team_id") == [("T1",), ("T3",)]
    assert read.refused.rows() == [(2, "", "the line is not a JSON record")]


def test_a_circle_of_managers_is_cut_and_its_people_stay(tmp_path):
    read = parcel(
        tmp_path / "membership.csv",
        "person_id,team_id,valid_from,valid_to,manager_id\n"
        "A,T,2024-01-01,,B\n"
        "B,T,2024-01-01,,C\n"
        "C,T,2024-01-01,,A\n"
        "D,T,2024-01-01,,A\n"
        "E,T,2024-01-01,,E\n",
    )
    assert rows(read, "membership", "person_id", "manager_id") == [
        ("id:A", None),
        ("id:B", None),
        ("id:C", None),
        ("id:D", "id:A"),
        ("id:E", "id:E"),
    ]
    assert read.refused["row"].to_list() == [2, 3, 4]
    assert "3 people report to each other in a circle" in read.notes[0]


def test_two_who_managed_each_other_at_different_times_are_no_circle(tmp_path):
    read = parcel(
        tmp_path / "membership.csv",
        "person_id,team_id,valid_from,valid_to,manager_id\n"
        "A,T,2023-01-01,2024-01-01,B\n"
        "A,T,2024-01-01,,\n"
        "B,T,2023-01-01,2024-01-01,\n"
        "B,T,2024-01-01,,A\n",
    )
    assert read.facts["membership"]["manager_id"].to_list() == ["id:B", None, None, "id:A"]


# -- the whole file is wrong ----------------------------------------------------------------------


def test_a_missing_column_lists_what_is_there(tmp_path):
    with pytest.raises(SourceError) as told:
        parcel(tmp_path / "task.csv", "task_id,title\nT1,Fix\n")
    assert told.value.found == "task.csv has no column opened_at"
    assert told.value.expected == "task_id, opened_at; the file has task_id, title"


def test_a_column_of_ours_that_stands_there_twice_is_told(tmp_path):
    with pytest.raises(SourceError, match="more than one column name"):
        parcel(tmp_path / "team.csv", "team_id,name,name\nT1,a,b\n")


def test_a_header_alone_gives_no_rows_in_the_right_columns(tmp_path):
    read = parcel(tmp_path / "person.csv", "person_id,hire_date\n")
    assert read.facts["person"].schema == pl.Schema(TABLES["person"].schema)
    assert read.rows_read == 0


def test_days_without_an_order_are_asked_for_and_can_be_told(tmp_path):
    path = tmp_path / "person.csv"
    path.write_text("person_id,hire_date\nP1,05/06/2024\n")
    with pytest.raises(
        SourceError, match="hire_date has dates that can be read day first or month"
    ):
        canonical.read(Export.open(path))
    read = canonical.read(Export.open(path, day_first=True))
    assert rows(read, "person", "hire_date") == [(date(2024, 6, 5),)]
