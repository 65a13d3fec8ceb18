"""HiBob, the tables Work, Employment and Lifecycle: who stood where from which day on."""

from dataclasses import replace
from typing import Any, Final

import polars as pl

from loaders.cells import Cells
from loaders.contract import Parcel, loader
from loaders.dates import BEGINNING_OF_TIME
from loaders.export import Export
from loaders.hibob_rows import OWN_ID, cut, entries, first_entries, own_key, share_of_post
from loaders.nested import flat_cells
from loaders.roster import roster, worker_kind
from loaders.roster_cells import keyed, number

DAY: Final = "effectiveDate"
# Table -> keys of which its entries have at least one, asked in this order.
TABLES: Final = {
    "work": frozenset({"department", "title", "site", "siteId", "reportsTo"}),
    "employment": frozenset({"contract", "salaryPayType"}),
    "lifecycle": frozenset({"reasonType"}),
}
COLUMNS: Final = {
    "work": ("department", "job_title", "location", "manager_key", "manager_email"),
    "employment": ("worker_type", "fte"),
    "lifecycle": ("phase",),
}
BEGUN: Final = ("hired", "employed")
TERMINATED: Final = "terminated"


def _table(entry: dict[str, Any]) -> str | None:
    """The table of an entry; none when it is of another one."""
    return next((name for name, keys in TABLES.items() if not keys.isdisjoint(entry)), None)


def _recognises(export: Export) -> bool:
    return any(DAY in entry and _table(entry) for entry in first_entries(export))


@loader(
    label="HiBob history (Work, Employment, Lifecycle)",
    fills=("person", "membership", "team"),
    keys=("login", "email"),
    grain="one entry per employee, table and change",
    history=True,
    verified="package that reads the vendor's tables, three programs that read them for everybody",
    recognises=_recognises,
    version=2,
)
def hibob_history(export: Export) -> Parcel:
    """One membership per employee and interval between two changes of place or employment.

    export   JSON of the tables for everybody, one or several of them in a file (one answer a
             line), or answers for one employee with the number beside: `{"employeeId": ..,
             "values": [..]}`
    returns  person (hire_date: the first day as hired or employed; termination_date: the day of
             an end that nothing follows), membership (team is the department), team

    Counts: an entry of a table holds until the next one of the employee in that table; on a day
    without a change in one table its entry before that day counts. Of two entries of one day the
    one with the higher id counts. A place ends on the day on which the lifecycle says terminated.
    Without the table Lifecycle nobody has left; without Work nobody has a team.
    Leaves out: entries of other tables (salaries among them), reasons, leaves, the firm's columns.
    """
    found = list(entries(export))
    kinds = {number: _table(entry) for number, entry in enumerate(found, start=1)}
    cells = flat_cells(export, found, list(kinds))
    # By number: an entry with nothing in it has no row.
    table = pl.col("row").replace_strict(kinds, return_dtype=pl.String)
    rows = _rows(cells).with_columns(table=table)
    rows = rows.filter(cells.refusals.kept)
    other = rows["table"].null_count()
    if other:
        cells.refusals.notes.append(f"{other} entries are of other tables; they were left out.")
    placed = _placed(rows.filter(pl.col("table").is_not_null()))
    parcel = cells.parcel(roster(placed, cells.refusals.notes, history=True))
    return replace(parcel, cut=cut(export))


def _rows(cells: Cells) -> pl.DataFrame:
    """The entries of all tables in the words of a roster."""
    own = cells.needed(own_key(cells, "employeeId"), "employeeId")
    kind = pl.concat_str(
        cells.text("type"), cells.text("contract"), separator=" ", ignore_nulls=True
    )
    told = pl.select(pl.when(kind != "").then(kind)).to_series()
    return pl.DataFrame(
        {
            "row": cells.rows["row"],
            "person_id": own,
            "valid_from": cells.needed(cells.day(DAY), DAY),
            "order": cells.text("id").cast(pl.Int64, strict=False).fill_null(-1),
            "department": cells.text("department"),
            "job_title": cells.text("title"),
            "location": cells.text("site"),
            "manager_key": keyed(OWN_ID, cells.text("reportsTo.id")),
            "manager_email": cells.text("reportsTo.email"),
            "worker_type": worker_kind(told),
            "fte": share_of_post(number(cells, "fte")),
            "phase": cells.text("status").str.to_lowercase(),
        }
    )


def _placed(rows: pl.DataFrame) -> pl.DataFrame:
    """A row per employee and day of any change, with what each table says on that day."""
    key = ["person_id", "valid_from"]
    ordered = rows.sort(*key, "order", "row")
    placed = ordered.group_by(key, maintain_order=True).agg(pl.col("row").max())
    for table, columns in COLUMNS.items():
        told = ordered.filter(pl.col("table") == table).select(*key, *columns)
        told = told.unique(key, keep="last", maintain_order=True).sort("valid_from")
        placed = placed.sort("valid_from").join_asof(
            told, on="valid_from", by="person_id", strategy="backward", check_sortedness=False
        )
    return placed.sort(key).with_columns(
        login=pl.col("person_id").str.strip_prefix("login:"),
        is_inactive=(pl.col("phase") == TERMINATED).fill_null(value=False),
        hire_date=_of_person(pl.col("phase").is_in(BEGUN)).min().over("person_id"),
        termination_date=_end(),
    )


def _of_person(where: pl.Expr) -> pl.Expr:
    """Days on which something holds."""
    return pl.col("valid_from").filter(where.fill_null(value=False))


def _end() -> pl.Expr:
    """First day of the end that nothing follows; null for who is still there or back again."""
    is_gone = (pl.col("phase") == TERMINATED).fill_null(value=False)
    last_there = _of_person(~is_gone).max().over("person_id")
    follows = is_gone & (pl.col("valid_from") > last_there.fill_null(BEGINNING_OF_TIME))
    return _of_person(follows).min().over("person_id")
