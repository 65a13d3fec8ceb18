"""Degreed, completions with their content: who completed which course when."""

import re
from collections.abc import Iterable, Mapping
from typing import Any, Final

import polars as pl

from loaders.cells import Cells
from loaders.contract import Parcel, loader
from loaders.export import Export
from loaders.flat import first_records, flat
from loaders.gather import part_in, records_in, text_in
from loaders.lenient import lenient
from loaders.trainings import BLIND, finished, finished_on, once, parcel, prefixed, training
from loaders.values import HOURS, hours, numbers

WHO, DAY = "employee_id", "completed_at"
TITLE, KIND, PROVIDER = "title", "content_type", "provider"
LENGTH, UNIT, COST, CURRENCY = "duration", "duration_type", "cost_units", "cost_unit_type"
COLUMNS: Final = (WHO, DAY, TITLE, KIND, PROVIDER, LENGTH, UNIT, COST, CURRENCY)
# What people log by the dozen (articles, books, videos, podcasts ...) is reading, not training.
TRAININGS: Final = ("course", "event")
A_CURRENCY: Final = r"^[A-Z]{3}$"


def _recognises(export: Export) -> bool:
    if export.shape not in {"json", "ndjson"} or not {"attributes", "type"} <= export.keys:
        return False
    first = next((each for each in first_records(export) if "attributes" in each), {})
    return {WHO, DAY, "points_earned"} <= _plain(part_in(first, "attributes")).keys()


@loader(
    label="Degreed completions",
    fills=("training",),
    keys=("employee_id",),
    grain="one record per user and completed content",
    verified="published client of the interface",
    recognises=_recognises,
    meanings={
        "training.hours": "duration of the content [h], out of its duration_type: nominal length of"
        " the catalogue, not time spent",
        "training.cost": "cost_units of the content where cost_unit_type is a currency [whole units"
        " of it]: the price of the catalogue, not what was paid",
    },
    blind=BLIND,
)
def degreed(export: Export) -> Parcel:
    """One row per person and completed course or event.

    export   answers for completions with `included` content (JSON:API), back to back or a line
             each; names with hyphens or underlines
    returns  training: hours [h] and cost [whole units of its currency] of the catalogue, where the
             included content tells them; completed_on is the day as written

    Counts: courses and events only. Costs in points, credits and the like are no money.
    Leaves out: articles, books, videos, podcasts, and content without a kind (a note counts each),
    points earned, ratings, addresses of content.
    """
    cells = Cells(flat(export, COLUMNS, _rows(export)))
    kind = cells.text(KIND).str.to_lowercase()
    is_training = kind.is_in(TRAININGS).fill_null(value=False)
    for name, count in _counted(kind.filter(~is_training)):
        is_word = re.fullmatch(r"[a-z_-]{1,30}", name or "") is not None
        words = "no kind" if not name else f"kind {name}" if is_word else "another kind"
        cells.refusals.notes.append(f"{count} completions are of {words}; they are left out.")
    is_finished = is_training & cells.text(DAY).is_not_null()
    told = {
        "person_id": prefixed("employee_id:", cells.id(WHO)),
        "course": cells.text(TITLE),
        "provider": cells.text(PROVIDER),
        "completed_on": finished_on(cells, is_finished, DAY),
        "hours": _hours(cells),
        **_cost(cells, is_finished),
    }
    needed = {"person_id": WHO, "course": TITLE, "completed_on": DAY}
    rows = once(cells, finished(cells, told, is_finished, needed, among=is_training))
    return parcel(cells, {"training": training(rows)}, _cut(export))


def _rows(export: Export) -> list[tuple[int, dict[str, Any]]]:
    """Completions with their content beside them, and their numbers."""
    everywhere = [each for doc in export.documents for each in _included(part_in(doc))]
    content = {(text_in(each, "type"), text_in(each, "id")): each for each in everywhere}
    rows = []
    for row, record in zip(export.record_lines, export.records(), strict=True):
        linked = (part_in(each, "data") for each in part_in(record, "relationships").values())
        met = (content.get((text_in(each, "type"), text_in(each, "id"))) for each in linked)
        found = next(iter(_included(record)), None) or next(filter(None, met), {})
        rows.append((row, {**_content(found), **_plain(part_in(record, "attributes"))}))
    return rows


def _included(record: Mapping[str, Any]) -> Iterable[Mapping[str, Any]]:
    """Content that stands beside one completion or beside all of an answer."""
    told = record.get("included")
    return [told] if isinstance(told, dict) else records_in(told)


def _content(found: Mapping[str, Any]) -> dict[str, Any]:
    """Title, kind, provider, length and price of a content."""
    told = _plain(part_in(found, "attributes") or found)
    return {name: told.get(name) for name in COLUMNS if name not in {WHO, DAY}}


def _plain(attributes: Mapping[str, Any]) -> dict[str, Any]:
    return {name.replace("-", "_"): value for name, value in attributes.items()}


def _counted(kinds: pl.Series) -> list[tuple[str | None, int]]:
    counted: list[tuple[str | None, int]] = kinds.value_counts().sort(kinds.name).rows()
    return counted


def _hours(cells: Cells) -> pl.Series:
    """Hours of the content; a length whose unit is not known is null."""
    unit = cells.text(UNIT).str.to_lowercase()
    made = pl.repeat(None, len(unit), dtype=pl.Float64, eager=True)
    lost = cells.text(LENGTH).is_not_null()
    for name in HOURS:
        is_so = (unit.str.strip_suffix("s") == name.removesuffix("s")).fill_null(value=False)
        lost &= ~is_so
        if is_so.any():
            told = pl.select(pl.when(is_so).then(cells.raw(LENGTH))).to_series()
            made = lenient(cells, LENGTH, hours(told, name)).zip_with(is_so, made)
    if lost.any():
        words = "lengths have no unit that is known; left empty."
        cells.refusals.notes.append(f"{lost.sum()} {words}")
    return made


def _cost(cells: Cells, is_finished: pl.Series) -> dict[str, pl.Series]:
    """Price and currency, both or none."""
    amount, currency = lenient(cells, COST, numbers(cells.raw(COST))), cells.text(CURRENCY)
    is_money = currency.str.contains(A_CURRENCY).fill_null(value=False)
    other = int((amount.is_not_null() & ~is_money & is_finished).sum())
    if other:
        cells.refusals.notes.append(f"{other} prices are in no currency; they are left out.")
    whole = is_money & amount.is_not_null()
    kept = pl.select(cost=pl.when(whole).then(amount), currency=pl.when(whole).then(currency))
    return kept.to_dict()


def _cut(export: Export) -> str:
    """A sentence when the last answer says that another page follows."""
    last = export.documents[-1] if export.documents else None
    if text_in(last, "links", "next"):
        return "The last answer says that another page follows; save and load that one too."
    return ""
