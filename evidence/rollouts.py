"""What was rolled out, to which teams, since when: a course, a redesign, a planned study."""

from dataclasses import dataclass
from typing import Final, Literal, TypeAlias, get_args

import polars as pl

from store.errors import RequestError

Kind: TypeAlias = Literal["training", "redesign", "planned"]
Level: TypeAlias = Literal["team", "unit"]

STARTS: Final = {
    "team_id": pl.String(),
    "first_month": pl.Date(),
    "reach": pl.Float64(),
    "by_lot": pl.Boolean(),
}


@dataclass(frozen=True, eq=False)
class Rollout:
    """Something that teams got, and when each of them got it; it stays on.

    key      stable name, as the register keeps it
    name     as users read it
    kind     training: a course; redesign: an accepted move; planned: a study whose dates were drawn
    starts   one row per team: team_id; first_month, the first day of the month in which it had it
             (null: it is told to be without it); reach, share of its people who had it then, 0 to 1
             (null: not told); by_lot, whether its date was drawn. Every other team of the firm is
             without it
    cluster  who decided the dates: each team for itself, or the unit right above it for all of its
             teams; estimates are clustered there
    among    team_id of the teams that a study compares; None: all teams of the firm
    """

    key: str
    name: str
    kind: Kind
    starts: pl.DataFrame
    cluster: Level = "team"
    among: frozenset[str] | None = None

    def __post_init__(self) -> None:
        """Stop when it is not one row per team with a month each."""
        if self.kind not in get_args(Kind) or self.cluster not in get_args(Level):
            raise RequestError(
                f"a rollout of kind '{self.kind}' that '{self.cluster}' decided",
                f"a kind of {', '.join(get_args(Kind))}, decided by {' or '.join(get_args(Level))}",
                "Choose one of these",
            )
        if self.starts.schema != pl.Schema(STARTS):
            raise RequestError(
                f"starts of a rollout with the columns {', '.join(self.starts.columns)}",
                f"{', '.join(STARTS)}, with the types of evidence.rollouts.STARTS",
                "Give these columns",
            )
        if self.starts["team_id"].is_duplicated().any() or self.starts["team_id"].has_nulls():
            raise RequestError(
                "a team has two starts in one rollout, or a start has no team",
                "one row per team",
                "Keep the first month of each team",
            )
        if (self.starts["first_month"].dt.day().fill_null(1) != 1).any():
            raise RequestError(
                "a rollout starts in the middle of a month",
                "first days of months",
                "Give the first day of the month in which the team had it",
            )

    @property
    def started(self) -> pl.DataFrame:
        """The rows of `starts` with a month: the teams that have it, by month and team."""
        return self.starts.drop_nulls("first_month").sort("first_month", "team_id")

    @property
    def by_lot(self) -> bool:
        """Whether the dates of all its teams were drawn by lot."""
        return self.started.height > 0 and bool(self.started["by_lot"].fill_null(value=False).all())

    def compared(self, rows: pl.DataFrame) -> pl.DataFrame:
        """The rows of the teams that a study compares; rows has team_id."""
        return rows if self.among is None else rows.filter(pl.col("team_id").is_in(self.among))
