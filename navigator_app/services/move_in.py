"""A member moves in: one step, one transaction, taken back together.

The home and its lease, the application, the unit, the subsidy, the goals of getting a home, the end
of the search's service and the referral to the one that keeps the home ([P] MCAP7003 VI.F.3; the
toolkit, HTNS vs. HTSS Workflow: a member leaves HTNS and goes on to HTSS after moving in).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from navigator_app.domain.ending import EndReason
from navigator_app.domain.facts import Path
from navigator_app.domain.guard_facts import Verdict
from navigator_app.domain.housing import UNDER_WAY, Stage, Step
from navigator_app.domain.identifiers import uuid7
from navigator_app.domain.paths import form
from navigator_app.domain.records import Changes
from navigator_app.domain.tenancy_rows import Made
from navigator_app.domain.vocabulary import ClosureReason, Service
from navigator_app.errors import InputRejected
from navigator_app.i18n import _
from navigator_app.services import agency, clocks, discontinue, guards, intake, intake_checks
from navigator_app.services import housing_checks as checks
from navigator_app.services import move_in_checks as told
from navigator_app.services import support_plan_progress as progress
from navigator_app.services.discontinue import Ending
from navigator_app.services.move_in_checks import Home
from navigator_app.services.move_in_desk import LIFETIME, Running, latest_use, lifetime, running
from navigator_app.services.workspace import Workspace
from navigator_app.store import intake_writes, reads_housing, reads_tenancy

if TYPE_CHECKING:
    from navigator_app.store.tx import Tx


@dataclass(frozen=True, slots=True)
class MoveInDraft:
    """A move-in as somebody enters it. The home is an application, a unit of the directory, or an
    address in words. `goals` are barriers of the support plan that are met by it."""

    move_in: date
    application_id: str = ""
    unit_id: str = ""
    address: str = ""
    lease_starts: date | None = None
    lease_ends: date | None = None
    rent_cents: int | None = None
    share_cents: int | None = None
    rent_due_day: int | None = None
    subsidy_id: str = ""
    recertify: date | None = None
    visit_every: int | None = None
    note: str = ""
    goals: tuple[str, ...] = ()
    end_others: bool = False  # the other homes on the member's board
    end_htns: bool = False
    closes: ClosureReason | None = None  # the loop of HTNS, where it is open
    open_htss: bool = False
    said_yes: date | None = None  # the member's yes to HTSS
    what_changed: str = ""  # where HTSS is asked for a second time
    override: str = ""  # passes the lifetime rule, with a reason


def record(ws: Workspace, member_id: str, draft: MoveInDraft) -> Made:
    """Record a move-in with all that follows from it; `undo` takes back the whole.

    InputRejected names the field: a day ahead or before the home was approved, a home that cannot
    be moved into, amounts that cannot be, a tenancy that runs, a second HTSS without what changed.
    """
    checks.check_member(ws, member_id)
    home = told.home(ws, member_id, draft)
    values = told.values(ws, member_id, draft)
    htns = running(ws, member_id, Service.HTNS)
    with ws.transaction("move_in") as tx:
        ended = _end_search(tx, ws, htns, draft)
        htss = _keep_going(tx, ws, member_id, draft)
        key = uuid7()
        tx.insert(
            "tenancy",
            {
                "id": key,
                "member_id": member_id,
                "unit_id": home.unit_id,
                "application_id": home.application_id,
                "landlord_id": home.landlord_id,
                "htns_referral_id": ended or (htns.referral_id if htns else None),
                "htss_referral_id": htss,
                "address": home.address,
                **values,
                "user_id": ws.user.id,
                "created_at": tx.now,
            },
        )
        _follow(tx, ws, member_id, home, draft)
        for barrier in draft.goals:
            progress.meet_in(tx, ws, barrier, draft.move_in)
        touched = _tell_move(tx, ws, member_id, htns, draft.move_in)
        clocks.recompute(tx, ws, reads_tenancy.referral_ids(ws.store, member_id))
        made = tx.id
    known = frozenset(filter(None, (htss, ended, *touched)))
    changes = Changes(members=frozenset({member_id}), referrals=known, directory=True)
    return Made(key, changes, made)


def _follow(tx: Tx, ws: Workspace, member_id: str, home: Home, draft: MoveInDraft) -> None:
    """The board, the directory and the subsidy follow."""
    if home.application_id:
        if home.stage is Stage.APPROVED:
            _step(tx, ws, member_id, home.application_id, Step.LEASE, draft.move_in)
        if home.stage is not Stage.MOVED_IN:
            _step(tx, ws, member_id, home.application_id, Step.MOVED_IN, draft.move_in)
        moved = {"stage": Stage.MOVED_IN.slug, "stage_on": draft.move_in.isoformat(),
                 "next_step": "", "next_on": None, "appeal_by_on": None}  # fmt: skip
        tx.update("housing_application", home.application_id, moved)
    if home.unit_id:
        today = ws.clock.today().isoformat()
        tx.update("housing_unit", home.unit_id, {"state": "taken", "checked_on": today})
    if draft.subsidy_id:
        tx.update("subsidy", draft.subsidy_id, {"state": "in-use"})
    if draft.end_others:
        why = _("Moved in elsewhere")
        for one in reads_housing.applications(ws.store, member_id):
            if one.id != home.application_id and one.stage in UNDER_WAY:
                _step(tx, ws, member_id, one.id, Step.ENDED, draft.move_in, why)
                ended = {"stage": Stage.ENDED.slug, "stage_on": draft.move_in.isoformat(),
                         "ended_why": why, "next_step": "", "next_on": None,
                         "appeal_by_on": None}  # fmt: skip
                tx.update("housing_application", one.id, ended)


def _step(
    tx: Tx, ws: Workspace, member_id: str, application_id: str, step: Step, on: date, note: str = ""
) -> None:
    tx.insert(
        "housing_event",
        {
            "id": uuid7(),
            "application_id": application_id,
            "member_id": member_id,
            "kind": step.slug,
            "on_date": on.isoformat(),
            "note": note,
            "user_id": ws.user.id,
            "created_at": tx.now,
        },
    )


def _end_search(tx: Tx, ws: Workspace, htns: Running | None, draft: MoveInDraft) -> str | None:
    """End the service that searched: its goals are met."""
    if not draft.end_htns:
        return None
    if htns is None:
        raise InputRejected("end_htns", _("No housing navigation runs for this member."))
    on = max(draft.move_in, htns.last or draft.move_in)
    ending = Ending(
        referral_id=htns.referral_id,
        reason=EndReason.GOALS_MET,
        on=on,
        closes=(draft.closes or htns.closes) if htns.closes else None,
        note=_("Moved in"),
        override=draft.override,
    )
    discontinue.end_in(tx, ws, discontinue.base_of(ws, htns.referral_id), ending)
    return htns.referral_id


def _keep_going(tx: Tx, ws: Workspace, member_id: str, draft: MoveInDraft) -> str | None:
    """The referral of the service that keeps the home: the one that runs, or a new one."""
    known = running(ws, member_id, Service.HTSS)
    if known is not None:
        return known.referral_id
    if not draft.open_htss:
        return None
    plan = reads_tenancy.plan_of(ws.store, member_id)
    assert plan is not None  # a member has one
    row, today = agency.plan(ws, plan[0]), ws.clock.today()
    rule = lifetime(ws, member_id, today, draft.what_changed)
    stopped = rule is not None and rule.verdict is Verdict.REFUSE
    if rule is not None and stopped and not draft.override.strip():
        field = "override" if rule.most else "what_changed"
        message = _("{why} ({source})").format(why=rule.why, source=rule.source)
        raise InputRejected(field, message, _("Or leave the referral out for now."))
    if rule is not None and rule.asks and draft.what_changed.strip():
        _document(tx, ws, member_id, draft.what_changed.strip())
    given = {"identified_on": today.isoformat()}
    if draft.said_yes is not None:
        given |= dict.fromkeys(("conversation_on", "opted_in_on"), draft.said_yes.isoformat())
        given["identified_on"] = min(today, draft.said_yes).isoformat()
    normal = intake_checks.way(ws, form(Path.BOTTOM_UP, None), given)
    key = intake.insert(tx, ws, row, member_id, Service.HTSS, Path.BOTTOM_UP, None, normal)
    if stopped:
        guards.write_override(tx, ws, key, LIFETIME, draft.override)
    return key


def _document(tx: Tx, ws: Workspace, member_id: str, what_changed: str) -> None:
    """What has changed since the last time stands with that time."""
    latest = latest_use(reads_tenancy.tenancy_uses(ws.store, member_id))
    assert latest is not None
    starts = latest.starts_on.isoformat() if latest.starts_on else None
    changed = tx.execute(
        "UPDATE service_use SET what_changed = ? WHERE member_id = ? AND service = 'htss' "
        "AND starts_on IS ? AND provider = ?",
        (what_changed, member_id, starts, latest.provider),
    ).rowcount
    if not changed:  # known from the end of our own loop alone
        tx.insert(
            "service_use",
            {
                "id": uuid7(),
                "member_id": member_id,
                "service": Service.HTSS.slug,
                "starts_on": starts,
                "what_changed": what_changed,
                "created_at": tx.now,
            },
        )


def _tell_move(tx: Tx, ws: Workspace, member_id: str, htns: Running | None, on: date) -> list[str]:
    """The day of the move is a fact of the referrals whose clocks it starts."""
    found = reads_tenancy.deposit_referrals(ws.store, member_id)
    if htns is not None:
        found.append(htns.referral_id)
    for referral_id in found:
        intake_writes.write(tx, referral_id, {"move_in_on": on.isoformat()})
    return found
