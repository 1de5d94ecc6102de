"""Whom one may put into a batch: a caseload's filter, who ends soon, a plan's list of prospects."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from navigator_app.domain.batches import Candidate
from navigator_app.domain.intake_rows import NewMember
from navigator_app.domain.paths import OptIn
from navigator_app.domain.records import CaseloadQuery, Changes
from navigator_app.errors import InputRejected
from navigator_app.i18n import _
from navigator_app.services import agency, batches, caseload, prospects
from navigator_app.services.workspace import Workspace
from navigator_app.store import reads_batches

MOST_DAYS = 400
"""How far ahead authorizations that end may be chosen."""


def by_caseload(ws: Workspace, batch_id: str, query: CaseloadQuery) -> list[Candidate]:
    """Members of a caseload's filter who are of the batch's plan."""
    row = batches.one(ws, batch_id)
    asked = CaseloadQuery(
        text=query.text,
        plan=row.plan,
        service=query.service,
        status=query.status,
        authorization=query.authorization,
        navigator=query.navigator,
        language=query.language,
        due=query.due,
    )
    rows = caseload.page(ws, asked, limit=batches.MOST).rows
    return batches.candidates(ws, row.id, list(dict.fromkeys(one.id for one in rows)))


def by_ending(ws: Workspace, batch_id: str, days: int) -> list[Candidate]:
    """Members whose authorization for the batch's service ends within so many days of today."""
    if not 1 <= days <= MOST_DAYS:
        raise InputRejected("days", _("Choose 1 to {n} days.").format(n=MOST_DAYS))
    row = batches.one(ws, batch_id)
    plan, today = agency.plan(ws, row.plan), ws.clock.today()
    found = reads_batches.chosen_ends(
        ws.store, today, today + timedelta(days=days), plan.id, row.service.slug
    )
    return batches.candidates(ws, row.id, found)


def by_prospects(ws: Workspace, batch_id: str, since: date) -> list[Candidate]:
    """Members of the plan's lists of prospects that came since a day and are not authorized."""
    row = batches.one(ws, batch_id)
    plan = agency.plan(ws, row.plan)
    found = reads_batches.prospects(ws.store, plan.id, row.service.slug, since)
    return batches.candidates(ws, row.id, found)


def take_in_prospects(
    ws: Workspace,
    batch_id: str,
    rows: Sequence[NewMember],
    *,
    received: date,
    opt_in: OptIn = OptIn.BEFORE,
) -> tuple[int, Changes]:
    """Take a plan's list in as `prospects.add` does, and put its people into the batch; how many.

    They are candidates like any other: nobody goes to the plan before their yes is on record."""
    row = batches.one(ws, batch_id)
    referrals, changes = prospects.add(
        ws, plan=row.plan, service=row.service, received=received, rows=rows, opt_in=opt_in
    )
    owners = reads_batches.owners(ws.store, referrals)
    count, more = batches.add(ws, row.id, [owners[key] for key in referrals])
    return count, Changes(
        members=changes.members | more.members, referrals=changes.referrals, files=True
    )
