"""The goals of a plan as they are read and ticked: progress in boxes, steps below."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from navigator_app.domain.support_plan import BarrierRow, Goal, StepRow
from navigator_app.i18n import _
from ui import theme
from ui.models import plan_words, words
from ui.widgets.buttons import QuietButton
from ui.widgets.card import Card, Rule
from ui.widgets.flow import FlowLayout
from ui.widgets.pill import StatusPill
from ui.widgets.text import Body, Small, Strong


class TickLine(QWidget):
    """A box with words that wrap beside it.

    Signals:
        ticked(object): (what it stands for, whether it is ticked).
    """

    ticked = Signal(object)

    def __init__(self, about: object, text: str, small: str, *, done: bool, name: str) -> None:
        """`name` says before the text what it is."""
        super().__init__()
        self._about = about
        self.box = QCheckBox()
        self.box.setChecked(done)
        self.box.setFixedWidth(theme.row_height())
        self.box.setAccessibleName(f"{name}: {text}")
        self.box.setAccessibleDescription(small)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(theme.S8)
        line.addWidget(self.box, 0, Qt.AlignmentFlag.AlignTop)
        said = QVBoxLayout()
        said.setSpacing(0)
        said.setContentsMargins(0, theme.S8, 0, 0)
        said.addWidget(Body(plan_words.readable(text)))
        if small:
            said.addWidget(Small(small))
        line.addLayout(said, 1)
        self.box.clicked.connect(self._tick)

    @Slot()
    def _tick(self) -> None:
        self.ticked.emit((self._about, self.box.isChecked()))


class ProgressButton(QuietButton):
    """Says how a barrier goes."""

    def __init__(self, barrier_id: str, word: str, text: str, icon: str) -> None:
        """`word` is one of the progress words."""
        super().__init__(text, icon)
        self.barrier_id, self.word = barrier_id, word


class GoalsCard(Card):
    """Every barrier with its goals and steps; replaced whole when they changed.

    Signals:
        goal_ticked(object): ((barrier id, "short" or "long"), met).
        step_ticked(object): (step id, done).
        progress_chosen(object): (barrier id, a progress word).
    """

    goal_ticked = Signal(object)
    step_ticked = Signal(object)
    progress_chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        """Start empty."""
        super().__init__(_("Goals"), parent)
        self._shown: tuple[BarrierRow, ...] = ()
        self._body: QWidget | None = None
        self.boxes: dict[str, TickLine] = {}

    def show_rows(self, rows: tuple[BarrierRow, ...], today: date) -> None:
        """Show these; the focus stays where it was."""
        if rows == self._shown and self._body is not None:
            return
        focused = next((key for key, line in self.boxes.items() if line.box.hasFocus()), "")
        self._shown, self.boxes = rows, {}
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.S8)
        for number, row in enumerate(rows):
            if number:
                column.addWidget(Rule())
            self._add(column, row, today)
        if self._body is not None:
            self.column.removeWidget(self._body)
            self._body.hide()
            self._body.deleteLater()
        self._body = body
        self.column.addWidget(body)
        if focused in self.boxes:
            self.boxes[focused].box.setFocus(Qt.FocusReason.OtherFocusReason)

    def _add(self, column: QVBoxLayout, row: BarrierRow, today: date) -> None:
        head = QWidget()
        flow = FlowLayout(head, theme.S12)
        title = Strong(plan_words.readable(row.barrier) or _("A barrier without words"))
        progress = row.progress or "not-started"
        tone = plan_words.PROGRESS_TONES[progress]
        column.addWidget(title)
        flow.addWidget(StatusPill(tone, _(plan_words.PROGRESS[progress])))
        phase = Small(_(plan_words.PHASES.get(row.phase, "")))
        phase.setWordWrap(False)
        flow.addWidget(phase)
        for word, text, icon in _next(progress):
            button = ProgressButton(row.id, word, text, icon)
            button.setAccessibleDescription(row.barrier)
            button.clicked.connect(self._choose)
            flow.addWidget(button)
        column.addWidget(head)
        if row.progress_note:
            column.addWidget(Small(plan_words.readable(row.progress_note)))
        for goal in row.goals:
            self._goal(column, goal, today)
        for step in row.steps:
            self._step(column, step, today)

    def _goal(self, column: QVBoxLayout, goal: Goal, today: date) -> None:
        term = _("Short-term goal") if goal.term == "short" else _("Long-term goal")
        parts = [term]
        if goal.measure:
            parts.append(
                _("measured by: {measure}").format(measure=plan_words.readable(goal.measure))
            )
        parts.append(_when(goal.by, goal.met, today))
        self._tick_line(column, f"{goal.barrier_id}/{goal.term}", goal.goal, parts, goal.met, term)

    def _step(self, column: QVBoxLayout, step: StepRow, today: date) -> None:
        if step.what.strip():
            parts = [_("Step"), plan_words.readable(step.owner), _when(step.due, step.done, today)]
            self._tick_line(column, step.id, step.what, parts, step.done, _("Step"))

    def _tick_line(
        self, column: QVBoxLayout, key: str, text: str, parts: list[str], done: date | None,
        name: str,
    ) -> None:  # fmt: skip
        small = "  ·  ".join(part for part in parts if part)
        barrier, slash, term = key.partition("/")
        about: object = (barrier, term) if slash else key
        line = TickLine(about, text, small, done=done is not None, name=name)
        line.ticked.connect(self.goal_ticked if slash else self.step_ticked)
        self.boxes[key] = line
        column.addWidget(line)

    @Slot()
    def _choose(self) -> None:
        button = self.sender()
        if isinstance(button, ProgressButton):
            self.progress_chosen.emit((button.barrier_id, button.word))


def _next(progress: str) -> list[tuple[str, str, str]]:
    """What may be said next of a barrier: the word, the words of the button, its icon. Met comes
    with the ticks of its goals."""
    begin, stop = ("under-way", _("Begun"), "begun"), ("stopped", _("Stop"), "stop")
    again = ("under-way", _("Go on with it"), "refresh")
    return {"not-started": [begin, stop], "under-way": [stop], "stopped": [again]}.get(progress, [])


def _when(due: date | None, done: date | None, today: date) -> str:
    if done is not None:
        return _("done {day}").format(day=words.short_day(done, today))
    if due is None:
        return ""
    text = _("by {day}").format(day=words.short_day(due, today))
    return _("{by}, overdue").format(by=text) if due < today else text
