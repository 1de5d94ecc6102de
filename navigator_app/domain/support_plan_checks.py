"""What a housing support plan lacks for a purpose, and how far its goals are."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import date

from navigator_app.domain.saying import N_, Saying, Term, saying
from navigator_app.domain.support_plan import (
    BarrierRow,
    Goal,
    PlanState,
    StepRow,
    SupportPlanRow,
    signatures_complete,
)
from navigator_app.domain.support_plan_form import Check, Form, Need, Purpose


@dataclass(frozen=True, slots=True)
class Lack:
    """One thing that is missing. `about` names the place: a field's id, "barrier id/column",
    "barriers", "review_on" or "signatures"."""

    need: Need
    about: str
    says: Saying


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the goals are; `next_*` is what comes first of what is still open."""

    goals: int = 0
    met: int = 0
    steps: int = 0
    done: int = 0
    next_what: str = ""
    next_on: date | None = None


Found = Iterator[tuple[str, Saying]]

_NO_SHORT = N_("“{barrier}” has no short-term goal.")
_NO_LONG = N_("“{barrier}” has no long-term goal.")
_SHORT_MEASURE = N_("The short-term goal of “{barrier}” cannot be measured yet.")
_LONG_MEASURE = N_("The long-term goal of “{barrier}” cannot be measured yet.")
_SHORT_DAY = N_("The short-term goal of “{barrier}” has no day.")
_LONG_DAY = N_("The long-term goal of “{barrier}” has no day.")


def lacks(
    form: Form, plan: SupportPlanRow, purpose: Purpose, policies: Collection[str], today: date
) -> tuple[Lack, ...]:
    """What is missing for a purpose at a plan with these packs, what is required first."""
    found = [
        Lack(need, about, says)
        for need in form.needed(purpose, policies)
        for about, says in _CHECKS[need.check](form, plan, need, today)
    ]
    return tuple(sorted(found, key=lambda one: not one.need.required))


def progress(plan: SupportPlanRow) -> Progress:
    """How many goals are met and what comes next; a barrier that was stopped asks for nothing."""
    live = [one for one in plan.barriers if one.progress != "stopped"]
    goals = [goal for one in live for goal in one.goals]
    steps = [step for one in live for step in one.steps if step.what.strip()]
    first = _first(live)
    return Progress(
        goals=len(goals),
        met=sum(goal.met is not None for goal in goals),
        steps=len(steps),
        done=sum(step.done is not None for step in steps),
        next_what=first[1] if first else "",
        next_on=first[0] if first else None,
    )


def _first(barriers: list[BarrierRow]) -> tuple[date | None, str] | None:
    open_ones: list[tuple[date | None, str]] = []
    for one in barriers:
        steps: list[StepRow] = [s for s in one.steps if s.done is None and s.what.strip()]
        open_ones += [(step.due, step.what.strip()) for step in steps]
        goals: list[Goal] = [goal for goal in one.goals if goal.met is None]
        open_ones += [(goal.by, goal.goal.strip()) for goal in goals]
    return min(open_ones, key=lambda item: item[0] or date.max, default=None)


def _answered(form: Form, plan: SupportPlanRow, need: Need, _today: date) -> Found:
    for name in need.fields:
        asked = form.field(name)
        if asked is not None and not plan.answer(name).strip():
            yield name, saying(N_("“{field}” is empty."), field=Term(asked.label))


def _barriers(_form: Form, plan: SupportPlanRow, _need: Need, _today: date) -> Found:
    if not plan.barriers:
        yield "barriers", saying(N_("No barrier is named yet."))
    for one in plan.barriers:
        if not one.barrier.strip():
            yield f"{one.id}/barrier", saying(N_("A barrier has no words yet."))


def _goals(_form: Form, plan: SupportPlanRow, _need: Need, _today: date) -> Found:
    for one in plan.barriers:
        if not one.short_goal.strip():
            yield f"{one.id}/short_goal", saying(_NO_SHORT, barrier=one.barrier)
        if not one.long_goal.strip():
            yield f"{one.id}/long_goal", saying(_NO_LONG, barrier=one.barrier)


def _measures(_form: Form, plan: SupportPlanRow, _need: Need, _today: date) -> Found:
    for one in plan.barriers:
        if one.short_goal.strip() and not one.short_measure.strip():
            yield f"{one.id}/short_measure", saying(_SHORT_MEASURE, barrier=one.barrier)
        if one.short_goal.strip() and one.short_by is None:
            yield f"{one.id}/short_by_on", saying(_SHORT_DAY, barrier=one.barrier)
        if one.long_goal.strip() and not one.long_measure.strip():
            yield f"{one.id}/long_measure", saying(_LONG_MEASURE, barrier=one.barrier)
        if one.long_goal.strip() and one.long_by is None:
            yield f"{one.id}/long_by_on", saying(_LONG_DAY, barrier=one.barrier)


def _approach(_form: Form, plan: SupportPlanRow, _need: Need, _today: date) -> Found:
    for one in plan.barriers:
        if not one.approach.strip():
            says = saying(N_("“{barrier}” lacks the member’s approach."), barrier=one.barrier)
            yield f"{one.id}/approach", says


def _providers(_form: Form, plan: SupportPlanRow, _need: Need, _today: date) -> Found:
    for one in plan.barriers:
        if not one.other_providers.strip():
            text = N_("“{barrier}”: say which other providers are needed, or “none”.")
            yield f"{one.id}/other_providers", saying(text, barrier=one.barrier)
        elif one.medi_cal_pays is None and not _none(one.other_providers):
            text = N_("“{barrier}”: say whether Medi-Cal pays the other providers.")
            yield f"{one.id}/medi_cal_pays", saying(text, barrier=one.barrier)


def _none(text: str) -> bool:
    return text.strip().casefold().rstrip(".") in ("none", "no", "nobody", "-", "—", "ninguno")


def _steps(_form: Form, plan: SupportPlanRow, _need: Need, _today: date) -> Found:
    for one in plan.barriers:
        told = [step for step in one.steps if step.what.strip()]
        if not told:
            yield f"{one.id}/steps", saying(N_("“{barrier}” has no step."), barrier=one.barrier)
        for step in told:
            if not step.owner.strip() or step.due is None:
                text = N_("The step “{step}” lacks who does it or by when.")
                yield f"{one.id}/steps", saying(text, step=step.what)


def _review_day(_form: Form, plan: SupportPlanRow, _need: Need, today: date) -> Found:
    if plan.review is None:
        yield "review_on", saying(N_("No day is set for the next review."))
    elif plan.review < today:
        text = N_("The review was due on {day}; revise the plan.")
        yield "review_on", saying(text, day=plan.review)


def _signed(_form: Form, plan: SupportPlanRow, _need: Need, _today: date) -> Found:
    if plan.state is PlanState.SIGNED:
        return
    roles = [one.role for one in plan.signatures]
    if plan.state is not PlanState.APPROVED:
        yield "signatures", saying(N_("It is not approved yet, so it cannot be signed."))
    elif not signatures_complete(roles):
        yield "signatures", saying(N_("The member and the navigator have not both signed."))


_CHECKS: dict[Check, Callable[[Form, SupportPlanRow, Need, date], Found]] = {
    Check.ANSWERED: _answered,
    Check.BARRIERS: _barriers,
    Check.GOALS: _goals,
    Check.MEASURES: _measures,
    Check.APPROACH: _approach,
    Check.PROVIDERS: _providers,
    Check.STEPS: _steps,
    Check.REVIEW_DAY: _review_day,
    Check.SIGNED: _signed,
}
