"""Propose redesigns and assignments."""

import typer

from commands.options import FormatOption, JsonOption, OutOption, WorkspaceOption
from commands.screen import opened, write

commands = typer.Typer()


@commands.command()
def recommend(
    workspace: WorkspaceOption = None,
    kind: FormatOption = None,
    out: OutOption = None,
    as_json: JsonOption = False,
) -> None:
    """Propose redesigns, at most three a team, with reason, cost and expected effect."""
    from redesign.recommend import recommend as propose

    write(propose(opened(workspace)), kind or ("json" if as_json else None), out)


@commands.command()
def match(
    workspace: WorkspaceOption = None,
    kind: FormatOption = None,
    out: OutOption = None,
    as_json: JsonOption = False,
) -> None:
    """Propose who takes which open task next: three options each, one marked."""
    from exports.tables import with_source_ids
    from redesign.match import match as plan

    ws = opened(workspace)
    write(with_source_ids(ws, plan(ws).options), kind or ("json" if as_json else None), out)
