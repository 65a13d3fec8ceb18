"""A firm's own list of skills."""

from typing import Final

from loaders.cells import Cells
from loaders.contract import Parcel, loader
from loaders.export import Export
from loaders.taxonomy_rows import OWN, Columns, rows

COLUMNS: Final = {"skill", "parent", "aliases"}


def _is_skill_list(export: Export) -> bool:
    """Whether a table has the columns of a skill list and no others."""
    header = [cell.casefold() for cell in export.header]
    return export.shape == "table" and "skill" in header and set(header) <= COLUMNS


@loader(
    label="Skill list of the firm",
    fills=("skill",),
    keys=(),
    grain="one row per skill",
    verified="our own format",
    recognises=_is_skill_list,
)
def skill_list(export: Export) -> Parcel:
    """One skill per row.

    export   CSV or XLSX with the columns skill, and where there are any parent (the larger skill,
             by its name) and aliases (parted by `;`)
    returns  skill of the taxonomy own: the name is key and label

    Counts: two rows of one skill are one, the later replaces what it tells.
    Leaves out: nothing; a table with further columns is no skill list and needs a mapping.
    """
    cells = Cells(export)
    name = cells.needed(cells.text("skill"), "skill")
    told: Columns = {
        "skill_id": name,
        "label": name,
        "kind": "skill",
        "parent_id": cells.text("parent"),
        "alternate_labels": cells.list("aliases", separator=export.list_separator),
    }
    return cells.parcel({"skill": rows(cells, "skill", OWN, told)})
