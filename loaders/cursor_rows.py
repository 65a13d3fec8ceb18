"""The requests of Cursor in the same words, out of the interface's events or the dashboard."""

from typing import Final

import polars as pl

from loaders.brackets import place
from loaders.cells import Cells
from loaders.gather import text_in
from loaders.lenient import lenient
from loaders.values import counts, numbers

CENTS: Final = 100  # the interface bills in cents, the dashboard in dollars
ROWS: Final = {
    "person_id": pl.String(),
    "day": pl.Date(),
    "model": pl.String(),
    "kind": pl.String(),
    "is_background": pl.Boolean(),
    "tokens_in": pl.Int64(),
    "tokens_cached": pl.Int64(),
    "tokens_out": pl.Int64(),
    "cost": pl.Float64(),
}
UNKNOWN: Final = "unknown"  # a row without model would be the daily usage's own
WRITE, FRESH = "Input (w/ Cache Write)", "Input (w/o Cache Write)"
AMOUNT: Final = r"\d"  # anything else in the column Cost is a word


def of_events(cells: Cells) -> pl.DataFrame:
    """Rows of ROWS out of `usageEvents`; tokens stand in a record inside the record."""
    moment = cells.needed(cells.moment("timestamp", numerals="milliseconds"), "timestamp")
    by_row = dict(zip(cells.export.record_lines, cells.export.records(), strict=True))
    records = [by_row[row] for row in cells.rows["row"]]

    def told(*path: str) -> pl.Series:
        return pl.Series([text_in(each, *path) for each in records], dtype=pl.String)

    def tokens(name: str) -> pl.Series:
        return lenient(cells, f"tokenUsage.{name}", counts(told("tokenUsage", name)))

    def cents(cell: pl.Series, column: str) -> pl.Series:
        return lenient(cells, column, numbers(cell)) / CENTS

    inner = [_number(each) for each in records]
    charged = cents(cells.raw("chargedCents"), "chargedCents")
    total = pl.Series(inner, dtype=pl.Float64) / CENTS
    return _rows(
        cells,
        person_id=cells.needed(cells.person("email", "userEmail"), "userEmail"),
        day=moment.dt.date(),
        model=cells.text("model").fill_null(UNKNOWN),
        kind=cells.text("kind"),
        is_background=pl.repeat(False, len(records), eager=True),
        tokens_in=tokens("inputTokens"),
        tokens_cached=_sum(tokens("cacheWriteTokens"), tokens("cacheReadTokens")),
        tokens_out=tokens("outputTokens"),
        cost=charged.zip_with(charged.is_not_null(), total),
    )


def of_dashboard(cells: Cells) -> pl.DataFrame:
    """Rows of ROWS out of the dashboard's CSV."""
    moment = cells.needed(cells.moment("Date"), "Date")
    out = _count(cells, "Output Tokens")
    fresh, cached = _input(cells, out)
    agent = cells.text("Cloud Agent ID").is_not_null() | cells.text("Automation ID").is_not_null()
    raw = cells.raw("Cost")
    is_money = raw.str.contains(AMOUNT).fill_null(value=False)
    money = pl.select(pl.when(is_money).then(raw)).to_series()
    return _rows(
        cells,
        person_id=cells.needed(cells.person("email", "User"), "User"),
        day=moment.dt.date(),
        model=cells.text("Model").fill_null(UNKNOWN),
        kind=cells.text("Kind"),
        is_background=agent,
        tokens_in=fresh,
        tokens_cached=cached,
        tokens_out=out,
        cost=lenient(cells, "Cost", numbers(money)),
    )


def _rows(cells: Cells, **columns: pl.Series) -> pl.DataFrame:
    frame = pl.DataFrame({name: columns[name].cast(kind) for name, kind in ROWS.items()})
    return frame.filter(cells.refusals.kept)


def _number(record: object) -> float | None:
    """Cents of the tokens of a request, whole or not."""
    usage = record.get("tokenUsage") if isinstance(record, dict) else None
    value = usage.get("totalCents") if isinstance(usage, dict) else None
    return float(value) if isinstance(value, int | float) else None


def _sum(one: pl.Series, other: pl.Series) -> pl.Series:
    """The sum of two counts; null where both are."""
    either = one.is_not_null() | other.is_not_null()
    return pl.select(pl.when(either).then(one.fill_null(0) + other.fill_null(0))).to_series()


def _count(cells: Cells, name: str) -> pl.Series:
    at = place(cells.export, name)
    if at is None:
        return pl.repeat(None, cells.rows.height, dtype=pl.Int64, eager=True)
    return lenient(cells, name, counts(cells.rows[at]))


def _input(cells: Cells, out: pl.Series) -> tuple[pl.Series, pl.Series]:
    """Fresh and cached input tokens; which columns hold them is what adds up to the total.

    Counts: in some files the four columns add up to the total, so that `w/ Cache Write` is what
    was written to the cache; in others it holds the fresh tokens too. A file where neither adds up
    in most rows tells no input.
    """
    write, fresh, read = (_count(cells, name) for name in (WRITE, FRESH, "Cache Read"))
    total = _count(cells, "Total Tokens")
    known = total.is_not_null() & write.is_not_null() & fresh.is_not_null()
    apart = ((write + fresh + read + out == total) & known).sum()
    within = ((write + read + out == total) & known).sum()
    if max(apart, within) * 2 <= known.sum() or not known.any():
        if cells.rows.height:
            cells.refusals.notes.append(
                "The input columns do not add up to Total Tokens; input tokens were left out."
            )
        nothing = pl.repeat(None, cells.rows.height, dtype=pl.Int64, eager=True)
        return nothing, nothing
    written = write if apart >= within else write - fresh
    return fresh, _sum(written, read)
