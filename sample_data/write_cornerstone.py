"""Cornerstone OnDemand: the transcript report as CSV."""

from pathlib import Path

import polars as pl

from sample_data.firm import Firm
from sample_data.programmes import PROGRAMMES
from sample_data.words import COURSES


def write_cornerstone(firm: Firm, folder: Path) -> list[Path]:
    """One row per person and course taken up, finished or not."""
    courses = pl.DataFrame(
        [
            (i, title, provider, hours, price)
            for i, (title, provider, hours, price) in enumerate(_catalogue(firm))
        ],
        ["course", "title", "provider", "hours", "price"],
        orient="row",
    )
    person = firm.person.select("person", "employee_id", "first", "last", "email")
    rows = (
        firm.training.join(person, on="person")
        .join(courses, on="course")
        .sort("registered_on", "person", "course")
    )
    report = rows.select(
        pl.col("employee_id").alias("User ID"),
        pl.concat_str("last", "first", separator=", ").alias("User Name"),
        pl.col("email").alias("User - Email"),
        pl.col("title").alias("Training Title"),
        pl.when(pl.col("title").str.contains("workshop"))
        .then(pl.lit("Session"))
        .otherwise(pl.lit("Online Class"))
        .alias("Training Type"),
        pl.col("provider").alias("Training Provider"),
        pl.col("status").alias("Transcript Status"),
        pl.col("registered_on").dt.to_string("%Y-%m-%d").alias("Transcript Registration Date"),
        pl.col("completed_on").dt.to_string("%Y-%m-%d").alias("Transcript Completed Date"),
        pl.col("hours").alias("Training Hours"),
        pl.concat_str(pl.col("price").round(2), pl.lit(" EUR")).alias("Training Price"),
    )
    path = folder / "cornerstone_transcript.csv"
    path.write_text(report.write_csv(), encoding="utf-8", newline="")
    return [path]


def _catalogue(firm: Firm) -> list[tuple[str, str, float, float]]:
    """Title, provider, hours and price of every course, by its number; programmes come last."""
    in_waves = [PROGRAMMES[programme.key] for programme in firm.plan.programmes]
    return [
        *((title, provider, hours, price) for title, provider, hours, price, *_ in COURSES),
        *((title, provider, hours, 0.0) for title, provider, hours, _ in in_waves),
    ]
