"""Files in and out: a plan's authorization file, and the month's status file."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Iterator
from pathlib import Path

from navigator_app.commands import output
from navigator_app.commands.session import opened
from navigator_app.domain.records import ImportReview, StatusFile
from navigator_app.errors import FileRejected, TransferFailed
from navigator_app.i18n import _
from navigator_app.services import exports, import_authorizations, import_matches
from navigator_app.services.workspace import Workspace

PAGE = 500
Rejected = list[dict[str, object]]


def import_asf(args: Namespace) -> int:
    """Stage, compare and, without --dry-run, commit an authorization file."""
    with opened(args) as ws:
        layouts = import_authorizations.layouts_for(ws, args.plan)
        parsed = import_authorizations.read(args.file, layouts)
        if args.dry_run:
            review = import_authorizations.dry_run(ws, parsed, args.plan)
            rejected: Rejected = [
                {"row": row.row, "column": row.column, "reason": row.reason}
                for row in parsed.rejected
            ]
        else:
            if not parsed.rows:
                check_nobody_goes(import_authorizations.dry_run(ws, parsed, args.plan))
            staged = import_authorizations.stage(ws, parsed, args.plan)
            name_matches(ws, staged.id)
            review, _changes = import_authorizations.commit(ws, staged.id)
            rejected = list(_rejected(ws, review.id))
    committed = review.state == "committed"
    for warning in review.warnings:
        print(warning, file=sys.stderr)
    if output.wants_json(args):
        output.document(
            {
                "file": review.file,
                "sha256": review.sha256,
                "layout": review.layout,
                "rows": review.rows,
                "new": review.new,
                "changed": review.changed,
                "unchanged": review.unchanged,
                "disappeared": review.disappeared,
                "rejected": rejected,
                "committed": committed,
            }
        )
    else:
        _show_import(review, rejected, committed)
    return 0


def export_rtf(args: Namespace) -> int:
    """Write the Return Transmission File of a month, or say what it would hold."""
    with opened(args) as ws:
        if args.dry_run:
            file = exports.preview(ws, args.plan, args.period, limit=0)
        else:
            _folder(args.out)
            file, _changes = exports.export(ws, args.plan, args.period, args.out)
            if args.mark_sent:
                exports.mark_sent(ws, args.plan, args.period)
    for warning in file.warnings:
        print(warning, file=sys.stderr)
    name = str(args.out / file.file) if args.dry_run and args.out else file.file
    if output.wants_json(args):
        output.document(
            {
                "file": name,
                "rows": file.rows,
                "referrals": file.referrals,
                "not_ready": [
                    {"referral_id": one.referral_id, "reason": one.reason} for one in file.not_ready
                ],
            }
        )
    else:
        _show_export(args, file, name)
    return 0


def _folder(out: Path) -> None:
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError:
        raise TransferFailed(
            _("File not written"),
            _("The folder {folder} cannot be made.").format(folder=out),
            _("Name a folder that you may write to."),
        ) from None


def check_nobody_goes(review: ImportReview) -> None:
    """Taken in unseen, a list cut off after its headings would let the whole caseload go."""
    if review.disappeared:
        raise FileRejected(
            _("No rows"),
            _("The file has headings but no rows; with it {count} referrals would be gone.").format(
                count=review.disappeared
            ),
            _("Ask the plan to send it again. If nobody is left, take it in through the window."),
        )


def name_matches(ws: Workspace, import_id: str) -> None:
    """Nobody is merged unseen: say whom the file may bring a second time."""
    for one in import_matches.suggest(ws, import_id):
        said = _("{cin} may be {name}, who is here without a CIN ({id}).")
        print(said.format(cin=one.cin, name=one.member_name, id=one.member_id), file=sys.stderr)


def _rejected(ws: Workspace, import_id: str) -> Iterator[dict[str, object]]:
    offset = 0
    while True:
        rows = import_authorizations.rows(ws, import_id, "rejected", offset, PAGE)
        for row in rows:
            yield {"row": row.row, "column": row.column, "reason": row.reason}
        if len(rows) < PAGE:
            return
        offset += PAGE


def _show_import(review: ImportReview, rejected: Rejected, committed: bool) -> None:
    output.facts(
        [
            (_("file"), review.file),
            (_("layout"), review.layout),
            (_("rows"), review.rows),
            (_("new"), review.new),
            (_("changed"), review.changed),
            (_("unchanged"), review.unchanged),
            (_("disappeared"), review.disappeared),
            (_("rejected"), len(rejected)),
        ]
    )
    if rejected:
        output.line("")
        output.table(
            (_("row"), _("column"), _("reason")),
            [(one["row"], one["column"], one["reason"]) for one in rejected],
            "",
        )
    output.line("")
    output.line(_("Taken in.") if committed else _("Compared only; nothing was changed."))


def _show_export(args: Namespace, file: StatusFile, name: str) -> None:
    output.facts([(_("file"), name), (_("rows"), file.rows), (_("referrals"), file.referrals)])
    sent_back = [(_("sent back, go again"), file.again), (_("sent back, wait"), file.rejected)]
    output.facts([(words, count) for words, count in sent_back if count])
    if file.not_ready:
        output.line("")
        output.table(
            (_("member"), _("service"), _("not ready")),
            [(one.member_name, one.service.short, one.reason) for one in file.not_ready],
            "",
        )
    output.line("")
    if args.dry_run:
        output.line(_("Nothing was written."))
    elif args.mark_sent or file.state == "sent":
        output.line(_("Written, and marked sent."))
    else:
        output.line(_("Written. Once it has gone to the plan, mark it sent."))
