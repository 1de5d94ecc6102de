"""A form read and signed on the screen: shown whole, drawn, sealed.

`desk` and `begin` belong to the store's thread, `draw` to the render thread (it needs no store),
`seal` to the store's again: the document lies in memory until one transaction writes everything.
The hand is never kept anywhere but in what was sealed.
"""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING

from navigator_app.domain import ink, plain_text, record_codes
from navigator_app.domain.consents import ConsentDraft, Signer
from navigator_app.domain.form_rows import SIGNED
from navigator_app.domain.identifiers import uuid7
from navigator_app.domain.ink import Flaw, Strokes
from navigator_app.domain.records import Changes
from navigator_app.domain.signatures import Shown, SignableForm, SignDesk, SignDraft, Signed
from navigator_app.errors import InputRejected
from navigator_app.i18n import _
from navigator_app.services import (
    attachments,
    consent_desk,
    consents,
    form_facts,
    print_desk,
    read_reasons,
    sign_form_facts,
    sign_form_text,
)
from navigator_app.services.form_facts import Subject
from navigator_app.store import form_writes, reads_forms, signature_writes
from navigator_app.store.tx import utc_text

if TYPE_CHECKING:
    from navigator_app.domain.intake_rows import IntakeRow
    from navigator_app.forms.render import Order, Printed
    from navigator_app.services.workspace import Workspace
    from navigator_app.store.tx import Tx

GIVE, REFUSE, REVOKE = "give", "refuse", "revoke"
_ACTS = {"refusal": REFUSE, "revocation": REVOKE}
"""Forms that make or end a consent record without offering one."""
CLASS = "consent"
"""How long the signed document is kept: the class of signed forms."""


@dataclass(frozen=True, slots=True)
class Opening:
    """A form on the screen, ready to be read: nothing is written yet.

    `consent` is the record that signing makes, None where signing takes one back.
    """

    draft: SignDraft
    act: str
    order: Order
    shown: Shown
    consent: ConsentDraft | None
    signer: str


@dataclass(frozen=True, slots=True)
class Drawn:
    """A form with the hand in it, drawn and not yet sealed."""

    opening: Opening
    strokes: Strokes
    at: datetime
    code: str
    printed: Printed


def forms() -> tuple[SignableForm, ...]:
    """The forms that make a consent record, or end one, when they are signed. Needs no store."""
    from navigator_app.forms import reading

    found = []
    for kind in reading.kinds():
        form = reading.form(kind)
        if form.offers or kind in _ACTS:
            act = _ACTS.get(kind, GIVE)
            found.append(SignableForm(kind, form.title, form.about, form.offers, act))
    return tuple(sorted(found, key=lambda one: (one.act != GIVE, one.act == REVOKE, one.kind)))


def desk(ws: Workspace, member_id: str) -> SignDesk:
    """What can be signed of a member and with what it is filled in. NotFound without a member."""
    from navigator_app.forms import catalogue

    known = consent_desk.desk(ws, member_id)
    member = form_facts.member_of(ws, member_id)
    today = ws.clock.today()
    opted = form_facts.gather(ws, "consent", Subject(member_id)).ticked
    return SignDesk(
        member_id,
        known.member_name,
        known.agency,
        form_facts.language_of(member) or catalogue.SOURCE,
        forms(),
        dict(catalogue.LANGUAGES),
        tuple(one for one in known.consents if one.live(today)),
        form_facts.reads_large(member),
        tuple(sorted(one.removeprefix(sign_form_facts.SERVICE) for one in opted)),
    )


def begin(ws: Workspace, draft: SignDraft) -> Opening:
    """Fill in a form and check what it will make on record; nothing is written.

    InputRejected names the field of the draft as `consents.check` does, or "kind", "language",
    "revokes"; a place that the law wants filled in is named by its own key once it is signed.
    """
    from navigator_app.forms import reading

    read_reasons.need(ws, draft.member_id)
    known = {one.kind: one for one in forms()}.get(draft.kind)
    if known is None:
        raise InputRejected("kind", _("This form is not signed on the screen."))
    form = sign_form_text.fillable(reading.form(draft.kind))
    today = ws.clock.today()
    consent = None
    if known.act == REVOKE:
        if not draft.revokes:
            raise InputRejected("revokes", _("Say which consent is taken back."))
        consents.revocation(ws, draft.revokes, today, "")
        _check_signer(draft)
    else:
        consent = consents.check(ws, sign_form_facts.consent_of(ws, draft, known, form.lasts))
    about = ("consent", draft.revokes) if known.act == REVOKE else ("", "")
    prepared = print_desk.prepare(
        ws,
        draft.kind,
        Subject(draft.member_id, about=about[0], about_id=about[1]),
        language=draft.language,
        large=draft.large,
    )
    order = sign_form_facts.filled(replace(prepared.order, form=form), draft, known, consent)
    whole = sign_form_text.shown(order, draft.filled)
    signer = plain_text.line(draft.signer_name) or str(order.facts.get("member.name", ""))
    return Opening(draft, known.act, order, whole, consent, signer)


def draw(opening: Opening, strokes: Strokes, at: datetime) -> Drawn:
    """Draw the form with the hand on its line. Needs no store.

    `at` is the moment by the clock of the place, with its zone. InputRejected: "ink" for a hand
    that is none, the key of an `Asked` for a place that must not stay empty.
    """
    check_filled(opening.shown)
    _check_ink(strokes)
    from navigator_app.forms.hand import Ink

    number = sign_form_text.signed_block(opening.order.form)
    hand = Ink(strokes, opening.signer, at, plain_text.line(opening.draft.authority))
    code = record_codes.new()
    order = replace(opening.order, record=code, ink={str(number): hand})
    return Drawn(opening, strokes, at, code, print_desk.draw(order))


def seal(ws: Workspace, drawn: Drawn) -> Signed:
    """Write the document, the consent, the form's record and the signature: all or nothing.

    InputRejected when the record has moved since the form was opened.
    """
    opening, draft = drawn.opening, drawn.opening.draft
    if reads_forms.by_code(ws.store, drawn.code) is not None:
        raise InputRejected("ink", _("This was saved already."))
    told: list[IntakeRow] = []
    why = ""
    consent, ended = opening.consent, None
    if consent is not None:
        consent = consents.check(ws, consent)
        told, why = consent_desk.waiting(ws, consent)
    else:
        how = _("Signed on screen, form {code}").format(code=record_codes.shown(drawn.code))
        _found, ended = consents.revocation(ws, draft.revokes, ws.clock.today(), how)
    with ws.transaction("sign_form") as tx:
        form_id = uuid7()
        document = attachments.insert(
            tx,
            ws,
            draft.member_id,
            io.BytesIO(drawn.printed.pdf),
            title=_title(drawn),
            class_id=CLASS,
            about=("printed_form", form_id),
        )
        if consent is not None:
            named = replace(consent, attachment_id=document, form=_named(drawn))
            consent_id = consent_desk.insert(tx, ws, named, told)
        else:
            consent_id = draft.revokes
            tx.update("consent", consent_id, ended or {})
        form_writes.insert(tx, _form_row(tx, ws, drawn, form_id, consent_id, document))
        signature = uuid7()
        row = _signature_row(ws, drawn, consent_id, document)
        signature_writes.insert(tx, {"id": signature, "printed_form_id": form_id, **row})
        undo = tx.id
    changes = Changes(
        members=frozenset({draft.member_id}),
        referrals=frozenset(one.referral_id for one in told),
    )
    return Signed(signature, form_id, consent_id, document, drawn.code, changes, undo, why)


def check_filled(shown: Shown) -> None:
    """Refuse (by the key of an `Asked`) where an element that a law asks for has nothing: a blank
    would sign what nobody chose."""
    groups: dict[str, list[str]] = {}
    for one in shown.asked:
        if one.needed:
            groups.setdefault(one.group, []).append(one.key)
    for keys in groups.values():
        raise InputRejected(
            keys[0],
            _("Something must be chosen here before it is signed."),
            _("The law asks for it; ask the member, and mark what they say."),
        )


def _check_ink(strokes: Strokes) -> None:
    flaw = ink.flaw(strokes)
    said = {
        Flaw.EMPTY: (_("Nobody has signed yet."), _("Draw the signature in the field.")),
        Flaw.DOT: (
            _("This is a dot, no signature."),
            _("Draw the name, or a mark of the member’s own."),
        ),
        Flaw.TOO_MUCH: (
            _("This is more than a signature."),
            _("Clear the field and draw it once."),
        ),
        Flaw.OUTSIDE: (_("This was not drawn in the field."), _("Clear the field and draw again.")),
    }
    if flaw is not None:
        raise InputRejected("ink", *said[flaw])


def _check_signer(draft: SignDraft) -> None:
    if draft.signer is not Signer.MEMBER and not plain_text.line(draft.signer_name):
        raise InputRejected("signer_name", _("Give the name of who signed."))
    if draft.signer is not Signer.MEMBER and not plain_text.line(draft.authority):
        raise InputRejected(
            "authority", _("Say by what authority somebody else speaks for the member.")
        )


def _title(drawn: Drawn) -> str:
    day: date = drawn.at.date()
    return _("{form}, signed {day}").format(form=drawn.opening.order.form.title, day=day)


def _named(drawn: Drawn) -> str:
    stamp = drawn.printed.stamp
    return f"{record_codes.shown(drawn.code)} {stamp.kind}-{stamp.version} {stamp.text_hash}"


def _form_row(
    tx: Tx, ws: Workspace, drawn: Drawn, form_id: str, consent_id: str, document: str
) -> Mapping[str, object]:
    order, draft, stamp = drawn.opening.order, drawn.opening.draft, drawn.printed.stamp
    revoked = drawn.opening.act == REVOKE
    return {
        "id": form_id,
        "code": drawn.code,
        "member_id": draft.member_id,
        "about": "consent" if revoked else "",
        "about_id": draft.revokes if revoked else "",
        "consent_id": consent_id,
        "kind": draft.kind,
        "version": order.form.version,
        "text_hash": stamp.text_hash,
        "language": order.language,
        "large": int(order.large),
        "paper": order.paper.value,
        "pages": drawn.printed.pages,
        "how": SIGNED,
        "filled": json.dumps(dict(draft.filled), ensure_ascii=False),
        "user_id": ws.user.id,
        "printed_at": tx.now,
        "zone": ws.clock.zone,
        "attachment_id": document,
        "returned_at": tx.now,  # it never was on paper: the document is home
    }


def _signature_row(
    ws: Workspace, drawn: Drawn, consent_id: str, document: str
) -> Mapping[str, object]:
    draft = drawn.opening.draft
    return {
        "consent_id": consent_id,
        "attachment_id": document,
        "pdf_sha256": hashlib.sha256(drawn.printed.pdf).hexdigest(),
        "text_hash": drawn.printed.stamp.text_hash,
        "language": drawn.opening.order.language,
        "shown_text": drawn.opening.shown.text,
        "signer": draft.signer.slug,
        "signer_name": drawn.opening.signer,
        "authority": plain_text.line(draft.authority),
        "witness": plain_text.line(draft.witness),
        "interpreter": plain_text.line(draft.interpreter),
        "strokes": ink.told(drawn.strokes),
        "signed_at": utc_text(drawn.at),
        "zone": ws.clock.zone,
        "user_id": ws.user.id,
    }
