"""Consents, refusals, and what may leave on which ground."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from navigator_app.domain.consents import (
    ConsentDraft,
    Decision,
    How,
    Signer,
    State,
    Way,
)
from navigator_app.domain.vocabulary import ReferralStatus
from navigator_app.errors import ConsentNeeded, InputRejected
from navigator_app.policy import consent_rules
from navigator_app.services import consents, exports, gate, record_status
from navigator_app.services.workspace import Workspace
from tests.services import loops

TODAY = date(2026, 11, 20)


@pytest.fixture
def made(workspace: Workspace) -> loops.Made:
    return loops.add_member(workspace, loops.add_plan(workspace), 1)


def release(member: str, **more: Any) -> ConsentDraft:
    draft = ConsentDraft(
        member, "to-share", Decision.GIVEN, How.PAPER, date(2026, 11, 2),
        discloser="Harbor Homes", recipient="Dr. Okafor", categories=("housing", "health"),
        purpose="housing",
    )  # fmt: skip
    return replace(draft, **more)


def test_a_release_runs_out_after_its_term_and_says_so_before(workspace, made):
    consent_id, _ = consents.record(workspace, release(made.member))
    found = consents.get(workspace, consent_id)
    assert found.draft.expires_on == date(2027, 11, 2)
    assert found.state(TODAY) is State.LIVE
    assert found.state(date(2027, 10, 3)) is State.EXPIRING
    assert found.state(date(2027, 11, 2)) is State.EXPIRING, "the last day counts"
    assert found.state(date(2027, 11, 3)) is State.EXPIRED
    assert consents.of_member(workspace, made.member) == [found]


def test_29_february_runs_out_on_the_last_of_the_month(workspace, made):
    consent_id, _ = consents.record(workspace, release(made.member, on=date(2024, 2, 29)))
    assert consents.get(workspace, consent_id).draft.expires_on == date(2025, 2, 28)


def test_a_refusal_is_a_record_and_lets_nothing_out(workspace, made):
    refused = release(made.member, decision=Decision.REFUSED)
    consent_id, _ = consents.record(workspace, refused)
    found = consents.get(workspace, consent_id)
    assert found.state(TODAY) is State.REFUSED
    assert found.draft.expires_on is None
    way = Way("attachment", "Dr. Okafor", "housing", ("housing",))
    [verdict] = gate.ask(workspace, way, [made.member])
    assert not verdict.whole
    with pytest.raises(InputRejected, match="refusal"):
        consents.revoke(workspace, consent_id, TODAY)


def test_a_revocation_ends_it_from_its_day(workspace, made):
    consent_id, _ = consents.record(workspace, release(made.member))
    consents.revoke(workspace, consent_id, date(2026, 11, 18), "said so at the gate")
    found = consents.get(workspace, consent_id)
    assert found.live(date(2026, 11, 17))
    assert found.state(date(2026, 11, 18)) is State.REVOKED
    with pytest.raises(InputRejected, match="ended"):
        consents.revoke(workspace, consent_id, TODAY)
    consents.stands_again(workspace, consent_id)
    assert consents.get(workspace, consent_id).live(TODAY)
    consents.invalidate(workspace, consent_id, TODAY, "not dated")
    assert consents.get(workspace, consent_id).state(TODAY) is State.INVALID


BAD: dict[str, tuple[dict[str, Any], str]] = {
    "a day to come": ({"on": date(2026, 11, 21)}, "on"),
    "an end before the beginning": ({"expires_on": date(2026, 11, 1)}, "expires_on"),
    "longer than a year": ({"expires_on": date(2027, 11, 3)}, "expires_on"),
    "no discloser": ({"discloser": " "}, "discloser"),
    "no recipient": ({"recipient": ""}, "recipient"),
    "no purpose": ({"purpose": ""}, "purpose"),
    "a purpose nobody knows": ({"purpose": "fun"}, "purpose"),
    "no information": ({"categories": ()}, "categories"),
    "information nobody knows": ({"categories": ("secrets",)}, "categories"),
    "substance use in a common form": ({"categories": ("substance-use",)}, "categories"),
    "a guardian without authority": (
        {"signer": Signer.GUARDIAN, "signer_name": "Ana Cruz"},
        "authority",
    ),
    "a conservator without name": (
        {"signer": Signer.CONSERVATOR, "authority": "court order"},
        "signer_name",
    ),
    "a kind nobody knows": ({"kind": "vague"}, "kind"),
}


@pytest.mark.parametrize("case", BAD)
def test_what_is_wrong_is_named_at_its_field(workspace, made, case):
    change, field = BAD[case]
    with pytest.raises(InputRejected) as refused:
        consents.record(workspace, release(made.member, **change))
    assert refused.value.field == field
    assert consents.of_member(workspace, made.member) == []


def test_treatment_payment_and_operations_need_no_authorization(workspace, made):
    way = Way("form", "Bayview", gate.TPO, ("identity", "housing", "health"))
    [verdict] = gate.ask(workspace, way, [made.member])
    assert verdict.whole
    assert "II.B.1" in verdict.ground.told()


def test_substance_use_records_never_leave_without_one(workspace, made):
    way = Way("form", "Bayview", gate.TPO, ("housing", "substance-use"))
    [verdict] = gate.ask(workspace, way, [made.member])
    assert verdict.allowed == ("housing",)
    [(category, why)] = verdict.withheld
    assert category == "substance-use"
    assert "42 CFR Part 2" in why.told()
    with pytest.raises(ConsentNeeded):
        gate.pass_or_refuse([verdict])
    draft = release(
        made.member, kind="substance-use", categories=("substance-use",), recipient="bayview",
        purpose=gate.TPO,
    )  # fmt: skip
    consent_id, _ = consents.record(workspace, draft)
    [verdict] = gate.ask(workspace, way, [made.member])
    assert verdict.whole
    assert verdict.consent_id == consent_id


def test_a_release_covers_its_recipient_purpose_and_information_alone(workspace, made):
    consents.record(workspace, release(made.member))
    for recipient, purpose, category, whole in (
        ("dr. okafor", "housing", "health", True),
        ("Somebody else", "housing", "health", False),
        ("Dr. Okafor", "legal", "health", False),
        ("Dr. Okafor", "housing", "justice", False),
    ):
        way = Way("attachment", recipient, purpose, (category,))
        assert gate.ask(workspace, way, [made.member])[0].whole is whole, way


def test_what_leaves_is_accounted_for_with_its_ground_and_override(workspace, made):
    way = Way("attachment", "Court", "legal", ("justice",))
    verdicts = gate.ask(workspace, way, [made.member])
    gate.pass_or_refuse(verdicts, "subpoena of 19 November")
    with workspace.transaction("test") as tx:
        gate.account(workspace, tx, way, verdicts, detail="scan", override="subpoena")
    [row] = gate.disclosures(workspace, made.member)
    assert (row.recipient, row.categories, row.override_reason) == (
        "Court",
        ("justice",),
        "subpoena",
    )


def test_what_was_withheld_is_not_accounted_for(workspace, made):
    way = Way("attachment", "Court", "legal", ("justice",))
    verdicts = gate.ask(workspace, way, [made.member])
    with workspace.transaction("test") as tx:
        gate.account(workspace, tx, way, verdicts)
    assert gate.disclosures(workspace, made.member) == []


def test_a_sent_status_file_is_in_the_accounting_of_its_members(workspace, made, tmp_path: Path):
    other = loops.add_member(workspace, workspace.store.query("SELECT id FROM plan")[0][0], 2)
    record_status.record(workspace, made.referral, ReferralStatus.ACCEPTED, on=TODAY)
    exports.export(workspace, "bayview", "2026-11", tmp_path)
    assert gate.disclosures(workspace, made.member) == [], "written, not sent"
    exports.mark_sent(workspace, "bayview", "2026-11")
    [row] = gate.disclosures(workspace, made.member)
    assert (row.what, row.recipient, row.purpose) == ("status-file", "Bayview", gate.TPO)
    assert gate.disclosures(workspace, other.member) == []


@pytest.mark.parametrize(
    ("after", "named"),
    [("months = -1", "months"), ("always = true", "always"), ("free = true", "free")],
)
def test_a_fault_in_the_lists_refuses_them_whole(tmp_path: Path, after: str, named: str):
    kind = 'id = "a"\ntitle = "A"\nhint = ""\nsource = "s"\n'
    head = {"months": "kind", "always": "category", "free": "purpose"}[named]
    body = kind if head == "kind" else 'id = "a"\ntitle = "A"\n'
    bad = tmp_path / "consents.toml"
    bad.write_text(f"[[{head}]]\n{body}{after}\n", "utf-8")
    with pytest.raises(consent_rules.ConsentsRefused, match=named):
        consent_rules.read(bad)
