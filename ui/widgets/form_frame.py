"""The frame of a dialog that asks: questions that scroll, buttons that stay in sight."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from ui import theme
from ui.widgets.buttons import PlainButton, PrimaryButton
from ui.widgets.text import FieldError, Small


def form_column(inside: QWidget) -> QVBoxLayout:
    """The column of questions inside a form."""
    inside.setProperty("role", "page")
    column = QVBoxLayout(inside)
    column.setContentsMargins(theme.S24, theme.S16, theme.S24, theme.S16)
    column.setSpacing(theme.S16)
    return column


def frame_form(
    dialog: QDialog,
    inside: QWidget,
    problem: FieldError,
    buttons: tuple[PlainButton, PrimaryButton],
    hint: str = "",
) -> None:
    """Put a form and its buttons (the last is the default) into a dialog; `problem` is shown
    beside them, for a refusal that belongs to no field."""
    scroll = QScrollArea()
    scroll.setFrameShape(QFrame.Shape.NoFrame)
    scroll.setWidgetResizable(True)
    scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    scroll.setWidget(inside)
    foot = QFrame()
    foot.setProperty("role", "footer")
    row = QHBoxLayout(foot)
    row.setContentsMargins(theme.S24, theme.S12, theme.S24, theme.S12)
    row.setSpacing(theme.S8)
    said = QVBoxLayout()
    said.addWidget(problem)
    if hint:
        said.addWidget(Small(hint))
    row.addLayout(said, 1)
    for button in buttons:
        row.addWidget(button)
    buttons[-1].setDefault(True)
    page = QVBoxLayout(dialog)
    page.setContentsMargins(0, 0, 0, 0)
    page.setSpacing(0)
    page.addWidget(scroll, 1)
    page.addWidget(foot)


def fit_dialog(dialog: QDialog, width: int, height: int) -> None:
    """Make it that large (pixels at 100 %), never larger than the screen."""
    room = dialog.screen().availableSize()
    dialog.resize(
        min(theme.px(width), room.width() - 32), min(theme.px(height), room.height() - 48)
    )
