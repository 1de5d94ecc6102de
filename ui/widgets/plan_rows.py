"""A card that lists what waits of a plan, or of all: a table, the row one stands on, its steps."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from navigator_app.i18n import _
from ui import theme
from ui.context import Context
from ui.models.forecast_rows import TextTable
from ui.models.housing_words import dotted
from ui.widgets.card import Card
from ui.widgets.listing import Listing
from ui.widgets.text import Small

ROWS = 8
"""Rows in sight; the table scrolls beyond."""

FIRST = 2
"""Columns that stay where there is no room for all: which one it is, and why it waits."""


class PlanRowsCard(Card):
    """The frame, hidden until something waits. Subclasses name the `dialog` that a row opens, read
    in `load`, hand what they read to `show_rows`, and say in `stand_on` what a row is about.

    Signals:
        counted(int): how many wait, once they are read.
    """

    counted = Signal(int)
    dialog = ""

    def __init__(
        self,
        context: Context,
        name: str,
        columns: Sequence[str],
        widths: Sequence[int],
        parent: QWidget | None = None,
    ) -> None:
        """Start empty and hidden; `name` is the table's, `widths` are pixels at 100 %."""
        super().__init__("", parent)
        self.context = context
        self.plan_key = ""
        self._ids: list[str] = []
        self._chosen = ""
        self._columns, self._widths = tuple(columns), tuple(widths)
        self._texts: list[tuple[str, ...]] = []
        self._model = TextTable(columns, parent=self)
        self.beside = Small("")
        self.table = Listing(name)
        self.table.setModel(self._model)
        self.table.set_widths(*widths)
        self.table.moved.connect(self._moved)
        self.table.acted.connect(self._act)
        self.hide()

    def show_plan(self, plan_key: str = "") -> None:
        """Show what waits of a plan, or of all, read anew."""
        self.plan_key = plan_key
        self.load()

    def load(self) -> None:
        """Read what waits of `plan_key`; overridden."""

    def stand_on(self, place: int) -> None:
        """Say what the row at `place` is about; overridden."""

    def show_rows(self, ids: Sequence[str], cells: Sequence[tuple[str, ...]]) -> None:
        """Show these rows; the one that was stood on stays so while it is there."""
        self._ids, self._texts = list(ids), list(cells)
        self._model.set_cells(cells)
        self._fit()
        if ids:
            place = self._ids.index(self._chosen) if self._chosen in self._ids else 0
            self.table.setCurrentIndex(self._model.index(place, 0))
            self._moved(place)

    def place(self) -> int:
        """The row that is stood on; -1 for none."""
        place = self.table.currentIndex().row()
        return place if 0 <= place < len(self._ids) else -1

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A narrow card has fewer columns."""
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        """Another text size makes other row heights."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange and hasattr(self, "table"):
            self._fit()

    def _fit(self) -> None:
        narrow = sum(map(theme.px, self._widths)) > self.width() - 2 * theme.S16
        for column in range(FIRST, len(self._columns)):
            self.table.setColumnHidden(column, narrow)
        widths = self._widths
        if narrow:  # share what there is, as the two stand to each other
            room = (self.width() - 3 * theme.S16) * 100 // theme.px(100)
            widths = (room * widths[0] // sum(widths[:FIRST]),)
        self.table.set_widths(*widths)
        self.table.keep_height(min(max(len(self._ids), 1), ROWS))
        self.beside.setVisible(narrow and bool(self._ids))

    def _say_hidden(self, place: int) -> None:
        """What the columns say that a narrow card leaves out."""
        said = zip(self._columns[FIRST:], self._texts[place][FIRST:], strict=True)
        self.beside.setText(
            dotted(*(_("{name}: {what}").format(name=_(name), what=what) for name, what in said))
        )

    @Slot(int)
    def _moved(self, place: int) -> None:
        if 0 <= place < len(self._ids):
            self._chosen = self._ids[place]
            self._say_hidden(place)
            self.stand_on(place)

    @Slot(int)
    def _act(self, place: int) -> None:
        if 0 <= place < len(self._ids):
            self.context.ways.ask.emit(self.dialog, self._ids[place])

    @Slot()
    def look(self) -> None:
        """Open the row that is stood on."""
        self._act(self.place())
