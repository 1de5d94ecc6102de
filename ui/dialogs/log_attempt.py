"""The ten-second outreach log: a key, three letters of a name, mode, outcome, done.

Keyboard: letters find, Enter takes the member and goes on, a digit picks the mode, another the
outcome, Enter records. For many members, Shift+Enter takes one after the other.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from navigator_app.domain.records import AttemptDraft, AttemptRecorded
from navigator_app.domain.vocabulary import Outcome
from navigator_app.errors import InputRejected
from navigator_app.i18n import _, ngettext
from navigator_app.services import caseload, record_outreach, safety
from navigator_app.services.workspace import Workspace
from ui.context import Context, DraftDialog
from ui.dialogs.log_attempt_form import AttemptForm
from ui.dialogs.undo_attempt import UndoAttempt, recorded_words
from ui.models import words
from ui.widgets.buttons import PlainButton, PrimaryButton
from ui.widgets.form_frame import fit_dialog, frame_form
from ui.widgets.member_finder import Chosen
from ui.widgets.text import FieldError


@dataclass(frozen=True, slots=True)
class _Flags:
    """A member picked, with what must be known before approaching."""

    id: str
    name: str
    do_not_leave_word: bool  # the member asked for it
    leave_word: bool  # no danger forbids it
    lines: tuple[str, ...]


def _read_flags(ids: list[str], ws: Workspace) -> list[_Flags]:
    flags = []
    for member_id in ids:
        member = caseload.member_page(ws, member_id).member
        rules = safety.for_screen(ws, member_id)
        lines = [f"{banner} {note}".strip() for banner, note in rules.banners]
        if lines and member.safety_note:
            lines.append(member.safety_note)
        flags.append(
            _Flags(
                member.id,
                words.member_name(member),
                member.do_not_leave_word,
                rules.leave_word,
                tuple(lines),
            )
        )
    return flags


def _record(drafts: list[AttemptDraft], ws: Workspace) -> AttemptRecorded:
    return record_outreach.record(ws, drafts)


class LogAttemptDialog(DraftDialog):
    """The form and its buttons. Stays beside the window: `open` does not block it."""

    draft_key = "log_attempt"

    def __init__(
        self, context: Context, member_ids: list[str], parent: QWidget | None = None
    ) -> None:
        """Ask for an attempt with these members, [] to find them first."""
        super().__init__(context, parent)
        self.form = AttemptForm(context.tasks, context.clock)
        self._given = bool(member_ids)
        self._flags: dict[str, _Flags] = {}
        self._save_when_ready = False
        self._saving = False
        self._problem = FieldError()
        self._save = PrimaryButton(_("Record attempt"), "check")
        self._cancel = PlainButton(_("Cancel"))
        self.setWindowTitle(_("Log an outreach attempt"))
        self._assemble()
        self._connect()
        if member_ids:
            self._read(member_ids)

    def open(self) -> None:
        """Show it beside the window, the first open question in focus."""
        self.setModal(False)
        self.show()
        self.raise_()
        self.activateWindow()
        if self._given:
            self.form.mode.take_focus()
        else:
            self.form.finder.setFocus()

    def draft(self) -> dict[str, object]:
        """All that was typed or picked, JSON-ready; empty when nothing was."""
        return self.form.typed()

    def lost_by_closing(self) -> dict[str, object]:
        """The draft, unless there is no more than the members it was opened for."""
        typed = self.draft()
        return {} if self._given and set(typed) <= {"members"} else typed

    def restore_draft(self, payload: dict[str, object]) -> None:
        """Put a draft back."""
        self.form.put_back(payload)
        members = payload.get("members")
        if isinstance(members, list) and members:
            self._given = True
            self._read([str(member) for member in members])

    def _assemble(self) -> None:
        hint = _("A digit picks · Enter records · Ctrl+Enter from any field")
        frame_form(self, self.form, self._problem, (self._cancel, self._save), hint)
        fit_dialog(self, 860, 740)

    def _connect(self) -> None:
        self.form.finder.changed.connect(self._follow_members)
        self.form.mode.confirmed.connect(self.save)
        self.form.outcome.confirmed.connect(self.save)
        self._save.clicked.connect(self.save)
        self._cancel.clicked.connect(self.close)
        for keys in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            shortcut = QShortcut(QKeySequence(Qt.KeyboardModifier.ControlModifier | keys), self)
            shortcut.activated.connect(self.save)

    # who

    def _read(self, ids: list[str]) -> None:
        work = partial(_read_flags, ids)
        self.context.tasks.run(work, self._take_members, owner=self, failed=self._refused)

    def _take_members(self, members: list[_Flags]) -> None:
        self._flags.update({member.id: member for member in members})
        chosen = {member.id: member for member in self.form.finder.chosen}
        chosen.update({member.id: Chosen(member.id, member.name) for member in members})
        self.form.finder.set_chosen(list(chosen.values()))

    @Slot()
    def _follow_members(self) -> None:
        chosen = self.form.finder.chosen
        self.form.fields["member_id"].show_error("")
        count = max(1, len(chosen))
        self._save.setText(ngettext("Record attempt", "Record {n} attempts", count).format(n=count))
        self._show_danger()
        unread = [member.id for member in chosen if member.id not in self._flags]
        if unread:
            work = partial(_read_flags, unread)
            self.context.tasks.run(work, self._take_flags, owner=self, failed=self._refused)
        elif self._save_when_ready:
            self.save()

    def _take_flags(self, members: list[_Flags]) -> None:
        self._flags.update({member.id: member for member in members})
        self._show_danger()
        if self._save_when_ready:
            self.save()

    def _show_danger(self) -> None:
        picked = [member.id for member in self.form.finder.chosen]
        known = [self._flags[member_id] for member_id in picked if member_id in self._flags]
        flagged = [member for member in known if member.lines]
        if len(known) == 1 and flagged:
            self.form.danger.tell(flagged[0].lines, flagged[0].name)
        else:
            self.form.danger.tell([f"{m.name}: {' '.join(m.lines)}" for m in flagged])
        silent = any(member.do_not_leave_word for member in known)
        warning = _("This member asked that no word be left.") if silent else ""
        if not warning and not all(member.leave_word for member in known):
            warning = _("A danger of this member forbids leaving word.")
        self.form.outcome.button_of(Outcome.MESSAGE_LEFT).set_warning(warning)

    # saving

    @Slot()
    def save(self) -> None:
        """Record, or say beside the field what is missing."""
        if self._saving or self._waits() or not self.form.complete():
            return
        self._saving = True
        self._save.setEnabled(False)
        work = partial(_record, self.form.drafts())
        self.context.tasks.run(work, self._recorded, owner=self, failed=self._refused)

    def _waits(self) -> bool:
        """Fingers are faster than the search: save as soon as the members are known."""
        finder = self.form.finder
        unread = any(member.id not in self._flags for member in finder.chosen)
        self._save_when_ready = finder.waiting or unread
        return self._save_when_ready

    def _recorded(self, recorded: AttemptRecorded) -> None:
        names = [member.name for member in self.form.finder.chosen]
        undo = UndoAttempt(self.context, recorded.undo)
        self.accept()
        self.context.tasks.announce(recorded.changes)
        self.context.ways.notice.emit(recorded_words(recorded, names), (_("Undo"), undo.undo))

    def _refused(self, error: BaseException) -> None:
        self._saving = self._save_when_ready = False
        self._save.setEnabled(True)
        if isinstance(error, InputRejected) and error.field in self.form.fields:
            self.form.show_error(error.field, str(error))
        else:
            self._problem.show_error(str(error))
