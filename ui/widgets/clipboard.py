"""Copying something that should not stay in the clipboard."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QMimeData, QObject, QTimer
from PySide6.QtGui import QGuiApplication

STAYS_MS = 60_000


class _Keeper(QObject):
    """Remembers what we put into the clipboard, and takes it out again."""

    def __init__(self, parent: QObject | None) -> None:
        super().__init__(parent)
        self._ours = ""
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.clear)

    def copy(self, text: str, stays_ms: int) -> None:
        data = QMimeData()
        data.setText(text)
        # clipboard histories of Windows, KDE and macOS leave out what is marked so
        data.setData("x-kde-passwordManagerHint", b"secret")
        data.setData("ExcludeClipboardContentFromMonitorProcessing", b"1")
        data.setData("application/x-nspasteboard-concealed-type", b"1")
        QGuiApplication.clipboard().setMimeData(data)
        self._ours = text
        self._timer.start(stays_ms)

    def clear(self) -> None:
        self._timer.stop()
        if self._ours and QGuiApplication.clipboard().text() == self._ours:
            QGuiApplication.clipboard().clear()
        self._ours = ""


_keepers: dict[int, _Keeper] = {}


def _keeper() -> _Keeper:
    app = QCoreApplication.instance()
    if id(app) not in _keepers:
        _keepers[id(app)] = _Keeper(app)
    return _keepers[id(app)]


def copy_for_a_while(text: str, stays_ms: int = STAYS_MS) -> None:
    """Copy a text; after a minute, or on lock, it is gone if nothing else was copied since."""
    _keeper().copy(text, stays_ms)


def clear_ours() -> None:
    """Take out of the clipboard what we put there, if it is still there."""
    _keeper().clear()
