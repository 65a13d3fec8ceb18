"""GitHub Copilot activity report: who held a licence on the day of the report."""

from typing import Final

import polars as pl

from loaders.actors import acts_as
from loaders.cells import Cells
from loaders.contract import Parcel, loader, shaped
from loaders.export import Export

TOOL: Final = "copilot"


@loader(
    label="GitHub Copilot activity report",
    fills=("ai_usage", "person"),
    keys=("login",),
    grain="one row per person with a licence, as it stood at the report time",
    verified="vendor documentation",
    recognises=lambda export: export.has("Report Time", "Login", "Last Surface Used"),
    blind="Whether and how much a licence is used: the vendor's last activity is a day, no count.",
)
def copilot_activity(export: Export) -> Parcel:
    """One row per person with a licence on the day of the report.

    export   CSV
    returns  ai_usage: licensed, without a measure
             person: accounts of bots and agents

    Counts: a person of several organisations counts once.
    Leaves out: the moments of last sign-in and last activity and the surface, which tell when
    somebody used Copilot last and not how much; the organisation, which is no team of the firm.
    """
    cells = Cells(export)
    login = cells.needed(cells.id("Login"), "Login")
    day = cells.needed(cells.moment("Report Time"), "Report Time").dt.date()
    rows = (
        pl.DataFrame({"login": login, "day": day})
        .filter(cells.refusals.kept)
        .with_columns(key=pl.col("login").str.to_lowercase())
        .unique(["key", "day"], keep="first", maintain_order=True)
    )
    usage = rows.select(
        "day", person_id=pl.lit("login:") + pl.col("login"), tool=pl.lit(TOOL), licensed=True
    )
    return cells.parcel({"ai_usage": shaped("ai_usage", usage), "person": _not_people(rows)})


def _not_people(rows: pl.DataFrame) -> pl.DataFrame:
    """Rows of person: the bots and agents among the accounts."""
    kinds = [acts_as(login) for login in rows["login"]]
    found = rows.with_columns(worker_type=pl.Series(kinds, dtype=pl.String)).filter(
        pl.col("worker_type").is_not_null()
    )
    return shaped(
        "person",
        found.select(
            "worker_type",
            person_id=pl.lit("login:") + pl.col("login"),
            logins=pl.concat_list("login"),
        ).unique("person_id", keep="first", maintain_order=True),
    )
