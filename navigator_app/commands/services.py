"""Services given: listed, written as lines for billing, and what of them nobody pays."""

from __future__ import annotations

from argparse import Namespace

from navigator_app.commands import output
from navigator_app.commands.people import member_id
from navigator_app.commands.session import opened
from navigator_app.commands.shapes import Shape, words
from navigator_app.domain.encounter_facts import Payable
from navigator_app.domain.service_rows import Effort, EncounterRow
from navigator_app.i18n import _
from navigator_app.services import part_2, service_month
from navigator_app.services.record_encounter import told
from navigator_app.services.workspace import Workspace

MOST = 100_000
"""Services of one listing."""


def services(args: Namespace) -> int:
    """List services, or their unpaid effort; with --csv write a plan's month."""
    with opened(args) as ws:
        if args.csv is not None:
            done = service_month.export(ws, args.plan, args.month, args.csv)
            text = _("{lines} lines written to {file}.")
            output.line(text.format(lines=len(done.lines), file=done.file))
            for said in part_2.left_out(range(done.left_out)):
                output.line(said)
            return 0
        who = member_id(ws, args.member) if args.member else ""
        if args.unpaid:
            return _unpaid(ws, args, who)
        rows = service_month.listing(
            ws, member_id=who, month=args.month or "", plan=args.plan, limit=MOST
        )
    return output.listing(
        args,
        (shape(row) for row in rows),
        (
            _("day"),
            _("member"),
            _("service"),
            _("minutes"),
            _("code"),
            _("units"),
            _("payable"),
            _("why"),
        ),
        (
            (
                row.on,
                row.member_name,
                row.service.short,
                row.minutes,
                row.code,
                row.units,
                str(row.payable),
                _why(row),
            )
            for row in rows
        ),
        _("No service is recorded for that."),
    )


def shape(row: EncounterRow) -> Shape:
    """One service as JSON; reasons as they were judged at entry."""
    return {
        "id": row.id,
        "member_id": row.member_id,
        "referral_id": row.referral_id or None,
        "service": words(row.service),
        "component": row.component,
        "at": row.at.isoformat(timespec="minutes"),
        "minutes": row.minutes,
        "mode": words(row.mode),
        "place": row.place,
        "with_whom": row.with_whom,
        "narrative": row.narrative,
        "miles": row.miles,
        "code": row.code or None,
        "unit": row.unit or None,
        "units": row.units,
        "payable": str(row.payable),
        "reasons": [
            {
                "check": one.check,
                "payable": str(one.payable),
                "says": told(one.says),
                "source": one.source,
            }
            for one in row.reasons
        ],
        "toward": row.toward or None,
        "by": row.by,
    }


def _unpaid(ws: Workspace, args: Namespace, who: str) -> int:
    found = service_month.unpaid(ws, month=args.month or "", plan=args.plan, member_id=who)
    return output.listing(
        args,
        (_effort(one) for one in found),
        (_("month"), _("navigator"), _("payable"), _("minutes"), _("attempts"), _("reason")),
        (
            (
                one.month,
                one.navigator,
                str(one.payable),
                one.minutes or "",
                one.attempts or "",
                service_month.reason_title(one.check),
            )
            for one in found
        ),
        _("All recorded work is paid, as far as is known."),
    )


def _effort(one: Effort) -> Shape:
    return {
        "month": one.month,
        "navigator": one.navigator,
        "reason": one.check,
        "title": service_month.reason_title(one.check),
        "payable": str(one.payable),
        "services": one.notes,
        "minutes": one.minutes,
        "attempts": one.attempts,
    }


def _why(row: EncounterRow) -> str:
    against = [one for one in row.reasons if one.payable is not Payable.YES]
    return " ".join(told(one.says) for one in against)
