"""The one door for what the program has to say: refusals and notices in the bar, and the dialog
for what nobody expected."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QSize, Signal, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMessageBox, QWidget

from navigator_app import logs
from navigator_app.errors import NavigatorError
from navigator_app.i18n import _
from ui import theme
from ui.widgets.banner import Banner

Action = tuple[str, Callable[[], object]]


class Alerts(QObject):
    """Shows refusals, notices and crashes over one window.

    Signals:
        save_and_quit(): somebody chose to save the work in hand and leave.
        keep_drafts(): something unexpected happened; keep what is half-typed.
    """

    save_and_quit = Signal()
    keep_drafts = Signal()

    def __init__(self, window: QWidget, home: Path) -> None:
        """Speak over this window; log under this home."""
        super().__init__(window)
        self._window, self._home = window, home
        self._banner: Banner | None = None
        self.box: QMessageBox | None = None
        self._report = ""

    def use_banner(self, banner: Banner | None) -> None:
        """Speak in this bar; None while the window is locked."""
        self._banner = banner

    @Slot(str, object)
    def notice(self, text: str, action: Action | None = None) -> None:
        """Tell something that went well, with an optional (label, callable) action."""
        if self._banner is not None:
            self._banner.tell(text, "good", action)

    @Slot(object)
    def refused(self, error: NavigatorError) -> None:
        """Say what was refused and what to do next; stays until it is closed."""
        if self._banner is not None:
            self._banner.tell(str(error), "danger", stays=True)

    def warn(self, text: str, action: Action | None = None) -> None:
        """Say something that needs an eye, and leave it standing."""
        if self._banner is not None:
            self._banner.tell(text, "warning", action, stays=True)

    @Slot(object)
    def crashed(self, error: BaseException) -> None:
        """Log without values, keep the drafts, and offer to save and quit. One at a time."""
        number, self._report = logs.report(self._home, error)
        self.keep_drafts.emit()
        if self.box is not None:
            return
        box = QMessageBox(self._window)
        side = theme.px(40)
        box.setIconPixmap(theme.icon("warning", "warning").pixmap(QSize(side, side)))
        box.setWindowTitle(_("Something went wrong"))
        box.setText(_("Navigator met something it was not made for."))
        box.setInformativeText(
            _(
                "What was saved is safe, and what you were typing was kept. Report {number} is in "
                "the log; it holds nothing about a member."
            ).format(number=number)
        )
        leave = box.addButton(_("Save and quit"), QMessageBox.ButtonRole.AcceptRole)
        stay = box.addButton(_("Keep working"), QMessageBox.ButtonRole.RejectRole)
        copy = box.addButton(_("Copy the report"), QMessageBox.ButtonRole.ActionRole)
        copy.clicked.disconnect()  # copying does not answer the question
        copy.clicked.connect(self._copy)
        leave.clicked.connect(self.save_and_quit)
        box.setDefaultButton(stay)
        box.setEscapeButton(stay)
        box.finished.connect(self._closed)
        self.box = box
        box.open()

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._report)

    def _closed(self) -> None:
        if self.box is not None:
            self.box.deleteLater()
            self.box = None
