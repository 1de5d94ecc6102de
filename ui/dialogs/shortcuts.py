"""Every key of the window on one page (F1)."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QGridLayout, QScrollArea, QVBoxLayout, QWidget

from navigator_app.i18n import N_, _
from ui import theme
from ui.widgets.buttons import PlainButton
from ui.widgets.text import Body, Heading, Strong

KEYS = (
    ("Ctrl+L", N_("Log an outreach attempt, for the member in front or for many")),
    ("Ctrl+M", N_("Write down a service, for the member in front or another")),
    ("Ctrl+N", N_("New referral: take a member in by hand")),
    ("Ctrl+F", N_("Find anyone")),
    ("Ctrl+1 … 7", N_("Today, Caseload, Exchange, Forms, Homes, Team, Settings")),
    ("Alt+Left", N_("Back to the page before")),
    ("Enter", N_("Open what is selected")),
    ("Esc", N_("Close a message or a dialog, leave a member")),
    ("Ctrl+Shift+L", N_("Lock now; what you are typing is kept")),
    ("Ctrl+Q", N_("Quit; what you are typing is kept")),
    ("F1", N_("This page")),
)


class ShortcutsDialog(QDialog):
    """A list of keys and what they do."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Lay the keys out in two columns."""
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Keys"))
        inside = QWidget()
        grid = QGridLayout(inside)
        grid.setHorizontalSpacing(theme.S24)
        grid.setVerticalSpacing(theme.S12)
        grid.setColumnStretch(1, 1)
        for row, (keys, words) in enumerate(KEYS):
            label = Strong(keys)
            label.setWordWrap(False)
            grid.addWidget(label, row, 0, Qt.AlignmentFlag.AlignTop)
            meaning = Body(_(words))
            meaning.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
            grid.addWidget(meaning, row, 1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setWidget(inside)
        close = PlainButton(_("Close"))
        close.clicked.connect(self.accept)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.S24, theme.S24, theme.S24, theme.S24)
        column.setSpacing(theme.S16)
        column.addWidget(Heading(_("Keys"), 2))
        column.addWidget(scroll, 1)
        column.addWidget(close, 0, Qt.AlignmentFlag.AlignRight)
        self.resize(theme.px(600), theme.px(560))
