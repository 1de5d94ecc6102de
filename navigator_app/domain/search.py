"""What a member can be found by, and how typed text becomes a question to the full-text index.

The index holds bare words: folded names, numbers, and phones also backwards behind `LAST`, so that
last digits are a prefix too. Whatever is typed ends in `build_query` as quoted words of letters and
digits: no operator, quote or column name of the query language can come from outside.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache

from navigator_app.domain.identifiers import fold
from navigator_app.domain.vocabulary import UNKNOWN_PHONE

LAST = "¬"
"""Stands before a phone written backwards; nobody can type it, since folding takes it out."""

MOST_WORDS = 8
"""Words beyond these are left out: nobody is told apart by more."""

_NOT_MARKED = str.maketrans({
    "ł": "l", "ø": "o", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th", "ħ": "h", "’": "'", "ʼ": "'",
    "Ł": "l", "Ø": "o", "Æ": "ae", "Œ": "oe", "Ð": "d", "Þ": "th", "Ħ": "h",
})  # fmt: skip
"""Letters that have no accent to take off, so that Unicode leaves them whole."""

_DATE = re.compile(r"\b(\d{1,4})[/.\-](\d{1,2})(?:[/.\-](\d{0,4}))?(?![\w/])")
_NUMBER_GAP = re.compile(r"(?<=\d)[\s().\-+]+(?=\d)")


def folded(text: str) -> str:
    """Return text as the index has it: `identifiers.fold`, and letters like ø made plain."""
    if text.isascii():
        return text.lower() if text.isalpha() else fold(text)
    return fold(text.translate(_NOT_MARKED))


def sort_name(first: str, last: str) -> str:
    """Return the key of the name order: last name, then first, folded."""
    return f"{_sorted_as(last)}, {_sorted_as(first)}"


@lru_cache(maxsize=8192)
def _sorted_as(name: str) -> str:
    return folded(name)


def search_text(
    first: str,
    last: str,
    preferred: str,
    cin: str,
    plan_member_id: str,
    born: str,
    phone: str,
    alternate_phone: str = UNKNOWN_PHONE,
) -> str:
    """Return the words one member can be found by. `born` is ISO; phones are ten digits.

    Names stand in their parts and joined ("o shea oshea"), so that both ways of typing hit.
    """
    words = [name_words(name) for name in (first, last, preferred) if name]
    words.append(cin.lower())
    if plan_member_id:
        words += _number_forms(plan_member_id)
    words += (born.replace("-", ""), f"{born[5:7]}{born[8:]}{born[:4]}")
    if born[5] == "0":
        words.append(f"{born[6]}{born[8:]}{born[:4]}")
    for number in (phone, alternate_phone):
        if number != UNKNOWN_PHONE and number:
            words += (number, LAST + number[::-1])
    return " ".join(words)


@lru_cache(maxsize=8192)  # names recur: a file of 10,000 rows has far fewer of them
def name_words(name: str) -> str:
    """Return the words of a name, in its parts and joined: "de la cruz delacruz lacruz"."""
    plain = folded(name)
    words = [plain]
    while " " in plain:
        words.append(plain.replace(" ", ""))
        plain = plain[plain.index(" ") + 1 :]
    return " ".join(words)


def forget_names() -> None:
    """Drop the names kept while a file came in."""
    _sorted_as.cache_clear()
    name_words.cache_clear()


def _number_forms(number: str) -> list[str]:
    plain = number if number.isascii() and number.isdigit() else folded(number).replace(" ", "")
    short = plain.lstrip("0")
    return [plain] if short == plain or not short else [plain, short]


def nickname_table(groups: Sequence[Sequence[str]]) -> dict[str, tuple[str, ...]]:
    """Return for each name of the groups all others it stands with."""
    table: dict[str, set[str]] = {}
    for group in groups:
        for name in group:
            table.setdefault(name, set()).update(group)
    return {name: tuple(sorted(others - {name})) for name, others in table.items()}


def build_query(text: str, nicknames: Mapping[str, tuple[str, ...]] | None = None) -> str:
    """Return the full-text query for typed text; empty when nothing in it can be looked for.

    Words may come in any order and each may be unfinished. Three or more digits also count as
    the last digits of a phone; dates may be typed 7/21/1958, 07-21-58, 1958-07-21 or 7211958. A
    whole first name also finds its short and long forms in `nicknames`.
    """
    terms: list[str] = []
    rest = _DATE.sub(lambda found: _take_date(found, terms), text)
    rest = _NUMBER_GAP.sub("", rest) if _is_number(rest) else rest
    for word in folded(rest).split():
        if len(terms) == MOST_WORDS:
            break
        terms.append(_word(word, nicknames or {}))
    return " AND ".join(terms)


def _is_number(text: str) -> bool:
    """True for a phone or an identifier typed with gaps: digits, no letters, three or more."""
    digits = sum(c.isdigit() for c in text)
    return digits >= 3 and not any(c.isalpha() for c in text)


def _word(word: str, nicknames: Mapping[str, tuple[str, ...]]) -> str:
    if word.isdigit() and word.isascii() and len(word) >= 3:
        if len(word) == 11 and word[0] == "1":
            word = word[1:]  # a phone typed with the country's 1
        return f'("{word}"* OR "{LAST}{word[::-1]}"*)'
    others = nicknames.get(word, ())
    if not others:
        return f'"{word}"*'
    return "(" + " OR ".join([f'"{word}"*', *(f'"{other}"' for other in others)]) + ")"


def _take_date(found: re.Match[str], terms: list[str]) -> str:
    """Turn a typed date into a term, or leave the text alone when it is none."""
    forms = _date_forms(found[1], found[2], found[3])
    if not forms:
        return found[0]
    either = " OR ".join(f'"{form}"*' for form in forms)
    terms.append(f"({either})" if len(forms) > 1 else either)
    return " "


def _date_forms(first: str, second: str, third: str | None) -> list[str]:
    """The index's forms of a date whose parts were typed; a year may be short or unfinished."""
    if len(first) == 4:
        day = f"{int(third):02d}" if third and len(third) == 2 else (third or "")
        return [f"{first}{int(second):02d}{day}"] if 1 <= int(second) <= 12 else []
    if len(first) == 3 or not 1 <= int(second) <= 31:
        return []
    month, day_of_month = int(first), int(second)
    if month > 12 >= day_of_month:  # 21/7/1958
        month, day_of_month = day_of_month, month
    if not (1 <= month <= 12 and 1 <= day_of_month <= 31):
        return []
    year = third or ""
    forms = [f"{month:02d}{day_of_month:02d}{year}"]
    if len(year) == 2:
        forms += [_iso(century + year, month, day_of_month) for century in ("19", "20")]
    return [form for form in forms if form]


def _iso(year: str, month: int, day: int) -> str:
    try:
        return date(int(year), month, day).isoformat().replace("-", "")
    except ValueError:
        return ""
