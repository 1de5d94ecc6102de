"""The clocks that run on referrals, from the rules of each plan's policy pack."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import UTC, date
from functools import lru_cache
from typing import TYPE_CHECKING

from navigator_app.domain.business_days import Calendar
from navigator_app.domain.engines import due_from
from navigator_app.domain.facts import day_of
from navigator_app.domain.rules import Stack
from navigator_app.domain.vocabulary import Service
from navigator_app.policy import calendars, packs
from navigator_app.store import clock_state

if TYPE_CHECKING:
    from navigator_app.services.workspace import Workspace
    from navigator_app.store.tx import Tx

REFERRAL_RESPONSE = "referral-response"
OUTREACH_BEGUN = "outreach-begun"
MONTHLY_STATUS = "monthly-status"


def recompute(tx: Tx, ws: Workspace, referral_ids: Collection[str] | None = None) -> None:
    """Set the clock of some referrals, or of all, inside a transaction.

    While nobody answered the plan, its rule for an answer runs where it has one, else the one for
    beginning outreach; after Accepted the latter alone. Beginning outreach counts from a received
    authorization, so it does not run while the plan is still reviewing. It starts on the day the
    referral was sent, else on the day it came in; later attempts never start it anew.
    """
    due: list[tuple[clock_state.Start, str, date]] = []
    for start in clock_state.starts(tx, referral_ids):
        rule = rule_for(start)
        if rule is not None:
            due.append((start, rule.id, due_on(start.start, rule, start.policy)))
    clock_state.write(tx, due, referral_ids)


def rule_for(start: clock_state.Start) -> packs.Rule | None:
    """Return the rule that runs from a start, or None."""
    wanted = [OUTREACH_BEGUN] if start.authorized else []
    if not start.answered:
        wanted.insert(0, REFERRAL_RESPONSE)
    service = Service.from_slug(start.service)
    return first_in_force(packs.stack(start.policy, start.start), wanted, service)


def first_in_force(stack: Stack, wanted: Sequence[str], service: Service) -> packs.Rule | None:
    """Return the first of some rules that speaks for a service on the stack's day."""
    found = (stack.rule(rule_id, service) for rule_id in wanted)
    return next((rule for rule in found if rule is not None), None)


@lru_cache(maxsize=4096)
def due_on(start: date, rule: packs.Rule, policy: str) -> date:
    """Return the day a rule's clock runs out that started on `start`, by the pack's calendar."""
    return day_of(due_from(rule, start, calendar_of(policy), UTC), UTC)


@lru_cache(maxsize=32)
def calendar_of(policy: str) -> Calendar:
    """Return the calendar of a plan's pack."""
    return calendars.calendar(packs.load(policy).calendar)
