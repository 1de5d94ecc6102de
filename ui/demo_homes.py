"""The sample's homes: the directory, a search with what helps it, papers, a deposit, a tenancy."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, time, timedelta
from io import BytesIO

from navigator_app.domain.deposits import Item, Request
from navigator_app.domain.documents import Paper, State
from navigator_app.domain.facts import Path as WayIn
from navigator_app.domain.housing import Step
from navigator_app.domain.intake_rows import NewMember
from navigator_app.domain.tenancy import Kind, Severity
from navigator_app.domain.vocabulary import Service
from navigator_app.services import (
    attachments,
    deposit_steps,
    documents,
    housing_aids,
    housing_directory,
    housing_search,
    intake,
    move_in,
    repayments,
    tenancy_watch,
)
from navigator_app.services.housing_aids import AccommodationDraft, EntryDraft, SubsidyDraft
from navigator_app.services.housing_directory import LandlordDraft, UnitDraft
from navigator_app.services.housing_search import PreferenceDraft, StepDraft
from navigator_app.services.move_in import MoveInDraft
from navigator_app.services.repayments import PlanDraft
from navigator_app.services.tenancy_watch import EventDraft, Found
from navigator_app.services.workspace import Workspace
from ui.demo_pictures import card_picture, house_picture
from ui.demo_story import STORE_AGE, Back, People, Table


def tell(ws: Workspace, people: People, story: Table, back: Back) -> None:
    """Write the search of the one who looks, and the home of the one who found it."""
    ws.clock = back(days=STORE_AGE, hour=12)
    units = _directory(ws, story)
    last = _search(ws, people.seeker, units, back)
    _aids(ws, people.seeker, last, back)
    _papers(ws, people.seeker, back)
    _deposit(ws, people.seeker, last, back)
    _home(ws, people.tenant, story["home"], units, back)
    _elsewhere(ws, people.others, units, back)


def name_twice(ws: Workspace, told: Table, back: Back) -> None:
    """Take one person in by hand under a number nobody knows yet, though a file names them."""
    ws.clock = back(days=1, hour=14)
    day = ws.clock.today().isoformat()
    intake.create(
        ws,
        plan=told["plan"],
        service=Service.HTNS,
        path=WayIn.BOTTOM_UP,
        values={"identified_on": day, "submitted_on": day},
        member=NewMember(told["first_name"], told["last_name"], told["born"], phone=told["phone"]),
        another_person=True,
    )


def _directory(ws: Workspace, story: Table) -> list[str]:
    """Landlords and their homes; the homes' ids."""
    landlords = [
        housing_directory.save_landlord(ws, LandlordDraft(**one)).id for one in story["landlord"]
    ]
    return [_unit(ws, one, landlords) for one in story["unit"]]


def _unit(ws: Workspace, one: Table, landlords: Sequence[str]) -> str:
    draft = UnitDraft(
        one["address"],
        landlord_id=landlords[one["landlord"]],
        unit_number=one.get("number", ""),
        city="Riverton",
        kind=one["kind"],
        bedrooms=one["bedrooms"],
        rent_cents=one["rent"] * 100,
        deposit_cents=one["deposit"] * 100,
        features=tuple(one["features"]),
        subsidies=one.get("subsidies", ""),
        pets=one["pets"],
        most_people=one.get("most_people"),
        anyway=True,
    )
    return housing_directory.save_unit(ws, draft).id


def _search(ws: Workspace, member: str, units: Sequence[str], back: Back) -> str:
    """Three homes on their way, one of them refused; the application of the likeliest."""
    today = back(days=0, hour=9).today()
    wants = PreferenceDraft(
        areas="Riverton, near the 14 bus",
        avoid="East side",
        kinds=("studio", "apartment"),
        most_rent_cents=140_000,
        move_by=today + timedelta(days=17),
        features=("ground-floor", "near-transit"),
        pets=True,
    )
    housing_search.save_preference(ws, member, wants)
    alder = _walked(
        ws, member, units[2], back, ((12, Step.APPLIED, ""), (6, Step.DENIED, "rental-history"))
    )
    maple = _walked(
        ws,
        member,
        units[0],
        back,
        ((8, Step.SHOWING, ""), (4, Step.APPLIED, ""), (1, Step.APPROVED, "")),
    )
    _walked(ws, member, units[3], back, ((2, Step.SHOWING, ""),))
    soon = today + timedelta(days=3)
    housing_search.set_next(ws, alder, "Hand in the appeal with the letter", soon)
    housing_search.set_next(ws, maple, "Read the lease together", today + timedelta(days=1))
    return maple


def _walked(
    ws: Workspace,
    member: str,
    unit: str,
    back: Back,
    steps: Sequence[tuple[int, Step, str]],
) -> str:
    """A home put on a member's board and moved along it, by days back; its application."""
    ws.clock = back(days=steps[0][0], hour=9)
    key = housing_search.begin(ws, member, unit_id=unit).id
    for days, step, reason in steps:
        ws.clock = back(days=days, hour=16)
        appeal = ws.clock.today() + timedelta(days=14) if step is Step.DENIED else None
        at = time(10, 30) if step is Step.SHOWING else None
        draft = StepDraft(step, ws.clock.today(), at=at, reason=reason, appeal_by=appeal)
        housing_search.record_step(ws, key, draft)
    return key


def _aids(ws: Workspace, member: str, application: str, back: Back) -> None:
    today = back(days=0, hour=9).today()
    ws.clock = back(days=3, hour=13)
    voucher = SubsidyDraft(
        "hcv",
        "issued",
        issuer="Riverton Housing Authority",
        number="HCV-20417",
        bedrooms=1,
        cents=79_000,
        issued=today - timedelta(days=74),
        expires=today + timedelta(days=18),
    )
    housing_aids.save_subsidy(ws, member, voucher)
    entry = EntryDraft(today - timedelta(days=33), "in-queue", tool="County assessment", score="11")
    housing_aids.add_entry(ws, member, entry)
    asked = AccommodationDraft(
        "The cat stays, as an assistance animal",
        application_id=application,
        to_whom="Teresa Okafor",
        asked=today - timedelta(days=4),
    )
    housing_aids.save_accommodation(ws, member, asked)


def _papers(ws: Workspace, member: str, back: Back) -> None:
    today = back(days=0, hour=9).today()
    ws.clock = back(days=3, hour=13)
    card, _changes = attachments.add(
        ws, member, BytesIO(card_picture()), title="Photo ID, front", class_id="identity"
    )
    attachments.add(
        ws,
        member,
        BytesIO(house_picture()),
        title="Maple Court from the street",
        class_id="housing",
    )
    week = timedelta(days=7)
    for paper in (
        Paper("photo-id", state=State.HAVE, received_on=today - week, attachment_id=card.id,
              expires_on=today + timedelta(days=20)),
        Paper("social-security-card", state=State.HAVE, received_on=today - 2 * week),
        Paper("birth-certificate", state=State.REQUESTED, requested_on=today - 2 * week,
              requested_from="County recorder", expected_on=today - timedelta(days=2)),
        Paper("income", state=State.HAVE, received_on=today - week),
    ):  # fmt: skip
        documents.record(ws, member, paper)


def _deposit(ws: Workspace, member: str, application: str, back: Back) -> None:
    ws.clock = back(days=0, hour=9, minute=20)
    vendor, phone = "Maple Court Apartments", "5555550141"
    request = Request(
        member,
        application_id=application,
        move_in_on=ws.clock.today() + timedelta(days=15),
        items=(
            Item("security-deposit", 115_000, vendor=vendor, vendor_contact=phone),
            Item("first-month-rent", 115_000, vendor=vendor, vendor_contact=phone),
            Item("utility-setup", 7_500, vendor="Riverton Electric"),
        ),
    )
    deposit_steps.save(ws, request)


def _elsewhere(ws: Workspace, others: Sequence[str], units: Sequence[str], back: Back) -> None:
    """Homes that other members are on their way to, for the team's board."""
    walks = (
        ((9, Step.SHOWING, ""), (5, Step.APPLIED, "")),
        ((7, Step.APPLIED, ""),),
        ((3, Step.SHOWING, ""),),
    )
    for member, unit, steps in zip(others, (units[4], units[1], units[1]), walks, strict=False):
        _walked(ws, member, unit, back, steps)
    if len(others) > 3:
        ws.clock = back(days=2, hour=10)
        housing_search.begin(ws, others[3], title="Senior housing on Bay Street, list opens soon")


# --- a home that was found ------------------------------------------------------------------------


def _home(ws: Workspace, member: str, told: Table, units: Sequence[str], back: Back) -> None:
    today = back(days=0, hour=9).today()
    ws.clock = back(days=STORE_AGE, hour=15)
    draft = MoveInDraft(
        today - timedelta(days=told["moved"]),
        unit_id=units[told["unit"]],
        rent_cents=told["rent"] * 100,
        share_cents=told["share"] * 100,
        rent_due_day=told["rent_day"],
        recertify=today + timedelta(days=told["recertify"]),
        visit_every=told["visit_every"],
        note=told["note"],
    )
    tenancy_id = move_in.record(ws, member, draft).id
    for one in told["event"]:
        _event(ws, tenancy_id, one, today, back)
    ws.clock = back(days=4, hour=15)
    parts = repayments.spread(27_000, 3, today - timedelta(days=2))
    plan = PlanDraft(27_000, parts, today - timedelta(days=4), "Rest of November’s rent")
    agreed = repayments.agree(ws, tenancy_id, plan).id
    ws.clock = back(days=2, hour=15)
    repayments.pay(ws, repayments.one(ws, agreed).parts[0].id, today - timedelta(days=2), 9_000)


def _event(ws: Workspace, tenancy_id: str, one: Table, today: date, back: Back) -> None:
    ws.clock = back(days=min(one["days"], STORE_AGE), hour=16)
    items = {name: Found("good") for name in one.get("checks", ())}
    if "fault" in one:
        items[one["fault"]] = Found("fault", one["fault_note"])
    draft = EventDraft(
        Kind.from_slug(one["kind"]),
        one["what"],
        today - timedelta(days=one["days"]),
        with_whom=one.get("with_whom", ""),
        note=one["note"],
        due=today + timedelta(days=one["due"]) if "due" in one else None,
        severity=Severity.from_slug(one["severity"]) if "severity" in one else None,
        items=items,
    )
    tenancy_watch.record(ws, tenancy_id, draft)
