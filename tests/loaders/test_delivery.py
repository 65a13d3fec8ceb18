"""Folders and archives: every file once, none hidden, none outside, and bombs stopped."""

import io
import zipfile

import pytest

from loaders.delivery import deliver
from loaders.load import load_paths
from store.errors import SourceError
from store.workspace import Workspace

TEAM = "team_id,name\nT1,Payments\n"
MEMBER = "person_id,team_id,valid_from\np1,T1,2024-01-01\n"


def archive(path, members, **options):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, **options) as made:
        for name, text in members.items():
            made.writestr(name, text)
    return path


def names(paths, folder):
    return [item.name for item in deliver(paths, folder)]


def test_a_folder_gives_the_files_in_it_and_below_it_without_hidden_ones(tmp_path):
    (tmp_path / "in/hr/.git").mkdir(parents=True)
    for name in ("in/task.csv", "in/hr/team.csv", "in/.DS_Store", "in/~$team.xlsx", "in/hr/.git/x"):
        (tmp_path / name).write_text(TEAM)
    assert names([tmp_path / "in"], tmp_path) == ["task.csv", "hr/team.csv"]


def test_an_archive_gives_its_members_with_their_own_names(tmp_path):
    path = archive(tmp_path / "all.zip", {"hr/team.csv": TEAM, "__MACOSX/hr/._team.csv": "x"})
    (item,) = deliver([path], tmp_path)
    assert (item.name, item.path.name, item.path.read_text()) == (
        "all.zip/hr/team.csv",
        "team.csv",
        TEAM,
    )


def test_two_members_of_one_name_stand_side_by_side(tmp_path):
    path = archive(tmp_path / "all.zip", {"a/team.csv": "1", "b/team.csv": "2"})
    assert [item.path.read_text() for item in deliver([path], tmp_path)] == ["1", "2"]


def test_no_member_is_written_outside_the_folder(tmp_path):
    path = archive(tmp_path / "evil.zip", {"../../up.csv": TEAM, "/root.csv": TEAM})
    (tmp_path / "out").mkdir()
    for item in deliver([path], tmp_path / "out"):
        assert item.path.is_relative_to(tmp_path / "out")
    assert not (tmp_path / "up.csv").exists()


def test_a_workbook_is_a_file_and_no_archive(tmp_path):
    path = archive(tmp_path / "team.xlsx", {"xl/workbook.xml": "<x/>"})
    assert names([path], tmp_path) == ["team.xlsx"]


@pytest.mark.parametrize("size", [70 << 20])
def test_an_archive_that_unpacks_to_far_more_than_it_should_is_an_error(tmp_path, size):
    path = archive(tmp_path / "bomb.zip", {"team.csv": b"0" * size})
    (item,) = deliver([path], tmp_path)
    assert isinstance(item.error, SourceError)
    assert "far more" in item.error.found


def test_an_archive_whose_directory_lies_about_a_size_is_stopped(tmp_path):
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("team.csv", TEAM * 1000)
    raw = held.getvalue()
    size = (len(TEAM) * 1000).to_bytes(4, "little")
    (tmp_path / "lie.zip").write_bytes(raw.replace(size, (10).to_bytes(4, "little")))
    (item,) = deliver([tmp_path / "lie.zip"], tmp_path)
    assert isinstance(item.error, SourceError)


def test_a_damaged_archive_and_one_with_a_password_are_errors(tmp_path):
    path = archive(tmp_path / "all.zip", {"team.csv": TEAM * 1000})
    damaged = bytearray(path.read_bytes())
    damaged[40:60] = b"\xff" * 20
    path.write_bytes(damaged)
    assert isinstance(deliver([path], tmp_path)[0].error, SourceError)


def test_people_of_an_archive_are_loaded_first_and_other_files_left_out(tmp_path):
    members = {"a_membership.txt": "Dear all,\n", "membership.csv": MEMBER, "team.csv": TEAM}
    path = archive(tmp_path / "all.zip", members)
    reports = load_paths(Workspace.open(tmp_path / "w"), [path])
    assert [(report.file, report.status, report.added) for report in reports] == [
        ("all.zip/a_membership.txt", "left out", 0),
        ("all.zip/team.csv", "loaded", 1),
        ("all.zip/membership.csv", "loaded", 1),
    ]
    assert "no source that is known" in reports[0].why


def test_a_file_that_was_named_and_is_no_export_is_an_error(tmp_path):
    (tmp_path / "poem.txt").write_text("Dear all,\n")
    (report,) = load_paths(Workspace.open(tmp_path / "w"), [tmp_path / "poem.txt"])
    assert report.status == "not loaded"
    assert report.error


def test_the_report_counts_the_reasons_of_what_was_refused(tmp_path):
    (tmp_path / "team.csv").write_text(TEAM + ",A\n,B\n")
    (report,) = load_paths(Workspace.open(tmp_path / "w"), [tmp_path / "team.csv"])
    assert report.refused == 2
    assert report.why.startswith("2 x ")
