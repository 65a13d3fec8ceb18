"""Big tables are made by expressions that every engine reads alike (ENGINEERING, section 2)."""

import ast
from pathlib import Path

import pytest

ROOM = Path(__file__).parents[2] / "metrics"
SEAM = {"_engine.py"}  # the one place that may speak to an engine
FORBIDDEN_CALLS = {
    "first": "not on Spark",
    "last": "not on Spark",
    "head": "no engine promises an order",
    "tail": "no engine promises an order",
    "join_asof": "not on Spark",
    "map_batches": "not on Spark",
    "mean_horizontal": "all null differs",
    "offset_by": "returns another type",
    "round": "half up here, half even there",
    "timestamp": "missing on two engines",
    "to_native": "only the seam speaks to an engine",
    "collect": "only the seam speaks to an engine",
    "total_days": "durations do not port",
    "total_minutes": "durations do not port",
    "total_seconds": "durations do not port",
    "unpivot": "broken on DuckDB",
    "with_row_index": "no engine promises an order",
}
SMALL_NUMBERS = {"Int8", "Int16", "Int32", "UInt8", "UInt16", "UInt32", "UInt64", "Float32"}


def big_functions(tree: ast.Module) -> list[ast.FunctionDef]:
    """Functions that answer with a big frame, or make expressions for one."""
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    return [f for f in functions if f.returns and "nw." in ast.unparse(f.returns)]


def faults(function: ast.FunctionDef) -> list[str]:
    guarded = {
        id(inner)
        for node in ast.walk(function)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "then"
        for inner in ast.walk(node)
    }
    named = {
        target.id: node.value
        for node in ast.walk(function)
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    used_under_guard = {
        inner.id
        for node in ast.walk(function)
        if id(node) in guarded
        for inner in ast.walk(node)
        if isinstance(inner, ast.Name)
    }
    for name in used_under_guard & named.keys():
        guarded |= {id(inner) for inner in ast.walk(named[name])}
    found = []
    for node in ast.walk(function):
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mod | ast.FloorDiv):
            found.append("% and // differ between engines")
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div) and id(node) not in guarded:
            found.append("a division stands under when(... > 0).then(...)")
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            on_polars = "pl." in ast.unparse(node.func.value)
            if node.func.attr in FORBIDDEN_CALLS and not on_polars:
                found.append(f"{node.func.attr}: {FORBIDDEN_CALLS[node.func.attr]}")
        if isinstance(node, ast.Attribute) and node.attr in SMALL_NUMBERS:
            found.append(f"{node.attr}: small integers wrap without a word")
    return found


FILES = sorted(file for file in ROOM.glob("*.py") if file.name not in SEAM)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_big_table_is_made_of_portable_expressions(file):
    functions = big_functions(ast.parse(file.read_text()))
    wrong = {f.name: faults(f) for f in functions if faults(f)}
    assert not wrong, f"{file.name}: {wrong}"


@pytest.mark.parametrize(
    ("line", "is_wrong"),
    [
        pytest.param("t.with_columns(x=nw.col('a') / nw.col('b'))", True, id="an open division"),
        pytest.param(
            "nw.when(nw.col('b') > 0).then(nw.col('a') / nw.col('b'))", False, id="guarded"
        ),
        pytest.param("nw.col('a') % 7", True, id="a remainder"),
        pytest.param("nw.col('a').round(2)", True, id="rounding"),
        pytest.param("nw.col('a').cast(nw.Int32())", True, id="a small integer"),
        pytest.param("nw.col('a').first().over('b')", True, id="the first of a group"),
        pytest.param("nw.col('a').sum().over('b')", False, id="a sum over a group"),
    ],
)
def test_the_rule_sees(line, is_wrong):
    function = ast.parse(f"def f(t) -> nw.LazyFrame:\n    return {line}").body[0]
    assert bool(faults(function)) is is_wrong
