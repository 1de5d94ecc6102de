"""What a cell of an authorization file becomes: one reader a field, each result kept.

A reader is a dict that fills itself: a text seen before costs one look-up, so a file of ten
thousand rows is read column by column at the speed of the interpreter's own loops. A text that
cannot be read becomes a `Bad` with the reason in plain words.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date

from navigator_app.domain import identifiers
from navigator_app.domain.vocabulary import (
    UNKNOWN_PHONE,
    AuthorizationStatus,
    ReferralType,
    Service,
)
from navigator_app.exchange.layouts import Layout, heading_key
from navigator_app.i18n import _

EARLIEST_BIRTH = "1900-01-01"
_EXPONENT = re.compile(r"\d(?:[.,]\d+)?E\+?\d+", re.I)
_EXTENSION = re.compile(r"\s*(?:x|ext\.?|extension)\s*\d{1,6}$", re.I)
_MIDNIGHT = r"(?:[ T]0?0:00(?::00(?:\.0+)?)?Z?|[ T]12:00(?::00)? ?AM)?"
_SERIAL = re.compile(r"[1-9]\d{4}")  # days since 30 December 1899: 1927 to 2173


class Bad:
    """A cell that cannot be taken, and why."""

    __slots__ = ("reason",)

    def __init__(self, reason: str) -> None:
        """Keep the reason."""
        self.reason = reason


class Reader(dict[str, object]):
    """Text of a cell -> value or `Bad`; `spoiled` once any text was bad."""

    __slots__ = ("_read", "spoiled")

    def __init__(self, read: Callable[[str], object]) -> None:
        """`read` takes the stripped text and raises ValueError with the reason."""
        super().__init__()
        self._read = read
        self.spoiled = False

    def __missing__(self, text: str) -> object:
        """Read a text for the first time."""
        try:
            value = self._read(text.strip())
        except ValueError as error:
            self.spoiled = True
            value = Bad(str(error))
        self[text] = value
        return value


def readers(layout: Layout, today: date, workbook: bool) -> dict[str, Reader]:
    """Return a reader for each field of a layout. `workbook`: cells come from XLSX."""
    dates = date_reader(layout.dates, workbook)
    read: dict[str, Callable[[str], object]] = {
        "first_name": _name,
        "last_name": _name,
        "cin": _cin,
        "plan_member_id": _identifier,
        "date_of_birth": _birth(dates, today.isoformat()),
        "phone": _phone,
        "guardian_phone": _phone,
        "language_spoken": identifiers.language,
        "language_written": identifiers.language,
        "guardian_first_name": _name,
        "guardian_last_name": _name,
        "authorization_number": _identifier,
        "service": _coded(layout, "service", _("unknown service")),
        "referral_type": _coded(layout, "referral_type", _("unknown referral type")),
        "authorization_status": _coded(
            layout, "authorization_status", _("unknown authorization status")
        ),
        "homeless": _homeless(layout),
    }
    for name in ("requested_on", "effective_on", "ends_on", "decided_on", "sent_to_provider_on"):
        read[name] = dates
    made: dict[str, Reader] = {}
    for name in layout.headings:
        reader = read.get(name, _text)
        made[name] = Reader(_needed(name, reader) if name in layout.required else reader)
    return made


def absent(name: str) -> object:
    """The value of a field that the file has no column for."""
    if name.endswith("_on") or name == "date_of_birth":
        return None
    if name.endswith("phone"):
        return UNKNOWN_PHONE
    if name.startswith("language"):
        return "", ""
    return 0 if name == "homeless" else ""


def _needed(name: str, read: Callable[[str], object]) -> Callable[[str], object]:
    missing = {
        "first_name": _("first name missing: every member needs one"),
        "last_name": _("last name missing: every member needs one"),
        "cin": _("CIN missing: eight digits and a letter are needed"),
        "date_of_birth": _("date of birth missing"),
        "service": _("service missing: the plan must say what the member is referred to"),
    }.get(name, _("this cell must not be empty"))

    def needed(text: str) -> object:
        value = read(text) if text else None
        if value is None or value == "":
            raise ValueError(missing)
        return value

    return needed


def _text(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _name(text: str) -> str:
    return " ".join(text.split())


def _identifier(text: str) -> str:
    if text.isdigit():
        return text
    if _EXPONENT.fullmatch(text):
        raise ValueError(
            _(
                "a spreadsheet program rounded this number: "
                "ask the plan for the file as it was produced"
            )
        )
    return " ".join(text.split())


def _cin(text: str) -> str:
    # the usual shape at once; everything else as `identifiers` has it
    if len(text) == 9 and text.isascii() and text[:8].isdigit() and "A" <= text[8] <= "Z":
        return text
    try:
        return identifiers.cin(text)
    except ValueError:
        raise ValueError(
            _("CIN shape: a CIN is eight digits and a letter, such as 91234567A")
        ) from None


def _phone(text: str) -> str:
    if len(text) == 10 and text.isascii() and text.isdigit():
        return text
    try:
        return identifiers.phone(_EXTENSION.sub("", text))
    except ValueError:
        raise ValueError(
            _("phone shape: a phone number has ten digits, and is 0000000000 when unknown")
        ) from None


def _coded(layout: Layout, name: str, unknown: str) -> Callable[[str], object]:
    """Look a text up among the plan's; an empty one stays empty."""
    codes: Mapping[str, tuple[str, ...]] = layout.codes.get(name, {})
    known = {heading_key(text): value for value, texts in codes.items() for text in texts}
    words = {
        "service": [item.value for item in Service],
        "authorization_status": [item.value for item in AuthorizationStatus],
        "referral_type": [f"{item.slug} ({item.value})" for item in ReferralType],
    }.get(name, list(codes))
    reason = _("{unknown}: expected {words}").format(
        unknown=unknown, words=_(" or ").join([", ".join(words[:-1]), words[-1]])
    )

    def coded(text: str) -> object:
        if not text:
            return ""
        value = known.get(heading_key(text))
        if value is None:
            raise ValueError(reason)
        return value

    return coded


def _homeless(layout: Layout) -> Callable[[str], object]:
    look_up = _coded(layout, "homeless", _("unknown homelessness indicator"))
    return lambda text: 1 if look_up(text) == "yes" else 0


def _birth(dates: Callable[[str], str | None], today: str) -> Callable[[str], str | None]:
    def read(text: str) -> str | None:
        born = dates(text)
        if born is not None and born > today:
            raise ValueError(_("date of birth in the future: it must be today or earlier"))
        if born is not None and born < EARLIEST_BIRTH:
            raise ValueError(_("date of birth before 1900: check the year"))
        return born

    return read


def date_reader(formats: tuple[str, ...], workbook: bool) -> Callable[[str], str | None]:
    """Return a function from text to ISO date; empty and all zeros are None.

    Formats are made of YYYY, MM and DD. A workbook's own dates arrive in ISO form, or as the
    number of the day where the cell was not formatted as a date.
    """
    shapes = [_shape(text) for text in (*formats, *(["YYYY-MM-DD"] if workbook else []))]
    shown = _(" or ").join(formats)
    year, month, day = (_place(formats[0], part) for part in ("YYYY", "MM", "DD"))
    gaps = [at for at, mark in enumerate(formats[0]) if mark not in "YMD"]
    first, last = (gaps[0], gaps[-1]) if gaps else (0, 0)
    marks = formats[0][first] + formats[0][last] if gaps else ""
    length = len(formats[0])

    def read(text: str) -> str | None:
        if len(text) == length and (not marks or text[first] + text[last] == marks):
            iso = f"{text[year]}-{text[month]}-{text[day]}"
            try:  # four times as quick as the patterns below, which name the fault
                date.fromisoformat(iso)
            except ValueError:
                pass
            else:
                return iso
        if not text.strip("0/-. "):
            return None
        for shape in shapes:
            found = shape.fullmatch(text)
            if found:
                return _iso(int(found["YYYY"]), int(found["MM"]), int(found["DD"]))
        if workbook and _SERIAL.fullmatch(text):
            return date.fromordinal(date(1899, 12, 30).toordinal() + int(text)).isoformat()
        raise ValueError(_("date not readable: expected {format}").format(format=shown))

    return read


def _iso(year: int, month: int, day: int) -> str:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        raise ValueError(_("no such day in the calendar: check month and day")) from None


def _place(shape: str, part: str) -> slice:
    at = shape.index(part)
    return slice(at, at + len(part))


def _shape(text: str) -> re.Pattern[str]:
    short = "{1,2}" if any(mark in text for mark in "/-. ") else "{2}"
    pattern = re.escape(text).replace("YYYY", r"(?P<YYYY>[0-9]{4})")
    for part in ("MM", "DD"):
        pattern = pattern.replace(part, rf"(?P<{part}>[0-9]{short})")
    return re.compile(pattern + _MIDNIGHT, re.I)
