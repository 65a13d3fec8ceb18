"""What the name of a file tells where its content does not: whose it is, and of which days."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Final

ENDINGS: Final = re.compile(r"(\.(jsonl?|ndjson|csv|txt|log|gz))+$", re.IGNORECASE)
ADDRESS: Final = re.compile(r"[^@\s]+@[^@\s]+\.[A-Za-z]{2,}")
DAY: Final = re.compile(r"(?<!\d)(\d{4})-(\d{2})-(\d{2})(?!\d)")
FIRST_AND_LAST: Final = 2


def owner_in_name(name: str, source: str) -> tuple[str, str]:
    """Key of the person whose file it is, and a sentence when the name does not tell the person.

    Counts: an e-mail address is the name itself or one of its words: `ana@example.com 2026.json`.
    """
    stem = ENDINGS.sub("", name)
    for word in stem.split():
        if ADDRESS.fullmatch(word):
            return f"email:{word}", ""
    return f"id:{source}:{stem}", (
        "The file does not tell whose use it holds. Name it for the person, like"
        " ana.ruiz@example.com.json, and load it again; until then its rows belong to nobody known."
    )


def days_in_name(name: str) -> tuple[date, date] | None:
    """First and last day in the name of a file, like 2026-03-26-to-2026-06-24; both may be one."""
    found = sorted(set(_days(name)))
    if not 1 <= len(found) <= FIRST_AND_LAST:
        return None
    return found[0], found[-1]


def _days(name: str) -> Iterator[date]:
    for parts in DAY.findall(name):
        try:
            yield date(*map(int, parts))
        except ValueError:
            continue
