"""The sample's year before its month: loops that ran and ended, so that figures over time draw."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from navigator_app.domain.ending import EndReason
from navigator_app.domain.records import AttemptDraft, ReferralRow
from navigator_app.domain.service_rows import NoteDraft
from navigator_app.domain.vocabulary import ClosureReason, Mode, Outcome, Service
from navigator_app.services import (
    discontinue,
    exports,
    move_in,
    record_encounter,
    record_outreach,
    settle,
    tenancy,
)
from navigator_app.services.discontinue import Ending
from navigator_app.services.move_in import MoveInDraft
from navigator_app.services.workspace import Workspace

FILE = ("bayview", "bayview_csasf_2026-09-30.csv")
"""The plan's list of that year's members."""

PERIOD = "2026-10"
"""The last of its months, whose status file goes over the line; those before went by hand."""

_MONTHS = ("2025-12", *(f"2026-{month:02d}" for month in range(1, 10)))

_SEED = 20260930
_REASONS = (
    ClosureReason.UNABLE_TO_REACH, ClosureReason.NO_LONGER_NEEDS, ClosureReason.SERVICES_RECEIVED,
    ClosureReason.UNABLE_TO_REACH, ClosureReason.NO_LONGER_ELIGIBLE,
    ClosureReason.SERVICES_RECEIVED, ClosureReason.NO_LONGER_NEEDS, ClosureReason.OTHER,
)  # fmt: skip
_WHY = {
    ClosureReason.UNABLE_TO_REACH: EndReason.UNRESPONSIVE,
    ClosureReason.NO_LONGER_NEEDS: EndReason.MEMBER_WISH,
    ClosureReason.NO_LONGER_ELIGIBLE: EndReason.MOVED_AWAY,
    ClosureReason.SERVICES_RECEIVED: EndReason.GOALS_MET,
    ClosureReason.OTHER: EndReason.OTHER,
}
_STREETS = ("Cedar Row", "Bay Street", "Willow Lane", "Harbor Avenue")
_LEFT = 8
"""The place of the one who did not stay."""

_STILL = 44
"""The place of the one who is served still, and whose authorization ends soon."""
_UNANSWERED = 47
"""The place of the one whom nobody has answered for."""

_LAST = date(2026, 10, 29)


def tell(ws: Workspace, referrals: list[ReferralRow]) -> None:
    """Write what became of each: reached or not, served, housed, and how it ended."""
    rng = random.Random(_SEED)  # noqa: S311 - stories, not secrets
    told = sorted(referrals, key=lambda row: row.cin)
    known = [(place, row) for place, row in enumerate(told) if place != _UNANSWERED]
    tries = [draft for place, row in known for draft in _attempts(row, place, rng)]
    record_outreach.record(ws, tries)
    for place, row in known:
        if _found(place):
            _served(ws, row, place, rng)
        if place != _STILL:
            _ended(ws, row, place, rng)
    for period in _MONTHS:
        exports.build(ws, FILE[0], period)
        exports.mark_sent(ws, FILE[0], period)


def _found(place: int) -> bool:
    """Whether they were reached: two of three."""
    return place % 3 != 1


def _came(row: ReferralRow) -> date:
    assert row.sent_to_provider is not None
    return row.sent_to_provider


def _attempts(row: ReferralRow, place: int, rng: random.Random) -> list[AttemptDraft]:
    days = sorted(rng.sample(range(1, 24), 2 if _found(place) else 4))
    drafts = []
    for turn, after in enumerate(days):
        reached = _found(place) and turn == len(days) - 1
        at = datetime.combine(_came(row) + timedelta(days=after), time(9 + rng.randint(0, 6)))
        drafts.append(
            AttemptDraft(
                row.member_id,
                Mode.IN_PERSON if turn % 2 or reached else Mode.PHONE,
                Outcome.REACHED if reached else Outcome.NOT_FOUND,
                at,
                row.id,
            )
        )
    return drafts


def _served(ws: Workspace, row: ReferralRow, place: int, rng: random.Random) -> None:
    """One service, for every second of those who were reached."""
    if place % 2:
        return
    on = _came(row) + timedelta(days=24 + rng.randint(0, 9))
    draft = NoteDraft(
        row.member_id,
        Service.HTNS,
        "htns-assessment",
        datetime.combine(on, time(13)),
        45,
        Mode.IN_PERSON,
        place="Harbor Light drop-in",
        narrative="Screening and a first list of what a home has to have.",
        together=True,
    )
    shown = record_encounter.preview(ws, draft)
    code = shown.code or (shown.codes[0] if shown.codes else None)
    record_encounter.record(ws, replace(draft, code=code.key if code else ""))


def _ended(ws: Workspace, row: ReferralRow, place: int, rng: random.Random) -> None:
    """The service ended and the loop closed; the plan and whoever referred were told in time."""
    on = min(_came(row) + timedelta(days=35 + rng.randint(0, 70)), _LAST)
    reason = _REASONS[place % len(_REASONS)] if _found(place) else ClosureReason.UNABLE_TO_REACH
    if place % 4 == 0:
        reason = ClosureReason.SERVICES_RECEIVED
        _housed(ws, row, place, on)
    soon = on + timedelta(days=1)
    ending = Ending(row.id, _WHY[reason], on, reason, plan_told_on=soon, team_told_on=soon)
    discontinue.end(ws, ending)
    settle.happened(ws, row.id, "referrer-told", soon)


def _housed(ws: Workspace, row: ReferralRow, place: int, on: date) -> None:
    street = _STREETS[place // 4 % len(_STREETS)]
    draft = MoveInDraft(
        on, address=f"{20 + place} {street}, Riverton", rent_cents=98_000 + 1_500 * place
    )
    home = move_in.record(ws, row.member_id, draft).id
    if place == _LEFT:
        tenancy.end(ws, home, on + timedelta(days=97), "lease-ended")
