"""One choice of a few, as large buttons that a single key picks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QEvent, QObject, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from navigator_app.i18n import _
from ui import theme
from ui.widgets import marks
from ui.widgets.drawn_button import DrawnButton

_BACK = (Qt.Key.Key_Left, Qt.Key.Key_Up)
_ON = (Qt.Key.Key_Right, Qt.Key.Key_Down)
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


@dataclass(frozen=True, slots=True)
class Choice:
    """A value, its words and its icon."""

    value: Any
    text: str
    icon: str


class ChoiceButton(DrawnButton):
    """A large button with icon, words and the key that picks it."""

    def __init__(self, choice: Choice, key: str, parent: QWidget | None = None) -> None:
        """`key` is shown small at the end."""
        super().__init__(parent)
        self.choice = choice
        self.key = key
        self._warning = ""
        self.setCheckable(True)
        self.setText(choice.text)
        self.setAccessibleName(choice.text)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._describe()

    def set_warning(self, text: str) -> None:
        """Mark the choice as dangerous for this member; empty takes the mark away."""
        if text != self._warning:
            self._warning = text
            self._describe()
            self.update()

    def sizeHint(self) -> QSize:
        """Icon, words, key."""
        width = marks.text_width(self.choice.text, semibold=True) + theme.px(12 + 20 + 8 + 28 + 8)
        return QSize(width, theme.px(4) + theme.row_height())

    def minimumSizeHint(self) -> QSize:
        """Nothing is cut."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw it."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        checked, focused = self.isChecked(), self.hasFocus()
        over = self.underMouse() or self.isDown()
        painter.setBrush(theme.color("accent_soft" if checked else "hover" if over else "surface"))
        edge = "focus" if focused else "accent" if checked else "border"
        thick = 2.0 if focused or checked else 1.0
        painter.setPen(QPen(theme.color(edge), thick))
        box = QRectF(self.rect()).adjusted(thick / 2, thick / 2, -thick / 2, -thick / 2)
        painter.drawRoundedRect(box, 8, 8)
        side = theme.px(20)
        sign = QRect(theme.px(12), (self.height() - side) // 2, side, side)
        if self._warning:
            theme.draw_icon(painter, sign, "warning", "danger")
        else:
            shape = "good-fill" if checked else self.choice.icon
            theme.draw_icon(painter, sign, shape, "accent" if checked else "muted")
        cap = QRect(self.width() - theme.px(32), 0, theme.px(24), self.height())
        words = QRect(sign.right() + theme.px(8), 0, 0, self.height())
        words.setRight(cap.left())
        marks.draw_text(painter, words, self.choice.text, semibold=checked)
        marks.draw_text(
            painter,
            cap,
            self.key,
            ink="muted",
            size=theme.SMALL,
            align=Qt.AlignmentFlag.AlignHCenter,
        )
        painter.end()

    def _describe(self) -> None:
        key = _("Key {key}").format(key=self.key)
        self.setAccessibleDescription(f"{self._warning} {key}".strip())
        self.setToolTip(self._warning or key)


class ChoiceRow(QWidget):
    """The buttons; digits pick, arrows move, Enter confirms the form.

    Signals:
        chosen(object): a value was picked by a person.
        confirmed(): Enter was pressed with a value picked.
    """

    chosen = Signal(object)
    confirmed = Signal()

    def __init__(self, name: str, choices: Sequence[Choice], parent: QWidget | None = None) -> None:
        """`name` is what a screen reader calls the group."""
        super().__init__(parent)
        self.setAccessibleName(name)
        self.buttons = [ChoiceButton(choice, str(n)) for n, choice in enumerate(choices, 1)]
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(theme.S8)
        self._columns = 0
        self._lay_out(3)
        for button in self.buttons:
            button.installEventFilter(self)
            button.clicked.connect(self._clicked)
        self._rove(self.buttons[0])

    def value(self) -> Any:
        """What is picked, or None."""
        return next((b.choice.value for b in self.buttons if b.isChecked()), None)

    def set_value(self, value: Any) -> None:
        """Pick without saying so."""
        for button in self.buttons:
            button.setChecked(button.choice.value is value)
            if button.isChecked():
                self._rove(button)

    def button_of(self, value: Any) -> ChoiceButton:
        """The button of a value."""
        return next(b for b in self.buttons if b.choice.value is value)

    def take_focus(self) -> None:
        """Stand on what is picked, or on the first."""
        here = next((b for b in self.buttons if b.isChecked()), self.buttons[0])
        self._rove(here)
        here.setFocus(Qt.FocusReason.OtherFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keys on any of the buttons."""
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            return self._key(event)
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Three in a row where they fit, else two, else one."""
        super().resizeEvent(event)
        widest = max(button.sizeHint().width() for button in self.buttons) + theme.S8
        self._lay_out(min(3, max(1, (self.width() + theme.S8) // widest)))

    def minimumSizeHint(self) -> QSize:
        """One button wide: the rows follow the width."""
        widest = max(button.sizeHint().width() for button in self.buttons)
        return QSize(widest, self._grid.minimumSize().height())

    def _lay_out(self, columns: int) -> None:
        if columns == self._columns:
            return
        self._columns = columns
        for button in self.buttons:
            self._grid.removeWidget(button)
        for place, button in enumerate(self.buttons):
            self._grid.addWidget(button, place // columns, place % columns)
        for column in range(3):
            self._grid.setColumnStretch(column, 1 if column < columns else 0)
        self.updateGeometry()

    def _key(self, event: QKeyEvent) -> bool:
        here = next((n for n, b in enumerate(self.buttons) if b.hasFocus()), 0)
        key, text = event.key(), event.text()
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if plain and text.isdigit() and 1 <= int(text) <= len(self.buttons):
            self._pick(self.buttons[int(text) - 1])
        elif key in _BACK or key in _ON:
            step = -1 if key in _BACK else 1
            self._stand(self.buttons[(here + step) % len(self.buttons)])
        elif plain and key in _ENTER:
            if self.value() is None:
                self._pick(self.buttons[here])
            else:
                self.confirmed.emit()
        else:
            return False
        return True

    def _clicked(self) -> None:
        button = self.sender()
        if isinstance(button, ChoiceButton):
            self._pick(button)

    def _pick(self, button: ChoiceButton) -> None:
        self.set_value(button.choice.value)
        self.chosen.emit(button.choice.value)

    def _stand(self, button: ChoiceButton) -> None:
        self._rove(button)
        button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _rove(self, stop: ChoiceButton) -> None:
        """Only one button is a tab stop; arrows reach the others."""
        for button in self.buttons:
            here = button is stop
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus if here else Qt.FocusPolicy.ClickFocus)
