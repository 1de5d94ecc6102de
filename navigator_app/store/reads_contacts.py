"""The agency's own lines of the book of plans' contacts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from navigator_app.store.engine import Store


def lines(store: Store) -> list[tuple[Any, ...]]:
    """Every own line, the oldest first: id, plan's id, plan's name, program, role, phone, email,
    web, note, shipped line, as of, source, removed."""
    return store.query(
        "SELECT c.id, coalesce(c.plan_id, ''), coalesce(p.name, c.plan_name), c.program, c.role, "
        "c.phone, c.email, c.web, c.note, c.shipped, c.as_of, c.source, c.removed_at "
        "FROM plan_contact c LEFT JOIN plan p ON p.id = c.plan_id ORDER BY c.created_at, c.rowid"
    )
