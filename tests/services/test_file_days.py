"""The day or month by which a plan's file is known."""

from __future__ import annotations

from datetime import date

import pytest

from navigator_app.services import file_days

TODAY = date(2026, 12, 1)
DAY = (date(2026, 11, 29), True)
MONTH = (date(2026, 11, 1), False)


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("bayview_csasf_2026-11-29.csv", DAY),
        ("ASF20261129.txt", DAY),
        ("ASF_11292026_v2.txt", DAY),
        ("11-29-2026.csv", DAY),
        ("sierra_ASF_202611.txt", MONTH),
        ("coastal_CS-ASF_Nov2026.xlsx", MONTH),
        ("November 2026 members.csv", MONTH),
        ("members.2026-11.csv", MONTH),
        ("members.csv", None),
        ("NPI1234567893_members.csv", None),
        ("from_2026-11-01_to_2026-11-29.csv", None),  # which of the two
        ("asf_2026-13-40.csv", None),
        ("asf_2031-11-29.csv", None),  # nobody sends that yet
        ("asf_1926-11-29.csv", None),
    ],
)
def test_a_name_that_reads_as_one_day_or_month_says_it(
    name: str, found: tuple[date, bool] | None
) -> None:
    assert file_days.of_name(name, TODAY) == found


def test_the_name_tells_before_the_words_in_the_file_and_nothing_else_does() -> None:
    assert file_days.told("members.csv", "", TODAY) == ""
    assert file_days.told("members.csv", "2026-11-16", TODAY) == "Nov 16, 2026"
    assert file_days.told("members.csv", "2026-11", TODAY) == "November 2026"
    assert file_days.told("asf_202611.csv", "2026-11-16", TODAY) == "November 2026"
    assert file_days.told("asf_20261129.csv", "", TODAY) == "Nov 29, 2026"


@pytest.mark.parametrize(
    ("cells", "found"),
    [
        (("Community Supports", "Produced", "2026-11-16"), "2026-11-16"),
        (("Run date: 11/6/2026",), "2026-11-06"),
        (("As of November 16, 2026",), "2026-11-16"),
        (("For Nov 2026", "CONFIDENTIAL"), "2026-11"),
        (("Members of 11/2026",), "2026-11"),
        (("From 11/01/2026", "to 11/30/2026"), ""),  # which of the two
        (("Call 415-555-0123", "NPI 1234567893"), ""),
        ((), ""),
    ],
)
def test_words_above_the_headings_say_it(cells: tuple[str, ...], found: str) -> None:
    assert file_days.of_words(cells, TODAY) == found
