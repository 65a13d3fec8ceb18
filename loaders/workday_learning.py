"""Workday Learning, report of assignments: who completed which learning content when."""

from typing import Final

from loaders.cells import Cells
from loaders.contract import Parcel, loader
from loaders.export import Export
from loaders.trainings import BLIND, finished, finished_on, once, parcel, prefixed, training

NUMBER, CONTENT = "Employee ID", "Learning content"
WRAPPER: Final = "Report_Entry"
DONE: Final = "Assigment_Record_Completion_Moment"  # written so


def _at_header(export: Export) -> Export | None:
    """The report as a table with its header row found, titles and prompts above it left out."""
    is_answer = export.shape in {"json", "ndjson"} and WRAPPER in export.keys
    if not (is_answer or export.shape == "table"):
        return None
    view = export.as_table()
    return view.at_header(NUMBER, CONTENT, DONE)


@loader(
    label="Workday Learning assignments",
    fills=("training",),
    keys=("employee_id",),
    grain="one row per worker and assignment",
    verified="vendor documentation of an integration that reads such a report",
    recognises=lambda export: _at_header(export) is not None,
    blind=BLIND,
)
def workday_learning(export: Export) -> Parcel:
    """One row per person and completed assignment of learning content.

    export   report on Learning Assignments by Learning Organization as CSV, XLSX or JSON
             (Report_Entry) with Employee ID, Learning content, Assigment_Record_Completion_Moment
    returns  training: completed_on is the day of the completion moment as written

    Counts: the completion moment decides; the words of Assignment_Status are the firm's own. Firms
    name such reports themselves: other names are loaded through a mapping.
    Leaves out: assignments without a completion (a note counts them), who assigned them, names,
    what was learnt without an assignment; hours, which the report has not.
    """
    cells = Cells(_at_header(export) or export)
    cells.refusals.notes.extend(note for note in export.notes if note not in cells.refusals.notes)
    is_finished = cells.text(DONE).is_not_null()
    told = {
        "person_id": prefixed("employee_id:", cells.id(NUMBER)),
        "course": cells.text(CONTENT),
        "completed_on": finished_on(cells, is_finished, DONE),
    }
    needed = {"person_id": NUMBER, "course": CONTENT, "completed_on": DONE}
    rows = once(cells, finished(cells, told, is_finished, needed))
    return parcel(cells, {"training": training(rows)})
