"""Paper that comes home: a scan finds the records of its forms and attaches itself."""

from __future__ import annotations

import sys
from argparse import Namespace

from navigator_app.commands import output
from navigator_app.commands.people import member_id
from navigator_app.commands.session import opened
from navigator_app.commands.shapes import Shape
from navigator_app.domain.scans import ScanFind, ScanTaken, Verdict
from navigator_app.i18n import _
from navigator_app.services import scan_intake


def scan(args: Namespace) -> int:
    """Attach what is found in a file; 1 when nothing of it could be attached."""
    data = scan_intake.read_file(args.file)
    looked = scan_intake.look(data)
    with opened(args) as ws:
        who = member_id(ws, args.member) if args.member else ""
        taken = scan_intake.take(ws, looked, file=args.file.name, member_id=who)
    if output.wants_json(args):
        output.document(_shape(taken))
    else:
        _tell(taken)
    if taken.well:
        return 0
    why = next((one for one in taken.found if one.verdict is not Verdict.EMPTY), None)
    told = f"{why.why} {why.then}".strip() if why else _("There is nothing on its pages.")
    print(_("Nothing was attached. {why}").format(why=told), file=sys.stderr)
    return 1


def _shape(taken: ScanTaken) -> Shape:
    return {
        "file": taken.file,
        "sha256": taken.sha256,
        "pages": taken.pages,
        "found": [_page(page, one) for page, one in _by_page(taken)],
    }


def _by_page(taken: ScanTaken) -> list[tuple[int, ScanFind]]:
    return sorted(
        ((page, one) for one in taken.found for page in one.pages), key=lambda pair: pair[0]
    )


def _page(page: int, one: ScanFind) -> Shape:
    return {
        "page": page,
        "code": one.code or None,
        "kind": one.kind or None,
        "version": one.version or None,
        "language": one.language or None,
        "verdict": one.verdict.value,
        "member_id": one.member_id or None,
        "attachment_id": one.attachment_id or None,
        "offers": one.offers or None,
        "why": f"{one.why} {one.then}".strip(),
    }


def _tell(taken: ScanTaken) -> None:
    output.table(
        (_("page"), _("form"), _("member"), _("verdict"), _("why")),
        [
            (page, one.title, one.member_name, one.verdict.value, f"{one.why} {one.then}".strip())
            for page, one in _by_page(taken)
        ],
        _("There are no pages."),
    )
