"""ESCO, occupations: titles and other titles in one language."""

from loaders.cells import Cells
from loaders.contract import Parcel, loader
from loaders.export import Export
from loaders.taxonomy_rows import ESCO, rows


@loader(
    label="ESCO occupations",
    fills=("occupation",),
    keys=(),
    grain="one row per occupation",
    verified="programs that read ESCO v1.1 and v1.2 (occupations_en.csv)",
    recognises=lambda export: (
        export.shape == "table" and export.has("conceptUri", "iscoGroup", "preferredLabel")
    ),
)
def esco_occupations(export: Export) -> Parcel:
    """One occupation per concept.

    export   occupations_<language>.csv of the ESCO download
    returns  occupation: its address as code (relations use it), preferred label, other labels, and
             the ISCO-08 unit group

    Counts: a file in another language replaces the titles; load the language of the firm.
    Leaves out: descriptions, definitions, notes, hidden labels, codes of ESCO and NACE.
    """
    cells = Cells(export)
    told = {
        "code": cells.needed(cells.id("conceptUri"), "conceptUri"),
        "title": cells.needed(cells.text("preferredLabel"), "preferredLabel"),
        "alternate_titles": cells.list("altLabels", separator="\n"),
        "group_code": cells.text("iscoGroup"),
    }
    return cells.parcel({"occupation": rows(cells, "occupation", ESCO, told)})
