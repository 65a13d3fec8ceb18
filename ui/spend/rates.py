"""Currencies are added only at a dated rate that somebody gave: the refusal, and the form."""

from collections.abc import Sequence
from datetime import date

import polars as pl
import streamlit as st

from economics.spend import converted
from store.errors import AtelierError
from store.exchange_rates import give, rates
from ui.frame import sentence, three_lines, told
from ui.readings import workspace
from ui.spend.print import EDIT, PART
from ui.spend.words import exact
from ui.work import BY


def refusal(error: AtelierError) -> None:
    """Why nothing is added up: a normal answer, shown as information and not as a failure."""
    st.warning(three_lines(error), title=sentence(error.found), icon=":material/currency_exchange:")


def one_currency(lines: pl.DataFrame, into: str) -> pl.DataFrame | None:
    """The lines in one currency, told with its sum; where a rate is missing, why, and the form.

    returns  None where nothing counts or a rate is missing: then every currency stands by itself
    """
    counting = lines.filter("counted")
    others = sorted(set(counting["currency"].to_list()) - {into})
    if counting.is_empty():
        return None
    if not others:
        return counting
    try:
        found = converted(lines, rates(workspace()), into)
    except AtelierError as error:
        refusal(error)
        rate_form(others, into, _first(counting))
        return None
    st.markdown(
        f"All of it together is **{exact(float(found['amount'].sum()), into)}**, each month at the "
        "newest rate that was given for it."
    )
    rates_in_use(into)
    with st.container(key=f"{EDIT}_more_rates"), st.expander("Give another rate"):
        rate_form(others, into, _first(counting))
    return found


def rate_form(currencies: Sequence[str], into: str, first: date | None) -> None:
    """Enter the rate of a currency from a day on, with its source.

    currencies  other currencies of the lines
    first       day from which a rate is needed
    """
    with st.container(key=f"{EDIT}_rate"), st.form("spend_rate", clear_on_submit=True):
        st.markdown(f"**Give a dated rate into {into}**")
        with st.grid(4, min_column_width=170, vertical_alignment="bottom"):
            of = st.selectbox("One unit of", list(currencies), key="rate_of")
            rate = st.number_input(
                f"is worth so many {into}", value=None, step=0.01, format="%.6f", key="rate_value"
            )
            day = st.date_input("from this day on", value=first or "today", key="rate_day")
            source = st.text_input(
                "Who published it", placeholder="such as: ECB reference rate", key="rate_source"
            )
        if st.form_submit_button("Keep the rate", icon=":material/save:"):
            with told():
                give(workspace(), str(of), into, day, rate or 0.0, by=BY, source=source)
                st.rerun()


def rates_in_use(into: str) -> None:
    """The rates that amounts were converted with."""
    known = rates(workspace()).filter(pl.col("to_currency") == into)
    if known.is_empty():
        return
    with st.container(key=f"{PART}_rates"):
        st.table(
            [
                {
                    "From": f"{row['day']:%-d %b %Y}",
                    "Rate": f"1 {row['from_currency']} = {row['rate']:g} {into}",
                    "Source": row["source"],
                    "By": row["by"],
                }
                for row in known.iter_rows(named=True)
            ],
            border="horizontal",
            alt=f"Rates into {into}",
        )


def _first(lines: pl.DataFrame) -> date | None:
    first = lines["month"].min()
    return first if isinstance(first, date) else None
