"""OrangeHRM, the personal data of employees: which number has which address."""

from typing import Final

import polars as pl

from loaders.cells import Cells
from loaders.contract import Parcel, loader, shaped
from loaders.export import Export
from loaders.roster_cells import cells_of, keyed

MARKS: Final = ("first_name", "middle_name", "last_name", "employee_id", "other_id")


def _recognises(export: Export) -> bool:
    return export.shape == "table" and export.at_header(*MARKS) is not None


@loader(
    label="OrangeHRM personal data",
    fills=("person",),
    keys=("employee_id", "email"),
    grain="one row per employee as they stand",
    verified="vendor's source code, of the file that it writes",
    recognises=_recognises,
    snapshot=True,
    blind="It holds no job, team, manager, hire date or last day: it only ties numbers to "
    "addresses, and people need a membership from elsewhere.",
)
def orangehrm(export: Export) -> Parcel:
    """One person per employee.

    export   CSV of the personal data (PIM)
    returns  person: employee_id, work e-mail address, name

    Counts: of rows that repeat an employee the last one counts.
    Leaves out: driving licences, other ids, genders, marital status, nationalities, birth dates,
    addresses, phones, other mail. There is nothing else.
    """
    cells = cells_of(export.at_header(*MARKS) or export)
    people = _people(cells).filter(cells.refusals.kept)
    once = people.unique("person_id", keep="last", maintain_order=True)
    if once.height < people.height:
        again = people.height - once.height
        cells.refusals.notes.append(f"{again} rows repeat an employee; the last counts.")
    return cells.parcel({"person": shaped("person", once.drop("row"))})


def _people(cells: Cells) -> pl.DataFrame:
    """The employees, each with a number or an address."""
    number, email = cells.id("employee_id"), cells.text("work_email")
    key = pl.select(pl.coalesce(keyed("employee_id:", number), keyed("email:", email)))
    name = pl.concat_str(
        cells.text("first_name"), cells.text("last_name"), separator=" ", ignore_nulls=True
    )
    return pl.DataFrame(
        {
            "row": cells.rows["row"],
            "person_id": cells.needed(key.to_series(), "employee_id"),
            "employee_id": number,
            "email": email,
            "name": pl.select(pl.when(name != "").then(name)).to_series(),
        }
    )
