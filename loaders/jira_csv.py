"""Jira issues as the issue navigator exports them to CSV, from the cloud or an own server."""

from dataclasses import replace
from typing import Final

import polars as pl

from loaders.coded import CodedCells
from loaders.contract import Parcel, loader, shaped
from loaders.distinct import parsed_by_cell
from loaders.export import Export
from loaders.jira_cells import blocked, blockers, comments, dated, work_logs
from loaders.jira_columns import EPIC, ID, KEY, TYPE, positions, read
from loaders.jira_people import are_logins, events, participation, people, person_key
from loaders.jira_words import DONE, NOT_DONE, PRIORITIES, SOURCE
from loaders.parts import once
from loaders.values import hours, texts
from store.errors import SourceError
from store.tables import CANCELLED

# The status category is the one part of a status that firms cannot rename. In another language the
# date of resolution decides.
CATEGORIES: Final = ("to do", "in progress", DONE)
PAGE: Final = 1000  # issues in one export, unless an administrator raised it
ROUNDED: Final = r"^\d(?:[.,]\d+)?E\+\d+$"  # 1.2E+15
GAPS: Final = {
    "issue keys (issue ids are used)": KEY,
    "assignees (nobody is credited)": ("Assignee",),
    "reporters": ("Reporter",),
    "types": TYPE,
    "due dates": ("Due date",),
    "components": ("Component/s", "Components"),
    "estimates": ("Original estimate",),
}


def _recognises(export: Export) -> bool:
    if export.shape != "table" or not export.has("Summary"):
        return False
    has_key = export.first(*KEY) is not None and export.first(ID, *TYPE) is not None
    return has_key or export.has(ID, "Status", "Created")


@loader(
    label="Jira CSV",
    fills=("task", "participation", "task_event", "person"),
    keys=("login", "name"),
    grain="one row per issue as it stands at the export",
    verified="a census of public exports; one public export",
    recognises=_recognises,
    version=2,
)
def jira_csv(export: Export) -> Parcel:
    """One task per issue, with its people, comments and work logs.

    export   CSV of the issue navigator; of columns that repeat (Labels, Comment ...) all are read
    returns  task, participation (assignee, reporter, and whoever else logged work as collaborator;
             where work is logged weight is the share of the hours), task_event (comment, worklog),
             person (account ids of the cloud with the names beside them)

    Counts: done is what the status category says, without that column what has a date of
    resolution. Closed without being done (Won't Do, Duplicate ...) is "cancelled" and has no
    closing. Estimates and logged work are seconds in the file and hours here; story points are no
    hours. Of two rows of one issue the one updated last counts. Of two issues that a "Blocks" link
    ties, the blocking one comes first.
    Leaves out: descriptions, bodies of comments and work logs, watchers, sums over sub-tasks,
    attachments, other custom fields. The file tells how issues stand, not how they came there: the
    first assignee, reopenings and moves between statuses are unknown.
    """
    cells = read(export)
    cells.require("Created")
    moments, parts = dated(cells, {"Comment": comments(cells), "Log Work": work_logs(cells)})
    column = export.header[int(export.first(*KEY, ID) or 0)]
    tasks = once(cells, _tasks(cells, moments), column, "issue")
    known = tasks[["row", "task_id"]]
    tasks = blocked(tasks, blockers(cells, known))
    _note(cells, tasks)
    accounts = people(cells)
    cells.let_go(set(cells.rows.columns) - {"row"})
    del moments
    facts = {
        "task": shaped("task", tasks.with_columns(source=pl.lit(SOURCE))),
        "participation": participation(tasks, parts["Log Work"]),
        "task_event": events(tasks, parts["Comment"], parts["Log Work"]),
        "person": accounts,
    }
    return replace(cells.parcel(facts), cut=_cut(cells.rows.height))


def _tasks(cells: CodedCells, moments: pl.DataFrame) -> pl.DataFrame:
    """Rows of the file as tasks, with row, updated, is_unfinished and the keys of their people."""
    key, own_id = cells.text(*KEY), cells.text(ID)
    _check_ids(cells, key, own_id)
    task_id = key if cells.export.first(*KEY) else own_id
    plain = are_logins(cells)
    cells.needed(task_id, *(KEY if cells.export.first(*KEY) else (ID,)))
    cells.needed(moments["Created"], "Created")
    tasks = pl.DataFrame(
        {
            "row": cells.rows["row"],
            "task_id": task_id,
            "title": cells.text("Summary"),
            "type": cells.text(*TYPE),
            "priority": cells.each(_priorities, "Priority"),
            "components": cells.repeats("Component/s"),
            "skills": cells.repeats("Labels"),
            "estimate_hours": _hours(cells, "Original estimate"),
            "effort_hours": _hours(cells, "Time Spent"),
            "opened_at": moments["Created"],
            "due_at": moments["Due date"],
            "updated": moments["Updated"],
            "parent_id": _parents(cells, key, own_id),
            "assignee": person_key(cells, "Assignee", plain=plain),
            "reporter": person_key(cells, "Reporter", plain=plain),
            **_endings(cells, moments),
        }
    )
    kept = cells.refusals.kept
    return tasks if kept.all() else tasks.filter(kept)  # a filter makes a second copy


def _priorities(cells: pl.Series) -> pl.Series:
    words = texts(cells).values.str.to_lowercase()
    return words.replace_strict(PRIORITIES, default=None, return_dtype=pl.Int64)


def _check_ids(cells: CodedCells, *ids: pl.Series) -> None:
    """Stop when a spreadsheet has turned ids into rounded numbers."""
    if any(each.str.contains(ROUNDED).any() for each in ids):
        raise SourceError(
            f"{cells.export.name} has ids like 1.2E+15: a spreadsheet has rounded them",
            "ids as Jira wrote them",
            "Export again and load the file without saving it in a spreadsheet",
        )


def _hours(cells: CodedCells, column: str) -> pl.Series:
    """Hours of a column of seconds; a cell that is none is left empty."""
    parsed = parsed_by_cell(cells.coded(column), lambda told: hours(told, "seconds"))
    refused = parsed.reasons.is_not_null()
    cells.refusals.add(column, "a number of seconds was expected", refused, row_stays=True)
    return parsed.values


def _endings(cells: CodedCells, moments: pl.DataFrame) -> dict[str, pl.Series]:
    """Status, moment of closing, and whether an issue is done but has no such moment."""
    status, told = cells.text("Status"), cells.each(_is_told, "Status Category")
    category = cells.each(_is_done, "Status Category")
    if told.any() and category.null_count() == len(category):
        cells.refusals.notes.append("The status categories are in another language; unused.")
    dropped = cells.each(_is_not_done, "Resolution").fill_null(value=False)
    dropped |= cells.each(_is_not_done, "Status").fill_null(value=False)
    frame = moments.with_columns(is_done=category, dropped=dropped)
    is_closed = pl.col("is_done").fill_null(pl.col("Resolved").is_not_null())
    when = pl.coalesce("Resolved", pl.when("is_done").then("Status Category Changed"))
    is_done = is_closed & ~pl.col("dropped")
    endings = frame.select(
        closed_at=pl.when(is_done).then(when),
        status=pl.when(is_closed & pl.col("dropped")).then(pl.lit(CANCELLED)).otherwise(status),
        is_undated=is_done & when.is_null(),
    )
    return {name: endings.get_column(name) for name in endings.columns}


def _is_told(cells: pl.Series) -> pl.Series:
    return texts(cells).values.is_not_null()


def _is_done(cells: pl.Series) -> pl.Series:
    """What a status category says; nothing when it is none that is known."""
    words = texts(cells).values.str.to_lowercase()
    known = {name: name == DONE for name in CATEGORIES}
    return words.replace_strict(known, default=None, return_dtype=pl.Boolean)


def _is_not_done(cells: pl.Series) -> pl.Series:
    words = texts(cells).values.str.to_lowercase()
    return words.str.replace_all("’", "'").is_in(NOT_DONE)


def _parents(cells: CodedCells, key: pl.Series, own_id: pl.Series) -> pl.Series:
    """Key of the larger issue: told as a key, or as an id of an issue in the same file."""
    told = [cells.text("Parent"), cells.text("Parent id")]
    asked = pl.concat(told).drop_nulls().unique()
    known = pl.DataFrame({"id": own_id, "key": key}).filter(pl.col("id").is_in(asked.implode()))
    known = known.drop_nulls().unique("id", keep="last", maintain_order=True)
    ids = [
        each.replace_strict(known["id"], known["key"], default=None, return_dtype=pl.String)
        for each in told
    ]
    is_key = told[0].str.contains(r"^[A-Za-z]\w*-\d+$")
    named = pl.select(pl.when(is_key).then(told[0])).to_series()
    places = positions(cells.export, EPIC)
    epic = texts(cells.rows[places[0]].cast(pl.String)).values if places else named
    found = pl.select(pl.coalesce(cells.text("Parent key"), *ids, named, epic)).to_series()
    lost = pl.select(pl.any_horizontal(each.is_not_null() for each in told) & found.is_null())
    if lost.to_series().sum():
        cells.refusals.notes.append(
            f"{lost.to_series().sum()} issues have a parent that is not in the file; it is left"
            " out."
        )
    return found


def _note(cells: CodedCells, tasks: pl.DataFrame) -> None:
    """What the reader should know of this file."""
    gaps = [words for words, names in GAPS.items() if cells.export.first(*names) is None]
    notes = cells.refusals.notes
    if gaps:
        notes.append(f"The file has no {', no '.join(gaps)}.")
    notes.append("A Jira CSV has no history: first assignees and reopenings are unknown.")
    cancelled = (tasks["status"] == CANCELLED).sum()
    if cancelled:
        notes.append(f"{cancelled} issues were closed without being done; they count as cancelled.")
    if tasks["is_undated"].sum():
        notes.append(f"{tasks['is_undated'].sum()} issues are done but no column tells when.")
    if (
        cells.coded("Priority").is_not_null().any()
        and tasks["priority"].null_count() == tasks.height
    ):
        notes.append("The priorities bear names of the firm; they are left out.")


def _cut(rows: int) -> str:
    """Why the file is not the whole: it has as many issues as a page holds."""
    if not rows or rows % PAGE:
        return ""
    return (
        f"The file has exactly {rows} issues: the export was probably cut there. Export the rest"
        " too; several files of one project go together."
    )
