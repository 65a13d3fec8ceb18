"""OpenTelemetry metrics as JSON: how much each data point adds, per series and moment."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any, Final, NamedTuple

from loaders.export import Export
from loaders.gather import LARGEST_COUNT, Gathered, records_in, text_in
from loaders.report_pages import pages

CUMULATIVE: Final = (2, "2", "AGGREGATION_TEMPORALITY_CUMULATIVE")
NANOS: Final = 1_000_000_000
LAST_NANO: Final = 4_102_444_800 * NANOS  # 2100-01-01
SCALARS: Final = ("stringValue", "intValue", "doubleValue", "boolValue")


class Point(NamedTuple):
    """What one data point adds to its metric.

    row         number of the data point in the file
    metric      name of the metric
    attributes  those of the resource and of the point
    at          end of its interval
    begun       when its counter began; null when it does not tell
    value       as written: since the last point (delta) or since the beginning (cumulative)
    running     it counts since the beginning
    """

    row: int
    metric: str
    attributes: Mapping[str, str]
    at: datetime
    begun: datetime | None
    value: float
    running: bool


class Added(NamedTuple):
    """How much a metric grew at a moment."""

    point: Point
    amount: float


def additions(export: Export, gathered: Gathered, known: tuple[str, ...]) -> Iterator[Added]:
    """How much each point of the known metrics adds.

    Counts: running counters are differenced in order of time, each series and each beginning for
    itself, so that two processes do not mix; a value below the last one is a restart. The first
    point of a running counter counts whole when it began on the same day; an older beginning may
    stand in another file, so it counts as the base and a note says so. A point that is delivered
    twice counts once.
    """
    series: dict[tuple[object, ...], list[Point]] = {}
    for point in points(export, gathered, known):
        alone = None if point.running else point.at
        about = sorted(point.attributes.items())
        series.setdefault((point.metric, *about, point.begun, alone), []).append(point)
    for found in series.values():
        if found[0].running:
            yield from _grown(sorted(found, key=lambda each: each.at), gathered)
        else:
            yield Added(found[0], found[0].value)  # the same interval again is a second delivery


def _grown(found: list[Point], gathered: Gathered) -> Iterator[Added]:
    before: Point | None = None
    for point in found:
        if before is not None:
            has_restarted = point.value < before.value
            yield Added(point, point.value - (0 if has_restarted else before.value))
        elif point.begun and point.begun.date() == point.at.date():
            yield Added(point, point.value)
        else:
            gathered.note(
                "Counters that began on an earlier day are counted from their first point in this"
                " file on; put the files of one person together to count all."
            )
        before = point


def points(export: Export, gathered: Gathered, known: tuple[str, ...]) -> Iterator[Point]:
    """The data points of the known metrics that can be read."""
    for row, (name, running, outer, each) in enumerate(data_points(export), start=1):
        if name not in known:
            continue
        at, value = _at(each.get("timeUnixNano")), _number(each)
        if at is None or value is None or value < 0:
            column = "timeUnixNano" if at is None else name
            gathered.refuse(row, column, "a moment and a number of 0 or more were expected")
            continue
        begun, inner = _at(each.get("startTimeUnixNano")), attributes(each)
        yield Point(row, name, {**outer, **inner}, at, begun, value, running)


def data_points(export: Export) -> Iterator[tuple[str, bool, dict[str, str], dict[str, Any]]]:
    """Every data point of a sum: its metric, whether it runs on, attributes above it, itself."""
    for page in pages(export):
        for resource in records_in(page.get("resourceMetrics")):
            outer = attributes(resource.get("resource"))
            scopes = records_in(resource.get("scopeMetrics"))
            for metric in (each for scope in scopes for each in records_in(scope.get("metrics"))):
                told = metric.get("sum")
                told = told if isinstance(told, dict) else {}
                running = told.get("aggregationTemporality") in CUMULATIVE
                for each in records_in(told.get("dataPoints")):
                    yield text_in(metric, "name") or "", running, outer, each


def attributes(holder: object) -> dict[str, str]:
    """Attributes of a resource or data point as text."""
    listed = holder.get("attributes") if isinstance(holder, dict) else None
    found = {}
    for each in records_in(listed):
        value = each.get("value")
        scalars = [value.get(kind) for kind in SCALARS] if isinstance(value, dict) else []
        told = next((scalar for scalar in scalars if scalar is not None), None)
        if told is not None:
            found[str(each.get("key"))] = str(told).strip()
    return found


def _at(value: object) -> datetime | None:
    """A moment out of nanoseconds since 1970, mostly written as text."""
    try:
        nanos = int(str(value))
    except ValueError:
        return None
    return datetime.fromtimestamp(nanos / NANOS, UTC) if 0 < nanos < LAST_NANO else None


def _number(point: Mapping[str, Any]) -> float | None:
    """The value of a point: whole numbers come as text, others as numbers."""
    told = point.get("asInt", point.get("asDouble"))
    if told is None or isinstance(told, bool):
        return None
    try:
        number = float(told)
    except (TypeError, ValueError, OverflowError):
        return None
    return number if abs(number) <= LARGEST_COUNT else None
