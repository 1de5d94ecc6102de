"""The questions of a new referral: way in, member, plan and service, and what the way asks for."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import cast

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from navigator_app.domain.intake_rows import EarlierLoop
from navigator_app.domain.path_asks import Ask, Form, Kind
from navigator_app.domain.records import PlanRow
from navigator_app.domain.vocabulary import ClosureReason, Service
from navigator_app.i18n import _
from ui import theme
from ui.dialogs.new_referral_member import MemberPart
from ui.models import words
from ui.tasks import Tasks
from ui.widgets.buttons import QuietButton
from ui.widgets.day_field import DayField
from ui.widgets.fields import LabelledField
from ui.widgets.path_choice import PathChoice
from ui.widgets.text import Heading, Small
from ui.widgets.time_field import TimeField, iso_hour


class FactsPart(QWidget):
    """The questions of one way in, made anew when another is picked; what fits is kept.

    Signals:
        changed(): something was typed.
    """

    changed = Signal()

    def __init__(self, today: date, parent: QWidget | None = None) -> None:
        """No questions yet."""
        super().__init__(parent)
        self._today = today
        self._form: Form | None = None
        self._kept: dict[str, str] = {}
        self.inputs: dict[str, QWidget] = {}
        self.fields: dict[str, LabelledField] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)

    def show_form(self, form: Form, without: tuple[str, ...] = ()) -> None:
        """Ask what this way asks for, save what cannot be changed here."""
        if form is self._form:
            return
        self._kept.update(self.values())
        self._form = form
        while (item := self._column.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self.inputs, self.fields = {}, {}
        box = QWidget()
        grid = QGridLayout(box)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(theme.S16)
        grid.setVerticalSpacing(theme.S12)
        asks = [ask for ask in form.asks if ask.name not in without]
        for place, ask in enumerate(asks):
            field = self._field(ask)
            grid.addWidget(field, place // 2, place % 2, Qt.AlignmentFlag.AlignTop)
        for side in (0, 1):
            grid.setColumnStretch(side, 1)
        self._column.addWidget(box)
        self.put(self._kept)

    def values(self) -> dict[str, str]:
        """What stands in the questions, by name."""
        return {name: _value(widget) for name, widget in self.inputs.items()}

    def put(self, values: Mapping[str, str]) -> None:
        """Fill in answers by name; others keep what they have."""
        self._kept.update(values)
        for name, widget in self.inputs.items():
            if name in values:
                _set(widget, values[name])

    def _field(self, ask: Ask) -> LabelledField:
        widget = self._widget(ask)
        label = _(ask.label) if ask.required else _("{label} (optional)").format(label=_(ask.label))
        if ask.kind is Kind.DAY or "(" in _(ask.label):
            label = _(ask.label)
        if ask.required:
            label = _("{label} (needed)").format(label=_(ask.label))
        field = LabelledField(label, widget, _(ask.help) if ask.help else "")
        self.inputs[ask.name], self.fields[ask.name] = widget, field
        return field

    def _widget(self, ask: Ask) -> QWidget:
        if ask.kind is Kind.FLAG:
            box = QCheckBox(_("Yes"))
            box.toggled.connect(self.changed)
            return box
        if ask.kind is Kind.CHOICE:
            combo = QComboBox()
            combo.addItem(_("Not said"), "")
            for slug, text in ask.choices:
                combo.addItem(_(text), slug)
            combo.currentIndexChanged.connect(self.changed)
            return combo
        line = QLineEdit()
        if ask.kind is Kind.DAY:
            line = DayField(self._today, ahead=ask.ahead)
        elif ask.kind is Kind.HOUR:
            line = TimeField()
        line.textChanged.connect(self.changed)
        return line


class ReferralForm(QWidget):
    """All questions in one column.

    Signals:
        changed(): an answer is another.
        way_changed(): another way in was picked.
    """

    changed = Signal()
    way_changed = Signal()

    def __init__(self, tasks: Tasks, today: date, parent: QWidget | None = None) -> None:
        """Ask for the way in first; the rest follows."""
        super().__init__(parent)
        self.way = PathChoice()
        self.way_field = LabelledField(_("How did the member come?"), self.way)
        self.picked = QWidget()
        self._picked_title, self._picked_line = Heading("", 3), Small("")
        self.other_way = QuietButton(_("Another way"), "edit")
        self.whole_list = QuietButton(_("Paste the whole list"), "caseload")
        self.whose = Heading("", 3)
        self.member = MemberPart(tasks, today)
        self.plan, self.service, self.previous = QComboBox(), QComboBox(), QComboBox()
        self.facts, self.override = FactsPart(today), QLineEdit()
        self.rest = QWidget()
        self.fields = {
            "path": self.way_field,
            "plan": LabelledField(_("Plan"), self.plan),
            "service": LabelledField(_("Service"), self.service),
            "previous_referral_id": LabelledField(_("Loop before (needed)"), self.previous),
            "override": LabelledField(
                _("Reason to go on all the same"), self.override, _("It is kept with your name.")
            ),
        }
        for service in Service:
            self.service.addItem(_(service.value), service)
        self._assemble()
        self._connect()

    def field(self, name: str) -> LabelledField | None:
        """The field with that name, if it is asked for now."""
        return {**self.fields, **self.member.fields, **self.facts.fields}.get(name)

    def every_field(self) -> list[LabelledField]:
        """Every field there is."""
        parts = (self.fields, self.member.fields, self.facts.fields)
        return [field for part in parts for field in part.values()]

    def set_plans(self, plans: list[PlanRow]) -> None:
        """Offer these plans."""
        for plan in plans:
            self.plan.addItem(plan.name, plan.key)

    def set_loops(self, loops: list[EarlierLoop], previous: str) -> None:
        """Offer the loops that a re-referral can follow; `previous` is picked."""
        self.previous.clear()
        self.previous.addItem(
            _("Choose a loop") if loops else _("No loop of this member has ended"), ""
        )
        for loop in loops:
            self.previous.addItem(_loop_words(loop), loop.referral_id)
        self.previous.setCurrentIndex(max(0, self.previous.findData(previous)))

    def show_way(self, *, without: tuple[str, ...] = (), locked: bool = False) -> None:
        """Ask what the picked way asks for, or for the way while none is picked."""
        form = self.way.value()
        self.way_field.setVisible(form is None)
        self.picked.setVisible(form is not None)
        self.rest.setVisible(form is not None)
        if form is None:
            return
        self._picked_title.setText(_(form.title))
        self._picked_line.setText(_(form.sentence))
        self.facts.show_form(form, without)
        self.fields["previous_referral_id"].setVisible(form.path.value == "re-referral")
        self.whole_list.setVisible(form.path.value == "data-mining" and not locked)
        for part in (self.member, self.fields["plan"], self.fields["service"]):
            part.setHidden(locked)

    def _assemble(self) -> None:
        self.setProperty("role", "page")
        title = QHBoxLayout(self.picked)
        title.setContentsMargins(0, 0, 0, 0)
        said = QVBoxLayout()
        said.setSpacing(0)
        self._picked_title.setWordWrap(True)
        said.addWidget(self._picked_title)
        said.addWidget(self._picked_line)
        title.addLayout(said, 1)
        title.addWidget(self.whole_list, 0, Qt.AlignmentFlag.AlignTop)
        title.addWidget(self.other_way, 0, Qt.AlignmentFlag.AlignTop)
        pair = QHBoxLayout()
        pair.setSpacing(theme.S16)
        pair.addWidget(self.fields["plan"], 1)
        pair.addWidget(self.fields["service"], 1)
        rest = QVBoxLayout(self.rest)
        rest.setContentsMargins(0, 0, 0, 0)
        rest.setSpacing(theme.S16)
        rest.addWidget(self.member)
        rest.addLayout(pair)
        rest.addWidget(self.fields["previous_referral_id"])
        rest.addWidget(self.facts)
        rest.addWidget(self.fields["override"])
        self.fields["override"].hide()  # until a limit refuses
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.S24, theme.S16, theme.S24, theme.S16)
        column.setSpacing(theme.S16)
        for part in (self.whose, self.way_field, self.picked, self.rest):
            column.addWidget(part)
        column.addStretch(1)
        self.whose.hide()
        for combo in (self.plan, self.service, self.previous):
            combo.setSizeAdjustPolicy(
                QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
            )

    def _connect(self) -> None:
        self.way.chosen.connect(self.changed)
        self.way.confirmed.connect(self.way_changed)
        self.other_way.clicked.connect(self._ask_way)
        for part in (self.member, self.facts):
            part.changed.connect(self.changed)
        for combo in (self.plan, self.service, self.previous):
            combo.currentIndexChanged.connect(self.changed)

    @Slot()
    def _ask_way(self) -> None:
        self.way_field.show()
        self.picked.hide()
        self.rest.hide()
        self.way.take_focus()


def _loop_words(loop: EarlierLoop) -> str:
    reason = ""
    if loop.reason:
        reason = words.reason_words(ClosureReason.from_slug(loop.reason))
    parts = (loop.service.short, loop.plan_name, words.day(loop.ended), reason)
    return " · ".join(part for part in parts if part)


def _value(widget: QWidget) -> str:
    if isinstance(widget, DayField):
        return widget.iso()
    if isinstance(widget, TimeField):
        return iso_hour(widget)
    if isinstance(widget, QCheckBox):
        return "1" if widget.isChecked() else ""
    if isinstance(widget, QComboBox):
        return str(widget.currentData() or "")
    return cast(QLineEdit, widget).text().strip()


def _set(widget: QWidget, text: str) -> None:
    if isinstance(widget, DayField):
        widget.set_iso(text)
    elif isinstance(widget, TimeField):
        widget.choose(text)
    elif isinstance(widget, QCheckBox):
        widget.setChecked(text == "1")
    elif isinstance(widget, QComboBox):
        widget.setCurrentIndex(max(0, widget.findData(text)))
    else:
        cast(QLineEdit, widget).setText(text)
