"""Status events of a referral: append-only, checked by `domain.referral`."""

from __future__ import annotations

from datetime import date

from navigator_app.domain.records import Changes, ReferralRow
from navigator_app.domain.vocabulary import ClosureReason, ReferralStatus
from navigator_app.services.workspace import Workspace


def record(
    ws: Workspace,
    referral_id: str,
    status: ReferralStatus,
    on: date,
    *,
    reason: ClosureReason | None = None,
    note: str = "",
    corrects: str | None = None,
) -> tuple[ReferralRow, Changes]:
    """Append one status event; `corrects` names the wrong event that it replaces.

    InputRejected, with advice, when the domain refuses it. A correction is checked against the
    loop without the event it corrects.
    """
    raise NotImplementedError


def record_many(
    ws: Workspace, referral_ids: list[str], status: ReferralStatus, on: date
) -> tuple[list[ReferralRow], str, Changes]:
    """Append the same status to many referrals, all or none; returns rows, undo token, changes."""
    raise NotImplementedError
