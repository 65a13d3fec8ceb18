"""The ledger in views: by month, by team, line by line."""

from typing import Final

import plotly.graph_objects as go
import polars as pl
import streamlit as st

from ui.charts import AXIS, layout, show
from ui.filters import Filters
from ui.spend.half import LEGEND
from ui.spend.ledger import ORDER, counting
from ui.spend.period import Span
from ui.spend.print import EDIT, PAPER, PART
from ui.spend.words import exact, money
from ui.words import counted

TALLEST: Final = 420  # pixels of the list of lines before it scrolls
# One colour a family (training, AI, redesign), told apart within it by a pattern.
LOOKS: Final = {
    "training seats": ("#2E7FBF", ""),
    "training fees": ("#2E7FBF", "/"),
    "time off work": ("#2E7FBF", "."),
    "instructors": ("#2E7FBF", "x"),
    "AI licences": ("#9C62B3", ""),
    "tokens": ("#9C62B3", "/"),
    "redesign hours": ("#1B8A6B", ""),
    "facilitation": ("#1B8A6B", "/"),
    "not categorised": ("#737B83", ""),
}


def month_charts(lines: pl.DataFrame, wanted: Span) -> None:
    """Spend by month and category: a picture for each currency, as they are never added."""
    told = counting(lines).drop_nulls("month")
    if told.is_empty():
        return
    for currency in sorted(told["currency"].unique().to_list()):
        mine = told.filter(pl.col("currency") == currency)
        with st.container(key=f"{PART}_months_{currency}"):
            show(
                month_picture(mine, wanted, currency),
                alt=month_words(mine, currency),
                key=f"spend_months_{currency}",
            )


def month_picture(lines: pl.DataFrame, wanted: Span, currency: str) -> go.Figure:
    """Bars by month, in parts by category."""
    months = wanted.months or sorted(lines["month"].unique().to_list())
    names = [f"{month:%b %Y}" for month in months]
    figure = go.Figure(layout={**layout(300), "barmode": "relative", "bargap": 0.25})
    for category in ORDER:
        mine = lines.filter(pl.col("category") == category)
        if mine.is_empty():
            continue
        by_month = dict(mine.group_by("month").agg(pl.col("amount").sum()).iter_rows())
        sizes = [by_month.get(month, 0.0) for month in months]
        colour, shape = LOOKS.get(category, LOOKS["not categorised"])
        figure.add_bar(
            x=names,
            y=sizes,
            name=category,
            marker={"color": colour, "pattern": {"shape": shape, "size": 6, "solidity": 0.35}},
            customdata=[exact(size, currency) for size in sizes],
            hovertemplate=f"<b>%{{x}}</b>, {category}: %{{customdata}}<extra></extra>",
        )
    figure.update_layout(
        xaxis={"type": "category", "showgrid": False},
        yaxis={**AXIS, "title": {"text": f"{currency} a month"}, "tickformat": "~s"},
        legend=LEGEND,
    )
    return figure


def month_words(lines: pl.DataFrame, currency: str) -> str:
    """The picture in words: the months with the least and the most."""
    by_month = lines.group_by("month").agg(pl.col("amount").sum()).sort("amount", "month")
    least, most = by_month.row(0, named=True), by_month.row(-1, named=True)
    return (
        f"Spend by month and category in {currency}, {counted(by_month.height, 'month')}: from "
        f"{money(least['amount'], currency)} in {least['month']:%b %Y} to "
        f"{money(most['amount'], currency)} in {most['month']:%b %Y}"
    )


def team_table(lines: pl.DataFrame, filters: Filters) -> None:
    """Spend by the unit that carries it, by name; never about fewer than five people."""
    rows = team_rows(counting(lines), filters)
    if not rows:
        return
    with st.container(key=f"{PART}_teams"):
        st.table(
            rows,
            border="horizontal",
            height=min(TALLEST, 60 + 37 * len(rows)),
            alt="Spend by team or unit and currency, by name",
        )
    st.caption(
        "By name: nobody is ranked. What a team of fewer than five people spent stands with the "
        "unit above it, so that no amount tells on a person."
    )


def team_rows(told: pl.DataFrame, filters: Filters) -> list[dict[str, str]]:
    """A row a unit with a column a currency: currencies are never added."""
    by_unit = told.group_by("team_id", "currency").agg(pl.col("amount").sum())
    amounts = {(unit, code): amount for unit, code, amount in by_unit.iter_rows()}
    currencies = sorted({code for _, code in amounts})
    names = {unit: filters.units.label(unit) for unit, _ in amounts}
    return [
        {
            "Team or unit": name,
            **{
                code: exact(amounts[unit, code], "").strip() if (unit, code) in amounts else "–"
                for code in currencies
            },
        }
        for unit, name in sorted(names.items(), key=lambda each: each[1].casefold())
    ]


def line_table(lines: pl.DataFrame, filters: Filters) -> None:
    """Every line with its source and tag, and why some are not counted."""
    names = {unit: filters.units.label(unit) for unit in lines["team_id"].unique().to_list()}
    named = lines.with_columns(pl.col("team_id").replace(names), pl.col("why_not").fill_null(""))
    shown = named.select(
        "month", "category", "team_id", "currency", "amount", "tag", "source", "detail",
        "counted", "why_not",
    )  # fmt: skip
    with st.container(key=f"{PAPER}_lines"):
        st.caption("Every line stands in the workbook.")
    with st.container(key=f"{EDIT}_lines"):
        _line_list(shown)


def _line_list(shown: pl.DataFrame) -> None:
    st.dataframe(
        shown,
        hide_index=True,
        height=min(TALLEST, 40 + 36 * shown.height),
        column_config={
            "month": st.column_config.DateColumn("Month", format="MMM YYYY"),
            "category": "Spent on",
            "team_id": "Team or unit",
            "currency": "Currency",
            "amount": st.column_config.NumberColumn("Amount", format="localized"),
            "tag": "Trust",
            "source": "Told by",
            "detail": "Account, tool or reckoning",
            "counted": "Counts",
            "why_not": "Why it does not count",
        },
        alt="Lines of spend, by month",
    )
