"""Words of Jira that mean the same in all of its exports."""

import re
from typing import Final

SOURCE: Final = "jira"
ISSUE_KEY: Final = re.compile(r"[A-Za-z]\w*-\d+")
DONE: Final = "done"  # key, and English name, of the status category of what is closed
# Resolutions and statuses that close an issue without doing it.
NOT_DONE: Final = (
    "abandoned",
    "auto closed",
    "canceled",
    "cancelled",
    "cannot reproduce",
    "declined",
    "duplicate",
    "incomplete",
    "invalid",
    "later",
    "not a bug",
    "not a problem",
    "obsolete",
    "rejected",
    "won't do",
    "won't fix",
    "works for me",
)
# The two lists of priorities that Jira comes with.
PRIORITIES: Final = {
    **{"highest": 1, "high": 2, "medium": 3, "low": 4, "lowest": 5},
    **{"blocker": 1, "critical": 2, "major": 3, "minor": 4, "trivial": 5},
}


def is_not_done(word: str | None) -> bool:
    """Truth that a resolution or status closes an issue without doing it."""
    return (word or "").casefold().replace("’", "'") in NOT_DONE
