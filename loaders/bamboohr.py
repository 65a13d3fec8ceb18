"""BambooHR, a report on employees: how everybody stands today."""

from collections.abc import Callable
from typing import Final

import polars as pl

from loaders.bamboohr_org import (
    NAME_PARTS,
    NAMES,
    ONE_JOB,
    ended,
    managers_told,
    own_key,
    team_of,
    teams,
)
from loaders.bamboohr_pay import full_time_equivalent, hourly_cost
from loaders.cells import Cells
from loaders.contract import Parcel, loader, shaped
from loaders.export import Export, normalise
from loaders.lenient import lenient
from loaders.values import Parsed, days, flags, lists, numbers

# Names that no other system uses, and those that a report of BambooHR has beside them.
MARKS: Final = ("supervisorEId", "supervisorId", "employmentHistoryStatus", "payRateEffectiveDate")
COMPANIONS: Final = (
    "employeeNumber",
    "hireDate",
    "originalHireDate",
    "terminationDate",
    "workEmail",
    "standardHoursPerWeek",
    "jobTitle",
)
SCREEN_MARKS: Final = ("Job Information: Date", "Employment Status: Date")
ENOUGH: Final = 4
JOB_DATE: Final = "Job Information: Date"
KEYS: Final = ("person_id", "person_key", "employee_id", "email")
INACTIVE: Final = "inactive"


def _recognises(export: Export) -> bool:
    there = {normalise(name) for name in (*export.header, *export.keys)}
    marks = sum(normalise(name) in there for name in MARKS)
    others = sum(normalise(name) in there for name in COMPANIONS)
    is_screen = any(normalise(name) in there for name in SCREEN_MARKS) and "jobtitle" in there
    is_report = (marks > 0 and marks + others >= ENOUGH) or is_screen
    return export.shape in {"table", "json", "ndjson"} and is_report


@loader(
    label="BambooHR employee report",
    fills=("person", "membership", "team"),
    keys=("employee_id", "email", "login"),
    grain="one row per employee as they stand; a row more for each change when the report has them",
    verified="vendor's published client and two connectors",
    recognises=_recognises,
    snapshot=True,
)
def bamboohr(export: Export) -> Parcel:
    """One person and one present membership per employee.

    export   CSV, XLSX or JSON of a report, under names of fields or labels of the screen
    returns  person, membership (team is the department, hourly_cost the pay of an hour), team

    Counts: a membership begins with `Job Information: Date`, without that column with the hire
    date, as if nobody had ever moved. FTE is hours of a week / 40. Rows that repeat an employee
    are a history when their dates differ, else the last one counts. Whoever is inactive without a
    termination date, or has no first day, is in no team. Managers are told by number or address;
    by name only when one person of the file bears it. Custom fields are taken by the plain names
    Level, Job Family, Entry level, Senior level and Certificates.

    With the job history (jobInfo): a membership of both has one key, so it is kept once. Each one
    says that it takes all of the person's time, so that two on one day are cut to one post where
    hours are counted. Without `Job Information: Date` the halves of that post fall to the old and
    the new team of people who moved: add the column to a report that is loaded beside the history.
    Leaves out: all else, such as birth dates, identity numbers, gender, addresses, private mail.
    """
    cells = Cells(export.as_table())
    for line, reason in export.refused_lines:
        cells.refusals.notes.append(f"Line {line} was left out: {reason}.")
    rows = _rows(cells)
    kept = rows.filter(cells.refusals.kept)
    history = ended(kept.with_columns(pl.col("valid_from").fill_null(pl.date(1, 1, 1))))
    history = history.with_columns(
        pl.when(pl.col("valid_from").dt.year() > 1).then("valid_from").alias("valid_from")
    )
    repeats = kept.height - history.height
    if repeats:
        cells.refusals.notes.append(f"{repeats} rows repeat an employee and day; the last counts.")
    facts = {
        "person": _people(history),
        "membership": _memberships(cells, history),
        "team": shaped("team", teams(cells, history)),
    }
    return cells.parcel(facts)


def _rows(cells: Cells) -> pl.DataFrame:
    """The report's rows in our words, with the keys of each employee."""

    def read(parse: Callable[[pl.Series], Parsed], *names: str) -> pl.Series:
        return lenient(cells, names[0], parse(cells.raw(*names)))

    def day(*names: str) -> pl.Series:
        first, told = cells.export.day_first, cells.export.numerals
        return read(lambda column: days(column, names[0], day_first=first, numerals=told), *names)

    keys = _keys(cells)
    week_hours = read(numbers, "standardHoursPerWeek", "Standard hours per week")
    hired, left = _employment(day("hireDate", "originalHireDate"), day("terminationDate"))
    begun = day(JOB_DATE)
    if cells.export.first(JOB_DATE) is None:
        cells.refusals.notes.append(
            f"Without {JOB_DATE} the present department counts from the hire date on."
        )
    return pl.DataFrame(
        {
            "row": cells.rows["row"],
            "order": cells.rows["row"],
            **keys,
            "name": _name(cells),
            "hire_date": hired,
            "termination_date": left,
            "worker_type": _worker_type(cells),
            "location": cells.text("location"),
            "certificates": read(lists, "Certificates"),
            "valid_from": pl.select(pl.coalesce(begun, hired)).to_series(),
            "is_inactive": cells.text("status").str.to_lowercase() == INACTIVE,
            "department": cells.text("department"),
            "division": cells.text("division"),
            "fte": full_time_equivalent(week_hours),
            "job_family": cells.text("Job Family"),
            "job_title": cells.text("jobTitle"),
            "level": cells.text("Level"),
            "entry_level": read(flags, "Entry level"),
            "senior_level": read(flags, "Senior level"),
            "manager_id": managers_told(cells, {name: keys[name] for name in KEYS}),
            **hourly_cost(cells, week_hours).to_dict(),
        }
    )


def _keys(cells: Cells) -> dict[str, pl.Series]:
    """Keys of an employee: what ties the accounts together, and what facts are kept under.

    The firm's own number stands for the person; facts go by BambooHR's number, as the job history
    does, so that both name the same account.
    """
    number, email = cells.text("employeeNumber"), cells.text("workEmail", "Work Email")
    own = own_key(cells, "id", "employeeId")
    by_number, by_email = pl.lit("employee_id:") + number, pl.lit("email:") + email
    keys = pl.select(
        person_key=pl.coalesce(by_number, by_email, own),
        person_id=pl.coalesce(own, by_number, by_email),
        own=own.str.strip_prefix("login:"),
    )
    cells.needed(keys["person_id"], "employeeNumber", "id", "workEmail")
    return {"employee_id": number, "email": email, **keys.to_dict()}


def _employment(hired: pl.Series, left: pl.Series) -> tuple[pl.Series, pl.Series]:
    """First and last day; a last day before the first one ended an earlier employment."""
    is_last = hired.is_null() | (left >= hired)
    return hired, pl.select(pl.when(is_last).then(left)).to_series()


def _name(cells: Cells) -> pl.Series:
    spelled = [cells.text(*names) for names in NAMES]
    parts = [
        pl.concat_str(cells.text(*first), cells.text(*last), separator=" ")
        for first, last in reversed(NAME_PARTS)
    ]
    return pl.select(pl.coalesce(*spelled, *parts)).to_series()


def _worker_type(cells: Cells) -> pl.Series:
    told = cells.text("employmentHistoryStatus", "Employment Status").str.to_lowercase()
    kind = pl.when(told.str.contains("contractor")).then(pl.lit("contractor"))
    return pl.select(kind.when(told.is_not_null()).then(pl.lit("employee"))).to_series()


def _people(history: pl.DataFrame) -> pl.DataFrame:
    """One row per person, as the last of their rows tells it."""
    last = history.sort("valid_from", "row", nulls_last=False)
    told = last.group_by("person_key", maintain_order=True).agg(
        pl.col("own").drop_nulls().unique().sort().alias("logins"),
        pl.exclude("person_key", "own").drop_nulls().last(),
    )
    logins = pl.when(pl.col("logins").list.len() > 0).then("logins").alias("logins")
    people = told.drop("person_id").rename({"person_key": "person_id"}).with_columns(logins)
    return shaped("person", people.sort("person_id"))


def _memberships(cells: Cells, history: pl.DataFrame) -> pl.DataFrame:
    """Rows with a team, a first day, and the last day where it is known."""
    end = pl.min_horizontal("valid_to", pl.col("termination_date").dt.offset_by("1d"))
    rows = history.with_columns(team_id=team_of(), valid_to=end, share=pl.lit(ONE_JOB))
    reasons = {
        "have neither a department nor a division": pl.col("team_id").is_null(),
        "have no first day": pl.col("valid_from").is_null(),
        "are inactive without a termination date": pl.col("is_inactive")
        & pl.col("termination_date").is_null(),
        "left before their job began": pl.col("valid_to") <= pl.col("valid_from"),
    }
    for words, where in reasons.items():
        failed = where.fill_null(value=False)
        count = rows.filter(failed).height
        if count:
            cells.refusals.notes.append(f"{count} people {words}; they are in no team.")
        rows = rows.filter(~failed)
    return shaped("membership", rows.sort("row"))
