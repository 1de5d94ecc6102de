"""Whether the support plan is ready for what is asked of a plan: an extension, a deposit, rent.

It warns and names what lacks; what only the plan can refuse is not refused here.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from navigator_app.domain.support_plan import PlanState
from navigator_app.domain.support_plan_form import Purpose
from navigator_app.i18n import _, ngettext
from navigator_app.services import read_reasons, support_plan
from navigator_app.services.phrases import day
from navigator_app.services.workspace import Workspace
from navigator_app.store import reads_ledger, reads_support_plan


@dataclass(frozen=True, slots=True)
class Missing:
    """One thing that lacks; `about` names its place in the plan."""

    need: str
    about: str
    says: str
    required: bool
    source: str


@dataclass(frozen=True, slots=True)
class Ready:
    """How a plan stands to one purpose. `plan_id` is "" where no support plan is kept; `done` is
    the day it was signed, else the day of its last move."""

    member_id: str
    plan_id: str
    version: int
    purpose: Purpose
    missing: tuple[Missing, ...]
    done: date | None = None
    signed: bool = False

    @property
    def required(self) -> tuple[Missing, ...]:
        """What this member's plan requires and lacks."""
        return tuple(one for one in self.missing if one.required)

    @property
    def says(self) -> str:
        """One sentence: ready, or how much is missing."""
        if not self.plan_id:
            return _("No housing support plan is kept for this member.")
        count = len(self.missing)
        if not count:
            return _("The housing support plan, version {n}, is complete for this.").format(
                n=self.version
            )
        text = ngettext(
            "Version {v} of the housing support plan lacks {n} thing.",
            "Version {v} of the housing support plan lacks {n} things.",
            count,
        )
        return text.format(v=self.version, n=count)

    def holds(self, needs: Collection[str]) -> bool:
        """True when a plan is there and lacks none of these needs."""
        return bool(self.plan_id) and not any(one.need in needs for one in self.missing)


def for_referral(ws: Workspace, referral_id: str, purpose: Purpose) -> Ready | None:
    """How the member's support plan stands to what is asked with this referral, by the packet of
    its plan; None for an unknown referral."""
    heads = reads_ledger.heads(ws.store, referral_ids=[referral_id])
    if not heads:
        return None
    plan_id = reads_support_plan.held(ws.store, [referral_id]).get(referral_id, "")
    return _ready(ws, heads[0].member_id, plan_id, purpose, heads[0].policy)


def for_member(ws: Workspace, member_id: str, purpose: Purpose) -> Ready:
    """The same by the pack of the member's own plan."""
    read_reasons.need(ws, member_id)
    versions = reads_support_plan.versions(ws.store, member_id)
    signed = (row.id for row in versions if row.state is PlanState.SIGNED)
    plan_id = next(signed, versions[0].id if versions else "")
    return _ready(ws, member_id, plan_id, purpose, None)


def _ready(
    ws: Workspace, member_id: str, plan_id: str, purpose: Purpose, policy: str | None
) -> Ready:
    if not plan_id:
        return Ready(member_id, "", 0, purpose, ())
    plan = support_plan.one(read_reasons.aside(ws), plan_id)  # what is missing, not what it says
    missing = tuple(
        Missing(
            lack.need.id, lack.about, lack.says.told(_, day), lack.need.required,
            lack.need.told.cited,
        )
        for lack in support_plan.lacks(ws, plan, purpose, policy)
    )  # fmt: skip
    signed = plan.state is PlanState.SIGNED
    return Ready(
        member_id, plan_id, plan.version, purpose, missing, plan.signed or plan.state_on, signed
    )
