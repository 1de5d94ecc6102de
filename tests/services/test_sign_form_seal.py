"""Whether a signed form stands as it was sealed: every way to alter it is noticed and named."""

from __future__ import annotations

import hashlib
import io
import json
from typing import Any

import pytest
from pypdfium2 import PdfDocument

from navigator_app.domain import ink, record_codes
from navigator_app.domain.signatures import CopyState, Seal, SignDraft, Signed
from navigator_app.errors import FileRejected, NotFound
from navigator_app.services import attachments, audit, print_desk, sign_form_pdf, sign_form_seal
from navigator_app.services.form_facts import Subject
from navigator_app.services.workspace import Workspace
from navigator_app.store import triggers
from tests.services import loops, pictures
from tests.services.test_sign_form import HAND, release, serve, signed


@pytest.fixture
def made(workspace: Workspace) -> loops.Made:
    return loops.add_member(workspace, loops.add_plan(workspace), 1)


@pytest.fixture
def done(workspace: Workspace, made: loops.Made) -> Signed:
    return signed(workspace, serve(made.member))


def behind(ws: Workspace, sql: str, *values: Any) -> None:
    """Somebody with the key writes past the triggers and puts them back."""
    connection = ws.store.connection
    kept = triggers.statements(connection)
    for name in kept:
        connection.execute(f'DROP TRIGGER "{name}"')
    connection.execute("PRAGMA foreign_keys = OFF")
    connection.execute(sql, values)
    connection.execute("PRAGMA foreign_keys = ON")
    for statement in kept.values():
        connection.execute(statement)


def broken(ws: Workspace, done: Signed) -> tuple[Seal, ...]:
    return sign_form_seal.check(ws, done.signature_id).broken


def test_what_nobody_touched_stands(workspace: Workspace, done: Signed) -> None:
    looked = sign_form_seal.check(workspace, done.signature_id)
    assert looked.sound and looked.wording_now
    assert sign_form_seal.check_all(workspace) == ([], 1)


def test_one_changed_byte_of_the_document_is_noticed(workspace: Workspace, done: Signed) -> None:
    data = bytearray(attachments.content(workspace, done.attachment_id))
    data[len(data) // 2] ^= 1
    behind(workspace, "UPDATE attachment_chunk SET content = ? WHERE number = 0", bytes(data))
    assert broken(workspace, done) == (Seal.BYTES,)
    (found,), count = sign_form_seal.check_all(workspace)
    assert (found.signature.code, count) == (done.code, 1)
    assert "altered" in sign_form_seal.words(found.broken[0])


def test_another_document_in_its_place_is_noticed(workspace: Workspace, done: Signed) -> None:
    other = b"%PDF-1.4 another\n%%EOF\n"
    digest = hashlib.sha256(other).hexdigest()
    behind(workspace, "UPDATE attachment_chunk SET content = ? WHERE number = 0", other)
    behind(workspace, "UPDATE attachment SET sha256 = ?, size = ?", digest, len(other))
    assert broken(workspace, done) == (Seal.SWAPPED,)


@pytest.mark.parametrize("table", ["form_signature", "printed_form", "consent"])
def test_another_attachment_named_is_noticed(
    workspace: Workspace, made: loops.Made, done: Signed, table: str
) -> None:
    added, _changes = attachments.add(
        workspace, made.member, io.BytesIO(pictures.pdf()), title="Lease"
    )
    behind(workspace, f"UPDATE {table} SET attachment_id = ?", added.id)
    assert broken(workspace, done) == (Seal.SWAPPED,)


def test_two_members_documents_changed_over_are_both_noticed(workspace: Workspace) -> None:
    plan = loops.add_plan(workspace)
    one = signed(workspace, serve(loops.add_member(workspace, plan, 1).member))
    two = signed(workspace, serve(loops.add_member(workspace, plan, 2).member))
    behind(
        workspace,
        "UPDATE attachment_chunk SET attachment_id = "
        "CASE attachment_id WHEN ?1 THEN 'x' WHEN ?2 THEN ?1 END",
        one.attachment_id,
        two.attachment_id,
    )
    behind(
        workspace,
        "UPDATE attachment_chunk SET attachment_id = ? WHERE attachment_id = 'x'",
        two.attachment_id,
    )
    assert broken(workspace, one) == broken(workspace, two) == (Seal.BYTES,)


def test_another_hand_on_record_is_noticed_by_the_journal_and_by_the_document(
    workspace: Workspace, done: Signed
) -> None:
    moved = [[list(point) for point in stroke] for stroke in HAND]
    moved[0][5][1] += 40
    behind(workspace, "UPDATE form_signature SET strokes = ?", json.dumps(moved))
    assert broken(workspace, done) == (Seal.INK, Seal.STROKES)
    behind(workspace, "UPDATE form_signature SET strokes = 'none'")
    assert broken(workspace, done) == (Seal.INK, Seal.STROKES)


@pytest.mark.parametrize(
    ("column", "value", "part"),
    [
        ("shown_text", "I agree to everything.", Seal.TEXT),
        ("text_hash", "0" * 12, Seal.TEXT),
        ("language", "es", Seal.TEXT),
        ("signer_name", "Somebody Else", Seal.JOURNAL),
        ("authority", "none", Seal.JOURNAL),
        ("signed_at", "2026-11-19T18:00:00.000+00:00", Seal.JOURNAL),
    ],
)
def test_an_altered_record_is_noticed(
    workspace: Workspace, done: Signed, column: str, value: str, part: Seal
) -> None:
    behind(workspace, f"UPDATE form_signature SET {column} = ?", value)
    assert broken(workspace, done) == (part,)


def test_the_words_of_the_form_s_own_record_are_compared(
    workspace: Workspace, done: Signed
) -> None:
    behind(workspace, "UPDATE printed_form SET text_hash = 'abc'")
    assert broken(workspace, done) == (Seal.TEXT,)


def test_a_signature_can_be_neither_changed_nor_deleted_in_the_program(
    workspace: Workspace, done: Signed
) -> None:
    for sql in ("UPDATE form_signature SET signer_name = 'x'", "DELETE FROM form_signature"):
        with pytest.raises(Exception, match="."), workspace.transaction("test") as tx:
            tx.execute(sql)
    assert broken(workspace, done) == ()


def test_a_signature_that_was_taken_out_is_missed(workspace: Workspace, done: Signed) -> None:
    behind(workspace, "DELETE FROM form_signature")
    assert sign_form_seal.missing(workspace) == (done.signature_id,)


def test_a_document_that_was_removed_is_said_to_be(workspace: Workspace, done: Signed) -> None:
    attachments.remove(workspace, done.attachment_id, "Asked for by the member")
    assert broken(workspace, done) == (Seal.REMOVED,)


def test_words_that_moved_since_are_no_alteration(
    workspace: Workspace, done: Signed, monkeypatch: pytest.MonkeyPatch
) -> None:
    from navigator_app.services import print_orders

    monkeypatch.setattr(print_orders, "words_hash", lambda _kind, _language: "other")
    looked = sign_form_seal.check(workspace, done.signature_id)
    assert looked.sound and not looked.wording_now


def test_there_must_be_such_a_signature(workspace: Workspace) -> None:
    with pytest.raises(NotFound):
        sign_form_seal.check(workspace, "none")


# --- copies from outside --------------------------------------------------------------------------


def test_a_saved_copy_is_ours_and_unaltered(workspace: Workspace, done: Signed) -> None:
    found = sign_form_seal.check_copy(workspace, attachments.content(workspace, done.attachment_id))
    assert (found.state, found.code) == (CopyState.OURS, done.code)
    assert found.check is not None and found.check.sound


def test_an_altered_copy_is_ours_by_its_code(workspace: Workspace, done: Signed) -> None:
    data = attachments.content(workspace, done.attachment_id)
    document = PdfDocument(data)
    document.new_page(200, 200)
    out = io.BytesIO()
    document.save(out)
    found = sign_form_seal.check_copy(workspace, out.getvalue())
    assert (found.state, found.code) == (CopyState.ALTERED, done.code)
    assert found.check is not None and found.check.sound  # what we keep stands


def test_a_form_that_was_printed_and_not_signed_here_is_said_to_be(
    workspace: Workspace, made: loops.Made
) -> None:
    prepared = print_desk.prepare(workspace, "consent", Subject(made.member))
    printed, row, _changes = print_desk.issue(workspace, prepared, "printed")
    found = sign_form_seal.check_copy(workspace, printed.pdf)
    assert (found.state, found.code) == (CopyState.UNSIGNED, row.code)


def test_a_strange_document_is_not_ours(workspace: Workspace, done: Signed) -> None:
    assert sign_form_seal.check_copy(workspace, pictures.pdf()).state is CopyState.FOREIGN


@pytest.mark.parametrize("data", [b"", b"hello", b"%PDF-1.7 cut"])
def test_what_is_no_document_is_refused(workspace: Workspace, data: bytes) -> None:
    with pytest.raises(FileRejected):
        sign_form_seal.check_copy(workspace, data)


# --- the hand in the document ---------------------------------------------------------------------


@pytest.mark.parametrize("language", ["en", "ar", "km"])
@pytest.mark.parametrize("large", [False, True])
def test_the_hand_stands_in_the_place_to_sign(
    workspace: Workspace, made: loops.Made, language: str, large: bool
) -> None:
    done = signed(workspace, release(made.member, language=language, large=large))
    data = attachments.content(workspace, done.attachment_id)
    assert sign_form_pdf.holds(data, HAND)
    assert not sign_form_pdf.holds(data, HAND[:1] + (((10, 10), (20, 300)),))


def test_a_dot_in_the_hand_is_read_back(workspace: Workspace, made: loops.Made) -> None:
    hand = ink.settled([[(100, 200), (300, 90), (500, 210)], [(400, 40)]])
    done = signed(workspace, serve(made.member), hand)
    assert broken(workspace, done) == ()


def test_a_revocation_is_sealed_beside_the_consent_it_ends(
    workspace: Workspace, made: loops.Made, done: Signed
) -> None:
    ended = signed(workspace, SignDraft(made.member, "revocation", revokes=done.consent_id))
    assert broken(workspace, ended) == broken(workspace, done) == ()
    assert {one.id for one in sign_form_seal.of_consent(workspace, done.consent_id)} == {
        done.signature_id,
        ended.signature_id,
    }


# --- the whole store ------------------------------------------------------------------------------


def test_verify_looks_at_every_signature(workspace: Workspace, done: Signed) -> None:
    found = audit.verify(workspace)
    assert (found.signatures, found.signed, found.removed, found.problem) == (True, 1, 0, "")
    data = bytearray(attachments.content(workspace, done.attachment_id))
    data[100] ^= 1
    behind(workspace, "UPDATE attachment_chunk SET content = ? WHERE number = 0", bytes(data))
    found = audit.verify(workspace)
    assert not found.signatures and found.journal
    assert record_codes.shown(done.code) in found.problem and "altered" in found.problem


def test_verify_misses_a_signature_that_was_taken_out(workspace: Workspace, done: Signed) -> None:
    behind(workspace, "DELETE FROM form_signature")
    assert not audit.verify(workspace).signatures


def test_a_document_removed_with_a_reason_is_no_fault(workspace: Workspace, done: Signed) -> None:
    attachments.remove(workspace, done.attachment_id, "Asked for by the member")
    found = audit.verify(workspace)
    assert found.signatures and found.problem == "" and (found.signed, found.removed) == (1, 1)
