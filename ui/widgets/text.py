"""Labels in their places on the type scale."""

from __future__ import annotations

from PySide6 import QtCore
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from ui.qt_values import PLAIN_TEXT


class _Text(QLabel):
    """A label with a role of the style sheet; wraps, and never reads markup from data."""

    role = ""

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setProperty("textFormat", PLAIN_TEXT)
        self.setWordWrap(True)
        self.setProperty("role", self.role)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)


class Heading(_Text):
    """A heading: level 1 is 28 px, level 2 is 20 px, level 3 is 15 px semibold."""

    def __init__(self, text: str = "", level: int = 1, parent: QWidget | None = None) -> None:
        """Make a heading of that level."""
        super().__init__(text, parent)
        self.setProperty("role", {1: "display", 2: "title"}.get(level, "strong"))
        self.setWordWrap(level < 3)


class Muted(_Text):
    """Text that explains, 15 px, quieter."""

    role = "muted"


class Small(_Text):
    """Small explaining text, 13 px, quieter."""

    role = "small-muted"


class Body(_Text):
    """Plain text, 15 px."""


class Strong(_Text):
    """Text that stands out, 15 px semibold."""

    role = "strong"


class Subject(Strong):
    """What a line is about, semibold, in a layout that wraps: one line where there is room for
    it, broken where there is not. A label that wraps asks by itself for less than its line."""

    def sizeHint(self) -> QtCore.QSize:
        """The whole text in one line."""
        self.ensurePolished()
        margins = self.contentsMargins()
        text = self.fontMetrics().horizontalAdvance(self.text())
        wide = text + margins.left() + margins.right() + 2 * self.margin() + 2
        return QtCore.QSize(wide, self.heightForWidth(wide))


class Code(_Text):
    """A code to copy by hand; can be selected with mouse and keyboard."""

    role = "code"

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        """Make it selectable."""
        super().__init__(text, parent)
        self.setTextInteractionFlags(
            QtCore.Qt.TextInteractionFlag.TextSelectableByMouse
            | QtCore.Qt.TextInteractionFlag.TextSelectableByKeyboard
        )


class FieldError(_Text):
    """What is wrong with a field, beside it; takes no room while nothing is."""

    role = "error"

    def __init__(self, parent: QWidget | None = None) -> None:
        """Start empty and hidden."""
        super().__init__("", parent)
        self.hide()

    def show_error(self, message: str) -> None:
        """Show a message, with a sign before it; an empty one hides the line."""
        self.setText(f"\N{WARNING SIGN}\N{VARIATION SELECTOR-15} {message}" if message else "")
        self.setAccessibleName(message)
        self.setVisible(bool(message))
