"""SAP, cost-centre line items (KSB1, or an extract of COEP): one row per controlling line item."""

from typing import Final

import polars as pl

from loaders.cells import Cells
from loaders.contract import Parcel, loader
from loaders.export import Export
from loaders.ledger_lines import ledger_parcel, lines_of
from store.errors import SourceError

# Labels of the list on the screen, and fields of the table.
POSTED: Final = ("Posting Date", "BUDAT")
ELEMENT: Final = ("Cost Element", "KSTAR")
ELEMENT_NAME: Final = ("Cost element name", "Cost element descr.")
COST_CENTRE: Final = ("Cost Center", "KOSTL")
DOCUMENT: Final = ("Document Number", "BELNR", "Ref. document number")
ITEM: Final = ("Posting Row", "BUZEI")
# A value and the column of its currency: the first pair that the layout has whole is read.
VALUES: Final = (
    ("WKGBTR", "KWAER"),
    ("Val.in rep.cur.", "Report currency"),
    ("Value in Obj. Crcy", "Object Currency"),
    ("Value TranCurr", "Transaction Currency"),
    ("WTGBTR", "TWAER"),
)
NO_CURRENCY: Final = ("Val/COArea Crcy", "WOGBTR")  # values whose currency no column tells
VALUE_TYPE, ACTUAL = "WRTTP", ("4", "04")


def _at_header(export: Export) -> Export | None:
    """The list with its header found, titles above it left out."""
    if export.shape != "table":
        return None
    names = [*(value for value, _ in VALUES), *NO_CURRENCY]
    views = (export.at_header(element, value) for element in ELEMENT for value in names)
    return next((view for view in views if view is not None), None)


@loader(
    label="SAP cost-centre line items",
    fills=("ledger",),
    keys=(),
    grain="one row per controlling line item",
    verified="field lists of the table, and programs that read lists of such a layout",
    recognises=lambda export: _at_header(export) is not None,
    version=2,
    meanings={
        "ledger.amount": "value of the line item [report, object or transaction currency, or that"
        " of the controlling area]: debits above zero, credits below (COEP; KSB1)",
    },
    blind="spend that is booked to no cost centre of the list, and what is not booked yet",
)
def sap_line_items(export: Export) -> Parcel:
    """One row per actual line item.

    export   XLSX or CSV of KSB1 with posting date, cost element, document number, a value and its
             currency in the layout; or of COEP with BUDAT
    returns  ledger: posted_on, amount (credits below zero, also where the minus stands behind),
             currency, account (number and name of the cost element), team_id (the cost centre as
             written), reference (document and item), tag `measured`

    Counts: of several values the first whose currency the list tells: controlling area, report,
    object, transaction. Lines of sums have neither day nor document and are left out.
    Keep to one layout: with and without names of cost elements the accounts are different ones.
    Leaves out: plan and commitments (WRTTP other than 4), quantities, item texts, users, suppliers.
    """
    view = _at_header(export) or export
    cells = Cells(view, copies_count=view.first(*ITEM) is None)
    value, currency = _value(cells.export)
    _require_day(cells.export)
    lines = _lines(cells, value, currency)
    value_type = cells.text(VALUE_TYPE)
    left_out = {
        "Sums": lines["posted_on"].is_null() & lines["document"].is_null(),
        "Values other than actuals": value_type.is_not_null() & ~value_type.is_in(ACTUAL),
    }
    return ledger_parcel(cells, lines_of(cells, lines, left_out))


def _lines(cells: Cells, value: str, currency: str) -> pl.DataFrame:
    """The rows of the list in our words."""
    document, item = cells.text(*DOCUMENT), cells.text(*ITEM)
    return pl.DataFrame(
        {
            "row": cells.rows["row"],
            "document": document,
            "posted_on": cells.day(*POSTED),
            "amount": cells.number(value),
            "currency": cells.text(currency),
            "account": _account(cells),
            "team_id": cells.id(*COST_CENTRE),
            "reference": pl.select(
                pl.concat_str(document, item, separator="/", ignore_nulls=True)
            ).to_series(),
        }
    )


def _account(cells: Cells) -> pl.Series:
    """Number and name of the cost element."""
    number, name = cells.id(*ELEMENT), cells.text(*ELEMENT_NAME)
    if name.null_count() == name.len():
        cells.refusals.notes.append(
            "The cost elements have no names here; a list of the same lines with names would count "
            "them again, because their accounts would be other ones."
        )
    return pl.select(pl.concat_str(number, name, separator=" ", ignore_nulls=True)).to_series()


def _value(export: Export) -> tuple[str, str]:
    """The value to read and the column of its currency."""
    for value, currency in VALUES:
        if export.has(value, currency):
            return value, currency
    raise SourceError(
        f"{export.name} tells no currency of its values",
        "a value and its currency: " + ", or ".join(" with ".join(pair) for pair in VALUES),
        "Add the column of the currency to the layout of the list and export it again",
    )


def _require_day(export: Export) -> None:
    if export.first(*POSTED) is None:
        raise SourceError(
            f"{export.name} has no column {POSTED[0]}",
            "the posting date of each line; a period is no day",
            "Add the posting date to the layout of the list and export it again",
        )
