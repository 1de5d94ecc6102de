"""What cannot be is named where it stands: in every form, at its field, and in what a file brings.

Impossible orders of dates, an end before its start, overlapping extensions, 29 February, a decision
before its request, facts that are missing.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path as File
from typing import Any

import pytest

from navigator_app.domain.eligibility import How, MediCal
from navigator_app.domain.ending import EndReason
from navigator_app.domain.facts import Path
from navigator_app.domain.guard_facts import Step, Verdict
from navigator_app.domain.homelessness import Finding, Situation
from navigator_app.domain.intake_rows import NewMember
from navigator_app.domain.ledger import Flaw, Kind
from navigator_app.domain.programs import Program
from navigator_app.domain.vocabulary import AuthorizationStatus, ReferralStatus, Service
from navigator_app.errors import InputRejected
from navigator_app.services import (
    agency,
    authorizations,
    capacity,
    clocks,
    discontinue,
    eligibility,
    guards,
    import_authorizations,
    intake,
    intake_outlook,
    programs,
    record_status,
)
from navigator_app.services.authorizations import Decision, Request
from navigator_app.services.discontinue import Ending
from navigator_app.services.eligibility import CheckDraft
from navigator_app.services.programs import ProgramDraft, UseDraft
from navigator_app.services.workspace import Workspace
from navigator_app.store import intake_writes
from tests.services import loops
from tests.services.test_authorizations import authorize
from tests.services.test_import_matches import HEADINGS

Write = Callable[[Workspace, loops.Made], object]
NORA = NewMember("Nora", "Vale", "1975-04-02")


def day(text: str) -> date:
    return date.fromisoformat(text)


@pytest.fixture
def ws(workspace: Workspace) -> Workspace:
    """A store on 20 November 2026 with one plan under Partnership's rules."""
    agency.add_plan(
        workspace, "bayview", name="Bayview", layout="canonical", policy="partnership-mcap7003"
    )
    return workspace


@pytest.fixture
def made(ws: Workspace) -> loops.Made:
    """A referral asked for on 12 November and decided on the 13th, with attempts since."""
    plan_id = agency.plan(ws, "bayview").id
    made = loops.add_member(ws, plan_id, 1)
    key = authorize(ws, made.referral, "2026-11-13", "2027-11-12")
    with ws.transaction("test") as tx:
        tx.update("authorization", key, {"decided_on": "2026-11-13"})
    return made


def request(ws: Workspace, made: loops.Made, **more: Any) -> str:
    asked = {"requested": day("2026-11-16"), **more}
    return authorizations.record_request(ws, Request(made.referral, Kind.EXTENSION, **asked))[0]


def decide(**more: Any) -> Write:
    def write(ws: Workspace, made: loops.Made) -> object:
        answer = {"status": AuthorizationStatus.APPROVED, "decided": day("2026-11-18"), **more}
        return authorizations.record_decision(ws, request(ws, made), Decision(**answer))

    return write


def check(**more: Any) -> Write:
    def write(ws: Workspace, made: loops.Made) -> object:
        known = {"result": MediCal.LAPSED, "how": How.PORTAL, "on": day("2026-11-16"), **more}
        return eligibility.record(ws, CheckDraft(made.member, **known))

    return write


def housing(**more: Any) -> Write:
    def write(ws: Workspace, made: loops.Made) -> object:
        known = {"on": day("2026-11-16"), **more}
        return programs.add_housing(ws, made.member, Situation(**known))

    return write


def program(**more: Any) -> Write:
    def write(ws: Workspace, made: loops.Made) -> object:
        return programs.add_program(ws, ProgramDraft(made.member, **more))

    return write


def use(**more: Any) -> Write:
    def write(ws: Workspace, made: loops.Made) -> object:
        return programs.add_use(ws, UseDraft(made.member, Service.HTSS, **more))

    return write


def ending(**more: Any) -> Write:
    def write(ws: Workspace, made: loops.Made) -> object:
        known = {"reason": EndReason.MEMBER_WISH, "on": day("2026-11-18"), **more}
        return discontinue.end(ws, Ending(made.referral, **known))

    return write


def later(**values: str) -> Write:
    def write(ws: Workspace, made: loops.Made) -> object:
        return intake.note_later(ws, made.referral, values)

    return write


def taken_in(**values: str) -> Write:
    def write(ws: Workspace, _made: loops.Made) -> object:
        return intake.create(
            ws, plan="bayview", service=Service.HTNS, path=Path.BOTTOM_UP,
            values={"identified_on": "2026-11-02", **values}, member=NORA,
        )  # fmt: skip

    return write


def told(**values: str) -> Write:
    """How a referral that a file could have brought is said to have come."""

    def write(ws: Workspace, made: loops.Made) -> object:
        given = {"identified_on": "2026-11-02", **values}
        return intake.change(ws, made.referral, given, path=Path.BOTTOM_UP)

    return write


def status(which: ReferralStatus, on: str) -> Write:
    def write(ws: Workspace, made: loops.Made) -> object:
        return record_status.record(ws, made.referral, which, day(on))

    return write


def slots(**more: Any) -> Write:
    def write(ws: Workspace, _made: loops.Made) -> object:
        return capacity.report(ws, day("2026-11-16"), any_member=1, plan="bayview", **more)

    return write


CANNOT_BE: tuple[tuple[str, Write, str], ...] = (
    # the ledger
    ("asked tomorrow", lambda ws, m: request(ws, m, requested=day("2026-11-21")), "requested"),
    ("received first", lambda ws, m: request(ws, m, received=day("2026-11-15")), "received"),
    ("decided before asked", decide(decided=day("2026-11-15")), "decided"),
    (
        "decided before received",
        decide(decided=day("2026-11-17"), received=day("2026-11-18")),
        "decided",
    ),
    ("ends first", decide(effective=day("2026-12-01"), end=day("2026-11-30")), "end"),
    ("denied with days", decide(status=AuthorizationStatus.DENIED, end=day("2027-01-01")),
     "effective"),
    # eligibility
    ("checked tomorrow", check(on=day("2026-11-21")), "on"),
    ("lapse after the check", check(lapsed_on=day("2026-11-17")), "lapsed_on"),
    ("lapse of the active", check(result=MediCal.ACTIVE, lapsed_on=day("2026-11-01")), "lapsed_on"),
    ("next check first", check(next_on=day("2026-11-16")), "next_on"),
    # programs, earlier services, housing
    ("program ends first",
     program(program=Program.ECM, starts_on=day("2026-11-02"), ends_on=day("2026-11-01")),
     "ends_on"),
    ("custody tomorrow",
     program(program=Program.INCARCERATION, starts_on=day("2026-11-21")), "starts_on"),
    ("hours that are none", program(program=Program.RESPITE, amount=float("nan")), "amount"),
    ("use ends first", use(starts_on=day("2026-02-02"), ends_on=day("2026-02-01")), "ends_on"),
    ("earlier use ahead", use(starts_on=day("2026-11-21")), "starts_on"),
    ("institution left first",
     housing(institution_entry_on=day("2026-11-02"), institution_exit_on=day("2026-11-01")),
     "institution_exit_on"),
    ("entered after it was known", housing(institution_entry_on=day("2026-11-17")),
     "institution_entry_on"),
    ("notice after it was known", housing(notice_on=day("2026-11-17")), "notice_on"),
    ("lost before the notice",
     housing(notice_on=day("2026-11-10"), loss_expected_on=day("2026-11-09")), "loss_expected_on"),
    ("known tomorrow", housing(on=day("2026-11-21"), fleeing=True), "on"),
    ("nothing known", housing(), "living_situation"),
    # endings
    ("ended tomorrow", ending(on=day("2026-11-21")), "on"),
    ("told before the end", ending(plan_told_on=day("2026-11-17")), "plan_told_on"),
    ("team told ahead", ending(team_told_on=day("2026-11-21")), "team_told_on"),
    ("ended before it was asked for", ending(on=day("2026-11-01")), "on"),
    # ways in and what came after
    ("sent before noticed", taken_in(submitted_on="2026-11-01"), "submitted_on"),
    ("yes before the talk", taken_in(conversation_on="2026-11-06", opted_in_on="2026-11-05"),
     "opted_in_on"),
    ("29 February of no leap year", taken_in(submitted_on="2026-02-29"), "submitted_on"),
    ("sent after the decision", told(submitted_on="2026-11-14"), "submitted_on"),
    ("told before the decision", later(member_told_on="2026-11-12"), "member_told_on"),
    ("heard before the decision", later(provider_told_at="2026-11-12"), "provider_told_at"),
    ("answered before asked", later(inquiry_at="2026-11-18", inquiry_answered_at="2026-11-17"),
     "inquiry_at"),
    ("engaged tomorrow", later(engaged_on="2026-11-21"), "engaged_on"),
    ("no date", later(engaged_on="2027-02-29"), "engaged_on"),
    # statuses and capacity
    ("accepted before it came", status(ReferralStatus.ACCEPTED, "2026-11-01"), "on"),
    ("accepted tomorrow", status(ReferralStatus.ACCEPTED, "2026-11-21"), "on"),
    ("plan told before the change", slots(told_on=day("2026-11-15")), "told_on"),
)  # fmt: skip


@pytest.mark.parametrize(("write", "field"), [one[1:] for one in CANNOT_BE],
                         ids=[one[0] for one in CANNOT_BE])  # fmt: skip
def test_what_cannot_be_is_refused_at_its_field_and_nothing_is_written(
    ws: Workspace, made: loops.Made, write: Write, field: str
) -> None:
    before = ws.store.one("SELECT count(*) FROM journal_entry")
    with pytest.raises(InputRejected) as caught:
        write(ws, made)
    assert caught.value.field == field
    assert caught.value.message.endswith(".")
    after = ws.store.one("SELECT count(*) FROM journal_entry WHERE table_name <> "
                         "'authorization_request'")  # fmt: skip
    assert after == before


def row(cin: str, **more: str) -> str:
    known = {
        "requested": "2026-11-10", "status": "Approved", "effective": "2026-11-12",
        "end": "2027-11-11", "sent": "2026-11-13", **more,
    }  # fmt: skip
    dates = f"{known['requested']},{known['status']},{known['effective']},{known['end']}"
    service = "Housing Transition Navigation Services"
    return f"Nora,Vale,{cin},0000000{cin[5:8]},1975-04-02,,{service},{dates},{known['sent']}"


@pytest.mark.parametrize(
    ("more", "column", "says"),
    [
        ({"end": "2027-02-29"}, "Authorization End Date", "no such day"),
        ({"end": "2026-11-01"}, "Authorization End Date", "ends before it starts"),
    ],
)
def test_a_files_row_that_cannot_be_is_kept_aside_with_its_column(
    ws: Workspace, tmp_path: File, more: dict[str, str], column: str, says: str
) -> None:
    path = tmp_path / "asf.csv"
    path.write_text(f"{HEADINGS}\n{row('90000009A', **more)}\n", encoding="utf-8")
    layouts = import_authorizations.layouts_for(ws, "bayview")
    [rejected] = import_authorizations.read(path, layouts).rejected
    assert (rejected.row, rejected.column) == (2, column)
    assert says in rejected.reason


def test_extensions_that_overlap_and_leap_days_are_named(ws: Workspace, made: loops.Made) -> None:
    authorize(ws, made.referral, "2027-11-01", "2028-02-29")
    one = authorizations.of_referral(ws, made.referral)
    found = {finding.flaw: finding for finding in one.findings}
    assert set(found) == {Flaw.OVERLAP, Flaw.LEAP_DAY}
    assert (found[Flaw.OVERLAP].first, found[Flaw.OVERLAP].last) == (
        day("2027-11-01"),
        day("2027-11-12"),
    )
    assert "leap day" in str(found[Flaw.LEAP_DAY].says)


def test_a_decision_before_the_request_in_a_file_is_named(ws: Workspace, made: loops.Made) -> None:
    with ws.transaction("test") as tx:
        intake_writes.write(tx, made.referral, {"path": "bottom-up"})
        tx.execute("UPDATE \"authorization\" SET requested_on = '2026-11-12', "
                   "decided_on = '2026-11-11'")  # fmt: skip
        tx.execute("UPDATE referral SET effective_on = '2026-11-13'")
        clocks.recompute(tx, ws)
    one = authorizations.of_referral(ws, made.referral)
    assert Flaw.DECISION_BEFORE_REQUEST in {finding.flaw for finding in one.findings}
    states = [state for state in clocks.of_referral(ws, made.referral) if state.problems]
    assert states
    assert all("Cannot be" in state.why for state in states)


def test_missing_facts_are_named_and_nothing_is_guessed(ws: Workspace) -> None:
    bare = loops.add_member(
        ws, agency.plan(ws, "bayview").id, 7, sent=None, requested=None, service="deposits",
        authorization=None,
    )  # fmt: skip
    found = guards.check(ws, [bare.referral], Step.DEPOSIT)[bare.referral]
    verdicts = {one.result.rule_id: one.result for one in found}
    for rule in ("deposits-navigation-first", "deposits-support-plan", "deposits-no-rent"):
        assert verdicts[rule].verdict is Verdict.UNKNOWN
        assert "not recorded" in str(verdicts[rule].why)
    assert guards.housing(ws, bare.member) is None
    programs.add_housing(ws, bare.member, Situation(day("2026-11-16"), fleeing=False))
    judged = guards.housing(ws, bare.member)
    assert judged is not None
    assert judged.hud.finding is Finding.UNKNOWN
    assert "not recorded" in str(judged.hud.categories[0].why)
    one = authorizations.of_referral(ws, bare.referral)
    assert one.countdown.end is None
    assert eligibility.diary(ws, bare.member).checks == ()
    seen = intake_outlook.outlook(
        ws, plan="bayview", service=Service.HTNS, path=Path.BOTTOM_UP, values={}
    )
    assert seen.start is None or seen.start.on is None
    assert not [state for state in seen.running if state.started is None]
    waits = [state for state in clocks.of_referral(ws, bare.referral) if state.due is None]
    assert waits
    assert all(state.why for state in waits)
