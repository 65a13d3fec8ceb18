"""Measure, read one table, check the workspace."""

from typing import Annotated

import typer

from commands.options import FormatOption, JsonOption, OutOption, WorkspaceOption
from commands.screen import opened, progress, say, show, write

commands = typer.Typer()


@commands.command()
def measure(workspace: WorkspaceOption = None, as_json: JsonOption = False) -> None:
    """Compute every indicator of every team and period from the facts."""
    from metrics.measure import measure as run_measure

    ws = opened(workspace)
    with progress() as tell:
        run_measure(ws, progress=tell)
    cube = ws.cube("quarter")
    answer = {
        "facts_version": ws.facts_version,
        "indicators": cube["indicator"].n_unique(),
        "teams": cube["team_id"].n_unique(),
        "quarters": cube["period"].n_unique(),
    }
    say(answer, as_json)


@commands.command()
def table(
    name: Annotated[str, typer.Argument(help="cube, a fact table, a taxonomy or a derived table.")],
    workspace: WorkspaceOption = None,
    kind: FormatOption = None,
    out: OutOption = None,
    as_json: JsonOption = False,
) -> None:
    """Write one table: the cube, a fact table, or a derived table by its name in the documents."""
    from exports.tables import named_table

    write(named_table(opened(workspace), name), kind or ("json" if as_json else None), out)


@commands.command()
def doctor(workspace: WorkspaceOption = None, as_json: JsonOption = False) -> None:
    """Check the installation and the workspace, and say what to do about what is wrong."""
    from store.health import check_workspace

    rows = [check._asdict() for check in check_workspace(workspace)]
    show("Doctor", rows, as_json, "checks")
    if not all(row["is_well"] for row in rows):
        raise typer.Exit(2)
