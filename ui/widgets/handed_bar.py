"""Members that somebody handed to whoever is at work, until their packs are read."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from navigator_app.domain.people import HandOverRow
from navigator_app.i18n import _, ngettext
from navigator_app.services import hand_over
from navigator_app.services.workspace import Workspace
from ui.context import Context
from ui.models.words import isolated
from ui.widgets.buttons import PlainButton
from ui.widgets.told_bar import ToldBar


def _read(ws: Workspace) -> list[HandOverRow]:
    return hand_over.unread(ws)


class HandedBar(ToldBar):
    """Hidden while every pack is read."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        """Start hidden."""
        self.read = PlainButton(_("Read the packs"), "clipboard")
        super().__init__("team", "accent", self.read, parent)
        self._context = context
        self._ids: list[str] = []
        self.read.clicked.connect(self._ask)

    def refresh(self) -> None:
        """Ask whose packs are not read yet."""
        self._context.tasks.run(_read, self._show, owner=self)

    def _show(self, rows: list[HandOverRow]) -> None:
        self._ids = [row.member_id for row in rows]
        count = len(rows)
        some = ", ".join(isolated(row.member) for row in rows[:3])
        said = ngettext(
            "{n} member was handed over to you: {names}",
            "{n} members were handed over to you: {names}",
            count,
        )
        more = ", …" if count > 3 else ""
        self.said.setText(said.format(n=count, names=some + more))
        self.setVisible(bool(rows))

    @Slot()
    def _ask(self) -> None:
        self._context.ways.ask.emit("hand_over_pack", list(self._ids))
