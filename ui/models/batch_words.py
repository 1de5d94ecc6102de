"""Batches in words: states, marks and the rows of their tables."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt

from navigator_app.domain import batches
from navigator_app.domain.batches import BatchRow, Change, Mark, MemberLine, WaveMonth
from navigator_app.i18n import N_, _, ngettext
from ui.models import words
from ui.models.forecast_rows import TextTable

Index = QModelIndex | QPersistentModelIndex

TAG_ROLE = Qt.ItemDataRole.UserRole + 1

BATCH_COLUMNS = (N_("State"), N_("Batch"), N_("Plan"), N_("Service"), N_("Members"), N_("Answer"))
MEMBER_COLUMNS = (N_("Check"), N_("Row"), N_("Member"), N_("Request"), N_("What"))
WAVE_COLUMNS = (N_("Month"), N_("End already"), N_("With the batch"), N_("Note"))

_STATES = {
    batches.DRAFT: ("neutral", N_("Being filled")),
    batches.ATTESTED: ("info", N_("Attested")),
    batches.BUILT: ("pending", N_("File waits")),
    batches.SENT: ("accent", N_("Sent")),
    batches.ANSWERED: ("good", N_("Answered")),
    batches.DROPPED: ("refused", N_("Given up")),
}
_MARKS = {
    Mark.MEND: ("danger", N_("Mend")),
    Mark.LOOK: ("warning", N_("Look")),
    Mark.PASSED: ("info", N_("Passed")),
    Mark.OK: ("good", N_("Ready")),
}
_OUTCOMES = {
    batches.APPROVED: ("good", N_("Approved")),
    batches.DENIED: ("refused", N_("Denied")),
    batches.SENT_BACK: ("warning", N_("Sent back")),
}
_KINDS = {batches.NEW: N_("New"), batches.EXTENSION: N_("Extension")}


class TaggedTable(TextTable):
    """A table of texts whose first column is a tag: shape, word and colour."""

    def __init__(self, columns: Sequence[str], numbers: Sequence[int] = ()) -> None:
        """`columns` are marked for translation."""
        super().__init__(columns, numbers)
        self._tones: list[str] = []

    def show_rows(self, rows: Sequence[tuple[str, tuple[str, ...]]]) -> None:
        """Show rows of a tone (a key of `pill.KINDS`) and their cells."""
        self._tones = [tone for tone, _cells in rows]
        self.set_cells([cells for _tone, cells in rows])
        if rows:
            self.dataChanged.emit(self.index(0, 0), self.index(len(rows) - 1, 0))

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """A cell; the tag's tone and the sign that goes with it."""
        if role == TAG_ROLE:
            at = index.row() if index.isValid() and index.column() == 0 else -1
            return (self._tones[at], "") if 0 <= at < len(self._tones) else None
        return super().data(index, role)


def state(row: BatchRow) -> tuple[str, str]:
    """Tone and word of a batch's state."""
    tone, word = _STATES[row.state]
    if row.state == batches.SENT and row.members > row.unanswered:
        return tone, _("Partly answered")
    return tone, _(word)


def mark(of: Mark) -> tuple[str, str]:
    """Tone and word of a check's mark."""
    tone, word = _MARKS[of]
    return tone, _(word)


def line_mark(row: MemberLine, *, checked: bool) -> tuple[str, str]:
    """Tone and word of a member: the answer where there is one, else the gravest check."""
    if row.change is not None:
        return "warning", _("Changed")
    if row.outcome:
        tone, word = _OUTCOMES[row.outcome]
        return tone, _(word)
    if not checked:
        return "pending", _("No answer yet")
    return mark(row.mark)


def kind(slug: str) -> str:
    """What is asked for."""
    return _(_KINDS[slug])


def batch_cells(row: BatchRow) -> tuple[str, tuple[str, ...]]:
    """One batch of the list."""
    tone, word = state(row)
    return tone, (word, row.title, row.plan_name, row.service.short, str(row.members), answer(row))


def answer(row: BatchRow) -> str:
    """What the plan said, in short."""
    if row.members == row.unanswered:
        return ""
    said = _("{a} approved, {d} denied, {s} sent back").format(
        a=row.approved, d=row.denied, s=row.sent_back
    )
    if row.unanswered:
        said = _("{said}, {n} without an answer").format(said=said, n=row.unanswered)
    if row.changed:
        more = ngettext("{n} answer changed", "{n} answers changed", row.changed)
        return f"{said}, {more.format(n=row.changed)}"
    return said


def member_cells(row: MemberLine, *, checked: bool) -> tuple[str, tuple[str, ...]]:
    """One member of a batch."""
    tone, word = line_mark(row, checked=checked)
    return tone, (word, str(row.row_no), words.isolated(row.name), kind(row.kind), what(row))


def what(row: MemberLine) -> str:
    """What there is to say of a member, gravest first."""
    if row.change is not None:
        return changed(row.change)
    if row.outcome:
        return row.outcome_reason
    said = [one.says for one in row.checks if one.mark is not Mark.OK]
    if not said:
        return _("Nothing stands against it.")
    more = ngettext("And {n} more.", "And {n} more.", len(said) - 1).format(n=len(said) - 1)
    return f"{said[0]} {more}" if len(said) > 1 else said[0]


def changed(change: Change) -> str:
    """What the plan says now of a member, beside what stands."""
    before, now = (_(_OUTCOMES[word][1]) for word in (change.before, change.outcome))
    if change.reason:
        now = f"{now} ({change.reason})"
    if change.before == change.outcome:
        return _("The plan changed its answer. Now: {now}, with other days or number.").format(
            now=now
        )
    return _("The plan changed its answer. Now: {now}. Before: {before}.").format(
        now=now, before=before
    )


def whole(row: BatchRow, today: date) -> str:
    """What a batch asks for, in one line."""
    parts = [row.plan_name, _(row.service.value)]
    if row.starts_on and row.ends_on:
        first, last = words.day(row.starts_on), words.day(row.ends_on)
        parts.append(_("{first} to {last}").format(first=first, last=last))
    elif row.starts_on:
        parts.append(_("from {day}").format(day=words.day(row.starts_on)))
    elif row.ends_on:
        parts.append(_("to {day}").format(day=words.day(row.ends_on)))
    if row.subcontractor:
        parts.append(_("served by {name}").format(name=row.subcontractor))
    parts.append(_("reference {word}").format(word=row.reference))
    return " · ".join(parts)


def wave_cells(month: WaveMonth) -> tuple[str, ...]:
    """One month of the wave."""
    note = _("More packets than the hours hold") if month.over else ""
    return (
        _month(month.first), str(month.standing), str(month.standing + month.added), note,
    )  # fmt: skip


def month_words(month: WaveMonth) -> str:
    """One month in a sentence."""
    all_ = month.standing + month.added
    said = ngettext(
        "{month}: {n} authorization ends, {added} of them by this batch.",
        "{month}: {n} authorizations end, {added} of them by this batch.",
        all_,
    ).format(month=_month(month.first), n=all_, added=month.added)
    room = _("The hours hold {n} packets.").format(n=int(month.fits))
    return f"{said} {room}"


def _month(first: date) -> str:
    return _("{month} {year}").format(month=words.month_name(first), year=first.year)


def ready(rows: Sequence[MemberLine]) -> str:
    """How many of some members are ready, in a sentence."""
    lacking = sum(not row.ready for row in rows)
    if not lacking:
        return ngettext("{n} member, ready.", "{n} members, all ready.", len(rows)).format(
            n=len(rows)
        )
    return ngettext(
        "{n} of {all} members needs mending.", "{n} of {all} members need mending.", lacking
    ).format(n=lacking, all=len(rows))
