"""What forms about one thing share: fields with their errors, saving once, Ctrl+Enter."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any, cast

from PySide6.QtCore import QDate, Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QComboBox,
    QDateEdit,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QWidget,
)

from navigator_app.domain.records import Changes
from navigator_app.errors import InputRejected
from navigator_app.i18n import _
from navigator_app.services.workspace import Workspace
from ui import theme
from ui.context import Context, DraftDialog
from ui.widgets.buttons import PlainButton, PrimaryButton
from ui.widgets.fields import LabelledField
from ui.widgets.form_frame import fit_dialog, form_column, frame_form
from ui.widgets.text import FieldError, Heading, Muted

if TYPE_CHECKING:
    from ui.dialogs.take_back import TakeBack


class AskingDialog(DraftDialog):
    """A form: heading, whose it is, fields, a button that saves. Subclasses fill `fields`, call
    `assemble`, and write in `save`."""

    def __init__(
        self, context: Context, title: str, save: str, parent: QWidget | None = None
    ) -> None:
        """`save` is the word on the button."""
        super().__init__(context, parent)
        self.fields: dict[str, LabelledField] = {}
        self.heading, self.whose = Heading(title, 2), Muted("")
        self.problem = FieldError()
        self.save_button = PrimaryButton(save, "check")
        self.cancel_button = PlainButton(_("Cancel"))
        self._saving = False
        self.setWindowTitle(title)

    def assemble(self, parts: list[QWidget], width: int = 640, height: int = 720) -> None:
        """Lay the parts out below the heading and connect the keys."""
        inside = QWidget()
        column = form_column(inside)
        for part in (self.heading, self.whose, *parts):
            if isinstance(part, QPushButton):  # as wide as its words
                column.addWidget(part, 0, Qt.AlignmentFlag.AlignLeft)
            else:
                column.addWidget(part)
        column.addStretch(1)
        frame_form(self, inside, self.problem, (self.cancel_button, self.save_button))
        fit_dialog(self, width, height)
        self.save_button.clicked.connect(self.save)
        self.cancel_button.clicked.connect(self.reject)
        for key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            shortcut = QShortcut(QKeySequence(Qt.KeyboardModifier.ControlModifier | key), self)
            shortcut.activated.connect(self.save)

    def open(self) -> None:
        """Show it beside the window, the first field in focus."""
        self.setModal(False)
        self.show()
        self.raise_()
        self.activateWindow()
        first = next((field for field in self.fields.values() if not field.isHidden()), None)
        if first is not None:
            first.widget.setFocus(Qt.FocusReason.OtherFocusReason)

    def save(self) -> None:
        """Write what was filled in; overridden."""

    def write(self, work: Callable[[Workspace], Any], done: Callable[[Any], None]) -> None:
        """Run a write once; a refusal stands beside its field."""
        if self._saving:
            return
        self._saving = True
        self.save_button.setEnabled(False)
        self.problem.show_error("")
        for field in self.fields.values():
            field.show_error("")
        self.context.tasks.run(work, done, owner=self, failed=self.refused)

    def finish(self, changes: Changes, said: str, back: TakeBack | None = None) -> None:
        """It is written: close, tell the pages and say so; `back` offers to undo it."""
        self.accept()
        self.context.tasks.announce(changes)
        self.context.ways.notice.emit(said, (_("Undo"), back.undo) if back else None)

    def ready(self) -> None:
        """Nothing is being written any more; the form may save again."""
        self._saving = False
        self.save_button.setEnabled(True)

    def refused(self, error: BaseException) -> None:
        """Show a refusal where it belongs."""
        self.ready()
        if isinstance(error, InputRejected) and error.field in self.fields:
            self.show_error(error.field, str(error))
        else:
            self.problem.show_error(str(error))

    def show_error(self, key: str, message: str) -> None:
        """Mark a field, bring it into sight and focus it."""
        field = self.fields[key]
        field.show()
        field.show_error(message)
        field.widget.setFocus(Qt.FocusReason.OtherFocusReason)
        QTimer.singleShot(0, field, partial(self._bring, field))  # once the error has its place

    def _bring(self, field: LabelledField) -> None:
        area = self.findChild(QScrollArea)
        if isinstance(area, QScrollArea):
            area.ensureWidgetVisible(field)


class TellingDialog(AskingDialog):
    """A dialog that only shows something; its one button closes it."""

    def __init__(self, context: Context, title: str, parent: QWidget | None = None) -> None:
        """`title` is its heading."""
        super().__init__(context, title, _("Close"), parent)
        self.cancel_button.hide()

    def draft(self) -> dict[str, object]:
        """Nothing is typed here."""
        return {}

    def open(self) -> None:
        """Show it; its button has the focus."""
        super().open()
        self.save_button.setFocus()

    def save(self) -> None:
        """The button closes."""
        self.accept()


def day_field(day: date) -> QDateEdit:
    """A field for a day that is always known."""
    edit = QDateEdit()
    edit.setCalendarPopup(True)
    edit.setDisplayFormat(_("ddd, MMM d, yyyy"))
    edit.setDate(QDate(day.year, day.month, day.day))
    return edit


def day_of(edit: QDateEdit) -> date:
    """The day of such a field."""
    return cast(date, edit.date().toPython())


def set_day(edit: QDateEdit, text: str) -> None:
    """Show the day of an ISO text; nothing happens when it is none."""
    day = QDate.fromString(text, Qt.DateFormat.ISODate)
    if day.isValid():
        edit.setDate(day)


def note_field() -> QPlainTextEdit:
    """A few lines of text; Tab leaves it."""
    box = QPlainTextEdit()
    box.setTabChangesFocus(True)
    box.setFixedHeight(theme.px(72))
    return box


def choice_field(choices: Mapping[str, str]) -> QComboBox:
    """A list of words; the data are the keys."""
    box = QComboBox()
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    for key, text in choices.items():
        box.addItem(text, key)
    return box


def choose(box: QComboBox, key: str) -> None:
    """Choose by key; an unknown one leaves it."""
    place = box.findData(key)
    if place >= 0:
        box.setCurrentIndex(place)
