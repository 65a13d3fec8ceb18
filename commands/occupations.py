"""Job titles and the O*NET occupations they are matched to."""

import getpass
from typing import Annotated

import typer

from commands.options import JsonOption, ReasonOption, WorkspaceOption
from commands.screen import opened, say, show
from store.errors import RequestError

commands = typer.Typer(name="occupations", no_args_is_help=True, help=__doc__)


@commands.command("list")
def list_occupations(
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
    all_five: Annotated[
        bool, typer.Option("--all", help="The five most alike occupations of every title.")
    ] = False,
) -> None:
    """Show every job title with the occupation that is proposed or accepted, and its score."""
    from store import occupations as store

    ws = opened(workspace)
    found = store.proposals(ws)
    rows = (found if all_five else store.review(ws, found)).to_dicts()
    show("Job titles", rows, as_json, "titles")


@commands.command("accept")
def accept_occupation(
    title: Annotated[str | None, typer.Argument(help="Job title.")] = None,
    code: Annotated[
        str | None, typer.Argument(help="Code of O*NET. Default: what is proposed.")
    ] = None,
    exact: Annotated[
        bool, typer.Option("--exact", help="All titles that are an occupation's own title.")
    ] = False,
    reason: ReasonOption = "",
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Accept an occupation for a title; it has an effect from the next measurement on."""
    from store import occupations as store
    from store.titles import key_of

    ws, by = opened(workspace), getpass.getuser()
    if exact:
        count = store.accept_exact(ws, store.review(ws, store.proposals(ws)), by=by)
        return say({"status": "accepted", "titles": count}, as_json)
    if title is None:
        raise RequestError(
            "no job title was told", "a job title, or --exact", "See `atelier occupations list`"
        )
    if code is None:
        told = store.review(ws, store.proposals(ws)).rows_by_key("key", named=True, unique=True)
        row = told.get(key_of(title))
        if row is not None and row["status"] == "nothing alike":
            raise RequestError(
                f"nothing is proposed for {title}",
                "a code of O*NET behind the title, such as 15-1252.00",
                "See `atelier occupations list --all` for what is most alike",
            )
        code = row["code"] if row else ""
    store.accept(ws, title, code, by=by, reason=reason)
    return say({"status": "accepted", "title": title, "code": code}, as_json)


@commands.command("reject")
def reject_occupation(
    title: Annotated[str, typer.Argument(help="Job title.")],
    reason: ReasonOption = "",
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Let a title have no occupation, whatever is proposed."""
    from store import occupations as store

    store.reject(opened(workspace), title, by=getpass.getuser(), reason=reason)
    say({"status": "rejected", "title": title}, as_json)


@commands.command("undo")
def undo_occupation(
    title: Annotated[str, typer.Argument(help="Job title.")],
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Take the decision on a title back; the proposal stands again."""
    from store import occupations as store

    store.undo(opened(workspace), title, by=getpass.getuser())
    say({"status": "undone", "title": title}, as_json)
