"""A member's consents, and what left about the member."""

from __future__ import annotations

from argparse import Namespace
from datetime import date, datetime

from navigator_app.commands import output
from navigator_app.commands.people import member_id
from navigator_app.commands.session import opened
from navigator_app.commands.shapes import Shape, iso, local
from navigator_app.domain.consents import Consent, ConsentDraft, How
from navigator_app.domain.disclosures import DisclosureRow
from navigator_app.errors import InputRejected
from navigator_app.i18n import _
from navigator_app.services import agency, consent_desk, consent_words, consents, gate
from navigator_app.services.workspace import Workspace


def consent(args: Namespace) -> int:
    """List a member's consents; record one first, if an answer is given."""
    with opened(args) as ws:
        who = member_id(ws, args.member)
        if args.record is not None:
            consent_desk.record(ws, _draft(ws, who, args))
        found, today = consent_desk.desk(ws, who).consents, ws.clock.today()
    return output.listing(
        args,
        (_consent(one, today) for one in found),
        (_("state"), _("said"), _("until"), _("how"), _("what"), _("information")),
        (
            (
                _(consent_words.STATES[one.state(today)]),
                one.draft.on,
                one.draft.expires_on or one.draft.expires_event,
                one.draft.how.slug,
                consent_words.said(one),
                consent_words.information(one.draft.categories),
            )
            for one in found
        ),
        _("No consent is recorded."),
    )


def disclosures(args: Namespace) -> int:
    """List what left about a member."""
    with opened(args) as ws:
        who = consent_desk.desk(ws, member_id(ws, args.member)).member_id
        rows = gate.disclosures(ws, who)
    return output.listing(
        args,
        (_left(row) for row in rows),
        (_("when"), _("what"), _("to whom"), _("what for"), _("information"), _("ground")),
        (
            (
                local(datetime.fromisoformat(row.at), row.zone),
                consent_words.way(row.what),
                row.recipient,
                consent_words.purpose(row.purpose),
                consent_words.information(row.categories),
                row.override_reason or row.ground,
            )
            for row in rows
        ),
        _("Nothing has left."),
    )


def _draft(ws: Workspace, who: str, args: Namespace) -> ConsentDraft:
    kind = args.kind or consent_desk.SERVE
    rules = consents.rules()
    _known("kind", [kind], list(rules.kinds))
    _known("purpose", [args.purpose] if args.purpose else [], list(rules.purposes))
    _known("categories", args.information, list(rules.categories))
    release = kind != consent_desk.SERVE
    return ConsentDraft(
        member_id=who,
        kind=kind,
        decision=args.record,
        how=args.how or How.VERBAL,
        on=args.on or ws.clock.today(),
        discloser=(args.discloser or agency.agency(ws).name) if release else "",
        recipient=args.recipient,
        categories=tuple(dict.fromkeys(args.information)),
        purpose=args.purpose,
        expires_on=args.until,
        note=args.note,
    )


def _known(field: str, given: list[str], ids: list[str]) -> None:
    """Refuse an id that is not in its list, and name those that are."""
    for one in given:
        if one not in ids:
            raise InputRejected(
                field,
                _("{id} is not in the list.").format(id=one),
                _("Choose among: {ids}.").format(ids=", ".join(ids)),
            )


def _consent(one: Consent, today: date) -> Shape:
    draft = one.draft
    return {
        "id": one.id,
        "member_id": draft.member_id,
        "kind": draft.kind,
        "decision": draft.decision.slug,
        "state": one.state(today).value,
        "how": draft.how.slug,
        "on": iso(draft.on),
        "discloser": draft.discloser or None,
        "recipient": draft.recipient or None,
        "recipient_class": draft.recipient_class,
        "information": list(draft.categories),
        "purpose": draft.purpose or None,
        "expires": iso(draft.expires_on),
        "expires_event": draft.expires_event or None,
        "signer": draft.signer.slug,
        "signer_name": draft.signer_name or None,
        "authority": draft.authority or None,
        "witness": draft.witness or None,
        "interpreter": draft.interpreter or None,
        "language": draft.language or None,
        "form": draft.form or None,
        "attachment_id": draft.attachment_id,
        "note": draft.note,
        "revoked": iso(one.revoked_on),
        "revoked_how": one.revoked_how or None,
        "invalid": iso(one.invalid_on),
        "invalid_why": one.invalid_why or None,
        "by": one.by,
    }


def _left(row: DisclosureRow) -> Shape:
    return {
        "id": row.id,
        "at": local(datetime.fromisoformat(row.at), row.zone),
        "what": row.what,
        "detail": row.detail,
        "recipient": row.recipient,
        "purpose": row.purpose,
        "information": list(row.categories),
        "ground": row.ground,
        "consent_id": row.consent_id or None,
        "override_reason": row.override_reason or None,
        "by": row.by,
    }
