"""What happens in a tenancy on a real store: watched, paid back, visited, recertified, ended."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from navigator_app.domain.tenancy import Kind, PartState, Severity, part_state
from navigator_app.domain.tenancy_rows import EventRow, Made, RepaymentRow
from navigator_app.errors import InputRejected, NotFound
from navigator_app.policy import tenancy_lists
from navigator_app.services import (
    housing_directory,
    move_in,
    repayments,
    tenancy,
    tenancy_undo,
    tenancy_watch,
    today,
)
from navigator_app.services.housing_directory import UnitDraft
from navigator_app.services.move_in import MoveInDraft
from navigator_app.services.repayments import PlanDraft
from navigator_app.services.tenancy import AmendDraft
from navigator_app.services.tenancy_watch import EventDraft, Found
from navigator_app.services.workspace import Workspace
from tests.services import loops

TODAY = date(2026, 11, 20)
DAY = timedelta(1)
MOVED = TODAY - 100 * DAY


@pytest.fixture
def member(workspace: Workspace) -> str:
    return loops.add_member(workspace, loops.add_plan(workspace), 1).member


@pytest.fixture
def lived(workspace: Workspace, member: str) -> str:
    """A tenancy of a hundred days."""
    unit = housing_directory.save_unit(workspace, UnitDraft("12 Oak Street")).id
    draft = MoveInDraft(MOVED, unit_id=unit, rent_cents=90_000, visit_every=90)
    return move_in.record(workspace, member, draft).id


def event(ws: Workspace, lived: str, kind: Kind = Kind.SIGN, **more: object) -> str:
    what = tenancy_lists.shipped().of(kind)
    values: dict[str, object] = {"what": what[0].id if what else "", "on": TODAY, **more}
    return tenancy_watch.record(ws, lived, EventDraft(kind, **values)).id  # type: ignore[arg-type]


def events(ws: Workspace, member: str) -> tuple[EventRow, ...]:
    return tenancy.page(ws, member).events


def field(write: Callable[[], object]) -> str:
    with pytest.raises(InputRejected) as found:
        write()
    return found.value.field


def agreed(ws: Workspace, lived: str, owed: int = 30_000, parts: int = 3) -> RepaymentRow:
    spread = repayments.spread(owed, parts, TODAY)
    key = repayments.agree(ws, lived, PlanDraft(owed, spread, TODAY, "October rent")).id
    return repayments.one(ws, key)


def test_every_kind_has_its_place(workspace: Workspace, member: str, lived: str) -> None:
    for kind in Kind:
        items = {"heat": Found("good")} if kind is Kind.VISIT else {}
        event(workspace, lived, kind, items=items, note="As they told it")
    found = events(workspace, member)
    assert {one.kind for one in found} == set(Kind.slugs())
    assert {one.kind for one in found if one.open} == {"sign", "dispute", "notice"}
    assert all(one.by == "Ana Ruiz" for one in found)


def test_the_policy_s_own_signs_are_offered_and_cited() -> None:
    """[P] VI.F.3.a.1: late rental payment, hoarding, substance use, other lease violations."""
    named = [one.id for one in tenancy_lists.shipped().signs if one.cited]
    assert named == ["late-rent", "hoarding", "substance-use", "lease-violation"]
    sections = {basis.section for basis in tenancy_lists.shipped().bases.values()}
    assert {f"VI.F.3.a.{n}" for n in (1, 5, 7, 8, 9)} == sections
    skills = {one.cited.rpartition(".")[2] for one in tenancy_lists.shipped().skills if one.cited}
    assert skills == {"2", "3", "6", "9"}


def test_a_sign_is_watched_until_it_is_settled(
    workspace: Workspace, member: str, lived: str
) -> None:
    by = tenancy_watch.act_by(Severity.ACT, TODAY)
    key = event(workspace, lived, severity=Severity.ACT, due=by, note="Two weeks late")
    (due,) = [one for one in tenancy.page(workspace, member).due if one.kind == "sign"]
    assert (due.what, due.severity, due.due) == ("late-rent", "act", by)
    assert field(lambda: tenancy_watch.settle(workspace, key, TODAY, "  ")) == "outcome"
    assert field(lambda: tenancy_watch.settle(workspace, key, TODAY - DAY, "Paid")) == "on"
    settled = tenancy_watch.settle(workspace, key, TODAY, "Paid in full")
    (row,) = events(workspace, member)
    assert (row.resolved, row.outcome) == (TODAY, "Paid in full")
    assert field(lambda: tenancy_watch.settle(workspace, key, TODAY, "Again")) == "outcome"
    tenancy_undo.undo(workspace, settled)
    assert events(workspace, member)[0].open


@pytest.mark.parametrize(
    ("kind", "change", "named"),
    [
        (Kind.SIGN, {"what": ""}, "what"),
        (Kind.SIGN, {"what": "budgeting"}, "what"),
        (Kind.SIGN, {"on": TODAY + DAY}, "on"),
        (Kind.SIGN, {"on": MOVED - DAY}, "on"),
        (Kind.NOTICE, {"due": TODAY - DAY}, "due"),
        (Kind.SIGN, {"note": "x" * 4001}, "note"),
        (Kind.LANDLORD, {"with_whom": "x" * 201}, "with_whom"),
        (Kind.VISIT, {"on": TODAY + DAY}, "on"),  # a visit in the future
        (Kind.VISIT, {}, "items"),
        (Kind.VISIT, {"items": {"heat": Found("cold")}}, "items"),
        (Kind.VISIT, {"items": {"sauna": Found("good")}}, "items"),
        (Kind.SIGN, {"items": {"heat": Found("good")}}, "items"),
    ],
)
def test_an_event_that_cannot_be_is_named_at_its_field(
    workspace: Workspace, member: str, lived: str, kind: Kind, change: dict[str, object], named: str
) -> None:
    assert field(lambda: event(workspace, lived, kind, **change)) == named
    assert events(workspace, member) == ()


def test_a_visit_with_faults_waits_until_they_are_mended(
    workspace: Workspace, member: str, lived: str
) -> None:
    items = {
        "heat": Found("fault", "Pilot light out"),
        "locks": Found("fault"),
        "water": Found("good"),
        "pests": Found("not-seen"),
    }
    key = event(workspace, lived, Kind.VISIT, items=items, due=TODAY + 7 * DAY)
    (row,) = events(workspace, member)
    assert [one.item for one in row.items] == list(items), "in the order of the list"
    assert [one.note for one in row.faults] == ["Pilot light out", ""]
    assert [one.kind for one in tenancy.page(workspace, member).due] == ["faults"]
    heat, locks = row.faults
    assert field(lambda: tenancy_watch.mended(workspace, heat.id, TODAY - DAY)) == "on"
    tenancy_watch.mended(workspace, heat.id, TODAY)
    assert tenancy_watch.event(workspace, key).open
    last = tenancy_watch.mended(workspace, locks.id, TODAY)
    assert not tenancy_watch.event(workspace, key).open
    assert field(lambda: tenancy_watch.mended(workspace, locks.id, TODAY)) == "on"
    assert tenancy.page(workspace, member).due == ()
    tenancy_undo.undo(workspace, last)
    assert [one.item for one in tenancy_watch.event(workspace, key).faults] == ["locks"]


def test_the_next_visit_is_counted_from_the_last(
    workspace: Workspace, member: str, lived: str
) -> None:
    page = tenancy.page(workspace, member)
    assert page.next_visit == MOVED + 90 * DAY
    assert [(one.kind, one.days_left) for one in page.due] == [("visit", -10)]
    event(workspace, lived, Kind.VISIT, note="Nobody opened")
    assert tenancy.page(workspace, member).next_visit == TODAY + 90 * DAY


def test_paid_back_in_parts(workspace: Workspace, member: str, lived: str) -> None:
    plan = agreed(workspace, lived)
    assert (plan.left_cents, [one.cents for one in plan.parts]) == (30_000, [10_000] * 3)
    first, second, _third = plan.parts
    repayments.pay(workspace, first.id, TODAY, 4_000)
    short = repayments.one(workspace, plan.id).parts[0]
    assert part_state(short, TODAY) is PartState.SHORT
    assert part_state(short, TODAY + DAY) is PartState.MISSED
    repayments.pay(workspace, first.id, TODAY, 7_000)
    plan = repayments.one(workspace, plan.id)
    assert [one.paid_cents for one in plan.parts] == [10_000, 1_000, None], "the rest goes on"
    assert repayments.next_part(plan) is plan.parts[1]
    last = repayments.pay(workspace, second.id, TODAY, 19_000)
    plan = repayments.one(workspace, plan.id)
    assert (plan.left_cents, plan.ended, plan.ended_why) == (0, TODAY, "paid")
    assert field(lambda: repayments.pay(workspace, second.id, TODAY, 1)) == "on"
    tenancy_undo.undo(workspace, last)
    assert repayments.one(workspace, plan.id).left_cents == 19_000


def test_payments_and_agreements_that_cannot_be(workspace: Workspace, lived: str) -> None:
    plan = agreed(workspace, lived)
    part = plan.parts[0].id
    assert field(lambda: repayments.pay(workspace, part, TODAY, 30_001)) == "cents"
    assert field(lambda: repayments.pay(workspace, part, TODAY, 0)) == "cents"
    assert field(lambda: repayments.pay(workspace, part, TODAY, -5)) == "cents"
    assert field(lambda: repayments.pay(workspace, part, TODAY + DAY, 5)) == "on"
    assert field(lambda: repayments.pay(workspace, part, TODAY - DAY, 5)) == "on"

    def agree(owed: int | None, *parts: tuple[date, int], on: date = TODAY, about: str = "") -> str:
        draft = PlanDraft(owed, parts, on, event_id=about)
        return field(lambda: repayments.agree(workspace, lived, draft))

    assert agree(100, (TODAY, 101)) == "parts", "more than is owed"
    assert agree(100) == "parts"
    assert agree(None, (TODAY, 1)) == "owed"
    assert agree(0, (TODAY, 1)) == "owed"
    assert agree(100, (TODAY, 0)) == "parts"
    assert agree(100, (TODAY - DAY, 100)) == "first"
    assert agree(100, (TODAY, 100), on=TODAY + DAY) == "agreed"
    assert agree(100, (TODAY, 100), about="nothing known") == "event_id"
    assert field(lambda: repayments.spread(100, 0, TODAY)) == "parts"
    assert field(lambda: repayments.spread(100, 61, TODAY)) == "parts"
    assert field(lambda: repayments.spread(100, 2, None)) == "first"


def test_an_agreement_that_no_longer_holds(workspace: Workspace, member: str, lived: str) -> None:
    plan = agreed(workspace, lived)
    assert [one.kind for one in tenancy.page(workspace, member).due] == ["visit", "repayment"]
    assert field(lambda: repayments.end(workspace, plan.id, TODAY, " ")) == "why"
    repayments.end(workspace, plan.id, TODAY, "The landlord let it go")
    assert [one.kind for one in tenancy.page(workspace, member).due] == ["visit"]
    assert field(lambda: repayments.end(workspace, plan.id, TODAY, "Twice")) == "why"


def test_recertified_for_another_year(workspace: Workspace, member: str, lived: str) -> None:
    row = tenancy.one(workspace, lived)
    amended = AmendDraft("12 Oak Street, 4", recertify=TODAY + 30 * DAY, rent_cents=90_000)
    tenancy.amend(workspace, lived, amended)
    row = tenancy.one(workspace, lived)
    assert [one.kind for one in tenancy.page(workspace, member).due] == ["recertification"]
    then = tenancy_watch.next_recertification(row, TODAY)
    assert then == date(2027, 12, 20)
    assert field(lambda: tenancy_watch.recertified(workspace, lived, TODAY, TODAY)) == "next_on"
    written = tenancy_watch.recertified(workspace, lived, TODAY, then)
    assert tenancy.one(workspace, lived).recertify == then
    assert tenancy.page(workspace, member).due == ()
    tenancy_undo.undo(workspace, written)
    assert tenancy.one(workspace, lived).recertify == TODAY + 30 * DAY
    assert events(workspace, member) == ()


def test_the_end_of_a_tenancy(workspace: Workspace, member: str, lived: str) -> None:
    assert field(lambda: tenancy.end(workspace, lived, TODAY, "")) == "why"
    assert field(lambda: tenancy.end(workspace, lived, TODAY, "bored")) == "why"
    assert field(lambda: tenancy.end(workspace, lived, TODAY + DAY, "evicted")) == "on"
    assert field(lambda: tenancy.end(workspace, lived, MOVED - DAY, "evicted")) == "on"
    written = tenancy.end(workspace, lived, TODAY, "moved-on", "Ukiah", "Nearer to her sister")
    row = tenancy.one(workspace, lived)
    assert (row.ended, row.ended_why, row.ended_to) == (TODAY, "moved-on", "Ukiah")
    assert housing_directory.unit(workspace, str(row.unit_id)).state == "unknown"
    assert tenancy.page(workspace, member).due == ()
    assert field(lambda: event(workspace, lived)) == "on"
    assert field(lambda: tenancy.amend(workspace, lived, AmendDraft("12 Oak"))) == "on"
    tenancy_undo.undo(workspace, written)
    row = tenancy.one(workspace, lived)
    assert (row.ended, row.note) == (None, "")
    assert housing_directory.unit(workspace, str(row.unit_id)).state == "taken"


@pytest.mark.parametrize(
    ("draft", "named"),
    [
        (AmendDraft(" "), "address"),
        (AmendDraft("1", rent_cents=-1), "rent"),
        (AmendDraft("1", lease_starts=TODAY, lease_ends=TODAY - DAY), "lease_ends"),
        (AmendDraft("1", landlord_id="nobody"), "landlord"),
        (AmendDraft("1", subsidy_id="none"), "subsidy"),
        (AmendDraft("1", visit_every=400), "visit_every"),
    ],
)
def test_amendments_that_cannot_be(
    workspace: Workspace, lived: str, draft: AmendDraft, named: str
) -> None:
    assert field(lambda: tenancy.amend(workspace, lived, draft)) == named


def test_everybody_s_dates_and_who_is_still_housed(
    workspace: Workspace, member: str, lived: str
) -> None:
    assert [(one.tenancy.member_id, one.due.kind) for one in tenancy.due(workspace)] == [
        (member, "visit")
    ]
    assert tenancy.due(workspace, member) == tenancy.due(workspace)
    half, year = tenancy.retention(workspace)
    assert (half.reached, year.reached) == (0, 0)
    with workspace.transaction("test") as tx:
        tx.update("tenancy", lived, {"move_in_on": "2025-11-20"})
    half, year = tenancy.retention(workspace)
    assert (half.kept, year.kept) == (1, 1)
    assert tenancy.page(workspace, member).kept == (6, 12)


def test_what_is_not_there(workspace: Workspace, lived: str) -> None:
    for ask in (tenancy.one, tenancy_watch.event, repayments.one, repayments.of_part):
        with pytest.raises(NotFound):
            ask(workspace, "nothing")
    with pytest.raises(NotFound):
        tenancy.page(workspace, "nobody")
    with pytest.raises(InputRejected):
        tenancy_undo.undo(
            workspace, Made("x", tenancy.changes_of(tenancy.one(workspace, lived)), "x")
        )


def test_an_event_that_was_undone_keeps_its_row(
    workspace: Workspace, member: str, lived: str
) -> None:
    items = {"heat": Found("fault")}
    written = tenancy_watch.record(
        workspace, lived, EventDraft(Kind.VISIT, "habitability", TODAY, items=items)
    )
    tenancy_undo.undo(workspace, written)
    assert events(workspace, member) == ()
    row = workspace.store.one("SELECT undone_at FROM tenancy_event")
    assert row is not None and row[0]


def test_dates_of_a_home_stand_on_today(workspace: Workspace, member: str, lived: str) -> None:
    event(workspace, lived, Kind.NOTICE, due=TODAY + 3 * DAY)
    lines = [one for one in today.due(workspace, within=30) if one.action == "home"]
    assert [(one.rule, one.days_left, one.state) for one in lines] == [
        ("home-visit", -10, "overdue"),
        ("home-notice", 3, "upcoming"),
    ]
    assert {one.member_id for one in lines} == {member}
    assert {one.plan for one in lines} == {"bayview"}
    assert "Pay the rent or leave" in lines[1].why
    assert "the date the notice names" in lines[1].basis
    assert any(one.action == "home" for one in today.today(workspace).due)
    assert [one.rule for one in today.due(workspace, within=1, member_id=member)
            if one.action == "home"] == ["home-visit"]  # fmt: skip
    mine = today.due(workspace, navigator_id=workspace.user.id)
    assert not [one for one in mine if one.action == "home"], "nobody's member yet"
    tenancy.end(workspace, lived, TODAY, "moved-on")
    assert not [one for one in today.due(workspace) if one.action == "home"]
