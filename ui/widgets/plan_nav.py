"""The parts of the plan in a column of buttons, or in one list where there is no room."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Signal, Slot
from PySide6.QtWidgets import QButtonGroup, QVBoxLayout, QWidget

from navigator_app.i18n import _
from ui import theme
from ui.widgets.asking_dialog import choice_field
from ui.widgets.buttons import PlainButton


class PartButton(PlainButton):
    """One part; its sign says whether something is missing in it."""

    def __init__(self, key: str, title: str) -> None:
        """Checkable; `key` names the part."""
        super().__init__(title, "open")
        self.key, self._title = key, title
        self.setCheckable(True)
        self.setAccessibleName(title)
        self._dress()

    def mark(self, missing: int) -> None:
        """Say how much is missing, by sign and to a screen reader."""
        self.tint = "muted" if missing else "good"
        self.set_icon("open" if missing else "good")
        self.setText(f"{self._title}  ·  {missing}" if missing else self._title)
        self.setAccessibleName(self._title)
        said = _("{n} missing").format(n=missing) if missing else _("complete")
        self.setAccessibleDescription(said)
        self.setToolTip(said)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the palette."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange and hasattr(self, "key"):
            self._dress()

    def _dress(self) -> None:
        soft, accent, hover = theme.css("accent_soft"), theme.css("accent"), theme.css("hover")
        focus = theme.css("focus")
        sheet = (
            "PartButton { text-align: left; border: 2px solid transparent; "
            "background: transparent; padding: 0 10px; }"
            f"PartButton:hover {{ background: {hover}; }}"
            f"PartButton:checked {{ background: {soft}; color: {accent}; font-weight: 600; }}"
            f"PartButton:focus {{ border: 2px solid {focus}; }}"
        )
        if sheet != self.styleSheet():
            self.setStyleSheet(sheet)


class PlanNav(QWidget):
    """The parts.

    Signals:
        chosen(object): the key of a part, picked by a person.
    """

    chosen = Signal(object)

    def __init__(self, parts: Sequence[tuple[str, str]], parent: QWidget | None = None) -> None:
        """`parts` are keys and titles in their order."""
        super().__init__(parent)
        self.buttons = {key: PartButton(key, title) for key, title in parts}
        self.choice = choice_field(dict(parts))
        self.choice.setAccessibleName(_("Part of the plan"))
        self._group = QButtonGroup(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.S4)
        column.addWidget(self.choice)
        for button in self.buttons.values():
            self._group.addButton(button)
            column.addWidget(button)
        column.addStretch(1)
        self.fold(False)
        self._group.buttonClicked.connect(self._clicked)
        self.choice.activated.connect(self._activated)

    def fold(self, narrow: bool) -> None:
        """One list instead of the buttons, or back."""
        self.choice.setVisible(narrow)
        for button in self.buttons.values():
            button.setVisible(not narrow)

    def show_current(self, key: str) -> None:
        """Mark the part in sight; nothing is said."""
        if key in self.buttons:
            self.buttons[key].setChecked(True)
            self.choice.setCurrentIndex(self.choice.findData(key))

    def beside(self, key: str, step: int) -> str:
        """The part so many steps on, "" beyond the ends."""
        keys = list(self.buttons)
        place = keys.index(key) + step if key in keys else -1
        return keys[place] if 0 <= place < len(keys) else ""

    def title(self, key: str) -> str:
        """The title of a part."""
        return self.buttons[key].accessibleName()

    def mark(self, key: str, missing: int) -> None:
        """Say how much is missing in a part."""
        self.buttons[key].mark(missing)

    @Slot(object)
    def _clicked(self, button: PartButton) -> None:
        self.chosen.emit(button.key)

    @Slot()
    def _activated(self) -> None:
        self.chosen.emit(str(self.choice.currentData()))
