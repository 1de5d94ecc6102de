"""One barrier of the plan as it is written: goals, approach, who else, steps."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from navigator_app.domain.support_plan import BarrierRow, StepRow
from navigator_app.i18n import _
from ui import theme
from ui.models import plan_words, words
from ui.widgets.buttons import IconButton, QuietButton
from ui.widgets.card import Card, Rule
from ui.widgets.plan_inputs import ChoiceInput, DayInput, LineInput, PlanInput, TextInput
from ui.widgets.plan_remarks import Remarks
from ui.widgets.text import FieldError, Heading, Small

_BESIDE = 560  # pixels at 100 %: narrower, the two goals stand one above the other


def values_of(row: BarrierRow) -> dict[str, str]:
    """What the fields of a barrier show, by their keys."""
    shown = {
        name: getattr(row, name)
        for name in (
            "phase", "barrier", "short_goal", "short_measure", "long_goal", "long_measure",
            "approach", "other_providers",
        )
    }  # fmt: skip
    shown["short_by_on"], shown["long_by_on"] = _iso(row.short_by), _iso(row.long_by)
    shown["medi_cal_pays"] = {None: "", True: "yes", False: "no"}[row.medi_cal_pays]
    found = {f"{row.id}/{name}": text for name, text in shown.items()}
    for step in row.steps:
        found[f"{step.id}/what"] = step.what
        found[f"{step.id}/owner"] = step.owner
        found[f"{step.id}/due_on"] = _iso(step.due)
    return found


class StepLine(QWidget):
    """One step: what, who, by when, and away with it.

    Signals:
        removed(object): take this step's id out.
    """

    removed = Signal(object)

    def __init__(self, row: StepRow, number: int, today: date) -> None:
        """`number` counts from 1."""
        super().__init__()
        self._id = row.id
        self.what = TextInput(f"{row.id}/what", _("Step {n}").format(n=number))
        self.owner = LineInput(f"{row.id}/owner", _("Who does it"))
        self.due = DayInput(f"{row.id}/due_on", _("By"), today)
        self.remove = IconButton("delete", _("Take out step {n}").format(n=number))
        self._line = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._line.setContentsMargins(0, 0, 0, 0)
        self._line.setSpacing(theme.S8)
        for part, stretch in ((self.what, 5), (self.owner, 2), (self.due, 2)):
            self._line.addWidget(part, stretch, Qt.AlignmentFlag.AlignTop)
        end = QVBoxLayout()
        self._gap = Small(" ")
        end.addWidget(self._gap)
        end.addWidget(self.remove)
        end.addStretch(1)
        self._line.addLayout(end)
        self.remove.clicked.connect(self._remove)

    def inputs(self) -> tuple[PlanInput, ...]:
        """Its fields."""
        return self.what, self.owner, self.due

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In one line where there is room."""
        super().resizeEvent(event)
        wide = self.width() >= theme.px(_BESIDE)
        across, down = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        self._line.setDirection(across if wide else down)
        self._gap.setVisible(wide)

    @Slot()
    def _remove(self) -> None:
        self.removed.emit(self._id)


class BarrierCard(Card):
    """The card of one barrier.

    Signals:
        removed(object), step_added(object): a barrier's id.
        step_removed(object): a step's id.
    """

    removed = Signal(object)
    step_added = Signal(object)
    step_removed = Signal(object)

    def __init__(self, row: BarrierRow, number: int, today: date) -> None:
        """`number` counts from 1."""
        super().__init__()
        self._id = row.id
        self._today = today
        self.title = Heading(_("Barrier {n}").format(n=number), 3)
        self.remove = QuietButton(_("Take out"), "delete")
        self.remove.setAccessibleName(_("Take out barrier {n}").format(n=number))
        self.add_step = QuietButton(_("Add a step"), "add")
        self.error = FieldError()
        self.remarks = Remarks(row.id)
        self.steps = [StepLine(step, n, today) for n, step in enumerate(row.steps, 1)]
        self.fields = self._fields(today)
        self._pair = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._providers = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._assemble()
        self.setAccessibleName(words.isolated(row.barrier) or self.title.text())
        self.remove.clicked.connect(self._remove)
        self.add_step.clicked.connect(self._add)
        for line in self.steps:
            line.removed.connect(self.step_removed)

    def inputs(self) -> tuple[PlanInput, ...]:
        """All its fields."""
        own = tuple(self.fields.values())
        return own + tuple(one for line in self.steps for one in line.inputs())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Short and long side by side where there is room."""
        super().resizeEvent(event)
        wide = self.width() >= theme.px(_BESIDE)
        across, down = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        for layout in (self._pair, self._providers):
            layout.setDirection(across if wide else down)

    def _fields(self, today: date) -> dict[str, PlanInput]:
        seen = _("What will be seen or counted: a paper, a number, a date.")
        phases = {key: _(text) for key, text in plan_words.PHASES.items()}
        paid = {key: _(text) for key, text in plan_words.PAID.items()}
        made: list[PlanInput] = [
            ChoiceInput(f"{self._id}/phase", _("It is about"), phases),
            TextInput(f"{self._id}/barrier", _("Barrier")),
            TextInput(f"{self._id}/short_goal", _("Short-term goal"),
                _("Within weeks: one thing that can be done."), lines=2),
            TextInput(f"{self._id}/short_measure", _("Measured by"), seen),
            DayInput(f"{self._id}/short_by_on", _("By"), today),
            TextInput(f"{self._id}/long_goal", _("Long-term goal"),
                _("Within months: what makes it last."), lines=2),
            TextInput(f"{self._id}/long_measure", _("Measured by, in the long run"), seen),
            DayInput(f"{self._id}/long_by_on", _("By, in the long run"), today),
            TextInput(
                f"{self._id}/approach", _("The member’s approach"),
                _("What the member wants to do, and how; what we do beside them."), lines=2,
            ),
            TextInput(
                f"{self._id}/other_providers", _("Other providers or services needed"),
                _("By name where known. Write “none” when there are none."),
            ),
            ChoiceInput(f"{self._id}/medi_cal_pays", _("Does Medi-Cal pay them?"), paid),
        ]  # fmt: skip
        return {one.key.partition("/")[2]: one for one in made}

    def _assemble(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self.title, 1)
        head.addWidget(self.remove)
        self.column.addLayout(head)
        self.column.addWidget(self.error)
        fields = self.fields
        self.column.addWidget(fields["barrier"])
        self.column.addWidget(fields["phase"])
        self._pair.setSpacing(theme.S16)
        for names in (
            ("short_goal", "short_measure", "short_by_on"),
            ("long_goal", "long_measure", "long_by_on"),
        ):
            side = QVBoxLayout()
            side.setSpacing(theme.S12)
            for name in names:
                side.addWidget(fields[name])
            side.addStretch(1)
            self._pair.addLayout(side, 1)
        self.column.addLayout(self._pair)
        self.column.addWidget(fields["approach"])
        self._providers.setSpacing(theme.S16)
        self._providers.addWidget(fields["other_providers"], 2)
        self._providers.addWidget(fields["medi_cal_pays"], 1, Qt.AlignmentFlag.AlignTop)
        self.column.addLayout(self._providers)
        self.column.addWidget(Rule())
        for line in self.steps:
            self.column.addWidget(line)
        self.column.addWidget(self.add_step, 0, Qt.AlignmentFlag.AlignLeft)
        self.column.addWidget(self.remarks)

    @Slot()
    def _remove(self) -> None:
        self.removed.emit(self._id)

    @Slot()
    def _add(self) -> None:
        self.step_added.emit(self._id)


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""
