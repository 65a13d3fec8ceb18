"""O*NET database, Content Model Reference: names of skills, abilities, work activities."""

import polars as pl

from loaders.cells import Cells
from loaders.contract import Parcel, loader
from loaders.export import Export
from loaders.taxonomy_rows import ONET, kind_of_element, rows

COLUMNS = ("Element ID", "Element Name", "Description")


@loader(
    label="O*NET content model",
    fills=("skill",),
    keys=(),
    grain="one row per element of the content model",
    verified="O*NET 29.3 (Content Model Reference)",
    recognises=lambda export: (
        export.shape == "table" and export.has(*COLUMNS) and len(export.header) == len(COLUMNS)
    ),
)
def onet_elements(export: Export) -> Parcel:
    """One element per row of the content model.

    export   Content Model Reference, as text with tabs, CSV or XLSX
    returns  skill: id, label, kind, and the element above as parent

    Leaves out: descriptions, and elements that no rating of skills, knowledge, abilities or work
    activities is about.
    """
    cells = Cells(export)
    element = cells.needed(cells.id("Element ID"), "Element ID")
    label = cells.needed(cells.text("Element Name"), "Element Name")
    told = rows(cells, "skill", ONET, {"skill_id": element, "label": label})
    above = pl.col("skill_id").str.replace(r"\.[^.]+$", "")
    found = told.with_columns(
        kind=kind_of_element(pl.col("skill_id")),
        parent_id=pl.when(kind_of_element(above).is_not_null()).then(above),
    ).filter(pl.col("kind").is_not_null())
    if found.height < told.height:
        cells.refusals.notes.append(f"{told.height - found.height} other elements are left out.")
    return cells.parcel({"skill": found})
