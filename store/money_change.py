"""One more change about money, beside what stood before it."""

from sqlalchemy import Engine
from sqlmodel import col, select

from store.money_state import ExchangeRateRow, SavedTimeRow
from store.state import writing


def add_change(
    engine: Engine, row: ExchangeRateRow | SavedTimeRow, key: tuple[str, ...], told: str
) -> None:
    """Write a row whose `old` is what the newest row of the same key tells in the column `told`."""
    table = type(row)
    same = [getattr(table, name) == getattr(row, name) for name in key]
    with writing(engine) as session:
        newest = select(table).where(*same).order_by(col(table.id).desc()).limit(1)
        before = session.exec(newest).first()
        row.old = getattr(before, told) if before else None
        session.add(row)
