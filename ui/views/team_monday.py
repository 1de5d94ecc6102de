"""Monday in nine minutes: the team's week on one page, and the same on paper.

Every number opens the members behind it.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from navigator_app.domain.monday import EndingSoon, MondayPage, Over, OwedToPlan
from navigator_app.domain.records import Changes
from navigator_app.domain.team_figures import ExceptionFigure
from navigator_app.i18n import _, ngettext
from navigator_app.services import capacity_board, monday
from navigator_app.services.workspace import Workspace
from ui import theme
from ui.context import Context
from ui.models import board_words, words
from ui.places import FormAt, TeamAt
from ui.widgets.buttons import PlainButton, QuietButton
from ui.widgets.card import Card
from ui.widgets.figure_line import FigureLine
from ui.widgets.flow import FlowLayout
from ui.widgets.snug import Snug
from ui.widgets.tab_order import follow_layout
from ui.widgets.team_tab import TeamTab
from ui.widgets.text import Muted

BESIDE = 900
"""Pixels at 100 % from which on two cards stand beside one another."""
MOST_PEOPLE = 8
"""People over the limit or away by name; the board has them all."""
_TONES = {"danger": "danger", "warning": "warning", "plain": "info"}


def _read(ws: Workspace) -> MondayPage:
    return monday.page(ws)


class OpenButton(FigureLine):
    """Opens what a line is about; knows which."""


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
        self._top = QVBoxLayout()
        self._pairs = [QBoxLayout(QBoxLayout.Direction.LeftToRight) for _pair in range(2)]
        for part in (self._top, *self._pairs):
            part.setSpacing(theme.S16)
            self._column.addLayout(part)
        self.print.clicked.connect(self._print)

    def load(self) -> None:
        """Read the page."""
        if not self.cards:
            self.since.setText(_("Counting…"))
        self.context.tasks.run(_read, self._show, owner=self, failed=self.context.show_refusal)

    def on_changes(self, changes: Changes) -> None:
        """Nearly every write changes the week."""
        self.load()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Cards stand beside one another where there is room, else below."""
        super().resizeEvent(event)
        wide = self.width() >= theme.px(BESIDE)
        way = QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom
        for pair in self._pairs:
            pair.setDirection(way)

    def _show(self, page: MondayPage) -> None:
        layouts = (self._top, self._pairs[0], self._pairs[0], self._pairs[1], self._pairs[1])
        for layout, card in zip(layouts, self.cards, strict=False):
            layout.removeWidget(card)
            card.hide()
            card.deleteLater()
        self.since.setText(
            _("Since {since}, and what ends until {until}.").format(
                since=words.long_day(page.since), until=words.long_day(page.until)
            )
        )
        self.cards = [
            self._changed(page),
            self._late(page.late),
            self._over(page.over),
            self._ends(page),
            self._owed(page.owed),
        ]
        for layout, card in zip(layouts, self.cards, strict=True):
            layout.addWidget(card, 1)
        self._inside.updateGeometry()
        follow_layout(self)

    def _changed(self, page: MondayPage) -> Card:
        card, inside = Card(_("What changed")), QWidget()
        for use in page.safe:
            tone, lead = "info" if use.read else "danger", board_words.short(use.on)
            line = OpenButton(use.id, 1, use.title, tone, use.brief, lead)
            line.setAccessibleName(f"{lead} {use.title}, {use.text}")
            line.setToolTip(f"{use.text} {_('Open People and roles')}")
            line.clicked.connect(self._open_people)
            card.column.addWidget(line)
        flow = FlowLayout(inside, theme.S4, even=True)
        for one in page.changed:
            flow.addWidget(self._line(one.id, one.count, one.title, self._open_change))
        card.column.addWidget(inside)
        return card

    def _late(self, rows: tuple[ExceptionFigure, ...]) -> Card:
        card = _tight(Card(_("What is late or missing")))
        for one in rows:
            tone = _TONES[one.tone]
            line = self._line(one.id, one.members, one.title, self._open_exception, tone)
            line.setToolTip(one.definition)
            card.column.addWidget(line)
        if not rows:
            card.column.addWidget(Muted(_("Nothing.")))
        card.column.addStretch(1)
        return card

    def _over(self, rows: tuple[Over, ...]) -> Card:
        card = _tight(Card(_("Who is over the limit or away")))
        for one in rows[:MOST_PEOPLE]:
            name, tone = words.isolated(one.name), "warning" if _needs(one) else "info"
            opens, more = self._open_caseload, _over_words(one)
            line = self._line(one.user_id, one.members, name, opens, tone, more)
            said = ngettext("{n} member of {name}", "{n} members of {name}", one.members)
            line.setAccessibleName(f"{said.format(n=one.members, name=name)}, {more}")
            card.column.addWidget(line)
        if len(rows) > MOST_PEOPLE:
            others = QuietButton(
                ngettext("{n} person more, on the board", "{n} people more, on the board",
                         len(rows) - MOST_PEOPLE).format(n=len(rows) - MOST_PEOPLE), "forward",
            )  # fmt: skip
            others.clicked.connect(self._open_board)
            card.column.addWidget(others, 0, Qt.AlignmentFlag.AlignLeft)
        if not rows:
            card.column.addWidget(Muted(_("Nobody.")))
        card.column.addStretch(1)
        return card

    def _ends(self, page: MondayPage) -> Card:
        card = _tight(Card(_("What ends")))
        text = ngettext("authorization ends", "authorizations end", page.ending)
        card.column.addWidget(self._line(monday.ENDS, page.ending, text, self._open_change))
        for one in page.ends:
            line = OpenButton(
                one.member_id, 1, words.isolated(one.member), "info" if one.asked else "warning",
                _ends_words(one), board_words.short(one.end),
            )  # fmt: skip
            line.setToolTip(_("Open the member"))
            line.clicked.connect(self._open_member)
            card.column.addWidget(line)
        card.column.addStretch(1)
        return card

    def _owed(self, rows: tuple[OwedToPlan, ...]) -> Card:
        card = _tight(Card(_("What the plans are owed")))
        for one in rows:
            title = f"{words.isolated(one.plan)}: {one.title}"
            overdue = one.due is not None and one.due < self.context.clock.today()
            tone = "danger" if overdue else "warning" if one.due else "neutral"
            due = _("by {day}").format(day=words.long_day(one.due)) if one.due else ""
            more = " · ".join(part for part in (due, one.text) if part)
            line = self._line(one.page, one.count, title, self._open_owed, tone, more)
            line.setToolTip(_("Open what is owed"))
            card.column.addWidget(line)
        if not rows:
            card.column.addWidget(Muted(_("Nothing.")))
        card.column.addStretch(1)
        return card

    def _line(
        self, key: str, count: int, text: str, opens: Callable[[], None], tone: str = "",
        more: str = "",
    ) -> OpenButton:  # fmt: skip
        line = OpenButton(key, count, text, tone, more)
        line.clicked.connect(opens)
        return line

    def _key(self) -> str:
        button = self.sender()
        return button.key if isinstance(button, OpenButton) else ""

    @Slot()
    def _open_change(self) -> None:
        self.context.ways.ask.emit("team_members", self._key())

    @Slot()
    def _open_people(self) -> None:
        self.context.ways.open_page.emit("staff", None)

    @Slot()
    def _open_exception(self) -> None:
        self.context.ways.open_page.emit("team", TeamAt("exceptions", self._key()))

    @Slot()
    def _open_caseload(self) -> None:
        self.context.ways.open_page.emit("caseload", capacity_board.members(self._key()))

    @Slot()
    def _open_board(self) -> None:
        self.context.ways.open_page.emit("team", TeamAt("board"))

    @Slot()
    def _open_owed(self) -> None:
        self.context.ways.open_page.emit(self._key(), None)

    @Slot()
    def _open_member(self) -> None:
        self.context.ways.open_member.emit(self._key())

    @Slot()
    def _print(self) -> None:
        self.context.ways.open_page.emit("forms", FormAt("monday"))


def _tight(card: Card) -> Card:
    """Lines that belong together stand close."""
    card.column.setSpacing(0)
    return card


def _needs(one: Over) -> bool:
    """True for somebody over the limit, or away with members whom nobody covers."""
    over = one.limit is not None and one.load > one.limit
    return over or (one.away_until is not None and not one.cover and one.members > 0)


def _over_words(one: Over) -> str:
    parts = []
    if one.limit is not None:
        load, limit = board_words.weight(one.load), board_words.weight(one.limit)
        parts.append(_("weight {load} of {limit}").format(load=load, limit=limit))
    if one.away_until is not None:
        day = board_words.short(one.away_until)
        if one.cover:
            said = _("away until {day}, covered by {name}")
            parts.append(said.format(day=day, name=words.isolated(one.cover)))
        else:
            parts.append(_("away until {day}, no cover named").format(day=day))
    return " · ".join(parts)


def _ends_words(one: EndingSoon) -> str:
    asked = _("extension asked for") if one.asked else _("no extension asked for")
    return f"{one.service} · {asked}"
