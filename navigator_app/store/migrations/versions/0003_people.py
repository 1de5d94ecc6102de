"""People and places, papers, merging and handing over."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

TABLES = (
    "attachment",
    "care_person",
    "contact_method",
    "duplicate_verdict",
    "hand_over",
    "household_person",
    "locate_check",
    "member_merge",
    "promise",
    "safety_flag",
    "attachment_chunk",
    "income",
    "member_document",
    "place_seen",
)


def upgrade() -> None:
    """Make the tables and their indexes."""
    op.add_column("member", sa.Column("merged_into_id", sa.String(), nullable=True))
    op.create_index(
        "ix_member_merged_into_id",
        "member",
        ["merged_into_id"],
        sqlite_where=sa.text("merged_into_id IS NOT NULL"),
    )
    op.drop_index("ix_member_sort_name", table_name="member")
    op.create_index(
        "ix_member_sort_name",
        "member",
        ["sort_name", "id"],
        sqlite_where=sa.text("merged_into_id IS NULL"),
    )
    _create_attachment()
    _create_care_person()
    _create_contact_method()
    _create_duplicate_verdict()
    _create_hand_over()
    _create_household_person()
    _create_locate_check()
    _create_member_merge()
    _create_promise()
    _create_safety_flag()
    _create_attachment_chunk()
    _create_income()
    _create_member_document()
    _create_place_seen()


def downgrade() -> None:
    """Drop them."""
    for table in reversed(TABLES):
        op.drop_table(table)
    op.drop_index("ix_member_sort_name", table_name="member")
    op.drop_index("ix_member_merged_into_id", table_name="member")
    op.drop_column("member", "merged_into_id")
    op.create_index("ix_member_sort_name", "member", ["sort_name", "id"])


def _create_attachment() -> None:
    op.create_table(
        "attachment",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("member_id", sa.String(), nullable=False),
        sa.Column("about", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.Column("about_id", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("media_type", sa.String(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("retention", sa.String(), nullable=False),
        sa.Column("keep_until_on", sa.String(), nullable=True),
        sa.Column("user_id", sa.String(), nullable=True),
        sa.Column("added_at", sa.String(), nullable=False),
        sa.Column("removed_at", sa.String(), nullable=True),
        sa.Column("removed_why", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.Column("width", sa.Integer(), nullable=True),
        sa.Column("height", sa.Integer(), nullable=True),
        sa.Column("pages", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_attachment_member_id_member")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_attachment_user_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attachment")),
    )
    op.create_index(
        "ix_attachment_member_id", "attachment", ["member_id", "added_at"], unique=False
    )


def _create_care_person() -> None:
    op.create_table(
        "care_person",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("member_id", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("organization", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.Column("phone", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.Column("email", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.Column("fax", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.Column("note", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.Column("starts_on", sa.String(), nullable=True),
        sa.Column("ends_on", sa.String(), nullable=True),
        sa.Column("created_at", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_care_person_member_id_member")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_care_person")),
    )
    op.create_index("ix_care_person_member_id", "care_person", ["member_id"], unique=False)


def _create_contact_method() -> None:
    op.create_table(
        "contact_method",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("member_id", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.Column("whose", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.Column("safe_to_leave_word", sa.Integer(), nullable=True),
        sa.Column("best_time", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.Column("works", sa.Integer(), nullable=True),
        sa.Column("checked_on", sa.String(), nullable=True),
        sa.Column("note", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.Column("ended_on", sa.String(), nullable=True),
        sa.Column("created_at", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_contact_method_member_id_member")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact_method")),
    )
    op.create_index(
        "ix_contact_method_member_id", "contact_method", ["member_id", "position"], unique=False
    )


def _create_duplicate_verdict() -> None:
    op.create_table(
        "duplicate_verdict",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("member_id", sa.String(), nullable=False),
        sa.Column("other_id", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.Column("user_id", sa.String(), nullable=True),
        sa.Column("created_at", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_duplicate_verdict_member_id_member")
        ),
        sa.ForeignKeyConstraint(
            ["other_id"], ["member.id"], name=op.f("fk_duplicate_verdict_other_id_member")
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user.id"], name=op.f("fk_duplicate_verdict_user_id_user")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_duplicate_verdict")),
        sa.UniqueConstraint("member_id", "other_id", name=op.f("uq_duplicate_verdict_member_id")),
    )


def _create_hand_over() -> None:
    op.create_table(
        "hand_over",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("member_id", sa.String(), nullable=False),
        sa.Column("from_id", sa.String(), nullable=True),
        sa.Column("to_id", sa.String(), nullable=False),
        sa.Column("note", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.Column("read_at", sa.String(), nullable=True),
        sa.Column("user_id", sa.String(), nullable=True),
        sa.Column("created_at", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["from_id"], ["user.id"], name=op.f("fk_hand_over_from_id_user")),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_hand_over_member_id_member")
        ),
        sa.ForeignKeyConstraint(["to_id"], ["user.id"], name=op.f("fk_hand_over_to_id_user")),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_hand_over_user_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hand_over")),
    )
    op.create_index("ix_hand_over_member_id", "hand_over", ["member_id"], unique=False)


def _create_household_person() -> None:
    op.create_table(
        "household_person",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("member_id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("relationship", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.Column("date_of_birth", sa.String(), nullable=True),
        sa.Column("moves_in", sa.Integer(), nullable=True),
        sa.Column("other_member_id", sa.String(), nullable=True),
        sa.Column("note", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.Column("left_on", sa.String(), nullable=True),
        sa.Column("created_at", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_household_person_member_id_member")
        ),
        sa.ForeignKeyConstraint(
            ["other_member_id"],
            ["member.id"],
            name=op.f("fk_household_person_other_member_id_member"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_household_person")),
    )
    op.create_index(
        "ix_household_person_member_id", "household_person", ["member_id"], unique=False
    )


def _create_locate_check() -> None:
    op.create_table(
        "locate_check",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("member_id", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("checked_on", sa.String(), nullable=False),
        sa.Column("found", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.Column("note", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.Column("user_id", sa.String(), nullable=True),
        sa.Column("created_at", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_locate_check_member_id_member")
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user.id"], name=op.f("fk_locate_check_user_id_user")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_locate_check")),
    )
    op.create_index(
        "ix_locate_check_member_id", "locate_check", ["member_id", "checked_on"], unique=False
    )


def _create_member_merge() -> None:
    op.create_table(
        "member_merge",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("kept_id", sa.String(), nullable=False),
        sa.Column("merged_id", sa.String(), nullable=False),
        sa.Column("moved", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.Column("user_id", sa.String(), nullable=True),
        sa.Column("created_at", sa.String(), nullable=False),
        sa.Column("undone_at", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["kept_id"], ["member.id"], name=op.f("fk_member_merge_kept_id_member")
        ),
        sa.ForeignKeyConstraint(
            ["merged_id"], ["member.id"], name=op.f("fk_member_merge_merged_id_member")
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user.id"], name=op.f("fk_member_merge_user_id_user")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_member_merge")),
    )
    op.create_index("ix_member_merge_kept_id", "member_merge", ["kept_id"], unique=False)


def _create_promise() -> None:
    op.create_table(
        "promise",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("member_id", sa.String(), nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("to_whom", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.Column("due_on", sa.String(), nullable=True),
        sa.Column("kept_on", sa.String(), nullable=True),
        sa.Column("dropped_why", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.Column("user_id", sa.String(), nullable=True),
        sa.Column("created_at", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_promise_member_id_member")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_promise_user_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_promise")),
    )
    op.create_index("ix_promise_member_id", "promise", ["member_id"], unique=False)


def _create_safety_flag() -> None:
    op.create_table(
        "safety_flag",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("member_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("note", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.Column("starts_on", sa.String(), nullable=False),
        sa.Column("review_on", sa.String(), nullable=True),
        sa.Column("ended_on", sa.String(), nullable=True),
        sa.Column("ended_why", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.Column("user_id", sa.String(), nullable=True),
        sa.Column("created_at", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_safety_flag_member_id_member")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_safety_flag_user_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_safety_flag")),
    )
    op.create_index("ix_safety_flag_member_id", "safety_flag", ["member_id"], unique=False)


def _create_attachment_chunk() -> None:
    op.create_table(
        "attachment_chunk",
        sa.Column("attachment_id", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["attachment_id"],
            ["attachment.id"],
            name=op.f("fk_attachment_chunk_attachment_id_attachment"),
        ),
        sa.PrimaryKeyConstraint("attachment_id", "number", name=op.f("pk_attachment_chunk")),
    )


def _create_income() -> None:
    op.create_table(
        "income",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("member_id", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=True),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("cents", sa.Integer(), nullable=False),
        sa.Column("starts_on", sa.String(), nullable=True),
        sa.Column("ends_on", sa.String(), nullable=True),
        sa.Column("verified_on", sa.String(), nullable=True),
        sa.Column("note", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.Column("created_at", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_income_member_id_member")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["household_person.id"],
            name=op.f("fk_income_person_id_household_person"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_income")),
    )
    op.create_index("ix_income_member_id", "income", ["member_id"], unique=False)


def _create_member_document() -> None:
    op.create_table(
        "member_document",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("member_id", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("requested_on", sa.String(), nullable=True),
        sa.Column("requested_from", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.Column("expected_on", sa.String(), nullable=True),
        sa.Column("received_on", sa.String(), nullable=True),
        sa.Column("expires_on", sa.String(), nullable=True),
        sa.Column("attachment_id", sa.String(), nullable=True),
        sa.Column("note", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.Column("created_at", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["attachment_id"],
            ["attachment.id"],
            name=op.f("fk_member_document_attachment_id_attachment"),
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_member_document_member_id_member")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["household_person.id"],
            name=op.f("fk_member_document_person_id_household_person"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_member_document")),
    )
    op.create_index(
        "ix_member_document_member_id", "member_document", ["member_id", "kind"], unique=False
    )
    for column, state in (("expected_on", "requested"), ("expires_on", "have")):
        op.create_index(
            f"ix_member_document_{column}",
            "member_document",
            [column],
            sqlite_where=sa.text(f"state = '{state}'"),
        )


def _create_place_seen() -> None:
    op.create_table(
        "place_seen",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("member_id", sa.String(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("seen_on", sa.String(), nullable=False),
        sa.Column("when_there", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.Column("confidence", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.Column("seen_by", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.Column("note", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.Column("attempt_id", sa.String(), nullable=True),
        sa.Column("user_id", sa.String(), nullable=True),
        sa.Column("created_at", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["attempt_id"],
            ["outreach_attempt.id"],
            name=op.f("fk_place_seen_attempt_id_outreach_attempt"),
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_place_seen_member_id_member")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_place_seen_user_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_place_seen")),
    )
    op.create_index("ix_place_seen_member_id", "place_seen", ["member_id", "seen_on"], unique=False)
