"""One part of the plan: its fields with help and comments beside, to write or to read."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from navigator_app.domain.support_plan import BarrierRow, CommentRow
from navigator_app.domain.support_plan_form import Form, FormField, Part
from navigator_app.i18n import _
from navigator_app.services.support_plan import PlanPage
from ui import theme
from ui.models import plan_words, words
from ui.widgets.asking_dialog import choice_field
from ui.widgets.buttons import PlainButton
from ui.widgets.card import Card, Rule
from ui.widgets.growing_text import GrowingText
from ui.widgets.plan_barrier import BarrierCard, values_of
from ui.widgets.plan_inputs import PlanInput, TextInput
from ui.widgets.plan_remarks import Remarks
from ui.widgets.snug import Snug
from ui.widgets.text import Body, Heading, Muted, Strong

BARRIERS = "barriers"
_BESIDE = 640  # pixels at 100 %: narrower, help stands below its field
_READABLE = 4000  # signs that a label may hold; longer text is read in a box that scrolls


class Beside(QWidget):
    """Something with its help and comments at the right, or below where there is no room."""

    def __init__(self, left: QWidget, remarks: Remarks) -> None:
        """Two thirds to one."""
        super().__init__()
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(theme.S24)
        self._row.addWidget(left, 5, Qt.AlignmentFlag.AlignTop)
        self._row.addWidget(remarks, 3)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Side by side where there is room."""
        super().resizeEvent(event)
        wide = self.width() >= theme.px(_BESIDE)
        across, down = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        self._row.setDirection(across if wide else down)
        self._row.setSpacing(theme.S24 if wide else theme.S4)


class PlanPanel(Snug):
    """The part. `inputs` are its fields by key, `remarks` what stands beside, by place.

    Signals:
        settled(object): a field was filled in.
        asked(object), resolved(object): a comment is wanted about a place; one is dealt with.
        barrier_added(object): the id of a common barrier, "" for one in somebody's own words.
        barrier_removed(object), step_added(object), step_removed(object): an id.
    """

    settled = Signal(object)
    asked = Signal(object)
    resolved = Signal(object)
    barrier_added = Signal(object)
    barrier_removed = Signal(object)
    step_added = Signal(object)
    step_removed = Signal(object)

    def __init__(self, page: PlanPage, part: Part, today: date) -> None:
        """Build it for what the page holds now."""
        super().__init__()
        assert page.plan is not None
        self._today = today
        self.inputs: dict[str, PlanInput] = {}
        self.remarks: dict[str, Remarks] = {}
        self.cards: list[BarrierCard] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.S16)
        self._column.addWidget(Heading(_(part.title), 2))
        self._column.addWidget(Muted(_(part.about)))
        body = Card()
        body.column.setSpacing(theme.S24)
        for field in part.fields:
            body.column.addWidget(self._field(field, page))
        self._column.addWidget(body)
        if part.id == BARRIERS:
            self._add_barriers(page)
        self._column.addStretch(1)
        for one in self.inputs.values():
            one.settled.connect(self.settled)
        for remarks in self.remarks.values():
            remarks.asked.connect(self.asked)
            remarks.resolved.connect(self.resolved)

    def show_comments(self, rows: tuple[CommentRow, ...], *, may_add: bool) -> None:
        """Put the comments beside what they are about."""
        for about, remarks in self.remarks.items():
            mine = [row for row in rows if row.about == about]
            remarks.show_rows(mine, self._today, may_add=may_add)

    def flush(self) -> None:
        """Say what was typed and not yet said."""
        for one in self.inputs.values():
            one.flush()

    def _field(self, field: FormField, page: PlanPage) -> QWidget:
        source = field.told.cited if field.told.section else ""
        remarks = Remarks(field.id, _(field.help), source)
        self.remarks[field.id] = remarks
        if page.editable:
            made = TextInput(field.id, _(field.label), lines=field.lines)
            self.inputs[field.id] = made
            return Beside(made, remarks)
        assert page.plan is not None
        return Beside(_reading(_(field.label), page.plan.answer(field.id)), remarks)

    def _add_barriers(self, page: PlanPage) -> None:
        assert page.plan is not None
        for number, row in enumerate(page.plan.barriers, 1):
            if page.editable:
                card = BarrierCard(row, number, self._today)
                self.cards.append(card)
                self.inputs.update({one.key: one for one in card.inputs()})
                self.remarks[row.id] = card.remarks
                card.removed.connect(self.barrier_removed)
                card.step_added.connect(self.step_added)
                card.step_removed.connect(self.step_removed)
                self._column.addWidget(card)
            else:
                self._column.addWidget(self._read_barrier(row))
        if page.editable:
            self._column.addWidget(self._adding(page.form))

    def _adding(self, form: Form) -> QWidget:
        choices = {"": _("In the member’s own words")}
        choices |= {one.id: _(one.barrier) for one in form.common}
        self.common = choice_field(choices)
        self.common.setAccessibleName(_("Which barrier"))
        self.add = PlainButton(_("Add barrier"), "add")
        card = Card(_("Add a barrier"))
        text = _("A common one brings goals to start from; the member’s own words replace them.")
        card.column.addWidget(Muted(text))
        row = QHBoxLayout()
        row.setSpacing(theme.S8)
        row.addWidget(self.common, 1)
        row.addWidget(self.add)
        card.column.addLayout(row)
        self.add.clicked.connect(self._add)
        return card

    def _read_barrier(self, row: BarrierRow) -> QWidget:
        card = Card()
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.S12)
        shown = values_of(row)
        column.addWidget(Strong(plan_words.readable(row.barrier)))
        for name, label in _labels().items():
            text = plan_words.cell(name, shown[f"{row.id}/{name}"])
            if text:
                column.addWidget(_reading(label, text))
        steps = [
            " · ".join(part for part in (step.what, step.owner, words.day(step.due)) if part)
            for step in row.steps
        ]
        if steps:
            column.addWidget(Rule())
            column.addWidget(_reading(_("Steps"), "\n".join(steps)))
        remarks = Remarks(row.id)
        self.remarks[row.id] = remarks
        card.column.addWidget(Beside(inside, remarks))
        return card

    @Slot()
    def _add(self) -> None:
        self.barrier_added.emit(str(self.common.currentData() or ""))


def part_of(page: PlanPage, about: str, last: str) -> str:
    """The key of the part that holds a place; `last` is the one that sends the plan."""
    part = page.form.part_of(about)
    if part is not None:
        return part.id
    return last if about in ("", "review_on", "why", "signatures") else BARRIERS


def missing_in(page: PlanPage, key: str, last: str) -> int:
    """How much that is required is missing in a part; in the last one all of it counts."""
    lacks = [lack for lack in page.lacks if lack.need.required]
    return sum(key in (last, part_of(page, lack.about, last)) for lack in lacks)


def shape_of(page: PlanPage, key: str, last: str) -> tuple[object, ...]:
    """What a part (`last` is the one that sends it) must be built anew for when it changes; texts
    that are written are shown without that."""
    plan = page.plan
    assert plan is not None
    if key == last:
        return key, plan.id, page.moves, page.lacks, plan.signatures, plan.reviewer, plan.review
    ids = tuple((one.id, tuple(step.id for step in one.steps)) for one in plan.barriers)
    content = () if page.editable else (plan.barriers, tuple(plan.answers.items()))
    return key, plan.id, page.editable, ids if key == BARRIERS else (), content


def _labels() -> dict[str, str]:
    return {
        "phase": _("It is about"),
        "short_goal": _("Short-term goal"),
        "short_measure": _("Measured by"),
        "short_by_on": _("By"),
        "long_goal": _("Long-term goal"),
        "long_measure": _("Measured by, in the long run"),
        "long_by_on": _("By, in the long run"),
        "approach": _("The member’s approach"),
        "other_providers": _("Other providers or services needed"),
        "medi_cal_pays": _("Does Medi-Cal pay them?"),
    }


def _reading(label: str, text: str) -> QWidget:
    """A label with what stands there, to read."""
    inside = QWidget()
    column = QVBoxLayout(inside)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(theme.S4)
    column.addWidget(Strong(label))
    if len(text) > _READABLE:
        box = GrowingText()
        box.show_text(text)
        box.setReadOnly(True)
        box.setAccessibleName(label)
        column.addWidget(box)
        return inside
    said = Body(plan_words.readable(text)) if text else Muted(_("Nothing written"))
    said.setTextInteractionFlags(
        Qt.TextInteractionFlag.TextSelectableByMouse
        | Qt.TextInteractionFlag.TextSelectableByKeyboard
    )
    said.setAccessibleName(f"{label}: {text}")
    column.addWidget(said)
    return inside
