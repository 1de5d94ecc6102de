"""Words for open slots: a report in a line, and the plan's clock for telling it."""

from __future__ import annotations

from datetime import date

from navigator_app.domain.business_days import Calendar
from navigator_app.domain.guard_rows import CapacityRow
from navigator_app.i18n import _, ngettext
from navigator_app.services import capacity, due_lines
from ui.models import words


def line(row: CapacityRow, plan_name: str) -> str:
    """One report: for whom, since when, how many, what was noted."""
    parts = (
        plan_name or _("Our own count"),
        _("since {day}").format(day=words.day(row.changed)),
        ngettext("{n} slot for any member", "{n} slots for any member", row.any_member).format(
            n=row.any_member
        ),
        ngettext("{n} for your own", "{n} for your own", row.own_members).format(n=row.own_members),
        words.isolated(row.note) if row.note else "",
    )
    return "  ·  ".join(part for part in parts if part)


def standing(row: CapacityRow, today: date) -> tuple[str, str, str] | None:
    """Kind, word and icon of a report's clock; None where nobody has to be told."""
    if row.told is not None:
        return "good", _("Told {day}").format(day=words.short_day(row.told, today)), "check"
    if row.due is None:
        return None
    text = _("Tell by {day}").format(day=words.short_day(row.due, today))
    return ("danger", text, "overdue") if row.due < today else ("warning", text, "time")


def clock(policy: str, calendar: Calendar | None, changed_on: date) -> tuple[str, str]:
    """By when a plan with that pack and calendar must know of a change of a day, and the rule with
    its source."""
    rule = capacity.rule_of(policy, changed_on) if policy else None
    due = capacity.due_on(policy, changed_on, calendar) if policy and calendar else None
    if rule is None or due is None:
        return _("No rule of this plan asks to be told of a change."), ""
    number = due_lines.value(rule)
    need = _("Required") if rule.required else _("Recommended")
    said = _("Tell the plan by {day}.").format(day=words.day(due))
    return said, "  ·  ".join((number, need, rule.cited))
