"""Who is on a caseload on a day, told once: whatever counts or watches members asks here.

A member is carried while any referral is: one that is open, or whose loop was closed because
services are received and whose authorization has not ended. In service is the heart of a caseload.
"""

from __future__ import annotations

# A loop closed because services are received is told to the plan, not over: its authorization runs
# on, until an ending is written.
_UNENDED = (
    "r.authorization_status IS NOT 'denied' AND NOT EXISTS (SELECT 1 FROM discontinuation d "
    "WHERE d.referral_id = r.id AND d.reengaged_on IS NULL)"
)
_SERVED = "r.closure_reason = 'services-received'"
RUNS = f"(r.is_open = 1 OR ({_SERVED} AND {_UNENDED}))"
"""True of a referral `r` that is open, or closed as served and not discontinued since, whatever
became of its authorization."""

# An approval that staff wrote down before the plan's file carries it counts like the file's.
_APPROVED = "FROM authorization_request q WHERE q.decision = 'approved' "
_SANE = "q.ends_on >= coalesce(q.effective_on, '')"


def carried(day: str) -> str:
    """True of a referral `r` whose member is on a caseload on a day, by the name of its parameter.

    An authorization whose last day nobody knows has not ended. Each way in has an index of its own.
    """
    return _told(
        day, f"r.id IN (SELECT q.referral_id {_APPROVED}AND q.ends_on >= {day} AND {_SANE})"
    )


def member_carried(day: str) -> str:
    """True of a member `m` with a carried referral; read from the member's own few referrals."""
    return (
        "EXISTS (SELECT 1 FROM referral r INDEXED BY ix_referral_member_id "  # noqa: S608
        f"WHERE r.member_id = m.id AND {_told(day, _own(f'AND q.ends_on >= {day} '))})"
    )


def _told(day: str, later: str) -> str:
    """`later`: how an approval of later days is found, from the approvals or from the referral."""
    unknown = f"r.ends_on IS NULL AND NOT {_own('')}"
    ways = (f"r.ends_on >= {day}", unknown, later)
    served = " OR ".join(f"({_SERVED} AND {way} AND {_UNENDED})" for way in ways)
    return f"(r.is_open = 1 OR {served})"


def _own(also: str) -> str:
    return f"EXISTS (SELECT 1 {_APPROVED}AND q.referral_id = r.id {also}AND {_SANE})"


CARRIED = carried(":today")
"""True of a referral `r` that is carried on `:today`."""
MEMBER_CARRIED = member_carried(":today")
"""True of a member `m` who is carried on `:today`."""
