"""Facts as tables: the rules of the firm beside what the exports told."""

import pytest

from exports.tables import named_table
from loaders.load import load_paths
from store.construct_rules import CONSTRUCT_RULES, ConstructRule
from store.spend_rules import NOT_CATEGORISED, SPEND_RULES, SpendRule
from store.workspace import Workspace

LEDGER = """posted_on,amount,currency,category,account,reference
2026-01-05,100,EUR,,Staff training,D1
2026-01-06,50,USD,tokens,Staff training,D2
2026-01-07,7,EUR,,Travel,D3
"""
SURVEY = """wave,item,score,response_id,construct
2026-01-05,trust_1,4,R1,
2026-01-05,own,3,R1,climate
2026-01-05,lunch,2,R1,
"""


@pytest.fixture
def here(tmp_path):
    for name, content in (("ledger.csv", LEDGER), ("survey.csv", SURVEY)):
        (tmp_path / name).write_text(content)
    workspace = Workspace.open(tmp_path / "workspace")
    load_paths(workspace, [tmp_path / "ledger.csv", tmp_path / "survey.csv"], by="test")
    return workspace


def test_a_ledger_tells_its_own_category_and_the_one_of_the_rules(here):
    told = named_table(here, "ledger").sort("reference")
    assert told.select("category", "category_by_rules").rows() == [
        (None, "training fees"),
        ("tokens", "tokens"),
        (None, NOT_CATEGORISED),
    ]
    SPEND_RULES.add(here, SpendRule("travel", category="facilitation"), by="test")
    assert named_table(here, "ledger").sort("reference")["category_by_rules"][2] == "facilitation"


def test_a_survey_tells_its_own_construct_and_the_one_of_the_rules(here):
    CONSTRUCT_RULES.add(here, ConstructRule("lunch", "climate"), by="test")
    told = named_table(here, "survey").sort("item")
    assert told.select("item", "construct", "construct_by_rules").rows() == [
        ("lunch", None, "climate"),
        ("own", "climate", "climate"),
        ("trust_1", None, "trust"),
    ]


def test_facts_without_rules_have_no_further_column(here):
    assert set(named_table(here, "task").columns) == set(here.facts("task").collect_schema())
