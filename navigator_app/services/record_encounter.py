"""Services given: judged while they are typed, written in one transaction, corrected, undone."""

from __future__ import annotations

from datetime import date

from navigator_app.domain import encounters
from navigator_app.domain.encounter_facts import Judgement, Payable
from navigator_app.domain.records import Changes
from navigator_app.domain.referral import Event, StatusRefused, check_status
from navigator_app.domain.saying import Saying
from navigator_app.domain.service_rows import EncounterRow, NoteDraft, NoteRecorded, Preview
from navigator_app.domain.vocabulary import ClosureReason, ReferralStatus
from navigator_app.errors import InputRejected, NotFound
from navigator_app.i18n import _
from navigator_app.services import (
    clocks,
    encounter_checks,
    encounter_facts,
    read_reasons,
    record_status,
    seen,
)
from navigator_app.services.encounter_checks import clean, moment
from navigator_app.services.encounter_facts import Gathered
from navigator_app.services.phrases import day
from navigator_app.services.workspace import Workspace
from navigator_app.store import (
    outreach_writes,
    reads_services,
    referral_state,
    service_writes,
)
from navigator_app.store.tx import Tx, utc_text


def told(says: Saying) -> str:
    """A reason's sentence in the interface's language."""
    return says.told(_, day)


def preview(ws: Workspace, draft: NoteDraft, corrects: str = "") -> Preview:
    """What a note would be, with everything that stands against it; nothing is written."""
    crossed = encounter_facts.overlaps(ws, draft, corrects)
    found = encounter_facts.gather(ws, draft, crossed, corrects)
    judged = encounters.judge(found.facts, encounter_facts.sources())
    problems: dict[str, str] = {}
    for refused in encounter_checks.refusals(ws, draft, crossed):
        problems.setdefault(refused.field, str(refused))
    referral = found.facts.referral.id if found.facts.referral else ""
    first = _is_first(ws, referral, judged, draft.at.date())
    return Preview(
        judgement=judged,
        units=found.coding.units(draft.minutes),
        code=found.coding.code,
        codes=found.coding.allowed,
        referral_id=referral,
        problems=problems,
        remarks=_remarks(judged),
        first=first,
        can_close=first and _can_close(ws, referral, draft.at.date()),
        chosen=found.coding.chosen,
    )


def record(ws: Workspace, draft: NoteDraft, *, corrects: str = "") -> NoteRecorded:
    """Write one service, judged as it stands now; with `corrects` it takes that note's place.

    One durable transaction: the note, the chosen code, the clocks that a first service moves and,
    with `close_loop`, the status Closed as Services Received. InputRejected names the field of
    what cannot be: an unknown component, a future day, more than a day, a note that crosses
    another of this user, a number or text that is too large.
    """
    crossed = encounter_facts.overlaps(ws, draft, corrects)
    found = encounter_facts.gather(ws, draft, crossed, corrects)
    for refused in encounter_checks.refusals(ws, draft, crossed):
        raise refused
    judged = encounters.judge(found.facts, encounter_facts.sources())
    referral = found.facts.referral.id if found.facts.referral else ""
    before = _standing(ws, corrects) if corrects else None
    first = _is_first(ws, referral, judged, draft.at.date())
    can_close = first and _can_close(ws, referral, draft.at.date())
    with ws.transaction("record_service") as tx:
        if corrects:
            service_writes.take_back(tx, corrects)
        key = service_writes.add(tx, _values(ws, draft, found, judged, corrects))
        _remember(tx, ws, draft, found)
        if draft.close_loop and referral:
            event = Event(ReferralStatus.CLOSED, draft.at.date(), ClosureReason.SERVICES_RECEIVED)
            record_status.append(tx, ws, referral, event)
        touched = {referral, before.referral_id if before else ""} - {""}
        clocks.recompute(tx, ws, sorted(touched))
    note = _standing(ws, key)
    return NoteRecorded(
        note=note,
        undo=tx.id,
        first=first,
        closed=draft.close_loop and bool(referral),
        can_close=can_close and not draft.close_loop,
        changes=_changes(note.member_id, touched),
    )


def undo(ws: Workspace, token: str) -> Changes:
    """Take back what one `record` did: the note goes, a note that it replaced stands again, a loop
    that it closed is open. InputRejected when it was taken back already, or once the status left in
    a sent file or another followed."""
    made = outreach_writes.made_by(ws.store, token)
    notes = [
        row
        for key in made.get("encounter", [])
        if (row := reads_services.one(ws.store, key)) is not None
    ]
    events = outreach_writes.standing_events(ws.store, made.get("status_event", []))
    ids = [key for key, _referral in events]
    if not notes:
        raise _nothing()
    if ids and (
        outreach_writes.events_in_sent_files(ws.store, ids)
        or outreach_writes.events_followed(ws.store, ids)
    ):
        raise InputRejected(
            "undo",
            _("The status that closed its loop can no longer be taken back."),
            _("Correct the status on the member's page, then take the note back."),
        )
    referrals = {row.referral_id for row in notes} | {referral for _key, referral in events}
    with ws.transaction("undo") as tx:
        for note in notes:
            replaced = service_writes.corrected_by(ws.store, note.id)
            service_writes.take_back(tx, note.id)
            if replaced:
                service_writes.restore(tx, replaced)
        referral_state.void_events(tx, ids)
        touched = sorted(referrals - {""})
        referral_state.refresh(tx, touched)
        clocks.recompute(tx, ws, touched)
    return _changes(notes[0].member_id, set(touched))


def take_back(ws: Workspace, encounter_id: str) -> Changes:
    """Take one note back; it keeps its row. InputRejected when it does not stand."""
    return _set_standing(ws, encounter_id, stands=False)


def put_back(ws: Workspace, encounter_id: str) -> Changes:
    """Let a note that was taken back stand again.

    InputRejected where it stands already, or another note stands in its place."""
    return _set_standing(ws, encounter_id, stands=True)


def note(ws: Workspace, encounter_id: str) -> EncounterRow:
    """One standing note; NotFound when there is none."""
    read_reasons.need_record(ws, "encounter", encounter_id)
    return seen.encounters(ws, [_standing(ws, encounter_id)])[0]


def _set_standing(ws: Workspace, encounter_id: str, *, stands: bool) -> Changes:
    row = reads_services.one(ws.store, encounter_id, taken_back=True)
    if row is None or (reads_services.one(ws.store, encounter_id) is not None) is stands:
        raise _nothing()
    if stands and service_writes.replaced(ws.store, encounter_id):
        raise _nothing()
    with ws.transaction("put_back_service" if stands else "take_back_service") as tx:
        (service_writes.restore if stands else service_writes.take_back)(tx, encounter_id)
        clocks.recompute(tx, ws, [row.referral_id] if row.referral_id else [])
    return _changes(row.member_id, {row.referral_id} - {""})


def _values(
    ws: Workspace, draft: NoteDraft, found: Gathered, judged: Judgement, corrects: str
) -> dict[str, object]:
    facts, code = found.facts, found.coding.code
    span = facts.referral.span_of(facts.on) if facts.referral else None
    units = found.coding.units(draft.minutes)
    return {
        "member_id": draft.member_id,
        "referral_id": facts.referral.id if facts.referral else None,
        "authorization_id": (span.authorization_id or None) if span else None,
        "barrier_id": draft.barrier_id,
        "service": draft.service.slug,
        "component": draft.component,
        "at_utc": utc_text(moment(ws, draft)),
        "zone": ws.clock.zone,
        "on_date": facts.on.isoformat(),
        "minutes": draft.minutes,
        "mode": draft.mode.slug,
        "place": clean(draft.place),
        "with_whom": clean(draft.with_whom),
        "narrative": clean(draft.narrative),
        "miles": draft.miles,
        "code": code.code if code else "",
        "modifiers": " ".join(code.modifiers) if code else "",
        "unit": units.unit.value if units.unit and units.confirmed else "",
        "units": units.count,
        "payable": {Payable.YES: 1, Payable.NO: 0}.get(judged.payable),
        "reasons": reads_services.reasons_text(judged.reasons),
        "corrects_id": corrects or None,
        "user_id": ws.user.id,
    }


def _remember(tx: Tx, ws: Workspace, draft: NoteDraft, found: Gathered) -> None:
    """Where a plan's wish is not known, the code that a person chose is the next one's."""
    coding = found.coding
    if draft.code and len(coding.allowed) > 1:
        service_writes.choose(tx, found.plan, draft.service.slug, draft.code, coding.remembered)


def _is_first(ws: Workspace, referral: str, judged: Judgement, on: date) -> bool:
    """True for the first service of a referral that is not known to be unpayable."""
    if not referral or judged.payable is Payable.NO:
        return False
    return reads_services.first_service(ws.store, referral) is None


def _can_close(ws: Workspace, referral: str, on: date) -> bool:
    facts = referral_state.load(ws.store, referral)
    if facts is None:
        return False
    try:
        check_status(
            facts.loop(),
            ReferralStatus.CLOSED,
            on,
            ClosureReason.SERVICES_RECEIVED,
            today=ws.clock.today(),
        )
    except StatusRefused:
        return False
    return True


def _remarks(judged: Judgement) -> dict[str, str]:
    """What stands beside a field without refusing it."""
    found: dict[str, str] = {}
    for one in judged.against:
        if one.check in ("authorized", "units") and one.payable is Payable.NO:
            found.setdefault("at" if one.check == "authorized" else "minutes", told(one.says))
    return found


def _standing(ws: Workspace, encounter_id: str) -> EncounterRow:
    found = reads_services.one(ws.store, encounter_id)
    if found is None:
        raise NotFound(
            _("No such note"),
            _("There is no such note, or it was taken back."),
            _("Look at the member's services anew."),
        )
    return found


def _nothing() -> InputRejected:
    return InputRejected(
        "undo",
        _("There is nothing to take back."),
        _("It was taken back already, or recorded elsewhere."),
    )


def _changes(member_id: str, referrals: set[str]) -> Changes:
    return Changes(members=frozenset({member_id}), referrals=frozenset(referrals))
