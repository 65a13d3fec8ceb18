"""Ties between accounts and people that somebody accepted, rejected or took back."""

from typing import Final

import sqlalchemy as sa
from alembic import op

revision: Final = "0004"
down_revision: Final = "0003"


def upgrade() -> None:
    """The table of decided ties."""
    op.create_table(
        "tie",
        sa.Column("id", sa.BigInteger().with_variant(sa.INTEGER(), "sqlite"), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        *[
            sa.Column(name, sa.String(), nullable=False)
            for name in ("by", "choice", "account", "person")
        ],
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("undoes", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tie")),
        sa.ForeignKeyConstraint(["undoes"], ["tie.id"], name=op.f("fk_tie_undoes_tie")),
    )


def downgrade() -> None:
    """The state without it."""
    op.drop_table("tie")
