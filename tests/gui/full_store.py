"""One member with something of everything, and the ids by which the forms are about it."""

from __future__ import annotations

import io
import os
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any

from navigator_app.domain.consents import ConsentDraft, Decision, Way
from navigator_app.domain.consents import How as Saying
from navigator_app.domain.eligibility import How, MediCal
from navigator_app.domain.ending import EndReason
from navigator_app.domain.guard_facts import Step as GuardStep
from navigator_app.domain.housing import Step
from navigator_app.domain.ledger import Kind
from navigator_app.domain.programs import Program
from navigator_app.domain.records import AttemptDraft
from navigator_app.domain.rules import Stake
from navigator_app.domain.tenancy import Kind as EventKind
from navigator_app.domain.vocabulary import Mode, Outcome, ReferralStatus, Role, Service
from navigator_app.policy import tenancy_lists
from navigator_app.services import (
    agency,
    attachments,
    authorizations,
    batches,
    capacity,
    chart_review,
    chart_review_read,
    connections,
    consents,
    deposit_steps,
    discontinue,
    eligibility,
    gate,
    guards,
    hand_over,
    household,
    housing_aids,
    housing_directory,
    housing_search,
    move_in,
    places,
    plan_inquiries,
    plan_reports,
    programs,
    promises,
    quarantine,
    reaching,
    record_encounter,
    record_outreach,
    record_status,
    repayments,
    responses,
    review_queue_moves,
    safety,
    synchronize,
    tenancy,
    tenancy_watch,
)
from navigator_app.services.authorizations import Request
from navigator_app.services.discontinue import Ending
from navigator_app.services.eligibility import CheckDraft
from navigator_app.services.household import CareDraft, IncomeDraft, PersonDraft
from navigator_app.services.housing_aids import AccommodationDraft, SubsidyDraft
from navigator_app.services.housing_directory import LandlordDraft, UnitDraft
from navigator_app.services.housing_search import StepDraft
from navigator_app.services.move_in import MoveInDraft
from navigator_app.services.places import Look, PlaceDraft
from navigator_app.services.programs import ProgramDraft, UseDraft
from navigator_app.services.promises import PromiseDraft
from navigator_app.services.reaching import MethodDraft
from navigator_app.services.repayments import PlanDraft
from navigator_app.services.safety import FlagDraft
from navigator_app.services.tenancy_watch import EventDraft, Found
from navigator_app.services.workspace import Workspace
from tests.services import answers, deposit_maker, loops, pictures, plan_maker, service_notes, team
from tests.services.test_import_matches import by_hand, line, stage

TODAY = date(2026, 11, 20)
DAY = timedelta(1)


@dataclass
class Full:
    """Ids of what stands in the store, each by the word the tests call it."""

    ids: dict[str, Any] = field(default_factory=dict)

    def __getattr__(self, name: str) -> Any:
        """An id by its name."""
        if name in ("ids", "__setstate__"):
            raise AttributeError(name)
        return self.ids[name]

    @cached_property
    def line(self) -> list[str]:
        """A line of Today, as the two forms about one take it."""
        rule = "referral-response"
        return [self.ids["referral"], rule, "Answer the referral", "2026-11-24", Stake.MEMBER.value]


def fill(ws: Workspace, folder: Path) -> Full:
    """Write it through the services, in the order a year brings it."""
    found = Full()
    plan = loops.add_plan(ws, "bayview", "health-net-2025")
    made = loops.add_member(ws, plan, 1)
    found.ids["me"] = ws.user.id
    found.ids |= {"member": made.member, "referral": made.referral, "plan": "bayview"}
    found.ids["pending"] = loops.add_member(ws, plan, 2).referral
    found.ids["twin"] = loops.add_member(ws, plan, 3).member
    _authorized(ws, found, made)
    _planned(ws, found)
    _searched(ws, found)
    _papers(ws, found, plan)
    _lived(ws, found)
    _ended(ws, found, plan)
    _agreed(ws, found)
    _around(ws, found)
    found.ids["limit"] = _limit(ws)
    found.ids["file"] = _file(ws, folder)
    _exchanged(ws, found, folder)
    _batched(ws, found)
    _told(ws, found)
    _reviewed(ws, found)
    return found


def _reviewed(ws: Workspace, found: Full) -> None:
    """A batch that waits for a word, a chart that was drawn and what it found."""
    found.ids["review"] = review_queue_moves.ask(ws, "batch", found.batch).id
    sample = chart_review.draw(ws, "random", 1, seed=1).id
    chart = found.ids["chart"] = chart_review.charts(ws, sample)[0].id
    found.ids["finding"] = chart_review_read.find(ws, chart, "Two visits without a place.").id


def _told(ws: Workspace, found: Full) -> None:
    """A plan that asks for weekly updates, one that was made, and a question to it."""
    plan = loops.add_plan(ws, "partnership", "partnership-mcap7003")
    made = loops.add_member(ws, plan, 31)
    found.ids["update"] = plan_reports.build(ws, "partnership", "not-engaged").id
    found.ids["asked"] = plan_inquiries.ask(
        ws, "partnership", "Is it approved?", "phone", referral_id=made.referral
    ).id
    found.ids["unengaged"] = [made.referral, made.member]


def _batched(ws: Workspace, found: Full) -> None:
    """A batch with somebody in it of whom nobody looked up the coverage."""
    key, _changes = batches.start(ws, plan="bayview", service=Service.HTNS)
    batches.add(ws, key, [found.ids["member"], found.ids["twin"]])
    found.ids["batch"] = key


def _exchanged(ws: Workspace, found: Full, folder: Path) -> None:
    """One meeting with the plan over a watched folder, and the file that came."""
    inbox, outbox = folder / "from-plan", folder / "to-plan"
    for one in (inbox, outbox):
        one.mkdir()
    (inbox / "notice.csv").write_text("Something,Else\n1,2\n", encoding="utf-8")
    connections.connect_folder(ws, "bayview", inbox=str(inbox), outbox=str(outbox))
    os.utime(inbox / "notice.csv", (1_700_000_000, 1_700_000_000))  # nobody writes it any more
    [run] = synchronize.run(ws, "bayview")
    found.ids["run"] = run.id
    found.ids["exchanged"] = synchronize.files(ws)[0].id
    found.ids["quarantined"] = quarantine.waiting(ws)[0].id
    made = loops.add_member(ws, agency.plan(ws, "bayview").id, 8, requested=date(2026, 10, 1))
    record_status.record(ws, made.referral, ReferralStatus.ACCEPTED, date(2026, 10, 5))
    _sent, rows = answers.send(ws, outbox, "2026-10")
    wrong = {at: ("R01", "CIN not found in our records") for at in range(len(rows))}
    said = answers.csv_of(answers.answer(rows, wrong))
    responses.take_in(ws, answers.came(ws, said), said)
    found.ids["rejected"] = responses.open_rows(ws)[0].id


def _agreed(ws: Workspace, found: Full) -> None:
    said = ConsentDraft(found.member, "to-serve", Decision.GIVEN, Saying.VERBAL, TODAY - 18 * DAY)
    consents.record(ws, said)
    release = replace(
        said, kind="to-share", how=Saying.PAPER, discloser="Harbor Homes", recipient="Dr. Okafor",
        categories=("housing", "health"), purpose="housing",
    )  # fmt: skip
    found.ids["consent"], _changes = consents.record(ws, release)
    way = Way("attachment", "Dr. Okafor", "housing", ("health",))
    with ws.transaction("test") as tx:
        gate.account(ws, tx, way, gate.ask(ws, way, [found.member]), detail="ID card")


def _around(ws: Workspace, found: Full) -> None:
    """People and places, a danger and a promise, and somebody who had the member before."""
    who, on = found.member, TODAY - 3 * DAY
    found.ids["way"] = reaching.save(ws, who, MethodDraft("phone", "7075550100", safe=True)).id
    found.ids["place"] = places.save(ws, who, PlaceDraft("River camp", on, "likely")).id
    places.look(ws, who, TODAY, [Look("hmis", "nothing"), Look("hospitals", "found", "Ward 3")])
    person = PersonDraft("Mia", "child", date(2020, 3, 1), True)
    found.ids["child"] = household.save_person(ws, who, person).id
    income = IncomeDraft("child-support", 30_000, found.child)
    found.ids["income"] = household.save_income(ws, who, income).id
    found.ids["carer"] = household.save_care(ws, who, CareDraft("pcp", "Dr. Ng")).id
    found.ids["danger"] = safety.save(ws, who, FlagDraft("animal", on, "Two dogs")).id
    found.ids["promise"] = promises.save(ws, who, PromiseDraft("Bring bus passes", due=TODAY)).id
    with ws.transaction("add_user") as tx:
        row = {"id": "u2", "name": "Ben Ochoa", "role": "navigator", "active": 1}
        tx.insert("user", {**row, "created_at": tx.now})
        tx.update("member", who, {"navigator_id": "u2"})
    hand_over.give(ws, [who], ws.user.id, "She likes to be texted first.")
    with ws.transaction("add_user") as tx:
        tx.update("user", "u2", {"active": 0})
    found.ids["colleague"] = team.join(ws, "Mina Cho", Role.NAVIGATOR).id


def _limit(ws: Workspace) -> list[str]:
    """A limit that speaks of somebody: the referral and the rule."""
    plan = loops.add_plan(ws, "harbor", "partnership-mcap7003")
    referral = loops.add_member(ws, plan, 7, service="deposits").referral
    row = guards.check(ws, [referral], GuardStep.REVIEW)[referral][0]
    return [row.referral_id, row.result.rule_id]


def _authorized(ws: Workspace, found: Full, made: loops.Made) -> None:
    service_notes.authorize(ws, made)
    check = CheckDraft(made.member, MediCal.ACTIVE, How.PORTAL, date(2026, 11, 3))
    asked = Request(made.referral, Kind.EXTENSION, date(2026, 11, 16), units=6, unit="months")
    attempt = AttemptDraft(
        made.member, Mode.IN_PERSON, Outcome.REACHED, datetime(2026, 11, 19, 9), made.referral,
        note="Behind the bakery",
    )  # fmt: skip
    found.ids["check"] = eligibility.record(ws, check)[0].id
    found.ids["request"] = authorizations.record_request(ws, asked)[0]
    found.ids["attempt"] = record_outreach.record(ws, [attempt]).attempts[0].id
    programs.add_program(ws, ProgramDraft(made.member, Program.ECM, date(2026, 1, 1)))
    found.ids["program"] = _id(ws, "SELECT id FROM other_program WHERE member_id = ?", made)
    note = service_notes.note(made)
    found.ids["encounter"] = record_encounter.record(ws, note).note.id
    found.ids["report"] = capacity.report(ws, date(2026, 11, 16), any_member=2)[0].id


def _id(ws: Workspace, sql: str, made: loops.Made) -> str:
    row = ws.store.one(sql, (made.member,))
    assert row is not None
    return str(row[0])


def _planned(ws: Workspace, found: Full) -> None:
    """Signed by both for the member; for the twin it waits for the signatures."""
    plan_maker.signed(ws, found.member)
    found.ids["unsigned"] = plan_maker.approved(ws, found.twin)


def _searched(ws: Workspace, found: Full) -> None:
    member = found.member
    landlord = housing_directory.save_landlord(ws, LandlordDraft("Rosa Diaz", phone="4155550123"))
    draft = UnitDraft("12 Oak Street", landlord.id, city="Santa Rosa", rent_cents=150_000)
    unit = housing_directory.save_unit(ws, draft)
    found.ids |= {"landlord": landlord.id, "unit": unit.id}
    found.ids["application"] = housing_search.begin(ws, member, unit_id=unit.id).id
    step = StepDraft(Step.APPLIED, TODAY - 9 * DAY)
    with ws.transaction("test") as tx:
        tx.update("housing_application", found.application, {"stage_on": "2026-11-01"})
    housing_search.record_step(ws, found.application, step)
    voucher = SubsidyDraft("hcv", "issued", cents=90_000, issued=TODAY - 30 * DAY)
    found.ids["subsidy"] = housing_aids.save_subsidy(ws, member, voucher).id
    wanted = AccommodationDraft("A ramp", to_whom="Rosa Diaz", asked=TODAY - DAY)
    found.ids["accommodation"] = housing_aids.save_accommodation(ws, member, wanted).id


def _papers(ws: Workspace, found: Full, plan: str) -> None:
    source = io.BytesIO(pictures.png())
    row, _changes = attachments.add(ws, found.member, source, title="ID card", class_id="identity")
    found.ids["attachment"] = row.id
    referral = loops.add_referral(ws, plan, found.member, service="deposits")
    one = deposit_maker.Made(found.member, referral)
    found.ids["deposit"] = deposit_maker.sent(ws, one, 180_000).id
    other = loops.add_member(ws, plan, 6).member
    wanted = deposit_maker.Made(other, loops.add_referral(ws, plan, other, service="deposits"))
    programs.add_use(ws, UseDraft(other, Service.HTNS, date(2026, 6, 1)))
    deposit_maker.sign(ws, other)
    sent = deposit_maker.sent(ws, wanted, 180_000)
    deposit_steps.answer(ws, sent.id, deposit_maker.approved(sent))
    found.ids["paid"] = sent.id


def _lived(ws: Workspace, found: Full) -> None:
    moved = MoveInDraft(TODAY - 5 * DAY, unit_id=found.unit, rent_cents=90_000, visit_every=90)
    home = found.ids["tenancy"] = move_in.record(ws, found.member, moved).id
    sign = EventDraft(EventKind.SIGN, "late-rent", TODAY, note="Two weeks late")
    purpose = tenancy_lists.shipped().of(EventKind.VISIT)[0].id
    items = {"heat": Found("fault", "Pilot light out")}
    visit = EventDraft(EventKind.VISIT, purpose, TODAY, items=items, due=TODAY + 7 * DAY)
    found.ids["sign"] = tenancy_watch.record(ws, home, sign).id
    tenancy_watch.record(ws, home, visit)
    [fault] = next(e for e in tenancy.page(ws, found.member).events if e.kind == "visit").items
    found.ids["fault"] = fault.id
    spread = repayments.spread(30_000, 3, TODAY)
    agreed = PlanDraft(30_000, spread, TODAY, "October rent")
    found.ids["repayment"] = repayments.agree(ws, home, agreed).id
    found.ids["part"] = repayments.one(ws, found.repayment).parts[0].id


def _ended(ws: Workspace, found: Full, plan: str) -> None:
    made = loops.add_member(ws, plan, 4)
    for hour in (7, 8, 9):
        tried = AttemptDraft(made.member, Mode.PHONE, Outcome.NOT_FOUND,
                             datetime(2026, 11, 20, hour))  # fmt: skip
        record_outreach.record(ws, [tried])
    ending = Ending(made.referral, EndReason.UNRESPONSIVE, TODAY)
    found.ids["ending"] = discontinue.end(ws, ending)[0].id
    found.ids["declinable"] = loops.add_member(ws, plan, 5).referral


def _file(ws: Workspace, folder: Path) -> str:
    """A file that waits with somebody who may be here already."""
    by_hand(ws)
    return stage(ws, folder, line("NORA", "Vale", "98000001A"))
