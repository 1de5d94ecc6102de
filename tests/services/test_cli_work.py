"""The command line: members, statuses, attempts, what is due, history."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from navigator_app.store import files, keys
from navigator_app.store.connection import connect
from tests.services.cli_runs import Run, open_referral


def test_members_by_name_and_number(bayview: Run) -> None:
    rows = bayview("members", "--json").json
    assert len(rows) == 60
    assert set(rows[0]) == {
        *("id", "first_name", "last_name", "cin", "plan", "date_of_birth", "navigator"),
        "next_due",
    }
    assert bayview("members", "--json", "--limit", "7").json == rows[:7]
    one = rows[3]
    [found] = bayview("members", "--json", "--search", one["cin"]).json
    assert found == one
    assert one["last_name"] in bayview("members", "--search", one["last_name"]).out
    assert bayview("members", "--search", "zzzz").out == "Nobody matches.\n"


def test_one_member_whole(bayview: Run) -> None:
    row = bayview("members", "--json").json[0]
    whole = bayview("member", row["id"], "--json").json
    assert whole["cin"] == row["cin"]
    assert whole["referrals"][0]["member_id"] == row["id"]
    assert bayview("member", row["cin"], "--json").json == whole
    assert row["last_name"] in bayview("member", row["id"]).out
    bayview("member", "nobody").refused()


def test_referrals(bayview: Run) -> None:
    rows = bayview("referrals", "--json").json
    assert set(rows[0]) == {
        *("id", "member_id", "cin", "service", "status", "status_date", "authorization_status"),
        *("effective", "end", "closure_reason"),
    }
    mine = bayview("referrals", "--member", rows[0]["member_id"], "--json").json
    assert {row["member_id"] for row in mine} == {rows[0]["member_id"]}
    assert bayview("referrals", "--member", rows[0]["cin"], "--json").json == mine
    assert bayview("referrals", "--status", "accepted", "--json").json == []
    bayview("status", open_referral(bayview)["id"], "accepted", "--on", "2026-11-20")
    [accepted] = bayview("referrals", "--status", "Accepted", "--json").json
    assert accepted["status"] == "Accepted"
    assert accepted["cin"] in bayview("referrals", "--status", "accepted").out


def test_a_status_and_its_correction(bayview: Run) -> None:
    referral = open_referral(bayview)
    row = bayview("status", referral["id"], "accepted", "--on", "2026-11-20", "--json").json
    assert row == referral | {"status": "Accepted", "status_date": "2026-11-20"}
    closed = bayview(
        *("status", referral["id"], "closed", "--on", "2026-11-20"),
        *("--reason", "services-received", "--json"),
    ).json
    assert closed["status"] == "Referral Loop Closed"
    assert closed["closure_reason"] == "Services Received"
    whole = bayview("member", referral["member_id"], "--json").json
    [wrong] = [one["id"] for one in whole["events"] if one["status"] == "Referral Loop Closed"]
    after = bayview(
        *("status", referral["id"], "outreach-initiated", "--on", "2026-11-20"),
        *("--corrects", wrong, "--json"),
    ).json
    assert (after["status"], after["closure_reason"]) == ("Outreach Initiated", None)


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("declined", "--on", "2026-11-20"), "needs a reason"),
        (("closed", "--on", "2026-11-20", "--reason", "services-received"), "never accepted"),
        (("closed", "--on", "2026-11-20", "--reason", "authorization-denied"), "plan's own"),
        (("accepted", "--on", "2026-11-21"), "future"),
        (("accepted", "--on", "2026-01-05"), "before the referral"),
        (("accepted", "--on", "2026-11-20", "--reason", "other"), "takes no reason"),
        (("accepted", "--on", "2026-11-20", "--corrects", "x"), "to correct"),
    ],
)
def test_a_status_that_cannot_be(bayview: Run, words: tuple[str, ...], says: str) -> None:
    assert says in bayview("status", open_referral(bayview)["id"], *words).refused()
    assert bayview("referrals", "--status", words[0], "--json").json == []


def test_outreach_moves_the_referral_once(bayview: Run) -> None:
    referral = open_referral(bayview)
    words = ("outreach", referral["member_id"], "--mode", "in-person", "--outcome", "not-found")
    first = bayview(
        *(*words, "--at", "2026-11-20T09:15", "--place", "Harbor St"),
        *("--referral", referral["id"], "--note", "gate locked", "--json"),
    ).json
    assert first["referral_status"] == "Outreach Initiated"
    assert first["at"] == "2026-11-20T09:15-08:00"
    assert (first["mode"], first["outcome"]) == ("in-person", "not-found")
    assert (first["place"], first["note"]) == ("Harbor St", "gate locked")
    second = bayview(*words, "--at", "2026-11-20T09:30", "--json").json
    assert second["member_id"] == referral["member_id"]
    [row] = [r for r in bayview("referrals", "--json").json if r["id"] == referral["id"]]
    assert (row["status"], row["status_date"]) == ("Outreach Initiated", "2026-11-20")
    assert "future" in bayview(*words, "--at", "2026-11-20T10:30").refused()
    no_one = ("outreach", "nobody", "--mode", "phone", "--outcome", "reached")
    bayview(*no_one, "--at", "2026-11-20T09:15").refused()


def test_outreach_by_cin_in_words(bayview: Run) -> None:
    referral = open_referral(bayview, 1)
    done = bayview(
        *("outreach", referral["cin"], "--mode", "phone", "--outcome", "message-left"),
        *("--at", "2026-11-20T09:15"),
    )
    assert done.status == 0
    assert "is now Outreach Initiated as of 2026-11-20" in done.out


def test_due(bayview: Run) -> None:
    rows = bayview("due", "--json").json
    assert set(rows[0]) == {
        *("member_id", "referral_id", "rule", "title", "due", "days_left", "state", "why"),
        "source",
    }
    assert [row["days_left"] for row in rows] == sorted(row["days_left"] for row in rows)
    assert {row["rule"] for row in rows} == {
        *("outreach-begun", "decision-routine", "decision-latest"),  # a member waits
        "monthly-status",  # owed to the plan
        "authorization-end",  # grave, but more than a month away
    }
    rules = {row["rule"]: row for row in bayview("rules", "--plan", "bayview", "--json").json}
    owed_by_others = {row["rule"] for row in rows if rules[row["rule"]]["who"] == "plan"}
    assert owed_by_others == {"decision-routine", "decision-latest"}
    assert rules["authorization-end"]["consequence"] == "authorization-or-payment-lost"
    soon = bayview("due", "--within", "0", "--json").json
    assert soon == [row for row in rows if row["days_left"] <= 0]
    assert bayview("due", "--on", "2027-02-01", "--json").json[0]["state"] == "overdue"
    # The only navigator is given whoever comes in.
    assert bayview("due", "--user", "ana ruiz", "--json").json == rows
    assert "Well done" in bayview("due", "--on", "2026-10-01", "--within", "1").out
    assert "Ana Ruiz" in bayview("due", "--user", "Nobody").refused()
    assert "Begin outreach" in bayview("due").out


def test_history_and_verify(bayview: Run) -> None:
    referral = open_referral(bayview)
    bayview("status", referral["id"], "accepted", "--on", "2026-11-20")
    rows = bayview("history", referral["member_id"], "--json").json
    assert set(rows[0]) == {"at", "by", "device", "field", "old", "new"}
    assert {"field": "status", "old": None, "new": "Accepted"}.items() <= next(
        row for row in rows if row["new"] == "Accepted"
    ).items()
    assert bayview("history", referral["cin"], "--json").json == rows
    assert "accepted" in bayview("history", referral["member_id"]).out
    bayview("history", "nothing").refused()
    found = bayview("verify", "--json").json
    assert set(found) == {"encrypted", "integrity", "journal", "entries", "signatures"}
    assert found["encrypted"] is found["integrity"] is found["journal"] is True
    assert found["entries"] > 60
    assert "journal unbroken" in bayview("verify").out


def test_history_speaks_the_guidance_s_words(bayview: Run) -> None:
    referral = open_referral(bayview)
    bayview("status", referral["id"], "closed", "--on", "2026-11-20", "--reason", "other")
    rows = bayview("history", referral["id"], "--json").json
    told = {(row["field"], row["new"]) for row in rows}
    assert {("status", "Referral Loop Closed"), ("authorization_status", "Approved")} <= told
    assert ("service", "Housing Transition Navigation Services") in told


def test_history_of_every_kind_of_record(bayview: Run) -> None:
    referral = open_referral(bayview)
    tried = bayview(
        *("outreach", referral["cin"], "--mode", "phone", "--outcome", "reached"),
        *("--at", "2026-11-20T09:00", "--json"),
    ).json
    [event] = bayview("member", referral["cin"], "--json").json["events"]
    for record in (referral["member_id"], referral["id"], tried["id"], event["id"], "bayview"):
        assert bayview("history", record, "--json").json, record


def test_verify_says_what_is_wrong_beside_the_document(
    bayview: Run, home: Path, passphrase: str
) -> None:
    key, _slot = keys.open_with_passphrase(keys.read(home), passphrase)
    connection = connect(home / files.STORE, key)
    guards = connection.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'")
    for name, _sql in (kept := guards.fetchall()):
        connection.execute(f"DROP TRIGGER {name}")
    connection.execute("UPDATE member SET last_name = 'Somebody'")
    for _name, sql in kept:
        connection.execute(sql)
    connection.close()
    ran = bayview("verify", "--json")
    assert ran.status == 1
    assert json.loads(ran.out)["journal"] is False
    assert "outside the program" in ran.err


def test_due_reaches_as_far_as_a_calendar(bayview: Run) -> None:
    every = bayview("due", "--within", "99999", "--json").json
    assert bayview("due", "--within", "999999999", "--json").json == every
    assert bayview("due", "--within", "9", "--on", "2199-12-31", "--json").status == 0
