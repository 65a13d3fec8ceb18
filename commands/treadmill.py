"""The workshop treadmill: what sessions for everybody cost, without a workspace."""

from typing import Annotated

import typer

from commands.options import JsonOption
from commands.screen import print_json, say

commands = typer.Typer()


def _option(flag: str, words: str) -> object:
    return typer.Option(flag, help=words, show_default=False)


@commands.command("treadmill")
def treadmill_of(
    people: Annotated[float | None, _option("--people", "People in the programme.")] = None,
    team_size: Annotated[float | None, _option("--team-size", "People in a session.")] = None,
    sessions: Annotated[
        float | None, _option("--sessions", "Sessions at launch, and for each joiner.")
    ] = None,
    cost: Annotated[float | None, _option("--cost", "Cost of a session.")] = None,
    turnover: Annotated[
        float | None, _option("--turnover", "Share of people who leave and are replaced a year.")
    ] = None,
    refresh: Annotated[
        float | None, _option("--refresh", "Refresher sessions a person and year.")
    ] = None,
    per_instructor: Annotated[
        float | None, _option("--per-instructor", "Sessions of an instructor a year.")
    ] = None,
    token_share: Annotated[
        float | None, _option("--token-share", "Share of a session's cost that is tokens.")
    ] = None,
    tokens_day: Annotated[
        float | None, _option("--tokens-day", "Tokens a day that people burn afterwards.")
    ] = None,
    token_price: Annotated[
        float | None, _option("--token-price", "Price of a million tokens.")
    ] = None,
    token_users: Annotated[
        float | None, _option("--token-users", "How many people or agents burn that many.")
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """What the workshop treadmill costs: at launch, a year, in instructors, in tokens.

    What is not told is the preset; `ranges` are the smallest and largest over the stated ranges.
    """
    from dataclasses import asdict

    from economics.inputs import checked
    from economics.treadmill import ranges, treadmill

    values = checked(
        {
            "people": people,
            "team_size": team_size,
            "sessions_at_launch": sessions,
            "session_cost": cost,
            "turnover": turnover,
            "refreshers": refresh,
            "sessions_per_instructor": per_instructor,
            "token_share": token_share,
            "tokens_per_day": tokens_day,
            "token_price": token_price,
            "token_users": token_users,
        }
    )
    found = asdict(treadmill(values))
    if as_json:
        return print_json({**found, "ranges": ranges(values)})
    spans = {name: f" ({low:,.2f} to {high:,.2f})" for name, (low, high) in ranges(values).items()}
    return say(
        {name: f"{value:,.2f}{spans.get(name, '')}" for name, value in found.items()}, as_json
    )
