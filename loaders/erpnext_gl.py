"""ERPNext, GL Entry: one row per posting line of the general ledger."""

from typing import Final

import polars as pl

from loaders.cells import Cells
from loaders.contract import Parcel, loader
from loaders.export import Export
from loaders.ledger_lines import ledger_parcel, lines_of

# Our name -> the field, and its label on the screen.
ENTRY: Final = ("name", "ID")  # the number of an entry: a second row of it is a copy
POSTED: Final = ("posting_date",)
ACCOUNT: Final = ("account",)
VOUCHER: Final = ("voucher_no",)
DEBIT: Final = ("debit_in_account_currency", "Debit Amount in Account Currency")
CREDIT: Final = ("credit_in_account_currency", "Credit Amount in Account Currency")
CURRENCY: Final = ("account_currency",)
COST_CENTRE: Final = ("cost_center",)
# Without these columns nothing tells which entries are no spend.
TELLING: Final = ("is_opening", "is_cancelled", "voucher_type")
YES: Final = ("yes", "1", "true")
CLOSING: Final = "period closing voucher"


def _at_header(export: Export) -> Export | None:
    """The entries with their header found; the amounts must be told with their own currency."""
    for debit, credit in zip(DEBIT, CREDIT, strict=True):
        view = export.at_header(*POSTED, *ACCOUNT, *VOUCHER, *CURRENCY, debit, credit)
        if view is not None:
            return view
    return None


def _recognises(export: Export) -> bool:
    if export.shape in {"json", "ndjson"}:
        return {*POSTED, *ACCOUNT, *VOUCHER, *CURRENCY, DEBIT[0], CREDIT[0]} <= export.keys
    return export.shape == "table" and _at_header(export) is not None


@loader(
    label="ERPNext GL entries",
    fills=("ledger",),
    keys=(),
    grain="one row per posting line",
    verified="the vendor's published source",
    recognises=_recognises,
    version=2,
    meanings={
        "ledger.amount": "debit_in_account_currency minus credit_in_account_currency [currency of"
        " the account]: what was posted to the account, credits below zero (GL Entry)",
    },
    blind="spend that is not booked yet, and whatever other companies of the group book elsewhere",
)
def erpnext_gl(export: Export) -> Parcel:
    """One row per posting line that is neither opening, closing nor cancelled.

    export   CSV, XLSX or JSON of the doctype GL Entry, under names of fields or their labels
    returns  ledger: posted_on, amount (debit minus credit), currency, account, team_id (the cost
             centre as written), reference (the voucher), tag `measured`

    Counts: amounts in the currency of their account, because the export does not name the company's
    own. All accounts are kept; rules of the firm say which of them are spend on training or AI.
    Leaves out: opening balances, period closing vouchers (they would take back the year's spend),
    cancelled entries, parties (they may be people), remarks.
    """
    view = _at_header(export.as_table()) or export
    cells = Cells(view, copies_count=view.first(*ENTRY) is None)
    missing = [name for name in TELLING if not cells.export.has(name)]
    if missing:
        cells.refusals.notes.append(
            f"The export has no {', no '.join(missing)}: opening, closing or cancelled entries"
            " count as spend, if it holds any."
        )
    voucher_type = cells.text("voucher_type").str.to_lowercase()
    left_out = {
        "Opening balances": cells.text("is_opening").str.to_lowercase().is_in(YES),
        "Cancelled entries": cells.text("is_cancelled").str.to_lowercase().is_in(YES),
        "Period closing vouchers": voucher_type == CLOSING,
    }
    lines = pl.DataFrame(
        {
            "row": cells.rows["row"],
            "posted_on": cells.day(*POSTED),
            "amount": _amount(cells),
            "currency": cells.text(*CURRENCY),
            "account": cells.text(*ACCOUNT),
            "team_id": cells.text(*COST_CENTRE),
            "reference": cells.text(*VOUCHER),
        }
    )
    return ledger_parcel(cells, lines_of(cells, lines, left_out))


def _amount(cells: Cells) -> pl.Series:
    """Debit minus credit; null where both are blank."""
    debit, credit = cells.number(*DEBIT), cells.number(*CREDIT)
    signed = (debit.fill_null(0.0) - credit.fill_null(0.0)).round(6)  # 0.1 + 0.2 is no amount
    return pl.select(pl.when(debit.is_not_null() | credit.is_not_null()).then(signed)).to_series()
