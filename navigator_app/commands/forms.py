"""Printed forms: the list of them, and one as a PDF."""

from __future__ import annotations

import sys
from argparse import Namespace
from typing import TYPE_CHECKING

from navigator_app.commands import output
from navigator_app.commands.people import member_id
from navigator_app.commands.session import opened
from navigator_app.commands.shapes import Shape
from navigator_app.i18n import _
from navigator_app.services import print_forms
from navigator_app.services.print_forms import FormLine

if TYPE_CHECKING:
    from navigator_app.forms.render import Printed


def forms(args: Namespace) -> int:
    """List the forms that can be printed."""
    found = print_forms.listing()
    if output.wants_json(args):
        output.document([_shape(one) for one in found])
        return 0
    output.table(
        (_("form"), _("for"), _("version"), _("languages"), _("title")),
        [
            (
                one.kind,
                one.audience,
                one.version,
                " ".join(code for code, missing in one.missing if not missing),
                one.title,
            )
            for one in found
        ],
        _("There are no forms."),
    )
    return 0


def form(args: Namespace) -> int:
    """Print one form into a file."""
    with opened(args) as ws:
        who = member_id(ws, args.member) if args.member else ""
        printed = print_forms.print_form(
            ws,
            args.kind,
            member_id=who,
            language=args.language,
            large=True if args.large_print else None,
            paper=args.paper,
        )
    print_forms.save(printed, args.out)
    if who:
        print(_("This file is outside the vault. Delete it when it is printed."), file=sys.stderr)
    if output.wants_json(args):
        output.document(_told(printed, str(args.out)))
    else:
        _tell(printed, str(args.out))
    return 0


def _shape(one: FormLine) -> Shape:
    return {
        "kind": one.kind,
        "title": one.title,
        "about": one.about,
        "audience": one.audience,
        "version": one.version,
        "asks": list(one.asks),
        "languages": [{"language": code, "missing": n} for code, n in one.missing],
    }


def _told(printed: Printed, file: str) -> Shape:
    stamp = printed.stamp
    return {
        "file": file,
        "kind": stamp.kind,
        "version": stamp.version,
        "language": stamp.language,
        "pages": printed.pages,
        "code": stamp.payload,
        "text_hash": stamp.text_hash,
        "blanks": list(printed.blanks),
        "untranslated": list(printed.untranslated),
        "agency_texts": list(printed.agency_texts),
        "unprintable": [f"U+{ord(one):04X}" for one in printed.unprintable],
    }


def _tell(printed: Printed, file: str) -> None:
    output.facts(
        (
            (_("file"), file),
            (_("pages"), printed.pages),
            (_("code"), printed.stamp.letters),
            (_("left blank"), ", ".join(printed.blanks)),
            (_("not translated"), len(printed.untranslated) or ""),
            (_("needs your own text"), ", ".join(printed.agency_texts)),
            (_("not printable"), ", ".join(f"U+{ord(one):04X}" for one in printed.unprintable)),
        )
    )
