"""What part of a system each file told of: days by project of its tasks, and of AI use."""

from typing import Final

import sqlalchemy as sa
from alembic import op

revision: Final = "0006"
down_revision: Final = "0005"


def upgrade() -> None:
    """A column of the import ledger; older imports tell of their days only."""
    with op.batch_alter_table("import") as table:
        table.add_column(sa.Column("spans", sa.JSON(), nullable=False, server_default="{}"))


def downgrade() -> None:
    """The import ledger without it."""
    with op.batch_alter_table("import") as table:
        table.drop_column("spans")
