"""What plans sent back, and what nobody could use yet."""

from __future__ import annotations

from argparse import Namespace

from navigator_app.commands import output
from navigator_app.commands.session import opened
from navigator_app.commands.shapes import Shape
from navigator_app.domain.responses import DISCARD, RETRY, QuarantineRow, RejectedRow, Settled
from navigator_app.errors import InputRejected
from navigator_app.i18n import _, ngettext
from navigator_app.services import (
    agency,
    quarantine,
    response_by_hand,
    responses,
    responses_due,
)


def listed(args: Namespace) -> int:
    """List open rejected rows."""
    with opened(args) as ws:
        rows = responses.open_rows(ws, args.plan or "")
        found = responses.counts(ws)
    if output.wants_json(args):
        output.document([_rejected(row) for row in rows])
        return 0
    output.table(
        (_("row"), _("plan"), _("member"), _("status"), _("date"), _("why")),
        [
            (
                row.id,
                row.plan_key,
                row.member_name,
                _(row.status.value),
                row.on,
                responses_due.reason(row),
            )
            for row in rows
        ],
        _("No status waits that a plan sent back."),
    )
    again = sum(one.again for key, one in found.items() if args.plan in (None, key))
    if again:
        said = ngettext(
            "{n} status was mended and goes again with the next file.",
            "{n} statuses were mended and go again with the next file.",
            again,
        )
        output.line(said.format(n=again))
    return 0


def take(args: Namespace) -> int:
    """Take in a plan's answer that was fetched by hand."""
    with opened(args) as ws:
        name, content = response_by_hand.read(args.file)
        taken = response_by_hand.take_in(ws, args.plan, name, content)
        waiting = responses.of_plan(ws, args.plan).open
    if output.wants_json(args):
        output.document({"file": name, "id": taken.file_id, "said": taken.said, "open": waiting})
    else:
        output.line(taken.said)
    return 0


def release(args: Namespace) -> int:
    """Let rejected rows go again."""
    with opened(args) as ws:
        settled, _changes = responses.release(ws, args.rows, args.note)
    return _told(args, settled, _("They go with the next file."))


def drop(args: Namespace) -> int:
    """Say that rejected rows need not go again."""
    with opened(args) as ws:
        settled, _changes = responses.drop(ws, args.rows, args.why)
    return _told(args, settled, _("They do not go again."))


def quarantined(args: Namespace) -> int:
    """List what waits in quarantine, or what was settled."""
    with opened(args) as ws:
        wanted = quarantine.settled if args.settled else quarantine.waiting
        rows = wanted(ws, args.plan or "")
    if output.wants_json(args):
        output.document([_shape(row) for row in rows])
        return 0
    output.table(
        (_("id"), _("plan"), _("file"), _("row"), _("whose"), _("days"), _("why")),
        [
            (
                row.id,
                row.plan_key,
                row.file,
                row.row or "",
                row.owner,
                row.days,
                row.settled_how or row.reason,
            )
            for row in rows
        ],
        _("Nothing is in quarantine."),
    )
    return 0


def retry(args: Namespace) -> int:
    """Try one again."""
    with opened(args) as ws:
        said, _settled, _changes = quarantine.settle(ws, args.id, RETRY)
        row = quarantine.one(ws, args.id)
    return _one(args, row, said)


def discard(args: Namespace) -> int:
    """Discard one."""
    with opened(args) as ws:
        said, _settled, _changes = quarantine.settle(ws, args.id, DISCARD, args.why)
        row = quarantine.one(ws, args.id)
    return _one(args, row, said)


def give(args: Namespace) -> int:
    """Make one somebody's work."""
    with opened(args) as ws:
        user = next((one for one in agency.users(ws) if one.name == args.to), None)
        if user is None:
            known = ", ".join(one.name for one in agency.users(ws))
            raise InputRejected(
                "owner",
                _("Nobody called {name} works here.").format(name=args.to),
                _("Users: {names}.").format(names=known),
            )
        quarantine.assign(ws, args.id, user.id)
        row = quarantine.one(ws, args.id)
    return _one(args, row, _("It is the work of {name} now.").format(name=row.owner))


def _told(args: Namespace, settled: Settled, said: str) -> int:
    if output.wants_json(args):
        output.document({"rows": settled.rows})
    else:
        output.line(said)
    return 0


def _one(args: Namespace, row: QuarantineRow, said: str) -> int:
    if output.wants_json(args):
        output.document({**_shape(row), "said": said})
    else:
        output.line(said)
    return 0


def _rejected(row: RejectedRow) -> Shape:
    return {
        "id": row.id,
        "plan": row.plan_key,
        "member_id": row.member_id,
        "cin": row.cin,
        "referral_id": row.referral_id,
        "event_id": row.event_id,
        "service": row.service.slug,
        "status": row.status.value,
        "status_date": row.on.isoformat(),
        "code": row.code,
        "reason": row.reason,
        "fix": row.fix,
        "file": row.file,
        "response": row.response,
        "row": row.row,
        "came_at": row.came_at.isoformat(),
        "owner": row.owner,
    }


def _shape(row: QuarantineRow) -> Shape:
    return {
        "id": row.id,
        "plan": row.plan_key,
        "file": row.file,
        "kind": row.kind,
        "row": row.row,
        "reason": row.reason,
        "owner": row.owner,
        "raised_at": row.raised_at.isoformat(),
        "days": row.days,
        "can_retry": row.can_retry,
        "settled_at": row.settled_at.isoformat() if row.settled_at else None,
        "settled_how": row.settled_how,
    }
