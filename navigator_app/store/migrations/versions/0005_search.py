"""The housing search."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

TABLES = (
    "landlord",
    "housing_unit",
    "coordinated_entry",
    "housing_application",
    "housing_preference",
    "subsidy",
    "accommodation_request",
    "housing_event",
)


def upgrade() -> None:
    """Make the tables and their indexes."""
    _create_landlord()
    _create_housing_unit()
    _create_coordinated_entry()
    _create_housing_application()
    _create_housing_preference()
    _create_subsidy()
    _create_accommodation_request()
    _create_housing_event()


def downgrade() -> None:
    """Drop them."""
    for table in reversed(TABLES):
        op.drop_table(table)


def _create_landlord() -> None:
    op.create_table(
        "landlord",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("organization", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.Column("phone", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.Column("email", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.Column("languages", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.Column("takes_subsidies", sa.Integer(), nullable=True),
        sa.Column("note", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.Column("ended_on", sa.String(), nullable=True),
        sa.Column("created_at", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_landlord")),
    )
    op.create_index("ix_landlord_name", "landlord", ["name"], unique=False)


def _create_housing_unit() -> None:
    op.create_table(
        "housing_unit",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("landlord_id", sa.String(), nullable=True),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("unit_number", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.Column("city", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.Column("zip", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.Column("kind", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.Column("bedrooms", sa.Integer(), nullable=True),
        sa.Column("rent_cents", sa.Integer(), nullable=True),
        sa.Column("deposit_cents", sa.Integer(), nullable=True),
        sa.Column("application_fee_cents", sa.Integer(), nullable=True),
        sa.Column("utilities", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.Column("features", sa.String(), server_default=sa.text("'[]'"), nullable=False),
        sa.Column("subsidies", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.Column("pets", sa.Integer(), nullable=True),
        sa.Column("most_people", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(), server_default=sa.text("'available'"), nullable=False),
        sa.Column("available_on", sa.String(), nullable=True),
        sa.Column("checked_on", sa.String(), nullable=True),
        sa.Column("note", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.Column("created_at", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["landlord_id"], ["landlord.id"], name=op.f("fk_housing_unit_landlord_id_landlord")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_housing_unit")),
    )
    op.create_index("ix_housing_unit_state", "housing_unit", ["state", "city"], unique=False)


def _create_coordinated_entry() -> None:
    op.create_table(
        "coordinated_entry",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("member_id", sa.String(), nullable=False),
        sa.Column("on_date", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("tool", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.Column("score", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.Column("matched_to", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.Column("hmis_id", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.Column("note", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.Column("user_id", sa.String(), nullable=True),
        sa.Column("created_at", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_coordinated_entry_member_id_member")
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user.id"], name=op.f("fk_coordinated_entry_user_id_user")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_coordinated_entry")),
    )
    op.create_index(
        "ix_coordinated_entry_member_id",
        "coordinated_entry",
        ["member_id", "on_date"],
        unique=False,
    )


def _create_housing_application() -> None:
    op.create_table(
        "housing_application",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("member_id", sa.String(), nullable=False),
        sa.Column("unit_id", sa.String(), nullable=True),
        sa.Column("title", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.Column("stage", sa.String(), nullable=False),
        sa.Column("stage_on", sa.String(), nullable=False),
        sa.Column("next_step", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.Column("next_on", sa.String(), nullable=True),
        sa.Column("appeal_by_on", sa.String(), nullable=True),
        sa.Column("ended_why", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.Column("user_id", sa.String(), nullable=True),
        sa.Column("created_at", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_housing_application_member_id_member")
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"],
            ["housing_unit.id"],
            name=op.f("fk_housing_application_unit_id_housing_unit"),
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user.id"], name=op.f("fk_housing_application_user_id_user")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_housing_application")),
    )
    op.create_index(
        "ix_housing_application_member_id", "housing_application", ["member_id"], unique=False
    )
    op.create_index("ix_housing_application_stage", "housing_application", ["stage"], unique=False)


def _create_housing_preference() -> None:
    op.create_table(
        "housing_preference",
        sa.Column("member_id", sa.String(), nullable=False),
        sa.Column("areas", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.Column("avoid", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.Column("kinds", sa.String(), server_default=sa.text("'[]'"), nullable=False),
        sa.Column("bedrooms", sa.Integer(), nullable=True),
        sa.Column("most_rent_cents", sa.Integer(), nullable=True),
        sa.Column("move_by_on", sa.String(), nullable=True),
        sa.Column("features", sa.String(), server_default=sa.text("'[]'"), nullable=False),
        sa.Column("pets", sa.Integer(), nullable=True),
        sa.Column("near", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.Column("note", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.Column("updated_at", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_housing_preference_member_id_member")
        ),
        sa.PrimaryKeyConstraint("member_id", name=op.f("pk_housing_preference")),
    )


def _create_subsidy() -> None:
    op.create_table(
        "subsidy",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("member_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("issuer", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.Column("number", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.Column("bedrooms", sa.Integer(), nullable=True),
        sa.Column("cents", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("applied_on", sa.String(), nullable=True),
        sa.Column("issued_on", sa.String(), nullable=True),
        sa.Column("expires_on", sa.String(), nullable=True),
        sa.Column("extended_to_on", sa.String(), nullable=True),
        sa.Column("note", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.Column("created_at", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_subsidy_member_id_member")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_subsidy")),
    )
    op.create_index("ix_subsidy_member_id", "subsidy", ["member_id"], unique=False)


def _create_accommodation_request() -> None:
    op.create_table(
        "accommodation_request",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("member_id", sa.String(), nullable=False),
        sa.Column("application_id", sa.String(), nullable=True),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("to_whom", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.Column("asked_on", sa.String(), nullable=True),
        sa.Column("answered_on", sa.String(), nullable=True),
        sa.Column("answer", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.Column("note", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.Column("created_at", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["housing_application.id"],
            name=op.f("fk_accommodation_request_application_id_housing_application"),
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_accommodation_request_member_id_member")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_accommodation_request")),
    )
    op.create_index(
        "ix_accommodation_request_member_id", "accommodation_request", ["member_id"], unique=False
    )


def _create_housing_event() -> None:
    op.create_table(
        "housing_event",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("application_id", sa.String(), nullable=False),
        sa.Column("member_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("on_date", sa.String(), nullable=False),
        sa.Column("at_utc", sa.String(), nullable=True),
        sa.Column("reason", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.Column("cents", sa.Integer(), nullable=True),
        sa.Column("note", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.Column("user_id", sa.String(), nullable=True),
        sa.Column("created_at", sa.String(), nullable=False),
        sa.Column("undone_at", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["housing_application.id"],
            name=op.f("fk_housing_event_application_id_housing_application"),
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_housing_event_member_id_member")
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user.id"], name=op.f("fk_housing_event_user_id_user")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_housing_event")),
    )
    op.create_index(
        "ix_housing_event_application_id",
        "housing_event",
        ["application_id", "on_date"],
        unique=False,
    )
