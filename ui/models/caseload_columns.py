"""The caseload's columns: heading, words, tooltip, and the key the store sorts by."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import Qt

from navigator_app.domain.records import CaseloadRow
from navigator_app.i18n import N_, _
from ui.models import words

_LEADING = Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter


def _no_tip(row: CaseloadRow, today: date) -> str:
    return ""


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `sort` is empty where the store has no order for it."""

    key: str
    title: str
    text: Callable[[CaseloadRow, date], str]
    sort: str = ""
    tip: Callable[[CaseloadRow, date], str] = _no_tip
    alignment: Qt.AlignmentFlag = _LEADING

    def heading(self) -> str:
        """The heading in the interface's language."""
        return _(self.title)


def _name(row: CaseloadRow, today: date) -> str:
    return " ".join(part for part in (words.list_name(row), words.goes_by(row)) if part)


def _name_tip(row: CaseloadRow, today: date) -> str:
    if row.alert:
        return _("Safety notice: open the member before calling, writing or visiting.")
    return ""


def _services(row: CaseloadRow, today: date) -> str:
    return ", ".join(_(service.short) for service in row.services)


def _services_tip(row: CaseloadRow, today: date) -> str:
    return "\n".join(_(service.value) for service in row.services)


def _status(row: CaseloadRow, today: date) -> str:
    return words.status_words(row.status, row.authorization_status) if row.services else ""


def _authorization(row: CaseloadRow, today: date) -> str:
    if row.authorization_end is None:
        return words.authorization_words(row.authorization_status)
    return words.day(row.authorization_end)


def _authorization_tip(row: CaseloadRow, today: date) -> str:
    status = words.authorization_words(row.authorization_status)
    if row.authorization_end is None:
        return status
    return _("{status}, ends {words}").format(
        status=status, words=words.due_words((row.authorization_end - today).days)
    )


def _attempt(row: CaseloadRow, today: date) -> str:
    return words.days_ago(row.last_attempt, today) if row.last_attempt else _("none yet")


def _attempt_tip(row: CaseloadRow, today: date) -> str:
    return words.day(row.last_attempt)


def _due(row: CaseloadRow, today: date) -> str:
    return words.due_words((row.next_due - today).days) if row.next_due else ""


def _due_tip(row: CaseloadRow, today: date) -> str:
    return words.day(row.next_due)


COLUMNS: tuple[Column, ...] = (
    Column("name", N_("Name"), _name, "name", _name_tip),
    Column("cin", N_("CIN"), lambda row, today: words.cin(row.cin), "cin"),
    Column("plan", N_("Plan"), lambda row, today: row.plan, "plan"),
    Column("services", N_("Services"), _services, "", _services_tip),
    Column("status", N_("Status"), _status, "status"),
    Column(
        "authorization",
        N_("Authorized until"),
        _authorization,
        "authorization_end",
        _authorization_tip,
    ),
    Column("attempt", N_("Last attempt"), _attempt, "last_attempt", _attempt_tip),
    Column("due", N_("Next due"), _due, "due", _due_tip),
)
"""From left to right."""


def column_of(sort: str) -> int:
    """The column that the store's sort key belongs to, -1 for none."""
    return next((n for n, column in enumerate(COLUMNS) if column.sort == sort), -1)


def spoken(row: CaseloadRow, today: date) -> str:
    """A whole row for a screen reader, in the order that matters."""
    parts = [_name(row, today)]
    if row.alert:
        parts.append(_("safety notice"))
    for column in COLUMNS[3:]:
        text = column.text(row, today)
        if text:
            parts.append(f"{column.heading()} {text}")
    parts.append(words.cin(row.cin))
    return ", ".join(parts)
