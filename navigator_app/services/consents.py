"""Consents: recorded, refused, revoked, found invalid. Nothing is deleted; a no is kept, too.

A consent runs out after its kind's term unless a nearer day is given (Civil Code 56.11: a year or
less; the statute's exceptions were not found, so a longer one is refused).
"""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from navigator_app.domain.consents import (
    Consent,
    ConsentDraft,
    ConsentRules,
    Decision,
    Kind,
    Signer,
)
from navigator_app.domain.engines import add_months
from navigator_app.domain.identifiers import uuid7
from navigator_app.domain.plain_text import line, told
from navigator_app.domain.records import Changes
from navigator_app.errors import InputRejected, NotFound
from navigator_app.i18n import _
from navigator_app.policy import consent_rules
from navigator_app.services import read_reasons
from navigator_app.services.workspace import Workspace
from navigator_app.store import reads_consents, reads_member, reads_tenancy, referral_state

if TYPE_CHECKING:
    from navigator_app.store.tx import Tx

SUBSTANCE = "substance-use"
"""Kind and category of records under 42 CFR Part 2."""


def rules() -> ConsentRules:
    """The kinds, categories and purposes that can be chosen."""
    return consent_rules.shipped()


def of_member(ws: Workspace, member_id: str) -> list[Consent]:
    """A member's consents and refusals, the latest first; those to share substance-use records
    only for a role that sees such."""
    from navigator_app.services import seen  # asks back here

    read_reasons.need(ws, member_id)
    return seen.consents(ws, member_id, reads_consents.of_member(ws.store, member_id))


def get(ws: Workspace, consent_id: str) -> Consent:
    """One consent; NotFound when there is none."""
    read_reasons.need_record(ws, "consent", consent_id)
    found = reads_consents.one(ws.store, consent_id)
    if found is None:
        raise NotFound(_("Not found"), _("There is no such consent on record."))
    return found


def to_take_back(ws: Workspace, consent_id: str, transaction_id: str) -> Consent:
    """The consent that a write to be taken back was about; NotFound when there is none.

    One's own write is taken back unread: nothing of it is shown, so nobody is asked a reason, also
    for a kind of consent that the role does not see. Somebody else's is asked for as in `get`.
    """
    if reads_tenancy.written_by(ws.store, transaction_id) != ws.user.id:
        return get(ws, consent_id)
    found = reads_consents.one(ws.store, consent_id)
    if found is None:
        raise NotFound(_("Not found"), _("There is no such consent on record."))
    return found


def record(ws: Workspace, draft: ConsentDraft) -> tuple[str, Changes]:
    """Record a consent or a refusal and return its id. InputRejected names the field: a day to
    come, an end before the beginning or beyond the kind's term, a signer without authority, a
    release without discloser, recipient, information or purpose."""
    checked = check(ws, draft)
    with ws.transaction("record_consent") as tx:
        consent_id = insert(tx, ws, checked)
    return consent_id, Changes(members=frozenset({draft.member_id, checked.member_id}))


def insert(tx: Tx, ws: Workspace, checked: ConsentDraft) -> str:
    """Write a draft that `check` returned, inside a transaction; returns the consent's id."""
    consent_id = uuid7()
    row = {"id": consent_id, "user_id": ws.user.id, "created_at": tx.now}
    tx.insert("consent", {**row, **_columns(checked)})
    return consent_id


def revoke(ws: Workspace, consent_id: str, on: date, how: str = "") -> Changes:
    """The member takes a consent back from a day on. InputRejected for a refusal, one that ended
    already, or a day before it was given or to come."""
    found, values = revocation(ws, consent_id, on, how)
    with ws.transaction("revoke_consent") as tx:
        tx.update("consent", consent_id, values)
    return Changes(members=frozenset({found.draft.member_id}))


def revocation(
    ws: Workspace, consent_id: str, on: date, how: str
) -> tuple[Consent, dict[str, object]]:
    """The consent that is taken back, and the columns to write; InputRejected as `revoke` says."""
    found = _standing(ws, consent_id)
    _not_before(ws, found, on)
    return found, {"revoked_on": on.isoformat(), "revoked_how": how.strip()}


def invalidate(ws: Workspace, consent_id: str, on: date, why: str) -> Changes:
    """A consent turns out not to hold. InputRejected without a reason."""
    found, values = fault(ws, consent_id, on, why)
    with ws.transaction("invalidate_consent") as tx:
        tx.update("consent", consent_id, values)
    return Changes(members=frozenset({found.draft.member_id}))


def fault(ws: Workspace, consent_id: str, on: date, why: str) -> tuple[Consent, dict[str, object]]:
    """The consent that does not hold, and the columns to write; InputRejected as `invalidate`
    says."""
    found = _standing(ws, consent_id)
    _not_before(ws, found, on)
    if not line(why):
        raise InputRejected("why", _("Say why it does not hold."))
    return found, {"invalid_on": on.isoformat(), "invalid_why": why.strip()}


def stands_again(ws: Workspace, consent_id: str) -> Changes:
    """Take back a revocation or a fault that was entered by mistake."""
    found = get(ws, consent_id)
    with ws.transaction("consent_stands_again") as tx:
        ended = {"revoked_on": None, "revoked_how": "", "invalid_on": None, "invalid_why": ""}
        tx.update("consent", consent_id, ended)
    return Changes(members=frozenset({found.draft.member_id}))


def check(ws: Workspace, draft: ConsentDraft) -> ConsentDraft:
    """The draft in normal form, its end filled in; InputRejected names the field."""
    known = rules()
    kind = known.kinds.get(draft.kind)
    if kind is None:
        raise InputRejected("kind", _("There is no such kind of consent."))
    if not referral_state.member_known(ws.store, draft.member_id):
        raise NotFound(_("No such member"), _("There is no member with that id."))
    draft = replace(draft, member_id=reads_member.kept_id(ws.store, draft.member_id))
    if draft.on > ws.clock.today():
        raise InputRejected("on", _("The day is in the future."), _("Use the day it was said."))
    _check_signer(draft)
    if kind.id != "to-serve":
        _check_release(draft, known)
    return replace(draft, expires_on=_end(draft, kind))


def _check_signer(draft: ConsentDraft) -> None:
    if draft.signer is not Signer.MEMBER and not line(draft.authority):
        raise InputRejected(
            "authority",
            _("Say by what authority somebody else speaks for the member."),
            _("For instance: conservator by court order of May 2026."),
        )
    if draft.signer is not Signer.MEMBER and not line(draft.signer_name):
        raise InputRejected("signer_name", _("Give the name of who signed."))


def _check_release(draft: ConsentDraft, known: ConsentRules) -> None:
    _check_class(draft, known)
    if draft.refuses_all:
        _check_named(draft, known)
        return
    for field, value, text in (
        ("discloser", draft.discloser, _("Say who may give the information.")),
        ("recipient", draft.recipient, _("Say who may get it.")),
        ("purpose", draft.purpose, _("Say what for.")),
    ):
        if not line(value):
            raise InputRejected(field, text, _("45 CFR 164.508(c)(1) asks for it."))
    if not draft.categories:
        raise InputRejected("categories", _("Say which information."))
    _check_named(draft, known)
    if SUBSTANCE in draft.categories and draft.kind != SUBSTANCE:
        raise InputRejected(
            "categories",
            _("Substance-use records have a consent of their own."),
            _("Record it with the kind for substance-use records (42 CFR 2.31)."),
        )
    if draft.kind == SUBSTANCE and SUBSTANCE not in draft.categories:
        raise InputRejected(
            "categories",
            _("A consent of this kind names substance-use records."),
            _("Choose them, too, or record a consent to share other information."),
        )


def _check_named(draft: ConsentDraft, known: ConsentRules) -> None:
    if draft.purpose and draft.purpose not in known.purposes:
        raise InputRejected("purpose", _("There is no such purpose."))
    if set(draft.categories) - set(known.categories):
        raise InputRejected("categories", _("Say which information."))


def _check_class(draft: ConsentDraft, known: ConsentRules) -> None:
    """A class is one of the list: who is in it is read from the record."""
    if not draft.recipient_class or not line(draft.recipient):
        return
    named = known.class_named(draft.recipient)
    if named is None:
        titles = ", ".join(_(one.title) for one in known.classes.values())
        raise InputRejected(
            "recipient", _("There is no such class."), _("Choose one of: {titles}.").format(
                titles=titles
            )
        )  # fmt: skip
    if named.refusals and draft.decision is Decision.GIVEN:
        raise InputRejected(
            "recipient",
            _("Nobody can agree to sharing with everybody."),
            _("Name who may get it (45 CFR 164.508(c)(1)(iii)), or a class of them."),
        )


def term(kind: Kind, on: date) -> date | None:
    """The last day a consent of that kind can stand when it was said on a day; None for no end."""
    return add_months(on, kind.months) if kind.months else None


def _end(draft: ConsentDraft, kind: Kind) -> date | None:
    if draft.decision is Decision.REFUSED:
        return None
    longest = term(kind, draft.on)
    if draft.expires_on is None:
        return longest or _said(draft)
    if draft.expires_on < draft.on:
        raise InputRejected("expires_on", _("It would end before it begins."))
    if longest is not None and draft.expires_on > longest:
        raise InputRejected(
            "expires_on",
            _("It can stand for {months} months at most.").format(months=kind.months),
            _("{source}, {section}.").format(source=kind.source, section=kind.section),
        )
    return draft.expires_on


def _said(draft: ConsentDraft) -> date | None:
    """The end that our own paper says, where one was signed that says how long it lasts."""
    from navigator_app.forms import codes, reading

    stamp = codes.read(draft.form)
    if stamp is None or stamp.kind not in reading.kinds() or line(draft.expires_event):
        return None
    lasts = reading.form(stamp.kind).lasts
    return add_months(draft.on, lasts) if lasts else None


def _standing(ws: Workspace, consent_id: str) -> Consent:
    found = get(ws, consent_id)
    if found.draft.decision is Decision.REFUSED:
        raise InputRejected("consent", _("This is a refusal; there is nothing to take back."))
    if found.revoked_on or found.invalid_on:
        raise InputRejected("consent", _("This consent has ended already."))
    return found


def _not_before(ws: Workspace, found: Consent, on: date) -> None:
    if on < found.draft.on:
        raise InputRejected("on", _("The day lies before the consent was given."))
    if on > ws.clock.today():
        raise InputRejected("on", _("The day is in the future."))


def _columns(draft: ConsentDraft) -> dict[str, object]:
    return {
        "member_id": draft.member_id,
        "kind": draft.kind,
        "decision": draft.decision.slug,
        "how": draft.how.slug,
        "on_date": draft.on.isoformat(),
        "discloser": line(draft.discloser),
        "recipient": line(draft.recipient),
        "recipient_class": int(draft.recipient_class),
        "categories": json.dumps(list(draft.categories)),
        "purpose": draft.purpose,
        "expires_on": draft.expires_on.isoformat() if draft.expires_on else None,
        "expires_event": line(draft.expires_event),
        "signer": draft.signer.slug,
        "signer_name": line(draft.signer_name),
        "authority": line(draft.authority),
        "witness": line(draft.witness),
        "interpreter": line(draft.interpreter),
        "language": line(draft.language),
        "form": draft.form.strip(),
        "attachment_id": draft.attachment_id,
        "note": told(draft.note),
    }
