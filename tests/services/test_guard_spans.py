"""The limits in days and months, judged from what the store holds."""

from __future__ import annotations

from datetime import date

from navigator_app.domain.guard_facts import Step, Verdict
from navigator_app.domain.identifiers import uuid7
from navigator_app.domain.vocabulary import OtherService
from navigator_app.services import guards
from navigator_app.services.workspace import Workspace
from tests.services import loops
from tests.services.test_eligibility import _texts

TODAY = date(2026, 11, 20)


def verdicts(ws: Workspace, made: loops.Made) -> dict[str, Verdict]:
    rows = guards.check(ws, [made.referral], Step.REVIEW, TODAY)[made.referral]
    return {row.result.rule_id: row.result.verdict for row in rows}


def test_path_joining_and_stays_reach_the_guards(workspace: Workspace) -> None:
    plan = loops.add_plan(workspace, "north", "partnership-mcap7003")
    made = loops.add_member(workspace, plan, 1)
    assert "continuity-not-offered" not in verdicts(workspace, made)
    with workspace.transaction("test") as tx:
        tx.insert(
            "intake",
            {
                **dict.fromkeys(_texts(workspace, "intake"), ""),
                "referral_id": made.referral,
                "path": "continuity",
                "plan_joined_on": "2026-05-01",
                "identified_on": "2026-11-02",
                "urgent": 0,
                "created_at": tx.now,
            },
        )
        tx.insert(
            "other_program",
            {
                "id": uuid7(),
                "member_id": made.member,
                "program": OtherService.TRANSITIONAL_RENT.slug,
                "starts_on": "2026-04-01",
                **{"provider": "", "note": ""},
                "created_at": tx.now,
            },
        )
    found = verdicts(workspace, made)
    assert found["continuity-not-offered"] is Verdict.WARN, "six months ended on 31 October"
    assert found["transitional-rent-months"] is Verdict.REFUSE
