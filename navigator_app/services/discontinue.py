"""Ending a service with the plan's reason, declining for want of capacity, and finding again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date
from typing import TYPE_CHECKING

from navigator_app.domain.ending import CLOSES_AS, EndReason, reasons_in
from navigator_app.domain.engines import due_from
from navigator_app.domain.facts import Path, day_of
from navigator_app.domain.guard_facts import GuardResult, Step, Verdict
from navigator_app.domain.guard_rows import (
    CapacityRow,
    EndingPlan,
    EndingRow,
    GuardRow,
    NoticeRow,
)
from navigator_app.domain.guards import UNREACHED_TOLD
from navigator_app.domain.identifiers import month_bounds, uuid7
from navigator_app.domain.records import Changes, ReferralRow
from navigator_app.domain.referral import Event
from navigator_app.domain.rules import Rule
from navigator_app.domain.saying import N_, saying
from navigator_app.domain.vocabulary import ClosureReason, ReferralStatus
from navigator_app.errors import InputRejected, NotFound
from navigator_app.i18n import _
from navigator_app.policy import calendars, packs
from navigator_app.services import capacity, clocks, guards, read_reasons, record_status
from navigator_app.services.workspace import Workspace
from navigator_app.store import intake_writes, reads_guards, reads_programs, reads_referrals
from navigator_app.store.reads_guards import Base

if TYPE_CHECKING:
    from navigator_app.store.tx import Tx

REASONS = "discontinuation-reasons"
CUSTODY = "incarceration"
MONTHLY = "monthly-status"


@dataclass(frozen=True, slots=True)
class Ending:
    """What somebody fills in to end a service. `closes` is None when the loop was closed before;
    `override` passes the guards that refuse the reason."""

    referral_id: str
    reason: EndReason
    on: date
    closes: ClosureReason | None = None
    note: str = ""
    plan_told_on: date | None = None
    team_told_on: date | None = None
    override: str = ""


def reasons(ws: Workspace, referral_id: str) -> tuple[EndReason, ...]:
    """The reasons of the plan's list; another plan's where its packs have none."""
    read_reasons.need_record(ws, "referral", referral_id)
    rule = _reasons_rule(base_of(ws, referral_id), ws.clock.today())
    return reasons_in(rule.items) if rule else tuple(EndReason)


def plan(ws: Workspace, referral_id: str, reason: EndReason, on: date) -> EndingPlan:
    """What ending a service with a reason on a day would do: nothing is written."""
    read_reasons.need_record(ws, "referral", referral_id)
    base = base_of(ws, referral_id)
    rule = _reasons_rule(base, on)
    return EndingPlan(
        referral_id=referral_id,
        reason=reason,
        on=on,
        closes=CLOSES_AS[reason] if base.is_open else None,
        notices=_notices(base, reason, on),
        stops=tuple(_stops(ws, base, reason, on)),
        rule_source=rule.cited if rule else "",
        listed=rule is not None and rule.required,
    )


def end(ws: Workspace, ending: Ending) -> tuple[EndingRow, Changes]:
    """End a service: its record, and the loop closed in the same transaction where it is open.

    InputRejected for a day in the future or before the loop's last status, a service that is not
    running, one that was ended already, a notice before the end, or a guard without an override.
    """
    base = base_of(ws, ending.referral_id)
    with ws.transaction("end_service") as tx:
        key = end_in(tx, ws, base, ending)
    return _row(ws, key), _changes(base)


def end_in(tx: Tx, ws: Workspace, base: Base, ending: Ending) -> str:
    """The same inside a transaction; returns the ending's id."""
    _check_running(ws, base)
    _check_days(ws, ending)
    pass_stops(tx, ws, base, ending)
    if base.is_open:
        event = Event(ReferralStatus.CLOSED, ending.on, ending.closes or CLOSES_AS[ending.reason])
        # The reason's own guard stands above; an override given for it holds here too.
        record_status.append(tx, ws, base.id, event, note=ending.note, override=ending.override)
    key = _write(tx, ws, ending)
    if ending.reason is EndReason.UNRESPONSIVE and ending.plan_told_on is not None:
        _tell_unreached(tx, base.id, ending.plan_told_on)
    clocks.recompute(tx, ws, [base.id])
    return key


def ending(ws: Workspace, ending_id: str) -> EndingRow:
    """One ending; NotFound when there is none."""
    read_reasons.need_record(ws, "discontinuation", ending_id)
    return _row(ws, ending_id)


def tell(
    ws: Workspace,
    ending_id: str,
    *,
    plan_on: date | None = None,
    team_on: date | None = None,
) -> tuple[EndingRow, Changes]:
    """Record later who was told of an ending and when."""
    row, _member = _ending(ws, ending_id)
    base = base_of(ws, row.referral_id)
    values = {"plan_told_on": plan_on, "team_told_on": team_on}
    for field, day in values.items():
        check_notice(ws, field, row.on, day)
    with ws.transaction("ending_told") as tx:
        tx.update(
            "discontinuation",
            ending_id,
            {name: day.isoformat() for name, day in values.items() if day is not None},
        )
        if row.reason is EndReason.UNRESPONSIVE and plan_on is not None:
            _tell_unreached(tx, base.id, plan_on)
        clocks.recompute(tx, ws, [base.id])
    return _row(ws, ending_id), _changes(base)


def decline_full(
    ws: Workspace,
    referral_id: str,
    on: date,
    *,
    any_member: int = 0,
    own_members: int = 0,
    told_on: date | None = None,
    note: str = "",
) -> tuple[ReferralRow, CapacityRow, Changes]:
    """Decline a referral because there is no room, and report the capacity: one action, both or
    neither ([P] §C.3.c, §E.6). The plan can then refer the member elsewhere."""
    base = base_of(ws, referral_id)
    if any_member > 0:
        raise InputRejected(
            "any_member",
            _("There are open slots for any member, so a decline for want of room is not true."),
            _("Accept the referral, or report no open slot."),
        )
    with ws.transaction("decline_full") as tx:
        event = Event(ReferralStatus.DECLINED, on, ClosureReason.PROVIDER_DECLINED)
        record_status.append(tx, ws, referral_id, event, note=note)
        key = capacity.write(
            tx,
            ws,
            on,
            any_member=any_member,
            own_members=own_members,
            plan_id=base.plan_id,
            told_on=told_on,
            note=note,
        )
    row = reads_referrals.referrals(ws.store, [referral_id])[0]
    changes = Changes(
        members=frozenset({base.member_id}), referrals=frozenset({referral_id}), plans=True
    )
    return row, capacity.one(ws, key), changes


def reengage(ws: Workspace, ending_id: str, on: date, note: str = "") -> tuple[str, Changes]:
    """Somebody was found again and is willing: a new loop for the same need, linked to the one that
    ended ([P] §C.5: members may be referred more than once). Where the plan has sent the member
    again already, that referral is the one. Returns its id.

    InputRejected for a day before the end or in the future, an ending that was answered already, or
    a member who has died.
    """
    row, member_id = _ending(ws, ending_id)
    base = base_of(ws, row.referral_id)
    if row.reengaged is not None:
        raise InputRejected("on", _("That the member was found again is recorded already."))
    if row.reason is EndReason.DECEASED:
        raise InputRejected(
            "on",
            _("The service ended because the member died."),
            _("If that was a mistake, bring the member in anew."),
        )
    if on < row.on:
        raise InputRejected("on", _("That day lies before the service ended."))
    check_past(ws, "on", on)
    known = reads_guards.open_again(ws.store, base)
    key = known or uuid7()
    with ws.transaction("reengage") as tx:
        tx.update("discontinuation", ending_id, {"reengaged_on": on.isoformat()})
        if known is None:
            _new_loop(tx, base, key, on, note)
        clocks.recompute(tx, ws, [key, base.id])
    return key, Changes(members=frozenset({member_id}), referrals=frozenset({key, row.referral_id}))


def _new_loop(tx: Tx, base: Base, key: str, on: date, note: str) -> None:
    tx.insert(
        "referral",
        {
            "id": key,
            "member_id": base.member_id,
            "plan_id": base.plan_id,
            "service": base.service.slug,
            "received_on": on.isoformat(),
            "previous_referral_id": base.id,
            "is_open": 1,
            "created_at": tx.now,
        },
    )
    given = {"path": Path.RE_REFERRAL.value, "opted_in_on": on.isoformat(), "note": note.strip()}
    intake_writes.write(tx, key, given)


def base_of(ws: Workspace, referral_id: str) -> Base:
    """A referral as the guards see it; NotFound when there is none."""
    base = reads_guards.gather(ws.store, [referral_id]).base.get(referral_id)
    if base is None:
        raise guards.no_referral()
    return base


def _reasons_rule(base: Base, on: date) -> Rule | None:
    stack = packs.stack(base.policy, on)
    return stack.rule(REASONS, base.service) or guards.borrowed(REASONS, base.service, stack)


def _notices(base: Base, reason: EndReason, on: date) -> tuple[NoticeRow, ...]:
    """Who must hear of it. Only what a rule says has a date."""
    stack = packs.stack(base.policy, on)
    found = []
    listed = _reasons_rule(base, on)
    told = stack.rule(UNREACHED_TOLD, base.service)
    if reason is EndReason.UNRESPONSIVE and told is not None:
        by = day_of(due_from(told, on, calendars.calendar(stack.calendar), UTC), UTC)
        why = _("Contact the plan at once for direction.")
        found.append(NoticeRow(base.plan_name, by, why, told.cited))
    elif listed is not None:
        why = _("Tell the plan that the service ends.")
        found.append(NoticeRow(base.plan_name, None, why, listed.cited))
    if listed is not None:
        why = _("Tell those who care for the member, such as the PCP and the ECM care manager.")
        found.append(NoticeRow(_("Care team"), None, why, listed.cited))
    monthly = stack.rule(MONTHLY, base.service)
    if base.is_open and monthly is not None:
        by = month_bounds(f"{on:%Y-%m}")[1]
        why = _("The month's status file carries the closed loop.")
        found.append(NoticeRow(_("Status file"), by, why, monthly.cited))
    if reason is EndReason.OTHER and listed is not None:
        why = _("The plan reviews such a reason case by case: wait for its answer.")
        found.append(NoticeRow(base.plan_name, None, why, listed.cited))
    return tuple(found)


def _stops(ws: Workspace, base: Base, reason: EndReason, on: date) -> list[GuardRow]:
    """The guards that refuse a reason: too few attempts, or not long enough in custody."""
    if reason is EndReason.UNRESPONSIVE:
        rows = guards.check(ws, [base.id], Step.UNREACHABLE, on)[base.id]
        found = [row for row in rows if row.result.verdict is Verdict.REFUSE]
        return [row for row in found if row.passed is None]
    if reason is EndReason.INCARCERATED:
        return _custody(ws, base, on)
    return []


def _custody(ws: Workspace, base: Base, on: date) -> list[GuardRow]:
    """The reason begins beyond the plan's number of days: refused while they are not recorded."""
    rule = packs.stack(base.policy, on).rule(CUSTODY, base.service)
    rows = guards.check(ws, [base.id], Step.SERVE, on)[base.id]
    known = next((row for row in rows if row.result.rule_id == CUSTODY), None)
    if rule is None or (known is not None and known.result.verdict is Verdict.REFUSE):
        return []
    why = saying(N_("This reason begins beyond {days} days, and they are not recorded."),
                 days=rule.value)  # fmt: skip
    result = GuardResult(
        CUSTODY, rule.title, Verdict.REFUSE, why, rule.cited, rule.required, overridable=True
    )
    return [GuardRow(base.id, base.service, Step.SERVE, result)]


def pass_stops(tx: Tx, ws: Workspace, base: Base, ending: Ending) -> None:
    """Let the reason through, with the override that is given, or refuse it."""
    stops = _stops(ws, base, ending.reason, ending.on)
    if stops and not ending.override.strip():
        raise guards.refusal(stops[0])
    for row in stops:
        guards.write_override(tx, ws, base.id, row.result.rule_id, ending.override)


def _check_running(ws: Workspace, base: Base) -> None:
    endings = reads_programs.endings(ws.store, base.member_id)
    if any(row.referral_id == base.id for row in endings):
        raise InputRejected("reason", _("This service was ended already."))
    if not base.is_open and base.closure_reason != ClosureReason.SERVICES_RECEIVED.slug:
        raise InputRejected(
            "reason",
            _("This service is not running: its loop ended without services."),
            _("Correct the last status if that is wrong."),
        )


def _check_days(ws: Workspace, ending: Ending) -> None:
    check_past(ws, "on", ending.on)
    last = reads_guards.loop_end(ws.store, ending.referral_id)
    if last is not None and ending.on < last[1]:
        raise InputRejected(
            "on",
            _("That day lies before the last status, of {day}.").format(day=last[1].isoformat()),
            _("Use that day or a later one."),
        )
    check_notice(ws, "plan_told_on", ending.on, ending.plan_told_on)
    check_notice(ws, "team_told_on", ending.on, ending.team_told_on)


def check_notice(ws: Workspace, field: str, ended: date, day: date | None) -> None:
    """Refuse a notice before the end or ahead of today, at its field."""
    if day is None:
        return
    if day < ended:
        raise InputRejected(field, _("Nobody can be told before the service ends."))
    check_past(ws, field, day)


def check_past(ws: Workspace, field: str, day: date) -> None:
    """Refuse a day ahead of today, at its field."""
    if day > ws.clock.today():
        raise InputRejected(field, _("That day is in the future."), _("Use today or earlier."))


def _write(tx: Tx, ws: Workspace, ending: Ending) -> str:
    from navigator_app.services import review_queue_moves  # rarely needed

    key = uuid7()
    plan_told, team_told = ending.plan_told_on, ending.team_told_on
    tx.insert(
        "discontinuation",
        {
            "id": key,
            "referral_id": ending.referral_id,
            "reason": ending.reason.slug,
            "on_date": ending.on.isoformat(),
            "note": ending.note.strip(),
            "plan_told_on": plan_told.isoformat() if plan_told else None,
            "team_told_on": team_told.isoformat() if team_told else None,
            "user_id": ws.user.id,
            "created_at": tx.now,
        },
    )
    review_queue_moves.by_rule(tx, ws, "discontinuation", key)
    return key


def _tell_unreached(tx: Tx, referral_id: str, on: date) -> None:
    """The day the plan was told of an unreached member: what its clock is met by."""
    intake_writes.write(tx, referral_id, {"unreached_told_on": on.isoformat()})


def _ending(ws: Workspace, ending_id: str) -> tuple[EndingRow, str]:
    found = reads_programs.ending(ws.store, ending_id)
    if found is None:
        raise NotFound(_("Not found"), _("There is no such ending."))
    return found


def _row(ws: Workspace, ending_id: str) -> EndingRow:
    return _ending(ws, ending_id)[0]


def _changes(base: Base) -> Changes:
    return Changes(members=frozenset({base.member_id}), referrals=frozenset({base.id}))
