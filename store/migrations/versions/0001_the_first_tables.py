"""The first tables."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from alembic import op

revision: str = "0001"
down_revision: str | None = None
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    """The schema of this revision."""
    op.create_table(
        "import",
        *_counted(),
        *_texts("by", "file", "sha256"),
        _big("bytes"),
        *_texts("loader"),
        sa.Column("loader_version", sa.Integer(), nullable=False),
        _big("rows_read"),
        _big("refused"),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.Column("notes", sa.JSON(), nullable=False),
        _big("snapshot"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import")),
        sa.UniqueConstraint("sha256", "loader", "loader_version", name=op.f("uq_import_sha256")),
    )
    op.create_table(
        "snapshot",
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("heads", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_snapshot")),
    )
    op.create_table(
        "alias",
        _counter(),
        *_texts("account", "kind", "key"),
        sa.Column("root", sa.String(), nullable=True),
        *_texts("source"),
        _big("import_id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alias")),
        sa.ForeignKeyConstraint(
            ["import_id"], ["import.id"], name=op.f("fk_alias_import_id_import")
        ),
    )
    op.create_table(
        "decision",
        *_counted(),
        *_texts("by", "kind", "subject", "choice", "reason"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision")),
    )
    op.create_index(op.f("ix_decision_kind"), "decision", ["kind"])
    op.create_table(
        "measured",
        *_counted(),
        _big("facts_version"),
        *_texts("rule_version", "anchors_version", "folder"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_measured")),
    )
    op.create_table(
        "setting",
        *_texts("name", "value"),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_setting")),
    )


def downgrade() -> None:
    """The schema before it: nothing."""
    for table in ("setting", "measured", "decision", "alias", "snapshot", "import"):
        op.drop_table(table)


def _counter() -> sa.Column[int]:
    return sa.Column("id", sa.BigInteger().with_variant(sa.INTEGER(), "sqlite"), nullable=False)


def _counted() -> list[sa.Column[Any]]:
    return [_counter(), sa.Column("at", sa.DateTime(timezone=True), nullable=False)]


def _texts(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.String(), nullable=False) for name in names]


def _big(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger(), nullable=False)
