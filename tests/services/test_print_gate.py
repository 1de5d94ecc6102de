"""Forms on their way out: asked of the gate, accounted for, and on record whatever happens."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from navigator_app.domain import record_codes
from navigator_app.domain.consents import ConsentDraft, Decision, How, Way
from navigator_app.domain.records import AttemptDraft
from navigator_app.domain.vocabulary import Mode, Outcome
from navigator_app.errors import ConsentNeeded, InputRejected
from navigator_app.forms import reading
from navigator_app.services import (
    audit,
    consents,
    form_facts,
    gate,
    hand_over_pack,
    print_desk,
    print_gate,
    print_records,
    record_outreach,
    timeline_paper,
)
from navigator_app.services.form_facts import Gathered, Subject
from navigator_app.services.workspace import Workspace
from navigator_app.store import intake_writes
from tests.services import loops
from tests.traces import traces

ROOT = Path(__file__).parents[2]
TODAY = date(2026, 11, 20)


@pytest.fixture
def made(workspace: Workspace) -> loops.Made:
    return loops.add_member(workspace, loops.add_plan(workspace), 1)


def release(member: str, **more: Any) -> ConsentDraft:
    draft = ConsentDraft(
        member, "to-share", Decision.GIVEN, How.PAPER, date(2026, 11, 2),
        discloser="Harbor Homes", recipient="St. Anne’s Shelter",
        categories=("identity", "housing"), purpose="housing",
    )  # fmt: skip
    return replace(draft, **more)


def count(ws: Workspace, table: str) -> int:
    row = ws.store.one(f"SELECT count(*) FROM {table}")
    assert row is not None
    return int(row[0])


def outcome(ws: Workspace, made: loops.Made, **more: Any) -> print_desk.Prepared:
    """The one form that goes where no rule of treatment frees it."""
    values = {"referrer_organization": "St. Anne’s Shelter"}
    with ws.transaction("test") as tx:
        intake_writes.write(tx, made.referral, values)
    subject = Subject(made.member, made.referral)
    return print_desk.prepare(ws, "referral_outcome", subject, **more)


# --- to whom it goes ------------------------------------------------------------------------------


def test_to_the_plan_it_goes_and_the_ground_is_kept(workspace: Workspace, made: loops.Made) -> None:
    prepared = print_desk.prepare(workspace, "authorization_request", Subject(made.member))
    assert prepared.way is not None and prepared.may_leave
    _printed, row, _ = print_desk.issue(workspace, prepared, "printed")
    [line] = gate.disclosures(workspace, made.member)
    assert (line.what, line.recipient, line.purpose) == (
        "authorization-request", "Bayview", gate.TPO,
    )  # fmt: skip
    assert "no authorization needed" in line.ground and "II.B.1" in line.ground
    assert record_codes.shown(row.code) in line.detail


def test_what_needs_a_consent_stays_without_one(workspace: Workspace, made: loops.Made) -> None:
    prepared = outcome(workspace, made)
    assert not prepared.may_leave and prepared.overridable
    assert "St. Anne’s Shelter" in prepared.withheld
    print_desk.preview(prepared)  # looking at it is no way out
    for give in (print_desk.issue, print_desk.enter):
        with pytest.raises(ConsentNeeded) as caught:
            give(workspace, prepared, "printed")
        assert caught.value.next_step
    assert count(workspace, "printed_form") == count(workspace, "disclosure") == 0


def test_under_a_consent_it_goes_and_names_it(workspace: Workspace, made: loops.Made) -> None:
    consent_id, _ = consents.record(workspace, release(made.member))
    prepared = outcome(workspace, made)
    assert prepared.may_leave
    print_desk.issue(workspace, prepared, "printed")
    [line] = gate.disclosures(workspace, made.member)
    assert (line.consent_id, line.override_reason) == (consent_id, "")
    consents.revoke(workspace, consent_id, TODAY, "by phone")
    with pytest.raises(ConsentNeeded):  # prepared before, asked again when it is to leave
        print_desk.issue(workspace, prepared, "printed")
    assert count(workspace, "printed_form") == 1


def test_a_reason_lets_it_go_and_is_kept(workspace: Workspace, made: loops.Made) -> None:
    with pytest.raises(ConsentNeeded):
        print_desk.issue(workspace, outcome(workspace, made, override="  "), "printed")
    print_desk.issue(workspace, outcome(workspace, made, override="Court order of 19 Nov"), "saved")
    [line] = gate.disclosures(workspace, made.member)
    assert line.override_reason == "Court order of 19 Nov"


def test_nobody_named_is_asked_for(workspace: Workspace, made: loops.Made) -> None:
    subject = Subject(made.member, made.referral)
    found = Gathered(facts={})
    form = reading.form("referral_outcome")
    said = print_gate.judged(workspace, form, subject, found, {}, {})
    assert said.way is not None and said.withheld and not said.overridable
    with pytest.raises(InputRejected) as caught:
        gate.ask(workspace, said.way, [made.member])
    assert caught.value.field == "recipient"


def test_a_form_says_who_gets_it_or_nobody_does(workspace: Workspace, made: loops.Made) -> None:
    """Every definition: a blank and a paper for the member or our own staff are no disclosure."""
    for kind in reading.kinds():
        form = reading.form(kind)
        assert print_gate.way_of(form, Subject(), Gathered(), {}, {}) is None, kind
        facts: form_facts.Fact = "Somebody"
        way = print_gate.way_of(
            form, Subject(made.member), Gathered(),
            {"plan.name": facts, "letter.to": facts, "release.recipient": facts}, {},
        )  # fmt: skip
        to = str(form.gate.to) if form.gate else str(form.audience)
        assert (way is None) == (to in ("member", "staff") or not form.of_member), kind
        if way is not None:
            gate.ask(workspace, way, [made.member])  # every purpose and category is a known one
            assert way.recipient == "Somebody"


# --- substance-use records ------------------------------------------------------------------------


def substance(ws: Workspace, made: loops.Made) -> print_gate.Judged:
    form = reading.form("authorization_request")
    found = Gathered(recipient="Bayview", categories=("substance-use",))
    return print_gate.judged(ws, form, Subject(made.member), found, {}, {})


def test_substance_use_facts_never_go_without_a_consent(
    workspace: Workspace, made: loops.Made
) -> None:
    said = substance(workspace, made)
    assert said.way is not None and said.verdict is not None
    assert said.way.purpose == gate.TPO, "not for treatment either"
    assert "42 CFR" in said.withheld and not said.overridable
    with pytest.raises(ConsentNeeded, match="42 CFR") as caught:
        gate.pass_or_refuse([said.verdict], "The plan insists")
    assert "record the member’s consent" in caught.value.next_step
    with workspace.transaction("test") as tx:
        gate.account(workspace, tx, said.way, [said.verdict], override="The plan insists")
    [line] = gate.disclosures(workspace, made.member)
    assert "substance-use" not in line.categories


def test_a_live_consent_that_names_the_recipient_lets_them_go(
    workspace: Workspace, made: loops.Made
) -> None:
    draft = release(
        made.member, kind="substance-use", recipient="Bayview", categories=("substance-use",),
        purpose=gate.TPO,
    )  # fmt: skip
    other, _ = consents.record(workspace, replace(draft, recipient="Sierra"))
    assert substance(workspace, made).withheld, "another recipient's is none"
    consent_id, _ = consents.record(workspace, draft)
    said = substance(workspace, made)
    assert said.withheld == "" and said.verdict is not None
    assert said.verdict.consent_id == consent_id != other
    consents.invalidate(workspace, consent_id, TODAY, "not dated")
    assert not substance(workspace, made).overridable


# --- consents that do not stand -------------------------------------------------------------------


@pytest.mark.parametrize("end", ["revoke", "invalidate", "expire"])
def test_a_consent_that_ended_is_not_printed_as_live(
    workspace: Workspace, made: loops.Made, end: str
) -> None:
    on = date(2025, 11, 2) if end == "expire" else date(2026, 11, 2)
    consent_id, _ = consents.record(workspace, release(made.member, on=on))
    subject = Subject(about_id=consent_id)
    if end != "expire":
        prepared = print_desk.prepare(workspace, "release", subject)
        assert prepared.subject.member_id == made.member, "whose it is, read from the consent"
        getattr(consents, end)(workspace, consent_id, TODAY, "said so")
        with pytest.raises(ConsentNeeded):  # prepared while it stood
            print_desk.issue(workspace, prepared, "printed")
    with pytest.raises(ConsentNeeded) as caught:
        print_desk.prepare(workspace, "release", subject)
    assert "new form" in caught.value.next_step
    assert "2026" in caught.value.message
    print_desk.prepare(workspace, "release", Subject(made.member))  # a new one may be signed


def test_another_member_s_consent_is_refused(workspace: Workspace, made: loops.Made) -> None:
    consent_id, _ = consents.record(workspace, release(made.member))
    other = loops.add_member(workspace, loops.add_plan(workspace, "sierra"), 2)
    with pytest.raises(InputRejected) as caught:
        print_desk.prepare(workspace, "release", Subject(other.member, about_id=consent_id))
    assert caught.value.field == "about"


# --- the other papers -----------------------------------------------------------------------------


def test_a_line_in_time_is_accounted_for_before_it_is_printed(
    workspace: Workspace, made: loops.Made
) -> None:
    at = workspace.clock.now().replace(tzinfo=None)
    draft = AttemptDraft(made.member, Mode.IN_PERSON, Outcome.NOT_FOUND, at)
    record_outreach.record(workspace, [replace(draft, at=at.replace(year=2026, month=11, day=19))])
    paper = timeline_paper.paper(workspace, made.member)
    assert count(workspace, "disclosure") == 0, "reading it is no way out"
    timeline_paper.given(workspace, paper)
    [line] = gate.disclosures(workspace, made.member)
    assert (line.what, line.recipient) == ("timeline", "Harbor Homes")
    assert paper.rows[0].on.isoformat() in line.detail


def test_packs_given_as_text_are_accounted_for(workspace: Workspace, made: loops.Made) -> None:
    hand_over_pack.given(workspace, [hand_over_pack.build(workspace, made.member)])
    [line] = gate.disclosures(workspace, made.member)
    assert (line.what, line.purpose) == ("hand-over", gate.TPO)


def test_an_override_does_not_write_what_was_never_asked(
    workspace: Workspace, made: loops.Made
) -> None:
    way = Way("attachment", "Court", "legal", ("justice", "substance-use"))
    [verdict] = gate.ask(workspace, way, [made.member])
    assert not gate.overridable(verdict)


# --- whatever happens -----------------------------------------------------------------------------


def test_killed_in_the_middle_every_form_given_away_is_on_record(
    workspace: Workspace,
    home: Path,
    made: loops.Made,
    passphrase: str,
    open_workspace: Callable[[Path], Workspace],
) -> None:
    workspace.close()
    script = Path(__file__).with_name("print_child.py")
    child = subprocess.Popen(
        [sys.executable, str(script), str(home), passphrase, made.member], cwd=ROOT,
        stdout=subprocess.PIPE, text=True, env={"PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    assert child.stdout is not None
    try:
        given = [child.stdout.readline().strip() for _one in range(7)]
    finally:
        child.kill()
        given += [line.strip() for line in child.stdout.readlines() if line.endswith("\n")]
        child.wait()
        child.stdout.close()
    ws = open_workspace(home)
    kept = print_records.of_member(ws, made.member)
    assert set(given) <= {row.code for row in kept}
    assert len(kept) <= len(given) + 1, "at most the one that was in hand"
    assert all(row.pages for row in kept)
    assert len(gate.disclosures(ws, made.member)) == len(kept), "each with its disclosure"
    assert audit.verify(ws).journal


def test_nothing_of_a_form_is_left_on_the_disk(
    workspace: Workspace, home: Path, tmp_path: Path, made: loops.Made
) -> None:
    with workspace.transaction("test") as tx:
        named = {"first_name": "Quillamena", "last_name": "Zworykinova", "address": "9 Larkspur"}
        tx.update("member", made.member, named)
    needles = {"Quillamena", "Zworykinova", "9 Larkspur", made.cin, "%PDF-1.", "Mam of Todos"}
    fill = {"member.language": "Mam of Todos Santos"}
    prepared = print_desk.prepare(workspace, "consent", Subject(made.member), fill=fill)
    print_desk.preview(prepared)
    print_desk.issue(workspace, prepared, "printed")
    for _printed, _row in print_desk.bulk(workspace, "consent", [Subject(made.member)] * 3):
        pass
    assert traces([tmp_path], needles) == []
    out = tmp_path / "out"
    out.mkdir()
    print_desk.save(workspace, prepared, out / "form.pdf")
    assert {trace.file.name for trace in traces([tmp_path], {"%PDF-1."})} == {"form.pdf"}
    workspace.close()
    assert [one for one in traces([tmp_path], needles) if out not in one.file.parents] == []
