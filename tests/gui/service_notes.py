"""The dialog for a service note, opened and filled in."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from ui.dialogs.service_note import ServiceNoteDialog

CONTROL = Qt.KeyboardModifier.ControlModifier


def opened(daily: Any, about: object) -> ServiceNoteDialog:
    """The dialog about a member or a note, in front."""
    dialog = ServiceNoteDialog(daily.context, about)
    daily.qtbot.addWidget(dialog)
    dialog.open()
    daily.qtbot.waitUntil(lambda: QApplication.activeWindow() is dialog)
    daily.settle()
    return dialog
