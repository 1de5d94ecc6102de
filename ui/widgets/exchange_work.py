"""Part of the page Exchange: what waits for a person, each line with the one action beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from navigator_app.domain.plan_reports import INQUIRY, Owed
from navigator_app.domain.responses import QuarantineRow, RejectedRow
from navigator_app.i18n import _
from navigator_app.services.workspace import Workspace
from ui import theme
from ui.context import Context
from ui.models import words
from ui.models.housing_words import dotted, soft
from ui.widgets.buttons import PlainButton
from ui.widgets.card import Card, Rule
from ui.widgets.flow import FlowLayout
from ui.widgets.search_parts import AskButton, Asking, buttons_row, column, pill
from ui.widgets.text import Body, Muted, Small, Subject
from ui.widgets.turning import Turning

FEW = 4
"""Lines of each kind; the rest stands on its own page."""


@dataclass(frozen=True, slots=True)
class Work:
    """What waits, with how many there are of each kind."""

    rejected: tuple[RejectedRow, ...] = ()
    aside: tuple[QuarantineRow, ...] = ()
    owed: tuple[Owed, ...] = ()
    to_mend: int = 0
    to_tell: int = 0


def read(ws: Workspace) -> Work:
    """The first few of each kind, the oldest and the earliest due first."""
    from navigator_app.services import plan_reports_due, quarantine, responses

    rejected, aside = responses.open_rows(ws), quarantine.waiting(ws)
    owed = plan_reports_due.owed(ws)
    return Work(
        tuple(rejected[:FEW]),
        tuple(aside[:FEW]),
        tuple(owed[:FEW]),
        len(rejected) + len(aside),
        len(owed),
    )


class ExchangeWork(Card, Asking):
    """The card; `show_work` fills it."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        """Start empty and hidden."""
        super().__init__(_("Waits for you"), parent)
        self.context = context
        self.asks: list[AskButton] = []
        self.calm = Muted(
            _("Nothing to mend, and every plan has been told what it asks for. What a plan sends "
              "back, what nobody could use, and what a plan is to be told stands here.")
        )  # fmt: skip
        self.mend_all = PlainButton("", "flag")
        self.tell_all = PlainButton("", "send")
        self._work: Work | None = None
        self._body = QWidget()
        self._more = QWidget()
        flow = FlowLayout(self._more, theme.S8)
        for button in (self.mend_all, self.tell_all):
            flow.addWidget(button)
        for part in (self.calm, self._body, self._more):
            self.column.addWidget(part)
        self.mend_all.clicked.connect(self._open_mend)
        self.tell_all.clicked.connect(self._open_tell)
        self.hide()

    def show_work(self, work: Work) -> bool:
        """Say what waits; True when the lines were made anew."""
        if work == self._work:
            return False
        self._work = work
        self.asks = []
        lines = [
            *map(self._rejected, work.rejected),
            *map(self._aside, work.aside),
            *map(self._owed, work.owed),
        ]
        body, inside = column()
        for number, line in enumerate(lines):
            if number:
                inside.addWidget(Rule())
            inside.addWidget(line)
        place = self.column.indexOf(self._body)
        self.column.removeWidget(self._body)
        self.column.insertWidget(place, body)
        self._body.hide()
        self._body.deleteLater()
        self._body = body
        body.setVisible(bool(lines))
        self.calm.setVisible(not lines)
        self._show_more(work)
        return True

    def _show_more(self, work: Work) -> None:
        mend = work.to_mend > len(work.rejected) + len(work.aside)
        tell = work.to_tell > len(work.owed)
        self.mend_all.setText(_("All {n} to be mended").format(n=f"{work.to_mend:,}"))
        self.tell_all.setText(_("All {n} to be told").format(n=f"{work.to_tell:,}"))
        self.mend_all.setVisible(mend)
        self.tell_all.setVisible(tell)
        self._more.setVisible(mend or tell)

    def _rejected(self, row: RejectedRow) -> QWidget:
        from navigator_app.services.responses_due import reason

        status = _("{status}, {day}").format(status=_(row.status.value), day=words.day(row.on))
        act = self.ask(_("Mend it"), "edit", "rejected_row", row.id, row.member_name)
        basis = dotted(status, row.plan_name, row.owner)
        mark = pill("danger", _("Sent back"), row.member_name)
        return _line(mark, words.isolated(row.member_name), reason(row), basis, act)

    def _aside(self, row: QuarantineRow) -> QWidget:
        from ui.dialogs.quarantine_item import place_words, since_words

        what = place_words(row)
        act = self.ask(_("Look after it"), "edit", "quarantine_item", row.id, what)
        basis = dotted(row.plan_name, row.owner or _("a supervisor"), since_words(row))
        return _line(pill("warning", _("In quarantine"), what), what, row.reason, basis, act)

    def _owed(self, one: Owed) -> QWidget:
        from ui.widgets.plan_reports_card import MAKE, when_due

        name = f"{one.title}, {one.plan_name}"
        mark = pill("neutral", _("To be told"), name)
        if one.due is not None:
            mark.show_state(*when_due(one.due, self.context.clock.today()))
        if one.kind == INQUIRY:
            act: QWidget = self.ask(
                _("Write the answer"), "check", "plan_report_answer", one.report_id, name
            )
        elif one.report_id:
            act = PlainButton(_("Send it"), "send")
            act.setAccessibleName(f"{_('Send it')}: {name}")
            act.clicked.connect(self._open_tell)
        else:
            about = [one.plan_key, one.kind, one.about_id, ""]
            act = self.ask(_(MAKE[one.kind]), "edit", "plan_report", about, name)
        return _line(mark, one.title, one.text, dotted(one.plan_name, one.source), act)

    @Slot()
    def _open_mend(self) -> None:
        self.context.ways.open_page.emit("quarantine", "")

    @Slot()
    def _open_tell(self) -> None:
        self.context.ways.open_page.emit("plan_reports", "")


def _line(mark: QWidget, title: str, text: str, basis: str, act: QWidget) -> QWidget:
    """State and subject above, the reason and its basis below, the action at the end."""
    head = QWidget()
    flow = FlowLayout(head, theme.S12)
    for part in (Subject(soft(title)), mark):
        flow.addWidget(part)
    said, inside = column(theme.S4)
    parts: Sequence[QWidget] = (head, Body(soft(text)), Small(basis))
    for part in parts:
        inside.addWidget(part)
    return Turning(said, buttons_row([act]))
