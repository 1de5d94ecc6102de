"""The print desk: a form prepared, handed out with its record, copied, spoiled, come home."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from navigator_app.domain import record_codes
from navigator_app.errors import InputRejected, NotFound, TransferFailed
from navigator_app.forms import codes
from navigator_app.services import (
    audit,
    consent_desk,
    form_bulk,
    form_desk,
    form_reviews,
    gate,
    print_desk,
    print_records,
)
from navigator_app.services.form_facts import Subject
from navigator_app.services.workspace import Workspace
from tests.forms.pdf_reader import Read, squeezed
from tests.services import loops, print_made
from tests.services.print_made import count, of


@pytest.fixture
def made(workspace: Workspace) -> loops.Made:
    return print_made.reader(workspace)


# --- handed out -----------------------------------------------------------------------------------


def test_a_form_is_handed_out_with_its_record(workspace: Workspace, made: loops.Made) -> None:
    prepared = print_desk.prepare(workspace, "consent", of(made))
    assert count(workspace, "printed_form") == 0, "preparing writes nothing"
    assert print_desk.preview(prepared).stamp.record == ""
    printed, row, changes = print_desk.issue(workspace, prepared, "printed")
    assert changes.members == {made.member}
    kept = print_records.get(workspace, record_codes.shown(row.code).lower())
    assert kept == row
    assert (row.kind, row.language, row.how, row.by) == ("consent", "es", "printed", "Ana Ruiz")
    assert (row.pages, row.text_hash) == (printed.pages, printed.stamp.text_hash)
    read = Read(printed.pdf)
    [payload] = read.codes(0)
    stamp = codes.read(payload)
    assert stamp is not None
    assert record_codes.normal(stamp.record) == row.code
    assert record_codes.shown(row.code) in read.text(0)
    assert count(workspace, "disclosure") == 0, "a paper for the member is no disclosure"
    assert audit.verify(workspace).journal


def test_a_blank_is_on_record_and_nobody_s(workspace: Workspace) -> None:
    printed, row, changes = print_desk.issue(
        workspace, print_desk.prepare(workspace, "release", large=True, paper="a4"), "printed"
    )
    assert (row.member_id, row.language, row.large, row.paper) == ("", "en", True, "a4")
    assert changes.members == frozenset()
    assert "member.name" in printed.blanks
    width, height = Read(printed.pdf).reader.pages[0].mediabox[2:]
    assert (round(float(width)), round(float(height))) == (595, 842)


def test_the_same_order_prints_the_same(workspace: Workspace, made: loops.Made) -> None:
    prepared = print_desk.prepare(workspace, "consent", of(made))
    order, entered = print_desk.enter(workspace, prepared, "printed")
    assert print_desk.draw(order).pdf == print_desk.draw(order).pdf
    assert order.record == entered.row.code


def test_the_member_s_words_choose_language_and_size(workspace: Workspace) -> None:
    plan = loops.add_plan(workspace)
    made = loops.add_member(
        workspace, plan, 2, language_written="Armenian", written_format="Large print"
    )
    prepared = print_desk.prepare(workspace, "consent", of(made))
    assert (prepared.order.language, prepared.order.large) == ("hy", True)
    chosen = print_desk.prepare(workspace, "consent", of(made), language="zh-Hant", large=False)
    assert (chosen.order.language, chosen.order.large) == ("zh_Hant", False)
    plain = print_desk.prepare(workspace, "authorization_request", of(made))
    assert (plain.order.language, plain.order.large) == ("en", False), "a plan reads English"
    left = print_desk.prepare(workspace, "disclosures", of(made))
    assert (left.order.language, left.order.large) == ("en", True), "for the member, untranslated"


@pytest.mark.parametrize(
    ("kind", "more", "error", "field"),
    [
        ("poem", {}, NotFound, ""),
        ("consent", {"language": "tlh"}, InputRejected, "language"),
        ("consent", {"paper": "a5"}, InputRejected, "paper"),
        ("consent", {"fill": {"member.secret": "x"}}, InputRejected, "fill"),
        ("consent", {"fill": {"member.name": "x" * 2001}}, InputRejected, "fill"),
        ("consent", {"subject": Subject("nobody")}, NotFound, ""),
        ("consent", {"subject": Subject(referral_id="none")}, NotFound, ""),
        ("release", {"subject": Subject(about_id="none")}, NotFound, ""),
    ],
)
def test_what_cannot_be_printed_is_named(
    workspace: Workspace, kind: str, more: dict[str, Any], error: type[Exception], field: str
) -> None:
    with pytest.raises(error) as caught:
        print_desk.prepare(workspace, kind, **more)
    assert getattr(caught.value, "field", "") == field
    assert count(workspace, "printed_form") == 0


def test_the_member_is_known_from_the_referral(workspace: Workspace, made: loops.Made) -> None:
    prepared = print_desk.prepare(workspace, "consent", Subject(referral_id=made.referral))
    assert prepared.subject.member_id == made.member
    other = loops.add_member(workspace, loops.add_plan(workspace, "sierra"), 9)
    with pytest.raises(InputRejected) as caught:
        print_desk.prepare(workspace, "consent", of(other, referral_id=made.referral))
    assert caught.value.field == "referral"


# --- filled in ------------------------------------------------------------------------------------


def test_what_is_typed_stands_in_place_of_the_record(
    workspace: Workspace, made: loops.Made
) -> None:
    fill = {"member.phone": "(510) 555-0142", "member.address": "", "member.language": "Mam"}
    prepared = print_desk.prepare(workspace, "consent", of(made), language="en", fill=fill)
    assert "member.phone" not in prepared.blanks and "member.address" in prepared.blanks
    printed, row, _ = print_desk.issue(workspace, prepared, "printed")
    whole = Read(printed.pdf).whole
    assert squeezed("(510) 555-0142") in whole and squeezed("(415) 555-0177") not in whole
    assert json.loads(row.filled) == fill


# --- the agency's own words -----------------------------------------------------------------------


def own_words(ws: Workspace, language: str, text: str) -> None:
    with ws.transaction("test") as tx:
        tx.insert(
            "agency_text",
            {
                "id": f"t-{language}", "block": "further_copies", "language": language,
                "text": text, "source": "Counsel", "user_id": ws.user.id, "created_at": tx.now,
            },
        )  # fmt: skip


def test_own_words_in_english_only_are_marked_and_said(
    workspace: Workspace, made: loops.Made
) -> None:
    own_words(workspace, "en", "Ask at the front desk.")
    prepared = print_desk.prepare(workspace, "release", of(made))
    assert prepared.in_english == ("further_copies",)
    printed = print_desk.preview(prepared)
    assert squeezed("(English) Ask at the front desk.") in Read(printed.pdf).whole
    own_words(workspace, "es", "Pregunte en la entrada.")
    prepared = print_desk.prepare(workspace, "release", of(made))
    assert prepared.in_english == ()
    assert squeezed("Pregunte en la entrada.") in Read(print_desk.preview(prepared).pdf).whole


def test_a_reviewed_translation_is_no_draft_until_its_words_move(
    workspace: Workspace, made: loops.Made
) -> None:
    draft = print_desk.prepare(workspace, "consent", of(made))
    assert not draft.order.reviewed
    with workspace.transaction("test") as tx:
        row = {
            "id": "r", "kind": "consent", "version": 1, "language": "es", "reviewer": "R. Sol",
            "reviewed_on": "2026-11-19", "created_at": tx.now,
            "text_hash": form_reviews.one(workspace, "consent", "es").text_hash,
        }  # fmt: skip
        tx.insert("form_review", row)
    assert print_desk.prepare(workspace, "consent", of(made)).order.reviewed
    assert not print_desk.prepare(workspace, "consent", of(made), language="vi").order.reviewed
    with workspace.transaction("test") as tx:
        tx.update("form_review", "r", {"text_hash": "0" * 12})
    assert not print_desk.prepare(workspace, "consent", of(made)).order.reviewed


# --- saved ----------------------------------------------------------------------------------------


def test_a_saved_form_is_on_record(workspace: Workspace, made: loops.Made, tmp_path: Path) -> None:
    out = tmp_path / "form.pdf"
    prepared = print_desk.prepare(workspace, "consent", of(made))
    printed, row, _ = print_desk.save(workspace, prepared, out)
    assert out.read_bytes() == printed.pdf
    assert (row.how, row.pages) == ("saved", printed.pages)


def test_one_that_could_not_be_written_is_not(
    workspace: Workspace, made: loops.Made, tmp_path: Path
) -> None:
    prepared = print_desk.prepare(workspace, "authorization_request", of(made))
    assert prepared.way is not None
    with pytest.raises(TransferFailed):
        print_desk.save(workspace, prepared, tmp_path / "none" / "form.pdf")
    assert count(workspace, "printed_form") == count(workspace, "disclosure") == 0
    with pytest.raises(InputRejected) as caught:
        print_desk.save(workspace, prepared, tmp_path)
    assert caught.value.field == "out"


def test_a_record_that_something_stands_on_is_not_taken_back(
    workspace: Workspace, made: loops.Made
) -> None:
    prepared = print_desk.prepare(workspace, "consent", of(made))
    _order, entered = print_desk.enter(workspace, prepared, "printed")
    print_desk.void(workspace, entered.row.code, "torn")
    with pytest.raises(InputRejected):
        print_desk.take_back(workspace, entered)
    assert count(workspace, "printed_form") == 1


# --- copies ---------------------------------------------------------------------------------------


def test_the_signer_s_copy_says_so_and_whose_it_is(workspace: Workspace, made: loops.Made) -> None:
    prepared = print_desk.prepare(workspace, "release", of(made), language="en")
    _printed, row, _ = print_desk.issue(workspace, prepared, "printed")
    copy, its, _ = print_desk.issue(workspace, prepared, "printed", copy_of=row.code)
    assert its.code != row.code
    assert (its.about, its.about_id) == ("printed_form", row.id)
    read = Read(copy.pdf)
    for page in range(read.pages):
        assert squeezed("Copy for the person who signs") in squeezed(read.text(page))
        assert record_codes.shown(row.code) in read.text(page)


def test_a_copy_that_would_say_something_else_is_refused(
    workspace: Workspace, made: loops.Made
) -> None:
    prepared = print_desk.prepare(workspace, "release", of(made))
    _printed, row, _ = print_desk.issue(workspace, prepared, "printed")
    for other in (
        print_desk.prepare(workspace, "release", of(made), language="vi"),
        print_desk.prepare(workspace, "consent", of(made)),
        print_desk.prepare(workspace, "release"),
    ):
        with pytest.raises(InputRejected) as caught:
            print_desk.issue(workspace, other, "printed", copy_of=row.code)
        assert caught.value.field == "copy_of"
    print_desk.void(workspace, row.code, "coffee")
    with pytest.raises(InputRejected, match="spoiled"):
        print_desk.issue(workspace, prepared, "printed", copy_of=row.code)


# --- spoiled and come home ------------------------------------------------------------------------


def test_a_spoiled_form_stays_on_record(workspace: Workspace, made: loops.Made) -> None:
    prepared = print_desk.prepare(workspace, "consent", of(made))
    _printed, row, _ = print_desk.issue(workspace, prepared, "printed")
    with pytest.raises(InputRejected):
        print_desk.void(workspace, row.code, "  ")
    print_desk.void(workspace, record_codes.shown(row.code), "Wrong language")
    kept = print_records.get(workspace, row.code)
    assert (kept.voided_why, kept.out) == ("Wrong language", False)
    for again in (print_desk.void, print_desk.returned):
        with pytest.raises(InputRejected, match="November 20, 2026|Nov 20"):
            again(workspace, row.code, "scan")
    with pytest.raises(NotFound):
        print_desk.void(workspace, record_codes.new(), "x")
    with pytest.raises(NotFound):
        print_desk.void(workspace, "no code", "x")


def test_the_disclosures_of_a_member_are_printed_for_them(
    workspace: Workspace, made: loops.Made
) -> None:
    request = print_desk.prepare(workspace, "authorization_request", of(made))
    print_desk.issue(workspace, request, "printed")
    [line] = gate.disclosures(workspace, made.member)
    printed, row, _ = print_desk.issue(
        workspace, print_desk.prepare(workspace, "disclosures", of(made)), "printed"
    )
    whole = Read(printed.pdf).whole
    assert squeezed(line.recipient) in whole and squeezed("II.B.1") in whole
    assert row.member_id == made.member
    assert len(gate.disclosures(workspace, made.member)) == 1, "to the member is none"
    assert squeezed("spoiled") not in whole
    print_desk.void(workspace, print_records.of_member(workspace, made.member)[-1].code, "torn")
    again = print_desk.prepare(workspace, "disclosures", of(made))
    assert squeezed("spoiled: torn") in Read(print_desk.preview(again).pdf).whole


def test_who_reads_a_language_without_forms_is_told_in_the_list(
    workspace: Workspace, made: loops.Made
) -> None:
    with workspace.transaction("test") as tx:
        tx.update("member", made.member, {"language_written": "Amharic", "language_spoken": ""})
    [line] = form_bulk.look(workspace, "consent", [made.member], "letter")
    assert (line.language, line.unread, line.reason) == ("en", "Amharic", "")
    with workspace.transaction("test") as tx:
        tx.update("member", made.member, {"language_written": "Spanish"})
    [line] = form_bulk.look(workspace, "consent", [made.member], "letter")
    assert (line.language, line.unread) == ("es", "")


def test_the_copy_is_made_from_what_was_printed(workspace: Workspace, made: loops.Made) -> None:
    fill = {"release.recipient": "St. Anne’s Shelter"}
    prepared = print_desk.prepare(workspace, "release", of(made), language="vi", fill=fill)
    _printed, row, _ = print_desk.issue(workspace, prepared, "printed")
    [paper] = consent_desk.desk(workspace, made.member).papers
    assert paper.code == row.code
    sheet = form_desk.copy_of(workspace, row.code)
    issued = form_desk.enter(workspace, sheet, "printed", copy_of=row.code)
    assert (issued.entered.row.about, issued.entered.row.about_id) == ("printed_form", row.id)
    assert issued.order.copy_of == record_codes.shown(row.code)
    assert len(consent_desk.desk(workspace, made.member).papers) == 1, "a copy has no copy"
