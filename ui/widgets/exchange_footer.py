"""Keeps the status bar's first fact true: how the exchange stands, and what it does just now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

if TYPE_CHECKING:
    from navigator_app.domain.exchange import Event, Summary
    from ui.context import Context
    from ui.widgets.footer import Footer


class ExchangeFooter(QObject):
    """Follows the window's exchange until the footer goes."""

    def __init__(self, context: Context, footer: Footer) -> None:
        """From now on tell the footer."""
        super().__init__(footer)
        self._context, self._footer = context, footer
        context.sync.stood.connect(self._stands)
        context.sync.told.connect(self._tells)

    @Slot(object)
    def _stands(self, summary: Summary) -> None:
        if not self._context.sync.running:
            self._footer.show_exchange(summary, self._context.clock)

    @Slot(object)
    def _tells(self, event: Event) -> None:
        self._footer.show_running(self._context.sync.running_name, event)
