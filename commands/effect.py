"""What did a rollout change, on any table of units and periods; needs no workspace."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final, Literal

import typer

from commands.options import JsonOption
from commands.screen import grid, paper, print_json

if TYPE_CHECKING:
    from evidence.effect_answer import Asked, PeriodWords
    from evidence.results import Estimate

commands = typer.Typer()
PLACES: Final = 4


def _column(flag: str, words: str) -> object:
    return typer.Option(flag, help=words, show_default=False)


@commands.command("effect")
def effect(
    panel: Annotated[Path, _column("--panel", "CSV file, one row a unit and period.")],
    unit: Annotated[str, _column("--unit", "Column of the unit, such as the team.")],
    time: Annotated[
        str, _column("--time", "Column of the period: whole numbers, YYYY-MM, YYYYMM, or days.")
    ],
    first: Annotated[
        str, _column("--first-treated", "Column of the first treated period; 0 or empty: never.")
    ],
    outcome: Annotated[str, _column("--outcome", "Column of the outcome.")],
    covariates: Annotated[str, _column("--covariates", "Columns, with commas between.")] = "",
    weights: Annotated[str | None, _column("--weights", "Column of weights.")] = None,
    cluster: Annotated[
        str | None, _column("--cluster", "Column of the level at which dates were decided.")
    ] = None,
    practice: Annotated[
        str | None, _column("--practice", "Column of cumulative practice, above 0.")
    ] = None,
    control: Annotated[
        Literal["never", "not-yet"], typer.Option(help="Units to compare with.")
    ] = "not-yet",
    method: Annotated[
        Literal["cs", "imputation", "etwfe", "twfe"] | None,
        typer.Option(help="Of the effects. Default: imputation; etwfe for --family poisson."),
    ] = None,
    family: Annotated[
        Literal["gaussian", "poisson"], typer.Option(help="poisson: the outcome is a count.")
    ] = "gaussian",
    adjust: Annotated[
        Literal["dr", "reg", "ipw"], typer.Option(help="How covariates are taken out (cs).")
    ] = "reg",
    base: Annotated[
        Literal["varying", "universal"], typer.Option(help="Base period before the rollout (cs).")
    ] = "varying",
    anticipation: Annotated[
        int, typer.Option(min=0, help="Periods before it in which it may have worked (cs).")
    ] = 0,
    pays: Annotated[
        float,
        typer.Option(
            min=0.0,
            help="Gain from which on it pays, in the outcome's unit; .05 is 5 % of a count. "
            "0: not asked.",
        ),
    ] = 0.0,
    better: Annotated[
        Literal["higher", "lower"], typer.Option(help="Which way of the outcome is good.")
    ] = "higher",
    as_json: JsonOption = False,
) -> None:
    """Tell what a rollout changed: verdict, effects, doubts.

    The verdict stands on the imputed effect, whatever the method asked for. A table that cannot
    answer gets the verdict NOT-ANSWERABLE and its code; a column that is not there is an error.
    """
    from evidence.effect_answer import effect_answer
    from evidence.effect_methods import Question, ask
    from evidence.effect_rows import effect_rows
    from evidence.months import month_words

    question = Question(
        unit=unit,
        time=time,
        first=first,
        outcome=outcome,
        covariates=tuple(name.strip() for name in covariates.split(",") if name.strip()),
        weight=weights,
        cluster=cluster,
        practice=practice,
        control=control,
        method=method,
        family=family,
        adjust=adjust,
        base=base,
        anticipation=anticipation,
        pays=pays,
        better=better,
    )
    rows, is_calendar = effect_rows(panel, question)
    period = month_words if is_calendar else str
    asked = ask(rows, question, "month" if is_calendar else "period")
    if as_json:
        return print_json(effect_answer(asked, period))
    return _print(asked, period)


def _print(asked: "Asked", period: "PeriodWords") -> None:
    """The verdict, what is always printed beside it, and the effects."""
    from evidence.steps import block_word
    from evidence.words import lines

    for label, text in lines(asked.finding):
        paper().print(f"{label}: {text}", highlight=False, markup=False, soft_wrap=True)
    if asked.effects is None:
        return
    told = asked.effects
    means = {name: getattr(told, name) for name in ("simple", "group", "calendar", "dynamic")}
    grid(f"Effects ({told.method})", [_row("mean", name, each) for name, each in means.items()])
    tables: list[tuple[str, str, dict[str, Estimate]]] = [
        ("By first treated period", "group", {period(g): e for g, e in told.by_group.items()}),
        ("By period", "period", {period(t): e for t, e in told.by_calendar.items()}),
        ("By periods since", "event", {str(e): told.by_event[e] for e in sorted(told.by_event)}),
        (
            f"By {block_word(asked.finding.counts)}",
            "block",
            {str(b.block): b.effect for b in asked.finding.blocks},
        ),
    ]
    for title, name, table in tables:
        if table:
            grid(title, [_row(name, key, each) for key, each in table.items()])


def _row(name: str, key: str, told: "Estimate") -> dict[str, str]:
    numbers = {part: f"{getattr(told, part):.{PLACES}f}" for part in ("estimate", "se")}
    return {name: key, **numbers, "95 %": f"{told.low:.{PLACES}f} to {told.high:.{PLACES}f}"}
