"""ESCO, skills and knowledge in one language."""

import polars as pl

from loaders.cells import Cells
from loaders.contract import Parcel, loader
from loaders.export import Export
from loaders.taxonomy_rows import ESCO, SKILL_TYPES, rows


@loader(
    label="ESCO skills",
    fills=("skill",),
    keys=(),
    grain="one row per skill",
    verified="programs that read ESCO v1.1 and v1.2 (skills_en.csv)",
    recognises=lambda export: (
        export.shape == "table"
        and export.has("conceptUri", "skillType", "reuseLevel", "preferredLabel")
    ),
)
def esco_skills(export: Export) -> Parcel:
    """One skill per concept.

    export   skills_<language>.csv of the ESCO download
    returns  skill: its address as id (relations use it), labels, and kind (skill or knowledge)

    Counts: a skill of another type is loaded without a kind.
    Leaves out: descriptions, definitions, notes, hidden labels, reuse levels, and what stands above
    a skill (a file of its own).
    """
    cells = Cells(export)
    types = cells.text("skillType").str.to_lowercase()
    told = {
        "skill_id": cells.needed(cells.id("conceptUri"), "conceptUri"),
        "label": cells.needed(cells.text("preferredLabel"), "preferredLabel"),
        "alternate_labels": cells.list("altLabels", separator="\n"),
        "kind": types.replace_strict(SKILL_TYPES, default=None, return_dtype=pl.String),
    }
    return cells.parcel({"skill": rows(cells, "skill", ESCO, told)})
