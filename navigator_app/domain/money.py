"""Money as whole cents, read from what people type."""

from __future__ import annotations

import re

MOST_CENTS = 100_000_00
"""Beyond a hundred thousand dollars an amount of one household is a slip of the pen."""

_MONEY = re.compile(r"\$?\s*(\d{1,3}(?:,\d{3})+|\d+)?(?:\.(\d{0,2}))?")
_MINUS = re.compile(r"\$?\s*[-\N{MINUS SIGN}]\s*\$?\s*(.+)|\((.+)\)")


def cents(text: str) -> int:
    """Return the cents of "1,250", "$1,250.5" or "1250.50".

    ValueError for what is no amount, a negative one, more than two decimals, or more than
    `MOST_CENTS`. Digits of other scripts are taken.
    """
    found = _MONEY.fullmatch(text.strip())
    if found is None or not (found[1] or found[2]):
        raise ValueError(text)
    dollars, rest = (found[1] or "0").replace(",", ""), found[2] or ""
    if len(dollars) > len(str(MOST_CENTS)):
        raise ValueError(text)
    value = int(dollars) * 100 + int(rest.ljust(2, "0"))
    if value > MOST_CENTS:
        raise ValueError(text)
    return value


def negative(text: str) -> bool:
    """True for an amount that would be one but for its minus sign or its brackets."""
    found = _MINUS.fullmatch(text.strip())
    if found is None:
        return False
    try:
        cents(found[1] or found[2])
    except ValueError:
        return False
    return True


def dollars(value: int) -> str:
    """An amount as read: "$1,250.00"; a negative one "−$20.00"."""
    sign = "\N{MINUS SIGN}" if value < 0 else ""
    whole, rest = divmod(abs(value), 100)
    return f"{sign}${whole:,}.{rest:02d}"


def field(value: int | None) -> str:
    """An amount as it stands in a field: "1,250.00", empty for none."""
    return "" if value is None else dollars(value).replace("$", "")
