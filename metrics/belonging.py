"""Who belongs to which team when, cut so that nobody is counted twice (R1)."""

from typing import Any, Final

import narwhals as nw
import polars as pl

from metrics._engine import small
from metrics.closed_task import BOTS

STILL_THERE: Final = 4_000_000  # epoch day far beyond any calendar: an interval without an end
ONE_FAMILY: Final = "all"  # the craft of a firm that names no job family anywhere
SCHEMA: Final = {
    "person_id": pl.String(),
    "team_id": pl.String(),
    "start_day": pl.Int64(),
    "end_day": pl.Int64(),
    "share": pl.Float64(),
    "team_share": pl.Float64(),
    "fte": pl.Float64(),
    "is_fte_missing": pl.Boolean(),
    "job_family": pl.String(),
    "level": pl.String(),
    "entry_level": pl.Boolean(),
    "senior_level": pl.Boolean(),
    "is_main": pl.Boolean(),
}
MEMBERSHIP: Final = [
    "person_id",
    "team_id",
    "from_day",
    "to_day",
    "share",
    "fte",
    "job_family",
    "level",
    "entry_level",
    "senior_level",
]
STRETCH: Final = ["person_id", "start_day"]  # a person's time between two changes of anything


def belonging(membership: nw.LazyFrame[Any], person: nw.LazyFrame[Any]) -> pl.DataFrame:
    """One row per person, team and stretch of time in which nothing changed for that person.

    membership  person x team x [from_day, to_day): share, fte, job_family, level, entry_level, ...
    person      hire_day (first day), termination_day (last day), worker_type
    returns     the columns of `SCHEMA`; start_day and end_day half open

    share       share of the person's time in the team; share x fte over the teams of one stretch is
                never more than one full-time person
    team_share  the same, over all teams of the stretch exactly 1: splits work done
    is_main     the team with the largest share, of equals the first by name

    Counts: overlapping rows of one person and team once, the latest begun one. Time before the hire
    date or after the last day not at all, unless another membership says that the person was
    there. Missing shares of several teams at once: the time is split equally, or kept as full
    posts where the FTEs together are at most 1. Of two teams that each claim the whole person
    the one entered last.
    """
    bots = person.filter(nw.col("worker_type").is_in(BOTS)).select("person_id")
    members = membership.select(MEMBERSHIP).join(bots, on="person_id", how="anti")
    rows = _with_employment(small(members), small(_people(person)))
    stretches = _stretches(rows)
    held = (
        rows.join(stretches, on="person_id")
        .filter(
            pl.col("from_day") <= pl.col("start_day"),
            pl.col("end_day") <= pl.col("to_day"),
            _is_employed(),
        )
        .sort(*STRETCH, "team_id", "from_day", "to_day", *MEMBERSHIP[4:], nulls_last=True)
        .unique([*STRETCH, "team_id"], keep="last", maintain_order=True)
    )
    shared = _shared(_moved(held)).sort(*STRETCH, "team_id").select(SCHEMA.keys())
    return shared.cast(SCHEMA)  # type: ignore[arg-type]


def _people(person: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
    columns = ("hire_day", "termination_day")
    return person.group_by("person_id").agg(*(nw.col(name).min() for name in columns))


def _with_employment(rows: pl.DataFrame, people: pl.DataFrame) -> pl.DataFrame:
    named = pl.col("job_family").is_not_null().any()
    return (
        rows.drop_nulls(["person_id", "team_id", "from_day"])
        .with_columns(
            pl.col("to_day").fill_null(STILL_THERE),
            job_family=pl.when(named).then("job_family").otherwise(pl.lit(ONE_FAMILY)),
        )
        .filter(pl.col("from_day") < pl.col("to_day"))
        .join(people, on="person_id", how="left")
        .with_columns(last=pl.col("termination_day") + 1)
    )


def _stretches(rows: pl.DataFrame) -> pl.DataFrame:
    cuts = [
        rows.select("person_id", start_day=pl.col(day))
        for day in ("from_day", "to_day", "hire_day", "last")
    ]
    return (
        pl.concat(cuts)
        .drop_nulls()
        .unique()
        .sort(STRETCH)
        .with_columns(end_day=pl.col("start_day").shift(-1).over("person_id"))
        .drop_nulls()
    )


def _is_employed() -> pl.Expr:
    day, hired, last = pl.col("start_day"), pl.col("hire_day"), pl.col("last")
    came_back = (last < hired).fill_null(value=False)
    away = (day >= last) & (day < hired)
    begun = hired.is_null() | (day >= hired) | (pl.col("to_day") <= hired)
    ended = last.is_not_null() & (day >= last) & (pl.col("from_day") < last)
    return pl.when(came_back).then(~away).otherwise(begun & ~ended)


def _moved(held: pl.DataFrame) -> pl.DataFrame:
    """Of several teams that each claim the whole person the one entered last.

    Sources that only know today's team never close yesterday's.
    """
    whole = (pl.col("share") == 1).fill_null(value=False)
    latest = pl.col("from_day").filter(whole).max().over(STRETCH)
    return held.filter(~whole | (pl.col("from_day") == latest))


def _shared(held: pl.DataFrame) -> pl.DataFrame:
    """Adds fte, share, team_share and is_main to the teams that a person has at one time."""
    told, fte = pl.col("share"), pl.col("fte")
    teams = pl.len().over(STRETCH)
    rest = 1 - told.sum().over(STRETCH)
    untold = told.is_null().sum().over(STRETCH)
    posts = (fte.is_not_null().all() & (fte.sum() <= 1) & told.is_null().all()).over(STRETCH)
    split = pl.when(rest > 0).then(rest / untold).otherwise(1 / teams)
    whole = pl.max_horizontal(pl.col("given").sum().over(STRETCH), pl.lit(1.0))
    return (
        held.with_columns(given=pl.coalesce(told, split))
        .with_columns(is_posts=posts, is_fte_missing=fte.is_null(), fte=fte.fill_null(1.0))
        .with_columns(share=pl.when("is_posts").then(1.0).otherwise(pl.col("given") / whole))
        .with_columns(time=pl.col("share") * pl.col("fte"))
        .with_columns(team_share=pl.col("time") / pl.col("time").sum().over(STRETCH))
        .sort(*STRETCH, "time", "team_id", descending=[False, False, True, False])
        .with_columns(is_main=pl.int_range(pl.len()).over(STRETCH) == 0)
    )
