"""What every tab of the page Team is."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from navigator_app.domain.records import Changes
from ui.context import Context


class TeamTab(QWidget):
    """One tab of the page Team. Made when it is first looked at, destroyed on lock; it lays itself
    out in the width it is given and scrolls with the page.

    `buttons` stand at the right of the page's heading while the tab is in sight, in their order;
    the page takes them as its own.
    """

    buttons: tuple[QWidget, ...] = ()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        """Keep the context; subclasses build widgets and connect signals."""
        super().__init__(parent)
        self.context = context

    def load(self) -> None:
        """The tab comes to the front: read what it shows, on the store thread."""

    def open(self, target: object) -> None:
        """Something of this tab was asked for (`places.TeamAt.target`). Comes before `load`."""

    def on_changes(self, changes: Changes) -> None:
        """A write happened while the tab is in sight; read again only when it touches it."""

    def draft(self) -> dict[str, object]:
        """Half-typed text to keep over a lock; empty when there is none."""
        return {}

    def restore_draft(self, payload: dict[str, object]) -> None:
        """Put half-typed text back after unlocking."""
