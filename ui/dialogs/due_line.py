"""Two short forms about one line of what is due: it happened, or it waits until a day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from functools import partial
from typing import cast

from PySide6.QtCore import QDate
from PySide6.QtWidgets import QLineEdit, QWidget

from navigator_app.domain.records import Changes, DueRow
from navigator_app.i18n import _
from navigator_app.services import settle, snooze
from navigator_app.services.workspace import Workspace
from ui.context import Context
from ui.models import words
from ui.widgets.asking_dialog import AskingDialog, day_field, day_of, set_day
from ui.widgets.fields import LabelledField

Line = tuple[str, str, str, str, str]
"""Referral, rule, what is asked of whom, due day, stake: what a draft can carry."""


def line_of(row: DueRow) -> Line:
    """A row as the forms take it."""
    said = _("{task} · {name}").format(task=row.title, name=words.isolated(row.member_name))
    return row.referral_id, row.rule, said, row.due.isoformat(), row.stake


def _happened(referral: str, rule: str, on: date, override: str, ws: Workspace) -> Changes:
    return settle.happened(ws, referral, rule, on, override=override)


def _put_off(
    referral: str, rule: str, until: date, reason: str, ws: Workspace
) -> tuple[date, Changes]:
    return snooze.put_off(ws, referral, rule, until, reason)


class HappenedDialog(AskingDialog):
    """The day on which what a line asks for happened."""

    draft_key = "line_happened"

    def __init__(self, context: Context, about: object, parent: QWidget | None = None) -> None:
        """`about` is a `Line`."""
        super().__init__(context, _("It happened"), _("Record"), parent)
        self._line = cast(Line, tuple(cast(Sequence[str], about)))
        self.whose.setText(self._line[2])
        self.on = day_field(context.clock.today())
        self.override = QLineEdit()
        self.fields = {
            "on": LabelledField(_("Happened on"), self.on),
            "override": LabelledField(
                _("Reason to go on all the same"), self.override, _("It is kept with your name.")
            ),
        }
        self.fields["override"].hide()  # until a limit refuses
        self.assemble(list(self.fields.values()), 520, 420)

    def draft(self) -> dict[str, object]:
        """Nothing worth keeping."""
        return {}

    def save(self) -> None:
        """Record it."""
        referral, rule = self._line[:2]
        reason = "" if self.fields["override"].isHidden() else self.override.text()
        self.write(partial(_happened, referral, rule, day_of(self.on), reason), self._written)

    def _written(self, changes: Changes) -> None:
        self.finish(changes, _("Recorded"))


class PutOffDialog(AskingDialog):
    """Until when a line can wait, and why."""

    draft_key = "put_off"

    def __init__(self, context: Context, about: object, parent: QWidget | None = None) -> None:
        """`about` is a `Line`."""
        super().__init__(context, _("Put off"), _("Put off"), parent)
        self._line = cast(Line, tuple(cast(Sequence[str], about)))
        self.whose.setText(self._line[2])
        due, stake = date.fromisoformat(self._line[3]), self._line[4]
        today = context.clock.today()
        self.until = day_field(today)
        last = today + timedelta(days=snooze.LONGEST)
        self.until.setMaximumDate(QDate(last.year, last.month, last.day))
        set_day(self.until, snooze.offered(today, due, stake).isoformat())
        self.reason = QLineEdit()
        self.reason.setMaxLength(200)
        self.fields = {
            "until": LabelledField(_("Until"), self.until),
            "reason": LabelledField(_("Why it can wait"), self.reason),
        }
        self.assemble(list(self.fields.values()), 520, 380)

    def draft(self) -> dict[str, object]:
        """What was typed; empty when nothing was."""
        typed = self.reason.text()
        if not typed:
            return {}
        until = day_of(self.until).isoformat()
        return {"about": list(self._line), "until": until, "reason": typed}

    def restore_draft(self, payload: dict[str, object]) -> None:
        """Put it back."""
        set_day(self.until, str(payload.get("until", "")))
        self.reason.setText(str(payload.get("reason", "")))

    def save(self) -> None:
        """Put the line off."""
        referral, rule = self._line[:2]
        work = partial(_put_off, referral, rule, day_of(self.until), self.reason.text())
        self.write(work, self._written)

    def _written(self, result: tuple[date, Changes]) -> None:
        back, changes = result
        said = _("Put off; it is back on {day}.").format(day=words.day(back))
        self.finish(changes, said)
