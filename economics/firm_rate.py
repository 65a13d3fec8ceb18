"""What an hour of the firm's people costs on the mean: one rate, never a person's own."""

from dataclasses import dataclass

import polars as pl

from economics.judged import judged, smallest_group


@dataclass(frozen=True)
class FirmRate:
    """The mean cost of an hour, rounded: amount in currency, over so many people."""

    amount: float
    currency: str
    people: int

    @property
    def words(self) -> str:
        """How an amount comes about, in words."""
        return f"hours x {self.amount:g} {self.currency}, the mean of {self.people} people"


def firm_rate(membership: pl.DataFrame, machines: pl.Series) -> FirmRate | None:
    """The firm's mean rate; None when fewer than five people have a known one.

    membership  person_id, from_day, hourly_cost, currency

    Counts: everybody once, with the newest cost of an hour that is known, in the currency that most
    people have: currencies are never added. It is as loaded as the HR export is; of a source that
    tells pay alone what goes on top is missing. Rounded, so that it tells on nobody.
    """
    paid = (
        membership.filter(
            pl.col("hourly_cost") > 0,
            pl.col("currency").is_not_null(),
            ~pl.col("person_id").is_in(machines.implode()),
        )
        .sort("person_id", "from_day", "hourly_cost", "currency")
        .unique("person_id", keep="last", maintain_order=True)
    )
    by_currency = (
        paid.group_by("currency")
        .agg(people=pl.len(), mean=pl.col("hourly_cost").mean())
        .sort("people", "currency", descending=[True, False])
    )
    if by_currency.is_empty() or by_currency["people"][0] < smallest_group():
        return None
    currency, people, mean = by_currency.row(0)
    step = float(judged()["rate_step"])
    return FirmRate(round(mean / step) * step, currency, people)
