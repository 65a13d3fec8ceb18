"""What a loader is: one function that turns one kind of export into rows of our fact tables."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final

import polars as pl

from loaders.export import Export
from store.tables import STORED, Kind

REFUSED_SCHEMA: Final = {"row": pl.Int64(), "column": pl.String(), "reason": pl.String()}


@dataclass(frozen=True)
class Parcel:
    """What one export holds, in our words.

    facts      fact table -> rows with exactly the columns of `store.tables`, in its types. A cell
               of a person column is a key of the source with its kind before it:
               `email:ana@example.com`, `login:ana-ruiz`, `employee_id:100123`, `id:...` (kind not
               told), `name:Ana Ruiz` (never strict). `person` rows tie the keys of a person.
    refused    row (as a spreadsheet counts: the header is 1), column, reason; a row per reason
    rows_read  data rows of the export
    notes      sentences for the reader: decisions on dates, what was left out
    cut        why the export is not the whole, in a sentence; empty when nothing speaks for it
    """

    facts: Mapping[str, pl.DataFrame]
    rows_read: int
    refused: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=REFUSED_SCHEMA))
    notes: tuple[str, ...] = ()
    cut: str = ""


@dataclass(frozen=True)
class Loader:
    """One loader as the walk over this folder finds it.

    name       name of the file it stands in, and of the source in the import ledger
    label      the source in the users' words
    fills      fact tables it fills
    keys       kinds of person key it brings
    grain      one row of the export, in words
    history    the export tells how a row came to be (assignees, status), not only how it stands
    verified   where the layout was seen; `alias` when only from memory
    version    raised when the same file would give other facts
    meanings   `table.column` -> what the vendor counts there: its field, unit and definition
    blind      what the export cannot see, in a sentence
    snapshot   the export tells how things stand on its day and keeps no history of teams
    anonymous  its people cannot be tied to the people of other sources
    recognises tells by content whether an export is of this source
    read       turns it into a parcel
    """

    name: str
    label: str
    fills: tuple[str, ...]
    keys: tuple[str, ...]
    grain: str
    history: bool
    verified: str
    version: int
    recognises: Callable[[Export], bool]
    read: Callable[[Export], Parcel]
    meanings: Mapping[str, str] = field(default_factory=dict)
    blind: str = ""
    snapshot: bool = False
    anonymous: bool = False

    @property
    def about(self) -> str:
        """The docstring of the reading function."""
        return self.read.__doc__ or ""


def loader(
    *,
    label: str,
    fills: tuple[str, ...],
    keys: tuple[str, ...],
    grain: str,
    verified: str,
    recognises: Callable[[Export], bool],
    history: bool = False,
    version: int = 1,
    meanings: Mapping[str, str] | None = None,
    blind: str = "",
    snapshot: bool = False,
    anonymous: bool = False,
) -> Callable[[Callable[[Export], Parcel]], Loader]:
    """Make a loader of a reading function. The walk over the folder finds it by its type."""

    def make(read: Callable[[Export], Parcel]) -> Loader:
        return Loader(
            name=read.__module__.rpartition(".")[2],
            label=label,
            fills=fills,
            keys=keys,
            grain=grain,
            history=history,
            verified=verified,
            version=version,
            recognises=recognises,
            read=read,
            meanings=meanings or {},
            blind=blind,
            snapshot=snapshot,
            anonymous=anonymous,
        )

    return make


def shaped(table: str, frame: pl.DataFrame) -> pl.DataFrame:
    """Rows with all columns of a fact table in its order and types; absent columns are null."""
    schema = STORED[table].schema
    missing = [pl.lit(None).alias(name) for name in schema if name not in frame.columns]
    columns = [pl.col(name).cast(kind) for name, kind in schema.items()]
    return frame.with_columns(missing).select(columns)


def person_columns(table: str) -> tuple[str, ...]:
    """Columns of a fact table that hold a person key."""
    return tuple(column.name for column in STORED[table].columns if column.kind is Kind.PERSON)
