"""One member's housing search: preferences, homes on their way, and the team's board.

Every step is kept as an event; the application holds the stage it led to.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING

from navigator_app.domain import housing, housing_match
from navigator_app.domain.housing import Stage, Step
from navigator_app.domain.housing_match import Matched, Wants
from navigator_app.domain.housing_rows import (
    ApplicationRow,
    LastDay,
    SearchFacts,
    SubsidyRow,
    TeamRow,
    Written,
)
from navigator_app.domain.identifiers import uuid7
from navigator_app.domain.records import Changes
from navigator_app.errors import InputRejected, NotFound
from navigator_app.i18n import _
from navigator_app.policy import housing_lists
from navigator_app.services import housing_checks as checks
from navigator_app.services import housing_directory as directory
from navigator_app.services import housing_due, read_reasons, seen
from navigator_app.services.workspace import Workspace
from navigator_app.store import reads_homes, reads_housing

if TYPE_CHECKING:
    from navigator_app.store.tx import Tx


@dataclass(frozen=True, slots=True)
class SearchPage:
    """A member's search whole: the facts, what rents mean, and homes that may fit, best first."""

    facts: SearchFacts
    wants: Wants
    suggested: tuple[Matched, ...]
    last_days: tuple[LastDay, ...]


@dataclass(frozen=True, slots=True)
class PreferenceDraft:
    """What a member looks for, as somebody enters it."""

    areas: str = ""
    avoid: str = ""
    kinds: tuple[str, ...] = ()
    bedrooms: int | None = None
    most_rent_cents: int | None = None
    move_by: date | None = None
    features: tuple[str, ...] = ()
    pets: bool | None = None
    near: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class StepDraft:
    """What happened to an application. `at` is a showing's local time; `next_step` and `next_on`
    are what comes then, None to leave them as they are."""

    step: Step
    on: date
    at: time | None = None
    reason: str = ""
    appeal_by: date | None = None
    cents: int | None = None
    note: str = ""
    next_step: str | None = None
    next_on: date | None = None


def page(ws: Workspace, member_id: str) -> SearchPage:
    """Everything of one member's search; NotFound when there is no such member."""
    read_reasons.need(ws, member_id)
    checks.check_member(ws, member_id)
    today, marks = ws.clock.today(), directory.marks(ws)
    found = reads_housing.facts(ws.store, member_id, today)
    applications = seen.marked(
        ws, "housing_application", found.applications, member_id, fields=_WORDS
    )
    subsidies = seen.marked(ws, "subsidy", found.subsidies, member_id)
    found = replace(
        found,
        applications=tuple(_seen(ws, one) for one in applications),
        accommodations=seen.marked(ws, "accommodation_request", found.accommodations, member_id),
        subsidies=tuple(_counted(one, today, marks) for one in subsidies),
        entries=seen.marked(ws, "coordinated_entry", found.entries, member_id),
    )
    wants = Wants(
        preference=found.preference,
        household=found.household,
        income=found.income,
        subsidies=found.subsidies,
        today=today,
        stale_days=directory.figure(ws, housing_lists.STALE),
        own_percent=directory.figure(ws, housing_lists.SHARE),
    )
    followed = {one.unit_id for one in found.applications}
    homes = reads_homes.units(ws.store, ("available", "held", "unknown"))
    matches = housing_match.ranked(
        (one for one in homes if one.id not in followed), wants, _titles()
    )
    return SearchPage(found, wants, tuple(matches), _last_days(ws, found))


def save_preference(ws: Workspace, member_id: str, draft: PreferenceDraft) -> Written:
    """Keep what a member looks for; InputRejected names the field."""
    checks.check_member(ws, member_id)
    values = _preference_values(ws, draft)
    with ws.transaction("save_housing_preference") as tx:
        values["updated_at"] = tx.now
        if reads_housing.preference(ws.store, member_id) is None:
            tx.insert("housing_preference", {"member_id": member_id, **values})
        else:
            names = ", ".join(f"{name} = ?" for name in values)
            sql = f"UPDATE housing_preference SET {names} WHERE member_id = ?"  # noqa: S608
            tx.execute(sql, (*values.values(), member_id))
        return Written(member_id, _of(member_id), tx.id)


def begin(
    ws: Workspace,
    member_id: str,
    *,
    unit_id: str | None = None,
    title: str = "",
    next_step: str = "",
    next_on: date | None = None,
) -> Written:
    """Put a home on a member's board: one of the directory, or one in words.

    InputRejected when neither is named, or the home is on the board already.
    """
    checks.check_member(ws, member_id)
    words = checks.line("title", title)
    if unit_id:
        directory.unit(ws, unit_id)
    elif not words:
        raise InputRejected("title", _("Choose a home, or say in words which one is meant."))
    known = reads_housing.applications(ws.store, member_id)
    if any(unit_id and one.unit_id == unit_id and one.stage in housing.UNDER_WAY for one in known):
        raise InputRejected(
            "unit_id", _("This home is on the board already."), _("Record there what happened.")
        )
    key = uuid7()
    with ws.transaction("begin_housing_application") as tx:
        tx.insert(
            "housing_application",
            {
                "id": key,
                "member_id": member_id,
                "unit_id": unit_id or None,
                "title": words,
                "stage": Stage.LOOKING.slug,
                "stage_on": ws.clock.today().isoformat(),
                **_next(ws, next_step, next_on),
                "user_id": ws.user.id,
                "created_at": tx.now,
            },
        )
        return Written(key, _of(member_id), tx.id)


def application(ws: Workspace, application_id: str) -> ApplicationRow:
    """One application with its events; NotFound when there is none."""
    read_reasons.need_record(ws, "housing_application", application_id)
    row = reads_housing.application(ws.store, application_id)
    if row is None:
        raise NotFound(_("Not found"), _("There is no such home on a member’s board."))
    return _seen(ws, row)


def record_step(ws: Workspace, application_id: str, draft: StepDraft) -> Written:
    """Record what happened and move the application to where that leads.

    InputRejected names the field: a step that cannot follow, days in an impossible order, a denial
    without a reason, an amount that cannot be.
    """
    known = application(ws, application_id)
    stage = housing.stage_after(known.stage, draft.step)
    if stage is None:
        raise InputRejected(
            "step",
            _("“{step}” cannot follow “{stage}”.").format(
                step=_(draft.step.value), stage=_(known.stage.value)
            ),
            _("Record first what happened in between."),
        )
    event = _event(ws, known, draft)
    with ws.transaction("record_housing_step") as tx:
        tx.insert(
            "housing_event",
            {"id": uuid7(), "application_id": known.id, "member_id": known.member_id, **event,
             "user_id": ws.user.id, "created_at": tx.now},
        )  # fmt: skip
        _move(tx, ws, known, stage, draft)
        return Written(known.id, _of(known.member_id), tx.id)


def set_next(ws: Workspace, application_id: str, next_step: str, next_on: date | None) -> Written:
    """Say what comes next for an application, by when."""
    known = application(ws, application_id)
    values = _next(ws, next_step, next_on)
    with ws.transaction("set_housing_next") as tx:
        tx.update("housing_application", known.id, values)
        return Written(known.id, _of(known.member_id), tx.id)


def board(ws: Workspace, *, member_id: str = "", stage: Stage | None = None) -> list[TeamRow]:
    """The team's board: applications of everybody, or of one member, or at one stage."""
    if member_id:
        read_reasons.need(ws, member_id)
    rows = reads_housing.team(ws.store, member_id=member_id, stage=stage)
    away = read_reasons.closed(ws, {row.member_id for row in rows})
    held = seen.held(ws, "housing_application", [row.application_id for row in rows], member_id)
    return [
        seen.without(row, ("next_step",))
        if row.member_id in away or row.application_id in held
        else row
        for row in rows
    ]


def last_days(ws: Workspace) -> list[LastDay]:
    """Vouchers about to end and appeals to hand in, of all members, the nearest first."""
    return housing_due.last_days(ws, ws.clock.today())


_WORDS = ("next_step", "ended_why")
"""What is written of an application."""


def _seen(ws: Workspace, row: ApplicationRow) -> ApplicationRow:
    """An application with as much of what happened as the role sees."""
    return replace(row, events=seen.events(ws, "housing_event", row.member_id, row.events))


def _counted(one: SubsidyRow, today: date, marks: tuple[int, ...]) -> SubsidyRow:
    if one.state != "issued" or one.last_day is None:
        return one
    return replace(one, runout=housing.runout(one.last_day, today, marks))


def _last_days(ws: Workspace, found: SearchFacts) -> tuple[LastDay, ...]:
    today = ws.clock.today()
    days = [
        LastDay("voucher", one.id, found.member_id, "", one.kind, one.runout)
        for one in found.subsidies
        if one.runout is not None and one.runout.mark is not None
    ]
    days += [
        LastDay(
            "appeal", one.id, found.member_id, "", one.title, housing.runout(one.appeal_by, today)
        )
        for one in found.applications
        if one.stage is Stage.DENIED and one.appeal_by is not None
    ]
    return tuple(sorted(days, key=lambda one: (one.runout.last_day, one.record_id)))


def _titles() -> dict[str, str]:
    lists = housing_lists.shipped()
    return {item.id: item.title for item in (*lists.unit_kinds, *lists.features)}


def _of(member_id: str) -> Changes:
    # The directory shows how many follow a home.
    return Changes(members=frozenset({member_id}), directory=True)


def _next(ws: Workspace, next_step: str, next_on: date | None) -> dict[str, object]:
    checks.near(ws, "next_on", next_on)
    return {
        "next_step": checks.line("next_step", next_step),
        "next_on": checks.text_of(next_on),
    }


def _preference_values(ws: Workspace, draft: PreferenceDraft) -> dict[str, object]:
    lists = housing_lists.shipped()
    checks.near(ws, "move_by", draft.move_by)
    kinds = checks.some_of("kinds", draft.kinds, housing_lists.ids(lists.unit_kinds))
    features = checks.some_of("features", draft.features, housing_lists.ids(lists.features))
    return {
        "areas": checks.line("areas", draft.areas),
        "avoid": checks.line("avoid", draft.avoid),
        "kinds": json.dumps(kinds),
        "bedrooms": checks.count("bedrooms", draft.bedrooms, checks.MOST_BEDROOMS),
        "most_rent_cents": checks.cents("most_rent", draft.most_rent_cents),
        "move_by_on": checks.text_of(draft.move_by),
        "features": json.dumps(features),
        "pets": checks.flag_of(draft.pets),
        "near": checks.line("near", draft.near),
        "note": checks.note(draft.note),
    }


def _event(ws: Workspace, known: ApplicationRow, draft: StepDraft) -> dict[str, object]:
    """An event's columns; refuses what cannot be."""
    ahead = draft.step in (Step.SHOWING, Step.LEASE)  # an appointment may be made
    checks.near(ws, "on", draft.on)
    if not ahead:
        checks.past(ws, "on", draft.on)
    if draft.step is not Step.NOTE:
        before = _("It lies before the step of {day} that it follows.")
        checks.in_order("on", known.stage_on, draft.on, before)
    reasons = housing_lists.ids(housing_lists.shipped().denial_reasons)
    if draft.step is Step.DENIED:
        if not draft.reason:
            raise InputRejected("reason", _("Say why, as far as it is known."))
        checks.one_of("reason", draft.reason, reasons)
        early = _("An appeal cannot be due before the denial of {day}.")
        checks.near(ws, "appeal_by", draft.appeal_by)
        checks.in_order("appeal_by", draft.on, draft.appeal_by, early)
    if draft.step is Step.FEE and not draft.cents:
        raise InputRejected("cents", _("Say how much was paid."))
    if draft.step is Step.NOTE and not draft.note.strip():
        raise InputRejected("note", _("The note says nothing yet."))
    return {
        "kind": draft.step.slug,
        "on_date": draft.on.isoformat(),
        "at_utc": _moment(ws, draft),
        "reason": draft.reason if draft.step is Step.DENIED else "",
        "cents": checks.cents("cents", draft.cents),
        "note": checks.note(draft.note),
    }


def _moment(ws: Workspace, draft: StepDraft) -> str | None:
    if draft.step is not Step.SHOWING or draft.at is None:
        return None
    local = datetime.combine(draft.on, draft.at)
    return ws.clock.to_utc(local).astimezone(UTC).isoformat(timespec="milliseconds")


def _move(tx: Tx, ws: Workspace, known: ApplicationRow, stage: Stage, draft: StepDraft) -> None:
    values: dict[str, object] = {}
    if draft.step not in (Step.NOTE, Step.FEE):
        # A showing ahead moves the card today; what comes after may lie before the appointment.
        values["stage"] = stage.slug
        values["stage_on"] = min(draft.on, ws.clock.today()).isoformat()
        values["ended_why"] = checks.line("note", draft.note) if stage is Stage.ENDED else ""
    if draft.step is Step.DENIED:
        values["appeal_by_on"] = checks.text_of(draft.appeal_by)
    elif stage is not Stage.DENIED:
        values["appeal_by_on"] = None
    if draft.next_step is not None:
        values |= _next(ws, draft.next_step, draft.next_on)
    elif stage is not known.stage:
        values |= {"next_step": "", "next_on": None}  # what was next is done
    if values:
        tx.update("housing_application", known.id, values)
