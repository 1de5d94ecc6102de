"""What the sample caseload knows of a few people beside their plans' files: the work with them.

The words lie in `resources/sample/story.toml`; everything is written through the services, as by a
person at work. Here: whom it is about, services given and the support plan.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from typing import Any

from navigator_app import paths
from navigator_app.domain.eligibility import How, MediCal
from navigator_app.domain.records import ReferralRow
from navigator_app.domain.service_rows import NoteDraft
from navigator_app.domain.vocabulary import AuthorizationStatus, Mode, Service
from navigator_app.runtime.clock import Clock
from navigator_app.services import (
    eligibility,
    record_encounter,
    support_plan,
    support_plan_edit,
    support_plan_moves,
    support_plan_progress,
)
from navigator_app.services.eligibility import CheckDraft
from navigator_app.services.support_plan_moves import SignatureDraft
from navigator_app.services.workspace import Workspace

Back = Callable[..., Clock]
"""The clock standing still some days earlier: `back(days=, hour=, minute=)`."""

Table = Mapping[str, Any]
"""A part of the story as it was read."""

OLDEST = 36
"""Days back to the earliest service of the story."""

STORE_AGE = 13
"""Days back to the first day of work with the store: earlier services were written down then."""


@dataclass(frozen=True, slots=True)
class People:
    """Whom the story is about, by member id: who looks for a home, who has found one, and some who
    are met now and then."""

    seeker: str
    tenant: str
    others: tuple[str, ...]


def read() -> Table:
    """The story's words."""
    return tomllib.loads(paths.resource("sample", "story.toml").read_text(encoding="utf-8"))


def may_seek(referral: ReferralRow, clock: Clock) -> bool:
    """True where the plan authorized looking for a home for as long as the story goes back."""
    return (
        referral.authorization_status is AuthorizationStatus.APPROVED
        and referral.service is Service.HTNS
        and referral.effective is not None
        and referral.effective <= clock.today() - timedelta(days=OLDEST)
    )


def cast(
    referrals: Sequence[ReferralRow], seeker: str, ended: Collection[str], clock: Clock
) -> People:
    """The story's people: the member who is looking for a home, and the first others who may."""
    known = [
        row.member_id
        for row in referrals
        if may_seek(row, clock) and row.member_id not in ended and row.member_id != seeker
    ]
    return People(seeker, known[0], tuple(known[1:6]))


def tell(ws: Workspace, people: People, story: Table, back: Back) -> None:
    """Write what was done with them: coverage looked up, services given, a plan written."""
    ws.clock = back(days=STORE_AGE, hour=11)
    for member in (people.seeker, people.tenant, *people.others):
        eligibility.record(ws, CheckDraft(member, MediCal.ACTIVE, How.PORTAL, ws.clock.today()))
    _plan(ws, people.seeker, story["plan"], back)
    for one in story["note"]:
        _note(ws, people.seeker, one, one["days"], time(10), back)
    _elsewhere(ws, people, story["note"], back)


def _elsewhere(ws: Workspace, people: People, notes: Sequence[Table], back: Back) -> None:
    """A few of the same services for the others, at other hours."""
    for place, member in enumerate((people.tenant, *people.others)):
        for turn, one in enumerate(notes[place % 3 : place % 3 + 4]):
            begun = time(13 + turn % 3, 10 * place % 60)
            plain = {**one, "narrative": one.get("elsewhere", ""), "minutes": 20 + 10 * turn}
            _note(ws, member, plain, max(1, one["days"] - 3 - place), begun, back)


def _note(ws: Workspace, member: str, one: Table, days: int, begun: time, back: Back) -> None:
    on = back(days=days, hour=12).today()
    ws.clock = back(days=min(days, STORE_AGE), hour=17, minute=days)
    draft = NoteDraft(
        member,
        Service.HTNS,
        one["component"],
        datetime.combine(on, begun),
        one["minutes"],
        Mode.from_slug(one["mode"]),
        place=one.get("place", ""),
        with_whom=one.get("with_whom", ""),
        narrative=one["narrative"],
        miles=one.get("miles"),
        together=True,
    )
    shown = record_encounter.preview(ws, draft)
    code = shown.code or (shown.codes[0] if shown.codes else None)
    record_encounter.record(ws, replace(draft, code=code.key if code else ""))


# --- the support plan -----------------------------------------------------------------------------


def _plan(ws: Workspace, member: str, told: Table, back: Back) -> None:
    ws.clock = back(days=told["begun"], hour=11)
    first = support_plan.start(ws, member).id
    for field, words in told["answers"].items():
        support_plan_edit.answer(ws, first, field, words)
    for barrier in told["barrier"]:
        _barrier(ws, first, barrier, back)
    support_plan_edit.set_review(ws, first, ws.clock.today() + timedelta(days=80))
    ws.clock = back(days=told["signed"], hour=15)
    _sign(ws, first)
    ws.clock = back(days=told["revised"], hour=11)
    second = support_plan.revise(ws, first, told["why"]).id
    for field, words in told["changed"].items():
        support_plan_edit.answer(ws, second, field, words)
    support_plan_edit.set_review(ws, second, ws.clock.today() + timedelta(days=90))
    _progress(ws, second, told["barrier"], back)
    ws.clock = back(days=told["signed_again"], hour=15)
    _sign(ws, second)


def _barrier(ws: Workspace, plan_id: str, told: Table, back: Back) -> None:
    today = ws.clock.today()
    key = support_plan_edit.add_barrier(ws, plan_id, common=told["common"]).id
    values = {
        "short_by_on": today + timedelta(days=30),
        "long_by_on": today + timedelta(days=180),
        "approach": told["approach"],
        "other_providers": told["providers"],
        "medi_cal_pays": told["pays"],
    }
    support_plan_edit.set_barrier(ws, key, values)
    for what, owner, days, _done in told["steps"]:
        due = back(days=0, hour=9).today() + timedelta(days=days)
        support_plan_edit.add_step(ws, key, what, owner, due)


def _sign(ws: Workspace, plan_id: str) -> None:
    """Reviewed and signed by both on paper on the clock's day."""
    support_plan_moves.submit(ws, plan_id)
    support_plan_moves.approve(ws, plan_id)
    name = support_plan.page(ws, support_plan.one(ws, plan_id).member_id).member_name
    for role, who in (("member", name), ("navigator", ws.user.name)):
        draft = SignatureDraft(role, who, "paper", ws.clock.today())
        support_plan_moves.sign(ws, plan_id, draft)


def _progress(ws: Workspace, plan_id: str, told: Sequence[Table], back: Back) -> None:
    """Steps that are done and goals that are met, as they stand at the revision."""
    for barrier, words in zip(support_plan.one(ws, plan_id).barriers, told, strict=True):
        for step, (_what, _owner, days, done) in zip(barrier.steps, words["steps"], strict=True):
            if done:
                when = back(days=max(-days, 3), hour=9).today()
                support_plan_progress.mark_step(ws, step.id, when)
        if "short_met" in words:
            met = back(days=words["short_met"], hour=9).today()
            support_plan_progress.mark_goal(ws, barrier.id, "short", met)
