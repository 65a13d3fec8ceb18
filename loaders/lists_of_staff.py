"""Lists of staff that keep no history, and those whose people are nobody's that is known."""

from dataclasses import replace
from datetime import date
from typing import Final

import polars as pl

from loaders.contract import Parcel

WHO: Final = ("person", "membership", "team")


def day_of_list(parcel: Parcel, written: date) -> date | None:
    """Day on which a list was true; none when its rows tell a history of their own.

    written  day of the file
    """
    posts = parcel.facts.get("membership")
    if posts is None or posts.is_empty():
        return None
    starts = posts.group_by("person_id").agg(pl.col("valid_from").n_unique())
    return written if starts["valid_from"].max() == 1 else None


def without_people(parcel: Parcel, imports: pl.DataFrame, loader: str) -> Parcel:
    """The parcel of an anonymous source without its people, where others have told the same.

    imports  import ledger: loader, tables

    Counts: people who cannot be tied to anybody would be counted a second time beside the firm's
    own list of staff. Alone they are all that is known, and stay.
    """
    others = imports.filter(pl.col("loader") != loader).explode("tables")
    if "membership" not in parcel.facts or not (others["tables"] == "membership").any():
        return parcel
    rest = {name: rows for name, rows in parcel.facts.items() if name not in WHO}
    note = (
        "The people of this export are anonymous and another source has told who works here:"
        " its teams are left out, so that nobody counts twice."
    )
    return replace(parcel, facts=rest, notes=(*parcel.notes, note))
