"""End a service with the plan's reason; what follows is shown before anything is written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from navigator_app.domain.ending import EndReason
from navigator_app.domain.guard_rows import EndingPlan, EndingRow, WhoseRow
from navigator_app.domain.records import Changes
from navigator_app.domain.vocabulary import ClosureReason
from navigator_app.i18n import _
from navigator_app.services import discontinue, guards
from navigator_app.services.discontinue import Ending
from navigator_app.services.workspace import Workspace
from ui import theme
from ui.context import Context
from ui.models import guard_words, words
from ui.widgets.asking_dialog import (
    AskingDialog,
    choice_field,
    choose,
    day_field,
    day_of,
    note_field,
    set_day,
)
from ui.widgets.fields import LabelledField
from ui.widgets.note_box import NoteBox
from ui.widgets.optional_day import OptionalDay
from ui.widgets.text import Body, Small, Strong


@dataclass(frozen=True, slots=True)
class _Read:
    whose: WhoseRow
    reasons: tuple[EndReason, ...]


def _read(referral_id: str, ws: Workspace) -> _Read:
    return _Read(guards.whose(ws, referral_id), discontinue.reasons(ws, referral_id))


def _plan(ending: Ending, ws: Workspace) -> EndingPlan:
    return discontinue.plan(ws, ending.referral_id, ending.reason, ending.on)


def _end(ending: Ending, ws: Workspace) -> tuple[EndingRow, Changes]:
    return discontinue.end(ws, ending)


class Outcome(QWidget):
    """What ending would do: the loop, who must hear of it, what stands against it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Start empty."""
        super().__init__(parent)
        self.lines: list[str] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.S8)

    def show_plan(self, plan: EndingPlan) -> None:
        """Show what a reason and a day would lead to."""
        self._clear()
        self._add(Strong(_("What follows")))
        for row in plan.stops:
            lines = [guard_words.title(row), guard_words.told(row.result.why)]
            self._add(NoteBox("danger", lines, row.result.source))
            self.lines += lines
        self._say(_loop_words(plan))
        for notice in plan.notices:
            by = _("by {day}").format(day=words.day(notice.by)) if notice.by else ""
            self._say(" · ".join(part for part in (notice.who, notice.why, by) if part))
            self._add(Small(notice.source))
        if not plan.listed:
            text = _("The plan's own rules list no reasons; these are of {source}.")
            self._say(text.format(source=plan.rule_source))

    def _say(self, text: str) -> None:
        self.lines.append(text)
        self._add(Body(text))

    def _add(self, widget: QWidget) -> None:
        self._column.addWidget(widget)

    def _clear(self) -> None:
        self.lines = []
        while (item := self._column.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()


class EndServiceDialog(AskingDialog):
    """Reason, day, how the loop closes, who was told."""

    draft_key = "end_service"

    def __init__(self, context: Context, about: object, parent: QWidget | None = None) -> None:
        """`about` is the referral's id."""
        super().__init__(context, _("End a service"), _("End the service"), parent)
        self._referral_id = str(about)
        self._wanted = ""
        self.plan: EndingPlan | None = None
        today = context.clock.today()
        self.reason, self.closes = choice_field({"": _("Choose a reason")}), choice_field({})
        self.on = day_field(today)
        self.outcome = Outcome()
        self.note, self.override = note_field(), note_field()
        self.plan_told = OptionalDay(_("The plan has been told"), today)
        self.team_told = OptionalDay(_("The care team has been told"), today)
        self._make_fields()
        fields = self.fields
        top = [fields["reason"], fields["on"], self.outcome, fields["override"], fields["closes"]]
        rest = [fields["plan_told_on"], fields["team_told_on"], fields["note"]]
        self.assemble([*top, *rest], 680, 820)
        self.reason.currentIndexChanged.connect(self._look_ahead)
        self.on.dateChanged.connect(self._look_ahead)
        work = partial(_read, self._referral_id)
        context.tasks.run(work, self._show_reasons, owner=self, failed=self.refused)

    def draft(self) -> dict[str, object]:
        """What was chosen and typed; empty when nothing was."""
        texts = {"note": self.note.toPlainText(), "override": self.override.toPlainText()}
        reason = self.reason.currentData() or self._wanted
        if not reason and not any(texts.values()):
            return {}
        return {
            "about": self._referral_id,
            "reason": reason,
            "on": day_of(self.on).isoformat(),
            "plan_told": self.plan_told.text(),
            "team_told": self.team_told.text(),
            **texts,
        }

    def restore_draft(self, payload: dict[str, object]) -> None:
        """Put a draft back; what follows is looked up anew."""
        text = {key: str(value) for key, value in payload.items()}
        self._wanted = text.get("reason", "")
        choose(self.reason, self._wanted)
        set_day(self.on, text.get("on", ""))
        self.note.setPlainText(text.get("note", ""))
        self.override.setPlainText(text.get("override", ""))
        self.plan_told.choose(text.get("plan_told", ""))
        self.team_told.choose(text.get("team_told", ""))

    def save(self) -> None:
        """End it, or say beside the field what is wrong."""
        ending = self._ending()
        if ending is None:
            self.show_error("reason", _("Choose a reason."))
            return
        self.write(partial(_end, ending), self._written)

    def _make_fields(self) -> None:
        for reason in ClosureReason.offered():
            self.closes.addItem(words.reason_words(reason), reason.slug)
        kept = _("It is kept with your name.")
        self.fields = {
            "reason": LabelledField(_("Why the service ends"), self.reason),
            "on": LabelledField(_("Last day of the service"), self.on),
            "override": LabelledField(_("Reason to go on all the same"), self.override, kept),
            "closes": LabelledField(
                _("The referral loop closes as"),
                self.closes,
                _("The state's list is shorter than the plan's: check what fits best."),
            ),
            "plan_told_on": LabelledField(_("Plan"), self.plan_told),
            "team_told_on": LabelledField(_("Care team"), self.team_told),
            "note": LabelledField(_("Note (optional, stays here)"), self.note),
        }
        for key in ("override", "closes"):
            self.fields[key].hide()

    def _ending(self) -> Ending | None:
        slug = self.reason.currentData()
        if not slug:
            return None
        closes = None
        if self.plan is not None and self.plan.closes is not None:
            closes = ClosureReason.from_slug(self.closes.currentData())
        return Ending(
            referral_id=self._referral_id,
            reason=EndReason.from_slug(slug),
            on=day_of(self.on),
            closes=closes,
            note=self.note.toPlainText(),
            plan_told_on=self.plan_told.day(),
            team_told_on=self.team_told.day(),
            override="" if self.fields["override"].isHidden() else self.override.toPlainText(),
        )

    def _show_reasons(self, read: _Read) -> None:
        self.whose.setText(
            _("{name} · {service} · {plan}").format(
                name=words.isolated(read.whose.member),
                service=_(read.whose.service.value),
                plan=read.whose.plan_name,
            )
        )
        self._fill(read.reasons)
        choose(self.reason, self._wanted)

    def _fill(self, reasons: Sequence[EndReason]) -> None:
        for reason in reasons:
            self.reason.addItem(guard_words.reason(reason), reason.slug)

    @Slot()
    def _look_ahead(self) -> None:
        ending = self._ending()
        for key in ("reason", "on", "override"):
            self.fields[key].show_error("")
        if ending is not None:
            work = partial(_plan, ending)
            self.context.tasks.run(work, self._show_plan, owner=self, failed=self.refused)

    def _show_plan(self, plan: EndingPlan) -> None:
        if plan.reason.slug != self.reason.currentData() or plan.on != day_of(self.on):
            return  # another answer was chosen meanwhile
        other = self.plan is None or self.plan.reason is not plan.reason
        self.plan = plan
        self.outcome.show_plan(plan)
        self.fields["override"].setVisible(bool(plan.stops))
        self.fields["closes"].setVisible(plan.closes is not None)
        if plan.closes is not None and other:
            choose(self.closes, plan.closes.slug)

    def _written(self, result: tuple[EndingRow, Changes]) -> None:
        row, changes = result
        said = _("{service} ended").format(service=_(row.service.value))
        if row.plan_told is None:
            said = _("{service} ended; tell the plan").format(service=_(row.service.value))
        self.finish(changes, said)


def _loop_words(plan: EndingPlan) -> str:
    if plan.closes is None:
        return _("The referral loop was closed before and stays as it is.")
    return _("The referral loop closes on {day}.").format(day=words.day(plan.on))
