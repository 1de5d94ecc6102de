"""Every clock of one referral in words: upcoming, due, overdue, met, moot, each with its rule."""

from __future__ import annotations

from datetime import tzinfo

from navigator_app.domain.clocks import ClockState, State
from navigator_app.domain.due import ClockRow
from navigator_app.domain.facts import day_of
from navigator_app.i18n import _
from navigator_app.services import clocks, due_lines, read_reasons
from navigator_app.services.phrases import day
from navigator_app.services.workspace import Workspace

_ORDER = (State.OVERDUE, State.DUE, State.UPCOMING, State.MET, State.MOOT)


def of_referral(ws: Workspace, referral_id: str) -> list[ClockRow]:
    """What runs first, by its day; then what is met, what is moot, and last what has not begun.

    Empty for a referral that is not known or that the plan denied.
    """
    read_reasons.need_record(ws, "referral", referral_id)
    states = sorted(clocks.of_referral(ws, referral_id), key=lambda one: _place(one, ws.clock.tz))
    return [_row(one, ws.clock.tz) for one in states]


def _place(one: ClockState, zone: tzinfo) -> tuple[bool, int, str, int]:
    asleep = one.due is None and one.state is State.UPCOMING
    due = "" if one.due is None else day_of(one.due, zone).isoformat()
    return asleep, _ORDER.index(one.state), due, one.rule.stake.rank


def _row(one: ClockState, zone: tzinfo) -> ClockRow:
    rule = one.rule
    return ClockRow(
        rule=rule.id,
        title=_(rule.title),
        state=one.state.value,
        due=None if one.due is None else day_of(one.due, zone),
        met=None if one.met_on is None else day_of(one.met_on, zone),
        late=one.late,
        chase=one.chase,
        said=tuple(says.told(_, day) for says in one.said),
        problems=tuple(problem.why.told(_, day) for problem in one.problems),
        value=due_lines.value(rule),
        basis=due_lines.basis(rule),
        section=rule.section,
        source=rule.cited,
        required=rule.required,
        stake=rule.stake.value,
    )
