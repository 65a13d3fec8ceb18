"""Novice, intermediate or expert in a craft, fixed as the period starts, from HR only (R3)."""

from typing import Final

import polars as pl

DAYS_OF_A_YEAR: Final = 365.25
SCHEMA: Final = {
    "person_id": pl.String(),
    "period": pl.Date(),
    "status": pl.String(),
    "job_family": pl.String(),
    "team_id": pl.String(),
    "tenure_years": pl.Float64(),
}


def craft_years(
    belonging: pl.DataFrame,
    family_zone: pl.DataFrame,
    novice_years_by_zone: list[float],
    job_zones: dict[str, int],
    default_job_zone: int,
    expert_years: float,
    expert_novice_multiple: float,
) -> pl.DataFrame:
    """One row per job family: how long one is new to it, and when one is an expert by time alone.

    family_zone  job zone of families with accepted occupations
    returns      job_family, novice_years (tau), expert_years, has_entry_levels

    Counts: the job zone that anchors.toml tells of a family, else that of its accepted titles, else
    the default one.
    """
    families = (
        belonging.group_by("job_family")
        .agg(has_entry_levels=pl.col("entry_level").any(ignore_nulls=True))
        .join(family_zone, on="job_family", how="left")
    )
    told = pl.col("job_family").replace_strict(dict(job_zones), default=None, return_dtype=pl.Int64)
    zone = pl.coalesce(told, "job_zone", pl.lit(default_job_zone, pl.Int64))
    novice_years = zone.replace_strict(
        dict(enumerate(novice_years_by_zone, start=1)), return_dtype=pl.Float64
    )
    return (
        families.drop_nulls("job_family")
        .with_columns(novice_years=novice_years)
        .with_columns(
            expert_years=pl.max_horizontal(
                pl.col("novice_years") * expert_novice_multiple, pl.lit(expert_years, pl.Float64)
            )
        )
        .drop("job_zone")
        .sort("job_family")
    )


def craft_time(
    belonging: pl.DataFrame, person_hire: pl.DataFrame, tenure_gap_days: int
) -> pl.DataFrame:
    """The rows of `belonging` with the day from which the person's time in that craft counts.

    person_hire  person_id, hire_day
    returns      belonging and craft_day (start of the current unbroken time in the job family),
                 is_since (the time is at least that long, perhaps longer: the firm's own records
                 begin with it and the hire date is unknown)
    """
    spell = ["person_id", "job_family"]
    reached = pl.col("end_day").cum_max().shift(1).over(spell)
    broken = (pl.col("start_day") > reached + tenure_gap_days).fill_null(value=True)
    began, first = pl.col("craft_day"), pl.col("start_day").min().over("person_id")
    earliest = pl.min_horizontal("craft_day", "hire_day")
    return (
        belonging.sort(*spell, "start_day", "end_day", "team_id", nulls_last=True)
        .with_columns(broken=broken.cast(pl.Int64))
        .with_columns(spell=pl.col("broken").cum_sum().over(spell))
        .with_columns(craft_day=pl.col("start_day").min().over(*spell, "spell"))
        .join(person_hire, on="person_id", how="left")
        .with_columns(is_first=began == first)
        .with_columns(
            is_since=pl.col("is_first") & pl.col("hire_day").is_null(),
            craft_day=pl.when("is_first").then(earliest).otherwise(began),
        )
        .drop("broken", "spell", "hire_day", "is_first")
    )


def status(
    craft_time: pl.DataFrame, craft_years: pl.DataFrame, periods: pl.DataFrame
) -> pl.DataFrame:
    """One row per person and period in which the person belongs somewhere.

    craft_time   who belongs to which team when, and since when to the craft
    craft_years  novice and expert years of each job family
    periods      periods of the chosen grain
    returns      person_id, period, status (novice, intermediate, expert, unknown), job_family,
                 team_id (the main one), tenure_years (null is unknown)

    Counts: the day is the first of the period, or the first on which a person who joins later
    belongs. The level goes before tenure: an entry level makes a novice, else a senior level an
    expert. An unknown hire date never makes a novice: time that is known to be long enough rules
    it out, less is unknown.
    """
    return _status(craft_time, craft_years, periods)


def quarter_status(
    craft_time: pl.DataFrame, craft_years: pl.DataFrame, quarters: pl.DataFrame
) -> pl.DataFrame:
    """One row per person and quarter, whatever the grain: the columns of `status`."""
    return _status(craft_time, craft_years, quarters)


def _status(
    craft_time: pl.DataFrame, craft_years: pl.DataFrame, periods: pl.DataFrame
) -> pl.DataFrame:
    when = ["person_id", "period"]
    spans = periods.select(
        "period", start_of_period=pl.col("start_day"), end_of_period=pl.col("end_day")
    )
    on_the_day = (
        craft_time.lazy()
        .filter("is_main")
        .join_where(
            spans.lazy(),
            pl.col("start_day") < pl.col("end_of_period"),
            pl.col("end_day") > pl.col("start_of_period"),
        )
        .with_columns(day=pl.max_horizontal("start_day", "start_of_period"))
        .filter(pl.col("day") == pl.col("day").min().over(when))
        .collect()
        .join(craft_years, on="job_family", how="left")
    )
    known = pl.when("is_since").then(None).otherwise("years")
    return (
        on_the_day.with_columns(years=(pl.col("day") - pl.col("craft_day")) / DAYS_OF_A_YEAR)
        .with_columns(status=_told(), tenure_years=known)
        .sort(when)
        .select(SCHEMA.keys())
        .cast(SCHEMA)  # type: ignore[arg-type]
    )


def _told() -> pl.Expr:
    """The status by level, else by time; `years` is a lower bound where `is_since`."""
    levels, years = pl.col("has_entry_levels").fill_null(value=False), pl.col("years")
    entry = pl.col("entry_level").fill_null(value=False)
    senior = pl.col("senior_level").fill_null(value=False)
    has_level = pl.col("entry_level").is_not_null() | pl.col("level").is_not_null()
    old_hand = years >= pl.col("novice_years")
    return (
        pl.when(entry)
        .then(pl.lit("novice"))
        .when(senior | (years >= pl.col("expert_years")))
        .then(pl.lit("expert"))
        .when((levels & has_level) | old_hand)
        .then(pl.lit("intermediate"))
        .when(levels | old_hand.is_null() | pl.col("is_since"))
        .then(pl.lit("unknown"))
        .otherwise(pl.lit("novice"))
    )
