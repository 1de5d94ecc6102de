"""Whose members whoever is at work watches over today, beside their own."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from navigator_app.domain.cover import Covering
from navigator_app.domain.records import CaseloadQuery
from navigator_app.i18n import _, ngettext
from navigator_app.services import cover
from navigator_app.services.workspace import Workspace
from ui.context import Context
from ui.models import words
from ui.widgets.buttons import PlainButton
from ui.widgets.told_bar import ToldBar


def _read(ws: Workspace) -> list[Covering]:
    return cover.covering(ws)


class CoverBar(ToldBar):
    """Hidden while everybody is here."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        """Start hidden."""
        self.show_them = PlainButton(_("Show them"), "caseload")
        super().__init__("user", "accent", self.show_them, parent)
        self._context = context
        self._first = ""
        self.said.setWordWrap(True)
        self.show_them.clicked.connect(self._open)

    def refresh(self) -> None:
        """Ask who is away and falls to whoever is at work."""
        self._context.tasks.run(_read, self._show, owner=self)

    def _show(self, found: list[Covering]) -> None:
        self._first = found[0].user_id if found else ""
        self.said.setText(" · ".join(_words(one) for one in found))
        name = words.isolated(found[0].name) if found else ""
        self.show_them.setText(_("Members of {name}").format(name=name))
        self.setVisible(bool(found))

    @Slot()
    def _open(self) -> None:
        self._context.ways.open_caseload.emit(
            CaseloadQuery(navigator=self._first, status="running")
        )


def _words(one: Covering) -> str:
    name = words.isolated(one.name)
    if one.here:
        said = ngettext(
            "You watch over {n} member of {name}, who carries no caseload any more",
            "You watch over {n} members of {name}, who carries no caseload any more",
            one.members,
        )
        return said.format(n=one.members, name=name)
    if one.until is None:
        said = ngettext(
            "You watch over {n} member of {name}, who left",
            "You watch over {n} members of {name}, who left",
            one.members,
        )
        return said.format(n=one.members, name=name)
    said = ngettext(
        "You cover {n} member of {name}, away until {day}",
        "You cover {n} members of {name}, away until {day}",
        one.members,
    )
    return said.format(n=one.members, name=name, day=words.day(one.until))
