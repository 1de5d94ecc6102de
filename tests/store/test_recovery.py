"""The recovery code survives handwriting; a typo is named; weak passphrases are refused."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from navigator_app.errors import InputRejected
from navigator_app.store.recovery import (
    ALPHABET,
    BITS,
    _show,
    check_passphrase,
    new_code,
    normal_code,
)

VALUES = st.integers(0, 2**BITS - 1)


def test_code_has_130_bits_in_seven_groups():
    codes = {new_code() for _ in range(50)}
    assert len(codes) == 50
    assert all([len(group) for group in code.split("-")] == [4] * 7 for code in codes)
    assert all(set(code) <= set(ALPHABET + "-") for code in codes)


@given(VALUES, st.randoms(use_true_random=False))
def test_code_is_read_however_it_was_typed(value: int, chance: random.Random):
    code = _show(value)
    loose = {"0": "0Oo", "1": "1IiLl"}
    typed = "".join(chance.choice(loose.get(char, char + char.lower())) for char in code)
    typed = typed.replace("-", chance.choice(["-", " ", "", " – "]))
    assert normal_code(f"  {typed}\n") == code


@given(VALUES, st.integers(0, 27), st.integers(1, 31))
def test_every_wrong_character_is_noticed(value: int, place: int, shift: int):
    text = _show(value).replace("-", "")
    wrong = ALPHABET[(ALPHABET.index(text[place]) + shift) % 32]
    with pytest.raises(InputRejected) as caught:
        normal_code(text[:place] + wrong + text[place + 1 :])
    assert caught.value.field == "code"


@given(VALUES, st.integers(0, 26))
def test_swapped_neighbours_are_noticed(value: int, place: int):
    text = _show(value).replace("-", "")
    first, second = text[place], text[place + 1]
    if first != second:
        with pytest.raises(InputRejected):
            normal_code(text[:place] + second + first + text[place + 2 :])


@pytest.mark.parametrize(
    ("typed", "words"),
    [("ABCD-EFGH", "28"), ("", "28"), ("U" * 28, "U is never"), ("é" * 28, "É is never")],
)
def test_what_is_no_code_is_told_plainly(typed: str, words: str):
    with pytest.raises(InputRejected, match=words):
        normal_code(typed)


@pytest.mark.parametrize(
    "text",
    [
        "", "short", "elevenchars", "password1234", "Password-1234", "aaaaaaaaaaaaaaa",
        "123456789012", "abcdefghijklmnop", "qwertyuiop1234", "housing housing housing",
        "ab ab ab ab ab", "a b c d e", "Navigator2026!",
    ],
)  # fmt: skip
def test_weak_passphrases_are_refused(text: str):
    with pytest.raises(InputRejected) as caught:
        check_passphrase(text)
    assert caught.value.field == "passphrase"
    assert caught.value.next_step


@pytest.mark.parametrize(
    "text",
    ["correct horse battery staple", "juniper kettle orbit mosaic", "Xk9#mQ2$vLp7",
     "sol río luna mar", "mi perro come arroz", "dùng từ bốn chữ khác"],
)  # fmt: skip
def test_strong_passphrases_pass(text: str):
    check_passphrase(text)
