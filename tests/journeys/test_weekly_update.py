"""A plan is told of members who are not engaged: over the line, corrected, chased, answered."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

from navigator_app.domain.plan_reports import LETTER, NOT_ENGAGED
from navigator_app.domain.records import AttemptDraft
from navigator_app.domain.vocabulary import Mode, Outcome
from navigator_app.services import (
    calendar_days,
    connections,
    gate,
    intake,
    plan_inquiries,
    plan_report_build,
    plan_reports,
    record_outreach,
    safety,
    synchronize,
    today,
)
from navigator_app.services.safety import FlagDraft
from navigator_app.services.workspace import Workspace
from tests.forms.pdf_reader import Read, squeezed
from tests.services import loops

TODAY = date(2026, 11, 20)


def owed(ws: Workspace) -> list[date]:
    return [row.due for row in today.due(ws) if row.rule == "weekly-update" and not row.member_id]


def test_from_what_is_owed_over_the_line_to_a_correction_and_an_answer(
    workspace: Workspace, tmp_path: Path
) -> None:
    ws = workspace
    plan = loops.add_plan(ws, "partnership", "partnership-mcap7003")
    made = [loops.add_member(ws, plan, number, sent=date(2026, 11, 12)) for number in (1, 2)]
    safety.save(ws, made[0].member, FlagDraft("fleeing-violence", TODAY, "He waits at Elm Street"))
    draft = AttemptDraft(
        made[0].member, Mode.IN_PERSON, Outcome.UNSAFE, datetime(2026, 11, 18, 9),
        place="Elm Street", note="He was there", referral_id=made[0].referral,
    )  # fmt: skip
    record_outreach.record(ws, [draft])
    assert owed(ws) == [date(2026, 11, 19)]  # a day late

    inbox, outbox = tmp_path / "from-plan", tmp_path / "to-plan"
    inbox.mkdir()
    outbox.mkdir()
    connections.connect_folder(ws, "partnership", inbox=str(inbox), outbox=str(outbox))
    first = plan_reports.build(ws, "partnership", NOT_ENGAGED)
    plan_reports.queue(ws, first.id)
    assert owed(ws) == [date(2026, 11, 19)]
    synchronize.run(ws, "partnership")
    row = plan_reports.one(ws, first.id)
    assert (row.state, row.sent_how, row.line) == ("sent", "line", "confirmed")
    [file] = [one for one in outbox.iterdir() if one.name == row.name]
    assert file.read_bytes() == plan_reports.content(ws, first.id)
    assert b"Elm" not in file.read_bytes()
    assert owed(ws) == [date(2026, 11, 27)]
    assert [one.what for one in gate.disclosures(ws, made[0].member)] == ["weekly-update"]
    synchronize.run(ws, "partnership")  # nothing goes twice
    assert len(list(outbox.iterdir())) == 1
    assert len(gate.disclosures(ws, made[0].member)) == 1

    intake.note_later(ws, made[1].referral, {"engaged_on": "2026-11-20"})
    prepared = plan_report_build.prepare(
        ws, "partnership", NOT_ENGAGED, form=LETTER, replaces=first.id
    )
    letter = plan_report_build.keep(ws, prepared, plan_report_build.draw(prepared))
    said = Read(plan_reports.content(ws, letter.id)).whole
    assert "First1Last00001" in said
    assert squeezed(row.name) in said
    for hidden in ("Last00002", "Elm", "nsafe", "Hew"):
        assert hidden not in said
    plan_reports.sent(ws, letter.id, "mail")
    assert plan_reports.one(ws, first.id).replaced_by == letter.id
    plan_reports.answered(ws, letter.id, "Thank you.")

    calendar_days.add(ws, date(2026, 11, 23), "Staff day")
    asked = plan_inquiries.ask(
        ws, "partnership", "What of the other?", "phone", referral_id=made[1].referral
    )
    assert plan_reports.one(ws, asked.id).chase == date(2026, 11, 24)
    [chase] = [one for one in today.due(ws) if one.rule == "inquiry-answered"]
    assert (chase.due, chase.action, chase.chase) == (date(2026, 11, 24), "chase-answer", True)
