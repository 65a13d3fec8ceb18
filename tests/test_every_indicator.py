"""Every indicator keeps the contract, whatever the folder holds."""

import importlib
import inspect
import re
import shutil
import subprocess
import sys
from pathlib import Path

import narwhals as nw
import polars as pl
import pytest

from metrics._modules import flow_functions, flow_modules
from metrics.anchors import anchors, constants
from metrics.contract import READING_SCHEMA
from metrics.cube import rulers
from metrics.measure import NO_TITLE_ZONES, PUBLISHED, figures, indicators, lineage
from store.tables import TABLES

ROOT = Path(__file__).parent.parent
GIVEN = {
    *TABLES,
    "grain",
    "reference_quarters",
    "title_zones",
}  # what the flow is handed from outside
INDICATORS = indicators()
TABLES_OF_THE_FLOW = flow_functions()
every_indicator = pytest.mark.parametrize("key", INDICATORS)


@pytest.fixture(scope="module")
def nothing():
    """The flow over a firm of which nothing is loaded."""
    return figures(
        {name: pl.DataFrame(schema=t.stored_schema).lazy() for name, t in TABLES.items()}
    )


@pytest.fixture(scope="module")
def readings_of_nothing():
    from metrics._dataflow import flow

    facts = {
        name: nw.from_native(pl.DataFrame(schema=table.stored_schema).lazy())
        for name, table in TABLES.items()
    }
    given = {**constants(), **facts, "grain": "quarter", "title_zones": NO_TITLE_ZONES}
    return flow().execute(list(INDICATORS), inputs=given)


@every_indicator
def test_the_key_is_the_name_of_its_own_file(key):
    module = TABLES_OF_THE_FLOW[key].__module__
    assert module == f"metrics.{key}"


@every_indicator
def test_the_docstring_says_what_it_counts_and_what_it_does_not_tell(key):
    told = inspect.getdoc(TABLES_OF_THE_FLOW[key])
    first, *rest = told.split("\n")
    assert first.endswith(".")
    for heading in ("Counts:", "Does not tell:"):
        assert sum(line.startswith(heading) for line in rest) == 1, heading
    for needed in inspect.signature(TABLES_OF_THE_FLOW[key]).parameters:
        assert re.search(rf"^{needed}\b", told, re.MULTILINE), f"{needed} is not explained"


@every_indicator
def test_it_reads_only_tables_and_numbers_that_exist(key):
    made = {*TABLES_OF_THE_FLOW, *GIVEN, *constants()}
    waiting, seen = [key], set()
    while waiting:
        name = waiting.pop()
        seen.add(name)
        if name in TABLES_OF_THE_FLOW:
            needed = set(inspect.signature(TABLES_OF_THE_FLOW[name]).parameters)
            assert needed <= made, needed - made
            waiting += needed - seen


@every_indicator
def test_no_rows_in_give_no_rows_out_in_the_right_columns(key, readings_of_nothing):
    reading = readings_of_nothing[key]
    assert reading.schema == pl.Schema(READING_SCHEMA)
    assert reading.is_empty()


@every_indicator
def test_its_words_are_there_for_pages_and_exports(key):
    one = INDICATORS[key]
    assert one.key == key
    assert all((one.label, one.symbol, one.unit, one.method, one.family, one.unit_word))
    assert one.people >= 5, "no number about fewer than five people leaves the cube"
    if one.about_novices:
        assert (one.novices, one.others) >= (3, 3)
    assert one.trigger_units == 0 or one.trigger_units >= one.units


@every_indicator
def test_its_lineage_begins_at_facts_and_ends_at_itself(key):
    edges = lineage(key)
    starts, ends = {a for a, _ in edges}, {b for _, b in edges}
    assert starts & set(TABLES)
    assert ends - starts == {key}
    assert starts - ends <= {*TABLES, *constants()}


def test_a_ruler_belongs_to_an_indicator_and_runs_one_way():
    for key, ruler in rulers(constants()).items():
        assert key in INDICATORS
        assert list(ruler.anchors) in (sorted(ruler.anchors), sorted(ruler.anchors, reverse=True))


def test_every_judged_number_is_used_and_has_a_reason():
    used = {n for f in TABLES_OF_THE_FLOW.values() for n in inspect.signature(f).parameters}
    in_the_cube = {"partial_coverage", "hidden_coverage", "low_precision_points"}
    for name, anchor in anchors().items():
        assert name in used | in_the_cube or name.startswith("score_"), f"{name} is not used"
        assert anchor.unit, name
        assert len(anchor.reason) > 1, name


def test_every_published_table_is_made_by_the_flow(nothing):
    assert set(PUBLISHED) <= set(TABLES_OF_THE_FLOW)
    assert set(nothing) == {"cube", "lineage", *PUBLISHED}
    assert nothing["cube"].is_empty()


@pytest.mark.parametrize("module", flow_modules(), ids=lambda module: module.__name__)
def test_big_tables_are_told_apart_from_small_ones_by_their_type(module):
    for name, function in inspect.getmembers(module, inspect.isfunction):
        if function.__module__ == module.__name__ and not name.startswith("_"):
            hints = inspect.get_annotations(function, eval_str=True)
            assert set(hints) == {*inspect.signature(function).parameters, "return"}, name


def test_a_throw_away_indicator_is_measured_without_another_edit(tmp_path):
    for room in ("store", "metrics"):
        shutil.copytree(ROOT / room, tmp_path / room)
    (tmp_path / "metrics" / "throw_away.py").write_text(
        (ROOT / "metrics" / "breadth.py").read_text().replace("def breadth(", "def throw_away(")
    )
    script = (
        "from metrics.measure import figures, indicators; import polars as pl;"
        "from store.tables import TABLES;"
        "figures({n: pl.DataFrame(schema=t.stored_schema).lazy() for n, t in TABLES.items()});"
        "print(*indicators())"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert "throw_away" in done.stdout.split()


def test_telling_of_indicators_does_not_wait_for_the_dataflow_library():
    script = "import sys, metrics.measure as m; m.indicators(); print('hamilton' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "False"


def test_hamilton_sees_the_same_tables_as_the_walk():
    from metrics._dataflow import flow

    nodes = {n.name for n in flow().list_available_variables() if not n.is_external_input}
    assert nodes == set(TABLES_OF_THE_FLOW)
    assert importlib.import_module("metrics").__path__
