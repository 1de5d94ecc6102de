"""The figures of the home page: what each counts, and the members it opens."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from navigator_app.domain.records import CaseloadQuery, Today
from navigator_app.i18n import _
from ui import theme
from ui.widgets.figure_tile import FigureTile

_OPENS = {
    "overdue": CaseloadQuery(due="overdue", sort="due"),
    "unanswered": CaseloadQuery(status="none", sort="due"),
    "unreached": CaseloadQuery(due="unreached", sort="due"),
    "no-status": CaseloadQuery(due="no-status", sort="due"),
    "coverage": CaseloadQuery(due="coverage", sort="due"),
}


class TodayFigures(QWidget):
    """The tiles, in as many columns as fit.

    Signals:
        asked(CaseloadQuery): show the members behind a figure.
        explained(str): what a figure counts, while it is looked at; else empty.
    """

    asked = Signal(object)
    explained = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        """Build them without numbers."""
        super().__init__(parent)
        self.tiles = _tiles()
        self._columns = 0
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(theme.S12)
        self._arrange()
        for tile in self.tiles.values():
            tile.clicked.connect(self._ask)
            tile.explained.connect(self.explained)

    def show_counts(self, told: Today) -> None:
        """Show the numbers."""
        for key, count in (
            ("overdue", told.overdue),
            ("unanswered", told.unanswered),
            ("unreached", told.unreached),
            ("no-status", told.without_status),
            ("coverage", told.in_doubt),
        ):
            self.tiles[key].set_count(count)
        self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """All figures in a row where they fit, else three or two."""
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        each = max(tile.wanted_width() for tile in self.tiles.values())
        wide = (n for n in (5, 3) if self.width() >= n * each + (n - 1) * theme.S12)
        columns = next(wide, 2)
        if columns != self._columns:
            self._columns = columns
            for place, tile in enumerate(self.tiles.values()):
                self._grid.removeWidget(tile)
                self._grid.addWidget(tile, place // columns, place % columns)

    @Slot()
    def _ask(self) -> None:
        chosen = self.sender()
        for key, tile in self.tiles.items():
            if tile is chosen:
                self.asked.emit(_OPENS[key])


def _tiles() -> dict[str, FigureTile]:
    return {
        "overdue": FigureTile(
            _("overdue"), "danger", _("Open referrals whose next date of ours has passed.")
        ),
        "unanswered": FigureTile(
            _("not yet answered"), "warning",
            _("Open referrals without a status of ours, or with the status Pending."),
        ),
        "unreached": FigureTile(
            _("approved, outreach not begun"), "warning",
            _("Members approved for an open referral that stands at Pending, Accepted or nothing."),
        ),
        "no-status": FigureTile(
            _("without a status this month"), "warning",
            _("Open referrals that the plan has, with no status dated in this month."),
        ),
        "coverage": FigureTile(
            _("coverage lapsed or in doubt"), "warning",
            _("Members found without Medi-Cal, with another plan, or past a planned check."),
        ),
    }  # fmt: skip
