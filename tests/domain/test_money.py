"""Amounts as people type them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from navigator_app.domain import money


@pytest.mark.parametrize(
    ("typed", "cents"),
    [
        ("1,250", 125000),
        (" $1,250.5 ", 125050),
        ("1250.50", 125050),
        (".5", 50),
        ("0", 0),
        ("100000", money.MOST_CENTS),
        ("٣", 300),
    ],
)
def test_amounts_are_read(typed: str, cents: int) -> None:
    assert money.cents(typed) == cents


@pytest.mark.parametrize(
    "typed", ["", "$", ".", "12,34", "1.234", "100000.01", "9" * 400, "a lot", "1e3", "1 250"]
)
def test_what_is_no_amount_is_refused(typed: str) -> None:
    with pytest.raises(ValueError, match=r"^"):
        money.cents(typed)
    assert not money.negative(typed)


@pytest.mark.parametrize("typed", ["-5", "$-5", "-$5.00", "(5)", "\N{MINUS SIGN}1,000"])
def test_less_than_nothing_is_told_apart(typed: str) -> None:
    assert money.negative(typed)
    with pytest.raises(ValueError, match=r"^"):
        money.cents(typed)


@given(st.integers(0, money.MOST_CENTS))
def test_what_is_shown_reads_back(value: int) -> None:
    assert money.cents(money.dollars(value)) == value
    assert money.cents(money.field(value)) == value


def test_below_nothing_is_shown_with_its_sign() -> None:
    assert money.dollars(-2050) == "\N{MINUS SIGN}$20.50"
    assert money.field(None) == ""
