"""The tables of revision 4: the housing search, deposits and the tenancy.

The manners of `tables` hold. Amounts of money are whole cents.
"""

from __future__ import annotations

from typing import ClassVar

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

# --- the shared directory -----------------------------------------------------------------------


class Landlord(SQLModel, table=True):
    """A landlord or property manager; shared by everybody who works with this store."""

    __tablename__: ClassVar[str] = "landlord"
    __table_args__ = (Index("ix_landlord_name", "name"),)
    id: str = Field(primary_key=True)
    name: str
    organization: str = ""
    phone: str = ""
    email: str = ""
    languages: str = ""
    takes_subsidies: int | None = None  # None: nobody asked
    note: str = ""
    ended_on: str | None = None  # no longer worked with
    created_at: str


class HousingUnit(SQLModel, table=True):
    """A home that can be had; nothing about any member."""

    __tablename__: ClassVar[str] = "housing_unit"
    __table_args__ = (Index("ix_housing_unit_state", "state", "city"),)
    id: str = Field(primary_key=True)
    landlord_id: str | None = Field(default=None, foreign_key="landlord.id")
    address: str
    unit_number: str = ""
    city: str = ""
    zip: str = ""
    kind: str = ""  # slug: apartment, room, sro, adu, house, psh, shared, …
    bedrooms: int | None = None  # 0: a studio
    rent_cents: int | None = None  # a month
    deposit_cents: int | None = None
    application_fee_cents: int | None = None
    utilities: str = ""  # which are in the rent
    features: str = "[]"  # JSON: slugs of accessibility and other features
    subsidies: str = ""  # which it takes, in words
    pets: int | None = None
    most_people: int | None = None
    state: str = "available"  # available, held, taken, unknown, avoid
    available_on: str | None = None
    checked_on: str | None = None  # when the state was last known
    note: str = ""
    created_at: str


# --- one member's search ------------------------------------------------------------------------


class HousingPreference(SQLModel, table=True):
    """What a member looks for; one row a member."""

    __tablename__: ClassVar[str] = "housing_preference"
    member_id: str = Field(primary_key=True, foreign_key="member.id")
    areas: str = ""
    avoid: str = ""
    kinds: str = "[]"  # JSON: slugs
    bedrooms: int | None = None
    most_rent_cents: int | None = None  # the member's own share, a month
    move_by_on: str | None = None
    features: str = "[]"  # JSON: slugs that must be there
    pets: int | None = None
    near: str = ""
    note: str = ""
    updated_at: str


class HousingApplication(SQLModel, table=True):
    """One unit for one member, on its way from looking to moved in: a card of the board."""

    __tablename__: ClassVar[str] = "housing_application"
    __table_args__ = (
        Index("ix_housing_application_member_id", "member_id"),
        Index("ix_housing_application_stage", "stage"),
    )
    id: str = Field(primary_key=True)
    member_id: str = Field(foreign_key="member.id")
    unit_id: str | None = Field(default=None, foreign_key="housing_unit.id")
    title: str = ""  # where no unit of the directory is meant
    stage: str  # looking, showing, applied, denied, appealed, approved, lease, moved-in, ended
    stage_on: str
    next_step: str = ""
    next_on: str | None = None
    appeal_by_on: str | None = None
    ended_why: str = ""
    user_id: str | None = Field(default=None, foreign_key="user.id")
    created_at: str


class HousingEvent(SQLModel, table=True):
    """What happened to an application: a showing, an answer, a denial with its reason."""

    __tablename__: ClassVar[str] = "housing_event"
    __table_args__ = (Index("ix_housing_event_application_id", "application_id", "on_date"),)
    id: str = Field(primary_key=True)
    application_id: str = Field(foreign_key="housing_application.id")
    member_id: str = Field(foreign_key="member.id")
    kind: str  # slug: showing, applied, fee, denied, appealed, appeal-decided, approved, …
    on_date: str
    at_utc: str | None = None  # an appointment's moment
    reason: str = ""  # slug of a denial's reason
    cents: int | None = None
    note: str = ""
    user_id: str | None = Field(default=None, foreign_key="user.id")
    created_at: str
    undone_at: str | None = None


class AccommodationRequest(SQLModel, table=True):
    """A reasonable accommodation asked for."""

    __tablename__: ClassVar[str] = "accommodation_request"
    __table_args__ = (Index("ix_accommodation_request_member_id", "member_id"),)
    id: str = Field(primary_key=True)
    member_id: str = Field(foreign_key="member.id")
    application_id: str | None = Field(default=None, foreign_key="housing_application.id")
    what: str
    to_whom: str = ""
    asked_on: str | None = None
    answered_on: str | None = None
    answer: str = ""  # granted, denied, other
    note: str = ""
    created_at: str


class Subsidy(SQLModel, table=True):
    """A voucher or another subsidy, with the day it runs out."""

    __tablename__: ClassVar[str] = "subsidy"
    __table_args__ = (Index("ix_subsidy_member_id", "member_id"),)
    id: str = Field(primary_key=True)
    member_id: str = Field(foreign_key="member.id")
    kind: str  # slug
    issuer: str = ""
    number: str = ""
    bedrooms: int | None = None
    cents: int | None = None  # a month
    state: str  # applied, waiting, issued, in-use, expired, ended, denied
    applied_on: str | None = None
    issued_on: str | None = None
    expires_on: str | None = None
    extended_to_on: str | None = None
    note: str = ""
    created_at: str


class CoordinatedEntry(SQLModel, table=True):
    """Where a member stands in coordinated entry, as of a day."""

    __tablename__: ClassVar[str] = "coordinated_entry"
    __table_args__ = (Index("ix_coordinated_entry_member_id", "member_id", "on_date"),)
    id: str = Field(primary_key=True)
    member_id: str = Field(foreign_key="member.id")
    on_date: str
    status: str  # not-assessed, assessed, in-queue, matched, referred, housed, inactive
    tool: str = ""
    score: str = ""
    matched_to: str = ""
    hmis_id: str = ""
    note: str = ""
    user_id: str | None = Field(default=None, foreign_key="user.id")
    created_at: str


# --- deposits -----------------------------------------------------------------------------------


class DepositRequest(SQLModel, table=True):
    """A request to the plan for housing deposit items."""

    __tablename__: ClassVar[str] = "deposit_request"
    __table_args__ = (Index("ix_deposit_request_member_id", "member_id"),)
    id: str = Field(primary_key=True)
    member_id: str = Field(foreign_key="member.id")
    referral_id: str | None = Field(default=None, foreign_key="referral.id")
    application_id: str | None = Field(default=None, foreign_key="housing_application.id")
    support_plan_id: str | None = Field(default=None, foreign_key="support_plan.id")
    state: str  # draft, submitted, approved, denied, paid, withdrawn
    move_in_on: str | None = None
    what_changed: str = ""  # where it is a second time
    submitted_on: str | None = None
    decided_on: str | None = None
    number: str = ""
    guards: str = "[]"  # JSON: the guards as judged when it was sent
    note: str = ""
    user_id: str | None = Field(default=None, foreign_key="user.id")
    created_at: str
    decided_why: str = ""  # in the plan's words, or why it was taken back
    packet: str = "[]"  # JSON: what of the packet was ticked by hand


class DepositItem(SQLModel, table=True):
    """One thing a deposit request asks to be paid."""

    __tablename__: ClassVar[str] = "deposit_item"
    __table_args__ = (Index("ix_deposit_item_request_id", "request_id", "position"),)
    id: str = Field(primary_key=True)
    request_id: str = Field(foreign_key="deposit_request.id")
    position: int = 0
    kind: str  # id in the list of allowed items
    what: str = ""
    cents: int | None = None
    approved_cents: int | None = None
    vendor: str = ""
    vendor_contact: str = ""
    attachment_id: str | None = Field(default=None, foreign_key="attachment.id")
    paid_on: str | None = None
    created_at: str


# --- the tenancy --------------------------------------------------------------------------------


class Tenancy(SQLModel, table=True):
    """A home a member moved into."""

    __tablename__: ClassVar[str] = "tenancy"
    __table_args__ = (Index("ix_tenancy_member_id", "member_id"),)
    id: str = Field(primary_key=True)
    member_id: str = Field(foreign_key="member.id")
    unit_id: str | None = Field(default=None, foreign_key="housing_unit.id")
    application_id: str | None = Field(default=None, foreign_key="housing_application.id")
    landlord_id: str | None = Field(default=None, foreign_key="landlord.id")
    subsidy_id: str | None = Field(default=None, foreign_key="subsidy.id")
    htns_referral_id: str | None = Field(default=None, foreign_key="referral.id")
    htss_referral_id: str | None = Field(default=None, foreign_key="referral.id")
    address: str
    move_in_on: str
    lease_starts_on: str | None = None
    lease_ends_on: str | None = None
    rent_cents: int | None = None
    member_share_cents: int | None = None
    rent_due_day: int | None = None
    recertify_on: str | None = None
    visit_every_days: int | None = None
    ended_on: str | None = None
    ended_why: str = ""  # slug
    ended_to: str = ""
    note: str = ""
    user_id: str | None = Field(default=None, foreign_key="user.id")
    created_at: str


class TenancyEvent(SQLModel, table=True):
    """What happened in a tenancy: an early sign, a call with the landlord, a visit, a lesson."""

    __tablename__: ClassVar[str] = "tenancy_event"
    __table_args__ = (
        Index("ix_tenancy_event_tenancy_id", "tenancy_id", "on_date"),
        Index("ix_tenancy_event_member_id", "member_id"),
    )
    id: str = Field(primary_key=True)
    tenancy_id: str = Field(foreign_key="tenancy.id")
    member_id: str = Field(foreign_key="member.id")
    kind: str  # slug: sign, landlord, dispute, notice, visit, training, recertification
    what: str = ""  # id of the sign, the skill, the notice
    on_date: str
    severity: str = ""  # watch, act, urgent
    with_whom: str = ""
    note: str = ""
    due_on: str | None = None  # by when something must be done about it
    resolved_on: str | None = None
    outcome: str = ""
    encounter_id: str | None = Field(default=None, foreign_key="encounter.id")
    user_id: str | None = Field(default=None, foreign_key="user.id")
    created_at: str
    undone_at: str | None = None


class VisitItem(SQLModel, table=True):
    """One line of a habitability visit's checklist."""

    __tablename__: ClassVar[str] = "visit_item"
    __table_args__ = (Index("ix_visit_item_event_id", "event_id"),)
    id: str = Field(primary_key=True)
    event_id: str = Field(foreign_key="tenancy_event.id")
    item: str  # id in the checklist
    result: str  # good, fault, not-seen
    note: str = ""
    fixed_on: str | None = None


class RepaymentPlan(SQLModel, table=True):
    """An agreement to pay back rent or damage in parts."""

    __tablename__: ClassVar[str] = "repayment_plan"
    __table_args__ = (Index("ix_repayment_plan_tenancy_id", "tenancy_id"),)
    id: str = Field(primary_key=True)
    tenancy_id: str = Field(foreign_key="tenancy.id")
    member_id: str = Field(foreign_key="member.id")
    event_id: str | None = Field(default=None, foreign_key="tenancy_event.id")
    reason: str = ""
    owed_cents: int
    agreed_on: str
    note: str = ""
    ended_on: str | None = None
    ended_why: str = ""
    created_at: str


class Repayment(SQLModel, table=True):
    """One part of a repayment plan: due, paid or missed."""

    __tablename__: ClassVar[str] = "repayment"
    __table_args__ = (Index("ix_repayment_plan_id", "repayment_plan_id", "due_on"),)
    id: str = Field(primary_key=True)
    repayment_plan_id: str = Field(foreign_key="repayment_plan.id")
    due_on: str
    cents: int
    paid_on: str | None = None
    paid_cents: int | None = None
