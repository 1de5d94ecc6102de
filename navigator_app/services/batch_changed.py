"""A plan that changes its answer to a batch: shown beside what stands, taken in by a person.

Nothing of it is written into the ledger by itself: a denial after an approval may end a service,
and may as well be a slip. Until somebody takes it in or discards it, it waits in quarantine.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from typing import TYPE_CHECKING

from navigator_app.domain.batches import (
    APPROVED,
    DECISIONS,
    DENIED,
    EXTENSION,
    SENT_BACK,
    Answer,
    Change,
    MemberLine,
)
from navigator_app.domain.identifiers import uuid7
from navigator_app.domain.records import Changes
from navigator_app.domain.responses import CHANGED, SUPERSEDED, Settled
from navigator_app.errors import InputRejected, NotFound
from navigator_app.i18n import N_, _
from navigator_app.services import agency, batches, clocks, phrases
from navigator_app.services.workspace import Workspace
from navigator_app.store import (
    exchange_writes,
    reads_batch_changes,
    reads_batches,
    reads_exchange,
    reads_tenancy,
    referral_state,
    take_back,
)
from navigator_app.store.reads_batch_changes import Asked

if TYPE_CHECKING:
    from navigator_app.store.tx import Tx

INTENTION = "take_changed_answer"
"""The transaction that `undo` may take back."""

LONGEST = 2000
"""Characters of a request's note, with what stood before."""

_TAKEN = "taken"
_WORDS = {APPROVED: N_("approved"), DENIED: N_("denied"), SENT_BACK: N_("sent back")}
_OURS = frozenset({"authorization_request", "batch_member", "response_row", "quarantine"})


def waiting(ws: Workspace, batch: str = "") -> list[Change]:
    """Changed answers that wait, the oldest first: all, or of one batch (id or reference)."""
    key = batches.one(ws, batch).id if batch else ""
    return reads_batch_changes.waiting(ws.store, batch_id=key)


def words(before: str, now: str, reference: str, row: int) -> str:
    """What changed, in a sentence that names no member."""
    if before == now:
        said = _(
            "The plan changed its answer to row {n} of batch {reference}: other days or number."
        )
        return said.format(n=row, reference=reference)
    return _(
        "The plan changed its answer to row {n} of batch {reference}: {now}; before: {before}."
    ).format(n=row, reference=reference, now=outcome(now), before=outcome(before))


def outcome(word: str) -> str:
    """An outcome as it stands in a sentence."""
    return _(_WORDS[word])


def differing(ws: Workspace, pairs: Collection[tuple[Answer, MemberLine]]) -> set[str]:
    """Of members who are approved and answered so again, the ids of those whose days or number are
    other ones: not as the ledger has them, nor as the plan's answer that stands said them."""
    read: dict[str, dict[int, Answer]] = {}
    found = set()
    for one, line in pairs:
        held = _held(ws, line) if line.referral_id else None
        if held is None or not _differs(one, (held.number, held.effective, held.end)):
            continue
        last = reads_batch_changes.said_last(ws.store, line.id)
        if last is not None and last[0] not in read:
            read[last[0]] = _rows_of(ws, last[0])
        before = read[last[0]].get(last[1]) if last is not None else None
        if before is None or _differs(one, _told(before)):
            found.add(line.id)
    return found


def put(
    ws: Workspace, tx: Tx, plan: str, file_id: str, found: Sequence[tuple[Answer, MemberLine]]
) -> None:
    """Let changed answers of a file wait for a person."""
    plan_id = agency.plan(ws, plan).id
    for one, line in found:
        tx.insert(
            "response_row",
            {
                "id": uuid7(),
                "file_id": file_id,
                "row_no": one.row,
                "batch_member_id": line.id,
                "verdict": CHANGED,
                "code": one.outcome,
                "reason": _said(one),
                "settled_how": "",
            },
        )
        said = words(line.outcome, one.outcome, one.reference, line.row_no)
        exchange_writes.quarantine(tx, plan_id, file_id, said, row_no=one.row)


def overtaken(ws: Workspace, tx: Tx, line_ids: Collection[str]) -> None:
    """Settle what waits of members of whom the plan now says something later."""
    some = set(line_ids)
    if not some:
        return
    for change in reads_batch_changes.waiting(ws.store):
        if change.line_id in some:
            _settle(ws, tx, change, SUPERSEDED, _("A later answer of the plan took its place."))


def take(ws: Workspace, key: str) -> tuple[str, Settled, Changes]:
    """Take a changed answer in, by its id in quarantine: the ledger has the new one, and says what
    stood before. What comes back is said, and its `undo` goes to `undo`.

    NotFound where none waits by that id; InputRejected where the ledger no longer holds the answer
    that it changes.
    """
    change = _one(ws, key)
    one = _rows_of(ws, change.file_id).get(change.file_row)
    line = next(x for x in reads_batches.lines(ws.store, change.batch_id) if x.id == change.line_id)
    if one is None:
        raise InputRejected("row", _("The plan’s file is not kept here any more."))
    held = _held(ws, line) if line.referral_id else None
    if line.referral_id and held is None:
        raise InputRejected(
            "row",
            _("The ledger has no answer of the plan that this one could change."),
            _("Write it down in the ledger by hand, then discard this row with that reason."),
        )
    today = ws.clock.today()
    referrals = [line.referral_id] if line.referral_id else []
    with ws.transaction(INTENTION) as tx:
        if held is not None:
            tx.update("authorization_request", held.id, _decided(one, held, today))
        on = (one.decided or today).isoformat()
        values = {"outcome": one.outcome, "outcome_reason": one.reason, "outcome_on": on}
        tx.update("batch_member", line.id, values)
        said = _("The new answer was taken in; before: {before}.").format(
            before=outcome(line.outcome)
        )
        _settle(ws, tx, change, _TAKEN, said)
        referral_state.refresh(tx, referrals)
        clocks.recompute(tx, ws, referrals)
    told = _("{name}: {now}. The answer before stands in the ledger’s note.").format(
        name=change.name, now=outcome(one.outcome)
    )
    return told, Settled(tx.id, 1), _changes([line.member_id], referrals)


def undo(ws: Workspace, transaction_id: str) -> Changes:
    """Let the answer before stand again, and the changed one wait. InputRejected where something
    was written on it since, NotFound for another transaction."""
    if reads_tenancy.intention(ws.store, transaction_id) != INTENTION:
        raise NotFound(_("Nothing to undo"), _("That change cannot be taken back any more."))
    done = [one for one in take_back.entries(ws.store, transaction_id) if one.table in _OURS]
    lines = [one.record for one in done if one.table == "batch_member"]
    who = reads_batch_changes.whose(ws.store, lines)
    referrals = [referral for _member, referral in who if referral]
    with ws.transaction("undo_changed_answer") as tx:
        take_back.take_back(tx, done)
        referral_state.refresh(tx, referrals)
        clocks.recompute(tx, ws, referrals)
    return _changes([member for member, _referral in who], referrals)


def _one(ws: Workspace, key: str) -> Change:
    found = reads_batch_changes.waiting(ws.store, key=key) if key else []
    if not found:
        raise NotFound(
            _("Nothing waits"),
            _("No changed answer of a plan waits by that id."),
            _("Read the list again; a later answer may have taken its place."),
        )
    return found[0]


def _held(ws: Workspace, line: MemberLine) -> Asked | None:
    """The request that holds the answer that stands for a member of a batch: of that decision and
    that day where there is one, else the newest of that decision."""
    kind = "extension" if line.kind == EXTENSION else "initial"
    decision = DECISIONS[line.outcome]
    some = [x for x in reads_batch_changes.asked(ws.store, line.referral_id, kind)
            if x.decision == decision]  # fmt: skip
    on = line.outcome_on.isoformat() if line.outcome_on else ""
    return next((x for x in some if x.decided == max(on, x.requested)), some[0] if some else None)


def _decided(one: Answer, held: Asked, today: date) -> dict[str, object]:
    """The columns of the request that change; days that the plan did not repeat stay with an
    approval that was one."""
    approved, was = one.outcome == APPROVED, held.decision == DECISIONS[APPROVED]
    effective = one.effective.isoformat() if one.effective else held.effective if was else ""
    end = one.end.isoformat() if one.end else held.end if was else ""
    if approved and effective and end and end < effective:
        raise InputRejected(
            "row",
            _("The authorization would end before it begins."),
            _("Ask the plan for both days, and write them down in the ledger by hand."),
        )
    on = max((one.decided or today).isoformat(), held.requested)
    return {
        "decision": DECISIONS[one.outcome],
        "decided_on": on if one.outcome != SENT_BACK else None,
        "decided_at": None,
        "effective_on": (effective or None) if approved else None,
        "ends_on": (end or None) if approved else None,
        "number": one.number if one.number and approved else held.number,
        "note": " ".join(filter(None, (one.reason, _before(held))))[:LONGEST],
    }


def _said(one: Answer) -> str:
    """What else the plan says with an answer: its reason, and of an approval days and number."""
    days = " – ".join(phrases.day(x) for x in (one.effective, one.end) if x)
    number = _("number {number}").format(number=one.number) if one.number else ""
    told = (days, number) if one.outcome == APPROVED else ()
    return ", ".join(filter(None, (one.reason, *told)))


def _before(held: Asked) -> str:
    """The answer that stood, as a sentence of the request's note."""
    word = next(key for key, value in DECISIONS.items() if value == held.decision)
    days = " – ".join(phrases.day(date.fromisoformat(x)) for x in (held.effective, held.end) if x)
    parts = [
        outcome(word),
        phrases.day(date.fromisoformat(held.decided)) if held.decided else "",
        _("number {number}").format(number=held.number) if held.number else "",
        days,
        held.note,
    ]
    said = ", ".join(filter(None, parts))
    return _("The plan changed its answer; before: {before}.").format(before=said.rstrip("."))


def _settle(ws: Workspace, tx: Tx, change: Change, how: str, said: str) -> None:
    row = reads_batch_changes.row_of(ws.store, change)
    tx.update("response_row", row, {"settled_at": tx.now, "settled_how": how})
    tx.update("quarantine", change.id, {"settled_at": tx.now, "settled_how": said})


def _rows_of(ws: Workspace, file_id: str) -> dict[int, Answer]:
    """The rows of an answer that was taken in, by their number; empty where it is not kept."""
    from navigator_app.exchange.batches import read

    content = reads_exchange.content(ws.store, file_id)
    file = reads_exchange.file(ws.store, file_id)
    if not content or file is None:
        return {}
    layout = agency.plan(ws, file.plan_key).layout
    return {one.row: one for one in read(content, layout)}


def _told(one: Answer) -> tuple[str, str, str]:
    effective, end = (day.isoformat() if day else "" for day in (one.effective, one.end))
    return one.number, effective, end


def _differs(one: Answer, held: tuple[str, str, str]) -> bool:
    """Whether an answer says a number or a day that is not the one held; what it leaves out is
    none."""
    return any(new and new != old for new, old in zip(_told(one), held, strict=True))


def _changes(members: Collection[str], referrals: Collection[str]) -> Changes:
    return Changes(members=frozenset(members), referrals=frozenset(referrals), files=True)
