"""A household's papers, and the requests for housing deposits."""

from __future__ import annotations

from argparse import Namespace

from navigator_app.commands import output
from navigator_app.commands.people import member_id
from navigator_app.commands.session import opened
from navigator_app.commands.shapes import Shape, iso
from navigator_app.domain import money
from navigator_app.domain.deposits import Item, Request, State
from navigator_app.domain.documents import MemberPapers, PaperLine, PersonPapers
from navigator_app.i18n import _
from navigator_app.services import deposits, documents, guards
from navigator_app.services.deposits import Desk


def list_documents(args: Namespace) -> int:
    """List the papers of a member and the household."""
    with opened(args) as ws:
        found = documents.of_member(ws, member_id(ws, args.member))
    if output.wants_json(args):
        output.document(_papers(found))
        return 0
    output.line(_("{ready} of {needed} ready").format(ready=found.ready, needed=found.needed))
    output.table(
        (_("whose"), _("paper"), _("state"), _("days"), _("good to"), _("expected"), _("from")),
        [
            (
                one.person.name,
                _(line.kind.title),
                str(line.standing),
                line.days_left,
                line.paper.expires_on,
                line.paper.expected_on,
                line.paper.requested_from,
            )
            for one in found.people
            for line in one.lines
        ],
        "",
    )
    return 0


def list_deposits(args: Namespace) -> int:
    """List requests for deposits, of one member or of all."""
    with opened(args) as ws:
        found = deposits.listing(ws, member_id(ws, args.member) if args.member else "")
    return output.listing(
        args,
        (_request(desk, one) for desk, one in found),
        (_("CIN"), _("state"), _("asked"), _("approved"), _("move-in"), _("sent"), _("!")),
        (
            (
                desk.cin,
                str(one.state),
                money.dollars(one.total),
                money.dollars(one.approved) if one.approved else "",
                one.move_in_on,
                one.submitted_on,
                " ".join(_stops(desk, one)),
            )
            for desk, one in found
        ),
        _("No deposit is asked for."),
    )


def _papers(found: MemberPapers) -> Shape:
    return {
        "member_id": found.member_id,
        "ready": found.ready,
        "needed": found.needed,
        "people": [_person(one) for one in found.people],
    }


def _person(one: PersonPapers) -> Shape:
    return {
        "person_id": one.person.id or None,
        "name": one.person.name,
        "ready": one.ready,
        "needed": one.needed,
        "documents": [_paper(line) for line in one.lines],
    }


def _paper(line: PaperLine) -> Shape:
    paper = line.paper
    return {
        "id": paper.id or None,
        "kind": line.kind.id,
        "title": line.kind.title,
        "state": str(paper.state),
        "standing": str(line.standing),
        "days_left": line.days_left,
        "requested": iso(paper.requested_on),
        "requested_from": paper.requested_from or None,
        "expected": iso(paper.expected_on),
        "received": iso(paper.received_on),
        "expires": iso(paper.expires_on),
        "attachment_id": paper.attachment_id or None,
        "note": paper.note,
        "source": line.kind.cited or None,
    }


def _request(desk: Desk, one: Request) -> Shape:
    cap, left = desk.terms.cap_cents, desk.left(one)
    return {
        "id": one.id,
        "member_id": one.member_id,
        "cin": desk.cin,
        "referral_id": one.referral_id or None,
        "state": str(one.state),
        "move_in": iso(one.move_in_on),
        "ask_by": iso(desk.last_day(one.move_in_on)),
        "total": _amount(one.total),
        "cap": _amount(cap),
        "cap_left": _amount(left),
        "cap_source": desk.terms.cap.cited if desk.terms.cap is not None else None,
        "approved": _amount(one.approved),
        "submitted": iso(one.submitted_on),
        "decided": iso(one.decided_on),
        "number": one.number or None,
        "why": one.decided_why or None,
        "what_changed": one.what_changed or None,
        "items": [_item(item) for item in one.items],
        "stops": _stops(desk, one),
        "packet": [
            {
                "item": line.id,
                "title": line.title,
                "done": line.done,
                "required": line.required,
                "source": line.cited,
                "missing_for": list(line.missing),
                "lacks": list(line.lacks),
            }
            for line in desk.packet(one)
        ],
    }


def _item(item: Item) -> Shape:
    return {
        "id": item.id,
        "kind": item.kind,
        "what": item.what or None,
        "amount": _amount(item.cents),
        "approved": _amount(item.approved_cents),
        "vendor": item.vendor or None,
        "vendor_contact": item.vendor_contact or None,
        "paid": iso(item.paid_on),
        "attachment_id": item.attachment_id or None,
    }


def _stops(desk: Desk, one: Request) -> list[str]:
    """What stands against sending a draft, its own fields first; of others nothing is asked."""
    if one.state is not State.DRAFT:
        return []
    own = [guards.told(found.why) for found in desk.findings(one) if found.stops]
    return own + [guards.told(row.result.why) for row in desk.stopping]


def _amount(cents: int | None) -> float | None:
    return None if cents is None else cents / 100
