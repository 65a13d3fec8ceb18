from pathlib import Path

import pytest

from metrics.anchors import anchors, anchors_version, constants
from store.errors import ContractError


def written(folder: Path, text: str) -> Path:
    file = folder / "anchors.toml"
    file.write_text(text)
    return file


def test_every_anchor_says_its_unit_and_why():
    for name, anchor in anchors().items():
        assert anchor.unit, name
        assert len(anchor.reason) > 1, name


def test_the_flow_gets_the_bare_values():
    assert constants()["hours_per_day"] == 7.5
    assert constants()["novice_years_by_zone"] == [0.25, 1.0, 1.5, 2.0, 4.0]


def test_an_anchor_without_a_reason_is_refused(tmp_path):
    file = written(tmp_path, '[half_life]\nvalue = 45.0\nunit = "days"\n')
    with pytest.raises(ContractError, match=r"\[half_life\] in anchors.toml has no reason"):
        anchors(file)


def test_the_version_changes_with_any_value_and_not_with_a_reason(tmp_path):
    text = 'version = "1"\n[a]\nvalue = {}\nunit = "h"\nreason = "{}"\n'
    first = anchors_version(written(tmp_path, text.format(1.0, "x")))
    same = anchors_version(written(tmp_path, text.format(1.0, "y")))
    other = anchors_version(written(tmp_path, text.format(2.0, "x")))
    assert first == same
    assert first != other
    assert first.startswith("1-")
