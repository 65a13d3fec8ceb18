"""Who is who: suggestions for unknown accounts, decisions and their undoing, how many are known."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

import polars as pl
import streamlit as st

from metrics.anchors import constants
from store.decided import ACCEPT, REJECT
from ui.filters import Filters
from ui.frame import told
from ui.holdings import source_words
from ui.readings import conflicts, newest_state, suggestions, team_shares, unjoinable, workspace
from ui.words import counted, percent, table_words
from ui.work import BY

SHOWN: Final = 10  # accounts before the reader asks for more; the largest come first
MORE: Final = "identities_shown"
WIDTHS: Final = (3, 5, 2, 2)
CHOICES: Final = {ACCEPT: ":green-badge[accepted]", REJECT: ":gray-badge[rejected]"}

# What Markdown would take as a sign of its own in a name that a file brings.
SIGNS: Final = re.compile(r"([\\`*_\[\]<>#$:|~])")

Row = Mapping[str, Any]


def who_is_who(filters: Filters) -> None:
    """Everything about the people behind accounts that somebody can look at or decide."""
    suggested()
    decisions()
    shares(filters)
    hidden()


def suggested() -> None:
    """Unknown accounts with the people they may be, the most work first, each to be decided."""
    rows = suggestions(newest_state())
    st.subheader("Suggestions", anchor=False)
    if rows.is_empty():
        st.caption("No unknown account looks like one of a known person.")
        return
    accounts = rows["account"].unique(maintain_order=True)
    st.caption(
        f"{counted(accounts.len(), 'account')} may belong to people who are known. Nothing is tied "
        "before you accept it. The accounts with the most work come first, because a wrong tie of "
        "theirs changes most. The score is our judgement of the reasons, not a probability."
    )
    shown = st.session_state.get(MORE, SHOWN)
    page = rows.filter(pl.col("account").is_in(accounts.head(shown).implode()))
    names, keys = people_words(page["person_id"].to_list()), key_words(page["account"])
    for _, candidates in page.group_by("account", maintain_order=True):
        account_card(candidates.to_dicts(), keys, names)
    if accounts.len() > shown:
        label = f"Show {min(SHOWN, accounts.len() - shown)} more"
        st.button(label, icon=":material/expand_more:", on_click=_more, key="identities_more")


def people_words(people: list[str]) -> dict[str, str]:
    """Person -> their name, else their id in the files: for who decides on this machine."""
    told = workspace().people.source_ids(people) | workspace().people.names(people)
    return {person: SIGNS.sub(r"\\\1", name) for person, name in told.items()}


def key_words(accounts: pl.Series) -> dict[str, str]:
    """Account -> the key it stands for, as code that no sign of it can end."""
    return {one: key.replace("`", "'") for one, key in workspace().people.keys(accounts).items()}


def account_card(rows: Sequence[Row], keys: Mapping[str, str], names: Mapping[str, str]) -> None:
    """One unknown account, and a line for everybody whose it may be."""
    first = rows[0]
    with st.container(border=True, gap="small"):
        seen = ", ".join(source_words(each) for each in first["source"].split(", "))
        days = f", {span(first['first_day'], first['last_day'])}" if first["first_day"] else ""
        st.markdown(
            f"**`{keys.get(first['account'], first['account'])}`** "
            f":gray[{first['kind'].replace('_', ' ')} in {seen}: "
            f"{counted(first['rows'], 'row')} of work{days}]"
        )
        for row in rows:
            candidate(row, names)


def candidate(row: Row, names: Mapping[str, str]) -> None:
    """One person whose an account may be: who, why, how sure, and the two answers."""
    who, why, sure, answers = st.columns(WIDTHS, vertical_alignment="center")
    name = names.get(row["person_id"], "somebody without a name in the files")
    who.markdown(f"{name}{dated_words(row['valid_from'], row['valid_to'])}")
    why.markdown(f":small[{'; '.join(row['reasons'])}.]")
    sure.progress(row["score"], f"Score {row['score']:.2f}")
    key = f"{row['account']}_{row['person_id']}"
    with answers, st.container(horizontal=True, gap="xsmall"):
        st.button(
            "Accept", key=f"tie_{key}", help=f"This account is {name}'s", on_click=_accept,
            args=(row,),
        )  # fmt: skip
        st.button(
            "Reject", key=f"reject_{key}", help=f"This account is not {name}'s; do not ask again",
            type="tertiary", on_click=_reject, args=(row,),
        )  # fmt: skip


def decisions() -> None:
    """What was decided and stands, the newest first, each with its undoing."""
    rows = workspace().people.ties().filter("is_in_force").sort("id", descending=True)
    if rows.is_empty():
        return
    st.subheader("Decisions", anchor=False)
    st.caption(
        "Accepted ties count in all facts at once, and in the figures with the next measurement. "
        "Undo makes everything as it was before."
    )
    names, keys = people_words(rows["person"].to_list()), key_words(rows["account"])
    for row in rows.iter_rows(named=True):
        what, why, answers = st.columns((5, 5, 2), vertical_alignment="center")
        person = names.get(row["person"], "somebody without a name in the files")
        what.markdown(
            f"{CHOICES[row['choice']]} `{keys.get(row['account'], row['account'])}` is "
            f"{'' if row['choice'] == ACCEPT else 'not '}**{person}**"
            f"{dated_words(row['valid_from'], row['valid_to'])}"
        )
        why.markdown(f":small[:gray[{row['at']:%d %b %Y}, {row['by']}:] {row['reason']}]")
        answers.button(
            "Undo", key=f"undo_{row['id']}", icon=":material/undo:", on_click=_undo,
            args=(row["id"],), help="Nobody has decided this",
        )  # fmt: skip


def shares(filters: Filters) -> None:
    """Shares of the work of every team whose people are known, by source."""
    rows = team_shares(newest_state())
    if rows.is_empty():
        return
    floor = constants()["partial_coverage"]
    st.subheader("People behind the work, by team", anchor=False)
    st.caption(
        "Rows of tasks in which a team took part, and those of them whose person is known. Below "
        f"{percent(floor)} do not trust a figure of the team: work of unknown people is missing in "
        "it. Work that names no task, as most AI usage, can only be told by source."
    )
    names = {team: filters.units.label(team) for team in rows["team_id"].drop_nulls().unique()}
    below = pl.col("share") < floor
    team = pl.col("team_id").replace(names).fill_null("Tasks of nobody known")
    listed = rows.with_columns(team_id=team, trust=pl.when(below).then(pl.lit("▲ too few known")))
    if st.toggle(f"Only below {percent(floor)}", key="identities_below"):
        listed = listed.filter(below)
    st.dataframe(
        listed.sort(pl.col("team_id").str.to_lowercase(), "source", "table").select(
            Team="team_id",
            Source=pl.col("source").map_elements(source_words, pl.String),
            Facts=pl.col("table").map_elements(table_words, pl.String),
            Rows="rows",
            Known="share",
            Note=pl.col("trust").fill_null(""),
        ),
        hide_index=True,
        column_config={
            "Known": st.column_config.ProgressColumn(
                "With a known person", min_value=0.0, max_value=1.0, format="percent"
            )
        },
        alt="Share of rows with a known person, by team, source and kind of fact",
    )


def hidden() -> None:
    """Sources that hide who their people are, and rows that claim keys of two people."""
    rows = unjoinable(newest_state())
    if not rows.is_empty():
        st.subheader("Hidden by their source", anchor=False)
        st.caption(
            "These names are hashed or concealed: no other file can tie them. The administrator of "
            "the source can switch that off; export again afterwards."
        )
        st.table(
            [
                {
                    "Source": source_words(row["source"]),
                    "Accounts": f"{row['accounts']:,}",
                    "Rows of work": f"{row['rows']:,}",
                }
                for row in rows.iter_rows(named=True)
            ],
            border="horizontal",
            alt="Accounts whose source hides who they are, by source",
        )
    contested = conflicts(newest_state())
    for source, count in contested.group_by("source").len().sort("source").iter_rows():
        st.warning(
            f"{counted(count, 'row')} of people claim a key of somebody with another employee "
            "number. The key stays with who had it first. Correct the file, or its roster.",
            title=f"{source_words(source)}: one key, two people",
            icon=":material/call_split:",
        )


def dated_words(since: date | None, until: date | None) -> str:
    """From when to when a tie holds; empty when always."""
    begins = f" from {day(since)}" if since else ""
    return f"{begins} until before {day(until)}" if until else begins


def span(first: date, last: date) -> str:
    """Two days as one stretch."""
    return f"{day(first)} to {day(last)}"


def day(told: date) -> str:
    """A day as it is read."""
    return f"{told:%-d %b %Y}"


def _accept(row: Row) -> None:
    words = "; ".join(row["reasons"])
    with told():
        workspace().people.tie(
            row["account"], row["person_id"], BY, words, row["valid_from"], row["valid_to"]
        )


def _reject(row: Row) -> None:
    with told():
        workspace().people.reject(row["account"], row["person_id"], BY, "; ".join(row["reasons"]))


def _undo(number: int) -> None:
    with told():
        workspace().people.untie(number, BY)


def _more() -> None:
    st.session_state[MORE] = st.session_state.get(MORE, SHOWN) + SHOWN
