"""Services of one member: the month in figures, notes newest first, a stopwatch, a new note."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from navigator_app.domain.encounter_facts import Payable
from navigator_app.domain.records import Changes
from navigator_app.domain.service_rows import MemberServices, TimerRow
from navigator_app.domain.vocabulary import Service
from navigator_app.i18n import _, ngettext
from navigator_app.services import record_encounter, service_month
from navigator_app.services.workspace import Workspace
from ui import theme
from ui.context import Context, Section
from ui.dialogs.take_back import TakeBack
from ui.models import service_words, words
from ui.widgets.asking_dialog import choice_field
from ui.widgets.buttons import PlainButton, PrimaryButton
from ui.widgets.card import Card, EmptyState
from ui.widgets.fields import LabelledField
from ui.widgets.flow import FlowLayout
from ui.widgets.month_figures import MonthFigures
from ui.widgets.service_note_row import ServiceNoteRow
from ui.widgets.tab_order import follow_layout
from ui.widgets.text import Heading, Muted
from ui.widgets.timer_bar import TimerBar

PAGE = 20
"""Notes that are shown at first, and that "Show more" adds."""


def _read(
    member_id: str, service: str, payable: Payable | None, limit: int, ws: Workspace
) -> MemberServices:
    return service_month.member_services(
        ws, member_id, service=service, payable=payable, limit=limit
    )


def _take_back(note_id: str, ws: Workspace) -> Changes:
    return record_encounter.take_back(ws, note_id)


def _put_back(note_id: str, ws: Workspace) -> Changes:
    return record_encounter.put_back(ws, note_id)


class MemberServicesSection(Section):
    """The section."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        """Build it; `show_member` fills it."""
        super().__init__(context, parent)
        self._member_id = ""
        self._limit = PAGE
        self._rows: dict[str, ServiceNoteRow] = {}
        self.new = PrimaryButton(_("Write a note"), "add")
        self.new.setToolTip(_("Write down a service (Ctrl+M)"))
        self.month_button = PlainButton(_("The plan’s month"), "sheet")
        self.timer = TimerBar(context)
        self.month, self.figures = Heading("", 3), MonthFigures()
        self.service = choice_field({"": _("All services")} | _services())
        self.payable = choice_field({"": _("All verdicts")} | _verdicts())
        self.count = Muted("")
        self.more = PlainButton(_("Show more"), "down")
        text = _("What was done with and for this member, with its code and verdict.")
        self.empty = EmptyState("draft", _("No services yet"), text, _("Write the first note"))
        self._head, self._list = Card(), Card(_("Notes"))
        self._notes = QVBoxLayout()
        self._assemble()
        self._connect()

    def show_member(self, member_id: str) -> None:
        """Show this member's services."""
        if member_id != self._member_id:
            self._member_id = member_id
            self._limit = PAGE
            self._clear()
        self.timer.show_member(member_id)
        self._load()

    def on_changes(self, changes: Changes) -> None:
        """A write touched this member."""
        if self._member_id in changes.members:
            self.timer.refresh()
            self._load()

    def _assemble(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.S16)
        actions = QWidget()
        flow = FlowLayout(actions, theme.S8)
        for part in (self.new, self.month_button, self.timer):
            flow.addWidget(part)
        parts = (actions, self.month, self.figures)
        for below in parts:
            self._head.column.addWidget(below)
        filters = QWidget()
        row = FlowLayout(filters, theme.S16)
        for box in (self.service, self.payable):
            box.setMinimumContentsLength(14)
        row.addWidget(LabelledField(_("Service"), self.service))
        row.addWidget(LabelledField(_("Verdict"), self.payable))
        self._notes.setSpacing(theme.S12)
        self._list.column.addWidget(filters)
        self._list.column.addWidget(self.count)
        self._list.column.addLayout(self._notes)
        self._list.column.addWidget(self.more)
        self._filters = filters
        for card in (self._head, self._list, self.empty):
            column.addWidget(card)
            card.hide()

    def _connect(self) -> None:
        self.new.clicked.connect(self._write)
        self.month_button.clicked.connect(self._open_month)
        self.more.clicked.connect(self._show_more)
        self.service.currentIndexChanged.connect(self._narrow)
        self.payable.currentIndexChanged.connect(self._narrow)
        self.timer.stopped.connect(self._use_timer)
        assert self.empty.button is not None
        self.empty.button.clicked.connect(self._write)

    def _load(self) -> None:
        chosen = str(self.payable.currentData() or "")
        work = partial(
            _read,
            self._member_id,
            str(self.service.currentData() or ""),
            Payable(chosen) if chosen else None,
            self._limit,
        )
        show = partial(self._show, self._member_id)
        self.context.tasks.run(work, show, owner=self, failed=self.context.show_refusal)

    def _show(self, member_id: str, page: MemberServices) -> None:
        if member_id != self._member_id:
            return  # another member was asked for meanwhile
        narrowed = bool(self.service.currentData() or self.payable.currentData())
        bare = not page.total and not narrowed and not page.month.attempts
        self.empty.setVisible(bare)
        self._head.setVisible(not bare)
        self._list.setVisible(not bare)
        today = self.context.clock.today()
        self.month.setText(_("{month} so far").format(month=words.month_name(today)))
        self.figures.show_month(page.month, page.effort)
        self._show_rows(page)
        shown = len(page.rows)
        text = ngettext("{shown} of {n} note", "{shown} of {n} notes", page.total)
        if not page.total and not narrowed:
            text = _("No note yet. Write the first above.")
        self.count.setText(text.format(shown=shown, n=f"{page.total:,}"))
        self._filters.setVisible(bool(page.total) or narrowed)
        self.more.setVisible(shown < page.total)
        self._list.setAccessibleName(self.count.text())
        follow_layout(self)

    def _show_rows(self, page: MemberServices) -> None:
        """Keep the notes that stay, so that what is unfolded or in focus stays so."""
        wanted = {row.id: row for row in page.rows}
        for gone in [key for key, row in self._rows.items() if wanted.get(key) != row.row]:
            self._remove(gone)
        today = self.context.clock.today()
        for place, (key, row) in enumerate(wanted.items()):
            if key not in self._rows:
                made = self._rows[key] = ServiceNoteRow(row, today)
                made.correct_asked.connect(self._correct)
                made.take_back_asked.connect(self._take_back)
                self._notes.insertWidget(place, made)

    def _remove(self, key: str) -> None:
        row = self._rows.pop(key)
        self._notes.removeWidget(row)
        row.hide()
        row.deleteLater()

    def _clear(self) -> None:
        for key in list(self._rows):
            self._remove(key)
        for part in (self._head, self._list, self.empty):
            part.hide()

    @Slot()
    def _narrow(self) -> None:
        self._limit = PAGE
        self._load()

    @Slot()
    def _show_more(self) -> None:
        self._limit += PAGE
        self._load()

    @Slot()
    def _write(self) -> None:
        self.context.ways.ask.emit("service_note", self._member_id)

    @Slot()
    def _open_month(self) -> None:
        self.context.ways.ask.emit("service_month", {"member": self._member_id})

    @Slot(object)
    def _use_timer(self, row: TimerRow) -> None:
        """The stopwatch was ended here: its time becomes a note."""
        started = self.context.clock.to_local(row.started).replace(tzinfo=None)
        typed = {"minutes": str(row.minutes), "at": started.isoformat()}
        about = {"about": {"member": self._member_id}, **typed}
        self.context.ways.reopen.emit("service_note", about)

    @Slot(str)
    def _correct(self, note_id: str) -> None:
        self.context.ways.ask.emit("service_note", {"member": self._member_id, "note": note_id})

    @Slot(str)
    def _take_back(self, note_id: str) -> None:
        again = TakeBack(self.context, partial(_put_back, note_id))
        self.context.tasks.run(
            partial(_take_back, note_id),
            partial(self._taken_back, again),
            owner=self,
            failed=self.context.show_refusal,
        )

    def _taken_back(self, again: TakeBack, changes: Changes) -> None:
        self.context.tasks.announce(changes)
        self.context.ways.notice.emit(_("The note is taken back."), (_("Undo"), again.undo))


def _services() -> dict[str, str]:
    return {one.slug: one.short for one in Service}


def _verdicts() -> dict[str, str]:
    return {one.value: _(word) for one, (_kind, word) in service_words.PILLS.items()}
