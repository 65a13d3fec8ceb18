"""Money: rates of exchange, scenarios and where saved time went, as changes that stay."""

from typing import Any, Final

import sqlalchemy as sa
from alembic import op

revision: Final = "0005"
down_revision: Final = "0004"


def upgrade() -> None:
    """The three tables of changes."""
    _changes(
        "exchange_rate",
        *_texts("from_currency", "to_currency"),
        sa.Column("day", sa.Date(), nullable=False),
        *_numbers("old", "rate"),
        *_texts("source", "why"),
    )
    _changes(
        "scenario_change",
        sa.Column("scenario", _big(), nullable=False),
        *_texts("name", "what", "field"),
        sa.Column("old", sa.JSON(), nullable=True),
        sa.Column("new", sa.JSON(), nullable=True),
        *_texts("why"),
    )
    op.create_index(op.f("ix_scenario_change_scenario"), "scenario_change", ["scenario"])
    _changes(
        "saved_time",
        *_texts("team_id"),
        sa.Column("period", sa.Date(), nullable=False),
        *_texts("redeployed_to"),
        *_numbers("old", "hours"),
        *_texts("why"),
    )


def downgrade() -> None:
    """The state without them."""
    op.drop_index(op.f("ix_scenario_change_scenario"), "scenario_change")
    for table in ("saved_time", "scenario_change", "exchange_rate"):
        op.drop_table(table)


def _changes(table: str, *columns: sa.Column[Any]) -> None:
    op.create_table(
        table,
        sa.Column("id", _big(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        *_texts("by"),
        *columns,
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    )


def _big() -> Any:  # noqa: ANN401 -- a type of SQLAlchemy, which names none for variants
    return sa.BigInteger().with_variant(sa.INTEGER(), "sqlite")


def _texts(*names: str) -> list[sa.Column[Any]]:
    return [sa.Column(name, sa.String(), nullable=False) for name in names]


def _numbers(*names: str) -> list[sa.Column[Any]]:
    return [sa.Column(name, sa.Float(), nullable=True) for name in names]
