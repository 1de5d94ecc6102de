"""Consents beside the rest of the record: the referral's yes, Today, merging, papers that leave."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from navigator_app.domain.consent_rows import Kept
from navigator_app.domain.consents import ConsentDraft, Decision, How, Way
from navigator_app.domain.facts import Path as WayIn
from navigator_app.domain.intake_rows import IntakeRow, NewMember
from navigator_app.domain.notes import NoteQuery
from navigator_app.domain.vocabulary import Service
from navigator_app.errors import ConsentNeeded, InputRejected, TransferFailed
from navigator_app.services import (
    attachment_copy,
    attachments,
    consent_desk,
    consents,
    consents_due,
    duplicates,
    gate,
    intake,
    notes,
    today,
)
from navigator_app.services.attachment_copy import CopyDraft
from navigator_app.services.workspace import Workspace
from tests.services import loops, pictures

TODAY = date(2026, 11, 20)
NORA = NewMember("Nora", "Vale", "1971-05-06", "90000001A")


@pytest.fixture
def made(workspace: Workspace) -> loops.Made:
    return loops.add_member(workspace, loops.add_plan(workspace), 1)


def came(ws: Workspace, **values: str) -> IntakeRow:
    """A member we found ourselves, whose way in asks for the yes."""
    loops.add_plan(ws, "harbor")
    given = {"identified_on": "2026-11-02", "conversation_on": "2026-11-03"} | values
    row, _changes = intake.create(
        ws, plan="harbor", service=Service.HTNS, path=WayIn.BOTTOM_UP, values=given, member=NORA
    )
    return row


def serve(member: str, **more: Any) -> ConsentDraft:
    draft = ConsentDraft(member, "to-serve", Decision.GIVEN, How.VERBAL, date(2026, 11, 4))
    return replace(draft, **more)


def release(member: str, **more: Any) -> ConsentDraft:
    draft = ConsentDraft(
        member, "to-share", Decision.GIVEN, How.PAPER, date(2026, 11, 2),
        discloser="Harbor Homes", recipient="Dr. Okafor", categories=("housing", "health"),
        purpose="housing",
    )  # fmt: skip
    return replace(draft, **more)


def values(ws: Workspace, row: IntakeRow) -> dict[str, str]:
    return dict(intake.intake(ws, row.referral_id).values)


# --- the yes and the no ---------------------------------------------------------------------------


def test_a_yes_reaches_the_referral_that_waits_for_it_and_undo_takes_both_back(
    workspace: Workspace,
) -> None:
    row = came(workspace)
    before = values(workspace, row)
    kept = consent_desk.record(workspace, serve(row.member_id))
    assert kept.opted_in == (Service.HTNS,)
    now = values(workspace, row)
    assert (now["opted_in_on"], now["opt_in_how"]) == ("2026-11-04", "spoken")
    assert kept.changes.referrals == {row.referral_id}
    consent_desk.undo(workspace, kept)
    assert values(workspace, row) == before
    assert consents.of_member(workspace, row.member_id) == []
    with pytest.raises(InputRejected, match="nothing to take back"):
        consent_desk.undo(workspace, replace(kept, undo="no-such-transaction"))


def test_a_yes_that_is_known_stays_as_it_is(workspace: Workspace) -> None:
    row = came(workspace, opted_in_on="2026-11-03")
    kept = consent_desk.record(workspace, serve(row.member_id))
    assert kept.opted_in == ()
    assert values(workspace, row)["opted_in_on"] == "2026-11-03"


def test_a_yes_before_the_talk_is_recorded_and_says_why_the_referral_has_none(
    workspace: Workspace,
) -> None:
    row = came(workspace)
    kept = consent_desk.record(workspace, serve(row.member_id, on=date(2026, 11, 1)))
    assert kept.opted_in == ()
    assert "HTNS" in kept.not_told and "before" in kept.not_told
    assert "opted_in_on" not in values(workspace, row)
    assert len(consents.of_member(workspace, row.member_id)) == 1


def test_a_no_changes_no_referral_and_asks_where_to_note_it(workspace: Workspace) -> None:
    row = came(workspace)
    before = values(workspace, row)
    consent_desk.record(workspace, serve(row.member_id, decision=Decision.REFUSED))
    assert values(workspace, row) == before
    [no] = consent_desk.desk(workspace, row.member_id).no
    assert (no.referral_id, no.service, no.form) == (row.referral_id, Service.HTNS, "new_referral")
    intake.change(workspace, row.referral_id, {"refused_on": "2026-11-04"})
    assert consent_desk.desk(workspace, row.member_id).no == ()


def test_where_the_plan_brought_the_referral_the_request_is_what_ends(
    workspace: Workspace, made: loops.Made
) -> None:
    given = consent_desk.record(workspace, serve(made.member)).id
    assert consent_desk.desk(workspace, made.member).no == ()
    kept = consent_desk.revoke(workspace, given, TODAY, "by phone")
    [no] = consent_desk.desk(workspace, made.member).no
    assert no.form == "later_days"
    consent_desk.undo(workspace, kept)
    assert consent_desk.desk(workspace, made.member).no == ()


def test_an_undo_is_refused_once_something_left_under_the_consent(
    workspace: Workspace, made: loops.Made
) -> None:
    kept = consent_desk.record(workspace, release(made.member))
    way = Way("attachment", "Dr. Okafor", "housing", ("health",))
    with workspace.transaction("test") as tx:
        gate.account(workspace, tx, way, gate.ask(workspace, way, [made.member]))
    with pytest.raises(InputRejected, match="since"):
        consent_desk.undo(workspace, kept)
    assert len(consents.of_member(workspace, made.member)) == 1


def test_a_later_no_stops_what_was_given_before(workspace: Workspace, made: loops.Made) -> None:
    way = Way("attachment", "Dr. Okafor", "housing", ("health",))
    consents.record(workspace, release(made.member))
    assert gate.ask(workspace, way, [made.member])[0].whole
    no = release(made.member, decision=Decision.REFUSED, on=date(2026, 11, 10))
    kept = consent_desk.record(workspace, no)
    assert not gate.ask(workspace, way, [made.member])[0].whole
    consent_desk.undo(workspace, kept)
    assert gate.ask(workspace, way, [made.member])[0].whole
    consents.record(workspace, replace(no, on=date(2026, 11, 1)))
    assert gate.ask(workspace, way, [made.member])[0].whole, "the yes came after that no"


# --- what runs out --------------------------------------------------------------------------------


def lines(ws: Workspace, **mine: Any) -> list[tuple[str, str, int]]:
    found = [row for row in today.due(ws, **mine) if row.rule == consents_due.RULE]
    return [(row.subject, row.state, row.days_left) for row in found]


def test_a_consent_near_its_end_is_a_line_of_today_with_its_source(
    workspace: Workspace, made: loops.Made
) -> None:
    soon, _ = consents.record(workspace, release(made.member, on=date(2025, 12, 1)))
    consents.record(workspace, release(made.member, recipient="Legal Aid"))
    assert lines(workspace) == [(soon, "upcoming", 11)]
    assert lines(workspace, member_id=made.member) == [(soon, "upcoming", 11)]
    assert lines(workspace, navigator_id="nobody") == []
    [row] = [one for one in today.today(workspace).due if one.subject == soon]
    assert (row.due, row.action, row.member_id) == (date(2026, 12, 1), "consent", made.member)
    assert "56.11" in row.source
    assert "Dr. Okafor" in row.title and "the consent’s own date" in row.value


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (date(2025, 11, 20), [("due", 0)]),
        (date(2025, 11, 1), [("overdue", -19)]),
        (date(2025, 10, 20), []),  # a month is over: nobody asks any more
        (date(2025, 12, 20), [("upcoming", 30)]),
        (date(2025, 12, 21), []),
    ],
)
def test_a_line_stands_from_thirty_days_before_to_thirty_after(
    workspace: Workspace, made: loops.Made, said: date, expected: list[tuple[str, int]]
) -> None:
    consents.record(workspace, release(made.member, on=said))
    assert [(state, left) for _id, state, left in lines(workspace)] == expected


def test_a_newer_word_takes_the_line_away(workspace: Workspace, made: loops.Made) -> None:
    old = release(made.member, on=date(2025, 12, 1))
    first, _ = consents.record(workspace, old)
    kept = consent_desk.record(workspace, release(made.member, recipient=" dr. okafor"))
    assert lines(workspace) == []
    consent_desk.undo(workspace, kept)
    assert len(lines(workspace)) == 1
    kept = consent_desk.record(workspace, release(made.member, decision=Decision.REFUSED))
    assert lines(workspace) == [], "a no is an answer, too"
    consent_desk.undo(workspace, kept)
    consents.revoke(workspace, first, TODAY)
    assert lines(workspace) == []


# --- notes, merging -------------------------------------------------------------------------------


def test_what_was_noted_is_found(workspace: Workspace, made: loops.Made) -> None:
    consents.record(workspace, release(made.member, note="explained with the cousin"))
    [found] = notes.search(workspace, NoteQuery("cousin")).rows
    assert (found.kind, found.member_id) == ("consent", made.member)


def test_consents_and_what_left_follow_a_merge_and_come_back(
    workspace: Workspace, made: loops.Made
) -> None:
    plan = workspace.store.query("SELECT id FROM plan")[0][0]
    other = loops.add_member(workspace, plan, 2)
    consents.record(workspace, release(other.member))
    way = Way("attachment", "Dr. Okafor", "housing", ("health",))
    with workspace.transaction("test") as tx:
        gate.account(workspace, tx, way, gate.ask(workspace, way, [other.member]))
    merge, _ = duplicates.merge(workspace, made.member, other.member)
    assert len(consents.of_member(workspace, made.member)) == 1
    assert len(gate.disclosures(workspace, made.member)) == 1
    assert gate.ask(workspace, way, [made.member])[0].whole
    duplicates.unmerge(workspace, merge)
    assert consents.of_member(workspace, made.member) == []
    assert len(gate.disclosures(workspace, other.member)) == 1


# --- a paper that leaves --------------------------------------------------------------------------


@pytest.fixture
def paper(workspace: Workspace, made: loops.Made) -> str:
    source = io.BytesIO(pictures.png())
    row, _ = attachments.add(workspace, made.member, source, title="ID: front/back")
    return row.id


def copy(paper: str, **more: Any) -> CopyDraft:
    return replace(CopyDraft(paper, "Dr. Okafor", "housing", ("health",)), **more)


def test_a_paper_leaves_under_a_consent_and_is_accounted_for(
    workspace: Workspace, made: loops.Made, paper: str, tmp_path: Path
) -> None:
    consent_id, _ = consents.record(workspace, release(made.member))
    out = tmp_path / "copy.png"
    changes = attachment_copy.save(workspace, copy(paper, recipient=" Dr.  Okafor"), out)
    assert changes.members == {made.member}
    assert out.read_bytes() == pictures.png()
    assert [one.name for one in tmp_path.iterdir() if one.suffix == ".part"] == []
    [row] = gate.disclosures(workspace, made.member)
    assert (row.what, row.recipient, row.detail) == ("attachment", "Dr. Okafor", "ID: front/back")
    assert (row.consent_id, row.categories) == (consent_id, ("health",))


def test_without_a_consent_it_stays_and_with_a_reason_it_goes(
    workspace: Workspace, made: loops.Made, paper: str, tmp_path: Path
) -> None:
    out = tmp_path / "copy.png"
    with pytest.raises(ConsentNeeded):
        attachment_copy.save(workspace, copy(paper), out)
    assert not out.exists()
    assert gate.disclosures(workspace, made.member) == []
    attachment_copy.save(workspace, copy(paper, override="Court order of Nov 19"), out)
    [row] = gate.disclosures(workspace, made.member)
    assert (row.override_reason, row.consent_id) == ("Court order of Nov 19", "")


def test_a_file_that_cannot_be_written_leaves_no_line(
    workspace: Workspace, made: loops.Made, paper: str, tmp_path: Path
) -> None:
    consents.record(workspace, release(made.member))
    with pytest.raises(TransferFailed):
        attachment_copy.save(workspace, copy(paper), tmp_path / "none" / "copy.png")
    assert gate.disclosures(workspace, made.member) == []


def test_substance_use_records_do_not_leave_for_treatment_either(
    workspace: Workspace, paper: str, tmp_path: Path
) -> None:
    draft = copy(paper, purpose=gate.TPO, categories=("identity", "substance-use"))
    with pytest.raises(ConsentNeeded, match="42 CFR"):
        attachment_copy.save(workspace, draft, tmp_path / "copy.png")


@pytest.mark.parametrize(
    ("change", "field"),
    [({"recipient": " "}, "recipient"), ({"purpose": ""}, "purpose"), ({"categories": ()},
     "categories")],
)  # fmt: skip
def test_what_a_copy_lacks_is_named(
    workspace: Workspace, paper: str, change: dict[str, Any], field: str
) -> None:
    with pytest.raises(InputRejected) as refused:
        attachment_copy.ask(workspace, copy(paper, **change))
    assert refused.value.field == field


def test_a_file_is_named_as_file_systems_take_it(workspace: Workspace, paper: str) -> None:
    assert attachment_copy.file_name(attachments.get(workspace, paper)) == "ID- front-back.png"


def test_the_writes_are_told_apart(workspace: Workspace, made: loops.Made) -> None:
    given = consent_desk.record(workspace, release(made.member))
    ended = consent_desk.invalidate(workspace, given.id, TODAY, "not dated")
    assert isinstance(ended, Kept) and ended.id == given.id
    with pytest.raises(InputRejected, match="since"):
        consent_desk.undo(workspace, given)
    consent_desk.undo(workspace, ended)
    assert consents.get(workspace, given.id).live(TODAY)
    found, name = consent_desk.about(workspace, given.id)
    assert (found.id, name) == (given.id, "First1 Last00001")
