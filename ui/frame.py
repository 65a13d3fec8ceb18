"""What stands around every page: title, question, age of the figures, errors in three lines."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import streamlit as st

from store.errors import AtelierError, NotEnoughData
from ui.menu import declared
from ui.readings import workspace


def heading(docstring: str | None, title: str = "", below: str = "") -> None:
    """The one title of the page and the question that it answers, as the page's docstring has them.

    title, below  in place of the docstring's, where a page is about one thing of many
    """
    page = declared(docstring)
    st.title(title or page.heading, anchor=False)
    st.markdown(f":gray[{below or page.question}]")


def freshness() -> None:
    """When the figures were made, and whether newer facts wait to be measured."""
    here = workspace()
    measurement = here.measurement
    if not here.facts_version:
        st.caption("Nothing is loaded yet.")
    elif measurement is None:
        st.caption("Facts are loaded, nothing is measured yet.")
    else:
        rules, anchors = (
            version.partition("-")[0]
            for version in (measurement.rule_version, measurement.anchors_version)
        )
        st.caption(
            f"Measured {ago(measurement.at)} · facts {measurement.facts_version} · rules {rules} · "
            f"anchors {anchors}",
            help=f"Rules {measurement.rule_version}, anchors {measurement.anchors_version}: every "
            "figure carries the versions that it was made with",
        )
        if here.facts_version > measurement.facts_version:
            st.caption(":orange-badge[▲ newer facts wait: measure on Data]")


def ago(moment: datetime) -> str:
    """How long ago, in the largest unit that fits."""
    seconds = (datetime.now(UTC) - moment.astimezone(UTC)).total_seconds()
    for size, word in ((86400, "day"), (3600, "hour"), (60, "minute")):
        if seconds >= size:
            count = int(seconds // size)
            return f"{count} {word}{'' if count == 1 else 's'} ago"
    return "just now"


@contextmanager
def told() -> Iterator[None]:
    """The one place where our errors become text on the screen: found, expected, do."""
    try:
        yield
    except NotEnoughData as answer:
        st.info(three_lines(answer), title=sentence(answer.found))
    except AtelierError as error:
        st.error(three_lines(error), title=sentence(error.found))


def three_lines(error: AtelierError) -> str:
    """What was expected and what to do; what was found is the headline above."""
    return f"**Expected** {error.expected}.\n\n**Do** {sentence(error.do)}."


def sentence(text: str) -> str:
    """The same text with a capital letter at its beginning, unless a file is named there."""
    is_file = "." in text.partition(" ")[0].rstrip(".")
    return text if is_file else text[:1].upper() + text[1:]
