"""The hour of a request and of its answer, for rules that count hours."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

MOMENTS = (
    ("intake", "submitted_at"),
    ("authorization_request", "requested_at"),
    ("authorization_request", "decided_at"),
)


def upgrade() -> None:
    """Make the columns."""
    for table, name in MOMENTS:
        op.add_column(table, sa.Column(name, sa.String(), nullable=True))


def downgrade() -> None:
    """Drop them."""
    for table, name in reversed(MOMENTS):
        op.drop_column(table, name)
