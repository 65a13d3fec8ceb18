"""Oracle Fusion HCM, Worker.dat of the HCM Data Loader: who stood where from which day on."""

from collections import defaultdict
from dataclasses import replace
from typing import Any, Final

import polars as pl

from loaders.cells import Cells
from loaders.contract import REFUSED_SCHEMA, Parcel, loader
from loaders.export import Export
from loaders.nested import flat_cells
from loaders.oracle_lines import NUMBER, START, HdlFile, Line, Owners, headings, read_hdl
from loaders.oracle_managers import managed
from loaders.roster import roster, worker_kind
from loaders.roster_cells import day, keyed

OBJECTS: Final = frozenset({"Worker", "WorkRelationship", "Assignment"})
END: Final = "EffectiveEndDate"
PLACE: Final = "Assignment"  # a record that places a person, not one of a person without place
AT_WORK: Final = "W"  # types of e-mail addresses that begin so are of the firm: W1
GLOBAL: Final = "GLOBAL"  # the name in Latin letters, where a person has several
LETTERS: Final = {"e": "employee", "c": "contractor"}  # of WorkerType; it may be a word as well


def _recognises(export: Export) -> bool:
    is_text = export.shape in {"text", "table"}
    return is_text and not OBJECTS.isdisjoint(headings(export.sample_text))


@loader(
    label="Oracle HCM Data Loader (Worker.dat)",
    fills=("person", "membership", "team"),
    keys=("employee_id",),
    grain="one line per object of a worker and span in which it holds",
    history=True,
    verified="seven programs that write or read such files",
    recognises=_recognises,
    blind="The layout is one for imports: what a firm sends may be only what has changed.",
)
def oracle_hdl(export: Export) -> Parcel:
    r"""One membership per assignment and span of days, and one person per worker.

    export   Worker.dat, unpacked: lines METADATA, MERGE; values parted by `|`, a pipe in them `\|`
    returns  person (employee_id is PersonNumber; hire_date the first start of a work relationship
             or of the worker; termination_date ActualTerminationDate), membership (team is
             DepartmentName; job_title JobCode; level GradeCode), team

    Counts: an assignment holds from its effective start to its effective end, both inclusive;
    4712/12/31 is no end. Of several changes on a day the one with the highest sequence counts.
    The manager is the line manager of AssignmentSupervisor on that day. Work addresses only.
    Leaves out: lines of DELETE, FTE and hours (they stand in an object of their own), birth dates,
    identifiers, addresses, phones, private mail; HCM extracts and OTBI reports have headers of
    the firm's own and are loaded through a mapping.
    """
    file = read_hdl(export)
    owners, people = Owners(file), _people(file)
    found, lines = _placed(file, owners, people)
    cells = flat_cells(export, found, lines)
    rows = _rows(cells).filter(cells.refusals.kept)
    notes = cells.refusals.notes
    if file.deleted:
        notes.append(f"{file.deleted} lines of DELETE were left out.")
    parcel = cells.parcel(roster(managed(rows, file, owners), notes, history=True))
    wrong = [(number, "", reason) for number, reason in file.refused]
    refused = pl.DataFrame(wrong, schema=REFUSED_SCHEMA, orient="row")
    every = pl.concat([refused, parcel.refused]).sort("row", maintain_order=True)
    return replace(parcel, rows_read=file.count(), refused=every)


def _people(file: HdlFile) -> dict[str, dict[str, str]]:
    """Person number -> what the objects beside the assignment tell of the person."""
    owners = Owners(file)
    people: dict[str, dict[str, str]] = defaultdict(dict)
    for kind in ("Worker", "WorkRelationship", "PersonName", "PersonEmail"):
        for line in file.of(kind):
            number = owners.number(line)
            if number:
                people[number] |= _told(line, people[number])
    return people


def _told(line: Line, known: dict[str, str]) -> dict[str, str]:
    """What a line adds to what is known of a person."""
    cells = line.cells
    match line.kind:
        case "Worker":
            return {k: cells[k] for k in ("StartDate",) if k in cells}
        case "WorkRelationship":
            names = ("DateStart", "WorkerType", "LegalEmployerName")
            told = {name: cells[name] for name in names if name in cells}
            # The last relationship counts; one without an end takes an older end away.
            return {**told, "ActualTerminationDate": cells.get("ActualTerminationDate", "")}
        case "PersonName":
            is_better = "LastName" not in known or cells.get("NameType") == GLOBAL
            return {k: cells.get(k, "") for k in ("FirstName", "LastName")} if is_better else {}
        case _:
            is_work = cells.get("EmailType", "").upper().startswith(AT_WORK)
            return {"EmailAddress": cells.get("EmailAddress", "")} if is_work else {}


def _placed(
    file: HdlFile, owners: Owners, people: dict[str, dict[str, str]]
) -> tuple[list[dict[str, Any]], list[int]]:
    """Assignments with what is known of their person, then people who have none."""
    found, lines = [], []
    for line in file.of("Assignment"):
        number = owners.number(line)
        found.append({**people.get(number or "", {}), **line.cells, NUMBER: number, PLACE: "yes"})
        lines.append(line.number)
    placed = {record[NUMBER] for record in found}
    for line in file.of("Worker"):
        number = owners.number(line)
        if number not in placed:
            placed.add(number)
            found.append({**people.get(number or "", {}), NUMBER: number})
            lines.append(line.number)
    return found, lines


def _rows(cells: Cells) -> pl.DataFrame:
    """Assignments in the words of a roster."""
    number = cells.needed(cells.text(NUMBER), NUMBER)
    hired = pl.min_horizontal(day(cells, "DateStart"), day(cells, "StartDate"))
    end = pl.Series(day(cells, END)).dt.offset_by("1d")
    name = pl.concat_str(
        cells.text("FirstName"), cells.text("LastName"), separator=" ", ignore_nulls=True
    )
    return pl.DataFrame(
        {
            "row": cells.rows["row"],
            "person_id": keyed("employee_id:", number),
            "employee_id": number,
            "email": cells.text("EmailAddress"),
            "name": pl.select(pl.when(name != "").then(name)).to_series(),
            "hire_date": pl.select(hired).to_series(),
            "termination_date": day(cells, "ActualTerminationDate"),
            "worker_type": _worker_type(cells.text("WorkerType").str.to_lowercase()),
            "location": cells.text("LocationCode"),
            "post": pl.select(
                pl.coalesce(cells.text("AssignmentNumber"), cells.text("SourceSystemId"))
            ).to_series(),
            "order": cells.text("EffectiveSequence").cast(pl.Int64, strict=False).fill_null(0),
            "department": cells.text("DepartmentName"),
            "company": cells.text("LegalEmployerName"),
            "job_title": cells.text("JobCode"),
            "level": cells.text("GradeCode"),
            "valid_from": _begun(cells),
            "valid_to": end,
        }
    )


def _begun(cells: Cells) -> pl.Series:
    """First days; an assignment needs one."""
    begun = cells.day(START)
    missing = cells.raw(PLACE).is_not_null() & begun.is_null() & cells.refusals.kept
    cells.refusals.add(START, "an assignment needs its first day", missing)
    return begun


def _worker_type(told: pl.Series) -> pl.Series:
    """Contractor or employee; letters that mean neither (pending, none) tell nothing."""
    letter = told.replace_strict(LETTERS, default=None, return_dtype=pl.String)
    word = pl.select(pl.when(told.str.len_chars() > 1).then(told)).to_series()
    return pl.select(pl.coalesce(letter, worker_kind(word))).to_series()
