"""Whom to compare with: where AI had come to the teams of a rollout, with teams it had come to.

A redesign of work with AI is proposed to teams that have AI. Beside teams without it, what AI did
to them would be taken for what the redesign did.
"""

from dataclasses import replace

import polars as pl

from evidence.codes import code
from evidence.judged import judged
from evidence.of_record import looked_at
from evidence.results import Code
from evidence.rollouts import Rollout


def alike(
    rollout: Rollout, arrival: pl.DataFrame, teams: pl.Series
) -> tuple[Rollout, tuple[Code, ...]]:
    """The rollout among the teams that AI had come to, if it had to nearly all that have it.

    arrival  when AI came to each team: team_id, first_month, as `evidence.ai_arrival` answers it
    teams    team_id of all teams of the firm

    Counts: AI that came `judged()["at_once_months"]` or longer before a team's start; of teams
    without it, before the median start. Nothing of what came after the start decides who is
    compared. Teams whose dates were drawn are alike by the lot. Where too few others had AI, all
    are compared and a code says so.
    """
    if rollout.by_lot or rollout.started.is_empty():
        return rollout, ()
    every = _had_ai(rollout, arrival, teams)
    has_it = pl.col("start").is_not_null()
    with_it, others = every.filter(has_it)["had_ai"], every.filter(~has_it)["had_ai"]
    share, share_others = _mean(with_it), _mean(others)
    if share < judged()["nearly_all"]:
        return rollout, ()
    kept = every.filter("had_ai")
    left_out = every.height - kept.height
    later = kept.filter((pl.col("start") > pl.col("start").min()).fill_null(value=True))
    if left_out and later.height >= judged()["fewest_comparison"]:
        told = code("ONLY_WITH_AI", share=share, teams=left_out)
        return replace(rollout, among=frozenset(kept["team_id"])), (told,)
    if share - share_others >= judged()["at_once"]:
        return rollout, (code("AI_APART", share=share, share_others=share_others),)
    return rollout, ()


def _had_ai(rollout: Rollout, arrival: pl.DataFrame, teams: pl.Series) -> pl.DataFrame:
    """One row per team: team_id, start (null: without it), had_ai."""
    own = rollout.started.select("team_id", start="first_month")
    came = arrival.select("team_id", came="first_month")
    since = pl.col("start").fill_null(looked_at(rollout))
    before = since.dt.offset_by(f"-{int(judged()['at_once_months'])}mo")
    return (
        teams.unique()
        .sort()
        .to_frame("team_id")
        .join(own, on="team_id", how="left")
        .join(came, on="team_id", how="left")
        .select("team_id", "start", had_ai=(pl.col("came") <= before).fill_null(value=False))
    )


def _mean(had: pl.Series) -> float:
    return float(had.mean() or 0.0)  # type: ignore[arg-type]
