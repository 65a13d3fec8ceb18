"""Any ledger by mapping: the words that accountants use are found without being told."""

import pytest

from loaders import detect, mapping
from loaders.export import Export
from loaders.mapping_propose import propose

LEDGERS = {
    "names and codes": (
        "Journal Date,Account Code,Cost Centre,Amount,Currency Code,Voucher Number\n"
        "2026-02-03,5410,Payments,1200.50,EUR,V-7\n"
    ),
    "company code": (
        "Posting Date,G/L Account,Cost Center,Amount in Company Code Currency,Local Currency,"
        "Document No\n2026-02-03,5410,Payments,1200.50,EUR,V-7\n"
    ),
    "German": (
        "Buchungsdatum;Konto;Kostenstelle;Betrag;Währung;Belegnummer\n"
        "03.02.2026;5410;Payments;1.200,50;EUR;V-7\n"
    ),
}


@pytest.mark.parametrize("words", LEDGERS)
def test_a_ledger_of_an_unknown_system_is_proposed_whole(words, tmp_path):
    path = tmp_path / "ledger.csv"
    path.write_text(LEDGERS[words], encoding="utf-8")
    export = Export.open(path, day_first=True)
    assert detect(export) is None
    proposed = propose(export, "ledger")
    assert not proposed.missing
    ledger = mapping.apply(export, proposed.plan).facts["ledger"]
    columns = ("amount", "currency", "account", "team_id", "reference")
    assert ledger.select(columns).rows() == [(1200.5, "EUR", "5410", "Payments", "V-7")]
    assert str(ledger["posted_on"][0]) == "2026-02-03"
