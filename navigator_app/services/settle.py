"""Saying that what a clock asks for has happened, where no other form records it.

Answers, attempts, statuses, requests and eligibility have forms of their own; these are the short
facts beside them: the plan decided, the notice came, the plan knows.
"""

from __future__ import annotations

from datetime import date, datetime

from navigator_app.domain.facts import Fact
from navigator_app.domain.guard_facts import Step
from navigator_app.domain.records import Changes
from navigator_app.errors import InputRejected, NotFound
from navigator_app.i18n import _
from navigator_app.services import clocks, guards, read_reasons
from navigator_app.services.workspace import Workspace
from navigator_app.store import intake_facts, reads_due, reads_referrals

COLUMNS = {
    Fact.ENROLMENT_FOUND: "enrolment_found_on",
    Fact.SUBMITTED: "submitted_on",
    Fact.PROVIDER_TOLD: "provider_told_at",
    Fact.MEMBER_TOLD: "member_told_on",
    Fact.PLAN_TOLD: "plan_told_on",
    Fact.PLAN_UPDATED: "plan_updated_on",
    Fact.UNREACHED_TOLD: "unreached_told_on",
    Fact.SERVICES_BEGAN: "services_began_on",
    Fact.REFERRER_TOLD: "referrer_told_on",
    Fact.INQUIRY_ANSWERED: "inquiry_answered_at",
}
"""Facts that are kept with how a referral came, and where."""

ELSEWHERE = ("answer", "outreach", "status")
"""Actions with a form of their own."""


def fact_of(ws: Workspace, referral_id: str, rule_id: str) -> Fact | None:
    """The fact that settles a running clock and that `happened` can write; None when another form
    is the place for it."""
    read_reasons.need_record(ws, "referral", referral_id)
    for state in clocks.of_referral(ws, referral_id):
        if state.rule.id == rule_id and state.rule.action not in ELSEWHERE:
            alone = [group[0] for group in state.rule.met_by if len(group) == 1]
            return next((fact for fact in alone if fact in COLUMNS), None)
    return None


def happened(
    ws: Workspace, referral_id: str, rule_id: str, on: date, *, override: str = ""
) -> Changes:
    """Record the day on which what a clock asks for happened.

    InputRejected for a day ahead, before the referral's clock began, where another form records
    it, or (`override`) where a limit refuses the request; `override` is the reason to pass that.
    NotFound where no such clock runs.
    """
    if reads_due.line_of(ws.store, referral_id, rule_id) is None:
        raise NotFound(
            _("Settled already"),
            _("No such clock runs on this referral."),
            _("Look at Today again."),
        )
    fact = fact_of(ws, referral_id, rule_id)
    if fact is None:
        raise InputRejected(
            "rule",
            _("This is recorded elsewhere."),
            _("Open the member and record it there."),
        )
    if on > ws.clock.today():
        raise InputRejected(
            "on", _("That day is still ahead."), _("Give the day it happened, today or earlier.")
        )
    started = intake_facts.started(ws.store, referral_id, rule_id)
    if "T" in started:
        started = ws.clock.to_local(datetime.fromisoformat(started)).date().isoformat()
    if on.isoformat() < started:
        raise InputRejected(
            "on",
            _("That is before the clock began, on {day}.").format(day=started),
            _("Give the day it happened."),
        )
    with ws.transaction("record_fact") as tx:
        if fact is Fact.SUBMITTED:
            guards.pass_or_refuse(tx, ws, referral_id, Step.AUTHORIZE, on, override)
        intake_facts.put(tx, referral_id, COLUMNS[fact], on)
        clocks.recompute(tx, ws, [referral_id])
    rows = reads_referrals.referrals(ws.store, [referral_id])
    return Changes(
        members=frozenset(row.member_id for row in rows), referrals=frozenset({referral_id})
    )
