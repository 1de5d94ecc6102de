"""What each role gets to see of a member, asked of the services that read it."""

from __future__ import annotations

import io
from datetime import date, datetime

import pytest

from navigator_app.domain.notes import NoteQuery
from navigator_app.domain.records import AttemptDraft
from navigator_app.domain.timeline import TimelineQuery
from navigator_app.domain.vocabulary import Mode, Outcome, Role
from navigator_app.errors import NotAllowed, ReasonNeeded
from navigator_app.services import (
    attachments,
    caseload,
    consent_desk,
    notes,
    people,
    read_reasons,
    safety,
    seen,
    timeline,
)
from navigator_app.services.record_outreach import record
from navigator_app.services.safety import FlagDraft
from tests.services import loops, team
from tests.services.pictures import png

SECRET, DANGER = "Sleeps behind the bakery", "Two dogs off the leash"


@pytest.fixture
def people_(workspace):
    return team.full(workspace)


@pytest.fixture
def member(workspace, people_):
    """A member whom nobody has, with a note and a danger."""
    made = loops.add_member(workspace, loops.add_plan(workspace), 1)
    at = datetime(2026, 11, 19, 9)
    draft = AttemptDraft(made.member, Mode.IN_PERSON, Outcome.NOT_FOUND, at, note=SECRET)
    record(workspace, [draft])
    safety.save(workspace, made.member, FlagDraft("animal", date(2026, 11, 1), DANGER))
    caseload.update_contact(workspace, made.member, safety_note=DANGER)
    return made.member


def told(ws, member):
    """Everything that the services say of a member, as one text."""
    page = caseload.member_page(ws, member)
    parts = [page, caseload.attempts(ws, member), people.page(ws, member)]
    parts += [timeline.page(ws, member), list(timeline.printable(ws, member))]
    parts += [timeline.whole(ws, "outreach_attempt", page.attempts[0].id)]
    parts += [safety.lines(ws, member), consent_desk.desk(ws, member)]
    return repr(parts)


@pytest.mark.parametrize(
    ("role", "sees"),
    [
        (Role.NAVIGATOR, True), (Role.SUPERVISOR, True), (Role.CLERK, False),
        (Role.ADMINISTRATOR, False),
    ],
)  # fmt: skip
def test_notes_and_the_detail_of_a_danger_are_for_who_works_with_the_member(
    workspace, people_, member, role, sees
):
    ws = team.seat(workspace, people_[role])
    said = told(ws, member)
    assert (SECRET in said) is sees
    assert (DANGER in said) is sees
    assert safety.for_screen(ws, member).banners, "the warning itself stands before everybody"


def test_who_does_not_see_notes_does_not_find_by_them(workspace, people_, member):
    dana, ben = (team.seat(workspace, people_[role]) for role in (Role.CLERK, Role.NAVIGATOR))
    asked = TimelineQuery(text="bakery")
    assert timeline.page(ben, member, asked).rows
    assert not timeline.page(dana, member, asked).rows
    assert notes.search(ben, NoteQuery("bakery")).rows
    with pytest.raises(NotAllowed, match="Notes"):
        notes.search(dana, NoteQuery("bakery"))


def test_broken_glass_shows_it_for_the_day(workspace, people_, member):
    dana = team.seat(workspace, people_[Role.CLERK])
    read_reasons.give(dana, member, "The shelter asks whether the dogs are safe", glass=True)
    said = told(dana, member)
    assert SECRET in said
    assert DANGER in said


def test_nobody_overwrites_what_they_were_not_shown(workspace, people_, member):
    dana = team.seat(workspace, people_[Role.CLERK])
    caseload.update_contact(dana, member, phone="4155550177", safety_note="")
    page = caseload.member_page(workspace, member)
    assert (page.member.phone, page.member.safety_note) == ("4155550177", DANGER)


def test_somebody_elses_member_is_not_read_without_a_reason(workspace, people_, member):
    with workspace.store.transaction("x", clock=workspace.clock) as tx:
        tx.update("member", member, {"navigator_id": people_[Role.SUPERVISOR].id})
    ben = team.seat(workspace, people_[Role.NAVIGATOR])
    attempt = caseload.member_page(team.seat(workspace, people_[Role.CLERK]), member).attempts[0]
    for read in (
        lambda: caseload.member_page(ben, member),
        lambda: caseload.attempts(ben, member),
        lambda: people.page(ben, member),
        lambda: timeline.page(ben, member),
        lambda: list(timeline.printable(ben, member)),
        lambda: timeline.whole(ben, "outreach_attempt", attempt.id),
        lambda: consent_desk.desk(ben, member),
    ):
        with pytest.raises(ReasonNeeded) as caught:
            read()
        assert caught.value.member_id == member
        assert not caught.value.glass
    read_reasons.give(ben, member, "He asked for me at the desk")
    assert SECRET in told(ben, member)


def test_histories_are_not_for_clerks(workspace, people_, member):
    for role, sees in ((Role.CLERK, False), (Role.ADMINISTRATOR, True), (Role.NAVIGATOR, True)):
        ws = team.seat(workspace, people_[role])
        if sees:
            assert caseload.history(ws, member)
        else:
            with pytest.raises(NotAllowed, match="History"):
                caseload.history(ws, member)


def test_papers_of_substance_use_treatment_stay_away(workspace, people_, member):
    from navigator_app.services import part_2

    key = attachments.add(workspace, member, io.BytesIO(png()), title="Clinic letter")[0].id
    dana, ben = (team.seat(workspace, people_[role]) for role in (Role.CLERK, Role.NAVIGATOR))
    assert [one.id for one in attachments.of_member(dana, member)] == [key]
    part_2.mark(workspace, "attachment", key)
    assert attachments.of_member(dana, member) == []
    assert not any(row.id == key for row in timeline.page(dana, member).rows)
    with pytest.raises(ReasonNeeded) as caught:
        attachments.content(dana, key)
    assert caught.value.glass
    assert attachments.content(ben, key)
    with pytest.raises(ReasonNeeded):
        timeline.whole(dana, "attachment", key, "")
    read_reasons.give(dana, member, "The clinic is on the line", glass=True)
    assert attachments.content(dana, key)
    assert seen.hidden()
