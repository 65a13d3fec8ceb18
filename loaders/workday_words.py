"""What tenants of Workday call the columns of their worker reports, and how these are read.

There is no standard report: a tenant chooses the columns and their names. Taken are the names that
published connectors read from real tenants; others need a mapping.
"""

import re
from typing import Final

import polars as pl

from loaders.cells import Cells
from loaders.roster import worker_kind
from loaders.roster_cells import day, filled, keyed, number, spoken_name
from loaders.roster_managers import plain_name

PERSON: Final = ("Employee_ID", "Worker_ID", "Associate ID", "External_ID")
EMAIL: Final = ("Work_Email", "primaryWorkEmail", "Email_-_Work", "Email")
NAME: Final = ("Preferred_Full_Name", "Full_Name", "Worker", "Associate", "Name")
NAME_PARTS: Final = (
    ("Preferred_First_Name", "Preferred_Last_Name"),
    ("First_Name", "Last_Name"),
    ("Legal_Name_First_Name", "Legal_Name_Last_Name"),
)
HIRED: Final = ("Hire_Date", "Most_Recent_Hire_Date", "Start_Date", "Original_Hire_Date")
TEAM: Final = ("Team_Name", "Team")
ORGANISATION: Final = ("Supervisory_Organization",)
MANAGER_EMAIL: Final = ("Manager_Email", "Manage_Email_Address")  # the second is spelled so
MANAGER: Final = ("Manager_ID", "Manager", "Manager_Name", *MANAGER_EMAIL)
# Columns that are taken as they stand.
PLAIN: Final = {
    "location": ("Primary_Work_Location", "Location", "Country"),
    "job_title": ("Business_Title", "Job_Title", "Job_Profile", "Current Job Profile"),
    "job_family": ("Job_Family", "Job_Family_Group"),
    "level": ("Management_Level", "management_level_code", "Grade"),
    "division": ("Division",),
    "company": ("Company",),
    "team_id": ("Team_ID",),
    "parent_id": ("Parent_Team_ID",),
}
KIND: Final = ("Worker_Type", "Employee_Type", "Worker_Sub_Type")
GONE: Final = ("terminated", "inactive")
IN_PER_CENT: Final = ("full_time_equivalent_percentage",)
IN_PARTS: Final = ("paid_fte", "working_fte")
SURELY_PER_CENT: Final = 2.0  # nobody holds more than two full posts
# Columns of reports on learning, which name workers as well.
LEARNING: Final = (
    "Learning content",
    "Assignment_Status",
    "Assigned_Date",
    "Completion_Date",
    "Completion_Status",
)


def worker_rows(cells: Cells) -> pl.DataFrame:
    """The rows of a worker report as a roster reads them."""
    number_of, email = filled(cells, *PERSON), filled(cells, *EMAIL).str.to_lowercase()
    by_number, by_email = keyed("employee_id:", number_of), keyed("email:", email)
    person = pl.select(pl.coalesce(by_number, by_email)).to_series()
    cells.needed(person, *PERSON)
    status = cells.text("Employee_Status").str.to_lowercase()
    managers = _managers(cells, number_of)
    return pl.DataFrame(
        {
            "row": cells.rows["row"],
            "person_id": person,
            "employee_id": number_of,
            "email": email,
            "name": _names(cells),
            "hire_date": _hired(cells),
            "termination_date": day(cells, "Termination_Date"),
            "is_inactive": status.is_in(GONE),
            "worker_type": worker_kind(filled(cells, *KIND)),
            "fte": _fte(cells),
            **{column: filled(cells, *names) for column, names in PLAIN.items()},
            **_units(cells, managers["manager_name"]),
            **managers,
        }
    )


def bare(cells: pl.Series) -> pl.Series:
    """Names without what stands in brackets behind them: a number, `(On Leave)`."""
    text = cells.str.replace(r"(\s*\([^()]*\))+$", "").str.strip_chars()
    return pl.select(pl.when(text != "").then(text)).to_series()


def _names(cells: Cells) -> pl.Series:
    told = [bare(cells.text(name)) for name in NAME]
    return pl.select(
        pl.coalesce(*told, *(spoken_name(cells, *both) for both in NAME_PARTS))
    ).to_series()


def _hired(cells: Cells) -> pl.Series:
    """First day: the last employment's where several are told."""
    return pl.select(pl.coalesce([day(cells, name) for name in HIRED])).to_series()


def _managers(cells: Cells, numbers: pl.Series) -> dict[str, pl.Series]:
    """What is told of managers; the column Manager holds a number or a name."""
    told = filled(cells, "Manager", "Manager_Name")
    is_number = told.is_in(numbers.drop_nulls().unique().implode())
    own = pl.coalesce(cells.text("Manager_ID"), pl.when(is_number).then(told))
    name = pl.coalesce(cells.text("Manager_Name"), pl.when(~is_number).then(told))
    return {
        "manager_key": keyed("employee_id:", pl.select(own).to_series()),
        "manager_email": filled(cells, *MANAGER_EMAIL).str.to_lowercase(),
        "manager_name": bare(pl.select(name).to_series()),
    }


def _fte(cells: Cells) -> pl.Series:
    """Part of a full post, (0, 1]: per cent where the column says so, or holds more than posts."""
    per_cent, parts, either = (
        pl.select(pl.coalesce([number(cells, name) for name in names])).to_series()
        for names in (IN_PER_CENT, IN_PARTS, ("FTE",))
    )
    if (either > SURELY_PER_CENT).any():
        either = either / 100
    told = pl.select(pl.coalesce(parts, per_cent / 100, either)).to_series().clip(upper_bound=1)
    return pl.select(pl.when(told > 0).then(told)).to_series()


def _units(cells: Cells, managers: pl.Series) -> dict[str, pl.Series]:
    """Team and department: a supervisory organisation is below its department where both stand.

    managers  names, which Workday writes behind the organisation that they lead
    """
    people = {plain_name(name) for name in (*managers, *_names(cells)) if name}
    organisation = filled(cells, *ORGANISATION)
    organisation = pl.Series(
        [_without_head(name, people) for name in organisation], dtype=pl.String
    )
    team, department = filled(cells, *TEAM), cells.text("Department")
    if cells.export.has("Department"):
        team = pl.select(pl.coalesce(team, organisation)).to_series()
    elif cells.export.has(*ORGANISATION):
        department = organisation
    elif cells.export.first(*TEAM, "Team_ID", "Division") is None:
        department = cells.text("Cost_Center")
    return {"team": team, "department": department, "team_name": filled(cells, *TEAM)}


def _without_head(unit: str | None, people: set[str]) -> str | None:
    """A unit's name without the person behind it: a team must not name anybody."""
    found = re.fullmatch(r"(.+?)\s*\(([^()]+)\)", unit or "")
    return found[1] if found and plain_name(found[2]) in people else unit
