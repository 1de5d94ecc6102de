"""A member's housing support plan, read on the command line."""

from __future__ import annotations

from argparse import Namespace

from navigator_app.commands import output
from navigator_app.commands.people import member_id
from navigator_app.commands.session import opened
from navigator_app.commands.shapes import Shape, iso
from navigator_app.domain.support_plan import BarrierRow, SupportPlanRow, VersionRow
from navigator_app.errors import NotFound
from navigator_app.i18n import _
from navigator_app.services import support_plan
from navigator_app.services.phrases import day
from navigator_app.services.support_plan import PlanPage
from navigator_app.services.workspace import Workspace


def show(args: Namespace) -> int:
    """Show one version of a member's plan, the newest without --version."""
    with opened(args) as ws:
        page = _page(ws, args.member, args.number)
    if output.wants_json(args):
        output.document(shape(page))
    else:
        _print(page)
    return 0


def _page(ws: Workspace, who: str, number: int | None) -> PlanPage:
    page = support_plan.page(ws, member_id(ws, who))
    if page.plan is None:
        raise NotFound(
            _("No plan yet"),
            _("No housing support plan is kept for this member."),
            _("Begin one on the member's page."),
        )
    if number is None or number == page.plan.version:
        return page
    found = next((row for row in page.versions if row.version == number), None)
    if found is None:
        there = ", ".join(str(row.version) for row in reversed(page.versions))
        raise NotFound(
            _("No such version"),
            _("There is no version {n} of this plan.").format(n=number),
            _("There is: {versions}.").format(versions=there),
        )
    return support_plan.page(ws, page.member_id, found.id)


def shape(page: PlanPage) -> Shape:
    """One version as JSON, with the list of versions."""
    plan = page.plan
    assert plan is not None
    return {
        "id": plan.id,
        "member_id": plan.member_id,
        "referral_id": plan.referral_id,
        "version": plan.version,
        "state": plan.state.slug,
        "state_on": iso(plan.state_on),
        "started": iso(plan.started),
        "review": iso(plan.review),
        "signed": iso(plan.signed),
        "why": plan.why or None,
        "author": plan.author or None,
        "reviewer": plan.reviewer or None,
        "content_sha256": plan.sha256 or None,
        "unchanged_since_signing": page.intact if plan.signed else None,
        "progress": {
            "goals": page.progress.goals,
            "met": page.progress.met,
            "steps": page.progress.steps,
            "steps_done": page.progress.done,
            "says": page.says,
        },
        "answers": {field.id: plan.answer(field.id) or None for field in page.form.fields},
        "barriers": [_barrier(row) for row in plan.barriers],
        "comments": [
            {
                "about": row.about or None,
                "comment": row.comment,
                "by": row.by or None,
                "at": iso(row.at),
                "resolved": iso(row.resolved),
            }
            for row in plan.comments
        ],
        "signatures": [
            {
                "role": row.role,
                "name": row.name,
                "how": row.how,
                "on": iso(row.on),
                "witness": row.witness or None,
            }
            for row in plan.signatures
        ],
        "missing": [
            {
                "need": lack.need.id,
                "about": lack.about,
                "says": lack.says.told(_, day),
                "required": lack.need.required,
                "source": lack.need.told.cited,
            }
            for lack in page.lacks
        ],
        "versions": [_version(row) for row in page.versions],
    }


def _barrier(row: BarrierRow) -> Shape:
    goals = {
        goal.term: {
            "goal": goal.goal,
            "measure": goal.measure or None,
            "by": iso(goal.by),
            "met": iso(goal.met),
        }
        for goal in row.goals
    }
    return {
        "id": row.id,
        "phase": row.phase,
        "barrier": row.barrier,
        "short_term": goals.get("short"),
        "long_term": goals.get("long"),
        "approach": row.approach or None,
        "other_providers": row.other_providers or None,
        "medi_cal_pays": row.medi_cal_pays,
        "progress": row.progress or "not-started",
        "note": row.progress_note or None,
        "steps": [
            {"what": one.what, "owner": one.owner or None, "due": iso(one.due),
             "done": iso(one.done)}
            for one in row.steps
        ],
    }  # fmt: skip


def _version(row: VersionRow) -> Shape:
    return {
        "id": row.id,
        "version": row.version,
        "state": row.state.slug,
        "started": iso(row.started),
        "signed": iso(row.signed),
        "why": row.why or None,
    }


def _print(page: PlanPage) -> None:
    plan = page.plan
    assert plan is not None
    output.facts(
        [
            (_("member"), page.member_name),
            (_("version"), plan.version),
            (_("state"), _(plan.state.value)),
            (_("begun"), plan.started),
            (_("next review"), plan.review),
            (_("signed"), plan.signed),
            (_("why"), plan.why),
            (_("progress"), page.says),
        ]
    )
    _print_parts(page, plan)
    for row in plan.barriers:
        output.line("")
        output.line(row.barrier)
        for goal in row.goals:
            mark = "x" if goal.met else " "
            by = _("by {day}").format(day=goal.by) if goal.by else ""
            output.line(f"  [{mark}] {goal.goal} {by}".rstrip())
        for step in row.steps:
            mark = "x" if step.done else " "
            words = (step.what, step.owner, str(step.due or ""))
            output.line(f"      [{mark}] {' · '.join(word for word in words if word)}")
    for lack in page.lacks:
        output.line("")
        output.line(lack.says.told(_, day))
        output.line(f"  ({lack.need.told.cited})")


def _print_parts(page: PlanPage, plan: SupportPlanRow) -> None:
    for part in page.form.parts:
        told = [(field, plan.answer(field.id)) for field in part.fields if plan.answer(field.id)]
        if told:
            output.line("")
            output.line(_(part.title))
            for field, text in told:
                output.line(f"  {_(field.label)}: {' '.join(text.split())}")
