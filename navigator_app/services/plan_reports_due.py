"""What plans have not been told yet: the weekly update, a change of capacity, an ending, a question
that nobody answered; as a list, and as lines of what is due.

A change of capacity has its line from `services.capacity`, a question about a referral from that
referral's own clock.
"""

from __future__ import annotations

from datetime import UTC, date, datetime

from navigator_app.domain.plan_reports import (
    BUILT,
    CAPACITY,
    DISCONTINUATION,
    INQUIRY,
    NOT_ENGAGED,
    QUESTIONS,
    Owed,
    ReportRow,
)
from navigator_app.domain.records import DueRow
from navigator_app.domain.rules import Rule, Stake, Unit
from navigator_app.domain.vocabulary import Service
from navigator_app.i18n import _, ngettext
from navigator_app.policy import packs
from navigator_app.services import agency, capacity, discontinue, due_lines, plan_inquiries
from navigator_app.services import plan_report_update as updates
from navigator_app.services import plan_report_words as words
from navigator_app.services import plan_reports as reports
from navigator_app.services.own_calendars import Calendars
from navigator_app.services.phrases import day
from navigator_app.services.workspace import Workspace
from navigator_app.store import reads_reports
from navigator_app.store.reads_reports import Told

UPDATE, ANSWER = "plan-report", "plan-inquiry"
"""What settles such a line: the form of the weekly update, the one of the question."""


def lines(ws: Workspace, on: date, until: date, calendars: Calendars) -> list[DueRow]:
    """Weekly updates that are owed and questions to ask again, as far as due by a day."""
    found = []
    for told in reads_reports.updates_owed(ws.store, updates.RULE, until):
        rule = updates.rule_of(told.policy, _day(told.started))
        if rule is not None:
            found.append(_update_line(told, rule, on))
    for row, plan_id, policy in reads_reports.due_questions(ws.store, plan_inquiries.RULE, until):
        found.append(_question_line(ws, row, plan_id, policy, on, calendars))
    return found


def owed(ws: Workspace, plan_key: str = "") -> list[Owed]:
    """What plans have not been told yet, the earliest first; what no rule dates comes last."""
    key = reports.plan_id(ws, plan_key)
    found = [*_updates(ws), *_capacities(ws), *_endings(ws, key)]
    found += [*_unasked(ws, key), *_questions(ws, key)]
    mine = [one for one in found if plan_key in ("", one.plan_key)]
    return sorted(mine, key=lambda one: (one.due or date.max, one.plan_name, one.title))


def _updates(ws: Workspace) -> list[Owed]:
    found = []
    for told in reads_reports.updates_owed(ws.store, updates.RULE):
        rule = updates.rule_of(told.policy, _day(told.started))
        if rule is None:
            continue
        made = reads_reports.newest(ws.store, told.plan_id, NOT_ENGAGED)
        ready = made.id if made is not None and made.state == BUILT else ""
        found.append(
            Owed(
                NOT_ENGAGED, told.key, told.name, _day(told.due), told.members, "", "", "",
                _(words.KINDS[NOT_ENGAGED]), _members(told.members), rule.cited, ready,
            )
        )  # fmt: skip
    return found


def _capacities(ws: Workspace) -> list[Owed]:
    """One for each plan: telling it the newest change tells it all, by the oldest one's day."""
    found: dict[str, Owed] = {}
    for row in capacity.reports(ws):
        if not row.plan or row.told is not None or row.due is None:
            continue
        first = found.get(row.plan)
        about_id = first.about_id if first else row.id
        made = reads_reports.about(ws.store, "capacity_report", about_id)
        text = _("Changed {day}.").format(day=day(row.changed))
        found[row.plan] = Owed(
            CAPACITY, row.plan, row.plan_name, row.due, 1, "capacity_report", about_id, "",
            _(words.KINDS[CAPACITY]), text, row.source,
            made.id if made is not None and made.state == BUILT else "",
        )  # fmt: skip
    return list(found.values())


def _endings(ws: Workspace, plan_id: str) -> list[Owed]:
    plans = {plan.key: plan for plan in agency.plans(ws)}
    found = []
    for key, plan, member_id, name, on, service in reads_reports.endings_untold(ws.store, plan_id):
        known = plans[plan]
        stack = packs.stack(known.policy, _day(on))
        rule = stack.rule(discontinue.REASONS, Service.from_slug(service)) if (
            service in Service.slugs()
        ) else None  # fmt: skip
        if rule is None:
            continue
        made = reads_reports.about(ws.store, "discontinuation", key)
        text = _("{member}: ended {day}.").format(member=name, day=day(_day(on)))
        found.append(
            Owed(
                DISCONTINUATION, plan, known.name, None, 1, "discontinuation", key, member_id,
                _(words.KINDS[DISCONTINUATION]), text, rule.cited,
                made.id if made is not None and made.state == BUILT else "",
            )
        )  # fmt: skip
    return found


def _unasked(ws: Workspace, plan_id: str) -> list[Owed]:
    """One for each plan: its next file carries every question that was written down for it."""
    plans = {plan.key: plan for plan in agency.plans(ws)}
    rows: dict[str, list[ReportRow]] = {}
    for row in reads_reports.unasked(ws.store, plan_id):
        rows.setdefault(row.plan_key, []).append(row)
    found = []
    for key, waiting in rows.items():
        rule = plan_inquiries.rule_of(plans[key].policy, ws.clock.today())
        loose = any(not row.carried_by for row in waiting)
        text = ngettext(
            "{count} question waits to be asked.", "{count} questions wait to be asked.",
            len(waiting),
        )  # fmt: skip
        found.append(
            Owed(
                QUESTIONS, key, plans[key].name, None, len(waiting), "", "", "",
                _(words.KINDS[QUESTIONS]), text.format(count=f"{len(waiting):,}"),
                rule.cited if rule else "", "" if loose else waiting[0].carried_by,
            )
        )  # fmt: skip
    return found


def _questions(ws: Workspace, plan_id: str) -> list[Owed]:
    plans = {plan.key: plan for plan in agency.plans(ws)}
    found = []
    for row in reads_reports.open_questions(ws.store, plan_id):
        rule = plan_inquiries.rule_of(plans[row.plan_key].policy, _asked_on(ws, row))
        found.append(
            Owed(
                INQUIRY, row.plan_key, row.plan_name, row.chase, 1, row.about, row.about_id,
                row.member_id, _("Ask the plan again"), _asked(ws, row), rule.cited if rule else "",
                row.id,
            )
        )  # fmt: skip
    return found


def _update_line(told: Told, rule: Rule, on: date) -> DueRow:
    due = _day(told.due)
    counted = _("The oldest is counted from {day}.").format(day=day(_day(told.started)))
    return DueRow(
        member_id="",
        referral_id="",
        member_name=told.name,
        plan=told.key,
        service=None,
        rule=rule.id,
        title=_("The weekly update is owed"),
        due=due,
        days_left=(due - on).days,
        state=_state(due, on),
        why=f"{_members(told.members)} {counted}",
        source=rule.cited,
        required=rule.required,
        action=UPDATE,
        basis=due_lines.basis(rule),
        chase=rule.chase,
        stake=rule.stake.value,
        value=due_lines.value(rule),
        section=rule.section,
        spoke_on=_day(told.started),
        subject=told.key,
    )


def _question_line(
    ws: Workspace, row: ReportRow, plan_id: str, policy: str, on: date, calendars: Calendars
) -> DueRow:
    assert row.chase is not None
    rule = plan_inquiries.rule_of(policy, _asked_on(ws, row))
    business = rule is not None and rule.unit is Unit.BUSINESS_DAYS
    own = _("the agency’s own day")
    return DueRow(
        member_id=row.member_id,
        referral_id="",
        member_name=row.member or row.plan_name,
        plan=row.plan_key,
        service=None,
        rule=plan_inquiries.RULE,
        title=_("Ask the plan again"),
        due=row.chase,
        days_left=(row.chase - on).days,
        state=_state(row.chase, on),
        why=_asked(ws, row),
        source=rule.cited if rule else "",
        required=rule.required if rule else False,
        action=ANSWER,
        basis=due_lines.basis(rule) if rule else own,
        business_days_left=calendars.count(plan_id, policy, on, row.chase) if business else None,
        chase=True,
        stake=rule.stake.value if rule else Stake.MEMBER.value,
        value=due_lines.value(rule) if rule else own,
        section=rule.section if rule else "",
        spoke_on=_asked_on(ws, row),
        subject=row.id,
    )


def _members(count: int) -> str:
    text = ngettext(
        "{count} member is not yet engaged.", "{count} members are not yet engaged.", count
    )
    return text.format(count=f"{count:,}")


def _asked(ws: Workspace, row: ReportRow) -> str:
    return _("Asked {day}: {question}").format(day=day(_asked_on(ws, row)), question=row.question)


def _asked_on(ws: Workspace, row: ReportRow) -> date:
    return ws.clock.to_local(row.sent_at or row.created_at).date()


def _state(due: date, on: date) -> str:
    return "overdue" if due < on else "upcoming" if due > on else "due"


def _day(text: str) -> date:
    return datetime.fromisoformat(text).astimezone(UTC).date() if "T" in text else (
        date.fromisoformat(text)
    )  # fmt: skip
