"""Who should serve: the toolkit's recommended order, with its reasons and exceptions.

HTNS/HTSS Referral & Authorization Workflow Toolkit, "Recommended Provider Selection Algorithm". A
suggestion, never a decision: it binds nobody.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum

from navigator_app.domain.saying import N_, Saying, saying


class Standing(IntEnum):
    """The toolkit's first four steps; the first that is met places a provider."""

    PREFERRED = 1
    REFERRED = 2
    RELATIONSHIP = 3
    NEEDS = 4
    NOTHING = 5


@dataclass(frozen=True, slots=True)
class Candidate:
    """A contracted provider for one member.

    `relationship` says what it is (working with the member in HMIS, ECM, behavioral health, PCP).
    `needs_met` lists what of the member's needs it meets (near, age group, language). `slots` is
    its open capacity, None when nobody knows; `wants_more` when it seeks a larger caseload.
    """

    name: str
    preferred: bool = False
    referred: bool = False
    relationship: str = ""
    needs_met: tuple[str, ...] = ()
    slots: int | None = None
    wants_more: bool = False
    closed_for_quality: bool = False
    own_members_only: bool = False

    @property
    def standing(self) -> Standing:
        """The first of the toolkit's steps that it meets."""
        if self.preferred:
            return Standing.PREFERRED
        if self.referred:
            return Standing.REFERRED
        if self.relationship.strip():
            return Standing.RELATIONSHIP
        return Standing.NEEDS if self.needs_met else Standing.NOTHING


@dataclass(frozen=True, slots=True)
class Ranked:
    """A candidate in its place: `place` counts from 1, None for one that an exception rules out."""

    candidate: Candidate
    place: int | None
    reasons: tuple[Saying, ...]
    exceptions: tuple[Saying, ...]


def suggest(candidates: Iterable[Candidate]) -> list[Ranked]:
    """Rank the candidates; those ruled out stand last with the exception that does it.

    Among equals of a step: more needs met, then capacity (known and larger first, an unknown one
    before none), then who seeks members, then by name.
    """
    ranked: list[Ranked] = []
    out: list[Ranked] = []
    for candidate in sorted(candidates, key=_order):
        exceptions = _exceptions(candidate)
        place = None if exceptions else len(ranked) + 1
        one = Ranked(candidate, place, _reasons(candidate), exceptions)
        (out if exceptions else ranked).append(one)
    return ranked + out


def _order(one: Candidate) -> tuple[int, int, int, bool, str]:
    slots = -1 if one.slots is None else one.slots
    return one.standing, -len(one.needs_met), -slots, not one.wants_more, one.name.casefold()


def _exceptions(one: Candidate) -> tuple[Saying, ...]:
    found = []
    if one.slots is not None and one.slots <= 0:
        found.append(saying(N_("Has no open capacity.")))
    if one.closed_for_quality:
        found.append(saying(N_("A documented quality concern: closed to new referrals.")))
    if one.own_members_only and not one.referred:
        found.append(saying(N_("Serves only the members it refers itself.")))
    return tuple(found)


def _reasons(one: Candidate) -> tuple[Saying, ...]:
    found = []
    if one.preferred:
        found.append(saying(N_("The member asked for it.")))
    if one.referred:
        found.append(saying(N_("It referred the member.")))
    if one.relationship.strip():
        found.append(
            saying(N_("Already works with the member: {how}."), how=one.relationship.strip())
        )
    if one.needs_met:
        found.append(saying(N_("Meets the member's needs: {what}."), what=", ".join(one.needs_met)))
    if one.slots is None:
        found.append(saying(N_("Its open capacity is not known.")))
    elif one.slots > 0:
        found.append(saying(N_("Open slots: {n}."), n=one.slots))
    if one.wants_more:
        found.append(saying(N_("Seeks more members.")))
    return tuple(found)
