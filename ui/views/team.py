"""The page Team: the supervisor's tabs over who carries how much, what is late and what waits."""

from __future__ import annotations

import importlib
import importlib.util
from typing import cast

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from navigator_app.domain.records import Changes
from navigator_app.i18n import _
from ui import theme
from ui.context import Context, View
from ui.places import TEAM_TABS, TeamAt
from ui.widgets.page import Page
from ui.widgets.tab_order import follow_layout
from ui.widgets.tab_stack import KeptParts, PageTabs
from ui.widgets.team_tab import TeamTab


class TeamView(View):
    """The page."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        """Build the frame; a tab is made when it is first looked at."""
        super().__init__(context, parent)
        self.specs = [one for one in TEAM_TABS if importlib.util.find_spec(one.module)]
        self._page = Page(_("Team"))
        titles = [_(spec.title) for spec in self.specs]
        self.tabs = PageTabs(_("Parts of the team’s page"), titles, self)
        self._parts: KeptParts[TeamTab] = KeptParts()
        self._assemble()
        self.tabs.currentChanged.connect(self._turn)
        self.first = self.tabs

    def tab(self, key: str = "") -> TeamTab | None:
        """A tab by its key, the one in sight without one; made when it was not there yet."""
        key = key or self.current()
        if key not in self._parts.made and any(spec.key == key for spec in self.specs):
            self._make(key)
        return self._parts.made.get(key)

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
        shown = self._parts.made.get(self.current())
        if shown is not None and self.isVisible():
            shown.on_changes(changes)

    def draft(self) -> dict[str, object]:
        """Half-typed text of every tab, by its key."""
        return self._parts.draft()

    def restore_draft(self, payload: dict[str, object]) -> None:
        """Keep half-typed text for the tabs it belongs to."""
        self._parts.restore_draft(payload)

    def _assemble(self) -> None:
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
        for made in self._parts.made.values():
            made.setVisible(made is shown)
            for button in made.buttons:
                button.setVisible(made is shown)
        follow_layout(self._page)

    def _make(self, key: str) -> None:
        spec = next(spec for spec in self.specs if spec.key == key)
        factory = getattr(importlib.import_module(spec.module), spec.name)
        made = cast(TeamTab, factory(self.context, self._page.body))
        self._page.column.insertWidget(self._page.column.count() - 1, made)
        for button in made.buttons:
            self._page.buttons.addWidget(button)
        self._parts.add(key, made)
