"""Consents, and what left the store."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables and their indexes."""
    _create_consent()
    _create_disclosure()


def downgrade() -> None:
    """Drop them."""
    op.drop_table("disclosure")
    op.drop_table("consent")


def _create_consent() -> None:
    op.create_table(
        "consent",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("member_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("decision", sa.String(), nullable=False),
        sa.Column("how", sa.String(), nullable=False),
        sa.Column("on_date", sa.String(), nullable=False),
        sa.Column("discloser", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.Column("recipient", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.Column("recipient_class", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("categories", sa.String(), server_default=sa.text("'[]'"), nullable=False),
        sa.Column("purpose", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.Column("expires_on", sa.String(), nullable=True),
        sa.Column("expires_event", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.Column("signer", sa.String(), server_default=sa.text("'member'"), nullable=False),
        sa.Column("signer_name", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.Column("authority", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.Column("witness", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.Column("interpreter", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.Column("language", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.Column("form", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.Column("attachment_id", sa.String(), nullable=True),
        sa.Column("note", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.Column("revoked_on", sa.String(), nullable=True),
        sa.Column("revoked_how", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.Column("invalid_on", sa.String(), nullable=True),
        sa.Column("invalid_why", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.Column("user_id", sa.String(), nullable=True),
        sa.Column("created_at", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["attachment_id"], ["attachment.id"], name=op.f("fk_consent_attachment_id_attachment")
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_consent_member_id_member")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_consent_user_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent")),
    )
    op.create_index("ix_consent_expires_on", "consent", ["expires_on"], unique=False)
    op.create_index("ix_consent_member_id", "consent", ["member_id", "on_date"], unique=False)


def _create_disclosure() -> None:
    op.create_table(
        "disclosure",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("member_id", sa.String(), nullable=True),
        sa.Column("file_id", sa.String(), nullable=True),
        sa.Column("at", sa.String(), nullable=False),
        sa.Column("zone", sa.String(), nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("detail", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.Column("recipient", sa.String(), nullable=False),
        sa.Column("purpose", sa.String(), nullable=False),
        sa.Column("categories", sa.String(), server_default=sa.text("'[]'"), nullable=False),
        sa.Column("ground", sa.String(), nullable=False),
        sa.Column("consent_id", sa.String(), nullable=True),
        sa.Column("override_reason", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.Column("user_id", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["consent_id"], ["consent.id"], name=op.f("fk_disclosure_consent_id_consent")
        ),
        sa.ForeignKeyConstraint(
            ["file_id"], ["outbound_file.id"], name=op.f("fk_disclosure_file_id_outbound_file")
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_disclosure_member_id_member")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_disclosure_user_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_disclosure")),
    )
    op.create_index("ix_disclosure_file_id", "disclosure", ["file_id"], unique=False)
    op.create_index("ix_disclosure_member_id", "disclosure", ["member_id", "at"], unique=False)
