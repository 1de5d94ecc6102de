"""What is still owed when a case takes another turn: asked again, ended, lost after contact."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest

from navigator_app.domain.clocks import State
from navigator_app.domain.ending import EndReason
from navigator_app.domain.facts import Fact
from navigator_app.domain.ledger import Kind
from navigator_app.domain.records import AttemptDraft
from navigator_app.domain.vocabulary import (
    AuthorizationStatus,
    ClosureReason,
    Mode,
    Outcome,
    ReferralStatus,
)
from navigator_app.services import (
    authorizations,
    clock_rows,
    clocks,
    discontinue,
    exports,
    facts,
    own_rules,
    record_outreach,
    record_status,
    settle,
    today,
)
from navigator_app.services.authorizations import Decision, Request
from navigator_app.services.workspace import Workspace
from tests.services import loops
from tests.services.loops import Made

PARTNERSHIP = "partnership-mcap7003"
DENIED, APPROVED = AuthorizationStatus.DENIED, AuthorizationStatus.APPROVED
BY_DAY = """
key = "by-day"
title = "Our own rule"
level = "agency"
base = "partnership-mcap7003"
calendar = "california"

[[rule]]
id = "attempts-before-unreachable"
title = "Attempts on distinct days before a member counts as unreachable"
kind = "limit"
owes = "provider"
value = 2
unit = "count"
per = "day"
required = true
consequence = "plan-owed"
services = ["every"]
source = "Invented manual"
section = "1"
effective_from = 2025-01-01
"""


def day(number: int) -> date:
    return date(2026, 11, number)


def running(ws: Workspace, referral: str) -> dict[str, str]:
    sql = "SELECT rule_id, due_on FROM running_clock WHERE referral_id = ?"
    return dict(ws.store.query(sql, (referral,)))


def authorize(ws: Workspace, made: Made, first: str, last: str | None) -> None:
    with ws.transaction("test") as tx:
        tx.update("referral", made.referral, {"effective_on": first, "ends_on": last})
        clocks.recompute(tx, ws, [made.referral])


def ask(ws: Workspace, made: Made, on: date, kind: Kind = Kind.EXTENSION) -> str:
    return authorizations.record_request(ws, Request(made.referral, kind, on))[0]


def tries(ws: Workspace, made: Made, *at: str, outcome: Outcome = Outcome.NOT_FOUND) -> None:
    for text in at:
        when = datetime.fromisoformat(f"2026-11-{text}")
        record_outreach.record(ws, [AttemptDraft(made.member, Mode.PHONE, outcome, when)])


@pytest.fixture
def served(workspace: Workspace) -> Made:
    made = loops.add_member(workspace, loops.add_plan(workspace), 1)
    authorize(workspace, made, "2026-01-05", "2026-12-10")
    return made


# --- the end of an authorization ----------------------------------------------------------------


def test_a_denied_extension_leaves_the_end_where_it_was(workspace: Workspace, served: Made) -> None:
    assert running(workspace, served.referral)["authorization-end"] == "2026-12-10"
    asked = ask(workspace, served, day(12))
    assert "authorization-end" not in running(workspace, served.referral)
    authorizations.record_decision(workspace, asked, Decision(DENIED, day(18)))
    assert running(workspace, served.referral)["authorization-end"] == "2026-12-10"


def test_an_approved_extension_ends_too(workspace: Workspace, served: Made) -> None:
    asked = ask(workspace, served, day(12))
    authorizations.record_decision(
        workspace,
        asked,
        Decision(APPROVED, day(18), effective=date(2026, 12, 11), end=date(2027, 6, 10)),
    )
    assert running(workspace, served.referral)["authorization-end"] == "2027-06-10"


@pytest.mark.parametrize("policy", ["dhcs", "toolkit-2025", "la-care-2025", "chw-2022"])
@pytest.mark.parametrize("service", ["htns", "htss", "deposits"])
def test_a_known_end_stands_for_every_pack_service_and_beginning(
    workspace: Workspace, policy: str, service: str
) -> None:
    made = loops.add_member(workspace, loops.add_plan(workspace, policy=policy), 1, service=service)
    authorize(workspace, made, "2025-01-05", "2026-12-10")
    found = running(workspace, made.referral)
    assert found["authorization-end"] == "2026-12-10"
    assert "first-authorization" not in found


def test_a_length_is_assumed_only_while_no_end_is_known(workspace: Workspace, served: Made) -> None:
    authorize(workspace, served, "2026-01-05", None)
    found = running(workspace, served.referral)
    assert (found.get("authorization-end"), found["first-authorization"]) == (None, "2027-01-04")


def test_each_request_waits_for_its_own_decision(workspace: Workspace, served: Made) -> None:
    first = ask(workspace, served, day(12))
    assert running(workspace, served.referral)["further-decision"] == "2026-11-19"
    second = ask(workspace, served, day(16))
    authorizations.record_decision(workspace, first, Decision(DENIED, day(17)))
    assert running(workspace, served.referral)["further-decision"] == "2026-11-23"
    more = Decision(AuthorizationStatus.NEED_INFORMATION, day(18))
    authorizations.record_decision(workspace, second, more)
    assert "further-decision" in running(workspace, served.referral), "a question is no decision"
    authorizations.record_decision(workspace, second, Decision(APPROVED, day(19)))
    assert "further-decision" not in running(workspace, served.referral)
    states = {one.rule.id: one for one in clocks.of_referral(workspace, served.referral)}
    assert states["further-decision"].state is State.MET


def test_a_request_made_again_after_a_denial_is_waited_for(workspace: Workspace) -> None:
    made = loops.add_member(
        workspace, loops.add_plan(workspace), 1, requested=None, authorization=None
    )
    first = ask(workspace, made, day(9), Kind.INITIAL)
    authorizations.record_decision(workspace, first, Decision(DENIED, day(12)))
    ask(workspace, made, day(16), Kind.INITIAL)
    found = running(workspace, made.referral)
    assert found["further-decision"] == "2026-11-23"
    assert "decision-routine" not in found


# --- after an end -------------------------------------------------------------------------------


def unreached(ws: Workspace) -> Made:
    made = loops.add_member(ws, loops.add_plan(ws, policy=PARTNERSHIP), 1)
    record_status.record(ws, made.referral, ReferralStatus.ACCEPTED, day(17))
    tries(ws, made, "17T09:00", "18T09:00", "19T09:00")
    return made


def test_the_plan_is_still_told_of_an_unreached_member_after_the_end(
    workspace: Workspace,
) -> None:
    made = unreached(workspace)
    ending = discontinue.Ending(made.referral, EndReason.UNRESPONSIVE, day(19))
    row, _changes = discontinue.end(workspace, ending)
    found = running(workspace, made.referral)
    assert (found["unreached-told"], found["referrer-told"]) == ("2026-11-19", "2026-11-23")
    assert set(found) == {"unreached-told", "referrer-told"}
    discontinue.tell(workspace, row.id, plan_on=day(20))
    settle.happened(workspace, made.referral, "referrer-told", day(20))
    assert running(workspace, made.referral) == {}


def test_a_declined_referral_is_told_to_who_referred(workspace: Workspace) -> None:
    made = loops.add_member(workspace, loops.add_plan(workspace), 1)
    record_status.record(
        workspace, made.referral, ReferralStatus.DECLINED, day(17),
        reason=ClosureReason.PROVIDER_DECLINED,
    )  # fmt: skip
    assert running(workspace, made.referral) == {"referrer-told": "2026-11-19"}


def test_the_two_days_begin_when_the_file_went(workspace: Workspace, tmp_path: Path) -> None:
    made = loops.add_member(workspace, loops.add_plan(workspace), 1)
    record_status.record(
        workspace, made.referral, ReferralStatus.DECLINED, day(17),
        reason=ClosureReason.PROVIDER_DECLINED,
    )  # fmt: skip
    exports.export(workspace, "bayview", "2026-11", tmp_path)
    exports.mark_sent(workspace, "bayview", "2026-11")
    # Declined on Tuesday, but the file went on Friday: Monday and Tuesday.
    assert running(workspace, made.referral) == {"referrer-told": "2026-11-24"}


# --- lost, and lost again -----------------------------------------------------------------------


def test_attempts_count_from_the_last_contact(workspace: Workspace) -> None:
    made = unreached(workspace)
    assert running(workspace, made.referral)["unreached-told"] == "2026-11-19"
    settle.happened(workspace, made.referral, "unreached-told", day(19))
    tries(workspace, made, "19T15:00", outcome=Outcome.REACHED)
    tries(workspace, made, "19T16:00", "20T08:00")
    assert "unreached-told" not in running(workspace, made.referral)
    tries(workspace, made, "20T09:00")
    assert running(workspace, made.referral)["unreached-told"] == "2026-11-20"


def test_days_count_where_the_plan_counts_days(workspace: Workspace) -> None:
    own_rules.add_text(workspace, BY_DAY, "by-day.toml")
    made = loops.add_member(workspace, loops.add_plan(workspace, policy="by-day"), 1)
    tries(workspace, made, "17T09:00", "17T10:00", "17T11:00")
    assert "unreached-told" not in running(workspace, made.referral)
    tries(workspace, made, "18T09:00")
    assert running(workspace, made.referral)["unreached-told"] == "2026-11-18"


def test_nobody_is_unreached_where_the_plan_names_no_number(workspace: Workspace) -> None:
    made = loops.add_member(workspace, loops.add_plan(workspace), 1)
    tries(workspace, made, "17T09:00", "18T09:00", "19T09:00")
    known = facts.of(workspace, [made.referral])[made.referral].dates
    assert Fact.LAST_ATTEMPT in known
    assert Fact.UNREACHED not in known


# --- what cannot be, and every state ------------------------------------------------------------


def test_what_cannot_be_stands_first_on_the_line(workspace: Workspace, served: Made) -> None:
    authorize(workspace, served, "2026-12-12", "2026-12-10")
    rows = {row.rule: row for row in today.due(workspace)}
    assert rows["authorization-end"].why == (
        "Cannot be: the last day of the authorization (Dec 10, 2026) lies before the first day of "
        "the authorization (Dec 12, 2026). The date is the last day of the authorization itself."
    )
    assert "Cannot be" not in rows["outreach-begun"].why
    [first] = today.today(workspace).due
    assert first.why == rows["authorization-end"].why


def test_a_case_tells_its_clocks_in_every_state(workspace: Workspace) -> None:
    made = unreached(workspace)
    discontinue.end(workspace, discontinue.Ending(made.referral, EndReason.UNRESPONSIVE, day(19)))
    rows = clock_rows.of_referral(workspace, made.referral)
    by_rule = {row.rule: row for row in rows}
    states = [row.state for row in rows if row.due is not None]
    assert states == sorted(states, key=("overdue", "due", "upcoming", "met", "moot").index)
    told = by_rule["unreached-told"]
    assert (told.state, told.due, told.value) == ("overdue", day(19), "at once")
    assert told.section == "VI.D.1.c"
    met = by_rule["outreach-begun"]
    assert (met.state, met.met, met.late) == ("met", day(17), False)
    assert by_rule["weekly-update"].state == "moot"
    assert (
        by_rule["weekly-update"].said[-1].startswith("No longer asked: the day the referral loop")
    )
    asleep = by_rule["inquiry-answered"]
    assert (asleep.state, asleep.due) == ("moot", None)
    assert rows[-1].said[0].startswith("Not known yet")
