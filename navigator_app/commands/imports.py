"""Authorization files that wait for a person: listed, looked into, taken in or discarded."""

from __future__ import annotations

import sys
from argparse import Namespace

from navigator_app.commands import files, output
from navigator_app.commands.session import opened
from navigator_app.commands.shapes import Shape
from navigator_app.domain.records import ImportReview, StagedRow
from navigator_app.errors import InputRejected
from navigator_app.i18n import _
from navigator_app.services import agency, import_authorizations, import_kept


def listed(args: Namespace) -> int:
    """List what waits."""
    with opened(args) as ws:
        if args.plan:
            agency.plan(ws, args.plan)  # says which plans there are
        found = [
            one
            for one in import_authorizations.history(ws)
            if one.state == "staged" and args.plan in (None, one.plan)
        ]
    return output.listing(
        args,
        (_shape(one) for one in found),
        ("id", _("plan"), _("new"), _("changed"), _("disappeared"), _("rejected"), _("file")),
        (
            (one.id, one.plan, one.new, one.changed, one.disappeared, one.rejected, one.file)
            for one in found
        ),
        _("No file waits for a review."),
    )


def show(args: Namespace) -> int:
    """Show what one file would change."""
    with opened(args) as ws:
        review = import_authorizations.review(ws, args.id)
        rows = import_authorizations.rows(ws, args.id, limit=max(1, 2 * review.rows + 10_000))
    _warn(review)
    if output.wants_json(args):
        output.document({**_shape(review), "lines": [_row(one) for one in rows]})
        return 0
    _facts(review)
    output.table(
        (_("row"), _("what"), _("member"), "CIN", _("why")),
        [
            (
                one.row or "",
                one.verdict,
                one.name,
                one.cin,
                one.reason
                or ", ".join(
                    _("{field} stays").format(field=change.field) if change.kept else change.field
                    for change in one.changes
                ),
            )
            for one in rows
            if one.verdict != "unchanged"
        ],
        _("It changes nothing."),
    )
    return 0


def take(args: Namespace) -> int:
    """Take one in. Exit status 1, with the new comparison kept, where what is known changed."""
    with opened(args) as ws:
        before = import_authorizations.review(ws, args.id)
        if before.state == "staged" and not before.rows:
            files.check_nobody_goes(before)
        if before.state == "staged":
            files.name_matches(ws, args.id)
        review, _changes = import_authorizations.commit(ws, args.id)
    if review.state != "committed":
        raise InputRejected(
            "import_id",
            _("What is known changed since the file came, so it was compared anew."),
            _('Look at it with "navigator imports show" and take it in again.'),
        )
    return _told(args, review, _("Taken in."))


def discard(args: Namespace) -> int:
    """Throw one away."""
    with opened(args) as ws:
        import_authorizations.discard(ws, args.id)
        review = import_authorizations.review(ws, args.id)
    return _told(args, review, _("Discarded; it does not come again."))


def accept(args: Namespace) -> int:
    """Take what one says of members in place of what was put right here; it still waits."""
    with opened(args) as ws:
        for member_id in args.members:
            import_kept.accept(ws, args.id, member_id)
        review = import_authorizations.review(ws, args.id)
    return _told(args, review, _("Accepted; the file still waits."))


def _told(args: Namespace, review: ImportReview, said: str) -> int:
    _warn(review)
    if output.wants_json(args):
        output.document(_shape(review))
    else:
        _facts(review)
        output.line(said)
    return 0


def _warn(review: ImportReview) -> None:
    for warning in review.warnings:
        print(warning, file=sys.stderr)


def _facts(review: ImportReview) -> None:
    output.facts(
        [
            (_("file"), review.file),
            (_("plan"), review.plan),
            (_("rows"), review.rows),
            (_("new"), review.new),
            (_("changed"), review.changed),
            (_("unchanged"), review.unchanged),
            (_("disappeared"), review.disappeared),
            (_("rejected"), review.rejected),
        ]
    )


def _shape(one: ImportReview) -> Shape:
    return {
        "id": one.id,
        "plan": one.plan,
        "file": one.file,
        "sha256": one.sha256,
        "layout": one.layout,
        "rows": one.rows,
        "new": one.new,
        "changed": one.changed,
        "unchanged": one.unchanged,
        "disappeared": one.disappeared,
        "rejected": one.rejected,
        "state": one.state,
        "staged_at": one.staged_at.isoformat(),
        "warnings": list(one.warnings),
    }


def _row(one: StagedRow) -> Shape:
    return {
        "row": one.row or None,
        "member_id": one.member_id or None,
        "verdict": one.verdict,
        "cin": one.cin,
        "name": one.name,
        "service": one.service,
        "reason": one.reason or None,
        "changes": [
            {
                "field": change.field,
                "old": change.old,
                "new": change.new,
                "kept": change.kept,
            }
            for change in one.changes
        ],
    }
