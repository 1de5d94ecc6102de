"""What was printed, signed, reviewed, in whose words, and what tells of substance use."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables and their indexes."""
    _create_printed_form()
    _create_form_signature()
    _create_form_review()
    _create_agency_text()
    _create_part_2_mark()


def downgrade() -> None:
    """Drop them."""
    op.drop_table("part_2_mark")
    op.drop_table("agency_text")
    op.drop_table("form_review")
    op.drop_table("form_signature")
    op.drop_table("printed_form")


def _create_printed_form() -> None:
    op.create_table(
        "printed_form",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("member_id", sa.String(), nullable=True),
        sa.Column("about", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.Column("about_id", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.Column("consent_id", sa.String(), nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("text_hash", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("large", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("paper", sa.String(), server_default=sa.text("'letter'"), nullable=False),
        sa.Column("pages", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("how", sa.String(), nullable=False),
        sa.Column("batch_id", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.Column("filled", sa.String(), server_default=sa.text("'{}'"), nullable=False),
        sa.Column("user_id", sa.String(), nullable=True),
        sa.Column("printed_at", sa.String(), nullable=False),
        sa.Column("zone", sa.String(), nullable=False),
        sa.Column("attachment_id", sa.String(), nullable=True),
        sa.Column("returned_at", sa.String(), nullable=True),
        sa.Column("returned_pages", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.Column("returned_how", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.Column("voided_at", sa.String(), nullable=True),
        sa.Column("voided_why", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.ForeignKeyConstraint(
            ["attachment_id"],
            ["attachment.id"],
            name=op.f("fk_printed_form_attachment_id_attachment"),
        ),
        sa.ForeignKeyConstraint(
            ["consent_id"], ["consent.id"], name=op.f("fk_printed_form_consent_id_consent")
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_printed_form_member_id_member")
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user.id"], name=op.f("fk_printed_form_user_id_user")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_printed_form")),
        sa.UniqueConstraint("code", name=op.f("uq_printed_form_code")),
    )
    op.create_index("ix_printed_form_batch_id", "printed_form", ["batch_id"], unique=False)
    op.create_index("ix_printed_form_consent_id", "printed_form", ["consent_id"], unique=False)
    op.create_index(
        "ix_printed_form_member_id", "printed_form", ["member_id", "printed_at"], unique=False
    )


def _create_form_signature() -> None:
    op.create_table(
        "form_signature",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("printed_form_id", sa.String(), nullable=False),
        sa.Column("consent_id", sa.String(), nullable=True),
        sa.Column("attachment_id", sa.String(), nullable=False),
        sa.Column("pdf_sha256", sa.String(), nullable=False),
        sa.Column("text_hash", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("shown_text", sa.String(), nullable=False),
        sa.Column("signer", sa.String(), nullable=False),
        sa.Column("signer_name", sa.String(), nullable=False),
        sa.Column("authority", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.Column("witness", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.Column("interpreter", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.Column("strokes", sa.String(), nullable=False),
        sa.Column("signed_at", sa.String(), nullable=False),
        sa.Column("zone", sa.String(), nullable=False),
        sa.Column("user_id", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["attachment_id"],
            ["attachment.id"],
            name=op.f("fk_form_signature_attachment_id_attachment"),
        ),
        sa.ForeignKeyConstraint(
            ["consent_id"], ["consent.id"], name=op.f("fk_form_signature_consent_id_consent")
        ),
        sa.ForeignKeyConstraint(
            ["printed_form_id"],
            ["printed_form.id"],
            name=op.f("fk_form_signature_printed_form_id_printed_form"),
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user.id"], name=op.f("fk_form_signature_user_id_user")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_form_signature")),
    )
    op.create_index(
        "ix_form_signature_printed_form_id", "form_signature", ["printed_form_id"], unique=False
    )


def _create_form_review() -> None:
    op.create_table(
        "form_review",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("text_hash", sa.String(), nullable=False),
        sa.Column("reviewer", sa.String(), nullable=False),
        sa.Column("reviewed_on", sa.String(), nullable=False),
        sa.Column("note", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.Column("user_id", sa.String(), nullable=True),
        sa.Column("created_at", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_form_review_user_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_form_review")),
        sa.UniqueConstraint("kind", "language", "text_hash", name=op.f("uq_form_review_kind")),
    )


def _create_agency_text() -> None:
    op.create_table(
        "agency_text",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("block", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("source", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.Column("user_id", sa.String(), nullable=True),
        sa.Column("created_at", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_agency_text_user_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agency_text")),
        sa.UniqueConstraint("block", "language", name=op.f("uq_agency_text_block")),
    )


def _create_part_2_mark() -> None:
    op.create_table(
        "part_2_mark",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("about", sa.String(), nullable=False),
        sa.Column("about_id", sa.String(), nullable=False),
        sa.Column("user_id", sa.String(), nullable=True),
        sa.Column("created_at", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_part_2_mark_user_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_part_2_mark")),
        sa.UniqueConstraint("about", "about_id", name=op.f("uq_part_2_mark_about")),
    )
