"""One name a product, whichever source tells of its use."""

from pathlib import Path

import polars as pl
import pytest

from loaders import loaders
from loaders.ai_tools import OTHER_NAMES, PRODUCTS, product, with_one_name
from loaders.contract import Parcel, shaped
from loaders.export import Export, normalise
from loaders.last_look import last_look
from loaders.load import load_paths
from store.workspace import Workspace

SAMPLES = Path(__file__).parent / "samples"
FREE = ("canonical", "ccusage")  # their files name the tools themselves


@pytest.mark.parametrize(
    "loader", [each for each in loaders() if "ai_usage" in each.fills], ids=lambda one: one.name
)
def test_every_loader_calls_the_products_by_their_one_name(loader):
    [path] = SAMPLES.glob(f"{loader.name}.*")
    usage = loader.read(Export.open(path)).facts.get("ai_usage")
    if usage is None:
        assert loader.name == "canonical"
        return
    assert set(usage["tool"]) <= set(PRODUCTS) | ({"ccusage"} if loader.name in FREE else set())


@pytest.mark.parametrize(
    ("told", "tool"),
    [
        ("GitHub Copilot", "copilot"),
        ("github-copilot", "copilot"),
        ("Microsoft 365 Copilot", "m365_copilot"),
        ("Claude Code", "claude_code"),
        ("CLAUDE", "claude"),
        ("ChatGPT Enterprise", "chatgpt"),
        ("House Bot", "house bot"),
    ],
)
def test_what_people_call_a_product_is_understood(told, tool):
    assert product(told) == tool


def test_no_two_products_share_a_name():
    names = [normalise(words) for words in (*PRODUCTS.values(), *OTHER_NAMES)]
    assert len(names) == len(set(names))
    assert set(OTHER_NAMES.values()) <= set(PRODUCTS)


def test_a_mapped_list_gets_the_one_name_on_the_last_look():
    rows = pl.DataFrame({"person_id": ["id:1", "id:2"], "tool": ["GitHub Copilot", "cursor"]})
    rows = shaped("ai_usage", rows.with_columns(day=pl.date(2026, 3, 2)))
    facts = last_look(Parcel({"ai_usage": rows}, 2)).facts
    assert facts["ai_usage"]["tool"].to_list() == ["copilot", "cursor"]
    assert with_one_name(facts["ai_usage"]) is facts["ai_usage"]


HEADER = "person_id,day,tool,feature,interactions\n"


def told(workspace, tmp_path, name, text):
    path = tmp_path / name
    path.write_text(text)
    [report] = load_paths(workspace, [path], by="test")
    return " ".join(report.notes)


def test_a_second_source_of_a_tool_is_told_to_the_reader_once(tmp_path):
    first = "login,date,product,prompts sent\nana,2026-03-02,Cursor,4\n"
    second = HEADER + "ana,2026-03-02,cursor,chat,4\n"
    third = HEADER + "ana,2026-03-03,cursor,chat,4\n"
    with Workspace.open(tmp_path / "w") as workspace:
        plan = tmp_path / "plan.toml"
        plan.write_text(
            'name = "own"\n[[fill]]\ntable = "ai_usage"\n[fill.columns]\nperson_id = "login"\n'
            'day = "date"\ntool = "product"\ninteractions = "prompts sent"\n'
        )
        (tmp_path / "own.csv").write_text(first)
        [report] = load_paths(workspace, [tmp_path / "own.csv"], mapping=str(plan), by="test")
        assert "another source" not in " ".join(report.notes)
        notes = told(workspace, tmp_path, "ai_usage.csv", second)
        assert "Another source has told of cursor" in notes
        assert "another source" not in told(workspace, tmp_path, "ai_usage2.csv", third).lower()
