"""Invented members who are ready for a batch, or not, written into a test's store."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from datetime import date, time

from navigator_app.domain.batches import Mark
from navigator_app.domain.eligibility import How, MediCal
from navigator_app.domain.facts import Path
from navigator_app.domain.identifiers import uuid7
from navigator_app.domain.vocabulary import Service
from navigator_app.services import batch_send, batches, clocks, eligibility
from navigator_app.services.eligibility import CheckDraft
from navigator_app.services.workspace import Workspace
from navigator_app.store import intake_writes, reads_exchange
from tests.services import loops
from tests.services.loops import Made

WORDS = "Each member of this batch meets the criteria of the service; our files show it."
"""Invented words to attest with."""


def plan(ws: Workspace, key: str = "bayview", layout: str = "bayview") -> str:
    """A plan with a batch layout of its own."""
    plan_id = loops.add_plan(ws, key)
    with ws.transaction("test") as tx:
        tx.update("plan", plan_id, {"layout": layout})
    return plan_id


def ready(
    ws: Workspace,
    plan_id: str,
    number: int,
    *,
    opted: str | None = "2026-11-12",
    checked: date | None = date(2026, 11, 18),
    service: str = "htns",
    **member: object,
) -> Made:
    """A member who was taken in, said yes and was found with this plan this month."""
    made = loops.add_member(
        ws, plan_id, number, sent=None, requested=None, authorization=None, service=service,
        **member,
    )  # fmt: skip
    with ws.transaction("test") as tx:
        values = {"identified_on": "2026-11-10", "opted_in_on": opted}
        intake_writes.keep(tx, made.referral, Path.BOTTOM_UP, None, values)
        clocks.recompute(tx, ws, [made.referral])
    if checked is not None:
        check(ws, made, checked)
    return made


def check(ws: Workspace, made: Made, on: date, result: MediCal = MediCal.ACTIVE) -> None:
    """Look a member's Medi-Cal up."""
    draft = CheckDraft(made.member, result, How.PORTAL, on, time(9))
    eligibility.record(ws, draft)


def running(ws: Workspace, made: Made, start: str, end: str) -> None:
    """Let the plan's file have authorized it."""
    with ws.transaction("test") as tx:
        tx.insert(
            "authorization",
            {
                "id": uuid7(),
                "referral_id": made.referral,
                "number": f"N{start}",
                "status": "approved",
                "effective_on": start,
                "ends_on": end,
                "created_at": tx.now,
            },
        )
        tx.update("referral", made.referral, {"authorization_status": "approved"})


def batch(ws: Workspace, *made: Made, key: str = "bayview") -> str:
    """A batch with these members in it."""
    batch_id, _changes = batches.start(
        ws, plan=key, service=Service.HTNS, starts=date(2026, 12, 1), ends=date(2027, 11, 30)
    )
    batches.add(ws, batch_id, [one.member for one in made])
    return batch_id


def checks(ws: Workspace, batch_id: str, member: str) -> dict[str, Mark]:
    """The gravest mark of each check of a member."""
    sheet = batches.sheet(ws, batch_id)
    [line] = [row for row in sheet.rows if row.member_id == member]
    return {one.check: one.mark for one in reversed(line.checks)}


def sent(ws: Workspace, batch_id: str) -> str:
    """Attest, build and mark sent; the file's text."""
    batch_send.attest(ws, batch_id, WORDS)
    row, _changes = batch_send.build(ws, batch_id)
    batch_send.mark_sent(ws, batch_id)
    return reads_exchange.content(ws.store, row.file_id).decode()


def answered(text: str, outcomes: Mapping[str, tuple[str, ...]]) -> bytes:
    """The plan's answer: the file's rows with columns added; outcomes by row number."""
    rows = list(csv.reader(io.StringIO(text)))
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer)
    writer.writerow(
        [*rows[0], "Determination", "Determination Reason", "Authorization Number",
         "Authorization Start", "Authorization End", "Decision Date"]
    )  # fmt: skip
    for row in rows[1:]:
        if row[1] in outcomes:
            writer.writerow([*row, *outcomes[row[1]]])
    return buffer.getvalue().encode()


YES = ("Approved", "", "A77", "12/01/2026", "11/30/2027", "11/20/2026")
NO = ("Denied", "No need shown", "", "", "", "11/20/2026")
BACK = ("Returned", "Housing status missing", "", "", "", "")
