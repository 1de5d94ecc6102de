"""The homes that members live in."""

from __future__ import annotations

from argparse import Namespace

from navigator_app.commands import output
from navigator_app.commands.people import member_id
from navigator_app.commands.session import opened
from navigator_app.commands.shapes import Shape, iso
from navigator_app.domain import housing
from navigator_app.domain import tenancy as rules
from navigator_app.domain.tenancy import DueDate, Retention
from navigator_app.domain.tenancy_rows import EventRow, RepaymentRow, TenancyRow
from navigator_app.i18n import _
from navigator_app.services import tenancy
from navigator_app.services.tenancy import TeamDue, TenancyPage


def homes(args: Namespace) -> int:
    """List tenancies that run; of one member the whole."""
    with opened(args) as ws:
        who = member_id(ws, args.member) if args.member else ""
        page = tenancy.page(ws, who) if who else None
        due, today = tenancy.due(ws, who), ws.clock.today()
        rows = tenancy.all_of(ws) if page is None else _of(page)
        kept = tenancy.retention(ws)
    if output.wants_json(args):
        if page is not None:
            output.document(_page(page))
        else:
            output.document(
                {
                    "tenancies": [_row(row, rules.days_housed(row, today)) for row in rows],
                    "due": [_team(one) for one in due],
                    "retention": [_retention(one) for one in kept],
                }
            )
        return 0
    output.table(
        (_("member"), _("home"), _("moved in"), _("left"), _("days"), _("rent"), _("pays")),
        [
            (row.member, row.address, row.move_in, row.ended, rules.days_housed(row, today),
             _money(row.rent_cents), _money(row.share_cents))
            for row in rows
        ],
        _("Nobody has recorded a home here yet."),
    )  # fmt: skip
    for one in due:
        output.line(_due_line(one))
    if page is None:
        for retained in kept:
            output.line(_kept_line(retained))
    return 0


def _of(page: TenancyPage) -> list[TenancyRow]:
    return [row for row in (page.tenancy, *page.earlier) if row is not None]


def _money(cents: int | None) -> str:
    return "" if cents is None else housing.money(cents)


def _due_line(one: TeamDue) -> str:
    return _("Due {day}: {kind} {what} ({who}), {left} days").format(
        day=one.due.due, kind=one.due.kind, what=one.due.what, who=one.tenancy.member,
        left=one.due.days_left,
    )  # fmt: skip


def _kept_line(one: Retention) -> str:
    return _("Housed after {months} months: {kept} of {reached}").format(
        months=one.months, kept=one.kept, reached=one.reached
    )


def _row(row: TenancyRow, days: int) -> Shape:
    return {
        "id": row.id,
        "member_id": row.member_id,
        "member": row.member,
        "address": row.address,
        "move_in": iso(row.move_in),
        "days_housed": days,
        "ended": iso(row.ended),
        "ended_why": row.ended_why,
        "ended_to": row.ended_to,
        "rent_cents": row.rent_cents,
        "share_cents": row.share_cents,
        "rent_due_day": row.rent_due_day,
        "subsidy": row.subsidy_kind,
        "landlord": row.landlord,
        "lease_starts": iso(row.lease_starts),
        "lease_ends": iso(row.lease_ends),
        "recertify": iso(row.recertify),
        "visit_every_days": row.visit_every,
        "htns_referral_id": row.htns_referral_id,
        "htss_referral_id": row.htss_referral_id,
    }


def _page(page: TenancyPage) -> Shape:
    return {
        "member_id": page.member_id,
        "tenancy": _row(page.tenancy, page.days) if page.tenancy else None,
        "next_visit": iso(page.next_visit),
        "housed_after_months": list(page.kept),
        "due": [_due(one) for one in page.due],
        "events": [_event(one) for one in page.events],
        "repayments": [_plan(one, page) for one in page.plans],
        "earlier": [_row(one, rules.days_housed(one, page.today)) for one in page.earlier],
    }


def _due(one: DueDate) -> Shape:
    return {
        "kind": one.kind, "id": one.record_id, "what": one.what, "due": iso(one.due),
        "days_left": one.days_left, "severity": one.severity, "cents": one.cents,
    }  # fmt: skip


def _team(one: TeamDue) -> Shape:
    return {
        "member_id": one.tenancy.member_id, "member": one.tenancy.member,
        "tenancy_id": one.tenancy.id, **_due(one.due),
    }  # fmt: skip


def _retention(one: Retention) -> Shape:
    return {
        "months": one.months, "reached": one.reached, "kept": one.kept, "percent": one.percent
    }  # fmt: skip


def _event(one: EventRow) -> Shape:
    return {
        "id": one.id,
        "kind": one.kind,
        "what": one.what,
        "on": iso(one.on),
        "severity": one.severity,
        "with_whom": one.with_whom,
        "note": one.note,
        "due": iso(one.due),
        "resolved": iso(one.resolved),
        "outcome": one.outcome,
        "by": one.by,
        "items": [
            {"item": item.item, "result": item.result, "note": item.note, "fixed": iso(item.fixed)}
            for item in one.items
        ],
    }


def _plan(one: RepaymentRow, page: TenancyPage) -> Shape:
    return {
        "id": one.id,
        "reason": one.reason,
        "owed_cents": one.owed_cents,
        "paid_cents": one.paid_cents,
        "left_cents": one.left_cents,
        "agreed": iso(one.agreed),
        "ended": iso(one.ended),
        "ended_why": one.ended_why,
        "parts": [
            {
                "due": iso(part.due), "cents": part.cents, "paid": iso(part.paid),
                "paid_cents": part.paid_cents, "state": rules.part_state(part, page.today).slug,
            }
            for part in one.parts
        ],
    }  # fmt: skip
