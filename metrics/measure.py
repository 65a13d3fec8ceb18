"""Measuring: facts of a workspace become the cube and the derived tables, published in one go."""

import hashlib
import inspect
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import narwhals as nw
import polars as pl

from metrics._engine import small
from metrics._modules import flow_functions, indicators
from metrics.anchors import anchors_version, constants
from metrics.cube import cube
from store.errors import RequestError
from store.occupations import TITLE_ZONES, title_zones
from store.tables import TABLES

if TYPE_CHECKING:
    from store.ledger import Measurement
    from store.workspace import Workspace

__all__ = ["about", "derived_tables", "figures", "indicators", "lineage", "measure", "rule_version"]

Progress = Callable[[int, int, str], None]
Frames = Mapping[str, pl.DataFrame]

RULES: Final = "1"  # raised by hand when a rule changes so that figures before and after differ

# Tables that others may ask for by name, with the rule that they stand for.
PUBLISHED: Final = (
    "capacity",
    "participation_hours",
    "status",
    "success",
    "task_family",
    "ai_flag",
    "difficulty",
    "skill",
    "challenging",
    "unit_tree",
    "periods",
    "reference",
    "belonging",
    "unit_counts",
    "actor",
    "task_hours",
    "family_effort",
    "effort_ratio",
    "prediction",
    "skill_fit",
    "skill_parameters",
    "family_difficulty",
    "challenge_threshold",
    "expert_present",
    "ties",
    "connection_stock",
    "turns",
    "assignment_history",
)
# What two quarters pooled need anew; everything else of a half follows from these tables.
POOLED: Final = ("turns", "ranked_hours", "unit_people")
NO_CUTS: Final = pl.DataFrame(
    schema={"first_day": pl.Date(), "last_day": pl.Date(), "cut": pl.String()}
)
NO_TITLE_ZONES: Final = pl.DataFrame(schema=TITLE_ZONES)
STEPS: Final = (
    "Reading the facts",
    "Measuring quarters",
    "Measuring months",
    "Pooling quarters",
    "Putting the cube together",
    "Publishing",
)


def measure(
    workspace: "Workspace",
    progress: Progress | None = None,
    reference_quarters: Sequence[date] = (),
) -> "Measurement":
    """Measure the newest facts of a workspace and publish the figures, all or nothing.

    progress            called before each step: its number from 1, of how many, what is done
    reference_quarters  first days of the quarters of P0; none: the first two complete ones loaded
    """
    tell = progress or (lambda _step, _of, _words: None)
    tell(1, len(STEPS), STEPS[0])
    version = workspace.facts_version
    facts = {name: workspace.facts(name, as_of=version) for name in TABLES}
    zones = title_zones(workspace)
    tables = figures(facts, progress, reference_quarters, workspace.cuts(), zones)
    stamps = {"rule_version": rule_version(), "anchors_version": _judged_version(zones)}
    stamped = tables["cube"].with_columns(
        *(pl.lit(stamp).alias(name) for name, stamp in stamps.items()),
        pl.lit(version, pl.Int64).alias("facts_version"),
    )
    tell(len(STEPS), len(STEPS), STEPS[-1])
    workspace.publish({**tables, "cube": stamped}, **stamps, facts_version=version)
    measurement = workspace.measurement
    if measurement is None:
        raise RequestError(
            "The figures were published, and are not there",
            "a measurement in the workspace",
            "Look whether another process removes them, and measure again",
        )
    return measurement


def figures(
    facts: Mapping[str, pl.LazyFrame],
    progress: Progress | None = None,
    reference_quarters: Sequence[date] = (),
    cuts: pl.DataFrame | None = None,
    zones: pl.DataFrame | None = None,
) -> dict[str, pl.DataFrame]:
    """The cube (without versions), the published derived tables and the lineage, by name.

    facts  fact table -> rows in its stored schema
    cuts   task exports that were cut: first_day, last_day, cut
    zones  job zones of titles whose occupation was accepted: title, job_zone
    """
    tell = progress or (lambda _step, _of, _words: None)
    inputs = {
        **constants(),
        **{name: nw.from_native(frame) for name, frame in facts.items()},
        "export_cuts": NO_CUTS if cuts is None else cuts,
        "title_zones": NO_TITLE_ZONES if zones is None else zones,
        **({"reference_quarters": tuple(reference_quarters)} if reference_quarters else {}),
    }
    found = indicators()
    runs = _runs(inputs, list(found), tell)
    tell(5, len(STEPS), STEPS[4])
    quarter = runs["quarter"]
    cubes = [
        cube(
            {k: run[k] for k in found if k in run},
            found,
            quarter["unit_tree"],
            inputs,
            grain,
            run["period_marks"],
        )
        for grain, run in runs.items()
    ]
    tables = {name: _small(quarter[name]) for name in PUBLISHED}
    return {"cube": pl.concat(cubes), **tables, "lineage": _lineage_table(found)}


def _runs(
    inputs: Mapping[str, Any], keys: Sequence[str], tell: Progress
) -> dict[str, dict[str, Any]]:
    """Grain -> tables of the flow: of quarters with all that is published, of months, of halves."""
    from metrics._dataflow import flow, grain_free  # noqa: PLC0415 -- Hamilton takes a second

    network = flow()
    by_quarter, by_month = {**inputs, "grain": "quarter"}, {**inputs, "grain": "month"}
    same, halved = _read_by_others(grain_free(network)), [*POOLED, "reference_novice_share"]
    tell(2, len(STEPS), STEPS[1])
    wanted = sorted({*keys, *PUBLISHED, *same, *halved, "period_marks"})
    quarter = network.execute(wanted, inputs=by_quarter)
    tell(3, len(STEPS), STEPS[2])
    kept = {name: quarter[name] for name in same}
    month = network.execute([*keys, "period_marks"], inputs=by_month, overrides=kept)
    tell(4, len(STEPS), STEPS[3])
    share = {"reference_novice_share": quarter["reference_novice_share"]}
    triggers = [key for key, one in indicators().items() if one.trigger_units]
    pooled = {**kept, **_pooled(quarter), **share}
    half = network.execute([*triggers, "period_marks"], inputs=by_quarter, overrides=pooled)
    return {"quarter": quarter, "month": month, "half": half}


def _read_by_others(grain_free: Iterable[str]) -> list[str]:
    """Those tables without a grain that tables with a grain read: all that a second run needs."""
    free, made_by = set(grain_free), flow_functions()
    grained = (function for name, function in made_by.items() if name not in free)
    return sorted(free & {name for one in grained for name in inspect.signature(one).parameters})


def _pooled(quarter: Mapping[str, Any]) -> Frames:
    """The tables of two quarters together, each under the later one; none under the first."""
    index = quarter["periods"].select("period", "index")
    later = index.select(later="period", index=pl.col("index") - 1)
    both = index.join(later, on="index").select("period", "later")
    windows = pl.concat([both, both.select(period="later", later="later")])
    tables = {
        name: quarter[name].join(windows, on="period").drop("period").rename({"later": "period"})
        for name in POOLED
    }
    hours = tables["ranked_hours"].group_by("unit_id", "period").agg(pl.all().sum())
    return {**tables, "ranked_hours": hours}


def _small(table: pl.DataFrame | nw.LazyFrame[Any]) -> pl.DataFrame:
    return small(table) if isinstance(table, nw.LazyFrame) else table


def derived_tables() -> dict[str, str]:
    """Name of each published table -> what one of its rows is."""
    made_by = flow_functions()
    return {name: (inspect.getdoc(made_by[name]) or "").partition("\n")[0] for name in PUBLISHED}


def about(name: str) -> str:
    """What the docstring of an indicator or derived table says: definition, counts, limits."""
    return inspect.getdoc(flow_functions()[name]) or ""


def lineage(key: str) -> list[tuple[str, str]]:
    """Edges (from, to) of everything that a table or an indicator is made of.

    Counts: facts, derived tables and judged numbers of anchors.toml; a start without an edge into
    it is a fact or a judged number.
    """
    made_by = flow_functions()
    if key not in made_by:
        raise RequestError(
            f"There is no table or indicator {key}",
            f"one of {', '.join(sorted(made_by))}",
            "Choose one of these",
        )
    known = {*made_by, *TABLES, *constants()}
    edges: set[tuple[str, str]] = set()
    waiting = [key]
    while waiting:
        name = waiting.pop()
        needed = [n for n in inspect.signature(made_by[name]).parameters if n in known]
        waiting += [n for n in needed if n in made_by and (n, name) not in edges]
        edges |= {(n, name) for n in needed}
    return sorted(edges)


def _lineage_table(keys: Iterable[str]) -> pl.DataFrame:
    rows = [(key, *edge) for key in keys for edge in lineage(key)]
    return pl.DataFrame(rows, schema=["indicator", "made_of", "table"], orient="row")


def judged_version(workspace: "Workspace") -> str:
    """The version of the judgements that figures made now would carry."""
    return _judged_version(title_zones(workspace))


def _judged_version(zones: pl.DataFrame) -> str:
    """The version of the anchors, and a trace of the accepted job zones where there are any."""
    if zones.is_empty():
        return anchors_version()
    trace = hashlib.sha256(str(zones.sort("title").rows()).encode()).hexdigest()[:8]
    return f"{anchors_version()}-{trace}"


@cache
def rule_version() -> str:
    """The version of the rules: the number raised by hand, and a trace of this room's code."""
    folder = Path(__file__).parent
    code = b"".join(file.read_bytes() for file in sorted(folder.rglob("*.py")))
    return f"{RULES}-{hashlib.sha256(code).hexdigest()[:8]}"
