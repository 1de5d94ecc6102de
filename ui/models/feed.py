"""Attempts, statuses and the journal as one kind of list: a sign, a line, a note below."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from navigator_app.domain.records import AttemptRow, JournalRow, MemberPage, StatusEventRow
from navigator_app.i18n import _
from navigator_app.runtime.clock import Clock
from ui.models import words
from ui.models.journal_words import change_words, intention_words

ENTRY_ROLE = Qt.ItemDataRole.UserRole
_NO_PARENT = QModelIndex()


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that happened."""

    id: str
    title: str
    meta: str  # when and by whom
    body: str = ""
    tone: str = "neutral"
    struck: bool = False  # corrected since: kept, and no longer true
    action: str = ""  # the words of a button on the line, if it has one
    marks: tuple[tuple[int, int], ...] = ()  # places in the body of what was searched for


class Feed(QAbstractListModel):
    """Entries as given, newest first."""

    def __init__(self, parent: QObject | None = None) -> None:
        """Start empty."""
        super().__init__(parent)
        self._entries: list[Entry] = []

    def set_entries(self, entries: Sequence[Entry]) -> None:
        """Show these; nothing happens when they are the same."""
        new = list(entries)
        if new == self._entries:
            return
        self.beginResetModel()
        self._entries = new
        self.endResetModel()

    def entry(self, place: int) -> Entry | None:
        """The entry at a place, or None."""
        return self._entries[place] if 0 <= place < len(self._entries) else None

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = _NO_PARENT) -> int:
        """How many entries."""
        return 0 if parent.isValid() else len(self._entries)

    def data(
        self,
        index: QModelIndex | QPersistentModelIndex,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:
        """The words; the delegate draws from ENTRY_ROLE."""
        entry = self.entry(index.row()) if index.isValid() else None
        if entry is None:
            return None
        if role == ENTRY_ROLE:
            return entry
        if role == Qt.ItemDataRole.DisplayRole:
            return entry.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            parts = (entry.title, _("corrected since") if entry.struck else "", entry.meta)
            spoken = ", ".join(part for part in parts if part)
            return f"{spoken}. {entry.body}" if entry.body else spoken
        return None


def attempt_entries(attempts: Sequence[AttemptRow], clock: Clock) -> list[Entry]:
    """The attempts of a member, newest first."""
    return [_attempt_entry(attempt, clock) for attempt in attempts]


def _attempt_entry(attempt: AttemptRow, clock: Clock) -> Entry:
    local = Clock(attempt.zone or clock.zone).to_local(attempt.at)
    when = _("{date} at {time}").format(
        date=words.short_day(local.date(), clock.today()), time=words.clock_time(local)
    )
    where = ", ".join(words.isolated(part) for part in (attempt.place, attempt.with_whom) if part)
    next_step = _("Next: {step}").format(step=attempt.next_step) if attempt.next_step else ""
    return Entry(
        id=attempt.id,
        title=f"{_(attempt.outcome.value)} · {_(attempt.mode.value)}",
        meta=" · ".join(part for part in (when, attempt.by) if part),
        body="\n".join(part for part in (where, attempt.note, next_step) if part),
        tone=words.OUTCOME_TONE[attempt.outcome],
    )


def event_entries(page: MemberPage, referral_id: str, clock: Clock) -> list[Entry]:
    """The status events of one referral, newest first, corrected ones struck through."""
    return [_event_entry(event, clock) for event in page.events if event.referral_id == referral_id]


def _event_entry(event: StatusEventRow, clock: Clock) -> Entry:
    sent = _("in the {period} status file").format(period=event.file_period)
    meta = (
        words.short_day(event.on, clock.today()),
        event.by,
        sent if event.file_period else "",
    )
    title = words.status_words(event.status)
    if event.reason:
        title = f"{title} · {_(event.reason.value)}"
    corrects = _("Corrects an earlier status.") if event.corrects else ""
    return Entry(
        id=event.id,
        title=title,
        meta=" · ".join(part for part in meta if part),
        body="\n".join(part for part in (corrects, event.note) if part),
        tone=words.status_tone(event.status),
        struck=event.corrected_by is not None,
        action="" if event.corrected_by else _("Correct"),
    )


def history_entries(rows: Sequence[JournalRow], clock: Clock) -> list[Entry]:
    """The journal in plain words, newest first; fields changed together stand together."""
    groups: dict[tuple[object, ...], list[JournalRow]] = {}
    for row in rows:
        groups.setdefault((row.at, row.by, row.intention, row.table, row.record_id), []).append(row)
    return [_history_entry(group, clock) for group in reversed(groups.values())]


def _history_entry(group: list[JournalRow], clock: Clock) -> Entry:
    first = group[0]
    local = clock.to_local(first.at)
    when = _("{date} at {time}").format(
        date=words.short_day(local.date(), clock.today()), time=words.clock_time(local)
    )
    said = [text for text in (change_words(row) for row in group) if text]
    return Entry(
        id=f"{first.record_id}:{first.at.isoformat()}",
        title=intention_words(first),
        meta=" · ".join(part for part in (when, first.by) if part),
        body="\n".join(said),
        tone="info",
    )
