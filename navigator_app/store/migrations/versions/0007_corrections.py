"""Corrections with their reasons, people who are not the same, facts of youth and families."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

FACTS = ("youth_or_family", "other_statute", "long_unstable")


def upgrade() -> None:
    """Make the tables and the columns."""
    for name in FACTS:
        op.add_column("housing_facts", sa.Column(name, sa.Integer(), nullable=True))
    _create_correction()
    _create_not_same_person()


def downgrade() -> None:
    """Drop them."""
    op.drop_table("not_same_person")
    op.drop_table("correction")
    for name in reversed(FACTS):
        op.drop_column("housing_facts", name)


def _create_correction() -> None:
    op.create_table(
        "correction",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("member_id", sa.String(), nullable=False),
        sa.Column("about", sa.String(), nullable=False),
        sa.Column("record_id", sa.String(), nullable=False),
        sa.Column("taken_back", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("was", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("user_id", sa.String(), nullable=True),
        sa.Column("created_at", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_correction_member_id_member")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_correction_user_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_correction")),
    )
    op.create_index("ix_correction_record_id", "correction", ["record_id"], unique=False)
    op.create_index("ix_correction_member_id", "correction", ["member_id"], unique=False)


def _create_not_same_person() -> None:
    op.create_table(
        "not_same_person",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("member_id", sa.String(), nullable=False),
        sa.Column("cin", sa.String(), nullable=False),
        sa.Column("user_id", sa.String(), nullable=True),
        sa.Column("created_at", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_not_same_person_member_id_member")
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user.id"], name=op.f("fk_not_same_person_user_id_user")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_not_same_person")),
        sa.UniqueConstraint("member_id", "cin", name=op.f("uq_not_same_person_member_id")),
    )
