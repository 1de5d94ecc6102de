"""The code on a sheet: short, read however it is written, and none when it is misread."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from navigator_app.domain import record_codes
from navigator_app.domain.record_codes import LENGTH, SIGNS

codes = st.builds(record_codes.new)


@given(codes)
def test_a_code_is_read_back_as_it_was_made(code: str) -> None:
    assert len(code) == LENGTH
    assert set(code) <= set(SIGNS)
    assert record_codes.normal(code) == code
    assert record_codes.normal(f" {record_codes.shown(code).lower()} ") == code


@given(codes, st.integers(0, LENGTH - 1), st.sampled_from(SIGNS))
def test_one_sign_misread_makes_it_no_code(code: str, place: int, sign: str) -> None:
    misread = code[:place] + sign + code[place + 1 :]
    assert record_codes.normal(misread) == (code if misread == code else "")


@given(codes, st.integers(0, LENGTH - 1), st.integers(0, LENGTH - 1))
def test_two_signs_changed_over_make_it_no_code(code: str, one: int, other: int) -> None:
    signs = list(code)
    signs[one], signs[other] = signs[other], signs[one]
    swapped = "".join(signs)
    assert record_codes.normal(swapped) == (code if swapped == code else "")


def test_letters_that_look_like_digits_are_read_as_these() -> None:
    code = next(one for one in iter(record_codes.new, "") if "0" in one and "1" in one)
    assert record_codes.normal(code.replace("0", "o").replace("1", "l")) == code
    assert record_codes.normal(code.replace("0", "O").replace("1", "I")) == code


@pytest.mark.parametrize("text", ["", "consent", "U" * LENGTH, "0" * (LENGTH + 1), "é" * LENGTH])
def test_what_is_no_code_is_none(text: str) -> None:
    assert record_codes.normal(text) == ""
