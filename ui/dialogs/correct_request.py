"""Put a request to the plan, or the plan's answer to it, right, or take it back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QLineEdit, QWidget

from navigator_app.domain.corrections import REQUEST
from navigator_app.domain.ledger import Entry
from navigator_app.domain.vocabulary import AuthorizationStatus
from navigator_app.i18n import _
from navigator_app.services import authorizations, corrections
from navigator_app.services.authorizations import Ledger
from navigator_app.services.corrections import RequestFix
from navigator_app.services.workspace import Workspace
from ui.context import Context
from ui.dialogs.correcting import CorrectingDialog, Written
from ui.models import words
from ui.widgets.asking_dialog import choice_field, day_field, day_of
from ui.widgets.fields import LabelledField
from ui.widgets.optional_day import OptionalDay


@dataclass(frozen=True, slots=True)
class _Read:
    entry: Entry
    ledger: Ledger


def _read(request_id: str, ws: Workspace) -> _Read:
    entry = corrections.request(ws, request_id)
    return _Read(entry, authorizations.of_referral(ws, entry.referral_id))


def _correct(request_id: str, fixed: RequestFix, why: str, ws: Workspace) -> Written:
    return corrections.correct_request(ws, request_id, fixed, why)


class CorrectRequestDialog(CorrectingDialog):
    """The form of a request and its answer, filled with what stands."""

    draft_key = "correct_request"
    table = REQUEST

    def __init__(self, context: Context, about: object, parent: QWidget | None = None) -> None:
        """`about` is the id of the request."""
        super().__init__(context, about, _("Put a request right"), parent)
        today = context.clock.today()
        self.requested = day_field(today)
        self.received = OptionalDay(_("The plan received it on another day"), today)
        answers = {one.slug: _(one.value) for one in AuthorizationStatus}
        self.decision = choice_field({"": _("No answer yet"), **answers})
        self.decided = OptionalDay(_("The day of the answer is known"), today)
        self.effective = OptionalDay(_("The first day is known"), today)
        self.ends = OptionalDay(_("The last day is known"), today)
        self.units, self.unit, self.number, self.note = (QLineEdit() for _n in range(4))
        self.unit.setPlaceholderText(_("months, visits, hours …"))
        self.fields = {
            "requested": LabelledField(_("Asked on"), self.requested),
            "received": LabelledField(_("Received"), self.received),
            "decision": LabelledField(_("The plan’s answer"), self.decision),
            "decided": LabelledField(_("Decided on"), self.decided),
            "effective": LabelledField(_("First day"), self.effective),
            "end": LabelledField(_("Last day"), self.ends),
            "units": LabelledField(_("How many units"), self.units),
            "unit": LabelledField(_("Of what"), self.unit),
            "number": LabelledField(_("Number"), self.number),
            "note": LabelledField(_("Note (optional, stays here)"), self.note),
        }
        self.finish_fields(860)
        self.decision.currentIndexChanged.connect(self._follow_answer)
        work = partial(_read, self.record_id)
        context.tasks.run(work, self._show_request, owner=self, failed=self.unknown)

    def corrected(self) -> Callable[[Workspace], Written] | None:
        """The request as it should have been; a number of units that is none is refused here."""
        units = self.units.text().strip()
        if units and not units.isdecimal():
            self.show_error("units", _("Units are a whole number."))
            return None
        slug = str(self.decision.currentData() or "")
        approved = slug == AuthorizationStatus.APPROVED.slug
        fixed = RequestFix(
            requested=day_of(self.requested),
            received=self.received.day(),
            status=AuthorizationStatus.from_slug(slug) if slug else None,
            decided=self.decided.day() if slug else None,
            effective=self.effective.day() if approved else None,
            end=self.ends.day() if approved else None,
            units=int(units) if units else None,
            unit=self.unit.text(),
            number=self.number.text(),
            note=self.note.text(),
        )
        return partial(_correct, self.record_id, fixed, self.why.text())

    def follow(self) -> None:
        """The day belongs to an answer, first and last day to an approval."""
        slug = self.decision.currentData()
        self.fields["decided"].setVisible(bool(slug))
        for key in ("effective", "end"):
            self.fields[key].setVisible(slug == AuthorizationStatus.APPROVED.slug)

    @Slot()
    def _follow_answer(self) -> None:
        if not self.gone.isChecked():
            self.follow()

    def _show_request(self, read: _Read) -> None:
        entry, one = read.entry, read.ledger
        known = {
            "requested": _iso(entry.requested),
            "received": _iso(entry.received),
            "decision": entry.status.slug if entry.status else "",
            "decided": _iso(entry.decided),
            "effective": _iso(entry.effective),
            "end": _iso(entry.end),
            "units": str(entry.units) if entry.units is not None else "",
            "unit": entry.unit,
            "number": entry.number,
            "note": entry.note,
        }
        name = words.isolated(one.member_name)
        self.show_known(f"{name} · {_(one.service.value)} · {one.plan_name}", known)
        self._follow_answer()


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""
