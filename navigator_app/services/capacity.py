"""Open slots: reported, told to the plan, due by the plan's rule."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date
from typing import TYPE_CHECKING

from navigator_app.domain.business_days import Calendar
from navigator_app.domain.engines import due_from
from navigator_app.domain.facts import Fact, day_of
from navigator_app.domain.guard_rows import CapacityRow
from navigator_app.domain.identifiers import uuid7
from navigator_app.domain.records import Changes, DueRow
from navigator_app.domain.rules import Rule, Unit
from navigator_app.domain.saying import saying
from navigator_app.domain.vocabulary import Service
from navigator_app.errors import InputRejected, NotFound
from navigator_app.i18n import _
from navigator_app.policy import packs
from navigator_app.services import due_lines
from navigator_app.services.own_calendars import Calendars
from navigator_app.services.phrases import day
from navigator_app.services.workspace import Workspace
from navigator_app.store import reads_programs

if TYPE_CHECKING:
    from navigator_app.store.tx import Tx

CAPACITY_TOLD = "capacity-told"
MOST_SLOTS = 9999


def report(
    ws: Workspace,
    changed_on: date,
    *,
    any_member: int,
    own_members: int = 0,
    plan: str = "",
    told_on: date | None = None,
    note: str = "",
) -> tuple[CapacityRow, Changes]:
    """Record open slots as of a day: for any new member, and for members we refer ourselves.

    `plan` is a plan's key, empty for the agency's own count. InputRejected names the field.
    """
    plan_id = None
    if plan:
        plan_id = reads_programs.plan_id(ws.store, plan)
        if plan_id is None:
            raise NotFound(_("No such plan"), _("There is no plan {key}.").format(key=plan))
    with ws.transaction("report_capacity") as tx:
        key = write(
            tx,
            ws,
            changed_on,
            any_member=any_member,
            own_members=own_members,
            plan_id=plan_id,
            told_on=told_on,
            note=note,
        )
    return one(ws, key), Changes(plans=True)


def write(
    tx: Tx,
    ws: Workspace,
    changed_on: date,
    *,
    any_member: int,
    own_members: int,
    plan_id: str | None,
    told_on: date | None = None,
    note: str = "",
) -> str:
    """Check and write one report inside a transaction; returns its id."""
    for field, slots in (("any_member", any_member), ("own_members", own_members)):
        if not 0 <= slots <= MOST_SLOTS:
            raise InputRejected(field, _("Open slots are 0 to {most}.").format(most=MOST_SLOTS))
    if changed_on > ws.clock.today():
        raise InputRejected("changed_on", _("That day is in the future."))
    _check_told(ws, changed_on, told_on)
    key = uuid7()
    tx.insert(
        "capacity_report",
        {
            "id": key,
            "plan_id": plan_id,
            "changed_on": changed_on.isoformat(),
            "any_member": any_member,
            "own_members": own_members,
            "told_on": told_on.isoformat() if told_on else None,
            "note": note.strip(),
            "created_at": tx.now,
        },
    )
    return key


def tell(ws: Workspace, report_id: str, on: date) -> tuple[CapacityRow, Changes]:
    """Record the day the plan was told of a report."""
    row = one(ws, report_id)
    _check_told(ws, row.changed, on)
    with ws.transaction("capacity_told") as tx:
        tx.update("capacity_report", report_id, {"told_on": on.isoformat()})
    return one(ws, report_id), Changes(plans=True)


def reports(ws: Workspace) -> list[CapacityRow]:
    """Every report, newest first, with the day the plan must know by its rule."""
    return [row for row, _rule in _judged(ws, Calendars(ws.store))]


def one(ws: Workspace, report_id: str) -> CapacityRow:
    """One report; NotFound when there is none."""
    found = [row for row in reports(ws) if row.id == report_id]
    if not found:
        raise NotFound(_("Not found"), _("There is no such capacity report."))
    return found[0]


def rule_of(policy: str, on: date) -> Rule | None:
    """The plan's rule for telling a change of capacity, None where it has none."""
    return packs.stack(policy, on).rule(CAPACITY_TOLD, Service.HTNS)


def due_on(policy: str, changed_on: date, calendar: Calendar) -> date | None:
    """The last day to tell the plan of a change by the plan's calendar, None where no rule asks."""
    rule = rule_of(policy, changed_on)
    return day_of(due_from(rule, changed_on, calendar, UTC), UTC) if rule else None


def lines(ws: Workspace, on: date, until: date, calendars: Calendars) -> list[DueRow]:
    """What plans have not heard of, as of a day and due by another: one line for each plan.

    The oldest change that a plan has not heard of sets the date; telling it the newest settles all.
    """
    found: dict[str, DueRow] = {}
    for row, asked in _judged(ws, calendars):
        if row.told is not None or asked is None or row.changed > on:
            continue
        rule, plan_id, policy = asked
        left = None
        if rule.unit is Unit.BUSINESS_DAYS and row.due is not None:
            left = calendars.count(plan_id, policy, on, row.due)
        settles = found[row.plan].subject if row.plan in found else row.id
        found[row.plan] = _line(row, rule, on, left, settles)
    return [line for line in found.values() if line.due <= until]


def _line(
    row: CapacityRow, rule: Rule, on: date, business_days: int | None, settles: str
) -> DueRow:
    assert row.due is not None
    left = (row.due - on).days
    counted = saying(due_lines.COUNTED, fact=Fact.CAPACITY_CHANGED.term, day=row.changed)
    return DueRow(
        member_id="",
        referral_id="",
        member_name=row.plan_name,
        plan=row.plan,
        service=None,
        rule=rule.id,
        title=_(rule.title),
        due=row.due,
        days_left=left,
        state="overdue" if left < 0 else "upcoming" if left else "due",
        why=counted.told(_, day),
        source=rule.cited,
        required=rule.required,
        action=rule.action,
        basis=due_lines.basis(rule),
        business_days_left=business_days,
        chase=rule.chase,
        stake=rule.stake.value,
        value=due_lines.value(rule),
        section=rule.section,
        spoke_on=row.changed,
        subject=settles,
    )


def _judged(
    ws: Workspace, calendars: Calendars
) -> Iterator[tuple[CapacityRow, tuple[Rule, str, str] | None]]:
    """Every report, newest first; where its plan asks to be told, by which rule, with the plan's
    id and pack."""
    heard: dict[str, date] = {}
    for row in reads_programs.capacity(ws.store):
        key, plan_id, plan, name, policy, since, any_member, own_members, told_text, note = row
        changed = date.fromisoformat(since)
        rule = rule_of(policy, changed) if policy else None
        told = date.fromisoformat(told_text) if told_text else heard.get(plan)
        if told is not None and plan:
            heard[plan] = min(told, heard.get(plan, told))
        found = CapacityRow(
            id=key,
            plan=plan,
            changed=changed,
            any_member=any_member,
            own_members=own_members,
            told=told,
            due=due_on(policy, changed, calendars.of(plan_id, policy)) if rule else None,
            source=rule.cited if rule else "",
            note=note,
            plan_name=name,
        )
        yield found, (rule, plan_id, policy) if rule else None


def _check_told(ws: Workspace, changed_on: date, told_on: date | None) -> None:
    if told_on is None:
        return
    if told_on < changed_on:
        raise InputRejected("told_on", _("The plan was told before the change."))
    if told_on > ws.clock.today():
        raise InputRejected("told_on", _("That day is in the future."))
