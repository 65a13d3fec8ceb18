"""What the flat exports of trackers and help desks have in common: ids, moments, rows, people."""

from collections.abc import Mapping
from typing import Final

import polars as pl

from loaders.cells import Cells
from loaders.contract import shaped
from loaders.values import moments
from store.errors import SourceError

ROUNDED: Final = r"^\d(?:[.,]\d+)?[Ee]\+\d+$"
ROLES: Final = ("assignee", "collaborator", "reporter")
NO_MOMENT: Final = "a moment in the layout of the other dates was expected"


def check_ids(cells: Cells, vendor: str, *ids: pl.Series) -> None:
    """Stop when a spreadsheet has turned ids into rounded numbers."""
    if any(each.str.contains(ROUNDED).any() for each in ids):
        raise SourceError(
            f"{cells.export.name} has ids like 1.2E+15: a spreadsheet has rounded them",
            f"ids as {vendor} wrote them",
            "Export again and load the file without saving it in a spreadsheet",
        )


def moments_in(
    cells: Cells, columns: Mapping[str, tuple[str, ...]], needed: str = "opened_at"
) -> pl.DataFrame:
    """Moments of a file: the layout of its dates is decided once, over all these columns.

    columns  our name -> names of the header, the first that is there counts
    needed   our name of the column without which a row is refused
    returns  (rows,) one column of moments per name; a cell that cannot be read is empty
    """
    export = cells.export
    if export.first(*columns[needed]) is None:
        raise SourceError(
            f"{export.name} does not tell when a task was opened",
            f"a column {' or '.join(columns[needed])}; the file has {export.header_told}",
            "Export it again with this column, or load it through a mapping",
        )
    headers = {name: _header(cells, names) for name, names in columns.items()}
    texts = [cells.raw(*names) for names in columns.values()]
    parsed = moments(
        pl.concat(texts), headers[needed], day_first=export.day_first, numerals=export.numerals
    )
    cells.refusals.notes.extend(parsed.notes)
    values, height = {}, cells.rows.height
    for place, (name, header) in enumerate(headers.items()):
        failed = parsed.reasons.slice(place * height, height).is_not_null()
        cells.refusals.add(header, NO_MOMENT, failed, row_stays=name != needed)
        values[name] = parsed.values.slice(place * height, height)
    cells.needed(values[needed], *columns[needed])
    return pl.DataFrame(values)


def in_order(cells: Cells, tasks: pl.DataFrame, *closed: str) -> pl.DataFrame:
    """Tasks without those that were closed before they were opened, which are refused.

    tasks   all rows of the file: opened_at, closed_at
    closed  names of the column that tells the closing
    """
    backwards = (tasks["closed_at"] < tasks["opened_at"]).fill_null(value=False)
    cells.refusals.add(
        _header(cells, closed), "closed before it was opened", backwards & cells.refusals.kept
    )
    return tasks.filter(cells.refusals.kept)


def latest(cells: Cells, tasks: pl.DataFrame, *key: str) -> pl.DataFrame:
    """One row per task: of several the one updated last, then the lower one.

    tasks  row, task_id, updated
    key    names of the column that tells the task
    """
    best = last_told(tasks, "updated")
    rows = cells.rows.get_column("row")
    double = rows.is_in(tasks["row"].implode()) & ~rows.is_in(best["row"].implode())
    reason = "the task stands in the file several times; the row updated last counts"
    cells.refusals.add(_header(cells, key), reason, double)
    return best


def last_told(tasks: pl.DataFrame, *order: str) -> pl.DataFrame:
    """One row per task: the last in an order, then the lowest in the file."""
    told = tasks.sort(*order, "row", nulls_last=False)
    return told.unique("task_id", keep="last", maintain_order=True).sort("row")


def participation(tasks: pl.DataFrame) -> pl.DataFrame:
    """Rows of participation of files that tell how tasks stand: when a part began is unknown.

    tasks  task_id, and person keys under the names of their roles

    Counts: a collaborator who is the assignee too has one part.
    """
    roles = [role for role in ROLES if role in tasks.columns]
    parts = [
        tasks.filter(pl.col(role).is_not_null()).select(
            "task_id", person_id=role, role=pl.lit(role), assignee="assignee"
        )
        for role in roles
    ]
    told = pl.concat(parts)
    again = (pl.col("role") == "collaborator") & (pl.col("person_id") == pl.col("assignee"))
    rows = told.filter(~again.fill_null(value=False)).drop("assignee")
    return shaped("participation", rows.sort("task_id", "role", "person_id"))


def people(*groups: pl.DataFrame) -> pl.DataFrame:
    """Rows of person: one per key, where the file tells more of the person than this key.

    groups  person_id and any of email, logins, name; rows without a person are left out
    """
    rows = shaped("person", pl.concat([shaped("person", group) for group in groups]))
    told = rows.filter(pl.col("person_id").is_not_null())
    filled = pl.sum_horizontal(pl.col("email", "logins", "name").is_not_null())
    best = told.sort(filled, descending=True, maintain_order=True)
    return best.unique("person_id", keep="first", maintain_order=True).sort("person_id")


def key_of(kinds: Mapping[str, pl.Series]) -> pl.Series:
    """Person keys out of columns by their prefix (`email:`, `name:`), the first filled counts."""
    keys = [pl.lit(prefix) + column for prefix, column in kinds.items()]
    return pl.select(pl.coalesce(keys)).to_series()


def own_logins(ids: pl.Series, prefix: str) -> pl.Series:
    """Lists of the one account that an id of a vendor stands for; null without an id."""
    account = pl.lit(prefix.removeprefix("login:")) + ids
    return pl.select(pl.when(ids.is_not_null()).then(pl.concat_list(account))).to_series()


def _header(cells: Cells, names: tuple[str, ...]) -> str:
    """The name that the file itself uses."""
    place = cells.export.first(*names)
    return names[0] if place is None else cells.export.header[int(place)]
