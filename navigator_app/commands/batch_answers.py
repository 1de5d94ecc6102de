"""What plans answer to batches, and where they change an answer, from the command line."""

from __future__ import annotations

from argparse import Namespace

from navigator_app.commands import output
from navigator_app.commands.session import opened
from navigator_app.commands.shapes import Shape, iso, local
from navigator_app.domain.batches import Change
from navigator_app.i18n import _
from navigator_app.services import batch_changed, batch_responses


def answer(args: Namespace) -> int:
    """Take an answer in."""
    with opened(args) as ws:
        found, _changes = batch_responses.answer(ws, args.plan, args.file)
    if output.wants_json(args):
        output.document(
            {
                "approved": found.approved,
                "denied": found.denied,
                "sent_back": found.sent_back,
                "known_before": found.again,
                "twice": found.twice,
                "changed": found.changed,
                "quarantined": found.unmatched,
                "batches": list(found.batch_ids),
            }
        )
    else:
        output.line(batch_responses.told(found))
    return 0


def changed(args: Namespace) -> int:
    """List the members of whom a plan changed its answer."""
    with opened(args) as ws:
        found = batch_changed.waiting(ws, args.batch)
        zone = ws.clock.zone
    if output.wants_json(args):
        output.document([_change(one, zone) for one in found])
        return 0
    output.table(
        (_("id"), _("batch"), _("row"), _("member"), _("before"), _("now"), _("why")),
        [
            (
                one.id,
                one.reference,
                one.row_no,
                one.name,
                batch_changed.outcome(one.before),
                batch_changed.outcome(one.outcome),
                one.reason,
            )
            for one in found
        ],
        _("No plan changed an answer."),
    )
    return 0


def take_changed(args: Namespace) -> int:
    """Take a changed answer in."""
    with opened(args) as ws:
        said, settled, _changes = batch_changed.take(ws, args.id)
    if output.wants_json(args):
        output.document({"said": said, "change": settled.undo})
    else:
        output.line(said)
        output.line(_('Undo it with "navigator batch changed undo {id}".').format(id=settled.undo))
    return 0


def undo_changed(args: Namespace) -> int:
    """Let the answer before stand again."""
    with opened(args) as ws:
        batch_changed.undo(ws, args.change)
    if output.wants_json(args):
        output.document({"change": args.change, "undone": True})
    else:
        output.line(_("The answer before stands again."))
    return 0


def _change(one: Change, zone: str) -> Shape:
    return {
        "id": one.id,
        "plan": one.plan_key,
        "batch": one.reference,
        "row": one.row_no,
        "member_id": one.member_id,
        "name": one.name,
        "referral_id": one.referral_id or None,
        "before": one.before,
        "before_on": iso(one.before_on),
        "now": one.outcome,
        "reason": one.reason or None,
        "file": one.file,
        "file_row": one.file_row,
        "came_at": local(one.came_at, zone),
    }
