"""Whether the home is being lost, and whether it is overcrowded."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

FACTS = ("losing", "crowded")


def upgrade() -> None:
    """Make the columns."""
    for name in FACTS:
        op.add_column("housing_facts", sa.Column(name, sa.Integer(), nullable=True))


def downgrade() -> None:
    """Drop them."""
    for name in reversed(FACTS):
        op.drop_column("housing_facts", name)
