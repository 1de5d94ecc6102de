"""The full-text index over notes."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from navigator_app.store import note_index

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the index and put in what was written before."""
    op.create_table(
        "note_index",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("record_id", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_note_index")),
        sa.UniqueConstraint("record_id", name=op.f("uq_note_index_record_id")),
    )
    op.create_index("ix_note_index_member_id", "note_index", ["member_id", "id"], unique=False)
    op.create_table(
        "note_word",
        sa.Column("word", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("word", name=op.f("pk_note_word")),
        sqlite_with_rowid=False,
    )
    op.execute(note_index.TABLE)
    found = op.get_bind().execute(sa.text("SELECT name FROM sqlite_schema WHERE type = 'table'"))
    for statement in note_index.filling({str(name) for (name,) in found}):
        op.get_bind().exec_driver_sql(statement)


def downgrade() -> None:
    """Drop it; everything in it follows from the records."""
    op.execute("DROP TABLE note_fts")
    op.drop_table("note_word")
    op.drop_index("ix_note_index_member_id", table_name="note_index")
    op.drop_table("note_index")
