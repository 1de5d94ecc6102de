"""Who is away, until when, and who watches over their members."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from navigator_app.domain.cover import LeaveRow
from navigator_app.domain.housing_rows import Written
from navigator_app.domain.records import Changes
from navigator_app.i18n import N_, _, ngettext
from navigator_app.services import cover
from navigator_app.services.workspace import Workspace
from ui import theme
from ui.context import Context
from ui.dialogs.leave import undo_leave
from ui.dialogs.take_back import TakeBack
from ui.models import words
from ui.models.batch_words import TAG_ROLE, TaggedTable
from ui.widgets.banner import Banner
from ui.widgets.buttons import PlainButton, PrimaryButton
from ui.widgets.card import EmptyState
from ui.widgets.flow import FlowLayout
from ui.widgets.listing import Listing
from ui.widgets.tab_order import follow_layout
from ui.widgets.tag_delegate import TagDelegate
from ui.widgets.team_tab import TeamTab
from ui.widgets.text import Small

LEAST, ROWS = 1, 10
"""Rows of the table in sight; it scrolls beyond."""

_COLUMNS = (N_("State"), N_("Who"), N_("From"), N_("Until"), N_("Members"), N_("Watched by"))
_STATES = {
    "away": ("warning", N_("Away")),
    "ahead": ("info", N_("Ahead")),
    "over": ("neutral", N_("Over")),
}


def _read(ws: Workspace) -> list[LeaveRow]:
    order = list(_STATES)
    return sorted(cover.leaves(ws), key=lambda row: (order.index(row.state), row.first, row.user))


def _end(leave_id: str, ws: Workspace) -> Written:
    return cover.end(ws, leave_id)


class TeamLeave(TeamTab):
    """The tab."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        """Build it; `load` fills it."""
        super().__init__(context, parent)
        self._rows: list[LeaveRow] = []
        self.add_leave = PrimaryButton(_("Add leave"), "add")
        self.buttons = (self.add_leave,)
        self.told = Banner()
        self.model = TaggedTable(_COLUMNS)
        self.model.setParent(self)
        self.table = Listing(_("Leave"))
        self.table.setModel(self.model)
        self.table.setItemDelegateForColumn(0, TagDelegate(TAG_ROLE, self.table))
        self.table.set_widths(120, 200, 130, 130, 100, 240)
        self.table.keep_height(ROWS)
        self.detail = Small("")
        self.change = PlainButton(_("Change"), "edit")
        self.back = PlainButton(_("Back today"), "check")
        self.empty = EmptyState(
            "calendar",
            _("Nobody is away"),
            _("Add leave with its last day and who covers; their due lines go to the cover."),
        )
        self._assemble()
        self._connect()

    def load(self) -> None:
        """Read the list."""
        self.context.tasks.run(_read, self._show, owner=self)

    def on_changes(self, changes: Changes) -> None:
        """A write of a leave, or somebody else's members."""
        if changes.team or changes.members:
            self.load()

    def _assemble(self) -> None:
        acts = QWidget()
        foot = FlowLayout(acts, theme.S8)  # one under the other where text is large
        foot.addWidget(self.change)
        foot.addWidget(self.back)
        self._body = QWidget()
        inside = QVBoxLayout(self._body)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(theme.S12)
        inside.addWidget(self.table)
        inside.addWidget(self.detail)
        inside.addWidget(acts)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(theme.S12)
        for part in (self.told, self._body, self.empty):
            whole.addWidget(part)
            part.hide()

    def _connect(self) -> None:
        self.add_leave.clicked.connect(self._add)
        self.change.clicked.connect(self._change)
        self.back.clicked.connect(self._back)
        self.table.acted.connect(self._act)
        self.table.moved.connect(self._say)

    def _show(self, rows: list[LeaveRow]) -> None:
        self._rows = rows
        today = self.context.clock.today()
        self.model.show_rows([
            (
                _STATES[row.state][0],
                (
                    _(_STATES[row.state][1]),
                    words.isolated(row.user),
                    words.short_day(row.first, today),
                    words.short_day(row.back or row.last, today),
                    str(row.members),
                    words.isolated(row.watcher) if row.watcher else "",
                ),
            )
            for row in rows
        ])  # fmt: skip
        if rows and not self.table.currentIndex().isValid():
            self.table.selectRow(0)
        self.table.keep_height(min(ROWS, max(LEAST, len(rows))))
        self._body.setVisible(bool(rows))
        self.empty.setVisible(not rows)
        self._say()
        follow_layout(self)

    def _current(self) -> LeaveRow | None:
        at = self.table.currentIndex().row()
        return self._rows[at] if 0 <= at < len(self._rows) else None

    @Slot()
    def _say(self, _row: int = -1) -> None:
        row = self._current()
        runs = row is not None and row.state != "over"
        self.change.setEnabled(runs)
        self.back.setEnabled(runs)
        ahead = row is not None and row.state == "ahead"
        self.back.setText(_("Take back") if ahead else _("Back today"))
        self.detail.setText(_detail(row) if row is not None else "")

    @Slot()
    def _add(self) -> None:
        self.context.ways.ask.emit("leave", "")

    @Slot(int)
    def _act(self, _row: int) -> None:
        self._change()

    @Slot()
    def _change(self) -> None:
        row = self._current()
        if row is not None and row.state != "over":
            self.context.ways.ask.emit("leave", row.id)

    @Slot()
    def _back(self) -> None:
        row = self._current()
        if row is not None and row.state != "over":
            work = partial(_end, row.id)
            self.context.tasks.run(work, self._ended, owner=self, failed=self._refused)

    def _ended(self, written: Written) -> None:
        self.told.hide()
        back = TakeBack(self.context, partial(undo_leave, written))
        self.context.tasks.announce(written.changes)
        self.context.ways.notice.emit(_("The leave has ended."), (_("Undo"), back.undo))
        self.load()

    def _refused(self, error: BaseException) -> None:
        self.told.tell(str(error), "warning", stays=True)


def _detail(row: LeaveRow) -> str:
    """Who watches over how many, and whether somebody chose them."""
    said = [row.why] if row.why else []
    if row.watcher:
        text = ngettext(
            "{name} watches over {n} member", "{name} watches over {n} members", row.members
        ).format(name=words.isolated(row.watcher), n=row.members)
        how = _("named as cover") if row.named else _("nobody was named, or the cover is away, too")
        said.append(f"{text} ({how})")
    return " · ".join(said)
