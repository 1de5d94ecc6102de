"""Printed forms: the list of them, one as a PDF, and what became of those handed out."""

from __future__ import annotations

import sys
from argparse import Namespace
from dataclasses import asdict
from datetime import datetime
from typing import TYPE_CHECKING

from navigator_app.commands import output
from navigator_app.commands.people import member_id
from navigator_app.commands.session import opened
from navigator_app.commands.shapes import Shape, local
from navigator_app.domain import record_codes
from navigator_app.domain.form_rows import PrintedForm
from navigator_app.i18n import _
from navigator_app.services import form_law, form_list, print_desk, print_records
from navigator_app.services.form_facts import Subject
from navigator_app.services.form_list import FormLine
from navigator_app.services.print_desk import Prepared

if TYPE_CHECKING:
    from navigator_app.forms.render import Printed


def forms(args: Namespace) -> int:
    """List the forms that can be printed, or what each law asks of them."""
    if args.law:
        return _law(args)
    found = form_list.listing()
    return output.listing(
        args,
        (_shape(one) for one in found),
        (_("form"), _("for"), _("version"), _("languages"), _("title")),
        (
            (
                one.kind,
                one.audience,
                one.version,
                " ".join(code for code, missing in one.missing if not missing),
                one.title,
            )
            for one in found
        ),
        _("There are no forms."),
    )


def _law(args: Namespace) -> int:
    """List the elements that laws ask for, each with its form, block and words there."""
    found = form_law.listing()
    return output.listing(
        args,
        (asdict(one) for one in found),
        (_("law"), _("asks"), _("form"), _("block"), _("your own text")),
        ((one.section, one.asks, one.form, one.block, one.own) for one in found),
        _("There are no forms."),
    )


def form(args: Namespace) -> int:
    """Print one form into a file: asked of the gate, recorded, then written."""
    with opened(args) as ws:
        subject = Subject(
            member_id=member_id(ws, args.member) if args.member else "",
            referral_id=args.referral,
            about_id=args.about,
            user_id=ws.user.id,
            day=args.day,
            period=args.period or "",
        )
        prepared = print_desk.prepare(
            ws,
            args.kind,
            subject,
            language=args.language,
            large=True if args.large_print else None,
            paper=args.paper,
            fill=dict(args.fill),
            override=args.override,
        )
        printed, row, _changes = print_desk.save(ws, prepared, args.out, copy_of=args.copy_of)
    _warn(prepared)
    if output.wants_json(args):
        output.document(_told(printed, row, prepared, str(args.out)))
    else:
        _tell(printed, row, str(args.out))
    return 0


def sheets_out(args: Namespace) -> int:
    """List the numbered sheets that have not come home."""
    with opened(args) as ws:
        found = print_records.sheets_out(ws)
    return output.listing(
        args,
        (_sheet(one) for one in found),
        (_("form"), _("number"), _("code"), _("printed"), _("by")),
        ((one.kind, one.number, record_codes.shown(one.code), _when(one), one.by) for one in found),
        _("No numbered sheet is out."),
    )


def void(args: Namespace) -> int:
    """Mark a printed form as spoiled."""
    with opened(args) as ws:
        print_desk.void(ws, args.code, args.why)
        row = print_records.get(ws, args.code)
    return _done(args, row, _("Marked as spoiled."))


def came_home(args: Namespace) -> int:
    """Say that a sheet came home."""
    with opened(args) as ws:
        print_desk.returned(ws, args.code, args.how)
        row = print_records.get(ws, args.code)
    return _done(args, row, _("Marked as home."))


def _done(args: Namespace, row: PrintedForm, said: str) -> int:
    if output.wants_json(args):
        output.document(_sheet(row))
    else:
        output.line(said)
    return 0


def _warn(prepared: Prepared) -> None:
    if prepared.subject.member_id:
        print(_("This file is outside the vault. Delete it when it is printed."), file=sys.stderr)
    if prepared.unread:
        said = _("No form is printed in {language}; this one is in English.")
        print(said.format(language=prepared.unread), file=sys.stderr)
    if prepared.in_english:
        said = _("In English only, and marked so: your own text for {places}.")
        print(said.format(places=", ".join(prepared.in_english)), file=sys.stderr)


def _shape(one: FormLine) -> Shape:
    return {
        "kind": one.kind,
        "title": one.title,
        "about": one.about,
        "audience": one.audience,
        "to": one.to,
        "offers": one.offers or None,
        "numbered": one.numbered,
        "version": one.version,
        "asks": list(one.asks),
        "languages": [{"language": code, "missing": n} for code, n in one.missing],
    }


def _told(printed: Printed, row: PrintedForm, prepared: Prepared, file: str) -> Shape:
    stamp, way, verdict = printed.stamp, prepared.way, prepared.verdict
    left: Shape | None = None
    if way and verdict:
        left = {
            "recipient": way.recipient,
            "purpose": way.purpose,
            "information": list(way.categories),
            "ground": verdict.ground.told(),
            "consent_id": verdict.consent_id,
            "override_reason": prepared.override.strip() if prepared.withheld else None,
        }
    return {
        "file": file,
        "id": row.id,
        "code": row.code,
        "stamp": stamp.payload,
        "kind": stamp.kind,
        "version": stamp.version,
        "number": row.number or None,
        "member_id": row.member_id or None,
        "language": stamp.language,
        "pages": printed.pages,
        "text_hash": stamp.text_hash,
        "blanks": list(printed.blanks),
        "untranslated": list(printed.untranslated),
        "agency_texts": list(printed.agency_texts),
        "in_english": list(prepared.in_english),
        "unprintable": [f"U+{ord(one):04X}" for one in printed.unprintable],
        "disclosure": left,
    }


def _tell(printed: Printed, row: PrintedForm, file: str) -> None:
    output.facts(
        (
            (_("file"), file),
            (_("pages"), printed.pages),
            (_("code"), record_codes.shown(row.code)),
            (_("number"), row.number or ""),
            (_("left blank"), ", ".join(printed.blanks)),
            (_("not translated"), len(printed.untranslated) or ""),
            (_("needs your own text"), ", ".join(printed.agency_texts)),
            (_("not printable"), ", ".join(f"U+{ord(one):04X}" for one in printed.unprintable)),
        )
    )


def _sheet(one: PrintedForm) -> Shape:
    return {
        "id": one.id,
        "code": one.code,
        "kind": one.kind,
        "number": one.number or None,
        "member_id": one.member_id or None,
        "printed": _when(one),
        "by": one.by,
        "pages": one.pages,
        "how": one.how,
        "returned": one.returned_at or None,
        "returned_how": one.returned_how or None,
        "voided": one.voided_at or None,
        "voided_why": one.voided_why or None,
    }


def _when(one: PrintedForm) -> str:
    return str(local(datetime.fromisoformat(one.printed_at), one.zone))
