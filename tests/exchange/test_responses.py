"""Responses of plans as they are written: formats, headings, numbers of rows, what is refused."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

import pytest

from navigator_app.errors import FileRejected
from navigator_app.exchange import layouts, outbound, response_layouts, responses
from navigator_app.exchange.layouts import LayoutRefused
from navigator_app.exchange.workbook_writer import workbook_bytes
from navigator_app.paths import resource

SAMPLES = Path(__file__).resolve().parents[1] / "data" / "samples"
SIERRA = [
    "CIN",
    "CS_SERVICE",
    "REF_STATUS",
    "REF_STATUS_DT",
    "ROW_NO",
    "RESULT",
    "REASON_CD",
    "REASON",
]
OURS = [
    ("90000001A", "00000000001", "Zoë", "Núñez", "1980-02-29",
     "Housing Transition Navigation Services", "1234567893", "Harbor", "4155550100",
     "Outreach Initiated", "2026-11-02", ""),
    ("90000002B", "00000000002", "An", "Lee", "1981-03-01", "Housing Deposits", "1234567893",
     "Harbor", "4155550100", "Referral Loop Closed", "2026-11-30", "Services Received"),
]  # fmt: skip


def piped(rows: list[list[str]]) -> bytes:
    return "\r\n".join("|".join(row) for row in rows).encode()


def test_every_shipped_layout_has_its_response() -> None:
    assert set(response_layouts.shipped()) == set(layouts.shipped())
    assert {one.lists for one in response_layouts.shipped().values()} == {"all", "rejected"}
    assert response_layouts.of_plan("learned-somewhere")[0].key == "canonical"


def test_pipes_plan_words_and_numbers_without_the_heading() -> None:
    rows = [SIERRA, ["90000001a ", "HD", "Accepted", "20261102", "3", "REJ", "E101", "CIN unknown"]]
    found = responses.read(piped(rows), response_layouts.of_plan("sierra"))
    assert found.only_rejected and found.unread == []
    [one] = found.answers
    assert one[:5] == (2, "90000001A", "deposits", "accepted", "2026-11-02")
    assert (one.place, one.verdict, one.code, one.reason) == (3, "rejected", "E101", "CIN unknown")


def test_a_workbook_with_title_rows() -> None:
    layout = response_layouts.of_plan("coastal")
    headings = ("Result", "Status Date", "Referral Status", "Service", "CIN", "Line Number")
    rows = [("Accepted", "11/02/2026", "Pending", "HTSS", "90000001A", "2")]
    [one] = responses.read(workbook_bytes(headings, [rows]), layout).answers
    assert (one.cin, one.service, one.on, one.place) == ("90000001A", "htss", "2026-11-02", 1)


@pytest.mark.parametrize("key", ["canonical", "bayview", "sierra", "coastal"])
def test_our_own_file_is_read_again(key: str) -> None:
    layout = layouts.shipped()[key]
    data = b"".join(outbound.render(layout, OURS))
    everything = [one.rtf for one in layouts.shipped().values()]
    first, second = responses.read_sent(data, everything)
    assert first[:4] == ("90000001A", "htns", "outreach-initiated", "2026-11-02")
    assert second[:4] == ("90000002B", "deposits", "closed", "2026-11-30")
    assert first.plan_member_id == "00000000001" and first.person.endswith("1980-02-29")
    assert responses.read_sent(b"a,b\r\n1,2\r\n", everything) == []


def test_what_a_row_cannot_say_is_named_and_the_rest_read() -> None:
    good = ["90000001A", "HD", "Accepted", "20261102", "1", "A", "", ""]
    rows = [SIERRA, good, [*good[:3], "20261340", *good[4:]], [*good[:1], "HX", *good[2:]], ["EOF"]]
    found = responses.read(piped(rows), response_layouts.of_plan("sierra"))
    assert [one.row for one in found.answers] == [2]
    assert [row for row, _why in found.unread] == [3, 4]
    assert "CS_SERVICE" in found.unread[1][1]


def test_columns_that_lack_or_stand_twice() -> None:
    layout = response_layouts.of_plan("sierra")
    with pytest.raises(FileRejected, match="RESULT"):
        responses.read(piped([[one for one in SIERRA if one != "RESULT"], ["x"] * 7]), layout)
    with pytest.raises(FileRejected, match="twice"):
        responses.read(piped([[*SIERRA, "cin"], ["x"] * 9]), layout)
    with pytest.raises(FileRejected):
        responses.read(b"just a letter from the plan\n", layout)


def test_the_plans_own_word_says_whether_the_rest_was_accepted() -> None:
    """Headings of another plan do not bring that plan's custom with them."""
    rows = [SIERRA, ["90000001A", "HD", "Accepted", "20261102", "1", "R", "", ""]]
    mine = (replace(response_layouts.shipped()["bayview"]), *response_layouts.of_plan("sierra"))
    assert not responses.read(piped(rows), mine).only_rejected


def test_only_responses_are_recognised() -> None:
    assert responses.recognises([["title"], SIERRA])
    assert not responses.recognises([["CIN", "Result", "Outcome"], []])
    for layout in layouts.shipped().values():
        assert not responses.recognises([layout.rtf.headings])
    for path in SAMPLES.glob("*.csv"):
        with path.open(encoding="utf-8-sig", newline="", errors="replace") as file:
            assert not responses.recognises(list(csv.reader(file))[:3])


@pytest.mark.parametrize(
    ("was", "now", "key"),
    [
        ('lists = "rejected"', 'lists = "some"', "lists"),
        ("first_row = 1", "first_row = 3", "first_row"),
        ('result = ["RESULT"]', "", "headings.result"),
        ('cin = ["E101"]', 'colour = ["E101"]', "fixes.colour"),
        ('rejected = ["R", "REJ", "Rejected"]', 'rejected = ["A"]', "results.rejected"),
        ("dates", "days", "days"),
    ],
)
def test_a_broken_layout_names_its_key(was: str, now: str, key: str) -> None:
    text = resource("layouts", "responses", "sierra.toml").read_text("utf-8")
    assert was in text
    with pytest.raises(LayoutRefused) as refused:
        response_layouts.parse(text.replace(was, now))
    assert refused.value.key == key
