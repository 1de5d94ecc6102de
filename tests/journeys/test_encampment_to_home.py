"""A member from an encampment to a lease to a tenancy saved: fourteen months at the window."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from navigator_app.domain.housing import Stage
from navigator_app.domain.records import CaseloadQuery
from navigator_app.domain.support_plan import Move, PlanState
from navigator_app.domain.vocabulary import Mode, Outcome, ReferralStatus, Service
from navigator_app.runtime.clock import Clock
from navigator_app.services import agency, audit, caseload, deposits
from navigator_app.settings import Settings
from tests.journeys.at_the_desk import Desk, words_of
from tests.journeys.member_road import NORA, Road, attempt, happened, note, status, step
from tests.journeys.test_plan_revised import revise, write_whole
from ui import theme
from ui.app import Start
from ui.program import Program

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", r"raise\(\)", extend=True)
ZONE = "America/Los_Angeles"
BEGUN = date(2026, 11, 20)


@pytest.fixture
def road(home: Path, tmp_path: Path, passphrase: str, qtbot: QtBot) -> Iterator[Road]:
    """The program over a store with one plan and nobody in it, on 20 November 2026."""
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    copy = tmp_path / "journey"
    shutil.copytree(home, copy)
    clock = Clock(ZONE, datetime(2026, 11, 20, 10, tzinfo=ZoneInfo(ZONE)))
    program = Program(Start(copy, passphrase, ""), clock, app)
    program.window.resize(1280, 800)
    program.open_window()
    qtbot.waitUntil(lambda: program.window.opened is not None, timeout=15_000)
    desk = Desk(program, qtbot)
    desk.settle()
    policy = "partnership-mcap7003"
    desk.read(
        lambda ws: agency.add_plan(ws, "bayview", name="Bayview", layout="canonical", policy=policy)
    )
    yield Road(desk, tmp_path)
    program.close()
    program.window.deleteLater()
    theme.apply(app, Settings(theme="light"))
    app.processEvents()


def found_and_reached(road: Road) -> None:
    """Two attempts at the encampment; the second one reaches her, and she says yes."""
    desk = road.desk
    road.file(Service.HTNS, "2026-11-16", "2026-11-18", "2027-11-17", "2026-11-18")
    desk.member = desk.read(lambda ws: caseload.page(ws, CaseloadQuery(text=NORA.cin)).rows[0].id)
    assert "Nora Vale, Answer the referral" in desk.today()
    status(desk, Service.HTNS, ReferralStatus.ACCEPTED)
    attempt(desk, Mode.IN_PERSON, Outcome.NOT_FOUND, "Tent is gone", "Encampment on Fulton")
    assert desk.referral(Service.HTNS).status is ReferralStatus.OUTREACH_INITIATED

    desk.on(date(2026, 11, 23))
    said = "Talked about the service and about sharing; she said yes and wants it in writing"
    attempt(desk, Mode.IN_PERSON, Outcome.REACHED, said, "Encampment on Fulton")
    line = desk.at("timeline")
    for told in ("Not found · In person, Nov 20", "Reached · In person, Nov 23", "she said yes"):
        assert told in line
    assert "Update to the plan until the member is engaged" in desk.today()


def first_service(road: Road) -> None:
    """Medi-Cal is looked up, and the first service closes the loop."""
    desk = road.desk
    desk.on(date(2026, 11, 24))
    desk.typed(desk.form("eligibility_check", desk.member), result="active", how="portal")
    note(desk, Service.HTNS, "htns-assessment", "Screening at the drop-in", closes=True)
    loop = desk.referral(Service.HTNS)
    assert loop.status is ReferralStatus.CLOSED
    assert road.desk.month_says("2026-11", road.folder) == [
        "Accepted", "Outreach Initiated", "Referral Loop Closed",
    ]  # fmt: skip
    assert "Screening at the drop-in" in desk.at("services")
    said = desk.today()
    assert "Answer the referral" not in said
    assert "Update to the plan" not in said
    happened(desk, loop.id, "referrer-told")
    assert "Nora Vale" not in desk.today(), "nothing is owed any more"


def plan_signed(road: Road) -> None:
    """The support plan is written, sent, approved and signed."""
    desk = road.desk
    desk.on(date(2026, 11, 30))
    desk.section().empty.button.click()
    desk.settle()
    write_whole(desk, date(2026, 11, 30))
    for move in (Move.SUBMIT, Move.APPROVE):
        desk.move(move)
    desk.sign()
    assert "0 of 4 goals met" in desk.says()


def papers_ready(road: Road) -> None:
    """The ID is asked for, and is there two weeks later."""
    desk = road.desk
    desk.on(date(2026, 12, 2))
    desk.typed(
        desk.form("paper", [desk.member, "", "photo-id", "requested"]),
        state="requested", requested_on="2026-12-02", requested_from="DMV on Fell Street",
    )  # fmt: skip
    assert "DMV on Fell Street" in desk.at("papers")
    desk.on(date(2026, 12, 16))
    for kind in ("photo-id", "social-security-card", "income", "homelessness-verification"):
        desk.typed(desk.form("paper", [desk.member, "", kind, "have"]), state="have",
                   received_on="2026-12-16")  # fmt: skip
    assert "4 of 6 ready" in desk.at("papers")
    assert "Paper received: Photo ID, Dec 16" in desk.at("timeline")


def searched(road: Road) -> None:
    """Two homes: one denies her, she appeals; the other one says yes."""
    desk = road.desk
    desk.put(desk.form("housing_preference", desk.member), areas="San Francisco", most_rent="700",
             bedrooms="1")  # fmt: skip
    desk.put(desk.form("landlord", ""), name="Rosa Diaz", phone="4155550177")
    for street, rent in (("12 Oak Street", "1500"), ("9 Elm Street", "1450")):
        desk.put(desk.form("housing_unit", ""), address=street, city="San Francisco", rent=rent,
                 bedrooms="1")  # fmt: skip
    units = desk.read(lambda ws: [row[0] for row in ws.store.query(
        "SELECT id FROM housing_unit ORDER BY address")])  # fmt: skip
    for unit in reversed(units):
        desk.put(desk.form("housing_application", [desk.member, unit]), next_step="See it",
                 next_on="2026-12-18")  # fmt: skip
    keys = {one.title.split(",")[0]: one.id for one in desk.board().facts.applications}
    oak, elm = (
        next(key for title, key in keys.items() if word in title) for word in ("Oak", "Elm")
    )
    step(road, "2026-12-18", oak, "showing")
    step(road, "2026-12-18", oak, "applied")
    step(road, "2026-12-22", oak, "denied", reason="credit", appeal_by="2026-12-31")
    assert "12 Oak Street" in desk.today(), "the last day of an appeal is on Today"
    step(road, "2026-12-28", oak, "appealed")
    step(road, "2026-12-28", elm, "applied")
    step(road, "2026-12-30", elm, "approved")
    stages = {one.id: one.stage for one in desk.board().facts.applications}
    assert (stages[oak], stages[elm]) == (Stage.APPEALED, Stage.APPROVED)
    line = desk.at("timeline")
    for told in ("Denied · 12 Oak Street, Dec 22", "Appealed · 12 Oak", "Approved · 9 Elm"):
        assert told in line
    assert "1 home on the board is approved" in desk.at("home")


def voucher_and_deposit(road: Road) -> None:
    """A voucher comes; the deposit is judged by the plan's rules, sent and paid."""
    desk = road.desk
    desk.put(desk.form("subsidy", desk.member), kind="hcv", state="issued", cents="900",
             issued="2026-12-30", expires="2027-02-28")  # fmt: skip
    desk.on(date(2027, 1, 4))
    road.file(Service.DEPOSITS, "2026-12-30", "2027-01-04", "2027-07-03", "2027-01-04")
    form = desk.form("deposit_request", [desk.member, ""])
    item = {"kind": "security-deposit", "cents": "1,450", "vendor": "Rosa Diaz",
            "vendor_contact": "4155550177"}  # fmt: skip
    form.move_in.choose("2027-01-15")
    box = form.items.boxes[0]
    box.kind.setCurrentIndex(box.kind.findData(item.pop("kind")))
    for key, text in item.items():
        box.lines[key].setText(text)
    desk.settle()
    desk.save(form)
    [asked] = desk.read(lambda ws: deposits.desk(ws, desk.member)).requests
    assert asked.submitted_on == date(2027, 1, 4)
    assert "$1,450" in desk.at("papers")
    assert "Deposit asked for · $1,450, Jan 4" in desk.at("timeline")
    assert "Use the voucher or have it extended" in desk.today()
    deposit_paid(road, asked.id)


def deposit_paid(road: Road, request: str) -> None:
    """The plan says yes and pays; the referral is answered and its loop closed."""
    desk = road.desk
    status(desk, Service.DEPOSITS, ReferralStatus.ACCEPTED)
    desk.on(date(2027, 1, 8))
    form = desk.form("deposit_answer", request)
    form.choice.setCurrentIndex(1)
    desk.save(form)
    note(desk, Service.DEPOSITS, "deposits-security", "The deposit went to Mrs. Diaz", closes=True)
    loop = desk.referral(Service.DEPOSITS)
    assert loop.status is ReferralStatus.CLOSED
    happened(desk, loop.id, "referrer-told")
    desk.typed(desk.form("end_service", loop.id), reason="goals-met", plan_told="2027-01-08")


def moved_in(road: Road) -> None:
    """One step: the home, the lease, the goals, the end of HTNS and the referral to HTSS."""
    desk = road.desk
    elm = next(one for one in desk.board().facts.applications if one.stage is Stage.APPROVED).id
    step(road, "2027-01-11", elm, "lease")
    desk.on(date(2027, 1, 15))
    form = desk.form("move_in", [desk.member, elm])
    desk.put(form, move_in="2027-01-15", lease_starts="2027-01-15", lease_ends="2028-01-14",
             rent="1450", share="550", rent_due_day="1", recertify="2027-12-15",
             said_yes="2027-01-15")  # fmt: skip
    home = desk.home()
    assert home.tenancy is not None
    assert home.tenancy.htss_referral_id
    assert "9 Elm Street" in desk.at("home")
    assert {one.stage for one in desk.board().facts.applications} <= {Stage.MOVED_IN, Stage.ENDED}
    met = [one for one in desk.plan().plan.barriers if one.progress == "met"]  # type: ignore[union-attr]
    assert len(met) == 1
    htss = desk.referral(Service.HTSS)
    assert htss.member_id == desk.member
    said = desk.today()
    assert "Send the referral to the plan, in 3 business days" in said
    assert "Use the voucher" not in said, "it pays the rent now"
    line = desk.at("timeline")
    assert "Moved in: 9 Elm Street, San Francisco, Jan 15" in line
    assert "HTNS ended · Goals met, Jan 15" in line


def tenancy_begun(road: Road) -> None:
    """The plan authorizes HTSS, and the first service closes that loop too."""
    desk = road.desk
    desk.on(date(2027, 1, 25))
    road.file(Service.HTSS, "2027-01-15", "2027-01-20", "2028-01-19", "2027-01-22")
    desk.typed(desk.form("eligibility_check", desk.member), result="active", how="portal")
    loops = [one for one in desk.page().referrals if one.service is Service.HTSS]
    assert len(loops) == 1, "the authorization attaches to the referral that the move-in began"
    status(desk, Service.HTSS, ReferralStatus.ACCEPTED)
    note(desk, Service.HTSS, "htss-rights", "Read the lease together", closes=True)
    assert desk.referral(Service.HTSS).status is ReferralStatus.CLOSED
    happened(desk, loops[0].id, "referrer-told")
    assert road.desk.month_says("2027-01", road.folder) == [
        "Accepted", "Referral Loop Closed", "Accepted", "Referral Loop Closed",
    ]  # fmt: skip


def saved(road: Road) -> None:
    """Rent is late; the landlord is called; a repayment is agreed and paid; the home is kept."""
    desk = road.desk
    desk.on(date(2027, 4, 12))
    assert "Visit the home, in 3 days" in desk.today()
    key = desk.home().tenancy.id
    visit = desk.form("tenancy_visit", key)
    visit.all_good.click()
    visit.fields["what"].widget.setCurrentIndex(1)
    desk.save(visit)
    assert "Visit the home" not in desk.today()
    desk.on(date(2027, 5, 6))
    desk.put(desk.form("tenancy_event", [key, "sign", ""]), what="late-rent", severity="act",
             due="2027-05-09", note="Two weeks late")  # fmt: skip
    assert "May 9" in desk.today()
    [sign] = [one for one in desk.home().events if one.kind == "sign"]
    desk.put(desk.form("tenancy_event", [key, "landlord", "Rosa Diaz"]), what="late-rent",
             note="She will wait if it comes in three parts")  # fmt: skip
    desk.put(desk.form("repayment", [key, sign.id, "May rent"]), owed="550", parts="3",
             first="2027-06-01")  # fmt: skip
    [agreed] = desk.home().plans
    for part, day in zip(agreed.parts, ((2027, 6, 1), (2027, 7, 1), (2027, 8, 1)), strict=True):
        desk.on(date(*day))
        desk.put(desk.form("repayment_paid", part.id))
    desk.put(desk.form("tenancy_settle", sign.id), outcome="Paid in three parts; she stays")
    home = desk.home()
    assert [one.left_cents for one in home.plans] == [0]
    assert not [one for one in home.events if one.open]
    assert "May 9" not in desk.today()
    line = desk.at("timeline")
    for told in ("Sign · Late rent, May 6", "Landlord · Late rent, May 6", "With Rosa Diaz"):
        assert told in line
    assert "$550 of $550 paid" in desk.at("home")


def asked_for_more(road: Road) -> None:
    """The plan is revised, and the extension is asked for with a complete packet."""
    desk = road.desk
    revise(desk, date(2027, 8, 27), "Part-time wages")
    assert desk.newest().state is PlanState.SIGNED
    desk.on(date(2027, 12, 1))
    desk.inside.go("forecast")
    desk.settle()
    assert "Ends: Jan 19, 2028" in words_of(desk.inside.view("forecast"))
    loop = desk.referral(Service.HTSS).id
    form = desk.form("authorization_request", loop)
    assert "The review was due" in words_of(form.lacking), "the packet lacks a plan of today"
    form.reject()
    revise(desk, date(2027, 12, 1), "Full-time wages")
    form = desk.form("authorization_request", loop)
    assert form.heading.text() == "Record extension request"
    assert not form.lacking.isVisible(), words_of(form.lacking)
    assert [one.version for one in desk.plan().versions] == [3, 2, 1]
    desk.typed(form, units="6", unit="months")
    said = desk.today()
    assert "Decision on a later request" in said
    assert "Recertify the home or subsidy, in 14 days" in said
    desk.on(date(2027, 12, 3))
    form = desk.form("authorization_request", loop)
    assert form.heading.text() == "Record the plan’s answer"
    desk.typed(form, decision="approved", effective="2028-01-20", end="2028-07-19")
    assert "The authorization ends" not in desk.today()


def recertified_and_a_year_housed(road: Road) -> None:
    """The yearly papers are done in time; fourteen months after the tent she is at home."""
    desk = road.desk
    desk.on(date(2027, 12, 6))
    key = desk.home().tenancy.id
    desk.put(desk.form("tenancy_recertified", key), on="2027-12-06", next_on="2028-12-15")
    assert desk.home().tenancy.recertify == date(2028, 12, 15)
    assert "Recertify" not in desk.today()
    desk.on(date(2028, 1, 10))
    assert "The lease ends, in 4 days" in desk.today()
    desk.put(desk.form("tenancy_amend", key), lease_ends="2029-01-14")
    desk.on(date(2028, 1, 20))
    home = desk.home()
    assert home.tenancy.ended is None
    assert home.days > 365
    assert 12 in home.kept
    assert "9 Elm Street" in desk.at("home")
    assert "ecertif" in desk.at("timeline")


def test_from_an_encampment_to_a_tenancy_saved(road: Road) -> None:
    crashed: list[BaseException] = []
    road.desk.program.tasks.crashed.connect(crashed.append)
    for chapter in (
        found_and_reached, first_service, plan_signed, papers_ready, searched,
        voucher_and_deposit, moved_in, tenancy_begun, saved, asked_for_more,
        recertified_and_a_year_housed,
    ):  # fmt: skip
        chapter(road)
        road.desk.no_form()
    assert not crashed
    found = road.desk.read(audit.verify)
    assert (found.encrypted, found.integrity, found.journal) == (True, True, True)
