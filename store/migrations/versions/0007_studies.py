"""Studies: what was found, and plans whose dates were drawn, as rows that stay."""

from typing import Any, Final

import sqlalchemy as sa
from alembic import op

revision: Final = "0007"
down_revision: Final = "0006"


def upgrade() -> None:
    """The two tables."""
    _table(
        "finding",
        *_texts("study", "outcome"),
        sa.Column("facts_version", _big(), nullable=False),
        *_texts("judged_version"),
        sa.Column("body", sa.Text(), nullable=False),
    )
    op.create_index(op.f("ix_finding_study"), "finding", ["study"])
    _table(
        "study_plan",
        sa.Column("plan", _big(), nullable=False),
        *_texts("name", "kind", "outcome"),
        sa.Column("seed", _big(), nullable=False),
        sa.Column("starts", sa.JSON(), nullable=False),
        *_texts("why"),
    )
    op.create_index(op.f("ix_study_plan_plan"), "study_plan", ["plan"])


def downgrade() -> None:
    """The state without them."""
    op.drop_index(op.f("ix_study_plan_plan"), "study_plan")
    op.drop_index(op.f("ix_finding_study"), "finding")
    for table in ("study_plan", "finding"):
        op.drop_table(table)


def _table(name: str, *columns: sa.Column[Any]) -> None:
    op.create_table(
        name,
        sa.Column("id", _big(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        *_texts("by"),
        *columns,
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
    )


def _big() -> Any:  # noqa: ANN401 -- a type of SQLAlchemy, which names none for variants
    return sa.BigInteger().with_variant(sa.INTEGER(), "sqlite")


def _texts(*names: str) -> list[sa.Column[Any]]:
    return [sa.Column(name, sa.String(), nullable=False) for name in names]
