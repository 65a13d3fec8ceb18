"""ccusage: the file is its person's, models add up to the row, `all` is never added to agents."""

import json
from datetime import date
from pathlib import Path

import pytest

from loaders.ccusage import ccusage
from store.errors import SourceError
from tests.loaders.recognised import as_lines, copied, taken, taken_text, told_of

SAMPLE = Path(__file__).parent / "samples" / "ccusage.json"
ANA, NAME = "email:ana.ruiz@example.com", "ana.ruiz@example.com.json"
DAY = date(2026, 3, 3)
TOTALS = {"totals": {"inputTokens": 1, "outputTokens": 1}}
ROW = {"inputTokens": 10, "outputTokens": 5, "totalTokens": 15, "totalCost": 0.25}


def read(tmp_path, document, name=NAME):
    return taken_text(ccusage, tmp_path, as_lines(document), name)


usage = told_of("ai_usage")


@pytest.fixture(scope="module")
def sample(tmp_path_factory):
    return taken(ccusage, copied(SAMPLE, tmp_path_factory.mktemp("own"), NAME))


def test_each_model_has_its_tokens_and_its_estimated_cost(sample):
    columns = ("person_id", "day", "last_day", "tool", "model", "tokens_in", "cost", "currency")
    assert usage(sample, *columns) == [
        (ANA, DAY, None, "claude_code", "claude-sonnet-4-5", 1200, 0.04, "USD"),
        (ANA, DAY, None, "claude_code", "claude-opus-4-6", 50, 0.01, "USD"),
        (ANA, date(2026, 3, 4), None, "claude_code", None, 10, 0.001, "USD"),
    ]
    assert usage(sample, "tokens_cached", "tokens_out") == [(9300, 450), (0, 20), (0, 5)]
    assert usage(sample, "licensed", "interactions")[0] == (None, None)
    told = ("tokens_in", "tokens_cached", "tokens_out", "cost")
    assert set(ccusage.meanings) == {f"ai_usage.{name}" for name in told}


def test_the_name_of_the_file_tells_the_person(tmp_path):
    document = {"daily": [ROW | {"date": "2026-03-03"}]} | TOTALS
    keys = {
        "ana.ruiz@example.com.json": ANA,
        "Ana.Ruiz@example.com 2026-03.JSON": "email:Ana.Ruiz@example.com",
        "laptop.json": "id:ccusage:laptop",
        "ana@work.json": "id:ccusage:ana@work",
    }
    for name, key in keys.items():
        parcel = read(tmp_path, document, name)
        assert usage(parcel, "person_id") == [(key,)]
        asks = any("Name it for the person" in note for note in parcel.notes)
        assert asks is key.startswith("id:")


def test_what_the_models_leave_of_a_row_stands_without_model(tmp_path):
    parts = [{"modelName": "m", "inputTokens": 4, "outputTokens": 5, "cost": 0.2}]
    parcel = read(
        tmp_path, {"daily": [ROW | {"date": "2026-03-03", "modelBreakdowns": parts}]} | TOTALS
    )
    assert usage(parcel, "model", "tokens_in", "tokens_out", "cost") == [
        ("m", 4, 5, 0.2),
        (None, 6, None, None),
    ]


def test_all_agents_are_not_added_to_each_agent(tmp_path):
    rows = [
        ROW | {"period": "2026-03-03", "agent": "all", "metadata": {"agents": ["claude", "codex"]}},
        ROW | {"period": "2026-03-03", "agent": "claude", "inputTokens": 6},
        ROW | {"period": "2026-03-03", "agent": "codex", "inputTokens": 4},
        ROW | {"period": "2026-03-04", "agent": "all", "metadata": {"agents": ["claude", "codex"]}},
        ROW | {"period": "2026-03-05", "agent": "all", "metadata": {"agents": ["claude"]}},
    ]
    parcel = read(tmp_path, {"daily": rows} | TOTALS)
    assert usage(parcel, "day", "tool", "tokens_in") == [
        (DAY, "claude_code", 6),
        (DAY, "codex", 4),
        (date(2026, 3, 4), "ccusage", 10),
        (date(2026, 3, 5), "claude_code", 10),
    ]


def test_cached_input_of_codex_is_subtracted_only_where_it_is_inside(tmp_path):
    codex = {"outputTokens": 5, "reasoningOutputTokens": 2, "cachedInputTokens": 60, "costUSD": 0.5}
    models = {"gpt-5-codex": {**codex, "inputTokens": 40, "totalTokens": 105, "isFallback": False}}
    new = {**codex, "date": "2026-03-03", "inputTokens": 40, "totalTokens": 105, "models": models}
    old = {**codex, "date": "2026-03-04", "inputTokens": 100, "totalTokens": 105, "models": {}}
    del models["gpt-5-codex"]["costUSD"]
    parcel = read(tmp_path, {"daily": [new, old]} | TOTALS)
    columns = ("day", "tool", "model", "tokens_in", "tokens_cached", "tokens_out", "cost")
    assert usage(parcel, *columns) == [
        (DAY, "codex", "gpt-5-codex", 40, 60, 5, None),
        (DAY, "codex", None, None, None, None, 0.5),
        (date(2026, 3, 4), "codex", None, 40, 60, 5, 0.5),
    ]


@pytest.mark.parametrize(
    ("document", "days"),
    [
        ({"weekly": [ROW | {"week": "2026-03-01"}]}, (date(2026, 3, 1), date(2026, 3, 7))),
        ({"monthly": [ROW | {"month": "2026-02"}]}, (date(2026, 2, 1), date(2026, 2, 28))),
        ({"weekly": [ROW | {"period": "2026-03-01"}]}, (date(2026, 3, 1), date(2026, 3, 7))),
    ],
)
def test_weeks_and_months_stay_whole(tmp_path, document, days):
    assert usage(read(tmp_path, document | TOTALS), "day", "last_day") == [days]


def test_projects_of_a_day_are_added_up_and_their_paths_are_not_kept(tmp_path):
    row = ROW | {"date": "2026-03-03"}
    parcel = read(tmp_path, {"projects": {"-home-ana-secret": [row], "-w-b": [row]}} | TOTALS)
    assert usage(parcel, "tokens_in", "cost") == [(20, 0.5)]
    assert "secret" not in str(parcel)


@pytest.mark.parametrize(
    "document",
    [
        {"sessions": [ROW | {"sessionId": "s-1", "lastActivity": "2026-03-03"}]} | TOTALS,
        {"session": []} | TOTALS,
        {"blocks": [{"startTime": "2026-03-03T10:00:00Z", "isGap": False, "tokenCounts": {}}]},
    ],
    ids=["sessions", "sessions of all agents", "blocks"],
)
def test_reports_without_days_are_refused_with_the_way_out(tmp_path, document):
    with pytest.raises(SourceError, match="ccusage daily --json"):
        read(tmp_path, document)


def test_the_same_report_twice_counts_once(tmp_path):
    text = json.dumps({"daily": [ROW | {"date": "2026-03-03"}]} | TOTALS, indent=1)
    parcel = read(tmp_path, text + "\n" + text)
    assert usage(parcel, "tokens_in") == [(10,)]
    assert parcel.rows_read == 2


def test_odd_rows_are_refused_and_the_rest_loads(tmp_path):
    rows = [
        ROW | {"date": "Mar 3, 2026"},
        ROW | {"date": "2026-03-03", "inputTokens": "many", "new": {"deep": 1}},
        ROW | {"date": None},
        ROW | {"date": "2026-03-04", "totalCost": "free"},
    ]
    parcel = read(tmp_path, {"daily": rows} | TOTALS)
    assert parcel.refused.select("row", "column").rows() == [
        (1, "daily"),
        (2, "inputTokens"),
        (3, "daily"),
        (4, "totalCost"),
    ]
    assert usage(parcel, "day", "tokens_in", "cost") == [
        (DAY, None, 0.25),
        (date(2026, 3, 4), 10, None),
    ]


def test_a_file_that_breaks_off_is_refused(tmp_path):
    with pytest.raises(SourceError, match="breaks off"):
        read(tmp_path, SAMPLE.read_text()[:-30])
