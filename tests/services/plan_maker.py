"""Housing support plans for tests, written through the services."""

from __future__ import annotations

from datetime import date, timedelta

from navigator_app.domain.support_plan_form import Purpose
from navigator_app.services import support_plan, support_plan_edit, support_plan_moves
from navigator_app.services.support_plan_moves import SignatureDraft
from navigator_app.services.workspace import Workspace


def begun(ws: Workspace, member_id: str) -> str:
    """A draft with nothing in it; its id."""
    return support_plan.start(ws, member_id).id


def filled(ws: Workspace, member_id: str, plan_id: str = "") -> str:
    """A draft with all that a reviewer asks for; its id."""
    plan_id = plan_id or begun(ws, member_id)
    plan = support_plan.one(ws, plan_id)
    form, today = support_plan.form(), ws.clock.today()
    for need in form.needed(Purpose.REVIEW, ()):
        for field in need.fields:
            support_plan_edit.answer(ws, plan_id, field, f"About {field}, version {plan.version}")
    if not plan.barriers:
        for common in ("no-papers", "late-rent"):
            barrier = support_plan_edit.add_barrier(ws, plan_id, common=common).id
            support_plan_edit.set_barrier(
                ws,
                barrier,
                {
                    "short_by_on": today + timedelta(days=30),
                    "long_by_on": today + timedelta(days=180),
                    "approach": "Wants to go alone to the first office and together to the second.",
                    "other_providers": "none",
                },
            )
            due = today + timedelta(days=7)
            support_plan_edit.add_step(ws, barrier, f"First step of {common}", "navigator", due)
    support_plan_edit.set_review(ws, plan_id, today + timedelta(days=90))
    return plan_id


def approved(ws: Workspace, member_id: str, plan_id: str = "") -> str:
    """The same, approved; its id."""
    plan_id = filled(ws, member_id, plan_id)
    support_plan_moves.submit(ws, plan_id)
    support_plan_moves.approve(ws, plan_id)
    return plan_id


def signature(ws: Workspace, role: str, on: date | None = None) -> SignatureDraft:
    """A signature on paper today."""
    return SignatureDraft(role, f"The {role}", "paper", on or ws.clock.today())


def signed(ws: Workspace, member_id: str, plan_id: str = "") -> str:
    """The same, signed by both; its id."""
    plan_id = approved(ws, member_id, plan_id)
    for role in ("member", "navigator"):
        support_plan_moves.sign(ws, plan_id, signature(ws, role))
    return plan_id
