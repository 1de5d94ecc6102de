"""The field's own words and values.

Every member of these enumerations carries the words of its source in `.value` and the word the
command line uses in `.slug`. Sources: DHCS Closed-Loop Referral guidance, Tables 3 to 5 and 11 to
12 (referral statuses, closure reasons, authorization statuses); the guidance's footnote 16
(referral type).
"""

from __future__ import annotations

from enum import Enum
from functools import cache
from typing import Self, cast


class Word(Enum):
    """A value with the source's words (`value`) and a command-line word (`slug`)."""

    slug: str

    def __new__(cls, words: str, slug: str) -> Self:
        """Make a member whose value is the source's words."""
        item = object.__new__(cls)
        item._value_ = words
        item.slug = slug
        return item

    @classmethod
    def from_slug(cls, slug: str) -> Self:
        """Return the member with that command-line word; ValueError when there is none."""
        found = _by_slug(cls).get(slug)
        if found is None:
            raise ValueError(slug)
        return cast(Self, found)

    @classmethod
    def slugs(cls) -> list[str]:
        """All command-line words, in the order of definition."""
        return [item.slug for item in cls]


@cache
def _by_slug(words: type[Word]) -> dict[str, Word]:
    """A vocabulary by its command-line words: rows are made by the thousand."""
    return {item.slug: item for item in words}


class AuthorizationStatus(Word):
    """What the plan says of an authorization request (CLR guidance, Table 3)."""

    APPROVED = "Approved", "approved"
    UNDER_REVIEW = "Under Review", "under-review"
    NEED_INFORMATION = (
        "Need Additional Information from Referral Source",
        "need-information",
    )
    DENIED = "Denied", "denied"


class ReferralStatus(Word):
    """What the provider says of a referral (CLR guidance, Tables 4 and 11)."""

    ACCEPTED = "Accepted", "accepted"
    DECLINED = "Declined", "declined"
    PENDING = "Pending", "pending"
    OUTREACH_INITIATED = "Outreach Initiated", "outreach-initiated"
    CLOSED = "Referral Loop Closed", "closed"


class ClosureReason(Word):
    """Why a loop was closed or declined (CLR guidance, Tables 5 and 12); 7 is the plan's alone."""

    SERVICES_RECEIVED = "Services Received", "services-received"
    PROVIDER_DECLINED = "Service Provider Declined", "provider-declined"
    UNABLE_TO_REACH = "Unable to Reach Member", "unable-to-reach"
    NO_LONGER_ELIGIBLE = "Member No Longer Eligible for Services", "no-longer-eligible"
    NO_LONGER_NEEDS = (
        "Member No Longer Needs Services or Declines Services",
        "no-longer-needs",
    )
    OTHER = "Other", "other"
    AUTHORIZATION_DENIED = "Authorization Denied", "authorization-denied"

    @property
    def number(self) -> int:
        """The reason's number in the guidance, 1 to 7."""
        return list(ClosureReason).index(self) + 1

    @classmethod
    def offered(cls) -> list[ClosureReason]:
        """The reasons a provider may choose: all but 7, which is the plan's."""
        return [reason for reason in cls if reason is not cls.AUTHORIZATION_DENIED]


class Service(Word):
    """The housing Community Supports a member is referred to."""

    HTNS = "Housing Transition Navigation Services", "htns"
    HTSS = "Housing Tenancy and Sustaining Services", "htss"
    DEPOSITS = "Housing Deposits", "deposits"

    @property
    def short(self) -> str:
        """The trade's abbreviation."""
        return {"htns": "HTNS", "htss": "HTSS", "deposits": "Deposits"}[self.slug]


class OtherService(Word):
    """What a member may have beside the housing trio; rules speak of it, referrals do not."""

    ECM = "Enhanced Care Management", "ecm"
    POST_HOSPITAL = "Short-Term Post-Hospitalization Housing", "post-hospital-housing"
    RECUPERATIVE = "Recuperative Care (Medical Respite)", "recuperative-care"
    MEALS = "Meals/Medically Tailored Meals", "meals"
    RESPITE = "Respite Services", "respite"
    PERSONAL_CARE = "Personal Care and Homemaker Services", "personal-care"
    SOBERING = "Sobering Centers", "sobering"
    DAY_HABILITATION = "Day Habilitation Program", "day-habilitation"
    TRANSITIONAL_RENT = "Transitional Rent", "transitional-rent"


AnyService = Service | OtherService


def any_service(slug: str) -> AnyService:
    """Return the service with that word; ValueError when there is none."""
    return Service.from_slug(slug) if slug in Service.slugs() else OtherService.from_slug(slug)


class ReferralType(Word):
    """Where a referral came from (CLR guidance, footnote 16)."""

    COMMUNITY = "Community Referral", "1"
    PLAN = "Identified by the MCP", "2"


class Mode(Word):
    """How a member was approached."""

    IN_PERSON = "In person", "in-person"
    PHONE = "Phone", "phone"
    TEXT = "Text message", "text"
    EMAIL = "E-mail", "email"
    LETTER = "Letter", "letter"
    COLLATERAL = "Through another person", "collateral"


class Outcome(Word):
    """What came of an outreach attempt."""

    REACHED = "Reached", "reached"
    NOT_FOUND = "Not found", "not-found"
    MESSAGE_LEFT = "Message left", "message-left"
    REFUSED = "Refused", "refused"
    WRONG_NUMBER = "Wrong number", "wrong-number"
    UNSAFE = "Unsafe to approach", "unsafe"


class Role(Word):
    """What a user of the store is."""

    NAVIGATOR = "Navigator", "navigator"
    SUPERVISOR = "Supervisor", "supervisor"
    CLERK = "Clerk", "clerk"
    ADMINISTRATOR = "Administrator", "administrator"


UNKNOWN_PHONE = "0000000000"
"""What the guidance writes for a phone number nobody knows (Table 1)."""

NO_ADDRESS = "No fixed current address"
"""What the guidance writes for a homeless member's address (Table 1)."""
