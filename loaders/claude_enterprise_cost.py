"""Claude Enterprise Analytics API: costs per user, from `user_cost_report`."""

from dataclasses import replace
from typing import Final

from loaders.ai_use import Uses, amount
from loaders.claude_enterprise_report import told
from loaders.contract import Parcel, loader
from loaders.export import Export
from loaders.gather import Gathered, text_in
from loaders.report_pages import missing_pages

MINOR_UNITS: Final = 100  # amounts are decimal texts of cents
NEEDED: Final = ("amount", "list_amount")
MEANINGS: Final = {
    "ai_usage.cost": "amount [cents in the file, whole units here]: after discounts, before"
    " credits; on plans with seats only what goes beyond the seats",
}


def _recognises(export: Export) -> bool:
    return export.shape in {"json", "ndjson"} and {"actor", *NEEDED} <= export.keys


@loader(
    label="Claude Enterprise cost report of users (Analytics API)",
    fills=("ai_usage", "person"),
    keys=("email", "login"),
    grain="one record per user and time bucket, product, model and cost type as asked for",
    verified="types of the vendor's Python library (2026)",
    recognises=_recognises,
    version=2,
    meanings=MEANINGS,
    blind="Seats are not in it: a cost of 0 on a plan with seats does not mean unused.",
)
def claude_enterprise_cost(export: Export) -> Parcel:
    """One row per user, day (or period), product and model with its cost.

    export   JSON with `data`, several such documents, or JSON lines
    returns  ai_usage: cost [whole units of its currency]
             person: e-mail, name and the vendor's id, tied; a service account is an agent

    Counts: cost types and token types of one user, day, product and model are added up, and so are
    hours and minutes. The spend report (CSV) tells the same money by period.
    Leaves out: list prices; API requests, which are no prompts of people; Slack channels.
    """
    gathered, uses = Gathered(), Uses()
    for row, use, record in told(export, gathered, *NEEDED):
        cents = amount(gathered, row, "amount", record["amount"])
        currency = (text_in(record, "currency") or "USD").upper()
        uses.add_cost(use, None if cents is None else cents / MINOR_UNITS, currency)
    uses.write(gathered, licensed=True)
    rows_read = len(export.records()) + len(export.refused_lines)
    parcel = gathered.parcel(("ai_usage", "person"), rows_read)
    return replace(parcel, cut=missing_pages(export))
