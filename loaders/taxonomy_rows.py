"""Rows of the reference tables out of the files of O*NET and ESCO."""

from collections.abc import Mapping
from typing import Final

import polars as pl

from loaders.cells import Cells
from loaders.contract import shaped
from loaders.export import Export

ONET: Final = "onet"
ESCO: Final = "esco"
OWN: Final = "own"

SOC: Final = "O*NET-SOC Code"
# First two steps of the O*NET content model -> what the elements below them are.
ELEMENTS: Final[Mapping[str, str]] = {
    "1.A": "ability",
    "2.A": "skill",
    "2.B": "skill",
    "2.C": "knowledge",
    "4.A": "activity",
}
# ESCO's skillType -> what it is in our words.
SKILL_TYPES: Final[Mapping[str, str]] = {"skill/competence": "skill", "knowledge": "knowledge"}

# Column of a reference table -> its values, or one value for all rows.
Columns = Mapping[str, pl.Series | str]


def rows(cells: Cells, table: str, taxonomy: str, columns: Columns) -> pl.DataFrame:
    """The rows of a reference table that nothing refused; a text fills its column in every row."""
    filled = (
        pl.lit(told).alias(name) if isinstance(told, str) else told.alias(name)
        for name, told in columns.items()
    )
    made = cells.rows.select("row").with_columns(pl.lit(taxonomy).alias("taxonomy"), *filled)
    return shaped(table, made.filter(cells.refusals.kept))


def kind_of_element(element: pl.Expr) -> pl.Expr:
    """What an element of the O*NET content model is; null for those that no occupation asks for."""
    return element.str.slice(0, 3).replace_strict(ELEMENTS, default=None, return_dtype=pl.String)


def is_onet(export: Export, *names: str) -> bool:
    """Truth that a table of occupations of O*NET has these columns."""
    return export.shape == "table" and export.has(SOC, *names)
