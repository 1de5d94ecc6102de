"""What a note may not say: refusals by field, before anything is written."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta

from navigator_app.domain.encounter_facts import LONGEST, NARRATIVE, Overlap
from navigator_app.domain.service_codes import Component
from navigator_app.domain.service_rows import NoteDraft
from navigator_app.domain.vocabulary import Service
from navigator_app.errors import InputRejected
from navigator_app.i18n import _
from navigator_app.policy import service_catalog
from navigator_app.services.workspace import Workspace
from navigator_app.store import reads_services

MILES = 1000
"""Miles of one visit beyond which a number is a slip of the finger."""

_KEPT = "\n\t"


def clean(text: str) -> str:
    """Text as it is kept: without control characters and halves of letters, which no screen shows;
    letters of every script, marks of direction and pictures stay as they are."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n").encode("utf-8", "replace").decode()
    return "".join(c for c in plain if c in _KEPT or ord(c) >= 32 and c != "\x7f").strip()


def refusals(
    ws: Workspace, draft: NoteDraft, overlaps: Sequence[Overlap]
) -> Iterator[InputRejected]:
    """Everything that keeps a note from being written, the first field first."""
    yield from _component(draft)
    yield from _when(ws, draft)
    yield from _minutes(ws, draft)
    yield from _crossing(draft, overlaps)
    yield from _miles(draft.miles)
    if (
        draft.barrier_id
        and reads_services.barrier_of(ws.store, draft.barrier_id) != draft.member_id
    ):
        yield InputRejected(
            "barrier_id",
            _("That goal is not one of this member's support plan."),
            _("Choose one of the member's goals, or leave it empty."),
        )
    length = len(draft.narrative)
    if length > NARRATIVE:
        yield InputRejected(
            "narrative",
            _("The note has {length} characters; it can hold {most}.").format(
                length=f"{length:,}", most=f"{NARRATIVE:,}"
            ),
            _("Keep the long text as a paper and sum it up here. What you typed is kept."),
        )


def component_of(draft: NoteDraft) -> Component | None:
    """The component a draft names, if it is one of its service."""
    found = service_catalog.shipped().catalog.component(draft.component)
    return found if found is not None and found.service is draft.service else None


def moment(ws: Workspace, draft: NoteDraft) -> datetime:
    """When it began, as UTC; in the hour that comes twice, the first."""
    return ws.clock.to_utc(draft.at.replace(fold=0)).astimezone(UTC)


def _miles(miles: float | None) -> Iterator[InputRejected]:
    if miles is None:
        return
    if not math.isfinite(miles):
        yield InputRejected(
            "miles",
            _("That is no number of miles."),
            _("Write it as 12 or 4.5, or leave it empty."),
        )
    elif not 0 <= miles <= MILES:
        yield InputRejected(
            "miles",
            _("{miles} miles cannot be.").format(miles=f"{miles:g}"),
            _("Give the miles of this visit, 0 to {most}.").format(most=MILES),
        )


def _component(draft: NoteDraft) -> Iterator[InputRejected]:
    if component_of(draft) is None:
        yield InputRejected(
            "component",
            _("Say what was done."),
            _("Choose one of the components of {service}.").format(service=draft.service.short),
        )


def _when(ws: Workspace, draft: NoteDraft) -> Iterator[InputRejected]:
    begins = moment(ws, draft)
    if begins > ws.clock.now():
        yield InputRejected(
            "at",
            _("The service is in the future."),
            _("Give the time it began, now or earlier."),
        )
    elif ws.clock.to_local(begins).replace(tzinfo=None, fold=0) != draft.at.replace(fold=0):
        yield InputRejected(
            "at",
            _("There was no {time} on {day}: the clocks went forward.").format(
                time=f"{draft.at:%H:%M}", day=draft.at.date().isoformat()
            ),
            _("If you mean the hour after, write {time}.").format(
                time=f"{draft.at + timedelta(hours=1):%H:%M}"
            ),
        )


def _minutes(ws: Workspace, draft: NoteDraft) -> Iterator[InputRejected]:
    if draft.minutes < 0 or (draft.minutes == 0 and draft.service is not Service.DEPOSITS):
        yield InputRejected(
            "minutes", _("How long did it take?"), _("Write minutes, or hours as 1:30.")
        )
    elif draft.minutes > LONGEST:
        hours, rest = divmod(draft.minutes, 60)
        yield InputRejected(
            "minutes",
            _("A visit of {hours} h {minutes} min is longer than a day.").format(
                hours=hours, minutes=rest
            ),
            _("Write one note for each day."),
        )
    elif moment(ws, draft) <= ws.clock.now() < moment(ws, draft) + timedelta(minutes=draft.minutes):
        yield InputRejected(
            "minutes",
            _("It would end in the future."),
            _("Give the time it began, or fewer minutes."),
        )


def _crossing(draft: NoteDraft, overlaps: Sequence[Overlap]) -> Iterator[InputRejected]:
    refused = [one for one in overlaps if one.same_member or not draft.together]
    if not refused:
        return
    first = min(refused, key=lambda one: not one.same_member)
    ends = first.begins + timedelta(minutes=first.minutes)
    text = _("You wrote another member’s note for {begins} to {ends} of that day.")
    advice = _("Change the time, or say that both were served at once.")
    if first.same_member:
        text = _("You have a note with this member for {begins} to {ends} of that day.")
        advice = _("Change the time, or correct that note instead.")
    words = text.format(begins=f"{first.begins:%H:%M}", ends=f"{ends:%H:%M}")
    yield InputRejected("at", words, advice)
