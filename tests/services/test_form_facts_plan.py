"""What forms to a plan are filled in from: every source given, figures with their source, refusals
that say what to do, nothing that a danger hides."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

import pytest

from navigator_app.domain.eligibility import How, MediCal
from navigator_app.domain.ending import EndReason
from navigator_app.domain.facts import Path
from navigator_app.domain.ledger import Kind
from navigator_app.domain.paths import OptIn
from navigator_app.domain.vocabulary import ClosureReason, Outcome, ReferralStatus, Service
from navigator_app.errors import NotFound
from navigator_app.forms import reading
from navigator_app.services import (
    capacity,
    discontinue,
    eligibility,
    plan_inquiries,
    print_desk,
    record_status,
)
from navigator_app.services import form_facts_case as cases
from navigator_app.services.discontinue import Ending
from navigator_app.services.eligibility import CheckDraft
from navigator_app.services.form_facts import Gathered, Subject, gather
from navigator_app.services.form_facts_plan import GATHERERS
from navigator_app.services.workspace import Workspace
from tests.services import deposit_maker, plan_records
from tests.services.plan_records import Kept, refused

TODAY = date(2026, 11, 20)
_WAYS = tuple(plan_records.WAYS)


def rows(found: Gathered, source: str) -> Sequence[Sequence[str]]:
    told = found.facts.get(source, ())
    assert not isinstance(told, str | date)
    return [[str(cell) for cell in row] for row in told if not isinstance(row, str | date)]


def missing(kind: str, found: Gathered) -> set[str]:
    """The sources and conditions of a form that a gatherer did not give."""
    form = reading.form(kind)
    return {one for one in (*form.sources(), *form.conditions()) if one not in found.facts}


@pytest.fixture
def kept(workspace: Workspace) -> Kept:
    return plan_records.whole(workspace)


def test_every_form_to_a_plan_has_a_gatherer() -> None:
    to_plans = {kind for kind in reading.kinds() if reading.form(kind).audience == "plan"}
    assert to_plans == set(GATHERERS)


@pytest.mark.parametrize(("path", "opt_in"), _WAYS)
def test_each_way_in_gives_what_its_block_asks_for(
    workspace: Workspace, path: Path, opt_in: OptIn | None
) -> None:
    one = plan_records.came(workspace, path, opt_in)
    found = gather(workspace, "referral", one.subject)
    form, facts = reading.form("referral"), found.facts
    ways = {name for name in form.conditions() if name.startswith("path.")}
    assert facts["path.title"]
    mine = {name for name in ways & facts.keys() if name not in ("path.title", "path.referred")}
    assert len(mine) == 1 or path is Path.PARTNER
    shown = [block for block in form.blocks if block.when in facts and block.when in ways]
    asked = {source for block in shown for source in block.sources()}
    if path is Path.RE_REFERRAL:
        asked -= {"earlier.ended", "earlier.reason"}  # a denial of the plan has neither
    assert asked <= facts.keys()
    assert ("justice" in found.categories) == (path is Path.CORRECTIONAL)
    assert "service.htns" in found.ticked


def test_every_source_of_a_referral_is_given_by_some_way(workspace: Workspace, kept: Kept) -> None:
    check = CheckDraft(kept.member, MediCal.ACTIVE, How.PORTAL, TODAY, plan_found="harbor")
    eligibility.record(workspace, check)
    given = set(gather(workspace, "referral", kept.subject).facts)
    form = reading.form("referral")
    elsewhere = {one for one in form.sources() if one.split(".")[0] in ("intake", "referrer")}
    elsewhere |= {"referral.submitted_hour", "path.title", "earlier_uses.rows"}
    elsewhere |= {"earlier.service", "earlier.ended", "earlier.reason"}
    assert set(form.sources()) - given <= elsewhere


def test_a_second_time_of_tenancy_services_says_what_changed(workspace: Workspace) -> None:
    one = plan_records.came(workspace, Path.BOTTOM_UP, service=Service.HTSS)
    found = gather(workspace, "referral", one.subject)
    assert rows(found, "earlier_uses.rows") == [
        ["Jan 5, 2024", "Sep 1, 2024", "Second Door", "Has income"]
    ]
    assert {"service.htss", "urgency.urgent", "goes.consent", "goes.support_plan"} <= found.ticked
    assert found.facts["referral.submitted_hour"] == "2:30 pm"


def test_custody_and_substance_use_stand_on_no_request(workspace: Workspace, kept: Kept) -> None:
    for kind in ("referral", "authorization_request", "extension_request"):
        told = str(gather(workspace, kind, kept.subject).facts)
        assert "ustody" not in told
        assert "obering" not in told
    programs = rows(gather(workspace, "referral", kept.subject), "programs.rows")
    assert [row[0] for row in programs] == ["Enhanced Care Management"]


def test_figures_stand_with_their_source(workspace: Workspace, kept: Kept) -> None:
    for kind in ("referral", "authorization_request", "extension_request"):
        told = rows(gather(workspace, kind, kept.subject), "rules.rows")
        assert told
        assert all(row[2].strip() for row in told), "a figure without a source is a rumor"
    request = rows(gather(workspace, "authorization_request", kept.subject), "rules.rows")
    length = next(row for row in request if row[1].startswith("12 months"))
    assert length[1] == "12 months (recommended)"
    assert "Toolkit" in length[2]


def test_what_is_only_recommended_says_so_and_fills_no_day_by_itself(workspace: Workspace) -> None:
    one = plan_records.member(workspace, "empty")
    found = gather(workspace, "authorization_request", one.subject)
    assert "request.last" not in found.facts, "the way in is not known"
    told = [row for row in rows(found, "rules.rows") if "Toolkit" in row[2]]
    assert told
    assert all("ecommended" in row[1] for row in told)


def test_an_authorization_is_asked_for_from_the_day_that_the_rule_names(
    workspace: Workspace,
) -> None:
    one = plan_records.came(workspace, Path.BOTTOM_UP)
    found = gather(workspace, "authorization_request", one.subject)
    assert found.facts["request.day"] == date(2026, 11, 5)
    assert found.facts["request.first"] == date(2026, 11, 5)
    assert found.facts["request.last"] == date(2027, 11, 4)
    assert missing("authorization_request", found) == {"request.units", "request.number"}


def test_a_request_on_record_fills_the_form(workspace: Workspace, kept: Kept) -> None:
    key = plan_records.ask(workspace, kept.referral, Kind.EXTENSION)
    named = Subject(member_id=kept.member, about="authorization_request", about_id=key)
    for subject in (kept.subject, named):
        found = gather(workspace, "extension_request", subject)
        assert found.facts["request.units"] == "24 days"
        assert found.facts["request.day"] == date(2026, 11, 16)
        assert found.facts["ledger.number"] == "A-2025-12-05"
        assert missing("extension_request", found) == {
            "request.first", "request.last", "packet.title"
        }  # fmt: skip
    assert [row[0] for row in rows(found, "ledger.rows")] == ["First", "Extension"]


def test_the_packet_of_a_plan_that_says_what_it_wants(workspace: Workspace) -> None:
    one = plan_records.member(workspace, "health-net-2025")
    plan_records.authorize(workspace, one.referral, "2025-12-05", "2026-12-04")
    found = gather(workspace, "extension_request", one.subject)
    assert found.facts["packet.title"] == "What Health Net wants with an extension request"
    first = rows(found, "packet.rows")[0]
    assert first[0] == "Completed housing support plan, attached"
    assert first[1:3] == ["Yes", ""]
    assert "26-538" in first[3]


def test_an_extension_of_nothing_says_what_to_do(workspace: Workspace) -> None:
    one = plan_records.member(workspace)
    stopped = refused(workspace, "extension_request", one.subject)
    assert stopped.field == "authorization"
    assert stopped.next_step


def test_a_deposit_has_items_cap_window_and_packet(workspace: Workspace) -> None:
    one = deposit_maker.made(workspace, "health-net-2025+partnership-mcap7003")
    deposit_maker.search_for(workspace, one.member)
    sent = deposit_maker.sent(workspace, one, 180000, 150000)
    subject = Subject(member_id=one.member, about="deposit_request", about_id=sent.id)
    found = gather(workspace, "deposit_request", subject)
    facts = found.facts
    assert (facts["deposit.total"], facts["deposit.left"]) == ("$3,300.00", "$2,700.00")
    assert facts["deposit.last_day"] == date(2026, 12, 31)
    assert rows(found, "deposit.rows")[0] == [
        "Security deposit", "", "Oak Street LLC", "", "$1,800.00"
    ]  # fmt: skip
    assert missing("deposit_request", found) == {
        "deposit.again", "deposit.what_changed"
    }  # fmt: skip
    assert gather(workspace, "deposit_request", Subject(one.member)).facts == facts
    told = {row[0]: row[1] for row in rows(found, "rules.rows")}
    assert told["Housing deposits: dollars at most, taxes included"].startswith("$6,000")


def test_a_plan_without_a_cap_prints_none(workspace: Workspace) -> None:
    one = deposit_maker.made(workspace)
    deposit_maker.sent(workspace, one, 180000)
    found = gather(workspace, "deposit_request", Subject(one.member))
    assert "deposit.left" not in found.facts
    assert "$" not in "".join(row[1] for row in rows(found, "rules.rows"))


def test_a_deposit_that_nobody_wrote_down(workspace: Workspace, kept: Kept) -> None:
    assert refused(workspace, "deposit_request", kept.subject).field == "deposit"
    with pytest.raises(NotFound):
        gather(workspace, "deposit_request", Subject(kept.member, about_id="nowhere"))


@pytest.mark.parametrize("reason", EndReason)
def test_a_service_that_ended_ticks_its_reason(
    workspace: Workspace, kept: Kept, reason: EndReason
) -> None:
    plan_records.tried(workspace, kept, (10, 12, 16))
    ending = Ending(kept.referral, reason, TODAY, plan_told_on=TODAY, override="For the test.")
    discontinue.end(workspace, ending)
    found = gather(workspace, "discontinuation", Subject(member_id=kept.member))
    form = reading.form("discontinuation")
    assert found.ticked == {f"ending.{reason.slug.replace('-', '_')}"}
    assert found.ticked <= set(form.ticks())
    assert len(form.ticks()) == len(EndReason)
    assert ("justice" in found.categories) == (reason is EndReason.INCARCERATED)
    asked = missing("discontinuation", found) - {"ending.team_told", "report.replaces"}
    if reason is EndReason.UNRESPONSIVE:
        assert asked == {"ending.is_other"}
        assert len(rows(found, "attempts.rows")) == 3
    else:
        assert {"attempts.rows", "ending.is_unresponsive"} <= asked


def test_no_ending_no_notice(workspace: Workspace, kept: Kept) -> None:
    stopped = refused(workspace, "discontinuation", kept.subject)
    assert (stopped.field, bool(stopped.next_step)) == ("ending", True)


def test_attempts_are_told_by_day_and_way_and_no_more(workspace: Workspace) -> None:
    one = plan_records.member(workspace)
    plan_records.findable(workspace, one.member)
    plan_records.tried(workspace, one, (10,), Outcome.REACHED)
    plan_records.tried(workspace, one, (12, 16))
    plan_records.tried(workspace, one, (18,), Outcome.UNSAFE)
    found = gather(workspace, "unable_to_reach", one.subject)
    told = rows(found, "attempts.rows")
    assert [row[0] for row in told] == ["1", "2", "3", "4"]
    assert told[1] == ["2", "Nov 12, 2026, 9:15 am", "In person", "Not found", "Ana Ruiz"]
    assert told[3][3] == "Not reached"
    assert (found.facts["attempts.count"], found.facts["attempts.least"]) == ("3", "3")
    assert found.facts["attempts.last_contact"] == date(2026, 11, 10)
    assert missing("unable_to_reach", found) == set()
    assert len(rows(found, "looked.rows")) == 1, "where something was found is not told"
    whole = str(found.facts)
    assert "Behind the mill" not in whole
    assert "nsafe" not in whole


def test_nobody_tried(workspace: Workspace, kept: Kept) -> None:
    assert refused(workspace, "unable_to_reach", kept.subject).field == "attempts"


def test_no_question_waits(workspace: Workspace, kept: Kept) -> None:
    assert refused(workspace, "plan_question", kept.subject).field == "question"


def test_a_question_that_waits_is_a_letter(workspace: Workspace, kept: Kept) -> None:
    words = "Is she still authorized?"
    plan_inquiries.ask(workspace, "harbor", words, "phone", referral_id=kept.referral)
    found = gather(workspace, "plan_question", kept.subject)
    assert found.facts["question.text"] == words
    assert found.facts["question.day"] == TODAY
    prepared = print_desk.prepare(workspace, "plan_question", kept.subject)
    assert prepared.way is not None
    assert (prepared.way.recipient, prepared.withheld) == (found.recipient, "")


def test_how_a_referral_ended_says_no_more_than_that(workspace: Workspace) -> None:
    one = plan_records.came(workspace, Path.PARTNER)
    found = gather(workspace, "referral_outcome", one.subject)
    assert found.facts["letter.to"] == ["Dr. Ode Okafor", "St. Brigid Clinic"]
    assert found.facts["outcome.running"] == "1"
    assert found.recipient == "Dr. Ode Okafor"
    record_status.record(workspace, one.referral, ReferralStatus.ACCEPTED, date(2026, 11, 17))
    record_status.record(
        workspace, one.referral, ReferralStatus.CLOSED, TODAY,
        reason=ClosureReason.SERVICES_RECEIVED,
    )  # fmt: skip
    found = gather(workspace, "referral_outcome", one.subject)
    assert found.facts["outcome.reason"] == "Services Received"
    assert found.facts["outcome.served"] == "1"
    assert "outcome.running" not in found.facts
    assert missing("referral_outcome", found) == {
        "outcome.unreached", "outcome.full", "outcome.running"
    }  # fmt: skip


def test_an_outcome_needs_somebody_who_referred(workspace: Workspace, kept: Kept) -> None:
    assert refused(workspace, "referral_outcome", kept.subject).field == "referrer"


def test_capacity_with_what_it_was_before(workspace: Workspace) -> None:
    plan_records.member(workspace)
    assert refused(workspace, "capacity_notice", Subject(about="capacity_report")).next_step
    capacity.report(workspace, date(2026, 11, 2), any_member=6, own_members=4, plan="harbor")
    row, _changes = capacity.report(
        workspace, date(2026, 11, 18), any_member=0, own_members=0, plan="harbor"
    )
    for subject in (
        Subject(about="capacity_report"),
        Subject(about="capacity_report", about_id=row.id),
    ):
        found = gather(workspace, "capacity_notice", subject)
        assert [one[1:] for one in rows(found, "capacity.rows")] == [["0", "6"], ["0", "4"]]
        assert missing("capacity_notice", found) == {"report.replaces"}
        assert "member.name" not in found.facts
    assert found.facts["capacity.due"] == date(2026, 11, 25)
    assert [one[2][-6:] for one in rows(found, "rules.rows")] == ["VI.E.6", "VI.E.5"]


def test_hours_of_the_day() -> None:
    told = [cases.hour(datetime(2026, 1, 1, hour, 5)) for hour in (0, 1, 11, 12, 13, 23)]
    assert told == ["12:05 am", "1:05 am", "11:05 am", "12:05 pm", "1:05 pm", "11:05 pm"]
