"""Fact tables on disk: what other engines see, and what one changed row costs."""

import polars as pl
import pyarrow as pa
import pytest
from deltalake import DeltaTable, QueryBuilder

from store import facts
from store.difference import difference
from store.ledger import Changes
from store.tables import TABLES

TASK = TABLES["task"]
MEMBER = {"person_id": "p1", "team_id": "A"}


def told(frame, *rows: dict) -> pl.DataFrame:
    opened = pl.Series([0]).cast(pl.Datetime("us", "UTC"))[0]
    return frame("task", *({"opened_at": opened, **row} for row in rows))


def kept(folder, frame, heads: dict, *rows: dict) -> dict:
    """The heads after these rows were written into `folder`."""
    new, changes, _ = difference(TASK, told(frame, *rows), facts.scan(folder, "task", heads))
    version = facts.write(folder, "task", new, heads, is_append=not changes.changed)
    return {"task": version}


def titles(folder, heads: dict) -> list[tuple]:
    return sorted(facts.scan(folder, "task", heads).select("task_id", "title").collect().rows())


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "Jörg's [odd] folder & more, #1: a*b?"


def test_another_engine_reads_the_same_rows(folder, frame):
    heads = kept(folder, frame, {}, {"task_id": "T1", "skills": ["a", None]}, {"task_id": "T2"})
    heads = kept(folder, frame, heads, {"task_id": "T2", "title": "b", "value": 0.5})
    ours = facts.scan(folder, "task", heads).sort("task_id").collect()
    query = QueryBuilder().register("task", DeltaTable((folder / "task").as_uri()))
    theirs = pa.table(query.execute("SELECT * FROM task ORDER BY task_id").read_all())
    assert pl.from_arrow(theirs).cast(ours.schema).equals(ours)


def test_only_files_that_hold_a_changed_row_are_written_again(folder, frame, monkeypatch):
    monkeypatch.setattr(facts, "ROWS_A_FILE", 2)
    heads = kept(folder, frame, {}, *({"task_id": f"T{n}"} for n in range(6)))
    before = {add["path"] for add in _files(folder)}
    heads = kept(folder, frame, heads, {"task_id": "T3", "title": "x"}, {"task_id": "T9"})
    after = {add["path"] for add in _files(folder)}
    assert (len(before), len(before & after), len(after)) == (3, 2, 4)
    assert titles(folder, heads) == [
        *((f"T{n}", "x" if n == 3 else None) for n in range(6)),
        ("T9", None),
    ]


def test_a_file_whose_rows_were_all_replaced_is_gone(folder, frame):
    heads = kept(folder, frame, {}, {"task_id": "T1"})
    heads = kept(folder, frame, heads, {"task_id": "T1", "title": "x"})
    assert [add["num_records"] for add in _files(folder)] == [1]
    assert titles(folder, heads) == [("T1", "x")]


def test_what_a_dead_load_left_is_not_read_and_does_not_stay(folder, frame):
    kept(folder, frame, {}, {"task_id": "dead"})
    assert titles(folder, {}) == []
    heads = kept(folder, frame, {}, {"task_id": "T1"})
    kept(folder, frame, heads, {"task_id": "T1", "title": "dead"}, {"task_id": "dead"})
    assert titles(folder, heads) == [("T1", None)]
    heads = kept(folder, frame, heads, {"task_id": "T2"})
    assert titles(folder, heads) == [("T1", None), ("T2", None)]


def test_old_versions_stay_readable_for_good(folder, frame):
    kept(folder, frame, {}, {"task_id": "T1"})
    assert DeltaTable((folder / "task").as_uri()).metadata().configuration == facts.FOR_GOOD


def test_rows_come_in_the_order_of_the_file(frame):
    rows = told(frame, *({"task_id": f"T{n}"} for n in range(500, 0, -1)))
    known = rows.head(3).with_columns(title=pl.lit("x")).lazy()
    assert difference(TASK, rows, known)[0]["task_id"].to_list() == rows["task_id"].to_list()[3:]


def test_a_list_that_changed_is_a_change_and_an_empty_one_is_a_value(frame):
    known = told(frame, {"task_id": "T1", "skills": ["a", "b"]}).lazy()
    for skills, changes in [
        (["a", "b"], Changes(same=1)),
        (["b", "a"], Changes(changed=1)),
        (["a"], Changes(changed=1)),
        ([], Changes(changed=1)),
        (None, Changes(same=1)),
    ]:
        assert (
            difference(TASK, told(frame, {"task_id": "T1", "skills": skills}), known)[1] == changes
        )


def _files(folder) -> list[dict]:
    return pl.DataFrame(DeltaTable((folder / "task").as_uri()).get_add_actions()).to_dicts()
