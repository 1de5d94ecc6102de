"""The team's board: every member's homes by stage."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from navigator_app.domain.housing import Stage
from navigator_app.domain.housing_rows import LastDay, TeamRow
from navigator_app.i18n import _, ngettext
from navigator_app.services import housing_search
from navigator_app.services.workspace import Workspace
from ui import theme
from ui.context import Context
from ui.models import home_rows, housing_words, words
from ui.places import MemberAt
from ui.widgets.asking_dialog import choice_field
from ui.widgets.buttons import QuietButton
from ui.widgets.card import Card, EmptyState
from ui.widgets.housed_card import HousedCard
from ui.widgets.search_board import COLUMNS, SearchBoard
from ui.widgets.search_parts import AskButton, buttons_row, column, emptied
from ui.widgets.tab_order import follow_layout
from ui.widgets.text import Body

FIRST = 12
"""Cards of a stage shown at first."""

Read = tuple[list[TeamRow], list[LastDay]]


def _read(ws: Workspace) -> Read:
    return housing_search.board(ws), housing_search.last_days(ws)


class HomesTeam(QWidget):
    """The tab."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        """Build it; `load` fills it."""
        super().__init__(parent)
        self._context = context
        self._rows: list[TeamRow] = []
        self._whole = False
        self.whose = choice_field({"": _("Everybody’s members")})
        self.whose.setAccessibleName(_("Whose members"))
        self.board = SearchBoard()
        self.more = QuietButton("", "down")
        self.empty = EmptyState(
            "team",
            _("No homes on their way yet"),
            _("Here stands every member’s search, from looking to moved in. Open a member and put "
              "a home on the board under Search."),
        )  # fmt: skip
        self.days, self._days = Card(_("Last days ahead")), column()[0]
        self.days.column.addWidget(self._days)
        self.housed = HousedCard(context)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(theme.S12)
        whole.addWidget(self.whose, 0, Qt.AlignmentFlag.AlignLeft)
        for widget in (self.board, self.more, self.days, self.empty):
            whole.addWidget(widget)
            widget.hide()
        whole.addWidget(self.housed)
        whole.setAlignment(self.more, Qt.AlignmentFlag.AlignLeft)
        self.whose.setFixedWidth(theme.px(260))
        self.whose.currentIndexChanged.connect(self._fill)
        self.board.acted.connect(self._open)
        self.more.clicked.connect(self._toggle)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the text scale."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange and hasattr(self, "days"):
            self.whose.setFixedWidth(theme.px(260))

    def load(self) -> None:
        """Read the board."""
        failed = self._context.show_refusal
        self._context.tasks.run(_read, self._show, owner=self, failed=failed)
        self.housed.load()

    def _show(self, read: Read) -> None:
        self._rows, days = read
        known = {self.whose.itemData(place) for place in range(self.whose.count())}
        for name in sorted({row.navigator for row in self._rows if row.navigator} - known):
            self.whose.addItem(words.isolated(name), name)
        self.whose.setVisible(bool(self._rows))
        self.empty.setVisible(not self._rows)
        inside = emptied(self._days)
        for day in days:
            inside.addWidget(self._day(day))
        self.days.setVisible(bool(days))
        self._fill()

    def _day(self, day: LastDay) -> QWidget:
        widget, inside = column(theme.S4)
        title = housing_words.last_day(day)[0]
        inside.addWidget(Body(f"{housing_words.soft(day.member)}: {title}"))
        about = MemberAt(day.member_id, "search")
        button = AskButton(_("Open"), "forward", "", about, f"{day.member}, {title}")
        button.clicked.connect(self._open_day)
        inside.addWidget(buttons_row([button]))
        return widget

    @Slot()
    def _fill(self) -> None:
        today, whose = self._context.clock.today(), self.whose.currentData()
        mine = [row for row in self._rows if not whose or row.navigator == whose]
        shown, hidden = [], 0
        for _title, stages in COLUMNS:
            lane = [row for row in mine if row.stage in stages]
            shown += lane if self._whole else lane[:FIRST]
            hidden += max(0, len(lane) - FIRST)
        several = not whose and self.whose.count() > 2
        self.board.show_cards([home_rows.team_card(row, today, several) for row in shown])
        ended = sum(row.stage is Stage.ENDED for row in mine)
        self.board.setVisible(bool(self._rows) and len(mine) > ended)
        said = ngettext("Show {n} more", "Show {n} more", max(hidden, 1)).format(n=hidden)
        self.more.setText(_("Show fewer") if self._whole else said)
        self.more.set_icon("up" if self._whole else "down")
        self.more.setVisible(hidden > 0)
        follow_layout(self)

    @Slot(str, str)
    def _open(self, application_id: str, _step: str) -> None:
        row = next((row for row in self._rows if row.application_id == application_id), None)
        if row is not None:
            self._context.ways.open_member.emit(MemberAt(row.member_id, "search"))

    @Slot()
    def _open_day(self) -> None:
        button = self.sender()
        if isinstance(button, AskButton):
            self._context.ways.open_member.emit(button.about)

    @Slot()
    def _toggle(self) -> None:
        self._whole = not self._whole
        self._fill()
