"""Exports that were cut, and the days that the tasks of a file span."""

from typing import Final

import sqlalchemy as sa
from alembic import op

revision: Final = "0002"
down_revision: Final = "0001"


def upgrade() -> None:
    """Columns of the import ledger; older imports are taken as whole."""
    with op.batch_alter_table("import") as table:
        table.add_column(sa.Column("cut", sa.String(), nullable=False, server_default=""))
        table.add_column(sa.Column("first_day", sa.Date(), nullable=True))
        table.add_column(sa.Column("last_day", sa.Date(), nullable=True))


def downgrade() -> None:
    """The import ledger without them."""
    with op.batch_alter_table("import") as table:
        for name in ("last_day", "first_day", "cut"):
            table.drop_column(name)
