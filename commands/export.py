"""Write what the pages show to files."""

from pathlib import Path
from typing import Annotated

import typer

from commands.options import JsonOption, WorkspaceOption
from commands.screen import opened, say

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
