"""The landlords of the shared directory."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from navigator_app.domain.housing_rows import LandlordRow
from navigator_app.domain.identifiers import fold
from navigator_app.i18n import _
from navigator_app.services import housing_directory
from navigator_app.services.workspace import Workspace
from ui import theme
from ui.context import Context
from ui.models import home_rows, housing_words
from ui.models.forecast_rows import TextTable
from ui.widgets.buttons import PlainButton
from ui.widgets.card import Card, EmptyState
from ui.widgets.fields import SearchField
from ui.widgets.listing import Listing
from ui.widgets.search_parts import buttons_row, column, emptied, pairs
from ui.widgets.text import Heading, Muted

ROWS = 8
"""Rows of the table in sight; it scrolls beyond."""


def _read(ws: Workspace) -> list[LandlordRow]:
    return housing_directory.landlords(ws)


class HomesLandlords(QWidget):
    """The tab.

    Signals:
        homes_asked(str): show the homes of a landlord of that name.
    """

    homes_asked = Signal(str)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        """Build it; `load` fills it."""
        super().__init__(parent)
        self._context = context
        self._all: list[LandlordRow] = []
        self._rows: list[LandlordRow] = []
        self._chosen = ""
        self.search = SearchField(_("Find a landlord: name, organization, language"), pause_ms=150)
        self._model = TextTable(home_rows.LANDLORD_COLUMNS, (4, 5), parent=self)
        self.table = Listing(_("Landlords"))
        self.none = Muted(_("No landlord is called so."))
        self.empty = EmptyState(
            "agency",
            _("No landlords yet"),
            _("Whom to call, what they take, and what was agreed: kept for everybody who works "
              "with this store."),
            _("Add a landlord"),
        )  # fmt: skip
        self.detail = Card()
        self._title, self._facts = Heading("", 3), column()[0]
        self._title.setWordWrap(True)
        self.edit = PlainButton(_("Amend"), "edit")
        self.homes = PlainButton(_("Their homes"), "home")
        self._assemble()
        self.search.searched.connect(self._filter)
        self.table.moved.connect(self._moved)
        self.table.acted.connect(self._edit_row)
        self.edit.clicked.connect(self._edit)
        self.homes.clicked.connect(self._homes)
        if self.empty.button is not None:
            self.empty.button.clicked.connect(self._add)

    def load(self) -> None:
        """Read the list."""
        failed = self._context.show_refusal
        self._context.tasks.run(_read, self._show, owner=self, failed=failed)

    def changeEvent(self, event: QEvent) -> None:
        """Another text size makes other row heights."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange and hasattr(self, "homes"):
            self._fit()

    def _fit(self) -> None:
        self.table.keep_height(min(max(len(self._rows), 1), ROWS))

    def _assemble(self) -> None:
        self.table.setModel(self._model)
        self.table.set_widths(*home_rows.LANDLORD_WIDTHS)
        self._fit()
        self.detail.column.addWidget(self._title)
        self.detail.column.addWidget(self._facts)
        self.detail.column.addWidget(buttons_row([self.edit, self.homes]))
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(theme.S12)
        for widget in (self.search, self.table, self.none, self.detail, self.empty):
            whole.addWidget(widget)
        for widget in (self.table, self.none, self.detail, self.empty):
            widget.hide()

    def _show(self, rows: list[LandlordRow]) -> None:
        self._all = rows
        self.empty.setVisible(not rows)
        self.search.setVisible(bool(rows))
        self._filter()

    @Slot()
    def _filter(self) -> None:
        asked = fold(self.search.text()).split()
        self._rows = [row for row in self._all if all(word in _searched(row) for word in asked)]
        self._model.set_cells([home_rows.landlord_cells(row) for row in self._rows])
        self.table.setVisible(bool(self._rows))
        self._fit()
        self.none.setVisible(bool(self._all) and not self._rows)
        place = next((n for n, row in enumerate(self._rows) if row.id == self._chosen), 0)
        self.detail.setVisible(bool(self._rows))
        if self._rows:
            self.table.setCurrentIndex(self._model.index(place, 0))
            self._moved(place)

    @Slot(int)
    def _moved(self, place: int) -> None:
        if not 0 <= place < len(self._rows):
            return
        row = self._rows[place]
        self._chosen = row.id
        self._title.setText(housing_words.soft(row.name))
        facts = home_rows.landlord_facts(row)
        inside = emptied(self._facts)
        inside.addWidget(pairs(facts) if facts else Muted(_("Only the name is known.")))
        self.homes.setEnabled(row.units > 0)

    @Slot(int)
    def _edit_row(self, place: int) -> None:
        if 0 <= place < len(self._rows):
            self._context.ways.ask.emit("landlord", self._rows[place].id)

    @Slot()
    def _edit(self) -> None:
        self._context.ways.ask.emit("landlord", self._chosen)

    @Slot()
    def _homes(self) -> None:
        name = next((row.name for row in self._rows if row.id == self._chosen), "")
        self.homes_asked.emit(name)

    @Slot()
    def _add(self) -> None:
        self._context.ways.ask.emit("landlord", "")


def _searched(row: LandlordRow) -> str:
    return fold(" ".join((row.name, row.organization, row.languages, row.note)))
