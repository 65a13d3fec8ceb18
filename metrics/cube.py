"""The cube: every indicator of every unit and period, with what may be shown of it and how."""

from collections.abc import Mapping
from typing import Any, Final

import polars as pl

from metrics._states import judged, state, why
from metrics.contract import READING_SCHEMA, Indicator
from metrics.formulas.scores import Ruler, score, score_interval
from metrics.formulas.shrinkage import shrunk
from metrics.formulas.suppression import published

CUBE_SCHEMA: Final[Mapping[str, pl.DataType]] = {
    "team_id": pl.String(),
    "period": pl.Date(),
    "grain": pl.String(),
    "indicator": pl.String(),
    "value": pl.Float64(),
    "low": pl.Float64(),
    "high": pl.Float64(),
    "score": pl.Float64(),
    "score_low": pl.Float64(),
    "score_high": pl.Float64(),
    "shrunk": pl.Float64(),
    "n_people": pl.Int64(),
    "n_novices": pl.Int64(),
    "n_units": pl.Int64(),
    "coverage": pl.Float64(),
    "state": pl.String(),
    "reason": pl.String(),
    "pooled_from": pl.String(),
}
SMALLEST_ERROR: Final = 1e-6  # below it there is no noise to take out, and weights drown others
GROUP: Final = ("indicator", "period")
CELL: Final = (*GROUP, "team_id")
TOLD: Final = ("value", "low", "high", "score", "score_low", "score_high", "shrunk")
BEHIND: Final = ("n_people", "n_novices", "n_units", "coverage")


def cube(
    readings: Mapping[str, pl.DataFrame],
    indicators: Mapping[str, Indicator],
    unit_tree: pl.DataFrame,
    constants: Mapping[str, Any],
    grain: str,
    marks: pl.DataFrame,
) -> pl.DataFrame:
    """Rows of `CUBE_SCHEMA`, one per unit, period and indicator, of one grain.

    readings    indicator key -> rows of READING_SCHEMA
    indicators  what each key stands for
    unit_tree   team_id, unit_id, depth
    constants   judged numbers: coverage and precision limits, and the rulers `score_<key>`
    grain       written into every row
    marks       period, is_partial, is_lost, mark: periods of which the exports tell too little

    Counts: smallest groups, coverage, complementary suppression, shrinkage and scores, once and for
    all indicators alike. What a small unit may not show itself it shows of the nearest unit above.
    """
    cells = _scored(_stacked(readings, indicators), constants)
    cells = judged(cells, constants, marks)
    cells = cells.join(_published(cells, unit_tree), on=CELL)
    cells = _with_shrunk(cells, unit_tree)
    cells = cells.join(_nearest_above(cells, unit_tree), on=CELL, how="left")
    return _told(cells, constants, grain).sort("indicator", "period", "team_id")


def rulers(constants: Mapping[str, Any]) -> dict[str, Ruler]:
    """Indicator key -> its anchored scale, of those that have one."""
    prefix = "score_"
    return {
        name.removeprefix(prefix): Ruler(tuple(value["points"]), value["scale"] == "log")
        for name, value in constants.items()
        if name.startswith(prefix)
    }


def _stacked(
    readings: Mapping[str, pl.DataFrame], indicators: Mapping[str, Indicator]
) -> pl.DataFrame:
    """All readings in one table, each row with the rules of its indicator."""
    empty = pl.DataFrame(schema=READING_SCHEMA)
    frames = [_with_rules(empty, Indicator("", "", "", "", "neither", "", ""))]
    frames += [_with_rules(readings[key], indicators[key]) for key in sorted(readings)]
    return pl.concat(frames)


def _with_rules(reading: pl.DataFrame, rules: Indicator) -> pl.DataFrame:
    span = rules.high - rules.low if rules.high is not None and rules.low is not None else None
    counts = pl.col("n_people", "n_novices", "n_others", "n_units")
    return reading.select(READING_SCHEMA.keys()).with_columns(
        counts.fill_null(0),
        indicator=pl.lit(rules.key),
        least_people=pl.lit(rules.people, pl.Int64),
        least_novices=pl.lit(rules.novices, pl.Int64),
        least_others=pl.lit(rules.others, pl.Int64),
        least_units=pl.lit(rules.units, pl.Int64),
        steady_novices=pl.lit(rules.steady_novices, pl.Int64),
        unit_word=pl.lit(rules.unit_word),
        is_about_novices=pl.lit(rules.about_novices),
        is_log=pl.lit(rules.scale == "log"),
        natural_span=pl.lit(span, pl.Float64),
    )


def _scored(cells: pl.DataFrame, constants: Mapping[str, Any]) -> pl.DataFrame:
    """Adds score, score_low and score_high; null for an indicator without a ruler."""
    known = rulers(constants)
    names = ("score", "score_low", "score_high")
    frames = []
    for (key,), rows in cells.group_by("indicator", maintain_order=True):
        if (ruler := known.get(str(key))) is None:
            frames.append(rows.with_columns(pl.lit(None, pl.Float64).alias(n) for n in names))
            continue
        value, low, high = (rows[name].to_numpy() for name in ("value", "low", "high"))
        scores = (score(value, ruler), *score_interval(low, high, ruler))
        frames.append(
            rows.with_columns(
                pl.Series(name, column, pl.Float64).fill_nan(None)
                for name, column in zip(names, scores, strict=True)
            )
        )
    empty = cells.clear().with_columns(pl.lit(None, pl.Float64).alias(name) for name in names)
    return pl.concat([empty, *frames])


def _published(cells: pl.DataFrame, unit_tree: pl.DataFrame) -> pl.DataFrame:
    """Whether each cell shows its own value, after complementary suppression."""
    about_novices = pl.col("is_about_novices")
    asked = cells.select(
        *GROUP,
        "is_small",
        unit_id="team_id",
        people=pl.when(about_novices).then("n_novices").otherwise("n_people"),
        smallest=pl.when(about_novices).then("least_novices").otherwise("least_people"),
        is_told=pl.col("value").is_not_null() & ~pl.col("is_thin") & ~pl.col("is_uncovered"),
    )
    above = _above(unit_tree).rename({"team_id": "unit_id"})
    return published(asked, above, GROUP).rename({"unit_id": "team_id"})


def _above(unit_tree: pl.DataFrame) -> pl.DataFrame:
    return unit_tree.filter(pl.col("depth") > 0).select("team_id", "depth", ancestor_id="unit_id")


def _with_shrunk(cells: pl.DataFrame, unit_tree: pl.DataFrame) -> pl.DataFrame:
    """Adds shrunk: published values drawn together across units of one level and period."""
    levels = unit_tree.group_by("team_id").agg(level=pl.col("depth").max())
    can_shrink = pl.col("is_published") & (pl.col("se") > SMALLEST_ERROR)
    rows = cells.filter(can_shrink & (~pl.col("is_log") | (pl.col("value") > 0)))
    rows = rows.join(levels, on="team_id").sort(CELL)
    group = rows.select(pl.struct(*GROUP, "level").rank("dense") - 1).to_series()
    on_scale = pl.when("is_log").then(pl.col("value").log()).otherwise("value")
    estimates = rows.select(on_scale).to_series().to_numpy()
    drawn = shrunk(estimates, rows["se"].to_numpy(), group.cast(pl.Int64).to_numpy())
    rows = rows.with_columns(shrunk=pl.Series(drawn, dtype=pl.Float64)).select(
        *CELL, shrunk=pl.when("is_log").then(pl.col("shrunk").exp()).otherwise("shrunk")
    )
    shown = pl.when("is_published").then(pl.coalesce("shrunk", "value"))
    return cells.join(rows, on=CELL, how="left").with_columns(shrunk=shown)


def _nearest_above(cells: pl.DataFrame, unit_tree: pl.DataFrame) -> pl.DataFrame:
    """What the nearest published unit above shows, for cells that may not show their own."""
    hidden = cells.filter(~pl.col("is_published") & ~pl.col("is_uncovered"))
    # A unit with enough people and tasks but without a value has a reason of its own to tell.
    hidden = hidden.filter(
        pl.col("is_small") | pl.col("is_thin") | pl.col("value").is_not_null()
    ).select(CELL)
    shown = cells.filter("is_published").select(
        *GROUP,
        *(pl.col(name).alias(f"{name}_above") for name in (*TOLD, *BEHIND)),
        ancestor_id="team_id",
    )
    return (
        hidden.join(_above(unit_tree), on="team_id")
        .join(shown, on=[*GROUP, "ancestor_id"])
        .sort(*CELL, "depth", "ancestor_id")
        .unique(CELL, keep="first", maintain_order=True)
        .drop("depth")
        .rename({"ancestor_id": "pooled_from"})
    )


def _told(cells: pl.DataFrame, constants: Mapping[str, Any], grain: str) -> pl.DataFrame:
    """The cells as rows of the cube: what is hidden is gone."""
    cells = cells.with_columns(state=state(), why=why(constants))
    own = pl.col("is_published")
    pooled = pl.col("state") == "pooled"
    counted = own | pl.col("is_uncovered") & ~pl.col("is_small")
    told = cells.select(
        "team_id",
        "period",
        pl.lit(grain).alias("grain"),
        "indicator",
        *(pl.when(own).then(n).when(pooled).then(f"{n}_above").alias(n) for n in TOLD),
        *(pl.when(counted).then(n).when(pooled).then(f"{n}_above").alias(n) for n in BEHIND),
        "state",
        pl.col("why").alias("reason"),
        pl.when(pooled).then("pooled_from").alias("pooled_from"),
    )
    return told.cast(dict(CUBE_SCHEMA))  # type: ignore[arg-type]
