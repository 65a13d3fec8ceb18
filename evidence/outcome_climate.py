"""Climate: what people say of working in the team."""

from typing import Final

import polars as pl

from evidence.cells import Cells
from evidence.history import History
from evidence.results import Outcome
from store.errors import NotEnoughData

OUTCOME: Final = Outcome(
    key="climate",
    label="Climate",
    unit="standard deviations of the first wave",
    better="higher",
    form="sd",
    counts=(
        "survey items about climate, each moved onto a scale from 0 to 1 and averaged by person; "
        "mean over those of the team who answered, in standard deviations between people of the "
        "first wave. Teams with fewer than five answers are left out of the wave."
    ),
    does_not_tell=(
        "what those think who did not answer. Response rates stand beside it; a change of who "
        "answers looks like a change of climate."
    ),
)

CONSTRUCT: Final = "climate"


def cells(history: History, people: pl.DataFrame) -> Cells:
    """Mean answer on a scale of 0 to 1, over the spread between people of the first wave.

    people  person_id, team_id (of record); an anonymous answer counts for the team that it names

    Counts: each respondent once a wave, whatever the number of items. Items without the ends of
    their scale cannot be put beside others: left out and counted.
    Errors: NotEnoughData without answers about climate, or when all of the first wave are alike.
    """
    asked = history.facts["survey"].filter(pl.col("construct") == CONSTRUCT).collect()
    scaled = asked.filter(pl.col("scale_max") > pl.col("scale_min"))
    answers = respondents(scaled, people)
    first = answers.filter(pl.col("wave") == pl.col("wave").min())
    spread = first["score"].std()
    if not isinstance(spread, float) or spread <= 0:
        raise NotEnoughData(
            "no survey wave about climate from which a spread between people can be told",
            "answers of several people to items whose construct is climate",
            "Load a survey, or say on the page Data what its items measure",
        )
    rows = (
        answers.group_by("team_id", month=pl.col("wave").dt.truncate("1mo"))
        .agg(outcome=pl.col("score").mean() / spread)
        .join(_answered(scaled, people), on=["team_id", "month"])
        .sort("team_id", "month")
    )
    lost = (("no ends of the scale are told", asked.height - scaled.height),)
    return Cells(rows, grain="survey", lost=lost)


def _answered(scaled: pl.DataFrame, people: pl.DataFrame) -> pl.DataFrame:
    """team_id, month, n_people: the most answers that one item had in one wave of the month.

    Counts: two waves, or two questionnaires on one day, do not make two people four.
    """
    answers = _with_team(scaled, people).group_by("team_id", "wave", "item")
    who = pl.coalesce("person_id", "response_id").drop_nulls().n_unique()
    unnamed = pl.coalesce("person_id", "response_id").null_count()
    return (
        answers.agg(n_people=(who + unnamed).cast(pl.Int64))
        .group_by("team_id", month=pl.col("wave").dt.truncate("1mo"))
        .agg(pl.col("n_people").max())
    )


def _with_team(scaled: pl.DataFrame, people: pl.DataFrame) -> pl.DataFrame:
    """The answers with the team of record of who is named, else the team that the answer names."""
    named = scaled.join(people.rename({"team_id": "of_record"}), on="person_id", how="left")
    return named.with_columns(team_id=pl.coalesce("of_record", "team_id")).drop_nulls("team_id")


def respondents(scaled: pl.DataFrame, people: pl.DataFrame) -> pl.DataFrame:
    """One row per respondent and wave with a team: team_id, wave, score (0 to 1).

    Counts: an anonymous answer without a number of its response stands for one respondent an item:
    the first answers of a team to each item are one respondent's, the second ones another's.
    """
    share = (pl.col("score") - pl.col("scale_min")) / (pl.col("scale_max") - pl.col("scale_min"))
    place = pl.int_range(pl.len()).over("wave", "team_id", "item").cast(pl.String)
    return (
        _with_team(scaled, people)
        .with_columns(
            share=share,
            who=pl.coalesce("person_id", "response_id", pl.format("answer {}", place)),
        )
        .group_by("team_id", "wave", "who")
        .agg(score=pl.col("share").mean())
        .sort("team_id", "wave", "who")
    )
