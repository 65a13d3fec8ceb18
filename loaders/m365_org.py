"""Microsoft 365 and the Copilot Dashboard, organisational data: who belongs where on its day."""

from typing import Final

import polars as pl

from loaders.cells import Cells
from loaders.contract import Parcel, loader
from loaders.export import Export
from loaders.roster import roster
from loaders.roster_cells import cells_of, keyed

PERSON: Final = "Microsoft_PersonEmail"
# What an update writes to empty a cell; a number that it empties becomes -1.
EMPTIED: Final = ("''", "-1")


def _recognises(export: Export) -> bool:
    return export.shape == "table" and export.has(PERSON)


@loader(
    label="Microsoft 365 organisational data",
    fills=("person", "membership", "team"),
    keys=("email",),
    grain="one row per person as they stand",
    verified="vendor's documentation",
    recognises=_recognises,
    blind="When anybody came to a team: the file tells neither a day nor a hire date.",
    version=2,
    snapshot=True,
)
def m365_org(export: Export) -> Parcel:
    """One person per address, one membership per person with a unit, and the units of the firm.

    export   CSV as it is uploaded to Microsoft 365: Microsoft_PersonEmail and what else it has
    returns  person, membership (from the day of the file on), team (an Organization below its
             Company)

    Counts: no row tells from which day it holds, so everybody is placed from the day on which the
    file was written; a later list changes what it tells anew, from its own day on. `''` and -1 are
    empty, for an update writes them to delete a value; a blank cell of such an update means that
    nothing changed, and is empty here.
    Leaves out: layers, skills as Microsoft infers them, streets and post codes, ends of roles. What
    was before the first list is not known (load Viva Insights organisational data, which has
    EffectiveDate).
    """
    cells = cells_of(export)
    rows = _rows(cells).filter(cells.refusals.kept)
    notes = cells.refusals.notes
    facts = roster(rows, notes, as_of=export.day)
    notes.append(
        "The file tells no day; one with EffectiveDate (Viva Insights organisational data) tells"
        " what was before."
    )
    return cells.parcel(facts)


def _rows(cells: Cells) -> pl.DataFrame:
    email = cells.needed(_told(cells, PERSON), PERSON).str.to_lowercase()
    both = (_told(cells, "Microsoft_FirstName"), _told(cells, "Microsoft_LastName"))
    name = pl.coalesce(_told(cells, "Microsoft_DisplayName"), pl.concat_str(both, separator=" "))
    return pl.DataFrame(
        {
            "row": cells.rows["row"],
            "person_id": keyed("email:", email),
            "email": email,
            "name": pl.select(name).to_series(),
            "location": _told(cells, "Microsoft_CompanyOfficeLocation"),
            "department": _told(cells, "Microsoft_Organization"),
            "company": _told(cells, "Microsoft_Company"),
            "level": _told(cells, "Microsoft_LevelDesignation"),
            "job_family": _told(cells, "Microsoft_JobDiscipline"),
            "job_title": _told(cells, "Microsoft_JobTitle"),
            "manager_email": _told(cells, "Microsoft_ManagerEmail").str.to_lowercase(),
        }
    )


def _told(cells: Cells, name: str) -> pl.Series:
    """Text that no update has emptied."""
    text = cells.text(name)
    return pl.select(pl.when(~text.is_in(EMPTIED)).then(text)).to_series()
