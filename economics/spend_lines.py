"""Every line of spend from all sources, in one table: what counts, and what does not and why."""

from typing import TYPE_CHECKING, Final

import polars as pl

from economics.firm_rate import FirmRate, firm_rate
from economics.firm_units import FirmUnits, firm_units, members
from economics.fold import folded
from economics.judged import smallest_group
from economics.ledger_lines import BILLS, BOOKS, GROUP, ledger_lines
from economics.training_lines import training_amounts
from economics.usage_lines import TOKENS, USAGE, usage_amounts
from store.spend_rules import SPEND_RULES

if TYPE_CHECKING:
    from store.workspace import Workspace

REDESIGN: Final = "decisions"
REDESIGN_HOURS: Final = "redesign hours"
LINES: Final = pl.Schema(
    {
        "month": pl.Date(),
        "category": pl.String(),
        "team_id": pl.String(),
        "currency": pl.String(),
        "amount": pl.Float64(),
        "tag": pl.String(),
        "source": pl.String(),
        "detail": pl.String(),
        "reference": pl.String(),
        "counted": pl.Boolean(),
        "why_not": pl.String(),
    }
)
ACCEPTED: Final = pl.Schema(
    {
        "team_id": pl.String(),
        "move": pl.String(),
        "decided_on": pl.Date(),
        "cost_hours": pl.Float64(),
    }
)
CELL: Final = [*GROUP, "unit_id", "month"]


def spend_lines(workspace: "Workspace", accepted: pl.DataFrame | None = None) -> pl.DataFrame:
    """One row per line of spend, by month: the columns of LINES.

    accepted  redesigns that were accepted, columns of ACCEPTED (`redesign.accepted`): their hours;
              None leaves them out
    returns   month     first day; null: too few people are behind its months to tell them apart
              category  one of `store.spend_rules.CATEGORIES`, or not categorised
              team_id   the unit that carries it: a team of fewer than five people behind an amount
                        is told with the unit above, at most with the whole firm
              amount    in `currency`; credits below zero
              tag       measured (posted), quoted (a price or a bill), assumed (hours times a rate)
              source    ledger, bill, training, AI usage or decisions
              detail    account, tool, or how the amount comes about
              counted   whether it adds to the sums; else `why_not` says why

    Counts: each spend once. The firm's books go first: what another source tells of a category that
    the books tell is not counted in the months that the books span. Then bills, of tokens alone: a
    bill by seat names the people whose seats it tells. Amounts that fewer than five people of the
    whole firm are behind are in no row (`reconciled` counts them).
    """
    units = firm_units(workspace)
    rate = firm_rate(workspace.facts("membership").collect(), units.machines)
    ledger = workspace.facts("ledger").collect()
    booked = ledger_lines(ledger, SPEND_RULES.rules(workspace), units)
    others = pl.concat([
        training_amounts(workspace.facts("training").collect(), units, rate),
        usage_amounts(workspace.facts("ai_usage").drop_nulls("cost").collect(), units),
    ])  # fmt: skip
    parts = [
        _told_already(booked, booked),
        _by_unit(_told_already(others, booked), units),
        _told_already(redesign_lines(accepted, units, rate), booked),
    ]
    told = [name for name in LINES if name != "counted"]
    lines = pl.concat([part.select(told) for part in parts])
    return (
        lines.with_columns(counted=pl.col("why_not").is_null())
        .select(LINES.keys())
        .cast(LINES)
        .sort("month", "category", "team_id", "currency", "source", "reference", "detail",
              "amount", nulls_last=True)
    )  # fmt: skip


def redesign_lines(
    accepted: pl.DataFrame | None, units: FirmUnits, rate: FirmRate | None
) -> pl.DataFrame:
    """One row per accepted redesign: the hours of its first quarter times the firm's one rate.

    Counts: in the month of the decision; whether the change goes on after its first quarter nobody
    has told. A redesign that was accepted for a team and changed later counts once.
    """
    if accepted is None or rate is None:
        accepted = pl.DataFrame(schema=ACCEPTED)
    amount = pl.col("cost_hours") * (rate.amount if rate else 0.0)
    lines = accepted.drop_nulls("cost_hours").select(
        month=pl.col("decided_on").dt.truncate("1mo"),
        category=pl.lit(REDESIGN_HOURS),
        unit_id="team_id",
        currency=pl.lit(rate.currency if rate else None, pl.String()),
        amount=amount,
        tag=pl.lit("assumed"),
        source=pl.lit(REDESIGN),
        detail=pl.format("{}: {}", "move", pl.lit(rate.words if rate else "")),
        reference=pl.lit(None, pl.String()),
        why_not=pl.lit(None, pl.String()),
    )
    asked = lines.select(CELL).unique()
    people = asked.join(members(asked, units), on=["unit_id", "month"])
    moved = folded(people, units, GROUP, smallest_group(), top_is_told=True)
    placed = lines.join(moved.select(*CELL, "to_unit"), on=CELL, how="left")
    return placed.with_columns(team_id=pl.col("to_unit").fill_null(units.root)).drop(
        "unit_id", "to_unit"
    )


def _told_already(lines: pl.DataFrame, booked: pl.DataFrame) -> pl.DataFrame:
    """The lines with `why_not` where the books, or a bill of tokens, tell the same spend."""
    known = lines if "why_not" in lines.columns else lines.with_columns(
        why_not=pl.lit(None, pl.String())
    )  # fmt: skip
    told = booked.filter(pl.col("why_not").is_null(), pl.col("amount") != 0)
    books, bills = told.filter(source=BOOKS), told.filter(source=BILLS, category=TOKENS)
    all_books = booked.filter(source=BOOKS)
    inside = pl.col("month").is_between(all_books["month"].min(), all_books["month"].max())
    in_bills = pl.col("month").is_in(bills["month"].unique().implode())
    by_books = (
        inside & pl.col("category").is_in(books["category"].unique().implode())
        & (pl.col("source") != BOOKS)
    )  # fmt: skip
    by_bill = in_bills & (pl.col("category") == TOKENS) & (pl.col("source") == USAGE)
    return known.with_columns(
        why_not=pl.coalesce(
            "why_not",
            pl.when(by_books).then(pl.format("the ledger tells {} of this time", "category")),
            pl.when(by_bill).then(pl.lit("a bill tells tokens of this month")),
        )
    )


def _by_unit(personal: pl.DataFrame, units: FirmUnits) -> pl.DataFrame:
    """Amounts of people as amounts of units: no row is about one to four people."""
    group = [*GROUP, "why_not"]
    cell = [*group, "unit_id", "month"]
    human = personal.filter(~pl.col("person_id").is_in(units.machines.implode()))
    moved = folded(human.select(*cell, "person_id"), units, group, smallest_group())
    moved = moved.with_columns(has_people=pl.lit(value=True))
    placed = personal.join(moved, on=cell, how="left", nulls_equal=True)
    # What machines alone spend is about nobody: it stays where it is.
    told = pl.col("has_people").fill_null(value=False)
    return (
        placed.with_columns(
            team_id=pl.when(told).then("to_unit").otherwise("unit_id"),
            month=pl.when(told).then("to_month").otherwise("month"),
        )
        .drop_nulls("team_id")
        .group_by("month", "category", "team_id", "currency", "tag", "source", "why_not")
        .agg(pl.col("amount").sum(), pl.col("detail").unique().sort().str.join(", "))
        .with_columns(reference=pl.lit(None, pl.String()))
    )
