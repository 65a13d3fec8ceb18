"""ERPNext: the general ledger as a Data Export of the doctype GL Entry, as CSV."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Final

import polars as pl

from sample_data.firm import Firm
from sample_data.spending import (
    EUR,
    FACILITATION,
    FEES,
    INSTRUCTORS,
    LICENCES,
    NOBODY,
    SEATS,
    TOKENS,
    USD,
)
from sample_data.words import FIRM

SHORT: Final = "HW"  # ERPNext ends every account and cost centre with the company's short name
ACCOUNTS: Final = {
    SEATS: "5410 - Learning Platform",
    FEES: "5420 - Staff Training Fees",
    INSTRUCTORS: "5430 - Internal Instructors",
    FACILITATION: "5440 - Team Facilitation",
    LICENCES: "5450 - AI Licences",
    TOKENS: "5460 - LLM Tokens USD",
}
SUPPLIERS: Final = {
    SEATS: "Open Pier Courses",
    FEES: "Lighthouse Learning",
    INSTRUCTORS: "Payroll",
    FACILITATION: "Sandbank Facilitators",
    LICENCES: "Assistant Works",
    TOKENS: "Assistant Works",
}
CREDITORS: Final = {EUR: "2110 - Creditors", USD: "2120 - Creditors USD"}
WHOLE_FIRM: Final = "Learning and Development"  # a cost centre that is no unit of the HR file
RENT, INCOME = "5200 - Office Rent", "4300 - Training Income"  # no spend on learning
BOOKED_RATE: Final = 0.92  # company currency for a dollar, as the ledger booked it
HEADER: Final = (
    "ID", "Posting Date", "Transaction Date", "Account", "Party Type", "Party", "Cost Center",
    "Project", "Debit Amount", "Credit Amount", "Account Currency",
    "Debit Amount in Account Currency", "Credit Amount in Account Currency", "Against",
    "Voucher Type", "Voucher No", "Remarks", "Is Opening", "Fiscal Year", "Company",
    "Is Cancelled",
)  # fmt: skip
Entry = dict[str, object]


def write_erpnext(firm: Firm, folder: Path) -> list[Path]:
    """One row per posting line: the spending, what stands against it, and what is no spend."""
    entries = [*_invoices(firm), *_others(firm)]
    entries.sort(key=lambda each: (each["Posting Date"], each["Voucher No"]))
    numbered = [
        {"ID": f"ACC-GLE-{str(each['Posting Date'])[:4]}-{number:05d}", **each}
        for number, each in enumerate(entries, start=1)
    ]
    path = folder / "gl_entries.csv"
    table = pl.DataFrame(numbered, schema=dict.fromkeys(HEADER, pl.String()), strict=False)
    path.write_text(table.write_csv(), encoding="utf-8", newline="")
    return [path]


def _invoices(firm: Firm) -> Iterator[Entry]:
    """A voucher for every day and account, with a line a team and one of the creditor."""
    names = [team.name for team in firm.teams]
    vouchers = firm.spending.partition_by(
        "posted_on", "category", as_dict=True, maintain_order=True
    )
    for number, ((day, category), lines) in enumerate(vouchers.items(), start=1):
        voucher = ("Purchase Invoice", f"ACC-PINV-{day.year}-{number:05d}")
        currency, total = lines["currency"][0], int(lines["cents"].sum())
        creditor = CREDITORS[currency]
        for row in lines.iter_rows(named=True):
            centre = WHOLE_FIRM if row["team"] == NOBODY else names[row["team"]]
            yield _entry(day, ACCOUNTS[category], row["cents"], currency, voucher, centre, creditor)
        yield _entry(day, creditor, -total, currency, voucher, "", ACCOUNTS[category]) | {
            "Party Type": "Supplier", "Party": SUPPLIERS[category],
        }  # fmt: skip


def _others(firm: Firm) -> Iterator[Entry]:
    """Entries that are no spend on learning, or none at all: they must change nothing."""
    first, last = firm.plan.first_day, firm.spending["posted_on"].max()
    team, fees = firm.teams[0].name, ACCOUNTS[FEES]
    journal = ("Journal Entry", f"ACC-JV-{first.year}-00001")
    opening = _entry(first, fees, 1_200_000, EUR, journal, team, "Temporary Opening")
    yield opening | {"Is Opening": "Yes", "Remarks": "Opening balance"}
    mistake = ("Purchase Invoice", f"ACC-PINV-{first.year}-90001")
    booked = _entry(first.replace(day=9), fees, 77_700, EUR, mistake, team, CREDITORS[EUR])
    yield booked | {"Is Cancelled": "1", "Remarks": "Booked by mistake"}
    for number, start in enumerate(firm.plan.quarter_starts, start=1):
        voucher = ("Journal Entry", f"ACC-JV-{start.year}-1{number:04d}")
        yield _entry(start, RENT, 9_000_000, EUR, voucher, "Main", "Landlord")
        sold = ("Sales Invoice", f"ACC-SINV-{start.year}-{number:05d}")
        yield _entry(start, INCOME, -350_000, EUR, sold, WHOLE_FIRM, "Debtors")
    for year in range(first.year, last.year):  # type: ignore[union-attr]
        spent = firm.spending.filter(pl.col("posted_on").dt.year() == year, currency=EUR)
        closing = ("Period Closing Voucher", f"ACC-PCV-{year}-00001")
        sums = spent.group_by("category").agg(pl.col("cents").sum()).sort("category")
        for category, cents in sums.iter_rows():
            day = date(year, 12, 31)
            yield _entry(day, ACCOUNTS[category], -cents, EUR, closing, "Main", "Retained Earnings")


def _entry(
    day: date, account: str, cents: int, currency: str, voucher: tuple[str, str], centre: str,
    against: str,
) -> Entry:  # fmt: skip
    """One posting line; below zero is a credit."""
    rate = 1.0 if currency == EUR else BOOKED_RATE
    debit, credit = max(cents, 0), max(-cents, 0)
    return {
        "Posting Date": day.isoformat(),
        "Account": f"{account} - {SHORT}",
        "Cost Center": f"{centre} - {SHORT}" if centre else None,
        "Debit Amount": _money(debit * rate),
        "Credit Amount": _money(credit * rate),
        "Account Currency": currency,
        "Debit Amount in Account Currency": _money(debit),
        "Credit Amount in Account Currency": _money(credit),
        "Against": against,
        "Voucher Type": voucher[0],
        "Voucher No": voucher[1],
        "Is Opening": "No",
        "Fiscal Year": str(day.year),
        "Company": FIRM,
        "Is Cancelled": "0",
    }


def _money(cents: float) -> str:
    return f"{cents / 100:.2f}"
