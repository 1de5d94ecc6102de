"""Giving members to navigators, and who is away."""

from __future__ import annotations

from argparse import Namespace

from navigator_app.commands import output
from navigator_app.commands.people import member_id
from navigator_app.commands.session import opened
from navigator_app.commands.shapes import Shape
from navigator_app.domain.assignment import Suggested
from navigator_app.domain.cover import LeaveRow
from navigator_app.errors import InputRejected
from navigator_app.i18n import _
from navigator_app.services import assignment, assignment_suggest, cover, users
from navigator_app.services.workspace import Workspace


def assign(args: Namespace) -> int:
    """Give a member to somebody; with --suggest say whom, with --waiting who has nobody."""
    with opened(args) as ws:
        if args.waiting:
            return _show(args, assignment_suggest.waiting(ws), as_list=True)
        who = member_id(ws, args.member)
        if args.suggest:
            return _show(args, [assignment_suggest.one(ws, who)])
        to = users.find(ws, args.to)
        assignment.give(ws, who, to.id, why=args.why, override=args.override)
    if output.wants_json(args):
        output.document({"member_id": who, "navigator": to.name})
    else:
        output.line(_("{name} has this member now.").format(name=to.name))
    return 0


def leave_add(args: Namespace) -> int:
    """Write that somebody is away."""
    with opened(args) as ws:
        who = users.find(ws, args.name).id if args.name else ws.user.id
        whom = users.find(ws, args.cover).id if args.cover else ""
        made = cover.add(ws, who, args.first, args.until, cover_id=whom, why=args.why)
        row = _one(ws, made.id)
    return _leaves(args, [row], as_list=False)


def leave_list(args: Namespace) -> int:
    """List who is away, and who watches."""
    with opened(args) as ws:
        rows = cover.leaves(ws)
    return _leaves(args, rows)


def leave_end(args: Namespace) -> int:
    """They are back."""
    with opened(args) as ws:
        old = _current(ws, args.name)
        cover.end(ws, old.id, args.on)
        row = _one(ws, old.id)
    return _leaves(args, [row], as_list=False)


def leave_move(args: Namespace) -> int:
    """Give a leave another last day or cover."""
    with opened(args) as ws:
        old = _current(ws, args.name)
        whom = users.find(ws, args.cover).id if args.cover else None
        cover.move(ws, old.id, args.until or old.last, cover_id=whom)
        row = _one(ws, old.id)
    return _leaves(args, [row], as_list=False)


def _current(ws: Workspace, name: str) -> LeaveRow:
    """The leave that runs, else the next."""
    who = users.find(ws, name).id if name else ws.user.id
    for row in cover.leaves(ws):
        if row.user_id == who and row.state != "over":
            return row
    raise InputRejected(
        "user", _("No leave of this person runs or lies ahead."), _("Look: navigator leave list.")
    )


def _one(ws: Workspace, leave_id: str) -> LeaveRow:
    return next(row for row in cover.leaves(ws) if row.id == leave_id)


def _show(args: Namespace, found: list[Suggested], *, as_list: bool = False) -> int:
    if output.wants_json(args):
        shapes = [_suggested(one) for one in found]
        output.document(shapes if as_list else shapes[0])
        return 0
    if as_list:
        output.table(
            (_("member"), _("waits as"), _("best"), _("because")),
            [
                (one.member, one.kind, best.name if best else "", best.reasons[0] if best else "")
                for one in found
                for best in (one.best,)
            ],
            _("Nobody waits to be assigned."),
        )
        return 0
    for one in found:
        output.table(
            (_("navigator"), _("carries"), _("refused"), _("because")),
            [(row.name, row.load, row.refusal, "; ".join(row.reasons)) for row in one.rows],
            _("Nobody carries a caseload here."),
        )
    return 0


def _suggested(one: Suggested) -> Shape:
    return {
        "member_id": one.member_id,
        "member": one.member,
        "navigator": one.navigator or None,
        "waits_as": one.kind or None,
        "suggestions": [
            {
                "user": row.name,
                "points": row.points,
                "reasons": list(row.reasons),
                "load": row.load,
                "refused": row.refusal or None,
                "may_be_passed": row.passable,
            }
            for row in one.rows
        ],
    }


def _leaves(args: Namespace, rows: list[LeaveRow], *, as_list: bool = True) -> int:
    if output.wants_json(args):
        shapes = [_leave(row) for row in rows]
        output.document(shapes if as_list else shapes[0])
        return 0
    output.table(
        (_("who"), _("from"), _("until"), _("state"), _("watches"), _("members")),
        [(row.user, row.first, row.last, row.state, row.watcher, row.members) for row in rows],
        _("Nobody is away."),
    )
    return 0


def _leave(row: LeaveRow) -> Shape:
    return {
        "id": row.id,
        "user": row.user,
        "from": row.first.isoformat(),
        "until": row.last.isoformat(),
        "back": row.back.isoformat() if row.back else None,
        "state": row.state,
        "cover": row.cover or None,
        "watches": row.watcher or None,
        "members": row.members,
        "why": row.why,
    }
