"""Mappings that come with the files or with the product: found by columns, or by their name."""

import tomllib
from pathlib import Path

import pytest

from loaders import detect, mapping
from loaders.export import Export
from loaders.load import load_paths
from loaders.mapping_toml import read_plan
from store.workspace import Workspace

ROOT = Path(__file__).parents[2]
STAFF = "Key|Started|Unit|Notes of the chef\n17|2024-01-08|Ovens|loud\n18|2024-02-05|Ovens|x\n"
FILLS = """
[[fill]]
table = "membership"
[fill.columns]
person_id = "Key"
team_id = "Unit"
valid_from = "Started"
"""
HEADER = 'header = ["Key", "Started", "Unit", "Notes of the chef"]\n'


@pytest.fixture
def workspace(tmp_path):
    with Workspace.open(tmp_path / "workspace") as opened:
        yield opened


@pytest.fixture
def delivery(tmp_path):
    """A maker of a folder with a list of staff and a mapping beside it."""

    def of(text, name="plan.toml"):
        folder = tmp_path / "in"
        folder.mkdir()
        (folder / "staff.csv").write_text(STAFF)
        (folder / name).write_text(text)
        return folder

    return of


@pytest.fixture
def shelf(tmp_path, monkeypatch):
    """A folder in place of the product's own mappings."""
    folder = tmp_path / "shelf"
    folder.mkdir()
    monkeypatch.setattr(mapping, "SHIPPED", folder)
    mapping.shipped.cache_clear()
    yield folder
    mapping.shipped.cache_clear()


def told(reports):
    return {report.file: (report.status, report.source, report.rows_read) for report in reports}


def test_a_mapping_beside_an_export_reads_the_file_with_its_columns(workspace, delivery):
    folder = delivery('name = "kitchen"\n' + HEADER + FILLS)
    reports = load_paths(workspace, [folder], by="test")
    assert told(reports) == {
        "plan.toml": ("left out", "", 0),
        "staff.csv": ("loaded", "Mapping kitchen", 2),
    }
    assert "is a mapping" in reports[0].why
    assert not any(report.error for report in reports)
    assert workspace.facts("membership").collect().height == 2


def test_a_mapping_that_names_no_columns_reads_the_file_of_its_name(workspace, delivery):
    folder = delivery(FILLS, "staff.toml")
    (folder / "other.csv").write_text(STAFF)
    reports = told(load_paths(workspace, [folder], by="test"))
    assert reports["staff.csv"] == ("loaded", "Mapping staff", 2)
    assert reports["other.csv"][0] == "left out"


def test_a_mapping_that_was_named_beside_its_file_is_no_error(workspace, delivery):
    folder = delivery('name = "kitchen"\n' + HEADER + FILLS)
    reports = load_paths(workspace, [folder / "staff.csv", folder / "plan.toml"], by="test")
    assert [report.error for report in reports] == [None, None]


def test_a_wrong_mapping_beside_an_export_is_an_error_that_names_it(workspace, delivery):
    folder = delivery(FILLS.replace("valid_from", "since"))
    reports = {report.file: report for report in load_paths(workspace, [folder], by="test")}
    assert "plan.toml" in reports["plan.toml"].error.found
    assert reports["staff.csv"].status == "left out"


def test_a_toml_file_that_is_no_mapping_is_left_out_like_any_other(workspace, delivery):
    folder = delivery('title = "settings of something"\n')
    reports = {report.file: report for report in load_paths(workspace, [folder], by="test")}
    assert reports["plan.toml"].status == "left out"
    assert "no source that is known" in reports["plan.toml"].why


def test_the_mapping_beside_goes_before_a_saved_one_and_this_before_the_products(
    workspace, delivery, shelf, tmp_path
):
    (shelf / "ours.toml").write_text(HEADER + FILLS)
    folder = delivery('name = "kitchen"\n' + HEADER + FILLS)
    export = Export.open(folder / "staff.csv")
    beside = read_plan(folder / "plan.toml")
    assert mapping.for_columns(export, workspace.folder).name == "ours"
    (tmp_path / "kept.toml").write_text(HEADER + FILLS)
    mapping.save(read_plan(tmp_path / "kept.toml"), workspace.folder)
    assert mapping.for_columns(export, workspace.folder).name == "kept"
    assert mapping.for_columns(export, workspace.folder, [beside]).name == "kitchen"


def test_a_mapping_of_the_product_is_named_like_its_file_and_found_by_it(tmp_path):
    for path in mapping.SHIPPED.glob("*.toml"):
        assert mapping.named(path.stem, tmp_path).name == path.stem


def test_a_mapping_of_the_product_takes_no_file_of_a_loader():
    for path in (Path(__file__).parent / "samples").iterdir():
        assert mapping.for_columns(Export.open(path), Path("nowhere")) is None, path.name


def test_the_mappings_of_the_product_are_packed_with_it():
    told = tomllib.loads((ROOT / "pyproject.toml").read_text())
    assert "profiles/*.toml" in told["tool"]["setuptools"]["package-data"]["loaders"]


def test_a_file_that_is_known_to_fill_nothing_says_why(workspace, tmp_path):
    header = mapping.named("ibm-attrition", tmp_path).header
    path = tmp_path / "hr" / "staff.csv"
    path.parent.mkdir()
    path.write_text(",".join(header) + "\n" + ",".join("1" for _ in header) + "\n")
    [report] = load_paths(workspace, [path.parent], by="test")
    assert report.status == "left out"
    assert "no dates, no managers and no teams" in report.why
    [named] = load_paths(workspace, [path], by="test")
    assert "no dates" in named.error.found
    assert detect(Export.open(path)) is None


def test_a_binary_file_is_left_out_of_a_folder_and_an_error_when_named(workspace, tmp_path):
    path = tmp_path / "in" / "model.npy"
    path.parent.mkdir()
    path.write_bytes(b"\x93NUMPY\x01\x00v\x00" * 9)
    [report] = load_paths(workspace, [path.parent], by="test")
    assert (report.status, report.why) == ("left out", "model.npy is a binary file")
    [named] = load_paths(workspace, [path], by="test")
    assert named.status == "not loaded"
