"""A status that the plan sent back: why, where to mend it, and whether it goes again."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QCheckBox, QLineEdit, QWidget

from navigator_app.domain.identifiers import NO_CIN
from navigator_app.domain.records import Changes, ReferralRow, StatusEventRow
from navigator_app.domain.responses import AGENCY, BIRTH, CIN, NAME, RejectedRow, Settled
from navigator_app.errors import NotFound
from navigator_app.i18n import _, ngettext
from navigator_app.services import caseload, responses, responses_due
from navigator_app.services.workspace import Workspace
from ui.context import Context
from ui.dialogs.take_back import TakeBack
from ui.models import housing_words, words
from ui.widgets.asking_dialog import AskingDialog
from ui.widgets.buttons import PlainButton
from ui.widgets.fields import LabelledField
from ui.widgets.search_parts import buttons_row, column, emptied, pairs
from ui.widgets.text import Muted

Case = tuple[ReferralRow, StatusEventRow]


def _read(row_id: str, ws: Workspace) -> RejectedRow:
    return responses.row(ws, row_id)


def _case(member_id: str, referral_id: str, event_id: str, ws: Workspace) -> Case:
    page = caseload.member_page(ws, member_id)
    for referral in page.referrals:
        for event in page.events:
            if (referral.id, event.id) == (referral_id, event_id):
                return referral, event
    raise NotFound(_("Not found"), _("This status is not here any more."))


def _release(row_id: str, alike: bool, how: str, ws: Workspace) -> tuple[Settled, Changes]:
    ids = responses.alike(ws, row_id) if alike else [row_id]
    return responses.release(ws, ids, how)


def _drop(row_id: str, alike: bool, why: str, ws: Workspace) -> tuple[Settled, Changes]:
    ids = responses.alike(ws, row_id) if alike else [row_id]
    return responses.drop(ws, ids, why)


def _undo(transaction_id: str, ws: Workspace) -> Changes:
    return responses.undo(ws, transaction_id)


class RejectedRowDialog(AskingDialog):
    """The form."""

    draft_key = "rejected_row"

    def __init__(self, context: Context, about: object, parent: QWidget | None = None) -> None:
        """`about` is the rejected row's id."""
        super().__init__(
            context, _("Sent back by the plan"), _("It goes with the next file"), parent
        )
        self._row_id = str(about or "")
        self._row: RejectedRow | None = None
        self.facts = column()[0]
        self.advice = Muted("")
        self.correct = PlainButton(_("Correct the status"), "edit")
        self.cin = PlainButton(_("Enter the CIN"), "edit")
        self.identity = PlainButton(_("Correct name, CIN or birth date"), "edit")
        self.member = PlainButton(_("Open the member"), "user")
        self.agency = PlainButton(_("Open the settings"), "settings")
        self.drop = PlainButton(_("It need not go again"), "close")
        self.alike = QCheckBox()
        self.note = QLineEdit()
        self.note.setMaxLength(responses.LONGEST)
        self.fields = {
            "why": LabelledField(
                _("What was mended, or why it need not go again"),
                self.note,
                _("Kept with the row. Needed where it does not go again."),
            )
        }
        self._ways = buttons_row([self.identity, self.cin, self.correct, self.member, self.agency])
        last = buttons_row([self.drop])
        self.assemble(
            [self.facts, self.advice, self._ways, self.fields["why"], self.alike, last], 620, 700
        )
        for part in (self.identity, self.cin, self.agency, self.alike):
            part.hide()
        self.save_button.setEnabled(False)
        self.drop.setEnabled(False)
        self._connect()
        work = partial(_read, self._row_id)
        context.tasks.run(work, self._show, owner=self, failed=self.refused)

    def draft(self) -> dict[str, object]:
        """What was typed; empty when nothing was."""
        typed = self.note.text().strip()
        return {"about": self._row_id, "note": typed} if typed else {}

    def restore_draft(self, payload: dict[str, object]) -> None:
        """Put it back."""
        self.note.setText(str(payload.get("note", "")))

    def save(self) -> None:
        """Let it go again."""
        if self._row is not None:
            work = partial(_release, self._row_id, self.alike.isChecked(), self.note.text())
            self.write(work, self._released)

    def ready(self) -> None:
        """Nothing is being written any more."""
        super().ready()
        self.save_button.setEnabled(self._row is not None)

    def _connect(self) -> None:
        self.correct.clicked.connect(self._correct)
        self.cin.clicked.connect(self._enter_cin)
        self.identity.clicked.connect(self._correct_member)
        self.member.clicked.connect(self._open_member)
        self.agency.clicked.connect(self._open_settings)
        self.drop.clicked.connect(self._drop)

    def _show(self, row: RejectedRow) -> None:
        self._row = row
        self.whose.setText(housing_words.dotted(words.isolated(row.member_name), row.plan_name))
        came = self.context.clock.to_local(row.came_at).date()
        inside = emptied(self.facts)
        inside.addWidget(
            pairs(
                [
                    (_("Sent back"), responses_due.reason(row)),
                    (
                        _("Status"),
                        _("{status} of {day}, {service}").format(
                            status=_(row.status.value),
                            day=words.day(row.on),
                            service=_(row.service.short),
                        ),
                    ),
                    (_("In our file"), row.file),
                    (
                        _("Answer"),
                        _("{name}, row {row}, of {day}").format(
                            name=row.response, row=row.row, day=words.day(came)
                        ),
                    ),
                ]
            )
        )
        advice = responses.ADVICE.get(row.fix)
        self.advice.setText(_(advice) if advice else "")
        self.advice.setVisible(bool(advice))
        unknown = row.cin.startswith(NO_CIN)
        self.cin.setVisible(row.fix == CIN and unknown)
        about_member = row.fix in (CIN, BIRTH, NAME)
        self.identity.setVisible(about_member and not self.cin.isVisibleTo(self))
        self.agency.setVisible(row.fix == AGENCY)
        self.alike.setText(
            ngettext(
                "The same for {n} other that came back for this reason",
                "The same for {n} others that came back for this reason",
                row.alike,
            ).format(n=row.alike)
        )
        self.alike.setVisible(row.alike > 0)
        self.save_button.setEnabled(True)
        self.drop.setEnabled(True)

    @Slot()
    def _correct(self) -> None:
        if self._row is not None:
            work = partial(_case, self._row.member_id, self._row.referral_id, self._row.event_id)
            self.context.tasks.run(work, self._correct_it, owner=self, failed=self.refused)

    def _correct_it(self, case: Case) -> None:
        from ui.dialogs.record_status import Correction

        self.reject()
        self.context.ways.record_status.emit(Correction(*case))

    @Slot()
    def _enter_cin(self) -> None:
        if self._row is not None:
            self.context.ways.ask.emit("set_cin", self._row.member_id)

    @Slot()
    def _correct_member(self) -> None:
        if self._row is not None:
            self.context.ways.ask.emit("correct_member", self._row.member_id)

    @Slot()
    def _open_member(self) -> None:
        if self._row is not None:
            self.context.ways.open_member.emit(self._row.member_id)

    @Slot()
    def _open_settings(self) -> None:
        self.context.ways.open_page.emit("settings", None)

    @Slot()
    def _drop(self) -> None:
        if self._row is not None:
            work = partial(_drop, self._row_id, self.alike.isChecked(), self.note.text())
            self.write(work, self._dropped)

    def _released(self, answer: tuple[Settled, Changes]) -> None:
        said = ngettext(
            "{n} status goes with the next file.",
            "{n} statuses go with the next file.",
            answer[0].rows,
        )
        self._over(answer, said.format(n=answer[0].rows))

    def _dropped(self, answer: tuple[Settled, Changes]) -> None:
        self._over(answer, _("It does not go again."))

    def _over(self, answer: tuple[Settled, Changes], said: str) -> None:
        settled, changes = answer
        self.finish(changes, said, TakeBack(self.context, partial(_undo, settled.undo)))
