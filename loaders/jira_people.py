"""Who did what on the issues of a Jira CSV."""

import polars as pl

from loaders.cells import Cells
from loaders.contract import shaped

UNASSIGNED = "unassigned"
NAMED = ("Assignee", "Reporter", "Creator")


def are_logins(cells: Cells) -> bool:
    """Truth that the file names people by account: a server writes user names, the cloud names.

    Counts: user names hold no blanks, and the cloud puts `Assignee Id` beside `Assignee`.
    """
    if any(cells.export.has(f"{name} Id") for name in NAMED):
        return False
    return not any(cells.raw(name).str.strip_chars().str.contains(r"\s").any() for name in NAMED)


def person_key(cells: Cells, role: str, *, plain: bool) -> pl.Series:
    """Keys of the people of a column: the account id beside it, else the user name, else the name.

    plain  the column itself holds user names
    """
    name, account = cells.text(role), cells.text(f"{role} Id")
    known = pl.select(pl.when(name.str.to_lowercase() != UNASSIGNED).then(name)).to_series()
    kind = pl.lit("login:") if plain else pl.lit("name:")
    return pl.select(pl.coalesce(pl.lit("login:") + account, kind + known)).to_series()


def people(cells: Cells) -> pl.DataFrame:
    """Rows of person: accounts with the name beside them, without which nobody could tell whose."""
    pairs = [
        pl.DataFrame({"account": cells.text(f"{role} Id"), "name": cells.text(role)})
        for role in NAMED
    ]
    told = pl.concat(pairs).filter(pl.col("account").is_not_null())
    named = told.sort("account", "name", nulls_last=True)
    each = named.unique("account", keep="first", maintain_order=True)
    rows = each.select(
        "name", person_id=pl.lit("login:") + pl.col("account"), logins=pl.concat_list("account")
    )
    return shaped("person", rows)


def _account(author: pl.Expr) -> pl.Expr:
    """Key of whoever wrote or logged: an account, unless it has blanks as names have."""
    kind = pl.when(author.str.contains(r"\s")).then(pl.lit("name:")).otherwise(pl.lit("login:"))
    return kind + author


def participation(tasks: pl.DataFrame, logged: pl.DataFrame) -> pl.DataFrame:
    """Rows of participation.

    tasks   task_id, row, assignee, reporter (person keys)
    logged  row, author, at, hours

    Counts: whoever logged work beside the assignee is a collaborator. Where work is logged, the
    weight is the share of the logged hours, also of an assignee who logged none.
    """
    per_person = (
        logged.join(tasks.select("row", "task_id", "assignee"), on="row")
        .with_columns(person_id=_account(pl.col("author")))
        .group_by("task_id", "assignee", "person_id")
        .agg(pl.col("hours").sum())
        .with_columns(all_hours=pl.col("hours").sum().over("task_id"))
        .with_columns(weight=pl.when(pl.col("all_hours") > 0).then(pl.col("hours") / "all_hours"))
    )
    own = per_person.select("task_id", "person_id", "hours", "weight")
    is_logged = pl.col("task_id").is_in(own.get_column("task_id").unique().implode())
    assignees = (
        tasks.filter(pl.col("assignee").is_not_null())
        .select("task_id", person_id="assignee", role=pl.lit("assignee"))
        .join(own, on=["task_id", "person_id"], how="left")
        .with_columns(pl.when(is_logged).then(pl.col("hours", "weight").fill_null(0.0)))
    )
    helpers = per_person.filter(pl.col("person_id").ne_missing(pl.col("assignee"))).select(
        "task_id", "person_id", pl.lit("collaborator").alias("role"), "hours", "weight"
    )
    reporters = tasks.filter(pl.col("reporter").is_not_null()).select(
        "task_id", person_id="reporter", role=pl.lit("reporter")
    )
    rows = pl.concat([assignees, helpers, reporters], how="diagonal")
    return shaped("participation", rows.sort("task_id", "role", "person_id"))


def events(tasks: pl.DataFrame, said: pl.DataFrame, logged: pl.DataFrame) -> pl.DataFrame:
    """Rows of task_event: comments, and work logs with their hours.

    Counts: two work logs of one person at one moment are added up, two comments count once.
    """
    parts = [
        said.select("row", "author", "at", kind=pl.lit("comment"), hours=pl.lit(None, pl.Float64)),
        logged.select("row", "author", "at", pl.lit("worklog").alias("kind"), "hours"),
    ]
    keys = ["task_id", "person_id", "at", "kind"]
    rows = (
        pl.concat(parts)
        .join(tasks.select("row", "task_id"), on="row")
        .with_columns(person_id=_account(pl.col("author")))
        .group_by(keys)
        .agg(pl.col("hours").sum())
        .with_columns(value=pl.when(pl.col("kind") == "worklog").then(pl.format("{}", "hours")))
    )
    return shaped("task_event", rows.sort(keys))
