"""What forms for members are filled with: from which record, and what is left off."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest

from navigator_app.domain.consents import ConsentDraft, Decision, How
from navigator_app.domain.records import AttemptDraft
from navigator_app.domain.vocabulary import Mode, Outcome
from navigator_app.errors import InputRejected, NotFound
from navigator_app.forms import reading
from navigator_app.services import (
    caseload,
    consents,
    form_facts,
    form_facts_member,
    reaching,
    record_outreach,
    safety,
    support_plan,
    support_plan_edit,
    support_plan_moves,
)
from navigator_app.services.form_facts import Gathered, Subject
from navigator_app.services.reaching import MethodDraft
from navigator_app.services.safety import FlagDraft
from navigator_app.services.workspace import Workspace
from tests.services import loops, plan_maker
from tests.services.loops import Made

TODAY = date(2026, 11, 20)
CRISIS = ("signs", "steps", "people", "stay")
LETTERS = ("outreach_letter", "tried_to_reach")


@pytest.fixture
def made(workspace: Workspace) -> Made:
    """A member who reads Spanish in large print, with a phone and an address on file."""
    return loops.add_member(
        workspace,
        loops.add_plan(workspace),
        1,
        phone="5305550101",
        address="12 Elm Street, Redding",
        language_written="Spanish",
        written_format="Large Print",
    )


@pytest.fixture
def gathered(workspace: Workspace, made: Made) -> Callable[..., Gathered]:
    """What a form of this member is filled with."""

    def gather(kind: str, **about: Any) -> Gathered:
        return form_facts.gather(workspace, kind, Subject(made.member, **about))

    return gather


def said(ws: Workspace, member: str, kind: str = "to-share", **more: Any) -> str:
    """A consent on record; its id."""
    draft = ConsentDraft(member, kind, Decision.GIVEN, How.PAPER, date(2026, 11, 2))
    if kind != "to-serve":
        draft = replace(
            draft, discloser="Harbor Homes", recipient="Dr. Okafor", purpose="housing",
            categories=("substance-use",) if kind == "substance-use" else ("housing", "health"),
        )  # fmt: skip
    return consents.record(ws, replace(draft, **more))[0]


def tried(ws: Workspace, member: str, day: int, outcome: Outcome = Outcome.NOT_FOUND) -> None:
    at = datetime(2026, 11, day, 14, 30)
    record_outreach.record(ws, [AttemptDraft(member, Mode.IN_PERSON, outcome, at)])


def method(ws: Workspace, member: str, kind: str, value: str, safe: bool | None) -> None:
    reaching.save(ws, member, MethodDraft(kind, value, safe=safe))


def told_and_signed(ws: Workspace, plan_id: str) -> None:
    """Sign a draft whose wishes and crisis plan say which field they are."""
    for field in ("own-words", "where", *(f"crisis-{n}" for n in CRISIS)):
        support_plan_edit.answer(ws, plan_id, field, f"Told of {field}")
    support_plan_moves.submit(ws, plan_id)
    support_plan_moves.approve(ws, plan_id)
    for role in ("member", "navigator"):
        support_plan_moves.sign(ws, plan_id, plan_maker.signature(ws, role))


def test_every_form_for_members_has_a_gatherer() -> None:
    kinds = {kind for kind in reading.kinds() if reading.form(kind).audience == "member"}
    assert set(form_facts_member.GATHERERS) == kinds


@pytest.mark.parametrize("kind", sorted(form_facts_member.GATHERERS))
def test_a_blank_knows_the_agency_and_nobody_else(workspace: Workspace, kind: str) -> None:
    found = form_facts.gather(workspace, kind, Subject())
    assert found.facts["agency.name"]
    assert not [one for one in found.facts if one.split(".")[0] not in ("agency", "staff", "form")]
    assert found.ticked == frozenset()


@pytest.mark.parametrize("kind", sorted(form_facts_member.GATHERERS))
def test_each_source_is_given_or_typed(workspace: Workspace, made: Made, kind: str) -> None:
    """A member of whom everything is on record leaves no line but those that are typed."""
    about = {"refusal": {"decision": Decision.REFUSED}}.get(kind, {})
    share = said(
        workspace, made.member, "substance-use" if kind == "substance_use" else "to-share", **about
    )
    method(workspace, made.member, "mail", "PO Box 9, Redding", safe=True)
    tried(workspace, made.member, 17)
    caseload.update_contact(workspace, made.member, navigator_id=workspace.user.id)
    with workspace.transaction("test") as tx:
        tx.update("member", made.member, {"language_spoken": "Spanish"})
    plan_id = plan_maker.filled(workspace, made.member)
    barrier = support_plan.one(workspace, plan_id).barriers[0].id
    for owner in ("member", "Aunt Rosa"):
        support_plan_edit.add_step(workspace, barrier, "Bring the letter", owner, TODAY)
    told_and_signed(workspace, plan_id)
    subject = Subject(made.member)
    if kind in ("release", "substance_use", "refusal", "revocation"):
        subject = replace(subject, about="consent", about_id=share)
    found = form_facts.gather(workspace, kind, subject)
    asked = {*reading.form(kind).sources(), *reading.form(kind).conditions()}
    assert asked - set(found.facts) <= form_facts_member.TYPED
    assert found.ticked <= set(reading.form(kind).ticks())


def test_language_and_large_print_are_the_member_s(gathered: Callable[..., Gathered]) -> None:
    found = gathered("consent")
    assert (found.language, found.large) == ("es", True)


def test_the_opt_in_ticks_what_is_asked_for(
    workspace: Workspace, made: Made, gathered: Callable[..., Gathered]
) -> None:
    plan = workspace.store.one("SELECT plan_id FROM member")
    assert plan is not None
    deposits = loops.add_referral(workspace, plan[0], made.member, service="deposits")
    loops.add_referral(workspace, plan[0], made.member, service="htss", authorization="denied")
    assert gathered("consent").ticked == {"service.htns", "service.deposits"}
    assert gathered("consent", referral_id=deposits).ticked == {"service.deposits"}


def test_the_opt_in_says_the_ways_that_are_safe(
    workspace: Workspace, made: Made, gathered: Callable[..., Gathered]
) -> None:
    assert gathered("consent").facts["member.phone"] == "(530) 555-0101"
    method(workspace, made.member, "phone", "5305550102", safe=None)
    method(workspace, made.member, "phone", "5305550103", safe=False)
    method(workspace, made.member, "phone", "5305550104", safe=True)
    method(workspace, made.member, "place", "Front desk of the library", safe=True)
    facts = gathered("consent").facts
    assert facts["member.phone"] == "(530) 555-0104"
    assert facts["member.address"] == "Front desk of the library"


def test_what_a_danger_hides_is_on_no_form(
    workspace: Workspace, made: Made, gathered: Callable[..., Gathered]
) -> None:
    method(workspace, made.member, "phone", "5305550104", safe=True)
    safety.save(workspace, made.member, FlagDraft("fleeing-violence", TODAY, note="Do not call."))
    for kind in ("consent", "release", "refusal", "revocation"):
        told = str(gathered(kind).facts)
        for hidden in ("5550104", "555-0104", "555-0101", "Elm Street", "Do not call", "violence"):
            assert hidden not in told


@pytest.mark.parametrize(("form", "kind"), [("release", "to-share"), ("substance_use",) * 2])
def test_a_release_is_filled_from_its_consent(
    workspace: Workspace, made: Made, gathered: Callable[..., Gathered], form: str, kind: str
) -> None:
    about_id = said(workspace, made.member, kind.replace("_", "-"))
    found = gathered(form, about="consent", about_id=about_id)
    assert found.facts["release.discloser"] == "Harbor Homes"
    assert found.facts["release.recipient"] == "Dr. Okafor"
    assert found.facts["release.expires"] == date(2027, 11, 2)
    assert "purpose.housing" in found.ticked
    if form == "release":
        assert {"category.housing", "category.health"} <= found.ticked
    assert "release.recipient" not in gathered(form).facts, "a new one is for a new recipient"


def test_a_purpose_without_a_box_is_another_reason(
    workspace: Workspace, made: Made, gathered: Callable[..., Gathered]
) -> None:
    about_id = said(workspace, made.member, purpose="legal")
    ticked = gathered("release", about="consent", about_id=about_id).ticked
    assert "purpose.other" in ticked
    assert "purpose.legal" not in ticked


def test_the_member_of_a_consent_need_not_be_said(workspace: Workspace, made: Made) -> None:
    subject = Subject(about="consent", about_id=said(workspace, made.member))
    found = form_facts.gather(workspace, "release", subject)
    assert found.facts["member.cin"] == made.cin


def test_a_consent_of_somebody_else_is_not_printed(workspace: Workspace, made: Made) -> None:
    plan = workspace.store.one("SELECT plan_id FROM member")
    assert plan is not None
    other = loops.add_member(workspace, plan[0], 2)
    about_id = said(workspace, other.member)
    for kind in ("release", "refusal", "revocation"):
        subject = Subject(made.member, about="consent", about_id=about_id)
        with pytest.raises((NotFound, InputRejected)):
            form_facts.gather(workspace, kind, subject)


def test_a_refusal_says_what_was_refused(
    workspace: Workspace, made: Made, gathered: Callable[..., Gathered]
) -> None:
    share = said(workspace, made.member, decision=Decision.REFUSED, note="Staff remark")
    found = gathered("refusal", about="consent", about_id=share)
    assert found.ticked == {"refusal.sharing"}
    assert found.facts["refusal.share"] == "Dr. Okafor"
    assert "Staff remark" not in str(found.facts)
    serve = said(workspace, made.member, "to-serve", decision=Decision.REFUSED)
    assert gathered("refusal", about="consent", about_id=serve).ticked == {"service.htns"}
    yes = said(workspace, made.member, "to-serve")
    with pytest.raises(InputRejected, match="said yes"):
        gathered("refusal", about="consent", about_id=yes)


def test_a_revocation_names_the_consent(
    workspace: Workspace, made: Made, gathered: Callable[..., Gathered]
) -> None:
    first = said(workspace, made.member)
    alone = gathered("revocation")
    assert alone.ticked == {"consent.to-share"}, "the only one that stands"
    assert alone.facts["consent.day"] == date(2026, 11, 2)
    assert alone.facts["consent.recipient"] == "Dr. Okafor"
    said(workspace, made.member, "to-serve")
    assert gathered("revocation").ticked == frozenset(), "of several nobody guesses"
    found = gathered("revocation", about="consent", about_id=first)
    assert found.ticked == {"consent.to-share"}
    no = said(workspace, made.member, decision=Decision.REFUSED, recipient="Somebody")
    with pytest.raises(InputRejected, match="refusal"):
        gathered("revocation", about="consent", about_id=no)


def test_the_plan_s_copy_is_what_was_signed(
    workspace: Workspace, made: Made, gathered: Callable[..., Gathered]
) -> None:
    with pytest.raises(InputRejected, match="no signed support plan"):
        gathered("plan_copy")
    plan_id = plan_maker.filled(workspace, made.member)
    with pytest.raises(InputRejected, match="no signed support plan"):
        gathered("plan_copy", about="support_plan", about_id=plan_id)
    told_and_signed(workspace, plan_id)
    facts = gathered("plan_copy").facts
    assert facts["support_plan.signed"] == TODAY
    assert facts["support_plan.wishes"] == "Told of own-words"
    goals = facts["support_plan.goals"]
    assert isinstance(goals, list)
    assert len(goals) == 4
    assert date(2026, 12, 20) in goals[0]
    steps = facts["support_plan.navigator_steps"]
    assert steps == [
        ("First step of no-papers", date(2026, 11, 27)),
        ("First step of late-rent", date(2026, 11, 27)),
    ]
    assert "support_plan.other_steps" not in facts


def test_the_plan_s_copy_leaves_off_where_somebody_hides(
    workspace: Workspace, made: Made, gathered: Callable[..., Gathered]
) -> None:
    told_and_signed(workspace, plan_maker.filled(workspace, made.member))
    safety.save(workspace, made.member, FlagDraft("fleeing-violence", TODAY))
    facts = gathered("plan_copy").facts
    assert facts["support_plan.crisis_signs"] == "Told of crisis-signs"
    for hidden in ("where", "crisis_stay", "crisis_people"):
        assert f"support_plan.{hidden}" not in facts


def test_a_plan_that_was_altered_after_signing_is_not_copied(
    workspace: Workspace, made: Made, gathered: Callable[..., Gathered]
) -> None:
    plan_id = plan_maker.signed(workspace, made.member)
    workspace.store.connection.execute("DROP TRIGGER guard_support_plan_answer_update")
    with workspace.transaction("test") as tx:
        tx.execute(
            "UPDATE support_plan_answer SET value = 'x' WHERE support_plan_id = ?", (plan_id,)
        )
    with pytest.raises(InputRejected, match="not what was signed"):
        gathered("plan_copy")


@pytest.mark.parametrize("kind", LETTERS)
def test_an_address_is_on_a_letter_only_where_letters_are_safe(
    workspace: Workspace, made: Made, gathered: Callable[..., Gathered], kind: str
) -> None:
    tried(workspace, made.member, 17)
    assert gathered(kind).facts["letter.to"] == "First1 Last00001", "nobody asked: no address"
    method(workspace, made.member, "mail", "PO Box 9, Redding", safe=True)
    assert gathered(kind).facts["letter.to"] == "First1 Last00001\nPO Box 9, Redding"


@pytest.mark.parametrize("kind", LETTERS)
def test_no_letter_where_word_must_not_be_left(
    workspace: Workspace, made: Made, gathered: Callable[..., Gathered], kind: str
) -> None:
    tried(workspace, made.member, 17)
    method(workspace, made.member, "mail", "PO Box 9, Redding", safe=False)
    with pytest.raises(InputRejected, match="not safe") as unsafe:
        gathered(kind)
    assert "another way" in unsafe.value.next_step
    method(workspace, made.member, "mail", "PO Box 10, Redding", safe=True)
    assert "PO Box 10" in str(gathered(kind).facts["letter.to"])
    caseload.update_contact(workspace, made.member, do_not_leave_word=True)
    with pytest.raises(InputRejected, match="not safe"):
        gathered(kind)


def test_the_days_nobody_was_met_stand_in_the_letter(
    workspace: Workspace, made: Made, gathered: Callable[..., Gathered]
) -> None:
    with pytest.raises(InputRejected, match="No attempt"):
        gathered("tried_to_reach")
    for day in (16, 17):
        tried(workspace, made.member, day)
    tried(workspace, made.member, 17, Outcome.MESSAGE_LEFT)
    facts = gathered("tried_to_reach", day=date(2026, 12, 4)).facts
    assert facts["letter.attempts"] == [date(2026, 11, 16), date(2026, 11, 17)]
    assert facts["letter.answer_by"] == date(2026, 12, 4)
    assert "letter.answer_by" not in gathered("tried_to_reach", day=TODAY).facts
    tried(workspace, made.member, 18, Outcome.REACHED)
    with pytest.raises(InputRejected, match="No attempt"):
        gathered("tried_to_reach")
    tried(workspace, made.member, 19)
    assert gathered("tried_to_reach").facts["letter.attempts"] == [date(2026, 11, 19)]
