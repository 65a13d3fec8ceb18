"""Project and number of a task's id, against patterns that read each id as a whole."""

import polars as pl
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from store.spans import spans

PROJECT = r"^(?:(.+)[-#!]|([A-Za-z_]+))\d{1,9}$"
NUMBER = r"(?:^|[-#!A-Za-z_])(\d{1,9})$"
MOMENT = pl.Datetime("us", "UTC")


def told(*ids):
    task = pl.DataFrame({"task_id": ids}, schema={"task_id": pl.String})
    when = pl.lit("2026-03-02").str.to_datetime("%Y-%m-%d").dt.replace_time_zone("UTC")
    return spans(
        {"task": task.with_columns(opened_at=when.cast(MOMENT), closed_at=pl.lit(None, MOMENT))}
    )


@pytest.mark.parametrize(
    ("one", "project", "number"),
    [
        ("ENG-12", "ENG", "12"),
        ("owner/repository#7", "owner/repository", "7"),
        ("group/project!7", "group/project", "7"),
        ("INC0012", "INC", "12"),
        ("1201", "", "1201"),
        ("linear ENG-12", "linear ENG", "12"),
        ("A-B-3", "A-B", "3"),
    ],
)
def test_an_id_tells_its_project_and_its_number(one, project, number):
    [(name, span)] = told(one).items()
    assert (name, span) == (f"task {project}", ["2026-03-02", "2026-03-02", number, number, "up"])


@pytest.mark.parametrize("one", ["ENG-1234567890", "ENG-", "1a.7", ""])
def test_an_id_without_a_number_at_its_end_tells_neither(one):
    assert told(one) == {"task ": ["2026-03-02", "2026-03-02"]}


@settings(max_examples=300, deadline=None)
@given(st.text("AB_-#!/ 1209.\u00e9", max_size=14))
@example("-12")
@example("#7")
@example("A\nB-3")
def test_the_parts_of_an_id_are_those_of_a_pattern_on_the_whole(one):
    read = pl.select(
        project=pl.coalesce(pl.lit(one).str.extract(PROJECT, n) for n in (1, 2)).fill_null(""),
        number=pl.lit(one).str.extract(NUMBER).cast(pl.Int64),
    ).row(0)
    [(name, span)] = told(one).items()
    assert (name, span[2:3]) == (f"task {read[0]}", [] if read[1] is None else [str(read[1])])
