"""Files that no loader knows: a mapping is proposed, looked at, kept, used again; drift is told."""

from datetime import UTC, datetime

import polars as pl
import pytest

from loaders import mapping
from loaders.export import Export
from loaders.mapping_propose import propose
from loaders.mapping_toml import Plan, read_plan, write_plan
from loaders.origin import Origin
from loaders.reading import Fill
from store.errors import SourceError

WORK = (
    "Ref;Opened on;Area;Owner;Helpers;Checked by;Prompt text;Took\n"
    "W-1;31/01/2024;api;ana@x.org;ben@x.org, cy@x.org;;write me a poem;90\n"
    "W-2;01/02/2024;;;;dee@x.org;and another;30\n"
)
PLAN = """
name = "work"
header = ["Ref", "Opened on", "Area", "Owner", "Helpers", "Checked by", "Prompt text", "Took"]

[[fill]]
table = "task"
[fill.columns]
task_id = "Ref"
opened_at = "Opened on"
source = { constant = "board" }
components = { column = "Area", missing = "other" }
effort_hours = { column = "Took", unit = "minutes" }

[[fill]]
table = "participation"
[fill.columns]
task_id = "Ref"
person_id = { column = "Owner", separator = ",", key = "email" }
role = { constant = "assignee" }

[[fill]]
table = "participation"
[fill.columns]
task_id = "Ref"
person_id = { column = "Helpers", separator = ",", key = "email" }
role = { constant = "collaborator" }
"""


def plan(tmp_path, text=PLAN):
    path = tmp_path / "work.toml"
    path.write_text(text)
    return read_plan(path)


def export(tmp_path, text=WORK, name="work.csv"):
    path = tmp_path / name
    path.write_text(text)
    return Export.open(path)


def at(*parts):
    return datetime(*parts, tzinfo=UTC)


# -- using a mapping ------------------------------------------------------------------------------


def test_one_file_fills_several_tables(tmp_path):
    read = mapping.apply(export(tmp_path), plan(tmp_path))
    assert read.facts["task"].select(
        "task_id", "opened_at", "source", "components", "effort_hours"
    ).rows() == [
        ("W-1", at(2024, 1, 31), "board", ["api"], 1.5),
        ("W-2", at(2024, 2, 1), "board", ["other"], 0.5),
    ]
    assert read.facts["participation"].select("task_id", "person_id", "role").rows() == [
        ("W-1", "email:ana@x.org", "assignee"),
        ("W-1", "email:ben@x.org", "collaborator"),
        ("W-1", "email:cy@x.org", "collaborator"),
    ]
    assert (read.rows_read, read.refused.height) == (2, 0)


def test_rows_that_come_out_twice_count_once(tmp_path):
    fills = (Fill("team", {"team_id": Origin(("team",))}),)
    read = mapping.apply(export(tmp_path, "team,who\nA,1\nA,2\nB,3\n"), Plan("x", fills))
    assert read.facts["team"]["team_id"].to_list() == ["A", "B"]


def test_a_value_map_turns_words_into_ours(tmp_path):
    values = {"Boss": "true", "Junior": "false", "Intern": ""}
    fills = (
        Fill(
            "membership",
            {
                "person_id": Origin(("who",)),
                "team_id": Origin(("team",)),
                "valid_from": Origin(("since",)),
                "senior_level": Origin(("rank",), values=values),
                "level": Origin(("rank",), values={"Boss": "5", "*": "1"}),
                "job_title": Origin(("rank",), values={"Junior": "", "Guest": "visitor"}),
            },
        ),
    )
    text = (
        "who,team,since,rank\nP1,T,2024-01-01,Boss\nP2,T,2024-01-01,Junior\nP3,T,2024-01-01,Guest\n"
    )
    read = mapping.apply(export(tmp_path, text), Plan("x", fills))
    assert read.facts["membership"].select("senior_level", "level", "job_title").rows() == [
        (True, "5", "Boss"),
        (False, "1", None),
        (None, "1", "visitor"),
    ]
    assert read.notes == (
        "senior_level: 1 values without a meaning in the mapping: Guest.",
        "job_title: 1 values without a meaning in the mapping: Boss.",
    )


def test_rows_of_a_table_can_be_chosen_by_a_column(tmp_path):
    origins = {"person_id": Origin(("who",)), "worker_type": Origin(constant="bot")}
    fills = (Fill("person", origins, {"bot": ("1", "yes")}),)
    read = mapping.apply(export(tmp_path, "who,bot\nA,1\nB,0\nC,yes\n"), Plan("x", fills))
    assert read.facts["person"]["person_id"].to_list() == ["id:A", "id:C"]


def test_columns_are_joined_or_the_first_filled_one_counts(tmp_path):
    origins = {
        "task_id": Origin(("id",)),
        "opened_at": Origin(("opened", "created")),
        "components": Origin(("part", "place"), join="/"),
        "skills": Origin(("tag",), separator=","),
    }
    text = "id,opened,created,part,place,tag,tag\n1,,2024-01-01,a,b,x,y\n2,2024-01-02,,c,,,\n"
    read = mapping.apply(export(tmp_path, text), Plan("x", (Fill("task", origins),)))
    assert read.facts["task"].select("opened_at", "components", "skills").rows() == [
        (at(2024, 1, 1), ["a/b"], ["x", "y"]),
        (at(2024, 1, 2), None, None),
    ]


def test_a_mapping_says_the_order_of_day_and_month(tmp_path):
    origins = {
        "person_id": Origin(("who",)),
        "hire_date": Origin(("hired",), day_first=True),
    }
    read = mapping.apply(
        export(tmp_path, "who,hired\nA,05/06/2024\n"), Plan("x", (Fill("person", origins),))
    )
    assert read.facts["person"]["hire_date"].dt.month().to_list() == [6]


def test_json_records_go_through_a_mapping_too(tmp_path):
    origins = {"task_id": Origin(("id",)), "opened_at": Origin(("at",))}
    text = '{"id": 1, "at": "2024-01-01T00:00:00Z"}\n{"id": 2, "at": "soon"}\n'
    read = mapping.apply(export(tmp_path, text, "a.jsonl"), Plan("x", (Fill("task", origins),)))
    assert read.facts["task"]["task_id"].to_list() == ["1"]
    assert read.refused["row"].to_list() == [2]


def test_a_preview_shows_first_rows_and_refusals(tmp_path):
    text = WORK + "W-3;later;;;;;;\n"
    seen = mapping.preview(export(tmp_path, text), plan(tmp_path))
    assert dict(seen.rows) == {"task": 2, "participation": 3}
    assert seen.first["task"].height == 2
    assert seen.refused.rows() == [
        (4, "Opened on", "a moment was expected, like 2024-05-31T16:30:00Z")
    ]


# -- keeping one ----------------------------------------------------------------------------------


def test_a_mapping_reads_back_as_it_was_written(tmp_path):
    full = Origin(
        ("a", "b"), None, "none", "/", ";", "minutes", False, "serial", "email", {"x": "y"}, False
    )
    fills = (Fill("task", {"task_id": Origin(("id",)), "opened_at": full}, {"kind": ("1", "2")}),)
    before = Plan("n", fills, ("id", "a", "b", "kind"), "about")
    write_plan(before, tmp_path / "n.toml")
    assert read_plan(tmp_path / "n.toml") == before


def test_a_kept_mapping_is_used_for_files_with_the_same_columns_in_any_order(tmp_path):
    mapping.save(plan(tmp_path), tmp_path)
    header, first, second = WORK.splitlines()
    turned = ["\n".join([";".join(reversed(line.split(";"))) for line in (header, first, second)])]
    assert mapping.for_columns(export(tmp_path, turned[0]), tmp_path).name == "work"
    assert mapping.for_columns(export(tmp_path, WORK.replace("Took", "Time")), tmp_path) is None


def test_a_mapping_that_does_not_exist_lists_those_that_do(tmp_path):
    mapping.save(plan(tmp_path), tmp_path)
    assert mapping.named("work", tmp_path) == mapping.named(str(tmp_path / "work.toml"), tmp_path)
    with pytest.raises(SourceError, match=r"no mapping play.*a saved mapping \(work\)"):
        mapping.named("play", tmp_path)


@pytest.mark.parametrize(
    ("told", "found"),
    [
        ("fill = 3", "has no .*fill"),
        ("a = = 2", "is not TOML"),
        ('[[fill]]\ntable = "tasks"', "has the table tasks.*one of person, team"),
        ('[[fill]]\ntable = "task"\ncolumns = {task_id = "a"}', "has task without opened_at"),
        ('[[fill]]\ntable = "team"\ncolumns = {team = "a"}', "has team with columns team"),
        ('[[fill]]\ntable = "team"\ncolumns = {team_id = 3}', "has team_id = 3"),
        ('[[fill]]\ntable = "team"\ncolumns = {team_id = {}}', "has team_id without a column"),
        ('[[fill]]\ntable = "team"\ncolumns = {team_id = {column = "a", by = 1}}', "with by"),
        (
            '[[fill]]\ntable = "team"\ncolumns = {team_id = {column = "a", unit = "miles"}}',
            "unit = 'miles'.*one of seconds, minutes",
        ),
    ],
)
def test_a_mapping_that_says_it_wrongly_is_told_where(tmp_path, told, found):
    with pytest.raises(SourceError, match=found):
        plan(tmp_path, told)


# -- drift ----------------------------------------------------------------------------------------


def test_new_and_missing_columns_are_told(tmp_path):
    text = WORK.replace("Took", "Took (minutes)").replace("Area", "Zone")
    read = mapping.apply(export(tmp_path, text), plan(tmp_path))
    assert "New columns are not read: Zone, Took (minutes)." in read.notes
    assert "task.components is empty: no column Area." in read.notes


def test_a_needed_column_that_is_gone_stops_and_hints_at_its_new_name(tmp_path):
    with pytest.raises(SourceError) as told:
        mapping.apply(export(tmp_path, WORK.replace("Opened on", "Opened at")), plan(tmp_path))
    assert told.value.found == ("work.csv has no column Opened on (Opened on may now be Opened at)")
    assert "the file has Ref, Opened at, Area" in told.value.expected


# -- free text ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name", ["Comment", "Description", "Prompt text", "Review notes", "body", "Kommentare"]
)
def test_text_that_people_wrote_is_refused_at_the_door(tmp_path, name):
    fills = (Fill("team", {"team_id": Origin(("id",)), "name": Origin((name,))}),)
    told = Plan("x", fills)
    with pytest.raises(SourceError, match="reads the free text of"):
        mapping.save(told, tmp_path)
    with pytest.raises(SourceError, match="reads the free text of"):
        mapping.apply(export(tmp_path, f"id,{name}\n1,x\n"), told)


# -- proposals ------------------------------------------------------------------------------------


def proposed(tmp_path, text, name="a.csv"):
    found = propose(export(tmp_path, text, name))
    return {(one.table, one.column): one.source for one in found.suggestions}, found


def test_a_board_is_proposed_as_tasks_with_their_people(tmp_path):
    sources, found = proposed(
        tmp_path,
        "Key,Created,Closed,Component,Owner,Reviewers,Estimate,Comments\n"
        "A-1,2024-01-01,2024-01-05,api,ana@x.org,ben@x.org; cy@x.org,3,fine\n"
        "A-2,2024-01-02,,ui,ben@x.org,,,so so\n",
    )
    assert sources == {
        ("task", "task_id"): "Key",
        ("task", "opened_at"): "Created",
        ("task", "closed_at"): "Closed",
        ("task", "components"): "Component",
        ("task", "estimate_hours"): "Estimate",
        ("participation", "assignee"): "Owner",
        ("participation", "reviewer"): "Reviewers",
    }
    read = mapping.apply(export(tmp_path, (tmp_path / "a.csv").read_text(), "a.csv"), found.plan)
    assert read.facts["participation"].select("person_id", "role").rows() == [
        ("email:ana@x.org", "assignee"),
        ("email:ben@x.org", "assignee"),
        ("email:ben@x.org", "reviewer"),
        ("email:cy@x.org", "reviewer"),
    ]
    assert read.refused.is_empty()


def test_a_list_of_people_is_proposed_as_people_and_their_teams(tmp_path):
    sources, found = proposed(
        tmp_path,
        "Employee Number,Work Email,Start Date,Department,Grade,Reports To,Effective Date\n"
        "100,ana@x.org,2020-01-01,Payments,L3,200,2024-01-01\n"
        "200,ben@x.org,2019-01-01,Payments,L5,,2024-01-01\n",
    )
    assert sources["person", "hire_date"] == "Start Date"
    assert sources["person", "email"] == "Work Email"
    assert sources["membership", "team_id"] == "Department"
    assert sources["membership", "valid_from"] == "Effective Date"
    assert sources["membership", "manager_id"] == "Reports To"
    assert [how.table for how in found.plan.fills] == ["person", "membership", "team"]
    assert found.plan.fills[0].origins["person_id"].key == "employee_id"


def test_a_column_of_people_is_proposed_for_one_part_only(tmp_path):
    text = "Key,Created,Created by owner\nA-1,2024-01-01,ana\nA-2,2024-01-02,ben\n"
    sources, _ = proposed(tmp_path, text)
    assert list(sources.values()).count("Created by owner") == 1


def test_cells_speak_against_a_name(tmp_path):
    sources, _ = proposed(tmp_path, "Key,Created,Closed\nA-1,2024-01-01,yes\nA-2,2024-01-02,no\n")
    assert ("task", "closed_at") not in sources


def test_dates_that_read_both_ways_are_pointed_at(tmp_path):
    _, found = proposed(tmp_path, "Key,Created\nA-1,01/02/2024\nA-2,03/04/2024\n")
    reason = next(one.reason for one in found.suggestions if one.column == "opened_at")
    assert "set day_first" in reason


def test_what_is_missing_is_named_when_nothing_can_be_proposed(tmp_path):
    _, found = proposed(tmp_path, "Colour,Department,Job Level\nred,A,1\nblue,B,2\n")
    assert found.plan.fills == ()
    assert "membership.valid_from" in found.missing


def test_long_texts_are_never_proposed(tmp_path):
    text = "Key,Created,Summary\nA-1,2024-01-01," + "long " * 60 + "\n"
    sources, _ = proposed(tmp_path, text)
    assert ("task", "title") not in sources
    assert pl.Series(list(sources.values())).is_in(["Key", "Created"]).all()


LEDGER = "Posting Date,Account,Debit,Credit,Currency,Voucher\n"


def ledger(tmp_path, rows):
    """Rows of ledger that the proposed mapping makes of a table with debits and credits apart."""
    path = tmp_path / "gl.csv"
    path.write_text(LEDGER + rows)
    export = Export.open(path)
    plan = propose(export, "gl").plan
    kept = tmp_path / "gl.toml"
    write_plan(plan, kept)
    assert read_plan(kept) == plan
    return mapping.apply(Export.open(path), plan)


def test_a_ledger_with_debits_and_credits_apart_is_proposed_as_their_difference(tmp_path):
    parcel = ledger(
        tmp_path,
        '2026-01-05,6400,"1,200.50",0.00,EUR,A1\n'
        "2026-01-06,6400,,75,EUR,A2\n"
        "2026-01-07,6400,0,-20.00,EUR,A3\n"
        "2026-01-08,6400,-3,,EUR,A4\n"
        "2026-01-09,6400,0,0,EUR,A5\n",
    )
    assert parcel.facts["ledger"]["amount"].to_list() == [1200.5, -75.0, 20.0, -3.0, 0.0]
    assert parcel.refused.is_empty()


def test_a_line_with_a_debit_and_a_credit_is_refused_and_not_guessed(tmp_path):
    parcel = ledger(tmp_path, "2026-01-05,6400,100,20,EUR,A1\n2026-01-06,6400,5,,EUR,A2\n")
    assert parcel.refused.select("row", "column").rows() == [(2, "Debit")]
    assert parcel.facts["ledger"]["amount"].to_list() == [5.0]
