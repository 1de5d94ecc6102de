"""The housing support plan and services."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

TABLES = (
    "work_timer",
    "note_template",
    "support_plan",
    "support_plan_answer",
    "support_plan_barrier",
    "support_plan_comment",
    "support_plan_signature",
    "encounter",
    "support_plan_step",
)


def upgrade() -> None:
    """Make the tables and their indexes."""
    _create_work_timer()
    _create_note_template()
    _create_support_plan()
    _create_support_plan_answer()
    _create_support_plan_barrier()
    _create_support_plan_comment()
    _create_support_plan_signature()
    _create_encounter()
    _create_support_plan_step()


def downgrade() -> None:
    """Drop them."""
    for table in reversed(TABLES):
        op.drop_table(table)


def _create_work_timer() -> None:
    op.create_table(
        "work_timer",
        sa.Column("user_id", sa.String(), nullable=False),
        sa.Column("member_id", sa.String(), nullable=False),
        sa.Column("started_at", sa.String(), nullable=False),
        sa.Column("paused_seconds", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("paused_at", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_work_timer")),
    )


def _create_note_template() -> None:
    op.create_table(
        "note_template",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("service", sa.String(), nullable=False),
        sa.Column("component", sa.String(), nullable=False),
        sa.Column("minutes", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("mode", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.Column("place", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.Column("narrative", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.Column("user_id", sa.String(), nullable=True),
        sa.Column("created_at", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user.id"], name=op.f("fk_note_template_user_id_user")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_note_template")),
    )


def _create_support_plan() -> None:
    op.create_table(
        "support_plan",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("member_id", sa.String(), nullable=False),
        sa.Column("referral_id", sa.String(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("previous_id", sa.String(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("state_on", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.Column("why", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.Column("started_on", sa.String(), nullable=False),
        sa.Column("review_on", sa.String(), nullable=True),
        sa.Column("signed_on", sa.String(), nullable=True),
        sa.Column("content_sha256", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.Column("reviewer_id", sa.String(), nullable=True),
        sa.Column("user_id", sa.String(), nullable=True),
        sa.Column("created_at", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_support_plan_member_id_member")
        ),
        sa.ForeignKeyConstraint(
            ["previous_id"],
            ["support_plan.id"],
            name=op.f("fk_support_plan_previous_id_support_plan"),
        ),
        sa.ForeignKeyConstraint(
            ["referral_id"], ["referral.id"], name=op.f("fk_support_plan_referral_id_referral")
        ),
        sa.ForeignKeyConstraint(
            ["reviewer_id"], ["user.id"], name=op.f("fk_support_plan_reviewer_id_user")
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user.id"], name=op.f("fk_support_plan_user_id_user")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_support_plan")),
        sa.UniqueConstraint("member_id", "version", name=op.f("uq_support_plan_member_id")),
    )
    op.create_index(
        "ix_support_plan_review_on",
        "support_plan",
        ["review_on"],
        sqlite_where=sa.text("state = 'signed'"),
    )


def _create_support_plan_answer() -> None:
    op.create_table(
        "support_plan_answer",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("support_plan_id", sa.String(), nullable=False),
        sa.Column("field", sa.String(), nullable=False),
        sa.Column("value", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.ForeignKeyConstraint(
            ["support_plan_id"],
            ["support_plan.id"],
            name=op.f("fk_support_plan_answer_support_plan_id_support_plan"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_support_plan_answer")),
        sa.UniqueConstraint(
            "support_plan_id", "field", name=op.f("uq_support_plan_answer_support_plan_id")
        ),
    )


def _create_support_plan_barrier() -> None:
    op.create_table(
        "support_plan_barrier",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("support_plan_id", sa.String(), nullable=False),
        sa.Column("copied_from_id", sa.String(), nullable=True),
        sa.Column("position", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("phase", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.Column("barrier", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.Column("short_goal", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.Column("short_measure", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.Column("short_by_on", sa.String(), nullable=True),
        sa.Column("long_goal", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.Column("long_measure", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.Column("long_by_on", sa.String(), nullable=True),
        sa.Column("approach", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.Column("other_providers", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.Column("medi_cal_pays", sa.Integer(), nullable=True),
        sa.Column("progress", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.Column("progress_note", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.Column("met_on", sa.String(), nullable=True),
        sa.Column("short_met_on", sa.String(), nullable=True),
        sa.Column("long_met_on", sa.String(), nullable=True),
        sa.Column("created_at", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["copied_from_id"],
            ["support_plan_barrier.id"],
            name=op.f("fk_support_plan_barrier_copied_from_id_support_plan_barrier"),
        ),
        sa.ForeignKeyConstraint(
            ["support_plan_id"],
            ["support_plan.id"],
            name=op.f("fk_support_plan_barrier_support_plan_id_support_plan"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_support_plan_barrier")),
    )
    op.create_index(
        "ix_support_plan_barrier_plan",
        "support_plan_barrier",
        ["support_plan_id", "position"],
        unique=False,
    )


def _create_support_plan_comment() -> None:
    op.create_table(
        "support_plan_comment",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("support_plan_id", sa.String(), nullable=False),
        sa.Column("about", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.Column("comment", sa.String(), nullable=False),
        sa.Column("resolved_at", sa.String(), nullable=True),
        sa.Column("user_id", sa.String(), nullable=True),
        sa.Column("created_at", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["support_plan_id"],
            ["support_plan.id"],
            name=op.f("fk_support_plan_comment_support_plan_id_support_plan"),
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user.id"], name=op.f("fk_support_plan_comment_user_id_user")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_support_plan_comment")),
    )
    op.create_index(
        "ix_support_plan_comment_plan", "support_plan_comment", ["support_plan_id"], unique=False
    )


def _create_support_plan_signature() -> None:
    op.create_table(
        "support_plan_signature",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("support_plan_id", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("how", sa.String(), nullable=False),
        sa.Column("signed_on", sa.String(), nullable=False),
        sa.Column("witness", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.Column("user_id", sa.String(), nullable=True),
        sa.Column("created_at", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["support_plan_id"],
            ["support_plan.id"],
            name=op.f("fk_support_plan_signature_support_plan_id_support_plan"),
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user.id"], name=op.f("fk_support_plan_signature_user_id_user")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_support_plan_signature")),
    )
    op.create_index(
        "ix_support_plan_signature_plan",
        "support_plan_signature",
        ["support_plan_id"],
        unique=False,
    )


def _create_encounter() -> None:
    op.create_table(
        "encounter",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("member_id", sa.String(), nullable=False),
        sa.Column("referral_id", sa.String(), nullable=True),
        sa.Column("authorization_id", sa.String(), nullable=True),
        sa.Column("barrier_id", sa.String(), nullable=True),
        sa.Column("service", sa.String(), nullable=False),
        sa.Column("component", sa.String(), nullable=False),
        sa.Column("at_utc", sa.String(), nullable=False),
        sa.Column("zone", sa.String(), nullable=False),
        sa.Column("on_date", sa.String(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("mode", sa.String(), nullable=False),
        sa.Column("place", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.Column("with_whom", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.Column("narrative", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.Column("miles", sa.Float(), nullable=True),
        sa.Column("code", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.Column("modifiers", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.Column("unit", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.Column("units", sa.Integer(), nullable=True),
        sa.Column("payable", sa.Integer(), nullable=True),
        sa.Column("reasons", sa.String(), server_default=sa.text("'[]'"), nullable=False),
        sa.Column("corrects_id", sa.String(), nullable=True),
        sa.Column("user_id", sa.String(), nullable=True),
        sa.Column("recorded_at", sa.String(), nullable=False),
        sa.Column("undone_at", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["authorization_id"],
            ["authorization.id"],
            name=op.f("fk_encounter_authorization_id_authorization"),
        ),
        sa.ForeignKeyConstraint(
            ["barrier_id"],
            ["support_plan_barrier.id"],
            name=op.f("fk_encounter_barrier_id_support_plan_barrier"),
        ),
        sa.ForeignKeyConstraint(
            ["corrects_id"], ["encounter.id"], name=op.f("fk_encounter_corrects_id_encounter")
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_encounter_member_id_member")
        ),
        sa.ForeignKeyConstraint(
            ["referral_id"], ["referral.id"], name=op.f("fk_encounter_referral_id_referral")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_encounter_user_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_encounter")),
    )
    op.create_index("ix_encounter_member_id", "encounter", ["member_id", "at_utc"], unique=False)
    op.create_index("ix_encounter_on_date", "encounter", ["on_date"], unique=False)
    op.create_index("ix_encounter_corrects_id", "encounter", ["corrects_id"], unique=False)
    op.create_index("ix_encounter_user_id", "encounter", ["user_id", "on_date"], unique=False)
    op.create_index(
        "ix_encounter_referral_id", "encounter", ["referral_id", "on_date"], unique=False
    )


def _create_support_plan_step() -> None:
    op.create_table(
        "support_plan_step",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("barrier_id", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("what", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.Column("owner", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.Column("due_on", sa.String(), nullable=True),
        sa.Column("done_on", sa.String(), nullable=True),
        sa.Column("created_at", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["barrier_id"],
            ["support_plan_barrier.id"],
            name=op.f("fk_support_plan_step_barrier_id_support_plan_barrier"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_support_plan_step")),
    )
    op.create_index(
        "ix_support_plan_step_barrier",
        "support_plan_step",
        ["barrier_id", "position"],
        unique=False,
    )
