"""The five statuses, each explained in the guidance's words; what is impossible says why."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QRadioButton, QVBoxLayout, QWidget

from navigator_app.domain.vocabulary import ReferralStatus
from navigator_app.i18n import _
from ui import theme
from ui.models.words import STATUS_HELP
from ui.widgets.text import Small

ORDER = (
    ReferralStatus.ACCEPTED,
    ReferralStatus.OUTREACH_INITIATED,
    ReferralStatus.PENDING,
    ReferralStatus.DECLINED,
    ReferralStatus.CLOSED,
)
"""From the usual first answer to the end of the loop."""


class StatusChoice(QWidget):
    """Radio buttons with a line of explanation each; digits pick, Enter confirms.

    Signals:
        chosen(): a status was picked.
        confirmed(): Enter was pressed on a picked status.
    """

    chosen = Signal()
    confirmed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        """All are possible until `set_refusals` says otherwise."""
        super().__init__(parent)
        self.buttons: dict[ReferralStatus, QRadioButton] = {}
        self.lines: dict[ReferralStatus, Small] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for number, status in enumerate(ORDER, 1):
            button = QRadioButton(f"{number}  {_(status.value)}")
            button.setAccessibleName(_(status.value))
            button.installEventFilter(self)
            button.clicked.connect(self.chosen)
            line = Small(_(STATUS_HELP[status]))
            line.setContentsMargins(theme.px(40), 0, 0, theme.S8)
            self.buttons[status], self.lines[status] = button, line
            column.addWidget(button)
            column.addWidget(line)
        self.set_refusals({})

    def value(self) -> ReferralStatus | None:
        """What is picked, or None."""
        return next((s for s, button in self.buttons.items() if button.isChecked()), None)

    def set_value(self, status: ReferralStatus) -> None:
        """Pick one."""
        self.buttons[status].setChecked(True)

    def set_refusals(self, refusals: Mapping[ReferralStatus, str]) -> None:
        """Disable what is impossible and say why in place of the explanation."""
        for status, button in self.buttons.items():
            refusal = refusals.get(status, "")
            text = _("Not possible: {why}").format(why=refusal) if refusal else ""
            button.setEnabled(not refusal)
            self.lines[status].setText(text or _(STATUS_HELP[status]))
            button.setAccessibleDescription(self.lines[status].text())
            if refusal and button.isChecked():
                button.setAutoExclusive(False)  # an exclusive group cannot be emptied
                button.setChecked(False)
                button.setAutoExclusive(True)

    def take_focus(self) -> None:
        """Stand on what is picked, or on the first that is possible."""
        picked = self.value()
        able = [button for button in self.buttons.values() if button.isEnabled()]
        if picked is not None:
            self.buttons[picked].setFocus(Qt.FocusReason.OtherFocusReason)
        elif able:
            able[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Digits pick, Enter confirms."""
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            return self._key(event)
        return super().eventFilter(watched, event)

    def _key(self, event: QKeyEvent) -> bool:
        text = event.text()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers() & (
            Qt.KeyboardModifier.ControlModifier
        ):
            if self.value() is not None:
                self.confirmed.emit()
                return True
            return False
        if (
            text.isdigit()
            and 1 <= int(text) <= len(ORDER)
            and not event.modifiers() & ~(Qt.KeyboardModifier.KeypadModifier)
        ):
            button = self.buttons[ORDER[int(text) - 1]]
            if button.isEnabled():
                button.setFocus(Qt.FocusReason.OtherFocusReason)
                button.click()
            return True
        return False
