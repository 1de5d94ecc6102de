"""What tests of the print desk count and print for."""

from __future__ import annotations

from typing import Any

from navigator_app.services.form_facts import Subject
from navigator_app.services.workspace import Workspace
from tests.services import loops


def reader(ws: Workspace) -> loops.Made:
    """A member who reads Spanish."""
    return loops.add_member(
        ws, loops.add_plan(ws), 1, language_written="Spanish", phone="4155550177"
    )


def count(ws: Workspace, table: str) -> int:
    """Rows of a table."""
    row = ws.store.one(f"SELECT count(*) FROM {table}")
    assert row is not None
    return int(row[0])


def of(made: loops.Made, **more: Any) -> Subject:
    """What a form is about: that member."""
    return Subject(made.member, **more)
