"""Authorizations in their chains, the eligibility diary, and the wave of extensions ahead."""

from __future__ import annotations

from argparse import Namespace

from navigator_app.commands import ledger_shapes, output, shapes
from navigator_app.commands.people import member_id
from navigator_app.commands.session import opened
from navigator_app.i18n import _
from navigator_app.services import authorizations, eligibility, forecast
from navigator_app.services.eligibility import CheckDraft


def list_authorizations(args: Namespace) -> int:
    """List authorizations and requests, each chain in its order."""
    with opened(args) as ws:
        who = member_id(ws, args.member) if args.member else ""
        found = authorizations.listing(ws, member_id=who, within=args.ending_within)
    return output.listing(
        args,
        (row for one in found for row in ledger_shapes.entries(one)),
        (_("CIN"), _("service"), _("kind"), _("status"), _("from"), _("until"), _("days"), _("!")),
        (
            (
                one.cin,
                one.service.short,
                str(entry.kind),
                shapes.words(entry.status) or _("asked for"),
                entry.effective,
                entry.end,
                one.countdown.days_left if entry.end == one.countdown.end else "",
                " ".join(one.warnings(entry.id)),
            )
            for one in found
            for entry in one.entries
        ),
        _("No authorization is known for that."),
    )


def eligibility_diary(args: Namespace) -> int:
    """List a member's checks, or record one; without a member, all in doubt."""
    if not args.member:
        return _list_doubtful(args)
    if args.result is None:
        return _list_checks(args)
    with opened(args) as ws:
        draft = CheckDraft(
            member_id=member_id(ws, args.member),
            result=args.result,
            how=args.how,
            on=args.on,
            plan_found=args.plan_found,
            lapsed_on=args.lapsed_on,
            next_on=args.next,
            note=args.note,
        )
        check, _changes = eligibility.record(ws, draft)
        diary = eligibility.diary(ws, draft.member_id)
    if output.wants_json(args):
        output.document(ledger_shapes.check(check))
        return 0
    output.line(_("Recorded."))
    _show_alerts(diary)
    return 0


def _list_doubtful(args: Namespace) -> int:
    with opened(args) as ws:
        rows = eligibility.in_doubt(ws)
    return output.listing(
        args,
        (ledger_shapes.in_doubt(row) for row in rows),
        (_("CIN"), _("state"), _("member"), _("why")),
        ((row.cin, str(row.coverage.state), row.member_name, row.says) for row in rows),
        _("Nobody’s coverage is known to be lapsed or in doubt."),
    )


def _list_checks(args: Namespace) -> int:
    with opened(args) as ws:
        diary = eligibility.diary(ws, member_id(ws, args.member))
    if output.wants_json(args):
        output.document(ledger_shapes.diary(diary))
        return 0
    output.line(diary.says)
    output.table(
        (_("when"), _("result"), _("how"), _("plan"), _("lapsed"), _("next"), _("by")),
        [
            (
                shapes.local(one.at, one.zone),
                one.result.value,
                one.how.value,
                one.plan,
                one.lapsed_on,
                one.next_on,
                one.by,
            )
            for one in diary.checks
        ],
        _("No check is recorded."),
    )
    _show_alerts(diary)
    return 0


def _show_alerts(diary: eligibility.Diary) -> None:
    for alert in diary.alerts:
        output.line("")
        output.line(f"{alert.says} {alert.do}")
        output.line(f"  ({alert.source})")


def wave_forecast(args: Namespace) -> int:
    """Authorizations that end in the weeks ahead, against the hours."""
    with opened(args) as ws:
        found = forecast.forecast(
            ws, weeks=args.weeks, per_packet=args.hours_per_packet, per_week=args.hours_per_week
        )
        members = forecast.behind(ws, found.weeks[0].first, found.weeks[-1].last)
    if output.wants_json(args):
        output.document(ledger_shapes.forecast(found, members))
        return 0
    output.table(
        (_("week of"), _("ending"), _("asked"), _("hours"), _("there"), _("earlier"), ""),
        [
            (
                week.first,
                week.ending,
                week.asked,
                f"{week.hours:g}",
                f"{week.available:g}",
                f"{week.early:g}" if week.early else "",
                _("too much for the week") if week.over else "",
            )
            for week in found.weeks
            if week.ending or week.early
        ],
        _("No authorization ends in these weeks."),
    )
    output.line("")
    output.line(_hours_line(found))
    return 0


def _hours_line(found: forecast.Forecast) -> str:
    text = (
        _("{packet} hours a packet and {week} hours a week: the agency’s own estimate.")
        if found.hours.own
        else _("{packet} hours a packet and {week} hours a week: a guess until you set your own.")
    )
    return text.format(packet=f"{found.hours.per_packet:g}", week=f"{found.hours.per_week:g}")
