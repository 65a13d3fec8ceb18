"""What each pair is worth to the worker and to the firm, and what bars a pair."""

from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from redesign import pair_values
from redesign.thresholds import number

# What bars a pair, in the order in which it is looked for; the words follow "n open tasks".
BARS: Final = {
    "conflict": "would be reviewed by the same person",
    "certificate": "need a licence that is not held",
    "hours": "need more hours than started work leaves",
    "support": "need more support than the supporter has hours for",
    "unknown": "are of a kind whose outcomes this craft has not recorded",
    "too hard": "are too hard, with the support that there is",
    "no gain": "would teach too little",
    "too dear": "are done better or cheaper by others",
}

PARTS: Final = (
    *("margin", "spread", "is_supported", "support_effect", "ai_effect", "fluency", "unedited"),
    *("hours", "goal_fit", "stock", "days", "p_min", "ai_reach"),
)


def pairs(candidates: pl.DataFrame) -> pl.DataFrame:
    """One row per candidate pair with its values and its bar, in the order of `candidates`.

    returns  the columns of `candidates`, and hours, support_hours [h], slots (half days), zone
             (learning zone, supported stretch, exposed, routine), alone and p_success (chances),
             worker_value (W), firm_value (F), score (M), bar (null: feasible, else a key of `BARS`)

    Counts: the cheapest pair of a task is looked for among those that can do it.
    """
    valued = _valued(_sized(candidates))
    barred = valued.with_columns(bar=_first(_own_bars()))
    cost = pl.col("hours") * pl.col("rate") + pl.col("support_hours") * pl.col("support_rate")
    able = pl.when(pl.col("bar").is_null()).then(pl.col("cost"))
    with_edge = (
        barred.with_columns(_rates(barred))
        .with_columns(cost=cost)
        .with_columns(cost_edge=(able.min().over("task_id") / able))
    )
    firm = pair_values.firm_value(
        _array(with_edge, "on_time"), _array(with_edge, "cost_edge"), _array(with_edge, "ai_part")
    )
    scored = with_edge.with_columns(
        firm_value=pl.Series(firm),
        score=pl.Series(pair_values.pair_score(_array(with_edge, "worker_value"), firm)),
    )
    return scored.with_columns(bar=pl.coalesce("bar", _first(_value_bars())))


def _sized(rows: pl.DataFrame) -> pl.DataFrame:
    """Adds the hours of both; a task of unknown size takes a full day."""
    supported = pl.col("supporter_id").is_not_null().cast(pl.Float64)
    effort = pl.col("effort_hours").fill_null(number("full_learning_hours"))
    own = effort / (1.0 + number("weight_mentor") * supported)
    slots = (own / number("slot_hours")).ceil().clip(lower_bound=1)
    return rows.with_columns(
        is_supported=supported,
        hours=own,
        support_hours=effort - own,
        slots=slots.cast(pl.Int64),
        days=slots * supported,
    )


def _valued(rows: pl.DataFrame) -> pl.DataFrame:
    """Adds chances, zone, W, and the parts of F that need no other pair."""
    part = {name: _array(rows, name) for name in PARTS}
    nothing = np.zeros(rows.height)
    below, inside, above = pair_values.zones(part["margin"], part["spread"])
    effects = {name: part[name] for name in ("support_effect", "ai_effect")}
    alone = pair_values.success(part["margin"], is_supported=nothing, ai_use=nothing, **effects)
    likely = pair_values.success(
        part["margin"], is_supported=part["is_supported"], ai_use=part["fluency"], **effects
    )
    learning = pair_values.learning_gain(
        below,
        inside,
        is_supported=part["is_supported"],
        delegated=part["unedited"] * part["fluency"],
        hours=part["hours"],
    )
    connection = pair_values.connection_gain(part["stock"], part["days"])
    worker = pair_values.worker_value(learning, part["goal_fit"], connection)
    return rows.with_columns(
        zone=pl.Series(_zone(below, inside, above, part["is_supported"]), dtype=pl.String),
        alone=pl.Series(alone),
        p_success=pl.Series(likely),
        worker_value=pl.Series(worker),
        on_time=pl.Series(pair_values.on_time(likely, part["p_min"])),
        ai_part=pl.Series(pair_values.ai_complement(part["ai_reach"], part["fluency"], alone)),
    )


def _zone(
    below: pair_values.Floats,
    inside: pair_values.Floats,
    above: pair_values.Floats,
    supported: pair_values.Floats,
) -> NDArray[np.str_]:
    """The likeliest zone of each pair; what is too hard alone is a stretch with support."""
    learning, exposed = inside + below * supported, below * (1 - supported)
    return np.select(
        [above > np.maximum(learning, exposed), exposed > learning, inside >= below],
        ["routine", "exposed", "learning zone"],
        "supported stretch",
    )


def _own_bars() -> dict[str, pl.Expr]:
    whole_horizon = (pl.col("capacity_hours") / number("slot_hours")).floor()
    asked = pl.min_horizontal(pl.col("slots"), pl.max_horizontal(whole_horizon, 1))
    lacking = pl.col("needed").list.set_difference("certificates").list.len()
    return {
        "conflict": pl.col("person_id").is_in(pl.col("reviewers")),
        "certificate": lacking.fill_null(0) > 0,
        "hours": asked > pl.col("slots_left"),
        "support": pl.col("support_hours") > pl.col("support_hours_left"),
        "unknown": pl.col("margin").is_null(),
        "too hard": pl.col("p_success") < pl.col("p_min"),
    }


def _value_bars() -> dict[str, pl.Expr]:
    return {
        "no gain": pl.col("worker_value") < number("smallest_worker_value"),
        "too dear": pl.col("firm_value") < number("smallest_firm_value"),
    }


def _first(bars: dict[str, pl.Expr]) -> pl.Expr:
    """The first bar that holds, else null."""
    return pl.coalesce(*(pl.when(holds).then(pl.lit(bar)) for bar, holds in bars.items()))


def _rates(rows: pl.DataFrame) -> list[pl.Expr]:
    """Rates with the firm's median where one is missing; without any, hours alone decide."""
    usual = pl.lit(rows["rate"].median() or 1.0, pl.Float64)
    return [pl.col("rate").fill_null(usual), pl.col("support_rate").fill_null(usual)]


def _array(rows: pl.DataFrame, name: str) -> pair_values.Floats:
    """A column as floats; what is not known is NaN."""
    return rows[name].cast(pl.Float64).fill_null(np.nan).to_numpy()
