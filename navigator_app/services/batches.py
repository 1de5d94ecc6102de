"""Batches of referrals: begun, filled, passed, dropped; what a plan's line tells of them.

The checks are in `batch_checks`, the file in `batch_send`, the plan's answer in `batch_responses`.
Whoever changes an attested batch takes its attestation back: what is attested is what is sent.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from datetime import date
from typing import TYPE_CHECKING

from navigator_app.domain import batches
from navigator_app.domain.batches import (
    DRAFT,
    DROPPED,
    EXTENSION,
    MONTHLY,
    NEW,
    SENT_BACK,
    WEEKLY,
    BatchRow,
    BatchSheet,
    Candidate,
    Window,
)
from navigator_app.domain.exchange import SENDING, WAITING, WITHDRAWN, FileRow
from navigator_app.domain.identifiers import uuid7, uuid7_many
from navigator_app.domain.records import Changes
from navigator_app.domain.review import BATCH
from navigator_app.domain.vocabulary import Service
from navigator_app.errors import InputRejected, NotFound
from navigator_app.i18n import _
from navigator_app.services import agency, batch_checks, batch_seen, guards
from navigator_app.services.workspace import Workspace, required
from navigator_app.store import exchange_writes, reads_batch_changes, reads_batches

if TYPE_CHECKING:
    from navigator_app.store.tx import Tx

LONGEST = 200
"""Characters of a title or a subcontractor's name."""

MOST = 10_000
"""Members of one batch; the toolkit asks plans not to limit them, a file must still be read."""

_WINDOW = "batch-window/"


def listing(ws: Workspace, plan: str = "") -> list[BatchRow]:
    """Every batch, or a plan's (by key), the newest first."""
    return reads_batches.batches(ws.store, plan)


def one(ws: Workspace, batch_id: str) -> BatchRow:
    """One batch by its id or its reference; NotFound when there is none."""
    found = reads_batches.batch(ws.store, batch_id)
    if found is None:
        key = reads_batches.by_reference(ws.store, batch_id)
        found = reads_batches.batch(ws.store, key) if key else None
    if found is None:
        raise NotFound(
            _("No such batch"),
            _("There is no batch of that name."),
            _("Look it up in the list of batches."),
        )
    return found


def sheet(ws: Workspace, batch_id: str) -> BatchSheet:
    """A batch with its members, each checked as of today while it may still be changed."""
    row = one(ws, batch_id)
    plan = agency.plan(ws, row.plan)
    own = window(ws, row.plan)
    today = ws.clock.today()
    if row.changeable:
        lines, findings = batch_checks.checked(ws, row)
    else:
        lines, findings = tuple(reads_batch_changes.sent_lines(ws.store, row)), ()
    return BatchSheet(
        batch=row,
        rows=batch_seen.lines(ws, lines),
        findings=findings,
        attestation_offered=row.attestation
        or reads_batches.last_attestation(ws.store, plan.id, row.service.slug),
        window=own,
        next_day=own.next(today) if own else None,
    )


def start(
    ws: Workspace,
    *,
    plan: str,
    service: Service,
    title: str = "",
    starts: date | None = None,
    ends: date | None = None,
    subcontractor: str = "",
    note: str = "",
    revises: str = "",
) -> tuple[str, Changes]:
    """Begin an empty batch; returns its id. InputRejected names a field, NotFound the plan."""
    row = agency.plan(ws, plan)
    words = _words(ws, row.name, service, title, subcontractor)
    _in_order(starts, ends)
    batch_id = uuid7()
    with ws.transaction("begin_batch") as tx:
        tx.insert(
            "batch",
            {
                "id": batch_id,
                "plan_id": row.id,
                "service": service.slug,
                **words,
                "state": DRAFT,
                "starts_on": starts.isoformat() if starts else None,
                "ends_on": ends.isoformat() if ends else None,
                "attestation": "",
                "note": note.strip(),
                "revises_id": revises or None,
                "user_id": ws.user.id,
                "created_at": tx.now,
            },
        )
    return batch_id, Changes(files=True)


def change(
    ws: Workspace,
    batch_id: str,
    *,
    title: str = "",
    starts: date | None = None,
    ends: date | None = None,
    subcontractor: str = "",
    note: str = "",
) -> Changes:
    """Change what is asked for; an attestation is taken back by it."""
    row = _changeable(ws, batch_id)
    _in_order(starts, ends)
    words = _words(ws, row.plan_name, row.service, title, subcontractor)
    with ws.transaction("change_batch") as tx:
        _open_again(tx, ws, row)
        values = {
            **words,
            "starts_on": starts.isoformat() if starts else None,
            "ends_on": ends.isoformat() if ends else None,
            "note": note.strip(),
        }
        tx.update("batch", row.id, values)
    return Changes(files=True)


def add(ws: Workspace, batch_id: str, member_ids: Sequence[str]) -> tuple[int, Changes]:
    """Put members in, as new or as an extension of what the plan approved; returns how many.

    Who stands in it already stays. InputRejected (`members`) names the first who stands in another
    open batch of the same plan and service: nobody is put in then.
    """
    row = _changeable(ws, batch_id)
    wanted = candidates(ws, row.id, list(dict.fromkeys(member_ids)))
    here = {line.member_id for line in reads_batches.lines(ws.store, row.id)}
    fresh = [one for one in wanted if one.member_id not in here]
    for person in fresh:
        if person.why_not:
            raise InputRejected("members", f"{person.name}: {person.why_not}")
    if len(here) + len(fresh) > MOST:
        raise InputRejected("members", _("A batch holds at most {n} members.").format(n=MOST))
    if not fresh:
        return 0, Changes()
    with ws.transaction("add_to_batch") as tx:
        _open_again(tx, ws, row)
        last = max((line.row_no for line in reads_batches.lines(ws.store, row.id)), default=0)
        tx.executemany(
            "INSERT INTO batch_member(id, batch_id, member_id, referral_id, kind, row_no, "
            "override_reason, outcome, outcome_reason, created_at) "
            "VALUES (?, ?, ?, ?, ?, ?, '', '', '', ?)",
            [
                (key, row.id, who.member_id, who.referral_id or None, who.kind, number, tx.now)
                for number, (key, who) in enumerate(
                    zip(uuid7_many(len(fresh)), fresh, strict=True), last + 1
                )
            ],
        )
    return len(fresh), Changes(files=True, members=frozenset(who.member_id for who in fresh))


def candidates(ws: Workspace, batch_id: str, member_ids: Collection[str]) -> list[Candidate]:
    """How some members would stand in a batch, in the order given; unknown ids are left out."""
    row = one(ws, batch_id)
    plan = agency.plan(ws, row.plan)
    today = ws.clock.today()
    found = []
    for member_id, name, cin, referral_id, ends, other in reads_batches.which(
        ws.store, plan.id, row.service.slug, member_ids
    ):
        kind = EXTENSION if ends is not None and ends >= today else NEW
        why_not = (
            _("is in another open batch of this plan for this service.")
            if other and other != row.id
            else ""
        )
        found.append(Candidate(member_id, name, cin, referral_id, kind, ends, why_not))
    return found


def remove(ws: Workspace, batch_id: str, member_ids: Collection[str]) -> Changes:
    """Take members out; an attestation is taken back by it. `add` brings them back."""
    row = _changeable(ws, batch_id)
    gone = [x for x in reads_batches.lines(ws.store, row.id) if x.member_id in set(member_ids)]
    if not gone:
        return Changes()
    with ws.transaction("take_from_batch") as tx:
        _open_again(tx, ws, row)
        tx.execute(
            "DELETE FROM batch_member WHERE id IN (SELECT value FROM json_each(?))",
            (json.dumps([line.id for line in gone]),),
        )
    return Changes(files=True, members=frozenset(line.member_id for line in gone))


def override(ws: Workspace, batch_id: str, member_id: str, reason: str) -> Changes:
    """Let a member go though something stands against it, with a reason that is journalled.

    InputRejected where nothing does, or where what does cannot be passed; NotFound for somebody who
    is not in the batch.
    """
    words = required("reason", reason, _("Passing a check needs a reason."))
    row = _changeable(ws, batch_id)
    lines, _findings = batch_checks.checked(ws, row)
    line = next((x for x in lines if x.member_id == member_id), None)
    if line is None:
        raise NotFound(_("Not in the batch"), _("This member is not in the batch."))
    stops = [check for check in line.checks if check.mark is batches.Mark.MEND]
    if not stops:
        raise InputRejected("reason", _("Nothing stands against this member."))
    fixed = next((check for check in stops if not check.overridable), None)
    if fixed is not None:
        raise InputRejected("reason", fixed.says, fixed.mend or _("Mend it, or take them out."))
    with ws.transaction("pass_batch_check") as tx:
        _open_again(tx, ws, row)
        passed = " ".join(sorted(line.passed | {x.check for x in stops if not x.rule_id}))
        tx.update("batch_member", line.id, {"override_reason": words, "passed": passed})
        for check in stops:
            if check.rule_id:
                guards.write_override(tx, ws, line.referral_id, check.rule_id, words)
    touched = frozenset({line.referral_id} - {""})
    return Changes(files=True, members=frozenset({member_id}), referrals=touched)


def drop(ws: Workspace, batch_id: str) -> Changes:
    """Give a batch up before it is sent: its members may stand in another."""
    row = _changeable(ws, batch_id)
    with ws.transaction("drop_batch") as tx:
        _open_again(tx, ws, row)
        tx.update("batch", row.id, {"state": DROPPED})
    return Changes(files=True)


def take_up(ws: Workspace, batch_id: str) -> Changes:
    """Undo `drop`. InputRejected where a member stands in another open batch by now."""
    row = one(ws, batch_id)
    if row.state != DROPPED:
        raise InputRejected("batch", _("This batch was not given up."))
    members = [line.member_id for line in reads_batches.lines(ws.store, row.id)]
    _all_free(ws, row.id, members)
    with ws.transaction("take_up_batch") as tx:
        tx.update("batch", row.id, {"state": DRAFT})
    return Changes(files=True)


def revise(ws: Workspace, batch_id: str) -> tuple[str, Changes]:
    """A new batch for those whom the plan sent back; returns its id.

    InputRejected where nobody was sent back, or where they were taken up before.
    """
    row = one(ws, batch_id)
    back = [x for x in reads_batches.lines(ws.store, row.id) if x.outcome == SENT_BACK]
    if not back:
        raise InputRejected("batch", _("The plan sent nobody of this batch back."))
    if row.revised_by:
        raise InputRejected(
            "batch", _("A revised batch was begun for them."), _("Open that one from the list.")
        )
    _all_free(ws, row.id, [line.member_id for line in back])
    title = _("{title}, revised").format(title=row.title)[:LONGEST]
    key, changes = start(
        ws,
        plan=row.plan,
        service=row.service,
        title=title,
        starts=row.starts_on,
        ends=row.ends_on,
        subcontractor=row.subcontractor,
        revises=row.id,
    )
    add(ws, key, [line.member_id for line in back])
    return key, changes


def _all_free(ws: Workspace, batch_id: str, members: Collection[str]) -> None:
    """Refuse where a member stands in another open batch."""
    for person in candidates(ws, batch_id, members):
        if person.why_not:
            raise InputRejected("batch", f"{person.name}: {person.why_not}")


def window(ws: Workspace, plan: str) -> Window | None:
    """When the agency sends a plan its batches; None where it has not said."""
    text = reads_batches.setting(ws.store, _WINDOW + agency.plan(ws, plan).id)
    if not text:
        return None
    kept = json.loads(text)
    return Window(str(kept["every"]), int(kept["day"]))


def set_window(ws: Workspace, plan: str, own: Window | None) -> Changes:
    """Keep when the agency sends a plan its batches; None forgets it. InputRejected for no day."""
    row = agency.plan(ws, plan)
    if own is not None:
        most = {WEEKLY: range(7), MONTHLY: range(1, 32)}.get(own.every)
        if most is None or own.day not in most:
            raise InputRejected("window", _("Choose a weekday, or a day of the month."))
    name = _WINDOW + row.id
    known = reads_batches.setting(ws.store, name)
    with ws.transaction("set_batch_days") as tx:
        if own is None:
            tx.execute("DELETE FROM agency_setting WHERE id = ?", (name,))
        else:
            value = json.dumps({"every": own.every, "day": own.day})
            if known:
                tx.update("agency_setting", name, {"value": value})
            else:
                values = {"id": name, "value": value, "created_at": tx.now}
                tx.insert("agency_setting", values)
    return Changes(settings=True)


def stays(ws: Workspace, file: FileRow) -> str:
    """Why a built batch must not go any more: a member who was ready is not; "" where all are."""
    from navigator_app.services import batch_send

    return batch_send.stays(ws, file)


def left(ws: Workspace, tx: Tx, file: FileRow) -> None:
    """The line brought a batch to the plan: called in the transaction that writes that down."""
    from navigator_app.services import batch_send

    batch_send.gone(ws, tx, file)


def _changeable(ws: Workspace, batch_id: str) -> BatchRow:
    row = one(ws, batch_id)
    if not row.changeable:
        raise InputRejected(
            "batch",
            _("This batch was sent or given up; it stays as it is."),
            _("Begin a revised one for those who were sent back."),
        )
    if row.file_state == SENDING:
        raise InputRejected("batch", _("This batch is on its way to the plan."))
    return row


def _open_again(tx: Tx, ws: Workspace, row: BatchRow) -> None:
    """What was attested or approved is no longer what would be sent: the words go, a file that
    waits goes, and who approved it is asked again."""
    from navigator_app.services import review_queue_moves  # reads batches

    said = _("The batch was changed after it was approved.")
    review_queue_moves.changed_since(tx, ws, BATCH, row.id, said)
    if row.state == DRAFT:
        return
    tx.update(
        "batch", row.id, {"state": DRAFT, "attested_by": None, "attested_at": None}
    )  # fmt: skip
    if row.file_id and row.file_state == WAITING:
        exchange_writes.step(
            tx, row.file_id, WITHDRAWN, zone=str(ws.clock.tz),
            proof=_("the batch was changed after it was built"), user_id=ws.user.id,
        )  # fmt: skip


def _words(
    ws: Workspace, plan_name: str, service: Service, title: str, subcontractor: str
) -> dict[str, object]:
    name = " ".join(title.split()) or _("{plan}, {service}, {day}").format(
        plan=plan_name, service=service.short, day=ws.clock.today().isoformat()
    )
    whose = " ".join(subcontractor.split())
    for field, text in (("title", name), ("subcontractor", whose)):
        if len(text) > LONGEST:
            raise InputRejected(
                field, _("This is longer than {n} letters.").format(n=LONGEST), _("Shorten it.")
            )
    return {"title": name, "subcontractor": whose}


def _in_order(starts: date | None, ends: date | None) -> None:
    if starts and ends and ends < starts:
        raise InputRejected("ends", _("The last day asked for is before the first."))
