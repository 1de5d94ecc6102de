"""How members come in by hand, on every way there is."""

from __future__ import annotations

from argparse import Namespace

from navigator_app.commands import output
from navigator_app.commands.people import member_id
from navigator_app.commands.session import opened
from navigator_app.commands.shapes import Shape, iso, words
from navigator_app.domain.intake_rows import IntakeRow, NewMember
from navigator_app.domain.path_asks import Ask, Form, Kind
from navigator_app.domain.paths import OptIn, forms
from navigator_app.i18n import _
from navigator_app.services import guards, intake

MANNERS = {
    Kind.DAY: "YYYY-MM-DD",
    Kind.FLAG: "yes, no",
    Kind.NPI: "ten digits",
    Kind.PHONE: "ten digits",
    Kind.EMAIL: "name@example.org",
}


def listed(args: Namespace) -> int:
    """List how referrals came."""
    with opened(args) as ws:
        if args.member:
            rows = intake.of_member(ws, member_id(ws, args.member))
        else:
            rows = intake.told(ws)
    return output.listing(
        args,
        (shape(row) for row in rows),
        (_("CIN"), _("member"), _("way in"), _("plan"), _("service"), _("id")),
        (
            (
                row.cin,
                row.member_name,
                row.path.value if row.path else _("not said"),
                row.plan,
                row.service.short,
                row.referral_id,
            )
            for row in rows
        ),
        _("Nobody has said yet how a referral came."),
    )


def add(args: Namespace) -> int:
    """Take one referral in."""
    values = dict(args.values)
    with opened(args) as ws:
        row, _changes = intake.create(
            ws,
            plan=args.plan,
            service=args.service,
            path=args.path,
            values=values,
            member=member_id(ws, args.member) if args.member else _new(args),
            opt_in=OptIn(args.opt_in) if args.opt_in else None,
            previous=args.previous,
            another_person=args.another_person,
            override=args.override,
        )
    return _show(args, row)


def note(args: Namespace) -> int:
    """Write down what came after."""
    with opened(args) as ws:
        intake.note_later(ws, args.referral, dict(args.values))
        row = intake.intake(ws, args.referral)
    return _show(args, row)


def waitlist(args: Namespace) -> int:
    """Record the plan's consent to keep a referral waiting."""
    with opened(args) as ws:
        guards.let_wait(ws, args.referral, args.by, args.how, args.on)
    if output.wants_json(args):
        output.document({"referral_id": args.referral, "by": args.by, "on": iso(args.on)})
        return 0
    output.line(_("Recorded."))
    return 0


def paths(args: Namespace) -> int:
    """List the forms; needs no store."""
    if output.wants_json(args):
        output.document([_form(one) for one in forms()])
        return 0
    for one in forms():
        opt_in = f" --opt-in {one.opt_in}" if one.opt_in else ""
        output.line(f"{one.path.value}{opt_in}: {_(one.title)}")
        output.line(f"  {_(one.sentence)}")
        output.table(
            (_("field"), _("value"), _("needed"), _("what")),
            [(ask.name, _manner(ask), ask.required, _(ask.label)) for ask in one.asks],
            "",
        )
        output.line("")
    return 0


def shape(row: IntakeRow) -> Shape:
    """How a referral came, as JSON; `values` holds what is known by the names of the form."""
    return {
        "referral_id": row.referral_id,
        "member_id": row.member_id,
        "member": row.member_name,
        "cin": row.cin,
        "plan": row.plan,
        "service": words(row.service),
        "path": row.path.value if row.path else None,
        "opt_in": row.opt_in.value if row.opt_in else None,
        "values": dict(sorted(row.values.items())),
        "previous_referral_id": row.previous_referral_id,
        "by_hand": row.by_hand,
        "open": row.is_open,
        "first_attempt": iso(row.first_attempt),
        "effective": iso(row.effective),
    }


def _new(args: Namespace) -> NewMember:
    return NewMember(
        args.first_name, args.last_name, args.born.isoformat(), args.cin, args.phone, args.language
    )


def _show(args: Namespace, row: IntakeRow) -> int:
    if output.wants_json(args):
        output.document(shape(row))
        return 0
    output.facts(
        [
            (_("member"), row.member_name),
            (_("CIN"), row.cin),
            (_("plan"), row.plan),
            (_("service"), row.service.short),
            (_("way in"), row.path.value if row.path else ""),
            *sorted(row.values.items()),
            (_("referral"), row.referral_id),
        ]
    )
    return 0


def _form(one: Form) -> Shape:
    return {
        "path": one.path.value,
        "opt_in": one.opt_in or None,
        "title": _(one.title),
        "fields": [
            {
                "name": ask.name,
                "label": _(ask.label),
                "kind": ask.kind.value,
                "required": ask.required,
                "choices": [key for key, _words in ask.choices],
            }
            for ask in one.asks
        ],
    }


def _manner(ask: Ask) -> str:
    """How a value is written."""
    if ask.choices:
        return ", ".join(key for key, _words in ask.choices)
    return MANNERS.get(ask.kind, "")
