"""A batch on its way: attested, built in the plan's layout, saved, with the plan.

Built means: the very bytes are kept and wait. A plan's line takes them with its next run; where
files go by hand a person saves them, brings them to the plan and says so. Either way the same
follows: each member's disclosure is accounted for and the plan is asked in the referral's ledger.
"""

from __future__ import annotations

import hashlib
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from navigator_app.domain.batches import (
    ATTESTED,
    BUILT,
    DRAFT,
    EXTENSION,
    SENT,
    BatchRow,
    CheckRow,
    MemberLine,
)
from navigator_app.domain.exchange import BATCH, SENDING, FileRow
from navigator_app.domain.exchange import SENT as FILE_SENT
from navigator_app.domain.identifiers import NO_CIN, uuid7_many
from navigator_app.domain.records import Changes
from navigator_app.errors import ConsentNeeded, InputRejected
from navigator_app.i18n import _, ngettext
from navigator_app.policy import batch_rules
from navigator_app.services import agency, batch_checks, batches, clocks, gate, read_reasons
from navigator_app.services.workspace import Workspace, required
from navigator_app.store import exchange_writes, reads_batches, reads_exchange, referral_state

if TYPE_CHECKING:
    from navigator_app.store.tx import Tx

LONGEST = 4000
"""Characters of an attestation."""

_NO_PHONE = "0000000000"


def attestation_note() -> str:
    """What the sources say of the words, with where: none prints any."""
    basis = batch_rules.shipped().bases[batch_rules.ATTESTATION]
    return f"{_(basis.note)} ({basis.cited})"


def attest(ws: Workspace, batch_id: str, text: str) -> Changes:
    """Say, in the agency's own or the plan's words, that what the batch says is so: kept with who
    and when. InputRejected where the batch is empty, a member needs mending, or no words are given.
    """
    row = batches.one(ws, batch_id)
    if row.state not in (DRAFT, ATTESTED):
        raise InputRejected("batch", _("This batch is built or sent; it was attested."))
    words = text.strip()
    if not words:
        required(
            "attestation", words, _("Attesting needs words: the plan’s, or your agency’s own.")
        )
    if len(words) > LONGEST:
        raise InputRejected(
            "attestation", _("This is longer than {n} letters.").format(n=LONGEST), _("Shorten it.")
        )
    _all_ready(ws, row)
    with ws.transaction("attest_batch") as tx:
        tx.update(
            "batch",
            row.id,
            {
                "state": ATTESTED,
                "attestation": words,
                "attested_by": ws.user.id,
                "attested_at": tx.now,
            },
        )
    return Changes(files=True)


def build(ws: Workspace, batch_id: str) -> tuple[BatchRow, Changes]:
    """Write the file in the plan's layout and put it to go. InputRejected where nobody attested it,
    or where a member is not ready any more."""
    from navigator_app.exchange.batches import file_name, layout_of, render

    row = batches.one(ws, batch_id)
    if row.state == BUILT and row.file_id:
        return row, Changes()
    if row.state not in (ATTESTED, BUILT):  # built, but its file was taken back from the line
        raise InputRejected(
            "batch", _("Nobody has attested this batch."), _("Attest it, then build the file.")
        )
    lines = _all_ready(ws, row)
    plan, own = agency.plan(ws, row.plan), agency.agency(ws)
    way = batch_checks.way(plan.name)
    gate.pass_or_refuse(gate.ask(ws, way, [line.member_id for line in lines]))
    layout = layout_of(plan.layout)
    content = render(layout, _rows(ws, row))
    today, number = ws.clock.today(), 1
    taken = reads_batches.names_of(ws.store, plan.id)
    while True:
        name = file_name(layout, npi=own.npi, service=row.service.slug, day=today, number=number)
        if name not in taken:
            break
        number += 1
    with ws.transaction("build_batch") as tx:
        exchange_writes.put_waiting(
            tx,
            plan.id,
            kind=BATCH,
            name=name,
            content=content,
            sha256=hashlib.sha256(content).hexdigest(),
            zone=str(ws.clock.tz),
            user_id=ws.user.id,
            batch_id=row.id,
        )
        tx.update("batch", row.id, {"state": BUILT})
    return batches.one(ws, row.id), Changes(files=True)


def save(ws: Workspace, batch_id: str, out: Path) -> Path:
    """Write the built file into a folder, to be brought to the plan by hand; returns where it is.

    InputRejected where none is built, TransferFailed where the folder cannot be written."""
    from navigator_app.exchange.atomic import write_atomically

    row = batches.one(ws, batch_id)
    if not row.file_id:
        raise InputRejected("batch", _("No file was built."), _("Build it first."))
    content = reads_exchange.content(ws.store, row.file_id)
    path, _digest = write_atomically(out, row.file_name, [content])
    return path


def mark_sent(ws: Workspace, batch_id: str) -> tuple[BatchRow, Changes]:
    """Say that a person brought the built file to the plan. A batch that was sent stays so.

    InputRejected where none is built, or where the line is bringing it just now."""
    row = batches.one(ws, batch_id)
    if row.state == SENT:
        return row, Changes()
    if row.state != BUILT or not row.file_id:
        raise InputRejected("batch", _("No file was built."), _("Build it first."))
    if row.file_state == SENDING:
        raise InputRejected("batch", _("This batch is on its way to the plan."))
    file = reads_exchange.file(ws.store, row.file_id)
    assert file is not None
    with ws.transaction("mark_batch_sent") as tx:
        exchange_writes.step(
            tx, file.id, FILE_SENT, zone=str(ws.clock.tz), proof=_("marked as sent by hand"),
            user_id=ws.user.id,
        )  # fmt: skip
        gone(ws, tx, file)
    lines = reads_batches.lines(ws.store, row.id)
    changes = Changes(
        members=frozenset(line.member_id for line in lines),
        referrals=frozenset(line.referral_id for line in lines if line.referral_id),
        files=True,
    )
    return batches.one(ws, row.id), changes


def stays(ws: Workspace, file: FileRow) -> str:
    """Why a built batch must not go any more, "" where it may: what was attested is to be so when
    it leaves."""
    row = reads_batches.batch(ws.store, file.batch_id)
    if row is None or row.state != BUILT:
        return ""
    ws = read_reasons.aside(ws)  # nobody looks at them
    try:
        lines = _all_ready(ws, row)
        gate.pass_or_refuse(
            gate.ask(ws, batch_checks.way(row.plan_name), [line.member_id for line in lines])
        )
    except (ConsentNeeded, InputRejected) as error:
        return f"{file.name}: {error}"
    return ""


def gone(ws: Workspace, tx: Tx, file: FileRow) -> None:
    """A batch is with the plan: what left is accounted for, and each referral's ledger asks."""
    row = reads_batches.batch(ws.store, file.batch_id)
    if row is None or row.state != BUILT:
        return
    lines = reads_batches.lines(ws.store, row.id)
    way = batch_checks.way(row.plan_name)
    verdicts = gate.ask(ws, way, [line.member_id for line in lines])
    gate.account(ws, tx, way, gate.as_gone(way, verdicts), detail=file.name)
    tx.update("batch", row.id, {"state": SENT})
    _ask_plan(ws, tx, row, lines)


def _ask_plan(ws: Workspace, tx: Tx, row: BatchRow, lines: list[MemberLine]) -> None:
    """One request a referral: a new one, or the one the plan sent back is asked again."""
    today = ws.clock.today().isoformat()
    note = _("Batch {reference}").format(reference=row.reference)
    fresh: list[tuple[object, ...]] = []
    for kind, extends in (("initial", False), ("extension", True)):
        asking = [
            line.referral_id
            for line in lines
            if line.referral_id and (line.kind == EXTENSION) is extends
        ]
        waiting = reads_batches.undecided(ws.store, asking, kind)
        tx.executemany(
            "UPDATE authorization_request SET decision = 'under-review' WHERE id = ?",
            [(waiting[key][0],) for key in asking if key in waiting],
        )
        new = [key for key in asking if key not in waiting]
        last = reads_batches.last_authorizations(ws.store, new) if extends else {}
        fresh += [
            (request_id, key, last.get(key), kind, today, note, tx.now)
            for request_id, key in zip(uuid7_many(len(new)), new, strict=True)
        ]
    tx.executemany(
        "INSERT INTO authorization_request(id, referral_id, extends_id, kind, requested_on, "
        "decision, unit, number, note, created_at) VALUES (?, ?, ?, ?, ?, '', '', '', ?, ?)",
        fresh,
    )
    referrals = [line.referral_id for line in lines if line.referral_id]
    referral_state.refresh(tx, referrals)
    clocks.recompute(tx, ws, referrals)


def _all_ready(ws: Workspace, row: BatchRow) -> tuple[MemberLine, ...]:
    lines, _findings = batch_checks.checked(ws, row)
    if not lines:
        raise InputRejected("members", _("The batch is empty."), _("Put members in first."))
    lacking = [line for line in lines if not line.ready]
    if lacking:
        first = lacking[0]
        raise InputRejected(
            "members",
            ngettext(
                "{n} member needs mending. {name}: {why}",
                "{n} members need mending. {name}: {why}",
                len(lacking),
            ).format(n=len(lacking), name=first.name, why=_gravest(first).says),
            _("Mend it, pass it with a reason where that is allowed, or take them out."),
        )
    return lines


def _gravest(line: MemberLine) -> CheckRow:
    return line.checks[0]


def _rows(ws: Workspace, row: BatchRow) -> list[dict[str, str]]:
    """What the file tells, a mapping of elements a member."""
    own = agency.agency(ws)
    starts, ends = _iso(row.starts_on), _iso(row.ends_on)
    same = {
        "reference": row.reference,
        "service": row.service.value,
        "starts_on": starts,
        "ends_on": ends,
        "agency_name": own.name,
        "agency_npi": own.npi,
        "agency_phone": own.phone,
        "subcontractor": row.subcontractor,
        "attested_by": row.attested_by,
        "attested_on": _local(ws, row.attested_at),
        "attestation": row.attestation,
    }
    return [{**same, **_told(ws, cells)} for cells in reads_batches.cells(ws.store, row.id)]


def _told(ws: Workspace, cells: tuple[object, ...]) -> dict[str, str]:
    text = ["" if cell is None else str(cell) for cell in cells]
    extends = text[2] == EXTENSION
    return {
        "row_no": text[1],
        "request": text[2],
        "cin": "" if text[3].startswith(NO_CIN) else text[3],
        "plan_member_id": text[4],
        "first_name": text[5],
        "last_name": text[6],
        "date_of_birth": text[7],
        "phone": "" if text[8] == _NO_PHONE else text[8],
        "address": text[9],
        "language_spoken": text[10],
        "opted_in_on": text[11],
        "opt_in_how": text[12],
        "referrer_organization": text[13],
        "referrer_name": text[14],
        "referrer_phone": text[15],
        "authorization_number": text[16] if extends else "",
        "current_end": text[17] if extends else "",
        "checked_on": _local(ws, datetime.fromisoformat(text[18])) if text[18] else "",
    }


def _local(ws: Workspace, moment: datetime | None) -> str:
    return ws.clock.to_local(moment).date().isoformat() if moment else ""


def _iso(when: date | None) -> str:
    return when.isoformat() if when else ""
