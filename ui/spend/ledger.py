"""What was spent: by category and currency, each amount with its tag and the months it is told."""

from collections.abc import Mapping
from typing import Final

import polars as pl
import streamlit as st

from store.spend_rules import CATEGORIES, NOT_CATEGORISED
from ui.spend.period import Span, coverage
from ui.spend.print import PART
from ui.spend.words import SHOWN_AS, exact, money
from ui.words import counted, percent

TRAINING: Final = ("training seats", "training fees", "time off work", "instructors")
ORDER: Final = (*CATEGORIES, NOT_CATEGORISED)


def counting(lines: pl.DataFrame) -> pl.DataFrame:
    """The lines that add to the sums."""
    return lines.filter("counted")


def sums(lines: pl.DataFrame) -> dict[str, float]:
    """What counts, by currency, the currency with the most lines first."""
    found = (
        counting(lines)
        .group_by("currency")
        .agg(pl.col("amount").sum(), lines=pl.len())
        .sort("lines", "currency", descending=[True, False])
    )
    return dict(zip(found["currency"], found["amount"], strict=True))


def spent_words(lines: pl.DataFrame, wanted: Span, unit: str) -> str:
    """The first sentence of the page: what was spent, and how far that can be trusted."""
    told = sums(lines)
    if not told:
        return f"No spend of **{unit}** is known in {wanted.words}."
    amounts = " and ".join(f"**{money(each, currency)}**" for currency, each in told.items())
    training = sums(lines.filter(pl.col("category").is_in(TRAINING)))
    of_it = " and ".join(money(each, currency) for currency, each in training.items())
    for_training = f", of it {of_it} for training" if of_it else ", nothing of it for training"
    return (
        f"In {wanted.words}, {unit} spent {amounts} on training, AI and redesign{for_training}. "
        f"{tag_words(counting(lines))}"
    )


def tag_words(lines: pl.DataFrame) -> str:
    """How much of the money is measured, quoted and assumed, where it is in one currency."""
    by_tag = lines.group_by("tag").agg(pl.col("amount").abs().sum(), n=pl.len())
    rows = {row["tag"]: row for row in by_tag.iter_rows(named=True)}
    there = [tag for tag in SHOWN_AS if tag in rows]
    if lines["currency"].n_unique() == 1:
        whole = sum(row["amount"] for row in rows.values()) or 1.0
        told = [f"{percent(rows[tag]['amount'] / whole)} {tag}" for tag in there]
        return f"Of that money {', '.join(told)}."
    told = [f"{rows[tag]['n']:,} are {tag}" for tag in there]
    return f"Of these lines {', '.join(told)}."


def category_table(lines: pl.DataFrame, wanted: Span) -> None:
    """A row per category, currency and tag: amount, how far it is trusted, months that are told."""
    rows = category_rows(counting(lines), wanted)
    if not rows:
        st.caption(
            "No line counts in this time. A ledger, training records with fees, or bills of AI "
            "tools would tell: bring them on Data."
        )
        return
    with st.container(key=f"{PART}_categories"):
        st.table(rows, border="horizontal", alt="Spend by category and currency")
    left = lines.filter(~pl.col("counted"))
    if not left.is_empty():
        why = (
            left.group_by("why_not").agg(n=pl.len()).sort("n", "why_not", descending=[True, False])
        )
        reasons = [f"{counted(n, 'line')}: {reason}" for reason, n in why.iter_rows()]
        st.caption(f"Not counted: {'; '.join(reasons)}.")


def category_rows(lines: pl.DataFrame, wanted: Span) -> list[dict[str, str]]:
    """One category, currency and tag a row, in the order in which all screens tell categories."""
    found = (
        lines.with_columns(place=pl.col("category").replace_strict(PLACES, default=len(ORDER)))
        .partition_by("place", "category", "currency", "tag", as_dict=True, maintain_order=True)
        .items()
    )
    by_place = sorted(found, key=lambda each: [str(part).zfill(2) for part in each[0]])
    return [_category_row(key, part, wanted) for key, part in by_place]


def _category_row(key: tuple[object, ...], part: pl.DataFrame, wanted: Span) -> dict[str, str]:
    _, category, currency, tag = (str(each) for each in key)
    return {
        "Spent on": category.capitalize() if category[:2] != "AI" else category,
        "Amount": f"**{exact(float(part['amount'].sum()), currency)}**",
        "Trust": SHOWN_AS.get(tag, tag),
        "Told in": coverage(part, wanted),
        "Lines": f"{part.height:,}",
        "Told by": ", ".join(sorted(part["source"].unique().to_list())),
    }


PLACES: Final[Mapping[str, int]] = {category: place for place, category in enumerate(ORDER)}
