"""The capacity board as a table: a row a person, then nobody's members, then the whole team."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from navigator_app.domain.board import HOUSED, NEW, SEARCH, STABLE, STAGES, Board, Row, Totals
from navigator_app.domain.records import CaseloadQuery
from navigator_app.domain.vocabulary import Service
from navigator_app.domain.what_if import Outlook
from navigator_app.i18n import N_, _
from navigator_app.services import capacity_board
from ui.models import board_words, words

Index = QModelIndex | QPersistentModelIndex

BAR_ROLE = int(Qt.ItemDataRole.UserRole) + 1
"""(load, limit, state) of a cell that is drawn as a bar."""
LINE_ROLE = BAR_ROLE + 1
"""The whole line behind a row: a `Line`."""

_RIGHT = int((Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter).value)
_LEFT = int((Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter).value)


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its key, heading, which definition it has, least width at 100 %, and whether it
    is a number that opens members, of a stage or a service where it names one."""

    key: str
    title: str
    figure: str
    width: int
    number: bool = True
    stage: str = ""
    service: Service | None = None


COLUMNS = (
    Column("name", N_("Who"), "", 146, False),
    Column("load", N_("Load and limit"), "load", 154, False),
    Column("then", N_("Then"), "load", 154, False),
    Column("gained", N_("More"), "", 56),
    Column("members", N_("Members"), "members", 82),
    Column("htns", N_("HTNS"), "service", 54, service=Service.HTNS),
    Column("htss", N_("HTSS"), "service", 54, service=Service.HTSS),
    Column("deposits", N_("Deposits"), "service", 80, service=Service.DEPOSITS),
    Column(NEW, N_("New"), "stage", 48, stage=NEW),
    Column(SEARCH, N_("Search"), "stage", 64, stage=SEARCH),
    Column(HOUSED, N_("Housed"), "stage", 70, stage=HOUSED),
    Column(STABLE, N_("Stable"), "stage", 60, stage=STABLE),
    Column("any", N_("Any"), "open-any", 44),
    Column("own", N_("Own"), "open-own", 46),
    Column("share", N_("Post"), "share", 60),
    Column("about", N_("Away, speaks"), "away", 150, False),
)
KEYS = [column.key for column in COLUMNS]
ORDERS = {
    "name": N_("By name"),
    "load": N_("Least room first"),
    "room": N_("Most room first"),
    "members": N_("Most members first"),
    NEW: N_("Most new members first"),
    "any": N_("Most open slots first"),
    "about": N_("Who is away first"),
}
"""Ways to stand in order, by what decides; a column's key decides by its number, most first."""
WHAT_IF = (KEYS.index("then"), KEYS.index("gained"))
"""Columns that stand there while something is tried."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the table: a person's, nobody's, or the team's; `then` what is tried."""

    key: str  # user id, "none" for nobody, "" for the team
    title: str
    row: Row | None
    totals: Totals | None = None
    then: Row | None = None
    gained: int = 0
    gone: bool = False

    @property
    def counts(self) -> dict[str, int]:
        """Its numbers by column."""
        of = self.row or self.totals
        assert of is not None
        named = dict(zip(STAGES, of.stages, strict=True))
        named |= {one.slug: n for one, n in zip(Service, of.services, strict=True)}
        named["members"] = of.members
        if self.row is not None and self.row.who.id:
            who = self.row.who
            named |= {"any": who.open_any, "own": who.open_own, "share": who.share}
        elif self.totals is not None:
            named |= {"any": self.totals.open_any, "own": self.totals.open_own}
        return named


def lines(board: Board, outlook: Outlook | None) -> list[Line]:
    """The lines of a board, with what is tried beside."""
    after = {row.who.id: row for row in outlook.board.rows} if outlook else {}
    found = [
        Line(row.who.id, words.isolated(row.who.name), row, then=after.get(row.who.id),
             gained=outlook.gained.get(row.who.id, 0) if outlook else 0,
             gone=bool(outlook) and row.who.id not in after)
        for row in board.rows
    ]  # fmt: skip
    if board.nobody is not None:
        found.append(Line("none", _("Nobody’s members"), board.nobody))
    if len(found) > 1:
        found.append(Line("", _("The whole team"), None, board.totals))
    return found


class BoardTable(QAbstractTableModel):
    """The lines as Qt reads them."""

    def __init__(self, parent: QObject | None = None) -> None:
        """Start empty."""
        super().__init__(parent)
        self.lines: list[Line] = []
        self._order = "name"

    def order_by(self, key: str) -> int:
        """Stand in the order of a key of `ORDERS` or of a column; returns the column that decides,
        -1 for none. Nobody's members and the team stay at the end."""
        self._order = key
        self.beginResetModel()
        self.lines = self._ordered(self.lines)
        self.endResetModel()
        return KEYS.index(key) if key in KEYS else -1

    def _ordered(self, found: list[Line]) -> list[Line]:
        people = [line for line in found if line.row is not None and line.row.who.id]
        last = [line for line in found if line.row is None or not line.row.who.id]
        people.sort(key=_by_name)
        if self._order != "name":
            people.sort(key=partial(_rank, self._order))
        return [*people, *last]

    def show_lines(self, found: list[Line]) -> None:
        """Show these; the same people in the same order stay where they are."""
        found = self._ordered(found)
        if [line.key for line in found] == [line.key for line in self.lines]:
            self.lines = found
            last = self.index(len(found) - 1, len(COLUMNS) - 1)
            self.dataChanged.emit(self.index(0, 0), last)
            return
        self.beginResetModel()
        self.lines = found
        self.endResetModel()

    def query(self, row: int, column: int) -> CaseloadQuery | None:
        """The members behind a number; None where there are none."""
        line, spec = self.lines[row], COLUMNS[column]
        if spec.key in ("load", "then", "name"):
            spec = replace(spec, key="members", stage="", service=None)
        if not line.counts.get(spec.key) or spec.figure in ("open-any", "open-own", "share"):
            return None
        return capacity_board.members(line.key, stage=spec.stage, service=spec.service)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """How many lines."""
        return 0 if parent.isValid() else len(self.lines)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """How many columns."""
        return 0 if parent.isValid() else len(COLUMNS)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Text, bar, and where it stands."""
        if not index.isValid():
            return None
        line, column = self.lines[index.row()], COLUMNS[index.column()]
        if role == LINE_ROLE:
            return line
        if role == BAR_ROLE:
            return _bar(line, column.key)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if column.number else _LEFT
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(line, column)
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._text(line, column) if not column.number else None
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{line.title}, {_(column.title)}: {self._text(line, column) or _('none')}"
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """The headings, each with its definition."""
        if orientation is not Qt.Orientation.Horizontal or section >= len(COLUMNS):
            return None
        column = COLUMNS[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return _(column.title)
        if role == Qt.ItemDataRole.ToolTipRole:
            return board_words.definition(column.figure, column.stage)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if column.number else _LEFT
        return None

    def _text(self, line: Line, column: Column) -> str:
        if column.key == "name":
            return line.title if line.row is None or line.row.who.active else (
                _("{name} (left)").format(name=line.title)
            )  # fmt: skip
        if column.key in ("load", "then"):
            bar = _bar(line, column.key)
            if bar is None:
                return _("not there") if column.key == "then" and line.gone else ""
            return board_words.load(*bar)
        if column.key == "gained":
            return f"+{line.gained}" if line.gained else ""
        if column.key == "about":
            return board_words.about(line.row) if line.row and line.row.who.id else ""
        count = line.counts.get(column.key)
        if count is None:
            return ""
        return f"{count} %" if column.key == "share" else str(count)


def _by_name(line: Line) -> tuple[str, str]:
    assert line.row is not None
    return line.row.who.name.casefold(), line.row.who.id


def _rank(order: str, line: Line) -> tuple[float, ...]:
    """Where a person stands: the least comes first; who has no limit comes after all who have."""
    row = line.row
    assert row is not None
    if order in ("load", "then", "room"):
        room = (line.then or row).room if order == "then" else row.room
        if room is None:
            return (1, -row.load)
        return (0, -room if order == "room" else room)
    if order == "gained":
        return (-line.gained,)
    if order == "about":
        return (row.away is None, not row.who.away)
    return (-(line.counts.get(order) or 0),)


def _bar(line: Line, key: str) -> tuple[int, int | None, str] | None:
    if key == "then":
        return (line.then.load, line.then.limit, line.then.state) if line.then else None
    if key != "load":
        return None
    if line.row is not None:
        return line.row.load, line.row.limit, line.row.state
    total = line.totals
    assert total is not None
    return total.load, None, "unlimited"
