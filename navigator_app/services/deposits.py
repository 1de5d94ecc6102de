"""Deposit requests of a member: what the plan's rules say of them, and what goes with them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, tzinfo

from navigator_app.domain import deposit_checks, deposits
from navigator_app.domain.business_days import Calendar
from navigator_app.domain.deposit_checks import Finding
from navigator_app.domain.deposits import (
    Beside,
    Home,
    ItemKind,
    PacketLine,
    Reads,
    Request,
    State,
    Terms,
)
from navigator_app.domain.engines import due_from
from navigator_app.domain.facts import day_of
from navigator_app.domain.guard_facts import Step, Use, Verdict
from navigator_app.domain.guard_rows import GuardRow
from navigator_app.domain.rules import Rule
from navigator_app.domain.support_plan_form import Purpose
from navigator_app.domain.vocabulary import Service
from navigator_app.errors import NotFound
from navigator_app.i18n import N_, _
from navigator_app.policy import deposit_rules, packs
from navigator_app.services import guards, read_reasons, seen, support_plan_ready
from navigator_app.services.facts import Evaluator
from navigator_app.services.workspace import Workspace
from navigator_app.store import reads_deposits
from navigator_app.store.reads_deposits import Whose

TEXTS = (
    N_("Security deposit"),
    N_("Utility set-up fee or deposit"),
    N_("Utility arrears"),
    N_("First month of utilities"),
    N_("First month’s rent"),
    N_("Last month’s rent"),
    N_("Pest eradication"),
    N_("One-time cleaning"),
    N_("Heater, air conditioner or medically necessary aid"),
    N_("Ongoing rent"),
    N_("Housing support plan, signed"),
    N_("Lease, or the landlord’s offer with rent and move-in date"),
    N_("Quote or bill for every item"),
    N_("Who is paid, and how: the vendor’s tax form where the plan asks"),
    N_("What has changed since the first time"),
)
"""The texts of `resources/deposits.toml` that are shown, for the catalogue."""

_OWN = frozenset(("deposits-lifetime", "deposits-support-plan", "deposits-no-rent"))
"""Guards that a request answers itself, field by field."""

_PASSED = {"what_changed": "deposits-lifetime", "support_plan": "deposits-support-plan"}
"""The guard behind a field, which a person may have passed with a reason."""


@dataclass(frozen=True, slots=True)
class Desk:
    """All that a member's deposit requests are judged by, as of a day; needs no store any more.

    `guards` are the limits of the member's referral for deposits, gravest first. `move_in` is the
    date already on record, ISO text or empty. `home` is what the search came to; `plan_lacks` says
    what the housing support plan still lacks for a deposit.
    """

    member_id: str
    member: str
    cin: str
    on: date
    terms: Terms
    referral_id: str
    support_plan_id: str
    plan_signed: bool | None
    move_in: str
    requests: tuple[Request, ...]
    times: tuple[Use, ...]
    guards: tuple[GuardRow, ...]
    calendar: Calendar
    zone: tzinfo
    home: Home | None = None
    plan_lacks: tuple[str, ...] = ()

    def last_day(self, move_in: date | None) -> date | None:
        """The last day to ask for the items of a move-in, None where no window is known."""
        if move_in is None or self.terms.window is None:
            return None
        return day_of(due_from(self.terms.window, move_in, self.calendar, self.zone), self.zone)

    def beside(self, request: Request) -> Beside:
        """What else is known when this request is judged."""
        others = [one for one in self.requests if one.id != request.id]
        had = [one for one in others if one.state in (State.APPROVED, State.PAID)]
        earlier = [one for one in had if not _same_time(one, request)]
        times = [Use(Service.DEPOSITS, one.decided_on or one.submitted_on) for one in earlier]
        waiting = [one.submitted_on for one in others if one.state is State.SUBMITTED]
        return Beside(
            used_cents=sum(one.counts for one in had),
            times=(*self.times, *_by_time(times)),
            waiting=tuple(day for day in waiting if day is not None),
            plan_signed=self.plan_signed,
            last_day=self.last_day(request.move_in_on),
        )

    def findings(self, request: Request) -> tuple[Finding, ...]:
        """Everything to be said of a request that would be sent on the desk's day. What somebody
        passed with a reason no longer refuses."""
        kinds = deposit_rules.shipped().kind
        found = deposit_checks.judge(request, self.terms, self.beside(request), kinds, self.on)
        passed = {row.result.rule_id for row in self.guards if row.passed is not None}
        return tuple(
            replace(one, verdict=Verdict.WARN)
            if one.stops and _PASSED.get(one.field) in passed
            else one
            for one in found
        )

    def packet(self, request: Request) -> tuple[PacketLine, ...]:
        """What goes with a request and whether it is there; a signed support plan that lacks
        something is not whole."""
        kinds = deposit_rules.shipped().packet
        plans = {kind.id for kind in kinds if kind.reads is Reads.SUPPORT_PLAN}
        return tuple(
            replace(line, done=False, lacks=self.plan_lacks)
            if line.id in plans and self.plan_lacks
            else line
            for line in deposits.packet(request, kinds, self.terms, self.beside(request))
        )

    def left(self, request: Request) -> int | None:
        """Cents to the plan's cap after this request, None where no cap is known."""
        return deposits.left(request, self.terms, self.beside(request))

    @property
    def stopping(self) -> tuple[GuardRow, ...]:
        """Limits that refuse and that nobody passed, beside what the request answers itself."""
        return tuple(
            row
            for row in self.guards
            if row.result.verdict is Verdict.REFUSE
            and row.passed is None
            and row.result.rule_id not in _OWN
        )

    @property
    def limits(self) -> tuple[GuardRow, ...]:
        """The limits of the referral that a request does not answer itself."""
        return tuple(row for row in self.guards if row.result.rule_id not in _OWN)


def _same_time(one: Request, two: Request) -> bool:
    """Requests for one move-in are one time, however many letters it took."""
    if one.move_in_on is not None and two.move_in_on is not None:
        return one.move_in_on == two.move_in_on
    return bool(one.referral_id) and one.referral_id == two.referral_id


def _by_time(uses: list[Use]) -> list[Use]:
    return sorted(set(uses), key=lambda use: use.starts_on or date.min)


def desk(ws: Workspace, member_id: str, on: date | None = None) -> Desk:
    """What a member's requests are judged by on a day (today); NotFound for nobody."""
    read_reasons.need(ws, member_id)
    on = on or ws.clock.today()
    referral_id = reads_deposits.referral(ws.store, member_id)
    whose = reads_deposits.whose(ws.store, member_id, referral_id)
    if whose is None:
        raise _no_member()
    signed = reads_deposits.support_plan(ws.store, member_id)
    rows = guards.check(ws, [referral_id], Step.DEPOSIT, on).get(referral_id, [])
    return Desk(
        member_id=member_id,
        member=whose.name,
        cin=whose.cin,
        on=on,
        terms=terms(whose, on),
        referral_id=referral_id,
        support_plan_id=signed[0] if signed is not None and signed[1] else "",
        plan_signed=signed[1] if signed is not None else None,
        move_in=reads_deposits.known_move_in(ws.store, member_id),
        requests=seen.deposit_requests(
            ws, reads_deposits.of_member(ws.store, member_id), member_id
        ),
        times=tuple(reads_deposits.times(ws.store, member_id, referral_id)),
        guards=tuple(rows),
        calendar=Evaluator(ws, ws.store).calendar(whose.plan_id, whose.policy),
        zone=ws.clock.tz,
        home=reads_deposits.home(ws.store, member_id),
        plan_lacks=_plan_lacks(ws, member_id, referral_id) if signed is not None else (),
    )


def _plan_lacks(ws: Workspace, member_id: str, referral_id: str) -> tuple[str, ...]:
    """What the member's plan requires of a support plan for a deposit and this one lacks."""
    ready = None
    if referral_id:
        ready = support_plan_ready.for_referral(ws, referral_id, Purpose.DEPOSITS)
    if ready is None:
        ready = support_plan_ready.for_member(ws, member_id, Purpose.DEPOSITS)
    return tuple(one.says for one in ready.required)


def terms(whose: Whose, on: date) -> Terms:
    """What speaks for a deposit under a plan's packs on a day.

    Where none of them lists what a deposit may pay, or says that rent is never paid, another plan's
    words are taken as something to ask about.
    """
    stack = packs.stack(whose.policy, on)

    def speaks(rule_id: str) -> Rule | None:
        return stack.rule(rule_id, Service.DEPOSITS)

    allowed, no_rent = speaks("deposits-items"), speaks("deposits-no-rent")
    attached = speaks("support-plan-attached")
    if attached is not None and "housing deposits" not in attached.items:
        attached = None
    return Terms(
        plan=whose.plan_name,
        cap=speaks("deposits-cap"),
        allowed=allowed or guards.borrowed("deposits-items", Service.DEPOSITS, stack),
        borrowed=allowed is None,
        window=speaks("deposit-items"),
        no_rent=no_rent or guards.borrowed("deposits-no-rent", Service.DEPOSITS, stack),
        once=speaks("deposits-lifetime"),
        attached=attached or speaks("deposits-support-plan"),
    )


def item_kinds() -> tuple[ItemKind, ...]:
    """Everything a request can name, in the order of the list."""
    return deposit_rules.shipped().items


def request(ws: Workspace, request_id: str) -> Request:
    """One request; NotFound when there is none."""
    read_reasons.need_record(ws, "deposit_request", request_id)
    found = reads_deposits.one(ws.store, request_id)
    if found is None:
        raise NotFound(
            _("No such request"),
            _("There is no deposit request with that id."),
            _("Look it up with the list of deposits."),
        )
    return found


def listing(ws: Workspace, member_id: str = "") -> list[tuple[Desk, Request]]:
    """Requests, the newest first, each with what it is judged by; of one member, or of all whom
    whoever is at work reads without giving a reason."""
    if member_id:
        read_reasons.need(ws, member_id)
    if member_id:
        one = desk(ws, member_id)
        return [(one, found) for found in one.requests]
    every = reads_deposits.every(ws.store)
    away = read_reasons.closed(ws, {found.member_id for found in every})
    every = [found for found in every if found.member_id not in away]
    desks = {key: desk(ws, key) for key in dict.fromkeys(found.member_id for found in every)}
    told = seen.deposit_requests(ws, every)
    return [(desks[found.member_id], found) for found in told]


def _no_member() -> NotFound:
    return NotFound(
        _("No such member"),
        _("There is no member with that id."),
        _("Look the member up by name or CIN."),
    )
