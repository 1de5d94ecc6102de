"""The caseload: search, filters, sort, windows of rows, and one member whole."""

from __future__ import annotations

from navigator_app.domain.records import (
    CaseloadPage,
    CaseloadQuery,
    CaseloadRow,
    Changes,
    JournalRow,
    MemberPage,
    ReferralRow,
)
from navigator_app.domain.vocabulary import ReferralStatus
from navigator_app.services.workspace import Workspace


def page(ws: Workspace, query: CaseloadQuery, offset: int = 0, limit: int = 100) -> CaseloadPage:
    """A window of the members that match. With text, rows come in an order fit for a short list
    and `total` is exact up to 1,000 matches and 1,001 above (shown as "more than 1,000")."""
    raise NotImplementedError


def find(ws: Workspace, text: str, limit: int = 8) -> list[CaseloadRow]:
    """The best few members for a few letters, for the attempt log."""
    raise NotImplementedError


def member_page(ws: Workspace, member_id: str) -> MemberPage:
    """One member whole; NotFound when there is none."""
    raise NotImplementedError


def referrals(
    ws: Workspace, *, member_id: str = "", status: ReferralStatus | None = None
) -> list[ReferralRow]:
    """Referrals, all or of a member, all or in one status."""
    raise NotImplementedError


def update_contact(ws: Workspace, member_id: str, **fields: str | bool | None) -> Changes:
    """Change how to reach a member safely: preferred_name, phone, alternate_phone, email,
    last_seen_place, last_seen_on, do_not_leave_word, fleeing_violence, safety_note, navigator_id.
    InputRejected names the field."""
    raise NotImplementedError


def history(ws: Workspace, record_id: str) -> list[JournalRow]:
    """The journal of one record, oldest first: a member (with its referrals, events,
    authorizations and attempts), or any single record by its id. NotFound when there is none."""
    raise NotImplementedError


def languages(ws: Workspace) -> list[str]:
    """The spoken languages on the caseload, for the filter."""
    raise NotImplementedError
