"""Who did what on the issues of a Jira CSV."""

import polars as pl

from loaders.cells import Cells
from loaders.coded import CodedCells
from loaders.contract import shaped
from loaders.parsed import texts

UNASSIGNED = "unassigned"
ROLES = pl.Enum(["assignee", "collaborator", "reporter"])  # a byte a row while they are sorted
PLACE = "place"  # of a task among all by their keys: to sort by numbers takes a tenth
NAMED = ("Assignee", "Reporter", "Creator")


def are_logins(cells: Cells) -> bool:
    """Truth that the file names people by account: a server writes user names, the cloud names.

    Counts: user names hold no blanks, and the cloud puts `Assignee Id` beside `Assignee`.
    """
    if any(cells.export.has(f"{name} Id") for name in NAMED):
        return False
    return not any(cells.each(_has_blank, name).any() for name in NAMED)


def _has_blank(cells: pl.Series) -> pl.Series:
    return cells.str.strip_chars().str.contains(r"\s")


def person_key(cells: Cells, role: str, *, plain: bool) -> pl.Series:
    """Keys of the people of a column: the account id beside it, else the user name, else the name.

    plain  the column itself holds user names
    """
    kind = "login:" if plain else "name:"

    def account(told: pl.Series) -> pl.Series:
        return "login:" + texts(told).values

    def named(told: pl.Series) -> pl.Series:
        name = texts(told).values
        return (
            kind + pl.select(pl.when(name.str.to_lowercase() != UNASSIGNED).then(name)).to_series()
        )

    keys = cells.each(account, f"{role} Id"), cells.each(named, role)
    return pl.select(pl.coalesce(*keys)).to_series()


def people(cells: CodedCells) -> pl.DataFrame:
    """Rows of person: accounts with the name beside them, without which nobody could tell whose."""
    nobody = pl.DataFrame(schema=dict.fromkeys(("account", "name"), cells.kind))
    pairs = [
        pl.DataFrame({"account": cells.coded(f"{role} Id"), "name": cells.coded(role)}).unique()
        for role in NAMED
        if cells.export.has(f"{role} Id")
    ]
    told = pl.concat([nobody, *pairs]).cast(pl.String)
    trimmed = told.select(texts(column).values for column in told)
    known = trimmed.filter(pl.col("account").is_not_null())
    named = known.sort("account", "name", nulls_last=True)
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
    order = tasks.select("row", "task_id", "assignee", "reporter").sort("task_id")
    order = order.with_row_index(PLACE)
    per_person = (
        logged.join(order, on="row")
        .with_columns(person_id=_account(pl.col("author")))
        .group_by(PLACE, "assignee", "person_id")
        .agg(pl.col("hours").sum())
        .with_columns(all_hours=pl.col("hours").sum().over(PLACE))
        .with_columns(weight=pl.when(pl.col("all_hours") > 0).then(pl.col("hours") / "all_hours"))
    )
    is_own = pl.col("person_id").eq_missing(pl.col("assignee"))
    own = per_person.filter(is_own).select(PLACE, "hours", "weight")
    is_logged = pl.col(PLACE).is_in(per_person.get_column(PLACE).unique().implode())
    assignees = (
        order.filter(pl.col("assignee").is_not_null())
        .select(PLACE, person_id="assignee", role=pl.lit("assignee", ROLES))
        .join(own, on=PLACE, how="left", maintain_order="left")
        .with_columns(pl.when(is_logged).then(pl.col("hours", "weight").fill_null(0.0)))
    )
    helpers = per_person.filter(~is_own).sort("person_id")
    helper = pl.lit("collaborator", ROLES).alias("role")
    helpers = helpers.select(PLACE, "person_id", helper, "hours", "weight")
    reporters = order.filter(pl.col("reporter").is_not_null()).select(
        PLACE, person_id="reporter", role=pl.lit("reporter", ROLES)
    )
    # Each part is in the order of its tasks, and their roles in that of the alphabet.
    rows = pl.concat([assignees, helpers, reporters], how="diagonal")
    rows = rows.sort(PLACE, maintain_order=True)
    task_id = order.get_column("task_id").gather(rows.get_column(PLACE))
    return shaped("participation", rows.with_columns(task_id))


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
