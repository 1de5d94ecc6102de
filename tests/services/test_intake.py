"""Taking members in by hand on a real store: every way in, refusals by field, the file after."""

from __future__ import annotations

from datetime import date

import pytest

from navigator_app.domain.facts import Fact, Path
from navigator_app.domain.intake_rows import IntakeRow, NewMember
from navigator_app.domain.paths import OptIn
from navigator_app.domain.vocabulary import Service
from navigator_app.errors import InputRejected, NotFound
from navigator_app.services import (
    caseload,
    intake,
    intake_checks,
    intake_outlook,
)
from navigator_app.services.workspace import Workspace
from tests.services import by_hand, loops
from tests.services.by_hand import NORA, bottom_up, close


@pytest.fixture
def ws(workspace: Workspace) -> Workspace:
    return by_hand.two_plans(workspace)


VALUES: dict[tuple[Path, OptIn | None], dict[str, str]] = {
    (Path.BOTTOM_UP, None): {"identified_on": "2026-11-02"},
    (Path.TOP_DOWN, None): {"sent_to_provider_on": "2026-11-18"},
    (Path.DATA_MINING, OptIn.BEFORE): {"prospect_received_on": "2026-11-18"},
    (Path.DATA_MINING, OptIn.AFTER): {
        "prospect_received_on": "2026-11-18",
        "sent_to_provider_on": "2026-11-18",
    },
    (Path.PARTNER, None): {"referrer_organization": "County Hospital"},
    (Path.CORRECTIONAL, None): {"facility": "County Jail", "release_on": "2026-12-10"},
    (Path.PRESUMPTIVE, None): {"services_began_on": "2026-11-17"},
    (Path.CONTINUITY, None): {
        "previous_plan": "Other Plan",
        "last_service_on": "2026-10-30",
        "plan_joined_on": "2026-11-01",
    },
}


@pytest.mark.parametrize(("path", "opt_in"), list(VALUES))
def test_every_way_in_is_kept_and_read_back(
    ws: Workspace, path: Path, opt_in: OptIn | None
) -> None:
    values = VALUES[path, opt_in]
    row, changes = intake.create(
        ws,
        plan="bayview",
        service=Service.HTNS,
        path=path,
        opt_in=opt_in,
        values=values,
        member=NORA,
    )
    assert (row.path, row.opt_in, row.by_hand) == (path, opt_in, True)
    assert {name: row.values[name] for name in values} == values
    assert changes.members == {row.member_id} and changes.referrals == {row.referral_id}
    page = caseload.member_page(ws, row.member_id)
    assert page.member.cin == "90000001A" and page.referrals[0].service is Service.HTNS
    assert [found.id for found in caseload.find(ws, "vale nora")] == [row.member_id]
    journal = caseload.history(ws, row.referral_id)
    assert {one.intention for one in journal} == {"take_in_referral"}


@pytest.mark.parametrize(("path", "opt_in"), list(VALUES))
def test_what_a_way_in_cannot_do_without_is_named(
    ws: Workspace, path: Path, opt_in: OptIn | None
) -> None:
    for name in VALUES[path, opt_in]:
        less = {**VALUES[path, opt_in], name: ""}
        with pytest.raises(InputRejected) as refused:
            intake.create(
                ws,
                plan="bayview",
                service=Service.HTNS,
                path=path,
                opt_in=opt_in,
                values=less,
                member=NORA,
            )
        assert refused.value.field == name
    assert not caseload.find(ws, "vale nora")


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"submitted_on": "2026-11-21"}, "submitted_on"),
        ({"submitted_on": "2026-11-01"}, "submitted_on"),
        ({"conversation_on": "2026-11-05", "opted_in_on": "2026-11-04"}, "opted_in_on"),
        ({"sent_to_provider_on": "2026-11-09"}, "sent_to_provider_on"),
        ({"submitted_on": "2026-02-29"}, "submitted_on"),
        ({"opt_in_how": "winked"}, "opt_in_how"),
        ({"release_on": "2026-12-01"}, "release_on"),
        ({"note": "n" * 201}, "note"),
    ],
)
def test_what_cannot_be_is_named_and_nothing_is_kept(
    ws: Workspace, values: dict[str, str], field: str
) -> None:
    with pytest.raises(InputRejected) as refused:
        bottom_up(ws, **values)
    assert refused.value.field == field
    assert not caseload.find(ws, "vale nora")


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"referrer_npi": "1234567890"}, "referrer_npi"),
        ({"referrer_phone": "555"}, "referrer_phone"),
        ({"referrer_email": "nobody"}, "referrer_email"),
        ({"referrer_relationship": "cousin"}, "referrer_relationship"),
    ],
)
def test_a_referrers_numbers_are_checked(ws: Workspace, values: dict[str, str], field: str) -> None:
    with pytest.raises(InputRejected) as refused:
        intake.create(
            ws,
            plan="bayview",
            service=Service.HTNS,
            path=Path.PARTNER,
            values={"referrer_organization": "Clinic", **values},
            member=NORA,
        )
    assert refused.value.field == field


@pytest.mark.parametrize(
    ("member", "field"),
    [
        (NewMember("", "Vale", "1975-04-02"), "first_name"),
        (NewMember("Nora", " ", "1975-04-02"), "last_name"),
        (NewMember("Nora", "Vale", ""), "date_of_birth"),
        (NewMember("Nora", "Vale", "2027-01-01"), "date_of_birth"),
        (NewMember("Nora", "Vale", "1875-01-01"), "date_of_birth"),
        (NewMember("Nora", "Vale", "1975-04-02", "9000001A"), "cin"),
        (NewMember("Nora", "Vale", "1975-04-02", "", "12"), "phone"),
    ],
)
def test_a_member_is_checked(ws: Workspace, member: NewMember, field: str) -> None:
    with pytest.raises(InputRejected) as refused:
        bottom_up(ws, member)
    assert refused.value.field == field


def test_nobody_is_made_twice(ws: Workspace) -> None:
    bottom_up(ws)
    with pytest.raises(InputRejected) as refused:
        bottom_up(ws, NewMember("Other", "Name", "1990-01-01", "90000001A"))
    assert refused.value.field == "cin" and "Nora Vale" in refused.value.message
    twin = NewMember("nora", "VALE", "1975-04-02", "90000002A")
    with pytest.raises(InputRejected) as refused:
        bottom_up(ws, twin)
    assert refused.value.field == "last_name"
    row, _changes = intake.create(
        ws,
        plan="bayview",
        service=Service.HTNS,
        path=Path.BOTTOM_UP,
        values={"identified_on": "2026-11-02"},
        member=twin,
        another_person=True,
    )
    assert row.cin == "90000002A"


def test_one_open_referral_a_plan_and_service(ws: Workspace) -> None:
    row = bottom_up(ws)
    with pytest.raises(InputRejected) as refused:
        bottom_up(ws, row.member_id)
    assert refused.value.field == "service"
    other, _changes = intake.create(
        ws,
        plan="bayview",
        service=Service.DEPOSITS,
        path=Path.BOTTOM_UP,
        values={"identified_on": "2026-11-02"},
        member=row.member_id,
    )
    assert other.member_id == row.member_id
    with pytest.raises(NotFound):
        bottom_up(ws, "nobody")


def test_a_member_without_cin_gets_a_stand_in_that_goes_to_no_plan(ws: Workspace) -> None:
    first = bottom_up(ws, NewMember("Ola", "Berg", "1980-02-29"))
    second = bottom_up(ws, NewMember("Pia", "Berg", "1981-02-28"))
    assert (first.cin, second.cin) == ("NO-CIN-0001", "NO-CIN-0002")
    with pytest.raises(InputRejected) as refused:
        intake.set_cin(ws, first.member_id, "9000001")
    assert refused.value.field == "cin"
    intake.set_cin(ws, first.member_id, "90000009b")
    assert intake.intake(ws, first.referral_id).cin == "90000009B"
    assert [row.id for row in caseload.find(ws, "90000009B")] == [first.member_id]
    with pytest.raises(InputRejected):
        intake.set_cin(ws, first.member_id, "90000008B")
    with pytest.raises(InputRejected):
        intake.set_cin(ws, second.member_id, "90000009B")


def test_a_re_referral_follows_a_loop_that_ended(ws: Workspace) -> None:
    before = bottom_up(ws)
    values = {"sent_to_provider_on": "2026-11-19"}

    def again(previous: str | None) -> IntakeRow:
        return intake.create(
            ws,
            plan="bayview",
            service=Service.HTNS,
            path=Path.RE_REFERRAL,
            values=values,
            member=before.member_id,
            previous=previous,
        )[0]

    for previous in (None, "nothing"):
        close_first = previous is None
        with pytest.raises(InputRejected) as refused:
            again(previous)
        assert refused.value.field == ("previous_referral_id" if close_first else "service")
    close(ws, before.referral_id)
    later = again(before.referral_id)
    assert later.previous_referral_id == before.referral_id
    with pytest.raises(InputRejected):
        intake.link(ws, before.referral_id, later.referral_id)
    close(ws, later.referral_id)
    with pytest.raises(InputRejected) as refused:
        intake.link(ws, before.referral_id, later.referral_id)
    assert refused.value.field == "previous_referral_id"
    with pytest.raises(InputRejected):
        intake.link(ws, later.referral_id, later.referral_id)
    intake.link(ws, later.referral_id, None)
    assert intake.intake(ws, later.referral_id).previous_referral_id is None
    assert [loop.referral_id for loop in intake.earlier_loops(ws, before.member_id)] == [
        later.referral_id,
        before.referral_id,
    ]


def test_what_comes_later_is_written_down(ws: Workspace) -> None:
    row = bottom_up(ws)
    later = {"plan_told_on": "2026-11-19", "inquiry_at": "2026-11-19T09:00"}
    intake.note_later(ws, row.referral_id, later)
    values = intake.intake(ws, row.referral_id).values
    assert values["plan_told_on"] == "2026-11-19"
    assert values["inquiry_at"] == "2026-11-19T17:00:00.000+00:00"
    for name, text in (
        ("withdrawn_on", "2026-11-09"),
        ("plan_told_on", "2026-11-21"),
        ("plan_told_on", "soon"),
        ("path", "partner"),
    ):
        with pytest.raises(InputRejected) as refused:
            intake.note_later(ws, row.referral_id, {name: text})
        assert refused.value.field == name
    intake.note_later(ws, row.referral_id, {"plan_told_on": ""})
    assert "plan_told_on" not in intake.intake(ws, row.referral_id).values


def test_the_outlook_tells_clocks_and_start_before_anything_is_kept(ws: Workspace) -> None:
    seen = intake_outlook.outlook(
        ws,
        plan="bayview",
        service=Service.HTNS,
        path=Path.BOTTOM_UP,
        values={"identified_on": "2026-11-02", "conversation_on": "2026-11-18", "note": ""},
    )
    due = {one.rule.id: one.due for one in seen.running}
    assert due["referral-submitted"] == date(2026, 11, 23)
    assert due["enrolment-found"] == date(2027, 1, 1)
    assert seen.start is not None and seen.start.on is None
    assert all(one.rule.source and one.rule.section for one in seen.running)
    assert "decision-routine" in {one.rule.id for one in seen.waiting}
    odd = intake_outlook.outlook(
        ws,
        plan="bayview",
        service=Service.HTNS,
        path=Path.BOTTOM_UP,
        values={"submitted_on": "2026-1", "identified_on": ""},
        known={Fact.OPTED_IN: date(2026, 11, 1)},
    )
    assert odd.start is not None and odd.start.on is None


def test_continuity_counts_the_days_before_joining(ws: Workspace) -> None:
    def notes(last: str) -> str:
        return " ".join(
            intake_outlook.outlook(
                ws,
                plan="north",
                service=Service.HTNS,
                path=Path.CONTINUITY,
                values={"last_service_on": last, "plan_joined_on": "2026-11-01"},
            ).notes
        )

    assert "90" in notes("2026-08-03") and "refused" not in notes("2026-08-03")
    assert "refused" in notes("2026-08-02")


def test_who_may_be_here_by_another_spelling_is_named_before_they_are_taken_in(
    workspace: Workspace,
) -> None:
    plan = loops.add_plan(workspace)
    known = {"first_name": "Katherine", "last_name": "Nguyen", "date_of_birth": "1980-04-07"}
    loops.add_member(workspace, plan, 1, **known)  # type: ignore[arg-type]
    new = NewMember("Nguyen", "Catherine", "1980-04-07")
    with pytest.raises(InputRejected, match="may be the same person") as refused:
        intake_checks.member(workspace, new, another_person=False)
    assert refused.value.field == "last_name"
    assert intake_checks.member(workspace, new, another_person=True)["first_name"] == "Nguyen"
    twin = NewMember("Lucia", "Nguyen", "1980-04-07")
    assert intake_checks.member(workspace, twin, another_person=False)
