"""The agency's own figures and rules from the command line: listed, set, asked, taken back."""

from __future__ import annotations

from typing import Any

import pytest

from tests.services.cli_runs import Run


def values(run: Run) -> dict[str, tuple[str, str]]:
    rows: list[dict[str, Any]] = run("team", "list", "--json").json
    return {one["name"]: (one["value"], one["program"]) for one in rows}


def test_each_is_set_beside_the_programs_own(bayview: Run) -> None:
    assert values(bayview)["review-waits-batch"] == ("no", "no")
    for name, value in (
        ("team-weight-new", "1.25"),
        ("team-newly-housed-days", "60"),
        ("review-risk-no-contact", "3"),
        ("review-waits-batch", "yes"),
        ("review-own-work", "refused"),
        ("review-asks-contact-kept", "no"),
    ):
        before = values(bayview)[name][1]
        row = bayview("team", "set", name, value, "--json").json
        assert (row["name"], row["value"]) == (name, value)
        assert values(bayview)[name] == (value, before)
        bayview("team", "undo", row["change"])
        assert values(bayview)[name] == (before, before)
    assert "program's own" in bayview("team", "list").out


def test_an_own_question_comes_and_goes(bayview: Run) -> None:
    words = "Was the move spoken about?"
    assert bayview("team", "question", words, "--json").json["value"] == "yes"
    assert words in bayview("team", "list").out
    assert "twice" in bayview("team", "question", words).refused()
    assert bayview("team", "question", words, "--drop", "--json").json["value"] == "no"
    assert words not in bayview("team", "list").out
    bayview("team", "question", words, "--drop").refused()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("nothing", "1"),
        ("team-weight-new", "1.255"),
        ("team-newly-housed-days", "0"),
        ("team-newly-housed-days", "1.5"),
        ("review-risk-nothing", "1"),
        ("review-waits-support_plan", "no"),
        ("review-waits-batch", "perhaps"),
        ("review-own-work", "always"),
        ("review-asks-nothing", "yes"),
    ],
)
def test_what_cannot_be_is_refused(bayview: Run, name: str, value: str) -> None:
    before = values(bayview)
    assert bayview("team", "set", name, value).refused()
    assert values(bayview) == before
