"""All exports of the made firm."""

from pathlib import Path

from sample_data.firm import Firm
from sample_data.write_accounts import write_accounts
from sample_data.write_bamboohr import write_bamboohr
from sample_data.write_claude_code import write_claude_code
from sample_data.write_copilot import write_copilot
from sample_data.write_copilot_seats import write_copilot_seats
from sample_data.write_cornerstone import write_cornerstone
from sample_data.write_erpnext import write_erpnext
from sample_data.write_github import write_github
from sample_data.write_jira import write_jira

WRITERS = (
    write_accounts,
    write_bamboohr,
    write_claude_code,
    write_copilot,
    write_copilot_seats,
    write_cornerstone,
    write_erpnext,
    write_github,
    write_jira,
)


def write_exports(firm: Firm, folder: Path) -> list[Path]:
    """Files as a customer would bring them, sorted by name; nothing of the truth is in them."""
    folder.mkdir(parents=True, exist_ok=True)
    return sorted(path for write in WRITERS for path in write(firm, folder))
