"""Batches of referrals from the command line."""

from __future__ import annotations

import sys
from argparse import Namespace
from pathlib import Path

from navigator_app.commands import output
from navigator_app.commands.people import member_id
from navigator_app.commands.session import opened
from navigator_app.commands.shapes import Shape, iso, local
from navigator_app.domain.batches import BatchRow, BatchSheet, MemberLine
from navigator_app.domain.intake_rows import NewMember
from navigator_app.domain.paths import OptIn
from navigator_app.errors import FileRejected, InputRejected
from navigator_app.i18n import _
from navigator_app.services import (
    batch_changed,
    batch_choose,
    batch_send,
    batch_wave,
    batches,
    prospects,
)
from navigator_app.services.workspace import Workspace

_LARGEST = 1 << 20
"""Bytes of a list of prospects; the most rows of one have a tenth of it."""


def listed(args: Namespace) -> int:
    """List the batches."""
    with opened(args) as ws:
        rows = batches.listing(ws, args.plan)
        zone = ws.clock.zone
    if output.wants_json(args):
        output.document([_shape(row, zone) for row in rows])
        return 0
    output.table(
        (_("batch"), _("state"), _("plan"), _("members"), _("title")),
        [(row.reference, row.state, row.plan, row.members, row.title) for row in rows],
        _('There is no batch yet. Begin one with "navigator batch new".'),
    )
    return 0


def new(args: Namespace) -> int:
    """Begin a batch, with a plan's list of prospects where one is given; a list that is refused
    leaves the batch given up."""
    rows = _prospects(args.prospects) if args.prospects else []
    with opened(args) as ws:
        key, _changes = batches.start(
            ws,
            plan=args.plan,
            service=args.service,
            title=args.title,
            starts=args.starts,
            ends=args.ends,
            subcontractor=args.subcontractor,
        )
        try:
            _take_in(args, ws, key, rows)
        except InputRejected:
            batches.drop(ws, key)
            raise
        return _one(args, ws, key)


def add(args: Namespace) -> int:
    """Put members in; a plan's list of prospects is taken in first."""
    rows = _prospects(args.prospects) if args.prospects else []
    with opened(args) as ws:
        key = batches.one(ws, args.batch).id
        _take_in(args, ws, key, rows)
        members = [member_id(ws, text) for text in args.members]
        if args.ending_within:
            found = batch_choose.by_ending(ws, key, args.ending_within)
            members += [one.member_id for one in found if not one.why_not]
        if args.prospects_since:
            found = batch_choose.by_prospects(ws, key, args.prospects_since)
            members += [one.member_id for one in found if not one.why_not]
        if members or not rows:
            batches.add(ws, key, members)
        return _one(args, ws, key)


def remove(args: Namespace) -> int:
    """Take members out."""
    with opened(args) as ws:
        key = batches.one(ws, args.batch).id
        batches.remove(ws, key, [member_id(ws, text) for text in args.members])
        return _one(args, ws, key)


def let_pass(args: Namespace) -> int:
    """Let a member go with a reason."""
    with opened(args) as ws:
        key = batches.one(ws, args.batch).id
        batches.override(ws, key, member_id(ws, args.member), args.reason)
        return _one(args, ws, key)


def show(args: Namespace) -> int:
    """Print a batch."""
    with opened(args) as ws:
        return _one(args, ws, batches.one(ws, args.batch).id)


def check(args: Namespace) -> int:
    """Print who needs mending; 1 while there is anybody."""
    with opened(args) as ws:
        sheet = batches.sheet(ws, batches.one(ws, args.batch).id)
        zone = ws.clock.zone
    rows = [row for row in sheet.rows if not row.ready]
    if output.wants_json(args):
        output.document({**_shape(sheet.batch, zone), "unready": [_line(row) for row in rows]})
    else:
        _print(sheet, rows)
    return 1 if rows else 0


def wave(args: Namespace) -> int:
    """Print the wave that the batch would bring."""
    with opened(args) as ws:
        found = batch_wave.wave(ws, batches.one(ws, args.batch).id)
    if output.wants_json(args):
        output.document(
            {
                "months": [
                    {
                        "month": f"{one.first:%Y-%m}",
                        "standing": one.standing,
                        "added": one.added,
                        "over": one.over,
                    }
                    for one in found.months
                ],
                "same_day": [{"day": iso(day), "members": n} for day, n in found.same_day],
                "unknown": found.unknown,
                "short_before": found.short_before,
                "short_after": found.short_after,
                "assumed": found.assumed or None,
            }
        )
        return 0
    output.table(
        (_("month"), _("end already"), _("with the batch"), _("more than the hours")),
        [
            (f"{one.first:%Y-%m}", one.standing, one.standing + one.added, one.over)
            for one in found.months
        ],
        _("Nothing ends."),
    )
    output.line(found.assumed or found.source)
    return 0


def attest(args: Namespace) -> int:
    """Attest a batch."""
    try:
        text = args.text_file.read_text("utf-8")
    except (OSError, UnicodeDecodeError):
        raise FileRejected(
            _("File not read"),
            _("The file {name} cannot be read.").format(name=args.text_file.name),
            _("Check where it lies and that it is text."),
        ) from None
    with opened(args) as ws:
        key = batches.one(ws, args.batch).id
        batch_send.attest(ws, key, text)
        return _one(args, ws, key)


def build(args: Namespace) -> int:
    """Build the file."""
    with opened(args) as ws:
        row, _changes = batch_send.build(ws, batches.one(ws, args.batch).id)
        if args.out is not None:
            batch_send.save(ws, row.id, args.out)
        return _one(args, ws, row.id)


def sent(args: Namespace) -> int:
    """Mark the file sent."""
    with opened(args) as ws:
        row, _changes = batch_send.mark_sent(ws, batches.one(ws, args.batch).id)
        return _one(args, ws, row.id)


def revise(args: Namespace) -> int:
    """Begin a revised batch."""
    with opened(args) as ws:
        key, _changes = batches.revise(ws, batches.one(ws, args.batch).id)
        return _one(args, ws, key)


def drop(args: Namespace) -> int:
    """Give a batch up."""
    with opened(args) as ws:
        key = batches.one(ws, args.batch).id
        batches.drop(ws, key)
        return _one(args, ws, key)


def _take_in(args: Namespace, ws: Workspace, key: str, rows: list[NewMember]) -> None:
    if rows:
        order = OptIn.AFTER if args.approved else OptIn.BEFORE
        received = args.received or ws.clock.today()
        batch_choose.take_in_prospects(ws, key, rows, received=received, opt_in=order)


def _prospects(path: Path) -> list[NewMember]:
    """The rows of a plan's list, from a file or, by "-", pasted; nothing of it is kept but the
    members. FileRejected where it is no text, InputRejected (`rows`) names a row that is none."""
    try:
        if str(path) == "-":
            content = sys.stdin.buffer.read(_LARGEST + 1)
        else:
            with path.open("rb") as file:
                content = file.read(_LARGEST + 1)
        text = content.decode("utf-8-sig")
    except (OSError, UnicodeDecodeError):
        raise _unread(path) from None
    if len(content) > _LARGEST or "\0" in text:
        raise _unread(path)
    rows = prospects.read(text)
    if not rows:
        raise InputRejected("rows", _("The list is empty."), _("Paste or type one row a member."))
    return rows


def _unread(path: Path) -> FileRejected:
    return FileRejected(
        _("File not read"),
        _("The file {name} cannot be read.").format(name=path.name),
        _("Check where it lies and that it is text; a workbook is saved as CSV first."),
    )


def _one(args: Namespace, ws: Workspace, key: str) -> int:
    sheet = batches.sheet(ws, key)
    if output.wants_json(args):
        output.document(
            {
                **_shape(sheet.batch, ws.clock.zone),
                "unready": sheet.unready,
                "rows": [_line(row) for row in sheet.rows],
                "findings": [
                    {"check": one.check, "mark": str(one.mark), "says": one.says}
                    for one in sheet.findings
                ],
            }
        )
    else:
        _print(sheet, list(sheet.rows))
    return 0


def _print(sheet: BatchSheet, rows: list[MemberLine]) -> None:
    row = sheet.batch
    output.facts(
        [
            (_("batch"), row.reference),
            (_("title"), row.title),
            (_("state"), row.state),
            (_("asked for"), " – ".join(filter(None, (iso(row.starts_on), iso(row.ends_on))))),
            (_("subcontractor"), row.subcontractor),
            (_("attested by"), row.attested_by),
            (_("file"), row.file_name),
        ]
    )
    output.table(
        (_("row"), _("mark"), _("kind"), _("member"), _("what")),
        [(one.row_no, one.outcome or str(one.mark), one.kind, one.name, _why(one)) for one in rows],
        _("Nobody needs mending.") if sheet.rows else _("Nobody is in it yet."),
    )
    for one in sheet.findings:
        output.line(one.says)


def _why(row: MemberLine) -> str:
    if row.change is not None:
        return batch_changed.words(
            row.change.before, row.change.outcome, row.change.reference, row.row_no
        )
    if row.outcome:
        return row.outcome_reason
    return "; ".join(one.says for one in row.checks if one.mark != "ok")


def _shape(row: BatchRow, zone: str) -> Shape:
    return {
        "id": row.id,
        "reference": row.reference,
        "plan": row.plan,
        "service": row.service.slug,
        "title": row.title,
        "state": row.state,
        "subcontractor": row.subcontractor or None,
        "starts": iso(row.starts_on),
        "ends": iso(row.ends_on),
        "members": row.members,
        "overridden": row.overridden,
        "approved": row.approved,
        "denied": row.denied,
        "sent_back": row.sent_back,
        "changed": row.changed,
        "attested_by": row.attested_by or None,
        "attested_at": local(row.attested_at, zone) if row.attested_at else None,
        "file": row.file_name or None,
        "file_state": row.file_state or None,
        "revises": row.revises_id or None,
        "revised_by": row.revised_by or None,
    }


def _line(row: MemberLine) -> Shape:
    return {
        "row": row.row_no,
        "member_id": row.member_id,
        "name": row.name,
        "cin": row.cin or None,
        "referral_id": row.referral_id or None,
        "kind": row.kind,
        "ready": row.ready,
        "override_reason": row.override_reason or None,
        "outcome": row.outcome or None,
        "outcome_reason": row.outcome_reason or None,
        "outcome_on": iso(row.outcome_on),
        "changed_to": row.change.outcome if row.change else None,
        "change_id": row.change.id if row.change else None,
        "checks": [
            {
                "check": one.check,
                "mark": str(one.mark),
                "says": one.says,
                "mend": one.mend or None,
                "source": one.source or None,
                "overridable": one.overridable,
            }
            for one in row.checks
        ],
    }
