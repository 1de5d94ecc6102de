"""Says in the window, all the time, that its people are invented and its date stands still."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QHBoxLayout

from navigator_app.i18n import _
from ui.demo_sample import demo_clock
from ui.main_window import MainWindow
from ui.views.unlock import UnlockView
from ui.widgets.footer import Fact


class SampleMark(QObject):
    """Puts the mark into the status bar after each unlocking, the passphrase under the lock."""

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
            day=f"{today.day} {today:%B %Y}"
        )

    def _mark(self, _opened: object) -> None:
        workplace = self._window.workplace
        row = workplace.footer.layout() if workplace is not None else None
        if isinstance(row, QHBoxLayout):
            fact = Fact("sample")
            today = self._window.context.clock.today()
            fact.tell(
                "sample",
                _("Sample data – the date stands at {day}").format(
                    day=f"{today.day} {today:%b %Y}"
                ),
                _("Nobody here exists. The sample's passphrase is {passphrase}").format(
                    passphrase=self._passphrase
                ),
                tint="accent",
            )
            row.insertWidget(0, fact)

    def _help(self) -> None:
        page = self._window.findChild(UnlockView)
        if page is not None:
            page.hint.setText(
                _("This is the sample caseload. Its passphrase is {passphrase}").format(
                    passphrase=self._passphrase
                )
            )
