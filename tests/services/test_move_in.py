"""Moving in on a real store: one step, what follows, what is refused, all taken back together."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from navigator_app.domain.ending import EndReason
from navigator_app.domain.guard_facts import Step as CheckedAt
from navigator_app.domain.guard_facts import Verdict
from navigator_app.domain.housing import Stage, Step
from navigator_app.domain.identifiers import uuid7
from navigator_app.domain.tenancy import Kind
from navigator_app.domain.vocabulary import ClosureReason, ReferralStatus, Service
from navigator_app.errors import InputRejected
from navigator_app.services import (
    discontinue,
    guards,
    housing_aids,
    housing_directory,
    housing_search,
    intake,
    move_in,
    move_in_desk,
    programs,
    record_status,
    support_plan,
    tenancy,
    tenancy_undo,
    tenancy_watch,
)
from navigator_app.services.housing_aids import SubsidyDraft
from navigator_app.services.housing_directory import LandlordDraft, UnitDraft
from navigator_app.services.housing_search import StepDraft
from navigator_app.services.move_in import MoveInDraft
from navigator_app.services.programs import UseDraft
from navigator_app.services.tenancy_watch import EventDraft
from navigator_app.services.workspace import Workspace
from tests.services import loops, plan_maker

TODAY = date(2026, 11, 20)
DAY = timedelta(1)


@pytest.fixture
def made(workspace: Workspace) -> loops.Made:
    return loops.add_member(workspace, loops.add_plan(workspace), 1)


def leased(ws: Workspace, member: str, to: Stage = Stage.LEASE) -> tuple[str, str]:
    """A unit of a landlord, and the member's application for it with the lease in hand."""
    landlord = housing_directory.save_landlord(ws, LandlordDraft("Rosa Diaz")).id
    draft = UnitDraft("12 Oak Street", landlord, city="Santa Rosa", rent_cents=150_000)
    unit = housing_directory.save_unit(ws, draft).id
    key = housing_search.begin(ws, member, unit_id=unit).id
    back_date(ws, key, TODAY - 12 * DAY)
    for step in (Step.APPLIED, Step.APPROVED, Step.LEASE):
        if housing_search.application(ws, key).stage is not to:
            housing_search.record_step(ws, key, StepDraft(step, TODAY - 9 * DAY))
    return unit, key


def back_date(ws: Workspace, application: str, on: date) -> None:
    with ws.transaction("test") as tx:
        tx.update("housing_application", application, {"stage_on": on.isoformat()})


def refused(ws: Workspace, member: str, draft: MoveInDraft) -> str:
    before = ws.store.one("SELECT count(*) FROM journal_entry")
    with pytest.raises(InputRejected) as found:
        move_in.record(ws, member, draft)
    assert ws.store.one("SELECT count(*) FROM journal_entry") == before, "nothing half done"
    return found.value.field


def table(ws: Workspace, name: str) -> list[tuple[object, ...]]:
    return ws.store.query(f"SELECT * FROM {name} ORDER BY 1")


def whole(ws: Workspace, made: loops.Made, application: str) -> MoveInDraft:
    """A move-in with everything that can follow."""
    member = made.member
    record_status.record(ws, made.referral, ReferralStatus.ACCEPTED, TODAY - 3 * DAY)
    voucher = SubsidyDraft("hcv", "issued", cents=90_000, issued=TODAY - 30 * DAY)
    subsidy = housing_aids.save_subsidy(ws, member, voucher).id
    return MoveInDraft(
        TODAY - DAY,
        application_id=application,
        lease_starts=TODAY - DAY,
        lease_ends=TODAY + 364 * DAY,
        rent_cents=150_000,
        share_cents=60_000,
        rent_due_day=1,
        subsidy_id=subsidy,
        recertify=TODAY + 300 * DAY,
        visit_every=90,
        goals=tuple(one.id for one in move_in_desk.goals(ws, member)),
        end_others=True,
        end_htns=True,
        closes=ClosureReason.SERVICES_RECEIVED,
        open_htss=True,
        said_yes=TODAY - DAY,
    )


def test_one_step_moves_everything(workspace: Workspace, made: loops.Made) -> None:
    unit, key = leased(workspace, made.member)
    other = housing_search.begin(workspace, made.member, title="A room with Mrs. Lee").id
    plan_maker.signed(workspace, made.member)
    draft = whole(workspace, made, key)
    assert len(draft.goals) == 1
    written = move_in.record(workspace, made.member, draft)

    page = tenancy.page(workspace, made.member)
    home = page.tenancy
    assert home is not None
    assert (home.address, home.landlord, home.subsidy_kind) == (
        "12 Oak Street, Santa Rosa",
        "Rosa Diaz",
        "hcv",
    )
    assert (home.rent_cents, home.share_cents, page.days) == (150_000, 60_000, 2)
    assert housing_directory.unit(workspace, unit).state == "taken"
    application = housing_search.application(workspace, key)
    assert (application.stage, application.stage_on) == (Stage.MOVED_IN, TODAY - DAY)
    assert application.events[0].step is Step.MOVED_IN
    assert housing_search.application(workspace, other).stage is Stage.ENDED
    assert housing_search.page(workspace, made.member).facts.subsidies[0].state == "in-use"
    plan = support_plan.page(workspace, made.member).plan
    assert plan is not None
    getting = [one for one in plan.barriers if one.phase == "getting"]
    assert [(one.progress, one.met) for one in getting] == [("met", TODAY - DAY)]
    assert [one.progress for one in plan.barriers if one.phase == "keeping"] != ["met"]

    assert intake.intake(workspace, made.referral).values["move_in_on"] == "2026-11-19"
    assert loops.state(workspace, made.referral)["closure_reason"] == "services-received"
    (ending,) = guards.for_member(workspace, made.member).endings
    assert ending.referral_id == made.referral
    assert home.htss_referral_id is not None
    assert home.htss_referral_id in written.changes.referrals
    row = intake.intake(workspace, home.htss_referral_id)
    assert (row.service, row.values["opted_in_on"]) == (Service.HTSS, "2026-11-19")
    clock = loops.state(workspace, home.htss_referral_id)["clock_rule"]
    assert clock == "referral-submitted", "three business days from the talk"


def test_the_whole_is_taken_back_together(workspace: Workspace, made: loops.Made) -> None:
    _unit, key = leased(workspace, made.member)
    housing_search.begin(workspace, made.member, title="A room with Mrs. Lee")
    plan_maker.signed(workspace, made.member)
    draft = whole(workspace, made, key)
    names = (
        "tenancy", "housing_unit", "housing_application", "subsidy", "support_plan_barrier",
        "discontinuation", "referral", "running_clock",
    )  # fmt: skip
    before = {name: table(workspace, name) for name in names}
    written = move_in.record(workspace, made.member, draft)
    assert all(table(workspace, name) != before[name] for name in names)
    changes = tenancy_undo.undo(workspace, written)
    assert changes.members == {made.member}
    for name in names:
        assert table(workspace, name) == before[name], name
    events = housing_search.application(workspace, key).events
    assert Step.MOVED_IN not in {one.step for one in events}
    with pytest.raises(InputRejected):
        tenancy_undo.undo(workspace, written)
    again = move_in.record(workspace, made.member, draft)
    assert tenancy.page(workspace, made.member).tenancy is not None
    assert again.id != written.id


def test_what_was_recorded_on_it_since_keeps_it(workspace: Workspace, made: loops.Made) -> None:
    _unit, key = leased(workspace, made.member)
    written = move_in.record(workspace, made.member, MoveInDraft(TODAY, key))
    event = EventDraft(Kind.SIGN, "late-rent", TODAY)
    tenancy_watch.record(workspace, written.id, event)
    with pytest.raises(InputRejected, match="recorded on it since"):
        tenancy_undo.undo(workspace, written)
    assert tenancy.page(workspace, made.member).tenancy is not None


def test_a_status_that_followed_keeps_the_move(workspace: Workspace, made: loops.Made) -> None:
    _unit, key = leased(workspace, made.member)
    draft = replace(whole(workspace, made, key), goals=())
    written = move_in.record(workspace, made.member, draft)
    event = workspace.store.one(
        "SELECT id FROM status_event WHERE referral_id = ? AND status = 'closed'",
        (made.referral,),
    )
    assert event is not None
    reason = ClosureReason.OTHER
    closed = ReferralStatus.CLOSED
    record_status.record(workspace, made.referral, closed, TODAY, reason=reason, corrects=event[0])
    with pytest.raises(InputRejected, match="Another status"):
        tenancy_undo.undo(workspace, written)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"move_in": TODAY + DAY}, "move_in"),
        ({"move_in": TODAY - 20 * DAY}, "move_in"),  # before the home was approved
        ({"move_in": date(1926, 11, 20)}, "move_in"),
        ({"rent_cents": -1}, "rent"),
        ({"share_cents": 150_001}, "share"),
        ({"rent_due_day": 32}, "rent_due_day"),
        ({"lease_ends": TODAY - 5 * DAY}, "lease_ends"),
        ({"recertify": TODAY - 5 * DAY}, "recertify"),
        ({"visit_every": 0}, "visit_every"),
        ({"subsidy_id": "nobody's"}, "subsidy"),
        ({"goals": ("not one of them",)}, "goals"),
        ({"said_yes": TODAY + DAY}, "said_yes"),
        ({"note": "x" * 4001}, "note"),
    ],
)
def test_what_cannot_be_is_named_at_its_field(
    workspace: Workspace, made: loops.Made, change: dict[str, object], field: str
) -> None:
    _unit, key = leased(workspace, made.member)
    good = MoveInDraft(TODAY, key, rent_cents=150_000)
    assert refused(workspace, made.member, replace(good, **change)) == field  # type: ignore[arg-type]
    assert tenancy.page(workspace, made.member).tenancy is None


def test_a_home_that_is_only_looked_at_is_not_moved_into(
    workspace: Workspace, made: loops.Made
) -> None:
    key = housing_search.begin(workspace, made.member, title="A room").id
    assert refused(workspace, made.member, MoveInDraft(TODAY, key)) == "application_id"
    assert refused(workspace, made.member, MoveInDraft(TODAY)) == "address"
    stranger = loops.add_member(workspace, loops.add_plan(workspace, "other"), 2)
    assert refused(workspace, stranger.member, MoveInDraft(TODAY, key)) == "application_id"


def test_from_approved_the_lease_comes_with_the_move(
    workspace: Workspace, made: loops.Made
) -> None:
    _unit, key = leased(workspace, made.member, Stage.APPROVED)
    move_in.record(workspace, made.member, MoveInDraft(TODAY, key))
    steps = {one.step for one in housing_search.application(workspace, key).events}
    assert {Step.LEASE, Step.MOVED_IN} <= steps


def test_a_move_that_only_the_board_knew_is_made_whole(
    workspace: Workspace, made: loops.Made
) -> None:
    _unit, key = leased(workspace, made.member)
    housing_search.record_step(workspace, key, StepDraft(Step.MOVED_IN, TODAY - DAY))
    assert tenancy.page(workspace, made.member).ready == 1
    move_in.record(workspace, made.member, MoveInDraft(TODAY - DAY, key))
    events = housing_search.application(workspace, key).events
    assert [one.step for one in events].count(Step.MOVED_IN) == 1
    assert tenancy.page(workspace, made.member).ready == 0


def test_one_home_at_a_time(workspace: Workspace, made: loops.Made) -> None:
    first = move_in.record(workspace, made.member, MoveInDraft(TODAY - 9 * DAY, address="1 Elm"))
    again = MoveInDraft(TODAY, address="2 Elm")
    assert refused(workspace, made.member, again) == "move_in"
    tenancy.end(workspace, first.id, TODAY - 3 * DAY, "moved-on", "2 Elm")
    inside = MoveInDraft(TODAY - 5 * DAY, address="2 Elm")
    assert refused(workspace, made.member, inside) == "move_in"
    move_in.record(workspace, made.member, again)
    page = tenancy.page(workspace, made.member)
    assert page.tenancy is not None
    assert (page.tenancy.address, [one.address for one in page.earlier]) == ("2 Elm", ["1 Elm"])


def had_before(ws: Workspace, member: str, on: date = date(2022, 1, 5)) -> None:
    programs.add_use(ws, UseDraft(member, Service.HTSS, on, on + 300 * DAY, "Bridge House"))


def test_a_second_time_asks_what_has_changed(workspace: Workspace, made: loops.Made) -> None:
    had_before(workspace, made.member)
    desk = move_in_desk.desk(workspace, made.member)
    assert desk.lifetime is not None
    assert (desk.lifetime.verdict, desk.lifetime.asks) == (Verdict.REFUSE, True)
    draft = MoveInDraft(TODAY, address="1 Elm", open_htss=True)
    assert refused(workspace, made.member, draft) == "what_changed"
    written = move_in.record(
        workspace, made.member, replace(draft, what_changed="Sober for a year, with a sponsor")
    )
    (row,) = tenancy.all_of(workspace)
    assert row.htss_referral_id is not None
    answers = guards.check(workspace, [row.htss_referral_id], CheckedAt.AUTHORIZE)
    judged = {one.result.rule_id: one.result for one in answers[row.htss_referral_id]}
    assert judged[move_in_desk.LIFETIME].verdict is Verdict.OK
    assert "Sober for a year" in guards.told(judged[move_in_desk.LIFETIME].why)
    tenancy_undo.undo(workspace, written)
    assert move_in_desk.lifetime(workspace, made.member, TODAY).verdict is Verdict.REFUSE  # type: ignore[union-attr]


def test_a_third_time_only_with_a_reason_that_is_kept(
    workspace: Workspace, made: loops.Made
) -> None:
    had_before(workspace, made.member)
    had_before(workspace, made.member, date(2024, 1, 5))
    draft = MoveInDraft(TODAY, address="1 Elm", open_htss=True, what_changed="Much")
    assert refused(workspace, made.member, draft) == "override"
    move_in.record(workspace, made.member, replace(draft, override="The plan agreed by phone"))
    (row,) = tenancy.all_of(workspace)
    answers = guards.check(workspace, [str(row.htss_referral_id)], CheckedAt.AUTHORIZE)
    (passed,) = [
        one.passed for one in answers[str(row.htss_referral_id)]
        if one.result.rule_id == move_in_desk.LIFETIME
    ]  # fmt: skip
    assert passed is not None and passed.reason == "The plan agreed by phone"


def test_a_tenancy_service_that_runs_goes_on(workspace: Workspace, made: loops.Made) -> None:
    plan = workspace.store.one("SELECT plan_id FROM member WHERE id = ?", (made.member,))
    assert plan is not None
    known = loops.add_referral(workspace, plan[0], made.member, service="htss")
    assert move_in_desk.desk(workspace, made.member).lifetime is None, "nothing to ask"
    move_in.record(workspace, made.member, MoveInDraft(TODAY, address="1 Elm", open_htss=True))
    (row,) = tenancy.all_of(workspace)
    assert row.htss_referral_id == known
    count = workspace.store.one("SELECT count(*) FROM referral WHERE service = 'htss'")
    assert count == (1,)


def test_the_window_for_deposits_counts_from_the_move(workspace: Workspace) -> None:
    made = loops.add_member(workspace, loops.add_plan(workspace, policy="health-net-2025"), 1)
    plan = workspace.store.one("SELECT plan_id FROM member WHERE id = ?", (made.member,))
    assert plan is not None
    deposit = loops.add_referral(workspace, plan[0], made.member, service="deposits")
    desk = move_in_desk.desk(workspace, made.member)
    assert desk.deposit_last_day(TODAY) == TODAY + 30 * DAY
    with workspace.transaction("test") as tx:  # begun before anybody knew the day
        request = {"id": uuid7(), "member_id": made.member, "referral_id": deposit}
        tx.insert("deposit_request", {**request, "state": "draft", "created_at": tx.now})
    move_in.record(workspace, made.member, MoveInDraft(TODAY, address="1 Elm"))
    clock = workspace.store.one(
        "SELECT due_on FROM running_clock WHERE referral_id = ? AND rule_id = 'deposit-items'",
        (deposit,),
    )
    assert clock == ((TODAY + 30 * DAY).isoformat(),)


def test_ending_what_does_not_run_is_refused(workspace: Workspace, made: loops.Made) -> None:
    ending = discontinue.Ending(made.referral, EndReason.MEMBER_WISH, TODAY)
    discontinue.end(workspace, ending)
    draft = MoveInDraft(TODAY, address="1 Elm", end_htns=True)
    assert refused(workspace, made.member, draft) == "end_htns"
