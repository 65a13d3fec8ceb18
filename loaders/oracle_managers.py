"""Line managers of Oracle's assignments, who change on days of their own."""

from typing import Final

import polars as pl

from loaders.oracle_lines import START, HdlFile, Line, Owners
from loaders.values import days

LINE_MANAGER: Final = "LINE_MANAGER"


def managed(rows: pl.DataFrame, file: HdlFile, owners: Owners) -> pl.DataFrame:
    """Rows with their manager, cut where a new manager begins."""
    told = [line for line in file.of("AssignmentSupervisor") if _is_line_manager(line)]
    if not told:
        return rows
    numbers = [(owners.number(line), line.cells.get("ManagerPersonNumber")) for line in told]
    people = pl.DataFrame(numbers, schema=["employee_id", "manager"], orient="row")
    began = pl.Series([line.cells.get(START) for line in told], dtype=pl.String)
    spans = people.select(
        pl.col("employee_id").cast(pl.String),
        valid_from=days(began, START).values,
        manager_key=pl.lit("employee_id:") + pl.col("manager").cast(pl.String),
    ).drop_nulls(["employee_id", "valid_from"])
    return _cut(rows, spans.sort("valid_from", maintain_order=True))


def _is_line_manager(line: Line) -> bool:
    return line.cells.get("ManagerType", LINE_MANAGER) == LINE_MANAGER


def _cut(rows: pl.DataFrame, spans: pl.DataFrame) -> pl.DataFrame:
    """Rows cut on the first days of managers, each with the manager of its first day."""
    post = ["person_id", "post"]
    ended = rows.sort(*post, "valid_from", "order", maintain_order=True).with_columns(
        valid_to=pl.min_horizontal("valid_to", pl.col("valid_from").shift(-1).over(post))
    )
    began = spans.select("employee_id", began="valid_from").unique()
    is_within = (pl.col("began") > pl.col("valid_from")) & (
        pl.col("valid_to").is_null() | (pl.col("began") < pl.col("valid_to"))
    )
    later = ended.join(began, on="employee_id").filter(is_within)
    later = later.with_columns(valid_from="began").select(ended.columns)
    every = pl.concat([ended, later]).sort("valid_from", "row")
    is_dated = pl.col("valid_from").is_not_null()
    managed = every.filter(is_dated).join_asof(
        spans.unique(["employee_id", "valid_from"], keep="last", maintain_order=True),
        on="valid_from",
        by="employee_id",
        strategy="backward",
        check_sortedness=False,
    )
    return pl.concat([managed, every.filter(~is_dated)], how="diagonal")
