"""Forms of a chart review: the questions beside the chart, a finding, and how it was settled."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from navigator_app.domain.records import Changes, UserRow
from navigator_app.domain.review import Answer, Chart, ChartQuestion, Finding
from navigator_app.i18n import _
from navigator_app.services import agency, chart_review, chart_review_read, team_review_rules
from navigator_app.services.support_plan import Saved
from navigator_app.services.workspace import Workspace
from ui import theme
from ui.context import Context
from ui.dialogs.take_back import TakeBack
from ui.models import review_words, words
from ui.widgets.asking_dialog import choice_field, note_field
from ui.widgets.day_field import DayField
from ui.widgets.kept_form import KeptDialog, SideBySide, Work, parts_of
from ui.widgets.tab_order import follow_layout
from ui.widgets.text import Body, Strong

NOTE = "note:"
"""Stands before a question's id in the name of its note's field."""


def undo_chart(saved: Saved, ws: Workspace) -> Changes:
    """Take back one step, on the store's thread."""
    return chart_review_read.undo(ws, saved.undo)


Asked = tuple[Chart, tuple[ChartQuestion, ...]]


def _chart(chart_id: str, ws: Workspace) -> Asked:
    chart = chart_review.one(ws, chart_id)
    return chart, team_review_rules.questions_of(ws, chart)


def _answer(chart_id: str, answers: Mapping[str, Answer], ws: Workspace) -> Saved:
    return chart_review_read.answer_all(ws, chart_id, answers)


class ChartQuestionsDialog(KeptDialog):
    """Every question of a chart; it stands beside the member's page while that is read."""

    draft_key = "chart_questions"

    def __init__(self, context: Context, about: object, parent: QWidget | None = None) -> None:
        """`about` is the chart's id."""
        self._id = str(about or "")
        super().__init__(context, self._id, _("Read a chart"), _("Keep the answers"), parent)
        hint = _("This form stays beside the member’s page. Kept half answered, it waits for you.")
        self._questions: list[str] = []
        self._asked = QWidget()
        self._column = QVBoxLayout(self._asked)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.S12)
        self.assemble([Body(hint), self._asked], 720, 760)
        self.ask(partial(_chart, self._id), self._show)

    def work(self) -> Work:
        """Keep the answers; the chart is read once all are there."""
        given = {
            key: Answer(self.words(key), self.words(NOTE + key).strip())
            for key in self._questions
            if self.words(key)
        }
        return partial(_answer, self._id, given)

    def _add_questions(self, questions: Sequence[ChartQuestion]) -> None:
        """A line for each; which they are, only the store knows."""
        choices = {"": _("Not answered yet")}
        choices |= {key: _(text) for key, text in review_words.ANSWERS.items()}
        for one in questions:
            answer, note = choice_field(choices), QLineEdit()
            self.add(one.id, _("Answer"), answer)
            self.add(NOTE + one.id, _("Note"), note)
            answer.setAccessibleName(_("Answer: {question}").format(question=_(one.title)))
            note.setAccessibleName(_("Note: {question}").format(question=_(one.title)))
            for part in (
                Strong(_(one.title)),
                SideBySide([self.fields[one.id], self.fields[NOTE + one.id]]),
            ):
                self._column.addWidget(part)
                part.show()  # now, so that the first of them can have the focus
        self._questions = [one.id for one in questions]
        follow_layout(self)
        if self._questions:
            self.fields[self._questions[0]].widget.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show(self, read: Asked) -> None:
        chart, questions = read
        self._add_questions(questions)
        parts = [words.isolated(chart.member), words.isolated(chart.navigator)]
        self.whose.setText(" · ".join(part for part in parts if part))
        known: dict[str, str] = {}
        for key, one in chart.answers.items():
            known |= {key: one.answer, NOTE + key: one.note}
        self.show_known(known)

    def _written(self, saved: Saved) -> None:
        back = TakeBack(self.context, partial(undo_chart, saved))
        self.finish(saved.changes, _("Answers kept."), back)


Read = tuple[Chart, list[UserRow], tuple[ChartQuestion, ...]]


def _with_people(chart_id: str, ws: Workspace) -> Read:
    chart = chart_review.one(ws, chart_id)
    return chart, agency.users(ws), team_review_rules.questions_of(ws, chart)


def _find(
    chart_id: str, text: str, question: str, owner: str, due: date | None, ws: Workspace
) -> Saved:
    return chart_review_read.find(ws, chart_id, text, question=question, owner_id=owner, due=due)


class ChartFindingDialog(KeptDialog):
    """What is to be mended, by whom, until when."""

    draft_key = "chart_finding"

    def __init__(self, context: Context, about: object, parent: QWidget | None = None) -> None:
        """`about` is the chart's id."""
        self._id = str(about or "")
        super().__init__(context, self._id, _("Write a finding"), _("Keep the finding"), parent)
        self.add("text", _("What was found"), note_field())
        self.question = choice_field({"": _("None in particular")})
        self.add("question", _("Belongs to the question"), self.question)
        self.owner = choice_field({"": _("Whose member it is")})
        self.add("owner", _("Who mends it"), self.owner)
        hint = _("It stands in their list of what is due. Without a day it stands only here.")
        self.add("due", _("Until when"), DayField(context.clock.today(), ahead=True), hint)
        self.assemble([*self.rows(("owner", "due"))], 600, 560)
        self.ask(partial(_with_people, self._id), self._show)

    def work(self) -> Work:
        """Keep it."""
        owner, question = self.words("owner"), self.words("question")
        return partial(_find, self._id, self.words("text"), question, owner, self.day("due"))

    def _show(self, read: Read) -> None:
        chart, people, questions = read
        self.whose.setText(words.isolated(chart.member))
        for one in questions:
            self.question.addItem(_(one.title), one.id)
        for person in people:
            self.owner.addItem(words.isolated(person.name), person.id)
        self.show_known({"owner": chart.navigator_id})

    def _written(self, saved: Saved) -> None:
        back = TakeBack(self.context, partial(undo_chart, saved))
        self.finish(saved.changes, _("Finding kept."), back)


def _finding(finding_id: str, ws: Workspace) -> Finding:
    return chart_review_read.one_finding(ws, finding_id)


def _settle(finding_id: str, how: str, ws: Workspace) -> Saved:
    return chart_review_read.settle(ws, finding_id, how)


class FindingSettledDialog(KeptDialog):
    """How a finding was settled."""

    draft_key = "finding_settled"

    def __init__(self, context: Context, about: object, parent: QWidget | None = None) -> None:
        """`about` is the finding's id."""
        self._id = parts_of(about, 1)[0]
        super().__init__(context, self._id, _("Settle the finding"), _("Settled"), parent)
        self.said = Body("")
        self.add("how", _("How it was settled"), note_field())
        self.assemble([self.said, *self.rows()], 560, 360)
        self.ask(partial(_finding, self._id), self._show)

    def work(self) -> Work:
        """Keep it."""
        return partial(_settle, self._id, self.words("how"))

    def _show(self, finding: Finding) -> None:
        self.whose.setText(words.isolated(finding.member))
        self.said.setText(finding.text)
        self.show_known()

    def _written(self, saved: Saved) -> None:
        back = TakeBack(self.context, partial(undo_chart, saved))
        self.finish(saved.changes, _("Settled."), back)
