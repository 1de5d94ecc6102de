"""Deposits and the tenancy."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

TABLES = (
    "tenancy",
    "deposit_request",
    "deposit_item",
    "tenancy_event",
    "repayment_plan",
    "visit_item",
    "repayment",
)


def upgrade() -> None:
    """Make the tables and their indexes."""
    _create_tenancy()
    _create_deposit_request()
    _create_deposit_item()
    _create_tenancy_event()
    _create_repayment_plan()
    _create_visit_item()
    _create_repayment()


def downgrade() -> None:
    """Drop them."""
    for table in reversed(TABLES):
        op.drop_table(table)


def _create_tenancy() -> None:
    op.create_table(
        "tenancy",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("member_id", sa.String(), nullable=False),
        sa.Column("unit_id", sa.String(), nullable=True),
        sa.Column("application_id", sa.String(), nullable=True),
        sa.Column("landlord_id", sa.String(), nullable=True),
        sa.Column("subsidy_id", sa.String(), nullable=True),
        sa.Column("htns_referral_id", sa.String(), nullable=True),
        sa.Column("htss_referral_id", sa.String(), nullable=True),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("move_in_on", sa.String(), nullable=False),
        sa.Column("lease_starts_on", sa.String(), nullable=True),
        sa.Column("lease_ends_on", sa.String(), nullable=True),
        sa.Column("rent_cents", sa.Integer(), nullable=True),
        sa.Column("member_share_cents", sa.Integer(), nullable=True),
        sa.Column("rent_due_day", sa.Integer(), nullable=True),
        sa.Column("recertify_on", sa.String(), nullable=True),
        sa.Column("visit_every_days", sa.Integer(), nullable=True),
        sa.Column("ended_on", sa.String(), nullable=True),
        sa.Column("ended_why", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.Column("ended_to", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.Column("note", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.Column("user_id", sa.String(), nullable=True),
        sa.Column("created_at", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["housing_application.id"],
            name=op.f("fk_tenancy_application_id_housing_application"),
        ),
        sa.ForeignKeyConstraint(
            ["htns_referral_id"], ["referral.id"], name=op.f("fk_tenancy_htns_referral_id_referral")
        ),
        sa.ForeignKeyConstraint(
            ["htss_referral_id"], ["referral.id"], name=op.f("fk_tenancy_htss_referral_id_referral")
        ),
        sa.ForeignKeyConstraint(
            ["landlord_id"], ["landlord.id"], name=op.f("fk_tenancy_landlord_id_landlord")
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_tenancy_member_id_member")
        ),
        sa.ForeignKeyConstraint(
            ["subsidy_id"], ["subsidy.id"], name=op.f("fk_tenancy_subsidy_id_subsidy")
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["housing_unit.id"], name=op.f("fk_tenancy_unit_id_housing_unit")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_tenancy_user_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tenancy")),
    )
    op.create_index("ix_tenancy_member_id", "tenancy", ["member_id"], unique=False)


def _create_deposit_request() -> None:
    op.create_table(
        "deposit_request",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("member_id", sa.String(), nullable=False),
        sa.Column("referral_id", sa.String(), nullable=True),
        sa.Column("application_id", sa.String(), nullable=True),
        sa.Column("support_plan_id", sa.String(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("move_in_on", sa.String(), nullable=True),
        sa.Column("what_changed", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.Column("submitted_on", sa.String(), nullable=True),
        sa.Column("decided_on", sa.String(), nullable=True),
        sa.Column("number", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.Column("guards", sa.String(), server_default=sa.text("'[]'"), nullable=False),
        sa.Column("note", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.Column("user_id", sa.String(), nullable=True),
        sa.Column("created_at", sa.String(), nullable=False),
        sa.Column("decided_why", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.Column("packet", sa.String(), server_default=sa.text("'[]'"), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["housing_application.id"],
            name=op.f("fk_deposit_request_application_id_housing_application"),
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_deposit_request_member_id_member")
        ),
        sa.ForeignKeyConstraint(
            ["referral_id"], ["referral.id"], name=op.f("fk_deposit_request_referral_id_referral")
        ),
        sa.ForeignKeyConstraint(
            ["support_plan_id"],
            ["support_plan.id"],
            name=op.f("fk_deposit_request_support_plan_id_support_plan"),
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user.id"], name=op.f("fk_deposit_request_user_id_user")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deposit_request")),
    )
    op.create_index("ix_deposit_request_member_id", "deposit_request", ["member_id"], unique=False)


def _create_deposit_item() -> None:
    op.create_table(
        "deposit_item",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("request_id", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("what", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.Column("cents", sa.Integer(), nullable=True),
        sa.Column("approved_cents", sa.Integer(), nullable=True),
        sa.Column("vendor", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.Column("vendor_contact", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.Column("attachment_id", sa.String(), nullable=True),
        sa.Column("paid_on", sa.String(), nullable=True),
        sa.Column("created_at", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["attachment_id"],
            ["attachment.id"],
            name=op.f("fk_deposit_item_attachment_id_attachment"),
        ),
        sa.ForeignKeyConstraint(
            ["request_id"],
            ["deposit_request.id"],
            name=op.f("fk_deposit_item_request_id_deposit_request"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deposit_item")),
    )
    op.create_index(
        "ix_deposit_item_request_id", "deposit_item", ["request_id", "position"], unique=False
    )


def _create_tenancy_event() -> None:
    op.create_table(
        "tenancy_event",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("tenancy_id", sa.String(), nullable=False),
        sa.Column("member_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("what", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.Column("on_date", sa.String(), nullable=False),
        sa.Column("severity", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.Column("with_whom", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.Column("note", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.Column("due_on", sa.String(), nullable=True),
        sa.Column("resolved_on", sa.String(), nullable=True),
        sa.Column("outcome", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.Column("encounter_id", sa.String(), nullable=True),
        sa.Column("user_id", sa.String(), nullable=True),
        sa.Column("created_at", sa.String(), nullable=False),
        sa.Column("undone_at", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["encounter_id"], ["encounter.id"], name=op.f("fk_tenancy_event_encounter_id_encounter")
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_tenancy_event_member_id_member")
        ),
        sa.ForeignKeyConstraint(
            ["tenancy_id"], ["tenancy.id"], name=op.f("fk_tenancy_event_tenancy_id_tenancy")
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user.id"], name=op.f("fk_tenancy_event_user_id_user")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tenancy_event")),
    )
    op.create_index("ix_tenancy_event_member_id", "tenancy_event", ["member_id"], unique=False)
    op.create_index(
        "ix_tenancy_event_tenancy_id", "tenancy_event", ["tenancy_id", "on_date"], unique=False
    )


def _create_repayment_plan() -> None:
    op.create_table(
        "repayment_plan",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("tenancy_id", sa.String(), nullable=False),
        sa.Column("member_id", sa.String(), nullable=False),
        sa.Column("event_id", sa.String(), nullable=True),
        sa.Column("reason", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.Column("owed_cents", sa.Integer(), nullable=False),
        sa.Column("agreed_on", sa.String(), nullable=False),
        sa.Column("note", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.Column("ended_on", sa.String(), nullable=True),
        sa.Column("ended_why", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.Column("created_at", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"],
            ["tenancy_event.id"],
            name=op.f("fk_repayment_plan_event_id_tenancy_event"),
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_repayment_plan_member_id_member")
        ),
        sa.ForeignKeyConstraint(
            ["tenancy_id"], ["tenancy.id"], name=op.f("fk_repayment_plan_tenancy_id_tenancy")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_repayment_plan")),
    )
    op.create_index("ix_repayment_plan_tenancy_id", "repayment_plan", ["tenancy_id"], unique=False)


def _create_visit_item() -> None:
    op.create_table(
        "visit_item",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("event_id", sa.String(), nullable=False),
        sa.Column("item", sa.String(), nullable=False),
        sa.Column("result", sa.String(), nullable=False),
        sa.Column("note", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.Column("fixed_on", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["event_id"], ["tenancy_event.id"], name=op.f("fk_visit_item_event_id_tenancy_event")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visit_item")),
    )
    op.create_index("ix_visit_item_event_id", "visit_item", ["event_id"], unique=False)


def _create_repayment() -> None:
    op.create_table(
        "repayment",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("repayment_plan_id", sa.String(), nullable=False),
        sa.Column("due_on", sa.String(), nullable=False),
        sa.Column("cents", sa.Integer(), nullable=False),
        sa.Column("paid_on", sa.String(), nullable=True),
        sa.Column("paid_cents", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["repayment_plan_id"],
            ["repayment_plan.id"],
            name=op.f("fk_repayment_repayment_plan_id_repayment_plan"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_repayment")),
    )
    op.create_index(
        "ix_repayment_plan_id", "repayment", ["repayment_plan_id", "due_on"], unique=False
    )
