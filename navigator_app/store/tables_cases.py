"""The tables of revision 2: how a member came, what the plan authorized, limits, endings.

One module with `tables` in two files for size; the same manners hold.
"""

from __future__ import annotations

from typing import ClassVar

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field, SQLModel


class Intake(SQLModel, table=True):
    """How a referral came and the dated facts its clocks run on; one a referral, same id.

    Facts that the authorization file carries stand in `referral` and `authorization`; these are
    the ones that staff know. Moments are UTC ISO text (`…_at`), days ISO text (`…_on`).
    """

    __tablename__: ClassVar[str] = "intake"
    referral_id: str = Field(primary_key=True, foreign_key="referral.id")
    path: str = ""  # Path slug; "" for a row of a plan's file nobody has classified
    urgent: int = 0
    identified_on: str | None = None
    enrolment_found_on: str | None = None
    not_enrolled_on: str | None = None
    plan_identified_on: str | None = None
    conversation_on: str | None = None
    opted_in_on: str | None = None
    opt_in_how: str = ""
    opt_in_order: str = ""  # data mining: the yes "before" or "after" the authorization
    submitted_on: str | None = None
    withdrawn_on: str | None = None
    prospect_received_on: str | None = None
    provider_told_at: str | None = None
    member_told_on: str | None = None
    plan_told_on: str | None = None
    plan_updated_on: str | None = None  # the latest update while the member is not engaged
    unreached_told_on: str | None = None
    refused_on: str | None = None
    engaged_on: str | None = None
    services_began_on: str | None = None
    release_on: str | None = None
    facility: str = ""
    presumptive_on: str | None = None
    previous_plan: str = ""
    previous_provider: str = ""
    last_service_on: str | None = None
    plan_joined_on: str | None = None
    move_in_on: str | None = None
    referrer_name: str = ""
    referrer_organization: str = ""
    referrer_npi: str = ""
    referrer_phone: str = ""
    referrer_email: str = ""
    referrer_relationship: str = ""
    referrer_told_on: str | None = None
    inquiry_at: str | None = None
    inquiry_answered_at: str | None = None
    note: str = ""
    created_at: str
    submitted_at: str | None = None  # `submitted_on` with its hour, where somebody knew it


class RunningClock(SQLModel, table=True):
    """One rule's clock that runs on one referral, as last computed; met and moot ones have no row.

    Derived, hence outside the journal and without foreign keys: written by the ten thousand.
    """

    __tablename__: ClassVar[str] = "running_clock"
    __table_args__ = (
        Index("ix_running_clock_due", "rank", "due_on"),
        {"sqlite_with_rowid": False},
    )
    referral_id: str = Field(primary_key=True)
    rule_id: str = Field(primary_key=True)
    started_on: str  # the fact that it is counted from, a day or a moment
    counted_from: str  # the name of that fact
    due_on: str
    due_at: str | None = None  # clock-hour rules: the moment, UTC
    chase: int = 0  # 1: owed by somebody else, shown to be chased
    rank: int = 0  # consequence: 0 authorization or payment, 1 member, 2 plan, 3 housekeeping


class ClockRun(SQLModel, table=True):
    """When all clocks were computed last, and by which rules: one row. Outside the journal."""

    __tablename__: ClassVar[str] = "clock_run"
    id: int | None = Field(default=1, primary_key=True)
    computed_on: str  # local day
    rules: str  # digest of every pack and calendar


class RuleMove(SQLModel, table=True):
    """A clock that the last change of rules moved: kept until somebody has seen it.

    Outside the journal, like the clocks themselves.
    """

    __tablename__: ClassVar[str] = "rule_move"
    referral_id: str = Field(primary_key=True)
    rule_id: str = Field(primary_key=True)
    was_on: str | None = None  # None: it did not run
    now_on: str | None = None  # None: it runs no more
    moved_at: str


class Snooze(SQLModel, table=True):
    """A line of Today put off, with its reason."""

    __tablename__: ClassVar[str] = "snooze"
    __table_args__ = (Index("ix_snooze_referral_id", "referral_id", "rule_id"),)
    id: str = Field(primary_key=True)
    referral_id: str = Field(foreign_key="referral.id")
    rule_id: str
    until_on: str
    reason: str
    user_id: str | None = Field(default=None, foreign_key="user.id")
    created_at: str


class AuthorizationRequest(SQLModel, table=True):
    """An extension or first request made to the plan, and the packet it needs."""

    __tablename__: ClassVar[str] = "authorization_request"
    __table_args__ = (Index("ix_authorization_request_referral_id", "referral_id"),)
    id: str = Field(primary_key=True)
    referral_id: str = Field(foreign_key="referral.id")
    extends_id: str | None = Field(default=None, foreign_key="authorization.id")
    kind: str  # initial, extension
    requested_on: str | None = None
    received_on: str | None = None
    decided_on: str | None = None
    decision: str = ""  # AuthorizationStatus slug
    units: int | None = None
    unit: str = ""
    number: str = ""
    effective_on: str | None = None  # of an approval heard of before the plan's file carries it
    ends_on: str | None = None
    note: str = ""
    created_at: str
    requested_at: str | None = None  # the days with their hours, where somebody knew them
    decided_at: str | None = None


class PacketItem(SQLModel, table=True):
    """One item of the packet a plan wants with a request: done or not."""

    __tablename__: ClassVar[str] = "packet_item"
    __table_args__ = (UniqueConstraint("referral_id", "item", "for_end_on"),)
    id: str = Field(primary_key=True)
    referral_id: str = Field(foreign_key="referral.id")
    for_end_on: str  # the end date of the authorization it prepares the extension of
    item: str  # id of the packet rule's item
    done_on: str | None = None
    note: str = ""
    created_at: str


class EligibilityCheck(SQLModel, table=True):
    """One look-up of a member's Medi-Cal and plan."""

    __tablename__: ClassVar[str] = "eligibility_check"
    __table_args__ = (Index("ix_eligibility_check_member_id", "member_id", "checked_at"),)
    id: str = Field(primary_key=True)
    member_id: str = Field(foreign_key="member.id")
    checked_at: str
    zone: str
    how: str  # portal, phone, swipe card, file, member, other
    medi_cal: str  # active, lapsed, suspended, unknown
    plan_id: str | None = Field(default=None, foreign_key="plan.id")
    plan_name: str = ""  # when it is a plan that is not kept here
    lapsed_on: str | None = None
    next_on: str | None = None
    note: str = ""
    user_id: str | None = Field(default=None, foreign_key="user.id")
    created_at: str


class OtherProgram(SQLModel, table=True):
    """Another program or stay of a member that a guard looks at, with its dates."""

    __tablename__: ClassVar[str] = "other_program"
    __table_args__ = (Index("ix_other_program_member_id", "member_id"),)
    id: str = Field(primary_key=True)
    member_id: str = Field(foreign_key="member.id")
    program: str  # slug: ecm, county-icms, incarceration, transitional-rent, …
    provider: str = ""
    starts_on: str | None = None
    ends_on: str | None = None
    amount: float | None = None  # hours or units, for services limited by amount
    note: str = ""
    created_at: str


class ServiceUse(SQLModel, table=True):
    """A time a once-in-a-lifetime service was had, here or elsewhere."""

    __tablename__: ClassVar[str] = "service_use"
    __table_args__ = (Index("ix_service_use_member_id", "member_id"),)
    id: str = Field(primary_key=True)
    member_id: str = Field(foreign_key="member.id")
    service: str  # Service slug
    starts_on: str | None = None
    ends_on: str | None = None
    provider: str = ""
    what_changed: str = ""  # why a second time would do better
    created_at: str


class GuardOverride(SQLModel, table=True):
    """A guard passed by a person, with the reason."""

    __tablename__: ClassVar[str] = "guard_override"
    __table_args__ = (Index("ix_guard_override_referral_id", "referral_id"),)
    id: str = Field(primary_key=True)
    referral_id: str = Field(foreign_key="referral.id")
    rule_id: str
    reason: str
    user_id: str | None = Field(default=None, foreign_key="user.id")
    created_at: str


class Discontinuation(SQLModel, table=True):
    """A service ended with the plan's reason, and who was told when."""

    __tablename__: ClassVar[str] = "discontinuation"
    __table_args__ = (Index("ix_discontinuation_referral_id", "referral_id"),)
    id: str = Field(primary_key=True)
    referral_id: str = Field(foreign_key="referral.id")
    reason: str  # id in the plan's list of reasons
    on_date: str
    note: str = ""
    plan_told_on: str | None = None
    team_told_on: str | None = None
    reengaged_on: str | None = None
    user_id: str | None = Field(default=None, foreign_key="user.id")
    created_at: str


class HousingFacts(SQLModel, table=True):
    """What was known on a day of where a member lives; both definitions are judged from it."""

    __tablename__: ClassVar[str] = "housing_facts"
    __table_args__ = (Index("ix_housing_facts_member_id", "member_id", "on_date"),)
    id: str = Field(primary_key=True)
    member_id: str = Field(foreign_key="member.id")
    on_date: str
    living_situation: int | None = None  # HMIS 4.12 code
    prior_situation: int | None = None  # HMIS 3.917 code
    institution_entry_on: str | None = None
    institution_exit_on: str | None = None
    loss_expected_on: str | None = None
    notice_on: str | None = None
    below_30_ami: int | None = None
    no_resources: int | None = None
    moves_60_days: int | None = None
    fleeing: int | None = None
    note: str = ""
    user_id: str | None = Field(default=None, foreign_key="user.id")
    created_at: str
    youth_or_family: int | None = None
    other_statute: int | None = None
    long_unstable: int | None = None
    losing: int | None = None  # the loss of the home is expected, or notice was given
    crowded: int | None = None  # more persons to a room than 24 CFR 91.5 allows


class CapacityReport(SQLModel, table=True):
    """Open slots on a day, and when the plan was told. Without a plan: the agency's own count."""

    __tablename__: ClassVar[str] = "capacity_report"
    id: str = Field(primary_key=True)
    plan_id: str | None = Field(default=None, foreign_key="plan.id")
    changed_on: str
    any_member: int = 0  # slots open to any new member
    own_members: int = 0  # slots for members the agency refers itself
    told_on: str | None = None
    note: str = ""
    created_at: str


class CalendarDay(SQLModel, table=True):
    """A day a plan's calendar differs from the state's: closed, or open after all."""

    __tablename__: ClassVar[str] = "calendar_day"
    __table_args__ = (UniqueConstraint("plan_id", "day"),)
    id: str = Field(primary_key=True)
    plan_id: str | None = Field(default=None, foreign_key="plan.id")
    day: str
    name: str
    closed: int = 1
    created_at: str


class AgencySetting(SQLModel, table=True):
    """A figure the agency works with, by name; without a row its shipped default holds."""

    __tablename__: ClassVar[str] = "agency_setting"
    id: str = Field(primary_key=True)  # the setting's name
    value: str
    created_at: str
