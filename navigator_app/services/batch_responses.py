"""A plan's answer to a batch: recognised, laid row by row beside what was sent, written down.

An approval, a denial or a row sent back goes into the referral's ledger as an answer to the request
that the batch was. A row that cannot be laid beside its member waits in quarantine with its reason
and holds nothing else up; so does one by which the plan changes its answer (`batch_changed`).
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from navigator_app.domain.batches import (
    ANSWERED,
    APPROVED,
    DECISIONS,
    DENIED,
    EXTENSION,
    SENT,
    SENT_BACK,
    Answer,
    Answered,
    BatchRow,
    MemberLine,
    reference,
)
from navigator_app.domain.exchange import BATCH_RESPONSE, IN, TAKEN
from navigator_app.domain.identifiers import uuid7
from navigator_app.domain.records import Changes
from navigator_app.errors import FileRejected, InputRejected
from navigator_app.i18n import _, ngettext
from navigator_app.services import agency, batch_changed, clocks
from navigator_app.services.workspace import Workspace
from navigator_app.store import exchange_writes, reads_batches, reads_exchange, referral_state

if TYPE_CHECKING:
    from navigator_app.store.tx import Tx

_VERDICT = {APPROVED: "accepted", DENIED: "rejected", SENT_BACK: "rejected"}


@dataclass(slots=True)
class _Sorted:
    """The rows of an answer: those that say something new, or what is known, or otherwise than
    before, and those that lack; `twice` are those that the file only repeats."""

    fresh: list[tuple[Answer, BatchRow, MemberLine]] = field(default_factory=list)
    again: list[tuple[Answer, MemberLine]] = field(default_factory=list)
    changed: list[tuple[Answer, MemberLine]] = field(default_factory=list)
    lacking: list[tuple[Answer, str]] = field(default_factory=list)
    twice: int = 0


def recognises(headings: Sequence[Sequence[str]]) -> bool:
    """Whether one of these records heads an answer to a batch; needs no store."""
    from navigator_app.exchange.batches import recognised

    return recognised(headings)


def take_in(ws: Workspace, exchange_file_id: str, content: bytes) -> str:
    """Take an answer in that the line brought; a second time changes nothing. FileRejected for what
    is no answer. What comes back is said in the file's life."""
    file = reads_exchange.file(ws.store, exchange_file_id)
    plan = file.plan_key if file else ""
    return told(_take(ws, exchange_file_id, plan, content))


def answer(ws: Workspace, plan: str, path: Path) -> tuple[Answered, Changes]:
    """Take an answer in that a person got from the plan. FileRejected for what is no answer,
    InputRejected for a file that was taken in before."""
    try:
        content = path.read_bytes()
    except OSError:
        raise FileRejected(
            _("File not read"),
            _("The file {name} cannot be read.").format(name=path.name),
            _("Check where it lies and that you may open it, then choose it again."),
        ) from None
    return answer_bytes(ws, plan, path.name, content)


def answer_bytes(ws: Workspace, plan: str, name: str, content: bytes) -> tuple[Answered, Changes]:
    """The same for bytes that were read already."""
    from navigator_app.exchange.batches import read

    row = agency.plan(ws, plan)
    digest = hashlib.sha256(content).hexdigest()
    if reads_exchange.known_hash(ws.store, row.id, digest) is not None:
        raise InputRejected("file", _("This file was taken in before."))
    read(content, row.layout)  # refused before anything is written
    with ws.transaction("receive_batch_answer") as tx:
        file_id = exchange_writes.new_file(
            tx, row.id, direction=IN, kind=BATCH_RESPONSE, name=name, sha256=digest,
            size=len(content), state=TAKEN, zone=str(ws.clock.tz), user_id=ws.user.id,
            proof=_("read in by hand"),
        )  # fmt: skip
        exchange_writes.keep_content(tx, file_id, content)
    found = _take(ws, file_id, plan, content)
    return found, Changes(members=found.members, referrals=found.referrals, files=True)


def told(found: Answered) -> str:
    """What an answer came to, in one sentence."""
    said = _("{a} approved, {d} denied, {s} sent back").format(
        a=found.approved, d=found.denied, s=found.sent_back
    )
    if found.again:
        said += _("; {n} known before").format(n=found.again)
    if found.twice:
        said += ngettext("; {n} row twice", "; {n} rows twice", found.twice).format(n=found.twice)
    if found.changed:
        said += ngettext(
            "; for {n} member the plan changed its answer: look at it",
            "; for {n} members the plan changed its answer: look at them",
            found.changed,
        ).format(n=found.changed)
    if found.unmatched:
        said += _("; {n} rows wait in quarantine").format(n=found.unmatched)
    return said + "."


def _take(ws: Workspace, file_id: str, plan: str, content: bytes) -> Answered:
    from navigator_app.exchange.batches import read

    if reads_batches.answered_by(ws.store, file_id):
        return Answered((), 0, 0, 0, 0, 0)
    layout = agency.plan(ws, plan).layout if plan else ""
    sorted_ = _sort(ws, plan, read(content, layout))
    counts = Counter(one.outcome for one, _row, _line in sorted_.fresh)
    with ws.transaction("batch_answer") as tx:
        later = (*(line for _a, _r, line in sorted_.fresh), *(x for _a, x in sorted_.again),
                 *(x for _a, x in sorted_.changed))  # fmt: skip
        batch_changed.overtaken(ws, tx, {line.id for line in later})
        _write(ws, tx, file_id, sorted_)
        if sorted_.changed:
            batch_changed.put(ws, tx, plan, file_id, sorted_.changed)
        _quarantine(tx, plan, ws, file_id, sorted_.lacking)
    return Answered(
        batch_ids=tuple({row.id: None for _a, row, _l in sorted_.fresh}),
        approved=counts[APPROVED],
        denied=counts[DENIED],
        sent_back=counts[SENT_BACK],
        again=len(sorted_.again),
        unmatched=len(sorted_.lacking),
        twice=sorted_.twice,
        changed=len(sorted_.changed),
        members=frozenset(line.member_id for _a, _b, line in sorted_.fresh),
        referrals=frozenset(line.referral_id for _a, _b, line in sorted_.fresh) - {""},
    )


def _sort(ws: Workspace, plan: str, answers: Sequence[Answer]) -> _Sorted:
    """Lay each row beside its member."""
    known = {row.reference: row for row in reads_batches.batches(ws.store, plan)}
    lines: dict[str, dict[int, MemberLine]] = {}
    found = _Sorted()
    single, odd = _single(answers)
    found.twice = len(answers) - len(single)
    for one in single:
        row = known.get(one.reference)
        if row is not None and row.id not in lines:
            lines[row.id] = {x.row_no: x for x in reads_batches.lines(ws.store, row.id)}
        line = lines[row.id].get(one.row_no) if row else None
        why = _why_not(ws, one, row, line)
        if not why and (one.reference, one.row_no) in odd:
            why = _("The file has this row more than once, and it does not say the same.")
        if why:
            found.lacking.append((one, why))
        elif line is None or row is None:
            continue  # `_why_not` says so of each
        elif line.outcome == one.outcome:
            found.again.append((one, line))
        elif line.outcome in (APPROVED, DENIED):
            found.changed.append((one, line))
        else:
            found.fresh.append((one, row, line))
    _other_days(ws, found)
    return found


def _single(answers: Sequence[Answer]) -> tuple[list[Answer], set[tuple[str, int]]]:
    """Each row once, where the file repeats it word for word; and which rows it contradicts."""
    first: dict[tuple[str, int], Answer] = {}
    single: list[Answer] = []
    odd: set[tuple[str, int]] = set()
    for one in answers:
        key = (one.reference, one.row_no)
        before = first.get(key) if not one.problem else None
        if before is not None:
            if _says(before) == _says(one):
                continue
            odd.add(key)
        elif not one.problem:
            first[key] = one
        single.append(one)
    return single, odd


def _says(one: Answer) -> Answer:
    """What a row says, wherever it stands and however the plan writes it."""
    return replace(one, row=0, word="")


def _other_days(ws: Workspace, found: _Sorted) -> None:
    """An approval that is repeated with other days or another number is a changed answer."""
    approved = [(one, line) for one, line in found.again if one.outcome == APPROVED]
    other = batch_changed.differing(ws, approved)
    found.changed += [pair for pair in found.again if pair[1].id in other]
    found.again = [pair for pair in found.again if pair[1].id not in other]


def _why_not(ws: Workspace, one: Answer, row: BatchRow | None, line: MemberLine | None) -> str:
    if one.problem:
        return one.problem
    if row is None:
        return _("No batch of this plan is called {reference}.").format(
            reference=one.reference[:20] or "?"
        )
    if row.state not in (SENT, ANSWERED):
        return _("The batch {reference} was never sent.").format(reference=row.reference)
    if line is None:
        return _("The batch {reference} has no row {n}.").format(
            reference=row.reference, n=one.row_no
        )
    if one.cin and line.cin and one.cin != line.cin:
        return _("The CIN of the row is not that of the member who was sent in it.")
    if one.decided is not None and one.decided > ws.clock.today():
        return _("The decision is dated in the future.")
    return ""


def _write(ws: Workspace, tx: Tx, file_id: str, found: _Sorted) -> None:
    today = ws.clock.today()
    for kind, extends in (("initial", False), ("extension", True)):
        some = [
            (one, line)
            for one, _row, line in found.fresh
            if line.referral_id and (line.kind == EXTENSION) is extends
        ]
        waiting = reads_batches.undecided(ws.store, [line.referral_id for _o, line in some], kind)
        for one, line in some:
            if line.referral_id in waiting:
                _decide(tx, waiting[line.referral_id], one, (one.decided or today).isoformat())
    for one, _row, line in found.fresh:
        on = (one.decided or today).isoformat()
        tx.update(
            "batch_member",
            line.id,
            {"outcome": one.outcome, "outcome_reason": one.reason, "outcome_on": on},
        )
        _row_of(tx, file_id, one, line.id)
    referrals = [line.referral_id for _o, _r, line in found.fresh if line.referral_id]
    referral_state.refresh(tx, referrals)
    clocks.recompute(tx, ws, referrals)
    tx.execute(
        "UPDATE batch SET state = ? WHERE state = ? AND NOT EXISTS (SELECT 1 FROM batch_member y "
        "WHERE y.batch_id = batch.id AND y.outcome = '')",
        (ANSWERED, SENT),
    )


def _decide(tx: Tx, known: tuple[str, str], one: Answer, on: str) -> None:
    """Write an answer beside the request; only an approval has days."""
    request_id, asked = known
    approved = one.outcome == APPROVED
    values: dict[str, object] = {
        "decision": DECISIONS[one.outcome],
        "decided_on": max(on, asked) if one.outcome != SENT_BACK else None,
        "effective_on": one.effective.isoformat() if approved and one.effective else None,
        "ends_on": one.end.isoformat() if approved and one.end else None,
    }
    if one.number and approved:
        values["number"] = one.number
    if one.reason:
        values["note"] = one.reason
    tx.update("authorization_request", request_id, values)


def _row_of(tx: Tx, file_id: str, one: Answer, member_row: str) -> None:
    tx.insert(
        "response_row",
        {
            "id": uuid7(),
            "file_id": file_id,
            "row_no": one.row,
            "batch_member_id": member_row,
            "verdict": _VERDICT[one.outcome],
            "code": one.outcome,
            "reason": one.reason,
            "settled_at": tx.now,
            "settled_how": _("written into the referral’s ledger"),
        },
    )


def _quarantine(
    tx: Tx, plan: str, ws: Workspace, file_id: str, lacking: Sequence[tuple[Answer, str]]
) -> None:
    if not lacking:
        return
    plan_id = agency.plan(ws, plan).id
    for one, why in lacking:
        exchange_writes.quarantine(tx, plan_id, file_id, why, row_no=one.row)


__all__ = ["answer", "answer_bytes", "recognises", "reference", "take_in", "told"]
