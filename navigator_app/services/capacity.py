"""Open slots: reported, told to the plan, due by the plan's rule."""

from __future__ import annotations

from datetime import UTC, date
from typing import TYPE_CHECKING

from navigator_app.domain.engines import due_from
from navigator_app.domain.facts import day_of
from navigator_app.domain.guard_rows import CapacityRow
from navigator_app.domain.identifiers import uuid7
from navigator_app.domain.records import Changes
from navigator_app.domain.rules import Rule
from navigator_app.domain.vocabulary import Service
from navigator_app.errors import InputRejected, NotFound
from navigator_app.i18n import _
from navigator_app.policy import calendars, packs
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
    return [_row(row) for row in reads_programs.capacity(ws.store)]


def one(ws: Workspace, report_id: str) -> CapacityRow:
    """One report; NotFound when there is none."""
    found = [row for row in reports(ws) if row.id == report_id]
    if not found:
        raise NotFound(_("Not found"), _("There is no such capacity report."))
    return found[0]


def rule_of(policy: str, on: date) -> Rule | None:
    """The plan's rule for telling a change of capacity, None where it has none."""
    return packs.stack(policy, on).rule(CAPACITY_TOLD, Service.HTNS)


def due_on(policy: str, changed_on: date) -> date | None:
    """The last day to tell the plan of a change, None where no rule asks."""
    rule = rule_of(policy, changed_on)
    if rule is None:
        return None
    calendar = calendars.calendar(packs.stack(policy, changed_on).calendar)
    return day_of(due_from(rule, changed_on, calendar, UTC), UTC)


def _row(row: tuple[str, str, str, str, int, int, str | None, str]) -> CapacityRow:
    key, plan, policy, changed_text, any_member, own_members, told, note = row
    changed = date.fromisoformat(changed_text)
    rule = rule_of(policy, changed) if policy else None
    return CapacityRow(
        id=key,
        plan=plan,
        changed=changed,
        any_member=any_member,
        own_members=own_members,
        told=date.fromisoformat(told) if told else None,
        due=due_on(policy, changed) if rule else None,
        source=rule.cited if rule else "",
        note=note,
    )


def _check_told(ws: Workspace, changed_on: date, told_on: date | None) -> None:
    if told_on is None:
        return
    if told_on < changed_on:
        raise InputRejected("told_on", _("The plan was told before the change."))
    if told_on > ws.clock.today():
        raise InputRejected("told_on", _("That day is in the future."))
