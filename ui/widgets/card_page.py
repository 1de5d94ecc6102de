"""A page that is a list of cards: laid anew as a whole, with a word for when there are none."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui import theme
from ui.widgets.page import Page
from ui.widgets.tab_order import follow_layout


class CardPage(Page):
    """A narrow page of cards, one under the other."""

    def __init__(self, title: str, hint: str, nothing: QWidget, view: QWidget) -> None:
        """Fill `view` with itself; `nothing` is what stands there without a card."""
        super().__init__(title, hint, narrow=True)
        self._nothing, self._view = nothing, view
        self._cards: QWidget | None = None
        self.column.addWidget(nothing)
        self.column.addStretch(1)
        nothing.hide()
        whole = QVBoxLayout(view)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self)

    def show_cards(self, cards: Iterable[QWidget]) -> None:
        """Show these in place of the ones before."""
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.S12)
        for card in cards:
            column.addWidget(card)
        if self._cards is not None:
            self.column.removeWidget(self._cards)
            self._cards.hide()
            self._cards.deleteLater()
        self._cards = body
        self._nothing.setVisible(not column.count())
        self.column.insertWidget(self.column.indexOf(self._nothing), body)
        follow_layout(self._view)
