"""Several of a list: check boxes that wrap with the width."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtWidgets import QCheckBox, QWidget

from ui import theme
from ui.widgets.flow import FlowLayout


class CheckGroup(QWidget):
    """One check box an item, in the order given."""

    def __init__(self, choices: Mapping[str, str], parent: QWidget | None = None) -> None:
        """`choices` are the words by id."""
        super().__init__(parent)
        self.boxes = {key: QCheckBox(text) for key, text in choices.items()}
        flow = FlowLayout(self, theme.S8)
        for box in self.boxes.values():
            box.setMinimumHeight(theme.row_height())
            flow.addWidget(box)
        policy = self.sizePolicy()
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setFocusProxy(next(iter(self.boxes.values())))

    def values(self) -> tuple[str, ...]:
        """The ids that are checked."""
        return tuple(key for key, box in self.boxes.items() if box.isChecked())

    def set_values(self, keys: tuple[str, ...] | list[str]) -> None:
        """Check these and no other."""
        for key, box in self.boxes.items():
            box.setChecked(key in keys)
