"""Says in the window, all the time, that its people are invented and its date stands still."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from navigator_app.i18n import _
from ui import theme
from ui.demo_sample import demo_clock
from ui.main_window import MainWindow
from ui.views.unlock import UnlockView
from ui.widgets.card import Picture
from ui.widgets.text import Body


class SampleStrip(QFrame):
    """A strip above the status bar with the mark's sentence."""

    def __init__(self, text: str, tip: str, parent: QWidget | None = None) -> None:
        """Show the sentence; `tip` is told to whoever points at it or reads by ear."""
        super().__init__(parent)
        words = Body(text)
        words.setProperty("role", "small")
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.S16, theme.S4 + 2, theme.S16, theme.S4 + 2)
        row.setSpacing(theme.S8)
        row.addWidget(Picture("sample", 16, "accent"))
        row.addWidget(words, 1)
        self.setToolTip(tip)
        self.setAccessibleName(text)
        self.setAccessibleDescription(tip)
        self._dress()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the palette."""
        if event.type() is QEvent.Type.StyleChange:
            self._dress()
        super().changeEvent(event)

    def _dress(self) -> None:
        sheet = f"SampleStrip {{ background: {theme.css('accent_soft')}; }}"
        if sheet != self.styleSheet():  # setting it sends StyleChange again
            self.setStyleSheet(sheet)


class SampleMark(QObject):
    """Puts the strip into the window after each unlocking, the passphrase under the lock."""

    def __init__(self, window: MainWindow, passphrase: str) -> None:
        """Set the window's clock to the sample's and follow its coming and going."""
        super().__init__(window)
        self._window, self._passphrase = window, passphrase
        if window.context.clock.fixed is None:
            window.context.clock = demo_clock()
        window.unlocked.connect(self._mark)
        window.locked.connect(self._help)

    def words(self) -> str:
        """The mark's sentence."""
        today = self._window.context.clock.today()
        return _("Sample data: nobody here exists. The date stands at {day}.").format(
            day=f"{today.day} {today:%b %Y}"
        )

    def _mark(self, _opened: object) -> None:
        workplace = self._window.workplace
        column = workplace.layout() if workplace is not None else None
        if isinstance(column, QVBoxLayout):
            tip = _("Its passphrase is {passphrase}").format(passphrase=self._passphrase)
            column.insertWidget(column.count() - 1, SampleStrip(self.words(), tip))

    def _help(self) -> None:
        page = self._window.findChild(UnlockView)
        if page is not None:
            page.hint.setText(
                _(
                    "This is the sample caseload. Its passphrase is\n{passphrase}\n"
                    "Others of its team add a dash and their first name:\n{passphrase}-noor"
                ).format(passphrase=self._passphrase)
            )
