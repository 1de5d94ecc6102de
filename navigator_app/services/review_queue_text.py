"""The text of what waits for review, part by part, with the comments beside each."""

from __future__ import annotations

from datetime import date, datetime

from navigator_app.domain.ending import EndReason
from navigator_app.domain.review import (
    BATCH,
    ENDING,
    OVERRIDE,
    PLAN,
    Comment,
    Part,
    ReviewItem,
)
from navigator_app.domain.support_plan import BarrierRow, SupportPlanRow
from navigator_app.domain.vocabulary import Service
from navigator_app.i18n import _, ngettext
from navigator_app.policy import packs
from navigator_app.services import batches, permissions, support_plan
from navigator_app.services.phrases import day
from navigator_app.services.workspace import Workspace
from navigator_app.store import reads_review

WHOLE = ""


def parts(ws: Workspace, item: ReviewItem) -> tuple[Part, ...]:
    """The parts in their order; the whole comes last where something stands beside it."""
    if item.about == PLAN:
        return _plan(support_plan.one(ws, item.about_id))
    made = {ENDING: _ending, OVERRIDE: _override, BATCH: _batch}[item.about](ws, item)
    return _beside(made, reads_review.comments(ws.store, item.id))


def places(ws: Workspace, item: ReviewItem) -> frozenset[str]:
    """The places that a comment may stand beside."""
    return frozenset({WHOLE, *(part.place for part in parts(ws, item))})


def _beside(made: list[tuple[str, str, str]], comments: list[Comment]) -> tuple[Part, ...]:
    found = [
        Part(place, heading, text, tuple(one for one in comments if one.place == place))
        for place, heading, text in made
    ]
    known = {place for place, _heading, _text in made}
    loose = tuple(one for one in comments if one.place not in known)
    if loose:
        found.append(Part(WHOLE, _("On the whole"), "", loose))
    return tuple(found)


def _plan(plan: SupportPlanRow) -> tuple[Part, ...]:
    made = [
        (field.id, _(field.label), plan.answer(field.id))
        for field in support_plan.form().fields
        if plan.answer(field.id).strip()
    ]
    made += [(one.id, one.barrier, _barrier(one)) for one in plan.barriers]
    comments = [
        Comment(one.id, one.about, one.comment, one.by, one.at, one.resolved is not None)
        for one in plan.comments
    ]
    return _beside(made, comments)


def _barrier(one: BarrierRow) -> str:
    lines = []
    for goal in one.goals:
        title = _("Short-term goal") if goal.term == "short" else _("Long-term goal")
        by = _("by {day}").format(day=day(goal.by)) if goal.by else ""
        said = ", ".join(part for part in (goal.goal, goal.measure, by) if part)
        lines.append(_("{heading}: {text}").format(heading=title, text=said))
    if one.approach:
        lines.append(one.approach)
    for step in one.steps:
        until = _(" (by {day})").format(day=day(step.due)) if step.due else ""
        lines.append(f"• {step.what}{until}")
    return "\n".join(lines)


def _ending(ws: Workspace, item: ReviewItem) -> list[tuple[str, str, str]]:
    row = reads_review.ending(ws.store, item.about_id)
    assert row is not None  # the queue leaves out what is gone
    reason, on, note, plan_told, team_told, service, plan, by, at = row
    known = reason in EndReason.slugs()
    told = [
        ("reason", _("Reason"), _(EndReason.from_slug(reason).value) if known else reason),
        ("on", _("Ended on"), day(date.fromisoformat(on))),
        ("service", _("Service"), _service(service, plan)),
    ]
    if permissions.sees(ws, "notes", item.member_id):
        told.append(("note", _("Note"), note or _("No note.")))
    not_yet = _("Not told yet.")
    told.append(("plan", _("Plan told on"), _day(plan_told) or not_yet))
    told.append(("team", _("Care team told on"), _day(team_told) or not_yet))
    told.append(("by", _("Recorded by"), _by(ws, by, at)))
    return told


def _override(ws: Workspace, item: ReviewItem) -> list[tuple[str, str, str]]:
    row = reads_review.override(ws.store, item.about_id)
    assert row is not None  # the queue leaves out what is gone
    rule_id, reason, policy, service, plan, by, at = row
    on = ws.clock.to_local(datetime.fromisoformat(at)).date()
    rule = next(iter(packs.stack(policy, on).versions(rule_id)), None)
    told = [("rule", _("Limit"), _(rule.title) if rule else rule_id)]
    if rule is not None:
        told.append(("source", _("Source"), rule.cited))
    told.append(("reason", _("Why it was passed"), reason))
    told.append(("service", _("Service"), _service(service, plan)))
    told.append(("by", _("Recorded by"), _by(ws, by, at)))
    return told


def _batch(ws: Workspace, item: ReviewItem) -> list[tuple[str, str, str]]:
    sheet = batches.sheet(ws, item.about_id)
    row = sheet.batch
    count = ngettext("{n} member", "{n} members", row.members).format(n=f"{row.members:,}")
    told = [
        ("title", _("Batch"), row.title or row.reference),
        ("service", _("Service"), _service(row.service.slug, row.plan_name)),
        ("members", _("Members"), count),
    ]
    if row.starts_on and row.ends_on:
        days = _("{first} to {last}").format(first=day(row.starts_on), last=day(row.ends_on))
        told.append(("days", _("Asked for"), days))
    if row.note:
        told.append(("note", _("Note"), row.note))
    for line in sheet.rows:
        said = [check.says for check in line.checks if check.mark.value != "ok"]
        if line.override_reason:
            said.append(_("Passed: {reason}").format(reason=line.override_reason))
        if said:
            told.append((line.id, line.name, "\n".join(said)))
    return told


def _service(slug: str, plan: str) -> str:
    name = _(Service.from_slug(slug).value) if slug in Service.slugs() else slug
    return _("{service}, {plan}").format(service=name, plan=plan)


def _by(ws: Workspace, name: str, at: str) -> str:
    on = ws.clock.to_local(datetime.fromisoformat(at)).date()
    return _("{name}, {day}").format(name=name or _("nobody"), day=day(on))


def _day(text: str | None) -> str:
    return day(date.fromisoformat(text)) if text else ""
