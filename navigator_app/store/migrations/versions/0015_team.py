"""A team that shares the store: profiles, leave, assignment, review."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

_STANDS = "undone_at IS NULL"
_COUNTED = (
    ("ix_encounter_met", "encounter", ["member_id", "on_date", "service", "mode"], _STANDS),
    (
        "ix_encounter_day", "encounter", ["on_date", "member_id", "mode", "minutes", "payable"],
        _STANDS,
    ),
    (
        "ix_outreach_attempt_met", "outreach_attempt",
        ["member_id", "on_date", "outcome", "mode"], _STANDS,
    ),
    ("ix_referral_served", "referral", ["closure_reason", "ends_on"], ""),
    ("ix_status_event_on_date", "status_event", ["on_date", "status"], ""),
)  # fmt: skip
"""Indexes of earlier tables that the figures of a team are counted from."""


def upgrade() -> None:
    """Make the tables and their indexes."""
    _create_user_profile()
    _create_leave()
    _create_assignment()
    _create_read_reason()
    _create_review_item()
    _create_review_comment()
    _create_chart_review()
    _create_chart_finding()
    _create_escrow()
    for name, table, columns, where in _COUNTED:
        op.create_index(
            name, table, columns, unique=False, sqlite_where=sa.text(where) if where else None
        )


def downgrade() -> None:
    """Drop them."""
    for name, table, _columns, _where in _COUNTED:
        op.drop_index(name, table)
    op.drop_table("escrow_use")
    op.drop_table("escrow")
    op.drop_table("chart_finding")
    op.drop_table("chart_review")
    op.drop_table("review_comment")
    op.drop_table("review_item")
    op.drop_table("read_reason")
    op.drop_table("assignment")
    op.drop_table("leave")
    op.drop_table("user_profile")


def _create_user_profile() -> None:
    op.create_table(
        "user_profile",
        sa.Column("user_id", sa.String(), nullable=False),
        sa.Column("administers", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("supervisor_id", sa.String(), nullable=True),
        sa.Column("share", sa.Integer(), server_default=sa.text("100"), nullable=False),
        sa.Column("languages", sa.String(), server_default=sa.text("'[]'"), nullable=False),
        sa.Column("areas", sa.String(), server_default=sa.text("'[]'"), nullable=False),
        sa.Column("most_weight", sa.Integer(), nullable=True),
        sa.Column("open_any", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("open_own", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("phone", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.Column("left_on", sa.String(), nullable=True),
        sa.Column("note", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.Column("passphrase_at", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.Column("passphrase_by", sa.String(), nullable=True),
        sa.Column("created_at", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["passphrase_by"], ["user.id"], name=op.f("fk_user_profile_passphrase_by_user")
        ),
        sa.ForeignKeyConstraint(
            ["supervisor_id"], ["user.id"], name=op.f("fk_user_profile_supervisor_id_user")
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user.id"], name=op.f("fk_user_profile_user_id_user")
        ),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_user_profile")),
    )


def _create_leave() -> None:
    op.create_table(
        "leave",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("user_id", sa.String(), nullable=False),
        sa.Column("from_on", sa.String(), nullable=False),
        sa.Column("until_on", sa.String(), nullable=False),
        sa.Column("cover_id", sa.String(), nullable=True),
        sa.Column("why", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.Column("ended_on", sa.String(), nullable=True),
        sa.Column("by_id", sa.String(), nullable=True),
        sa.Column("created_at", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["user.id"], name=op.f("fk_leave_by_id_user")),
        sa.ForeignKeyConstraint(["cover_id"], ["user.id"], name=op.f("fk_leave_cover_id_user")),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_leave_user_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_leave")),
    )
    op.create_index("ix_leave_user_id", "leave", ["user_id", "from_on"], unique=False)


def _create_assignment() -> None:
    op.create_table(
        "assignment",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("member_id", sa.String(), nullable=False),
        sa.Column("from_id", sa.String(), nullable=True),
        sa.Column("to_id", sa.String(), nullable=True),
        sa.Column("why", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.Column("override_reason", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.Column("batch_id", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.Column("hand_over_id", sa.String(), nullable=True),
        sa.Column("by_id", sa.String(), nullable=True),
        sa.Column("at", sa.String(), nullable=False),
        sa.Column("undone_at", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["by_id"], ["user.id"], name=op.f("fk_assignment_by_id_user")),
        sa.ForeignKeyConstraint(["from_id"], ["user.id"], name=op.f("fk_assignment_from_id_user")),
        sa.ForeignKeyConstraint(
            ["hand_over_id"], ["hand_over.id"], name=op.f("fk_assignment_hand_over_id_hand_over")
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_assignment_member_id_member")
        ),
        sa.ForeignKeyConstraint(["to_id"], ["user.id"], name=op.f("fk_assignment_to_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assignment")),
    )
    op.create_index("ix_assignment_member_id", "assignment", ["member_id", "at"], unique=False)
    op.create_index("ix_assignment_to_id", "assignment", ["to_id", "at"], unique=False)


def _create_read_reason() -> None:
    op.create_table(
        "read_reason",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("member_id", sa.String(), nullable=False),
        sa.Column("user_id", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("glass", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("at", sa.String(), nullable=False),
        sa.Column("zone", sa.String(), nullable=False),
        sa.Column("until", sa.String(), nullable=False),
        sa.Column("seen_by", sa.String(), nullable=True),
        sa.Column("seen_at", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_read_reason_member_id_member")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_read_reason_user_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_read_reason")),
    )
    op.create_index("ix_read_reason_member_id", "read_reason", ["member_id", "at"], unique=False)
    op.create_index("ix_read_reason_user_id", "read_reason", ["user_id", "at"], unique=False)


def _create_review_item() -> None:
    op.create_table(
        "review_item",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("about", sa.String(), nullable=False),
        sa.Column("about_id", sa.String(), nullable=False),
        sa.Column("member_id", sa.String(), nullable=True),
        sa.Column("asked_by", sa.String(), nullable=True),
        sa.Column("asked_at", sa.String(), nullable=False),
        sa.Column("state", sa.String(), server_default=sa.text("'waiting'"), nullable=False),
        sa.Column("decided_by", sa.String(), nullable=True),
        sa.Column("decided_at", sa.String(), nullable=True),
        sa.Column("decision_note", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.ForeignKeyConstraint(
            ["asked_by"], ["user.id"], name=op.f("fk_review_item_asked_by_user")
        ),
        sa.ForeignKeyConstraint(
            ["decided_by"], ["user.id"], name=op.f("fk_review_item_decided_by_user")
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_review_item_member_id_member")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_item")),
    )
    op.create_index("ix_review_item_about", "review_item", ["about", "about_id"], unique=False)
    op.create_index("ix_review_item_state", "review_item", ["state", "asked_at"], unique=False)


def _create_review_comment() -> None:
    op.create_table(
        "review_comment",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("item_id", sa.String(), nullable=False),
        sa.Column("place", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("user_id", sa.String(), nullable=True),
        sa.Column("at", sa.String(), nullable=False),
        sa.Column("settled_at", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["item_id"], ["review_item.id"], name=op.f("fk_review_comment_item_id_review_item")
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user.id"], name=op.f("fk_review_comment_user_id_user")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_comment")),
    )
    op.create_index("ix_review_comment_item_id", "review_comment", ["item_id", "at"], unique=False)


def _create_chart_review() -> None:
    op.create_table(
        "chart_review",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("sample_id", sa.String(), nullable=False),
        sa.Column("drawn_on", sa.String(), nullable=False),
        sa.Column("how", sa.String(), nullable=False),
        sa.Column("seed", sa.Integer(), nullable=False),
        sa.Column("weight", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("member_id", sa.String(), nullable=False),
        sa.Column("navigator_id", sa.String(), nullable=True),
        sa.Column("answers", sa.String(), server_default=sa.text("'{}'"), nullable=False),
        sa.Column("state", sa.String(), server_default=sa.text("'drawn'"), nullable=False),
        sa.Column("user_id", sa.String(), nullable=True),
        sa.Column("read_at", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_chart_review_member_id_member")
        ),
        sa.ForeignKeyConstraint(
            ["navigator_id"], ["user.id"], name=op.f("fk_chart_review_navigator_id_user")
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user.id"], name=op.f("fk_chart_review_user_id_user")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_chart_review")),
        sa.UniqueConstraint("sample_id", "member_id", name=op.f("uq_chart_review_sample_id")),
    )
    op.create_index("ix_chart_review_member_id", "chart_review", ["member_id"], unique=False)


def _create_chart_finding() -> None:
    op.create_table(
        "chart_finding",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("review_id", sa.String(), nullable=False),
        sa.Column("question", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("owner_id", sa.String(), nullable=True),
        sa.Column("due_on", sa.String(), nullable=True),
        sa.Column("settled_at", sa.String(), nullable=True),
        sa.Column("settled_how", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.Column("created_at", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["user.id"], name=op.f("fk_chart_finding_owner_id_user")
        ),
        sa.ForeignKeyConstraint(
            ["review_id"], ["chart_review.id"], name=op.f("fk_chart_finding_review_id_chart_review")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_chart_finding")),
    )
    op.create_index("ix_chart_finding_review_id", "chart_finding", ["review_id"], unique=False)


def _create_escrow() -> None:
    op.create_table(
        "escrow",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("label", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.Column("made_by", sa.String(), nullable=False),
        sa.Column("made_at", sa.String(), nullable=False),
        sa.Column("ended_at", sa.String(), nullable=True),
        sa.Column("ended_by", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["made_by"], ["user.id"], name=op.f("fk_escrow_made_by_user")),
        sa.ForeignKeyConstraint(["ended_by"], ["user.id"], name=op.f("fk_escrow_ended_by_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_escrow")),
    )
    op.create_table(
        "escrow_use",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("escrow_id", sa.String(), nullable=False),
        sa.Column("user_id", sa.String(), nullable=False),
        sa.Column("at", sa.String(), nullable=False),
        sa.Column("zone", sa.String(), nullable=False),
        sa.Column("seen_by", sa.String(), server_default=sa.text("'[]'"), nullable=False),
        sa.ForeignKeyConstraint(
            ["escrow_id"], ["escrow.id"], name=op.f("fk_escrow_use_escrow_id_escrow")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_escrow_use_user_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_escrow_use")),
    )
