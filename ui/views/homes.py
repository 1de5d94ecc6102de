"""Homes and landlords that everybody shares, and where the team's members stand with them."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QTabBar, QVBoxLayout, QWidget

from navigator_app.domain.records import Changes
from navigator_app.i18n import _
from navigator_app.services.housing_directory import Units
from ui import theme
from ui.context import Context, View
from ui.views.homes_landlords import HomesLandlords
from ui.views.homes_team import HomesTeam
from ui.views.homes_units import HomesUnits
from ui.widgets.buttons import IconButton, PlainButton, PrimaryButton
from ui.widgets.page import Page
from ui.widgets.tab_order import follow_layout

HOMES, LANDLORDS, TEAM = range(3)


class HomesView(View):
    """The page."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        """Build the page; `activate` fills it."""
        super().__init__(context, parent)
        hint = _("Shared by the whole team. Only the board under Team is about members.")
        self._page = Page(_("Homes"), hint)
        self.add = PrimaryButton(_("Add a home"), "add")
        self.add_landlord = PlainButton(_("Add a landlord"), "add-user")
        self.figures = IconButton("settings", _("The agency’s own figures for the search"))
        self.tabs = QTabBar()
        self.units = HomesUnits(context)
        self.landlords = HomesLandlords(context)
        self.team = HomesTeam(context)
        self.parts = (self.units, self.landlords, self.team)
        self._assemble()
        self.add.clicked.connect(self._add)
        self.add_landlord.clicked.connect(self._add_landlord)
        self.figures.clicked.connect(self._figures)
        self.tabs.currentChanged.connect(self._turn)
        self.units.counted.connect(self._counted)
        self.landlords.homes_asked.connect(self._homes_of)
        self.first = self.tabs

    def activate(self) -> None:
        """Read the part in sight anew."""
        self.parts[self.tabs.currentIndex()].load()

    def on_changes(self, changes: Changes) -> None:
        """A write may touch the directory or a board."""
        if self.isVisible() and (changes.directory or changes.members or changes.settings):
            self.activate()

    def draft(self) -> dict[str, object]:
        """What was searched for."""
        text = self.units.search.text()
        return {"text": text, "tab": self.tabs.currentIndex()} if text else {}

    def restore_draft(self, payload: dict[str, object]) -> None:
        """Search for it again."""
        self.units.search.show_text(str(payload.get("text", "")))
        tab = payload.get("tab")
        if isinstance(tab, int) and 0 <= tab < self.tabs.count():
            self.tabs.setCurrentIndex(tab)

    def _assemble(self) -> None:
        for button in (self.figures, self.add_landlord, self.add):
            self._page.buttons.addWidget(button)
        for text in (_("Homes"), _("Landlords"), _("Team")):
            self.tabs.addTab(text)
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.tabs.setAccessibleName(_("Homes, landlords or the team’s board"))
        self._page.column.addWidget(self.tabs)
        for part in self.parts:
            self._page.column.addWidget(part)
            part.setVisible(part is self.units)
        self._page.column.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._page)
        self._page.column.setSpacing(theme.S16)

    @Slot(int)
    def _turn(self, place: int) -> None:
        for number, part in enumerate(self.parts):
            part.setVisible(number == place)
        self.parts[place].load()
        follow_layout(self._page)

    @Slot(object)
    def _counted(self, found: Units) -> None:
        self.tabs.setTabText(HOMES, _("Homes ({n})").format(n=found.total))

    @Slot(str)
    def _homes_of(self, name: str) -> None:
        self.tabs.setCurrentIndex(HOMES)
        self.units.show_landlord(name)

    @Slot()
    def _add(self) -> None:
        self.context.ways.ask.emit("housing_unit", "")

    @Slot()
    def _add_landlord(self) -> None:
        self.context.ways.ask.emit("landlord", "")

    @Slot()
    def _figures(self) -> None:
        self.context.ways.ask.emit("housing_figures", None)
