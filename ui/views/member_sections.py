"""The parts of a member's page behind tabs; each is made when it is first looked at."""

from __future__ import annotations

import importlib
from typing import cast

from PySide6.QtCore import Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QTabBar, QVBoxLayout, QWidget

from navigator_app.domain.records import Changes
from navigator_app.i18n import _
from ui import theme
from ui.context import Context, Section
from ui.places import SECTIONS
from ui.widgets.tab_order import follow_layout


class MemberSections(QWidget):
    """A tab bar over the page's first part (`now`) and the sections of `places.SECTIONS`."""

    def __init__(self, context: Context, now: QWidget, parent: QWidget | None = None) -> None:
        """Start at the first part."""
        super().__init__(parent)
        self._context = context
        self._now = now
        self._member_id = ""
        self._made: dict[str, Section] = {}
        self._kept: dict[str, dict[str, object]] = {}
        self.tabs = QTabBar()
        self._assemble()
        self.tabs.currentChanged.connect(self._turn)
        for keys, step in (("Ctrl+PgDown", self._next), ("Ctrl+PgUp", self._before)):
            QShortcut(QKeySequence(keys), self).activated.connect(step)

    def show_member(self, member_id: str) -> None:
        """Another member, or the same one read anew: tell the section in sight."""
        self._member_id = member_id
        section = self._made.get(self.current())
        if section is not None:
            section.show_member(member_id)

    def show_section(self, key: str) -> None:
        """Bring a section to the front; "" is the first part."""
        keys = ["", *(spec.key for spec in SECTIONS)]
        if key in keys:
            self.tabs.setCurrentIndex(keys.index(key))

    def current(self) -> str:
        """The key of the section in sight, "" for the first part."""
        place = self.tabs.currentIndex()
        return SECTIONS[place - 1].key if place > 0 else ""

    def on_changes(self, changes: Changes) -> None:
        """A write happened: the section in sight reads anew what it shows."""
        section = self._made.get(self.current())
        if section is not None:
            section.on_changes(changes)

    def draft(self) -> dict[str, object]:
        """Half-typed text of every section, by its key."""
        found: dict[str, object] = dict(self._kept)
        for key, section in self._made.items():
            if typed := section.draft():
                found[key] = typed
        return found

    def restore_draft(self, payload: dict[str, object]) -> None:
        """Keep half-typed text for the sections it belongs to."""
        for key, typed in payload.items():
            if not isinstance(typed, dict):
                continue
            if key in self._made:
                self._made[key].restore_draft(typed)
            else:
                self._kept[key] = typed

    def _assemble(self) -> None:
        self.tabs.setAccessibleName(_("Parts of this member’s page"))
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.tabs.setUsesScrollButtons(True)
        self.tabs.addTab(_("Now"))
        for spec in SECTIONS:
            self.tabs.addTab(_(spec.title))
        if not SECTIONS:  # shown before it has a parent, it would flash up as a window
            self.tabs.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.S16)
        column.addWidget(self.tabs)
        column.addWidget(self._now)

    @Slot(int)
    def _turn(self, _place: int) -> None:
        key = self.current()
        self._now.setVisible(not key)
        if key and key not in self._made:
            self._make(key)
        for known, section in self._made.items():
            section.setVisible(known == key)
        if key and self._member_id:
            self._made[key].show_member(self._member_id)
        follow_layout(self)

    def _make(self, key: str) -> None:
        spec = next(spec for spec in SECTIONS if spec.key == key)
        factory = getattr(importlib.import_module(spec.module), spec.name)
        section = cast(Section, factory(self._context, self))
        self._made[key] = section
        cast(QVBoxLayout, self.layout()).addWidget(section)
        if key in self._kept:
            section.restore_draft(self._kept.pop(key))

    @Slot()
    def _next(self) -> None:
        self.tabs.setCurrentIndex((self.tabs.currentIndex() + 1) % self.tabs.count())

    @Slot()
    def _before(self) -> None:
        self.tabs.setCurrentIndex((self.tabs.currentIndex() - 1) % self.tabs.count())
