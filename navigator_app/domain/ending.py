"""Why a service ends, in the plan's own list, and what follows for the referral's loop.

Partnership HealthPlan policy MCAP7003 §D.1.a to h and §D.2. The closure reason of the loop is of
DHCS's own list (CLR guidance, Table 12), which is shorter: the pairing is a suggestion to check.
"""

from __future__ import annotations

from navigator_app.domain.vocabulary import ClosureReason, Word


class EndReason(Word):
    """A reason to end a service; the words are those of the packs' list."""

    GOALS_MET = "goals met or service limit reached", "goals-met"
    MEMBER_WISH = "the member no longer wishes the service", "member-wish"
    UNRESPONSIVE = "unresponsive or unwilling to engage", "unresponsive"
    DECEASED = "deceased", "deceased"
    LOST_ELIGIBILITY = "lost the plan's Medi-Cal eligibility", "lost-eligibility"
    MOVED_AWAY = "moved out of the service area", "moved-away"
    INCARCERATED = "incarcerated for more than 30 days", "incarcerated"
    CANNOT_SERVE = "the provider can no longer serve", "cannot-serve"
    OTHER = "other, reviewed by the plan case by case", "other"


def reasons_in(items: tuple[str, ...]) -> tuple[EndReason, ...]:
    """The reasons that a pack's list names, in its order; words nobody knows are `other`."""
    known = {reason.value: reason for reason in EndReason}
    return tuple(dict.fromkeys(known.get(item, EndReason.OTHER) for item in items))


CLOSES_AS = {
    EndReason.GOALS_MET: ClosureReason.NO_LONGER_NEEDS,
    EndReason.MEMBER_WISH: ClosureReason.NO_LONGER_NEEDS,
    EndReason.UNRESPONSIVE: ClosureReason.UNABLE_TO_REACH,
    EndReason.DECEASED: ClosureReason.OTHER,
    EndReason.LOST_ELIGIBILITY: ClosureReason.NO_LONGER_ELIGIBLE,
    EndReason.MOVED_AWAY: ClosureReason.NO_LONGER_ELIGIBLE,
    EndReason.INCARCERATED: ClosureReason.NO_LONGER_ELIGIBLE,
    EndReason.CANNOT_SERVE: ClosureReason.PROVIDER_DECLINED,
    EndReason.OTHER: ClosureReason.OTHER,
}
"""The closure reason offered first when the loop is still open."""
