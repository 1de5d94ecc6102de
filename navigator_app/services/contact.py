"""How to reach a member, as staff typed it: checked before it is kept."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date

from navigator_app.domain import identifiers
from navigator_app.errors import InputRejected
from navigator_app.i18n import _
from navigator_app.services.workspace import Workspace
from navigator_app.store import reads_member

_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_LONGEST = {"safety_note": 2000}
_OTHER_LONGEST = 200

Given = str | bool | None


def checked(ws: Workspace, fields: Mapping[str, Given]) -> dict[str, object]:
    """Return the columns to write; InputRejected names the field that was refused."""
    return {name: _checker(name)(ws, name, value) for name, value in fields.items()}


def _checker(name: str) -> Callable[[Workspace, str, Given], object]:
    found = _CHECKS.get(name)
    if found is None:
        raise InputRejected(
            name,
            _("{field} cannot be changed here.").format(field=name),
            _("What the plan sends changes with its next file."),
        )
    return found


def _text(_ws: Workspace, name: str, value: Given) -> str:
    text = " ".join(str(value or "").split()) if name != "safety_note" else str(value or "").strip()
    most = _LONGEST.get(name, _OTHER_LONGEST)
    if len(text) > most:
        raise InputRejected(
            name,
            _("This is longer than {count} letters.").format(count=most),
            _("Keep what somebody in the field needs to know."),
        )
    return text


def _phone(_ws: Workspace, name: str, value: Given) -> str:
    try:
        return identifiers.phone(str(value or ""))
    except ValueError:
        raise InputRejected(
            name,
            _("A phone number has ten digits."),
            _("Type area code and number, or leave it empty when nobody knows it."),
        ) from None


def _email(ws: Workspace, name: str, value: Given) -> str:
    text = _text(ws, name, value)
    if text and not _EMAIL.fullmatch(text):
        raise InputRejected(
            name,
            _("This is no e-mail address."),
            _("It looks like name@example.org; leave it empty when there is none."),
        )
    return text


def _flag(_ws: Workspace, _name: str, value: Given) -> int:
    return int(bool(value))


def _day(ws: Workspace, name: str, value: Given) -> str | None:
    if not value:
        return None
    try:
        day = date.fromisoformat(str(value))
    except ValueError:
        raise InputRejected(
            name, _("This is no date."), _("A date is written YYYY-MM-DD.")
        ) from None
    if day > ws.clock.today():
        raise InputRejected(
            name, _("The date is in the future."), _("Use the day the member was last seen.")
        )
    return day.isoformat()


def _navigator(ws: Workspace, name: str, value: Given) -> str | None:
    if not value:
        return None
    if not reads_member.user_active(ws.store, str(value)):
        raise InputRejected(
            name, _("Nobody with that id works here."), _("Choose one of the users.")
        )
    return str(value)


_CHECKS: dict[str, Callable[[Workspace, str, Given], object]] = {
    "preferred_name": _text,
    "phone": _phone,
    "alternate_phone": _phone,
    "email": _email,
    "last_seen_place": _text,
    "last_seen_on": _day,
    "do_not_leave_word": _flag,
    "fleeing_violence": _flag,
    "safety_note": _text,
    "navigator_id": _navigator,
}
