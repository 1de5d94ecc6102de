"""How plans are reached, and what went over the line."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables and their indexes."""
    _create_plan_connection()
    _create_connection_secret()
    _create_exchange_run()
    _create_batch()
    _create_batch_member()
    _create_plan_report()
    _create_plan_report_row()
    _create_plan_report_content()
    _create_exchange_file()
    _create_exchange_step()
    _create_exchange_content()
    _create_remote_seen()
    _create_quarantine()
    _create_response_row()
    _create_plan_contact()


def downgrade() -> None:
    """Drop them."""
    op.drop_table("plan_contact")
    op.drop_table("response_row")
    op.drop_table("quarantine")
    op.drop_table("remote_seen")
    op.drop_table("exchange_content")
    op.drop_table("exchange_step")
    op.drop_table("exchange_file")
    op.drop_table("plan_report_content")
    op.drop_table("plan_report_row")
    op.drop_table("plan_report")
    op.drop_table("batch_member")
    op.drop_table("batch")
    op.drop_table("exchange_run")
    op.drop_table("connection_secret")
    op.drop_table("plan_connection")


def _create_plan_connection() -> None:
    op.create_table(
        "plan_connection",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("plan_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("host", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.Column("port", sa.Integer(), server_default=sa.text("22"), nullable=False),
        sa.Column("user_name", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.Column("host_key", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.Column("pinned_at", sa.String(), nullable=True),
        sa.Column("inbox", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.Column("outbox", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.Column("jump", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.Column("proxy", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.Column("trusted", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("paused", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("created_at", sa.String(), nullable=False),
        _belongs("plan_connection", "plan_id", "plan"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_connection")),
        sa.UniqueConstraint("plan_id", name=op.f("uq_plan_connection_plan_id")),
    )


def _create_connection_secret() -> None:
    op.create_table(
        "connection_secret",
        sa.Column("connection_id", sa.String(), nullable=False),
        sa.Column("identity", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.Column("identity_passphrase", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.Column("password", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.Column("jump_identity", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.Column("jump_host_key", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.Column("proxy_password", sa.String(), server_default=sa.text("''"), nullable=False),
        _belongs("connection_secret", "connection_id", "plan_connection"),
        sa.PrimaryKeyConstraint("connection_id", name=op.f("pk_connection_secret")),
    )


def _create_exchange_run() -> None:
    op.create_table(
        "exchange_run",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("plan_id", sa.String(), nullable=False),
        sa.Column("started_at", sa.String(), nullable=False),
        sa.Column("ended_at", sa.String(), nullable=True),
        sa.Column("zone", sa.String(), nullable=False),
        sa.Column("cause", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("trouble", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.Column("trouble_cause", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.Column("files_in", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("files_out", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("bytes_in", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("bytes_out", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("skew_seconds", sa.Integer(), nullable=True),
        sa.Column("user_id", sa.String(), nullable=True),
        _belongs("exchange_run", "plan_id", "plan"),
        _belongs("exchange_run", "user_id", "user"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exchange_run")),
    )
    op.create_index(
        "ix_exchange_run_plan_id", "exchange_run", ["plan_id", "started_at"], unique=False
    )


def _create_batch() -> None:
    op.create_table(
        "batch",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("plan_id", sa.String(), nullable=False),
        sa.Column("service", sa.String(), nullable=False),
        sa.Column("title", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.Column("state", sa.String(), server_default=sa.text("'draft'"), nullable=False),
        sa.Column("subcontractor", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.Column("starts_on", sa.String(), nullable=True),
        sa.Column("ends_on", sa.String(), nullable=True),
        sa.Column("attestation", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.Column("attested_by", sa.String(), nullable=True),
        sa.Column("attested_at", sa.String(), nullable=True),
        sa.Column("revises_id", sa.String(), nullable=True),
        sa.Column("note", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.Column("user_id", sa.String(), nullable=True),
        sa.Column("created_at", sa.String(), nullable=False),
        _belongs("batch", "attested_by", "user"),
        _belongs("batch", "plan_id", "plan"),
        _belongs("batch", "revises_id", "batch"),
        _belongs("batch", "user_id", "user"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_batch")),
    )
    op.create_index("ix_batch_plan_id", "batch", ["plan_id", "created_at"], unique=False)


def _create_batch_member() -> None:
    op.create_table(
        "batch_member",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("batch_id", sa.String(), nullable=False),
        sa.Column("member_id", sa.String(), nullable=False),
        sa.Column("referral_id", sa.String(), nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("row_no", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("override_reason", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.Column("passed", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.Column("outcome", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.Column("outcome_reason", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.Column("outcome_on", sa.String(), nullable=True),
        sa.Column("created_at", sa.String(), nullable=False),
        _belongs("batch_member", "batch_id", "batch"),
        _belongs("batch_member", "member_id", "member"),
        _belongs("batch_member", "referral_id", "referral"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_batch_member")),
        sa.UniqueConstraint("batch_id", "member_id", name=op.f("uq_batch_member_batch_id")),
    )
    op.create_index("ix_batch_member_member_id", "batch_member", ["member_id"], unique=False)


def _create_plan_report() -> None:
    op.create_table(
        "plan_report",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("plan_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("member_id", sa.String(), nullable=True),
        sa.Column("about", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.Column("about_id", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.Column("period", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.Column("due_on", sa.String(), nullable=True),
        sa.Column("form", sa.String(), server_default=sa.text("'file'"), nullable=False),
        sa.Column("name", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.Column("sha256", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.Column("rows", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("state", sa.String(), server_default=sa.text("'draft'"), nullable=False),
        sa.Column("sent_at", sa.String(), nullable=True),
        sa.Column("sent_how", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.Column("chase_on", sa.String(), nullable=True),
        sa.Column("answered_on", sa.String(), nullable=True),
        sa.Column("answer", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.Column("question", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.Column("replaces_id", sa.String(), nullable=True),
        sa.Column("carried_by", sa.String(), nullable=True),
        sa.Column("user_id", sa.String(), nullable=True),
        sa.Column("created_at", sa.String(), nullable=False),
        _belongs("plan_report", "carried_by", "plan_report"),
        _belongs("plan_report", "member_id", "member"),
        _belongs("plan_report", "plan_id", "plan"),
        _belongs("plan_report", "replaces_id", "plan_report"),
        _belongs("plan_report", "user_id", "user"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_report")),
    )
    op.create_index("ix_plan_report_due_on", "plan_report", ["due_on"], unique=False)
    op.create_index(
        "ix_plan_report_plan_id", "plan_report", ["plan_id", "created_at"], unique=False
    )


def _create_plan_report_row() -> None:
    op.create_table(
        "plan_report_row",
        sa.Column("report_id", sa.String(), nullable=False),
        sa.Column("row_no", sa.Integer(), nullable=False),
        sa.Column("referral_id", sa.String(), nullable=False),
        _belongs("plan_report_row", "referral_id", "referral"),
        _belongs("plan_report_row", "report_id", "plan_report"),
        sa.PrimaryKeyConstraint("report_id", "row_no", name=op.f("pk_plan_report_row")),
    )
    op.create_index(
        "ix_plan_report_row_referral_id", "plan_report_row", ["referral_id"], unique=False
    )


def _create_plan_report_content() -> None:
    op.create_table(
        "plan_report_content",
        sa.Column("report_id", sa.String(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        _belongs("plan_report_content", "report_id", "plan_report"),
        sa.PrimaryKeyConstraint("report_id", name=op.f("pk_plan_report_content")),
    )


def _create_exchange_file() -> None:
    op.create_table(
        "exchange_file",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("plan_id", sa.String(), nullable=False),
        sa.Column("direction", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("remote_name", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("size", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("inbound_file_id", sa.String(), nullable=True),
        sa.Column("outbound_file_id", sa.String(), nullable=True),
        sa.Column("batch_id", sa.String(), nullable=True),
        sa.Column("report_id", sa.String(), nullable=True),
        sa.Column("answers_id", sa.String(), nullable=True),
        sa.Column("dated", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.Column("created_at", sa.String(), nullable=False),
        sa.Column("at", sa.String(), nullable=False),
        _belongs("exchange_file", "answers_id", "exchange_file"),
        _belongs("exchange_file", "batch_id", "batch"),
        _belongs("exchange_file", "inbound_file_id", "inbound_file"),
        _belongs("exchange_file", "outbound_file_id", "outbound_file"),
        _belongs("exchange_file", "plan_id", "plan"),
        _belongs("exchange_file", "report_id", "plan_report"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exchange_file")),
    )
    op.create_index(
        "ix_exchange_file_outbound_file_id", "exchange_file", ["outbound_file_id"], unique=False
    )
    op.create_index(
        "ix_exchange_file_plan_id",
        "exchange_file",
        ["plan_id", "direction", "sha256"],
        unique=False,
    )
    op.create_index("ix_exchange_file_state", "exchange_file", ["state"], unique=False)


def _create_exchange_step() -> None:
    op.create_table(
        "exchange_step",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("file_id", sa.String(), nullable=False),
        sa.Column("run_id", sa.String(), nullable=True),
        sa.Column("at", sa.String(), nullable=False),
        sa.Column("zone", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("proof", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.Column("user_id", sa.String(), nullable=True),
        _belongs("exchange_step", "file_id", "exchange_file"),
        _belongs("exchange_step", "run_id", "exchange_run"),
        _belongs("exchange_step", "user_id", "user"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exchange_step")),
    )
    op.create_index("ix_exchange_step_file_id", "exchange_step", ["file_id", "at"], unique=False)


def _create_exchange_content() -> None:
    op.create_table(
        "exchange_content",
        sa.Column("file_id", sa.String(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        _belongs("exchange_content", "file_id", "exchange_file"),
        sa.PrimaryKeyConstraint("file_id", name=op.f("pk_exchange_content")),
    )


def _create_remote_seen() -> None:
    op.create_table(
        "remote_seen",
        sa.Column("plan_id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("modified", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(), server_default=sa.text("''"), nullable=False),
        _belongs("remote_seen", "plan_id", "plan"),
        sa.PrimaryKeyConstraint("plan_id", "name", name=op.f("pk_remote_seen")),
    )


def _create_quarantine() -> None:
    op.create_table(
        "quarantine",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("plan_id", sa.String(), nullable=False),
        sa.Column("file_id", sa.String(), nullable=True),
        sa.Column("row_no", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("owner_id", sa.String(), nullable=True),
        sa.Column("raised_at", sa.String(), nullable=False),
        sa.Column("settled_at", sa.String(), nullable=True),
        sa.Column("settled_how", sa.String(), server_default=sa.text("''"), nullable=False),
        _belongs("quarantine", "file_id", "exchange_file"),
        _belongs("quarantine", "owner_id", "user"),
        _belongs("quarantine", "plan_id", "plan"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quarantine")),
    )
    op.create_index("ix_quarantine_file_id", "quarantine", ["file_id"], unique=False)
    op.create_index(
        "ix_quarantine_settled_at", "quarantine", ["settled_at", "raised_at"], unique=False
    )


def _create_response_row() -> None:
    op.create_table(
        "response_row",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("file_id", sa.String(), nullable=False),
        sa.Column("row_no", sa.Integer(), nullable=False),
        sa.Column("outbound_file_id", sa.String(), nullable=True),
        sa.Column("event_id", sa.String(), nullable=True),
        sa.Column("batch_member_id", sa.String(), nullable=True),
        sa.Column("verdict", sa.String(), nullable=False),
        sa.Column("code", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.Column("reason", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.Column("settled_at", sa.String(), nullable=True),
        sa.Column("settled_how", sa.String(), server_default=sa.text("''"), nullable=False),
        _belongs("response_row", "batch_member_id", "batch_member"),
        _belongs("response_row", "event_id", "status_event"),
        _belongs("response_row", "file_id", "exchange_file"),
        _belongs("response_row", "outbound_file_id", "outbound_file"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_response_row")),
        sa.UniqueConstraint("file_id", "row_no", name=op.f("uq_response_row_file_id")),
    )
    op.create_index("ix_response_row_event_id", "response_row", ["event_id"], unique=False)
    op.create_index(
        "ix_response_row_outbound_file_id", "response_row", ["outbound_file_id"], unique=False
    )
    op.create_index("ix_response_row_open", "response_row", ["verdict", "settled_at"], unique=False)


def _create_plan_contact() -> None:
    op.create_table(
        "plan_contact",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("plan_id", sa.String(), nullable=True),
        sa.Column("plan_name", sa.String(), nullable=False),
        sa.Column("program", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.Column("role", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.Column("name", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.Column("phone", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.Column("email", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.Column("web", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.Column("note", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.Column("shipped", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.Column("as_of", sa.String(), nullable=False),
        sa.Column("source", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.Column("removed_at", sa.String(), nullable=True),
        sa.Column("user_id", sa.String(), nullable=True),
        sa.Column("created_at", sa.String(), nullable=False),
        _belongs("plan_contact", "plan_id", "plan"),
        _belongs("plan_contact", "user_id", "user"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_contact")),
    )
    op.create_index("ix_plan_contact_plan_id", "plan_contact", ["plan_id"], unique=False)


def _belongs(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    """The column holds an id of another table."""
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=op.f(f"fk_{table}_{column}_{to}"))
