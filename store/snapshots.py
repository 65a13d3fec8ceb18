"""How things stood on a day, turned into history: what a list of staff changes of before."""

from datetime import date
from typing import Final

import polars as pl

from store.tables import TABLES

# A list with fewer of those who were there before is a part of the firm, not the firm; more than a
# fifth of a firm does not leave between two exports.
LIKELY_WHOLE: Final = 0.8
# Whom a list leaves out has left only where the list holds their part of the firm: their manager,
# or LIKELY_WHOLE of their team, or this share of it where no manager is told.
SAME_TEAM: Final = 0.5
POST: Final = ["person_id", "team_id"]
ENDS: Final = "valid_to"
ABOUT: Final = tuple(
    name for name in TABLES["membership"].names if name not in {*POST, "valid_from", ENDS, "share"}
)
OPEN: Final = "_open"


def followed(
    told: pl.DataFrame, head: pl.LazyFrame, listed: pl.Series, day: date
) -> tuple[pl.DataFrame, tuple[str, ...]]:
    """Rows of `membership` that make a list of staff follow what is known, and notes.

    told    membership rows of a list of staff, under accounts; valid_from is the hire date or a
            real first day of the post, where the list tells one
    head    the table as stored
    listed  accounts that earlier lists of this source held
    day     on which the list was true

    Counts: somebody new keeps the rows as told. A post that is known already and unchanged keeps
    its first day; what was not known of it is filled in. A changed or new post begins on the day
    that the list tells, when that is later than the post before, else on the day of the list; the
    post before ends then. Who is missing from a part of the firm that the list holds has left, when
    most of those who were there before are on it; people of other parts, such as another company,
    stay. A list older than what is known of somebody changes nothing for them.
    """
    known = head.select(list(TABLES["membership"].names)).collect()
    people = pl.concat([told["person_id"], listed])
    known = known.filter(pl.col("person_id").is_in(people.implode()))
    if known.is_empty():
        return told, ()
    later = known.join(told.select(*POST, "valid_from"), on=[*POST, "valid_from"], how="anti")
    newer = later.filter(pl.col("valid_from") > day).select("person_id").unique()
    kept = told.join(newer, on="person_id", how="anti", maintain_order="left")
    at_day = (pl.col("valid_from") <= day) & (pl.col(ENDS).is_null() | (pl.col(ENDS) > day))
    there = known.filter(at_day).join(newer, on="person_id", how="anti")
    again = kept.join(known.select("person_id"), on="person_id", how="semi", maintain_order="left")
    fresh = kept.join(known.select("person_id"), on="person_id", how="anti", maintain_order="left")
    posts = _posts(again, there, day)
    gone, notes = _gone(told, there, listed, day)
    if newer.height:
        notes.append(f"{newer.height} people are known of later days already; they stay as known.")
    return pl.concat([fresh, posts, _ended(posts, again, there, day), gone]), tuple(notes)


def _posts(again: pl.DataFrame, there: pl.DataFrame, day: date) -> pl.DataFrame:
    """The told posts of known people with the day on which each of them began."""
    latest = there.group_by("person_id").agg(before=pl.col("valid_from").max())
    both = again.join(there, on=POST, how="left", suffix=OPEN, maintain_order="left").join(
        latest, on="person_id", how="left", maintain_order="left"
    )
    differs = pl.any_horizontal(
        (pl.col(name) != pl.col(name + OPEN)).fill_null(value=False) for name in ABOUT
    )
    known = pl.col("valid_from" + OPEN)
    since = pl.coalesce(known, "before")
    begins = (
        pl.when(pl.col("valid_from") > since).then("valid_from").otherwise(pl.lit(day)).alias("new")
    )
    first = (
        pl.when(known.is_not_null() & ~differs)
        .then(known)
        .when(since.is_null())
        .then("valid_from")
        .otherwise(begins)
    )
    return both.with_columns(valid_from=first).select(again.columns)


def _ended(
    posts: pl.DataFrame, again: pl.DataFrame, there: pl.DataFrame, day: date
) -> pl.DataFrame:
    """The posts that were held until something else began: their rows with a last day."""
    begun = posts.select(*POST, "valid_from")
    lasting = there.join(begun, on=[*POST, "valid_from"], how="anti", maintain_order="left")
    lasting = lasting.join(again.select("person_id"), on="person_id", how="semi")
    first = posts.group_by("person_id").agg(next=pl.col("valid_from").max())
    ends = (
        lasting.join(first, on="person_id", how="left", maintain_order="left")
        .with_columns(
            pl.when(pl.col("next") > pl.col("valid_from"))
            .then("next")
            .otherwise(pl.lit(day))
            .alias(ENDS)
        )
        .sort(*POST)
    )
    return _only_ends(ends, posts)


def _gone(
    told: pl.DataFrame, there: pl.DataFrame, listed: pl.Series, day: date
) -> tuple[pl.DataFrame, list[str]]:
    """Posts of people whom earlier lists held and this one does not, where it covers their part."""
    before = _with_part(there.filter(pl.col("person_id").is_in(listed.implode())), told)
    missing = before.filter(~pl.col("_is_on")).sort(*POST)
    away = missing.filter(~pl.col("_is_covered"))["person_id"].n_unique()
    notes = [
        f"{away} people of earlier lists are in parts of the firm that this one does not hold"
        " (neither their managers nor most of their teams); they stay as they are."
    ]
    left = missing.filter("_is_covered")
    people, all_before = left["person_id"].n_unique(), before["person_id"].n_unique() - away
    notes = notes if away else []
    if not people:
        return told.clear(), notes
    if people > (1 - LIKELY_WHOLE) * all_before:
        words = f"{people} of {all_before} people of earlier lists are not in this one: it is taken"
        return told.clear(), [f"{words} as a part of the firm, and nobody as gone.", *notes]
    ends = left.with_columns(pl.lit(day).alias(ENDS))
    note = f"{people} people of earlier lists are not in this one; they left by {day.isoformat()}."
    return _only_ends(ends, told), [note, *notes]


def _with_part(before: pl.DataFrame, told: pl.DataFrame) -> pl.DataFrame:
    """Posts with _is_on (their person is on the list) and _is_covered (their part of the firm is).

    Counts: a person with several posts is covered when one of them is.
    """
    people = told["person_id"].unique().implode()
    manager = pl.col("manager_id")
    share = pl.col("_is_on").mean().over("team_id")
    enough = pl.when(manager.is_null()).then(SAME_TEAM).otherwise(LIKELY_WHOLE)
    is_covered = manager.is_in(people).fill_null(value=False) | (share >= enough)
    posts = before.with_columns(_is_on=pl.col("person_id").is_in(people))
    # One after the other: a window in a window would see the posts of one person only.
    told_of = posts.with_columns(_is_covered=is_covered)
    return told_of.with_columns(pl.col("_is_covered").any().over("person_id"))


def _only_ends(ends: pl.DataFrame, like: pl.DataFrame) -> pl.DataFrame:
    """Rows that tell nothing but their key and last day: an empty cell keeps what is known."""
    rest = [
        pl.lit(None, like.schema[name]).alias(name)
        for name in like.columns
        if name not in {*POST, "valid_from", ENDS}
    ]
    return ends.select(*POST, "valid_from", ENDS).with_columns(rest).select(like.columns)
