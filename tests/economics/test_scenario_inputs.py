"""Scenarios hold only what the model knows and allows, and come to money only with capture."""

import pytest

from economics.scenario_inputs import enter, figures, filled
from store import scenarios
from store.errors import RequestError
from store.scenarios import Assumption
from store.workspace import Workspace


@pytest.fixture
def workspace(tmp_path):
    with Workspace.open(tmp_path) as opened:
        yield opened


def test_what_nobody_entered_is_the_preset(workspace):
    values = filled(scenarios.scenario(workspace, "half"))
    assert (values["people"], values["moved"], values["capture"]) == (12_000, 0.5, None)


@pytest.mark.parametrize(
    ("key", "value", "match"),
    [("capture", 1.2, "capture"), ("coffee", 3.0, "no input 'coffee'"), ("team_size", 0.0, "team")],
)
def test_what_the_model_does_not_allow_is_not_kept(workspace, key, value, match):
    with pytest.raises(RequestError, match=match):
        enter(workspace, "yours", {"wage": Assumption(1e5), key: Assumption(value)}, by="ada")
    assert scenarios.history(workspace).is_empty()


def test_costs_are_there_without_capture_and_value_is_not(workspace):
    told = figures(scenarios.scenario(workspace, "all training"))
    assert (told["launch_cost"], told["yearly_cost"], told["npv"]) == (27e6, 15e6, None)
    assert "capture" in told["why_not"]


def test_with_capture_the_mix_has_a_value(workspace):
    """EVIDENCE C2: half and half at a capture of .4 comes to -41.5 M."""
    enter(workspace, "yours", {"capture": Assumption(0.4)}, by="ada", why="the illustrative case")
    told = figures(scenarios.scenario(workspace, "half"))
    assert told["npv"] == pytest.approx(-41.5e6, abs=0.05e6)
    assert told["why_not"] is None
