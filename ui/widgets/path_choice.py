"""Every way a member can come in, each with the sentence that tells it from the others."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QRadioButton, QVBoxLayout, QWidget

from navigator_app.domain.path_asks import Form
from navigator_app.domain.paths import forms
from navigator_app.i18n import _
from ui import theme
from ui.widgets.broken_words import broken
from ui.widgets.text import Small


class PathChoice(QWidget):
    """Radio buttons; digits pick, Enter goes on.

    Signals:
        chosen(): a way was picked by a person.
        confirmed(): Enter was pressed on a picked way.
    """

    chosen = Signal()
    confirmed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        """Nothing is picked."""
        super().__init__(parent)
        self.forms = forms()
        self.buttons: list[QRadioButton] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for number, form in enumerate(self.forms, 1):
            button = QRadioButton(f"{number}  {_(form.title)}")
            button.setAccessibleName(_(form.title))
            button.setAccessibleDescription(_(form.sentence))
            button.installEventFilter(self)
            button.clicked.connect(self.chosen)
            line = Small(_(form.sentence))
            line.setContentsMargins(theme.px(40), 0, 0, theme.S8)
            self.buttons.append(button)
            column.addWidget(button)
            column.addWidget(line)

    def minimumSizeHint(self) -> QSize:
        """As narrow as the sentences: the titles break where the width asks for it."""
        return QSize(theme.px(240), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Break the titles anew; a radio button does not do it by itself."""
        super().resizeEvent(event)
        room = self.width() - theme.px(48)
        for number, (form, button) in enumerate(zip(self.forms, self.buttons, strict=True), 1):
            button.setText(broken(button, f"{number}  {_(form.title)}", room, "    "))

    def value(self) -> Form | None:
        """The form of the way picked, or None."""
        picked = (f for f, b in zip(self.forms, self.buttons, strict=True) if b.isChecked())
        return next(picked, None)

    def set_value(self, path: str, opt_in: str) -> None:
        """Pick a way without saying so."""
        for form, button in zip(self.forms, self.buttons, strict=True):
            if form.path.value == path and form.opt_in == opt_in:
                button.setChecked(True)

    def take_focus(self) -> None:
        """Stand on what is picked, or on the first."""
        here = next((b for b in self.buttons if b.isChecked()), self.buttons[0])
        here.setFocus(Qt.FocusReason.OtherFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Digits pick, Enter goes on."""
        if not isinstance(event, QKeyEvent) or event.type() is not QEvent.Type.KeyPress:
            return super().eventFilter(watched, event)
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and plain:
            if self.value() is None and isinstance(watched, QRadioButton):
                watched.click()
            self.confirmed.emit()
            return True
        text = event.text()
        if plain and text.isdigit() and 1 <= int(text) <= len(self.buttons):
            button = self.buttons[int(text) - 1]
            button.setFocus(Qt.FocusReason.OtherFocusReason)
            button.click()
            return True
        return False
