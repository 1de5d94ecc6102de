"""Outreach attempts: one or many at once, in one transaction, with undo."""

from __future__ import annotations

from collections.abc import Sequence

from navigator_app.domain.records import AttemptDraft, AttemptRecorded, Changes
from navigator_app.services.workspace import Workspace


def record(ws: Workspace, drafts: Sequence[AttemptDraft]) -> AttemptRecorded:
    """Record attempts, all or none. The first attempt moves a referral that is unanswered,
    Pending or Accepted to Outreach Initiated, dated on the attempt's local day (CLR guidance,
    Table 11). Without `referral_id` the attempt counts for the member's open referrals.

    InputRejected for a moment in the future, before the referral, or an unknown member.
    """
    raise NotImplementedError


def undo(ws: Workspace, token: str) -> Changes:
    """Take back what one `record` did: its attempts are marked undone and the statuses it set are
    voided. InputRejected once a status has left in a sent file."""
    raise NotImplementedError
