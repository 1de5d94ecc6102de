"""What came after a referral: who was told, that the member takes part, the day of moving in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

from PySide6.QtWidgets import QWidget

from navigator_app.domain.intake_rows import IntakeRow
from navigator_app.domain.records import Changes
from navigator_app.i18n import _
from navigator_app.services import intake, intake_checks
from navigator_app.services.workspace import Workspace
from ui.context import Context
from ui.dialogs.take_back import TakeBack
from ui.models import later_words, words
from ui.widgets.asking_dialog import AskingDialog
from ui.widgets.card import Rule
from ui.widgets.fields import LabelledField
from ui.widgets.optional_day import OptionalDay
from ui.widgets.text import Heading


@dataclass(frozen=True, slots=True)
class _Read:
    row: IntakeRow
    days: Mapping[str, str]  # local days, with the hour where it is known, by field


def _read(referral_id: str, ws: Workspace) -> _Read:
    row = intake.intake(ws, referral_id)
    return _Read(row, intake_checks.later_moments(ws, row))


def _note(referral_id: str, values: Mapping[str, str], ws: Workspace) -> Changes:
    return intake.note_later(ws, referral_id, values)


class LaterDaysDialog(AskingDialog):
    """The days that are written down whichever way a member came."""

    draft_key = "later_days"

    def __init__(self, context: Context, about: object, parent: QWidget | None = None) -> None:
        """`about` is the referral's id."""
        super().__init__(context, _("What came after"), _("Save"), parent)
        self._referral_id = str(about)
        self._read: _Read | None = None
        self._typed: dict[str, str] | None = None
        self._sent: dict[str, str] = {}
        self.days: dict[str, OptionalDay] = {}
        self.assemble(self._make_parts(), 600, 780)
        self.save_button.setEnabled(False)
        work = partial(_read, self._referral_id)
        context.tasks.run(work, self._show_known, owner=self, failed=self._unknown)

    def draft(self) -> dict[str, object]:
        """The days as they stand in the form; empty while they stand as they are known."""
        typed = self._typed if self._read is None else self._as_typed()
        if typed is None or (self._read is not None and not self._changed()):
            return {}
        return {"about": self._referral_id, "days": typed}

    def restore_draft(self, payload: dict[str, object]) -> None:
        """Put them back, over what is known."""
        days = payload.get("days")
        if isinstance(days, dict):
            self._typed = {str(key): str(value) for key, value in days.items()}
            if self._read is not None:
                self._fill(self._typed)

    def save(self) -> None:
        """Write what was changed."""
        if self._read is None:
            return
        self._sent = self._changed()
        if not self._sent:
            self.problem.show_error(_("Nothing was changed."))
            return
        self.write(partial(_note, self._referral_id, self._sent), self._written)

    def _make_parts(self) -> list[QWidget]:
        parts: list[QWidget] = []
        today = self.context.clock.today()
        for title, fields in later_words.GROUPS:
            parts += [Rule()] if parts else []
            parts.append(Heading(_(title), 3))
            for name, label, sentence in fields:
                self.days[name] = OptionalDay(_(sentence), today, hours=name.endswith("_at"))
                self.fields[name] = LabelledField(_(label), self.days[name])
                self.fields[name].label.hide()  # the box says it in a sentence
                parts.append(self.fields[name])
        return parts

    def _show_known(self, read: _Read) -> None:
        self._read = read
        self.whose.setText(
            _("{name} · {service}").format(
                name=words.isolated(read.row.member_name), service=_(read.row.service.value)
            )
        )
        self._fill(self._typed if self._typed is not None else read.days)
        self.save_button.setEnabled(True)

    def _fill(self, days: Mapping[str, str]) -> None:
        for name, field in self.days.items():
            field.box.setChecked(bool(days.get(name)))
            field.choose(days.get(name, ""))

    def _as_typed(self) -> dict[str, str]:
        return {name: field.text() for name, field in self.days.items()}

    def _changed(self) -> dict[str, str]:
        assert self._read is not None
        known = self._read.days
        return {name: day for name, day in self._as_typed().items() if day != known.get(name, "")}

    def _unknown(self, error: BaseException) -> None:
        self.refused(error)
        self.save_button.setEnabled(False)

    def _written(self, changes: Changes) -> None:
        assert self._read is not None
        before = {name: self._read.row.values.get(name, "") for name in self._sent}
        back = TakeBack(self.context, partial(_note, self._referral_id, before))
        self.finish(changes, _("Recorded what came after"), back)
