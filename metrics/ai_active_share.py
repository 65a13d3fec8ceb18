"""AI-active share: on how many working days people used AI."""

from typing import Any

import narwhals as nw
import polars as pl

from metrics._engine import beside, small
from metrics.contract import indicator
from metrics.formulas.jackknife import jackknife, ratio
from metrics.formulas.readings import KEY, readings

STRETCH = ["person_id", "start_day", "end_day"]


def ai_people(ai_daily: nw.LazyFrame[Any]) -> pl.DataFrame:
    """Everybody whom the daily AI usage data know, active or not; one row per person."""
    return small(ai_daily.select("person_id").unique()).sort("person_id")


def worked_days(
    belonging: pl.DataFrame,
    calendar: pl.DataFrame,
    periods: pl.DataFrame,
    ai_export_span: pl.DataFrame,
) -> pl.DataFrame:
    """Business days of people, and those with AI data; one row per person, stretch and period.

    belonging       person_id, start_day, end_day (half open): stretches of a person do not overlap
    calendar        day, is_business, business_before
    periods         period, start_day, end_day (half open)
    ai_export_span  first_day, last_day: no row without AI usage data
    returns         person_id, start_day, end_day, period, days, days_told
    """
    spans = periods.select("period", first="start_day", end="end_day")
    told = ai_export_span.select(
        pl.col("first_day").min().alias("first_ai_day"),
        pl.col("last_day").max().alias("last_ai_day"),
    )
    spans = spans.join(told, how="cross")
    stretches = belonging.select(STRETCH).unique()
    both = (
        stretches.lazy()
        .join_where(
            spans.lazy(), pl.col("start_day") < pl.col("end"), pl.col("end_day") > pl.col("first")
        )
        .with_columns(
            begin=pl.max_horizontal("start_day", "first"), stop=pl.min_horizontal("end_day", "end")
        )
        .with_columns(
            ai_begin=pl.max_horizontal("begin", "first_ai_day"),
            ai_stop=pl.min_horizontal("stop", pl.col("last_ai_day") + 1),
        )
        .collect()
    )
    is_told = pl.col("first_ai_day").is_not_null() & (pl.col("ai_begin") < pl.col("ai_stop"))
    before = _business_before(calendar)
    for name in ("begin", "stop", "ai_begin", "ai_stop"):
        both = both.join(
            before.rename({"day": name, "before": f"{name}_before"}), on=name, how="left"
        )
    days = pl.col("stop_before") - pl.col("begin_before")
    told_days = pl.col("ai_stop_before") - pl.col("ai_begin_before")
    days_told = pl.when(is_told).then(told_days).otherwise(0)
    return (
        both.select(*STRETCH, "period", days=days, days_told=days_told)
        .filter(pl.col("days") > 0)
        .sort(*STRETCH, "period")
    )


def _business_before(calendar: pl.DataFrame) -> pl.DataFrame:
    """day, before: business days before it; the day after the last one too."""
    days = calendar.select("day", before="business_before")
    after = calendar.tail(1).select(
        day=pl.col("day") + 1, before=pl.col("business_before") + pl.col("is_business")
    )
    return pl.concat([days, after], how="vertical_relaxed").cast(pl.Int64)


def active_days(
    ai_day: nw.LazyFrame[Any], belonging: pl.DataFrame, calendar: pl.DataFrame
) -> pl.DataFrame:
    """AI-active business days of people; one row per person, stretch and period that has any.

    ai_day     person_id, usage_day: one row per person and AI-active day
    belonging  person_id, start_day, end_day (half open)
    calendar   day, is_business, period
    returns    person_id, start_day, end_day, period, active
    """
    business = calendar.filter("is_business").select("period", usage_day="day")
    stretches = beside(belonging.select(STRETCH).unique(), ai_day)
    day = nw.col("usage_day")
    return small(
        ai_day.select("person_id", "usage_day")
        .join(beside(business, ai_day), on="usage_day")
        .join(stretches, on="person_id")
        .filter(nw.col("start_day") <= day, day < nw.col("end_day"))
        .group_by(*STRETCH, "period")
        .agg(active=nw.len())
    ).sort(*STRETCH, "period")


@indicator(
    label="AI-active days",
    symbol="AI",
    unit="share of person-days",
    better="neither",
    method="3.4",
    family="ai",
    unit_word="person-days",
)
def ai_active_share(
    worked_days: pl.DataFrame,
    active_days: pl.DataFrame,
    ai_people: pl.DataFrame,
    belonging: pl.DataFrame,
    unit_tree: pl.DataFrame,
    unit_counts: pl.DataFrame,
) -> pl.DataFrame:
    """AI-active person-days over working person-days, by unit and period.

    worked_days  person_id, start_day, end_day, period, days, days_told
    active_days  person_id, start_day, end_day, period, active
    ai_people    person_id: whom the AI usage data know
    belonging    person_id, team_id, start_day, end_day
    unit_tree    team_id, unit_id
    unit_counts  unit_id, period, n_people, n_novices, n_others

    Counts: business days only, and only those between the first and the last day of the usage data;
    the others lower the coverage. A unit of which nobody ever appears in the data has no value, not
    zero: without a licence there is nothing to use. Jackknife over people.
    Does not tell: what AI was used for, or whether it helped.
    """
    when = [*STRETCH, "period"]
    places = (
        belonging.select("team_id", *STRETCH)
        .join(unit_tree.select("team_id", "unit_id"), on="team_id")
        .select("unit_id", *STRETCH)
        .unique()
    )
    days = (
        places.join(worked_days, on=STRETCH)
        .join(active_days, on=when, how="left")
        .group_by(*KEY, "person_id")
        .agg(pl.col("days", "days_told", "active").sum())
        .join(ai_people.with_columns(is_known=pl.lit(value=True)), on="person_id", how="left")
    )
    told = days.filter(pl.col("days_told") > 0)
    shares = jackknife(told, KEY, "person_id", ["active", "days_told"], ratio)
    behind = days.group_by(KEY).agg(
        n_units=pl.col("days_told").sum().cast(pl.Int64),
        coverage=pl.col("days_told").sum() / pl.col("days").sum(),
        has_users=pl.col("is_known").any(),
    )
    figures = (
        unit_counts.select(*KEY, "n_people", "n_novices", "n_others")
        .join(shares, on=KEY, how="left")
        .join(behind, on=KEY, how="left")
        .with_columns(value=pl.when("has_users").then("value"))
    )
    return readings(
        unit_counts.select(KEY),
        figures,
        reason="No AI usage data for these people and days",
        lowest=0.0,
        highest=1.0,
    )
