"""What happened to a home on a member's board: a showing, an answer, a denial with its reason."""

from __future__ import annotations

from datetime import date
from functools import partial

from PySide6.QtWidgets import QLineEdit, QWidget

from navigator_app.domain import housing
from navigator_app.domain.housing import Step
from navigator_app.domain.housing_rows import ApplicationRow, Written
from navigator_app.i18n import N_, _
from navigator_app.services import housing_choices, housing_search
from navigator_app.services.housing_search import StepDraft
from navigator_app.services.workspace import Workspace
from ui.context import Context
from ui.models import housing_words, words
from ui.widgets.asking_dialog import choice_field, note_field
from ui.widgets.day_field import DayField
from ui.widgets.kept_form import KeptDialog, Work, parts_of
from ui.widgets.text import Body, Strong

_ONLY = {
    "at": (Step.SHOWING,),
    "reason": (Step.DENIED,),
    "appeal_by": (Step.DENIED,),
    "cents": (Step.APPLIED, Step.FEE),
}
"""Fields that belong to some steps alone."""

_DAYS = {
    Step.SHOWING: N_("Day of the showing"),
    Step.LEASE: N_("Day of the lease"),
    Step.MOVED_IN: N_("Day of the move"),
}
_AMOUNTS = {Step.APPLIED: N_("Application fee paid"), Step.FEE: N_("How much was paid")}


def _read(application_id: str, ws: Workspace) -> ApplicationRow:
    return housing_search.application(ws, application_id)


def _record(application_id: str, draft: StepDraft, ws: Workspace) -> Written:
    return housing_search.record_step(ws, application_id, draft)


def _set_next(application_id: str, then: tuple[str, date | None], ws: Workspace) -> Written:
    return housing_search.set_next(ws, application_id, *then)


class HousingStepDialog(KeptDialog):
    """The form; its fields follow the step that is chosen."""

    draft_key = "housing_step"

    def __init__(self, context: Context, about: object, parent: QWidget | None = None) -> None:
        """`about` is the application's id, or [application id, word of the step]."""
        self._application_id, self._wanted = parts_of(about, 2)
        super().__init__(context, [self._application_id, self._wanted], _("What happened"),
                         _("Record"), parent)  # fmt: skip
        today = context.clock.today()
        reasons = housing_words.listed(
            housing_choices.lists().denial_reasons, _("Choose the reason")
        )
        self.step = choice_field({})
        self.on = DayField(today)
        self.add("step", _("What happened"), self.step)
        self.add("on", _("Day"), self.on)
        self.add("at", _("Time"), QLineEdit(), _("Such as 2:30 PM; empty if it is not set"))
        self.add("reason", _("Reason"), choice_field(reasons))
        self.add("appeal_by", _("An appeal must be in by"), DayField(today, ahead=True),
                 _("As the denial says; empty if it names no day"))  # fmt: skip
        self.add("cents", _("Amount"), QLineEdit())
        self.add("note", _("Note"), note_field())
        self.add("next_step", _("What comes next"), QLineEdit())
        self.add("next_on", _("By when"), DayField(today, ahead=True))
        self.on.set_iso(today.isoformat())
        self.so_far, self.happened = Strong(_("So far")), Body("")
        fields = self.rows(("on", "at"), ("next_step", "next_on"))
        self.assemble([*fields, self.so_far, self.happened], 620, 700)
        self.so_far.hide()
        self.happened.hide()
        self.step.currentIndexChanged.connect(self._follow)
        self.ask(partial(_read, self._application_id), self._show)

    def work(self) -> Work:
        """Record it."""
        draft = self._value()
        if draft.step is Step.NOTE and not draft.note.strip() and draft.next_step is not None:
            then = draft.next_step, draft.next_on
            return partial(_set_next, self._application_id, then)
        else:
            return partial(_record, self._application_id, draft)

    def _value(self) -> StepDraft:
        step = Step.from_slug(self.words("step"))
        then = self.words("next_step").strip(), self.day("next_on")
        return StepDraft(
            step=step,
            on=self.needed_day("on"),
            at=self.clock_time("at") if self._has("at", step) else None,
            reason=self.words("reason") if self._has("reason", step) else "",
            appeal_by=self.day("appeal_by") if self._has("appeal_by", step) else None,
            cents=self.money("cents") if self._has("cents", step) else None,
            note=self.words("note"),
            next_step=then[0] if any(then) else None,
            next_on=then[1],
        )

    def _has(self, key: str, step: Step) -> bool:
        return step in _ONLY[key]

    def _show(self, row: ApplicationRow) -> None:
        stage = _(row.stage.value)
        self.whose.setText(housing_words.dotted(row.title, _("now: {stage}").format(stage=stage)))
        for step in (*housing.steps(row.stage), Step.FEE, Step.NOTE):
            self.step.addItem(_(step.value), step.slug)
        place = self.step.findData(self._wanted)
        self.step.setCurrentIndex(max(0, place))
        told = [housing_words.event_line(one, self.context.clock) for one in row.events]
        self.happened.setText("\n".join(told))
        self.so_far.setVisible(bool(told))
        self.happened.setVisible(bool(told))
        self.show_known()
        self._follow()

    def _follow(self) -> None:
        slug = self.words("step")
        if not slug:
            return
        step = Step.from_slug(slug)
        for key in _ONLY:
            self.fields[key].setVisible(self._has(key, step))
        self.fields["on"].label.setText(_(_DAYS.get(step, N_("Day"))))
        self.fields["cents"].label.setText(_(_AMOUNTS.get(step, N_("Amount"))))
        why = step is Step.ENDED
        self.fields["note"].label.setText(_("Why not") if why else _("Note"))
        for key in ("on", "cents", "note"):
            self.fields[key].widget.setAccessibleName(self.fields[key].label.text())

    def _written(self, written: Written) -> None:
        said = words.isolated(_(Step.from_slug(self.words("step")).value))
        self.written(written, _("Recorded: {step}").format(step=said))
