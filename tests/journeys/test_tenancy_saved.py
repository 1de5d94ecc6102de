"""From the lease to a tenancy saved over a year of frozen clock: late rent, paid, recertified."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from navigator_app.domain.guard_facts import Verdict
from navigator_app.domain.housing import Step
from navigator_app.domain.tenancy import Kind, PartState, Severity, part_state
from navigator_app.domain.vocabulary import ReferralStatus
from navigator_app.errors import InputRejected
from navigator_app.runtime.clock import Clock
from navigator_app.services import (
    guards,
    housing_aids,
    housing_directory,
    housing_search,
    move_in,
    move_in_desk,
    record_status,
    repayments,
    support_plan,
    tenancy,
    tenancy_watch,
)
from navigator_app.services.housing_aids import SubsidyDraft
from navigator_app.services.housing_directory import LandlordDraft, UnitDraft
from navigator_app.services.housing_search import StepDraft
from navigator_app.services.move_in import MoveInDraft
from navigator_app.services.repayments import PlanDraft
from navigator_app.services.tenancy_watch import EventDraft, Found
from navigator_app.services.workspace import Workspace
from tests.services import loops, plan_maker

START = date(2026, 11, 20)


class Navigator:
    """One navigator and one member, on a day that the test sets."""

    def __init__(self, ws: Workspace) -> None:
        self.ws = ws
        self.made = loops.add_member(ws, loops.add_plan(ws, policy="partnership-mcap7003"), 1)
        self.member = self.made.member

    def on(self, day: date) -> date:
        """It is ten in the morning of another day."""
        zone = "America/Los_Angeles"
        self.ws.clock = Clock(
            zone, datetime(day.year, day.month, day.day, 10, tzinfo=ZoneInfo(zone))
        )
        return day

    def dues(self) -> list[str]:
        """What is due in the member's home."""
        return [one.kind for one in tenancy.page(self.ws, self.member).due]

    def lease(self) -> str:
        """From looking to the lease."""
        landlord = housing_directory.save_landlord(self.ws, LandlordDraft("Rosa Diaz")).id
        draft = UnitDraft("12 Oak Street", landlord, city="Ukiah", rent_cents=150_000)
        unit = housing_directory.save_unit(self.ws, draft).id
        key = housing_search.begin(self.ws, self.member, unit_id=unit).id
        for step in (Step.SHOWING, Step.APPLIED, Step.APPROVED, Step.LEASE):
            today = self.ws.clock.today()
            housing_search.record_step(self.ws, key, StepDraft(step, today))
            self.on(today + timedelta(3))
        return key


@pytest.fixture
def we(workspace: Workspace) -> Navigator:
    return Navigator(workspace)


def moved_in(we: Navigator) -> str:
    """The move: navigation ends, tenancy services begin."""
    ws, member = we.ws, we.member
    plan_maker.signed(ws, member)
    record_status.record(ws, we.made.referral, ReferralStatus.ACCEPTED, START)
    voucher = SubsidyDraft("hcv", "issued", cents=90_000, issued=date(2026, 10, 1))
    subsidy = housing_aids.save_subsidy(ws, member, voucher).id
    application = we.lease()
    today = we.on(date(2026, 12, 5))
    desk = move_in_desk.desk(ws, member)
    assert [one.id for one in desk.homes] == [application]
    assert desk.lifetime is not None and desk.lifetime.verdict is Verdict.OK
    assert desk.lifetime.source.startswith("Partnership")
    assert desk.htns is not None
    home = move_in.record(
        ws,
        member,
        MoveInDraft(
            today,
            application,
            lease_starts=date(2026, 12, 1),
            lease_ends=date(2027, 11, 30),
            rent_cents=150_000,
            share_cents=60_000,
            rent_due_day=1,
            subsidy_id=subsidy,
            recertify=date(2027, 11, 1),
            visit_every=desk.visit_days,
            goals=tuple(one.id for one in desk.goals),
            end_htns=True,
            open_htss=True,
            said_yes=today,
        ),
    ).id
    plan = support_plan.page(ws, member).plan
    assert plan is not None
    assert {one.phase: one.progress for one in plan.barriers} == {
        "getting": "met",
        "keeping": "",
    }
    row = tenancy.one(ws, home)
    assert row.htss_referral_id and row.htns_referral_id == we.made.referral
    assert [one.referral_id for one in guards.for_member(ws, member).endings] == [we.made.referral]
    assert we.dues() == []
    return home


def first_visit(we: Navigator, home: str) -> None:
    """The heater is mended before the day agreed."""
    ws = we.ws
    we.on(date(2027, 2, 20))
    assert we.dues() == ["visit"]
    today = we.on(date(2027, 2, 25))
    items = {"heat": Found("fault", "Pilot light out"), "smoke-alarm": Found("good")}
    visit = EventDraft(Kind.VISIT, "habitability", today, due=today + timedelta(7), items=items)
    seen = tenancy_watch.record(ws, home, visit).id
    assert we.dues() == ["faults"]
    today = we.on(date(2027, 3, 1))
    (fault,) = tenancy_watch.event(ws, seen).faults
    tenancy_watch.mended(ws, fault.id, today)
    assert we.dues() == []


def late_rent(we: Navigator, home: str) -> str:
    """A sign to act on within the agency's days, a call the same day, then a plan."""
    ws = we.ws
    today = we.on(date(2027, 4, 8))
    by = tenancy_watch.act_by(Severity.ACT, today)
    late = EventDraft(Kind.SIGN, "late-rent", today, Severity.ACT, "Rosa Diaz", "Hours cut", by)
    sign = tenancy_watch.record(ws, home, late).id
    assert we.dues() == ["sign"]
    call = EventDraft(Kind.LANDLORD, "late-rent", today, with_whom="Rosa Diaz", note="Will wait")
    tenancy_watch.record(ws, home, call)

    today = we.on(date(2027, 4, 10))
    over = PlanDraft(60_000, ((date(2027, 5, 1), 70_000),), today)
    with pytest.raises(InputRejected, match="more than the"):
        repayments.agree(ws, home, over)
    parts = repayments.spread(60_000, 3, date(2027, 5, 1))
    plan = repayments.agree(ws, home, PlanDraft(60_000, parts, today, "Rent of April", sign)).id
    tenancy_watch.settle(ws, sign, today, "Rosa waits while the plan is kept")
    assert we.dues() == []
    budget = EventDraft(Kind.TRAINING, "budgeting", today, note="Envelopes")
    tenancy_watch.record(ws, home, budget)
    return plan


def paid_back(we: Navigator, plan: str) -> None:
    """May is paid, June missed, then both of the rest."""
    ws = we.ws
    today = we.on(date(2027, 5, 1))
    may, june, july = repayments.one(ws, plan).parts
    repayments.pay(ws, may.id, today, 20_000)
    today = we.on(date(2027, 6, 3))
    assert "repayment" in we.dues()
    row = repayments.one(ws, plan)
    assert part_state(row.parts[1], today) is PartState.MISSED
    assert row.left_cents == 40_000
    repayments.pay(ws, june.id, today, 20_000)
    today = we.on(date(2027, 6, 30))
    repayments.pay(ws, july.id, today, 20_000)
    row = repayments.one(ws, plan)
    assert (row.left_cents, row.ended_why) == (0, "paid")
    with pytest.raises(InputRejected):
        repayments.pay(ws, july.id, today, 1)


def recertified(we: Navigator, home: str) -> None:
    """Half a year, the yearly recertification, a year."""
    ws, member = we.ws, we.member
    assert tenancy.page(ws, member).kept == (6,)
    today = we.on(date(2027, 10, 20))
    visit = EventDraft(Kind.VISIT, "habitability", today, note="All is well")
    tenancy_watch.record(ws, home, visit)
    assert we.dues() == ["recertification", "lease-end"]
    then = tenancy_watch.next_recertification(tenancy.one(ws, home), today)
    assert then == date(2028, 11, 1)
    tenancy_watch.recertified(ws, home, today, then)
    assert we.dues() == ["lease-end"]
    we.on(date(2027, 12, 5))
    page = tenancy.page(ws, member)
    assert (page.kept, page.days) == ((6, 12), 366)
    half, year = tenancy.retention(ws)
    assert (half.percent, year.percent) == (100, 100)
    assert all(not one.open for one in page.events)


def test_late_rent_is_caught_and_the_tenancy_saved(we: Navigator) -> None:
    home = moved_in(we)
    first_visit(we, home)
    plan = late_rent(we, home)
    paid_back(we, plan)
    recertified(we, home)
    assert tenancy.one(we.ws, home).ended is None, "a year on, the home is kept"
