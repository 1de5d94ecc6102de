"""Consents and what left, from the command line."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.services.cli_runs import Run


@pytest.fixture
def member(bayview: Run) -> str:
    return str(bayview("members", "--limit", "1", "--json").json[0]["id"])


def test_a_consent_is_recorded_and_read(bayview: Run, member: str) -> None:
    assert bayview("consent", member, "--json").json == []
    assert "No consent" in bayview("consent", member).out
    [row] = bayview("consent", member, "--record", "given", "--on", "2026-11-02", "--json").json
    assert (row["kind"], row["state"], row["how"]) == ("to-serve", "live", "verbal")
    assert (row["on"], row["expires"], row["discloser"]) == ("2026-11-02", None, None)
    words = (
        "--record", "refused", "--kind", "to-share", "--how", "paper", "--recipient", "Dr. Okafor",
        "--purpose", "housing", "--information", "health", "--information", "housing",
    )  # fmt: skip
    rows = bayview("consent", member, *words, "--json").json
    assert [one["decision"] for one in rows] == ["refused", "given"]
    assert (rows[0]["state"], rows[0]["information"]) == ("refused", ["health", "housing"])
    assert "Said no to sharing with Dr. Okafor" in bayview("consent", member).out


def test_a_release_takes_the_kinds_own_term(bayview: Run, member: str) -> None:
    words = (
        "--record", "given", "--kind", "to-share", "--on", "2026-11-02", "--recipient", "Legal Aid",
        "--purpose", "legal", "--information", "justice",
    )  # fmt: skip
    [row] = bayview("consent", member, *words, "--json").json
    assert (row["expires"], row["state"]) == ("2027-11-02", "live")
    assert row["discloser"], "the agency"
    longer = bayview("consent", member, *words, "--until", "2028-11-02").refused()
    assert "12 months" in longer


@pytest.mark.parametrize(
    ("words", "named"),
    [
        (("--kind", "vague"), "to-serve, to-share"),
        (("--kind", "to-share", "--purpose", "fun"), "member-request"),
        (("--kind", "to-share", "--information", "secrets"), "justice"),
        (("--kind", "to-share"), "who may get it"),
        (("--on", "2026-11-21"), "future"),
    ],
)
def test_what_is_wrong_is_named(
    bayview: Run, member: str, words: tuple[str, ...], named: str
) -> None:
    assert named in bayview("consent", member, "--record", "given", *words).refused()
    assert bayview("consent", member, "--json").json == []


def test_wrong_usage(bayview: Run, member: str) -> None:
    assert bayview("consent", member, "--kind", "to-share").status == 2
    assert bayview("consent", member, "--record", "perhaps").status == 2
    bayview("consent", "nobody").refused()


def test_what_left_is_told(bayview: Run, tmp_path: Path) -> None:
    rows = bayview("referrals", "--json").json
    assert "Nothing has left" in bayview("disclosures", rows[0]["member_id"]).out
    done = bayview("outreach", rows[0]["member_id"], "--mode", "phone", "--outcome", "reached",
                   "--at", "2026-11-18T09:00")  # fmt: skip
    assert done.status == 0
    out = tmp_path / "lines.csv"
    assert bayview("services", "--plan", "bayview", "--month", "2026-11", "--csv", out).status == 0
    [left] = bayview("disclosures", rows[0]["member_id"], "--json").json
    assert (left["what"], left["purpose"]) == ("service-lines", "treatment-payment-operations")
    assert left["recipient"] == "Bayview", "its name, as the member reads it"
    assert left["information"] == ["identity", "housing"]
    assert "II.B.1" in left["ground"] and left["override_reason"] is None
    assert "Service lines" in bayview("disclosures", rows[0]["member_id"]).out
