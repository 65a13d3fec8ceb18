"""Columns of a Jira CSV: which count, how their moments are written, and no words of people."""

import pytest

from loaders.export import Export
from loaders.jira_columns import AT, layout_of_moments, positions, read

HEADER = (
    "Summary,Issue key,Issue id,Issue Type,Status,Created,Updated,Assignee,Assignee Id,"
    "Comment,Comment,Log Work,Description,Custom field (Epic Link),Inward issue link (Blocks)"
)
ROW = (
    "Fix it,A-1,10,Bug,Done,31/May/24 4:30 PM,{updated},ana,557:a,"
    "01/Jun/24 9:00 AM;ana;she said; this,02/Jun/24 9:00 AM;bo;and that,"
    "long talk; really;01/Jun/24 9:00 AM;ana;3600,a secret plan,A-9,A-2"
)


@pytest.fixture
def opened(tmp_path):
    def of(*rows, header=HEADER):
        path = tmp_path / "jira.csv"
        path.write_text("\n".join((header, *rows)) + "\n")
        return Export.open(path)

    return of


def test_a_name_is_found_whole_with_its_bracket_or_by_its_beginning(opened):
    export = opened(header="Comment,comments,COMMENT ,Custom field (Epic Link),Comment (old)")
    assert positions(export, "comment") == ["0", "2"]
    assert positions(export, "custom field (epic link)") == ["3"]
    assert positions(export, "comment", whole=False) == ["0", "1", "2", "4"]


def test_comments_and_work_logs_keep_who_and_when_and_no_words(opened):
    cells = read(opened(ROW.format(updated="01/Jun/24 8:00 AM")))
    assert cells.text("Comment").to_list() == ["01/Jun/24 9:00 AM;ana;"]
    [row] = cells.rows.rows()
    assert "02/Jun/24 9:00 AM;bo;" in row
    assert "01/Jun/24 9:00 AM;ana;3600" in row
    kept = str(row)
    assert not any(word in kept for word in ("said", "that", "talk", "really", "secret"))


def test_a_body_over_several_lines_is_cut_too(opened):
    broken = ROW.format(updated="").replace("long talk;", '"long\ntalk;').replace(";3600", ';3600"')
    kept = str(read(opened(broken)).rows.rows())
    assert "01/Jun/24 9:00 AM;ana;3600" in kept
    assert "talk" not in kept


def test_a_cell_without_the_form_stays_so_that_it_can_be_refused(opened):
    broken = ROW.format(updated="").replace("02/Jun/24 9:00 AM;bo;and that", "no form")
    assert "no form" in str(read(opened(broken)).rows.rows())


def test_moments_are_read_with_the_file_and_what_is_left_stays_text(opened):
    rows = [ROW.format(updated=updated) for updated in ("01/Jun/24 8:00 AM", "gestern", "")]
    cells = read(opened(*rows))
    created, updated = (cells.read_at_once(AT + name) for name in ("Created", "Updated"))
    assert [str(at) for at in created] == ["2024-05-31 16:30:00+00:00"] * 3
    assert [None if at is None else str(at) for at in updated] == [
        "2024-06-01 08:00:00+00:00",
        None,
        None,
    ]
    assert cells.raw("Created").to_list() == [None] * 3
    assert cells.raw("Updated").to_list() == [None, "gestern", None]


@pytest.mark.parametrize(
    ("created", "layout"),
    [
        ("31/May/24 4:30 PM", "%d/%b/%y %I:%M %p"),
        ("2024-05-31 16:30", "%Y-%m-%d %H:%M"),
        ("05/06/2024 16:30", None),
        ("31/Mai/24 16:30", None),
        ("", None),
    ],
    ids=["Jira's own", "ISO", "numbers both ways", "in German", "empty"],
)
def test_the_layout_is_told_where_it_can_be_read_in_one_way_only(opened, created, layout):
    row = ROW.format(updated="").replace("31/May/24 4:30 PM", created)
    assert layout_of_moments(opened(row)) == layout


def test_newer_names_of_the_columns_are_kept_too(opened):
    export = opened(
        "Fix it,A-1,Task,2024-05-31 16:30", header="Summary,Work item key,Work type,Created"
    )
    cells = read(export)
    assert cells.text("Issue key", "Work item key", "Key").to_list() == ["A-1"]
    assert cells.text("Issue Type", "Work type").to_list() == ["Task"]
