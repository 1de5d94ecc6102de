"""Outreach attempts: one or many at once, in one transaction, with undo."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

from navigator_app.domain.records import AttemptDraft, AttemptRecorded, Changes
from navigator_app.domain.referral import BEFORE_OUTREACH, Event
from navigator_app.domain.vocabulary import Mode, Outcome, ReferralStatus
from navigator_app.errors import InputRejected
from navigator_app.i18n import _
from navigator_app.services import clocks, places
from navigator_app.services.workspace import Workspace
from navigator_app.store import outreach_writes, reads_people, reads_referrals, referral_state
from navigator_app.store.referral_state import ReferralFacts
from navigator_app.store.tx import Tx, utc_text


def record(ws: Workspace, drafts: Sequence[AttemptDraft]) -> AttemptRecorded:
    """Record attempts, all or none. The first attempt moves a referral that is unanswered,
    Pending or Accepted to Outreach Initiated, dated on the attempt's local day (CLR guidance,
    Table 11), or on the day it was accepted when that is later. Without `referral_id` the attempt
    counts for all of the member's open referrals. A later attempt never resets the contact clock.

    InputRejected for a moment in the future or one that the clocks skipped, a day before the
    referral, or an unknown member.
    """
    attempts: list[str] = []
    moved: list[str] = []
    tried: set[str] = set()
    met = sorted({one.member_id for one in drafts if _met_there(one)})
    with ws.transaction("record_outreach") as tx:
        places.hold(tx, ws, met)
        for draft in drafts:
            referrals = _referrals(ws, draft)
            at = _moment(ws, draft.at)
            _check_referred(referrals, draft.at.date())
            attempts.append(_add(tx, ws, draft, at))
            tried.update(facts.id for facts in referrals)
            moved += _move(tx, ws, referrals, draft.at.date(), moved)
        members = {draft.member_id for draft in drafts}
        outreach_writes.refresh_last_attempt(tx, members)
        reads_people.refresh_last_seen(tx, met)
        referral_state.refresh(tx, moved)
        clocks.recompute(tx, ws, sorted(tried))
    return AttemptRecorded(
        attempts=tuple(reads_referrals.attempts(ws.store, attempts)),
        moved=tuple(reads_referrals.referrals(ws.store, moved)),
        undo=tx.id,
        changes=Changes(members=frozenset(members), referrals=frozenset(moved)),
    )


def undo(ws: Workspace, token: str) -> Changes:
    """Take back what one `record` (or `record_status.record_many`) did: its attempts are marked
    undone and the statuses it set are voided. InputRejected once a status has left in a sent file,
    once another status followed, or when it was taken back already."""
    made = outreach_writes.made_by(ws.store, token)
    with ws.transaction("undo") as tx:
        attempts = outreach_writes.standing_attempts(ws.store, made.get("outreach_attempt", []))
        events = outreach_writes.standing_events(ws.store, made.get("status_event", []))
        _check_undo(ws, [key for key, _referral in events], bool(attempts or events))
        outreach_writes.mark_undone(tx, [key for key, _member in attempts])
        referral_state.void_events(tx, [key for key, _referral in events])
        referrals = sorted({referral for _key, referral in events})
        people = {member for _key, member in attempts}
        outreach_writes.refresh_last_attempt(tx, people)
        met = reads_people.met_by(ws.store, [key for key, _member in attempts])
        reads_people.refresh_last_seen(tx, met)
        referral_state.refresh(tx, referrals)
        tried = {key for member in people for key in reads_referrals.ids_of(ws.store, member)}
        clocks.recompute(tx, ws, sorted(tried.union(referrals)))
    rows = reads_referrals.referrals(ws.store, referrals)
    members = {member for _key, member in attempts} | {row.member_id for row in rows}
    return Changes(members=frozenset(members), referrals=frozenset(referrals))


def _referrals(ws: Workspace, draft: AttemptDraft) -> list[ReferralFacts]:
    """The referrals that the attempt counts for: the named one, else all of the member's."""
    if not referral_state.member_known(ws.store, draft.member_id):
        raise InputRejected(
            "member_id",
            _("There is no member with that id."),
            _("Look the member up by name or CIN first."),
        )
    referrals = referral_state.of_member(ws.store, draft.member_id)
    if draft.referral_id is None:
        return referrals
    named = [facts for facts in referrals if facts.id == draft.referral_id]
    if not named:
        raise InputRejected(
            "referral_id",
            _("That referral is not one of this member's."),
            _("Choose one of the member's referrals, or leave it empty."),
        )
    return named


def _moment(ws: Workspace, at: datetime) -> datetime:
    """Read the local moment as UTC; in the hour that comes twice, the first."""
    moment = ws.clock.to_utc(at.replace(fold=0))
    if moment > ws.clock.now():
        raise InputRejected(
            "at",
            _("The attempt is in the future."),
            _("Give the time it was made, now or earlier."),
        )
    if ws.clock.to_local(moment).replace(tzinfo=None, fold=0) != at.replace(fold=0):
        raise InputRejected(
            "at",
            _("There was no {time} on {day}: the clocks went forward.").format(
                time=f"{at:%H:%M}", day=at.date().isoformat()
            ),
            _("If you mean the hour after, write {time}.").format(
                time=f"{at + timedelta(hours=1):%H:%M}"
            ),
        )
    return moment.astimezone(UTC)


def _check_referred(referrals: Sequence[ReferralFacts], on: date) -> None:
    """Refuse a day before every referral that the attempt could count for."""
    dates = [facts.referred_on for facts in referrals]
    known = [day for day in dates if day is not None]
    if known and len(known) == len(dates) and on < min(known):
        raise InputRejected(
            "at",
            _("The attempt is before the referral of {day}.").format(day=min(known).isoformat()),
            _("Use that day or a later one, or correct the date."),
        )


def _add(tx: Tx, ws: Workspace, draft: AttemptDraft, at: datetime) -> str:
    return outreach_writes.add_attempt(
        tx,
        {
            "member_id": draft.member_id,
            "referral_id": draft.referral_id,
            "at_utc": utc_text(at),
            "zone": ws.clock.zone,
            "on_date": draft.at.date().isoformat(),
            "mode": draft.mode.slug,
            "outcome": draft.outcome.slug,
            "place": draft.place.strip(),
            "with_whom": draft.with_whom.strip(),
            "note": draft.note.strip(),
            "next_step": draft.next_step.strip(),
            "user_id": ws.user.id,
        },
    )


def _met_there(draft: AttemptDraft) -> bool:
    """True where the attempt is also a sighting: the member was met at a place."""
    met = draft.mode is Mode.IN_PERSON and draft.outcome is Outcome.REACHED
    return met and bool(draft.place.strip())


def _move(
    tx: Tx, ws: Workspace, referrals: Sequence[ReferralFacts], on: date, done: Sequence[str]
) -> list[str]:
    """Append Outreach Initiated where it is the next step; returns the referrals moved."""
    moved = []
    for facts in referrals:
        before = facts.referred_on is not None and on < facts.referred_on
        if facts.id in done or before or not facts.is_open or facts.status not in BEFORE_OUTREACH:
            continue
        # A loop reads in one order: outreach is not dated before the answer it follows.
        day = max(on, facts.status_on) if facts.status_on else on
        event = Event(ReferralStatus.OUTREACH_INITIATED, day)
        referral_state.append_event(tx, facts, event, zone=ws.clock.zone, user_id=ws.user.id)
        moved.append(facts.id)
    return moved


def _check_undo(ws: Workspace, events: list[str], anything: bool) -> None:
    if not anything:
        raise InputRejected(
            "undo",
            _("There is nothing to take back."),
            _("It was taken back already, or recorded elsewhere."),
        )
    if outreach_writes.events_in_sent_files(ws.store, events):
        raise InputRejected(
            "undo",
            _("Its status has left in a sent file and can no longer be taken back."),
            _("Correct the status on the member's page; the correction goes into the next file."),
        )
    if outreach_writes.events_followed(ws.store, events):
        raise InputRejected(
            "undo",
            _("Another status has been recorded since."),
            _("Correct the status on the member's page instead."),
        )
