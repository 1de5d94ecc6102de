"""Identifiers, phones, dates and languages as plans write them, made one way.

Each function takes the text of a cell and returns the normal form, or raises ValueError with a
few words that name what is wrong (they are shown beside the row).
"""

from __future__ import annotations

import os
import re
import time
import unicodedata
from datetime import date

from navigator_app.domain.vocabulary import UNKNOWN_PHONE

_CIN = re.compile(r"\d{8}[A-Z]")
_NOT_DIGIT = re.compile(r"\D")
_LARGE_PRINT = re.compile(r"\s*[-–—(]\s*(large print|braille|audio|electronic)\)?\s*$", re.I)


def uuid7(now_ms: int | None = None) -> str:
    """Return a new UUIDv7 as text (RFC 9562): ordered by the millisecond it was made in."""
    stamp = time.time_ns() // 1_000_000 if now_ms is None else now_ms
    noise = int.from_bytes(os.urandom(10), "big")
    value = (stamp & 0xFFFFFFFFFFFF) << 80 | 0x7 << 76 | (noise >> 68 & 0xFFF) << 64
    value |= 0b10 << 62 | noise & 0x3FFFFFFFFFFFFFFF
    text = f"{value:032x}"
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"


def uuid7_many(count: int, now_ms: int | None = None) -> list[str]:
    """Return so many new UUIDv7s in ascending order, so that they append to an index (RFC 9562,
    section 6.2: the order within a millisecond is the maker's)."""
    stamp = f"{(time.time_ns() // 1_000_000 if now_ms is None else now_ms) & 0xFFFFFFFFFFFF:012x}"
    head = f"{stamp[:8]}-{stamp[8:]}-7"
    noise = os.urandom(10 * count).hex()
    variant = "89ab"
    return sorted(
        f"{head}{noise[i : i + 3]}-{variant[int(noise[i + 3], 16) & 3]}{noise[i + 4 : i + 7]}-"
        f"{noise[i + 7 : i + 19]}"
        for i in range(0, 20 * count, 20)
    )


def cin(text: str) -> str:
    """Return a Client Index Number: eight digits and a letter, capital, without spaces."""
    value = text.strip().replace(" ", "").upper()
    if not value:
        raise ValueError("CIN missing")
    if not _CIN.fullmatch(value):
        raise ValueError("CIN is not eight digits and a letter")
    return value


def phone(text: str) -> str:
    """Return ten digits; unknown is 0000000000 (CLR guidance, Table 1)."""
    digits = _NOT_DIGIT.sub("", text.strip().removesuffix(".0"))
    if not digits.strip("0"):
        return UNKNOWN_PHONE
    if len(digits) == 11 and digits[0] == "1":
        digits = digits[1:]
    if len(digits) != 10:
        raise ValueError("phone number is not ten digits")
    return digits


def show_phone(digits: str) -> str:
    """Return a phone for reading, "(415) 555-0100"; empty for an unknown one."""
    if not digits or digits == UNKNOWN_PHONE or len(digits) != 10:
        return ""
    return f"({digits[:3]}) {digits[3:6]}-{digits[6:]}"


def npi(text: str) -> str:
    """Return a National Provider Identifier: ten digits whose Luhn check with 80840 holds."""
    value = _NOT_DIGIT.sub("", text)
    if len(value) != 10:
        raise ValueError("NPI is not ten digits")
    total = 24  # the prefix 80840, already summed
    for place, char in enumerate(reversed(value)):
        digit = int(char) * (2 if place % 2 else 1)
        total += digit - 9 if digit > 9 else digit
    if total % 10:
        raise ValueError("NPI check digit is wrong")
    return value


def language(text: str) -> tuple[str, str]:
    """Split "Spanish - Large Print" into language and format; the format may be empty.

    Some plans write the alternative format into the language (domain-standards 4.5).
    """
    value = " ".join(text.split())
    found = _LARGE_PRINT.search(value)
    if not found:
        return value, ""
    return value[: found.start()], found.group(1).capitalize()


def fold(text: str) -> str:
    """Return text for searching: lower case, no accents, punctuation as spaces."""
    if text.isascii():
        plain = text.lower()
    else:
        marked = unicodedata.normalize("NFKD", text.casefold().replace("đ", "d").replace("ı", "i"))
        plain = "".join(c for c in marked if not unicodedata.combining(c))
    return " ".join("".join(c if c.isalnum() else " " for c in plain).split())


def month_bounds(period: str) -> tuple[date, date]:
    """Return the first and last day of "YYYY-MM"; ValueError when it is no month."""
    if not re.fullmatch(r"\d{4}-\d{2}", period):
        raise ValueError("a period is written YYYY-MM")
    year, month = int(period[:4]), int(period[5:])
    first = date(year, month, 1)
    following = date(year + month // 12, month % 12 + 1, 1)
    return first, date.fromordinal(following.toordinal() - 1)


NO_CIN = "NO-CIN-"
"""Begins what stands for the CIN of a member whose CIN nobody knows yet; never sent to a plan."""

_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


def looks_like_email(text: str) -> bool:
    """True for something of the form name@example.org."""
    return _EMAIL.fullmatch(text) is not None


def known_phone(text: str) -> str:
    """Ten digits, or "" for an unknown phone; ValueError for anything else."""
    digits = phone(text)
    return "" if digits == UNKNOWN_PHONE else digits
