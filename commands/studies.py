"""Studies: what was rolled out, what it changed, and who starts next, by lot."""

import csv
import getpass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from commands.options import DAY, JsonOption, OutOption, WorkspaceOption
from commands.screen import grid, opened, print_json, progress, say, show

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from exports.evidence.told import PlanFound, Start
    from store.workspace import Workspace

commands = typer.Typer()


@commands.command()
def studies(workspace: WorkspaceOption = None, as_json: JsonOption = False) -> None:
    """Show what was rolled out, with the newest verdict on each outcome."""
    from exports.evidence.studies import studies_told
    from exports.evidence.wording import verdicts_line

    rows = [
        {
            "key": each.key,
            "name": each.name,
            "kind": each.kind,
            "teams": each.teams,
            "first": each.first,
            "last": each.last,
            "verdicts": {found.outcome.key: found.verdict.code for found in each.findings}
            if as_json
            else verdicts_line(each.findings),
            "reason": each.reason,
        }
        for each in studies_told(opened(workspace))
    ]
    show("Studies", rows, as_json, "studies")


@commands.command()
def study(
    key: Annotated[str, typer.Argument(help="As `atelier studies` shows it.")],
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Study a rollout on all outcomes, keep what was found, and show the verdicts."""
    from exports.evidence.computing import compute
    from exports.evidence.leaving import leaving
    from exports.evidence.studies import studies_told

    ws = opened(workspace)
    with progress() as tell:
        compute(ws, key, tell, getpass.getuser())
    told = next(each for each in studies_told(ws) if each.key == key)
    rows = [
        {
            "outcome": each.outcome.key,
            "verdict": each.verdict.code,
            "sentence": each.verdict.sentence,
            "codes": [one.code for one in each.codes]
            if as_json
            else ", ".join(one.code for one in each.codes),
            "detail": leaving(each),
        }
        for each in told.findings
    ]
    show(told.name, rows, as_json, "findings")


@commands.command("plan-study")
def plan_study(
    first: Annotated[
        datetime, typer.Option("--first", formats=[DAY, "%Y-%m"], help="Month of the first wave.")
    ],
    teams_file: Annotated[
        Path | None,
        typer.Option("--teams-file", help="CSV with a column team. Default: all of the workspace."),
    ] = None,
    outcome: Annotated[
        str, typer.Option("--outcome", help="What it should change.")
    ] = "cycle_time",
    kind: Annotated[str, typer.Option("--kind", help="training or redesign.")] = "redesign",
    waves: Annotated[int, typer.Option("--waves", help="With the last one, which stays late.")] = 3,
    every: Annotated[int, typer.Option("--every", help="Months from wave to wave.")] = 3,
    seed: Annotated[int, typer.Option("--seed", help="Of the draw; repeats it.")] = 1,
    name: Annotated[str, typer.Option("--name", help="Keep it under this name.")] = "",
    workspace: WorkspaceOption = None,
    out: OutOption = None,
    as_json: JsonOption = False,
) -> None:
    """Draw by lot which teams start when, and tell what could be found before money is spent."""
    from evidence.outcomes import outcome_named
    from exports.evidence.planning import PlanRequest, drawn, keep
    from store.errors import RequestError

    if kind not in ("training", "redesign"):
        raise RequestError("no such kind of rollout", "training or redesign", "Choose one of these")
    ws = opened(workspace)
    teams = _listed(teams_file) if teams_file else _teams_of(ws)
    month = date(first.year, first.month, 1)
    found = drawn(
        ws,
        PlanRequest(
            name=name or f"Study of {month:%b %Y}",
            kind=kind,
            outcome=outcome_named(outcome),
            teams=tuple(teams),
            names=teams,
            first_month=month,
            waves=waves,
            months_between=every,
            seed=seed,
        ),
    )
    if out is not None:
        _write(found.starts, seed, out)
    if name:
        keep(ws, found, getpass.getuser())
    _tell(found, as_json)


def _listed(file: Path) -> "Mapping[str, str]":
    """Teams of a CSV with a column `team`."""
    from store.errors import SourceError

    if not file.is_file():
        raise SourceError(f"there is no file {file.name}", "a CSV with a column team", "Name it")
    with file.open(newline="", encoding="utf-8-sig") as lines:
        rows = list(csv.DictReader(lines))
    named = [(row.get("team") or "").strip() for row in rows]
    if not named or "" in named or len(set(named)) < len(named):
        raise SourceError(
            f"{file.name} has no team in some row, or one twice",
            "a column team with one row per team",
            "Mend the list",
        )
    return {team: team for team in named}


def _teams_of(ws: "Workspace") -> "Mapping[str, str]":
    """Teams to which somebody belongs today, with their names."""
    import polars as pl

    from exports.evidence.studies import team_names

    names = team_names(ws)
    here = ws.facts("membership").filter(pl.col("valid_to").is_null()).select("team_id").collect()
    return {team: names.get(team, team) for team in here["team_id"].unique().sort()}


def _write(starts: "Sequence[Start]", seed: int, out: Path) -> None:
    with out.open("w", newline="", encoding="utf-8") as lines:
        table = csv.writer(lines)
        table.writerow(("team", "wave", "first_month", "seed"))
        for each in starts:
            month = each.first_month.isoformat() if each.first_month else ""
            table.writerow((each.team_id, each.wave, month, seed))


def _tell(found: "PlanFound", as_json: bool) -> None:
    answer: dict[str, Any] = {
        "name": found.name,
        "seed": found.seed,
        "teams": len(found.starts),
        "mde": found.mde,
        "pays": found.pays,
        "teams_needed": found.teams_needed,
        "months_needed": found.months_needed,
        "months_after": found.periods,
        "notes": list(found.notes),
    }
    rows = [
        {"team": each.team_id, "wave": each.wave, "first_month": each.first_month}
        for each in found.starts
    ]
    if as_json:
        return print_json({**answer, "starts": rows})
    grid("Who starts when", rows)
    return say(answer, as_json=False)
