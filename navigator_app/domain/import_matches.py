"""A row of a plan's file that may be a member who was taken in without a CIN."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from navigator_app.domain.vocabulary import UNKNOWN_PHONE


class PhoneSays(StrEnum):
    """What the two phone numbers say of a match by name and date of birth."""

    SAME = "same"
    UNKNOWN = "unknown"
    DIFFERS = "differs"


@dataclass(frozen=True, slots=True)
class Match:
    """The same name and date of birth, once in a file with a CIN and once here without.

    It is a suggestion: twins share a birth date, and two people can share both. `others` is how
    many more of the file's people, or of those here, the same name and birth date fit.
    """

    cin: str
    name: str
    born: date
    phone: str
    member_id: str
    member_name: str
    member_phone: str
    stand_in: str  # what stands for the member's CIN now
    plan: str  # name of the plan the member is kept under
    services: tuple[str, ...]  # slugs of the member's referrals
    others: int = 0

    @property
    def phones(self) -> PhoneSays:
        """What the phones say; a number that nobody knows says nothing."""
        known = [one for one in (self.phone, self.member_phone) if one and one != UNKNOWN_PHONE]
        if len(known) < 2:
            return PhoneSays.UNKNOWN
        return PhoneSays.SAME if known[0] == known[1] else PhoneSays.DIFFERS
