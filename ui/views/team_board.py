"""The board of the page Team: who carries how much, and how much room there is."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from navigator_app.i18n import _
from ui.context import Context
from ui.widgets.card import EmptyState
from ui.widgets.team_tab import TeamTab


class TeamBoard(TeamTab):
    """The tab."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        """Build it; `load` fills it."""
        super().__init__(context, parent)
        self.empty = EmptyState(
            "team",
            _("Nobody to show yet"),
            _("Everybody who carries a caseload, how much, and how much room is left."),
        )
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.empty)
