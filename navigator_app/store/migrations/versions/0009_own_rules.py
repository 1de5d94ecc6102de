"""Packs of rules that the agency takes in itself."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "own_pack",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("toml", sa.String(), nullable=False),
        sa.Column("user_id", sa.String(), nullable=True),
        sa.Column("created_at", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_own_pack_user_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_own_pack")),
        sa.UniqueConstraint("key", name=op.f("uq_own_pack_key")),
    )


def downgrade() -> None:
    """Drop it."""
    op.drop_table("own_pack")
