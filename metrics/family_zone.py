"""The O*NET job zone of each craft, from the occupations that somebody accepted for its titles."""

from typing import Any, Final

import narwhals as nw
import polars as pl

from metrics._engine import small
from metrics.belonging import ONE_FAMILY
from metrics.closed_task import BOTS

SCHEMA: Final = {"job_family": pl.String(), "job_zone": pl.Int64()}


def family_zone(
    membership: nw.LazyFrame[Any], person: nw.LazyFrame[Any], title_zones: pl.DataFrame
) -> pl.DataFrame:
    """One row per job family with an accepted title: job_family, job_zone.

    membership   person, job_family, job_title
    person       worker_type: bots and agents hold no title
    title_zones  title as written, job_zone: of titles for which an occupation was accepted

    Counts: the median zone over the people who ever held an accepted title in the family, each
    person once a title; of two middle ones the lower. Where no title is told the job family stands
    in for it. Titles without an accepted occupation count nowhere.
    """
    bots = person.filter(nw.col("worker_type").is_in(BOTS)).select("person_id")
    held = small(
        membership.select("person_id", "job_family", "job_title").join(
            bots, on="person_id", how="anti"
        )
    )
    is_named = pl.col("job_family").is_not_null().any()
    zones = (
        held.with_columns(
            title=pl.coalesce("job_title", "job_family"),
            job_family=pl.when(is_named).then("job_family").otherwise(pl.lit(ONE_FAMILY)),
        )
        .drop_nulls(["job_family", "title"])
        .unique(["person_id", "job_family", "title"])
        .join(title_zones, on="title")
        .group_by("job_family")
        .agg(job_zone=pl.col("job_zone").quantile(0.5, "lower"))
    )
    return zones.select(SCHEMA.keys()).cast(SCHEMA).sort("job_family")  # type: ignore[arg-type]
