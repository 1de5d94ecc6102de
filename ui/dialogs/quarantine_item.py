"""A file or a row that nobody could use: try it again, give it to somebody, or discard it."""

from __future__ import annotations

from functools import partial
from typing import NamedTuple

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from navigator_app.domain.records import Changes, UserRow
from navigator_app.domain.responses import DISCARD, RETRY, QuarantineRow, Settled
from navigator_app.i18n import _, ngettext
from navigator_app.services import agency, quarantine
from navigator_app.services.workspace import Workspace
from ui.context import Context
from ui.dialogs.take_back import TakeBack
from ui.models import words
from ui.widgets.asking_dialog import AskingDialog
from ui.widgets.buttons import PlainButton
from ui.widgets.fields import LabelledField
from ui.widgets.search_parts import buttons_row, column, emptied, pairs


class _Read(NamedTuple):
    row: QuarantineRow
    users: list[UserRow]


def _read(key: str, ws: Workspace) -> _Read:
    return _Read(quarantine.one(ws, key), agency.users(ws))


def _settle(key: str, how: str, why: str, ws: Workspace) -> tuple[str, Settled, Changes]:
    return quarantine.settle(ws, key, how, why)


def _assign(key: str, user_id: str, ws: Workspace) -> tuple[Settled, Changes]:
    return quarantine.assign(ws, key, user_id)


def _undo(transaction_id: str, ws: Workspace) -> Changes:
    return quarantine.undo(ws, transaction_id)


def place_words(row: QuarantineRow) -> str:
    """Which file, or which row of it."""
    if not row.row:
        return row.file
    return _("{name}, row {row}").format(name=row.file, row=row.row)


def since_words(row: QuarantineRow) -> str:
    """For how long it has waited."""
    if not row.days:
        return _("since today")
    return ngettext("{n} day", "{n} days", row.days).format(n=row.days)


class QuarantineItemDialog(AskingDialog):
    """The form."""

    draft_key = "quarantine_item"

    def __init__(self, context: Context, about: object, parent: QWidget | None = None) -> None:
        """`about` is its id in the quarantine."""
        super().__init__(context, _("In quarantine"), _("Try it again"), parent)
        self._key = str(about or "")
        self._row: QuarantineRow | None = None
        self.facts = column()[0]
        self.owner = QComboBox()
        self.give = PlainButton(_("Give it to them"), "user")
        self.why = QLineEdit()
        self.why.setMaxLength(500)
        self.discard = PlainButton(_("Discard it"), "close")
        self.fields = {
            "owner": LabelledField(_("Whose work it is"), self.owner),
            "why": LabelledField(_("Why it can be discarded"), self.why),
        }
        self.assemble(
            [
                self.facts,
                self.fields["owner"],
                buttons_row([self.give]),
                self.fields["why"],
                buttons_row([self.discard]),
            ],
            600,
            600,
        )
        for button in (self.save_button, self.give, self.discard):
            button.setEnabled(False)
        self.give.clicked.connect(self._give)
        self.discard.clicked.connect(self._discard)
        self.owner.currentIndexChanged.connect(self._chosen)
        work = partial(_read, self._key)
        context.tasks.run(work, self._show, owner=self, failed=self.refused)

    def draft(self) -> dict[str, object]:
        """What was typed; empty when nothing was."""
        typed = self.why.text().strip()
        return {"about": self._key, "why": typed} if typed else {}

    def restore_draft(self, payload: dict[str, object]) -> None:
        """Put it back."""
        self.why.setText(str(payload.get("why", "")))

    def save(self) -> None:
        """Try it again."""
        if self._row is not None and self._row.can_retry:
            self.write(partial(_settle, self._key, RETRY, ""), self._settled)

    def ready(self) -> None:
        """Nothing is being written any more."""
        super().ready()
        self.save_button.setEnabled(self._row is not None and self._row.can_retry)

    def _show(self, read: _Read) -> None:
        row = self._row = read.row
        self.whose.setText(row.plan_name)
        raised = self.context.clock.to_local(row.raised_at).date()
        inside = emptied(self.facts)
        inside.addWidget(
            pairs(
                [
                    (_("What"), place_words(row)),
                    (_("Why"), row.reason),
                    (
                        _("Waits"),
                        _("{time}, since {day}").format(
                            time=since_words(row), day=words.day(raised)
                        )
                        if row.days
                        else since_words(row),
                    ),
                ]
            )
        )
        self.owner.clear()
        if not row.owner_id:
            self.owner.addItem(_("A supervisor"), "")
        for user in read.users:
            self.owner.addItem(user.name, user.id)
        self.owner.setCurrentIndex(max(0, self.owner.findData(row.owner_id)))
        if row.changed:
            self.save_button.setText(_("Take the new answer in"))
        self.save_button.setEnabled(row.can_retry)
        self._chosen()
        self.discard.setEnabled(True)

    @Slot()
    def _chosen(self) -> None:
        """Nobody needs to give it to whom it is with already."""
        to = str(self.owner.currentData() or "")
        self.give.setEnabled(self._row is not None and to not in ("", self._row.owner_id))

    @Slot()
    def _give(self) -> None:
        self.write(partial(_assign, self._key, str(self.owner.currentData() or "")), self._given)

    @Slot()
    def _discard(self) -> None:
        self.write(partial(_settle, self._key, DISCARD, self.why.text()), self._settled)

    def _settled(self, answer: tuple[str, Settled, Changes]) -> None:
        said, settled, changes = answer
        back = TakeBack(self.context, partial(_undo, settled.undo)) if settled.undo else None
        self.finish(changes, said, back)

    def _given(self, answer: tuple[Settled, Changes]) -> None:
        settled, changes = answer
        said = _("It is the work of {name} now.").format(name=self.owner.currentText())
        self.finish(changes, said, TakeBack(self.context, partial(_undo, settled.undo)))
