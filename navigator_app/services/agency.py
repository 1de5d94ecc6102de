"""The agency, its users and its plans."""

from __future__ import annotations

from navigator_app.domain.records import AgencyRow, Changes, PlanRow, UserRow
from navigator_app.services.workspace import Workspace


def agency(ws: Workspace) -> AgencyRow:
    """The provider organization."""
    raise NotImplementedError


def update_agency(ws: Workspace, *, name: str, npi: str, phone: str) -> Changes:
    """Change the words that stand on every status line; InputRejected names the field."""
    raise NotImplementedError


def lock_minutes(ws: Workspace) -> int:
    """Idle minutes until the window locks."""
    raise NotImplementedError


def set_lock_minutes(ws: Workspace, minutes: int) -> Changes:
    """Set the idle minutes, 1 to 60."""
    raise NotImplementedError


def users(ws: Workspace) -> list[UserRow]:
    """Active users by name."""
    raise NotImplementedError


def plans(ws: Workspace) -> list[PlanRow]:
    """All plans by key."""
    raise NotImplementedError


def plan(ws: Workspace, key: str) -> PlanRow:
    """One plan; NotFound names the known keys."""
    raise NotImplementedError


def add_plan(
    ws: Workspace, key: str, *, name: str, layout: str, policy: str = "toolkit-2025"
) -> PlanRow:
    """Add a plan; InputRejected for a taken key or an unknown layout or policy pack."""
    raise NotImplementedError


def update_plan(ws: Workspace, key: str, *, name: str, layout: str, policy: str) -> PlanRow:
    """Change a plan's name, layout or policy pack."""
    raise NotImplementedError


def layout_choices(ws: Workspace) -> list[tuple[str, str]]:
    """(key, name) of every layout: shipped ones and those somebody mapped."""
    raise NotImplementedError


def policy_choices() -> list[tuple[str, str]]:
    """(key, name) of every policy pack."""
    raise NotImplementedError
