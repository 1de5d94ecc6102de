"""The review queue from the command line."""

from __future__ import annotations

from argparse import Namespace

from navigator_app.commands import output
from navigator_app.commands.session import opened
from navigator_app.commands.shapes import Shape, local
from navigator_app.domain.review import ReviewItem, ReviewSheet
from navigator_app.i18n import _
from navigator_app.services import review_queue, review_queue_moves
from navigator_app.services.workspace import Workspace


def listed(args: Namespace) -> int:
    """List the queue."""
    with opened(args) as ws:
        state = "" if args.state == "all" else args.state
        rows = review_queue.listing(ws, state, mine=args.mine)
        zone = ws.clock.zone
    return output.listing(
        args,
        (_shape(row, zone) for row in rows),
        (_("item"), _("what"), _("member"), _("asked by"), _("days"), _("state")),
        ((row.id, row.about, row.member, row.asker, row.age, row.state) for row in rows),
        _("Nothing stands there."),
    )


def ask(args: Namespace) -> int:
    """Ask for review."""
    with opened(args) as ws:
        saved = review_queue_moves.ask(ws, args.kind, args.about, args.note)
        return _one(args, ws, saved.id)


def show(args: Namespace) -> int:
    """Print an item with its text."""
    with opened(args) as ws:
        sheet = review_queue.sheet(ws, args.item)
        zone = ws.clock.zone
    if output.wants_json(args):
        output.document(_sheet(sheet, zone))
        return 0
    rows = []
    for part in sheet.parts:
        rows.append((part.heading, part.text))
        rows += [(f"  {one.by}", one.text) for one in part.comments]
    output.table((_("part"), _("text")), rows, _("There is no text."))
    return 0


def approve(args: Namespace) -> int:
    """Approve an item."""
    with opened(args) as ws:
        review_queue_moves.approve(ws, args.item, args.note)
        return _one(args, ws, args.item)


def give_back(args: Namespace) -> int:
    """Return an item."""
    with opened(args) as ws:
        review_queue_moves.return_with(ws, args.item, args.note)
        return _one(args, ws, args.item)


def again(args: Namespace) -> int:
    """Ask again."""
    with opened(args) as ws:
        review_queue_moves.ask_again(ws, args.item, args.note)
        return _one(args, ws, args.item)


def withdraw(args: Namespace) -> int:
    """Take an item back; what is no longer in the queue prints as withdrawn."""
    with opened(args) as ws:
        item = review_queue.one(ws, args.item)
        review_queue_moves.withdraw(ws, args.item)
        zone = ws.clock.zone
    _print(args, {**_shape(item, zone), "state": "withdrawn"})
    return 0


def _one(args: Namespace, ws: Workspace, key: str) -> int:
    _print(args, _shape(review_queue.one(ws, key), ws.clock.zone))
    return 0


def _print(args: Namespace, shape: Shape) -> None:
    if output.wants_json(args):
        output.document(shape)
    else:
        columns = (_("item"), _("what"), _("member"), _("state"))
        row = (shape["id"], shape["about"], shape["member"], shape["state"])
        output.table(columns, [row], "")


def _sheet(sheet: ReviewSheet, zone: str) -> Shape:
    parts = [
        {
            "place": part.place,
            "heading": part.heading,
            "text": part.text,
            "comments": [
                {"id": one.id, "by": one.by, "at": local(one.at, zone), "text": one.text,
                 "settled": one.settled}
                for one in part.comments
            ],
        }
        for part in sheet.parts
    ]  # fmt: skip
    return {**_shape(sheet.item, zone), "may_decide": sheet.may_decide, "parts": parts}


def _shape(row: ReviewItem, zone: str) -> Shape:
    return {
        "id": row.id,
        "about": row.about,
        "about_id": row.about_id,
        "member_id": row.member_id or None,
        "member": row.member,
        "asked_by": row.asker,
        "asked_at": local(row.asked_at, zone),
        "days": row.age,
        "state": row.state,
        "waits_for": row.for_name or None,
        "decided_by": row.decider or None,
        "decided_at": local(row.decided_at, zone) if row.decided_at else None,
        "note": row.note,
        "open_comments": row.open_comments,
    }
