"""Monday in nine minutes: the team's week on one page, and the same on paper."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from navigator_app.domain.monday import EndingSoon, MondayPage, Over, OwedToPlan
from navigator_app.domain.records import Changes
from navigator_app.domain.team_figures import ExceptionFigure
from navigator_app.i18n import _, ngettext
from navigator_app.services import monday
from navigator_app.services.workspace import Workspace
from ui import theme
from ui.context import Context
from ui.models import words
from ui.places import FormAt, TeamAt
from ui.widgets.buttons import PlainButton, QuietButton
from ui.widgets.card import Card
from ui.widgets.snug import Snug
from ui.widgets.team_tab import TeamTab
from ui.widgets.text import Body, Muted, Small, Strong


def _read(ws: Workspace) -> MondayPage:
    return monday.page(ws)


class OpenButton(QuietButton):
    """Opens what a line is about; knows which."""

    def __init__(self, key: str, text: str, icon: str) -> None:
        """`key` is an exception's or a member's id."""
        super().__init__(text, icon)
        self.key = key


class TeamMonday(TeamTab):
    """The tab."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        """Build it; `load` fills it."""
        super().__init__(context, parent)
        self.print = PlainButton(_("Print this page"), "print")
        self.buttons = (self.print,)
        self.since = Muted("")
        self._inside, outside = Snug(), QVBoxLayout(self)
        outside.setContentsMargins(0, 0, 0, 0)
        outside.addWidget(self._inside)
        outside.addStretch(1)
        self._column = QVBoxLayout(self._inside)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.S16)
        self._column.addWidget(self.since)
        self.cards: list[Card] = []
        self.print.clicked.connect(self._print)

    def load(self) -> None:
        """Read the page."""
        self.context.tasks.run(_read, self._show, owner=self, failed=self.context.show_refusal)

    def on_changes(self, changes: Changes) -> None:
        """Nearly every write changes the week."""
        self.load()

    def _show(self, page: MondayPage) -> None:
        for card in self.cards:
            self._column.removeWidget(card)
            card.hide()
            card.deleteLater()
        self.since.setText(
            _("Since {since}, and what ends until {until}.").format(
                since=words.long_day(page.since), until=words.long_day(page.until)
            )
        )
        self.cards = [
            self._changed(page),
            self._over(page.over),
            self._late(page.late),
            self._ends(page),
            self._owed(page.owed),
        ]
        for place, card in enumerate(self.cards):
            self._column.insertWidget(1 + place, card)
        self._inside.updateGeometry()

    def _changed(self, page: MondayPage) -> Card:
        card, grid = Card(_("What changed")), QGridLayout()
        grid.setHorizontalSpacing(theme.S16)
        for place, one in enumerate(page.changed):
            row, side = divmod(place, 2)
            grid.addWidget(Strong(f"{one.count:,}"), row, 2 * side)
            grid.addWidget(Body(one.title), row, 2 * side + 1)
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(3, 1)
        card.column.addLayout(grid)
        return card

    def _over(self, rows: tuple[Over, ...]) -> Card:
        card, grid = Card(_("Who is over the limit or away")), QGridLayout()
        grid.setHorizontalSpacing(theme.S24)
        for place, one in enumerate(rows):
            grid.addWidget(Strong(one.name), place, 0)
            grid.addWidget(Body(_over_words(one)), place, 1)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 3)
        card.column.addLayout(grid)
        if not rows:
            card.column.addWidget(Muted(_("Nobody.")))
        return card

    def _late(self, rows: tuple[ExceptionFigure, ...]) -> Card:
        card, grid = Card(_("What is late or missing")), QGridLayout()
        grid.setHorizontalSpacing(theme.S16)
        for place, one in enumerate(rows):
            text = ngettext("{n} member", "{n} members", one.members).format(n=f"{one.members:,}")
            button = OpenButton(one.id, text, "team")
            button.setAccessibleName(f"{text}: {one.title}")
            button.clicked.connect(self._open_exception)
            grid.addWidget(Body(one.title), place, 0)
            grid.addWidget(button, place, 1)
        grid.setColumnStretch(0, 1)
        card.column.addLayout(grid)
        if not rows:
            card.column.addWidget(Muted(_("Nothing.")))
        return card

    def _ends(self, page: MondayPage) -> Card:
        card = Card(_("What ends"))
        text = ngettext("{n} authorization ends.", "{n} authorizations end.", page.ending)
        card.column.addWidget(Body(text.format(n=f"{page.ending:,}")))
        for one in page.ends:
            button = OpenButton(one.member_id, one.member, "user")
            button.clicked.connect(self._open_member)
            row = QGridLayout()
            row.addWidget(button, 0, 0)
            row.addWidget(Body(_ends_words(one)), 0, 1)
            row.setColumnStretch(1, 1)
            card.column.addLayout(row)
        return card

    def _owed(self, rows: tuple[OwedToPlan, ...]) -> Card:
        card = Card(_("What the plans are owed"))
        for one in rows:
            due = _("by {day}").format(day=words.long_day(one.due)) if one.due else ""
            card.column.addWidget(Strong(f"{one.plan}: {one.title}"))
            card.column.addWidget(Small(" ".join(part for part in (one.text, due) if part)))
        if not rows:
            card.column.addWidget(Muted(_("Nothing.")))
        return card

    @Slot()
    def _open_exception(self) -> None:
        button = self.sender()
        if isinstance(button, OpenButton):
            self.context.ways.open_page.emit("team", TeamAt("exceptions", button.key))

    @Slot()
    def _open_member(self) -> None:
        button = self.sender()
        if isinstance(button, OpenButton):
            self.context.ways.open_member.emit(button.key)

    @Slot()
    def _print(self) -> None:
        self.context.ways.open_page.emit("forms", FormAt("monday"))


def _over_words(one: Over) -> str:
    parts = [ngettext("{n} member", "{n} members", one.members).format(n=f"{one.members:,}")]
    if one.limit is not None:
        load, limit = one.load / 100, one.limit / 100
        parts.append(_("weight {load:g} of {limit:g}").format(load=load, limit=limit))
    if one.away_until is not None:
        day = words.long_day(one.away_until)
        cover = one.cover or _("nobody")
        parts.append(_("away until {day}, covered by {name}").format(day=day, name=cover))
    return ", ".join(parts)


def _ends_words(one: EndingSoon) -> str:
    asked = _("extension asked for") if one.asked else _("no extension asked for")
    return f"{one.service}, {words.long_day(one.end)}, {asked}"
