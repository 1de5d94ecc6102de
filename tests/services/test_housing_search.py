"""A member's search on a real store: steps, days in order, vouchers, money, undo."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time, timedelta

import pytest

from navigator_app.domain.housing import Stage, Step
from navigator_app.domain.identifiers import uuid7
from navigator_app.errors import InputRejected, NotFound
from navigator_app.services import housing_aids, housing_checks, housing_directory, housing_search
from navigator_app.services.housing_aids import AccommodationDraft, EntryDraft, SubsidyDraft
from navigator_app.services.housing_directory import UnitDraft
from navigator_app.services.housing_search import PreferenceDraft, StepDraft
from navigator_app.services.workspace import Workspace
from tests.services import loops

TODAY = date(2026, 11, 20)
DAY = timedelta(1)


@pytest.fixture
def member(workspace: Workspace) -> str:
    return loops.add_member(workspace, loops.add_plan(workspace), 1).member


@pytest.fixture
def unit(workspace: Workspace) -> str:
    draft = UnitDraft("12 Oak Street", city="Santa Rosa", bedrooms=1, rent_cents=150_000)
    return housing_directory.save_unit(workspace, draft).id


def step(ws: Workspace, application: str, what: Step, on: date = TODAY, **more: object) -> Stage:
    housing_search.record_step(ws, application, StepDraft(what, on, **more))  # type: ignore[arg-type]
    return housing_search.application(ws, application).stage


def add_income(ws: Workspace, member: str, cents: int, **more: object) -> None:
    with ws.transaction("test") as tx:
        known = {"id": uuid7(), "member_id": member, "source": "ssi", "cents": cents}
        tx.insert("income", {**known, "created_at": tx.now, **more})


def refusal(ws: Workspace, application: str, draft: StepDraft) -> str:
    with pytest.raises(InputRejected) as found:
        housing_search.record_step(ws, application, draft)
    return found.value.field


def test_from_looking_to_moved_in_by_way_of_an_appeal(
    workspace: Workspace, member: str, unit: str
) -> None:
    written = housing_search.begin(workspace, member, unit_id=unit, next_step="Call Rosa")
    assert written.changes.members == {member}
    key = written.id
    assert step(workspace, key, Step.SHOWING, TODAY + 3 * DAY, at=time(14, 30)) is Stage.SHOWING
    row = housing_search.application(workspace, key)
    assert row.showing_at is not None
    assert (workspace.clock.to_local(row.showing_at).hour, row.stage_on) == (14, TODAY)
    assert row.next_step == "", "what was next is done"
    assert step(workspace, key, Step.APPLIED, cents=3500) is Stage.APPLIED
    due = TODAY + 14 * DAY
    assert step(workspace, key, Step.DENIED, reason="credit", appeal_by=due) is Stage.DENIED
    assert housing_search.application(workspace, key).appeal_by == due
    (last,) = housing_search.last_days(workspace)
    assert (last.kind, last.member_id, last.runout.days_left) == ("appeal", member, 14)
    assert step(workspace, key, Step.APPEALED) is Stage.APPEALED
    assert housing_search.last_days(workspace) == []
    assert step(workspace, key, Step.APPEAL_GRANTED) is Stage.APPROVED
    assert step(workspace, key, Step.LEASE, TODAY + DAY) is Stage.LEASE
    assert step(workspace, key, Step.MOVED_IN) is Stage.MOVED_IN
    row = housing_search.application(workspace, key)
    assert [one.step for one in row.events][:2] == [Step.MOVED_IN, Step.LEASE]
    assert [one.reason for one in row.events if one.step is Step.DENIED] == ["credit"]


@pytest.mark.parametrize(
    ("draft", "field"),
    [
        (StepDraft(Step.APPROVED, TODAY), "step"),
        (StepDraft(Step.APPLIED, TODAY + DAY), "on"),
        (StepDraft(Step.APPLIED, TODAY - DAY), "on"),
        (StepDraft(Step.APPLIED, TODAY, cents=-1), "cents"),
        (StepDraft(Step.SHOWING, date(2226, 1, 1)), "on"),
        (StepDraft(Step.FEE, TODAY), "cents"),
        (StepDraft(Step.NOTE, TODAY, note="  "), "note"),
        (StepDraft(Step.APPLIED, TODAY, next_step="x" * 201), "next_step"),
        (StepDraft(Step.APPLIED, TODAY, note="x" * 4001), "note"),
    ],
)
def test_a_step_that_cannot_be_is_named_at_its_field(
    workspace: Workspace, member: str, draft: StepDraft, field: str
) -> None:
    key = housing_search.begin(workspace, member, title="A room with Mrs. Lee").id
    assert refusal(workspace, key, draft) == field
    row = housing_search.application(workspace, key)
    assert (row.stage, row.events) == (Stage.LOOKING, ())


def test_a_denial_needs_its_reason_and_an_appeal_a_day_after_it(
    workspace: Workspace, member: str
) -> None:
    key = housing_search.begin(workspace, member, title="A room").id
    step(workspace, key, Step.APPLIED)
    assert refusal(workspace, key, StepDraft(Step.DENIED, TODAY)) == "reason"
    assert refusal(workspace, key, StepDraft(Step.DENIED, TODAY, reason="moon")) == "reason"
    early = StepDraft(Step.DENIED, TODAY, reason="credit", appeal_by=TODAY - DAY)
    assert refusal(workspace, key, early) == "appeal_by"


def test_a_home_stands_on_a_board_once(workspace: Workspace, member: str, unit: str) -> None:
    key = housing_search.begin(workspace, member, unit_id=unit).id
    with pytest.raises(InputRejected) as found:
        housing_search.begin(workspace, member, unit_id=unit)
    assert found.value.field == "unit_id"
    step(workspace, key, Step.ENDED, note="Found another")
    assert housing_search.application(workspace, key).ended_why == "Found another"
    housing_search.begin(workspace, member, unit_id=unit)
    with pytest.raises(InputRejected):
        housing_search.begin(workspace, member)
    with pytest.raises(NotFound):
        housing_search.begin(workspace, "nobody", title="x")


def test_a_step_is_taken_back_and_the_stage_with_it(workspace: Workspace, member: str) -> None:
    begun = housing_search.begin(workspace, member, title="A room", next_step="Call")
    applied = housing_search.record_step(workspace, begun.id, StepDraft(Step.APPLIED, TODAY))
    with pytest.raises(InputRejected):
        housing_checks.undo(workspace, begun)
    changes = housing_checks.undo(workspace, applied)
    assert changes.members == {member}
    row = housing_search.application(workspace, begun.id)
    assert (row.stage, row.next_step, row.events) == (Stage.LOOKING, "Call", ())
    kept = workspace.store.query("SELECT undone_at IS NOT NULL FROM housing_event")
    assert kept == [(1,)]


def test_an_undo_does_not_run_over_a_later_step(workspace: Workspace, member: str) -> None:
    key = housing_search.begin(workspace, member, title="A room").id
    first = housing_search.record_step(workspace, key, StepDraft(Step.APPLIED, TODAY))
    step(workspace, key, Step.APPROVED)
    with pytest.raises(InputRejected, match="since"):
        housing_checks.undo(workspace, first)
    assert housing_search.application(workspace, key).stage is Stage.APPROVED


def test_rent_is_held_against_the_income_that_runs_today(
    workspace: Workspace, member: str, unit: str
) -> None:
    add_income(workspace, member, 120_000)
    add_income(workspace, member, 99_900, ends_on="2026-10-31")
    page = housing_search.page(workspace, member)
    assert (page.facts.income.cents, page.facts.income.unverified) == (120_000, 120_000)
    (match,) = page.suggested
    assert match.share.percent == 125
    voucher = SubsidyDraft("hcv", "issued", cents=110_000, issued=TODAY, bedrooms=2)
    housing_aids.save_subsidy(workspace, member, voucher)
    (match,) = housing_search.page(workspace, member).suggested
    assert match.share.percent == 33
    housing_search.begin(workspace, member, unit_id=unit)
    assert housing_search.page(workspace, member).suggested == ()


def test_preferences_are_kept_and_amended(workspace: Workspace, member: str) -> None:
    draft = PreferenceDraft("Santa Rosa", kinds=("apartment",), most_rent_cents=60_000)
    housing_search.save_preference(workspace, member, draft)
    changed = PreferenceDraft("Petaluma", kinds=("room", "adu"), features=("elevator",), pets=True)
    written = housing_search.save_preference(workspace, member, changed)
    found = housing_search.page(workspace, member).facts.preference
    assert found is not None
    assert (found.areas, found.kinds, found.most_rent_cents) == ("Petaluma", ("room", "adu"), None)
    housing_checks.undo(workspace, written)
    found = housing_search.page(workspace, member).facts.preference
    assert found is not None
    assert (found.areas, found.most_rent_cents) == ("Santa Rosa", 60_000)
    for bad, field in ((PreferenceDraft(most_rent_cents=-1), "most_rent"),
                       (PreferenceDraft(kinds=("castle",)), "kinds"),
                       (PreferenceDraft(areas="x" * 201), "areas")):  # fmt: skip
        with pytest.raises(InputRejected) as error:
            housing_search.save_preference(workspace, member, bad)
        assert error.value.field == field


@pytest.mark.parametrize(
    ("draft", "field"),
    [
        (SubsidyDraft("hcv", "issued", issued=TODAY, expires=TODAY - DAY), "expires"),
        (SubsidyDraft("hcv", "issued", expires=TODAY + DAY), "issued"),
        (SubsidyDraft("hcv", "issued", applied=TODAY, issued=TODAY - DAY), "issued"),
        (SubsidyDraft("hcv", "issued", issued=TODAY + DAY), "issued"),
        (SubsidyDraft("hcv", "issued", issued=TODAY, expires=TODAY + 9 * DAY,
                      extended=TODAY + 8 * DAY), "extended"),
        (SubsidyDraft("hcv", "issued", issued=TODAY, extended=TODAY + DAY), "expires"),
        (SubsidyDraft("hcv", "issued", issued=TODAY, cents=-1), "cents"),
        (SubsidyDraft("gold", "issued", issued=TODAY), "kind"),
        (SubsidyDraft("hcv", "lost"), "state"),
    ],
)  # fmt: skip
def test_a_voucher_that_cannot_be_is_named_at_its_field(
    workspace: Workspace, member: str, draft: SubsidyDraft, field: str
) -> None:
    with pytest.raises(InputRejected) as found:
        housing_aids.save_subsidy(workspace, member, draft)
    assert found.value.field == field


def test_a_vouchers_end_is_told_from_its_first_reminder_on_and_moves_with_an_extension(
    workspace: Workspace, member: str
) -> None:
    end = TODAY + 61 * DAY
    draft = SubsidyDraft("hcv", "issued", issued=TODAY, expires=end)
    key = housing_aids.save_subsidy(workspace, member, draft).id
    assert housing_search.last_days(workspace) == []
    sooner = SubsidyDraft("hcv", "issued", issued=TODAY - 50 * DAY, expires=TODAY + 14 * DAY)
    housing_aids.save_subsidy(workspace, member, sooner, key)
    (last,) = housing_search.last_days(workspace)
    assert (last.kind, last.runout.mark) == ("voucher", 14)
    earlier = replace(sooner, extended=TODAY + 13 * DAY)
    with pytest.raises(InputRejected) as caught:
        housing_aids.save_subsidy(workspace, member, earlier, key)
    assert caught.value.field == "extended"
    later = replace(sooner, extended=TODAY + 90 * DAY)
    extended = housing_aids.save_subsidy(workspace, member, later, key)
    assert housing_search.last_days(workspace) == []
    housing_checks.undo(workspace, extended)
    page = housing_search.page(workspace, member)
    assert page.facts.subsidies[0].runout is not None
    assert [one.kind for one in page.last_days] == ["voucher"]


def test_coordinated_entry_is_read_over_time(workspace: Workspace, member: str) -> None:
    for day, status in ((TODAY - 9 * DAY, "assessed"), (TODAY, "in-queue")):
        housing_aids.add_entry(workspace, member, EntryDraft(day, status, tool="The county’s"))
    found = housing_search.page(workspace, member).facts.entries
    assert [one.status for one in found] == ["in-queue", "assessed"]
    with pytest.raises(InputRejected) as error:
        housing_aids.add_entry(workspace, member, EntryDraft(TODAY + DAY, "assessed"))
    assert error.value.field == "on"


def test_an_accommodation_is_asked_for_and_answered(workspace: Workspace, member: str) -> None:
    home = housing_search.begin(workspace, member, title="A room").id
    asked = AccommodationDraft("An assistance animal", home, "Mrs. Lee", TODAY - DAY)
    key = housing_aids.save_accommodation(workspace, member, asked).id
    for bad, field in (
        (AccommodationDraft(" "), "what"),
        (AccommodationDraft("x", answer="granted"), "answered"),
        (AccommodationDraft("x", asked=TODAY, answered=TODAY - DAY, answer="granted"), "answered"),
        (AccommodationDraft("x", application_id="other"), "application_id"),
    ):
        with pytest.raises(InputRejected) as error:
            housing_aids.save_accommodation(workspace, member, bad, key)
        assert error.value.field == field
    granted = AccommodationDraft("An assistance animal", home, "", TODAY - DAY, TODAY, "granted")
    housing_aids.save_accommodation(workspace, member, granted, key)
    (row,) = housing_search.page(workspace, member).facts.accommodations
    assert (row.about, row.answer) == ("A room", "granted")


def test_the_teams_board_holds_everybodys_homes(workspace: Workspace, member: str) -> None:
    other = loops.add_member(workspace, loops.add_plan(workspace, "sierra"), 2).member
    housing_search.begin(workspace, member, title="A room")
    second = housing_search.begin(workspace, other, title="A studio").id
    step(workspace, second, Step.APPLIED)
    assert len(housing_search.board(workspace)) == 2
    (row,) = housing_search.board(workspace, stage=Stage.APPLIED)
    assert (row.member_id, row.title) == (other, "A studio")
    assert [one.member_id for one in housing_search.board(workspace, member_id=member)] == [member]


def test_the_directory_counts_followers_and_names_nobody(
    workspace: Workspace, member: str, unit: str
) -> None:
    housing_search.begin(workspace, member, unit_id=unit)
    row = housing_directory.unit(workspace, unit)
    assert row.followed == 1
    assert member not in repr(row)
