"""Forms to plans and sheets for staff, read back: their facts, their elements, their pages."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from navigator_app.domain.ending import EndReason
from navigator_app.domain.facts import Path
from navigator_app.domain.ledger import Kind as Asked
from navigator_app.forms import reading
from navigator_app.forms.definition import Form, Head, Kind, Reader, Who
from navigator_app.forms.page import Paper
from navigator_app.forms.render import Order, Printed, render
from navigator_app.policy import consent_rules
from navigator_app.services import capacity, consent_words, discontinue, plan_inquiries
from navigator_app.services.discontinue import Ending
from navigator_app.services.form_facts import Subject, gather
from navigator_app.services.workspace import Workspace
from tests.forms.pdf_reader import Read, squeezed
from tests.services import deposit_maker, loops, plan_records

TO_PLANS = (
    "referral", "authorization_request", "extension_request", "deposit_request",
    "discontinuation", "unable_to_reach", "referral_outcome", "capacity_notice",
    "plan_question",
)  # fmt: skip
STAFF = (
    "day_sheet", "caseload_sheet", "supervision", "disclosures", "monday", "capacity_board",
    "exceptions", "trends",
)  # fmt: skip

# Element → (form, words of it as they stand on paper). A section that no block names fails.
ELEMENTS = {
    "MCAP7003 VI.B.1": ("authorization_request", "What the service is expected to avoid"),
    "MCAP7003 VI.B.2": ("authorization_request", "Codes it is billed under"),
    "MCAP7003 VI.B.3.a": ("referral", "Consent to be served, as a copy"),
    "MCAP7003 VI.C.2": ("referral", "Who referred: organization"),
    "MCAP7003 VI.D.1": ("discontinuation", "Care team (such as PCP, ECM) told on"),
    "MCAP7003 VI.D.1.a": ("discontinuation", "Goals met, or the limit of the service reached"),
    "MCAP7003 VI.D.1.b": ("discontinuation", "The member no longer wishes the service"),
    "MCAP7003 VI.D.1.c": ("unable_to_reach", "Tell us whether to go on trying"),
    "MCAP7003 VI.D.1.d": ("discontinuation", "The member died"),
    "MCAP7003 VI.D.1.e": ("discontinuation", "The member lost Medi-Cal with this plan"),
    "MCAP7003 VI.D.1.f": ("discontinuation", "The member moved out of the service area"),
    "MCAP7003 VI.D.1.g": ("discontinuation", "In custody for longer than the plan’s limit"),
    "MCAP7003 VI.D.1.h": ("discontinuation", "The provider can no longer serve the member"),
    "MCAP7003 VI.D.2": ("discontinuation", "Another reason, for the plan to review"),
    "MCAP7003 VI.E.5": ("capacity_notice", "We keep no waitlist unless the plan agrees"),
    "MCAP7003 VI.E.6": ("capacity_notice", "To be told at the latest on"),
    "MCAP7003 VI.F.1.b": ("extension_request", "Short-term goal"),
    "MCAP7003 VI.F.2.a.1": ("deposit_request", "none of them is ongoing rent"),
    "MCAP7003 VI.F.2.a.1.a": ("deposit_request", "What has changed"),
    "MCAP7003 VI.F.2.a.2": ("deposit_request", "Housing navigation since"),
    "MCAP7003 VI.F.2.a.3": ("deposit_request", "Paid to"),
    "MCAP7003 VI.F.3.b": ("referral", "What has changed since, and why it would work now"),
    "MCAP7003 VI.G.3": ("referral", "Last service under that plan on"),
    "CLR guidance, II.B.1": ("referral_outcome", "How it stands"),
}


def texts(form: Form) -> str:
    return "\n".join(text for block in form.blocks for text in block.texts())


@pytest.mark.parametrize("section", ELEMENTS)
def test_each_element_is_marked_with_its_section(section: str) -> None:
    kind, words = ELEMENTS[section]
    form = reading.form(kind)
    marked = [block for block in form.blocks if section in block.law]
    assert marked, f"{kind} has no block for {section}"
    assert words in texts(form)


@pytest.mark.parametrize("kind", TO_PLANS)
def test_a_form_to_a_plan_names_what_leaves(kind: str) -> None:
    form, rules = reading.form(kind), consent_rules.shipped()
    gate = form.gate
    assert gate is not None
    assert gate.to in (Reader.PLAN, Reader.REFERRER)
    assert gate.what in consent_words.WAYS or kind == "capacity_notice"
    assert set(gate.categories) <= set(rules.categories)
    assert not gate.purpose or gate.purpose in rules.purposes
    signed = [block.who for block in form.blocks if block.kind is Kind.SIGNATURE]
    assert signed == [Who.STAFF]


@pytest.mark.parametrize("kind", STAFF)
def test_a_sheet_of_staff_leaves_to_nobody_else(kind: str) -> None:
    gate = reading.form(kind).gate
    assert gate is not None
    assert gate.to is (Reader.MEMBER if kind == "disclosures" else Reader.STAFF)


def test_supervision_is_signed_by_both() -> None:
    form = reading.form("supervision")
    signed = [block.who for block in form.blocks if block.kind is Kind.SIGNATURE]
    assert signed == [Who.STAFF, Who.SUPERVISOR]


SHEETS = ["day_sheet", "caseload_sheet", "supervision", "monday", "capacity_board"]


@pytest.mark.parametrize("kind", SHEETS)
def test_a_sheet_has_no_member_in_its_head(kind: str) -> None:
    form = reading.form(kind)
    assert form.head is Head.SHEET
    assert not [one for one in form.sources() if one.startswith("member.")]


@pytest.mark.parametrize("kind", ["referral_outcome", "capacity_notice"])
def test_a_letter_asks_for_neither_cin_nor_birth_date(kind: str) -> None:
    form = reading.form(kind)
    assert form.head is Head.LETTER
    assert not {"member.cin", "member.date_of_birth", "member.plan_id"} & set(form.sources())


@pytest.mark.parametrize("kind", [*TO_PLANS, *STAFF])
def test_no_form_asks_for_a_diagnosis(kind: str) -> None:
    assert "iagnos" not in texts(reading.form(kind))


def _case(ws: Workspace, kind: str) -> Subject:
    """A member with all that a form is about."""
    if kind == "deposit_request":
        one = deposit_maker.made(ws, "health-net-2025+partnership-mcap7003")
        deposit_maker.sent(ws, one, 180000, 150000)
        return Subject(member_id=one.member)
    if kind in ("referral", "referral_outcome", "authorization_request"):
        path = Path.PARTNER if kind == "referral_outcome" else Path.BOTTOM_UP
        return plan_records.came(ws, path).subject
    kept = plan_records.member(ws)
    plan_records.surround(ws, kept.member)
    plan_records.authorize(ws, kept.referral, "2025-12-05", "2026-12-04")
    if kind == "extension_request":
        plan_records.ask(ws, kept.referral, Asked.EXTENSION)
    if kind in ("unable_to_reach", "discontinuation"):
        plan_records.findable(ws, kept.member)
        plan_records.tried(ws, kept, (10, 12, 16))
    if kind == "discontinuation":
        told = date(2026, 11, 19)
        ending = Ending(kept.referral, EndReason.UNRESPONSIVE, told, plan_told_on=told)
        discontinue.end(ws, ending)
    if kind == "plan_question":
        plan_inquiries.ask(
            ws, "harbor", "Is she still authorized?", "phone", referral_id=kept.referral
        )
    if kind == "capacity_notice":
        capacity.report(ws, date(2026, 11, 18), any_member=3, own_members=1, plan="harbor")
        return Subject(about="capacity_report")
    return Subject(user_id=ws.user.id) if kind in STAFF else kept.subject


def printed(ws: Workspace, kind: str, subject: Subject, paper: Paper = Paper.LETTER) -> Printed:
    found = gather(ws, kind, subject)
    order = Order(reading.form(kind), "en", found.facts, ticked=found.ticked, paper=paper)
    return render(order)


SAID = {
    "referral": ("2:30 pm", "We found the member (bottom-up)", "Enhanced Care Management"),
    "authorization_request": ("H0043 U6, H2016 U6", "November 4, 2027", "Rent may be late"),
    "extension_request": ("A-2025-12-05", "REQ-7", "December 4, 2026", "24 days"),
    "deposit_request": ("$1,800.00", "$3,300.00", "$6,000", "Oak Street LLC"),
    "discontinuation": ("November 19, 2026", "Referral Loop Closed: Unable to Reach", "In person"),
    "unable_to_reach": ("Nov 12, 2026, 9:15 am", "Not found", "HMIS"),
    "referral_outcome": ("Dr. Ode Okafor", "St. Brigid Clinic", "The referral is still open."),
    "plan_question": ("Is she still authorized?", "Rosalinda", "We ask for an answer by"),
    "capacity_notice": ("For any new member", "November 25, 2026", "VI.E.6"),
    "day_sheet": ("Rosalinda Q.", "Ask first", "Bring this sheet back", "Sheet number"),
    "caseload_sheet": ("Quintero-Vasquez, Rosalinda", "Dec 4, 2026"),
    "supervision": ("Signature of supervisor", "Answer the referral", "Attempts since"),
}


@pytest.mark.parametrize("paper", Paper)
@pytest.mark.parametrize("kind", SAID)
def test_the_paper_says_what_is_on_record(workspace: Workspace, kind: str, paper: Paper) -> None:
    subject = _case(workspace, kind)
    made = printed(workspace, kind, subject, paper)
    read = Read(made.pdf)
    for words in SAID[kind]:
        assert squeezed(words) in read.whole, words
    assert made.unprintable == () == made.untranslated
    assert "None" not in read.whole.replace("Noneknown", "")
    assert min(read.sizes()) >= 9
    landscape = reading.form(kind).landscape
    width = max(paper.size) if landscape else min(paper.size)
    for page in read.reader.pages:
        assert float(page.mediabox.width) == pytest.approx(width, abs=0.01)


@pytest.mark.parametrize("kind", ["referral_outcome", "capacity_notice"])
def test_a_letter_has_neither_cin_nor_birth_date(workspace: Workspace, kind: str) -> None:
    whole = Read(printed(workspace, kind, _case(workspace, kind)).pdf).whole
    assert "90000001A" not in whole
    assert "1980" not in whole


@pytest.mark.parametrize("kind", [*TO_PLANS, *STAFF])
def test_a_blank_is_lines_to_write_on(workspace: Workspace, kind: str) -> None:
    made = printed(workspace, kind, Subject())
    read = Read(made.pdf)
    assert squeezed(reading.form(kind).title) in read.whole
    assert made.blanks
    assert "{" not in read.whole


def _many(ws: Workspace) -> None:
    plan_records.member(ws)
    [(plan,)] = ws.store.query("SELECT id FROM plan")
    for number in range(2, 61):
        loops.add_member(ws, plan, number, navigator_id=ws.user.id)


@pytest.mark.parametrize(
    ("kind", "heading", "name"),
    [
        ("caseload_sheet", "Authorized until", lambda n: f"Last{n:05d}, First{n}"),
        ("day_sheet", "Safe way to reach", lambda n: f"First{n} L."),
        ("supervision", "Time given", lambda n: f"First{n} Last{n:05d}"),
    ],
)
def test_sixty_members_go_over_pages_under_the_same_heading(
    workspace: Workspace, kind: str, heading: str, name: Callable[[int], str]
) -> None:
    _many(workspace)
    made = printed(workspace, kind, Subject(user_id=workspace.user.id))
    read = Read(made.pdf)
    assert made.pages > 1
    for number in range(2, 61):
        assert squeezed(name(number)) in read.whole
    pages = [squeezed(read.text(page)) for page in range(read.pages)]
    with_rows = [text for text in pages if "First" in text]
    assert len(with_rows) > 1
    assert all(squeezed(heading) in text for text in with_rows)


def test_many_attempts_go_over_pages(workspace: Workspace) -> None:
    kept = plan_records.member(workspace)
    for _round in range(8):
        plan_records.tried(workspace, kept, (10, 11, 12, 13, 16, 17, 18))
    read = Read(printed(workspace, "unable_to_reach", kept.subject).pdf)
    assert "56Nov18" in read.whole
    assert read.pages > 2


def test_the_day_sheet_has_no_more_than_a_stranger_may_read(workspace: Workspace) -> None:
    kept = plan_records.member(workspace)
    plan_records.surround(workspace, kept.member)
    plan_records.findable(workspace, kept.member)
    whole = Read(printed(workspace, "day_sheet", Subject(user_id=workspace.user.id)).pdf).whole
    assert squeezed("Rosalinda Q.") in whole
    for hidden in ("Quintero", "90000001A", "1980", "Alder", "5550111", "Transition", "HTNS"):
        assert hidden not in whole


@pytest.mark.parametrize("kind", TO_PLANS)
def test_no_staff_signature_stands_alone_on_a_page(workspace: Workspace, kind: str) -> None:
    form, subject = reading.form(kind), _case(workspace, kind)
    found = gather(workspace, kind, subject)
    for more in range(12):  # the page ends in another place each time
        facts = {**found.facts, "staff.name": "Ana Ruiz " * (1 + more * 9)}
        read = Read(render(Order(form, "en", facts, ticked=found.ticked)).pdf)
        last = squeezed(read.text(read.pages - 1))
        assert last.index("Signatureofstaffmember") > 0
        above = last[: last.index(squeezed(form.blocks[-1].purpose))]
        assert above, f"{more}: only the signature is left for page {read.pages}"
