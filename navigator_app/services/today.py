"""What is due, by which rule, most urgent first; and where the data stands."""

from __future__ import annotations

from datetime import date

from navigator_app.domain.records import DueRow, Standing, Today
from navigator_app.services.workspace import Workspace


def due(
    ws: Workspace,
    *,
    on: date | None = None,
    within: int | None = None,
    navigator_id: str = "",
    member_id: str = "",
    limit: int | None = None,
) -> list[DueRow]:
    """What is due on a day, overdue first, each with its rule and source.

    `within` keeps what falls due in so many days (overdue always stays).
    """
    raise NotImplementedError


def today(ws: Workspace, limit: int = 200) -> Today:
    """The home screen in one read."""
    raise NotImplementedError


def standing(ws: Workspace) -> Standing:
    """Unsent status events and files that wait for review."""
    raise NotImplementedError
