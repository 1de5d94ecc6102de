"""The first schema: agency, members, referrals, their work, files in and out, the journal."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from navigator_app.store import fts

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make every table, and the search index."""
    _create_agency()
    _create_user()
    _create_plan()
    _create_learned_layout()
    _create_member()
    _create_referral()
    _create_authorization()
    _create_status_event()
    _create_status_void()
    _create_outreach_attempt()
    _create_inbound_file()
    _create_inbound_row()
    _create_outbound_file()
    _create_outbound_event()
    _create_outbound_content()
    _create_draft()
    _create_journal_transaction()
    _create_journal_shape()
    _create_journal_entry()
    _create_journal_head()
    op.execute(fts.TABLE)


def downgrade() -> None:
    """Drop everything."""
    op.execute("DROP TABLE member_fts")
    for table in (
        "journal_head",
        "journal_entry",
        "journal_shape",
        "journal_transaction",
        "draft",
        "outbound_content",
        "outbound_event",
        "outbound_file",
        "inbound_row",
        "inbound_file",
        "outreach_attempt",
        "status_void",
        "status_event",
        "authorization",
        "referral",
        "member",
        "learned_layout",
        "plan",
        "user",
        "agency",
    ):
        op.drop_table(table)


def _text(name: str, *, nullable: bool = False, default: str | None = None) -> sa.Column[str]:
    return sa.Column(name, sa.String(), nullable=nullable, server_default=_sql(default))


def _texts(names: str) -> list[sa.Column[str]]:
    return [_text(name) for name in names.split()]


def _number(name: str, *, nullable: bool = False, default: str | None = None) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), nullable=nullable, server_default=_sql(default))


def _sql(default: str | None) -> sa.TextClause | None:
    return None if default is None else sa.text(default)


def _points(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    name = f"fk_{table}_{column}_{target.split('.')[0]}"
    return sa.ForeignKeyConstraint([column], [target], name=name)


def _create_agency() -> None:
    op.create_table(
        "agency",
        *_texts("id name npi"),
        _text("phone", default="'0000000000'"),
        _number("lock_minutes", default="10"),
        _text("created_at"),
        sa.PrimaryKeyConstraint("id", name="pk_agency"),
    )


def _create_user() -> None:
    op.create_table(
        "user",
        *_texts("id name role"),
        _number("active", default="1"),
        _text("created_at"),
        sa.PrimaryKeyConstraint("id", name="pk_user"),
        sa.UniqueConstraint("name", name="uq_user_name"),
    )


def _create_plan() -> None:
    op.create_table(
        "plan",
        *_texts("id key name layout policy created_at"),
        sa.PrimaryKeyConstraint("id", name="pk_plan"),
        sa.UniqueConstraint("key", name="uq_plan_key"),
    )


def _create_learned_layout() -> None:
    op.create_table(
        "learned_layout",
        *_texts("id key toml created_at"),
        sa.PrimaryKeyConstraint("id", name="pk_learned_layout"),
        sa.UniqueConstraint("key", name="uq_learned_layout_key"),
    )


def _create_member() -> None:
    op.create_table(
        "member",
        _number("pk"),
        *_texts("id cin plan_id"),
        _text("plan_member_id", default="''"),
        *_texts("first_name last_name"),
        _text("preferred_name", default="''"),
        _text("date_of_birth"),
        _text("phone", default="'0000000000'"),
        _text("alternate_phone", default="'0000000000'"),
        _text("address", default="''"),
        _text("email", default="''"),
        _text("language_spoken", default="''"),
        _text("language_written", default="''"),
        _text("written_format", default="''"),
        _text("gender_code", default="''"),
        _text("race_ethnicity_code", default="''"),
        _number("homeless", default="0"),
        _text("guardian_first_name", default="''"),
        _text("guardian_last_name", default="''"),
        _text("guardian_phone", default="'0000000000'"),
        _text("navigator_id", nullable=True),
        _number("do_not_leave_word", default="0"),
        _number("fleeing_violence", default="0"),
        _text("safety_note", default="''"),
        _text("last_seen_place", default="''"),
        _text("last_seen_on", nullable=True),
        _text("disappeared_on", nullable=True),
        _text("created_at"),
        _text("sort_name", default="''"),
        _text("search_text", default="''"),
        _text("last_attempt_on", nullable=True),
        sa.PrimaryKeyConstraint("pk", name="pk_member"),
        _points("member", "navigator_id", "user.id"),
        _points("member", "plan_id", "plan.id"),
        sa.UniqueConstraint("cin", name="uq_member_cin"),
        sa.UniqueConstraint("id", name="uq_member_id"),
    )
    op.create_index("ix_member_navigator_id", "member", ["navigator_id"])
    op.create_index("ix_member_language_spoken", "member", ["language_spoken"])
    op.create_index("ix_member_plan_id", "member", ["plan_id"])
    op.create_index("ix_member_sort_name", "member", ["sort_name", "id"])


def _create_referral() -> None:
    op.create_table(
        "referral",
        *_texts("id member_id plan_id service"),
        _text("referral_type", default="''"),
        _text("requested_on", nullable=True),
        _text("sent_to_provider_on", nullable=True),
        _text("received_on"),
        _text("authorization_status", nullable=True),
        _text("previous_referral_id", nullable=True),
        _text("disappeared_on", nullable=True),
        _text("created_at"),
        _number("is_open", default="1"),
        _text("status", nullable=True),
        _text("status_on", nullable=True),
        _text("closure_reason", nullable=True),
        _text("effective_on", nullable=True),
        _text("ends_on", nullable=True),
        _text("authorization_number", default="''"),
        _text("clock_rule", nullable=True),
        _text("clock_due_on", nullable=True),
        _text("last_file_id", nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_referral"),
        _points("referral", "member_id", "member.id"),
        _points("referral", "plan_id", "plan.id"),
        _points("referral", "previous_referral_id", "referral.id"),
    )
    op.create_index("ix_referral_member_id", "referral", ["member_id"])
    op.create_index("ix_referral_open_clock", "referral", ["is_open", "clock_due_on"])
    op.create_index("ix_referral_open_status", "referral", ["is_open", "status_on"])
    op.create_index("ix_referral_plan_service", "referral", ["plan_id", "service"])


def _create_authorization() -> None:
    op.create_table(
        "authorization",
        *_texts("id referral_id"),
        _text("number", default="''"),
        _text("status"),
        _text("requested_on", nullable=True),
        _text("decided_on", nullable=True),
        _text("effective_on", nullable=True),
        _text("ends_on", nullable=True),
        _text("created_at"),
        sa.PrimaryKeyConstraint("id", name="pk_authorization"),
        _points("authorization", "referral_id", "referral.id"),
        sa.UniqueConstraint("referral_id", "effective_on", name="uq_authorization_referral_id"),
    )
    op.create_index("ix_authorization_ends_on", "authorization", ["ends_on"])


def _create_status_event() -> None:
    op.create_table(
        "status_event",
        _number("seq"),
        *_texts("id referral_id plan_id member_cin status on_date"),
        _text("reason", nullable=True),
        _text("note", default="''"),
        _text("corrects_id", nullable=True),
        *_texts("recorded_at zone"),
        _text("user_id", nullable=True),
        sa.PrimaryKeyConstraint("seq", name="pk_status_event"),
        _points("status_event", "corrects_id", "status_event.id"),
        _points("status_event", "plan_id", "plan.id"),
        _points("status_event", "referral_id", "referral.id"),
        _points("status_event", "user_id", "user.id"),
        sa.UniqueConstraint("id", name="uq_status_event_id"),
    )
    op.create_index("ix_status_event_corrects_id", "status_event", ["corrects_id"])
    op.create_index(
        "ix_status_event_plan_on", "status_event", ["plan_id", "on_date", "member_cin", "seq"]
    )
    op.create_index("ix_status_event_referral_id", "status_event", ["referral_id", "seq"])


def _create_status_void() -> None:
    op.create_table(
        "status_void",
        *_texts("event_id voided_at"),
        sa.PrimaryKeyConstraint("event_id", name="pk_status_void"),
        _points("status_void", "event_id", "status_event.id"),
    )


def _create_outreach_attempt() -> None:
    op.create_table(
        "outreach_attempt",
        *_texts("id member_id"),
        _text("referral_id", nullable=True),
        *_texts("at_utc zone on_date mode outcome"),
        _text("place", default="''"),
        _text("with_whom", default="''"),
        _text("note", default="''"),
        _text("next_step", default="''"),
        _text("user_id", nullable=True),
        _text("recorded_at"),
        _text("undone_at", nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_outreach_attempt"),
        _points("outreach_attempt", "member_id", "member.id"),
        _points("outreach_attempt", "referral_id", "referral.id"),
        _points("outreach_attempt", "user_id", "user.id"),
    )
    op.create_index("ix_outreach_attempt_member_id", "outreach_attempt", ["member_id", "at_utc"])
    op.create_index("ix_outreach_attempt_on_date", "outreach_attempt", ["on_date"])


def _create_inbound_file() -> None:
    op.create_table(
        "inbound_file",
        *_texts("id plan_id name sha256 layout"),
        _text("headings", default="'[]'"),
        _text("state"),
        _number("rows", default="0"),
        _number("new_rows", default="0"),
        _number("changed_rows", default="0"),
        _number("unchanged_rows", default="0"),
        _number("disappeared_rows", default="0"),
        _number("rejected_rows", default="0"),
        _text("warnings", default="'[]'"),
        _number("basis", default="0"),
        _text("staged_at"),
        _text("committed_at", nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_inbound_file"),
        _points("inbound_file", "plan_id", "plan.id"),
        sa.CheckConstraint(
            "state in ('staged', 'committed', 'discarded')",
            name="ck_inbound_file_ck_inbound_file_state",
        ),
    )
    op.create_index("ix_inbound_file_sha256", "inbound_file", ["plan_id", "sha256"])


def _create_inbound_row() -> None:
    op.create_table(
        "inbound_row",
        _text("file_id"),
        _number("row_no"),
        *_texts("verdict raw"),
        _text("typed", default="''"),
        _text("baseline", nullable=True),
        _text("column_name", default="''"),
        _text("reason", default="''"),
        _text("changes", default="''"),
        _text("member_id", nullable=True),
        _text("referral_id", nullable=True),
        sa.PrimaryKeyConstraint("file_id", "row_no", name="pk_inbound_row"),
        _points("inbound_row", "file_id", "inbound_file.id"),
    )
    op.create_index("ix_inbound_row_member", "inbound_row", ["member_id", "file_id"])
    op.create_index("ix_inbound_row_verdict", "inbound_row", ["file_id", "verdict", "row_no"])


def _create_outbound_file() -> None:
    op.create_table(
        "outbound_file",
        *_texts("id plan_id period name sha256"),
        _number("rows"),
        _number("referrals"),
        *_texts("state built_at"),
        _text("sent_at", nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_outbound_file"),
        _points("outbound_file", "plan_id", "plan.id"),
        sa.UniqueConstraint("plan_id", "period", name="uq_outbound_file_plan_id"),
    )


def _create_outbound_event() -> None:
    op.create_table(
        "outbound_event",
        _text("file_id"),
        _number("row_no"),
        _text("event_id"),
        sa.PrimaryKeyConstraint("file_id", "row_no", name="pk_outbound_event"),
        _points("outbound_event", "event_id", "status_event.id"),
        _points("outbound_event", "file_id", "outbound_file.id"),
    )
    op.create_index("ix_outbound_event_event_id", "outbound_event", ["event_id"])


def _create_outbound_content() -> None:
    op.create_table(
        "outbound_content",
        _text("file_id"),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("events", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("file_id", name="pk_outbound_content"),
        _points("outbound_content", "file_id", "outbound_file.id"),
    )


def _create_draft() -> None:
    op.create_table(
        "draft",
        *_texts("user_id key payload saved_at"),
        sa.PrimaryKeyConstraint("user_id", "key", name="pk_draft"),
    )


def _create_journal_transaction() -> None:
    op.create_table(
        "journal_transaction",
        *_texts("id at zone"),
        _text("user_id", nullable=True),
        _text("user_name", default="''"),
        *_texts("device intention"),
        sa.PrimaryKeyConstraint("id", name="pk_journal_transaction"),
    )


def _create_journal_shape() -> None:
    op.create_table(
        "journal_shape",
        _number("id"),
        _text("names"),
        sa.PrimaryKeyConstraint("id", name="pk_journal_shape"),
        sa.UniqueConstraint("names", name="uq_journal_shape_names"),
    )


def _create_journal_entry() -> None:
    op.create_table(
        "journal_entry",
        _number("seq"),
        *_texts("transaction_id table_name record_id operation changes hash"),
        sa.PrimaryKeyConstraint("seq", name="pk_journal_entry"),
        _points("journal_entry", "transaction_id", "journal_transaction.id"),
    )
    op.create_index("ix_journal_entry_record_id", "journal_entry", ["record_id", "seq"])


def _create_journal_head() -> None:
    op.create_table(
        "journal_head",
        _number("id"),
        _number("entries"),
        *_texts("hash mac"),
        sa.PrimaryKeyConstraint("id", name="pk_journal_head"),
        sa.CheckConstraint("id = 1", name="ck_journal_head_ck_journal_head_one_row"),
    )
