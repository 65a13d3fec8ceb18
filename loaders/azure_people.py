"""People in the cells of Azure Boards: `Ana Ruiz <ana.ruiz@example.com>`."""

from collections.abc import Iterable, Mapping
from typing import Final

import polars as pl

from loaders.cells import Cells
from loaders.contract import shaped

WITH_ADDRESS: Final = r"^\s*(?P<name>.*?)\s*<(?P<account>[^<>]+)>\s*$"


def keys(cells: Cells, column: str) -> pl.Series:
    """Person keys: the address, on a server the account of the domain, else the bare name."""
    told = _parted(cells, [column])
    return told.get_column("person_id")


def people(cells: Cells, columns: Iterable[str]) -> pl.DataFrame:
    """Rows of person: addresses and accounts with the names beside them."""
    told = _parted(cells, columns)
    known = told.filter(~pl.col("person_id").str.starts_with("name:"))
    each = known.sort("person_id", "name").unique("person_id", keep="first", maintain_order=True)
    account = pl.col("account")
    is_mail = account.str.contains("@")
    rows = each.with_columns(
        email=pl.when(is_mail).then(account),
        logins=pl.when(~is_mail).then(pl.concat_list("account")),
    )
    return shaped("person", rows.drop("account"))


def events(tasks: pl.DataFrame, steps: Mapping[str, tuple[str, str]]) -> pl.DataFrame:
    """Rows of task_event: who took a step and when.

    tasks  task_id, and per step a column of people and one of moments
    steps  step -> (column of people, column of moments)
    """
    found = [
        tasks.select(
            "task_id", person_id=who, at=at, kind=pl.lit("status"), value=pl.lit(step)
        ).drop_nulls()
        for step, (who, at) in steps.items()
    ]
    # A task that is resolved and closed in one go has two steps at one moment: the last counts.
    keys_of = ["task_id", "person_id", "at", "kind"]
    rows = pl.concat(found).unique(keys_of, keep="last", maintain_order=True)
    return shaped("task_event", rows.sort("task_id", "at", "person_id"))


def _parted(cells: Cells, columns: Iterable[str]) -> pl.DataFrame:
    """Cells of several columns below one another: name, account, person_id."""
    frames = [pl.DataFrame({"cell": cells.text(column)}) for column in columns]
    parts = pl.col("cell").str.extract_groups(WITH_ADDRESS).struct.unnest()
    cut = pl.concat(frames).with_columns(parts)
    account = pl.col("account").str.strip_chars()
    kind = pl.when(account.str.contains("@")).then(pl.lit("email:")).otherwise(pl.lit("login:"))
    key = pl.coalesce(kind + account, pl.lit("name:") + pl.col("cell"))
    return cut.select(
        name=pl.when(pl.col("name") != "").then("name"), account=account, person_id=key
    )
