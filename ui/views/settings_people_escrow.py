"""The card of codes for the safe, on the page of people."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from navigator_app.domain.escrow import Escrow
from navigator_app.i18n import _
from navigator_app.services.workspace import Workspace
from ui import theme
from ui.context import Context
from ui.dialogs.user_escrow import RENEW, REVOKE
from ui.models import words
from ui.widgets.buttons import PlainButton, QuietButton
from ui.widgets.card import Card
from ui.widgets.text import Body, Muted, Strong


@dataclass(frozen=True, slots=True)
class Codes:
    """What the card shows: codes that stand or were used, and uses to be told."""

    codes: tuple[Escrow, ...]
    news: tuple[str, ...]


def read(ws: Workspace) -> Codes | None:
    """What the card shows; None for roles that keep no codes."""
    from navigator_app.services import permissions, users_escrow

    if not permissions.may(ws, users_escrow.ACTION):
        return None
    standing = tuple(one for one in users_escrow.listing(ws) if one.stands)
    return Codes(standing, tuple(users_escrow.told(ws, one) for one in users_escrow.untold(ws)))


class EscrowCard(Card):
    """Codes that lie in a safe: who made each and when; what was opened with one.

    Signals:
        seen_asked(): whoever is at work has read of the uses.
    """

    seen_asked = Signal()

    def __init__(self, context: Context) -> None:
        """Build the card; `show_codes` fills it."""
        super().__init__(_("Codes for the safe"))
        self.context = context
        self._news = Body("")
        self._news.setWordWrap(True)
        self.seen_button = PlainButton(_("I have read it"), "check")
        self._none = Muted(
            _("None yet. A code in a safe opens the store when every passphrase is lost.")
        )
        self._lines = QWidget()
        self._grid = QGridLayout(self._lines)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setVerticalSpacing(theme.S8)
        self._grid.setColumnStretch(0, 1)
        self.make_button = PlainButton(_("Make a code"), "key")
        for part in (self._news, self.seen_button, self._none, self._lines, self.make_button):
            self.column.addWidget(part)
        for button in (self.seen_button, self.make_button):
            self.column.setAlignment(button, Qt.AlignmentFlag.AlignLeft)
        self.seen_button.clicked.connect(self.seen_asked)
        self.make_button.clicked.connect(self._make)

    def show_codes(self, found: Codes) -> None:
        """Show them."""
        while item := self._grid.takeAt(0):
            old = item.widget()
            if old is not None:
                old.hide()
                old.deleteLater()
        self._news.setText("\n".join(found.news))
        self._news.setVisible(bool(found.news))
        self.seen_button.setVisible(bool(found.news))
        self._none.setVisible(not found.codes)
        self._lines.setVisible(bool(found.codes))
        for row, one in enumerate(found.codes):
            self._grid.addWidget(self._line(one), row, 0)
            self._grid.addWidget(self._acts(one), row, 1, Qt.AlignmentFlag.AlignRight)

    def _line(self, one: Escrow) -> QWidget:
        clock = self.context.clock
        made = words.day(clock.to_local(one.made_at).date())
        told = _("Made by {name}, {day}").format(name=one.made_by, day=made)
        if one.used_at is not None:
            used = words.day(clock.to_local(one.used_at).date())
            told = _("{made} · used {day}: renew it").format(made=told, day=used)
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.S4)
        column.addWidget(Strong(one.label))
        column.addWidget(Muted(told))
        return box

    def _acts(self, one: Escrow) -> QWidget:
        box = QWidget()
        line = QHBoxLayout(box)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(theme.S4)
        for act, said, icon in ((RENEW, _("Renew"), "key"), (REVOKE, _("Revoke"), "stop")):
            button = QuietButton(said, icon)
            button.setAccessibleName(f"{said}: {one.label}")
            button.setProperty("about", f"{act}:{one.id}")
            button.clicked.connect(self._clicked)
            line.addWidget(button)
        return box

    @Slot()
    def _make(self) -> None:
        self.context.ways.ask.emit("user_escrow", None)

    @Slot()
    def _clicked(self) -> None:
        self.context.ways.ask.emit("user_escrow", str(self.sender().property("about")))
