"""How strong a passphrase is, in words, while it is typed."""

from __future__ import annotations

import re

from PySide6.QtWidgets import QHBoxLayout, QWidget

from navigator_app.errors import InputRejected
from navigator_app.i18n import _
from ui import theme
from ui.widgets.pill import StatusPill
from ui.widgets.text import Small

STRONG_LENGTH, STRONG_WORDS = 20, 5


def judge(passphrase: str) -> tuple[str, str, str]:
    """Return kind of pill, word and advice for a passphrase; the rule itself is the service's."""
    from navigator_app.services.workspace import check_passphrase  # pulls in the cipher

    if not passphrase:
        return "neutral", "", ""
    try:
        check_passphrase(passphrase)
    except InputRejected as weak:
        return "danger", _("Too weak"), str(weak)
    words = {word for word in re.split(r"[\s\-_.,;]+", passphrase.lower()) if len(word) > 2}
    if len(words) >= STRONG_WORDS or (len(passphrase) >= STRONG_LENGTH and len(words) > 2):
        return "good", _("Strong"), ""
    return "info", _("Good"), _("One more word makes it stronger.")


class Strength(QWidget):
    """A pill and a line of advice that follow what is typed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Start empty."""
        super().__init__(parent)
        self.pill, self.advice = StatusPill(), Small()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.S8)
        row.addWidget(self.pill)
        row.addWidget(self.advice, 1)
        self.pill.hide()

    def follow(self, passphrase: str) -> None:
        """Judge what is typed by now."""
        kind, word, advice = judge(passphrase)
        self.pill.show_state(kind, word)
        self.pill.setVisible(bool(word))
        self.advice.setText(advice)
