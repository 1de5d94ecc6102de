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


def test_without_one_it_is_the_day_it_came() -> None:
    came = date(2026, 11, 30)
    assert file_days.told("members.csv", came, TODAY) == ("Nov 30, 2026", False)
    assert file_days.told("asf_202611.csv", came, TODAY) == ("November 2026", True)
    assert file_days.told("asf_20261129.csv", came, TODAY) == ("Nov 29, 2026", True)
