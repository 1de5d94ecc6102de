"""A member's consents as a page needs them, and writes that somebody can take back.

A yes to being served is a fact of the referrals too: where a way in asks for that day and nobody
wrote one, it is written in the same transaction. A no is never carried over by itself: whether the
referral ends is for a person to say.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from navigator_app.domain import record_codes
from navigator_app.domain.consent_rows import ConsentDesk, Kept, OpenNo
from navigator_app.domain.consent_rows import PaperOut as PaperOut
from navigator_app.domain.consents import Consent, ConsentDraft, Decision, How
from navigator_app.domain.form_rows import PRINTED
from navigator_app.domain.records import Changes
from navigator_app.domain.vocabulary import Service
from navigator_app.errors import InputRejected, NotFound
from navigator_app.i18n import _
from navigator_app.services import agency, clocks, consents, intake_checks, read_reasons
from navigator_app.services.workspace import Workspace
from navigator_app.store import (
    intake_writes,
    reads_consents,
    reads_forms,
    reads_intake,
    reads_member,
    reads_tenancy,
    take_back,
)

if TYPE_CHECKING:
    from navigator_app.domain.intake_rows import IntakeRow
    from navigator_app.store.tx import Tx

SERVE = "to-serve"
MOST_LOOKED, MOST_PAPERS = 20, 2
"""Printed forms that are looked at, and those of them whose copy is at hand."""

INTENTIONS = frozenset({"record_consent", "revoke_consent", "invalidate_consent"})
"""Transactions that `undo` may take back."""

_HOW = {How.VERBAL: "spoken", How.PAPER: "written", How.SCREEN: "written"}


def desk(ws: Workspace, member_id: str) -> ConsentDesk:
    """What stands of a member. NotFound when there is no such member."""
    row = reads_member.contact(ws.store, member_id, ["first_name", "last_name", "language_spoken"])
    if row is None:
        raise NotFound(_("No such member"), _("There is no member with that id."))
    read_reasons.need(ws, member_id)
    found = tuple(consents.of_member(ws, member_id))
    return ConsentDesk(
        member_id,
        f"{row[0]} {row[1]}".strip(),
        agency.agency(ws).name,
        str(row[2] or ""),
        found,
        reads_consents.times_left(ws.store, member_id),
        _open_no(ws, member_id, found),
        _papers(ws, member_id),
    )


def _papers(ws: Workspace, member_id: str) -> tuple[PaperOut, ...]:
    """The latest forms that were printed for the member to sign and are not spoiled."""
    rows = [
        row
        for row in reads_forms.of_member(ws.store, [member_id], MOST_LOOKED)
        if row.how == PRINTED and not row.voided_at and row.about != "printed_form"
    ]
    if not rows:
        return ()
    from navigator_app.forms import reading  # only where something was printed
    from navigator_app.services import form_reviews

    signed = [row for row in rows if row.kind in reading.kinds() and reading.form(row.kind).offers]
    return tuple(
        PaperOut(
            row.code,
            record_codes.shown(row.code),
            form_reviews.title(row.kind),
            ws.clock.to_local(datetime.fromisoformat(row.printed_at)).date(),
        )
        for row in signed[:MOST_PAPERS]
    )


def about(ws: Workspace, consent_id: str) -> tuple[Consent, str]:
    """One consent, and whose it is. NotFound when there is none."""
    read_reasons.need_record(ws, "consent", consent_id)
    found = consents.get(ws, consent_id)
    return found, reads_intake.member_name(ws.store, found.draft.member_id) or ""


def record(ws: Workspace, draft: ConsentDraft) -> Kept:
    """Record a consent or a refusal, and the member's yes on the referrals that wait for it.
    InputRejected as `consents.record` says."""
    checked = consents.check(ws, draft)
    told, why = waiting(ws, checked)
    with ws.transaction("record_consent") as tx:
        consent_id = insert(tx, ws, checked, told)
        undo = tx.id
    return Kept(
        consent_id,
        Changes(
            members=frozenset({draft.member_id}),
            referrals=frozenset(row.referral_id for row in told),
        ),
        undo,
        tuple(row.service for row in told),
        why,
    )


def waiting(ws: Workspace, checked: ConsentDraft) -> tuple[list[IntakeRow], str]:
    """The referrals that wait for this yes, and why one of them cannot have it; nothing is
    written."""
    if checked.kind == SERVE and checked.decision is Decision.GIVEN:
        return _waiting(ws, checked)
    return [], ""


def insert(tx: Tx, ws: Workspace, checked: ConsentDraft, told: list[IntakeRow]) -> str:
    """Write a checked draft, and the yes on the referrals that wait for it, inside a transaction;
    returns the consent's id."""
    consent_id = consents.insert(tx, ws, checked)
    for row in told:
        _tell(tx, row, checked)
    clocks.recompute(tx, ws, [row.referral_id for row in told])
    return consent_id


def revoke(ws: Workspace, consent_id: str, on: date, how: str = "") -> Kept:
    """The member takes it back. InputRejected as `consents.revoke` says."""
    found, values = consents.revocation(ws, consent_id, on, how)
    return _end(ws, "revoke_consent", found, values)


def invalidate(ws: Workspace, consent_id: str, on: date, why: str) -> Kept:
    """It turns out not to hold. InputRejected as `consents.invalidate` says."""
    found, values = consents.fault(ws, consent_id, on, why)
    return _end(ws, "invalidate_consent", found, values)


def undo(ws: Workspace, kept: Kept) -> Changes:
    """Take one write back, whole. InputRejected when something has left under the consent or was
    recorded on it since, or it was taken back already. Who is asked: `consents.to_take_back`."""
    intention = reads_tenancy.intention(ws.store, kept.undo)
    if intention not in INTENTIONS:
        raise _nothing()
    entries = take_back.entries(ws.store, kept.undo)
    mine = [one for one in entries if one.table in ("consent", "intake")]
    if not mine:
        raise _nothing()
    found = consents.to_take_back(ws, kept.id, kept.undo)
    if intention == "record_consent" and (found.revoked_on or found.invalid_on):
        raise InputRejected("undo", _("The consent has been ended since."))
    with ws.transaction("undo_consent") as tx:
        take_back.take_back(tx, mine)
        clocks.recompute(tx, ws, kept.changes.referrals)
    return kept.changes


def _end(ws: Workspace, intention: str, found: Consent, values: dict[str, object]) -> Kept:
    with ws.transaction(intention) as tx:
        tx.update("consent", found.id, values)
        undo = tx.id
    return Kept(found.id, Changes(members=frozenset({found.draft.member_id})), undo)


def _waiting(ws: Workspace, draft: ConsentDraft) -> tuple[list[IntakeRow], str]:
    """Open referrals whose way in asks for the yes and has none, and why one cannot have it."""
    found, why = [], ""
    for row in reads_intake.intakes(ws.store, draft.member_id):
        if row.path is None or not row.is_open or row.values.get("opted_in_on"):
            continue
        asked = intake_checks.asked_of(row, row.path, row.opt_in)
        if all(ask.name != "opted_in_on" for ask in asked.asks):
            continue
        given = {"opted_in_on": draft.on.isoformat()}
        try:
            normal = intake_checks.way(ws, asked, {**row.values, **given})
            intake_checks.against_known(ws, row, normal)
        except InputRejected as refused:
            why = _("{service}: {why}").format(service=row.service.short, why=refused)
            continue
        found.append(row)
    return found, why


def _tell(tx: Tx, row: IntakeRow, draft: ConsentDraft) -> None:
    columns: dict[str, object] = {"opted_in_on": draft.on.isoformat()}
    if not row.values.get("opt_in_how"):
        columns["opt_in_how"] = _HOW[draft.how]
    intake_writes.write(tx, row.referral_id, columns)


def _open_no(ws: Workspace, member_id: str, found: tuple[Consent, ...]) -> tuple[OpenNo, ...]:
    """Referrals that nobody said the no on, where the last word on being served is a no."""
    last = next((one for one in found if one.draft.kind == SERVE and one.invalid_on is None), None)
    if last is None or (last.draft.decision is Decision.GIVEN and last.revoked_on is None):
        return ()
    said = (last.revoked_on or last.draft.on).isoformat()
    return tuple(
        OpenNo(row.referral_id, row.service, _form(row))
        for row in reads_intake.intakes(ws.store, member_id)
        if row.is_open and not _no_known(row, said)
    )


def _no_known(row: IntakeRow, said: str) -> bool:
    values = row.values
    if values.get("withdrawn_on") or values.get("refused_on"):
        return True
    return values.get("opted_in_on", "") > said  # a later yes


def _form(row: IntakeRow) -> str:
    if row.path is not None:
        asks = intake_checks.asked_of(row, row.path, row.opt_in).asks
        if any(ask.name == "refused_on" for ask in asks):
            return "new_referral"
    return "later_days"


def services_words(services: tuple[Service, ...]) -> str:
    """Services in short, with commas."""
    return ", ".join(service.short for service in services)


def _nothing() -> InputRejected:
    return InputRejected(
        "undo", _("There is nothing to take back."), _("It was taken back already.")
    )
