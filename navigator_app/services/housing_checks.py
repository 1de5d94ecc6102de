"""What every form of the housing search asks of its fields; each refusal names its field."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, timedelta

from navigator_app.domain import housing
from navigator_app.domain.housing_rows import Written
from navigator_app.domain.records import Changes
from navigator_app.errors import InputRejected, NotFound
from navigator_app.i18n import _
from navigator_app.services import phrases
from navigator_app.services.workspace import Workspace
from navigator_app.store import referral_state, take_back

LINE, NOTE = 200, 4000
"""Characters of a line, and of a note."""

MOST_CENTS = 10_000_000
"""A hundred thousand dollars: more a month, or as a deposit, is a slip of the pen."""

MOST_BEDROOMS, MOST_PEOPLE = 20, 50
YEARS_AHEAD = 10

TABLES = frozenset(
    {
        "landlord",
        "housing_unit",
        "housing_preference",
        "housing_application",
        "housing_event",
        "accommodation_request",
        "subsidy",
        "coordinated_entry",
    }
)
"""Tables that `undo` may touch."""


def undo(ws: Workspace, written: Written) -> Changes:
    """Take back one write of the housing search. InputRejected when something has been recorded
    on it since, or it was taken back already."""
    found = [one for one in take_back.entries(ws.store, written.undo) if one.table in TABLES]
    if not found:
        raise InputRejected(
            "undo", _("There is nothing to take back."), _("It was taken back already.")
        )
    with ws.transaction("undo_housing") as tx:
        take_back.take_back(tx, found)
    return written.changes


def check_member(ws: Workspace, member_id: str) -> None:
    """NotFound when there is no such member."""
    if not referral_state.member_known(ws.store, member_id):
        raise NotFound(
            _("No such member"),
            _("There is no member with that id."),
            _("Look the member up by name or CIN."),
        )


def line(field: str, text: str, needed: str = "") -> str:
    """One line without double spaces; `needed` says what is missing when it is empty."""
    words = " ".join(text.split())
    if needed and not words:
        raise InputRejected(field, needed)
    if len(words) > LINE:
        raise InputRejected(
            field,
            _("At most {most} characters.").format(most=LINE),
            _("Put the rest into the note."),
        )
    return words


def note(text: str, field: str = "note") -> str:
    """Several lines."""
    words = text.strip()
    if len(words) > NOTE:
        raise InputRejected(field, _("At most {most} characters.").format(most=NOTE))
    return words


def cents(field: str, amount: int | None) -> int | None:
    """An amount of money, none, or zero and more."""
    if amount is None:
        return None
    if amount < 0:
        raise InputRejected(field, _("An amount of money is not less than $0."))
    if amount > MOST_CENTS:
        raise InputRejected(
            field,
            _("At most {most}.").format(most=housing.money(MOST_CENTS)),
            _("Look at the decimal point."),
        )
    return amount


def count(field: str, number: int | None, most: int) -> int | None:
    """A count from 0, or none."""
    if number is not None and not 0 <= number <= most:
        raise InputRejected(field, _("From 0 to {most}.").format(most=most))
    return number


def one_of(field: str, word: str, known: Collection[str], *, empty: bool = False) -> str:
    """A word of a list; `empty` where none may be chosen."""
    if word in known or (empty and not word):
        return word
    raise InputRejected(field, _("Choose one of the list."))


def some_of(field: str, words: Sequence[str], known: Collection[str]) -> list[str]:
    """Words of a list, each once."""
    return [one_of(field, word, known) for word in dict.fromkeys(words)]


def past(ws: Workspace, field: str, day: date | None) -> None:
    """Refuse a day to come."""
    if day is not None and day > ws.clock.today():
        raise InputRejected(field, _("That day is in the future."), _("Use today or earlier."))


def near(ws: Workspace, field: str, day: date | None) -> None:
    """Refuse a day that is many years ahead, or of another century."""
    if day is None:
        return
    today = ws.clock.today()
    if day > today + timedelta(days=366 * YEARS_AHEAD) or day.year < 1990:
        raise InputRejected(field, _("Look at the year."))


def in_order(field: str, first: date | None, then: date | None, message: str) -> None:
    """Refuse two days in an impossible order at the field of the later; `message` has {day}, the
    first of them."""
    if first is not None and then is not None and then < first:
        raise InputRejected(
            field, message.format(day=phrases.day(first)), _("Correct one of the two.")
        )


def text_of(day: date | None) -> str | None:
    """A day as it is kept."""
    return day.isoformat() if day else None


def flag_of(value: bool | None) -> int | None:
    """Yes, no or not known, as it is kept."""
    return None if value is None else int(value)
