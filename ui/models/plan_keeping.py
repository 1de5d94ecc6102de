"""The fields of a support plan by key: what stands in them, and how each is kept.

A key is a field's id, "barrier id/column", "step id/column", "review_on" or "why".
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from navigator_app.errors import InputRejected
from navigator_app.i18n import _
from navigator_app.services import support_plan_edit
from navigator_app.services.support_plan import PlanPage, Saved
from navigator_app.services.workspace import Workspace
from ui.widgets.plan_barrier import values_of

_OF_A_STEP = ("what", "owner", "due_on")
_PAID = {"yes": True, "no": False}


def values(page: PlanPage) -> dict[str, str]:
    """What stands in every field of a version."""
    plan = page.plan
    if plan is None:
        return {}
    found = dict(plan.answers)
    for row in plan.barriers:
        found |= values_of(row)
    found["why"] = plan.why
    found["review_on"] = plan.review.isoformat() if plan.review else ""
    return found


def unkept(page: PlanPage, typed: Mapping[str, str]) -> dict[str, str]:
    """What is typed otherwise than it is kept; nothing where the version is not open to change."""
    kept = values(page) if page.editable else typed
    return {key: text for key, text in typed.items() if text.strip() != kept.get(key, "").strip()}


def keep(plan_id: str, key: str, text: str, ws: Workspace) -> Saved:
    """Keep one field; InputRejected when it cannot be."""
    owner, slash, column = key.partition("/")
    if key == "review_on":
        return support_plan_edit.set_review(ws, plan_id, _day(key, text))
    if key == "why":
        return support_plan_edit.set_why(ws, plan_id, text)
    if not slash:
        return support_plan_edit.answer(ws, plan_id, key, text)
    value: str | date | bool | None = text
    if column.endswith("_on"):
        value = _day(column, text)
    elif column == "medi_cal_pays":
        value = _PAID.get(text)
    if column in _OF_A_STEP:
        return support_plan_edit.set_step(ws, owner, {column: value})
    return support_plan_edit.set_barrier(ws, owner, {column: value})


def _day(field: str, text: str) -> date | None:
    if not text.strip():
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise InputRejected(field, _("This is no day."), _("Write it as month/day/year.")) from None
