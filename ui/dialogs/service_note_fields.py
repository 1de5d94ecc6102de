"""The fields of a note about a service, in the order they are answered, and how they lie."""

from __future__ import annotations

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
        what, when, long = QWidget(), QWidget(), QWidget()
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
        what.setFocusProxy(self.component)
        when.setFocusProxy(self.on)
        long.setFocusProxy(self.minutes)
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
        whole: tuple[QWidget, ...] = (
            self.fields["member_id"], self.danger, self.fields["template"],
            self.fields["service"], self.fields["component"],
        )  # fmt: skip
        for place, part in enumerate(whole):
            grid.addWidget(part, place, 0, 1, 2)
        pairs = (("minutes", "at"), ("mode", "code"))
        for place, pair in enumerate(pairs, len(whole)):
            for side, key in enumerate(pair):
                grid.addWidget(self.fields[key], place, side)
        row = grid.rowCount()
        grid.addWidget(self.together, row, 0, 1, 2)
        for below, part in enumerate(
            (self.fields["narrative"], self.close_loop, self.fields["barrier_id"]), row + 1
        ):
            grid.addWidget(part, below, 0, 1, 2)
        rest = (("place", "with_whom"), ("miles", "template_name"))
        for place, pair in enumerate(rest, row + 4):
            for side, key in enumerate(pair):
                grid.addWidget(self.fields[key], place, side)
        for field in self.fields.values():
            column = field.layout()
            if isinstance(column, QVBoxLayout) and field is not self.fields["narrative"]:
                column.addStretch(1)  # labels of a row stay on one line
        for hidden in (self.together, self.close_loop, self.help, self.fields["template"]):
            hidden.hide()
        self.fields["code"].hide()
        self.fields["barrier_id"].hide()
