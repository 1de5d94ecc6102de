"""Members, their referrals and their history."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator

from navigator_app.commands import output, shapes
from navigator_app.commands.session import opened
from navigator_app.domain import identifiers
from navigator_app.domain.records import CaseloadQuery, CaseloadRow, MemberPage
from navigator_app.i18n import _
from navigator_app.services import agency, caseload
from navigator_app.services.workspace import Workspace

PAGE = 1000


def members(args: Namespace) -> int:
    """List the caseload."""
    with opened(args) as ws:
        rows = list(_rows(ws, args.search, args.limit))
    return output.listing(
        args,
        (shapes.caseload(row) for row in rows),
        (_("CIN"), _("born"), _("plan"), _("next due"), _("navigator"), _("name")),
        (
            (row.cin, row.date_of_birth, row.plan, row.next_due, row.navigator, _name(row))
            for row in rows
        ),
        _("Nobody matches.") if args.search else _("The caseload is empty."),
    )


def member(args: Namespace) -> int:
    """Show one member, whole."""
    with opened(args) as ws:
        page = caseload.member_page(ws, member_id(ws, args.member))
    if output.wants_json(args):
        output.document(shapes.member(page))
    else:
        _show(page)
    return 0


def referrals(args: Namespace) -> int:
    """List referrals."""
    with opened(args) as ws:
        who = member_id(ws, args.member) if args.member else ""
        rows = caseload.referrals(ws, member_id=who, status=args.status)
    return output.listing(
        args,
        (shapes.referral(row) for row in rows),
        (_("CIN"), _("status"), _("since"), _("authorization"), _("until"), _("service"), _("id")),
        (
            (
                row.cin,
                shapes.words(row.status) or _("not answered"),
                row.status_date,
                shapes.words(row.authorization_status),
                row.end,
                row.service.short,
                row.id,
            )
            for row in rows
        ),
        _("There are no such referrals."),
    )


def history(args: Namespace) -> int:
    """Show the journal of one record."""
    with opened(args) as ws:
        rows = caseload.history(ws, _record_id(ws, args.record))
        zone = ws.clock.zone
    return output.listing(
        args,
        (shapes.journal(row, zone) for row in rows),
        (_("when"), _("by"), _("table"), _("field"), _("old"), _("new")),
        (
            (shapes.local(row.at, zone), row.by, row.table, row.field, row.old, row.new)
            for row in rows
        ),
        _("Nothing is recorded."),
    )


def member_id(ws: Workspace, text: str) -> str:
    """Return the id behind a CIN; anything else is taken for an id."""
    try:
        cin = identifiers.cin(text)
    except ValueError:
        return text
    found = [row for row in caseload.find(ws, cin) if row.cin == cin]
    return found[0].id if found else text


def _record_id(ws: Workspace, text: str) -> str:
    """The id of a record whose history is asked for: a plan is named by its key."""
    plans = {row.key: row.id for row in agency.plans(ws)}
    return plans.get(text) or member_id(ws, text)


def _rows(ws: Workspace, text: str, limit: int | None) -> Iterator[CaseloadRow]:
    """The caseload, a page at a time."""
    offset = 0
    while limit is None or offset < limit:
        size = PAGE if limit is None else min(PAGE, limit - offset)
        rows = caseload.page(ws, CaseloadQuery(text=text), offset, size).rows
        yield from rows
        if len(rows) < size:
            return
        offset += len(rows)


def _name(row: CaseloadRow) -> str:
    return f"{row.first_name} {row.last_name}".strip()


def _show(page: MemberPage) -> None:
    row = page.member
    output.facts(
        [
            (_("name"), f"{row.first_name} {row.last_name}".strip()),
            (_("preferred name"), row.preferred_name),
            (_("do not leave word"), row.do_not_leave_word),
            (_("fleeing violence"), row.fleeing_violence),
            (_("safety"), row.safety_note),
            (_("CIN"), row.cin),
            (_("born"), row.date_of_birth),
            (_("plan"), f"{row.plan_name} {row.plan_member_id}".strip()),
            (_("phone"), identifiers.show_phone(row.phone)),
            (_("other phone"), identifiers.show_phone(row.alternate_phone)),
            (_("e-mail"), row.email),
            (_("address"), row.address),
            (_("language"), row.language_spoken),
            (_("last seen"), f"{row.last_seen_place} {row.last_seen_on or ''}".strip()),
            (_("navigator"), row.navigator),
            (_("gone from the file"), row.disappeared_on),
        ]
    )
    _show_loops(page)


def _show_loops(page: MemberPage) -> None:
    for one in page.referrals:
        output.line("")
        status = shapes.words(one.status) or _("not answered")
        output.line(f"{one.service.value}: {status} {one.status_date or ''}".rstrip())
        for event in reversed(page.events):
            if event.referral_id == one.id:
                reason = f" ({event.reason.value})" if event.reason else ""
                mark = _(" corrected") if event.corrected_by else ""
                output.line(f"  {event.on}  {event.status.value}{reason}{mark}")
    if page.attempts:
        output.line("")
        output.table(
            (_("attempt"), _("mode"), _("outcome"), _("by"), _("place")),
            [
                (shapes.local(a.at, a.zone), a.mode.value, a.outcome.value, a.by, a.place)
                for a in page.attempts
            ],
            "",
        )
    for due in page.due:
        output.line("")
        output.line(f"{due.due}  {due.title}: {due.why}")
