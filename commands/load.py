"""Load exports: of the firm, of the made firm, and files that no loader knows."""

import getpass
import tempfile
from dataclasses import asdict
from datetime import UTC, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from commands.options import DayFirstOption, JsonOption, MappingOption, WorkspaceOption
from commands.screen import grid, opened, paper, print_json, progress, say
from store.errors import RequestError

if TYPE_CHECKING:
    from loaders.load import LoadReport

REPORT_COLUMNS: Final = (
    "file",
    "source",
    "status",
    "rows_read",
    "added",
    "changed",
    "refused",
    "why",
)

MADE: Final = "made firm"  # who loads and decides in it

commands = typer.Typer()


@commands.command()
def demo(
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
    if_empty: Annotated[
        bool, typer.Option("--if-empty", help="Do nothing where facts are loaded already.")
    ] = False,
) -> None:
    """Load and measure the made firm, from exports in its vendors' formats."""
    from loaders.load import load_paths
    from metrics.measure import measure as run_measure
    from sample_data import accepted_redesigns, make_firm, write_exports

    ws = opened(workspace)
    if ws.facts_version and if_empty:
        return say({"status": "not needed", "workspace": str(ws.folder)}, as_json)
    if ws.facts_version:
        raise RequestError(
            "the workspace already holds facts",
            "an empty workspace, so that made people never mix with real ones",
            "Name another folder with --workspace",
        )
    with tempfile.TemporaryDirectory() as folder, progress() as tell:
        tell(0, 1, "Making the firm")
        firm = make_firm()
        paths = write_exports(firm, Path(folder))
        reports = load_paths(ws, paths, by=MADE, progress=tell)
        run_measure(ws, progress=tell)
        for team, move, proposed, decided in accepted_redesigns(firm):
            at = datetime.combine(decided, time(), UTC)
            ws.decide_all("redesign", {f"{team}|{move}|{proposed}": "accept"}, "", MADE, at)
    refused = sum(report.refused for report in reports)
    answer = {
        "status": "done",
        "workspace": str(ws.folder),
        "files": len(reports),
        "refused": refused,
    }
    return say(answer, as_json)


@commands.command()
def load(
    paths: Annotated[
        list[Path], typer.Argument(help="Exports, or folders and ZIP archives of exports.")
    ],
    workspace: WorkspaceOption = None,
    mapping: MappingOption = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Tell what would change, change nothing.")
    ] = False,
    day_first: DayFirstOption = None,
    as_json: JsonOption = False,
) -> None:
    """Load exports: detected by content, checked, nothing lost silently."""
    from loaders.load import load_paths

    ws = opened(workspace)
    with progress() as tell:
        reports = load_paths(
            ws,
            paths,
            mapping=mapping,
            dry_run=dry_run,
            by=getpass.getuser(),
            progress=tell,
            day_first=day_first,
        )
    if as_json:
        files = [report.as_row() for report in reports]
        print_json({"dry_run": dry_run, "files": files})
    else:
        _load_reports("Dry run: nothing was changed" if dry_run else "Loaded", reports)
    if any(report.error for report in reports):
        raise typer.Exit(2)


@commands.command("map")
def propose_mapping(
    path: Annotated[Path, typer.Argument(help="A table that no loader knows.")],
    save: Annotated[
        str | None, typer.Option("--save", help="Keep the mapping under this name.")
    ] = None,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Propose how the columns of an unknown file fill our tables; look, then keep it by name."""
    from loaders import mapping as mappings
    from loaders.export import Export
    from loaders.mapping_propose import propose

    export = Export.open(path)
    proposed = propose(export, save or "")
    if proposed.missing:
        raise RequestError(
            f"{path.name} has no columns that could be {', '.join(proposed.missing)}",
            "the needed columns of one of our tables (docs/canonical-files.md)",
            "Write the mapping by hand, or rename the columns",
        )
    seen = mappings.preview(export, proposed.plan)
    kept = str(mappings.save(proposed.plan, opened(workspace).folder)) if save else None
    answer = {"mapping": proposed.plan.name, "rows": dict(seen.rows), "saved": kept}
    if as_json:
        return say({**answer, "columns": [asdict(one) for one in proposed.suggestions]}, as_json)
    grid(f"How {path.name} could be read", [asdict(one) for one in proposed.suggestions])
    return say(answer, as_json)


def _load_reports(title: str, reports: "list[LoadReport]") -> None:
    """One table of all files; under it what each file needs to be told in words."""
    rows = [report.as_row() for report in reports]
    grid(title, [{name: row[name] for name in REPORT_COLUMNS} for row in rows])
    for report in reports:
        words = [*report.notes, *([str(report.error)] if report.error else [])]
        if report.status == "left out":
            continue
        if report.refused and report.import_id:
            words.append(f"The refused rows and why: refused/{report.import_id}.csv.")
        for sentence in words:
            paper().print(f"{report.file}: {sentence}", markup=False, highlight=False)
