"""Real services of each part with each role: what the table lets through happens, what it does not
is refused before anything is written."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest

from navigator_app.domain.records import AttemptDraft
from navigator_app.domain.vocabulary import Mode, Outcome, ReferralStatus, Role
from navigator_app.errors import NotAllowed
from navigator_app.services import (
    agency,
    calendar_days,
    capacity,
    caseload,
    documents,
    duplicates,
    hand_over,
    housing_directory,
    promises,
    read_reasons,
    record_status,
    safety,
    support_plan,
    users,
)
from navigator_app.services.housing_directory import LandlordDraft
from navigator_app.services.places import PlaceDraft
from navigator_app.services.places import save as save_place
from navigator_app.services.promises import PromiseDraft
from navigator_app.services.record_outreach import record
from navigator_app.services.safety import FlagDraft
from tests.services import loops, team

TODAY = date(2026, 11, 20)


class At:
    """Whom and what the calls are about."""

    def __init__(self, ws: Any) -> None:
        self.people = team.full(ws)
        plan = loops.add_plan(ws)
        self.one, self.other = (loops.add_member(ws, plan, number) for number in (1, 2))
        ben = self.people[Role.NAVIGATOR].id
        self.bens = loops.add_member(ws, plan, 3, navigator_id=ben).member


def attempt(ws: Any, at: At) -> object:
    when = datetime(2026, 11, 19, 9)
    return record(ws, [AttemptDraft(at.one.member, Mode.EMAIL, Outcome.NOT_FOUND, when)])


CALLS: dict[str, list[Callable[[Any, At], object]]] = {
    "contacts": [
        attempt,
        lambda ws, at: promises.save(ws, at.one.member, PromiseDraft("Bring passes", due=TODAY)),
        lambda ws, at: save_place(ws, at.one.member, PlaceDraft("River camp", TODAY, "likely")),
    ],
    "statuses": [
        lambda ws, at: record_status.record(
            ws, at.one.referral, ReferralStatus.ACCEPTED, on=date(2026, 11, 18)
        )
    ],
    "contact-details": [
        lambda ws, at: caseload.update_contact(ws, at.one.member, phone="4155550177")
    ],
    "safety": [lambda ws, at: safety.save(ws, at.one.member, FlagDraft("animal", TODAY, "Dog"))],
    "support-plans": [lambda ws, at: support_plan.start(ws, at.one.member)],
    "homes": [
        lambda ws, _at: housing_directory.save_landlord(
            ws, LandlordDraft("Rosa Diaz", phone="4155550123")
        )
    ],
    "same-person": [lambda ws, at: duplicates.tell_apart(ws, at.one.member, at.other.member)],
    "papers": [lambda ws, at: documents.have(ws, at.one.member, "", "photo-id")],
    "agency": [
        lambda ws, _at: agency.set_lock_minutes(ws, 7),
        lambda ws, _at: agency.add_plan(
            ws, "harbor", name="Harbor", layout="canonical", policy="toolkit-2025"
        ),
    ],
    "office": [lambda ws, _at: calendar_days.add(ws, date(2026, 12, 24), "Eve", closed=True)],
    "hand-over": [lambda ws, at: hand_over.give(ws, [at.bens], at.people[Role.SUPERVISOR].id, "")],
    "tell-capacity": [lambda ws, _at: capacity.report(ws, TODAY, any_member=3)],
    "people": [
        lambda ws, at: users.change_role(ws, at.people[Role.CLERK].id, Role.NAVIGATOR),
    ],
    "see-readers": [lambda ws, _at: read_reasons.looked(ws)],
    "give-reason": [lambda ws, at: read_reasons.give(ws, at.one.member, "Asked at the desk")],
}
SAMPLES = [(action, number) for action, calls in CALLS.items() for number in range(len(calls))]
ALLOWED = {
    "contacts": "ns", "statuses": "ns", "contact-details": "nsc", "safety": "ns",
    "support-plans": "ns", "homes": "nsc", "same-person": "ns", "papers": "nsc", "agency": "a",
    "office": "sca", "hand-over": "ns", "tell-capacity": "sa", "people": "a", "see-readers": "sa",
    "give-reason": "nsca",
}  # fmt: skip
"""Written down by hand, not read from the table: n, s, c, a are the four roles."""


@pytest.mark.parametrize("role", list(Role), ids=lambda role: role.slug)
@pytest.mark.parametrize(("action", "number"), SAMPLES)
def test_a_service_does_it_or_refuses_before_anything_is_written(
    workspace: Any, role: Role, action: str, number: int
) -> None:
    at = At(workspace)
    ws = team.seat(workspace, at.people[role])
    count = "SELECT count(*), (SELECT count(*) FROM journal_entry) FROM journal_transaction"
    before = ws.store.query(count)
    if role.slug[0] in ALLOWED[action]:
        CALLS[action][number](ws, at)
        return
    with pytest.raises(NotAllowed) as caught:
        CALLS[action][number](ws, at)
    assert at.people[role].name in caught.value.message
    assert caught.value.next_step.startswith("Ask ")
    assert ws.store.query(count) == before
