"""Agreements to pay back rent or damage in parts: agreed, paid, ended."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from navigator_app.domain import housing
from navigator_app.domain import tenancy as rules
from navigator_app.domain.identifiers import uuid7
from navigator_app.domain.tenancy import MOST_PARTS
from navigator_app.domain.tenancy_rows import Made, PartRow, RepaymentRow
from navigator_app.errors import InputRejected, NotFound
from navigator_app.i18n import _
from navigator_app.services import housing_checks as checks
from navigator_app.services import read_reasons, seen, tenancy
from navigator_app.services.workspace import Workspace
from navigator_app.store import reads_tenancy


@dataclass(frozen=True, slots=True)
class PlanDraft:
    """An agreement as somebody enters it: what is owed and the parts (day, cents) it is paid in.
    `event_id` is the sign or notice that it answers."""

    owed_cents: int | None
    parts: tuple[tuple[date, int], ...]
    agreed: date
    reason: str = ""
    event_id: str = ""
    note: str = ""


def one(ws: Workspace, plan_id: str) -> RepaymentRow:
    """One agreement; NotFound when there is none."""
    read_reasons.need_record(ws, "repayment_plan", plan_id)
    row = reads_tenancy.repayment(ws.store, plan_id)
    if row is None:
        raise NotFound(_("Not found"), _("There is no such repayment plan."))
    return row


def of_part(ws: Workspace, part_id: str) -> RepaymentRow:
    """The agreement that a part belongs to; NotFound when there is none."""
    read_reasons.need_record(ws, "repayment", part_id)
    row = reads_tenancy.plan_of_part(ws.store, part_id)
    if row is None:
        raise NotFound(_("Not found"), _("There is no such repayment plan."))
    home = reads_tenancy.one(ws.store, row.tenancy_id)
    whose = home.member_id if home is not None else ""
    told: RepaymentRow
    (told,) = seen.marked(ws, "repayment_plan", [row], whose)
    return told


def spread(
    owed_cents: int | None, parts: int | None, first: date | None
) -> tuple[tuple[date, int], ...]:
    """Monthly parts of what is owed; InputRejected names the field that makes none."""
    owed = _owed(owed_cents)
    if first is None:
        raise InputRejected("first", _("Say when the first part is due."))
    if parts is None or not 1 <= parts <= min(MOST_PARTS, owed):
        raise InputRejected(
            "parts", _("From 1 to {most} parts.").format(most=min(MOST_PARTS, owed))
        )
    return rules.spread(owed, parts, first)


def agree(ws: Workspace, tenancy_id: str, draft: PlanDraft) -> Made:
    """Record an agreement. InputRejected names the field: parts that come to more than is owed, a
    part due before the day it was agreed, an amount that cannot be."""
    row = tenancy.open_one(ws, tenancy_id)
    owed = _owed(draft.owed_cents)
    checks.past(ws, "agreed", draft.agreed)
    checks.in_order("agreed", row.move_in, draft.agreed, _("It lies before the move of {day}."))
    _check_parts(ws, owed, draft.parts, draft.agreed)
    values = {
        "reason": checks.line("reason", draft.reason),
        "owed_cents": owed,
        "agreed_on": draft.agreed.isoformat(),
        "note": checks.note(draft.note),
        "event_id": _event(ws, row.id, draft.event_id),
    }
    key = uuid7()
    with ws.transaction("agree_repayment") as tx:
        whose = {"tenancy_id": row.id, "member_id": row.member_id, "created_at": tx.now}
        tx.insert("repayment_plan", {"id": key, **whose, **values})
        for due, cents in draft.parts:
            part = {"id": uuid7(), "repayment_plan_id": key, "due_on": due.isoformat()}
            tx.insert("repayment", {**part, "cents": cents})
        return Made(key, tenancy.changes_of(row), tx.id)


def pay(ws: Workspace, part_id: str, on: date, cents: int | None) -> Made:
    """A part was paid: when and how much. More than the part goes to the next ones; a second
    payment of a part adds to the first. InputRejected names the field."""
    plan = of_part(ws, part_id)
    part = next(one for one in plan.parts if one.id == part_id)
    row = tenancy.one(ws, plan.tenancy_id)
    if plan.ended is not None:
        raise InputRejected("on", _("This agreement has ended."))
    checks.past(ws, "on", on)
    checks.in_order("on", plan.agreed, on, _("It lies before the agreement of {day}."))
    amount = checks.cents("cents", cents)
    if not amount:
        raise InputRejected("cents", _("Say how much was paid."))
    if amount > plan.left_cents:
        raise InputRejected(
            "cents",
            _("Only {left} is left to pay.").format(left=housing.money(plan.left_cents)),
            _("Look at the amount, or at the parts paid before."),
        )
    with ws.transaction("pay_repayment") as tx:
        for one_part, paid in _shares(plan, part, amount):
            tx.update("repayment", one_part.id, {"paid_on": on.isoformat(), "paid_cents": paid})
        if amount == plan.left_cents:
            over = {"ended_on": on.isoformat(), "ended_why": "paid"}
            tx.update("repayment_plan", plan.id, over)
        return Made(part_id, tenancy.changes_of(row), tx.id)


def end(ws: Workspace, plan_id: str, on: date, why: str) -> Made:
    """The agreement no longer holds: broken, replaced, forgiven. InputRejected names the field."""
    plan = one(ws, plan_id)
    if plan.ended is not None:
        raise InputRejected("why", _("This agreement has ended already."))
    checks.past(ws, "on", on)
    checks.in_order("on", plan.agreed, on, _("It lies before the agreement of {day}."))
    words = checks.line("why", why, _("Say why in a few words."))
    with ws.transaction("end_repayment") as tx:
        tx.update("repayment_plan", plan.id, {"ended_on": on.isoformat(), "ended_why": words})
        return Made(plan.id, tenancy.changes_of(tenancy.one(ws, plan.tenancy_id)), tx.id)


def next_part(plan: RepaymentRow) -> PartRow | None:
    """The first part that is not paid in full."""
    return next((one for one in plan.parts if (one.paid_cents or 0) < one.cents), None)


def _shares(plan: RepaymentRow, part: PartRow, amount: int) -> Iterator[tuple[PartRow, int]]:
    """How a payment falls on the parts: this one first, then the others by their days."""
    for one_part in (part, *(other for other in plan.parts if other is not part)):
        had = one_part.paid_cents or 0
        share = min(amount, max(0, one_part.cents - had))
        amount -= share
        if share:
            yield one_part, had + share
    if amount:  # the parts come to less than is owed
        last = plan.parts[-1]
        yield last, max(last.cents, last.paid_cents or 0) + amount


def _owed(cents: int | None) -> int:
    owed = checks.cents("owed", cents)
    if not owed:
        raise InputRejected("owed", _("Say how much is owed."))
    return owed


def _check_parts(ws: Workspace, owed: int, parts: Sequence[tuple[date, int]], agreed: date) -> None:
    if not parts or len(parts) > MOST_PARTS:
        raise InputRejected("parts", _("From 1 to {most} parts.").format(most=MOST_PARTS))
    for due, cents in parts:
        checks.near(ws, "first", due)
        checks.in_order("first", agreed, due, _("It lies before the agreement of {day}."))
        if not checks.cents("parts", cents):
            raise InputRejected("parts", _("A part of $0 is none."))
    total = sum(cents for _due, cents in parts)
    if total > owed:
        raise InputRejected(
            "parts",
            _("The parts come to {total}, more than the {owed} owed.").format(
                total=housing.money(total), owed=housing.money(owed)
            ),
            _("Correct one of the two."),
        )


def _event(ws: Workspace, tenancy_id: str, event_id: str) -> str | None:
    if not event_id:
        return None
    row = reads_tenancy.event(ws.store, event_id)
    if row is None or row.tenancy_id != tenancy_id:
        raise InputRejected("event_id", _("Choose something of this tenancy."))
    return event_id
