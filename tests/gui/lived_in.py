"""Members with homes for the tests of the window: each takes the store's workspace last."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from navigator_app.domain.housing import Step
from navigator_app.domain.tenancy import Kind, Severity
from navigator_app.domain.vocabulary import Service
from navigator_app.services import (
    housing_directory,
    housing_search,
    move_in,
    programs,
    repayments,
    tenancy,
    tenancy_watch,
)
from navigator_app.services.housing_directory import UnitDraft
from navigator_app.services.housing_search import StepDraft
from navigator_app.services.move_in import MoveInDraft
from navigator_app.services.programs import UseDraft
from navigator_app.services.repayments import PlanDraft
from navigator_app.services.tenancy import TenancyPage
from navigator_app.services.tenancy_watch import EventDraft, Found
from navigator_app.services.workspace import Workspace
from tests.services import plan_maker

TODAY = date(2026, 11, 20)
DAY = timedelta(1)
ARABIC = "شارع النخيل"


def navigated(ws: Workspace) -> str:
    """A member whose housing navigation is open, and who has no tenancy services."""
    row = ws.store.one(
        "SELECT member_id FROM referral WHERE service = 'htns' AND is_open = 1 AND member_id "
        "NOT IN (SELECT member_id FROM referral WHERE service = 'htss') ORDER BY member_id"
    )
    assert row is not None
    return str(row[0])


def leased(member: str, ws: Workspace) -> str:
    draft = UnitDraft("12 Oak Street", city="Ukiah", rent_cents=150_000)
    unit = housing_directory.save_unit(ws, draft).id
    key = housing_search.begin(ws, member, unit_id=unit).id
    for step in (Step.APPLIED, Step.APPROVED, Step.LEASE):
        housing_search.record_step(ws, key, StepDraft(step, TODAY))
    return key


def lives(member: str, ws: Workspace, address: str = "12 Oak Street") -> str:
    draft = MoveInDraft(TODAY - 100 * DAY, address=address, rent_cents=90_000, visit_every=90)
    return move_in.record(ws, member, draft).id


def happens(home: str, kind: Kind, ws: Workspace, **more: Any) -> str:
    values = {"what": "late-rent" if kind is Kind.SIGN else "habitability", "on": TODAY, **more}
    return tenancy_watch.record(ws, home, EventDraft(kind, **values)).id


def agreed(home: str, ws: Workspace) -> str:
    parts = repayments.spread(30_000, 3, TODAY)
    return repayments.agree(ws, home, PlanDraft(30_000, parts, TODAY, "Rent of October")).id


def page(member: str, ws: Workspace) -> TenancyPage:
    return tenancy.page(ws, member)


def plan_for(member: str, ws: Workspace) -> str:
    return plan_maker.signed(ws, member)


def one_application(key: str, ws: Workspace) -> Any:
    return housing_search.application(ws, key)


def had_before(member: str, ws: Workspace) -> None:
    programs.add_use(ws, UseDraft(member, Service.HTSS, date(2022, 1, 5), date(2022, 9, 5)))


def many(home: str, ws: Workspace) -> None:
    for number in range(8):
        day = TODAY - number * DAY
        draft = EventDraft(Kind.LANDLORD, "check-in", day, note=f"Call {number}")
        tenancy_watch.record(ws, home, draft)


def everything(home: str, ws: Workspace) -> None:
    long = "Wolfeschlegelsteinhausenbergerdorff"
    happens(home, Kind.SIGN, ws, on=TODAY - 2 * DAY, severity=Severity.URGENT, due=TODAY - DAY)
    items = {"heat": Found("fault", long), "smoke-alarm": Found("fault")}
    happens(home, Kind.VISIT, ws, on=TODAY - 99 * DAY, items=items, due=TODAY - DAY, with_whom=long)
    happens(home, Kind.TRAINING, ws, what="rights-duties", note=ARABIC)
    agreed(home, ws)


def moved_earlier(home: str, ws: Workspace) -> None:
    with ws.transaction("test") as tx:
        tx.update("tenancy", home, {"move_in_on": "2026-05-01"})
