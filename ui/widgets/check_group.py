"""Several of a list: check boxes in as many columns as the width allows."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QCheckBox, QWidget

from ui import theme
from ui.widgets.broken_words import broken
from ui.widgets.flow import FlowLayout


class CheckGroup(QWidget):
    """One check box an item, in the order given."""

    def __init__(self, choices: Mapping[str, str], parent: QWidget | None = None) -> None:
        """`choices` are the words by id."""
        super().__init__(parent)
        self._words = dict(choices)
        self.boxes = {key: QCheckBox(text) for key, text in choices.items()}
        for key, box in self.boxes.items():
            box.setAccessibleName(choices[key])  # without the line breaks
        flow = FlowLayout(self, theme.S4, even=True)
        for box in self.boxes.values():
            box.setMinimumHeight(theme.row_height())
            flow.addWidget(box)
        policy = self.sizePolicy()
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setFocusProxy(next(iter(self.boxes.values())))

    def minimumSizeHint(self) -> QSize:
        """As narrow as a short line: long words break where the width asks for it."""
        return QSize(theme.px(200), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Break what is longer than a line."""
        super().resizeEvent(event)
        room = self.width() - theme.px(48)
        for key, box in self.boxes.items():
            text = broken(box, self._words[key], room)
            if text != box.text():
                box.setText(text)

    def values(self) -> tuple[str, ...]:
        """The ids that are checked."""
        return tuple(key for key, box in self.boxes.items() if box.isChecked())

    def set_values(self, keys: tuple[str, ...] | list[str]) -> None:
        """Check these and no other."""
        for key, box in self.boxes.items():
            box.setChecked(key in keys)
