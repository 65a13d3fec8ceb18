"""The table of a study: one row per team and month, with the outcome and all that it is read by."""

from dataclasses import dataclass
from typing import Final

import polars as pl

from evidence.cells import Cells
from evidence.history import History
from evidence.judged import judged
from evidence.of_record import of_record, record_days
from evidence.outcomes import modules
from evidence.results import Grain, Outcome
from evidence.rollouts import Rollout

MONTHS_OF: Final = {"month": 1, "quarter": 3, "survey": 1}
# Practice at it is the outcome itself: the curve would explain the effect away.
TEAMS: Final = pl.col("team_id").n_unique()
ITS_OWN_PRACTICE: Final = ("throughput",)
SCHEMA: Final = {
    "team_id": pl.String(),
    "month": pl.Date(),
    "period": pl.Int64(),
    "first_month": pl.Int64(),
    "outcome": pl.Float64(),
    "exposure": pl.Float64(),
    "practice": pl.Float64(),
    "weight": pl.Float64(),
    "cluster": pl.String(),
    "n_people": pl.Int64(),
}


@dataclass(frozen=True, eq=False)
class TeamMonths:
    """The table of one study and what is not in it.

    rows         one per team and period: `SCHEMA`. month: first day of the period; period: months
                 (of quarters: quarters) since year 0; first_month: period in which the team got it,
                 null: not; outcome in the scale of the model, null: missing; exposure: working
                 days of people; practice: tasks that its people have completed by then, from 1;
                 weight: 1; cluster: who decided the date; n_people behind the outcome
    grain        what a period is
    small_cells  team-periods of fewer than five people, or of the work of one or two, left out;
                 small_teams: teams of which nothing is left
    silent_teams teams of which no period has an outcome, left out: their exports do not tell it
    cut          last periods that were not watched long enough, cut for all teams alike
    missing      team-periods that stand in `rows` without an outcome
    lost         why rows of the facts could not be read -> how many
    response     of a survey, one row per team of five people and wave, however few answer:
                 team_id, month, answered, there (people); None: no survey
    """

    rows: pl.DataFrame
    grain: Grain
    small_cells: int
    small_teams: int
    silent_teams: int
    cut: int
    missing: int
    lost: tuple[tuple[str, int], ...]
    response: pl.DataFrame | None = None


def team_months(history: History, rollout: Rollout, outcome: Outcome) -> TeamMonths:
    """The table of a study: what a rollout did to an outcome.

    Counts: people for their team of record (see `evidence.of_record`). Every team weighs the same:
    a team, not a person, decides on a rollout and is what is compared; weights by people would let
    a few large teams be the answer, and leave fewer to stand on.
    Errors: NotEnoughData when no team has it, or no fact tells of the outcome.
    """
    people = of_record(history.belonging, rollout)
    cells: Cells = modules()[outcome.key].cells(history, people)
    found = _found(rollout.compared(_grid(history, people, cells)), cells)
    has_outcome = pl.col("outcome").is_not_null().any().over("team_id")
    large = found.filter(pl.col("n_people") >= judged()["cell_people"])
    telling = large.filter(has_outcome)
    of_several = telling.filter(~_is_of_one_or_two())
    shown = of_several.filter(has_outcome)
    rows = _described(history, rollout, people, shown, cells.grain)
    if outcome.key in ITS_OWN_PRACTICE:
        rows = rows.with_columns(practice=pl.lit(None, pl.Float64))
    return TeamMonths(
        rows=rows,
        grain=cells.grain,
        small_cells=_fewer(found, large, pl.len()) + _fewer(telling, of_several, pl.len()),
        small_teams=_fewer(found, large, TEAMS) + _fewer(telling, shown, TEAMS),
        silent_teams=_fewer(large, telling, TEAMS),
        cut=cells.cut,
        missing=rows["outcome"].null_count(),
        lost=tuple((why, n) for why, n in cells.lost if n),
        response=_response(found) if cells.grain == "survey" else None,
    )


def _is_of_one_or_two() -> pl.Expr:
    """Whether the work of one or two of the team's people makes its number."""
    is_theirs = pl.col("n_behind") < int(judged()["people_behind"])
    return (is_theirs & pl.col("outcome").is_not_null()).fill_null(value=False)


def _fewer(of: pl.DataFrame, than: pl.DataFrame, counted: pl.Expr) -> int:
    return int(of.select(counted).item() - than.select(counted).item())


def _grid(history: History, people: pl.DataFrame, cells: Cells) -> pl.DataFrame:
    """One row per team and period in which people of record were there: n_people, exposure."""
    step = f"{MONTHS_OF[cells.grain]}mo"
    whole = history.months.group_by(month=pl.col("period").dt.truncate(step)).agg(months=pl.len())
    whole = whole.filter(pl.col("months") == MONTHS_OF[cells.grain])
    if cells.grain == "survey":
        whole = cells.rows.select("month").unique()
    elif "n_people" in cells.rows.columns:  # a period that tells of nobody is no small cell
        whole = whole.join(cells.rows, on="month", how="semi")
    if cells.last is not None:
        whole = whole.filter(pl.col("month") <= cells.last)
    there = (
        history.person_months.join(people, on="person_id")
        .with_columns(month=pl.col("period").dt.truncate(step))
        .join(whole, on="month", how="semi")
    )
    return (
        there.group_by("team_id", "month")
        .agg(n_people=pl.col("person_id").n_unique().cast(pl.Int64), exposure=pl.col("days").sum())
        .sort("team_id", "month")
    )


def _found(grid: pl.DataFrame, cells: Cells) -> pl.DataFrame:
    """The grid with the outcome; n_people of the outcome where it has its own, n_behind or null."""
    rows = cells.rows.with_columns(is_told=pl.lit(value=True))
    there = grid.with_columns(there="n_people")
    joined = there.join(rows, on=["team_id", "month"], how="left", suffix="_behind")
    if "n_people_behind" in joined.columns:
        answered = pl.col("n_people_behind").fill_null(0)
        joined = joined.with_columns(n_people=pl.min_horizontal("there", answered))
    if "n_behind" not in joined.columns:
        joined = joined.with_columns(n_behind=pl.lit(None, pl.Int64))
    # A row without an outcome is missing; a team without a row has done nothing.
    done_nothing = pl.col("is_told").is_null() & pl.lit(cells.fills)
    return joined.with_columns(outcome=pl.when(done_nothing).then(0.0).otherwise(pl.col("outcome")))


def _response(found: pl.DataFrame) -> pl.DataFrame:
    """How many answered, in teams of five people or more: of fewer nobody may know who did."""
    large = found.filter(pl.col("there") >= judged()["cell_people"])
    return large.select("team_id", "month", "there", answered="n_people")


def _described(
    history: History, rollout: Rollout, people: pl.DataFrame, cells: pl.DataFrame, grain: Grain
) -> pl.DataFrame:
    """The cells with the columns of `SCHEMA`."""
    firsts = record_days(history.belonging, rollout).select("team_id", starts="first_month")
    return (
        _with_practice(history, people, cells, MONTHS_OF[grain])
        .join(firsts, on="team_id", how="left")
        .join(clusters(history, rollout), on="team_id", how="left")
        .with_columns(
            period=_number("month", MONTHS_OF[grain]),
            first_month=_number("starts", MONTHS_OF[grain]),
            weight=pl.lit(1.0),
        )
        .sort("team_id", "month")
        .select(SCHEMA.keys())
        .cast(SCHEMA)  # type: ignore[arg-type]
    )


def _number(day: str, months: int) -> pl.Expr:
    """Periods of so many months since year 0."""
    year = pl.col(day).dt.year().cast(pl.Int64)
    return (year * 12 + pl.col(day).dt.month().cast(pl.Int64) - 1) // months


def _with_practice(
    history: History, people: pl.DataFrame, cells: pl.DataFrame, months: int
) -> pl.DataFrame:
    """The cells with practice: 1 + tasks completed by the people of record by the period's end."""
    stock = (
        history.closed.join(people, on="person_id")
        .group_by("team_id", "month")
        .agg(done=pl.len().cast(pl.Float64))
        .sort("team_id", "month")
        .select("team_id", upto="month", practice=1 + pl.col("done").cum_sum().over("team_id"))
    )
    asked = cells.with_columns(upto=pl.col("month").dt.offset_by(f"{months - 1}mo")).sort("upto")
    joined = asked.join_asof(
        stock.sort("upto"), on="upto", by="team_id", strategy="backward", check_sortedness=False
    )
    return joined.with_columns(practice=pl.col("practice").fill_null(1.0))


def clusters(history: History, rollout: Rollout) -> pl.DataFrame:
    """One row per team: team_id, cluster (the team itself, or the unit right above it)."""
    depth = 0 if rollout.cluster == "team" else 1
    above = history.tree.filter(pl.col("depth") <= depth).sort("team_id", "depth")
    return above.unique("team_id", keep="last", maintain_order=True).select(
        "team_id", cluster="unit_id"
    )
