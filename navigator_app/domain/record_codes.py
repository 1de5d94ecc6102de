"""The code that stands on a printed form and finds its record: short, and sure to be read out.

Nine letters or digits of Crockford's base 32 (no I, L, O or U) and one that checks them: whatever
single one is misread, or two neighbours changed over, the code is none.
"""

from __future__ import annotations

import re
from secrets import randbelow

SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's alphabet."""

LENGTH = 10
"""Signs of a code, the last the check: 35 million million codes, so that two never meet."""

_ALIKE = str.maketrans("OIL", "011")
_GAPS = re.compile(r"[\s·.‐-―-]+")


def new() -> str:
    """A code drawn by lot; whoever keeps it makes sure that it is the only one."""
    drawn = "".join(SIGNS[randbelow(32)] for _place in range(LENGTH - 1))
    return drawn + _check(drawn)


def normal(text: str) -> str:
    """A code as it is kept, however it was typed or read out ("7k3-m0il…"); "" where it is none."""
    code = _GAPS.sub("", text).upper().translate(_ALIKE)
    if len(code) != LENGTH or any(sign not in SIGNS for sign in code):
        return ""
    return code if code[-1] == _check(code[:-1]) else ""


def shown(code: str) -> str:
    """A code as it is read out: "7K3M-0Q9X-B4"."""
    return "-".join(code[at : at + 4] for at in range(0, len(code), 4))


def _check(signs: str) -> str:
    """The sign that makes the whole word zero at x, in the field of 32 elements: each place weighs
    another power of x, so no single change and no exchange of two leaves it zero."""
    total = 0
    for sign in signs:
        total = _times_x(total ^ SIGNS.index(sign))
    return SIGNS[total]


def _times_x(value: int) -> int:
    """Multiply by x modulo x^5 + x^2 + 1."""
    value <<= 1
    return value ^ 0b100101 if value & 0b100000 else value
