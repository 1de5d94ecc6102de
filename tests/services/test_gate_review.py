"""What must not leave: by copies, by somebody else's consent, in the name of the member."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from navigator_app.domain.consents import ConsentDraft, Decision, How, Way
from navigator_app.errors import ConsentNeeded, InputRejected
from navigator_app.services import (
    attachment_copy,
    consents,
    duplicates,
    gate,
    print_desk,
    safety,
    scan_intake,
)
from navigator_app.services.attachment_copy import CopyDraft
from navigator_app.services.form_facts import Subject
from navigator_app.services.safety import FlagDraft
from navigator_app.services.workspace import Workspace
from tests.forms import paper_scans
from tests.services import loops
from tests.services.test_print_gate import outcome, release

TODAY = date(2026, 11, 20)


@pytest.fixture
def made(workspace: Workspace) -> loops.Made:
    return loops.add_member(workspace, loops.add_plan(workspace), 1)


def test_a_copy_of_a_form_to_others_asks_again(workspace: Workspace, made: loops.Made) -> None:
    consent_id, _ = consents.record(workspace, release(made.member))
    prepared = outcome(workspace, made)
    _printed, row, _ = print_desk.issue(workspace, prepared, "printed")
    consents.revoke(workspace, consent_id, TODAY, "by phone")
    with pytest.raises(ConsentNeeded):
        print_desk.issue(workspace, outcome(workspace, made), "printed", copy_of=row.code)


def test_somebody_else_s_consent_to_give_is_not_ours(
    workspace: Workspace, made: loops.Made
) -> None:
    consents.record(workspace, release(made.member, discloser="County Hospital"))
    assert not outcome(workspace, made).may_leave


def test_at_the_member_s_request_only_the_member_gets_it(
    workspace: Workspace, made: loops.Made
) -> None:
    way = Way("attachment", "Bob’s Bail Bonds", "member-request", ("health",))
    [verdict] = gate.ask(workspace, way, [made.member])
    assert not verdict.whole


def test_a_later_no_is_not_told_the_plan_as_a_yes(workspace: Workspace, made: loops.Made) -> None:
    yes = ConsentDraft(made.member, "to-serve", Decision.GIVEN, How.VERBAL, date(2026, 11, 2))
    consents.record(workspace, yes)
    consents.record(workspace, replace(yes, decision=Decision.REFUSED, on=date(2026, 11, 9)))
    prepared = print_desk.prepare(workspace, "referral", Subject(made.member, made.referral))
    assert "consent.served" not in prepared.order.facts
    assert "goes.consent" not in prepared.order.ticked


def test_a_renewal_taken_back_does_not_leave_the_older_one_standing(
    workspace: Workspace, made: loops.Made
) -> None:
    consents.record(workspace, release(made.member))
    renewed, _ = consents.record(workspace, release(made.member, on=date(2026, 11, 9)))
    consents.revoke(workspace, renewed, TODAY, "by phone")
    assert not outcome(workspace, made).may_leave
    consents.record(workspace, release(made.member, on=TODAY))
    assert outcome(workspace, made).may_leave, "a later yes counts again"


def test_a_renewal_that_never_held_leaves_the_older_one(
    workspace: Workspace, made: loops.Made
) -> None:
    consents.record(workspace, release(made.member))
    renewed, _ = consents.record(workspace, release(made.member, on=date(2026, 11, 9)))
    consents.invalidate(workspace, renewed, TODAY, "not dated")
    assert outcome(workspace, made).may_leave


def test_a_yes_that_a_later_no_ended_is_not_printed_as_live(
    workspace: Workspace, made: loops.Made
) -> None:
    consent_id, _ = consents.record(workspace, release(made.member))
    subject = Subject(about_id=consent_id)
    print_desk.prepare(workspace, "release", subject)
    no = release(made.member, decision=Decision.REFUSED, on=date(2026, 11, 9))
    consents.record(workspace, replace(no, categories=("housing",)))
    with pytest.raises(ConsentNeeded):
        print_desk.prepare(workspace, "release", subject)


def test_a_form_is_filled_in_from_a_consent_of_its_kind(
    workspace: Workspace, made: loops.Made
) -> None:
    consent_id, _ = consents.record(workspace, release(made.member))
    for kind in ("substance_use", "consent"):
        with pytest.raises(InputRejected) as caught:
            print_desk.prepare(workspace, kind, Subject(about_id=consent_id))
        assert caught.value.field == "about"
    print_desk.prepare(workspace, "revocation", Subject(about_id=consent_id))


def test_the_signer_s_copy_says_what_was_typed_on_the_original(
    workspace: Workspace, made: loops.Made
) -> None:
    subject = Subject(made.member)
    fill = {"release.recipient": "St. Anne’s Shelter"}
    first = print_desk.prepare(workspace, "release", subject, fill=fill)
    _printed, row, _ = print_desk.issue(workspace, first, "printed")
    print_desk.issue(workspace, first, "printed", copy_of=row.code)
    other = print_desk.prepare(workspace, "release", subject, fill={"release.recipient": "Bob"})
    with pytest.raises(InputRejected) as caught:
        print_desk.issue(workspace, other, "printed", copy_of=row.code)
    assert caught.value.field == "copy_of"


def test_a_substance_use_consent_names_those_records(
    workspace: Workspace, made: loops.Made
) -> None:
    draft = release(made.member, kind="substance-use", categories=("health",))
    with pytest.raises(InputRejected) as caught:
        consents.record(workspace, draft)
    assert caught.value.field == "categories"
    consents.record(workspace, replace(draft, categories=("health", "substance-use")))


def test_the_paper_to_be_served_ends_when_it_says(workspace: Workspace, made: loops.Made) -> None:
    """Its text: one year from the day you sign."""
    yes = ConsentDraft(made.member, "to-serve", Decision.GIVEN, How.PAPER, date(2026, 11, 2))
    stamp = "NAV1:CONSENT:1:XM8007D2HP:A94E88478D0B:EN"
    consent_id, _ = consents.record(workspace, replace(yes, form=stamp))
    assert consents.get(workspace, consent_id).draft.expires_on == date(2027, 11, 2)
    for other in (replace(yes, how=How.VERBAL), replace(yes, expires_event="I move", form=stamp)):
        spoken, _ = consents.record(workspace, other)
        assert consents.get(workspace, spoken).draft.expires_on is None


def test_the_paper_of_a_substance_use_consent_tells_of_it(
    workspace: Workspace, made: loops.Made, tmp_path: Path
) -> None:
    prepared = print_desk.prepare(workspace, "substance_use", Subject(made.member), language="en")
    printed, _row, _ = print_desk.issue(workspace, prepared, "printed")
    scanned = paper_scans.as_pdf(paper_scans.rasters(printed.pdf))
    [found] = scan_intake.take(workspace, scan_intake.look(scanned)).found
    draft = CopyDraft(found.attachment_id, "Bob Landlord", gate.TPO, ("identity",), "He insists")
    with pytest.raises(ConsentNeeded, match="42 CFR"):
        attachment_copy.save(workspace, draft, tmp_path / "out.pdf")
    assert list(tmp_path.glob("*.pdf")) == []
    name = str(prepared.order.facts["member.name"])
    mine = replace(draft, recipient=f" {name} ", purpose="member-request", override="")
    attachment_copy.save(workspace, mine, tmp_path / "mine.pdf")
    [left] = gate.disclosures(workspace, made.member)
    assert left.recipient == name


def test_english_for_a_reader_of_another_language_is_said(
    workspace: Workspace, made: loops.Made
) -> None:
    with workspace.transaction("test") as tx:
        tx.update("member", made.member, {"language_spoken": "Mixteco"})
    subject = Subject(made.member)
    prepared = print_desk.prepare(workspace, "consent", subject)
    assert (prepared.order.language, prepared.unread) == ("en", "Mixteco")
    assert print_desk.prepare(workspace, "consent", subject, language="es").unread == ""
    assert print_desk.prepare(workspace, "referral", subject).unread == "", "the plan reads it"
    with workspace.transaction("test") as tx:
        tx.update("member", made.member, {"language_spoken": "Spanish"})
    assert print_desk.prepare(workspace, "consent", subject).unread == ""


def test_a_record_that_went_into_another_is_printed_as_that_one(
    workspace: Workspace, made: loops.Made
) -> None:
    """Its consents and dangers went there."""
    other = loops.add_member(workspace, loops.add_plan(workspace, "sierra"), 2)
    duplicates.merge(workspace, made.member, other.member)
    flag = FlagDraft(kind="fleeing-violence", starts=TODAY)
    safety.save(workspace, made.member, flag)
    prepared = print_desk.prepare(workspace, "consent", Subject(other.member))
    assert prepared.subject.member_id == made.member
    with pytest.raises(InputRejected):
        print_desk.prepare(workspace, "outreach_letter", Subject(other.member))


def test_a_danger_that_hides_phones_hides_the_guardian_s(
    workspace: Workspace, made: loops.Made
) -> None:
    guardian = {"guardian_first_name": "Ida", "guardian_phone": "2095558888"}
    with workspace.transaction("test") as tx:
        tx.update("member", made.member, guardian)
    subject, phone = Subject(made.member, made.referral), "member.guardian_phone"
    assert phone in print_desk.prepare(workspace, "referral", subject).order.facts
    safety.save(workspace, made.member, FlagDraft(kind="fleeing-violence", starts=TODAY))
    assert phone not in print_desk.prepare(workspace, "referral", subject).order.facts


def test_a_paper_that_takes_a_consent_back_says_what_is_left_to_do(
    workspace: Workspace, made: loops.Made
) -> None:
    consent_id, _ = consents.record(workspace, release(made.member))
    subject = Subject(about_id=consent_id)
    papers = {}
    for kind in ("release", "revocation"):
        prepared = print_desk.prepare(workspace, kind, subject)
        papers[kind] = print_desk.issue(workspace, prepared, "printed")[0].pdf
    prepared = print_desk.prepare(workspace, "refusal", Subject(made.member))
    papers["refusal"] = print_desk.issue(workspace, prepared, "printed")[0].pdf
    said = {}
    for kind in ("revocation", "refusal", "release"):
        if kind == "release":
            consents.revoke(workspace, consent_id, TODAY, "on paper")
        scanned = paper_scans.as_pdf(paper_scans.rasters(papers[kind]))
        [found] = scan_intake.take(workspace, scan_intake.look(scanned)).found
        assert found.attachment_id
        said[kind] = found.then
    assert "end that consent" in said["revocation"]
    assert "record it now" in said["refusal"]
    assert "has ended" in said["release"]
