"""Odoo, the list of employees: how everybody stands today."""

from collections import defaultdict
from itertools import pairwise
from typing import Final

import polars as pl

from loaders.cells import Cells
from loaders.contract import Parcel, loader
from loaders.export import Export
from loaders.lenient import lenient
from loaders.roster import roster, worker_kind
from loaders.roster_cells import cells_of, day, keyed
from loaders.roster_teams import NAMED
from loaders.values import flags

# Labels of a database in English, and technical names: these all, and one of those.
LABELS: Final = ("Work Email", "Department", "Job Position")
OTHER_LABELS: Final = ("Manager", "Coach", "Work Location", "Employee Type")
FIELDS: Final = ("work_email", "department_id")
OTHER_FIELDS: Final = ("parent_id", "coach_id", "job_id", "work_location_id", "employee_type")
BELOW: Final = " / "  # Odoo writes a department as "Services / Support", the upper one first
OF_HORILLA: Final = ("Reporting Manager",)


def _view(export: Export) -> Export | None:
    """The table with its header found."""
    for names, others in ((LABELS, OTHER_LABELS), (FIELDS, OTHER_FIELDS)):
        view = export.at_header(*names) if export.shape == "table" else None
        if view is not None and any(map(view.has, others)) and not view.has(*OF_HORILLA):
            return view
    return None


@loader(
    label="Odoo employees",
    fills=("person", "membership", "team"),
    keys=("email", "name"),
    grain="one row per employee as they stand",
    verified="vendor's source code, of the fields and their labels",
    recognises=lambda export: _view(export) is not None,
    snapshot=True,
    blind="Without the column First Contract Date the list has no first day, so its people count "
    "from the day of the file on; moves and earlier contracts are not in it.",
)
def odoo_employee(export: Export) -> Parcel:
    """One person and one present membership per employee.

    export   CSV or XLSX of the list of employees, under technical names or the labels of a
             database in English
    returns  person, membership (team is Department), team (departments below companies)

    Counts: a department is named with those above it (Services / Support), and stands below them;
    a membership begins with the first contract, as if nobody had ever moved; without one
    with the day of the file. It ends after the departure date. People are told by work address,
    those without one by name, which ties them to nothing else. The manager is a name: it counts
    only when one employee of the file bears it.
    Leaves out: external ids, badges and pay (their columns are not known from a real file),
    coaches, calendars, private and identity fields.
    """
    cells = cells_of(_view(export) or export)
    rows = _rows(cells).filter(cells.refusals.kept)
    nameless = int(rows["email"].is_null().sum())
    if nameless:
        cells.refusals.notes.append(f"{nameless} people have no work address; a name ties nothing.")
    facts = roster(rows, cells.refusals.notes, as_of=export.day)
    return cells.parcel({**facts, "team": _below_one_another(facts["team"])})


def _below_one_another(teams: pl.DataFrame) -> pl.DataFrame:
    """Teams with the departments that their names name above them.

    Counts: an upper department that has nobody itself stands below the company of those below it,
    and below none where these are in several companies.
    """
    parents = dict(teams.select("team_id", "parent_id").iter_rows())
    names = dict(teams.select("team_id", "name").iter_rows())
    companies = defaultdict(set)
    for team, company in parents.copy().items():
        path = [team] if team.startswith(NAMED["company"]) else _path(team)
        parents.update(pairwise(path))
        companies[path[-1]].add(company)
    for top, told in companies.items():
        parents.setdefault(top, next(iter(told)) if len(told) == 1 else None)
    rows = [(team, names.get(team, team), parent) for team, parent in parents.items()]
    return pl.DataFrame(rows, schema=teams.schema, orient="row").sort("team_id")


def _path(name: str) -> list[str]:
    """A department and those above it, the uppermost last: A / B / C, A / B, A."""
    parts = name.split(BELOW)
    if not all(map(str.strip, parts)):
        return [name]
    return [BELOW.join(parts[:n]) for n in range(len(parts), 0, -1)]


def _rows(cells: Cells) -> pl.DataFrame:
    """The employees in the words of a roster."""
    email, name = cells.text("Work Email", "work_email"), cells.text("Employee Name", "name")
    key = pl.select(pl.coalesce(keyed("email:", email), keyed("name:", name))).to_series()
    title = pl.coalesce(cells.text("Job Title", "job_title"), cells.text("Job Position", "job_id"))
    active = lenient(cells, "active", flags(cells.raw("Active", "active")))
    return pl.DataFrame(
        {
            "row": cells.rows["row"],
            "person_id": cells.needed(key, "Work Email", "work_email"),
            "email": email,
            "name": name,
            "hire_date": day(cells, "First Contract Date", "first_contract_date"),
            "termination_date": day(cells, "Departure Date", "departure_date"),
            "is_inactive": ~active.fill_null(value=True),
            "worker_type": worker_kind(cells.text("Employee Type", "employee_type")),
            "location": cells.text("Work Location", "work_location_id"),
            "department": cells.text("Department", "department_id"),
            "company": cells.text("Company", "company_id"),
            "job_title": pl.select(title).to_series(),
            "manager_name": cells.text("Manager", "parent_id"),
        }
    )
