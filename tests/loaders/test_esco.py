"""ESCO: occupations, skills, and which skill an occupation needs."""

from pathlib import Path

import pytest

from loaders import detect
from loaders.export import Export

SAMPLES = Path(__file__).parent / "samples"
ESCO = "http://data.europa.eu/esco"


def sample(name):
    return read(SAMPLES / f"{name}.csv", name)


def read(path, name):
    export = Export.open(path)
    assert detect(export).name == name
    return detect(export).read(export)


def rows(parcel, *columns):
    [facts] = parcel.facts.values()
    return facts.select(columns).rows()


def test_an_occupation_has_its_labels_and_its_isco_group():
    parcel = sample("esco_occupations")
    columns = ("taxonomy", "code", "title", "alternate_titles", "group_code", "job_zone")
    labels = ["tool engineer", "maker of tools"]
    assert rows(parcel, *columns) == [
        ("esco", f"{ESCO}/occupation/o1", "tool developer", labels, "2512", None),
        ("esco", f"{ESCO}/occupation/o2", "tool tester", None, "2519", None),
    ]
    assert parcel.rows_read == 2


def test_a_skill_has_its_labels_and_its_kind():
    columns = ("taxonomy", "skill_id", "label", "alternate_labels", "kind", "parent_id")
    labels = ["make tools", "tool making"]
    assert rows(sample("esco_skills"), *columns) == [
        ("esco", f"{ESCO}/skill/s1", "build tools", labels, "skill", None),
        ("esco", f"{ESCO}/skill/s2", "tool theory", None, "knowledge", None),
    ]


def test_a_relation_is_essential_or_optional_and_others_are_refused():
    parcel = sample("esco_relations")
    columns = ("taxonomy", "code", "kind", "skill_id", "label", "need", "importance")
    one, of = f"{ESCO}/occupation/o1", f"{ESCO}/skill"
    assert rows(parcel, *columns) == [
        ("esco", one, "skill", f"{of}/s1", "build tools", "essential", None),
        ("esco", one, "knowledge", f"{of}/s2", "tool theory", "optional", None),
    ]
    assert parcel.refused.rows() == [(4, "relationType", "essential or optional was expected")]


def test_relations_before_version_1_2_have_no_labels_and_strange_types_are_refused(tmp_path):
    path = tmp_path / "relations.csv"
    path.write_text(
        "occupationUri,relationType,skillType,skillUri\n"
        "o1,essential,knowledge,s1\no1,essential,attitude,s2\no1,optional,,s3\n"
    )
    parcel = read(path, "esco_relations")
    assert rows(parcel, "skill_id", "label") == [("s1", None)]
    assert parcel.refused.select("row", "column").rows() == [(3, "skillType"), (4, "skillType")]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_occupations_in_another_encoding_keep_their_accents(tmp_path, encoding):
    path = tmp_path / "occupations_fr.csv"
    text = "conceptType,conceptUri,iscoGroup,preferredLabel\nOccupation,o1,2512,développeur\n"
    path.write_bytes(text.encode(encoding))
    parcel = read(path, "esco_occupations")
    assert rows(parcel, "title", "alternate_titles") == [("développeur", None)]
