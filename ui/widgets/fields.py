"""Fields: search, passphrase, and a label with its widget and the error beside it."""

from __future__ import annotations

from PySide6 import QtCore
from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLabel, QLineEdit, QSpinBox, QVBoxLayout, QWidget

from navigator_app.i18n import _
from ui import theme
from ui.qt_values import SECRET
from ui.widgets.icon_line import IconLine
from ui.widgets.text import FieldError, Small


class SearchField(IconLine):
    """Search as one types.

    Signals:
        searched(str): the text, once the keys typed together are in, at once on Enter or Esc.
        down_pressed(): the arrow key down, to move into the results.
    """

    searched = Signal(str)
    down_pressed = Signal()

    def __init__(self, hint: str, parent: QWidget | None = None, *, pause_ms: int = 0) -> None:
        """Show a magnifier and a hint; `hint` is also the accessible name."""
        super().__init__("search", parent)
        self.setPlaceholderText(hint)
        self.setAccessibleName(hint)
        self.add_clearing(_("Empty the search (Esc)"))
        self._said = ""
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(pause_ms)
        self._pause.timeout.connect(self.search_now)
        self.textChanged.connect(self._wait)
        self.returnPressed.connect(self.search_now)

    def search_now(self) -> None:
        """Say the text if it is another than the last one said."""
        self._pause.stop()
        if self.text() != self._said:
            self._said = self.text()
            self.searched.emit(self._said)

    def show_text(self, text: str) -> None:
        """Show what is searched for already; nothing is said."""
        if text != self.text():
            self.setText(text)
        self._pause.stop()
        self._said = text

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc empties; arrow down leaves for the results."""
        if event.key() == QtCore.Qt.Key.Key_Escape and self.text():
            self.clear()
            self.search_now()
        elif event.key() == QtCore.Qt.Key.Key_Down:
            self.search_now()
            self.down_pressed.emit()
        else:
            super().keyPressEvent(event)

    def _wait(self) -> None:
        self._pause.start()


class PassphraseField(IconLine):
    """A secret line with an eye to show it; nothing of it is offered for completion."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        """Start hidden; `name` is the accessible name."""
        super().__init__(parent=parent)
        self.setAccessibleName(name)
        self.setEchoMode(QLineEdit.EchoMode.Password)
        self.setProperty("inputMethodHints", SECRET)
        self.eye = self.add_button()
        self.eye.clicked.connect(self.toggle)
        self._name_eye()

    def toggle(self) -> None:
        """Show what is hidden, hide what is shown."""
        hidden = self.echoMode() is QLineEdit.EchoMode.Password
        self.setEchoMode(QLineEdit.EchoMode.Normal if hidden else QLineEdit.EchoMode.Password)
        self._name_eye()

    def _name_eye(self) -> None:
        hidden = self.echoMode() is QLineEdit.EchoMode.Password
        self.eye.name(
            theme.icon("show" if hidden else "hide", "muted"),
            _("Show what I type") if hidden else _("Hide what I type"),
        )


class NumberField(QSpinBox):
    """A whole number with its unit, its text aligned with that of the other fields."""

    def __init__(self, unit: str = "", parent: QWidget | None = None) -> None:
        """`unit` stands behind the number."""
        super().__init__(parent)
        self.setSuffix(f" {unit}" if unit else "")
        self.lineEdit().setTextMargins(10, 0, 0, 0)  # the sheet's padding misses it


class LabelledField(QWidget):
    """A label above a widget, a hint below, and the error beside it when there is one."""

    def __init__(
        self, label: str, widget: QWidget, hint: str = "", parent: QWidget | None = None
    ) -> None:
        """Put them in a column; the label is the widget's buddy and accessible name."""
        super().__init__(parent)
        self.widget = widget
        self.label = QLabel(label)
        self.label.setProperty("role", "strong")
        self.label.setBuddy(widget)
        self.label.setWordWrap(True)
        self.error = FieldError()
        widget.setAccessibleName(label)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.S4)
        column.addWidget(self.label)
        column.addWidget(widget)
        column.addWidget(self.error)
        if hint:
            column.addWidget(Small(hint))
            widget.setAccessibleDescription(hint)

    def show_error(self, message: str) -> None:
        """Mark the widget and say why; an empty message takes the mark away."""
        self.error.show_error(message)
        marked = bool(message)
        if bool(self.widget.property("invalid")) != marked:
            self.widget.setProperty("invalid", marked)
            self.widget.style().unpolish(self.widget)
            self.widget.style().polish(self.widget)
