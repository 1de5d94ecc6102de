"""A form signed on the screen: what is read, what is drawn, what is written."""

from __future__ import annotations

import hashlib
import json
import math
from dataclasses import replace
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from pypdfium2 import PdfDocument

from navigator_app.domain import ink
from navigator_app.domain.consents import ConsentDraft, Decision, How, Signer, State
from navigator_app.domain.facts import Path as WayIn
from navigator_app.domain.intake_rows import NewMember
from navigator_app.domain.signatures import Part, SignDraft, Signed
from navigator_app.domain.vocabulary import Service
from navigator_app.errors import InputRejected
from navigator_app.forms import reading
from navigator_app.runtime.clock import Clock
from navigator_app.services import (
    attachments,
    consents,
    intake,
    sign_form,
    sign_form_text,
    sign_form_undo,
)
from navigator_app.services.workspace import Workspace
from navigator_app.store import reads_forms, reads_signatures
from tests.services import loops

TODAY = date(2026, 11, 20)
HAND = ink.settled(
    [
        [(120 + at * 2.1, 170 + 70 * math.sin(at / 18)) for at in range(320)],
        [(300, 60), (340, 260)],
    ]
)


def serve(member: str, **more: Any) -> SignDraft:
    return replace(SignDraft(member, "consent", services=("htns",)), **more)


def release(member: str, **more: Any) -> SignDraft:
    draft = SignDraft(
        member, "release", discloser="Harbor Homes", recipient="Dr. Okafor",
        categories=("housing", "income"), purpose="housing",
    )  # fmt: skip
    return replace(draft, **more)


def signed(ws: Workspace, draft: SignDraft, hand: ink.Strokes = HAND) -> Signed:
    opening = sign_form.begin(ws, draft)
    return sign_form.seal(ws, sign_form.draw(opening, hand, ws.clock.to_local(ws.clock.now())))


def text_of(data: bytes) -> str:
    document = PdfDocument(data)
    return "\n".join(page.get_textpage().get_text_bounded() for page in document)


@pytest.fixture
def made(workspace: Workspace) -> loops.Made:
    return loops.add_member(workspace, loops.add_plan(workspace), 1)


def test_a_yes_signed_on_screen_is_a_consent_a_form_a_document_and_a_signature(
    workspace: Workspace, made: loops.Made
) -> None:
    done = signed(workspace, serve(made.member))
    consent = consents.get(workspace, done.consent_id)
    assert consent.draft.how is How.SCREEN
    assert consent.draft.decision is Decision.GIVEN
    assert consent.draft.expires_on == date(2027, 11, 20)  # "one year from the day you sign"
    assert consent.draft.attachment_id == done.attachment_id
    form = reads_forms.by_code(workspace.store, done.code)
    assert form is not None
    assert (form.how, form.consent_id, form.attachment_id) == (
        "signed", done.consent_id, done.attachment_id,
    )  # fmt: skip
    row = reads_signatures.one(workspace.store, done.signature_id)
    assert row is not None
    pdf = attachments.content(workspace, done.attachment_id)
    assert row.pdf_sha256 == hashlib.sha256(pdf).hexdigest()
    assert ink.read(row.strokes) == HAND
    assert row.signed_at == workspace.clock.now()
    assert (row.zone, row.by) == ("America/Los_Angeles", "Ana Ruiz")
    assert row.text_hash == form.text_hash
    told = text_of(pdf)
    assert "First1 Last00001" in told
    assert "Signed on screen" in told
    assert "10:00" in told and "PST" in told
    assert attachments.get(workspace, done.attachment_id).retention == "consent"


def test_one_transaction_holds_all_of_it(workspace: Workspace, made: loops.Made) -> None:
    before = workspace.store.one("SELECT count(*) FROM journal_transaction")
    signed(workspace, serve(made.member))
    after = workspace.store.one("SELECT count(*) FROM journal_transaction")
    assert before is not None and after is not None
    assert after[0] == before[0] + 1


def test_a_seal_that_fails_leaves_nothing(
    workspace: Workspace, made: loops.Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    opening = sign_form.begin(workspace, serve(made.member))
    drawn = sign_form.draw(opening, HAND, workspace.clock.to_local(workspace.clock.now()))
    workspace.store.connection.execute(
        "CREATE TEMP TRIGGER no_more BEFORE INSERT ON main.form_signature "
        "BEGIN SELECT RAISE(ABORT, 'full'); END"
    )
    with pytest.raises(Exception, match="full"):
        sign_form.seal(workspace, drawn)
    workspace.store.connection.execute("DROP TRIGGER no_more")
    for table in ("consent", "printed_form", "attachment", "attachment_chunk", "form_signature"):
        assert workspace.store.one(f"SELECT count(*) FROM {table}") == (0,)
    assert sign_form.seal(workspace, drawn).code == drawn.code  # and it can be tried again


def test_the_same_drawing_is_not_saved_twice(workspace: Workspace, made: loops.Made) -> None:
    opening = sign_form.begin(workspace, serve(made.member))
    drawn = sign_form.draw(opening, HAND, workspace.clock.to_local(workspace.clock.now()))
    sign_form.seal(workspace, drawn)
    with pytest.raises(InputRejected, match="saved already"):
        sign_form.seal(workspace, drawn)


def test_what_is_shown_is_what_stands_on_the_paper(workspace: Workspace, made: loops.Made) -> None:
    opening = sign_form.begin(workspace, release(made.member))
    pdf = sign_form.draw(opening, HAND, workspace.clock.to_local(workspace.clock.now())).printed.pdf
    told = " ".join(text_of(pdf).split())
    for part in opening.shown.parts:
        for words in (part.text, part.value):
            assert " ".join(words.split()) in told, part
    ticked = {one.text for one in opening.shown.parts if one.ticked}
    assert ticked == {
        "My housing plan and the services I get",
        "My income and benefits",
        "To help me find or keep a home",
    }


def test_the_choices_made_on_screen_are_the_record_s(
    workspace: Workspace, made: loops.Made
) -> None:
    done = signed(
        workspace,
        release(made.member, expires_on=date(2027, 1, 31), expires_event="the lease is signed"),
    )
    draft = consents.get(workspace, done.consent_id).draft
    assert (draft.recipient, draft.purpose) == ("Dr. Okafor", "housing")
    assert draft.categories == ("housing", "income")
    told = text_of(attachments.content(workspace, done.attachment_id))
    assert "January 31, 2027; the lease is signed" in told
    assert done.code[:4] in draft.form


def test_a_signature_serves_the_one_consent_and_nothing_else(
    workspace: Workspace, made: loops.Made
) -> None:
    done = signed(workspace, release(made.member))
    assert [one.id for one in consents.of_member(workspace, made.member)] == [done.consent_id]
    opening = sign_form.begin(workspace, release(made.member))
    assert [one.text for one in opening.shown.parts if one.part is Part.SIGN] == [
        "My signature gives this permission. It serves no other purpose."
    ]
    assert workspace.store.one("SELECT count(*) FROM form_signature") == (1,)


def test_somebody_who_signs_for_the_member_says_by_what_authority(
    workspace: Workspace, made: loops.Made
) -> None:
    asked = serve(made.member, signer=Signer.CONSERVATOR, signer_name="Rosa Diaz")
    with pytest.raises(InputRejected) as refused:
        sign_form.begin(workspace, asked)
    assert refused.value.field == "authority"
    done = signed(workspace, replace(asked, authority="Court order of May 2026"))
    row = reads_signatures.one(workspace.store, done.signature_id)
    assert row is not None
    assert (row.signer, row.signer_name) == (Signer.CONSERVATOR, "Rosa Diaz")
    told = text_of(attachments.content(workspace, done.attachment_id))
    assert "Rosa Diaz" in told and "Court order of May 2026" in told


def test_the_interpreter_stands_on_the_paper_and_in_the_record(
    workspace: Workspace, made: loops.Made
) -> None:
    done = signed(
        workspace, serve(made.member, interpreter="Sokha Chan, Khmer", witness="Lee Park")
    )
    told = text_of(attachments.content(workspace, done.attachment_id))
    assert "Sokha Chan, Khmer" in told
    row = reads_signatures.one(workspace.store, done.signature_id)
    assert row is not None
    assert (row.interpreter, row.witness) == ("Sokha Chan, Khmer", "Lee Park")


def test_a_no_is_kept_as_a_record(workspace: Workspace, made: loops.Made) -> None:
    asked = SignDraft(made.member, "refusal", consent="to-serve", services=("htns",))
    done = signed(workspace, asked)
    found = consents.get(workspace, done.consent_id)
    assert found.draft.decision is Decision.REFUSED
    assert found.draft.expires_on is None


def test_taking_back_ends_the_consent_that_was_named(
    workspace: Workspace, made: loops.Made
) -> None:
    given = ConsentDraft(
        made.member, "to-share", Decision.GIVEN, How.PAPER, date(2026, 11, 2),
        discloser="Harbor Homes", recipient="Dr. Okafor", categories=("housing",),
        purpose="housing",
    )  # fmt: skip
    one, _changes = consents.record(workspace, given)
    other, _changes = consents.record(workspace, replace(given, recipient="Legal Aid"))
    done = signed(workspace, SignDraft(made.member, "revocation", revokes=one))
    assert done.consent_id == one
    assert consents.get(workspace, one).state(TODAY) is State.REVOKED
    assert "Signed on screen" in consents.get(workspace, one).revoked_how
    assert consents.get(workspace, other).state(TODAY) is State.LIVE
    told = text_of(attachments.content(workspace, done.attachment_id))
    assert "November 2, 2026" in told and "Dr. Okafor" in told


def test_taking_back_needs_a_consent_that_stands(workspace: Workspace, made: loops.Made) -> None:
    with pytest.raises(InputRejected) as refused:
        sign_form.begin(workspace, SignDraft(made.member, "revocation"))
    assert refused.value.field == "revokes"


def test_records_of_substance_use_are_named_before_anybody_signs(
    workspace: Workspace, made: loops.Made
) -> None:
    asked = release(made.member, kind="substance_use", categories=())
    at = workspace.clock.to_local(workspace.clock.now())
    opening = sign_form.begin(workspace, asked)
    with pytest.raises(InputRejected) as refused:
        sign_form.draw(opening, HAND, at)
    boxes = [one for one in opening.shown.asked if one.needed]
    assert refused.value.field == boxes[0].key
    assert all("42 CFR 2.31(a)(3)" in one.law for one in boxes)
    other = next(one for one in boxes if one.words)
    chosen = {boxes[0].key: "yes", other.key: "discharge letter of May 2026"}
    done = signed(workspace, replace(asked, filled=chosen))
    told = " ".join(text_of(attachments.content(workspace, done.attachment_id)).split())
    assert "discharge letter of May 2026" in told
    assert consents.get(workspace, done.consent_id).draft.categories == ("substance-use",)
    form = reads_forms.by_code(workspace.store, done.code)
    assert form is not None
    assert json.loads(form.filled) == chosen


def test_a_hand_that_is_none_is_refused(workspace: Workspace, made: loops.Made) -> None:
    opening = sign_form.begin(workspace, serve(made.member))
    at = workspace.clock.to_local(workspace.clock.now())
    for strokes, words in (((), "Nobody has signed"), ((((500, 100),),), "a dot")):
        with pytest.raises(InputRejected, match=words) as refused:
            sign_form.draw(opening, strokes, at)
        assert refused.value.field == "ink"


def test_the_yes_stands_on_the_referral_that_waits_for_it(workspace: Workspace) -> None:
    loops.add_plan(workspace, "harbor")
    row, _changes = intake.create(
        workspace, plan="harbor", service=Service.HTNS, path=WayIn.BOTTOM_UP,
        values={"identified_on": "2026-11-02", "conversation_on": "2026-11-03"},
        member=NewMember("Nora", "Vale", "1971-05-06", "90000001A"),
    )  # fmt: skip
    done = signed(workspace, serve(row.member_id))
    assert done.changes.referrals == {row.referral_id}
    day = "SELECT opted_in_on FROM intake WHERE referral_id = ?"
    assert workspace.store.one(day, (row.referral_id,)) == ("2026-11-20",)
    sign_form_undo.undo(workspace, done)
    assert workspace.store.one(day, (row.referral_id,)) in (None, (None,))


def test_undo_ends_the_consent_voids_the_form_and_keeps_the_signature(
    workspace: Workspace, made: loops.Made
) -> None:
    done = signed(workspace, serve(made.member))
    sign_form_undo.undo(workspace, done)
    assert consents.get(workspace, done.consent_id).state(TODAY) is State.INVALID
    form = reads_forms.by_code(workspace.store, done.code)
    assert form is not None and form.voided_at
    assert reads_signatures.one(workspace.store, done.signature_id) is not None
    assert attachments.content(workspace, done.attachment_id)
    with pytest.raises(InputRejected):
        sign_form_undo.undo(workspace, done)


def test_undo_of_a_no_leaves_no_word_of_it(workspace: Workspace, made: loops.Made) -> None:
    done = signed(workspace, SignDraft(made.member, "refusal", consent="to-serve"))
    sign_form_undo.undo(workspace, done)
    assert consents.get(workspace, done.consent_id).state(TODAY) is State.INVALID


def test_undo_of_a_revocation_lets_the_consent_stand(
    workspace: Workspace, made: loops.Made
) -> None:
    given = signed(workspace, serve(made.member))
    done = signed(workspace, SignDraft(made.member, "revocation", revokes=given.consent_id))
    sign_form_undo.undo(workspace, done)
    assert consents.get(workspace, given.consent_id).live(TODAY)


@pytest.mark.parametrize("language", ["es", "ar", "km", "zh_Hant", "hmn"])
def test_the_text_is_shown_and_kept_in_the_language_of_the_member(
    workspace: Workspace, made: loops.Made, language: str
) -> None:
    opening = sign_form.begin(workspace, serve(made.member, language=language))
    assert opening.shown.right_to_left is (language == "ar")
    assert opening.shown.title != "Consent to get Community Supports"
    done = signed(workspace, serve(made.member, language=language))
    row = reads_signatures.one(workspace.store, done.signature_id)
    assert row is not None
    assert row.language == language
    assert opening.shown.title in row.shown_text


@pytest.mark.parametrize(("minute", "zone"), [(8, "PDT"), (9, "PST")])
def test_the_hour_that_comes_twice_is_told_by_its_zone(
    home: Any, open_workspace: Any, minute: int, zone: str
) -> None:
    at = datetime(2026, 11, 1, minute, 30, tzinfo=ZoneInfo("UTC"))  # half past one, twice
    ws = open_workspace(home, clock=Clock("America/Los_Angeles", at))
    made = loops.add_member(ws, loops.add_plan(ws), 1)
    done = signed(ws, serve(made.member))
    told = text_of(attachments.content(ws, done.attachment_id))
    assert "1:30" in told and zone in told


def test_what_a_signature_leaves_for_a_pen_has_a_place_on_the_screen() -> None:
    labels = {
        one.label
        for form in sign_form.forms()
        for block in reading.form(form.kind).blocks
        if block.kind == "signature"
        for one in block.fields
        if not one.source
    }
    assert labels == set(sign_form_text.BESIDE)


def test_every_form_that_offers_a_consent_can_be_signed() -> None:
    offered = {kind for kind in reading.kinds() if reading.form(kind).offers}
    acts = {one.kind: one.act for one in sign_form.forms()}
    assert offered < set(acts)
    assert acts == dict.fromkeys(offered, "give") | {"refusal": "refuse", "revocation": "revoke"}
    for kind in acts:
        form = reading.form(kind)
        assert sign_form_text.signed_block(form) < len(form.blocks)
