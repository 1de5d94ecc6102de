"""The day's work: statuses, attempts, what is due."""

from __future__ import annotations

import sys
from argparse import Namespace

from navigator_app.commands import output, shapes
from navigator_app.commands.people import member_id
from navigator_app.commands.session import opened
from navigator_app.domain.records import AttemptDraft, DueRow
from navigator_app.errors import NotFound
from navigator_app.i18n import _, ngettext
from navigator_app.services import (
    agency,
    calendar_file,
    clocks,
    cover,
    own_rules,
    record_outreach,
    record_status,
    today,
)
from navigator_app.services.workspace import Workspace


def status(args: Namespace) -> int:
    """Append one status event."""
    with opened(args) as ws:
        row, _changes = record_status.record(
            ws,
            args.referral,
            args.status,
            args.on,
            reason=args.reason,
            note=args.note,
            corrects=args.corrects,
            override=args.override,
        )
    if output.wants_json(args):
        output.document(shapes.referral(row))
        return 0
    output.line(
        _("Recorded: {service} of {cin} is {status} as of {day}.").format(
            service=row.service.short,
            cin=row.cin,
            status=shapes.words(row.status),
            day=row.status_date,
        )
    )
    return 0


def outreach(args: Namespace) -> int:
    """Record one attempt."""
    with opened(args) as ws:
        draft = AttemptDraft(
            member_id=member_id(ws, args.member),
            mode=args.mode,
            outcome=args.outcome,
            at=args.at,
            referral_id=args.referral,
            place=args.place,
            note=args.note,
        )
        done = record_outreach.record(ws, [draft])
    shape = shapes.attempt(done.attempts[0])
    if done.moved:
        shape["referral_status"] = shapes.words(done.moved[0].status)
    if output.wants_json(args):
        output.document(shape)
        return 0
    output.line(_("Recorded."))
    for row in done.moved:
        output.line(
            _("{service} is now {status} as of {day}.").format(
                service=row.service.short, status=shapes.words(row.status), day=row.status_date
            )
        )
    return 0


def due(args: Namespace) -> int:
    """List what is due, or write it as a calendar."""
    with opened(args) as ws:
        clocks.refresh(ws)
        unread = own_rules.unread(ws)
        if unread:
            print(unread, file=sys.stderr)
        whose = _user(ws, args.whose)
        if args.ics is not None:
            count = calendar_file.write(
                ws, args.ics, on=args.on, within=args.within, navigator_id=whose
            )
            return _calendar_written(args, count)
        rows = today.due(ws, on=args.on, within=args.within, navigator_id=whose)
        if whose:
            for one in cover.covering(ws, args.on, whose):
                rows += today.due(ws, on=args.on, within=args.within, navigator_id=one.user_id)
            rows = list({_line(row): row for row in rows}.values())
            rows = list(cover.marked(ws, rows, args.on, whose))
    # A list is read by its dates; the screen ranks a case by what is at stake.
    rows = sorted(rows, key=lambda row: row.due)
    return output.listing(
        args,
        (shapes.due(row) for row in rows),
        (_("due"), _("days"), _("what"), _("service"), _("member"), _("why")),
        (
            (row.due, row.days_left, _title(row), row.service_short, row.member_name, row.why)
            for row in rows
        ),
        _("Nothing is due. Well done."),
    )


def _line(row: DueRow) -> tuple[str, ...]:
    """What tells a line from others: one that belongs to two people's lists stands once."""
    return row.member_id, row.referral_id, row.rule, row.subject, row.title, row.due.isoformat()


def _title(row: DueRow) -> str:
    """What is asked; what the plan owes is to be asked after."""
    return _("Chase: {title}").format(title=row.title) if row.chase else row.title


def _calendar_written(args: Namespace, count: int) -> int:
    if output.wants_json(args):
        output.document({"file": str(args.ics), "events": count})
    else:
        output.line(
            ngettext("Written: {n} entry, no names.", "Written: {n} entries, no names.", count)
            .format(n=count)
        )  # fmt: skip
    return 0


def _user(ws: Workspace, name: str | None) -> str:
    """The id behind a user's name; empty for everybody."""
    if name is None:
        return ""
    known = agency.users(ws)
    for user in known:
        if user.name.casefold() == name.strip().casefold():
            return user.id
    raise NotFound(
        _("No such user"),
        _("There is no user {name}.").format(name=name),
        _("Known users: {names}.").format(names=", ".join(user.name for user in known)),
    )
