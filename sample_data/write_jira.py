"""Jira CSV files as the cloud exports them: one a quarter, lists in repeated columns."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

import polars as pl

from sample_data.firm import Firm
from sample_data.jira_cells import comment, ending, plain, seconds, work_log
from sample_data.words import DIVISIONS

PAGE: Final = 1000  # issues in one export of the cloud
RESTATED: Final = 300  # issues of one quarter that are exported again, corrected
RESTATED_QUARTER: Final = 3
STALE: Final = 10  # one in so many of them was first exported with half its hours
DOUBLES: Final = 12  # rows of the first file that stand in it twice
LISTS: Final[Mapping[str, tuple[str, ...]]] = {
    "Components": ("component", "extra_1", "extra_2"),
    "Labels": ("skill_1", "skill_2"),
    "Inward issue link (Blocks)": ("blocked_by",),
}


def write_jira(firm: Firm, folder: Path) -> list[Path]:
    """Files of all quarters by the day of creation, the last one in pages, one partly restated."""
    event = firm.event.join(
        firm.item.filter(pl.col("source") == "jira").select("item"), on="item", how="semi"
    )
    item = _items(firm)
    rows, header = _rows(item, event)
    quarters = len(firm.plan.quarter_starts)
    written = []
    for quarter in range(quarters):
        name = _name(firm, quarter)
        part = rows.filter(pl.col("quarter") == quarter)
        if quarter == 0:
            part = pl.concat([part, part.head(DOUBLES)])
        if quarter == min(RESTATED_QUARTER, quarters - 2):
            again = part.tail(RESTATED)
            first, _ = _rows(item, _stale(event, again))
            part = first.filter(pl.col("quarter") == quarter)
            written.append(_write(folder / f"{name}_restated.csv", header, again))
        pages = [part] if quarter < quarters - 1 else list(_pages(part))
        for number, page in enumerate(pages, start=1):
            ending_of_name = "" if quarter < quarters - 1 else f"_page{number}"
            written.append(_write(folder / f"{name}{ending_of_name}.csv", header, page))
    return sorted(written)


def _name(firm: Firm, quarter: int) -> str:
    start = firm.plan.quarter_starts[quarter]
    return f"jira_{start.year}q{(start.month + 2) // 3}"


def _pages(rows: pl.DataFrame) -> Iterator[pl.DataFrame]:
    """Pages of the newest quarter, oldest issues first."""
    for start in range(0, max(rows.height, 1), PAGE):
        yield rows.slice(start, PAGE)


def _write(path: Path, header: list[str], rows: pl.DataFrame) -> Path:
    body = rows.drop("item", "quarter").write_csv(include_header=False)
    path.write_text(",".join(header) + "\n" + body, encoding="utf-8", newline="")
    return path


def _items(firm: Firm) -> pl.DataFrame:
    """Issues with the names of their people and projects, in the order of their creation."""
    ours = firm.person.select("account", name=pl.concat_str("first", "last", separator=" "))
    outside = pl.DataFrame(
        {
            "account": firm.outside.jira,
            "name": [f"Pier Studio {i + 1}" for i in range(len(firm.outside.jira))],
        }
    )
    names = pl.concat([ours, outside])
    projects = pl.DataFrame(
        [(key, name) for name, key, _, _ in DIVISIONS], ["key", "project"], orient="row"
    )
    first, opened = firm.plan.first_day, pl.col("opened_at").dt
    months = (opened.year() - first.year) * 12 + opened.month() - first.month
    return (
        firm.item.filter(pl.col("source") == "jira")
        .join(names.rename({"name": "assignee"}), on="account", how="left")
        .join(names.rename({"account": "reporter", "name": "asked"}), on="reporter", how="left")
        .join(projects, on="key", how="left")
        .sort("opened_at", "item")
        .with_columns(quarter=months.cast(pl.Int64) // 3)
    )


def _rows(item: pl.DataFrame, event: pl.DataFrame) -> tuple[pl.DataFrame, list[str]]:
    """One row per issue with all its cells (plus item and quarter), and the header."""
    logged = event.filter(pl.col("kind") == "worklog").group_by("item").agg(logged=seconds().sum())
    item = item.join(logged, on="item", how="left", maintain_order="left")
    parts = [item.select("item", "quarter", **plain())]
    header = list(plain())
    for column, names in LISTS.items():
        parts.append(item.select(names))
        header += [column] * len(names)
    for column, kind, cell in (
        ("Comment", "comment", comment()),
        ("Log Work", "worklog", work_log()),
    ):
        cells = _side_by_side(event.filter(pl.col("kind") == kind), cell, kind)
        joined = item.select("item").join(cells, on="item", how="left", maintain_order="left")
        parts.append(joined.drop("item"))
        header += [column] * (joined.width - 1)
    parts.append(item.select(**ending()))
    return pl.concat(parts, how="horizontal"), [*header, *ending()]


def _side_by_side(event: pl.DataFrame, cell: pl.Expr, name: str) -> pl.DataFrame:
    """The events of each item in columns beside each other, in the order of time."""
    listed = (
        event.with_columns(cell=cell)
        .sort("item", "at", "account")
        .group_by("item", maintain_order=True)
        .agg("cell")
    )
    most = listed.get_column("cell").list.len().max()
    width = int(most) if isinstance(most, int) else 1
    columns = [
        pl.col("cell").list.get(i, null_on_oob=True).alias(f"{name}_{i}") for i in range(width)
    ]
    return listed.select("item", *columns)


def _stale(event: pl.DataFrame, again: pl.DataFrame) -> pl.DataFrame:
    """Events as the first export knew them: some work logs with half their hours."""
    wrong = again.get_column("item").gather_every(STALE).implode()
    is_wrong = pl.col("item").is_in(wrong) & (pl.col("kind") == "worklog")
    return event.with_columns(hours=pl.when(is_wrong).then(pl.col("hours") / 2).otherwise("hours"))
