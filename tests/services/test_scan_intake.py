"""A scan finds the records of the forms in it, attaches them, and names what it cannot attach."""

from __future__ import annotations

from dataclasses import replace

import pytest

from navigator_app.domain.consents import ConsentDraft, Decision, How
from navigator_app.domain.scans import ScanTaken, Verdict
from navigator_app.errors import InputRejected, NotFound
from navigator_app.services import attachments, audit, consent_desk, scan_intake
from navigator_app.services.workspace import Workspace
from tests.forms import paper_scans
from tests.services import loops, paper_maker, pictures
from tests.services.paper_maker import Paper


@pytest.fixture
def member(workspace: Workspace) -> str:
    return loops.add_member(workspace, loops.add_plan(workspace), 1).member


def another(ws: Workspace) -> str:
    row = ws.store.one("SELECT id FROM plan")
    assert row is not None
    return loops.add_member(ws, row[0], 2).member


def scan(ws: Workspace, data: bytes, **more: str) -> ScanTaken:
    return scan_intake.take(ws, scan_intake.look(data), **more)


def pile(*papers: Paper) -> bytes:
    """All their sheets through one feeder."""
    return paper_scans.as_pdf([page for one in papers for page in one.scanned()])


def verdicts(taken: ScanTaken) -> list[str]:
    return [one.verdict.value for one in taken.found]


def test_a_scanned_consent_finds_its_member_and_offers_the_record(
    workspace: Workspace, member: str
) -> None:
    ws, paper = workspace, paper_maker.paper(workspace, member)
    data = pile(paper)
    taken = scan(ws, data, file="scan 1.pdf")
    [found] = taken.found
    assert found.verdict is Verdict.ATTACHED
    assert (found.member_id, found.code, found.kind) == (member, paper.code, "consent")
    assert found.pages == tuple(range(1, paper.printed.pages + 1))
    assert found.offers == "to-serve"
    assert taken.changes.members == {member}
    row = attachments.get(ws, found.attachment_id)
    assert (row.about, row.about_id, row.retention) == ("printed_form", paper.id, "consent")
    assert attachments.content(ws, row.id) == data, "the very bytes that came"
    kept = paper_maker.record(ws, paper)
    assert (kept["attachment_id"], kept["returned_how"]) == (row.id, "scan")
    assert kept["returned_at"]
    assert audit.verify(ws).journal


def test_the_same_scan_twice_is_told_and_not_doubled(workspace: Workspace, member: str) -> None:
    paper = paper_maker.paper(workspace, member)
    first = scan(workspace, pile(paper)).found[0]
    again = scan(workspace, pile(paper))
    other = scan(workspace, paper_scans.as_pdf([p.rotate(180) for p in paper.scanned()]))
    for taken in (again, other):
        [found] = taken.found
        assert found.verdict is Verdict.HOME
        assert "Nov 20, 2026" in found.why
        assert found.attachment_id == first.attachment_id
        assert not taken.well
    assert len(attachments.of_member(workspace, member)) == 1


def test_each_form_of_a_pile_goes_to_its_own_member_in_the_order_of_the_form(
    workspace: Workspace, member: str
) -> None:
    ws = workspace
    other = another(ws)
    one, two = paper_maker.paper(ws, member), paper_maker.paper(ws, other, "release")
    white = one.scanned()[0].point(lambda _shade: 255)
    a, b, blank = one.scanned(), two.scanned(), white
    sheets = [b[2], a[1], blank, b[0], a[0], b[1]]
    taken = scan(ws, paper_scans.as_pdf(sheets))
    by_code = {found.code: found for found in taken.found}
    assert by_code[one.code].pages == (5, 2)
    assert by_code[two.code].pages == (4, 6, 1)
    assert by_code[""].verdict is Verdict.EMPTY
    assert by_code[two.code].member_id == other
    row = attachments.get(ws, by_code[two.code].attachment_id)
    assert row.pages == 3
    inside = scan_intake.look(attachments.content(ws, row.id))
    assert [sheet.stamps[0].page for sheet in inside.sheets] == [1, 2, 3]
    assert {sheet.stamps[0].record for sheet in inside.sheets} == {two.code}


def test_a_missing_page_is_named_and_the_rest_goes_to_the_same_form(
    workspace: Workspace, member: str
) -> None:
    ws, paper = workspace, paper_maker.paper(workspace, member, "release")
    one, two, three = (paper_scans.as_jpeg(page) for page in paper.scanned())
    first = scan(ws, three).found[0]
    assert first.verdict is Verdict.INCOMPLETE
    assert "Pages 1, 2 of 3 are missing" in first.why
    assert paper_maker.record(ws, paper)["returned_at"] is None
    assert scan(ws, three).found[0].verdict is Verdict.HOME
    assert scan(ws, one).found[0].why == "Page 2 of 3 is missing."
    last = scan(ws, two).found[0]
    assert last.verdict is Verdict.ATTACHED
    kept = paper_maker.record(ws, paper)
    assert kept["returned_at"]
    assert kept["attachment_id"] == first.attachment_id
    assert len(attachments.of_member(ws, member)) == 3
    scan_intake.undo(ws, [first])
    kept = paper_maker.record(ws, paper)
    assert kept["returned_at"] is None, "a page of it is out again"
    assert kept["attachment_id"] not in (None, first.attachment_id)
    assert scan(ws, three).found[0].verdict is Verdict.ATTACHED


def test_undo_takes_the_link_back_and_so_does_removing_the_paper(
    workspace: Workspace, member: str
) -> None:
    ws, paper = workspace, paper_maker.paper(workspace, member)
    nothing = {
        "attachment_id": None, "returned_at": None, "returned_how": "", "returned_pages": "",
    }  # fmt: skip
    taken = scan(ws, pile(paper))
    changes = scan_intake.undo(ws, taken.found)
    assert changes.members == {member}
    assert paper_maker.record(ws, paper) == nothing
    again = scan(ws, pile(paper)).found[0]
    assert again.verdict is Verdict.ATTACHED
    attachments.remove(ws, again.attachment_id, "not hers")
    assert paper_maker.record(ws, paper) == nothing


def test_a_blank_asks_whose_it_is(workspace: Workspace, member: str) -> None:
    blank = paper_maker.blank()
    looked = scan_intake.look(blank.pdf)
    [found] = scan_intake.take(workspace, looked).found
    assert (found.verdict, found.member_id, found.code) == (Verdict.BLANK, "", "")
    assert found.pages == (1, 2)
    made, changes = scan_intake.attach_by_hand(workspace, looked, found, member)
    assert made.verdict is Verdict.ATTACHED
    assert changes.members == {member}
    assert attachments.get(workspace, made.attachment_id).member_id == member
    with pytest.raises(InputRejected, match="here already"):
        scan_intake.attach_by_hand(workspace, looked, found, member)


def test_two_blanks_in_one_pile_are_two_papers(workspace: Workspace) -> None:
    pages = paper_scans.rasters(paper_maker.blank().pdf)
    taken = scan(workspace, paper_scans.as_pdf([*pages, *pages]))
    assert [one.pages for one in taken.found] == [(1, 2), (3, 4)]


def test_a_code_of_nobody_here_is_foreign(workspace: Workspace, member: str) -> None:
    paper = paper_maker.paper(workspace, member)
    with workspace.transaction("test") as tx:
        tx.update("printed_form", paper.id, {"code": "another"})
    taken = scan(workspace, pile(paper))
    assert verdicts(taken) == ["foreign"]
    assert not taken.well
    assert attachments.of_member(workspace, member) == []


@pytest.mark.parametrize(
    ("columns", "named"),
    [
        ({"version": 7}, "version 1, on record 7"),
        ({"text_hash": "000000000000"}, "text"),
        ({"kind": "release"}, "form consent, on record release"),
        ({"language": "es"}, "language en, on record es"),
    ],
)
def test_a_paper_that_is_not_what_was_printed_is_not_attached(
    workspace: Workspace, member: str, columns: dict[str, object], named: str
) -> None:
    paper = paper_maker.paper(workspace, member)
    with workspace.transaction("test") as tx:
        tx.update("printed_form", paper.id, columns)
    [found] = scan(workspace, pile(paper)).found
    assert found.verdict is Verdict.OTHER_TEXT
    assert named in found.why
    assert attachments.of_member(workspace, member) == []


def test_a_voided_sheet_is_refused_with_its_reason(workspace: Workspace, member: str) -> None:
    paper = paper_maker.paper(
        workspace, member, voided_at="2026-11-19T20:00:00.000+00:00", voided_why="Wrong name"
    )
    [found] = scan(workspace, pile(paper)).found
    assert found.verdict is Verdict.VOIDED
    assert "Nov 19, 2026: Wrong name." in found.why
    assert attachments.of_member(workspace, member) == []


def test_a_named_member_takes_what_says_no_name_and_nothing_of_others(
    workspace: Workspace, member: str
) -> None:
    ws = workspace
    other = another(ws)
    paper = paper_maker.paper(ws, other)
    assert verdicts(scan(ws, pile(paper), member_id=member)) == ["other-member"]
    letter = pictures.png(300, 400)
    assert verdicts(scan(ws, letter)) == ["no-code"]
    assert verdicts(scan(ws, letter, member_id=member, file="From_the court.png")) == ["attached"]
    assert verdicts(scan(ws, letter, member_id=member)) == ["refused"]
    [row] = attachments.of_member(ws, member)
    assert row.title == "From the court"
    with pytest.raises(NotFound):
        scan(ws, letter, member_id="nobody")


def test_two_forms_on_one_photo_are_told(workspace: Workspace, member: str) -> None:
    one, two = paper_maker.paper(workspace, member), paper_maker.paper(workspace, member)
    left, right = one.scanned()[0], two.scanned()[0]
    photo = left.resize((left.width * 2, left.height))
    photo.paste(left, (0, 0))
    photo.paste(right, (left.width, 0))
    assert verdicts(scan(workspace, paper_scans.as_jpeg(photo))) == ["several-codes"]


def test_a_day_sheet_is_marked_as_returned(workspace: Workspace) -> None:
    ws, sheet = workspace, paper_maker.paper(workspace, None, "day_sheet", number=4)
    taken = scan(ws, pile(sheet))
    assert verdicts(taken) == ["returned"]
    assert taken.well
    assert paper_maker.record(ws, sheet)["returned_how"] == "scan"
    assert verdicts(scan(ws, pile(sheet))) == ["already-home"]
    scan_intake.undo(ws, taken.found)
    assert paper_maker.record(ws, sheet)["returned_at"] is None


def test_a_consent_once_recorded_is_not_offered_again(workspace: Workspace, member: str) -> None:
    ws, paper = workspace, paper_maker.paper(workspace, member, filled='{"x": "y"}')
    [found] = scan(ws, pile(paper)).found
    known = scan_intake.consent_on_paper(ws, paper.id)
    assert (known.kind, known.attachment_id) == ("to-serve", found.attachment_id)
    draft = ConsentDraft(
        member, known.kind, Decision.GIVEN, How.PAPER, ws.clock.today(), form=known.form,
        attachment_id=known.attachment_id,
    )  # fmt: skip
    kept = consent_desk.record(ws, draft)
    [again] = scan(ws, pile(paper)).found
    assert again.offers == ""
    scan_intake.undo(ws, [found])
    row = ws.store.one("SELECT attachment_id FROM consent WHERE id = ?", (kept.id,))
    assert row == (None,)


def test_a_consent_that_was_printed_gets_its_signed_paper(
    workspace: Workspace, member: str
) -> None:
    ws = workspace
    draft = ConsentDraft(member, "to-serve", Decision.GIVEN, How.VERBAL, ws.clock.today())
    kept = consent_desk.record(ws, draft)
    paper = paper_maker.paper(ws, member, consent_id=kept.id)
    [found] = scan(ws, pile(paper)).found
    assert found.offers == ""
    row = ws.store.one("SELECT attachment_id FROM consent WHERE id = ?", (kept.id,))
    assert row == (found.attachment_id,)


def test_a_code_without_its_page_counts_the_sheets(workspace: Workspace, member: str) -> None:
    paper = paper_maker.paper(workspace, member)
    looked = scan_intake.look(pile(paper))
    first = looked.sheets[0]
    older = replace(first, stamps=(first.stamps[0].on(0, 0),))
    [found] = scan_intake.take(workspace, replace(looked, sheets=(older,))).found
    assert found.verdict is Verdict.INCOMPLETE
    assert found.why == "1 of 2 pages came."


def test_a_saved_file_of_ours_is_no_signed_paper(workspace: Workspace, member: str) -> None:
    ws, paper = workspace, paper_maker.paper(workspace, member)
    looked = scan_intake.look(paper.pdf)
    [found] = scan_intake.take(ws, looked, file="consent.pdf").found
    assert found.verdict is Verdict.FILE_ITSELF
    assert "not a signed paper" in found.why
    assert (found.attachment_id, found.offers) == ("", "")
    assert attachments.of_member(ws, member) == []
    assert not paper_maker.record(ws, paper)["returned_at"]
    made, _changes = scan_intake.attach_by_hand(ws, looked, found, member, "consent.pdf")
    assert made.verdict is Verdict.ATTACHED, "somebody says so"
    assert not paper_maker.record(ws, paper)["returned_at"]
    [again] = scan(ws, pile(paper), file="scan.pdf").found
    assert again.verdict is Verdict.ATTACHED, "the paper itself still finds its record"


def test_what_was_written_on_in_a_viewer_is_not_the_file_itself(
    workspace: Workspace, member: str
) -> None:
    paper = paper_maker.paper(workspace, member)
    touched = paper.pdf + b"% a stroke of a pen\n"
    [found] = scan(workspace, touched, file="consent.pdf").found
    assert found.verdict is Verdict.ATTACHED


def test_a_blank_file_of_ours_is_not_attached_either(workspace: Workspace, member: str) -> None:
    [found] = scan(workspace, paper_maker.blank().pdf, member_id=member).found
    assert found.verdict is Verdict.FILE_ITSELF
