"""O*NET database, Technology Skills: software and tools of an occupation."""

from loaders.cells import Cells
from loaders.contract import Parcel, loader
from loaders.export import Export
from loaders.taxonomy_rows import ONET, SOC, Columns, is_onet, rows


@loader(
    label="O*NET technology skills",
    fills=("occupation_skill",),
    keys=(),
    grain="one row per occupation and product",
    verified="O*NET 29.3, and the data dictionary of O*NET 30.1 (Technology Skills)",
    recognises=lambda export: is_onet(export, "Example", "Commodity Code"),
)
def onet_technology(export: Export) -> Parcel:
    """One product per occupation.

    export   Technology Skills, as text with tabs, CSV or XLSX
    returns  occupation_skill of the kind technology: the product is key and label

    Leaves out: the commodity class of a product, whether it is hot or in demand.
    """
    cells = Cells(export)
    code = cells.needed(cells.id(SOC), SOC)
    product = cells.needed(cells.text("Example"), "Example")
    told: Columns = {"code": code, "kind": "technology", "skill_id": product, "label": product}
    return cells.parcel({"occupation_skill": rows(cells, "occupation_skill", ONET, told)})
