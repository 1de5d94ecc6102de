"""The sample's team: who works there, whose members are whose, who is away, what waits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from navigator_app.domain.board_rows import Profile
from navigator_app.domain.eligibility import How, MediCal
from navigator_app.domain.records import UserRow
from navigator_app.domain.vocabulary import Role
from navigator_app.services import (
    capacity,
    chart_review,
    cover,
    eligibility,
    plan_inquiries,
    print_desk,
    support_plan,
    support_plan_edit,
    support_plan_moves,
    team_profiles,
    users,
)
from navigator_app.services.eligibility import CheckDraft
from navigator_app.services.form_facts import Subject
from navigator_app.services.support_plan_moves import SignatureDraft
from navigator_app.services.workspace import Workspace
from ui.demo_story import Back, Table

_SEED = 20261130
_FORMS = ("consent", "tried_to_reach", "consent")


@dataclass(frozen=True, slots=True)
class Crew:
    """Who works there: the one who opens the sample first, then the others as told."""

    lead: UserRow
    others: tuple[UserRow, ...]
    parts: tuple[int, ...]  # of a hundred members, in the order of `everybody`

    @property
    def everybody(self) -> tuple[UserRow, ...]:
        """All of them."""
        return (self.lead, *self.others)

    def holder(self, place: int) -> str:
        """Whose the member at a place is, "" for nobody's; the same each time."""
        drawn = place * 37 % 100
        for user, part in zip(self.everybody, self.parts, strict=True):
            if drawn < part:
                return user.id
            drawn -= part
        return ""


def join(ws: Workspace, story: Table, passphrase: str, back: Back) -> Crew:
    """Let the others in with their profiles. A passphrase is the sample's, a dash, a name."""
    ws.clock = back(days=13, hour=9)
    told: Sequence[Mapping[str, Any]] = story["crew"]
    others = tuple(_let_in(ws, one, passphrase) for one in told)
    lead = ws.user
    for user, one in zip((lead, *others), (story["lead"], *told), strict=True):
        if "share" in one:
            team_profiles.keep(ws, _profile(user, one, "" if user is lead else lead.id))
    return Crew(lead, others, tuple(one.get("part", 0) for one in (story["lead"], *told)))


def _let_in(ws: Workspace, one: Table, passphrase: str) -> UserRow:
    own = f"{passphrase}-{one['name'].split()[0].lower()}"
    role = Role.from_slug(one["role"])
    person, _changes = users.add(ws, one["name"], role, passphrase=own, own=passphrase)
    return UserRow(person.id, person.name, role)


def _profile(user: UserRow, one: Table, lead: str) -> Profile:
    return Profile(
        user.id,
        user.name,
        one["share"],
        tuple(one["languages"]),
        tuple(one["areas"]),
        one["limit"] * 100,
        one["open_any"],
        one["open_own"],
        "",
        lead,
        "",
        True,
    )


def tell(
    ws: Workspace, crew: Crew, held: Mapping[str, Sequence[str]], story: Table, back: Back
) -> None:
    """Write what lies on the desk of whoever supervises; `held` are members by who has them."""
    _away(ws, crew, story["leave"], back)
    _told(ws, story["capacity"], back)
    noor, luis = (replace(ws, user=user) for user in crew.others[:2])
    _plan(noor, held[noor.user.id][0], story["waiting"], back, 5)
    returned = _plan(luis, held[luis.user.id][0], story["returned"], back, 6)
    ws.clock = back(days=3, hour=16)
    support_plan_moves.return_with(ws, returned, story["returned"]["note"])
    _reviewed(ws, luis, held[luis.user.id][3], story["reviewed"], back)
    ws.clock = back(days=1, hour=9)
    chart_review.draw(ws, "by-risk", 4, seed=_SEED)
    _lapsed(luis, held[luis.user.id][1:3], back)
    _asked(noor, story["question"], held[noor.user.id][3], back)
    _printed(noor, held[noor.user.id][1:], back)


def _lapsed(ws: Workspace, members: Sequence[str], back: Back) -> None:
    """Looked up, and not covered any more."""
    for place, member in enumerate(members):
        ws.clock = back(days=3 - place, hour=11)
        found = CheckDraft(member, MediCal.LAPSED, How.PORTAL, ws.clock.today())
        eligibility.record(ws, found)


def _away(ws: Workspace, crew: Crew, told: Table, back: Back) -> None:
    ws.clock = back(days=told["first"] + 3, hour=10)
    today = back(days=0, hour=9).today()
    first, last = today - timedelta(days=told["first"]), today + timedelta(days=told["last"])
    covering = crew.others[told["cover"]].id
    who = crew.others[told["who"]].id
    cover.add(ws, who, first, last, cover_id=covering, why=told["why"])


def _told(ws: Workspace, told: Sequence[Table], back: Back) -> None:
    for one in told:
        ws.clock = back(days=one.get("told", one["days"]), hour=15)
        capacity.report(
            ws,
            back(days=one["days"], hour=9).today(),
            any_member=one["any_member"],
            own_members=one["own_members"],
            told_on=ws.clock.today() if "told" in one else None,
            note=one["note"],
        )


def _reviewed(ws: Workspace, whose: Workspace, member: str, told: Table, back: Back) -> None:
    """A plan that both signed, and whose own day of review has passed."""
    plan = _plan(whose, member, told, back, told["begun"], told["look_again"])
    ws.clock = back(days=told["signed"], hour=15)
    support_plan_moves.approve(ws, plan)
    name = support_plan.page(ws, member).member_name
    for role, who in (("member", name), ("navigator", whose.user.name)):
        paper = SignatureDraft(role, who, "paper", ws.clock.today())
        support_plan_moves.sign(ws, plan, paper)


def _plan(ws: Workspace, member: str, told: Table, back: Back, days: int, review: int = 90) -> str:
    """A first version, filled in and sent for review by the member's navigator; its id. `review`
    is how many days after it was begun it is to be looked at again."""
    ws.clock = back(days=days, hour=14)
    today = ws.clock.today()
    plan = support_plan.start(ws, member).id
    for field, words in told["answers"].items():
        support_plan_edit.answer(ws, plan, field, words)
    barrier = support_plan_edit.add_barrier(ws, plan, common="no-savings").id
    values: dict[str, str | date | bool | None] = {
        "short_by_on": today + timedelta(days=30),
        "long_by_on": today + timedelta(days=150),
        "approach": "Wants to hear of each step before it is taken.",
        "other_providers": "none",
        "medi_cal_pays": False,
    }
    support_plan_edit.set_barrier(ws, barrier, values)
    due = today + timedelta(days=14)
    support_plan_edit.add_step(ws, barrier, "Ask for the deposit", "Navigator", due)
    support_plan_edit.set_review(ws, plan, today + timedelta(days=review))
    ws.clock = back(days=days - 1, hour=10)
    support_plan_moves.submit(ws, plan)
    return plan


def _printed(ws: Workspace, members: Sequence[str], back: Back) -> None:
    """Forms that were handed out, and the sheets of two days in the field, not home yet."""
    asked = [(kind, Subject(member_id=one)) for kind, one in zip(_FORMS, members, strict=False)]
    asked += [("day_sheet", Subject(user_id=ws.user.id))] * 2
    for place, (kind, subject) in enumerate(asked):
        ws.clock = back(days=5 - place, hour=9)
        prepared = print_desk.prepare(ws, kind, subject)
        print_desk.enter(ws, prepared, "printed", pages=2)


def _asked(ws: Workspace, told: Table, member: str, back: Back) -> None:
    """A question to a plan that nobody has answered yet."""
    ws.clock = back(days=4, hour=11)
    plan_inquiries.ask(ws, told["plan"], told["words"], "phone", member_id=member)
