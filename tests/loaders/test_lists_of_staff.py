"""A list of staff follows the one before it; anonymous people never double a firm."""

import os
from datetime import UTC, date, datetime

import polars as pl

from loaders.contract import Parcel, shaped
from loaders.lists_of_staff import day_of_list, without_people
from loaders.load import load_paths
from store.workspace import Workspace

HEADER = "employeeNumber,supervisorEId,hireDate,workEmail,jobTitle,department\n"
FIRST = (
    HEADER + "100,,2020-01-06,ana@example.com,Lead,Claims\n101,100,2021-02-01,bo@e.com,Eng,Claims\n"
)
SECOND = FIRST.replace("Eng,Claims", "Eng,Pricing")


def load(workspace, path, text, day):
    path.write_text(text)
    moment = datetime.combine(day, datetime.min.time(), UTC).timestamp()
    os.utime(path, (moment, moment))
    return load_paths(workspace, [path])[0]


def posts(workspace):
    rows = workspace.facts("membership").sort("team_id", "valid_from").collect()
    return rows.select("team_id", "valid_from", "valid_to").rows()


def test_somebody_who_moves_between_two_lists_moves_on_the_day_of_the_second(tmp_path):
    workspace = Workspace.open(tmp_path / "w")
    load(workspace, tmp_path / "june.csv", FIRST, date(2026, 6, 1))
    load(workspace, tmp_path / "july.csv", SECOND, date(2026, 7, 1))
    assert posts(workspace) == [
        ("Claims", date(2020, 1, 6), None),
        ("Claims", date(2021, 2, 1), date(2026, 7, 1)),
        ("Pricing", date(2026, 7, 1), None),
    ]


def test_the_same_list_again_changes_nothing(tmp_path):
    workspace = Workspace.open(tmp_path / "w")
    load(workspace, tmp_path / "june.csv", FIRST, date(2026, 6, 1))
    told = load(workspace, tmp_path / "july.csv", FIRST + "\n", date(2026, 7, 1))
    assert (told.status, told.added, told.changed) == ("nothing new", 0, 0)


def test_a_dry_run_tells_the_same_rows_as_the_load(tmp_path):
    workspace = Workspace.open(tmp_path / "w")
    load(workspace, tmp_path / "june.csv", FIRST, date(2026, 6, 1))
    path = tmp_path / "july.csv"
    path.write_text(SECOND)
    dry = load_paths(workspace, [path], dry_run=True)[0]
    told = load_paths(workspace, [path])[0]
    assert (dry.added, dry.changed) == (told.added, told.changed) == (2, 1)


def membership(*rows):
    frame = pl.DataFrame(rows, schema=["person_id", "team_id", "valid_from"], orient="row")
    return Parcel({"membership": shaped("membership", frame)}, len(rows))


def test_rows_with_several_first_days_of_one_person_are_a_history_of_their_own():
    one, two = date(2024, 1, 1), date(2025, 1, 1)
    written = date(2026, 7, 1)
    assert day_of_list(membership(("a", "A", one), ("a", "B", one)), written) == written
    assert day_of_list(membership(("a", "A", one), ("a", "B", two)), written) is None
    assert day_of_list(Parcel({}, 0), written) is None


def imports(*rows):
    return pl.DataFrame(
        {"loader": [name for name, _ in rows], "tables": [tables for _, tables in rows]},
        schema={"loader": pl.String, "tables": pl.List(pl.String)},
    )


def test_anonymous_people_are_left_out_beside_a_list_of_staff_and_stay_when_alone():
    parcel = membership(("id:x", "A", date(2024, 1, 1)))
    beside = imports(("bamboohr", ["person", "membership"]), ("viva", ["membership"]))
    assert without_people(parcel, beside, "viva").facts == {}
    assert "anonymous" in without_people(parcel, beside, "viva").notes[0]
    assert without_people(parcel, imports(("viva", ["membership"])), "viva") == parcel
    assert without_people(parcel, imports(("jira_csv", ["task"])), "viva") == parcel
