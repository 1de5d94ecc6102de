"""The board of the page Team: who carries how much, and how much room there is."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from navigator_app.domain.board import STAGES
from navigator_app.domain.board_rows import BoardPage
from navigator_app.domain.records import Changes
from navigator_app.domain.what_if import Outlook
from navigator_app.errors import NavigatorError
from navigator_app.i18n import _, ngettext
from navigator_app.services import capacity_board
from navigator_app.services.workspace import Workspace
from ui import theme
from ui.context import Context
from ui.models import board_words, words
from ui.models.board_table import COLUMNS, KEYS, ORDERS, BoardTable, Line, lines
from ui.places import FormAt
from ui.widgets.asking_dialog import choice_field
from ui.widgets.board_grid import BoardGrid
from ui.widgets.buttons import PlainButton, QuietButton
from ui.widgets.card import Card, EmptyState
from ui.widgets.figure_tile import FigureTile
from ui.widgets.flow import FlowLayout
from ui.widgets.pill import StatusPill
from ui.widgets.search_parts import column, emptied
from ui.widgets.tab_order import follow_layout
from ui.widgets.team_tab import TeamTab
from ui.widgets.text import Body, Small
from ui.widgets.what_if_card import WhatIfCard

MOST_ROWS = 14
"""Rows of the table in sight; it scrolls beyond."""


def _read(ws: Workspace) -> BoardPage:
    return capacity_board.page(ws)


class TeamBoard(TeamTab):
    """The tab."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        """Build it; `load` fills it."""
        super().__init__(context, parent)
        self._page: BoardPage | None = None
        self.print = PlainButton(_("Print"), "print")
        self.figures = QuietButton(_("Weights and limit"), "settings")
        self.buttons = (self.figures, self.print)
        self._sum = Body("")
        self.tiles = self._make_tiles()
        self._counted = Small("")
        self.table = BoardTable(self)
        self.grid = BoardGrid(self.table)
        self.order = choice_field({key: _(text) for key, text in ORDERS.items()})
        self.order.setAccessibleName(_("In the order of"))
        self.order.setMinimumContentsLength(20)
        self._detail = Small("")
        self.members = QuietButton(_("Open the members"), "caseload")
        self.profile = QuietButton(_("Profile"), "edit")
        self.alone = Card(_("You work here alone so far"))
        self.add_people = PlainButton(_("Add somebody"), "add")
        self.what_if = WhatIfCard()
        self.plans, self._plans = Card(_("What the plans know")), column()[0]
        self.tell = QuietButton(_("Report open slots"), "send")
        self.empty = EmptyState(
            "team",
            _("The board cannot be shown"),
            _("Everybody who carries a caseload, how much, and how much room is left."),
        )
        self._assemble()
        self._connect()

    def load(self) -> None:
        """Read the board."""
        self.context.tasks.run(_read, self._show, owner=self, failed=self._refused)

    def on_changes(self, changes: Changes) -> None:
        """A write may move anybody's load."""
        if changes != Changes():
            self.load()

    def draft(self) -> dict[str, object]:
        """What was typed to be tried."""
        count = self.what_if.count.text()
        return {"count": count} if count != "10" else {}

    def restore_draft(self, payload: dict[str, object]) -> None:
        """Put it back."""
        self.what_if.count.setText(str(payload.get("count", "10")))

    def changeEvent(self, event: QEvent) -> None:
        """Another text size makes other rows."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange and hasattr(self, "empty"):
            self._fit()

    def _make_tiles(self) -> dict[str, FigureTile]:
        rules = capacity_board.rules()
        tiles = {}
        for stage in STAGES:
            one = rules.stages[stage]
            tiles[stage] = FigureTile(_(one.title), "neutral", f"{_(one.title)}: {_(one.counted)}")
        nobody = rules.figures["nobody"]
        said = f"{_(nobody.title)}: {_(nobody.counted)}"
        tiles["none"] = FigureTile(_("members of nobody"), "warning", said)
        return tiles

    def _assemble(self) -> None:
        tiles = QWidget()
        flow = FlowLayout(tiles, theme.S12, even=True)
        for tile in self.tiles.values():
            flow.addWidget(tile)
        foot = QHBoxLayout()
        foot.setSpacing(theme.S8)
        foot.addWidget(self._detail, 1)
        foot.addWidget(self.members)
        foot.addWidget(self.profile)
        self._body, inside = column(theme.S12)
        self.alone.column.addWidget(
            Body(
                _(
                    "Once others work with this store, each stands here with their caseload, their "
                    "limit and the room they have left. Then members are assigned, leave is "
                    "covered and work is reviewed on the tabs beside this one."
                )
            )
        )
        self.alone.column.addWidget(self.add_people, 0, Qt.AlignmentFlag.AlignLeft)
        inside.addWidget(self.alone)
        inside.addWidget(self._sum)
        inside.addWidget(tiles)
        above = QHBoxLayout()
        above.setSpacing(theme.S12)
        above.addWidget(self._counted, 1)
        above.addWidget(self.order, 0, Qt.AlignmentFlag.AlignTop)
        inside.addLayout(above)
        inside.addWidget(self.grid)
        inside.addLayout(foot)
        self.plans.column.addWidget(self._plans)
        self.plans.column.addWidget(self.tell, 0, Qt.AlignmentFlag.AlignLeft)
        inside.addWidget(self.what_if)
        inside.addWidget(self.plans)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._body)
        whole.addWidget(self.empty)
        self._body.hide()
        self.empty.hide()

    def _connect(self) -> None:
        for tile in self.tiles.values():
            tile.clicked.connect(self._tile)
            tile.explained.connect(self._explain)
        self.grid.opened.connect(self._open)
        self.grid.looked_at.connect(self._look)
        self.grid.horizontalHeader().sectionClicked.connect(self._order_by)
        self.order.currentIndexChanged.connect(self._reorder)
        self.members.clicked.connect(self._open_current)
        self.profile.clicked.connect(self._edit)
        self.figures.clicked.connect(self._weights)
        self.print.clicked.connect(self._print)
        self.add_people.clicked.connect(self._add_people)
        self.tell.clicked.connect(self._tell)
        self.what_if.tried.connect(self._try)

    @Slot(object)
    def _show(self, page: BoardPage) -> None:
        self._page = page
        total = page.board.totals
        self._body.show()
        self.empty.hide()
        self.figures.setVisible(page.edits)
        alone = total.people <= 1
        self.alone.setVisible(alone)
        self.what_if.setVisible(not alone)
        self.order.setVisible(not alone)
        self._sum.setText(_sentence(page))
        counts = {"none": total.nobody}
        counts |= dict(zip(STAGES, total.stages, strict=True))
        for key, tile in self.tiles.items():
            tile.set_count(counts[key])
        self.what_if.show_page(page)
        self._show_plans(page)
        self.grid.fit_names()
        if not self.grid.currentIndex().isValid() and self.table.lines:
            self.grid.setCurrentIndex(self.table.index(0, KEYS.index("members")))
        follow_layout(self)

    def _show_plans(self, page: BoardPage) -> None:
        inside = emptied(self._plans)
        for one in page.told:
            kind, word, sentence = board_words.told(one)
            line = QWidget()
            row = QHBoxLayout(line)
            row.setContentsMargins(0, 0, 0, 0)
            row.setSpacing(theme.S12)
            row.addWidget(StatusPill(kind, word), 0, Qt.AlignmentFlag.AlignTop)
            row.addWidget(Body(sentence), 1)
            inside.addWidget(line)
        total = page.board.totals
        said = _("The profiles add up to {any} open to any new member and {own} to own members.")
        inside.addWidget(Small(said.format(any=total.open_any, own=total.open_own)))

    @Slot(object)
    def _try(self, outlook: Outlook | None) -> None:
        if self._page is None:
            return
        self.table.show_lines(lines(self._page.board, outlook))
        self.grid.try_on(outlook is not None)
        self._fit()

    @Slot(int)
    def _order_by(self, section: int) -> None:
        key = COLUMNS[section].key
        place = self.order.findData(key)
        if place >= 0:
            self.order.setCurrentIndex(place)
        else:
            self.grid.show_order(self.table.order_by(key))

    @Slot()
    def _reorder(self) -> None:
        self.grid.show_order(self.table.order_by(str(self.order.currentData())))

    def _fit(self) -> None:
        self.grid.keep_height(max(1, min(MOST_ROWS, len(self.table.lines))))

    def _refused(self, error: BaseException) -> None:
        self._body.hide()
        self.empty.show()
        if isinstance(error, NavigatorError):
            self.empty.setAccessibleDescription(error.message)
        self.context.show_refusal(error)

    @Slot(int, int)
    def _look(self, row: int, place: int) -> None:
        line, spec = self.table.lines[row], COLUMNS[place]
        person = line.row if line.row is not None and line.row.who.id else None
        self._detail.setText(board_words.detail(person) if person else line.title)
        page = self._page
        edits = page is not None and (page.edits or page.me == line.key)
        self.profile.setVisible(person is not None and edits)
        self.members.setEnabled(self.table.query(row, place) is not None)
        self._explain(board_words.definition(spec.figure, spec.stage))

    @Slot(str)
    def _explain(self, text: str) -> None:
        if text:
            self._counted.setText(_("How it is counted. {text}").format(text=text))

    @Slot(int, int)
    def _open(self, row: int, place: int) -> None:
        if COLUMNS[place].key in ("any", "own", "share", "about"):
            self._edit()
            return
        query = self.table.query(row, place)
        if query is not None:
            self.context.ways.open_page.emit("caseload", query)

    @Slot()
    def _open_current(self) -> None:
        index = self.grid.currentIndex()
        query = self.table.query(index.row(), index.column()) if index.isValid() else None
        if query is not None:
            self.context.ways.open_page.emit("caseload", query)

    @Slot()
    def _tile(self) -> None:
        for key, tile in self.tiles.items():
            if tile is self.sender():
                stage = key if key in STAGES else ""
                user = "none" if key == "none" else ""
                query = capacity_board.members(user, stage=stage)
                self.context.ways.open_page.emit("caseload", query)

    def _line(self) -> Line | None:
        index = self.grid.currentIndex()
        return self.table.lines[index.row()] if index.isValid() else None

    @Slot()
    def _edit(self) -> None:
        line = self._line()
        if line is not None and line.row is not None and line.row.who.id:
            self.context.ways.ask.emit("team_profile", line.key)

    @Slot()
    def _weights(self) -> None:
        self.context.ways.ask.emit("team_figures", None)

    @Slot()
    def _add_people(self) -> None:
        self.context.ways.ask.emit("user_add", None)

    @Slot()
    def _print(self) -> None:
        self.context.ways.open_page.emit("forms", FormAt("capacity_board"))

    @Slot()
    def _tell(self) -> None:
        self.context.ways.ask.emit("report_capacity", None)


def _sentence(page: BoardPage) -> str:
    """The team in one line."""
    total = page.board.totals
    carried = board_words.weight(total.load)
    if total.limit is not None:
        carried = _("{load} against limits of {limit}").format(
            load=carried, limit=board_words.weight(total.limit)
        )
    posts = ngettext("{n} post", "{n} posts", 1 if total.posts == 100 else 2)
    said = ngettext(
        "{n} person on {posts}. {members} with those of nobody; weighted load {load}.",
        "{n} people on {posts}. {members} with those of nobody; weighted load {load}.",
        total.people,
    ).format(
        n=total.people, posts=posts.format(n=board_words.weight(total.posts)),
        members=words.members(total.members), load=carried,
    )  # fmt: skip
    rest = _("Over the limit: {over}. Away today: {away}.")
    return f"{said} {rest.format(over=total.over, away=total.away)}"
