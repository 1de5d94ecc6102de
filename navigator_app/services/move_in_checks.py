"""What a move-in is checked by before anything is written; each refusal names its field."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from navigator_app.domain import housing
from navigator_app.domain.housing import Stage, Step
from navigator_app.domain.tenancy_rows import TenancyRow
from navigator_app.errors import InputRejected
from navigator_app.i18n import _
from navigator_app.services import housing_checks as checks
from navigator_app.services import housing_directory as directory
from navigator_app.services import housing_search, phrases
from navigator_app.services.move_in_desk import READY, goals
from navigator_app.services.workspace import Workspace
from navigator_app.store import reads_housing, reads_tenancy

if TYPE_CHECKING:
    from navigator_app.services.move_in import MoveInDraft

MOST_DAYS = 366
"""Days between visits: rarer than once a year is none."""


@dataclass(frozen=True, slots=True)
class Home:
    """The home that is moved into."""

    address: str
    application_id: str | None = None
    unit_id: str | None = None
    landlord_id: str | None = None
    stage: Stage | None = None


def home(ws: Workspace, member_id: str, draft: MoveInDraft) -> Home:
    """Where somebody moves in: an application, a home of the directory, or words."""
    if draft.application_id:
        return _of_application(ws, member_id, draft)
    if draft.unit_id:
        unit = directory.unit(ws, draft.unit_id)
        return Home(_address(unit.title, unit.place), None, unit.id, unit.landlord_id)
    needed = _("Choose a home, or write its address.")
    return Home(checks.line("address", draft.address, needed))


def _of_application(ws: Workspace, member_id: str, draft: MoveInDraft) -> Home:
    known = housing_search.application(ws, draft.application_id)
    if known.member_id != member_id:
        raise InputRejected("application_id", _("That home is on another member’s board."))
    lived = {one.application_id for one in reads_tenancy.of_member(ws.store, member_id)}
    if known.stage not in READY or known.id in lived:
        raise InputRejected(
            "application_id",
            _("“{step}” cannot follow “{stage}”.").format(
                step=_(Step.MOVED_IN.value), stage=_(known.stage.value)
            ),
            _("Record first what happened in between."),
        )
    before = _("It lies before the step of {day} that it follows.")
    # The day of a lease that was set ahead is no step yet.
    checks.in_order("move_in", known.stage_on, draft.move_in, before)
    landlord = reads_tenancy.landlord_of(ws.store, known.unit_id) if known.unit_id else None
    address = checks.line("address", draft.address) or _address(known.title, known.place)
    return Home(address, known.id, known.unit_id, landlord, known.stage)


def values(ws: Workspace, member_id: str, draft: MoveInDraft) -> dict[str, object]:
    """A tenancy's own columns; refuses what cannot be."""
    checks.past(ws, "move_in", draft.move_in)
    checks.near(ws, "move_in", draft.move_in)
    _check_earlier(ws, member_id, draft.move_in)
    _check_goals(ws, member_id, draft.goals)
    if draft.said_yes is not None:
        checks.past(ws, "said_yes", draft.said_yes)
    return {
        "subsidy_id": subsidy(ws, member_id, draft.subsidy_id),
        "move_in_on": draft.move_in.isoformat(),
        **lease(ws, draft.lease_starts, draft.lease_ends, draft.move_in),
        **money(draft.rent_cents, draft.share_cents, draft.rent_due_day),
        "recertify_on": ahead(ws, "recertify", draft.recertify, draft.move_in),
        "visit_every_days": visit_days(draft.visit_every),
        "note": checks.note(draft.note),
    }


def lease(
    ws: Workspace, starts: date | None, ends: date | None, move_in: date
) -> dict[str, object]:
    """The days of a lease in order."""
    for field, day in (("lease_starts", starts), ("lease_ends", ends)):
        checks.near(ws, field, day)
    late = _("The lease would end before it starts on {day}.")
    checks.in_order("lease_ends", starts, ends, late)
    early = _("The lease would end before the move of {day}.")
    checks.in_order("lease_ends", move_in, ends, early)
    return {"lease_starts_on": checks.text_of(starts), "lease_ends_on": checks.text_of(ends)}


def money(rent: int | None, share: int | None, due_day: int | None) -> dict[str, object]:
    """Rent, the member's share of it, and the day of the month."""
    rent, share = checks.cents("rent", rent), checks.cents("share", share)
    if rent is not None and share is not None and share > rent:
        raise InputRejected(
            "share",
            _("The share is more than the rent of {rent}.").format(rent=housing.money(rent)),
            _("Correct one of the two."),
        )
    if due_day is not None and not 1 <= due_day <= 31:
        raise InputRejected("rent_due_day", _("A day of the month, from 1 to 31."))
    return {"rent_cents": rent, "member_share_cents": share, "rent_due_day": due_day}


def visit_days(days: int | None) -> int | None:
    """Days between home visits, None for none."""
    if days is not None and not 1 <= days <= MOST_DAYS:
        raise InputRejected("visit_every", _("From 1 to {most} days.").format(most=MOST_DAYS))
    return days


def ahead(ws: Workspace, field: str, day: date | None, move_in: date) -> str | None:
    """A day that comes after the move."""
    checks.near(ws, field, day)
    checks.in_order(field, move_in, day, _("It lies before the move of {day}."))
    return checks.text_of(day)


def subsidy(ws: Workspace, member_id: str, subsidy_id: str) -> str | None:
    """The subsidy that pays; one of the member's own that can."""
    if not subsidy_id:
        return None
    row = reads_housing.subsidy(ws.store, subsidy_id)
    if row is None or row.member_id != member_id:
        raise InputRejected("subsidy", _("Choose one of the member’s own."))
    if row.state not in housing.LIVE_SUBSIDY:
        raise InputRejected(
            "subsidy",
            _("This subsidy is not issued."),
            _("Amend it on the member’s search, or leave it out."),
        )
    return subsidy_id


def _check_goals(ws: Workspace, member_id: str, chosen: tuple[str, ...]) -> None:
    known = {one.id for one in goals(ws, member_id)} if chosen else set()
    if not known.issuperset(chosen):
        raise InputRejected(
            "goals", _("A goal has changed since."), _("Open the form again and choose anew.")
        )


def _check_earlier(ws: Workspace, member_id: str, move_in: date) -> None:
    known: list[TenancyRow] = reads_tenancy.of_member(ws.store, member_id)
    for one in known:
        if one.ended is None:
            raise InputRejected(
                "move_in",
                _("The tenancy at {address} still runs, since {day}.").format(
                    address=one.address, day=phrases.day(one.move_in)
                ),
                _("End it first: the day they left, and why."),
            )
        if one.move_in <= move_in < one.ended:
            raise InputRejected(
                "move_in",
                _("They lived at {address} until {day}.").format(
                    address=one.address, day=phrases.day(one.ended)
                ),
                _("Correct one of the two."),
            )


def _address(title: str, place: str) -> str:
    return ", ".join(part for part in (title, place) if part)[: checks.LINE]
