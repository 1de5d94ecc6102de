"""The sample's people around two members: who helps, how to reach them, where they were seen."""

from __future__ import annotations

from datetime import timedelta

from navigator_app.services import household, places, promises, reaching, safety
from navigator_app.services.household import CareDraft, IncomeDraft, PersonDraft
from navigator_app.services.places import PlaceDraft
from navigator_app.services.promises import PromiseDraft
from navigator_app.services.reaching import MethodDraft
from navigator_app.services.safety import FlagDraft
from navigator_app.services.workspace import Workspace
from ui.demo_story import STORE_AGE, Back, People


def tell(ws: Workspace, people: People, back: Back) -> None:
    """Write them, as the one who looks for a home and the one who found one told them."""
    ws.clock = back(days=STORE_AGE, hour=13)
    _helpers(ws, people.seeker)
    _reach(ws, people.seeker)
    ws.clock = back(days=2, hour=16)
    _lately(ws, people.seeker)
    born = ws.clock.today() - timedelta(days=365 * 5)
    child = PersonDraft("Mila Petrosyan", "child", born, moves_in=True)
    household.save_person(ws, people.tenant, child)


def _helpers(ws: Workspace, member: str) -> None:
    today = ws.clock.today()
    for income in (
        IncomeDraft("ssi", 120_600, verified=today - timedelta(days=4)),
        IncomeDraft("other", 19_000, note="CalFresh"),
    ):
        household.save_income(ws, member, income)
    for helper in (
        CareDraft("ecm-lead", "Dana Whitlock", "Riverton Clinic", "5555550171"),
        CareDraft("pcp", "Dr. Amara Nwosu", "Riverton Clinic", "5555550172"),
        CareDraft("landlord", "Teresa Okafor", "Maple Court Apartments", "5555550141"),
    ):
        household.save_care(ws, member, helper)


def _reach(ws: Workspace, member: str) -> None:
    today = ws.clock.today()
    for way in (
        MethodDraft("text", "5555550181", safe=True, best_time="Mornings", checked=today),
        MethodDraft("person", "Rosa, the sister: 555-555-0182", whose="Sister", safe=True),
    ):
        reaching.save(ws, member, way)
    flag = FlagDraft("unsafe-place", today, "Not on the east side of Riverton.")
    safety.save(ws, member, flag)


def _lately(ws: Workspace, member: str) -> None:
    today = ws.clock.today()
    for place, days, how_sure, who in (
        ("Harbor Light drop-in", 1, "sure", "Sam Rivera"),
        ("Riverton library, ground floor", 6, "likely", "Front desk"),
    ):
        seen = PlaceDraft(place, today - timedelta(days=days), how_sure, "Before noon", who)
        places.save(ws, member, seen)
    told = PromiseDraft("Bring the lease in large print", "the member", today + timedelta(days=4))
    promises.save(ws, member, told)
