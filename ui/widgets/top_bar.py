"""The bar over every page: the way back, the search for anyone, what is written down at once."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QHBoxLayout

from navigator_app.i18n import _
from ui import theme
from ui.widgets.buttons import IconButton, PlainButton, PrimaryButton
from ui.widgets.fields import SearchField


class TopBar(QFrame):
    """`back`, `search`, `note` and `log`; the window says what they do."""

    def __init__(self) -> None:
        """`back` is hidden until there is a page that is not of the rail."""
        super().__init__()
        self.setProperty("role", "bar")
        self.back = IconButton("back", _("Back (Alt+Left)"))
        self.search = SearchField(_("Find anyone: name, CIN, phone, birth date (Ctrl+F)"))
        self.note = PlainButton(_("Note"), "draft")
        self.note.setToolTip(_("Write down a service (Ctrl+M)"))
        self.log = PrimaryButton(_("Log attempt"), "log")
        self.log.setToolTip(_("Record an outreach attempt (Ctrl+L)"))
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.S16, theme.S12, theme.S16, theme.S12)
        row.setSpacing(theme.S12)
        row.addWidget(self.back)
        row.addWidget(self.search, 1)
        row.addWidget(self.note)
        row.addWidget(self.log)
        self.back.hide()
