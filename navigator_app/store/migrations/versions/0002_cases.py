"""How a member came, what the plan authorized, limits and endings."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

Kind = type[sa.types.TypeEngine[Any]]

TABLES = (
    "intake",
    "running_clock",
    "clock_run",
    "rule_move",
    "snooze",
    "authorization_request",
    "packet_item",
    "eligibility_check",
    "other_program",
    "service_use",
    "guard_override",
    "discontinuation",
    "housing_facts",
    "capacity_report",
    "calendar_day",
    "agency_setting",
)


def upgrade() -> None:
    """Make the tables and their indexes."""
    _create_intake()
    _create_running_clock()
    _create_clock_run()
    _create_rule_move()
    _create_snooze()
    _create_authorization_request()
    _create_packet_item()
    _create_eligibility_check()
    _create_other_program()
    _create_service_use()
    _create_guard_override()
    _create_discontinuation()
    _create_housing_facts()
    _create_capacity_report()
    _create_calendar_day()
    _create_agency_setting()


def downgrade() -> None:
    """Drop them."""
    for table in reversed(TABLES):
        op.drop_table(table)


def _column(name: str, kind: Kind, default: str | None = None) -> sa.Column[Any]:
    server = None if default is None else sa.text(default)
    return sa.Column(name, kind(), nullable=False, server_default=server)


def _maybe(names: str, kind: Kind = sa.String) -> list[sa.Column[Any]]:
    return [sa.Column(name, kind(), nullable=True) for name in names.split()]


def _points(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    name = f"fk_{table}_{column}_{target.split('.')[0]}"
    return sa.ForeignKeyConstraint([column], [target], name=name)


def _create_intake() -> None:
    op.create_table(
        "intake",
        _column("referral_id", sa.String),
        _column("path", sa.String),
        _column("urgent", sa.Integer),
        *_maybe("identified_on enrolment_found_on not_enrolled_on plan_identified_on"),
        *_maybe("conversation_on"),
        *_maybe("opted_in_on"),
        _column("opt_in_how", sa.String),
        _column("opt_in_order", sa.String),
        *_maybe("submitted_on withdrawn_on"),
        *_maybe("prospect_received_on"),
        *_maybe("provider_told_at"),
        *_maybe("member_told_on"),
        *_maybe("plan_told_on plan_updated_on unreached_told_on"),
        *_maybe("refused_on"),
        *_maybe("engaged_on services_began_on"),
        *_maybe("release_on"),
        _column("facility", sa.String),
        *_maybe("presumptive_on"),
        _column("previous_plan", sa.String),
        _column("previous_provider", sa.String),
        *_maybe("last_service_on plan_joined_on"),
        *_maybe("move_in_on"),
        _column("referrer_name", sa.String),
        _column("referrer_organization", sa.String),
        _column("referrer_npi", sa.String),
        _column("referrer_phone", sa.String),
        _column("referrer_email", sa.String),
        _column("referrer_relationship", sa.String),
        *_maybe("referrer_told_on"),
        *_maybe("inquiry_at"),
        *_maybe("inquiry_answered_at"),
        _column("note", sa.String),
        _column("created_at", sa.String),
        _points("intake", "referral_id", "referral.id"),
        sa.PrimaryKeyConstraint("referral_id", name="pk_intake"),
    )


def _create_running_clock() -> None:
    op.create_table(
        "running_clock",
        _column("referral_id", sa.String),
        _column("rule_id", sa.String),
        _column("started_on", sa.String),
        _column("counted_from", sa.String),
        _column("due_on", sa.String),
        *_maybe("due_at"),
        _column("chase", sa.Integer),
        _column("rank", sa.Integer),
        sa.PrimaryKeyConstraint("referral_id", "rule_id", name="pk_running_clock"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_running_clock_due", "running_clock", ["rank", "due_on"])


def _create_clock_run() -> None:
    op.create_table(
        "clock_run",
        sa.Column("id", sa.Integer(), nullable=False),
        _column("computed_on", sa.String),
        _column("rules", sa.String),
        sa.PrimaryKeyConstraint("id", name="pk_clock_run"),
    )


def _create_rule_move() -> None:
    op.create_table(
        "rule_move",
        _column("referral_id", sa.String),
        _column("rule_id", sa.String),
        *_maybe("was_on now_on"),
        _column("moved_at", sa.String),
        sa.PrimaryKeyConstraint("referral_id", "rule_id", name="pk_rule_move"),
    )


def _create_snooze() -> None:
    op.create_table(
        "snooze",
        _column("id", sa.String),
        _column("referral_id", sa.String),
        _column("rule_id", sa.String),
        _column("until_on", sa.String),
        _column("reason", sa.String),
        *_maybe("user_id"),
        _column("created_at", sa.String),
        _points("snooze", "referral_id", "referral.id"),
        _points("snooze", "user_id", "user.id"),
        sa.PrimaryKeyConstraint("id", name="pk_snooze"),
    )
    op.create_index("ix_snooze_referral_id", "snooze", ["referral_id", "rule_id"])


def _create_authorization_request() -> None:
    op.create_table(
        "authorization_request",
        _column("id", sa.String),
        _column("referral_id", sa.String),
        *_maybe("extends_id"),
        _column("kind", sa.String),
        *_maybe("requested_on"),
        *_maybe("received_on"),
        *_maybe("decided_on"),
        _column("decision", sa.String),
        *_maybe("units", sa.Integer),
        _column("unit", sa.String),
        _column("number", sa.String),
        *_maybe("effective_on"),
        *_maybe("ends_on"),
        _column("note", sa.String),
        _column("created_at", sa.String),
        _points("authorization_request", "referral_id", "referral.id"),
        _points("authorization_request", "extends_id", "authorization.id"),
        sa.PrimaryKeyConstraint("id", name="pk_authorization_request"),
    )
    op.create_index(
        "ix_authorization_request_referral_id", "authorization_request", ["referral_id"]
    )


def _create_packet_item() -> None:
    op.create_table(
        "packet_item",
        _column("id", sa.String),
        _column("referral_id", sa.String),
        _column("for_end_on", sa.String),
        _column("item", sa.String),
        *_maybe("done_on"),
        _column("note", sa.String),
        _column("created_at", sa.String),
        _points("packet_item", "referral_id", "referral.id"),
        sa.PrimaryKeyConstraint("id", name="pk_packet_item"),
        sa.UniqueConstraint("referral_id", "item", "for_end_on", name="uq_packet_item_referral_id"),
    )


def _create_eligibility_check() -> None:
    op.create_table(
        "eligibility_check",
        _column("id", sa.String),
        _column("member_id", sa.String),
        _column("checked_at", sa.String),
        _column("zone", sa.String),
        _column("how", sa.String),
        _column("medi_cal", sa.String),
        *_maybe("plan_id"),
        _column("plan_name", sa.String),
        *_maybe("lapsed_on"),
        *_maybe("next_on"),
        _column("note", sa.String),
        *_maybe("user_id"),
        _column("created_at", sa.String),
        _points("eligibility_check", "plan_id", "plan.id"),
        _points("eligibility_check", "member_id", "member.id"),
        _points("eligibility_check", "user_id", "user.id"),
        sa.PrimaryKeyConstraint("id", name="pk_eligibility_check"),
    )
    op.create_index(
        "ix_eligibility_check_member_id", "eligibility_check", ["member_id", "checked_at"]
    )


def _create_other_program() -> None:
    op.create_table(
        "other_program",
        _column("id", sa.String),
        _column("member_id", sa.String),
        _column("program", sa.String),
        _column("provider", sa.String),
        *_maybe("starts_on"),
        *_maybe("ends_on"),
        *_maybe("amount", sa.Float),
        _column("note", sa.String),
        _column("created_at", sa.String),
        _points("other_program", "member_id", "member.id"),
        sa.PrimaryKeyConstraint("id", name="pk_other_program"),
    )
    op.create_index("ix_other_program_member_id", "other_program", ["member_id"])


def _create_service_use() -> None:
    op.create_table(
        "service_use",
        _column("id", sa.String),
        _column("member_id", sa.String),
        _column("service", sa.String),
        *_maybe("starts_on"),
        *_maybe("ends_on"),
        _column("provider", sa.String),
        _column("what_changed", sa.String),
        _column("created_at", sa.String),
        _points("service_use", "member_id", "member.id"),
        sa.PrimaryKeyConstraint("id", name="pk_service_use"),
    )
    op.create_index("ix_service_use_member_id", "service_use", ["member_id"])


def _create_guard_override() -> None:
    op.create_table(
        "guard_override",
        _column("id", sa.String),
        _column("referral_id", sa.String),
        _column("rule_id", sa.String),
        _column("reason", sa.String),
        *_maybe("user_id"),
        _column("created_at", sa.String),
        _points("guard_override", "referral_id", "referral.id"),
        _points("guard_override", "user_id", "user.id"),
        sa.PrimaryKeyConstraint("id", name="pk_guard_override"),
    )
    op.create_index("ix_guard_override_referral_id", "guard_override", ["referral_id"])


def _create_discontinuation() -> None:
    op.create_table(
        "discontinuation",
        _column("id", sa.String),
        _column("referral_id", sa.String),
        _column("reason", sa.String),
        _column("on_date", sa.String),
        _column("note", sa.String),
        *_maybe("plan_told_on"),
        *_maybe("team_told_on"),
        *_maybe("reengaged_on"),
        *_maybe("user_id"),
        _column("created_at", sa.String),
        _points("discontinuation", "user_id", "user.id"),
        _points("discontinuation", "referral_id", "referral.id"),
        sa.PrimaryKeyConstraint("id", name="pk_discontinuation"),
    )
    op.create_index("ix_discontinuation_referral_id", "discontinuation", ["referral_id"])


def _create_housing_facts() -> None:
    op.create_table(
        "housing_facts",
        _column("id", sa.String),
        _column("member_id", sa.String),
        _column("on_date", sa.String),
        *_maybe("living_situation", sa.Integer),
        *_maybe("prior_situation", sa.Integer),
        *_maybe("institution_entry_on"),
        *_maybe("institution_exit_on"),
        *_maybe("loss_expected_on"),
        *_maybe("notice_on"),
        *_maybe("below_30_ami", sa.Integer),
        *_maybe("no_resources", sa.Integer),
        *_maybe("moves_60_days", sa.Integer),
        *_maybe("fleeing", sa.Integer),
        _column("note", sa.String),
        *_maybe("user_id"),
        _column("created_at", sa.String),
        _points("housing_facts", "user_id", "user.id"),
        _points("housing_facts", "member_id", "member.id"),
        sa.PrimaryKeyConstraint("id", name="pk_housing_facts"),
    )
    op.create_index("ix_housing_facts_member_id", "housing_facts", ["member_id", "on_date"])


def _create_capacity_report() -> None:
    op.create_table(
        "capacity_report",
        _column("id", sa.String),
        *_maybe("plan_id"),
        _column("changed_on", sa.String),
        _column("any_member", sa.Integer),
        _column("own_members", sa.Integer),
        *_maybe("told_on"),
        _column("note", sa.String),
        _column("created_at", sa.String),
        _points("capacity_report", "plan_id", "plan.id"),
        sa.PrimaryKeyConstraint("id", name="pk_capacity_report"),
    )


def _create_calendar_day() -> None:
    op.create_table(
        "calendar_day",
        _column("id", sa.String),
        *_maybe("plan_id"),
        _column("day", sa.String),
        _column("name", sa.String),
        _column("closed", sa.Integer),
        _column("created_at", sa.String),
        _points("calendar_day", "plan_id", "plan.id"),
        sa.PrimaryKeyConstraint("id", name="pk_calendar_day"),
        sa.UniqueConstraint("plan_id", "day", name="uq_calendar_day_plan_id"),
    )


def _create_agency_setting() -> None:
    op.create_table(
        "agency_setting",
        _column("id", sa.String),
        _column("value", sa.String),
        _column("created_at", sa.String),
        sa.PrimaryKeyConstraint("id", name="pk_agency_setting"),
    )
