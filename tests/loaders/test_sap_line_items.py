"""SAP line items: the list of KSB1 under titles, and the fields of COEP."""

from datetime import date
from pathlib import Path

import pytest

from loaders import detect
from loaders.export import Export
from loaders.sap_line_items import sap_line_items
from store.errors import SourceError

SAMPLE = Path(__file__).parent / "samples" / "sap_line_items.xlsx"
COLUMNS = ("posted_on", "amount", "currency", "account", "team_id", "reference")
LIST = "Cost Center;Cost Element;Posting Date;Document Number;Posting Row;"
COEP = "KOKRS;BELNR;BUZEI;BUDAT;KOSTL;KSTAR;WRTTP;WTGBTR;TWAER;WOGBTR;SGTXT\n"


def read(path, **told):
    return sap_line_items.read(Export.open(path, **told))


def file(tmp_path, text, encoding="utf-8"):
    path = tmp_path / "ksb1.csv"
    path.write_bytes(text.encode(encoding))
    return path


def test_the_sample_in_our_words():
    parcel = read(SAMPLE)
    training, payments = "476100 External training", "0000004711"
    assert parcel.facts["ledger"].select(COLUMNS).rows() == [
        (date(2026, 2, 3), 1200.5, "EUR", training, payments, "200004711/1"),
        (date(2026, 2, 10), -300.0, "EUR", training, payments, "200004712/1"),
        (
            date(2026, 2, 28),
            184.0,  # 200 USD in the currency of the transaction; the object's is asked for first
            "EUR",
            "476900 AI licences",
            "0000004720",
            "200004713/3",
        ),
    ]
    assert set(parcel.facts["ledger"]["tag"]) == {"measured"}
    assert (parcel.rows_read, parcel.notes) == (4, ("Sums were left out: 1 rows.",))


def test_decimal_commas_and_a_minus_behind_the_number(tmp_path):
    text = (
        f"{LIST}Val.in rep.cur.;Report currency\n"
        "4711;476100;03.02.2026;200004711;1;1.200,50;EUR\n"
        "4711;476100;28.02.2026;200004712;1;1.234,50-;EUR\n"
    )
    ledger = read(file(tmp_path, text, "cp1252")).facts["ledger"]
    assert ledger.select("posted_on", "amount").rows() == [
        (date(2026, 2, 3), 1200.5),
        (date(2026, 2, 28), -1234.5),
    ]


def test_a_list_without_names_says_that_its_accounts_are_others(tmp_path):
    text = f"{LIST}Value TranCurr;Transaction Currency\n4711;476100;2026-02-03;2;1;5;EUR\n"
    parcel = read(file(tmp_path, text))
    assert parcel.facts["ledger"]["account"].to_list() == ["476100"]
    assert any("would count them again" in note for note in parcel.notes)


def test_the_fields_of_the_table_are_read_and_plans_are_left_out(tmp_path):
    rows = (
        "1000;100;001;20260203;4711;476100;04;1200.50;EUR;1300.00;Workshop with Bo Chen\n"
        "1000;101;001;20260203;4711;476100;01;9000.00;EUR;9900.00;Plan of the year\n"
    )
    path = file(tmp_path, COEP + rows)
    assert detect(Export.open(path)) is sap_line_items
    parcel = read(path)
    assert parcel.facts["ledger"].select(COLUMNS).rows() == [
        (date(2026, 2, 3), 1200.5, "EUR", "476100", "4711", "100/001")
    ]
    assert "Values other than actuals were left out: 1 rows." in parcel.notes


def test_several_currencies_stand_beside_each_other(tmp_path):
    rows = "1000;100;1;20260203;1;2;04;5;EUR;5;\n1000;100;2;20260203;1;2;04;5;USD;5;\n"
    ledger = read(file(tmp_path, COEP + rows)).facts["ledger"]
    assert ledger.select("amount", "currency").rows() == [(5.0, "EUR"), (5.0, "USD")]


def test_lines_that_are_alike_all_stay(tmp_path):
    head = "Cost Center;Cost Element;Posting Date;Document Number;Value TranCurr;"
    row = "4711;476100;2026-02-03;2;5;EUR\n"
    ledger = read(file(tmp_path, f"{head}Transaction Currency\n{row}{row}")).facts["ledger"]
    assert ledger["reference"].to_list() == ["2", "2"]  # numbered by the last look


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (f"{LIST}Val/COArea Crcy\n4711;476100;2026-02-03;2;1;5\n", "no currency"),
        (
            "Cost Element;Document Number;Period;Value TranCurr;Transaction Currency\n1;2;2;5;E\n",
            "no column Posting Date",
        ),
    ],
    ids=["values without a currency", "a period is no day"],
)
def test_a_layout_that_lacks_what_is_needed_is_told_what_to_add(text, found, tmp_path):
    path = file(tmp_path, text)
    assert detect(Export.open(path)) is sap_line_items
    with pytest.raises(SourceError, match=found) as told:
        read(path)
    assert "layout" in told.value.do


def test_a_line_that_cannot_be_read_is_refused_and_the_others_stay(tmp_path):
    rows = (
        "1000;100;1;20260203;4711;476100;04;12 boxes;EUR;5;\n"
        "1000;101;1;99991231;4711;476100;04;5;EUR;5;\n"
        "1000;102;1;20260203;4711;1.2E+15;04;5;EUR;5;\n"
        "1000;103;1;20260203;4711;476100;04;5;EUR;5;\n"
    )
    parcel = read(file(tmp_path, COEP + rows))
    assert parcel.facts["ledger"]["reference"].to_list() == ["103/1"]
    assert parcel.refused["row"].to_list() == [2, 3, 4]
    assert not parcel.refused["reason"].str.contains("boxes").any()
