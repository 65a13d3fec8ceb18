"""ERPNext GL entries: debits minus credits in the currency of their account, each line once."""

import json
from datetime import date
from pathlib import Path

import pytest

from loaders import detect
from loaders.erpnext_gl import erpnext_gl
from loaders.export import Export

SAMPLE = Path(__file__).parent / "samples" / "erpnext_gl.csv"
COLUMNS = ("posted_on", "amount", "currency", "account", "team_id", "reference")
FIELDS = (
    "posting_date,account,cost_center,account_currency,debit_in_account_currency,"
    "credit_in_account_currency,voucher_type,voucher_no"
)


def read(path, **told):
    return erpnext_gl.read(Export.open(path, **told))


def file(tmp_path, text, encoding="utf-8", name="GL Entry.csv"):
    path = tmp_path / name
    path.write_bytes(text.encode(encoding))
    return path


def test_the_sample_in_our_words():
    ledger = read(SAMPLE).facts["ledger"]
    training, march = "5410 - Staff Training - AC", date(2026, 2, 3)
    invoice = "ACC-PINV-2026-00007"
    assert ledger.select(COLUMNS).rows() == [
        (march, 1200.5, "EUR", training, "Payments - AC", invoice),
        (march, 1200.5, "EUR", training, "Payments - AC", invoice),
        (march, -2401.0, "EUR", "2110 - Creditors - AC", None, invoice),
        (
            date(2026, 2, 10),
            200.0,  # 184 in the company's currency, which the export does not name
            "USD",
            "5420 - AI Licences - AC",
            "Ledger - AC",
            "ACC-PINV-2026-00008",
        ),
        (date(2026, 2, 11), -300.0, "EUR", training, "Ledger - AC", "ACC-PINV-2026-00009"),
    ]
    assert set(ledger["tag"]) == {"measured"}
    assert ledger["category"].null_count() == 5  # rules of the firm fill it when it is read


def test_openings_closings_and_cancelled_entries_are_no_spend_and_are_counted():
    parcel = read(SAMPLE)
    assert parcel.rows_read == 8
    assert parcel.notes == (
        "Opening balances were left out: 1 rows.",
        "Cancelled entries were left out: 1 rows.",
        "Period closing vouchers were left out: 1 rows.",
    )
    assert parcel.refused.is_empty()


def test_the_fields_of_the_interface_are_read_as_json(tmp_path):
    entry = {
        "name": "ACC-GLE-2026-00002",
        "posting_date": "2026-02-03",
        "account": "5410 - Staff Training - AC",
        "cost_center": "Payments - AC",
        "account_currency": "EUR",
        "debit_in_account_currency": 1200.5,
        "credit_in_account_currency": 0.0,
        "voucher_no": "ACC-PINV-2026-00007",
        "is_opening": "No",
        "is_cancelled": 0,
        "remarks": "Workshop for Ana and three others",
    }
    path = file(tmp_path, json.dumps({"data": [entry]}), name="gl.json")
    assert detect(Export.open(path)) is erpnext_gl
    ledger = read(path).facts["ledger"]
    assert ledger.select("amount", "team_id").rows() == [(1200.5, "Payments - AC")]


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        (f'{FIELDS}\n03-02-2026,A,C,EUR,"1,200.50",0,Journal Entry,V-1\n', 1200.5),
        (f"{FIELDS}\n28-02-2026,A,C,EUR,,300.00,Journal Entry,V-1\n", -300.0),
        (f"Export of today\n\n{FIELDS}\n28-02-2026,A,C,EUR,5,0,Journal Entry,V-1\n", 5.0),
    ],
    ids=["thousands and day first", "a blank debit is none", "titles above"],
)
def test_what_people_do_to_their_exports(text, amount, tmp_path):
    parcel = read(file(tmp_path, text), day_first=True)
    assert parcel.facts["ledger"]["amount"].to_list() == [amount]
    assert parcel.facts["ledger"]["posted_on"].dt.month().to_list() == [2]


def test_a_line_without_day_amount_or_currency_is_refused_and_the_others_stay(tmp_path):
    rows = (
        "0000-00-00,A,C,EUR,5,0,Journal Entry,V-1\n2026-02-01,A,C,EUR,,,Journal Entry,V-2\n"
        "2026-02-01,A,C,,5,0,Journal Entry,V-3\n2026-02-01,A,C,EUR,much,0,Journal Entry,V-4\n"
        "2026-02-01,A,C,EUR,5,0,Journal Entry,V-5\n"
    )
    parcel = read(file(tmp_path, f"{FIELDS}\n{rows}"))
    assert parcel.facts["ledger"]["reference"].to_list() == ["V-5"]
    assert parcel.refused["row"].to_list() == [2, 3, 4, 5]
    assert not parcel.refused["reason"].str.contains("much").any()


def test_entries_in_windows_1252_and_utf16_are_read(tmp_path):
    text = f"{FIELDS}\n2026-02-01,Förderung,Größe,EUR,5,0,Journal Entry,V-1\n"
    for encoding in ("cp1252", "utf-16"):
        ledger = read(file(tmp_path, text, encoding)).facts["ledger"]
        assert ledger.select("account", "team_id").rows() == [("Förderung", "Größe")]


def test_a_ledger_whose_amounts_have_no_currency_of_their_own_is_left_to_a_mapping(tmp_path):
    text = "posting_date,account,debit,credit,voucher_type,voucher_no\n2026-02-01,A,5,0,J,V-1\n"
    assert detect(Export.open(file(tmp_path, text))) is None


def test_without_the_columns_that_tell_of_openings_the_reader_is_warned(tmp_path):
    names = "posting_date,account,account_currency,voucher_no"
    amounts = "debit_in_account_currency,credit_in_account_currency"
    parcel = read(file(tmp_path, f"{names},{amounts}\n2026-02-01,A,EUR,V-1,5,0\n"))
    assert any("no is_opening, no is_cancelled, no voucher_type" in n for n in parcel.notes)
    assert parcel.facts["ledger"].height == 1
