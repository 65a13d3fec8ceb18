"""Files into a workspace: told by their content, people first, each with a report of its own."""

import gc
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from time import perf_counter
from typing import Final

from loaders import detect, loaders
from loaders import mapping as mappings
from loaders.canonical import table_of
from loaders.contract import Parcel
from loaders.export import Export
from loaders.last_look import last_look
from loaders.report import LoadReport
from store.errors import AtelierError, SourceError
from store.workspace import Workspace

__all__ = ["LoadReport", "Progress", "load_file", "load_paths"]

Progress = Callable[[int, int, str], None]
COLUMNS_NAMED: Final = 12  # of a file that nobody knows: enough to recognise it
PEOPLE_FIRST: Final = ("person", "team", "membership")


@dataclass(frozen=True)
class _Job:
    """One file and who reads it."""

    path: Path
    source: str
    loader: str
    version: int
    fills: tuple[str, ...]
    read: Callable[[Export], Parcel]


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

    Counts: files about people come first, so that the people of all others are known. A file that
    cannot be loaded has its error in its report and does not stop the others.
    """
    tell = progress or (lambda _done, _of, _words: None)
    files = list(_files(paths))
    jobs: list[_Job] = []
    reports: list[LoadReport] = []
    for path in files:
        tell(0, len(files), f"Looking at {path.name}")
        try:
            with _without_collector():
                jobs.append(_job(workspace, path, mapping))
        except AtelierError as error:
            reports.append(LoadReport(path.name, error=_named(error, path.name)))
    for done, job in enumerate(sorted(jobs, key=_rank), start=len(reports)):
        tell(done, len(files), f"Loading {job.path.name}")
        try:
            with _without_collector():
                reports.append(_load(workspace, job, dry_run=dry_run, by=by, day_first=day_first))
        except AtelierError as error:
            told = _named(error, job.path.name)
            reports.append(LoadReport(job.path.name, job.source, job.loader, error=told))
    tell(len(files), len(files), "Loaded")
    return reports if dry_run else _with_matches(workspace, reports)


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


def _named(error: AtelierError, name: str) -> AtelierError:
    """The error with the name of the file in front, where it does not tell it yet."""
    if name in error.found:
        return error
    named = type(error)(f"{name}: {error.found}", error.expected, error.do)
    return named.with_traceback(error.__traceback__)


def _files(paths: Sequence[Path | str]) -> Iterator[Path]:
    """Files as they were named; of a folder the files in it, sorted, without hidden ones."""
    for path in map(Path, paths):
        if path.is_dir():
            inside = sorted(each for each in path.iterdir() if each.is_file())
            yield from (each for each in inside if not each.name.startswith((".", "~$")))
        else:
            yield path


def _rank(job: _Job) -> int:
    ranks = [PEOPLE_FIRST.index(table) for table in job.fills if table in PEOPLE_FIRST]
    is_work = any(table not in PEOPLE_FIRST for table in job.fills)
    return len(PEOPLE_FIRST) if is_work or not ranks else min(ranks)


def _job(workspace: Workspace, path: Path, name: str | None) -> _Job:
    """Who reads a file: the mapping that was asked for, one made for its columns, or a loader."""
    export = Export.open(path)
    plan = mappings.named(name, workspace.folder) if name else None
    plan = plan or mappings.for_columns(export, workspace.folder)
    if plan:
        fills = tuple(dict.fromkeys(how.table for how in plan.fills))
        read = partial(mappings.apply, plan=plan)
        who = f"mapping:{plan.name}"
        return _Job(path, f"Mapping {plan.name}", who, mappings.version(plan), fills, read)
    loader = detect(export)
    if loader is None:
        raise _unknown(export)
    ours = table_of(export) if loader.name == "canonical" else None
    fills = (ours.name,) if ours else loader.fills
    return _Job(path, loader.label, loader.name, loader.version, fills, loader.read)


def _unknown(export: Export) -> SourceError:
    if export.shape == "empty":
        return SourceError(
            f"{export.name} is empty",
            "an export with a header and rows",
            "Export it again",
        )
    known = ", ".join(loader.label for loader in loaders())
    cells = [cell for cell in export.as_table().header if cell]
    more = f" and {len(cells) - COLUMNS_NAMED} more" if len(cells) > COLUMNS_NAMED else ""
    there = ", ".join(cells[:COLUMNS_NAMED]) + more or "text without columns"
    return SourceError(
        f"{export.name} is of no source that is known here; it has {there}",
        f"one of {known}",
        "Make a mapping for its columns (the page Data, or `atelier map FILE --save NAME`), or"
        " export it in one of these formats",
    )


def _load(
    workspace: Workspace, job: _Job, *, dry_run: bool, by: str, day_first: bool | None
) -> LoadReport:
    began = perf_counter()
    export = Export.open(job.path, day_first=day_first)
    parcel = last_look(job.read(export))
    empty = ("The file has a header and no rows.",) if not parcel.rows_read else ()
    cut = (parcel.cut,) if parcel.cut else ()
    notes = tuple(dict.fromkeys((*cut, *export.notes, *parcel.notes, *empty)))
    report = LoadReport(
        job.path.name,
        job.source,
        job.loader,
        "dry run",
        parcel.rows_read,
        refusals=parcel.refused,
        notes=notes,
    )
    if dry_run:
        changes = dict(workspace.preview(parcel.facts, job.loader))
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
        workspace.match_share().select("table", "source", "rows", "matched").iter_rows()
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
