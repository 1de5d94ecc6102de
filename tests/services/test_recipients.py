"""Who may get what: those on record by list, somebody else for a reason, nobody after a no."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from navigator_app.domain.consents import ConsentDraft, Decision, How, Way
from navigator_app.errors import ConsentNeeded, InputRejected
from navigator_app.services import (
    attachment_copy,
    attachments,
    consents,
    duplicates,
    gate,
    household,
    recipients,
)
from navigator_app.services.attachment_copy import CopyDraft
from navigator_app.services.household import CareDraft
from navigator_app.services.workspace import Workspace
from tests.services import loops, pictures
from tests.services.test_print_gate import release

CLINIC = "St. Anne’s Clinic"
UNSEEN = "\u200b\u2060\ufeff\u3164\x07 "


@pytest.fixture
def made(workspace: Workspace) -> loops.Made:
    made = loops.add_member(workspace, loops.add_plan(workspace), 1)
    care(workspace, made.member, "pcp", "Dr. Okafor", CLINIC)
    care(workspace, made.member, "landlord", "Lee Homes")
    return made


def care(ws: Workspace, member: str, role: str, name: str, organization: str = "") -> None:
    household.save_care(ws, member, CareDraft(role, name, organization))


def paper(ws: Workspace, member: str) -> str:
    return attachments.add(ws, member, io.BytesIO(pictures.png()), title="ID card")[0].id


def housing(ws: Workspace, member: str, who: str) -> bool:
    return gate.ask(ws, Way("attachment", who, "housing", ("housing",)), [member])[0].whole


def test_the_plan_and_the_care_team_are_on_record_and_others_are_not(
    workspace: Workspace, made: loops.Made
) -> None:
    found = {one.name: one for one in recipients.on_record(workspace, made.member)}
    assert {"Dr. Okafor", CLINIC} < set(found)
    assert "Lee Homes" not in found
    assert found[CLINIC].classes == {"treating-providers", "care-team"}
    assert any(one.classes == {"plans"} and one.free for one in found.values())


def test_a_copy_is_free_to_those_on_record_and_to_others_for_a_reason(
    workspace: Workspace, made: loops.Made, tmp_path: Path
) -> None:
    key = paper(workspace, made.member)
    draft = CopyDraft(key, "dr. okafor", gate.TPO, ("health",))
    assert attachment_copy.ask(workspace, draft).whole
    other = replace(draft, recipient="Lee Homes")
    with pytest.raises(ConsentNeeded):
        attachment_copy.save(workspace, other, tmp_path / "id.png")
    with pytest.raises(ConsentNeeded):
        attachment_copy.save(workspace, replace(other, override=UNSEEN), tmp_path / "id.png")
    said = replace(other, override="The new doctor, not on record yet")
    attachment_copy.save(workspace, said, tmp_path / "id.png")
    [row] = gate.disclosures(workspace, made.member)
    assert row.override_reason == "The new doctor, not on record yet"


def test_a_consent_for_a_class_covers_those_on_record_in_it(
    workspace: Workspace, made: loops.Made
) -> None:
    consents.record(
        workspace, release(made.member, recipient="Treating providers", recipient_class=True)
    )
    assert housing(workspace, made.member, CLINIC)
    assert not housing(workspace, made.member, "Lee Homes")
    assert not housing(workspace, made.member, "My treating providers and others")


def test_a_class_is_one_of_the_list(workspace: Workspace, made: loops.Made) -> None:
    draft = release(made.member, recipient="all my doctors", recipient_class=True)
    with pytest.raises(InputRejected) as refused:
        consents.record(workspace, draft)
    assert refused.value.field == "recipient"
    with pytest.raises(InputRejected):
        consents.record(workspace, replace(draft, recipient="Everybody"))


def test_a_no_to_everybody_ends_what_was_said_before_and_a_later_yes_counts(
    workspace: Workspace, made: loops.Made
) -> None:
    key, _changes = consents.record(workspace, release(made.member, recipient=CLINIC))
    assert housing(workspace, made.member, CLINIC)
    no = ConsentDraft(
        made.member, "to-share", Decision.REFUSED, How.VERBAL, date(2026, 11, 9),
        recipient="Everybody", recipient_class=True,
    )  # fmt: skip
    consents.record(workspace, no)
    assert not housing(workspace, made.member, CLINIC)
    with pytest.raises(ConsentNeeded):
        gate.check_stands(workspace, key)
    consents.record(workspace, release(made.member, recipient=CLINIC, on=date(2026, 11, 12)))
    assert housing(workspace, made.member, CLINIC)


@pytest.mark.parametrize("field", ["discloser", "recipient"])
def test_what_nobody_can_see_is_no_name(workspace: Workspace, made: loops.Made, field: str) -> None:
    with pytest.raises(InputRejected) as refused:
        consents.record(workspace, release(made.member, **{field: UNSEEN}))
    assert refused.value.field == field


def test_an_unseen_sign_makes_no_other_recipient(workspace: Workspace, made: loops.Made) -> None:
    consents.record(workspace, release(made.member, recipient=f"\u200b{CLINIC}\u200b"))
    assert housing(workspace, made.member, CLINIC)
    with pytest.raises(InputRejected):
        attachments.add(workspace, made.member, io.BytesIO(pictures.png()), title=UNSEEN)


def test_a_consent_of_a_record_that_went_into_another_is_that_ones(
    workspace: Workspace, made: loops.Made
) -> None:
    gone = loops.add_member(workspace, workspace.store.one("SELECT id FROM plan")[0], 2)  # type: ignore[index]
    duplicates.merge(workspace, made.member, gone.member)
    key, changes = consents.record(workspace, release(gone.member))
    assert consents.get(workspace, key).draft.member_id == made.member
    assert made.member in changes.members
