"""Write what the pages show to files."""

from pathlib import Path
from typing import Annotated

import typer

from commands.options import JsonOption, WorkspaceOption
from commands.screen import opened, say
from store.errors import RequestError

commands = typer.Typer(name="export", no_args_is_help=True, help=__doc__)


@commands.command("all")
def export_all(
    out: Annotated[Path, typer.Option("--out", help="FILE.xlsx, or a folder.")],
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Write the workbook; into a folder, the workbook and every measured table as CSV."""
    from exports.tables import write_tables
    from exports.workbook import write_workbook

    ws = opened(workspace)
    if out.suffix == ".xlsx":
        written = [write_workbook(ws, out)]
    else:
        out.mkdir(parents=True, exist_ok=True)
        written = [write_workbook(ws, out / "atelier.xlsx"), *write_tables(ws, out)]
    say({"status": "done", "files": [str(path) for path in written]}, as_json)


@commands.command("spend")
def export_spend(
    out: Annotated[Path, typer.Option("--out", help="FILE.xlsx.")],
    scenario: Annotated[
        str, typer.Option("--scenario", help="Name of the scenario, as `scenario list` shows it.")
    ] = "yours",
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Write training against redesign as a workbook with live formulas, for a meeting."""
    from exports.spend.book import write_spend

    if out.suffix != ".xlsx":
        raise RequestError(
            f"the name of the file ends in '{out.suffix}'",
            ".xlsx, as formulas need a spreadsheet",
            "Name a file such as --out spend.xlsx",
        )
    written = write_spend(opened(workspace), out, scenario)
    say({"status": "done", "files": [str(written)]}, as_json)


@commands.command("evidence")
def export_evidence(
    out: Annotated[Path, typer.Option("--out", help="FILE.xlsx.")],
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Write every study with its verdicts, numbers, doubts and plan lists as a workbook."""
    from exports.evidence.book import write_evidence

    if out.suffix != ".xlsx":
        raise RequestError(
            f"the name of the file ends in '{out.suffix}'",
            ".xlsx, as a study has several tables",
            "Name a file such as --out evidence.xlsx",
        )
    written = write_evidence(opened(workspace), out)
    say({"status": "done", "files": [str(written)]}, as_json)
