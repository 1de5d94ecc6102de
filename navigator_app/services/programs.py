"""Other programs, earlier services and housing facts of a member: recorded, corrected, ended."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from navigator_app.domain.guard_rows import ProgramRow
from navigator_app.domain.homelessness import Situation
from navigator_app.domain.identifiers import uuid7
from navigator_app.domain.programs import COUNTED_IN_HOURS, Program
from navigator_app.domain.records import Changes
from navigator_app.domain.vocabulary import Service
from navigator_app.errors import InputRejected, NotFound
from navigator_app.i18n import _
from navigator_app.services import read_reasons
from navigator_app.services.workspace import Workspace
from navigator_app.store import reads_programs, referral_state

MOST_HOURS = 9999
"""Hours of one entry: beyond a year of days it is a slip of the pen."""

MOST_MOVES = 60
"""Moves in 60 days."""


@dataclass(frozen=True, slots=True)
class ProgramDraft:
    """Another program or stay as somebody enters it; `amount` is hours."""

    member_id: str
    program: Program
    starts_on: date | None = None
    ends_on: date | None = None
    provider: str = ""
    amount: float | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class UseDraft:
    """An earlier time of a service, with what has changed since where a second is asked for."""

    member_id: str
    service: Service
    starts_on: date | None = None
    ends_on: date | None = None
    provider: str = ""
    what_changed: str = ""


def add_program(ws: Workspace, draft: ProgramDraft) -> Changes:
    """Record another program. InputRejected for an end before the start, a stay in custody that
    begins in the future, or hours that cannot be."""
    _check_member(ws, draft.member_id)
    _check_program(ws, draft)
    with ws.transaction("add_program") as tx:
        known = {"id": uuid7(), "member_id": draft.member_id, "created_at": tx.now}
        tx.insert("other_program", {**known, **_program_values(draft)})
    return Changes(members=frozenset({draft.member_id}))


def one(ws: Workspace, program_id: str) -> ProgramRow:
    """One program; NotFound when there is none."""
    read_reasons.need_record(ws, "other_program", program_id)
    row = reads_programs.program(ws.store, program_id)
    if row is None:
        raise no_program()
    return row


def amend_program(ws: Workspace, program_id: str, draft: ProgramDraft) -> Changes:
    """Write a program anew as the draft has it; refused as `add_program` refuses."""
    row = one(ws, program_id)
    _check_program(ws, draft)
    with ws.transaction("amend_program") as tx:
        tx.update("other_program", program_id, _program_values(draft))
    return Changes(members=frozenset({row.member_id}))


def _check_program(ws: Workspace, draft: ProgramDraft) -> None:
    _check_span(draft.starts_on, draft.ends_on)
    if draft.program in COUNTED_IN_HOURS and draft.amount is not None:
        _check_hours(draft.amount)
    if draft.program is Program.INCARCERATION and draft.starts_on is not None:
        _check_past(ws, "starts_on", draft.starts_on)


def _program_values(draft: ProgramDraft) -> dict[str, object]:
    return {
        "program": draft.program.slug,
        "provider": " ".join(draft.provider.split()),
        "starts_on": _text(draft.starts_on),
        "ends_on": _text(draft.ends_on),
        "amount": draft.amount if draft.program in COUNTED_IN_HOURS else None,
        "note": draft.note.strip(),
    }


def no_program() -> NotFound:
    """There is no program of that id."""
    return NotFound(_("Not found"), _("There is no such program on record."))


def end_program(ws: Workspace, program_id: str, on: date) -> Changes:
    """Write the last day of a program. InputRejected when it lies before the first."""
    row = ws.store.one("SELECT member_id, starts_on FROM other_program WHERE id = ?", (program_id,))
    if row is None:
        raise no_program()
    _check_span(date.fromisoformat(row[1]) if row[1] else None, on)
    with ws.transaction("end_program") as tx:
        tx.update("other_program", program_id, {"ends_on": on.isoformat()})
    return Changes(members=frozenset({row[0]}))


def add_use(ws: Workspace, draft: UseDraft) -> Changes:
    """Record an earlier time of a service. An entry of the same service and first day is the same
    time: it is amended, not doubled."""
    _check_member(ws, draft.member_id)
    _check_span(draft.starts_on, draft.ends_on)
    if draft.starts_on is not None:
        _check_past(ws, "starts_on", draft.starts_on)
    known = ws.store.one(
        "SELECT id FROM service_use WHERE member_id = ? AND service = ? AND starts_on IS ?",
        (draft.member_id, draft.service.slug, _text(draft.starts_on)),
    )
    values: dict[str, object] = {
        "ends_on": _text(draft.ends_on),
        "provider": " ".join(draft.provider.split()),
        "what_changed": draft.what_changed.strip(),
    }
    with ws.transaction("add_service_use") as tx:
        if known is not None:
            kept = {name: value for name, value in values.items() if value not in (None, "")}
            tx.update("service_use", known[0], kept)
        else:
            values |= {
                "id": uuid7(),
                "member_id": draft.member_id,
                "service": draft.service.slug,
                "starts_on": _text(draft.starts_on),
                "created_at": tx.now,
            }
            tx.insert("service_use", values)
    return Changes(members=frozenset({draft.member_id}))


def add_housing(ws: Workspace, member_id: str, facts: Situation, note: str = "") -> Changes:
    """Record what is known on a day of where a member lives; earlier entries stay readable.

    InputRejected for an entry without any fact, a day ahead, or impossible orders of dates.
    """
    _check_member(ws, member_id)
    _check_past(ws, "on", facts.on)
    _check_situation(facts)
    with ws.transaction("add_housing_facts") as tx:
        tx.insert(
            "housing_facts",
            {
                "id": uuid7(),
                "member_id": member_id,
                "on_date": facts.on.isoformat(),
                "living_situation": facts.living_situation,
                "prior_situation": facts.prior_situation,
                "institution_entry_on": _text(facts.institution_entry_on),
                "institution_exit_on": _text(facts.institution_exit_on),
                "loss_expected_on": _text(facts.loss_expected_on),
                "notice_on": _text(facts.notice_on),
                "below_30_ami": _flag(facts.below_30_ami),
                "no_resources": _flag(facts.no_resources),
                "moves_60_days": facts.moves_60_days,
                "fleeing": _flag(facts.fleeing),
                "youth_or_family": _flag(facts.youth_or_family),
                "other_statute": _flag(facts.other_statute),
                "long_unstable": _flag(facts.long_unstable),
                "losing": _flag(facts.losing),
                "crowded": _flag(facts.crowded),
                "note": note.strip(),
                "user_id": ws.user.id,
                "created_at": tx.now,
            },
        )
    return Changes(members=frozenset({member_id}))


def _check_situation(facts: Situation) -> None:
    known = (
        facts.living_situation,
        facts.prior_situation,
        facts.institution_entry_on,
        facts.institution_exit_on,
        facts.loss_expected_on,
        facts.notice_on,
        facts.below_30_ami,
        facts.no_resources,
        facts.moves_60_days,
        facts.fleeing,
        facts.youth_or_family,
        facts.other_statute,
        facts.long_unstable,
        facts.losing,
        facts.crowded,
    )
    if all(value is None for value in known):
        raise InputRejected(
            "living_situation", _("Nothing is filled in."), _("Record at least one fact.")
        )
    for field, day in (
        ("institution_entry_on", facts.institution_entry_on),
        ("notice_on", facts.notice_on),
    ):
        if day is not None and day > facts.on:
            raise InputRejected(
                field,
                _("That day lies after the day on which it was known."),
                _("Correct one of the two."),
            )
    entry, leave = facts.institution_entry_on, facts.institution_exit_on
    if entry is not None and leave is not None and leave < entry:
        raise InputRejected(
            "institution_exit_on",
            _("The last day in the institution lies before the first."),
            _("Correct one of the two."),
        )
    notice, loss = facts.notice_on, facts.loss_expected_on
    if facts.losing is False and (notice is not None or loss is not None):
        raise InputRejected(
            "losing",
            _("No loss is expected, and yet there is a day of a loss or of a notice."),
            _("Correct one of the two."),
        )
    if notice is not None and loss is not None and loss < notice:
        raise InputRejected(
            "loss_expected_on",
            _("The home is lost before the notice was given."),
            _("Correct one of the two."),
        )
    if facts.moves_60_days is not None and not 0 <= facts.moves_60_days <= MOST_MOVES:
        raise InputRejected("moves_60_days", _("That many moves in 60 days cannot be."))


def _check_member(ws: Workspace, member_id: str) -> None:
    if not referral_state.member_known(ws.store, member_id):
        raise NotFound(
            _("No such member"),
            _("There is no member with that id."),
            _("Look the member up by name or CIN."),
        )


def _check_span(starts: date | None, ends: date | None) -> None:
    if starts is not None and ends is not None and ends < starts:
        raise InputRejected(
            "ends_on", _("The last day lies before the first."), _("Correct one of the two.")
        )


def _check_past(ws: Workspace, field: str, day: date) -> None:
    if day > ws.clock.today():
        raise InputRejected(field, _("That day is in the future."), _("Use today or earlier."))


def _check_hours(amount: float) -> None:
    # A number that is none compares false with everything, so the check is for what may pass.
    if not 0 < amount <= MOST_HOURS:
        raise InputRejected(
            "amount", _("Hours are more than 0 and at most {most}.").format(most=MOST_HOURS)
        )


def _text(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _flag(value: bool | None) -> int | None:
    return None if value is None else int(value)
