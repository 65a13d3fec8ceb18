"""Mappings that are handed over together with the files that they read."""

from collections.abc import Sequence
from pathlib import PurePath
from typing import Final

from loaders.delivery import Item
from loaders.mapping_toml import Plan, read_plan
from loaders.report import LoadReport
from store.errors import SourceError

ENDING: Final = ".toml"
MARKS: Final = (b"[[fill]]", b"left_out")
LARGEST: Final = 1 << 20  # bytes; a mapping is a page of text

Beside = tuple[Item, Plan]


def is_mapping(item: Item) -> bool:
    """Truth that a delivered file is a mapping, right or wrong, and no export."""
    if item.error or item.path.suffix.lower() != ENDING or item.path.stat().st_size > LARGEST:
        return False
    text = item.path.read_bytes()
    return any(mark in text for mark in MARKS)


def mappings_beside(items: Sequence[Item]) -> tuple[list[Beside], list[LoadReport]]:
    """The mappings that came with the files, and a report of each of them."""
    beside: list[Beside] = []
    reports: list[LoadReport] = []
    for item in filter(is_mapping, items):
        try:
            beside.append((item, read_plan(item.path)))
        except SourceError as error:
            reports.append(LoadReport(item.name, error=error))
        else:
            note = f"{item.path.name} is a mapping; it reads the files that it was made for."
            reports.append(LoadReport(item.name, status="left out", notes=(note,)))
    return beside, reports


def of_same_name(item: Item, beside: Sequence[Beside]) -> Plan | None:
    """The mapping that names no columns and is called like the file: hr.toml for hr.csv.gz."""
    named = (plan for each, plan in beside if not plan.header and _stem(each) == _stem(item))
    return next(named, None)


def _stem(item: Item) -> str:
    return PurePath(item.name).name.partition(".")[0].casefold()
