"""What follows from a way in, shown before it is kept: clocks with their rules, and the start."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, tzinfo

from navigator_app.domain.clocks import ClockState, State, evaluate
from navigator_app.domain.facts import Fact, Path, When, day_of
from navigator_app.domain.intake_rows import Outlook
from navigator_app.domain.paths import FACTS, HOURS, OptIn, Values, facts, form, moment
from navigator_app.domain.retroactive import authorization_start
from navigator_app.domain.rules import Stack
from navigator_app.domain.vocabulary import Service
from navigator_app.i18n import _
from navigator_app.policy import packs
from navigator_app.services import agency
from navigator_app.services.facts import Evaluator
from navigator_app.services.workspace import Workspace


def outlook(
    ws: Workspace,
    *,
    plan: str,
    service: Service,
    path: Path,
    opt_in: OptIn | None = None,
    values: Values,
    known: Mapping[Fact, When] | None = None,
) -> Outlook:
    """What follows from typed values before they are kept: clocks, and the retroactive start.

    Values that cannot be read are left out: this is for showing while somebody types. `known` are
    facts that other records tell (a first attempt, the authorization).
    """
    row = agency.plan(ws, plan)
    today = ws.clock.today()
    stack = packs.stack(row.policy, today)
    typed = {**_readable(values, ws.clock.tz), "opt_in_order": opt_in.value if opt_in else ""}
    told = facts(path, service, typed).having(known or {})
    calendar = Evaluator(ws, ws.store).calendar(row.id, row.policy)
    states = evaluate(stack, told, ws.clock.now(), calendar, ws.clock.tz)
    asked = {FACTS[ask.name] for ask in form(path, opt_in).asks if ask.name in FACTS}
    asked.add(Fact.AUTHORIZATION_RECEIVED)
    running = [one for one in states if one.running]
    return Outlook(
        running=tuple(sorted(running, key=lambda one: _due_day(ws, one))),
        settled=tuple(one for one in states if one.state is State.MET),
        waiting=tuple(
            one
            for one in states
            if one.due is None and one.state is State.UPCOMING and asked & set(one.rule.trigger)
        ),
        start=authorization_start(stack, told, ws.clock.tz),
        notes=tuple(_notes(stack, path, service, typed)),
    )


def _readable(values: Values, zone: tzinfo) -> dict[str, str]:
    """The values without days that are no days and hours that are none; hours as moments."""
    found = {}
    for name, text in values.items():
        if name.endswith("_on") and text:
            try:
                date.fromisoformat(text)
            except ValueError:
                continue
        found[name] = text
    for name, fact in HOURS.items():
        days = (found.get(day) for day, of in FACTS.items() if of is fact)
        try:
            found[name] = moment(next(days, None) or "", found.get(name, ""), zone)
        except ValueError:
            found[name] = ""
    return found


def _due_day(ws: Workspace, state: ClockState) -> date:
    return day_of(state.due, ws.clock.tz) if state.due is not None else date.max


def _notes(stack: Stack, path: Path, service: Service, values: Values) -> list[str]:
    """What a rule says of this way in beyond its clocks."""
    said: list[str] = []
    last, joined = values.get("last_service_on"), values.get("plan_joined_on")
    limit = stack.rule("continuity-lookback", service)
    if path is Path.CONTINUITY and last and joined and limit is not None:
        days = (date.fromisoformat(joined) - date.fromisoformat(last)).days
        text = (
            _("{days} days from the last service to joining; the plan looks back {most} ({rule}).")
            if days <= limit.value
            else _(
                "{days} days from the last service to joining is more than the {most} days of "
                "{rule}: continuity is likely to be refused."
            )
        )
        said.append(text.format(days=days, most=limit.value, rule=limit.cited))
    return said
