"""The last part of the plan: what is missing, the review day, comments, who signed, what next."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from navigator_app.domain.support_plan import Move, PlanState
from navigator_app.domain.support_plan_checks import Lack
from navigator_app.domain.support_plan_form import Need
from navigator_app.i18n import _, ngettext
from navigator_app.services.phrases import day
from navigator_app.services.support_plan import PlanPage
from ui import theme
from ui.models import plan_words
from ui.widgets.buttons import PlainButton, PrimaryButton, QuietButton
from ui.widgets.card import Card, Rule
from ui.widgets.flow import FlowLayout
from ui.widgets.icon_words import IconWords
from ui.widgets.note_box import NoteBox
from ui.widgets.plan_inputs import DayInput, LineInput, PlanInput
from ui.widgets.plan_remarks import Remarks
from ui.widgets.snug import Snug
from ui.widgets.text import Body, FieldError, Heading, Muted, Small, Strong

FIRST = (Move.SUBMIT, Move.APPROVE, Move.SIGN, Move.REVISE)
"""The moves that lead on: the first of them that may be done is the main button."""


class LackButton(QuietButton):
    """Goes to the place of something that is missing."""

    def __init__(self, about: str, says: str) -> None:
        """`about` is the place."""
        super().__init__(_("Go there"), "forward")
        self.about = about
        self.setAccessibleName(_("Go there: {what}").format(what=says))


class MoveButtons(QWidget):
    """What may be done with the version now.

    Signals:
        moved(object): a Move.
    """

    moved = Signal(object)

    def __init__(self, page: PlanPage, *others: QWidget, leads: bool = True) -> None:
        """One primary button first, then `others`, then what else may be done. Without `leads` the
        others come first and none of these is primary."""
        super().__init__()
        flow = FlowLayout(self, theme.S8)
        self.buttons: dict[Move, PlainButton] = {}
        lead = next((move for move in FIRST if leads and move in page.moves), None)
        if lead is None:
            _add(flow, others)
        for move in sorted(page.moves, key=lambda one: one is not lead):
            text, icon = plan_words.MOVES[move]
            kind = PrimaryButton if move is lead else PlainButton
            button = kind(_(text), icon)
            button.setProperty("move", move.slug)
            button.clicked.connect(self._click)
            self.buttons[move] = button
            flow.addWidget(button)
            if move is lead:
                _add(flow, others)

    @Slot()
    def _click(self) -> None:
        button = self.sender()
        if button is not None:
            self.moved.emit(Move.from_slug(str(button.property("move"))))


class FinishPanel(Snug):
    """The part.

    Signals:
        settled(object): the review day was filled in.
        moved(object): a Move was chosen.
        gone_to(object): the place of something missing.
        asked(object), resolved(object): a comment is wanted about the whole; one is dealt with.
    """

    settled = Signal(object)
    moved = Signal(object)
    gone_to = Signal(object)
    asked = Signal(object)
    resolved = Signal(object)

    def __init__(self, page: PlanPage, today: date) -> None:
        """Build it for what the page holds now."""
        super().__init__()
        assert page.plan is not None
        self._page, self._today = page, today
        self.error = FieldError()
        self.review = DayInput("review_on", _("Next review"), today)
        self.why = LineInput("why", _("Why this version was begun"))
        self.inputs: dict[str, PlanInput] = {one.key: one for one in (self.review, self.why)}
        self.remarks = Remarks("", _("What is about the whole plan, not one part of it."))
        self.moves = MoveButtons(page)
        self.places: list[LackButton] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.S16)
        column.addWidget(Heading(_("Check and send"), 2))
        column.addWidget(self._missing())
        column.addWidget(self._review())
        comments = Card(_("Comments on the whole"))
        comments.column.addWidget(self.remarks)
        column.addWidget(comments)
        column.addWidget(self._signatures())
        column.addStretch(1)
        for one in self.inputs.values():
            one.settled.connect(self.settled)
        self.moves.moved.connect(self.moved)
        self.remarks.asked.connect(self.asked)
        self.remarks.resolved.connect(self.resolved)

    def flush(self) -> None:
        """Say what was typed and not yet said."""
        for one in self.inputs.values():
            one.flush()

    def _missing(self) -> QWidget:
        card = Card(_("What a reviewer would miss"))
        lacks = self._page.lacks
        required = [lack for lack in lacks if lack.need.required]
        if not required:
            text = _("Nothing required is missing.") if lacks else _("Nothing is missing.")
            card.column.addWidget(NoteBox("info", [text]))
        else:
            text = ngettext("{n} thing is missing.", "{n} things are missing.", len(required))
            card.column.addWidget(Body(text.format(n=len(required))))
        for need in dict.fromkeys(lack.need for lack in lacks):
            card.column.addWidget(Rule())
            card.column.addWidget(_need_head(need))
            for lack in lacks:
                if lack.need == need:
                    card.column.addWidget(self._lack(lack))
        return card

    def _lack(self, lack: Lack) -> QWidget:
        says = plan_words.readable(lack.says.told(_, day))
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.S12)
        tone = "warning" if lack.need.required else "muted"
        words = IconWords("warning" if lack.need.required else "info", says, tone)
        row.addWidget(words, 1, Qt.AlignmentFlag.AlignVCenter)
        if lack.about != "signatures" and self._page.editable:
            button = LackButton(lack.about, says)
            self.places.append(button)
            button.clicked.connect(self._go)
            row.addWidget(button)
        return line

    def _review(self) -> QWidget:
        card = Card()
        assert self._page.plan is not None
        if self._page.editable and self._page.plan.version > 1:
            card.column.addWidget(self.why)
        if self._page.editable:
            hint = _("The day on which you look at it again together.")
            card.column.addWidget(self.review)
            card.column.addWidget(Small(hint))
        else:
            tone, text = plan_words.review_line(self._page.plan, self._today)
            card.column.addWidget(IconWords("calendar", text, tone))
        return card

    def _signatures(self) -> QWidget:
        plan = self._page.plan
        assert plan is not None
        card = Card(_("Review and signatures"))
        if plan.reviewer and plan.state in (PlanState.APPROVED, PlanState.SIGNED):
            text = _("Approved by {name}").format(name=plan.reviewer)
            card.column.addWidget(IconWords("good", text, "good"))
        for row in plan.signatures:
            text = plan_words.signed_line(row, self._today)
            card.column.addWidget(IconWords("edit", text, "text"))
        if not plan.signatures:
            card.column.addWidget(Muted(_("Nobody has signed yet.")))
        if self._page.alone and Move.APPROVE in self._page.moves:
            text = _("No supervisor is known here: you approve your own plan, and it is said so.")
            card.column.addWidget(Small(text))
        if not self._page.intact:
            text = _("The text is not what was signed. Compare it with the paper.")
            card.column.addWidget(NoteBox("danger", [text]))
        elif plan.state is PlanState.SIGNED:
            card.column.addWidget(Small(_("Locked. The text is the one that was signed.")))
        card.column.addWidget(self.error)
        card.column.addWidget(self.moves)
        return card

    @Slot()
    def _go(self) -> None:
        button = self.sender()
        if isinstance(button, LackButton):
            self.gone_to.emit(button.about)


def _need_head(need: Need) -> QWidget:
    """What is asked for, whether it must be, and who asks."""
    head = QWidget()
    column = QVBoxLayout(head)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    column.addWidget(Strong(_(need.title)))
    must = _("Required") if need.required else _("Recommended")
    source = need.told.cited if need.told.section else _(need.told.source)
    note = _(need.told.note) if need.told.note else ""
    column.addWidget(Small("  ·  ".join(part for part in (must, source, note) if part)))
    return head


def _add(flow: FlowLayout, widgets: Iterable[QWidget]) -> None:
    for widget in widgets:
        flow.addWidget(widget)
