"""What the forms that put a record right share: the reason, and taking the record back."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QCheckBox, QComboBox, QDateEdit, QLineEdit, QPlainTextEdit, QWidget

from navigator_app.domain.records import Changes
from navigator_app.i18n import _
from navigator_app.services import corrections
from navigator_app.services.workspace import Workspace
from ui.context import Context
from ui.dialogs.take_back import TakeBack
from ui.widgets.asking_dialog import AskingDialog, choose, day_of, set_day
from ui.widgets.fields import LabelledField
from ui.widgets.optional_day import OptionalDay

Written = tuple[str, Changes]
"""The correction's id, and what it touched."""


def _take_back(about: str, record_id: str, reason: str, ws: Workspace) -> Written:
    return corrections.take_back(ws, about, record_id, reason)


def _undo(correction_id: str, ws: Workspace) -> Changes:
    return corrections.undo(ws, correction_id)


class CorrectingDialog(AskingDialog):
    """A form that puts one record right.

    Subclasses name the `table`, make `fields`, call `finish_fields`, show what is known with
    `show_known`, and give the work in `corrected`.
    """

    table = ""

    def __init__(
        self, context: Context, about: object, title: str, parent: QWidget | None = None
    ) -> None:
        """`about` is the record's id."""
        super().__init__(context, title, _("Put right"), parent)
        self.record_id = str(about)
        self._known: dict[str, str] | None = None
        self._typed: dict[str, str] = {}
        self.gone = QCheckBox(_("Yes, take it back"))
        self.why = QLineEdit()
        self.why.setMaxLength(corrections.LONGEST)
        self.save_button.setEnabled(False)

    def finish_fields(self, height: int = 780) -> None:
        """Put the shared fields around the form's own and lay all out."""
        hint = _("It is kept with your name, beside what stood there before.")
        mistake = _("Should it never have been recorded?")
        self._own = list(self.fields)
        self.fields |= {
            "take_back": LabelledField(mistake, self.gone),
            "why": LabelledField(_("Why it is put right"), self.why, hint),
        }
        self.assemble(list(self.fields.values()), 640, height)
        self.gone.toggled.connect(self._follow_take_back)

    def draft(self) -> dict[str, object]:
        """What differs from what is known; empty when nothing does."""
        typed = self._typed if self._known is None else self.kept()
        if not typed or typed == self._known:
            return {}
        return {"about": self.record_id, "kept": typed}

    def restore_draft(self, payload: dict[str, object]) -> None:
        """Put it back, over what is known."""
        kept = payload.get("kept")
        if isinstance(kept, dict):
            self._typed = {str(key): str(value) for key, value in kept.items()}
            if self._known is not None:
                self.fill(self._typed)

    def show_known(self, whose: str, known: dict[str, str]) -> None:
        """Show the record as it stands, and what was typed over it."""
        self.whose.setText(whose)
        self.fill(known)
        self._known = self.kept()
        if self._typed:
            self.fill(self._typed)
        self.save_button.setEnabled(True)

    def kept(self) -> dict[str, str]:
        """Every field as text, by its name."""
        found = {name: _text(self.fields[name].widget) for name in (*self._own, "why")}
        return {**found, "take_back": "1" if self.gone.isChecked() else ""}

    def fill(self, values: dict[str, str]) -> None:
        """Put texts into the fields."""
        for name in (*self._own, "why"):
            if name in values:
                _put(self.fields[name].widget, values[name])
        self.gone.setChecked(bool(values.get("take_back")))

    def corrected(self) -> Callable[[Workspace], Written] | None:
        """The work that puts it right, None when a field is wrong and says so; overridden."""
        return None

    def taken_back(self) -> Callable[[Workspace], Written]:
        """The work that takes the record back."""
        return partial(_take_back, self.table, self.record_id, self.why.text())

    def undoing(self, correction_id: str) -> Callable[[Workspace], Changes]:
        """The work that undoes a correction; it must not hold the form, which is gone by then."""
        return partial(_undo, correction_id)

    @Slot()
    def save(self) -> None:
        """Put it right, or take it back."""
        if self._known is None:
            return
        work = self.taken_back() if self.gone.isChecked() else self.corrected()
        if work is not None:
            self.write(work, self._put_right)

    def unknown(self, error: BaseException) -> None:
        """The record is not here any more."""
        self.refused(error)
        self.save_button.setEnabled(False)

    def follow(self) -> None:
        """Hide fields that do not matter now; subclasses that have such override it."""

    @Slot()
    def _follow_take_back(self) -> None:
        gone = self.gone.isChecked()
        for name in self._own:
            self.fields[name].setVisible(not gone)
        self.save_button.setText(_("Take it back") if gone else _("Put right"))
        if not gone:
            self.follow()

    def _put_right(self, written: Written) -> None:
        correction_id, changes = written
        gone = self.gone.isChecked()
        back = TakeBack(self.context, self.undoing(correction_id))
        self.finish(changes, _("It is taken back") if gone else _("It is put right"), back)


def _text(widget: QWidget) -> str:
    if isinstance(widget, OptionalDay):
        return widget.text()
    if isinstance(widget, QDateEdit):
        return day_of(widget).isoformat()
    if isinstance(widget, QComboBox):
        return widget.currentText() if widget.isEditable() else str(widget.currentData() or "")
    if isinstance(widget, QPlainTextEdit):
        return widget.toPlainText()
    assert isinstance(widget, QLineEdit)
    return widget.text()


def _put(widget: QWidget, text: str) -> None:
    if isinstance(widget, OptionalDay):
        widget.box.setChecked(bool(text))
        widget.choose(text)
    elif isinstance(widget, QDateEdit):
        set_day(widget, text)
    elif isinstance(widget, QComboBox):
        if widget.isEditable():
            widget.setCurrentText(text)
        else:
            choose(widget, text)
    elif isinstance(widget, QPlainTextEdit):
        widget.setPlainText(text)
    elif isinstance(widget, QLineEdit):
        widget.setText(text)
