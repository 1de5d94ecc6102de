"""Proposes which column of an unknown file is which element, how dates and codes are written.

Nothing here is decided: the wizard shows each proposal and a person confirms it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime
from difflib import SequenceMatcher

from navigator_app.domain.vocabulary import AuthorizationStatus, Service

SYNONYMS: dict[str, tuple[str, ...]] = {
    "first_name": ("member first name", "first name", "given name"),
    "last_name": ("member last name", "last name", "surname", "family name"),
    "cin": (
        "medi cal member client index number cin",
        "client index number",
        "cin",
        "medi cal id",
        "medi cal number",
    ),
    "plan_member_id": (
        "managed care plan member id number",
        "plan member id",
        "member id",
        "subscriber id",
        "health plan id",
    ),
    "date_of_birth": ("member date of birth", "date of birth", "birth date"),
    "phone": ("member primary phone number", "phone", "phone number", "telephone", "cell"),
    "address": ("member residential address", "address", "residence"),
    "email": ("member email", "email", "e mail address"),
    "language_spoken": ("member preferred language spoken", "language spoken", "language"),
    "language_written": ("member preferred language written", "language written"),
    "gender_code": ("member gender code", "gender", "sex"),
    "race_ethnicity_code": ("member race or ethnicity code", "race ethnicity", "race"),
    "homeless": ("member homelessness indicator", "homeless indicator", "homeless"),
    "guardian_first_name": (
        "member guardian or conservator first name",
        "guardian first name",
    ),
    "guardian_last_name": ("member guardian or conservator last name", "guardian last name"),
    "guardian_phone": (
        "member guardian or conservator phone number",
        "guardian phone number",
    ),
    "service": (
        "referred service",
        "community support service",
        "service",
        "service code",
        "cs service",
    ),
    "referral_type": ("referral type", "referral source type"),
    "requested_on": (
        "date received request for authorization",
        "authorization received date",
        "request date",
    ),
    "authorization_status": (
        "referral authorization status",
        "authorization status",
        "status",
    ),
    "effective_on": (
        "authorization effective date",
        "authorization start date",
        "effective date",
        "start date",
    ),
    "ends_on": ("authorization end date", "end date", "expiration date", "through date"),
    "decided_on": (
        "date mcp provides a response about the request for authorization",
        "authorization decision date",
        "decision date",
    ),
    "sent_to_provider_on": (
        "date referral sent to servicing provider organization",
        "sent to provider date",
    ),
    "authorization_number": ("authorization number", "authorization id", "case number"),
}
"""What a heading may say for each element, longest first."""

DATE_FIELDS = (
    "date_of_birth",
    "requested_on",
    "effective_on",
    "ends_on",
    "decided_on",
    "sent_to_provider_on",
)

DATE_FORMATS = (
    "MM/DD/YYYY",
    "YYYY-MM-DD",
    "YYYYMMDD",
    "MM-DD-YYYY",
    "MMDDYYYY",
    "YYYY/MM/DD",
    "MM.DD.YYYY",
    "DD/MM/YYYY",
    "DD-MM-YYYY",
    "DD.MM.YYYY",
)
"""In a layout's own words, tried in this order: the month comes first in California."""

_SHORT = {
    "mbr": "member",
    "mem": "member",
    "dt": "date",
    "auth": "authorization",
    "authz": "authorization",
    "eff": "effective",
    "nm": "name",
    "fname": "first name",
    "lname": "last name",
    "firstname": "first name",
    "lastname": "last name",
    "fst": "first",
    "lst": "last",
    "dob": "date of birth",
    "birthdate": "birth date",
    "ph": "phone",
    "tel": "telephone",
    "lang": "language",
    "addr": "address",
    "ref": "referral",
    "svc": "service",
    "rcvd": "received",
    "recd": "received",
    "nbr": "number",
    "num": "number",
    "no": "number",
    "ind": "indicator",
    "flag": "indicator",
    "eth": "ethnicity",
    "exp": "expiration",
    "stat": "status",
}
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_CIN = re.compile(r"\d{8}[A-Za-z]")


def words_of(heading: str) -> str:
    """A heading in plain lower-case words, abbreviations written out."""
    parts = re.split(r"[^0-9A-Za-z]+", _CAMEL.sub(" ", heading))
    return " ".join(_SHORT.get(part.lower(), part.lower()) for part in parts if part)


def likeness(heading: str, field: str) -> float:
    """How much a heading says a field, 0 to 1."""
    said = words_of(heading)
    best = 0.0
    for synonym in SYNONYMS[field]:
        if said == synonym:
            return 1.0
        mine, theirs = set(said.split()), set(synonym.split())
        shared = len(mine & theirs) / len(mine | theirs) if mine else 0.0
        best = max(best, 0.65 * shared + 0.35 * SequenceMatcher(None, said, synonym).ratio())
    return best


def propose(
    headings: Sequence[str], samples: Sequence[Sequence[str]], threshold: float = 0.55
) -> dict[str, str]:
    """Return element → heading, each heading used once, the surest pairs first.

    `samples` holds a few cells for each heading; a column of CINs is one whatever its heading.
    """
    pairs: list[tuple[float, int, str]] = []
    for place, heading in enumerate(headings):
        cells = [cell.strip() for cell in (samples[place] if place < len(samples) else ()) if cell]
        looks_cin = bool(cells) and all(_CIN.fullmatch(cell) for cell in cells)
        for field in SYNONYMS:
            score = likeness(heading, field)
            if field == "cin" and looks_cin:
                score = max(score, 0.95)
            if field in DATE_FIELDS and cells and guess_date_format(cells) == "":
                score -= 0.4
            if score >= threshold:
                pairs.append((score, place, field))
    taken: dict[str, str] = {}
    used: set[int] = set()
    for _score, place, field in sorted(pairs, key=lambda pair: (-pair[0], pair[1])):
        if field not in taken and place not in used:
            taken[field] = headings[place]
            used.add(place)
    return taken


def guess_date_format(cells: Sequence[str]) -> str:
    """The first format that reads every cell as a day between 1900 and 2100, "" when none does."""
    filled = [cell.strip() for cell in cells if cell.strip()]
    for pattern in DATE_FORMATS:
        if filled and all(_reads(cell, pattern) for cell in filled):
            return pattern
    return ""


def read_date(cell: str, pattern: str) -> date | None:
    """The day a cell says in that format, None when it says none between 1900 and 2100."""
    code = pattern.replace("YYYY", "%Y").replace("MM", "%m").replace("DD", "%d")
    try:
        day = datetime.strptime(cell.split("T")[0].split(" ")[0], code)
    except ValueError:
        return None
    return day.date() if 1900 <= day.year <= 2100 else None


def _reads(cell: str, pattern: str) -> bool:
    return read_date(cell, pattern) is not None


_SERVICE_HINTS = {
    "htns": ("htns", "transition", "nav", "h0043", "h2016"),
    "htss": ("htss", "tenancy", "sustain", "t2040", "t2041", "t2050", "t2051"),
    "deposits": ("deposit", "hd", "h0044", "dep"),
}
_STATUS_HINTS = {
    "approved": ("approved", "approve", "a", "appr", "auth", "authorized"),
    "under-review": ("under review", "p", "pend", "pending", "review", "in review", "ur"),
    "need-information": ("need", "information", "i", "info", "rfi", "nai"),
    "denied": ("denied", "d", "deny", "den", "rejected"),
}


def guess_service(value: str) -> str:
    """The Service slug a cell most likely means, "" when nothing speaks for one."""
    return _guess(value, _SERVICE_HINTS, [(item.slug, item.value) for item in Service])


def guess_status(value: str) -> str:
    """The AuthorizationStatus slug a cell most likely means, "" when nothing speaks for one."""
    return _guess(value, _STATUS_HINTS, [(i.slug, i.value) for i in AuthorizationStatus])


def _guess(value: str, hints: dict[str, tuple[str, ...]], known: Sequence[tuple[str, str]]) -> str:
    said = " ".join(value.lower().replace("_", " ").replace("-", " ").split())
    if not said:
        return ""
    for slug, words in known:
        if said in (slug, words.lower()):
            return slug
    for slug, marks in hints.items():
        if said in marks:
            return slug
    for slug, marks in hints.items():
        if any(len(mark) > 2 and mark in said for mark in marks):
            return slug
    best = max(known, key=lambda item: SequenceMatcher(None, said, item[1].lower()).ratio())
    close = SequenceMatcher(None, said, best[1].lower()).ratio()
    return best[0] if close > 0.6 else ""
