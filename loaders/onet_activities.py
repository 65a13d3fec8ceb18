"""O*NET database, Tasks to DWAs: the detailed work activities of an occupation."""

from loaders.cells import Cells
from loaders.contract import Parcel, loader
from loaders.export import Export
from loaders.taxonomy_rows import ONET, SOC, Columns, is_onet, rows

KEY = ["taxonomy", "code", "kind", "skill_id"]


@loader(
    label="O*NET tasks to work activities",
    fills=("occupation_skill",),
    keys=(),
    grain="one row per occupation, task and detailed work activity",
    verified="O*NET 29.3, and the data dictionary of O*NET 30.1 (Tasks to DWAs)",
    recognises=lambda export: is_onet(export, "Task ID", "DWA ID"),
)
def onet_activities(export: Export) -> Parcel:
    """One detailed work activity per occupation.

    export   Tasks to DWAs, as text with tabs, CSV or XLSX
    returns  occupation_skill of the kind activity; its label where the file has it (else it stands
             in the table skill, from DWA Reference)

    Counts: an activity of several tasks of one occupation once.
    Leaves out: which task it belongs to, dates and sources.
    """
    cells = Cells(export)
    code = cells.needed(cells.id(SOC), SOC)
    activity = cells.needed(cells.id("DWA ID"), "DWA ID")
    told: Columns = {
        "code": code,
        "kind": "activity",
        "skill_id": activity,
        "label": cells.text("DWA Title"),
    }
    found = rows(cells, "occupation_skill", ONET, told)
    return cells.parcel({"occupation_skill": found.unique(KEY, keep="first", maintain_order=True)})
