"""The review queue from the command line: a lone user asks, reads, returns, approves."""

from __future__ import annotations

from tests.services.cli_runs import Run


def test_a_batch_is_asked_for_returned_and_approved(bayview: Run) -> None:
    begun = ("batch", "new", "--plan", "bayview", "--service", "htns", "--title", "May", "--json")
    batch = bayview(*begun).json
    key = str(bayview("batch", "show", batch["reference"], "--json").json["id"])
    item = bayview("review", "ask", "batch", key, "--note", "Look at it.", "--json").json
    assert (item["state"], item["about"], item["open_comments"]) == ("waiting", "batch", 1)
    assert [one["id"] for one in bayview("review", "list", "--json").json] == [item["id"]]
    shown = bayview("review", "show", item["id"], "--json").json
    assert shown["may_decide"]
    assert "May" in [part["text"] for part in shown["parts"]]
    found = bayview("review", "return", item["id"], "--note", "Two are missing.", "--json").json
    assert (found["state"], found["note"]) == ("returned", "Two are missing.")
    assert bayview("review", "list", "--json").json == []
    assert bayview("review", "again", item["id"], "--json").json["state"] == "waiting"
    found = bayview("review", "approve", item["id"], "--json").json
    assert (found["state"], found["decided_by"]) == ("approved", "Ana Ruiz")
    refused = bayview("review", "approve", item["id"])
    assert refused.status == 1
    assert "stands otherwise" in refused.err


def test_wrong_words(bayview: Run) -> None:
    assert bayview("review", "show", "nothing").status == 1
    assert bayview("review", "ask", "batch", "nothing").status == 1
    assert bayview("review", "list", "--state", "lost").status == 2
