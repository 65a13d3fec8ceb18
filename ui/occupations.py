"""Job titles and the occupations they may be: proposed with a score, accepted by a person."""

from collections.abc import Mapping
from typing import Any, Final

import polars as pl
import streamlit as st

from metrics.anchors import constants
from metrics.family_zone import family_zone
from store import occupations as store
from ui.frame import told
from ui.readings import workspace
from ui.words import counted
from ui.work import BY

FEWEST: Final = 5  # people; fewer are not counted on the screen
HOWS: Final = {"exact": "its own title", "alternate": "another title of it", "similar": "alike"}


@st.cache_resource(max_entries=2, show_spinner="Comparing job titles with occupations …")
def proposed(folder: str, facts_version: int) -> pl.DataFrame:
    """Up to five occupations for every title of the loaded facts."""
    return store.proposals(workspace())


def occupation_review() -> None:
    """All titles with what is proposed for them; the decision on one; all exact ones at once."""
    here = workspace()
    if store.occupations(here).is_empty():
        st.caption(
            "Load the files Occupation Data, Alternate Titles and Job Zones of the O*NET database: "
            "then job titles can be matched to occupations, which tell how long a craft takes."
        )
        return
    found = proposed(str(here.folder), here.facts_version)
    rows = store.review(here, found)
    if rows.is_empty():
        st.caption("No job title or job family is loaded.")
        return
    _summary(rows)
    _table(rows)
    with told():
        _decide(rows, found)


def _summary(rows: pl.DataFrame) -> None:
    """How many stand where, and the button for the exact ones."""
    counts = dict(rows.group_by("status").len().rows())
    words = ", ".join(
        f"{counts[status]:,} {status}"
        for status in ("accepted", "rejected", "proposed", "nothing alike")
        if status in counts
    )
    st.caption(
        f"{counted(rows.height, 'title')}: {words}. Only accepted ones have an effect: the job "
        "zone of their occupation says for how long one is new to the craft (R3). The score is the "
        "token sort ratio of the titles, 0 to 100; the lead is how far it lies above the next one."
    )
    exact = rows.filter(pl.col("status") == "proposed", pl.col("how") == "exact")
    if exact.height and st.button(
        f"Accept {counted(exact.height, 'exact title')}",
        icon=":material/done_all:",
        key="occupations_exact",
        help="Titles that are the occupation's own title, whatever the rest of the list says",
    ):
        store.accept_exact(workspace(), rows, by=BY)
        st.rerun()


def _table(rows: pl.DataFrame) -> None:
    people = pl.col("people")
    st.dataframe(
        rows.select(
            Title="title",
            People=pl.when(people < FEWEST)
            .then(pl.lit(f"fewer than {FEWEST}"))
            .otherwise(people.cast(pl.String)),
            Occupation="occupation",
            Code="code",
            Score="score",
            How=pl.col("how").replace(HOWS),
            Lead="margin",
            Zone="job_zone",
            Status="status",
        ),
        hide_index=True,
        height=360,
        alt="Job titles with the occupation that is proposed or accepted, most people first",
    )


def _decide(rows: pl.DataFrame, found: pl.DataFrame) -> None:
    """One title: another occupation from the five most alike, accept, reject, undo."""
    open_first = rows.sort(
        pl.col("status").is_in(["accepted", "rejected"]), maintain_order=True
    ).rows_by_key("key", named=True, unique=True)
    key = st.selectbox(
        "Title to decide on",
        list(open_first),
        format_func=lambda each: f"{open_first[each]['title']} ({open_first[each]['status']})",
        key="occupations_title",
    )
    row = open_first[key]
    named = {each["code"]: each for each in store.occupations(workspace()).iter_rows(named=True)}
    options = {each["code"]: each for each in found.filter(pl.col("key") == key).to_dicts()}
    if row["status"] == "accepted" and row["code"] not in options:
        options[row["code"]] = {"score": None, "how": "chosen"}
    if not options:
        st.caption("No occupation is alike. `atelier occupations accept` takes any code of O*NET.")
    else:
        code = st.radio(
            "Occupation",
            list(options),
            index=list(options).index(row["code"]) if row["code"] in options else 0,
            format_func=lambda each: _option(named.get(each, {}), options[each], each),
            key=f"occupations_code_{key}",
        )
        for sentence in effects(key, named.get(code, {}).get("job_zone")):
            st.caption(sentence)
        _press("Accept", "check", lambda: store.accept(workspace(), row["title"], str(code), by=BY))
    if row["status"] != "rejected":
        _press("Reject", "close", lambda: store.reject(workspace(), row["title"], by=BY))
    if row["status"] in ("accepted", "rejected"):
        _press("Undo", "undo", lambda: store.undo(workspace(), row["title"], by=BY))


def _press(label: str, icon: str, act: Any) -> None:  # noqa: ANN401 -- a call without arguments
    if st.button(label, icon=f":material/{icon}:", key=f"occupations_{label.lower()}"):
        act()
        st.rerun()


def _option(occupation: Mapping[str, Any], candidate: Mapping[str, Any], code: str) -> str:
    zone = occupation.get("job_zone")
    score = "" if candidate["score"] is None else f", score {candidate['score']}"
    how = HOWS.get(candidate["how"], candidate["how"])
    return (
        f"{occupation.get('title', code)} · {code} · "
        f"{f'job zone {zone}' if zone else 'no job zone'} ({how}{score})"
    )


def effects(key: str, zone: int | None) -> list[str]:
    """What accepting an occupation of this job zone for a title would change, a line per family."""
    here, fixed = workspace(), constants()
    held = store.held_titles(here)
    written = held.filter(pl.col("key") == key)["written"].unique()
    now = store.title_zones(here)
    after = now.filter(~pl.col("title").is_in(written.implode()))
    if zone is not None:
        added = pl.DataFrame({"title": written, "job_zone": [zone] * len(written)})
        after = pl.concat([after, added.cast(after.schema)])
    before, then = _zones(now), _zones(after)
    years = dict(enumerate(fixed["novice_years_by_zone"], start=1))
    default = fixed["default_job_zone"]
    lines = []
    for family in sorted({*before, *then}):
        if family in fixed["job_zones"]:
            continue
        old, new = before.get(family, default), then.get(family, default)
        if old != new:
            lines.append(
                f"{family}: job zone {old} → {new}; new to the craft for {years[old]:g} → "
                f"{years[new]:g} years, from the next measurement on."
            )
    return lines or ["Accepting it changes no job family's time to learn."]


def _zones(title_zones: pl.DataFrame) -> dict[str, int]:
    import narwhals as nw  # noqa: PLC0415 -- only this section needs it

    membership, person = (
        nw.from_native(workspace().facts(name)) for name in ("membership", "person")
    )
    return dict(family_zone(membership, person, title_zones).iter_rows())
