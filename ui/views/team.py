"""The page Team: the supervisor's tabs over who carries how much, what is late and what waits."""

from __future__ import annotations

import importlib
import importlib.util
from typing import cast

from PySide6.QtCore import Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QTabBar, QVBoxLayout, QWidget

from navigator_app.domain.records import Changes
from navigator_app.i18n import _
from ui import theme
from ui.context import Context, View
from ui.places import TEAM_TABS, TeamAt
from ui.widgets.page import Page
from ui.widgets.tab_order import follow_layout
from ui.widgets.team_tab import TeamTab


class TeamView(View):
    """The page."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        """Build the frame; a tab is made when it is first looked at."""
        super().__init__(context, parent)
        self.specs = [one for one in TEAM_TABS if importlib.util.find_spec(one.module)]
        self._page = Page(_("Team"))
        self.tabs = QTabBar()
        self._made: dict[str, TeamTab] = {}
        self._kept: dict[str, dict[str, object]] = {}
        self._assemble()
        self.tabs.currentChanged.connect(self._turn)
        for keys, step in (("Ctrl+PgDown", self._next), ("Ctrl+PgUp", self._before)):
            QShortcut(QKeySequence(keys), self).activated.connect(step)
        self.first = self.tabs

    def tab(self, key: str = "") -> TeamTab | None:
        """A tab by its key, the one in sight without one; made when it was not there yet."""
        key = key or self.current()
        if key not in self._made and any(spec.key == key for spec in self.specs):
            self._make(key)
        return self._made.get(key)

    def current(self) -> str:
        """The key of the tab in sight."""
        place = self.tabs.currentIndex()
        return self.specs[place].key if place >= 0 else ""

    def open(self, target: object) -> None:
        """Bring a tab to the front and hand it what is asked of it; a `TeamAt` or a tab's key."""
        asked = TeamAt(target) if isinstance(target, str) else target
        if not isinstance(asked, TeamAt):
            return
        keys = [spec.key for spec in self.specs]
        if asked.tab in keys:
            self.tabs.setCurrentIndex(keys.index(asked.tab))
            shown = self.tab()
            if shown is not None and asked.target is not None:
                shown.open(asked.target)

    def activate(self) -> None:
        """Read the tab in sight anew."""
        shown = self.tab()
        if shown is not None:
            self._show(shown)
            shown.load()

    def on_changes(self, changes: Changes) -> None:
        """A write may touch the tab in sight."""
        shown = self._made.get(self.current())
        if shown is not None and self.isVisible():
            shown.on_changes(changes)

    def draft(self) -> dict[str, object]:
        """Half-typed text of every tab, by its key."""
        found: dict[str, object] = dict(self._kept)
        for key, made in self._made.items():
            if typed := made.draft():
                found[key] = typed
        return found

    def restore_draft(self, payload: dict[str, object]) -> None:
        """Keep half-typed text for the tabs it belongs to."""
        for key, typed in payload.items():
            if not isinstance(typed, dict):
                continue
            if key in self._made:
                self._made[key].restore_draft(typed)
            else:
                self._kept[key] = typed

    def _assemble(self) -> None:
        for spec in self.specs:
            self.tabs.addTab(_(spec.title))
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.tabs.setUsesScrollButtons(True)
        self.tabs.setAccessibleName(_("Parts of the team’s page"))
        self._page.column.addWidget(self.tabs)
        self._page.column.setSpacing(theme.S16)
        self._tail = QWidget()
        self._page.column.addWidget(self._tail, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._page)

    @Slot(int)
    def _turn(self, _place: int) -> None:
        if self.isVisible():
            self.activate()

    def _show(self, shown: TeamTab) -> None:
        for made in self._made.values():
            made.setVisible(made is shown)
            for button in made.buttons:
                button.setVisible(made is shown)
        follow_layout(self._page)

    def _make(self, key: str) -> None:
        spec = next(spec for spec in self.specs if spec.key == key)
        factory = getattr(importlib.import_module(spec.module), spec.name)
        made = cast(TeamTab, factory(self.context, self._page.body))
        self._made[key] = made
        self._page.column.insertWidget(self._page.column.count() - 1, made)
        for button in made.buttons:
            self._page.buttons.addWidget(button)
        if key in self._kept:
            made.restore_draft(self._kept.pop(key))

    @Slot()
    def _next(self) -> None:
        self.tabs.setCurrentIndex((self.tabs.currentIndex() + 1) % self.tabs.count())

    @Slot()
    def _before(self) -> None:
        self.tabs.setCurrentIndex((self.tabs.currentIndex() - 1) % self.tabs.count())
