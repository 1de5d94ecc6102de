"""Two versions of a housing support plan beside one another, field by field."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from navigator_app.domain.saying import N_
from navigator_app.domain.support_plan import BarrierRow, SupportPlanRow
from navigator_app.domain.support_plan_form import Form


@dataclass(frozen=True, slots=True)
class Beside:
    """One place in both versions. `part` and `label` are texts for translation, `whose` the
    member's own words for a barrier; `left` and `right` are what stands there, None: no such
    place in that version."""

    part: str
    label: str
    whose: str
    left: str | None
    right: str | None

    @property
    def changed(self) -> bool:
        """True where the two differ."""
        return (self.left or "") != (self.right or "")


_COLUMNS = (
    ("phase", N_("About")),
    ("barrier", N_("Barrier")),
    ("short_goal", N_("Short-term goal")),
    ("short_measure", N_("Measured by")),
    ("short_by", N_("Short-term goal by")),
    ("long_goal", N_("Long-term goal")),
    ("long_measure", N_("Measured by, in the long run")),
    ("long_by", N_("Long-term goal by")),
    ("approach", N_("The member’s approach")),
    ("other_providers", N_("Other providers needed")),
    ("medi_cal_pays", N_("Paid by Medi-Cal")),
)
_BARRIERS = N_("Barriers and goals")
_STEPS = N_("Steps")
_REVIEW = N_("Next review")


def beside(form: Form, left: SupportPlanRow, right: SupportPlanRow) -> tuple[Beside, ...]:
    """Every place where at least one of the two says something, in the order of the form."""
    found: list[Beside] = []
    for part in form.parts:
        for asked in part.fields:
            one, other = left.answer(asked.id), right.answer(asked.id)
            if one or other:
                found.append(Beside(part.title, asked.label, "", one, other))
    found += _of_barriers(left, right)
    found.append(Beside(_REVIEW, _REVIEW, "", _day(left.review), _day(right.review)))
    return tuple(found)


def _of_barriers(left: SupportPlanRow, right: SupportPlanRow) -> Iterator[Beside]:
    before = {one.root: one for one in left.barriers}
    after = {one.root: one for one in right.barriers}
    for root in dict.fromkeys([*after, *before]):
        one, other = before.get(root), after.get(root)
        named = other or one
        whose = named.barrier if named else ""
        for column, label in _COLUMNS:
            told = _cell(one, column), _cell(other, column)
            if any(told):
                yield Beside(_BARRIERS, label, whose, *told)
        steps = _steps(one), _steps(other)
        if any(steps):
            yield Beside(_BARRIERS, _STEPS, whose, *steps)


def _cell(one: BarrierRow | None, column: str) -> str | None:
    if one is None:
        return None
    value = getattr(one, column)
    if isinstance(value, bool):
        return "yes" if value else "no"
    return _day(value) if isinstance(value, date) else str(value or "")


def _steps(one: BarrierRow | None) -> str | None:
    if one is None:
        return None
    told = ((step.what, step.owner, _day(step.due)) for step in one.steps)
    return "\n".join(" · ".join(word for word in line if word) for line in told)


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""
