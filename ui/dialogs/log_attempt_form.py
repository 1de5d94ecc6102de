"""The questions of the outreach log, in the order they are answered."""

from __future__ import annotations

from datetime import date, datetime, time

from PySide6.QtCore import QDate, QSignalBlocker, QTimer, Slot
from PySide6.QtWidgets import (
    QDateEdit,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from navigator_app.domain.records import AttemptDraft
from navigator_app.domain.vocabulary import Mode, Outcome
from navigator_app.i18n import _
from navigator_app.runtime.clock import Clock
from ui import theme
from ui.tasks import Tasks
from ui.widgets.buttons import QuietButton
from ui.widgets.choice_row import Choice, ChoiceRow
from ui.widgets.danger_notice import DangerNotice
from ui.widgets.fields import LabelledField
from ui.widgets.form_frame import form_column
from ui.widgets.member_finder import MemberFinder
from ui.widgets.text import Heading
from ui.widgets.time_field import TimeField

_OUTCOME_ICONS = {
    Outcome.REACHED: "good",
    Outcome.NOT_FOUND: "search",
    Outcome.MESSAGE_LEFT: "text",
    Outcome.REFUSED: "refused",
    Outcome.WRONG_NUMBER: "phone",
    Outcome.UNSAFE: "danger",
}


class AttemptForm(QWidget):
    """Who, how, what came of it, when; then what is optional.

    While nobody touches the moment it is this one.
    """

    def __init__(self, tasks: Tasks, clock: Clock, parent: QWidget | None = None) -> None:
        """Ask everything; nothing is answered yet."""
        super().__init__(parent)
        self._clock = clock
        self._touched = False
        self.finder = MemberFinder(tasks)
        self.danger = DangerNotice()
        self.mode = ChoiceRow(_("How"), [Choice(mode, _(mode.value), mode.slug) for mode in Mode])
        self.outcome = ChoiceRow(
            _("What came of it"),
            [Choice(what, _(what.value), _OUTCOME_ICONS[what]) for what in Outcome],
        )
        self.on, self.at = QDateEdit(), TimeField()
        self.now = QuietButton(_("Now"), "time")
        self.place, self.with_whom, self.next_step = QLineEdit(), QLineEdit(), QLineEdit()
        self.note = QPlainTextEdit()
        self.fields = self._make_fields()
        self._tick = QTimer(self, interval=20_000)
        self._assemble()
        self._connect()
        self.set_now()

    def moment(self) -> datetime:
        """When it was, local and naive; midnight while the time is not readable."""
        self._follow_clock()
        day = self.on.date()
        return datetime.combine(
            date(day.year(), day.month(), day.day()), self.at.value() or time.min
        )

    def drafts(self) -> list[AttemptDraft]:
        """One attempt for each member picked."""
        return [
            AttemptDraft(
                member_id=member.id,
                mode=self.mode.value(),
                outcome=self.outcome.value(),
                at=self.moment(),
                place=self.place.text().strip(),
                with_whom=self.with_whom.text().strip(),
                note=self.note.toPlainText().strip(),
                next_step=self.next_step.text().strip(),
            )
            for member in self.finder.chosen
        ]

    def complete(self) -> bool:
        """True when nothing needed is missing; else say so beside the field and go there."""
        missing = {
            "at": (self.at.value() is None, _("Write the time as 7:30 pm or 19:30.")),
            "outcome": (self.outcome.value() is None, _("Choose what came of it.")),
            "mode": (self.mode.value() is None, _("Choose how you tried.")),
            "member_id": (not self.finder.chosen, _("Choose at least one member.")),
        }
        for key, (empty, message) in missing.items():
            if empty:
                self.show_error(key, message)
            else:
                self.fields[key].show_error("")
        return not any(empty for empty, _message in missing.values())

    def show_error(self, key: str, message: str) -> None:
        """Say beside a field what is wrong, and go there."""
        self.fields[key].show_error(message)
        if key in ("mode", "outcome"):
            (self.mode if key == "mode" else self.outcome).take_focus()
        else:
            (self._when() if key == "at" else self.fields[key].widget).setFocus()

    def _when(self) -> QWidget:
        return self.on if self.at.value() is not None else self.at

    def typed(self) -> dict[str, object]:
        """All that was typed or picked, JSON-ready; empty when nothing was."""
        mode, outcome = self.mode.value(), self.outcome.value()
        typed: dict[str, object] = {
            "finder": self.finder.field.text(),
            "members": [member.id for member in self.finder.chosen],
            "mode": mode.slug if mode else "",
            "outcome": outcome.slug if outcome else "",
            "at": self.moment().isoformat() if self._touched else "",
            "place": self.place.text(),
            "with_whom": self.with_whom.text(),
            "note": self.note.toPlainText(),
            "next_step": self.next_step.text(),
        }
        return {key: value for key, value in typed.items() if value}

    def put_back(self, payload: dict[str, object]) -> None:
        """Fill in what `typed` gave; the members are the dialog's to look up."""
        text = {key: str(value) for key, value in payload.items() if isinstance(value, str)}
        self.finder.field.setText(text.get("finder", ""))
        if text.get("mode"):
            self.mode.set_value(Mode.from_slug(text["mode"]))
        if text.get("outcome"):
            self.outcome.set_value(Outcome.from_slug(text["outcome"]))
        if text.get("at"):
            self._show_moment(datetime.fromisoformat(text["at"]))
            self._touch()
        self.place.setText(text.get("place", ""))
        self.with_whom.setText(text.get("with_whom", ""))
        self.next_step.setText(text.get("next_step", ""))
        self.note.setPlainText(text.get("note", ""))

    def _make_fields(self) -> dict[str, LabelledField]:
        self.on.setCalendarPopup(True)
        self.on.setDisplayFormat(_("ddd, MMM d, yyyy"))
        self.note.setTabChangesFocus(True)
        self.note.setFixedHeight(theme.px(72))
        when = QWidget()
        row = QHBoxLayout(when)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.S8)
        row.addWidget(self.on, 3)
        row.addWidget(self.at, 2)
        row.addWidget(self.now)
        fields = {
            "member_id": LabelledField(_("Who"), self.finder),
            "mode": LabelledField(_("How"), self.mode),
            "outcome": LabelledField(_("What came of it"), self.outcome),
            "at": LabelledField(_("When"), when),
            "place": LabelledField(_("Where (optional)"), self.place),
            "with_whom": LabelledField(_("With whom (optional)"), self.with_whom),
            "note": LabelledField(_("Note (optional)"), self.note),
            "next_step": LabelledField(_("Next step (optional)"), self.next_step),
        }
        for field in fields.values():
            column = field.layout()
            if isinstance(column, QVBoxLayout):
                column.addStretch(1)  # labels of a row stay on one line
        self.on.setAccessibleName(_("Day of the attempt"))
        self.at.setAccessibleName(_("Time of the attempt"))
        return fields

    def _assemble(self) -> None:
        column = form_column(self)
        column.addWidget(Heading(_("Log an outreach attempt"), 2))
        column.addWidget(self.fields["member_id"])
        column.addWidget(self.danger)
        column.addWidget(self.fields["mode"])
        column.addWidget(self.fields["outcome"])
        more = QGridLayout()
        more.setHorizontalSpacing(theme.S16)
        more.setVerticalSpacing(theme.S12)
        more.addWidget(self.fields["at"], 0, 0)
        more.addWidget(self.fields["place"], 0, 1)
        more.addWidget(self.fields["with_whom"], 1, 0)
        more.addWidget(self.fields["next_step"], 1, 1)
        more.addWidget(self.fields["note"], 2, 0, 1, 2)
        more.setColumnStretch(0, 1)
        more.setColumnStretch(1, 1)
        column.addLayout(more)
        column.addStretch(1)

    def _connect(self) -> None:
        self.finder.finished.connect(self.mode.take_focus)
        self.mode.chosen.connect(self._mode_chosen)
        self.outcome.chosen.connect(self._outcome_chosen)
        self.on.userDateChanged.connect(self._touch)
        self.at.textEdited.connect(self._touch)
        self.now.clicked.connect(self.set_now)
        self._tick.timeout.connect(self._follow_clock)
        self._tick.start()

    @Slot()
    def set_now(self) -> None:
        """Let the moment follow the clock again."""
        self._touched = False
        self.now.hide()
        self._follow_clock()

    def _show_moment(self, moment: datetime) -> None:
        with QSignalBlocker(self.on), QSignalBlocker(self.at):
            self.on.setDate(QDate(moment.year, moment.month, moment.day))
            self.at.set_time(moment.time())

    @Slot()
    def _follow_clock(self) -> None:
        if not self._touched:
            self._show_moment(self._clock.to_local(self._clock.now()).replace(tzinfo=None))

    @Slot()
    def _touch(self) -> None:
        self._touched = True
        self.now.show()
        self.fields["at"].show_error("")

    @Slot(object)
    def _mode_chosen(self, mode: Mode) -> None:
        self.fields["mode"].show_error("")
        self.outcome.take_focus()

    @Slot(object)
    def _outcome_chosen(self, outcome: Outcome) -> None:
        self.fields["outcome"].show_error("")
        self.outcome.take_focus()
