"""Forms to a plan on their way out: blank, past the gate, without what a danger hides, refused."""

from __future__ import annotations

from datetime import date

import pytest

from navigator_app.domain.facts import Path
from navigator_app.forms import reading
from navigator_app.services import (
    capacity,
    gate,
    print_desk,
    safety,
)
from navigator_app.services.form_facts import Subject, gather
from navigator_app.services.form_facts_plan import GATHERERS
from navigator_app.services.safety import FlagDraft
from navigator_app.services.workspace import Workspace
from tests.services import loops, plan_records
from tests.services.plan_records import Kept, refused

TODAY = date(2026, 11, 20)


@pytest.fixture
def kept(workspace: Workspace) -> Kept:
    return plan_records.whole(workspace)


@pytest.mark.parametrize("kind", sorted(GATHERERS))
def test_a_blank_has_the_agency_and_no_member(workspace: Workspace, kept: Kept, kind: str) -> None:
    found = gather(workspace, kind, Subject())
    if kind != "capacity_notice":
        assert gather(workspace, kind, Subject(user_id=workspace.user.id)) == found
    assert set(found.facts) <= {"agency.name", "agency.npi", "agency.phone", "staff.name"}
    assert found.ticked == frozenset()


@pytest.mark.parametrize(
    "kind", ["referral", "authorization_request", "extension_request", "unable_to_reach"]
)
def test_what_a_danger_hides_is_on_no_form(workspace: Workspace, kept: Kept, kind: str) -> None:
    plan_records.tried(workspace, kept, (10,))
    note = "He waits at the gate"
    flag = FlagDraft("fleeing-violence", date(2026, 11, 1), note)
    safety.save(workspace, kept.member, flag)
    whole = str(gather(workspace, kind, kept.subject).facts)
    for hidden in (note, "Alder Street", "555-0111", "555-0112", "leeing"):
        assert hidden not in whole


def test_a_capacity_notice_is_about_no_member(workspace: Workspace, kept: Kept) -> None:
    row, _changes = capacity.report(workspace, TODAY, any_member=1, own_members=0, plan="harbor")
    about = Subject(about="capacity_report", about_id=row.id)
    prepared = print_desk.prepare(workspace, "capacity_notice", about)
    assert (prepared.way, prepared.withheld) == (None, "")
    assert not reading.form("capacity_notice").of_member


@pytest.mark.parametrize("kind", ["referral", "authorization_request", "extension_request"])
def test_a_request_passes_the_gate_and_is_accounted_for(
    workspace: Workspace, kept: Kept, kind: str
) -> None:
    prepared = print_desk.prepare(workspace, kind, Subject(referral_id=kept.referral))
    assert prepared.may_leave
    assert prepared.way is not None
    assert prepared.way.recipient == "Harbor"
    print_desk.issue(workspace, prepared, "printed")
    [line] = gate.disclosures(workspace, kept.member)
    assert line.what == kind.replace("_", "-")


def test_whoever_referred_is_told_with_the_member_s_consent(workspace: Workspace) -> None:
    one = plan_records.came(workspace, Path.PARTNER)
    prepared = print_desk.prepare(workspace, "referral_outcome", one.subject)
    assert prepared.way is not None
    assert prepared.way.recipient == "Dr. Ode Okafor"
    assert prepared.withheld
    assert not prepared.may_leave


def test_a_referral_of_somebody_else_is_refused(workspace: Workspace, kept: Kept) -> None:
    other = loops.add_member(workspace, loops.add_plan(workspace, "second"), 9)
    subject = Subject(member_id=kept.member, referral_id=other.referral)
    assert refused(workspace, "referral", subject).field == "referral"


def test_several_referrals_ask_which(workspace: Workspace, kept: Kept) -> None:
    [(plan,)] = workspace.store.query("SELECT id FROM plan")
    loops.add_referral(workspace, plan, kept.member, service="htss")
    stopped = refused(workspace, "referral", Subject(member_id=kept.member))
    assert (stopped.field, "2 referrals" in stopped.message) == ("referral", True)


def test_a_member_without_a_referral_is_told_what_to_do(workspace: Workspace, kept: Kept) -> None:
    with workspace.transaction("test") as tx:
        row = tx.execute("SELECT plan_id FROM member LIMIT 1").fetchone()
        bare = {
            "id": "bare", "cin": "90000099A", "plan_id": row[0], "first_name": "Bo",
            "last_name": "Bare", "date_of_birth": "1990-01-01", "created_at": tx.now,
        }  # fmt: skip
        tx.insert("member", bare)
    assert refused(workspace, "referral", Subject(member_id="bare")).next_step
