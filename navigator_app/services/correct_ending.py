"""Putting the end of a service right: its reason, its day, who was told, or that it never was.

Where ending the service closed the loop, its status is corrected with it, so that the status file
and the clocks follow.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from navigator_app.domain.corrections import ENDING, CorrectionRow
from navigator_app.domain.ending import CLOSES_AS, EndReason
from navigator_app.domain.guard_rows import EndingRow
from navigator_app.domain.records import Changes
from navigator_app.domain.referral import Event
from navigator_app.domain.vocabulary import ClosureReason, ReferralStatus
from navigator_app.errors import InputRejected
from navigator_app.i18n import _
from navigator_app.services import (
    clocks,
    corrections,
    discontinue,
    record_status,
    review_queue_moves,
)
from navigator_app.services.discontinue import Ending
from navigator_app.services.workspace import Workspace
from navigator_app.store import (
    correction_rows,
    intake_writes,
    outreach_writes,
    reads_guards,
    referral_state,
)

if TYPE_CHECKING:
    from navigator_app.store.tx import Tx

_DECIDED = ("reason", "on_date", "note")
"""What somebody's word on an ending was about: corrected, it waits for another."""
CLOSED_AS = "closes"
"""Beside an ending's columns in a correction: the reason its loop was closed with."""


def correct(ws: Workspace, ending_id: str, fixed: Ending, reason: str) -> tuple[str, Changes]:
    """Put an ending right; returns the correction's id. `fixed.closes` None lets the loop's reason
    follow the ending's, where that changed.

    InputRejected as for a new ending, for a day after the member was found again, an empty reason
    (`why`), or when nothing differs.
    """
    was = corrections.found(ws, ENDING, ending_id)
    row = discontinue.ending(ws, ending_id)
    why = corrections.reason_of(reason)
    now: dict[str, object] = {
        "reason": fixed.reason.slug,
        "on_date": fixed.on.isoformat(),
        "note": fixed.note.strip(),
        "plan_told_on": _iso(fixed.plan_told_on),
        "team_told_on": _iso(fixed.team_told_on),
    }
    corrections.refuse_same(was, now)
    base = discontinue.base_of(ws, row.referral_id)
    own = correction_rows.own_event(ws.store, base.id, ending_id)
    _check_days(ws, row, fixed, closed_by_it=own is not None)
    with ws.transaction("correct_ending") as tx:
        if fixed.reason is not row.reason:
            discontinue.pass_stops(tx, ws, base, fixed)
        tx.update(ENDING, ending_id, now)
        if own is not None:
            _correct_status(tx, ws, row, fixed, own, why)
        _untell(tx, ws, row)
        if fixed.reason is EndReason.UNRESPONSIVE and fixed.plan_told_on is not None:
            told = {"unreached_told_on": fixed.plan_told_on.isoformat()}
            intake_writes.write(tx, base.id, told)
        stood = {**was, CLOSED_AS: own[2] if own else ""}
        key = correction_rows.keep(tx, base.member_id, ENDING, stood, why, ws.user.id)
        if any(now[name] != was[name] for name in _DECIDED):
            review_queue_moves.by_rule(
                tx, ws, ENDING, ending_id, _("Corrected: {why}").format(why=why)
            )
        clocks.recompute(tx, ws, [base.id])
    return key, _changes(base.member_id, base.id)


def take_back(ws: Workspace, ending_id: str, reason: str) -> tuple[str, Changes]:
    """The service did not end: take the ending away, and open the loop again where it closed it.

    InputRejected for an empty reason (`why`), once the member was found again, or once the closed
    status has left in a sent file or another followed it.
    """
    was = corrections.found(ws, ENDING, ending_id)
    row = discontinue.ending(ws, ending_id)
    why = corrections.reason_of(reason)
    if row.reengaged is not None:
        raise InputRejected(
            "take_back",
            _("The member was found again after this ending, so it cannot be taken back."),
            _("Correct its reason or its day instead."),
        )
    base = discontinue.base_of(ws, row.referral_id)
    closing = correction_rows.own_event(ws.store, base.id, ending_id)
    own = correction_rows.own_events(ws.store, base.id, ending_id)
    _check_free(ws, own)
    with ws.transaction("take_back_ending") as tx:
        # One that was corrected would stand again if only its correction were taken back.
        referral_state.void_events(tx, own)
        referral_state.refresh(tx, [base.id])
        correction_rows.remove(tx, ENDING, ending_id)
        _untell(tx, ws, row)
        stood = {**was, CLOSED_AS: closing[2] if closing else ""}
        key = correction_rows.keep(
            tx, base.member_id, ENDING, stood, why, ws.user.id, taken_back=True
        )
        clocks.recompute(tx, ws, [base.id])
    return key, _changes(base.member_id, base.id)


def undo(ws: Workspace, correction_id: str) -> Changes:
    """Put an ending back as it stood, by one more correction, or end the service again where the
    ending was taken back. InputRejected when something was recorded since that stands against it.
    """
    row = correction_rows.one(ws.store, correction_id)
    latest = corrections.of_member(ws, row.member_id).get(row.record_id) if row else None
    if row is None or latest is None or latest.id != row.id or row.about != ENDING:
        raise InputRejected(
            "undo",
            _("This correction can no longer be taken back."),
            _("Correct the ending as it should be."),
        )
    before = _as_it_stood(row)
    if row.taken_back:
        return discontinue.end(ws, before)[1]
    return correct(ws, row.record_id, before, _("Undone"))[1]


def _as_it_stood(row: CorrectionRow) -> Ending:
    was = {name: str(value) if value else "" for name, value in row.was.items()}
    told, team = was["plan_told_on"], was["team_told_on"]
    return Ending(
        referral_id=was["referral_id"],
        reason=EndReason.from_slug(was["reason"]),
        on=date.fromisoformat(was["on_date"]),
        closes=ClosureReason.from_slug(was[CLOSED_AS]) if was[CLOSED_AS] else None,
        note=was["note"],
        plan_told_on=date.fromisoformat(told) if told else None,
        team_told_on=date.fromisoformat(team) if team else None,
        override=_("Undone"),
    )


def _check_days(ws: Workspace, row: EndingRow, fixed: Ending, *, closed_by_it: bool) -> None:
    discontinue.check_past(ws, "on", fixed.on)
    if row.reengaged is not None and fixed.on > row.reengaged:
        raise InputRejected(
            "on",
            _("That day lies after the member was found again, on {day}.").format(
                day=row.reengaged.isoformat()
            ),
        )
    last = reads_guards.loop_end(ws.store, row.referral_id)
    if not closed_by_it and last is not None and fixed.on < last[1]:
        raise InputRejected(
            "on",
            _("That day lies before the last status, of {day}.").format(day=last[1].isoformat()),
            _("Use that day or a later one."),
        )
    discontinue.check_notice(ws, "plan_told_on", fixed.on, fixed.plan_told_on)
    discontinue.check_notice(ws, "team_told_on", fixed.on, fixed.team_told_on)


def _correct_status(
    tx: Tx, ws: Workspace, row: EndingRow, fixed: Ending, own: tuple[str, str, str], why: str
) -> None:
    """The status that closed the loop follows, by a status that corrects it."""
    key, on, stood = own
    closes = fixed.closes or ClosureReason.from_slug(stood)
    if fixed.closes is None and fixed.reason is not row.reason:
        closes = CLOSES_AS[fixed.reason]
    if (on, stood) == (fixed.on.isoformat(), closes.slug):
        return
    event = Event(ReferralStatus.CLOSED, fixed.on, closes)
    record_status.append(
        tx, ws, row.referral_id, event, note=why, corrects=key, override=fixed.override
    )


def _check_free(ws: Workspace, events: list[str]) -> None:
    sent = outreach_writes.events_in_sent_files(ws.store, events)
    if sent or outreach_writes.events_followed(ws.store, events):
        raise InputRejected(
            "take_back",
            _("The closed status has left in a sent file.")
            if sent
            else _("Another status has been recorded since."),
            _("Correct the status on the referral instead, and then the ending."),
        )


def _untell(tx: Tx, ws: Workspace, row: EndingRow) -> None:
    """The day the plan was told of an unreached member goes with the ending that brought it."""
    if row.reason is not EndReason.UNRESPONSIVE or row.plan_told is None:
        return
    if correction_rows.told_unreached(ws.store, row.referral_id) == row.plan_told.isoformat():
        intake_writes.write(tx, row.referral_id, {"unreached_told_on": None})


def _changes(member_id: str, referral_id: str) -> Changes:
    return Changes(members=frozenset({member_id}), referrals=frozenset({referral_id}))


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
