"""Status events of a referral: append-only, checked by `domain.referral`."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from navigator_app.domain.guard_facts import Step
from navigator_app.domain.records import Changes, ReferralRow
from navigator_app.domain.referral import Event, StatusRefused, check_status
from navigator_app.domain.vocabulary import ClosureReason, ReferralStatus
from navigator_app.errors import InputRejected, NotFound
from navigator_app.i18n import _
from navigator_app.services import clocks, covered_days, guards, phrases
from navigator_app.services.workspace import Workspace
from navigator_app.store import reads_referrals, referral_state
from navigator_app.store.referral_state import ReferralFacts

if TYPE_CHECKING:
    from navigator_app.store.tx import Tx


def record(
    ws: Workspace,
    referral_id: str,
    status: ReferralStatus,
    on: date,
    *,
    reason: ClosureReason | None = None,
    note: str = "",
    corrects: str | None = None,
    override: str = "",
) -> tuple[ReferralRow, Changes]:
    """Append one status event; `corrects` names the wrong event that it replaces.

    InputRejected, with advice, when the domain refuses it, or a guard does: closing as unable to
    reach wants the attempts that the plan asks for (MCAP7003 §D.1.c), closing as served a day on
    which Medi-Cal had not lapsed; accepting and serving want that nothing excludes the member (LA
    County FAQ, questions 1, 5 and 6); or else an `override`, a reason that is journalled. A
    correction is checked against the loop without the event it corrects.
    """
    with ws.transaction("record_status") as tx:
        append(
            tx,
            ws,
            referral_id,
            Event(status, on, reason),
            note=note,
            corrects=corrects,
            override=override,
        )
    row = reads_referrals.referrals(ws.store, [referral_id])[0]
    return row, Changes(members=frozenset({row.member_id}), referrals=frozenset({row.id}))


def append(
    tx: Tx,
    ws: Workspace,
    referral_id: str,
    event: Event,
    *,
    note: str = "",
    corrects: str | None = None,
    override: str = "",
) -> None:
    """Check and append one status event inside a transaction, and what follows from it."""
    facts = _facts(ws, referral_id)
    _check_corrects(facts, corrects)
    _check(ws, facts, event, corrects)
    _guard(tx, ws, facts, event, corrects, override)
    referral_state.append_event(
        tx,
        facts,
        event,
        zone=ws.clock.zone,
        user_id=ws.user.id,
        note=note.strip(),
        corrects=corrects,
    )
    referral_state.refresh(tx, [referral_id])
    clocks.recompute(tx, ws, [referral_id])


def _guard(
    tx: Tx, ws: Workspace, facts: ReferralFacts, event: Event, corrects: str | None, override: str
) -> None:
    """Refuse what a guard refuses, or keep the reason for which it was passed.

    A correction that leaves the answer as it was asks nothing anew but what its day decides.
    """
    closes = event.status is ReferralStatus.CLOSED
    if closes and event.reason is ClosureReason.UNABLE_TO_REACH:
        guards.pass_or_refuse(tx, ws, facts.id, Step.UNREACHABLE, event.on, override)
    if closes and event.reason is ClosureReason.SERVICES_RECEIVED:
        basis = covered_days.refuse_served(ws, facts.id, event.on, override)
        if basis:
            guards.write_override(tx, ws, facts.id, basis, override)
        # Whether the day is covered is judged above, from every look-up and not the latest alone.
        _take_on(tx, ws, facts, event, corrects, override, without=(guards.MANAGED_CARE,))
    if event.status is ReferralStatus.ACCEPTED:
        _take_on(tx, ws, facts, event, corrects, override)


def _take_on(
    tx: Tx,
    ws: Workspace,
    facts: ReferralFacts,
    event: Event,
    corrects: str | None,
    override: str,
    without: tuple[str, ...] = (),
) -> None:
    stood = next((one for key, one in facts.events if key == corrects), None)
    if stood is None or (stood.status, stood.reason) != (event.status, event.reason):
        guards.pass_or_refuse(tx, ws, facts.id, Step.SERVE, event.on, override, without=without)


def record_many(
    ws: Workspace,
    referral_ids: list[str],
    status: ReferralStatus,
    on: date,
    *,
    override: str = "",
) -> tuple[list[ReferralRow], str, Changes]:
    """Append the same status to many referrals, all or none; returns rows, undo token, changes.

    InputRejected for the first that the domain or a guard refuses, saying which; `override` is the
    reason to pass a guard. The token goes to `record_outreach.undo`.
    """
    ids = list(dict.fromkeys(referral_ids))
    with ws.transaction("record_status") as tx:
        for referral_id in ids:
            facts = _facts(ws, referral_id)
            _check(ws, facts, Event(status, on), None, name_it=len(ids) > 1)
            try:
                _guard(tx, ws, facts, Event(status, on), None, override)
            except InputRejected as refused:
                raise _named(ws, facts, refused, len(ids) > 1) from refused
            referral_state.append_event(
                tx, facts, Event(status, on), zone=ws.clock.zone, user_id=ws.user.id
            )
        referral_state.refresh(tx, ids)
        clocks.recompute(tx, ws, ids)
    rows = reads_referrals.referrals(ws.store, ids)
    members = frozenset(row.member_id for row in rows)
    return rows, tx.id, Changes(members=members, referrals=frozenset(ids))


def _facts(ws: Workspace, referral_id: str) -> ReferralFacts:
    facts = referral_state.load(ws.store, referral_id)
    if facts is None:
        raise NotFound(
            _("Referral not found"),
            _("There is no referral with that id."),
            _("Look it up with the referrals list."),
        )
    return facts


def _check_corrects(facts: ReferralFacts, corrects: str | None) -> None:
    if corrects is not None and corrects not in {key for key, _event in facts.events}:
        raise InputRejected(
            "corrects",
            _("The status to correct does not stand on this referral."),
            _("Choose one of its statuses that was not corrected or taken back already."),
        )


def _check(
    ws: Workspace,
    facts: ReferralFacts,
    event: Event,
    corrects: str | None,
    *,
    name_it: bool = False,
) -> None:
    try:
        check_status(
            facts.loop(without=corrects),
            event.status,
            event.on,
            event.reason,
            today=ws.clock.today(),
            correcting=corrects is not None,
        )
    except StatusRefused as refused:
        rejected = InputRejected(refused.field, *phrases.refusal(refused))
        raise _named(ws, facts, rejected, name_it) from refused


def _named(
    ws: Workspace, facts: ReferralFacts, refused: InputRejected, name_it: bool
) -> InputRejected:
    """The same refusal; where there are many, saying of which."""
    if not name_it:
        return InputRejected(refused.field, refused.message, refused.next_step)
    row = reads_referrals.referrals(ws.store, [facts.id])[0]
    message = _("{cin}, {service}: {message}").format(
        cin=row.cin, service=row.service.short, message=refused.message
    )
    return InputRejected(refused.field, message, refused.next_step)
