"""Every line of the shipped book against the text that it is taken from, word for word."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from navigator_app.domain.plan_contacts import ShippedContact
from navigator_app.policy import contact_book

SOURCES = Path(__file__).resolve().parents[1] / "data" / "sources"
FAQ = (SOURCES / "la_county_calaim_faq.txt").read_text("utf-8")
POLICY = (SOURCES / "partnership_mcap7003.txt").read_text("utf-8")
NAMES = {
    "anthem": "Anthem Blue Cross",
    "blue-shield-promise": "Blue Shield Promise",
    "health-net": "Health Net",
    "kaiser": "Kaiser Permanente",
    "la-care": "L.A. Care Health Plan",
    "molina": "Molina Healthcare of California",
    "partnership": "Partnership HealthPlan of California",
}
SAID = {  # what the paragraphs of question 2 begin with
    "anthem": "For Anthem providers",
    "blue-shield-promise": "For Blue Shield of California Promise providers",
    "health-net": "For Health Net providers",
    "kaiser": "For Kaiser Permanente HNTSS providers",
    "la-care": "For L.A. Care HHSS providers",
    "molina": "For Molina providers",
}
_MAIL = re.compile(r"[\w.-]+@[\w-]+(?:\.[\w-]+)*\.\w+")
_CALL = re.compile(r"\b\d-\d{3}-\d{3}-\d{4}\b")
SHIPPED = contact_book.shipped()
LA = [one for one in SHIPPED.contacts if one.plan != "partnership"]
NORTH = [one for one in SHIPPED.contacts if one.plan == "partnership"]


def table() -> dict[tuple[str, str], str]:
    """The address of each plan and program, as the FAQ's table prints it."""
    found = {}
    for row in FAQ[FAQ.index("Managed Care Plan\t") :].splitlines()[1:]:
        name, *cells = row.split("\t")
        for program, cell in zip(("ecm", "cs"), cells, strict=False):
            if address := _MAIL.search(cell):
                found[name, program] = address[0]
    return found


def paragraph(plan: str) -> str:
    [found] = [row for row in FAQ.splitlines() if row.startswith(SAID[plan])]
    return found


def test_each_address_of_the_table_is_shipped_once_and_no_other() -> None:
    shipped = {
        (NAMES[one.plan], one.program): one.email
        for one in LA
        if one.section.startswith("Contact Information")
    }
    assert len(table()) == 12
    assert shipped == table()
    assert {one.id: one.name for one in SHIPPED.plans} == NAMES


@pytest.mark.parametrize("one", LA, ids=lambda one: one.id)
def test_what_los_angeles_prints(one: ShippedContact) -> None:
    assert one.as_of == date(2022, 4, 1)
    assert "Version Dated: 4/1/2022" in FAQ
    told = paragraph(one.plan)
    if "uestion 2" in one.section:
        assert not one.email or one.email in told
        assert not one.phone or one.phone in told
        assert not one.web
    else:
        assert not one.phone and not one.web
    for word in ("SyntraNet", "HHSS"):
        assert word not in one.note or word in told
    if "underscore" in one.note:
        assert "_" in one.email
        row = next(text for text in FAQ.splitlines() if text.startswith(NAMES[one.plan] + "\t"))
        assert "underscores" in row


def test_no_address_or_phone_of_the_text_is_left_out() -> None:
    shipped = {text for one in SHIPPED.contacts for text in (one.email, one.phone, one.web)}
    assert {*_MAIL.findall(FAQ), *_CALL.findall(FAQ)} <= shipped
    assert set(re.findall(r"<(https?://[^>]+)>", POLICY)) <= shipped
    for plan in SAID:
        assert any(one.plan == plan and "uestion 2" in one.section for one in LA), plan


@pytest.mark.parametrize("one", NORTH, ids=lambda one: one.id)
def test_what_partnership_prints(one: ShippedContact) -> None:
    assert (one.as_of, one.program) == (date(2025, 2, 12), "cs")
    assert "Approval Date: 02/12/2025" in POLICY
    assert not one.phone and not one.email and not _MAIL.search(POLICY)
    assert not one.web or f"<{one.web}>" in POLICY
    for section in one.section.split(", "):
        assert re.search(rf"^{re.escape(section)}[. ]", POLICY, re.MULTILINE), section
    if "Monthly" in one.note:
        assert POLICY.count("monthly using a Secure File Transfer Portal (s-FTP)") == 2
    if "three attempts" in one.note:
        assert "three (3) outreach attempts. If no response" in POLICY
        assert "contact Partnership immediately for further direction" in POLICY
