"""The parts of a member's page behind tabs; each is made when it is first looked at."""

from __future__ import annotations

import importlib
from typing import cast

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from navigator_app.domain.records import Changes
from navigator_app.i18n import _
from ui import theme
from ui.context import Context, Section
from ui.places import SECTIONS
from ui.widgets.tab_order import follow_layout
from ui.widgets.tab_stack import KeptParts, PageTabs


class MemberSections(QWidget):
    """A tab bar over the page's first part (`now`) and the sections of `places.SECTIONS`."""

    def __init__(self, context: Context, now: QWidget, parent: QWidget | None = None) -> None:
        """Start at the first part."""
        super().__init__(parent)
        self._context = context
        self._now = now
        self._member_id = ""
        self._parts: KeptParts[Section] = KeptParts()
        titles = [_("Now"), *(_(spec.title) for spec in SECTIONS)]
        self.tabs = PageTabs(_("Parts of this member’s page"), titles, self)
        self._assemble()
        self.tabs.currentChanged.connect(self._turn)

    def show_member(self, member_id: str) -> None:
        """Another member, or the same one read anew: tell the section in sight."""
        self._member_id = member_id
        section = self._parts.made.get(self.current())
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
        section = self._parts.made.get(self.current())
        if section is not None:
            section.on_changes(changes)

    def draft(self) -> dict[str, object]:
        """Half-typed text of every section, by its key."""
        return self._parts.draft()

    def restore_draft(self, payload: dict[str, object]) -> None:
        """Keep half-typed text for the sections it belongs to."""
        self._parts.restore_draft(payload)

    def _assemble(self) -> None:
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
        if key and key not in self._parts.made:
            self._make(key)
        for known, section in self._parts.made.items():
            section.setVisible(known == key)
        if key and self._member_id:
            self._parts.made[key].show_member(self._member_id)
        follow_layout(self)

    def _make(self, key: str) -> None:
        spec = next(spec for spec in SECTIONS if spec.key == key)
        factory = getattr(importlib.import_module(spec.module), spec.name)
        section = cast(Section, factory(self._context, self))
        cast(QVBoxLayout, self.layout()).addWidget(section)
        self._parts.add(key, section)
