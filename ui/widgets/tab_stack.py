"""A bar of tabs whose parts are made when they are first looked at and keep what was typed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Generic, Protocol, TypeVar

from PySide6.QtCore import Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QTabBar, QWidget


class Keeps(Protocol):
    """A part that hands out what is half typed in it and takes it back."""

    def draft(self) -> dict[str, object]:
        """Half-typed text; empty when there is none."""

    def restore_draft(self, payload: dict[str, object]) -> None:
        """Put it back."""


Part = TypeVar("Part", bound=Keeps)


class PageTabs(QTabBar):
    """The bar; Ctrl+PgDown and Ctrl+PgUp turn it from anywhere in `page`."""

    def __init__(self, name: str, titles: Sequence[str], page: QWidget) -> None:
        """`name` is what a screen reader calls it; `titles` are translated."""
        super().__init__(page)
        self.setAccessibleName(name)
        self.setDrawBase(False)
        self.setExpanding(False)
        self.setUsesScrollButtons(True)
        for title in titles:
            self.addTab(title)
        turns: tuple[tuple[str, Callable[[], None]], ...]
        turns = (("Ctrl+PgDown", self._next), ("Ctrl+PgUp", self._before))
        for keys, turn in turns:
            QShortcut(QKeySequence(keys), page).activated.connect(turn)

    @Slot()
    def _next(self) -> None:
        self.setCurrentIndex((self.currentIndex() + 1) % self.count())

    @Slot()
    def _before(self) -> None:
        self.setCurrentIndex((self.currentIndex() - 1) % self.count())


class KeptParts(Generic[Part]):
    """The parts that were made, by key, and what is kept for those that were not yet."""

    def __init__(self) -> None:
        """Nothing is made."""
        self.made: dict[str, Part] = {}
        self._kept: dict[str, dict[str, object]] = {}

    def add(self, key: str, part: Part) -> None:
        """A part was made: it gets what was kept for it."""
        self.made[key] = part
        if key in self._kept:
            part.restore_draft(self._kept.pop(key))

    def draft(self) -> dict[str, object]:
        """Half-typed text of every part, by its key."""
        found: dict[str, object] = dict(self._kept)
        for key, part in self.made.items():
            if typed := part.draft():
                found[key] = typed
        return found

    def restore_draft(self, payload: dict[str, object]) -> None:
        """Keep half-typed text for the parts it belongs to."""
        for key, typed in payload.items():
            if not isinstance(typed, dict):
                continue
            if key in self.made:
                self.made[key].restore_draft(typed)
            else:
                self._kept[key] = typed
