"""O*NET database, Alternate Titles: what the same work is called elsewhere."""

from typing import Final

import polars as pl

from loaders.cells import Cells
from loaders.contract import Parcel, loader, shaped
from loaders.export import Export
from loaders.taxonomy_rows import ONET, SOC, is_onet, rows

ALTERNATE: Final = "Alternate Title"
IN_BRACKETS: Final = r"^(.+?)\s*\((.+)\)$"


@loader(
    label="O*NET alternate titles",
    fills=("occupation",),
    keys=(),
    grain="one row per occupation and other title",
    verified="O*NET 29.3, and the data dictionary of O*NET 30.1 (Alternate Titles)",
    recognises=lambda export: is_onet(export, ALTERNATE),
)
def onet_alternate_titles(export: Export) -> Parcel:
    """One list of other titles per occupation.

    export   Alternate Titles, as text with tabs, CSV or XLSX
    returns  occupation: code, alternate_titles in the order of the file

    Counts: `CEO (Chief Executive Officer)` with the short title `CEO` is two titles; brackets that
    are no long or short form stay as they are.
    Leaves out: the sources of a title.
    """
    cells = Cells(export)
    code = cells.needed(cells.id(SOC), SOC)
    title = cells.needed(cells.text(ALTERNATE), ALTERNATE)
    told = {"code": code, "title": cells.text("Title"), "group_code": cells.text("Short Title")}
    kept = rows(cells, "occupation", ONET, told)
    alternates = pl.DataFrame({"alternate": title}).filter(cells.refusals.kept)
    both = _split(kept.hstack(alternates).rename({"group_code": "short"}))
    found = (
        both.explode("titles", empty_as_null=False)
        .group_by("taxonomy", "code", maintain_order=True)
        .agg(
            pl.col("title").first(),
            alternate_titles=pl.col("titles").drop_nulls().unique(maintain_order=True),
        )
    )
    return cells.parcel({"occupation": shaped("occupation", found)})


def _split(told: pl.DataFrame) -> pl.DataFrame:
    """The titles that one line tells: the long and the short form apart."""
    long = pl.col("alternate").str.extract(IN_BRACKETS, 1)
    inner = pl.col("alternate").str.extract(IN_BRACKETS, 2)
    is_form = ((pl.col("short") == long) | (pl.col("short") == inner)).fill_null(value=False)
    return told.with_columns(
        titles=pl.when(is_form)
        .then(pl.concat_list(long, inner))
        .otherwise(pl.concat_list("alternate", "short"))
    )
