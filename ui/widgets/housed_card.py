"""Who lives in a home of their own, and how many still do half a year and a year on."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from navigator_app.domain import tenancy as rules
from navigator_app.domain.tenancy import Retention
from navigator_app.domain.tenancy_rows import TenancyRow
from navigator_app.i18n import _, ngettext
from navigator_app.services import tenancy
from navigator_app.services.workspace import Workspace
from ui.context import Context
from ui.models import housing_words, tenancy_words
from ui.places import MemberAt
from ui.widgets.card import Card, Rule
from ui.widgets.home_cards import beside
from ui.widgets.search_parts import AskButton, buttons_row, column, emptied, pill
from ui.widgets.tab_order import follow_layout
from ui.widgets.text import Body, Small, Strong

FIRST = 8
"""Homes shown at first."""

Read = tuple[list[TenancyRow], tuple[Retention, ...]]


def _read(ws: Workspace) -> Read:
    return tenancy.all_of(ws), tenancy.retention(ws)


class HousedCard(Card):
    """The card; hidden until somebody lives somewhere or did for half a year."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        """Start empty; `load` fills it."""
        super().__init__(_("In a home of their own"), parent)
        self._context = context
        self._read: Read = ([], ())
        self._all = False
        self._body = column()[0]
        self.column.addWidget(self._body)
        self.hide()

    def load(self) -> None:
        """Read it anew."""
        failed = self._context.show_refusal
        self._context.tasks.run(_read, self._show, owner=self, failed=failed)

    def _show(self, read: Read) -> None:
        self._read = read
        self._fill()

    def _fill(self) -> None:
        rows, kept = self._read
        inside = emptied(self._body)
        inside.addWidget(Body(_counted(rows, kept)))
        if any(one.reached for one in kept):
            inside.addWidget(
                Small(
                    _(
                        "Counted from the move-in, once its day has come; a move straight into "
                        "another home goes on with the first."
                    )
                )
            )
        for row in rows if self._all else rows[:FIRST]:
            inside.addWidget(Rule())
            inside.addWidget(self._line(row))
        rest = len(rows) - FIRST
        if rest > 0:
            said = ngettext("Show {n} more", "Show {n} more", rest).format(n=rest)
            sign = "up" if self._all else "down"
            more = AskButton(_("Show fewer") if self._all else said, sign, "", "more")
            more.clicked.connect(self._toggle)
            inside.addWidget(buttons_row([more]))
        self.setVisible(bool(rows) or any(one.reached for one in kept))
        follow_layout(self)

    def _line(self, row: TenancyRow) -> QWidget:
        said, inside = column(0)
        inside.addWidget(Strong(housing_words.soft(row.member)))
        inside.addWidget(Small(housing_words.soft(row.address)))
        days = tenancy_words.housed(rules.days_housed(row, self._context.clock.today()))
        button = AskButton(_("Open"), "forward", "", MemberAt(row.member_id, "home"), row.member)
        button.clicked.connect(self._open)
        return beside(pill("good", days, row.member), said, button)

    @Slot()
    def _open(self) -> None:
        button = self.sender()
        if isinstance(button, AskButton):
            self._context.ways.open_member.emit(button.about)

    @Slot()
    def _toggle(self) -> None:
        self._all = not self._all
        self._fill()


def _counted(rows: list[TenancyRow], kept: tuple[Retention, ...]) -> str:
    live = ngettext("{n} member lives in a home.", "{n} members live in a home.", len(rows)).format(
        n=len(rows)
    )
    parts = [live]
    for one in kept:
        if one.reached:
            parts.append(
                _("Still housed after {months} months: {kept} of {reached} ({percent} %).").format(
                    months=one.months, kept=one.kept, reached=one.reached, percent=one.percent
                )
            )
    return " ".join(parts)
