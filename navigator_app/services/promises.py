"""Promises to a member, a landlord or a plan: made, kept, dropped; they outlive who made them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from navigator_app.domain.housing_rows import Written
from navigator_app.errors import InputRejected
from navigator_app.i18n import _
from navigator_app.services import housing_checks as checks
from navigator_app.services import people_checks
from navigator_app.services.workspace import Workspace


@dataclass(frozen=True, slots=True)
class PromiseDraft:
    """A promise as somebody enters it."""

    what: str
    to_whom: str = ""
    due: date | None = None


def save(ws: Workspace, member_id: str, draft: PromiseDraft, promise_id: str = "") -> Written:
    """Write a promise down, or anew. InputRejected for nothing promised or a day of another
    century; an open one only can be amended."""
    checks.near(ws, "due", draft.due)
    if promise_id:
        _open(ws, member_id, promise_id)
    values = {
        "what": checks.line("what", draft.what, _("Say what was promised.")),
        "to_whom": checks.line("to_whom", draft.to_whom),
        "due_on": checks.text_of(draft.due),
    }
    return people_checks.save(ws, "promise", member_id, values, promise_id, signed=True)


def keep(ws: Workspace, member_id: str, promise_id: str) -> Written:
    """It was kept, as of today."""
    _open(ws, member_id, promise_id)
    values = {"kept_on": ws.clock.today().isoformat()}
    return people_checks.save(ws, "promise", member_id, values, promise_id)


def drop(ws: Workspace, member_id: str, promise_id: str, why: str) -> Written:
    """It will not be kept; InputRejected without a reason."""
    _open(ws, member_id, promise_id)
    reason = checks.line("why", why, _("Say why it will not be kept, and who was told."))
    return people_checks.save(ws, "promise", member_id, {"dropped_why": reason}, promise_id)


def _open(ws: Workspace, member_id: str, promise_id: str) -> dict[str, Any]:
    row = people_checks.known(ws, "promise", promise_id, member_id)
    if row["kept_on"] or row["dropped_why"]:
        raise InputRejected("promise", _("This promise is settled already."))
    return row
