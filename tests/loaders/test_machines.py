"""Bots, agents and API keys: their work is told apart, and nobody takes them for staff."""

from pathlib import Path

import polars as pl
import pytest

from loaders import loaders
from loaders.ai_use import agent
from loaders.contract import shaped
from loaders.export import Export
from loaders.gather import Gathered
from loaders.load import load_paths
from store.workspace import Workspace

SAMPLES = Path(__file__).parent / "samples"
MACHINES = pl.col("worker_type").is_in(["bot", "agent"])
KEYS_OF_MACHINES = r"^(login|email):"  # a key of the kinds that lists of staff use makes staff
OF_API_KEYS = ("anthropic_console", "anthropic_usage", "claude_code", "openai_usage")


@pytest.fixture(scope="module")
def all_samples(tmp_path_factory):
    with Workspace.open(tmp_path_factory.mktemp("samples")) as workspace:
        load_paths(workspace, sorted(SAMPLES.iterdir()), by="test")
        yield workspace


def machines_of(loader):
    [path] = SAMPLES.glob(f"{loader.name}.*")
    person = loader.read(Export.open(path)).facts.get("person", shaped("person", pl.DataFrame()))
    return person.filter(MACHINES)


@pytest.mark.parametrize(
    "loader", [each for each in loaders() if "person" in each.fills], ids=lambda one: one.name
)
def test_a_machine_has_no_key_of_a_list_of_staff(loader):
    found = machines_of(loader)
    assert found["person_id"].str.contains(KEYS_OF_MACHINES).all()
    assert found["employee_id"].null_count() == found.height
    assert (
        found.filter(pl.col("person_id").str.contains("(?i)api.?key"))
        .select(pl.col("person_id").str.starts_with("login:apikey:").all())
        .item()
    )


@pytest.mark.parametrize("name", OF_API_KEYS)
def test_api_keys_of_all_vendors_have_one_kind_of_key(name):
    [loader] = [each for each in loaders() if each.name == name]
    found = machines_of(loader)["person_id"]
    assert found.str.starts_with("login:apikey:").any()


def test_an_api_key_of_a_persons_name_is_not_that_person():
    gathered = Gathered()
    assert agent(gathered, "ana.ruiz") == "login:apikey:ana.ruiz"


def test_no_machine_is_known_staff_or_member_of_a_team(all_samples):
    person = all_samples.facts("person").collect()
    machines = person.filter(MACHINES)["person_id"]
    assert machines.len() >= 10
    staff = pl.concat(
        [all_samples.people.known_people(), all_samples.facts("membership").collect()["person_id"]]
    )
    assert staff.len() > 0
    assert not machines.is_in(staff.implode()).any()
    assert not machines.is_in(all_samples.people.unmatched()["account"].implode()).any()


def test_a_bot_on_a_list_of_ones_own_is_no_staff_either(tmp_path):
    path = tmp_path / "person.csv"
    path.write_text("person_id,worker_type\n1,employee\n2,bot\n3,agent\n")
    with Workspace.open(tmp_path / "w") as workspace:
        load_paths(workspace, [path], by="test")
        known = workspace.people.source_ids(workspace.people.known_people())
    assert list(known.values()) == ["1"]
