"""Spend as the ledger tells it: the firm's own books, and bills that vendors send."""

from typing import Final

import polars as pl

from economics.firm_units import FirmUnits, members, unit_of_centre
from economics.fold import folded
from economics.judged import smallest_group
from store.spend_rules import HAS_NONE, NOT_CATEGORISED, SpendRule, with_categories

BOOKS: Final = "ledger"
BILLS: Final = "bill"
NO_RULE: Final = "no rule says that the account is spend on training, AI or redesign"
# Places of a ledger line that are told beside each other, so that small groups fold within them.
GROUP: Final = ["source", "category", "currency"]


def ledger_lines(
    ledger: pl.DataFrame, rules: tuple[SpendRule, ...], units: FirmUnits
) -> pl.DataFrame:
    """One row per ledger line: the columns of `economics.spend_lines.LINES`.

    ledger  posted_on, amount, currency, category, account, team_id (the cost centre), tag,
            reference, as facts tell it
    rules   of the firm: what accounts are spent on

    Counts: what is posted is measured, unless the line or a rule says otherwise. A line that names
    its category itself and no cost centre is a vendor's bill, not the firm's books: the books tell
    the same spend under an account. A cost centre that is no unit of the firm's people stays with
    the whole firm; so does that of a team of fewer than five.
    """
    told = ledger.with_columns(
        source=pl.when(~HAS_NONE & pl.col("team_id").is_null())
        .then(pl.lit(BILLS))
        .otherwise(pl.lit(BOOKS)),
        month=pl.col("posted_on").dt.truncate("1mo"),
    ).pipe(with_categories, rules)
    centres = unit_of_centre(told["team_id"], units)
    placed = told.join(centres, left_on="team_id", right_on="centre", how="left").with_columns(
        pl.col("unit_id").fill_null(units.root)
    )
    lines = placed.select(
        "month",
        "category",
        "currency",
        "source",
        "unit_id",
        "amount",
        "reference",
        tag=pl.col("tag").fill_null("measured"),
        detail="account",
        why_not=pl.when(pl.col("category") == NOT_CATEGORISED).then(pl.lit(NO_RULE)),
    )
    return _in_larger_units(lines, units)


def _in_larger_units(lines: pl.DataFrame, units: FirmUnits) -> pl.DataFrame:
    """The lines with the amounts of small teams in a larger unit, added up: team_id."""
    cell = [*GROUP, "unit_id", "month"]
    people = lines.select(cell).unique().filter(pl.col("unit_id") != units.root)
    people = people.join(members(people, units), on=["unit_id", "month"])
    moved = folded(people, units, GROUP, smallest_group(), top_is_told=True)
    known = lines.join(moved.select(*cell, "to_unit"), on=cell, how="left").with_columns(
        team_id=pl.coalesce("to_unit", pl.lit(units.root))
    )
    is_own = pl.col("team_id") == pl.col("unit_id")
    alike = pl.exclude("amount", "reference", "unit_id", "to_unit")
    others = (
        known.filter(~is_own)
        .group_by(alike)
        .agg(pl.col("amount").sum(), reference=pl.lit(None, pl.String()))
    )
    own = known.filter(is_own).select(others.columns)
    return pl.concat([own, others])
