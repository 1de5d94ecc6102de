"""What the forms about a consent share: an undo of what was written, and a read that fails."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from navigator_app.domain.consent_rows import Kept
from navigator_app.domain.records import Changes
from navigator_app.services import consent_desk
from navigator_app.services.workspace import Workspace
from ui import theme
from ui.dialogs.take_back import TakeBack
from ui.widgets.kept_form import KeptDialog


def _undo(kept: Kept, ws: Workspace) -> Changes:
    return consent_desk.undo(ws, kept)


class ConsentForm(KeptDialog):
    """A form about a consent."""

    def kept_by(self, kept: Kept, said: str) -> None:
        """Close, tell the pages, and offer to take it back."""
        self.finish(kept.changes, said, TakeBack(self.context, partial(_undo, kept)))

    def unknown(self, error: BaseException) -> None:
        """What the form is about could not be read."""
        self.refused(error)
        self.save_button.setEnabled(False)


def stacked(*parts: QWidget, gap: int = theme.S16) -> QWidget:
    """Parts of a form one below the other, shown and hidden as one."""
    box = QWidget()
    column = QVBoxLayout(box)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(gap)
    for part in parts:
        column.addWidget(part)
    return box


def beside(*parts: QWidget) -> QWidget:
    """Parts of a form side by side, shown and hidden as one."""
    box = QWidget()
    row = QHBoxLayout(box)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(theme.S16)
    for part in parts:
        row.addWidget(part, 1)
        row.setAlignment(part, Qt.AlignmentFlag.AlignTop)
    return box
