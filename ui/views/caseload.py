"""The caseload: find anyone as they type, filter, sort, open, or log an attempt for many."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QLineEdit,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from navigator_app.domain import note_search
from navigator_app.domain.records import CaseloadQuery, Changes, PlanRow, UserRow
from navigator_app.errors import InputRejected
from navigator_app.i18n import _, ngettext
from navigator_app.services import agency, caseload
from navigator_app.services.workspace import Workspace
from ui import theme
from ui.context import Context, View
from ui.models import words
from ui.models.caseload_columns import COLUMNS, column_of
from ui.models.caseload_source import PageSource, StorePages
from ui.models.caseload_table import CaseloadTable
from ui.models.pages import PAGE
from ui.widgets.buttons import PlainButton, PrimaryButton, QuietButton
from ui.widgets.card import EmptyState
from ui.widgets.caseload_filters import CaseloadFilters
from ui.widgets.member_grid import MemberGrid
from ui.widgets.text import Heading, Muted, Small

AT_ONCE = 200
"""Members an attempt can be logged for in one go; a shelter holds no more."""

_SAID = 24  # letters of what is searched for that a button says
_FOLLOWED = 2000  # selected rows that are carried along when a write moves them


@dataclass(frozen=True, slots=True)
class _Choices:
    plans: list[PlanRow]
    users: list[UserRow]
    languages: list[str]
    left: list[UserRow]  # who still have members
    assigns: bool


def _read_choices(ws: Workspace) -> _Choices:
    from navigator_app.services import permissions  # only here: not on the way to the first rows

    people, left = agency.users(ws), agency.left_with_members(ws)
    assigns = len(people) > 1 and permissions.may(ws, "assign")
    return _Choices(agency.plans(ws), people, caseload.languages(ws), left, assigns)


def _read_ids(query: CaseloadQuery, ranges: list[tuple[int, int]], ws: Workspace) -> list[str]:
    return [
        row.id
        for first, count in ranges
        for row in caseload.page(ws, query, offset=first, limit=count).rows
    ]


def _by_name(query: CaseloadQuery) -> bool:
    return query.sort == "name" and not query.descending


class CaseloadView(View):
    """The page."""

    def __init__(
        self, context: Context, parent: QWidget | None = None, *, source: PageSource | None = None
    ) -> None:
        """Build the page; `activate` asks for the first rows. `source` is for tests."""
        super().__init__(context, parent)
        self._query = CaseloadQuery()
        self._has_choices = False
        self._open_when_here = False  # Enter was faster than the answer
        self._in_order = True  # very many matches of a text stand as they came
        self._heading = Heading(_("Caseload"))
        self._count = Muted("")
        self._filters = CaseloadFilters()
        self._model = CaseloadTable(
            source or StorePages(context.tasks), context.clock.today(), self
        )
        self._grid = MemberGrid(self._model)
        self._nobody = EmptyState(
            "team",
            _("Your members will stand here"),
            _("Import an authorization file from a plan; everyone in it appears at once."),
            _("Import an authorization file"),
        )
        self._no_match = EmptyState(
            "search",
            _("Nobody matches"),
            _(
                "Fewer letters find more: parts of names in any order, a CIN, the last digits of "
                "a phone, a date of birth."
            ),
            _("Show everyone"),
        )
        self._stack = QStackedWidget()
        self._new = PlainButton(_("New referral"), "add")
        self._new.setToolTip(_("Take a member in by hand (Ctrl+N)"))
        self._ahead = QuietButton(_("Extensions ahead"), "calendar")
        self._twice = QuietButton(_("Possible duplicates"), "user")
        self._in_notes = QuietButton("", "search")
        self._hint = Small(_("Enter opens · Shift+arrows select several · letters search"))
        self._chosen = Small("")
        self._log = PrimaryButton("", "log")
        self._unselect = QuietButton(_("Clear selection"))
        self._give = PlainButton(_("Hand over"), "forward")
        self._assign = PlainButton(_("Assign"), "team")
        self._assigns = False
        self._then = "log"  # what the selected members are for
        self._assemble()
        self._connect()
        self._follow_chosen(0)
        self._show_sort()

    def activate(self) -> None:
        """Read the choices of the filters once, and the rows."""
        self._model.today = self.context.clock.today()
        if not self._has_choices:
            self.context.tasks.run(_read_choices, self._show_choices, owner=self)
        if self._model.loading or self._model.query != self._query:
            self._model.set_query(self._query)
        else:
            if sum(count for _first, count in self._grid.selected_ranges()) > _FOLLOWED:
                self._grid.clearSelection()  # following each row would cost as many steps
            self._model.refresh()

    def on_changes(self, changes: Changes) -> None:
        """Keep in step, in place."""
        if changes.plans or changes.settings or changes.files:
            self._has_choices = False
        touched = changes.members or changes.referrals or changes.plans or changes.files
        if touched and self.isVisible():
            self.activate()

    def open(self, target: object) -> None:
        """Show a CaseloadQuery. One with a text alone is a search within the filters that stand."""
        if not isinstance(target, CaseloadQuery):
            return
        if target == CaseloadQuery(text=target.text):
            target = replace(self._query, text=target.text)
        self.show_query(target)

    def searched(self) -> str:
        """What was typed into the search field."""
        return self._query.text

    def open_first(self) -> None:
        """Open the best match: at once, or as soon as the answer to the last letters is here."""
        self._open_when_here = self._model.loading
        if not self._open_when_here and self._model.rowCount():
            self._open_row(0)

    def show_query(self, query: CaseloadQuery) -> None:
        """Show the caseload filtered so."""
        self._open_when_here = False
        self._query = query
        self._filters.show_query(query)
        self._offer_notes(query.text.strip())
        self._show_sort()
        self._model.set_query(query)

    def _offer_notes(self, text: str) -> None:
        """The same words can be searched for in what was written."""
        shown = text if len(text) <= _SAID else f"{text[:_SAID]}…"
        self._in_notes.setText(_("Search in notes for “{text}”").format(text=words.isolated(shown)))
        self._in_notes.setVisible(note_search.enough(text))

    def _assemble(self) -> None:
        said = QVBoxLayout()
        said.setSpacing(theme.S4)
        said.addWidget(self._heading)
        said.addWidget(self._count)
        foot = QHBoxLayout()
        foot.setSpacing(theme.S8)
        foot.addWidget(self._hint, 1)
        foot.addWidget(self._chosen, 1)
        foot.addWidget(self._twice)
        foot.addWidget(self._unselect)
        foot.addWidget(self._assign)
        foot.addWidget(self._give)
        foot.addWidget(self._log)
        table = QWidget()
        column = QVBoxLayout(table)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.S8)
        column.addWidget(self._grid, 1)
        column.addLayout(foot)
        for shown in (table, self._nobody, self._no_match):
            self._stack.addWidget(shown)
        page = QVBoxLayout(self)
        page.setContentsMargins(theme.S24, theme.S24, theme.S24, theme.S12)
        page.setSpacing(theme.S12)
        head = QHBoxLayout()
        head.addLayout(said, 1)
        head.addWidget(self._ahead, 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(self._new, 0, Qt.AlignmentFlag.AlignTop)
        page.addLayout(head)
        page.addWidget(self._filters)
        page.addWidget(self._in_notes, 0, Qt.AlignmentFlag.AlignLeft)
        page.addWidget(self._stack, 1)
        self.first = self._grid
        self._in_notes.hide()

    def _connect(self) -> None:
        self._filters.changed.connect(self._filtered)
        self._in_notes.clicked.connect(self._search_notes)
        self._grid.horizontalHeader().sectionClicked.connect(self._sort_by)
        self._grid.opened.connect(self._open_row)
        self._grid.typed.connect(self._type_into_search)
        self._grid.chosen.connect(self._follow_chosen)
        self._model.counted.connect(self._show_count)
        self._model.modelReset.connect(self._follow_rows)
        self._model.rowsInserted.connect(self._follow_rows)
        self._model.rowsRemoved.connect(self._follow_rows)
        self._model.refused.connect(self.context.show_refusal)
        self._log.clicked.connect(self._log_attempts)
        self._give.clicked.connect(self._hand_over)
        self._assign.clicked.connect(self._assign_selected)
        self._new.clicked.connect(self._take_in)
        self._ahead.clicked.connect(self.context.ways.open_forecast)
        self._twice.clicked.connect(self._look_for_duplicates)
        self._unselect.clicked.connect(self._grid.clearSelection)
        for state, step in ((self._nobody, self._import), (self._no_match, self._show_everyone)):
            if state.button is not None:
                state.button.clicked.connect(step)

    # asking

    @Slot()
    def _filtered(self) -> None:
        self._query = self._filters.apply(self._query)
        self._model.set_query(self._query)

    @Slot(int)
    def _sort_by(self, section: int) -> None:
        key = COLUMNS[section].sort
        if key:
            descending = self._query.sort == key and not self._query.descending
            self._query = replace(self._query, sort=key, descending=descending)
            self._model.set_query(self._query)
        self._show_sort()

    def _show_sort(self) -> None:
        order = (
            Qt.SortOrder.DescendingOrder if self._query.descending else Qt.SortOrder.AscendingOrder
        )
        column = column_of(self._query.sort) if self._in_order else -1
        self._grid.horizontalHeader().setSortIndicator(column, order)

    @Slot(object)
    def _show_choices(self, choices: _Choices) -> None:
        self._has_choices = True
        self._filters.set_choices(choices.plans, choices.users, choices.languages, choices.left)
        self._assigns = choices.assigns
        self._assign.setVisible(self._assigns and not self._give.isHidden())

    @Slot(int, bool)
    def _show_count(self, total: int, more: bool) -> None:
        text = self._query.text.strip()
        counted = words.members(total, more)
        if text:
            counted = _("{members} for “{text}”").format(members=counted, text=text)
        self._in_order = not text or not (more or (_by_name(self._query) and total > PAGE))
        if not self._in_order:
            counted += " · " + _("one more letter, and they stand in order")
        self._count.setText(counted)
        self._show_sort()

    @Slot()
    def _follow_rows(self) -> None:
        narrowed = bool(self._query.text.strip()) or self._filters.active()
        if self._model.rowCount():
            self._stack.setCurrentIndex(0)
        else:
            self._stack.setCurrentIndex(2 if narrowed else 1)
        self._filters.setVisible(self._model.rowCount() > 0 or narrowed)
        if self._model.rowCount() and not self._grid.currentIndex().isValid():
            self._grid.setCurrentIndex(self._model.index(0, 0))
            self._grid.clearSelection()
        if self._open_when_here:
            self.open_first()

    # acting

    @Slot(str)
    def _type_into_search(self, text: str) -> None:
        """Letters typed on the table belong into the window's search field."""
        self.context.ways.search.emit()
        field = QApplication.focusWidget()
        if isinstance(field, QLineEdit):
            field.insert(text)

    @Slot(int)
    def _open_row(self, row: int) -> None:
        member = self._model.member_at(row)
        if member is not None:
            self.context.ways.open_member.emit(member.id)

    @Slot()
    def _look_for_duplicates(self) -> None:
        self.context.ways.open_page.emit("duplicates", None)

    @Slot(int)
    def _follow_chosen(self, count: int) -> None:
        for widget in (self._chosen, self._log, self._unselect, self._give):
            widget.setVisible(count > 0)
        self._assign.setVisible(count > 0 and self._assigns)
        self._hint.setVisible(count == 0)
        self._twice.setVisible(count == 0)
        self._chosen.setText(ngettext("{n} selected", "{n} selected", count).format(n=count))
        self._log.setText(
            ngettext("Log attempt", "Log attempt for {n} members", count).format(n=count)
        )

    @Slot()
    def _hand_over(self) -> None:
        self._take_selected("give")

    @Slot()
    def _assign_selected(self) -> None:
        self._take_selected("assign")

    @Slot()
    def _log_attempts(self) -> None:
        self._take_selected("log")

    def _take_selected(self, then: str) -> None:
        self._then = then
        ranges = self._grid.selected_ranges()
        if sum(count for _first, count in ranges) > AT_ONCE:
            self.context.show_refusal(
                InputRejected(
                    "members",
                    _("This can be done for {n} members at once.").format(n=AT_ONCE),
                    _("Select fewer, for instance by searching or filtering first."),
                )
            )
            return
        rows = [row for first, count in ranges for row in range(first, first + count)]
        members = [self._model.member_at(row) for row in rows]
        if all(members):
            self._log_for([member.id for member in members if member])
        else:
            work = partial(_read_ids, self._model.query, ranges)
            self.context.tasks.run(work, self._log_for, owner=self)

    def _log_for(self, ids: list[str]) -> None:
        if self._then == "give":
            self.context.ways.ask.emit("hand_over", ids)
        elif self._then == "assign":
            one = len(ids) == 1
            self.context.ways.ask.emit(*(("assign", ids[0]) if one else ("assign_many", ids)))
        else:
            self.context.ways.log_attempt.emit(ids)

    @Slot()
    def _search_notes(self) -> None:
        self.context.ways.open_notes.emit(self._query.text.strip())

    @Slot()
    def _take_in(self) -> None:
        self.context.ways.ask.emit("new_referral", None)

    @Slot()
    def _import(self) -> None:
        self.context.ways.open_import.emit("")

    @Slot()
    def _show_everyone(self) -> None:
        self.show_query(CaseloadQuery(sort=self._query.sort, descending=self._query.descending))
        self.context.ways.open_caseload.emit(self._query)  # empties the window's search field
