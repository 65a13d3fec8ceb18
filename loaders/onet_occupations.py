"""O*NET database, Occupation Data: the occupations and their titles."""

from loaders.cells import Cells
from loaders.contract import Parcel, loader
from loaders.export import Export
from loaders.taxonomy_rows import ONET, SOC, is_onet, rows


@loader(
    label="O*NET occupations",
    fills=("occupation",),
    keys=(),
    grain="one row per occupation",
    verified="O*NET 29.3, and the data dictionary of O*NET 30.1 (Occupation Data)",
    recognises=lambda export: is_onet(export, "Title", "Description"),
)
def onet_occupations(export: Export) -> Parcel:
    """One occupation per row of the O*NET-SOC taxonomy.

    export   Occupation Data, as text with tabs, CSV or XLSX
    returns  occupation: code and title

    Counts: the version of O*NET is not in its files; the import ledger tells the file. A newer
    release replaces what it tells anew.
    Leaves out: descriptions.
    """
    cells = Cells(export)
    code = cells.needed(cells.id(SOC), SOC)
    title = cells.needed(cells.text("Title"), "Title")
    told = {"code": code, "title": title}
    return cells.parcel({"occupation": rows(cells, "occupation", ONET, told)})
