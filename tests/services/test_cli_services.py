"""The command line's services: listed, as JSON, as a file for billing, unpaid."""

import pytest

from navigator_app.domain.service_rows import NoteDraft
from navigator_app.domain.vocabulary import Mode, Service
from navigator_app.services import record_encounter
from tests.services.cli_runs import open_referral
from tests.services.service_notes import AT, at


@pytest.fixture
def noted(bayview, home, open_workspace):
    """A member of the sample file with two notes."""
    referral = open_referral(bayview)
    ws = open_workspace(home)
    draft = NoteDraft(
        referral["member_id"], Service.HTNS, "htns-search", AT, 45, Mode.IN_PERSON,
        code="H2016 U6", narrative="Looked at two rooms.",
    )  # fmt: skip
    record_encounter.record(ws, draft)
    other = NoteDraft(
        referral["member_id"], Service.HTSS, "htss-rights", at(8), 30, Mode.PHONE, code="T2041 U6"
    )
    record_encounter.record(ws, other)
    ws.close()
    return referral["member_id"]


def test_services_are_listed_newest_first(bayview, noted):
    first, second = bayview("services", "--member", noted, "--json").json
    assert (first["code"], first["units"], first["minutes"]) == ("H2016 U6", 1, 45)
    assert first["narrative"] == "Looked at two rooms."
    assert second["payable"] == "no"
    assert second["reasons"][0]["check"] == "authorized"
    assert "no referral for HTSS" in second["reasons"][0]["says"]
    assert bayview("services", "--month", "2026-10", "--json").json == []
    out = bayview("services", "--month", "2026-11", "--plan", "bayview").out
    assert "H2016 U6" in out
    assert "no referral for HTSS" in out


def test_a_plans_month_goes_into_a_file(bayview, noted, tmp_path):
    file = tmp_path / "lines.csv"
    ran = bayview("services", "--plan", "bayview", "--month", "2026-11", "--csv", file)
    assert ran.status == 0
    assert "2 lines written" in ran.out
    assert file.read_bytes().count(b"\r\n") == 3
    missing = tmp_path / "none" / "lines.csv"
    refused = bayview("services", "--plan", "bayview", "--month", "2026-11", "--csv", missing)
    assert "no folder" in refused.refused()


def test_unpaid_effort(bayview, noted):
    rows = bayview("services", "--unpaid", "--month", "2026-11", "--json").json
    assert {(row["reason"], row["minutes"], row["payable"]) for row in rows} == {
        ("authorized", 30, "no"),
        ("coverage", 45, "unknown"),
    }
    assert "Outside the authorization" in bayview("services", "--unpaid").out


@pytest.mark.parametrize(
    "words",
    [
        ("--csv", "x.csv"),
        ("--csv", "x.csv", "--plan", "bayview"),
        ("--csv", "x.csv", "--plan", "bayview", "--month", "2026-11", "--json"),
        ("--month", "November"),
    ],
)
def test_wrong_usage(bayview, words):
    assert bayview("services", *words).status == 2


def test_an_unknown_plan_or_member_is_said(bayview):
    assert bayview("services", "--plan", "nobody").refused()
    assert bayview("services", "--member", "nobody").refused()
