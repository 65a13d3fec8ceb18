"""ESCO, relations of occupations and skills: what an occupation needs."""

from typing import Final

import polars as pl

from loaders.cells import Cells
from loaders.contract import Parcel, loader
from loaders.export import Export
from loaders.taxonomy_rows import ESCO, SKILL_TYPES, rows

NEEDS: Final = ("essential", "optional")


@loader(
    label="ESCO skills of occupations",
    fills=("occupation_skill",),
    keys=(),
    grain="one row per occupation and skill",
    verified="programs that read ESCO v1.1 and v1.2 (occupationSkillRelations_en.csv)",
    recognises=lambda export: (
        export.shape == "table"
        and export.has("occupationUri", "relationType", "skillType", "skillUri")
    ),
)
def esco_relations(export: Export) -> Parcel:
    """One skill per occupation that needs it.

    export   occupationSkillRelations_<language>.csv of the ESCO download
    returns  occupation_skill: skill or knowledge, essential or optional; the label from v1.2 on

    Leaves out: nothing; a relation or a skill of a type that is not known is refused.
    """
    cells = Cells(export)
    code = cells.needed(cells.id("occupationUri"), "occupationUri")
    skill = cells.needed(cells.id("skillUri"), "skillUri")
    need = cells.needed(cells.text("relationType"), "relationType").str.to_lowercase()
    types = cells.needed(cells.text("skillType"), "skillType").str.to_lowercase()
    kind = types.replace_strict(SKILL_TYPES, default=None, return_dtype=pl.String)
    strange = ~need.is_in(NEEDS).fill_null(value=True)
    cells.refusals.add("relationType", "essential or optional was expected", strange)
    unknown = kind.is_null() & types.is_not_null()
    cells.refusals.add("skillType", "skill/competence or knowledge was expected", unknown)
    told = {
        "code": code,
        "kind": kind,
        "skill_id": skill,
        "label": cells.text("skillLabel"),
        "need": need,
    }
    return cells.parcel({"occupation_skill": rows(cells, "occupation_skill", ESCO, told)})
