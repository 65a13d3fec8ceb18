"""The workshop treadmill on the screen: what training everybody takes, and what it leaves out."""

from collections.abc import Mapping

import streamlit as st

from economics.inputs import Values, inputs
from economics.treadmill import Treadmill, ranges, treadmill
from ui.spend.print import PART
from ui.spend.words import amount, briefly, money, money_range, years_words
from ui.words import counted


def treadmill_result(values: Values, currency: str) -> None:
    """One sentence, four figures with their ranges, the gate, and redesign for the same people."""
    found, spread = treadmill(values), ranges(values)
    st.markdown(sentence(found, values, currency))
    _figures(found, spread, currency)
    gate(found)
    with st.container(key=f"{PART}_beside"):
        st.subheader("The same people, both ways", anchor=False)
        st.table(
            beside(found, currency), border="horizontal", alt="Cost of workshops and of redesign"
        )
    with st.container(key=f"{PART}_left_out"):
        st.subheader("What the workshop figure leaves out", anchor=False)
        st.table(
            left_out(values, currency),
            border="horizontal",
            alt="Recurring token bill and time for keeping up",
        )
        st.caption(
            "Both come with the tools, however people learn to use them: they stand in neither "
            "side of the comparison."
        )


def sentence(found: Treadmill, values: Values, currency: str) -> str:
    """What the programme costs and takes, in two sentences."""
    people = values["people"] or 0
    return (
        f"Workshops for {counted(people, 'person')} cost **{money(found.launch_cost, currency)}** "
        f"at launch and **{amount(found.yearly_cost)} in every year after**, as people leave and "
        f"forget: {found.launch_sessions:,.0f} sessions, then {found.yearly_sessions:,.0f} a year, "
        f"by {counted(found.instructors, 'instructor')}. Tokens are "
        f"{amount(found.launch_token_cost)} of the launch and {amount(found.yearly_token_cost)} of "
        "a year."
    )


def _figures(found: Treadmill, spread: Mapping[str, tuple[float, float]], currency: str) -> None:
    launch_low, launch_high = spread["launch_cost"]
    year_low, year_high = spread["yearly_cost"]
    people_low, people_high = spread["instructors"]
    years_low, years_high = spread["launch_years"]
    shown = (
        ("At launch", money(found.launch_cost, currency),
         f"{money_range(launch_low, launch_high, '').strip()} over the stated ranges"),
        ("Every year after", money(found.yearly_cost, currency),
         f"{money_range(year_low, year_high, '').strip()}"),
        ("Instructors for a year", f"{found.instructors:,}",
         f"{people_low:,.0f} to {people_high:,.0f}"),
        ("The launch takes", years_words(found.launch_years),
         f"{years_low:.1f} to {years_high:.1f} years"),
    )  # fmt: skip
    with st.container(key=f"{PART}_figures"), st.grid(4, min_column_width=200):
        for label, value, below in shown:
            with st.container(border=True, height="stretch", gap="xxsmall"):
                st.metric(label, value)
                st.caption(below)


def gate(found: Treadmill) -> None:
    """Whether the instructors can hold the launch within a year."""
    holders = counted(found.launch_instructors, "instructor")
    needed = counted(found.instructors_for_one_year_launch, "instructor")
    if found.launch_years > 1:
        st.warning(
            f"With {holders} the launch takes {found.launch_years:.2f} years; one year needs "
            f"{needed}. Those taught first have forgotten before the last are taught.",
            title="The instructors are a gate",
            icon=":material/hourglass_bottom:",
        )
    else:
        st.success(
            f"With {holders} the launch takes {found.launch_years:.2f} years; one year needs "
            f"{needed}.",
            icon=":material/check:",
        )


def beside(found: Treadmill, currency: str) -> list[dict[str, str]]:
    """Workshops and redesign for the same people, in all and a person."""
    rows = (
        ("At launch", found.launch_cost, found.redesign_launch_cost),
        ("Every year after", found.yearly_cost, found.redesign_yearly_cost),
        ("A person at launch", found.launch_per_person, found.redesign_launch_per_person),
        ("A person and year", found.yearly_per_person, found.redesign_yearly_per_person),
    )
    return [
        {
            "Cost": what,
            "Workshops": money(first, currency),
            "Redesigned work": money(second, currency),
        }
        for what, first, second in rows
    ]


def left_out(values: Values, currency: str) -> list[dict[str, str]]:
    """Token bill at what was entered and at both ends of the range, and time for keeping up."""
    each = inputs()["tokens_per_day"]
    days = [day for day in (each.low, each.high, values["tokens_per_day"]) if day is not None]
    rows = [_bill(values, day, currency) for day in dict.fromkeys(days)]
    found, hours = treadmill(values), briefly(values["keep_up_hours"] or 0.0)
    return [
        *rows,
        {
            "A year of": f"{hours} h a person and month to keep up",
            "Takes": f"{amount(found.keep_up_hours_a_year)} hours",
            "Costs": money(found.keep_up_cost, currency),
        },
    ]


def _bill(values: Values, tokens_a_day: float, currency: str) -> dict[str, str]:
    burnt = {**values, "tokens_per_day": tokens_a_day}
    users, days = values["token_users"] or 0.0, values["token_days"] or 0.0
    return {
        "A year of": f"{briefly(tokens_a_day)} tokens a day, {_users(users)}",
        "Takes": f"{amount(tokens_a_day * days * users)} tokens",
        "Costs": money(treadmill(burnt).recurring_token_bill, currency),
    }


def _users(users: float) -> str:
    return "one person or agent" if users == 1 else f"{users:,.0f} people or agents"
