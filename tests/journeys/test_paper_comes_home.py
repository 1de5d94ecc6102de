"""A consent is printed, signed on paper, scanned upside down, found, recorded; nothing is left."""

from __future__ import annotations

from pathlib import Path

from navigator_app.domain.consents import ConsentDraft, Decision, How
from navigator_app.domain.scans import Verdict
from navigator_app.services import attachments, consent_desk, print_desk, scan_intake
from navigator_app.services.form_facts import Subject
from navigator_app.services.workspace import Workspace
from tests.forms import paper_scans
from tests.services import loops
from tests.traces import files_below, traces


def test_from_the_printer_to_the_record(workspace: Workspace, tmp_path: Path) -> None:
    ws = workspace
    member = loops.add_member(ws, loops.add_plan(ws), 1).member
    with ws.transaction("test") as tx:
        tx.update("member", member, {"first_name": "Zebediah", "last_name": "Quillfeather"})
    before = {path for path in files_below([tmp_path]) if ws.home not in path.parents}
    prepared = print_desk.prepare(ws, "consent", Subject(member_id=member))
    printed, row, _changes = print_desk.issue(ws, prepared, "printed")
    sheets = [paper_scans.noisy(paper_scans.turned(180)(one)) for one in
              paper_scans.rasters(printed.pdf)]  # fmt: skip
    looked = scan_intake.look(paper_scans.as_pdf(sheets[::-1], quality=40))
    [found] = scan_intake.take(ws, looked, file="scan.pdf").found
    assert (found.verdict, found.member_id) == (Verdict.ATTACHED, member)
    assert (found.code, found.printed_form_id) == (row.code, row.id)
    known = scan_intake.consent_on_paper(ws, row.id)
    draft = ConsentDraft(
        member, known.kind, Decision.GIVEN, How.PAPER, ws.clock.today(), form=known.form,
        attachment_id=known.attachment_id,
    )  # fmt: skip
    consent_desk.record(ws, draft)
    [kept] = consent_desk.desk(ws, member).consents
    assert kept.draft.attachment_id == found.attachment_id
    assert attachments.get(ws, found.attachment_id).pages == len(sheets)
    [again] = scan_intake.take(ws, looked).found
    assert (again.verdict, again.offers) == (Verdict.HOME, "")
    after = {path for path in files_below([tmp_path]) if ws.home not in path.parents}
    assert after == before
    assert traces([tmp_path], {"Zebediah", "Quillfeather"}) == []
