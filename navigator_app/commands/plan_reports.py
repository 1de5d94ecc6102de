"""What plans are told beside the status files."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable
from dataclasses import asdict

from navigator_app.commands import output
from navigator_app.commands.session import opened
from navigator_app.commands.shapes import Shape, iso
from navigator_app.domain.housing_rows import Written
from navigator_app.domain.plan_reports import ReportRow
from navigator_app.i18n import _
from navigator_app.services import (
    plan_inquiries,
    plan_report_words,
    plan_reports,
    plan_reports_due,
)
from navigator_app.services.workspace import Workspace


def listed(args: Namespace) -> int:
    """List what was told to plans."""
    with opened(args) as ws:
        rows = plan_reports.listing(ws, args.plan, kind=args.kind)
    return output.listing(
        args,
        (_report(row) for row in rows),
        (_("id"), _("plan"), _("state"), _("rows"), _("what")),
        (
            (
                row.id,
                row.plan_key,
                plan_report_words.state(row),
                row.rows or "",
                plan_report_words.title(row),
            )
            for row in rows
        ),
        _("No plan has been told anything yet."),
    )


def owed(args: Namespace) -> int:
    """List what plans have not been told yet."""
    with opened(args) as ws:
        rows = plan_reports_due.owed(ws, args.plan)
    return output.listing(
        args,
        ({**asdict(row), "due": iso(row.due)} for row in rows),
        (_("by"), _("plan"), _("what"), _("why"), _("source")),
        ((row.due, row.plan_key, row.title, row.text, row.source) for row in rows),
        _("Every plan has been told what it asks for."),
    )


def build(args: Namespace) -> int:
    """Make a report, and write its file where a folder is given."""
    with opened(args) as ws:
        made = plan_reports.build(
            ws, args.plan, args.kind, form=args.form, about_id=args.about, replaces=args.replaces
        )
        row = plan_reports.one(ws, made.id)
        path = plan_reports.save(ws, made.id, args.out) if args.out else None
    if output.wants_json(args):
        output.document({**_report(row), "file": str(path) if path else None})
        return 0
    output.line(_("Made: {name} ({id}). It has not gone yet.").format(name=row.name, id=row.id))
    if path:
        output.line(str(path))
    return 0


def save(args: Namespace) -> int:
    """Write a report's file."""
    with opened(args) as ws:
        path = plan_reports.save(ws, args.id, args.out)
    if output.wants_json(args):
        output.document({"id": args.id, "file": str(path)})
    else:
        output.line(_("Written: {path}").format(path=path))
    return 0


def queue(args: Namespace) -> int:
    """Let a report go with the next exchange."""
    return _step(args, lambda ws: plan_reports.queue(ws, args.id))


def sent(args: Namespace) -> int:
    """Say that a report went by hand."""
    return _step(args, lambda ws: plan_reports.sent(ws, args.id, args.how, args.on))


def answer(args: Namespace) -> int:
    """Write down what a plan answered."""
    return _step(args, lambda ws: plan_reports.answered(ws, args.id, args.answer, args.on))


def drop(args: Namespace) -> int:
    """Set a report aside."""
    return _step(args, lambda ws: plan_reports.drop(ws, args.id))


def ask(args: Namespace) -> int:
    """Write down a question."""
    return _step(
        args,
        lambda ws: plan_inquiries.ask(
            ws, args.plan, args.question, args.how, referral_id=args.referral,
            member_id=args.member, chase_on=args.chase, replaces=args.replaces,
        ),
    )  # fmt: skip


def _step(args: Namespace, work: Callable[[Workspace], Written]) -> int:
    with opened(args) as ws:
        row = plan_reports.one(ws, work(ws).id)
    if output.wants_json(args):
        output.document(_report(row))
        return 0
    output.line(f"{plan_report_words.title(row)}: {plan_report_words.state(row)} ({row.id})")
    if row.chase and not row.answered:
        output.line(_("Ask again on {day}.").format(day=row.chase.isoformat()))
    return 0


def _report(row: ReportRow) -> Shape:
    return {
        "id": row.id, "plan": row.plan_key, "kind": row.kind, "form": row.form or None,
        "state": row.state, "week": row.period or None, "due": iso(row.due),
        "name": row.name or None, "sha256": row.sha256 or None, "rows": row.rows,
        "sent_at": row.sent_at.isoformat() if row.sent_at else None,
        "sent_how": row.sent_how or None, "line": row.line or None, "chase_on": iso(row.chase),
        "question": row.question or None, "answered_on": iso(row.answered),
        "answer": row.answer or None, "member_id": row.member_id or None,
        "about_id": row.about_id or None, "replaces": row.replaces_id or None,
        "replaced_by": row.replaced_by or None, "carried_by": row.carried_by or None,
    }  # fmt: skip
