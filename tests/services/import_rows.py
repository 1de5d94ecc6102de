"""Rows of a plan's file for tests of what they mean."""

from __future__ import annotations

import json
from typing import Any

from navigator_app.domain.records import CaseloadQuery, ImportReview, ReferralRow
from navigator_app.exchange.fields import FIELDS
from navigator_app.exchange.inbound import ParsedFile, RejectedRow
from navigator_app.services import agency, caseload
from navigator_app.services import import_authorizations as imports
from navigator_app.services.workspace import Workspace

PERSON: dict[str, Any] = dict.fromkeys(FIELDS, "") | {
    "first_name": "Zoë", "last_name": "Nguyễn-Ibáñez", "cin": "90000001A",
    "plan_member_id": "0012", "date_of_birth": "1971-03-04", "phone": "4155550101",
    "address": "No fixed current address", "language_spoken": "Spanish", "homeless": 1,
    "guardian_phone": "0000000000", "service": "htns", "referral_type": "1",
    "requested_on": "2026-11-01", "authorization_status": "approved",
    "effective_on": "2026-11-02", "ends_on": "2027-11-01", "decided_on": "2026-11-03",
    "sent_to_provider_on": "2026-11-04", "authorization_number": "A1",
}  # fmt: skip
OTHER = PERSON | {
    "cin": "90000002B",
    "first_name": "Omar",
    "last_name": "Gill",
    "phone": "2095550102",
}
Row = dict[str, Any]


def two_plans(ws: Workspace) -> Workspace:
    """The store with Bayview and Sierra."""
    for key in ("bayview", "sierra"):
        agency.add_plan(ws, key, name=key.title(), layout=key)
    return ws


def file_of(*rows: Row, name: str = "", rejected: tuple[RejectedRow, ...] = ()) -> ParsedFile:
    """A parsed file of those rows."""
    good = []
    for number, row in enumerate(rows, start=2):
        values = [row[field] for field in FIELDS]
        cells = json.dumps(["" if value is None else str(value) for value in values])
        good.append((number, cells, *values))
    sha = name or str(hash(json.dumps([rows, [r.raw for r in rejected]])))
    return ParsedFile(f"{sha}.csv", sha, "bayview", FIELDS, good, list(rejected), ())


def take(ws: Workspace, *rows: Row, plan: str = "bayview", **more: Any) -> ImportReview:
    """Stage and commit."""
    review = imports.stage(ws, file_of(*rows, **more), plan)
    done, _changes = imports.commit(ws, review.id)
    assert done.state == "committed"
    return done


def counts(review: ImportReview) -> tuple[int, int, int, int, int]:
    """New, changed, unchanged, gone and rejected rows."""
    return (
        review.new, review.changed, review.unchanged, review.disappeared, review.rejected,
    )  # fmt: skip


def member_of(ws: Workspace, cin: str = "90000001A") -> str:
    """Who has the CIN."""
    return str(caseload.page(ws, CaseloadQuery(text=cin)).rows[0].id)


def referrals(ws: Workspace, cin: str = "90000001A") -> list[ReferralRow]:
    """The referrals of whoever has the CIN."""
    return caseload.referrals(ws, member_id=member_of(ws, cin))
