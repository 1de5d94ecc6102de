"""The three forms of what somebody knows of a member: a program, an earlier service, housing."""

from __future__ import annotations

from datetime import date

from PySide6.QtWidgets import QComboBox, QLineEdit, QSpinBox, QVBoxLayout, QWidget

from navigator_app.domain.homelessness import Situation
from navigator_app.domain.programs import COUNTED_IN_HOURS, Program
from navigator_app.domain.vocabulary import Service
from navigator_app.i18n import _
from navigator_app.services.programs import MOST_MOVES, ProgramDraft, UseDraft
from ui import theme
from ui.models.guard_words import SITUATIONS
from ui.widgets.asking_dialog import (
    choice_field,
    choose,
    day_field,
    day_of,
    note_field,
)
from ui.widgets.fields import LabelledField
from ui.widgets.optional_day import OptionalDay

Kept = dict[str, str]


class FactsForm(QWidget):
    """A column of fields that can be kept as text and put back."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Subclasses make `fields` and call `lay_out`."""
        super().__init__(parent)
        self.fields: dict[str, LabelledField] = {}

    def lay_out(self) -> None:
        """Put the fields below one another."""
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.S16)
        for field in self.fields.values():
            column.addWidget(field)

    def kept(self) -> Kept:
        """What was filled in, as text; empty texts are left out."""
        found = {}
        for key, field in self.fields.items():
            text = _text(field.widget)
            if text:
                found[key] = text
        return found

    def put_back(self, kept: Kept) -> None:
        """Fill in again."""
        for key, text in kept.items():
            if key in self.fields:
                _fill(self.fields[key].widget, text)


class ProgramForm(FactsForm):
    """Another program or stay."""

    def __init__(self, today: date, parent: QWidget | None = None) -> None:
        """`today` is where the days start."""
        super().__init__(parent)
        self.program = choice_field({one.slug: _(one.value) for one in Program})
        self.starts = OptionalDay(_("The first day is known"), today)
        self.ends = OptionalDay(_("It has ended, or will end"), today)
        self.provider, self.note = QLineEdit(), note_field()
        self.amount = QLineEdit()
        self.amount.setPlaceholderText(_("not known"))
        self.fields = {
            "program": LabelledField(_("Which program or stay"), self.program),
            "starts_on": LabelledField(_("First day"), self.starts),
            "ends_on": LabelledField(_("Last day"), self.ends),
            "amount": LabelledField(_("Hours in these days"), self.amount),
            "provider": LabelledField(_("Who provides it"), self.provider),
            "note": LabelledField(_("Note (optional, stays here)"), self.note),
        }
        self.lay_out()
        self.program.currentIndexChanged.connect(self._follow)
        self._follow()

    def value(self, member_id: str) -> ProgramDraft:
        """What was filled in."""
        program = Program.from_slug(self.program.currentData())
        return ProgramDraft(
            member_id=member_id,
            program=program,
            starts_on=self.starts.day(),
            ends_on=self.ends.day(),
            provider=self.provider.text(),
            amount=_hours(self.amount.text()) if program in COUNTED_IN_HOURS else None,
            note=self.note.toPlainText(),
        )

    def _follow(self) -> None:
        program = Program.from_slug(self.program.currentData())
        self.fields["amount"].setVisible(program in COUNTED_IN_HOURS)


class UseForm(FactsForm):
    """An earlier time of a service."""

    def __init__(self, today: date, parent: QWidget | None = None) -> None:
        """`today` is where the days start."""
        super().__init__(parent)
        self.service = choice_field({one.slug: _(one.value) for one in reversed(Service)})
        self.starts = OptionalDay(_("The first day is known"), today)
        self.ends = OptionalDay(_("The last day is known"), today)
        self.provider, self.changed = QLineEdit(), note_field()
        hint = _("A second time is approved only with what has changed and why it would work now.")
        self.fields = {
            "service": LabelledField(_("Which service"), self.service),
            "starts_on": LabelledField(_("First day"), self.starts),
            "ends_on": LabelledField(_("Last day"), self.ends),
            "provider": LabelledField(_("Who provided it"), self.provider),
            "what_changed": LabelledField(_("What has changed since"), self.changed, hint),
        }
        self.lay_out()

    def value(self, member_id: str) -> UseDraft:
        """What was filled in."""
        return UseDraft(
            member_id=member_id,
            service=Service.from_slug(self.service.currentData()),
            starts_on=self.starts.day(),
            ends_on=self.ends.day(),
            provider=self.provider.text(),
            what_changed=self.changed.toPlainText(),
        )


class HousingForm(FactsForm):
    """Where the member lives, as far as it is known."""

    def __init__(self, today: date, parent: QWidget | None = None) -> None:
        """`today` is where the days start."""
        super().__init__(parent)
        codes = {"": _("Not recorded"), **{str(code): _(text) for code, text in SITUATIONS}}
        self.on = day_field(today)
        self.living, self.prior = choice_field(codes), choice_field(codes)
        self.entry = OptionalDay(_("In an institution since"), today)
        self.exit = OptionalDay(_("Leaves, or left, the institution"), today)
        self.loss = OptionalDay(_("The home will be lost"), today)
        self.notice = OptionalDay(_("Written notice was given"), today)
        self.poor, self.alone, self.fleeing = _three_ways(), _three_ways(), _three_ways()
        self.young, self.statute, self.unstable = _three_ways(), _three_ways(), _three_ways()
        self.losing, self.crowded = _three_ways(), _three_ways()
        self.moves, self.note = QSpinBox(), note_field()
        self.moves.setRange(-1, MOST_MOVES)
        self.moves.setValue(-1)
        self.moves.setSpecialValueText(_("not known"))
        self.fields = {
            "on": LabelledField(_("Known on"), self.on),
            "living_situation": LabelledField(_("Where the member lives"), self.living),
            "fleeing": LabelledField(_("Flees violence"), self.fleeing),
            "no_resources": LabelledField(_("No other home and no help to get one"), self.alone),
            "losing": LabelledField(
                _("Loss of the home expected, or notice given"),
                self.losing,
                _("Say no where somebody asked; while it is open nobody knows."),
            ),
            "loss_expected_on": LabelledField(_("Losing the home"), self.loss),
            "notice_on": LabelledField(_("Notice to leave"), self.notice),
            "institution_entry_on": LabelledField(_("First day in the institution"), self.entry),
            "institution_exit_on": LabelledField(_("Last day in the institution"), self.exit),
            "prior_situation": LabelledField(_("Where the member lived before it"), self.prior),
            "below_30_ami": LabelledField(_("Income below 30 % of the area's median"), self.poor),
            "moves_60_days": LabelledField(_("Moves in the last 60 days"), self.moves),
            "crowded": LabelledField(
                _("Overcrowded"),
                self.crowded,
                _("More than two persons in a single room, or more than 1.5 a room."),
            ),
            "youth_or_family": LabelledField(
                _("Unaccompanied youth, or family with children"), self.young
            ),
            "other_statute": LabelledField(
                _("Homeless under another federal statute"), self.statute
            ),
            "long_unstable": LabelledField(_("No stable home for long, many moves"), self.unstable),
            "note": LabelledField(_("Note (optional, stays here)"), self.note),
        }
        self.lay_out()

    def value(self) -> Situation:
        """What was filled in; what was left open is None."""
        moves = self.moves.value()
        return Situation(
            on=day_of(self.on),
            living_situation=_code(self.living),
            prior_situation=_code(self.prior),
            institution_entry_on=self.entry.day(),
            institution_exit_on=self.exit.day(),
            loss_expected_on=self.loss.day(),
            notice_on=self.notice.day(),
            below_30_ami=_answer(self.poor),
            no_resources=_answer(self.alone),
            moves_60_days=None if moves < 0 else moves,
            fleeing=_answer(self.fleeing),
            youth_or_family=_answer(self.young),
            other_statute=_answer(self.statute),
            long_unstable=_answer(self.unstable),
            losing=_answer(self.losing),
            crowded=_answer(self.crowded),
        )


def _three_ways() -> QComboBox:
    return choice_field({"": _("Not recorded"), "yes": _("Yes"), "no": _("No")})


def _answer(box: QComboBox) -> bool | None:
    return {"yes": True, "no": False}.get(box.currentData())


def _hours(text: str) -> float | None:
    """A number with a point or a comma; what is none is not a number, and refused as such."""
    if not text.strip():
        return None
    try:
        return float(text.replace(",", "."))
    except ValueError:
        return float("nan")


def _code(box: QComboBox) -> int | None:
    text = box.currentData()
    return int(text) if text else None


def _text(widget: QWidget) -> str:
    """What a field holds, as text; empty while it is as it began."""
    if isinstance(widget, QComboBox):
        return str(widget.currentData() or "") if widget.currentIndex() > 0 else ""
    if isinstance(widget, QLineEdit):
        return widget.text()
    if isinstance(widget, OptionalDay):
        return widget.text()
    if isinstance(widget, QSpinBox):
        return str(widget.value()) if widget.value() > widget.minimum() else ""
    plain = getattr(widget, "toPlainText", None)
    return str(plain()) if plain is not None else ""


def _fill(widget: QWidget, text: str) -> None:
    if isinstance(widget, QComboBox):
        choose(widget, text)
    elif isinstance(widget, QLineEdit):
        widget.setText(text)
    elif isinstance(widget, OptionalDay):
        widget.choose(text)
    elif isinstance(widget, QSpinBox):
        widget.setValue(int(text))
    elif (put := getattr(widget, "setPlainText", None)) is not None:
        put(text)
