"""What stands open on a form before it prints, each with the way to mend it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from navigator_app.errors import NavigatorError
from navigator_app.i18n import _, ngettext
from navigator_app.services.form_desk import Drawn, Question, Sheet
from ui import theme
from ui.widgets.asking_dialog import note_field
from ui.widgets.buttons import QuietButton
from ui.widgets.card import Card
from ui.widgets.fields import LabelledField
from ui.widgets.note_box import NoteBox
from ui.widgets.tab_order import follow_layout
from ui.widgets.text import Heading, Muted, Small

_PAUSE_MS = 400
_SHOWN = 5
"""Texts that are named of those not translated; the rest is counted."""


class _Part(QWidget):
    """A column that is made anew whenever what it says is another."""

    def __init__(self) -> None:
        super().__init__()
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(theme.S8)

    def fill(self, parts: Sequence[QWidget]) -> None:
        """Show these and nothing else."""
        while (item := self.column.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.hide()
                old.deleteLater()
        for part in parts:
            if isinstance(part, QuietButton):
                self.column.addWidget(part, 0, Qt.AlignmentFlag.AlignLeft)
            else:
                self.column.addWidget(part)
        self.setVisible(bool(parts))


class FormPoints(QWidget):
    """Refusal and its next step, blanks to fill in here, own words and translations that lack.

    Signals:
        typed(): a blank was filled in, or a reason given.
        member_asked(): open the member's page, to mend the record.
        words_asked(str): write the agency's own words for a block.
        translations_asked(): see what is not translated.
    """

    typed = Signal()
    member_asked = Signal()
    words_asked = Signal(str)
    translations_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        """Start with nothing to say."""
        super().__init__(parent)
        self.fields: dict[str, LabelledField] = {}
        self._fill: dict[str, str] = {}
        self._questions: tuple[Question, ...] = ()
        self._said: object = None
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self.refusal, self.notes = _Part(), _Part()
        self.reason = QLineEdit()
        self.reason_field = LabelledField(
            _("Why it goes all the same"), self.reason,
            _("The law or the order that asks for it. The reason stays in the record."),
        )  # fmt: skip
        self.blanks = Card()
        self.blanks_heading = Heading("", 3)
        self._lines = _Part()
        self.open_member = QuietButton(_("Mend it in the record instead"), "user")
        self._assemble()
        self._pause.timeout.connect(self._say_typed)
        self.reason.textChanged.connect(self._wait)
        self.open_member.clicked.connect(self.member_asked)

    def _assemble(self) -> None:
        for part in (self.blanks_heading, self._lines):
            self.blanks.column.addWidget(part)
        self.blanks.column.addWidget(self.open_member, 0, Qt.AlignmentFlag.AlignLeft)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.S12)
        for one in (self.refusal, self.reason_field, self.blanks, self.notes):
            column.addWidget(one)
            one.hide()

    # what was typed

    def fill(self) -> tuple[tuple[str, str], ...]:
        """What was typed for this sheet, by source."""
        self._take_typed()
        return tuple(sorted((key, text) for key, text in self._fill.items() if text.strip()))

    def put_back(self, fill: dict[str, str], reason: str = "") -> None:
        """Have typed this; the fields follow with the next sheet."""
        self._fill = dict(fill)
        self._questions = ()
        self.fields = {}
        self._lines.fill([])
        self.reason.setText(reason)

    def override(self) -> str:
        """The reason given, where one is asked for."""
        return "" if self.reason_field.isHidden() else self.reason.text().strip()

    # what is said

    def refuse(self, error: BaseException) -> None:
        """The form cannot be printed so: why, and what to do."""
        title = error.title if isinstance(error, NavigatorError) else _("Not printable")
        told = [getattr(error, "message", str(error)), getattr(error, "next_step", "")]
        box = NoteBox("danger", [title, *(one for one in told if one)])
        self.refusal.fill([box])
        self.notes.hide()

    def show_sheet(self, sheet: Sheet, for_member: bool) -> None:
        """Show what the gate says and what can be filled in."""
        held = bool(sheet.withheld)
        lines = [_("This may not leave as it is"), *sheet.withheld.splitlines()]
        if held and sheet.overridable:
            lines.append(_("Record the consent first, or say below why it goes all the same."))
        self.refusal.fill([NoteBox("danger", lines)] if held else [])
        self.reason_field.setVisible(held and sheet.overridable)
        self._show_questions(sheet)
        self.open_member.setVisible(for_member)
        self.blanks.setVisible(bool(sheet.questions))

    def show_drawn(self, sheet: Sheet, drawn: Drawn) -> None:
        """Show what the drawing found: own words and translations that lack."""
        said = (
            (sheet.unread,), drawn.agency_texts, sheet.in_english, drawn.untranslated,
            drawn.unprintable,
        )  # fmt: skip
        if said == self._said and not self.notes.isHidden():
            return
        self._said = said
        parts: list[QWidget] = []
        if sheet.unread:
            title = _("No form is printed in {language}").format(language=sheet.unread)
            then = _("It is in English: choose another language, or have it read to the member.")
            parts.append(NoteBox("warning", [title, then]))
        for block in drawn.agency_texts:
            parts += self._words_lack(block, _("A place waits for your agency’s own words"))
        for block in sheet.in_english:
            parts += self._words_lack(block, _("Your own words stand there in English only"))
        if drawn.untranslated:
            parts += self._not_translated(drawn.untranslated)
        if drawn.unprintable:
            signs = ", ".join(drawn.unprintable[:_SHOWN])
            parts.append(
                NoteBox("warning", [_("No typeface here has these signs"), signs])
            )  # fmt: skip
        self.notes.fill(parts)
        follow_layout(self)

    def _words_lack(self, block: str, title: str) -> list[QWidget]:
        button = QuietButton(_("Write them"), "edit")
        button.setAccessibleName(_("Write your own words: {place}").format(place=block))
        button.setProperty("block", block)
        button.clicked.connect(self._words_clicked)
        place = block.replace("_", " ").capitalize()
        return [NoteBox("warning", [title, place]), button]

    def _not_translated(self, texts: Sequence[str]) -> list[QWidget]:
        count = len(texts)
        title = ngettext(
            "{n} text is not translated; it prints in English, marked so",
            "{n} texts are not translated; they print in English, marked so",
            count,
        ).format(n=count)
        button = QuietButton(_("See the translations"), "language")
        button.clicked.connect(self.translations_asked)
        return [NoteBox("info", [title, *texts[:_SHOWN]]), button]

    def _show_questions(self, sheet: Sheet) -> None:
        count = len(sheet.questions) + sheet.more_blanks
        self.blanks_heading.setText(
            ngettext("{n} line stays blank", "{n} lines stay blank", count).format(n=count)
            if count
            else ""
        )
        if sheet.questions == self._questions:
            return
        self._take_typed()
        focused = next((key for key, one in self.fields.items() if one.widget.hasFocus()), "")
        self._questions, self.fields = sheet.questions, {}
        parts: list[QWidget] = [
            Muted(_("Fill them in here for this sheet, or leave them to a pen."))
        ]
        for one in sheet.questions:
            parts.append(self._field(one))
        if sheet.more_blanks:
            parts.append(Small(_("And {n} more, for a pen.").format(n=sheet.more_blanks)))
        self._lines.fill(parts)
        if focused in self.fields:
            self.fields[focused].widget.setFocus(Qt.FocusReason.OtherFocusReason)
        follow_layout(self)

    def _field(self, question: Question) -> LabelledField:
        several = question.lines > 1 or question.kind == "list"
        widget: QLineEdit | QPlainTextEdit = note_field() if several else QLineEdit()
        typed = self._fill.get(question.source, "")
        if isinstance(widget, QLineEdit):
            widget.setText(typed)
            widget.textChanged.connect(self._wait)
        else:
            widget.setPlainText(typed)
            widget.textChanged.connect(self._wait)
        hint = _("One on a line") if question.kind == "list" else ""
        field = LabelledField(_(question.label), widget, hint)
        self.fields[question.source] = field
        return field

    def _take_typed(self) -> None:
        for key, field in self.fields.items():
            widget = field.widget
            if isinstance(widget, QLineEdit):
                self._fill[key] = widget.text()
            elif isinstance(widget, QPlainTextEdit):
                self._fill[key] = widget.toPlainText()

    @Slot()
    def _wait(self) -> None:
        self._pause.start()

    @Slot()
    def _say_typed(self) -> None:
        self.typed.emit()

    @Slot()
    def _words_clicked(self) -> None:
        button = self.sender()
        if button is not None:
            self.words_asked.emit(str(button.property("block")))
