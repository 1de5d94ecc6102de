"""Members whom nobody has, or all of one person's: given as suggested, many at once."""

from __future__ import annotations

from functools import partial
from typing import Any, NamedTuple

from PySide6.QtCore import QEvent, QItemSelectionModel, Slot
from PySide6.QtWidgets import QAbstractItemView, QVBoxLayout, QWidget

from navigator_app.domain.assignment import Ask, Spread, Suggested
from navigator_app.domain.records import Changes
from navigator_app.i18n import N_, _, ngettext
from navigator_app.services import assignment, assignment_suggest, cover
from navigator_app.services.workspace import Workspace
from ui import theme
from ui.context import Context
from ui.dialogs.assign import undo_assignment
from ui.dialogs.take_back import TakeBack
from ui.models import words
from ui.models.batch_words import TAG_ROLE, TaggedTable
from ui.widgets.asking_dialog import choice_field
from ui.widgets.banner import Banner
from ui.widgets.buttons import PlainButton, PrimaryButton
from ui.widgets.card import EmptyState
from ui.widgets.flow import FlowLayout
from ui.widgets.listing import Listing
from ui.widgets.tab_order import follow_layout
from ui.widgets.tag_delegate import TagDelegate
from ui.widgets.team_tab import TeamTab
from ui.widgets.text import Small

LEAST, ROWS = 1, 8
"""Rows of the table in sight; it scrolls beyond."""

_COLUMNS = (N_("Waits as"), N_("Member"), N_("Give to"), N_("Because"), N_("Language"), N_("Since"))
_KINDS = {
    "new": ("info", N_("New")),
    "nobody": ("warning", N_("Nobody’s")),
    "left": ("danger", N_("Left behind")),
    "": ("neutral", N_("Has somebody")),
}


class _Known(NamedTuple):
    rows: list[Suggested]
    people: list[tuple[str, str, int]]  # id, name, members


def _read(user_id: str, ws: Workspace) -> _Known:
    staff = cover.rota(ws, counted=True).staff.values()
    people = [(one.id, one.name, one.members) for one in staff if one.members]
    return _Known(assignment_suggest.waiting(ws, user_id), sorted(people, key=lambda p: p[1]))


def _give(asks: list[Ask], ws: Workspace) -> Spread:
    return assignment.give_many(ws, asks)


class TeamAssign(TeamTab):
    """The tab."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        """Build it; `load` fills it."""
        super().__init__(context, parent)
        self._rows: list[Suggested] = []
        self._filled = False
        self.whose = choice_field({"": _("Members whom nobody has")})
        self.whose.setAccessibleName(_("Whose members"))
        self.told = Banner()
        self.model = TaggedTable(_COLUMNS)
        self.model.setParent(self)
        self.table = Listing(_("Members to assign"))
        self.table.setModel(self.model)
        self.table.setItemDelegateForColumn(0, TagDelegate(TAG_ROLE, self.table))
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.table.set_widths(120, 190, 160, 300, 120, 100)
        self.count = Small("")
        self.one = PlainButton(_("Choose for this one"), "user")
        self.give = PrimaryButton("", "check")
        self.empty = EmptyState(
            "calm",
            _("Everybody has somebody"),
            _("New referrals whom nobody has, and the members of people who left, wait here."),
        )
        self._assemble()
        self._connect()

    def load(self) -> None:
        """Read who waits."""
        user = str(self.whose.currentData() or "")
        self.context.tasks.run(partial(_read, user), self._show, owner=self, failed=self._refused)

    def on_changes(self, changes: Changes) -> None:
        """A write may bring or take somebody."""
        if changes.members or changes.referrals or changes.team:
            self.load()

    def chosen(self) -> list[Suggested]:
        """The members of the rows that are chosen and have somebody to go to."""
        at = {index.row() for index in self.table.selectionModel().selectedRows()}
        return [one for n, one in enumerate(self._rows) if n in at and one.best is not None]

    def changeEvent(self, event: QEvent) -> None:
        """Another text size makes another width."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange and hasattr(self, "whose"):
            self._fit()

    def _fit(self) -> None:
        self.whose.setMaximumWidth(theme.px(420))

    def _assemble(self) -> None:
        self.table.keep_height(ROWS)
        acts = QWidget()
        foot = FlowLayout(acts, theme.S8)  # one under the other where text is large
        foot.addWidget(self.give)
        foot.addWidget(self.one)
        self._body = QWidget()
        inside = QVBoxLayout(self._body)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(theme.S12)
        inside.addWidget(self.table)
        inside.addWidget(self.count)
        inside.addWidget(acts)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(theme.S12)
        whole.addWidget(self.whose)
        self._fit()
        for part in (self.told, self._body, self.empty):
            whole.addWidget(part)
            part.hide()

    def _connect(self) -> None:
        self.whose.currentIndexChanged.connect(self._turn)
        self.table.selectionModel().selectionChanged.connect(self._say)
        self.table.acted.connect(self._open)
        self.one.clicked.connect(self._choose)
        self.give.clicked.connect(self._spread)

    def _show(self, known: _Known) -> None:
        self._rows = known.rows
        self._offer(known)
        today = self.context.clock.today()
        self.model.show_rows([_cells(row, today) for row in known.rows])
        self.table.selectAll()
        if known.rows:
            self.table.selectionModel().setCurrentIndex(
                self.model.index(0, 0), QItemSelectionModel.SelectionFlag.NoUpdate
            )
        self.table.keep_height(min(ROWS, max(LEAST, len(known.rows))))
        self._body.setVisible(bool(known.rows))
        self.empty.setVisible(not known.rows)
        self._say()
        follow_layout(self)

    def _offer(self, known: _Known) -> None:
        """Whose members may be spread; once, so that the choice stays."""
        if self._filled:
            return
        self._filled = True
        self.whose.blockSignals(True)
        for key, name, count in known.people:
            said = ngettext("{n} member of {name}", "{n} members of {name}", count)
            self.whose.addItem(said.format(n=count, name=words.isolated(name)), key)
        self.whose.blockSignals(False)

    @Slot()
    def _turn(self) -> None:
        self.told.hide()
        self.load()

    @Slot()
    def _say(self, *_of_qt: Any) -> None:
        count = len(self.chosen())
        self.give.setEnabled(bool(count))
        said = ngettext("Give {n} as suggested", "Give {n} as suggested", count)
        self.give.setText(said.format(n=count))
        row = self._current()
        best = row.best if row is not None else None
        reasons = " · ".join(best.reasons) if best else ""
        hint = _("Ctrl and a click, or Ctrl and Space, leave one out.")
        self.count.setText(f"{reasons}\n{hint}".strip())

    def _current(self) -> Suggested | None:
        at = self.table.currentIndex().row()
        return self._rows[at] if 0 <= at < len(self._rows) else None

    @Slot(int)
    def _open(self, _row: int) -> None:
        self._choose()

    @Slot()
    def _choose(self) -> None:
        row = self._current()
        if row is not None:
            self.context.ways.ask.emit("assign", row.member_id)

    @Slot()
    def _spread(self) -> None:
        asks = [
            Ask(row.member_id, row.best.user_id, row.navigator_id)
            for row in self.chosen()
            if row.best is not None
        ]
        if asks:
            self.give.setEnabled(False)
            work = partial(_give, asks)
            self.context.tasks.run(work, self._given, owner=self, failed=self._refused)

    def _given(self, spread: Spread) -> None:
        self.told.hide()
        if spread.refused:
            names = "\n".join(f"{words.isolated(one.member)}: {one.why}" for one in spread.refused)
            self.told.tell(names, "warning", stays=True)
        if spread.written is None:
            self.load()  # what is shown was overtaken
            return
        said = ngettext("{n} member assigned", "{n} members assigned", spread.count)
        back = TakeBack(self.context, partial(undo_assignment, spread.written))
        self.context.tasks.announce(spread.written.changes)
        self.context.ways.notice.emit(said.format(n=spread.count), (_("Undo"), back.undo))
        self.load()

    def _refused(self, error: BaseException) -> None:
        self.told.tell(str(error), "warning", stays=True)
        self._say()


def _cells(row: Suggested, today: Any) -> tuple[str, tuple[str, ...]]:
    tone, word = _KINDS[row.kind]
    best = row.best
    because = best.reasons[0] if best and best.reasons else ""
    since = words.short_day(row.came, today) if row.came else ""
    name = words.isolated(best.name) if best else _("Nobody can")
    member = words.isolated(row.member)
    return tone, (_(word), member, name, because, row.language, since)
