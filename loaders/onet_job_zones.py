"""O*NET database, Job Zones: how much preparation an occupation needs."""

from loaders.cells import Cells
from loaders.contract import Parcel, loader
from loaders.export import Export
from loaders.taxonomy_rows import ONET, SOC, is_onet, rows

LAST_ZONE = 5


@loader(
    label="O*NET job zones",
    fills=("occupation",),
    keys=(),
    grain="one row per occupation",
    verified="O*NET 29.3, and the data dictionary of O*NET 30.1 (Job Zones)",
    recognises=lambda export: is_onet(export, "Job Zone"),
)
def onet_job_zones(export: Export) -> Parcel:
    """One job zone per occupation.

    export   Job Zones, as text with tabs, CSV or XLSX
    returns  occupation: code, job_zone from 1 (little preparation) to 5, and the title where the
             file has it (not in the text files)

    Leaves out: the date and the source of a rating.
    """
    cells = Cells(export)
    code = cells.needed(cells.id(SOC), SOC)
    zone = cells.needed(cells.count("Job Zone"), "Job Zone")
    outside = ~zone.is_between(1, LAST_ZONE).fill_null(value=True)
    cells.refusals.add("Job Zone", f"a job zone from 1 to {LAST_ZONE} was expected", outside)
    told = {"code": code, "job_zone": zone, "title": cells.text("Title")}
    return cells.parcel({"occupation": rows(cells, "occupation", ONET, told)})
