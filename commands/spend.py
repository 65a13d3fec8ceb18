"""What was spent on training, AI and redesign, and the seats of AI tools."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from commands.options import DAY, JsonOption, WorkspaceOption
from commands.screen import grid, opened, print_json
from store.errors import RequestError

if TYPE_CHECKING:
    import polars as pl

commands = typer.Typer()
CurrencyOption = Annotated[
    str | None,
    typer.Option("--currency", help="Convert into this currency, by rates that were given."),
]


@commands.command()
def spend(
    currency: CurrencyOption = None,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show what was spent by month, category, team and currency; currencies are never added."""
    from economics import spend as sums
    from economics.spend_lines import spend_lines
    from redesign.accepted import accepted
    from store.exchange_rates import rates

    ws = opened(workspace)
    lines = spend_lines(ws, accepted(ws))
    shown = lines if currency is None else sums.converted(lines, rates(ws), currency)
    by_category = sums.spend(shown, ["category"])
    if not as_json:
        _grids({"By category": by_category, "What counts, and what does not": sums.coverage(lines)})
        return
    told = {
        "spend": sums.spend(shown),
        "by_category": by_category,
        "by_team": sums.spend(shown, ["team_id"]),
        "totals": sums.totals(shown),
        "rates": _used(shown),
        "coverage": sums.coverage(lines),
        "reconciled": sums.reconciled(ws, lines),
    }
    print_json({name: frame.to_dicts() for name, frame in told.items()})


@commands.command()
def seats(
    renewal: Annotated[
        list[str] | None,
        typer.Option("--renewal", help="Tool and day of renewal, such as copilot=2026-12-31."),
    ] = None,
    weeks: Annotated[
        int | None, typer.Option("--weeks", help="How long a seat must be unused.")
    ] = None,
    notice_days: Annotated[
        int | None, typer.Option("--notice-days", help="Notice period of the contracts.")
    ] = None,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show seats of AI tools: exposed, reassignable, reducible at renewal. They are never added."""
    from economics.seats import seats as seats_of

    days = dict(_renewal(each) for each in renewal or ())
    told = seats_of(opened(workspace), days, weeks=weeks, notice_days=notice_days)
    if as_json:
        print_json({"tools": told.by_tool.to_dicts(), "teams": told.by_team.to_dicts()})
    else:
        _grids({"Seats": told.by_tool, "Seats by unit": told.by_team})


def _used(lines: "pl.DataFrame") -> "pl.DataFrame":
    """The rates that the lines were converted with; no row when they were not."""
    names = ("told_in", "rate", "rate_day")
    if "rate" not in lines.columns:
        return lines.clear().select(told_in="currency")
    return lines.drop_nulls("rate_day").select(names).unique().sort(names)


def _renewal(told: str) -> tuple[str, date]:
    tool, _, day = told.partition("=")
    try:
        return tool.strip(), date.fromisoformat(day.strip())
    except ValueError as error:
        raise RequestError(
            "a renewal is not told as a tool and a day",
            f"tool=day, such as copilot=2026-12-31 ({DAY})",
            "Write it so",
        ) from error


def _grids(told: "dict[str, pl.DataFrame]") -> None:
    for title, frame in told.items():
        rows: Sequence[dict[str, object]] = frame.to_dicts()
        grid(title, rows)
