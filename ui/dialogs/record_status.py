"""Record one dated status of a referral, or correct one that was wrong.

What cannot be chosen says why before anybody tries; what the services refuse stands beside its
field with what to do instead.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import partial

from PySide6.QtCore import QDate, Qt, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QComboBox,
    QDateEdit,
    QPlainTextEdit,
    QWidget,
)

from navigator_app.domain.records import (
    Changes,
    DueRow,
    MemberRow,
    ReferralRow,
    StatusEventRow,
)
from navigator_app.domain.referral import NEEDS_REASON
from navigator_app.domain.vocabulary import ClosureReason, ReferralStatus
from navigator_app.errors import InputRejected, NotFound
from navigator_app.i18n import _
from navigator_app.services import caseload, record_status, safety
from navigator_app.services.workspace import Workspace
from ui import theme
from ui.context import Context, DraftDialog
from ui.models import words
from ui.models.status_advice import not_possible
from ui.widgets.buttons import PlainButton, PrimaryButton
from ui.widgets.danger_notice import DangerNotice
from ui.widgets.fields import LabelledField
from ui.widgets.form_frame import fit_dialog, form_column, frame_form
from ui.widgets.status_choice import StatusChoice
from ui.widgets.text import FieldError, Heading, Muted, Small


@dataclass(frozen=True, slots=True)
class Correction:
    """A status event that was wrong, and its referral: what the dialog is asked to correct."""

    referral: ReferralRow
    event: StatusEventRow


@dataclass(frozen=True, slots=True)
class _Case:
    """What the dialog needs to know of the referral."""

    member: MemberRow
    referral: ReferralRow
    events: tuple[StatusEventRow, ...]
    dangers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Answers:
    """What was filled in."""

    referral_id: str
    status: ReferralStatus
    on: date
    reason: ClosureReason | None
    note: str
    corrects: str | None
    override: str


def _read(member_id: str, referral_id: str, ws: Workspace) -> _Case:
    if not member_id:
        found = [row for row in caseload.referrals(ws) if row.id == referral_id]
        if not found:
            raise NotFound(_("Not found"), _("There is no referral with that id."))
        member_id = found[0].member_id
    page = caseload.member_page(ws, member_id)
    referral = next(row for row in page.referrals if row.id == referral_id)
    events = tuple(event for event in page.events if event.referral_id == referral_id)
    return _Case(page.member, referral, events, tuple(safety.lines(ws, member_id)))


def _record(answers: _Answers, ws: Workspace) -> tuple[ReferralRow, Changes]:
    return record_status.record(
        ws,
        answers.referral_id,
        answers.status,
        answers.on,
        reason=answers.reason,
        note=answers.note,
        corrects=answers.corrects,
        override=answers.override,
    )


class RecordStatusDialog(DraftDialog):
    """Which status, when, why."""

    draft_key = "record_status"

    def __init__(self, context: Context, about: object, parent: QWidget | None = None) -> None:
        """`about` is a ReferralRow, a DueRow, a `Correction`, a referral's id, or what a draft
        keeps: [member id, referral id]."""
        super().__init__(context, parent)
        self._corrects: str | None = None
        self._case: _Case | None = None
        self._saving = False
        self._title = Heading("", 2)
        self._whose = Muted("")
        self._correction = Small("")
        self._correction.hide()
        self.danger = DangerNotice()
        self.status = StatusChoice()
        self.on, self.reason, self.note = QDateEdit(), QComboBox(), QPlainTextEdit()
        self.override = QPlainTextEdit()
        self.fields = self._make_fields()
        self._problem = FieldError()
        self._save = PrimaryButton(_("Record status"), "check")
        self._cancel = PlainButton(_("Cancel"))
        self._assemble()
        self._connect()
        self._ask_about(about)

    def open(self) -> None:
        """Show it beside the window, the statuses in focus."""
        self.setModal(False)
        self.show()
        self.raise_()
        self.activateWindow()
        self.status.take_focus()

    def draft(self) -> dict[str, object]:
        """What was chosen and typed, with the referral it is about."""
        status, reason = self.status.value(), self.reason.currentData()
        if self._case is None or not (status or self.note.toPlainText()):
            return {}
        return {
            "about": [self._case.referral.member_id, self._case.referral.id],
            "corrects": self._corrects or "",
            "status": status.slug if status else "",
            "on": self.on.date().toString(Qt.DateFormat.ISODate),
            "reason": reason.slug if isinstance(reason, ClosureReason) else "",
            "note": self.note.toPlainText(),
            "override": self.override.toPlainText(),
        }

    def restore_draft(self, payload: dict[str, object]) -> None:
        """Put a draft back; what is possible is looked up anew."""
        text = {key: str(value) for key, value in payload.items()}
        self._corrects = text.get("corrects") or None
        if text.get("on"):
            self.on.setDate(QDate.fromString(text["on"], Qt.DateFormat.ISODate))
        if text.get("status"):
            self.status.set_value(ReferralStatus.from_slug(text["status"]))
            self._follow_status()
        if text.get("reason"):
            place = self.reason.findData(ClosureReason.from_slug(text["reason"]))
            self.reason.setCurrentIndex(max(0, place))
        self.note.setPlainText(text.get("note", ""))
        self.override.setPlainText(text.get("override", ""))
        self.fields["override"].setVisible(bool(text.get("override")))

    # building

    def _make_fields(self) -> dict[str, LabelledField]:
        today = self.context.clock.today()
        self.on.setCalendarPopup(True)
        self.on.setDisplayFormat(_("ddd, MMM d, yyyy"))
        self.on.setDate(QDate(today.year, today.month, today.day))
        self.reason.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.reason.addItem(_("Choose a reason"), None)
        for reason in ClosureReason.offered():
            self.reason.addItem(words.reason_words(reason), reason)
        for box in (self.note, self.override):
            box.setTabChangesFocus(True)
            box.setFixedHeight(theme.px(72))
        fields = {
            "status": LabelledField(_("Status"), self.status),
            "reason": LabelledField(_("Reason"), self.reason),
            "override": LabelledField(
                _("Reason to go on all the same"), self.override, _("It is kept with your name.")
            ),
            "on": LabelledField(_("On which day"), self.on),
            "note": LabelledField(_("Note (optional, stays here)"), self.note),
        }
        fields["reason"].hide()
        fields["override"].hide()  # until a limit refuses
        return fields

    def _assemble(self) -> None:
        inside = QWidget()
        column = form_column(inside)
        for part in (self._title, self._whose, self._correction, self.danger):
            column.addWidget(part)
        for field in self.fields.values():
            column.addWidget(field)
        column.addStretch(1)
        frame_form(self, inside, self._problem, (self._cancel, self._save))
        fit_dialog(self, 640, 760)

    def _connect(self) -> None:
        self.status.chosen.connect(self._follow_status)
        self.status.confirmed.connect(self.save)
        self.reason.currentIndexChanged.connect(self._reason_chosen)
        self.on.dateChanged.connect(self._date_changed)
        self._save.clicked.connect(self.save)
        self._cancel.clicked.connect(self.close)
        for keys in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            shortcut = QShortcut(QKeySequence(Qt.KeyboardModifier.ControlModifier | keys), self)
            shortcut.activated.connect(self.save)

    def _ask_about(self, about: object) -> None:
        member_id, referral_id = "", str(about)
        if isinstance(about, Correction):
            self._corrects = about.event.id
            member_id, referral_id = about.referral.member_id, about.referral.id
        elif isinstance(about, ReferralRow):
            member_id, referral_id = about.member_id, about.id
        elif isinstance(about, DueRow):
            member_id, referral_id = about.member_id, about.referral_id
        elif isinstance(about, list) and len(about) == 2:
            member_id, referral_id = (str(part) for part in about)
        self._show_title()
        work = partial(_read, member_id, referral_id)
        self.context.tasks.run(work, self._show_case, owner=self, failed=self._refused)

    # showing

    def _show_title(self) -> None:
        title = _("Correct a status") if self._corrects else _("Record a status")
        self._title.setText(title)
        self.setWindowTitle(title)
        self._save.setText(_("Record correction") if self._corrects else _("Record status"))

    def _show_case(self, case: _Case) -> None:
        self._case = case
        self._show_title()
        member, referral = case.member, case.referral
        self._whose.setText(
            _("{name} · {service} · {plan}").format(
                name=words.member_name(member),
                service=_(referral.service.value),
                plan=member.plan_name,
            )
        )
        self.danger.tell(case.dangers)
        wrong = next((event for event in case.events if event.id == self._corrects), None)
        if wrong is not None:
            self._correction.setText(
                _(
                    "This corrects {status} of {date}. The earlier status stays readable; the next "
                    "status file carries the correction."
                ).format(status=words.status_words(wrong.status), date=words.day(wrong.on))
            )
            self._correction.show()
        self._advise()

    def _advise(self) -> None:
        """Say of each status why it cannot be chosen now."""
        if self._case is not None:
            self.status.set_refusals(
                not_possible(
                    self._case.referral,
                    self._case.events,
                    self._corrects,
                    self._day(),
                    self.context.clock.today(),
                )
            )

    def _day(self) -> date:
        day = self.on.date()
        return date(day.year(), day.month(), day.day())

    @Slot()
    def _follow_status(self) -> None:
        self.fields["status"].show_error("")
        self.fields["reason"].setVisible(self.status.value() in NEEDS_REASON)
        self._forget_limit()

    @Slot()
    def _reason_chosen(self) -> None:
        self.fields["reason"].show_error("")
        self._forget_limit()

    def _forget_limit(self) -> None:
        """Another answer: the limit that refused the one before may not refuse this."""
        self.fields["override"].show_error("")
        self.fields["override"].hide()

    @Slot()
    def _date_changed(self) -> None:
        self.fields["on"].show_error("")
        self._advise()

    # saving

    @Slot()
    def save(self) -> None:
        """Record, or say beside the field what is wrong."""
        status = self.status.value()
        if self._saving or self._case is None:
            return
        if status is None:
            self._show_error("status", _("Choose a status."))
            return
        answers = _Answers(
            self._case.referral.id,
            status,
            self._day(),
            self.reason.currentData() if status in NEEDS_REASON else None,
            self.note.toPlainText(),
            self._corrects,
            "" if self.fields["override"].isHidden() else self.override.toPlainText(),
        )
        self._saving = True
        self._save.setEnabled(False)
        self.context.tasks.run(
            partial(_record, answers), self._recorded, owner=self, failed=self._refused
        )

    def _recorded(self, result: tuple[ReferralRow, Changes]) -> None:
        referral, changes = result
        assert self._case is not None
        name = words.member_name(self._case.member)
        said = _("{status} recorded for {name}").format(
            status=words.status_words(referral.status), name=name
        )
        if self._corrects:
            said = _("Status corrected for {name}").format(name=name)
        self.accept()
        self.context.tasks.announce(changes)
        self.context.ways.notice.emit(said, None)

    def _refused(self, error: BaseException) -> None:
        self._saving = False
        self._save.setEnabled(True)
        if isinstance(error, InputRejected) and error.field in self.fields:
            self._show_error(error.field, str(error))
        else:
            self._problem.show_error(str(error))

    def _show_error(self, key: str, message: str) -> None:
        self.fields[key].show()
        self.fields[key].show_error(message)
        if key == "status":
            self.status.take_focus()
        else:
            self.fields[key].widget.setFocus()
