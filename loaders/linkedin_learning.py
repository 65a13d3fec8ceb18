"""LinkedIn Learning, Learner Summary report: how long each person viewed in a period."""

from typing import Final

import polars as pl

from loaders.cells import Cells
from loaders.contract import Parcel, loader
from loaders.export import Export
from loaders.trainings import (
    finished,
    finished_on,
    first_filled,
    once,
    parcel,
    people,
    prefixed,
    training,
)
from store.errors import SourceError

COURSE: Final = "LinkedIn Learning (all viewing of a period)"
PROVIDER: Final = "LinkedIn Learning"
VIEWED, END = "Hours Viewed", "End Day"
WHO, FIRM = "Unique User ID", "People Logged In"


def _at_header(export: Export) -> Export | None:
    """The export with its header row found; also of the firm's totals, to say what they are."""
    if export.shape != "table":
        return None
    return export.at_header(VIEWED, WHO) or export.at_header(VIEWED, FIRM)


@loader(
    label="LinkedIn Learning learner summary",
    fills=("training", "person"),
    keys=("email", "id"),
    grain="one row per learner and period",
    verified="vendor's help pages",
    recognises=lambda export: _at_header(export) is not None,
    meanings={
        "training.hours": "Hours Viewed [h]: length of the content that was played in the period,"
        " completed or not; played twice as fast it counts in full, and again when repeated",
    },
    blind="It cannot see single courses or what was completed, only courses of LinkedIn and videos"
    " of the firm's own, and nothing that is learnt elsewhere.",
)
def linkedin_learning(export: Export) -> Parcel:
    """One row per person and period with the hours viewed in it, on its last day.

    export   Learner Summary as CSV or XLSX, grouped so that it says Start Day and End Day
    returns  training: hours [h] viewed, under one course that stands for all of them
             person: e-mail, unique id (an account name of the firm's sign-on) and name tied

    Counts: a report that does not say its days is refused, because a training without a day is
    none. Do not load it beside the answers of the reporting API, or by week and by month: the same
    hours would count twice. Days are those of the Pacific time zone.
    Leaves out: people who viewed nothing (a note counts them), days logged in, views, completions
    (their courses are not told).
    """
    view = _check(_at_header(export) or export)
    cells = Cells(view)
    hours = cells.hours(VIEWED)
    viewed = (hours > 0).fill_null(value=False)
    idle = len(hours) - int(viewed.sum())
    if idle:
        cells.refusals.notes.append(f"{idle} rows tell no hours viewed; they are left out.")
    email, own = cells.text("Email"), cells.id(WHO)
    told = {
        "person_id": first_filled(prefixed("email:", email), prefixed("id:", own)),
        "email": email,
        "own": own,
        "name": cells.text("Name"),
        "course": pl.repeat(COURSE, len(hours), dtype=pl.String, eager=True),
        "provider": pl.repeat(PROVIDER, len(hours), dtype=pl.String, eager=True),
        "completed_on": finished_on(cells, viewed, END),
        "hours": hours,
    }
    needed = {"person_id": "Email", "completed_on": END}
    rows = once(cells, finished(cells, told, viewed, needed, among=viewed))
    return parcel(cells, {"training": training(rows), "person": people(rows)})


def _check(view: Export) -> Export:
    """Stop at reports without people or without days, saying which one to export."""
    if not view.has(WHO):
        raise SourceError(
            f"{view.name} holds totals of the firm, without people",
            "one row per learner with Unique User ID and Hours Viewed",
            "Export the Learner Summary, grouped by week or month",
        )
    if not view.has(END):
        raise SourceError(
            f"{view.name} does not say which days it is about",
            "columns Start Day and End Day beside Hours Viewed",
            "Export the Learner Summary grouped by week or month; or save the answer of the"
            " reporting API (by individual and content), which tells single courses",
        )
    return view
