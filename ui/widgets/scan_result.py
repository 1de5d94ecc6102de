"""One scanned file: its forms, what became of each, and the next step."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from navigator_app.domain.scans import WELL, ScanFind, ScanTaken, Verdict
from navigator_app.i18n import _
from ui import theme
from ui.models import scan_views, words
from ui.tasks import Tasks
from ui.widgets.buttons import PlainButton, QuietButton
from ui.widgets.card import Card, Rule
from ui.widgets.flow import FlowLayout
from ui.widgets.member_finder import MemberFinder
from ui.widgets.pill import StatusPill
from ui.widgets.text import Body, Heading, Muted, Strong


class StepButton(QuietButton):
    """A step with one find."""

    def __init__(self, step: str, text: str, icon: str, about: str) -> None:
        """`about` says to a screen reader which find it is."""
        super().__init__(text, icon)
        self.step = step
        self.setAccessibleName(_("{step}: {what}").format(step=text, what=about))


class FindRow(QWidget):
    """One form of a file.

    Signals:
        asked(str, object): a step of `scan_views` with the find.
        chosen(object, str): attach the find to the member of that id.
    """

    asked = Signal(str, object)
    chosen = Signal(object, str)

    def __init__(self, find: ScanFind, tasks: Tasks, member: tuple[str, str]) -> None:
        """`member` is the id and name that papers without a name go to, empty for none."""
        super().__init__()
        self._tasks, self._member = tasks, member
        self.shown = find
        self.pill = StatusPill()
        self.title, self.why = Strong(""), Muted("")
        self.steps: dict[str, StepButton] = {}
        self._finder: MemberFinder | None = None
        self._acts: QWidget | None = None
        head = QHBoxLayout()
        head.setSpacing(theme.S8)
        head.addWidget(self.pill, 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(self.title, 1)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.S4)
        self._column.addLayout(head)
        self._column.addWidget(self.why)
        self.show_find(find)

    def show_find(self, find: ScanFind) -> None:
        """Show what it is now."""
        self.shown = find
        self.pill.show_state(*scan_views.state(find))
        self.title.setText(scan_views.title(find))
        self.why.setText(scan_views.told(find))
        self._build_acts()

    def say(self, refused: str) -> None:
        """Show why a step was refused."""
        self.why.setText(refused)

    def _build_acts(self) -> None:
        for part in (self._acts, self._finder):
            if part is not None:
                self._column.removeWidget(part)
                part.hide()
                part.deleteLater()
        self._acts = self._finder = None
        self.steps = {}
        offered = scan_views.steps(self.shown, self._member[1])
        if not offered:
            return
        self._acts = QWidget()
        flow = FlowLayout(self._acts, theme.S8)
        about = scan_views.title(self.shown)
        for step, text, icon in offered:
            button = self.steps[step] = StepButton(step, text, icon, about)
            button.clicked.connect(self._step)
            flow.addWidget(button)
        self._column.addWidget(self._acts)

    @Slot()
    def _step(self) -> None:
        button = self.sender()
        if not isinstance(button, StepButton):
            return
        if button.step != scan_views.HAND:
            self.asked.emit(button.step, self.shown)
        elif self._member[0]:
            self.chosen.emit(self.shown, self._member[0])
        elif self._finder is None:
            self._finder = MemberFinder(self._tasks, one=True)
            self._finder.changed.connect(self._picked)
            self._column.addWidget(self._finder)
            self._finder.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _picked(self) -> None:
        if self._finder is not None and self._finder.chosen:
            self.chosen.emit(self.shown, self._finder.chosen[0].id)


class ScanResult(Card):
    """A file and its forms.

    Signals:
        asked(str, object): a step with a find.
        chosen(object, object, str): this card, a find and the member it is to be attached to.
        undo_asked(object): this card: take back what it attached.
    """

    asked = Signal(str, object)
    chosen = Signal(object, object, str)
    undo_asked = Signal(object)

    def __init__(self, name: str, tasks: Tasks, member: tuple[str, str]) -> None:
        """Start with the file's name."""
        super().__init__()
        self._tasks, self._member = tasks, member
        self.rows: list[FindRow] = []
        self.looked: Any = None  # the bytes, while a person may still attach them
        self.name = Heading(words.isolated(name), 3)
        self.undo = PlainButton(_("Undo"), "undo")
        self.undo.setAccessibleName(_("Undo: {what}").format(what=name))
        head = QWidget()
        flow = FlowLayout(head, theme.S12, last_at_end=True)
        flow.addWidget(self.name)
        flow.addWidget(self.undo)
        self.column.addWidget(head)
        self.undo.hide()
        self.undo.clicked.connect(self._undo)

    @property
    def finds(self) -> list[ScanFind]:
        """What stands in it now."""
        return [row.shown for row in self.rows]

    def show_taken(self, taken: ScanTaken) -> None:
        """Show what became of each form."""
        shown = [one for one in taken.found if one.verdict is not Verdict.EMPTY]
        for place, find in enumerate(shown):
            if place:
                self.column.addWidget(Rule())
            row = FindRow(find, self._tasks, self._member)
            row.asked.connect(self.asked)
            row.chosen.connect(self._chosen)
            self.rows.append(row)
            self.column.addWidget(row)
        if left := len(taken.found) - len(shown):
            self.column.addWidget(Muted(scan_views.empty(left)))
        self._offer_undo()

    def show_refusal(self, text: str) -> None:
        """The file was not looked at, and why."""
        pill = StatusPill()
        pill.show_state("danger", _("Cannot be read"))
        self.column.addWidget(pill)
        self.column.addWidget(Body(text))

    def replace_find(self, old: ScanFind, new: ScanFind) -> None:
        """Something was done with a find."""
        for row in self.rows:
            if row.shown is old:
                row.show_find(new)
        self._offer_undo()

    def refuse(self, find: ScanFind, text: str) -> None:
        """A find could not be attached by hand."""
        for row in self.rows:
            if row.shown is find:
                row.say(text)

    def taken_back(self) -> None:
        """What was attached is out again."""
        for row in self.rows:
            if row.shown.verdict in WELL:
                back = replace(
                    row.shown, verdict=Verdict.REFUSED, why=_("Taken back."), then="",
                    attachment_id="", offers="",
                )  # fmt: skip
                row.show_find(back)
        self._offer_undo()

    def _offer_undo(self) -> None:
        self.undo.setVisible(any(find.verdict in WELL for find in self.finds))

    @Slot()
    def _undo(self) -> None:
        self.undo_asked.emit(self)

    @Slot(object, str)
    def _chosen(self, find: object, member_id: str) -> None:
        self.chosen.emit(self, find, member_id)
