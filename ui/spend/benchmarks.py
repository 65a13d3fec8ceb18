"""What others spend, each figure with its source, and where this firm stands beside it."""

from collections.abc import Mapping, Sequence
from typing import Final

import polars as pl
import streamlit as st

from economics.benchmarks import Benchmark, FirmFigure, Standing, firm_figures, standings
from ui.spend.ledger import TRAINING
from ui.spend.print import EDIT, PART
from ui.spend.words import briefly, percents

AI: Final = ("AI licences", "tokens")
STATUS: Final[Mapping[str, str]] = {
    "confirmed": ":green-badge[● confirmed]",
    "second-hand": ":blue-badge[◆ second-hand]",
    "not found": ":orange-badge[○ no source found]",
}


def benchmark_table(firm: Mapping[FirmFigure, float | None]) -> None:
    """All figures of others with the firm beside them."""
    with st.container(key=f"{PART}_benchmarks"):
        st.table(
            [benchmark_row(each) for each in standings(firm)],
            border="horizontal",
            alt="Figures of others with source, date and status, and where this firm stands",
        )
    st.caption(
        "What others spend is no target: nobody knows whether it did anything for them. A status "
        "is about the source, never about how good a figure is."
    )


def benchmark_row(each: Standing) -> dict[str, str]:
    """One figure in words."""
    told = each.benchmark
    source = f"[{told.source}]({told.url})" if told.url else told.source
    published = f", {told.published}" if told.published else ""
    return {
        "Figure": f"{told.label}  \n:small[:gray[{told.note}]]",
        "Others": size(told),
        "This firm": each.sentence.removeprefix("This firm: "),
        "Status": STATUS[told.status],
        "Source": f":small[{source}{published}; read {told.read_on:%-d %b %Y}]",
    }


def size(told: Benchmark) -> str:
    """A figure or a range with its unit."""
    ends = dict.fromkeys((told.low, told.high))
    if told.unit == "share":
        return " to ".join(percents(each) for each in ends)
    unit = told.unit.removeprefix("USD ")
    return f"USD {' to '.join(briefly(each) for each in ends)} {unit}"


def firm_from(
    lines: pl.DataFrame | None,
    currency: str,
    told: Mapping[str, float | None],
    learners: int | None,
) -> dict[FirmFigure, float | None]:
    """The firm's figures that compare, from its ledger in one currency and what was entered.

    lines     of twelve months of the whole firm; None: there is no sum of them in one currency
    told      revenue, ai_people
    learners  people who were trained in these months; None: fewer than five

    Counts: a figure a learner is in dollars, so it compares only where the scenario is.
    """
    if lines is None or lines.is_empty():
        return firm_figures()
    training, ai = _sum(lines, TRAINING), _sum(lines, AI)
    found = firm_figures(
        training=training,
        learners=learners,
        ai=ai,
        ai_people=told["ai_people"],
        revenue=told["revenue"],
    )
    return found if currency == "USD" else {**found, "training_per_learner": None}


def _sum(lines: pl.DataFrame, categories: Sequence[str]) -> float | None:
    mine = lines.filter(pl.col("category").is_in(list(categories)))
    return None if mine.is_empty() else float(mine["amount"].sum())


def firm_fields(currency: str) -> dict[str, float | None]:
    """Two numbers of the firm that no export tells."""
    with st.container(key=f"{EDIT}_firm"), st.grid(3, min_column_width=220, gap="medium"):
        revenue = st.number_input(
            f"Revenue of the firm a year, {currency}",
            min_value=0.0,
            value=None,
            step=1e6,
            format="%.0f",
            placeholder="empty",
            key="revenue",
            bind="query-params",
        )
        people = st.number_input(
            f"AI spend that goes into people a year, {currency}",
            min_value=0.0,
            value=None,
            step=1e5,
            format="%.0f",
            placeholder="empty",
            key="ai_people",
            bind="query-params",
            help="Courses, coaching and time for people to learn to work with AI",
        )
    return {"revenue": revenue, "ai_people": people}
