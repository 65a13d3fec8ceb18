"""O*NET database, Task Statements: what people of an occupation do."""

from typing import Final

import polars as pl

from loaders.cells import Cells
from loaders.contract import Parcel, loader
from loaders.export import Export
from loaders.taxonomy_rows import ONET, SOC, Columns, is_onet, rows

NEEDS: Final = {"core": "essential", "supplemental": "optional"}


@loader(
    label="O*NET task statements",
    fills=("occupation_skill",),
    keys=(),
    grain="one row per occupation and task",
    verified="O*NET 29.3, and the data dictionary of O*NET 30.1 (Task Statements)",
    recognises=lambda export: is_onet(export, "Task ID", "Task", "Task Type"),
)
def onet_tasks(export: Export) -> Parcel:
    """One task per occupation and task statement.

    export   Task Statements, as text with tabs, CSV or XLSX
    returns  occupation_skill of the kind task; core tasks are essential, supplemental ones optional

    Counts: a task without a type (n/a) is of unknown need.
    Leaves out: how many answered, dates and sources; importance (a file of its own).
    """
    cells = Cells(export)
    code = cells.needed(cells.id(SOC), SOC)
    task = cells.needed(cells.id("Task ID"), "Task ID")
    label = cells.needed(cells.text("Task"), "Task")
    types = cells.text("Task Type").str.to_lowercase()
    need = types.replace_strict(NEEDS, default=None, return_dtype=pl.String)
    told: Columns = {"code": code, "kind": "task", "skill_id": task, "label": label, "need": need}
    return cells.parcel({"occupation_skill": rows(cells, "occupation_skill", ONET, told)})
