"""Spend: training against redesign.

Title: Spend
Icon: :material/payments:
Order: 6
Question: What do we spend on training, what did it do, what would the same money do as redesign?
"""

import streamlit as st

from ui.empty import empty_workspace
from ui.evidence.readings import state, studies
from ui.filters import chosen
from ui.frame import heading
from ui.guard import require
from ui.readings import snapshot_key, workspace
from ui.spend.answer import answers
from ui.spend.assumptions import assumptions
from ui.spend.benchmarks import benchmark_table, firm_fields, firm_from
from ui.spend.compare import compare_table
from ui.spend.download import spend_workbook_button
from ui.spend.half import half_result, split_fields
from ui.spend.inputs import (
    TOKENS,
    WORKSHOP,
    WORTH,
    back_button,
    begin,
    checked_or_why,
    currency_field,
    editors,
    more_editors,
    rest_of_value,
    sources,
)
from ui.spend.ledger import category_table, spent_words, sums
from ui.spend.own import own_button, training_money
from ui.spend.period import TWELVE, inside, span, span_field
from ui.spend.print import EDIT, paper_style
from ui.spend.ranges import ranges_result, tornado_field, tornado_result
from ui.spend.rates import one_currency
from ui.spend.readings import (
    bars,
    learners,
    lines,
    lines_key,
    people_now,
    simulated,
    teams_to_tell_of,
)
from ui.spend.scenarios import save_form, saved_cards
from ui.spend.seats import seat_view
from ui.spend.time import saved_time
from ui.spend.transfer import transfer_rate
from ui.spend.treadmill import treadmill_result
from ui.spend.value import capture_missing, options, value_result
from ui.spend.verdict import guards, pilot, verdict_table
from ui.spend.views import line_table, month_charts, team_table

require()

filters = chosen()
own = begin()
paper_style()
head = st.container(horizontal=True, vertical_alignment="bottom", horizontal_alignment="distribute")
with head, st.container(width="content"):
    heading(__doc__)
if not workspace().facts_version:
    empty_workspace()
with st.container(key=f"{EDIT}_choose", horizontal=True, vertical_alignment="bottom"):
    choice = span_field()
    everything = lines(lines_key())
    currency = currency_field(list(sums(everything)), own)
wanted = span(choice, filters, everything)
mine = inside(everything, wanted, filters)
top = st.container()

st.header("What was spent", anchor=False)
st.markdown(spent_words(mine, wanted, filters.unit_words or "the firm"))
category_table(mine, wanted)
one_sum = one_currency(mine, currency)
month_charts(mine if one_sum is None else one_sum, wanted)
if not mine.is_empty():
    st.subheader("By team", anchor=False)
    team_table(mine, filters)
    st.subheader("Line by line", anchor=False)
    line_table(mine, filters)

st.header("Seats of AI tools", anchor=False)
seat_view(snapshot_key(), filters)

st.header("Where did the saved time go?", anchor=False)
told_hours = saved_time(filters, teams_to_tell_of(snapshot_key()), wanted.last)

st.header("What workshops for everybody take", anchor=False)
is_year = choice == TWELVE and filters.unit == filters.units.firm
own_button(
    people_now(snapshot_key()), training_money(mine, one_sum, currency), currency, is_year=is_year
)
treadmill_place = st.container()
editors(WORKSHOP, currency, "workshop")
more_editors("Tokens, and keeping up with new tools", TOKENS, currency, "tokens")
sources((*WORKSHOP, *TOKENS), currency, "the workshops")

st.header("The half rule", anchor=False)
split_fields(currency)
half_place = st.container()

st.header("What it would be worth", anchor=False)
editors(WORTH, currency, "worth")
more_editors("All other assumptions about value", rest_of_value(), currency, "rest")
sources((*WORTH, *rest_of_value()), currency, "the value")
value_place = st.container()

st.header("How sure is that?", anchor=False)
ranges_place = st.container()

st.header("What others spend", anchor=False)
others_place = st.container()

st.header("Scenarios side by side", anchor=False)
scenarios_place = st.container()

values = checked_or_why((top, treadmill_place, half_place, value_place))
if values is None:
    st.stop()

with head:
    spend_workbook_button(values, currency, mine, "top")
compared = studies(state())
with top:
    answers(mine, wanted, values, currency, compared)
with treadmill_place:
    treadmill_result(values, currency)
with half_place:
    half_result(values, currency)
has_capture = values["capture"] is not None
with value_place:
    if has_capture:
        value_result(values, currency)
    else:
        capture_missing()
    verdict_table(values, currency)
    guards(values, told_hours, compared)
    transfer_rate(currency)
with ranges_place:
    if has_capture:
        found = simulated(values)
        ranges_result(found, options(values), currency)
        option = tornado_field(options(values))
        tornado_result(bars(values, option), option, values, currency)
        pilot(values, found, currency)
    else:
        capture_missing()
with others_place:
    firm = firm_fields(currency)
    year = one_sum if is_year else None
    benchmark_table(firm_from(year, currency, firm, learners(snapshot_key(), wanted)))
with scenarios_place:
    compare_table(values, currency)
    saved_cards()
    save_form(values, currency)
    back_button()
    spend_workbook_button(values, currency, mine, "bottom")
assumptions(values, currency)
