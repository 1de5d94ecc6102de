"""Record what was asked of the plan for a referral, or what the plan answered."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from navigator_app.domain.ledger import Entry, Kind
from navigator_app.domain.records import Changes
from navigator_app.domain.support_plan_form import Purpose
from navigator_app.domain.vocabulary import AuthorizationStatus, Service
from navigator_app.i18n import _
from navigator_app.services import authorizations, support_plan_ready
from navigator_app.services.authorizations import Decision, Ledger, Request
from navigator_app.services.support_plan_ready import Ready
from navigator_app.services.workspace import Workspace
from ui.context import Context
from ui.models import ledger_words, words
from ui.widgets.asking_dialog import AskingDialog, choice_field, day_field, day_of, set_day
from ui.widgets.fields import LabelledField
from ui.widgets.note_box import NoteBox
from ui.widgets.optional_day import OptionalDay
from ui.widgets.text import Small
from ui.widgets.time_field import TimeField

_FEW = 4  # of what lacks that are named here; the plan lists all
_LINES = ("requested_at", "decided_at", "units", "unit", "number", "note")
_ASKING = ("requested", "requested_at", "received", "units", "number", "note")
_ANSWERING = ("decision", "decided", "decided_at", "effective", "end", "units", "number")


def _read(referral_id: str, ws: Workspace) -> Ledger:
    return authorizations.of_referral(ws, referral_id)


def _support_plan(referral_id: str, purpose: Purpose, ws: Workspace) -> Ready | None:
    return support_plan_ready.for_referral(ws, referral_id, purpose)


def _ask(asked: Request, override: str, ws: Workspace) -> Changes:
    return authorizations.record_request(ws, asked, override=override)[1]


def _answer(request_id: str, answer: Decision, ws: Workspace) -> Changes:
    return authorizations.record_decision(ws, request_id, answer)


class AuthorizationRequestDialog(AskingDialog):
    """The request first; while one waits, its answer."""

    draft_key = "authorization_request"

    def __init__(self, context: Context, about: object, parent: QWidget | None = None) -> None:
        """`about` is a `Ledger` or a referral's id."""
        super().__init__(context, _("Record request"), _("Record"), parent)
        self._referral_id = about.referral_id if isinstance(about, Ledger) else str(about)
        self._ledger: Ledger | None = None
        self._waiting: Entry | None = None
        self._typed: dict[str, str] = {}
        today = context.clock.today()
        self._about = Small("")
        self.requested, self.decided = day_field(today), day_field(today)
        self.requested_at, self.decided_at = TimeField(), TimeField()
        self.received = OptionalDay(_("The plan received it on another day"), today)
        self.effective = OptionalDay(_("The first day is known"), today)
        self.ends = OptionalDay(_("The last day is known"), today)
        self.decision = choice_field({})
        self.units, self.unit, self.number, self.note = (QLineEdit() for _n in range(4))
        self.override = QLineEdit()
        self.fields = self._make_fields()
        self.lacking = QWidget()
        self._lacking = QVBoxLayout(self.lacking)
        self._lacking.setContentsMargins(0, 0, 0, 0)
        self.lacking.hide()
        self.assemble([self._about, self.lacking, *self.fields.values()], 600, 760)
        self.decision.currentIndexChanged.connect(self._follow_answer)
        self._show_mode()
        work = partial(_read, self._referral_id)
        context.tasks.run(work, self._show_ledger, owner=self, failed=self.refused)

    def draft(self) -> dict[str, object]:
        """What was typed, with the referral it is about; empty when nothing."""
        typed = self._values()
        changed = [key for key in (*_LINES, "received") if typed[key]]
        changed += [key for key in ("effective", "end", "decision") if typed[key]]
        return {"about": self._referral_id, **typed} if changed else {}

    def restore_draft(self, payload: dict[str, object]) -> None:
        """Put a draft back."""
        self._typed = {key: str(value) for key, value in payload.items()}
        self._put_back()

    def _values(self) -> dict[str, str]:
        decision = self.decision.currentData()
        return {
            "requested": day_of(self.requested).isoformat(),
            "received": self.received.text(),
            "decided": day_of(self.decided).isoformat(),
            "decision": decision.slug if isinstance(decision, AuthorizationStatus) else "",
            "effective": self.effective.text(),
            "end": self.ends.text(),
            "requested_at": self.requested_at.text(),
            "decided_at": self.decided_at.text(),
            "units": self.units.text(),
            "unit": self.unit.text(),
            "number": self.number.text(),
            "note": self.note.text(),
            "override": self.override.text(),
        }

    def _put_back(self) -> None:
        typed = self._typed
        for key, field in (("requested", self.requested), ("decided", self.decided)):
            set_day(field, typed.get(key, ""))
        for key, day in (
            ("received", self.received),
            ("effective", self.effective),
            ("end", self.ends),
        ):
            day.choose(typed.get(key, ""))
        if typed.get("decision") in AuthorizationStatus.slugs():
            status = AuthorizationStatus.from_slug(typed["decision"])
            self.decision.setCurrentIndex(self.decision.findData(status))
        for key, line in (
            ("requested_at", self.requested_at),
            ("decided_at", self.decided_at),
            ("units", self.units),
            ("unit", self.unit),
            ("number", self.number),
            ("note", self.note),
            ("override", self.override),
        ):
            if typed.get(key):
                line.setText(typed[key])
        if typed.get("override") and self._waiting is None:
            self.fields["override"].show()

    # building

    def _make_fields(self) -> dict[str, LabelledField]:
        self.decision.addItem(_("Choose the answer"), None)
        for status in AuthorizationStatus:
            self.decision.addItem(_(status.value), status)
        hint = _("Rules that count hours count from it; without it, from the end of the day.")
        self.unit.setPlaceholderText(_("months, visits, hours …"))
        return {
            "requested": LabelledField(_("Asked on"), self.requested),
            "requested_at": LabelledField(_("At what hour (optional)"), self.requested_at, hint),
            "received": LabelledField(_("Received"), self.received),
            "decision": LabelledField(_("The plan’s answer"), self.decision),
            "decided": LabelledField(_("Decided on"), self.decided),
            "decided_at": LabelledField(_("At what hour (optional)"), self.decided_at, hint),
            "effective": LabelledField(_("First day"), self.effective),
            "end": LabelledField(_("Last day"), self.ends),
            "units": LabelledField(_("How many units"), self.units),
            "unit": LabelledField(_("Of what"), self.unit),
            "number": LabelledField(_("Number"), self.number),
            "override": LabelledField(
                _("Reason to go on all the same"), self.override, _("It is kept with your name.")
            ),
            "note": LabelledField(_("Note (optional, stays here)"), self.note),
        }

    def _show_mode(self) -> None:
        answering = self._waiting is not None
        extends = self._ledger is not None and any(e.approved for e in self._ledger.entries)
        title = _("Record extension request") if extends else _("Record request")
        if answering:
            title = _("Record the plan’s answer")
        self.heading.setText(title)
        self.setWindowTitle(title)
        wanted = _ANSWERING if answering else _ASKING
        for key, field in self.fields.items():
            field.setVisible(key in wanted or key == "unit")
        # Until a limit refuses nobody is asked why to go on.
        self.fields["override"].setVisible(bool(self.override.text()) and not answering)
        self._follow_answer()

    def _show_ledger(self, one: Ledger) -> None:
        self._ledger = one
        waiting = [entry for entry in one.entries if entry.waiting and entry.request_id]
        self._waiting = waiting[-1] if waiting else None
        self._take_known_day(one)
        name = words.isolated(one.member_name)
        service = _(one.service.value)
        self.whose.setText(f"{name} · {service} · {one.plan_name}")
        self._about.setText(self._context_line(one))
        end = one.countdown.end
        if end is not None:
            self.effective.set_day(end + timedelta(days=1))
        if one.extension is not None:
            self.ends.set_day(one.extension.last)  # offered, not taken before it is ticked
        self._show_mode()
        self._put_back()
        first = self.decision if self._waiting else self.requested
        first.setFocus(Qt.FocusReason.OtherFocusReason)
        deposit = one.service is Service.DEPOSITS
        extends = any(entry.approved for entry in one.entries)
        if self._waiting is None and (extends or deposit):
            purpose = Purpose.DEPOSITS if deposit else Purpose.EXTENSION
            work = partial(_support_plan, self._referral_id, purpose)
            self.context.tasks.run(work, self._show_lacking, owner=self, failed=self.refused)

    def _show_lacking(self, ready: Ready | None) -> None:
        """Before it is asked for: what the support plan lacks by this plan's packet."""
        if ready is None or (ready.plan_id and not ready.missing):
            return
        lines = [ready.says, *(f"• {one.says}" for one in ready.missing[:_FEW])]
        sources = dict.fromkeys(one.source for one in ready.missing[:_FEW])
        self._lacking.addWidget(NoteBox("warning", lines, " · ".join(sources)))
        self.lacking.show()

    def _take_known_day(self, one: Ledger) -> None:
        """A first request begins at the day that the intake knows it was sent."""
        for entry in one.entries:
            if entry.waiting and not entry.request_id and not entry.from_plan and entry.requested:
                set_day(self.requested, entry.requested.isoformat())

    def _context_line(self, one: Ledger) -> str:
        if self._waiting is not None and self._waiting.requested:
            return _("Asked for on {date}.").format(date=words.day(self._waiting.requested))
        if one.countdown.end is not None:
            _tone, left = ledger_words.countdown(one.countdown)
            said = _("Authorized to {date}: {left}.").format(
                date=words.day(one.countdown.end), left=left
            )
            if one.extension is not None:
                said += f" {ledger_words.extension_line(one.extension)}."
            return said
        return ""

    @Slot()
    def _follow_answer(self) -> None:
        self.fields["decision"].show_error("")
        approved = self.decision.currentData() is AuthorizationStatus.APPROVED
        for key in ("effective", "end"):
            self.fields[key].setVisible(self._waiting is not None and approved)

    # saving

    @Slot()
    def save(self) -> None:
        """Record, or say beside the field what is wrong."""
        if self._ledger is None:
            return
        units = self.units.text().strip()
        if units and not units.isdecimal():
            self.show_error("units", _("Units are a whole number."))
            return
        hour = "decided_at" if self._waiting else "requested_at"
        field = self.decided_at if self._waiting else self.requested_at
        if field.text().strip() and field.value() is None:
            self.show_error(hour, _("This is no time of day."))
            return
        work = self._answered(units) if self._waiting else self._asked(units)
        if work is None:
            self.show_error("decision", _("Choose the plan’s answer."))
            return
        self.write(work, self._recorded)

    def _asked(self, units: str) -> partial[Changes]:
        assert self._ledger is not None
        extends = any(entry.approved for entry in self._ledger.entries)
        asked = Request(
            self._referral_id,
            Kind.EXTENSION if extends else Kind.INITIAL,
            day_of(self.requested),
            received=self.received.day(),
            units=int(units) if units else None,
            unit=self.unit.text(),
            number=self.number.text(),
            note=self.note.text(),
            requested_at=self.requested_at.value(),
        )
        hidden = self.fields["override"].isHidden()
        return partial(_ask, asked, "" if hidden else self.override.text())

    def _answered(self, units: str) -> partial[Changes] | None:
        status = self.decision.currentData()
        if status is None or self._waiting is None or self._waiting.request_id is None:
            return None
        approved = status is AuthorizationStatus.APPROVED
        answer = Decision(
            status,
            day_of(self.decided),
            number=self.number.text(),
            effective=self.effective.day() if approved else None,
            end=self.ends.day() if approved else None,
            units=int(units) if units else None,
            unit=self.unit.text(),
            decided_at=self.decided_at.value(),
        )
        return partial(_answer, self._waiting.request_id, answer)

    def _recorded(self, changes: Changes) -> None:
        said = _("The plan’s answer is recorded") if self._waiting else _("Request recorded")
        self.finish(changes, said)
