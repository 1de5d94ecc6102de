"""The papers of a household: how each stands, and the next step beside it.

Rows are made anew when something changed; the focus stays where it was.
"""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from navigator_app.domain.documents import (
    MemberPapers,
    Paper,
    PaperLine,
    PersonPapers,
    Standing,
    State,
)
from navigator_app.domain.records import Changes
from navigator_app.i18n import _
from navigator_app.services import documents
from navigator_app.services.workspace import Workspace
from ui import theme
from ui.context import Context
from ui.dialogs.take_back import TakeBack
from ui.models import paper_words
from ui.widgets.buttons import PlainButton, QuietButton
from ui.widgets.card import Card, Rule
from ui.widgets.flow import FlowLayout
from ui.widgets.pill import StatusPill
from ui.widgets.tab_order import follow_layout
from ui.widgets.text import Body, Heading, Muted, Strong

_NARROW = 760  # pixels at 100 %: narrower, the buttons stand below the words
HAVE, ASK, EDIT, COPY = "have", "ask", "edit", "copy"
_AT_HAND = {
    Standing.MISSING: (ASK, HAVE),
    Standing.EXPIRED: (ASK, HAVE),
    Standing.REQUESTED: (HAVE,),
    Standing.LATE: (HAVE,),
}
"""The steps beside a paper, before its form."""


def _read(member_id: str, ws: Workspace) -> MemberPapers:
    return documents.of_member(ws, member_id)


def _have(member_id: str, person_id: str, kind: str, ws: Workspace) -> tuple[Paper, Changes]:
    return documents.have(ws, member_id, person_id, kind)


def _restore(member_id: str, paper: Paper, ws: Workspace) -> Changes:
    return documents.record(ws, member_id, paper)


class StepButton(QuietButton):
    """One step with one paper; knows which."""

    def __init__(self, step: str, text: str, icon: str, paper: Paper, about: str) -> None:
        """`about` is the paper and whose it is, for a screen reader."""
        super().__init__(text, icon)
        self.step, self.paper = step, paper
        self.key = (step, paper.person_id, paper.kind)
        self.setAccessibleName(_("{what}: {about}").format(what=text, about=about))


class PapersCard(Card):
    """The card; `show_member` fills it."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        """Start empty and hidden."""
        super().__init__("", parent)
        self._context = context
        self._member_id = ""
        self._shown: MemberPapers | None = None
        self._body: QWidget | None = None
        self._lines: list[tuple[QBoxLayout, QWidget]] = []
        self.steps: dict[tuple[str, str, str], StepButton] = {}
        self.pills: dict[tuple[str, str], StatusPill] = {}
        self.headline = Muted("")
        self.add = PlainButton(_("Add another paper"), "add")
        head = QWidget()
        beside = FlowLayout(head, theme.S12, last_at_end=True)
        beside.addWidget(Heading(_("Papers for a home"), 3))
        beside.addWidget(self.add)
        self.column.addWidget(head)
        self.column.addWidget(self.headline)
        self.add.clicked.connect(self._add)
        self.hide()

    def show_member(self, member_id: str) -> None:
        """Show this member, read anew."""
        if member_id != self._member_id:
            self._member_id, self._shown = member_id, None
            self.hide()
        work = partial(_read, member_id)
        self._context.tasks.run(work, self._show, owner=self, failed=self._context.show_refusal)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The steps beside the words where there is room."""
        super().resizeEvent(event)
        self._arrange()

    def _show(self, found: MemberPapers) -> None:
        if found.member_id != self._member_id or found == self._shown:
            return
        self._shown = found
        self._build(found)
        self.show()

    def _build(self, found: MemberPapers) -> None:
        focused = next((key for key, one in self.steps.items() if one.hasFocus()), None)
        self.steps, self.pills, self._lines = {}, {}, []
        today = self._context.clock.today()
        self.headline.setText(paper_words.headline(found, today))
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.S8)
        for one in found.people:
            if len(found.people) > 1:
                column.addWidget(self._person(one))
            for line in one.lines:
                column.addWidget(Rule())
                column.addWidget(self._row(one, line))
        if self._body is not None:
            self.column.removeWidget(self._body)
            self._body.hide()
            self._body.deleteLater()
        self._body = body
        self.column.addWidget(body)
        self._arrange()
        follow_layout(self)
        self._focus(focused)

    def _focus(self, key: tuple[str, str, str] | None) -> None:
        """Where it was; where that step is done, on the form of the same paper."""
        if key is None:
            return
        button = self.steps.get(key) or self.steps.get((EDIT, *key[1:]))
        if button is not None:
            button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _person(self, one: PersonPapers) -> QWidget:
        head = QWidget()
        row = QVBoxLayout(head)
        row.setContentsMargins(0, theme.S8, 0, 0)
        row.setSpacing(0)
        row.addWidget(Strong(paper_words.whose(one)))
        row.addWidget(Muted(paper_words.summary(one, self._context.clock.today())))
        return head

    def _row(self, one: PersonPapers, line: PaperLine) -> QWidget:
        widget = QWidget()
        beside = QBoxLayout(QBoxLayout.Direction.LeftToRight, widget)
        beside.setContentsMargins(0, 0, 0, 0)
        beside.setSpacing(theme.S12)
        beside.addLayout(self._words(line), 1)
        steps = self._steps(one, line)
        beside.addWidget(steps, 0)
        self._lines.append((beside, steps))
        return widget

    def _words(self, line: PaperLine) -> QVBoxLayout:
        said = QVBoxLayout()
        said.setSpacing(theme.S4)
        head = QHBoxLayout()
        head.setSpacing(theme.S12)
        pill = StatusPill()
        pill.show_state(*paper_words.pill(line))
        self.pills[line.paper.person_id, line.kind.id] = pill
        title = Strong(_(line.kind.title))
        title.setToolTip(paper_words.needed_by(line))
        head.addWidget(title)
        head.addWidget(pill, 0, Qt.AlignmentFlag.AlignVCenter)
        head.addStretch(1)
        said.addLayout(head)
        text = paper_words.detail(line, self._context.clock.today())
        said.addWidget(Body(text) if line.paper.state is not State.MISSING else Muted(text))
        return said

    def _steps(self, one: PersonPapers, line: PaperLine) -> QWidget:
        box = QWidget()
        flow = FlowLayout(box, theme.S4)
        about = _(line.kind.title)
        if line.paper.person_id:
            about = f"{about}, {one.person.name}"
        words = {
            ASK: (_("Requested"), "send"),
            HAVE: (_("Have it"), "check"),
            COPY: (_("Open copy"), "show"),
            EDIT: (_("Details"), "edit"),
        }
        copy = (COPY,) if line.paper.attachment_id else ()
        for step in (*_AT_HAND.get(line.standing, ()), *copy, EDIT):
            text, icon = words[step]
            button = StepButton(step, text, icon, line.paper, about)
            button.clicked.connect(self._step)
            self.steps[button.key] = button
            flow.addWidget(button)
        return box

    def _arrange(self) -> None:
        wide = self.width() >= theme.px(_NARROW)
        way = QBoxLayout.Direction
        for beside, steps in self._lines:
            beside.setDirection(way.LeftToRight if wide else way.TopToBottom)
            beside.setSpacing(theme.S12 if wide else theme.S4)
            steps.setMinimumWidth(_in_one_line(steps) if wide else 0)

    @Slot()
    def _step(self) -> None:
        button = self.sender()
        if not isinstance(button, StepButton):
            return
        paper = button.paper
        if button.step == HAVE:
            work = partial(_have, self._member_id, paper.person_id, paper.kind)
            failed = self._context.show_refusal
            self._context.tasks.run(work, self._had, owner=self, failed=failed)
            return
        if button.step == COPY:
            self._context.ways.ask.emit("attachment", paper.attachment_id)
            return
        state = str(State.REQUESTED) if button.step == ASK else ""
        about = [self._member_id, paper.person_id, paper.kind, state]
        self._context.ways.ask.emit("paper", about)

    def _had(self, result: tuple[Paper, Changes]) -> None:
        before, changes = result
        self._context.tasks.announce(changes)
        work = partial(_restore, self._member_id, before)
        undo = _("Undo"), TakeBack(self._context, work).undo
        self._context.ways.notice.emit(_("Recorded as here"), undo)

    @Slot()
    def _add(self) -> None:
        self._context.ways.ask.emit("paper", [self._member_id, "", "", ""])


def _in_one_line(box: QWidget) -> int:
    """Pixels that all steps need beside each other."""
    buttons = box.findChildren(QPushButton)
    return sum(one.sizeHint().width() for one in buttons) + theme.S4 * (len(buttons) - 1) + 1
