"""What became of one file: what was read, what changed, what was refused and why."""

from dataclasses import dataclass, field
from typing import Any, Literal

import polars as pl

from loaders.contract import REFUSED_SCHEMA
from store.errors import AtelierError
from store.ledger import Changes

Status = Literal["loaded", "already loaded", "nothing new", "dry run", "not loaded", "left out"]


@dataclass(frozen=True)
class LoadReport:
    """What became of one file.

    file       name of the file
    source     the source in the users' words
    loader     name of the loader or of the mapping
    status     loaded, already loaded, nothing new, dry run, not loaded (for an error), or left out
               (it lies in a folder and is no export)
    rows_read  data rows of the file
    tables     fact table -> rows added, changed, same
    refusals   row, column, reason; one row per reason
    notes      sentences on what was decided
    error      why the file was not loaded, in three parts
    seconds    how long it took
    import_id  number in the import ledger; the refused rows are kept under it
    """

    file: str
    source: str = ""
    loader: str = ""
    status: Status = "not loaded"
    rows_read: int = 0
    tables: dict[str, Changes] = field(default_factory=dict)
    refusals: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=REFUSED_SCHEMA))
    notes: tuple[str, ...] = ()
    error: AtelierError | None = None
    seconds: float = 0.0
    import_id: int | None = None

    @property
    def added(self) -> int:
        """Rows added, all tables."""
        return sum(changes.added for changes in self.tables.values())

    @property
    def changed(self) -> int:
        """Rows changed, all tables."""
        return sum(changes.changed for changes in self.tables.values())

    @property
    def same(self) -> int:
        """Rows that were known already, all tables."""
        return sum(changes.same for changes in self.tables.values())

    @property
    def refused(self) -> int:
        """Rows that were refused; a row of which only a cell was refused counts too."""
        rows = self.refusals.get_column("row")
        return rows.drop_nulls().n_unique() + rows.null_count()

    @property
    def why(self) -> str:
        """Why rows or the whole file were not taken: the error, or the reasons, counted."""
        if self.error:
            return self.error.found
        if self.status == "left out":
            return " ".join(self.notes)
        reasons = (
            self.refusals.group_by("reason").len().sort(-pl.col("len").cast(pl.Int64), "reason")
        )
        return "; ".join(f"{count:,} x {reason}" for reason, count in reasons.iter_rows())

    def as_row(self) -> dict[str, Any]:
        """One line of a list of reports."""
        return {
            "file": self.file,
            "source": self.source,
            "status": self.status,
            "rows_read": self.rows_read,
            "added": self.added,
            "changed": self.changed,
            "same": self.same,
            "refused": self.refused,
            "why": self.why,
            "notes": " ".join(self.notes),
            "error": str(self.error) if self.error else None,
            "seconds": round(self.seconds, 2),
        }
