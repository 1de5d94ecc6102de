"""Sheets for staff: the day sheet says as little as will do, the others what the desk needs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pytest

from navigator_app.domain.records import CaseloadQuery
from navigator_app.domain.vocabulary import Outcome
from navigator_app.errors import InputRejected, NotFound
from navigator_app.forms import reading
from navigator_app.services import caseload, guards, reaching, safety
from navigator_app.services.form_facts import Gathered, Subject, gather
from navigator_app.services.form_facts_staff import GATHERERS
from navigator_app.services.reaching import MethodDraft
from navigator_app.services.safety import FlagDraft
from navigator_app.services.workspace import Workspace
from tests.services import loops, plan_records
from tests.services.plan_records import Kept

TODAY = date(2026, 11, 20)
NUMBER = {"sheet.number"}
"""What the print desk gives, when a sheet is given out."""


def rows(found: Gathered, source: str) -> Sequence[Sequence[str]]:
    told = found.facts.get(source, ())
    assert not isinstance(told, str | date)
    return [[str(cell) for cell in row] for row in told if not isinstance(row, str | date)]


def mine(ws: Workspace, period: str = "", day: date | None = None) -> Subject:
    return Subject(user_id=ws.user.id, period=period, day=day)


@pytest.fixture
def kept(workspace: Workspace) -> Kept:
    return plan_records.member(workspace)


@pytest.fixture
def many(workspace: Workspace, kept: Kept) -> Kept:
    """Sixty members of one navigator."""
    [(plan,)] = workspace.store.query("SELECT id FROM plan")
    for number in range(2, 61):
        loops.add_member(workspace, plan, number, navigator_id=workspace.user.id)
    return kept


@pytest.mark.parametrize("kind", sorted(GATHERERS))
def test_each_source_is_given(workspace: Workspace, kept: Kept, kind: str) -> None:
    with workspace.transaction("test") as tx:
        guards.write_override(tx, workspace, kept.referral, "no-waitlist", "Agreed by e-mail")
    found = gather(workspace, kind, mine(workspace))
    form = reading.form(kind)
    assert set((*form.sources(), *form.conditions())) - NUMBER <= found.facts.keys()


def test_a_day_sheet_says_as_little_as_will_do(workspace: Workspace, kept: Kept) -> None:
    plan_records.surround(workspace, kept.member)
    plan_records.findable(workspace, kept.member)
    found = gather(workspace, "day_sheet", mine(workspace))
    assert rows(found, "sheet.rows") == [
        [
            "1", "Rosalinda Q.", "Elm Street shelter", "Text message: (415) 555-0199 (mornings)",
            "First try", "",
        ]
    ]  # fmt: skip
    whole = str(found.facts)
    for hidden in (
        "Quintero", "Vasquez", "90000001A", "1980", "00000000001", "555-0111", "Alder",
        "Harbor,", "HTNS", "Housing Transition", "Spanish", "Enhanced",
    ):  # fmt: skip
        assert hidden not in whole


def test_somebody_tried_before_is_tried_again(workspace: Workspace, kept: Kept) -> None:
    plan_records.tried(workspace, kept, (10,))
    later = mine(workspace)
    with workspace.transaction("test") as tx:
        tx.update("referral", kept.referral, {"status": "accepted"})
    [row] = rows(gather(workspace, "day_sheet", later), "sheet.rows")
    assert row[4] == "Try again (last Nov 10, 2026)"


def test_a_danger_asks_first_and_never_says_why(workspace: Workspace, kept: Kept) -> None:
    plan_records.findable(workspace, kept.member)
    note = "The brother waits at the gate"
    safety.save(workspace, kept.member, FlagDraft("fleeing-violence", date(2026, 11, 1), note))
    found = gather(workspace, "day_sheet", mine(workspace))
    [row] = rows(found, "sheet.rows")
    assert row[2:4] == ["Ask first", "Ask first"]
    assert note not in str(found.facts)
    assert "iolence" not in str(found.facts)


@pytest.mark.parametrize("safe", [None, False])
def test_a_way_that_nobody_called_safe_is_not_on_it(
    workspace: Workspace, kept: Kept, safe: bool | None
) -> None:
    reaching.save(workspace, kept.member, MethodDraft("phone", "4155550188", safe=safe))
    [row] = rows(gather(workspace, "day_sheet", mine(workspace)), "sheet.rows")
    assert row[3] == "None known"


def test_members_of_somebody_else_are_not_on_it(workspace: Workspace, kept: Kept) -> None:
    caseload.update_contact(workspace, kept.member, navigator_id=None)
    found = gather(workspace, "day_sheet", mine(workspace))
    assert "sheet.rows" not in found.facts
    assert found.facts["sheet.carrier"] == "Ana Ruiz"
    assert found.facts["form.day"] == TODAY


def test_a_sheet_for_another_day(workspace: Workspace, kept: Kept) -> None:
    found = gather(workspace, "day_sheet", mine(workspace, day=date(2026, 12, 1)))
    assert found.facts["form.day"] == date(2026, 12, 1)


def test_a_caseload_of_sixty(workspace: Workspace, many: Kept) -> None:
    found = gather(workspace, "caseload_sheet", mine(workspace))
    told = rows(found, "sheet.rows")
    assert [row[0] for row in told] == [str(n) for n in range(1, 61)]
    assert told[-1][1] == "Quintero-Vasquez, Rosalinda"
    assert found.facts["sheet.members"] == "60"
    whole = str(found.facts)
    assert "90000001A" not in whole
    assert "1980" not in whole


def test_a_caseload_says_what_is_next(workspace: Workspace, kept: Kept) -> None:
    plan_records.tried(workspace, kept, (16,))
    [row] = rows(gather(workspace, "caseload_sheet", mine(workspace)), "sheet.rows")
    assert row[2:7] == ["harbor", "HTNS", "Outreach Initiated", "", "Nov 16, 2026"]
    assert row[7].startswith("Nov ")


def test_supervision_counts_what_the_caseload_counts(workspace: Workspace, many: Kept) -> None:
    plan_records.tried(workspace, many, (10, 12))
    plan_records.tried(workspace, many, (16,), Outcome.REACHED)
    with workspace.transaction("test") as tx:
        guards.write_override(tx, workspace, many.referral, "no-waitlist", "Agreed by e-mail")
    found = gather(workspace, "supervision", mine(workspace))
    figures = {row[0]: row[1] for row in rows(found, "figures.rows")}
    query = CaseloadQuery(navigator=workspace.user.id, due="unreached")
    untried = caseload.page(workspace, query, limit=1).total
    assert figures["Members"] == "60"
    assert figures["Approved, and nobody has begun outreach"] == str(untried) == "59"
    assert figures["Attempts since Nov 1, 2026"] == "3"
    assert figures["Of these, the member was reached"] == "1"
    late = rows(found, "late.rows")
    assert int(figures["Late today"]) == len(late) > 0
    assert all(int(row[3]) > 0 for row in late)
    assert rows(found, "exceptions.rows") == [
        [
            "Rosalinda Quintero-Vasquez", "No waitlist without the plan's express consent",
            "Agreed by e-mail", "Ana Ruiz", "Nov 20, 2026",
        ]
    ]  # fmt: skip


def test_supervision_of_another_month(workspace: Workspace, kept: Kept) -> None:
    found = gather(workspace, "supervision", mine(workspace, period="2026-10"))
    assert found.facts["sheet.since"] == date(2026, 10, 1)
    for wrong in ("2026-13", "October"):
        with pytest.raises(InputRejected) as stopped:
            gather(workspace, "supervision", mine(workspace, period=wrong))
        assert stopped.value.field == "period"


@pytest.mark.parametrize("kind", ["caseload_sheet", "supervision"])
def test_nobody_s_caseload_says_what_to_do(workspace: Workspace, kind: str) -> None:
    with pytest.raises(InputRejected) as stopped:
        gather(workspace, kind, mine(workspace))
    assert (stopped.value.field, bool(stopped.value.next_step)) == ("user", True)


@pytest.mark.parametrize("kind", sorted(GATHERERS))
def test_a_sheet_of_nobody_who_works_here(workspace: Workspace, kind: str) -> None:
    with pytest.raises(NotFound):
        gather(workspace, kind, Subject(user_id="nobody"))


@pytest.mark.parametrize("kind", sorted(GATHERERS))
def test_who_is_at_work_gets_their_own(workspace: Workspace, kept: Kept, kind: str) -> None:
    assert gather(workspace, kind, Subject()) == gather(workspace, kind, mine(workspace))


@pytest.mark.parametrize("kind", ["caseload_sheet", "supervision"])
def test_a_sheet_of_who_has_no_members_is_a_blank(workspace: Workspace, kind: str) -> None:
    found = gather(workspace, kind, Subject())
    assert set(found.facts) <= {"agency.name", "agency.npi", "agency.phone", "staff.name"}
