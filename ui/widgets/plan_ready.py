"""What the support plan is ready for: an extension, a deposit, rent; and what each still lacks."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from navigator_app.domain.support_plan_form import Purpose
from navigator_app.i18n import N_, _, ngettext
from navigator_app.services.support_plan_ready import Missing, Ready
from ui import theme
from ui.models import plan_words
from ui.widgets.buttons import QuietButton
from ui.widgets.card import Card, Rule
from ui.widgets.flow import FlowLayout
from ui.widgets.icon_words import IconWords
from ui.widgets.pill import StatusPill
from ui.widgets.text import Muted, Small, Strong

TITLES = {
    Purpose.EXTENSION: N_("An extension"),
    Purpose.DEPOSITS: N_("A housing deposit"),
    Purpose.TRANSITIONAL_RENT: N_("Transitional rent"),
}


class ReadyCard(Card):
    """The card; what lacks for a purpose unfolds below it, one at a time."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Start empty."""
        super().__init__(_("Ready to be asked for"), parent)
        self._shown: tuple[Ready, ...] = ()
        self._open: Purpose | None = None
        self._body: QWidget | None = None
        self.buttons: dict[Purpose, QuietButton] = {}
        text = _("By what this member’s plan wants; the signed version counts.")
        self.column.addWidget(Muted(text))

    def show_rows(self, rows: Sequence[Ready]) -> None:
        """Show how the plan stands to each purpose."""
        if tuple(rows) != self._shown:
            self._shown = tuple(rows)
            self._build()

    def _build(self) -> None:
        focused = next((key for key, one in self.buttons.items() if one.hasFocus()), None)
        self.buttons = {}
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.S8)
        for number, row in enumerate(self._shown):
            if number:
                column.addWidget(Rule())
            self._add(column, row)
        if self._body is not None:
            self.column.removeWidget(self._body)
            self._body.hide()
            self._body.deleteLater()
        self._body = body
        self.column.addWidget(body)
        if focused in self.buttons:
            self.buttons[focused].setFocus()

    def _add(self, column: QVBoxLayout, row: Ready) -> None:
        line = QWidget()
        flow = FlowLayout(line, theme.S12)
        title = Strong(_(TITLES[row.purpose]))
        title.setWordWrap(False)
        flow.addWidget(title)
        flow.addWidget(StatusPill(*standing(row)))
        if row.missing:
            opened = row.purpose is self._open
            button = QuietButton(
                _("Hide") if opened else _("What is missing"), "up" if opened else "down"
            )
            button.setAccessibleDescription(title.text())
            button.setProperty("purpose", str(row.purpose))
            button.clicked.connect(self._toggle)
            self.buttons[row.purpose] = button
            flow.addWidget(button)
        column.addWidget(line)
        if row.missing and row.purpose is self._open:
            for one in row.missing:
                column.addWidget(_line(one))

    @Slot()
    def _toggle(self) -> None:
        button = self.sender()
        if button is not None:
            purpose = Purpose(str(button.property("purpose")))
            self._open = None if purpose is self._open else purpose
            self._build()


def standing(row: Ready) -> tuple[str, str]:
    """Kind and words of the pill of a purpose."""
    count = len(row.required)
    if count:
        return "warning", ngettext("{n} missing", "{n} missing", count).format(n=count)
    if row.missing:
        return "info", _("Could be better")
    return "good", _("Ready")


def _line(one: Missing) -> QWidget:
    line = QWidget()
    row = QHBoxLayout(line)
    row.setContentsMargins(theme.S12, 0, 0, 0)
    said = QVBoxLayout()
    said.setSpacing(0)
    tone, icon = ("warning", "warning") if one.required else ("muted", "info")
    said.addWidget(IconWords(icon, plan_words.readable(one.says), tone))
    must = _("Required") if one.required else _("Recommended")
    said.addWidget(Small(f"{must}  ·  {one.source}"))
    row.addLayout(said, 1)
    return line
