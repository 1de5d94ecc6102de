"""Records marked as substance-use treatment stay back at every way out that no consent opens."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from navigator_app.domain.consents import ConsentDraft, Decision, How
from navigator_app.domain.records import AttemptDraft
from navigator_app.domain.vocabulary import Mode, Outcome
from navigator_app.errors import ConsentNeeded, InputRejected, TransferFailed
from navigator_app.services import (
    attachment_copy,
    attachments,
    consents,
    form_texts,
    gate,
    hand_over_pack,
    part_2,
    print_desk,
    record_encounter,
    record_outreach,
    service_month,
    timeline_paper,
)
from navigator_app.services.attachment_copy import CopyDraft
from navigator_app.services.form_facts import Subject
from navigator_app.services.workspace import Workspace
from tests.forms.pdf_lines import Lines
from tests.services import loops, pictures
from tests.services.service_notes import at, authorize, looked_up, note

LEFT_OUT = ("Some records are left out.",)


@pytest.fixture
def made(workspace: Workspace) -> loops.Made:
    made = loops.add_member(workspace, loops.add_plan(workspace), 1)
    looked_up(workspace, made.member)
    authorize(workspace, made)
    return made


def allowed(member: str, recipient: str, **more: object) -> ConsentDraft:
    draft = ConsentDraft(
        member, "substance-use", Decision.GIVEN, How.PAPER, date(2026, 11, 2),
        discloser="Harbor Homes", recipient=recipient,
        categories=("identity", "housing", "substance-use"),
        purpose="treatment-payment-operations",
    )  # fmt: skip
    return replace(draft, **more)  # type: ignore[arg-type]


def attempt(ws: Workspace, made: loops.Made, hour: int, step: str = "") -> str:
    draft = AttemptDraft(
        made.member, Mode.PHONE, Outcome.NOT_FOUND, at(hour).replace(tzinfo=None), made.referral,
        next_step=step,
    )  # fmt: skip
    [told] = record_outreach.record(ws, [draft]).attempts
    return told.id


def paper(ws: Workspace, member: str, *, substance_use: bool = False) -> str:
    source = io.BytesIO(pictures.png())
    return attachments.add(ws, member, source, title="Clinic", substance_use=substance_use)[0].id


def test_a_marked_paper_leaves_under_its_consent_alone(
    workspace: Workspace, made: loops.Made, tmp_path: Path
) -> None:
    key = paper(workspace, made.member, substance_use=True)
    assert part_2.marked(workspace, "attachment", key)
    draft = CopyDraft(key, "Bayview", gate.TPO, ("housing",))
    with pytest.raises(ConsentNeeded):
        attachment_copy.save(workspace, replace(draft, override="a court asks"), tmp_path / "x.png")
    attachments.amend(workspace, key, substance_use=False)
    assert attachment_copy.ask(workspace, draft).whole


def test_a_line_that_is_marked_is_on_no_paper(workspace: Workspace, made: loops.Made) -> None:
    quiet, told = attempt(workspace, made, 8), attempt(workspace, made, 9)
    part_2.mark(workspace, "outreach_attempt", told)
    found = timeline_paper.paper(workspace, made.member)
    ids = {row.id for row in found.rows}
    assert quiet in ids
    assert told not in ids
    assert found.left_out == LEFT_OUT
    consents.record(workspace, allowed(made.member, "Harbor Homes"))
    found = timeline_paper.paper(workspace, made.member)
    assert told in {row.id for row in found.rows}
    assert found.left_out == ()
    timeline_paper.given(workspace, found)
    assert "substance-use" in gate.disclosures(workspace, made.member)[0].categories


def test_a_consent_to_share_such_records_is_one_itself(
    workspace: Workspace, made: loops.Made
) -> None:
    attempt(workspace, made, 8)
    key, _changes = consents.record(workspace, allowed(made.member, "St. Anne’s Clinic"))
    found = timeline_paper.paper(workspace, made.member)
    assert key not in {row.id for row in found.rows}
    assert found.left_out == LEFT_OUT
    with pytest.raises(InputRejected):
        part_2.mark(workspace, "consent", key, on=False)


def test_the_pack_that_is_given_out_has_no_marked_step(
    workspace: Workspace, made: loops.Made
) -> None:
    part_2.mark(workspace, "outreach_attempt", attempt(workspace, made, 9, "Call the clinic"))
    pack = hand_over_pack.build(workspace, made.member)
    assert "Call the clinic" in str(pack.parts), "it is read in the window"
    gone = hand_over_pack.leaving(workspace, pack)
    assert "Call the clinic" not in str(gone.parts)
    assert gone.left_out == LEFT_OUT


def test_a_months_file_has_no_marked_note(
    workspace: Workspace, made: loops.Made, tmp_path: Path
) -> None:
    record_encounter.record(workspace, note(made, at=at(8), minutes=30))
    kept = record_encounter.record(workspace, note(made, at=at(9), minutes=45)).note
    part_2.mark(workspace, "encounter", kept.id)
    out = tmp_path / "month.csv"
    done = service_month.export(workspace, "bayview", "2026-11", out)
    assert done.left_out == 1
    assert kept.id not in out.read_text("utf-8")
    assert [one.minutes for one in done.lines] == [30]
    consents.record(workspace, allowed(made.member, done.plan_name))
    done = service_month.export(workspace, "bayview", "2026-11", out)
    assert done.left_out == 1, "a table has no room for the notice that must go along"
    assert kept.id not in out.read_text("utf-8")
    assert list(csv.reader(out.read_text("utf-8").splitlines()))
    assert "substance-use" not in gate.disclosures(workspace, made.member)[0].categories


def test_a_notice_leaves_marked_attempts_out_and_says_so(
    workspace: Workspace, made: loops.Made
) -> None:
    attempt(workspace, made, 8)
    part_2.mark(workspace, "outreach_attempt", attempt(workspace, made, 9))
    subject = Subject(made.member, made.referral)
    prepared = print_desk.prepare(workspace, "unable_to_reach", subject)
    rows = prepared.order.facts["attempts.rows"]
    assert isinstance(rows, list | tuple)
    assert len(rows) == 2
    assert LEFT_OUT[0] in str(rows[-1])
    assert prepared.may_leave


def test_the_mark_is_journalled_and_can_be_taken_off(
    workspace: Workspace, made: loops.Made
) -> None:
    key = attempt(workspace, made, 8)
    for on in (True, True, False):
        part_2.mark(workspace, "outreach_attempt", key, on)
        assert part_2.marked(workspace, "outreach_attempt", key) is on
    row = workspace.store.one(
        "SELECT count(*) FROM journal_transaction WHERE intention = 'mark_part_2'"
    )
    assert row == (2,), "what stands so already is not written twice"


def test_notice_and_consent_go_along_or_nothing_goes(
    workspace: Workspace, made: loops.Made, tmp_path: Path
) -> None:
    key, out = paper(workspace, made.member, substance_use=True), tmp_path / "Clinic.png"
    source = io.BytesIO(pictures.pdf(1, 2000))
    signed = attachments.add(workspace, made.member, source, title="Signed consent")[0].id
    draft = CopyDraft(key, "Bayview", gate.TPO, ("housing",))
    consents.record(workspace, allowed(made.member, "Bayview"))
    for needed in ("Your own words", "copy of the consent"):
        with pytest.raises(ConsentNeeded) as refused:
            attachment_copy.save(workspace, draft, out)
        assert needed in f"{refused.value} {refused.value.message}"
        assert attachment_copy.missing(workspace, draft)
        form_texts.save(workspace, "part_2_notice", "en", "Do not pass it on.", "Our counsel")
    consents.record(
        workspace, allowed(made.member, "Bayview", attachment_id=signed, on=date(2026, 11, 3))
    )
    assert attachment_copy.missing(workspace, draft) == ""
    attachment_copy.save(workspace, draft, out)
    found = {one.name for one in tmp_path.iterdir() if one.is_file()}
    assert found == {"Clinic.png", "Clinic (notice).pdf", "Clinic (consent).pdf"}
    notice = Lines((tmp_path / "Clinic (notice).pdf").read_bytes())
    said = "".join(notice.body()).replace(" ", "")
    assert "Donotpassiton." in said
    assert "Bayview" in said
    assert made.cin not in said, "it names no member"
    [row] = gate.disclosures(workspace, made.member)
    assert "substance-use" in row.categories


def test_a_file_that_cannot_be_written_leaves_none_beside_it(
    workspace: Workspace, made: loops.Made, tmp_path: Path
) -> None:
    key, out = paper(workspace, made.member, substance_use=True), tmp_path / "Clinic.png"
    source = io.BytesIO(pictures.pdf(1, 2000))
    signed = attachments.add(workspace, made.member, source, title="Signed consent")[0].id
    form_texts.save(workspace, "part_2_notice", "en", "Do not pass it on.", "Our counsel")
    consents.record(workspace, allowed(made.member, "Bayview", attachment_id=signed))
    out.mkdir()
    with pytest.raises(TransferFailed):
        attachment_copy.save(workspace, CopyDraft(key, "Bayview", gate.TPO, ("housing",)), out)
    assert [one.name for one in tmp_path.iterdir() if one.is_file()] == []
    assert gate.disclosures(workspace, made.member) == []
