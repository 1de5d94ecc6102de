"""What left about a member: to whom, when, what for and on which ground, to be read with them."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from zoneinfo import ZoneInfo

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from navigator_app.domain.consent_rows import ConsentDesk
from navigator_app.domain.disclosures import DisclosureRow
from navigator_app.i18n import _, ngettext
from navigator_app.services import consent_desk, consent_words, gate
from navigator_app.services.workspace import Workspace
from ui import theme
from ui.context import Context
from ui.models import words
from ui.widgets.asking_dialog import AskingDialog
from ui.widgets.buttons import QuietButton
from ui.widgets.card import Card
from ui.widgets.tab_order import follow_layout
from ui.widgets.text import Body, Muted, Small, Strong

FIRST = 20
"""Lines shown at first, and so many more each time they are asked for."""

_Read = tuple[ConsentDesk, list[DisclosureRow]]


def _read(member_id: str, ws: Workspace) -> _Read:
    return consent_desk.desk(ws, member_id), gate.disclosures(ws, member_id)


class DisclosuresDialog(AskingDialog):
    """The list; nothing can be changed in it."""

    draft_key = "disclosures"

    def __init__(self, context: Context, about: object, parent: QWidget | None = None) -> None:
        """`about` is the member's id."""
        super().__init__(context, _("What left, to whom, when and why"), _("Close"), parent)
        self._rows: list[DisclosureRow] = []
        self._count = FIRST
        self.summary = Body("")
        self.lines = QWidget()
        self._column = QVBoxLayout(self.lines)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.S12)
        self.more = QuietButton(_("Show more"), "down")
        self.assemble([self.summary, self.lines], 720, 720)
        self._column.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)
        self.more.hide()
        self.more.clicked.connect(self._show_more)
        self.cancel_button.hide()
        work = partial(_read, str(about or ""))
        context.tasks.run(work, self._show, owner=self, failed=self.refused)

    def draft(self) -> dict[str, object]:
        """Nothing is typed here."""
        return {}

    def save(self) -> None:
        """The button closes."""
        self.accept()

    def _show(self, read: _Read) -> None:
        desk, self._rows = read
        self.whose.setText(words.isolated(desk.member_name))
        count = len(self._rows)
        text = ngettext(
            "Information about the member left {n} time. The newest stands first.",
            "Information about the member left {n} times. The newest stands first.",
            count,
        )
        self.summary.setText(text.format(n=count) if count else _("Nothing has left so far."))
        self._add_rows(0)

    @Slot()
    def _show_more(self) -> None:
        first, self._count = self._count, self._count + FIRST
        self._add_rows(first)

    def _add_rows(self, first: int) -> None:
        for row in self._rows[first : self._count]:
            self._column.insertWidget(self._column.count() - 1, _line(row))
        self.more.setVisible(len(self._rows) > self._count)
        follow_layout(self)


def _line(row: DisclosureRow) -> Card:
    card = Card()
    card.column.setSpacing(theme.S4)
    moment = datetime.fromisoformat(row.at).astimezone(ZoneInfo(row.zone))
    what = consent_words.way(row.what)
    title = _("{what} to {who}").format(what=what, who=words.isolated(row.recipient))
    when = _("{day}, {time}").format(day=words.day(moment.date()), time=words.clock_time(moment))
    by = _("by {who}").format(who=words.isolated(row.by)) if row.by else ""
    card.column.addWidget(Strong(title))
    card.column.addWidget(Muted(" · ".join(part for part in (when, by, row.detail) if part)))
    information = consent_words.information(row.categories)
    card.column.addWidget(Body(_("What: {information}").format(information=information)))
    card.column.addWidget(
        Body(_("What for: {purpose}").format(purpose=consent_words.purpose(row.purpose)))
    )
    if row.override_reason:
        reason = words.isolated(row.override_reason)
        card.column.addWidget(Body(_("Without consent, because: {reason}").format(reason=reason)))
    else:
        card.column.addWidget(
            Small(_("Ground: {ground}").format(ground=consent_words.ground(row.ground)))
        )
    card.setAccessibleName(f"{title}. {when}")
    return card
