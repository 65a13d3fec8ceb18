"""What ledgers have in common: lines that are none, and lines that are alike told apart."""

from collections.abc import Mapping

import polars as pl

from loaders.cells import Cells
from loaders.contract import Parcel, shaped
from store.tables import LEDGER

NEEDED = ("posted_on", "amount", "currency")


def lines_of(cells: Cells, rows: pl.DataFrame, left_out: Mapping[str, pl.Series]) -> pl.DataFrame:
    """The rows that are lines of spend; a line without day, amount or currency is refused.

    left_out  words for a kind of row -> truth per row that it is of that kind; a note counts them
    """
    is_line = pl.repeat(True, rows.height, dtype=pl.Boolean, eager=True)
    for words, where in left_out.items():
        chosen = where.fill_null(value=False) & is_line
        if chosen.any():
            cells.refusals.notes.append(f"{words} were left out: {chosen.sum()} rows.")
        is_line &= ~chosen
    for name in NEEDED:
        missing = rows[name].is_null() & is_line & cells.refusals.kept
        cells.refusals.add(name, "a ledger line needs a value here", missing)
    return rows.filter(is_line & cells.refusals.kept)


def ledger_parcel(cells: Cells, lines: pl.DataFrame) -> Parcel:
    """The parcel of ledger lines; what is posted is measured.

    lines  posted_on, amount, currency, account, team_id, reference (the document)
    """
    facts = lines.with_columns(pl.lit("measured").alias("tag"))
    cells.refusals.notes[:0] = cells.export.notes
    return cells.parcel({"ledger": shaped("ledger", facts)})


def numbered(ledger: pl.DataFrame) -> pl.DataFrame:
    """Ledger lines told apart: the second of a document has `#2` behind its reference, and so on.

    ledger  rows of `ledger`, references as the source writes them

    Counts: a document is told by day, reference, account and cost centre; lines without a reference
    are one document of their day. Its lines count from the smallest amount up, so that all of them
    stay, the same lines in another order change nothing, and corrected ones replace the old.
    """
    repeat = pl.int_range(1, pl.len() + 1).over(LEDGER.key, order_by=["currency", "amount"])
    behind = pl.format("{}#{}", pl.col("reference").fill_null(""), repeat)
    return ledger.with_columns(
        pl.when(repeat > 1).then(behind).otherwise("reference").alias("reference")
    )
