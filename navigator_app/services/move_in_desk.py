"""What a move-in would touch: the home, the goals, the service that ends and the one that begins.

Nothing is written here; `move_in` writes.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from navigator_app.domain import guard_checks
from navigator_app.domain.ending import CLOSES_AS, EndReason
from navigator_app.domain.guard_facts import GuardFacts, Use, Verdict
from navigator_app.domain.housing import LIVE_SUBSIDY, Stage
from navigator_app.domain.housing import UNDER_WAY as UNDER_WAY
from navigator_app.domain.housing_rows import ApplicationRow, SubsidyRow, UnitRow
from navigator_app.domain.support_plan import BarrierRow, PlanState, SupportPlanRow
from navigator_app.domain.tenancy_rows import TenancyRow
from navigator_app.domain.vocabulary import ClosureReason, Service
from navigator_app.policy import packs, tenancy_lists
from navigator_app.services import deposits, guards, read_reasons, seen
from navigator_app.services import housing_checks as checks
from navigator_app.services.deposits import Desk
from navigator_app.services.workspace import Workspace
from navigator_app.store import (
    reads_guards,
    reads_homes,
    reads_housing,
    reads_support_plan,
    reads_tenancy,
)

LIFETIME = "htss-lifetime"
"""The rule on how often the tenancy service may be had."""

READY = (Stage.APPROVED, Stage.LEASE, Stage.MOVED_IN)
"""Stages from which a member moves in; the last where only the board was told of it."""


@dataclass(frozen=True, slots=True)
class Running:
    """A service that is open or runs. `closes` is what its loop would be closed with, None when it
    was closed before; `last` the day of its last status."""

    referral_id: str
    closes: ClosureReason | None
    last: date | None


@dataclass(frozen=True, slots=True)
class Lifetime:
    """What the once-in-a-lifetime rule says of one more time. `asks` is True where it needs what
    has changed, `most` where no more is possible without passing the rule."""

    verdict: Verdict
    why: str
    source: str
    asks: bool = False
    most: bool = False


@dataclass(frozen=True, slots=True)
class MoveInDesk:
    """All that the form of a move-in shows. `homes` are the member's applications that a lease may
    follow; `units` those of the directory behind them and others that can be had; `goals` the
    barriers to getting a home that are not met; `htss` is None where no tenancy service is open."""

    member_id: str
    member: str
    today: date
    homes: tuple[ApplicationRow, ...]
    units: tuple[UnitRow, ...]
    subsidies: tuple[SubsidyRow, ...]
    goals: tuple[BarrierRow, ...]
    htns: Running | None
    htss: Running | None
    lifetime: Lifetime | None
    deposits: Desk
    tenancy: TenancyRow | None
    visit_days: int
    others: int = 0  # homes under way on the board beside the one moved into

    def deposit_last_day(self, move_in: date | None) -> date | None:
        """The last day to ask for deposit items after a move on that day, None where no rule of
        the plan names one."""
        return self.deposits.last_day(move_in)


def desk(ws: Workspace, member_id: str) -> MoveInDesk:
    """Everything of one member's move-in; NotFound when there is no such member."""
    read_reasons.need(ws, member_id)
    checks.check_member(ws, member_id)
    known = seen.marked(
        ws,
        "housing_application",
        reads_housing.applications(ws.store, member_id),
        member_id,
    )
    tenancies = seen.marked(ws, "tenancy", reads_tenancy.of_member(ws.store, member_id), member_id)
    subsidies = seen.marked(ws, "subsidy", reads_housing.subsidies(ws.store, member_id), member_id)
    homes = ready(known, tenancies)
    wanted = {one.unit_id for one in homes}
    units = reads_homes.units(ws.store)
    plan = reads_tenancy.plan_of(ws.store, member_id)
    under_way = [one for one in known if one.stage not in (Stage.MOVED_IN, Stage.ENDED)]
    return MoveInDesk(
        member_id=member_id,
        member=plan[2] if plan else "",
        today=ws.clock.today(),
        homes=homes,
        units=tuple(one for one in units if one.id in wanted or one.state in _FREE),
        subsidies=tuple(one for one in subsidies if one.state in LIVE_SUBSIDY),
        goals=goals(ws, member_id),
        htns=running(ws, member_id, Service.HTNS),
        htss=running(ws, member_id, Service.HTSS),
        lifetime=lifetime(ws, member_id, ws.clock.today()),
        deposits=deposits.desk(ws, member_id),
        tenancy=next((one for one in tenancies if one.ended is None), None),
        visit_days=tenancy_lists.shipped().own[tenancy_lists.VISIT],
        others=len(under_way) - any(one in under_way for one in homes[:1]),
    )


def ready(
    known: Iterable[ApplicationRow], tenancies: Iterable[TenancyRow]
) -> tuple[ApplicationRow, ...]:
    """The applications that a move-in can follow: none that a tenancy began with."""
    lived = {one.application_id for one in tenancies}
    return tuple(one for one in known if one.stage in READY and one.id not in lived)


_FREE = ("available", "held", "unknown")


def goals(ws: Workspace, member_id: str) -> tuple[BarrierRow, ...]:
    """The barriers to getting a home of the plan in force that are not met; of the newest version
    where none is signed."""
    read_reasons.need(ws, member_id)
    plan = _plan(ws, member_id)
    if plan is None or seen.held(ws, "support_plan", [plan.id], member_id):
        return ()
    return tuple(one for one in plan.barriers if one.phase == "getting" and one.progress != "met")


def running(ws: Workspace, member_id: str, service: Service) -> Running | None:
    """A service of a member that is open or runs, None where there is none."""
    found = reads_tenancy.service(ws.store, member_id, service)
    if found is None:
        return None
    referral_id, is_open = found
    last = reads_guards.loop_end(ws.store, referral_id)
    closes = None
    if is_open:
        closes = CLOSES_AS[EndReason.GOALS_MET]
        if reads_tenancy.served(ws.store, referral_id):
            closes = ClosureReason.SERVICES_RECEIVED
    return Running(referral_id, closes, last[1] if last else None)


def lifetime(ws: Workspace, member_id: str, on: date, what_changed: str = "") -> Lifetime | None:
    """The rule on how often the tenancy service may be had, judged for one more time. None where
    no pack of the member's plan has it, or the service runs already."""
    plan = reads_tenancy.plan_of(ws.store, member_id)
    rule = packs.stack(plan[1], on).rule(LIFETIME, Service.HTSS) if plan else None
    if rule is None or reads_tenancy.service(ws.store, member_id, Service.HTSS) is not None:
        return None
    uses = reads_tenancy.tenancy_uses(ws.store, member_id)
    if what_changed.strip():
        uses = _documented(uses, what_changed.strip())
    verdict, why = guard_checks.once(GuardFacts(Service.HTSS, on, uses=tuple(uses)), rule)
    most = len(uses) >= (rule.value_to or rule.value)
    asks = len(uses) >= rule.value and not most
    return Lifetime(verdict, guards.told(why), rule.cited, asks, most)


def latest_use(uses: list[Use]) -> Use | None:
    """The time that what has changed since is told of."""
    return max(uses, key=lambda one: (one.starts_on or date.min, one.provider), default=None)


def _documented(uses: list[Use], what_changed: str) -> list[Use]:
    latest = latest_use(uses)
    return [
        Use(one.service, one.starts_on, one.ends_on, one.provider, what_changed)
        if one is latest
        else one
        for one in uses
    ]


def _plan(ws: Workspace, member_id: str) -> SupportPlanRow | None:
    versions = reads_support_plan.versions(ws.store, member_id)
    signed = [one for one in versions if one.state is PlanState.SIGNED]
    chosen = next(iter(signed or versions), None)
    return reads_support_plan.plan(ws.store, chosen.id) if chosen else None
