"""Files into a workspace: told by their content, people first, each with a report of its own."""

import gc
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Final

from loaders.ai_sources import told_before
from loaders.delivery import Item, deliver
from loaders.job import Job, job_of, rank
from loaders.last_look import last_look
from loaders.lists_of_staff import day_of_list, without_people
from loaders.mapping_beside import is_mapping, mappings_beside
from loaders.report import LoadReport
from store.errors import AtelierError, UnknownSource
from store.workspace import Workspace

__all__ = ["LoadReport", "Progress", "load_file", "load_paths"]

Progress = Callable[[int, int, str], None]
# A file is opened to be told and is read later: up to this much of them is kept between the two.
MOST_KEPT: Final = 512 << 20


def load_paths(
    workspace: Workspace,
    paths: Sequence[Path | str],
    *,
    mapping: str | None = None,
    dry_run: bool = False,
    by: str = "",
    progress: Progress | None = None,
    day_first: bool | None = None,
) -> list[LoadReport]:
    """Reports of several files or folders, in the order in which they were loaded.

    mapping    name of a saved mapping or path of a TOML file, for all of the files
    dry_run    tell what would change, change nothing
    progress   is told how many of how many files are done, and what is done now
    day_first  reading of dates like 05/06/2024 where a column does not decide it

    Counts: folders with all that is below them, and the files in ZIP archives. A mapping among them
    reads the files with its columns, or the one of its name when it names no columns. Files about
    people come first, so that the people of all others are known. A file that cannot be loaded has
    its error in its report and does not stop the others.
    """
    tell = progress or (lambda _done, _of, _words: None)
    with TemporaryDirectory(prefix="atelier-") as folder:
        tell(0, 1, "Looking for files")
        items = deliver(paths, Path(folder))
        jobs, reports = _looked_at(workspace, items, mapping, tell)
        jobs.sort(key=rank)
        while jobs:
            job = jobs.pop(0)  # and so nothing of it is kept once it is loaded
            tell(len(reports), len(items), f"Loading {job.item.name}")
            try:
                with _without_collector():
                    told = _load(workspace, job, dry_run=dry_run, by=by, day_first=day_first)
            except AtelierError as error:
                told = LoadReport(
                    job.item.name, job.source, job.loader, error=_named(error, job.item)
                )
            reports.append(told)
        tell(len(items), len(items), "Loaded")
    return reports if dry_run else _with_matches(workspace, reports)


def _looked_at(
    workspace: Workspace, items: Sequence[Item], mapping: str | None, tell: Progress
) -> tuple[list[Job], list[LoadReport]]:
    """Who reads each file, and reports of those that nobody can read.

    A file that lies in a folder or an archive and is no export is left out; one that was named is
    an error.
    """
    jobs: list[Job] = []
    beside, reports = mappings_beside(items)
    kept = 0
    for done, item in enumerate(items):
        tell(done, 2 * len(items), f"Looking at {item.name}")
        if is_mapping(item):
            continue
        try:
            if item.error:
                raise item.error
            with _without_collector():
                job = job_of(workspace, item, mapping, beside)
            kept += (weight := job.opened.weight if job.opened else 0)
            if kept > MOST_KEPT:
                kept, job = kept - weight, replace(job, opened=None)
            jobs.append(job)
        except UnknownSource as error:
            if item.is_named:
                reports.append(LoadReport(item.name, error=_named(error, item)))
            else:
                reports.append(LoadReport(item.name, status="left out", notes=(error.found,)))
        except AtelierError as error:
            reports.append(LoadReport(item.name, error=_named(error, item)))
    return jobs, reports


@contextmanager
def _without_collector() -> Iterator[None]:
    """No search for cyclic garbage while one file is read.

    A JSON export becomes millions of objects that all stay until the file is done; looking through
    them again and again takes a fifth of the time of a load and finds nothing.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def load_file(
    workspace: Workspace,
    path: Path | str,
    *,
    mapping: str | None = None,
    dry_run: bool = False,
    by: str = "",
    progress: Progress | None = None,
    day_first: bool | None = None,
) -> LoadReport:
    """The report of one file; arguments as in `load_paths`, but an error is raised."""
    reports = load_paths(
        workspace,
        [path],
        mapping=mapping,
        dry_run=dry_run,
        by=by,
        progress=progress,
        day_first=day_first,
    )
    if reports[0].error:
        raise reports[0].error
    return reports[0]


def _named(error: AtelierError, item: Item) -> AtelierError:
    """The error with the name of the file in front, where it does not tell it yet."""
    if item.path.name in error.found:
        return error
    named = type(error)(f"{item.name}: {error.found}", error.expected, error.do)
    return named.with_traceback(error.__traceback__)


def _load(
    workspace: Workspace, job: Job, *, dry_run: bool, by: str, day_first: bool | None
) -> LoadReport:
    began = perf_counter()
    export = job.ready(day_first)
    parcel = last_look(job.read(export))
    if job.is_anonymous:
        parcel = without_people(parcel, workspace.imports(), job.loader)
    listed_on = day_of_list(parcel, export.day) if job.is_list else None
    empty = ("The file has a header and no rows.",) if not parcel.rows_read else ()
    cut = (parcel.cut,) if parcel.cut else ()
    again = told_before(workspace, parcel, job.loader)
    notes = tuple(dict.fromkeys((*cut, *export.notes, *parcel.notes, *again, *empty)))
    report = LoadReport(
        job.item.name,
        job.source,
        job.loader,
        "dry run",
        parcel.rows_read,
        refusals=parcel.refused,
        notes=notes,
    )
    if dry_run:
        changes = dict(workspace.preview(parcel.facts, job.loader, listed_on))
        return replace(report, tables=changes, seconds=perf_counter() - began)
    receipt = workspace.load(
        parcel.facts,
        refused=parcel.refused,
        rows_read=parcel.rows_read,
        notes=notes,
        source=export.source,
        loader=job.loader,
        loader_version=job.version,
        by=by,
        listed_on=listed_on,
        cut=parcel.cut,
    )
    return replace(
        report,
        status=receipt.status,
        tables=dict(receipt.changes),
        notes=tuple(dict.fromkeys((*notes, *receipt.notes))),
        seconds=perf_counter() - began,
        import_id=receipt.import_id,
    )


def _with_matches(workspace: Workspace, reports: list[LoadReport]) -> list[LoadReport]:
    """The reports with the share of a source's rows whose person is known, where some are not."""
    if not any(report.status == "loaded" for report in reports):
        return reports
    notes: dict[str, list[str]] = {}
    for table, source, rows, matched in (
        workspace.people.match_share().select("table", "source", "rows", "matched").iter_rows()
    ):
        if matched < rows:
            notes.setdefault(source, []).append(
                f"{table}: the people of {matched} of {rows} rows are known; "
                "the others are in the unmatched list."
            )
    return [
        replace(report, notes=(*report.notes, *notes.get(report.loader, ())))
        if report.status == "loaded"
        else report
        for report in reports
    ]
