"""Rules of the firm: what ledger lines are spent on, and what survey items measure."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0003"
down_revision: str | None = "0002"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    """The schema of this revision."""
    _rules("spend_rule", "account", "cost_centre", "category", "tag", "reason")
    _rules("construct_rule", "item", "measures", "reason")


def downgrade() -> None:
    """The schema before it."""
    for table in ("construct_rule", "spend_rule"):
        op.drop_table(table)


def _rules(table: str, *texts: str) -> None:
    op.create_table(
        table,
        sa.Column("id", sa.BigInteger().with_variant(sa.INTEGER(), "sqlite"), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.String(), nullable=False) for name in texts),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    )
