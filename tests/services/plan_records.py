"""Invented members with all that forms to a plan and sheets of staff are filled in from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import pytest

from navigator_app.domain.consents import ConsentDraft, Decision, How
from navigator_app.domain.facts import Path
from navigator_app.domain.homelessness import Situation
from navigator_app.domain.identifiers import fold, uuid7
from navigator_app.domain.ledger import Kind
from navigator_app.domain.paths import OptIn, Values
from navigator_app.domain.programs import Program
from navigator_app.domain.records import AttemptDraft
from navigator_app.domain.vocabulary import Mode, Outcome, Service
from navigator_app.errors import InputRejected
from navigator_app.services import (
    authorizations,
    consents,
    intake,
    people,
    places,
    programs,
    reaching,
    record_outreach,
)
from navigator_app.services.authorizations import Request
from navigator_app.services.form_facts import Subject, gather
from navigator_app.services.places import Look, PlaceDraft
from navigator_app.services.programs import ProgramDraft, UseDraft
from navigator_app.services.reaching import MethodDraft
from navigator_app.services.workspace import Workspace
from tests.services import loops, plan_maker

POLICY = "partnership-mcap7003+toolkit-2025+dhcs"

REFERRER = {
    "referrer_organization": "St. Brigid Clinic",
    "referrer_name": "Dr. Ode Okafor",
    "referrer_phone": "4155550177",
    "referrer_email": "okafor@example.org",
    "referrer_npi": "1234567893",
    "referrer_relationship": "primary-care",
}
YES = {"opted_in_on": "2026-11-03", "opt_in_how": "spoken"}
ASKED = {**YES, "submitted_on": "2026-11-05"}

WAYS: dict[tuple[Path, OptIn | None], Values] = {
    (Path.BOTTOM_UP, None): {
        **ASKED,
        "identified_on": "2026-10-20",
        "enrolment_found_on": "2026-10-28",
        "conversation_on": "2026-11-03",
        "submitted_at": "14:30",
        "urgent": "1",
    },
    (Path.TOP_DOWN, None): {
        **ASKED,
        "plan_identified_on": "2026-10-21",
        "sent_to_provider_on": "2026-11-09",
        "urgent": "0",
    },
    (Path.DATA_MINING, OptIn.BEFORE): {
        **ASKED,
        "prospect_received_on": "2026-10-22",
        "conversation_on": "2026-11-03",
        "plan_told_on": "2026-11-05",
    },
    (Path.DATA_MINING, OptIn.AFTER): {
        **YES,
        "prospect_received_on": "2026-10-22",
        "sent_to_provider_on": "2026-10-23",
        "conversation_on": "2026-11-03",
        "plan_told_on": "2026-11-05",
    },
    (Path.PARTNER, None): {**ASKED, **REFERRER},
    (Path.CORRECTIONAL, None): {
        **ASKED,
        **REFERRER,
        "facility": "North County Center",
        "release_on": "2026-12-04",
    },
    (Path.PRESUMPTIVE, None): {**ASKED, "services_began_on": "2026-11-04"},
    (Path.CONTINUITY, None): {
        **ASKED,
        "previous_plan": "Coast Health",
        "previous_provider": "Second Door",
        "last_service_on": "2026-10-08",
        "plan_joined_on": "2026-11-01",
    },
    (Path.RE_REFERRAL, None): {**ASKED, **REFERRER},
}
"""What is known of each way in."""


@dataclass(frozen=True)
class Kept:
    """A member with a referral."""

    member: str
    referral: str

    @property
    def subject(self) -> Subject:
        return Subject(member_id=self.member, referral_id=self.referral)


def member(ws: Workspace, policy: str = POLICY, **more: Any) -> Kept:
    """A member of Harbor Plan with a referral to navigation that the plan sent."""
    known: dict[str, Any] = {
        "first_name": "Rosalinda",
        "last_name": "Quintero-Vasquez",
        "sort_name": fold("Quintero-Vasquez Rosalinda"),
        "phone": "4155550111",
        "alternate_phone": "4155550112",
        "address": "88 Alder Street, Oakland CA 94601",
        "language_spoken": "Spanish",
        "guardian_first_name": "Petra",
        "guardian_last_name": "Vasquez",
        "guardian_phone": "4155550113",
        "navigator_id": ws.user.id,
        "homeless": 1,
        **more,
    }
    plan = loops.add_plan(ws, "harbor", policy)
    made = loops.add_member(ws, plan, 1, requested=date(2026, 11, 5), **known)
    return Kept(made.member, made.referral)


def came(
    ws: Workspace, path: Path, opt_in: OptIn | None = None, service: Service = Service.HTNS
) -> Kept:
    """A member taken in by one of the ways, with everything that its form asks for."""
    loops.add_plan(ws, "harbor", POLICY)
    first = loops.add_member(
        ws,
        str(ws.store.query("SELECT id FROM plan")[0][0]),
        1,
        service="deposits",
        authorization="denied",
        language_spoken="Spanish",
        phone="4155550111",
        homeless=1,
    )
    previous = first.referral if path is Path.RE_REFERRAL else None
    row, _changes = intake.create(
        ws,
        plan="harbor",
        service=service,
        path=path,
        values=WAYS[path, opt_in],
        member=first.member,
        opt_in=opt_in,
        previous=previous,
        override="For the test.",
    )
    surround(ws, first.member)
    return Kept(first.member, row.referral_id)


def surround(ws: Workspace, member_id: str) -> None:
    """Consent, housing facts, another program, an earlier time, a plan that is signed."""
    given = ConsentDraft(member_id, "to-serve", Decision.GIVEN, How.VERBAL, date(2026, 11, 3))
    consents.record(ws, given)
    programs.add_housing(ws, member_id, Situation(date(2026, 11, 2), living_situation=116))
    programs.add_program(
        ws, ProgramDraft(member_id, Program.ECM, date(2026, 9, 1), provider="Bay Care")
    )
    inside = ProgramDraft(member_id, Program.INCARCERATION, date(2026, 1, 2), date(2026, 2, 3))
    programs.add_program(ws, inside)
    programs.add_use(
        ws,
        UseDraft(
            member_id, Service.HTSS, date(2024, 1, 5), date(2024, 9, 1), "Second Door", "Has income"
        ),
    )
    plan_maker.signed(ws, member_id)


def authorize(ws: Workspace, referral_id: str, start: str, end: str) -> None:
    """An authorization as a plan's file would bring it."""
    with ws.transaction("test") as tx:
        tx.insert(
            "authorization",
            {
                "id": uuid7(),
                "referral_id": referral_id,
                "number": f"A-{start}",
                "status": "approved",
                "effective_on": start,
                "ends_on": end,
                "created_at": tx.now,
            },
        )
        tx.update("referral", referral_id, {"effective_on": start, "ends_on": end})


def ask(ws: Workspace, referral_id: str, kind: Kind) -> str:
    """A request that the plan has not answered."""
    asked = Request(referral_id, kind, date(2026, 11, 16), units=24, unit="days", number="REQ-7")
    return authorizations.record_request(ws, asked, override="For the test.")[0]


def tried(
    ws: Workspace, one: Kept, days: tuple[int, ...], outcome: Outcome = Outcome.NOT_FOUND
) -> None:
    """Attempts on these days of November, one after another by another way."""
    modes = list(Mode)
    record_outreach.record(
        ws,
        [
            AttemptDraft(
                one.member,
                modes[place % len(modes)],
                outcome,
                datetime(2026, 11, on, 9, 15),
                referral_id=one.referral,
                place="Behind the mill",
            )
            for place, on in enumerate(days)
        ],
    )


def findable(ws: Workspace, member_id: str) -> None:
    """A place, a way that is safe, and sources looked through."""
    places.save(ws, member_id, PlaceDraft("Elm Street shelter", date(2026, 11, 14), "sure"))
    reaching.save(ws, member_id, MethodDraft("text", "4155550199", safe=True, best_time="mornings"))
    sources = [one.id for one in people.lists().places_to_look]
    looks = [Look(sources[0], "nothing"), Look(sources[1], "found")]
    places.look(ws, member_id, date(2026, 11, 18), looks)


def whole(ws: Workspace) -> Kept:
    """A member with a referral and all around it; an authorization that ends in two weeks."""
    one = member(ws)
    surround(ws, one.member)
    authorize(ws, one.referral, "2025-12-05", "2026-12-04")
    return one


def refused(ws: Workspace, kind: str, subject: Subject) -> InputRejected:
    """Why a form of a kind is not filled in for a subject."""
    with pytest.raises(InputRejected) as stopped:
        gather(ws, kind, subject)
    return stopped.value
