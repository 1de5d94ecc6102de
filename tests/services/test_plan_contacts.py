"""The book of plans' contacts: shipped lines, own copies over them, what is old."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from navigator_app.domain.plan_contacts import ContactDraft
from navigator_app.errors import InputRejected, NotFound
from navigator_app.paths import resource
from navigator_app.policy import contact_book
from navigator_app.policy.contact_book import ContactBookRefused
from navigator_app.services import plan_contacts
from navigator_app.services.workspace import Workspace
from tests.services import loops

TODAY = date(2026, 11, 20)


def test_the_book_holds_six_plans_of_los_angeles_and_partnership_each_line_with_its_source(
    workspace: Workspace,
) -> None:
    book = plan_contacts.book(workspace)
    assert len({one.plan_name for one in book}) == 7
    assert all(one.source and one.as_of < TODAY and one.role for one in book)
    for plan in {one.plan_name for one in book if one.plan_name[:11] != "Partnership"}:
        assert {one.program for one in book if one.plan_name == plan} == {"cs", "ecm"}
    [kaiser] = [one for one in book if one.phone]
    assert (kaiser.phone, kaiser.email) == ("1-866-551-9619", "RegCareCoordCaseMgmt@kp.org")
    [care] = [one for one in book if one.id == "la-care-cs"]
    assert (care.email, care.as_of, care.old) == ("ILOS@lacare.org", date(2022, 4, 1), True)


def test_a_plan_of_the_store_finds_its_lines_by_name_or_key(workspace: Workspace) -> None:
    loops.add_plan(workspace, "partnership", "partnership-mcap7003")
    loops.add_plan(workspace, "la-care", "la-care-2025")
    found = plan_contacts.book(workspace, "partnership")
    assert {one.plan_key for one in found} == {"partnership"}
    assert {one.plan_name for one in found} == {"Partnership"}
    assert [one.email for one in plan_contacts.book(workspace, "la-care") if one.email] == [
        "ILOS@lacare.org", "ECM@lacare.org",
    ]  # fmt: skip
    with pytest.raises(NotFound):
        plan_contacts.book(workspace, "nobody")


def test_an_own_copy_stands_over_a_shipped_line_and_goes_back(workspace: Workspace) -> None:
    count = len(plan_contacts.book(workspace))
    draft = ContactDraft("L.A. Care Health Plan", "cs", "Provider help", email="help@lacare.org")
    written = plan_contacts.save(workspace, draft, "la-care-cs")
    own = plan_contacts.one(workspace, "la-care-cs")
    assert (own.id, own.email, own.as_of, own.old, own.own) == (
        written.id, "help@lacare.org", TODAY, False, True,
    )  # fmt: skip
    assert own.before == "ILOS@lacare.org"  # the shipped one is kept
    assert len(plan_contacts.book(workspace)) == count
    plan_contacts.undo(workspace, written)
    assert plan_contacts.one(workspace, "la-care-cs").email == "ILOS@lacare.org"
    with pytest.raises(InputRejected):
        plan_contacts.undo(workspace, written)


def test_whom_to_ask_about_a_service_the_nearest_first(workspace: Workspace) -> None:
    loops.add_plan(workspace, "kaiser", "toolkit-2025")
    assert [one.id for one in plan_contacts.to_ask(workspace, "kaiser", "htns")] == [
        "kaiser-cs", "kaiser-cs-which-ecm",
    ]  # fmt: skip
    for program, role in (("", "Front desk"), ("htns", "Navigation"), ("htss", "Tenancy")):
        draft = ContactDraft("Kaiser", program, role, phone="555-0100")
        plan_contacts.save(workspace, draft)
    found = [one.role for one in plan_contacts.to_ask(workspace, "kaiser", "htns")]
    assert (found[0], found[-1], len(found)) == ("Navigation", "Front desk", 4)
    assert [one.program for one in plan_contacts.to_ask(workspace, "kaiser")] == [
        "cs", "cs", "htns", "htss", "",
    ]  # fmt: skip


def test_what_is_still_right_is_dated_and_what_is_removed_is_kept(workspace: Workspace) -> None:
    plan_contacts.still_right(workspace, "molina-cs")
    assert not plan_contacts.one(workspace, "molina-cs").old
    plan_contacts.remove(workspace, "molina-cs")
    assert "molina-cs" not in [one.shipped for one in plan_contacts.book(workspace)]
    [gone] = [one for one in plan_contacts.book(workspace, removed=True) if one.removed]
    assert gone.shipped == "molina-cs"
    plan_contacts.restore(workspace, gone.id)
    assert plan_contacts.one(workspace, "molina-cs").as_of == TODAY
    for refused in (plan_contacts.restore,):
        with pytest.raises(InputRejected):
            refused(workspace, gone.id)


@pytest.mark.parametrize(
    ("field", "words"),
    [
        ("plan_name", {"plan_name": " "}),
        ("role", {"role": ""}),
        ("program", {"program": "wpc"}),
        ("email", {"email": "nobody at plan"}),
        ("phone", {"phone": "call me"}),
        ("web", {"web": "javascript:alert(1)"}),
        ("phone", {"email": ""}),
        ("as_of", {"as_of": date(2026, 11, 21)}),
        ("role", {"role": "x" * 201}),
    ],
)
def test_a_line_with_a_fault_is_refused_at_its_field(
    workspace: Workspace, field: str, words: dict[str, object]
) -> None:
    given = {"plan_name": "Harbor", "program": "cs", "role": "Help", "email": "a@b.org", **words}
    with pytest.raises(InputRejected) as refused:
        plan_contacts.save(workspace, ContactDraft(**given))  # type: ignore[arg-type]
    assert refused.value.field == field


def test_a_book_with_a_fault_is_refused_whole(tmp_path: Path) -> None:
    text = resource("contacts.toml").read_text("utf-8")
    for wrong in (
        text.replace('plan = "kaiser"', 'plan = "kayser"', 1),
        text.replace('id = "kaiser-cs"', 'id = "kaiser-ecm"', 1),
        text.replace("as_of = 2022-04-01", 'as_of = "soon"', 1),
        text.replace("role =", "rôle =", 1),
    ):
        path = tmp_path / "contacts.toml"
        path.write_text(wrong, "utf-8")
        with pytest.raises(ContactBookRefused):
            contact_book.read(path)
