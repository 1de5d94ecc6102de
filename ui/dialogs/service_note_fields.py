"""The fields of a note about a service, in the order they are answered, and how they lie."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import (
    QCheckBox,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from navigator_app.domain.vocabulary import Mode, Service
from navigator_app.i18n import _
from ui import theme
from ui.context import Context
from ui.widgets.asking_dialog import choice_field, day_field
from ui.widgets.buttons import QuietButton
from ui.widgets.choice_row import Choice, ChoiceRow
from ui.widgets.danger_notice import DangerNotice
from ui.widgets.fields import LabelledField
from ui.widgets.member_finder import MemberFinder
from ui.widgets.text import Small
from ui.widgets.time_field import TimeField
from ui.widgets.timer_bar import TimerBar

_ICONS = {Service.HTNS: "compass", Service.HTSS: "home", Service.DEPOSITS: "key"}

ALONE = 150
"""Percent of text from which on each field has a line to itself."""


class Holder(QWidget):
    """Holds a control and what stands beside it. A focus proxy would do the same, but Qt's Tab
    goes by proxies too, and from the last button to the first of them."""

    def __init__(self, first: QWidget) -> None:
        """`first` takes the focus that is given to it."""
        super().__init__()
        self._first = first

    def setFocus(self, *reason: Any) -> None:
        """Hand the focus on."""
        self._first.setFocus(*reason)


class NoteFields(QWidget):
    """Who, what, when, how long, how, and the note itself; nothing is answered yet."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        """Make and place every field."""
        super().__init__(parent)
        self.finder, self.danger = MemberFinder(context.tasks), DangerNotice()
        self.service = ChoiceRow(
            _("Service"), [Choice(one, one.short, _ICONS[one]) for one in Service]
        )
        self.component, self.help = choice_field({"": _("Choose what was done")}), Small("")
        self.on, self.at = day_field(context.clock.today()), TimeField()
        self.now = QuietButton(_("Now"), "time")
        self.minutes, self.timer = QLineEdit(), TimerBar(context)
        self.mode = choice_field({one.slug: _(one.value) for one in Mode})
        self.code = choice_field({})
        self.barrier = choice_field({"": _("Nothing named")})
        self.place, self.with_whom, self.miles = QLineEdit(), QLineEdit(), QLineEdit()
        self.narrative = QPlainTextEdit()
        self.template = choice_field({"": _("Nothing")})
        self.keep_as = QLineEdit()
        self.together = QCheckBox(_("Both were served at once"))
        self.close_loop = QCheckBox(_("Close the referral loop: Services Received"))
        self.fields = self._make_fields()
        self._assemble()

    def _make_fields(self) -> dict[str, LabelledField]:
        self.narrative.setTabChangesFocus(True)
        self.narrative.setMinimumHeight(theme.px(120))
        self.at.setMinimumWidth(theme.px(104))
        self.minutes.setPlaceholderText(_("45 or 1:30"))
        self.miles.setPlaceholderText("0")
        what, when, long = Holder(self.component), Holder(self.on), Holder(self.minutes)
        for box, parts in ((what, (self.component, self.help)), (long, (self.minutes, self.timer))):
            column = QVBoxLayout(box)
            column.setContentsMargins(0, 0, 0, 0)
            column.setSpacing(theme.S4)
            for part in parts:
                column.addWidget(part)
        row = QHBoxLayout(when)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.S8)
        row.addWidget(self.on, 3)
        row.addWidget(self.at, 2)
        row.addWidget(self.now)
        self.now.hide()
        fields = {
            "member_id": LabelledField(_("Who"), self.finder),
            "template": LabelledField(_("Begin from a template"), self.template),
            "service": LabelledField(_("Service"), self.service),
            "component": LabelledField(_("What was done"), what),
            "minutes": LabelledField(_("How long"), long),
            "at": LabelledField(_("When it began"), when),
            "mode": LabelledField(_("How"), self.mode),
            "code": LabelledField(
                _("Code"), self.code, _("Your choice is remembered for this plan.")
            ),
            "barrier_id": LabelledField(_("Works on, in the support plan"), self.barrier),
            "narrative": LabelledField(_("Note"), self.narrative),
            "place": LabelledField(_("Where (optional)"), self.place),
            "with_whom": LabelledField(_("With whom (optional)"), self.with_whom),
            "miles": LabelledField(_("Miles driven (optional)"), self.miles),
            "template_name": LabelledField(_("Keep as a template named (optional)"), self.keep_as),
        }
        self.component.setAccessibleName(_("What was done"))
        self.minutes.setAccessibleName(_("How long"))
        self.on.setAccessibleName(_("Day it began"))
        self.at.setAccessibleName(_("Time it began"))
        return fields

    def _assemble(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(theme.S16)
        grid.setVerticalSpacing(theme.S12)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        field = self.fields
        lines: tuple[tuple[QWidget, ...], ...] = (
            (field["member_id"],),
            (self.danger,),
            (field["template"],),
            (field["service"],),
            (field["component"],),
            (field["minutes"], field["at"]),
            (field["mode"], field["code"]),
            (self.together,),
            (field["narrative"],),
            (self.close_loop,),
            (field["barrier_id"],),
            (field["place"], field["with_whom"]),
            (field["miles"], field["template_name"]),
        )
        if theme.px(100) >= ALONE:
            lines = tuple((part,) for line in lines for part in line)
        for place, line in enumerate(lines):
            for side, part in enumerate(line):
                grid.addWidget(part, place, side, 1, 2 // len(line))
        for one in field.values():
            column = one.layout()
            if isinstance(column, QVBoxLayout) and one is not field["narrative"]:
                column.addStretch(1)  # labels of a row stay on one line
        for hidden in (self.together, self.close_loop, self.help, self.fields["template"]):
            hidden.hide()
        self.fields["code"].hide()
        self.fields["barrier_id"].hide()
