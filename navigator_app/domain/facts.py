"""The dated facts that clocks are computed from, and the orders of dates that cannot be.

A fact is a day, or a moment where the hour is known. Who knows it: the referral's row, its status
events, its attempts, its authorizations, or a person who typed it in. What nobody recorded is
absent; it is never filled in by a guess.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, tzinfo
from enum import Enum
from types import MappingProxyType

from navigator_app.domain.saying import N_, Saying, Term, saying
from navigator_app.domain.vocabulary import AnyService, Service

When = date | datetime
"""A day, or an aware moment."""


class Fact(Enum):
    """A dated fact: the name that policy packs use (`value`) and what it is (`words`)."""

    words: str

    def __new__(cls, name: str, words: str) -> Fact:
        """Make a member whose value is the name in the packs."""
        item = object.__new__(cls)
        item._value_ = name
        item.words = words
        return item

    # before the plan knows
    IDENTIFIED = "identified_on", N_("the day the need was noticed")
    ENROLMENT_FOUND = "enrolment_found_on", N_("the day Medi-Cal and plan enrolment was known")
    CONVERSATION = "conversation_on", N_("the talk with the member")
    OPTED_IN = "opted_in_on", N_("the member's yes")
    REFUSED = "refused_on", N_("the member's no")
    NOT_ENROLLED = "not_enrolled_on", N_("the day it was clear that the member will not enrol")
    PROSPECT_RECEIVED = "prospect_received_on", N_("the day the plan's list of prospects came")
    PLAN_IDENTIFIED = "plan_identified_on", N_("the day the plan itself noticed the member")
    SUBMITTED = "submitted_on", N_("the referral request to the plan")
    WITHDRAWN = "withdrawn_on", N_("the day the request was taken back")
    # what the plan does
    DECIDED = "decided_on", N_("the plan's decision")
    PROVIDER_TOLD = "provider_told_on", N_("the day the provider was told of the decision")
    MEMBER_TOLD = "member_told_on", N_("the day the member was told of the decision")
    AUTHORIZATION_RECEIVED = "authorization_received_on", N_("the day the authorization came")
    SENT_TO_PROVIDER = "sent_to_provider_on", N_("the day the plan sent the referral")
    RECEIVED = "received_on", N_("the day the referral came in")
    REFERRER_TOLD = "referrer_told_on", N_("the day the referring party was told of the closure")
    INQUIRY = "inquiry_at", N_("the question to the plan")
    INQUIRY_ANSWERED = "inquiry_answered_at", N_("the plan's answer")
    # what we do
    ACCEPTED = "accepted_on", N_("the day the referral was accepted")
    DECLINED = "declined_on", N_("the day the referral was declined")
    FIRST_ATTEMPT = "first_attempt_on", N_("the first attempt to reach the member")
    LAST_ATTEMPT = "last_attempt_on", N_("the latest attempt to reach the member")
    FIRST_CONTACT = "first_contact_on", N_("the day the member was reached")
    ENGAGED = "engaged_on", N_("the day the member was engaged and taking part")
    UNREACHED = "unreached_on", N_("the last of the attempts that the plan asks for, unanswered")
    UNREACHED_TOLD = "unreached_told_on", N_("the day the plan was told of an unreached member")
    PLAN_TOLD = "plan_told_on", N_("the day the plan was told how the talk ended")
    PLAN_UPDATED = "plan_updated_on", N_("the latest update to the plan")
    LAST_STATUS = "last_status_on", N_("the newest status for the plan's file")
    SERVICES_BEGAN = "services_began_on", N_("the first service, outreach apart")
    LOOP_CLOSED = "loop_closed_on", N_("the day the referral loop was closed")
    CLOSURE_SENT = "closure_sent_on", N_("the day the closure went to the plan")
    DISCONTINUED = "discontinued_on", N_("the day services were ended")
    CAPACITY_CHANGED = "capacity_changed_on", N_("the change of capacity or staff")
    CAPACITY_TOLD = "capacity_told_on", N_("the day the plan was told of the capacity")
    # the authorization and the home
    EFFECTIVE = "effective_on", N_("the first day of the authorization")
    ENDS = "ends_on", N_("the last day of the authorization")
    EXTENSION_REQUESTED = "extension_requested_on", N_("the request for an extension")
    FURTHER_REQUESTED = "further_requested_on", N_("the later request to the plan")
    FURTHER_DECIDED = "further_decided_on", N_("the plan's decision on the later request")
    HTNS_BEGAN = "htns_began_on", N_("the first day of housing navigation")
    MOVE_IN = "move_in_on", N_("the move-in date of the lease")
    DEPOSIT_REQUESTED = "deposit_requested_on", N_("the request for deposit items")
    # what happens to the member
    INCARCERATED = "incarcerated_on", N_("the first day in custody")
    RELEASE = "release_on", N_("the day of release")
    PLAN_JOINED = "plan_joined_on", N_("the first day with this plan")
    PREVIOUS_SERVICE = "previous_service_on", N_("the last service under the plan before")

    @classmethod
    def named(cls, name: str) -> Fact:
        """Return the fact with that name; ValueError when there is none."""
        for item in cls:
            if item.value == name:
                return item
        raise ValueError(name)

    @property
    def term(self) -> Term:
        """Its words, as they stand inside a sentence."""
        return Term(self.words)


class Path(Enum):
    """How a member arrives (toolkit workflows; CLR guidance use cases 2 and 3 and Appendix B)."""

    BOTTOM_UP = "bottom-up"
    TOP_DOWN = "top-down"
    DATA_MINING = "data-mining"
    PARTNER = "partner"
    CORRECTIONAL = "correctional"
    PRESUMPTIVE = "presumptive"
    CONTINUITY = "continuity"
    RE_REFERRAL = "re-referral"


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known about one referral.

    `dates` holds only what is known. `urgent` is None while nobody recorded it; `path` is None
    where nobody said how the member arrived. `service` is what the referral is for.
    """

    service: AnyService = Service.HTNS
    dates: Mapping[Fact, When] = field(default_factory=lambda: MappingProxyType({}))
    path: Path | None = None
    urgent: bool | None = None

    def get(self, fact: Fact) -> When | None:
        """The day or moment of a fact, None when it is not known."""
        return self.dates.get(fact)

    def having(self, dates: Mapping[Fact, When]) -> Facts:
        """The same with more facts."""
        return Facts(self.service, {**self.dates, **dates}, self.path, self.urgent)


@dataclass(frozen=True, slots=True)
class Problem:
    """Two facts that cannot both be right, or one that cannot be; `why` names them."""

    facts: tuple[Fact, ...]
    why: Saying


_ORDER: tuple[tuple[Fact, Fact], ...] = (
    (Fact.IDENTIFIED, Fact.SUBMITTED),
    (Fact.SUBMITTED, Fact.DECIDED),
    (Fact.SUBMITTED, Fact.WITHDRAWN),
    (Fact.DECIDED, Fact.PROVIDER_TOLD),
    (Fact.DECIDED, Fact.MEMBER_TOLD),
    (Fact.DECIDED, Fact.AUTHORIZATION_RECEIVED),
    (Fact.FURTHER_REQUESTED, Fact.FURTHER_DECIDED),
    (Fact.EFFECTIVE, Fact.ENDS),
    (Fact.SENT_TO_PROVIDER, Fact.ACCEPTED),
    (Fact.SENT_TO_PROVIDER, Fact.DECLINED),
    (Fact.FIRST_ATTEMPT, Fact.LAST_ATTEMPT),
    (Fact.FIRST_CONTACT, Fact.ENGAGED),
    (Fact.UNREACHED, Fact.UNREACHED_TOLD),
    (Fact.LOOP_CLOSED, Fact.CLOSURE_SENT),
    (Fact.LOOP_CLOSED, Fact.REFERRER_TOLD),
    (Fact.SENT_TO_PROVIDER, Fact.LOOP_CLOSED),
    (Fact.INQUIRY, Fact.INQUIRY_ANSWERED),
    (Fact.CAPACITY_CHANGED, Fact.CAPACITY_TOLD),
    (Fact.INCARCERATED, Fact.RELEASE),
)
"""Pairs of which the first cannot come after the second."""

PLANNED = frozenset((Fact.ENDS, Fact.EFFECTIVE, Fact.RELEASE, Fact.MOVE_IN, Fact.PLAN_JOINED))
"""Facts that may lie ahead; any other dated after today is a slip."""


def day_of(when: When, zone: tzinfo) -> date:
    """The local day of a fact."""
    return when.astimezone(zone).date() if isinstance(when, datetime) else when


def before(one: When, two: When, zone: tzinfo) -> bool:
    """True when `one` is earlier; by the moment where both hours are known, else by the day."""
    if isinstance(one, datetime) and isinstance(two, datetime):
        return one < two
    return day_of(one, zone) < day_of(two, zone)


def impossible(facts: Facts, today: date, zone: tzinfo) -> list[Problem]:
    """Every order of dates that cannot be, and every happening dated after today."""
    found = [
        Problem((first, second), _out_of_order(first, second, one, two))
        for first, second in _ORDER
        if (one := facts.get(first)) is not None
        and (two := facts.get(second)) is not None
        and before(two, one, zone)
    ]
    ahead = [
        (fact, when)
        for fact, when in facts.dates.items()
        if fact not in PLANNED and day_of(when, zone) > today
    ]
    return found + [Problem((fact,), _in_the_future(fact, when)) for fact, when in ahead]


def _out_of_order(first: Fact, second: Fact, one: When, two: When) -> Saying:
    return saying(
        N_("Cannot be: {second} ({two}) lies before {first} ({one})."),
        first=first.term,
        second=second.term,
        one=one,
        two=two,
    )


def _in_the_future(fact: Fact, when: When) -> Saying:
    return saying(N_("Cannot be yet: {fact} is dated {when}."), fact=fact.term, when=when)
