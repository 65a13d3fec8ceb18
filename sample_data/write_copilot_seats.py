"""GitHub Copilot seats: the answer of the vendor's interface, one page.

Its name stands behind that of the usage reports, so that a folder is loaded in that order.
"""

import json
from datetime import date
from pathlib import Path
from typing import Final

from sample_data.firm import Firm
from sample_data.words import ORGANISATION
from sample_data.write_copilot import FIRST_USER

PLAN: Final = "business"
SEAT: Final = ("person", "account", "created_on", "last_day")
EDITOR: Final = "vscode/1.99.0/copilot/1.308.0"


def write_copilot_seats(firm: Firm, folder: Path) -> list[Path]:
    """One record per seat, as they stand on the last day before the export."""
    people = firm.person.select("person", "account")
    rows = firm.seat.join(people, on="person").sort("person").iter_rows(named=True)
    seats = [
        _seat(row["person"], row["account"], row["created_on"], row["last_day"]) for row in rows
    ]
    path = folder / "github_copilot_seats.json"
    path.write_text(
        json.dumps({"total_seats": len(seats), "seats": seats}, indent=1) + "\n", encoding="utf-8"
    )
    return [path]


def _seat(person: int, account: str, created_on: date, last_day: date | None) -> dict[str, object]:
    used_at = f"{last_day}T15:20:00Z" if last_day else None
    return {
        "created_at": f"{created_on}T09:00:00Z",
        "updated_at": f"{created_on}T09:00:00Z",
        "last_activity_at": used_at,
        "last_activity_editor": EDITOR if last_day else None,
        "last_authenticated_at": used_at,
        "pending_cancellation_date": None,
        "plan_type": PLAN,
        "assignee": {"login": account, "id": person + FIRST_USER, "type": "User"},
        "assigning_team": None,
        "organization": {"login": ORGANISATION},
    }
