"""O*NET database, Skills, Knowledge, Abilities, Work Activities: how far work asks for each."""

import polars as pl

from loaders.cells import Cells
from loaders.contract import Parcel, loader, shaped
from loaders.export import Export
from loaders.taxonomy_rows import ONET, SOC, is_onet, kind_of_element, rows

IMPORTANCE, LEVEL = "IM", "LV"


@loader(
    label="O*NET skills, knowledge, abilities and work activities",
    fills=("occupation_skill",),
    keys=(),
    grain="one row per occupation, element and scale",
    verified="O*NET 29.3 (Skills), and the data dictionary of O*NET 30.1 (all four files)",
    recognises=lambda export: (
        is_onet(export, "Element ID", "Scale ID", "Data Value") and not export.has("Category")
    ),
    meanings={
        "occupation_skill.importance": "Data Value of scale IM [1 to 5]: importance (O*NET 30.1)",
        "occupation_skill.level": "Data Value of scale LV [0 to 7]: level needed (O*NET 30.1)",
    },
)
def onet_ratings(export: Export) -> Parcel:
    """One rating per occupation and element of the content model.

    export   Skills, Knowledge, Abilities or Work Activities, as text with tabs, CSV or XLSX
    returns  occupation_skill: importance (1 to 5) and level (0 to 7) of each element

    Counts: what an element is, by its place in the content model: 1.A abilities, 2.A and 2.B
    skills, 2.C knowledge, 4.A work activities.
    Leaves out: other elements (interests, styles, values) and scales, standard errors, dates.
    """
    cells = Cells(export)
    told = {
        "code": cells.needed(cells.id(SOC), SOC),
        "skill_id": cells.needed(cells.id("Element ID"), "Element ID"),
        "label": cells.text("Element Name"),
        "need": cells.text("Scale ID"),
        "importance": cells.needed(cells.number("Data Value"), "Data Value"),
    }
    rated = rows(cells, "occupation_skill", ONET, told).with_columns(
        kind=kind_of_element(pl.col("skill_id"))
    )
    known = rated.filter(pl.col("kind").is_not_null(), pl.col("need").is_in([IMPORTANCE, LEVEL]))
    if known.height < rated.height:
        cells.refusals.notes.append(
            f"{rated.height - known.height} ratings of other elements or scales are left out."
        )
    return cells.parcel({"occupation_skill": shaped("occupation_skill", _wide(known))})


def _wide(rated: pl.DataFrame) -> pl.DataFrame:
    """One row per occupation and element, its two scales side by side."""
    value, scale = pl.col("importance"), pl.col("need")
    return rated.group_by("taxonomy", "code", "kind", "skill_id", maintain_order=True).agg(
        pl.col("label").first(),
        importance=value.filter(scale == IMPORTANCE).last(),
        level=value.filter(scale == LEVEL).last(),
    )
