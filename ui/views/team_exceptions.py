"""Exceptions first: each number with how it is counted, and the members behind it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QEvent, QLocale, Qt, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from navigator_app.domain.records import Changes
from navigator_app.domain.team_figures import ExceptionFigure, ExceptionMember, ExceptionPage
from navigator_app.domain.vocabulary import Service
from navigator_app.i18n import N_, _
from navigator_app.services import agency, exceptions, permissions
from navigator_app.services.workspace import Workspace
from ui import theme
from ui.context import Context
from ui.models import words
from ui.models.batch_words import TAG_ROLE, TaggedTable
from ui.models.forecast_rows import TextTable
from ui.places import FormAt
from ui.widgets.buttons import PlainButton, QuietButton
from ui.widgets.fields import LabelledField
from ui.widgets.listing import Listing
from ui.widgets.pill import StatusPill
from ui.widgets.sign_delegate import SignDelegate
from ui.widgets.snug import Snug
from ui.widgets.team_tab import TeamTab
from ui.widgets.text import Body, Heading, Muted, Small

KINDS = (N_("Members"), N_("What stands out"), N_("Weight"))
MEMBERS = (
    N_("Member"),
    N_("Since"),
    N_("What about it"),
    N_("Navigator"),
    N_("Plan"),
    N_("Service"),
)
_WEIGHTS = {"danger": N_("Act now"), "warning": N_("Look at it"), "plain": N_("To know")}
_TONES = {"danger": "danger", "warning": "warning", "plain": "info"}
WIDTHS = (84, 290, 0)
"""Pixels at 100 % of the numbers’ columns."""
ROWS = 10
"""Members in sight; the table scrolls beyond."""
BESIDE = 960
"""Pixels at 100 % from which on the members stand beside the numbers."""


@dataclass(frozen=True, slots=True)
class _Read:
    figures: list[ExceptionFigure]
    navigators: list[tuple[str, str]]


def _read(navigator_id: str, ws: Workspace) -> _Read:
    people = agency.users(ws) if permissions.may(ws, "team-figures") else []
    figures = exceptions.figures(ws, navigator_id=navigator_id)
    return _Read(figures, [(one.id, one.name) for one in people])


def _read_members(kind: str, navigator_id: str, offset: int, ws: Workspace) -> ExceptionPage:
    return exceptions.members(ws, kind, navigator_id=navigator_id, offset=offset)


class TeamExceptions(TeamTab):
    """The tab."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        """Build it; `load` fills it."""
        super().__init__(context, parent)
        self._figures: list[ExceptionFigure] = []
        self._kind = ""
        self._rows: list[ExceptionMember] = []
        self.print = PlainButton(_("Print"), "print")
        self.buttons = (self.print,)
        self.whose = QComboBox()
        self.whose.addItem(_("The whole team"), "")
        self._whose = LabelledField(_("Whose members"), self.whose)
        self.figures = Listing(_("What stands out, with how many members"))
        self._table = TaggedTable(KINDS, (0,))
        self._table.setParent(self)
        self.heading, self.weight = Heading("", 3), StatusPill("neutral", "")
        self.definition, self.source = Body(""), Small("")
        self.members = Listing(_("The members behind the number"))
        self._members = TextTable(MEMBERS, parent=self)
        self.nobody = Muted(_("Nobody. That is how it should be."))
        self.detail = Small("")
        self.more = QuietButton(_("Show more members"), "down")
        self._assemble()
        self.whose.currentIndexChanged.connect(self._again)
        self.figures.moved.connect(self._chosen)
        self.figures.acted.connect(self._to_members)
        self.members.acted.connect(self._open)
        self.members.moved.connect(self._tell)
        self.more.clicked.connect(self._read_more)
        self.print.clicked.connect(self._print)

    def load(self) -> None:
        """Read the numbers, then the members behind the chosen one."""
        whose = str(self.whose.currentData() or "")
        self.context.tasks.run(
            partial(_read, whose), self._show, owner=self, failed=self.context.show_refusal
        )

    def open(self, target: object) -> None:
        """Stand on the exception of that id."""
        self._kind = str(target)

    def on_changes(self, changes: Changes) -> None:
        """Nearly every write moves a number."""
        self.load()

    def changeEvent(self, event: QEvent) -> None:
        """Another text size makes other row heights."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange and hasattr(self, "more"):
            self._fit()

    def _assemble(self) -> None:
        self.figures.setModel(self._table)
        self.figures.set_widths(*WIDTHS)
        self.figures.setItemDelegateForColumn(1, SignDelegate(TAG_ROLE, self.figures))
        self.figures.setColumnHidden(2, True)  # the sign says it, and the pill beside
        self.members.setModel(self._members)
        self.members.set_widths(120, 106, 160, 116, 76, 70)
        self._beside = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._beside.setSpacing(theme.S16)
        numbers = QVBoxLayout()
        numbers.addWidget(self.figures)
        numbers.addStretch(1)
        self._beside.addLayout(numbers, 12)
        behind, head = QVBoxLayout(), QHBoxLayout()
        behind.setSpacing(theme.S8)
        head.setSpacing(theme.S12)
        head.addWidget(self.heading)
        head.addWidget(self.weight)
        head.addStretch(1)
        behind.addLayout(head)
        for part in (self.definition, self.source, self.nobody, self.members, self.detail):
            behind.addWidget(part)
        behind.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)
        behind.addStretch(1)
        self._beside.addLayout(behind, 19)
        inside, outside = Snug(), QVBoxLayout(self)
        outside.setContentsMargins(0, 0, 0, 0)
        outside.addWidget(inside)
        outside.addStretch(1)
        whole = QVBoxLayout(inside)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(theme.S12)
        whole.addWidget(self._whose)
        whole.addLayout(self._beside)
        self.more.hide()
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The members stand beside the numbers where there is room, else below them."""
        super().resizeEvent(event)
        wide = self.width() >= theme.px(BESIDE)
        way = QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom
        self._beside.setDirection(way)

    def _fit(self) -> None:
        self.whose.setMaximumWidth(theme.px(320))
        self.figures.keep_height(max(1, len(self._figures) or len(exceptions.kinds())))
        self.members.keep_height(max(1, min(ROWS, len(self._rows))))

    def _show(self, read: _Read) -> None:
        self._figures = read.figures
        self._offer(read.navigators)
        locale = QLocale()
        self._table.show_rows([
            (_tone(one), (locale.toString(one.members), one.title, _weight(one)))
            for one in read.figures
        ])  # fmt: skip
        keys = [one.id for one in read.figures]
        place = keys.index(self._kind) if self._kind in keys else self._first()
        if self.figures.currentIndex().row() == place:
            self._chosen(place)
        else:
            self.figures.setCurrentIndex(self._table.index(place, 1))
        self._fit()

    def _first(self) -> int:
        """The first number that is not nought."""
        return next((n for n, one in enumerate(self._figures) if one.members), 0)

    def _offer(self, people: list[tuple[str, str]]) -> None:
        self._whose.setVisible(bool(people))
        if self.whose.count() > 1 or not people:
            return
        self.whose.blockSignals(True)
        for key, name in people:
            self.whose.addItem(name, key)
        self.whose.blockSignals(False)

    @Slot()
    def _again(self) -> None:
        self.load()

    @Slot(int)
    def _chosen(self, place: int) -> None:
        if not 0 <= place < len(self._figures):
            return
        one = self._figures[place]
        self._kind = one.id
        self.heading.setText(one.title)
        self.definition.setText(_("How it is counted: {words}").format(words=one.definition))
        self.weight.show_state(_tone(one), _weight(one))
        self.source.setText(_("Source: {source}").format(source=one.source))
        self.source.setVisible(bool(one.source))
        self._ask(0)

    def _ask(self, offset: int) -> None:
        whose = str(self.whose.currentData() or "")
        work = partial(_read_members, self._kind, whose, offset)
        self.context.tasks.run(
            work, self._show_members, owner=self, failed=self.context.show_refusal
        )

    def _show_members(self, page: ExceptionPage) -> None:
        if page.figure.id != self._kind:
            return  # another number was chosen meanwhile
        self._rows = [*self._rows[: page.offset], *page.rows]
        today = self.context.clock.today()
        self._members.set_cells([
            (words.isolated(one.member), words.short_day(one.since, today) if one.since else "",
             one.detail, words.isolated(one.navigator) if one.navigator else _("nobody"), one.plan,
             Service.from_slug(one.service).short if one.service else "")
            for one in self._rows
        ])  # fmt: skip
        self.members.setVisible(bool(self._rows))
        self.detail.setVisible(bool(self._rows))
        self.nobody.setVisible(not self._rows)
        self.more.setVisible(len(self._rows) < page.figure.members)
        if self._rows and not self.members.currentIndex().isValid():
            self.members.setCurrentIndex(self._members.index(0, 0))
        self._fit()

    @Slot(int)
    def _tell(self, place: int) -> None:
        """All of the row in sight, which the columns may cut."""
        cells = [self._members.index(place, n).data() for n in range(self._members.columnCount())]
        self.detail.setText(" · ".join(cell for cell in cells if cell) if place >= 0 else "")

    @Slot()
    def _read_more(self) -> None:
        self._ask(len(self._rows))

    @Slot()
    def _print(self) -> None:
        self.context.ways.open_page.emit("forms", FormAt("exceptions"))

    @Slot(int)
    def _to_members(self, _place: int) -> None:
        if self._rows:
            self.members.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot(int)
    def _open(self, place: int) -> None:
        if 0 <= place < len(self._rows):
            self.context.ways.open_member.emit(self._rows[place].member_id)


def _tone(one: ExceptionFigure) -> str:
    """The sign of a number: none asks for anything while nobody stands behind it."""
    return _TONES[one.tone] if one.members else "good"


def _weight(one: ExceptionFigure) -> str:
    return _(_WEIGHTS[one.tone]) if one.members else _("Nobody")
