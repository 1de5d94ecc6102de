"""The command line and limits: too few attempts are refused with advice, a reason passes them."""

from __future__ import annotations

from pathlib import Path

from tests.services.cli_runs import Run, open_referral

SIERRA = Path(__file__).parents[1] / "data" / "samples" / "sierra_ASF_202611.txt"


def of_a_plan_that_asks_for_attempts(run: Run) -> dict[str, str]:
    """An open referral of a plan whose policy wants three attempts."""
    words = ("--name", "North", "--layout", "sierra", "--policy", "partnership-mcap7003")
    assert run("plan", "add", "north", *words).status == 0
    assert run("import-asf", str(SIERRA), "--plan", "north").status == 0
    found = run("referrals", "--json").json
    return next(
        row
        for row in found
        if row["cin"].startswith("902") and row["authorization_status"] == "Approved"
    )


def test_unable_to_reach_without_attempts_needs_an_override(bayview: Run) -> None:
    referral = of_a_plan_that_asks_for_attempts(bayview)
    words = ("status", referral["id"], "closed", "--on", "2026-11-20")
    close = (*words, "--reason", "unable-to-reach")
    refusal = bayview(*close).refused()
    assert "0 of 3 attempts" in refusal
    assert "give a reason" in refusal
    bayview(*close, "--override", "  ").refused()
    row = bayview(*close, "--override", "The family says he moved abroad", "--json").json
    assert row["closure_reason"] == "Unable to Reach Member"


def test_three_attempts_are_enough(bayview: Run) -> None:
    referral = open_referral(bayview)
    for hour in ("08:00", "08:30", "09:00"):
        bayview(
            *("outreach", referral["member_id"], "--mode", "phone", "--outcome", "not-found"),
            *("--at", f"2026-11-20T{hour}"),
        )
    row = bayview(
        *("status", referral["id"], "closed", "--on", "2026-11-20"),
        *("--reason", "unable-to-reach", "--json"),
    ).json
    assert row["status"] == "Referral Loop Closed"
