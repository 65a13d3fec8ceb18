"""O*NET database, DWA Reference and IWA Reference: names of detailed work activities."""

import polars as pl

from loaders.cells import Cells
from loaders.contract import Parcel, loader
from loaders.export import Export
from loaders.taxonomy_rows import ONET, Columns, rows

# Key, name and key of what stands above, from the fine to the coarse.
STEPS = (("DWA ID", "DWA Title", "IWA ID"), ("IWA ID", "IWA Title", "Element ID"))


@loader(
    label="O*NET detailed and intermediate work activities",
    fills=("skill",),
    keys=(),
    grain="one row per detailed or intermediate work activity",
    verified="O*NET 29.3, and the data dictionary of O*NET 30.1 (DWA Reference, IWA Reference)",
    recognises=lambda export: (
        export.shape == "table"
        and export.has("Element ID", "IWA ID")
        and (export.has("DWA ID", "DWA Title") or export.has("IWA Title"))
    ),
)
def onet_activity_names(export: Export) -> Parcel:
    """One work activity per detailed, and per intermediate one that the file names.

    export   DWA Reference or IWA Reference, as text with tabs, CSV or XLSX
    returns  skill of the kind activity: id, label, and the activity above as parent

    Leaves out: names of work activities themselves (they stand in the content model).
    """
    cells = Cells(export)
    there = [step for step in STEPS if export.has(*step)]
    columns: dict[tuple[str, str, str], Columns] = {
        step: {
            "skill_id": cells.needed(cells.id(step[0]), step[0]),
            "label": cells.needed(cells.text(step[1]), step[1]),
            "parent_id": cells.id(step[2]),
            "kind": "activity",
        }
        for step in there
    }
    found = pl.concat(rows(cells, "skill", ONET, columns[step]) for step in there)
    return cells.parcel({"skill": found.unique("skill_id", keep="first", maintain_order=True)})
