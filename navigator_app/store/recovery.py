"""The printed recovery code and the rule for passphrases.

A code is 130 random bits in Crockford's base 32 with two check characters, in seven groups of
four: "7Q2M-…". Crockford leaves out I, L, O and U; the check (value modulo 1021, a prime) catches
every wrong character and every swapped pair.
"""

from __future__ import annotations

import os
import re
import unicodedata

from navigator_app.errors import InputRejected
from navigator_app.i18n import _

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
BITS = 130
LENGTH = 28  # 26 characters of 5 bits and 2 of check
_CHECK = 1021
_READ_AS = str.maketrans("OIL", "011")
_FILLER = re.compile(r"[\s\-–—_.]+")

_COMMON = (
    "password", "passphrase", "passwort", "contrasena", "letmein", "welcome", "qwertyuiop",
    "qwerty", "asdfghjkl", "iloveyou", "changeme", "navigator", "housing", "administrator",
    "admin", "secret", "abcdefghijkl", "01234567890", "1234567890", "0987654321",
)  # fmt: skip
_MIN_LENGTH, _MIN_WORDS, _MIN_DISTINCT = 12, 4, 6


def new_code() -> str:
    """Return a fresh recovery code in groups of four."""
    return _show(int.from_bytes(os.urandom(17)) >> 17 * 8 - BITS)


def _show(value: int) -> str:
    whole = value << 10 | value % _CHECK
    text = "".join(ALPHABET[whole >> shift & 31] for shift in range(5 * (LENGTH - 1), -1, -5))
    return "-".join(text[at : at + 4] for at in range(0, LENGTH, 4))


def normal_code(typed: str) -> str:
    """Return a typed code in its normal form; InputRejected ("code") when it holds a typo.

    Case, spaces and dashes do not matter; O is read as 0, I and L as 1.
    """
    text = _FILLER.sub("", unicodedata.normalize("NFKC", typed)).upper().translate(_READ_AS)
    strange = sorted({char for char in text if char not in ALPHABET})
    if strange:
        raise _typo(_("The character {character} is never in a recovery code."), strange[0])
    if len(text) != LENGTH:
        raise InputRejected(
            "code",
            _("A recovery code has {wanted} letters and digits; this one has {given}.").format(
                wanted=LENGTH, given=len(text)
            ),
            _("Compare it with the printed page, group by group."),
        )
    whole = 0
    for char in text:
        whole = whole << 5 | ALPHABET.index(char)
    value = whole >> 10
    if value.bit_length() > BITS or value % _CHECK != whole & 1023:
        raise _typo(_("The recovery code holds a typing mistake."), "")
    return _show(value)


def _typo(message: str, character: str) -> InputRejected:
    advice = _("Compare it with the printed page, group by group.")
    return InputRejected("code", message.format(character=character), advice)


def normal_passphrase(typed: str) -> str:
    """Return a passphrase the way it is hashed, the same from every keyboard (NFKC)."""
    return unicodedata.normalize("NFKC", typed)


def check_passphrase(typed: str) -> None:
    """Refuse a weak passphrase: InputRejected ("passphrase").

    The rule is plain: twelve characters or four words, and nothing that everybody tries first.
    """
    text = normal_passphrase(typed).strip()
    words = {word for word in re.split(r"[\s\-_.,;]+", text.lower()) if len(word) > 2}
    if len(text) < _MIN_LENGTH and len(words) < _MIN_WORDS:
        raise InputRejected(
            "passphrase",
            _("The passphrase is too short."),
            _("Use at least twelve characters, or four words that do not belong together."),
        )
    if _is_common(text):
        raise InputRejected(
            "passphrase",
            _("This passphrase is among the first that anybody would try."),
            _("Four words that do not belong together are strong and easy to keep in mind."),
        )


def _is_common(text: str) -> bool:
    plain = re.sub(r"[\W_]+", "", text.lower())
    if len(set(plain)) < _MIN_DISTINCT:
        return True
    steps = [ord(after) - ord(before) for before, after in zip(plain, plain[1:], strict=False)]
    if sum(step in (0, 1, -1) for step in steps) > 0.7 * len(steps):
        return True
    for common in _COMMON:
        plain = plain.replace(common, "")
    letters = plain.strip("0123456789")
    return len(letters) < 3
