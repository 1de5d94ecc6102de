"""The unlock page: a passphrase, or the recovery code with a new passphrase."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from navigator_app.errors import InputRejected, NavigatorError, WrongPassphrase
from navigator_app.i18n import _
from ui import theme
from ui.context import Context
from ui.qt_values import CENTRED
from ui.widgets.buttons import PrimaryButton, QuietButton
from ui.widgets.card import Picture
from ui.widgets.countdown import Countdown
from ui.widgets.fields import LabelledField, PassphraseField
from ui.widgets.page import Page
from ui.widgets.text import Heading, Muted

WIDTH = 420


class UnlockView(Page):
    """Asks for the passphrase, says plainly what is wrong, and counts a wait down.

    Signals:
        opened(Opened): the store is open.
    """

    opened = Signal(object)

    def __init__(
        self, context: Context, home: Path, *, locked: bool = False, whose: str = ""
    ) -> None:
        """Build the page; `locked` says that work waits behind it, `whose` names the agency of a
        store that was open before."""
        super().__init__(centred=True, narrow=True)
        self.context, self.home = context, home
        self._recovering = False
        self.title = Heading(_("Locked") if locked else _("Welcome back"), 1)
        kept = _("What you were typing was kept, encrypted.")
        self.hint = Muted(
            (f"{whose}. {kept}" if whose else kept)
            if locked
            else _("Your caseload is encrypted on this computer.")
        )
        self.passphrase = PassphraseField(_("Passphrase"))
        self.code = QLineEdit()
        self.user = QLineEdit()
        self.passphrase_field = LabelledField(_("Passphrase"), self.passphrase)
        self.code_field = LabelledField(
            _("Recovery code, or one from the safe"),
            self.code,
            _("Seven groups of four, from the printed page."),
        )
        self.user_field = LabelledField(
            _("Who is working?"),
            self.user,
            _("With your name it opens sooner; a printed code needs it."),
        )
        self.unlock_button = PrimaryButton(_("Unlock"), "unlock")
        self.other_way = QuietButton(_("Use a printed code"))
        self.countdown = Countdown()
        self._assemble()
        self._connect()

    def _assemble(self) -> None:
        self.keep_width(WIDTH)
        column: QVBoxLayout = self.column
        column.addStretch(1)
        for words in (Picture("compass", 56, "accent"), self.title, self.hint):
            words.setProperty("alignment", CENTRED)
            column.addWidget(words)
        column.addSpacing(theme.S8)
        for part in (self.code_field, self.passphrase_field, self.user_field, self.countdown):
            column.addWidget(part)
        column.addWidget(self.unlock_button)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.other_way)
        row.addStretch(1)
        column.addLayout(row)
        column.addStretch(2)
        self.code_field.hide()
        self.user_field.hide()
        self.setFocusProxy(self.passphrase)

    def _connect(self) -> None:
        self.unlock_button.clicked.connect(self.unlock)
        self.passphrase.returnPressed.connect(self.unlock)
        self.user.returnPressed.connect(self.unlock)
        self.code.returnPressed.connect(self.passphrase.setFocus)
        self.other_way.clicked.connect(self._change_way)
        self.countdown.over.connect(self._ready)

    def activate(self) -> None:
        """Ask whether a wait from before a restart still runs."""
        self.passphrase.setFocus()
        home, clock = self.home, self.context.clock

        def ask() -> tuple[float, bool]:
            from navigator_app.services import workspace  # also loads what unlocking needs

            return workspace.wait_seconds(home, clock), workspace.several(home)

        self.context.tasks.run_closed(ask, self._asked, owner=self, failed=self.show_failure)

    @Slot()
    def unlock(self) -> None:
        """Try what was typed."""
        if not self.unlock_button.isEnabled():
            return
        from ui import opening

        self._clear_errors()
        if not self.passphrase.text():
            self.passphrase_field.show_error(_("Type the passphrase."))
            self.passphrase.setFocus()
            return
        tasks, clock = self.context.tasks, self.context.clock
        passphrase, user = self.passphrase.text(), self.user.text()
        if self._recovering:
            work = opening.recover(tasks, self.home, clock, self.code.text(), passphrase, user)
        else:
            work = opening.unlock(tasks, self.home, clock, passphrase, user)
        self._set_working(True)
        tasks.run_closed(work, self._opened, owner=self, failed=self.show_failure)

    @Slot(object)
    def show_failure(self, error: BaseException) -> None:
        """Say why it did not open, beside the field it concerns."""
        self._set_working(False)
        if isinstance(error, InputRejected) and error.field == "user":
            self.user_field.show()
            self.user_field.show_error(str(error))
            self.user.setFocus()
        elif isinstance(error, InputRejected) and error.field == "code":
            self.code_field.show_error(str(error))
            self.code.setFocus()
        elif isinstance(error, WrongPassphrase):
            field = self.code_field if self._recovering else self.passphrase_field
            field.show_error(str(error))
            self._wait(error.wait_seconds)
            self.passphrase.setFocus()
            self.passphrase.selectAll()
        elif isinstance(error, NavigatorError):
            self.passphrase_field.show_error(str(error))

    def _opened(self, opened: object) -> None:
        self.passphrase.clear()
        self.code.clear()
        self.opened.emit(opened)

    def _asked(self, answer: tuple[float, bool]) -> None:
        seconds, several = answer
        self.user_field.setVisible(several or self.user_field.isVisibleTo(self))
        self._wait(seconds)

    def _wait(self, seconds: float) -> None:
        if seconds > 0:
            self.unlock_button.setEnabled(False)
            self.countdown.start(seconds)

    def _ready(self) -> None:
        self.unlock_button.setEnabled(True)
        self._clear_errors()

    def _set_working(self, working: bool) -> None:
        self.unlock_button.setEnabled(not working and not self.countdown.running)
        self.unlock_button.setText(_("Unlocking…") if working else _("Unlock"))

    def _change_way(self) -> None:
        self._recovering = not self._recovering
        self._clear_errors()
        self.code_field.setVisible(self._recovering)
        label = _("New passphrase") if self._recovering else _("Passphrase")
        self.passphrase_field.label.setText(label)
        self.passphrase.setAccessibleName(label)
        self.other_way.setText(
            _("Use the passphrase") if self._recovering else _("Use a printed code")
        )
        self.passphrase.clear()
        first: QWidget = self.code if self._recovering else self.passphrase
        first.setFocus()

    def _clear_errors(self) -> None:
        for field in (self.passphrase_field, self.code_field, self.user_field):
            field.show_error("")
