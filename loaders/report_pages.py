"""Pages of a vendor's report: time buckets with their results, and whether pages are missing."""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final

from loaders.copies import without_copies
from loaders.export import Export
from loaders.gather import Gathered, records_in

MOMENT: Final = timedelta(microseconds=1)
# Newer and older spellings of the list in a bucket.
RESULTS: Final = ("results", "result")
LAST_SECOND: Final = 4_102_444_800  # seconds of 2100-01-01: larger numbers are no seconds


@dataclass(frozen=True)
class Line:
    """One result of a bucket.

    row       number of the bucket in the file
    day       first day of the bucket, UTC
    last_day  its last day when it spans several, else none
    result    the record itself
    """

    row: int
    day: date
    last_day: date | None
    result: dict[str, Any]


def pages(export: Export) -> Iterator[dict[str, Any]]:
    """The pages of a report: one document, several back to back, one a line, or a list of them."""
    for document in export.documents:
        yield from records_in(document if isinstance(document, list) else [document])


def missing_pages(export: Export) -> str:
    """A sentence when the last page says that another one follows, else nothing."""
    last = next(iter(deque(pages(export), maxlen=1)), {})
    if last.get("has_more") is True or last.get("next_page"):
        return "The last page says that more pages follow; load those too."
    return ""


def buckets(export: Export) -> Iterator[tuple[int, dict[str, Any]]]:
    """The time buckets of all pages, numbered from 1; one that stands on two pages counts once."""
    found = (bucket for page in pages(export) for bucket in records_in(page.get("data")))
    yield from without_copies(export, enumerate(found, start=1))


def results(bucket: dict[str, Any]) -> list[dict[str, Any]]:
    """The results of a bucket, whatever their list is called."""
    return [each for name in RESULTS for each in records_in(bucket.get(name))]


def first_result(export: Export) -> dict[str, Any] | None:
    """The first result in the file; none when all buckets are empty."""
    return next((each for _, bucket in buckets(export) for each in results(bucket)), None)


def lines(export: Export, gathered: Gathered) -> Iterator[Line]:
    """Every result with the days of its bucket; a bucket without a beginning is refused."""
    for row, bucket in buckets(export):
        seconds = "start_time" in bucket
        names = ("start_time", "end_time") if seconds else ("starting_at", "ending_at")
        start, end = (moment_of(gathered, row, name, bucket.get(name)) for name in names)
        if start is None:
            if not bucket.get(names[0]):
                gathered.refuse(row, names[0], "a value is needed and there is none")
            continue
        day, last_day = span(start, end)
        for result in results(bucket):
            yield Line(row, day, last_day, result)


def span(start: datetime, end: datetime | None) -> tuple[date, date | None]:
    """First day of a bucket, and its last day when that is another; the end is not inside."""
    last = (end - MOMENT).date() if end and end > start else start.date()
    return start.date(), last if last != start.date() else None


def moment_of(gathered: Gathered, row: int, column: str, value: object) -> datetime | None:
    """A moment out of ISO 8601 or seconds since 1970; what is neither is refused."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return gathered.instant(row, column, value)
    if not 0 < value < LAST_SECOND:
        gathered.refuse(row, column, "seconds since 1970 were expected")
        return None
    return datetime.fromtimestamp(value, UTC)


def holds(export: Export, beginning: str) -> bool:
    """Truth that a file is pages of buckets with results, which begin with this key."""
    if export.shape not in {"json", "ndjson"} or "data" not in export.keys:
        return False
    _, bucket = next(buckets(export), (0, {}))
    return beginning in bucket and any(name in bucket for name in RESULTS)
