"""The cases that a change of rules or of closed days moved, kept until somebody has seen them."""

from __future__ import annotations

from datetime import date

from navigator_app.domain.due import RuleMoved
from navigator_app.domain.records import Changes
from navigator_app.domain.rules import Rule
from navigator_app.domain.vocabulary import Service
from navigator_app.i18n import _
from navigator_app.policy import packs
from navigator_app.services import due_lines
from navigator_app.services.workspace import Workspace
from navigator_app.store import clock_state, reads_due


def moved(ws: Workspace) -> list[RuleMoved]:
    """The clocks that moved since somebody looked last, by the member's name."""
    return [_moved(ws, row) for row in reads_due.moves(ws.store)]


def cases(ws: Workspace) -> int:
    """How many referrals have a clock among them."""
    return reads_due.moved_cases(ws.store)


def seen(ws: Workspace) -> Changes:
    """Forget them: somebody has looked."""
    with ws.store.scratch(ws.clock) as tx:  # derived rows alone: nothing for the journal
        clock_state.forget_moves(tx)
    return Changes(plans=True)


def _moved(ws: Workspace, row: tuple[str, ...]) -> RuleMoved:
    member, referral, first, last, plan, policy, slug, rule_id, was, now, started = row
    service = Service.from_slug(slug)
    on = date.fromisoformat(started) if started else ws.clock.today()
    rule = _rule(policy, rule_id, service, on)
    return RuleMoved(
        member_id=member,
        referral_id=referral,
        member_name=f"{first} {last}".strip(),
        plan=plan,
        service=service,
        rule=rule_id,
        title=_(rule.title) if rule else rule_id,
        was=date.fromisoformat(was) if was else None,
        now=date.fromisoformat(now) if now else None,
        value=due_lines.value(rule) if rule else "",
        source=rule.cited if rule else "",
    )


def _rule(policy: str, rule_id: str, service: Service, on: date) -> Rule | None:
    """The rule that speaks; else the newest version that the packs still have."""
    stack = packs.stack(policy, on)
    return stack.rule(rule_id, service) or next(iter(stack.versions(rule_id)), None)
