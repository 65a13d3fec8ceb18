"""A firm's own list of skills: its canonical form, and what is no skill list."""

from pathlib import Path

import pytest

from loaders import detect
from loaders.export import Export
from loaders.skill_list import skill_list

SAMPLE = Path(__file__).parent / "samples" / "skill_list.csv"
COLUMNS = ("taxonomy", "skill_id", "label", "alternate_labels", "parent_id", "kind")


def read(path):
    export = Export.open(path)
    assert detect(export) is skill_list
    return skill_list.read(export)


def written(tmp_path, text):
    path = tmp_path / "list.csv"
    path.write_text(text)
    return path


def test_a_skill_has_its_name_its_parent_and_its_other_names():
    assert read(SAMPLE).facts["skill"].select(COLUMNS).rows() == [
        ("own", "Python", "Python", ["py", "python3"], "Programming", "skill"),
        ("own", "Programming", "Programming", ["coding"], None, "skill"),
        ("own", "Negotiation", "Negotiation", None, None, "skill"),
    ]


def test_names_alone_are_a_skill_list_and_a_row_without_a_name_is_refused(tmp_path):
    parcel = read(written(tmp_path, "Parent,Skill\nA,B\nA,\n"))
    assert parcel.facts["skill"].select("skill_id", "parent_id").rows() == [("B", "A")]
    assert parcel.refused.select("row", "column").rows() == [(3, "Skill")]
    assert read(written(tmp_path, "skill\nB\nC\n")).facts["skill"].height == 2


@pytest.mark.parametrize("header", ["skill,person", "skill,level", "parent,aliases"])
def test_a_table_with_other_columns_is_no_skill_list(tmp_path, header):
    assert detect(Export.open(written(tmp_path, f"{header}\na,b\n"))) is None
