"""A line on a member's page for a role that is not shown all of it, with the way past."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QWidget

from navigator_app.i18n import _
from navigator_app.services.workspace import Workspace
from ui import theme
from ui.context import Context
from ui.widgets.buttons import QuietButton
from ui.widgets.text import Muted


def _hidden(member_id: str, ws: Workspace) -> tuple[str, list[str]]:
    from navigator_app.services import permissions

    return member_id, permissions.unseen(ws, member_id)


class GlassBar(QWidget):
    """Says what the role is not shown, and asks why it should be."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        """Hidden until a member has something that is not shown."""
        super().__init__(parent)
        self.context = context
        self._member_id = ""
        self.words = Muted("")
        self.button = QuietButton(_("Break the glass"), "show")
        self.button.setToolTip(_("In an emergency: show it until the end of today, with a reason"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.S12)
        row.addWidget(self.words, 1)
        row.addWidget(self.button)
        self.button.clicked.connect(self._ask)
        self.hide()

    def show_member(self, member_id: str) -> None:
        """Ask what of this member is not shown."""
        self._member_id = member_id
        self.hide()
        self.context.tasks.run(partial(_hidden, member_id), self._show, owner=self)

    def _show(self, found: tuple[str, list[str]]) -> None:
        member_id, titles = found
        if member_id == self._member_id:
            told = _("Not shown to your role: {what}.").format(what="; ".join(titles))
            self.words.setText(told)
            self.setVisible(bool(titles))

    @Slot()
    def _ask(self) -> None:
        self.context.ways.ask.emit("break_glass", self._member_id)
