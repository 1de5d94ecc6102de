"""What a form may say: facts of the record, without what a danger hides."""

from __future__ import annotations

from datetime import date

import pytest

from navigator_app.domain.facts import Path
from navigator_app.domain.ledger import Kind
from navigator_app.errors import NavigatorError, NotFound
from navigator_app.forms import reading
from navigator_app.services import form_facts, print_desk, safety
from navigator_app.services.form_facts import Subject
from navigator_app.services.safety import FlagDraft
from navigator_app.services.workspace import Workspace
from tests.forms.pdf_reader import Read, squeezed
from tests.services import loops, plan_records

TODAY = date(2026, 11, 20)
SECRET = "Zebrafish at the gate"


@pytest.fixture
def made(workspace: Workspace) -> loops.Made:
    return loops.add_member(
        workspace, loops.add_plan(workspace), 1, phone="4155550177", address="9 Larkspur Lane",
        email="x@example.org", preferred_name="Kit", language_spoken="Mixteco",
    )  # fmt: skip


def in_danger(ws: Workspace, member_id: str, kind: str) -> None:
    safety.save(ws, member_id, FlagDraft(kind, TODAY, note=SECRET))


def test_facts_are_what_is_on_record(workspace: Workspace, made: loops.Made) -> None:
    facts = form_facts.member_facts(workspace, made.member)
    assert facts["member.name"] == "First1 Last00001"
    assert facts["member.first_name"] == "Kit"
    assert facts["member.phone"] == "(415) 555-0177"
    assert facts["member.date_of_birth"] == date(1980, 2, 29)
    assert facts["member.address"] == "9 Larkspur Lane"
    assert "navigator.name" not in facts and "member.guardian" not in facts, "nobody is no fact"
    ours = form_facts.agency_facts(workspace)
    assert (ours["agency.name"], ours["staff.name"]) == ("Harbor Homes", "Ana Ruiz")
    assert ours["form.day"] == TODAY
    with pytest.raises(NotFound):
        form_facts.member_facts(workspace, "nobody")


def test_a_language_without_forms_is_none(workspace: Workspace, made: loops.Made) -> None:
    member = form_facts.member_of(workspace, made.member)
    assert form_facts.language_of(member) == ""
    assert print_desk.prepare(workspace, "consent", Subject(made.member)).order.language == "en"


def test_what_a_danger_hides_is_no_fact(workspace: Workspace, made: loops.Made) -> None:
    in_danger(workspace, made.member, "fleeing-violence")
    facts = form_facts.member_facts(workspace, made.member)
    assert not {"member.address", "member.phone", "member.email"} & set(facts)
    assert facts["member.name"] == "First1 Last00001"


def test_no_form_tells_of_a_danger(workspace: Workspace) -> None:
    one = plan_records.came(workspace, Path.PARTNER)
    plan_records.tried(workspace, one, (9, 10, 11))
    plan_records.findable(workspace, one.member)
    plan_records.ask(workspace, one.referral, Kind.INITIAL)
    in_danger(workspace, one.member, "fleeing-violence")
    hidden = {"safety_note": SECRET, "address": "9 Larkspur", "navigator_id": workspace.user.id}
    with workspace.transaction("test") as tx:
        tx.update("member", one.member, hidden)
    looked_at = set()
    for kind in reading.kinds():
        subject = Subject(one.member, one.referral)
        if reading.form(kind).head == "sheet":
            subject = Subject(user_id=workspace.user.id, day=TODAY)
        try:
            prepared = print_desk.prepare(workspace, kind, subject, language="en")
        except NavigatorError:
            continue  # it is about something that this member does not have
        whole = Read(print_desk.preview(prepared).pdf).whole
        for told in (SECRET, "9 Larkspur", "555-0111", "555-0199", "Elm Street", "violence"):
            assert squeezed(told) not in whole, (kind, told)
        looked_at.add(kind)
    assert {"consent", "release", "referral", "authorization_request"} <= looked_at
    assert {"day_sheet", "caseload_sheet", "unable_to_reach", "referral_outcome"} <= looked_at


def test_nothing_has_left_is_said(workspace: Workspace, made: loops.Made) -> None:
    prepared = print_desk.prepare(workspace, "disclosures", Subject(made.member))
    said = squeezed("Nothing about you was shared")
    assert said in Read(print_desk.preview(prepared).pdf).whole
    blank = print_desk.prepare(workspace, "disclosures")
    assert said not in Read(print_desk.preview(blank).pdf).whole
