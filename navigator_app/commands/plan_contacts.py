"""The book of plans' contacts: read, added to, amended, found still right."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable
from dataclasses import asdict

from navigator_app.commands import output
from navigator_app.commands.session import opened
from navigator_app.commands.shapes import Shape
from navigator_app.domain.housing_rows import Written
from navigator_app.domain.plan_contacts import Contact, ContactDraft
from navigator_app.i18n import _
from navigator_app.services import plan_contacts
from navigator_app.services.workspace import Workspace

ASKED = ("program", "role", "phone", "email", "web", "note", "source")


def contacts(args: Namespace) -> int:
    """List the book, or one plan's lines."""
    with opened(args) as ws:
        rows = plan_contacts.book(ws, args.plan, removed=args.removed)
    return output.listing(
        args,
        (_contact(row) for row in rows),
        (_("plan"), _("program"), _("who"), _("phone"), _("e-mail"), _("as of"), _("source")),
        (
            (
                row.plan_name,
                _(plan_contacts.TITLES[row.program]),
                row.role,
                row.phone,
                row.email or row.web,
                _("{day} (old)").format(day=row.as_of) if row.old else row.as_of,
                row.source,
            )
            for row in rows
        ),
        _("The book has no line for that plan."),
    )


def add(args: Namespace) -> int:
    """Add a line of our own."""
    given = {name: getattr(args, name) or "" for name in ASKED}
    draft = ContactDraft(plan_name=args.plan_name, as_of=args.as_of, **given)
    return _step(args, lambda ws: plan_contacts.save(ws, draft))


def amend(args: Namespace) -> int:
    """Write a line anew; what is not said stays, the day is today's."""
    return _step(args, lambda ws: plan_contacts.save(ws, _amended(args, ws), args.id))


def confirm(args: Namespace) -> int:
    """Say that a line is still right."""
    return _step(args, lambda ws: plan_contacts.still_right(ws, args.id, args.as_of))


def remove(args: Namespace) -> int:
    """Take a line out."""
    return _step(args, lambda ws: plan_contacts.remove(ws, args.id))


def restore(args: Namespace) -> int:
    """Put it back."""
    return _step(args, lambda ws: plan_contacts.restore(ws, args.id))


def _amended(args: Namespace, ws: Workspace) -> ContactDraft:
    known = plan_contacts.one(ws, args.id)
    said = {name: getattr(args, name) for name in ASKED}
    kept = {name: getattr(known, name) if text is None else text for name, text in said.items()}
    if not known.own and said["source"] is None:
        kept["source"] = ""  # what is amended has another source than the shipped line
    return ContactDraft(plan_name=args.plan_name or known.plan_name, as_of=args.as_of, **kept)


def _step(args: Namespace, work: Callable[[Workspace], Written]) -> int:
    with opened(args) as ws:
        row = plan_contacts.one(ws, work(ws).id)
    if output.wants_json(args):
        output.document(_contact(row))
        return 0
    output.line(f"{row.plan_name}: {row.role} ({row.id})")
    output.line(_("As of {day}").format(day=row.as_of.isoformat()))
    return 0


def _contact(row: Contact) -> Shape:
    return {**asdict(row), "as_of": row.as_of.isoformat(), "plan_key": row.plan_key or None}
