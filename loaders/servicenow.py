"""ServiceNow incidents as a list exports them to CSV or Excel."""

from dataclasses import replace
from typing import Final

import polars as pl

from loaders.cells import Cells
from loaders.contract import Parcel, loader, shaped
from loaders.export import Export
from loaders.lenient import lenient
from loaders.parsed import Parsed, judged
from loaders.tickets import check_ids, in_order, last_told, moments_in, participation
from loaders.values import counts, hours
from store.tables import CANCELLED

SOURCE: Final = "servicenow"
NUMBER: Final = "number"
# Names of fields, which a CSV has, then labels, which an Excel file has.
DATES: Final = {
    "opened_at": ("opened_at", "Opened", "sys_created_on", "Created"),
    "resolved_at": ("resolved_at", "Resolved"),
    "ended_at": ("closed_at", "Closed"),
    "updated": ("sys_updated_on", "Updated"),
}
MARKS: Final = ("opened_at", "sys_created_on", "assignment_group")
TIME_WORKED: Final = "time_worked"
# ServiceNow's own states: their codes, which an export of raw values has, and their words.
STATES: Final = {
    **{"1": "New", "2": "In Progress", "3": "On Hold"},
    **{"6": "Resolved", "7": "Closed", "8": "Canceled"},
}
INCIDENT: Final = r"(?i)^INC\d"  # the same code means something else in changes, requests, tasks
OPEN: Final = ("new", "in progress", "on hold")
NOT_DONE: Final = ("canceled", "cancelled")
# `3 - Moderate`: ServiceNow's scale is fixed, 1 is Critical and 5 is Planning.
PRIORITY: Final = r"^([1-5])(?:\s*-.*)?$"
RECORD_ID: Final = r"^[0-9a-f]{32}$"
SPOKEN: Final = (
    r"(?i)^(?:(\d+) days?)?\s*(?:(\d+) hours?)?\s*(?:(\d+) minutes?)?\s*(?:(\d+) seconds?)?$"
)
HOURS_EACH: Final = (24.0, 1.0, 1 / 60, 1 / 3600)
CAP: Final = 10_000  # rows of one export, unless an administrator raised it


def _recognises(export: Export) -> bool:
    marks = any(export.has(NUMBER, mark) for mark in MARKS)
    return export.shape == "table" and marks


@loader(
    label="ServiceNow incidents",
    fills=("task", "participation", "task_event"),
    keys=("name", "login"),
    grain="one row per incident as it stands at the export, in an event log one row per change",
    verified="vendor's documentation of exports and public exports",
    recognises=_recognises,
    meanings={
        "task.effort_hours": "time_worked [h]: how long the record was open on a screen, a timer"
        " that whoever works can stop (documentation of 2026)",
        "task.reopened": "reopen_count: times the incident was opened again",
        "task.priority": "priority: 1 Critical, 2 High, 3 Moderate, 4 Low, 5 Planning",
    },
    blind="Incidents that the filter of the list, or the rights of whoever exported it, leave out.",
)
def servicenow(export: Export) -> Parcel:
    """One task per incident, with assignee, caller and resolver.

    export   CSV of a list (names of fields in the header) or Excel (labels); columns as chosen
    returns  task (skills are category and subcategory, the configuration item is the component,
             effort_hours [h] the time worked, a timer of how long the record was looked at),
             participation (assignee; caller, else who opened it, as reporter; whoever resolved it
             for somebody else as collaborator), task_event (status: resolved, by whom)

    Counts: an incident closes when it was resolved, without that when it was closed; one that is
    New, In Progress or On Hold again is open. Codes of states are read for numbers like INC0010023
    only: in other tables they mean something else, and the dates decide. Canceled is "cancelled"
    and has no closing. Priority is ServiceNow's own scale from 1 (Critical) to 5 (Planning). Of
    several rows of one incident the one changed last counts. A time worked of zero is a timer that
    nobody started: unknown.
    Leaves out: work notes, comments and descriptions, assignment groups (they are not people), who
    closed or changed a record (often the system), business and calendar durations (time that
    passed, not work), problem, change, urgency, impact. People are told by display name only, which
    ties to nobody; export raw values, or a user's e-mail, to tie them. Nothing tells who had an
    incident first.
    """
    cells = Cells(export)
    cells.refusals.notes.extend(note for note in export.notes if note not in cells.refusals.notes)
    told = in_order(cells, _tasks(cells), *DATES["resolved_at"], *DATES["ended_at"])
    tasks = last_told(told, "changes", "updated")
    _note(cells, told, tasks)
    facts = {
        "task": shaped("task", tasks),
        "participation": participation(tasks),
        "task_event": _resolutions(tasks),
    }
    cap = f"The file has exactly {CAP:,} rows, where ServiceNow cuts an export: load the rest too."
    return replace(cells.parcel(facts), cut=cap if cells.rows.height == CAP else "")


def _tasks(cells: Cells) -> pl.DataFrame:
    """All rows in our words; those without a number or a moment of opening are refused."""
    number = cells.text(NUMBER)
    check_ids(cells, "ServiceNow", number)
    cells.needed(number, NUMBER)
    moments = moments_in(cells, DATES)
    assignee = _person(cells, "assigned_to")
    caller, opener = _person(cells, "caller_id", "Caller"), _person(cells, "opened_by")
    return pl.DataFrame(
        {
            "row": cells.rows["row"],
            "changes": lenient(cells, "sys_mod_count", counts(cells.raw("sys_mod_count"))),
            "task_id": number,
            "source": pl.repeat(SOURCE, cells.rows.height, eager=True),
            "title": cells.text("short_description"),
            "priority": cells.text("priority").str.extract(PRIORITY).cast(pl.Int64),
            "components": cells.list("cmdb_ci", "Configuration item", separator="\n"),
            "skills": _skills(cells),
            "effort_hours": _time_worked(cells),
            "reopened": lenient(cells, "reopen_count", counts(cells.raw("reopen_count"))),
            "parent_id": _parents(cells, number),
            "assignee": assignee,
            "collaborator": _person(cells, "resolved_by"),
            "reporter": pl.select(pl.coalesce(caller, opener)).to_series(),
            **moments.to_dict(),
            **_ending(cells, number, moments),
        }
    )


def _person(cells: Cells, *names: str) -> pl.Series:
    """Keys of people: their record where the export has raw values, else their display name."""
    told = cells.text(*names)
    kind = pl.when(told.str.contains(RECORD_ID)).then(pl.lit("login:servicenow-"))
    return pl.select(kind.otherwise(pl.lit("name:")) + told).to_series()


def _skills(cells: Cells) -> pl.Series:
    """Category and subcategory; null when neither is told."""
    both = pl.concat_list(cells.text("category"), cells.text("subcategory")).list.drop_nulls()
    told = pl.when(both.list.len() > 0).then(both.list.unique(maintain_order=True))
    return pl.select(told).to_series()


def _time_worked(cells: Cells) -> pl.Series:
    """Hours of `1 Hour 20 Minutes` or `1:20:00`; a bare number does not tell its unit."""
    told = cells.text(TIME_WORKED)
    parts = told.str.extract_groups(SPOKEN).struct.unnest()
    spoken = parts.select(
        pl.when(pl.any_horizontal(pl.all().is_not_null())).then(
            pl.sum_horizontal(
                pl.col(name).cast(pl.Float64) * each
                for name, each in zip(parts.columns, HOURS_EACH, strict=True)
            )
        )
    ).to_series()
    clock = hours(pl.select(pl.when(told.str.contains(":")).then(told)).to_series()).values
    both = pl.select(pl.coalesce(spoken, clock)).to_series()
    reason = "a time with its units was expected, like 1 Hour 20 Minutes or 1:20:00"
    read: Parsed = judged(both, told, reason)
    worked = lenient(cells, TIME_WORKED, read)
    return pl.select(pl.when(worked > 0).then(worked)).to_series()


def _parents(cells: Cells, number: pl.Series) -> pl.Series:
    """Number of the incident above; a record's id only where that record is in the file."""
    told = cells.text("parent_incident", "parent")
    own = cells.text("sys_id")
    by_id = {i: n for i, n in zip(own, number, strict=True) if i and n}
    found = told.replace_strict(by_id, default=None, return_dtype=pl.String)
    is_id = told.str.contains(RECORD_ID)
    return pl.select(pl.when(is_id).then(found).otherwise(told)).to_series()


def _ending(cells: Cells, number: pl.Series, moments: pl.DataFrame) -> dict[str, pl.Series]:
    """Status, and when the incident was done; a code is read as a state of incidents only."""
    state = cells.text("state", "incident_state")
    is_incident = number.str.contains(INCIDENT).fill_null(value=False)
    told = state.replace(STATES).zip_with(is_incident, state)
    word = told.str.to_lowercase()
    is_open, is_dropped = (word.is_in(words).fill_null(value=False) for words in (OPEN, NOT_DONE))
    done = pl.when(~(is_open | is_dropped)).then(pl.coalesce("resolved_at", "ended_at"))
    status = pl.when(is_dropped).then(pl.lit(CANCELLED)).otherwise(told)
    return moments.select(closed_at=done, status=status).to_dict()


def _resolutions(tasks: pl.DataFrame) -> pl.DataFrame:
    """Events of those who resolved an incident, at the moment they did."""
    is_told = pl.col("closed_at").is_not_null() & pl.col("collaborator").is_not_null()
    rows = tasks.filter(is_told & (pl.col("closed_at") == pl.col("resolved_at")))
    return shaped(
        "task_event",
        rows.select(
            "task_id",
            person_id="collaborator",
            at="closed_at",
            kind=pl.lit("status"),
            value=pl.lit("Resolved"),
        ),
    )


def _note(cells: Cells, told: pl.DataFrame, tasks: pl.DataFrame) -> None:
    """What the reader should know of this file."""
    notes, earlier = cells.refusals.notes, told.height - tasks.height
    notes.append("A ServiceNow list has no history: first assignees are unknown.")
    if earlier:
        notes.append(f"{earlier} rows tell an earlier state of an incident; the last one counts.")
    names = tasks.select(pl.col("assignee", "reporter").str.starts_with("name:")).sum().row(0)
    if any(names):
        notes.append("People are told by display name; two people of one name count as one.")
