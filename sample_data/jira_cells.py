"""Cells of a Jira export, as expressions over items and events."""

from typing import Final

import polars as pl

STAMP: Final = "%-d/%b/%y %-I:%M %p"  # the layout most seen in public exports
SECONDS: Final = 3600
COMMENT_WORDS: Final = ("noted", "looks fine", "two points", "see list", "done here")
LOG_WORDS: Final = ("work", "call", "check")
PRIORITIES: Final = ("Medium", "High", "Low", "Highest", "Lowest")


def stamp(column: str) -> pl.Expr:
    """A moment as the exporter's settings write it."""
    return pl.col(column).dt.strftime(STAMP)


def word(words: tuple[str, ...], number: str) -> pl.Expr:
    """One of some words, by a running number."""
    place = (pl.col(number).cast(pl.Int64) * 7 % len(words)).cast(pl.Int64)
    return place.replace_strict(dict(enumerate(words)), return_dtype=pl.String)


def seconds() -> pl.Expr:
    """Logged hours in seconds."""
    return (pl.col("hours") * SECONDS).round().cast(pl.Int64)


def comment() -> pl.Expr:
    """`date;author;text`."""
    return pl.concat_str(stamp("at"), "account", word(COMMENT_WORDS, "item"), separator=";")


def work_log() -> pl.Expr:
    """`text;date;author;seconds`."""
    return pl.concat_str(word(LOG_WORDS, "item"), stamp("at"), "account", seconds(), separator=";")


def status() -> pl.Expr:
    """Status of an issue; this firm has one for each of the three categories."""
    taken = pl.when(pl.col("account").is_null()).then(pl.lit("To Do"))
    is_open = pl.when("is_open").then(taken.otherwise(pl.lit("In Progress")))
    return is_open.otherwise(pl.lit("Done"))


def plain() -> dict[str, pl.Expr]:
    """Cells that stand once in a row, by their header; in the order of the cloud.

    Needs the columns of items, assignee and asked (names), project (name), logged (seconds).
    """
    closed = ~pl.col("is_open")
    estimate = (pl.col("estimate_hours") * SECONDS).cast(pl.Int64)
    due = pl.col("due_on").cast(pl.Datetime("ms")).dt.strftime(STAMP)
    return {
        "Summary": pl.col("title"),
        "Issue key": pl.col("task_id"),
        "Issue id": pl.col("item").cast(pl.Int64) + 10_000,
        "Issue Type": pl.col("type"),
        "Status": status(),
        "Project key": pl.col("key"),
        "Project name": pl.col("project"),
        "Project type": pl.lit("software"),
        "Priority": word(PRIORITIES, "number"),
        "Resolution": pl.when(closed).then(pl.lit("Done")),
        "Assignee": pl.col("assignee"),
        "Assignee Id": pl.col("account"),
        "Reporter": pl.col("asked"),
        "Reporter Id": pl.col("reporter"),
        "Creator": pl.col("asked"),
        "Creator Id": pl.col("reporter"),
        "Created": stamp("opened_at"),
        "Updated": pl.coalesce(stamp("closed_at"), stamp("opened_at")),
        "Resolved": stamp("closed_at"),
        "Due date": due,
        "Original estimate": estimate,
        "Remaining Estimate": pl.when(closed).then(pl.lit(0)).otherwise(estimate),
        "Time Spent": pl.col("logged"),
    }


def ending() -> dict[str, pl.Expr]:
    """Cells that stand after all repeated ones."""
    return {
        "Status Category": status(),
        "Status Category Changed": pl.coalesce(stamp("closed_at"), stamp("opened_at")),
    }
